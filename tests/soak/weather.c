/* Bad weather for a real program, by LD_PRELOAD: writes and syncs of regular files fail, and the wall clock is another
 * one, as a file says that whoever runs the program may change at any time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct weather {
    volatile int32_t write_errno; /* what writing to a regular file fails with; 0: it works */
    volatile int32_t sync_errno;  /* the same of fsync and fdatasync */
    volatile int64_t ahead;       /* seconds that the wall clock is ahead of the machine's */
};

static struct weather fair;
static struct weather *now = &fair;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void look(void) {
    const char *path = getenv("LITIGE_WEATHER");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *map = mmap(NULL, sizeof *now, PROT_READ, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED)
        now = map;
    close(fd);
}

static int fails(int fd, int error) {
    struct stat found;
    if (!error || fstat(fd, &found) || !S_ISREG(found.st_mode))
        return 0;
    errno = error;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t len) {
    return fails(fd, now->write_errno) ? -1 : REAL(write)(fd, bytes, len);
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) {
    return fails(fd, now->write_errno) ? -1 : REAL(pwrite)(fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at) {
    return fails(fd, now->write_errno) ? -1 : REAL(pwrite64)(fd, bytes, len, at);
}

int fsync(int fd) {
    return fails(fd, now->sync_errno) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
    return fails(fd, now->sync_errno) ? -1 : REAL(fdatasync)(fd);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int done = REAL(clock_gettime)(clock, time);
    if (!done && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += now->ahead;
    return done;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    int done = REAL(gettimeofday)(time, zone);
    if (!done && time)
        time->tv_sec += now->ahead;
    return done;
}
