/* Bad weather for a real program, by LD_PRELOAD: writes and syncs of regular files fail, the process dies or the power
 * goes at one of them, and the wall clock is another one, as a file says that whoever runs the program may change at any
 * time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct faults {
    volatile int32_t write_errno; /* what writing to a regular file fails with; 0: it works */
    volatile int32_t sync_errno;  /* the same of fsync and fdatasync */
    volatile int64_t ahead;       /* seconds that the wall clock is ahead of the machine's */
    volatile int32_t strikes;     /* what happens at one write or sync: one of the below */
    volatile int32_t left;        /* how many more writes and syncs come before it; below 0: it has struck */
    volatile uint64_t chance;     /* of what a power cut takes */
};

enum { NOTHING, FAILS, KILLED, POWER_CUT };

static struct faults inactive;
static struct faults *now = &inactive;

/* What is not on the disk yet: the bytes that stood where it was written. */
struct unsynced {
    struct unsynced *before;
    dev_t dev;
    ino_t ino;
    int fd;
    off_t at, size;
    size_t len;
    char bytes[];
};

static struct unsynced *unsynced;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void look(void) {
    const char *path = getenv("LITIGE_FAULTS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *map = mmap(NULL, sizeof *now, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED)
        now = map;
    close(fd);
}

static int coin(void) {
    uint64_t z = (now->chance += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    return (z ^ (z >> 31)) & 1;
}

/* The machine is off: what was not synced may be on the disk or not, each write by itself. */
static void cut_power(void) {
    for (struct unsynced *one = unsynced; one; one = one->before) {
        if (coin())
            continue;
        REAL(pwrite)(one->fd, one->bytes, one->len, one->at);
        struct stat found;
        if (coin() && !fstat(one->fd, &found) && found.st_size == one->at + (off_t)one->len)
            ftruncate(one->fd, one->size);
    }
    kill(getpid(), SIGKILL);
}

/* At the very end, too. */
__attribute__((destructor)) static void leave(void) {
    if (now->strikes == POWER_CUT)
        cut_power();
}

/* Whether this write or sync fails; with what, errno says. */
static int fails(int fd, int error, struct stat *found) {
    if (fstat(fd, found) || !S_ISREG(found->st_mode))
        return 0;
    if (now->strikes != NOTHING && __atomic_sub_fetch(&now->left, 1, __ATOMIC_SEQ_CST) == -1) {
        if (now->strikes == KILLED)
            kill(getpid(), SIGKILL);
        if (now->strikes == POWER_CUT)
            cut_power();
        error = EIO;
    }
    errno = error;
    return error != 0;
}

/* Remembers what stands where something is about to be written. */
static void remember(int fd, size_t len, off_t at, const struct stat *found) {
    struct unsynced *one = now->strikes == POWER_CUT ? calloc(1, sizeof *one + len) : NULL;
    int kept = one ? fcntl(fd, F_DUPFD_CLOEXEC, 100) : -1;
    if (kept < 0) {
        free(one);
        return;
    }
    *one = (struct unsynced){unsynced, found->st_dev, found->st_ino, kept, at, found->st_size, len};
    pread(fd, one->bytes, len, at);
    unsynced = one;
}

/* It is on the disk now. The copies of its descriptor stay open: closing one would drop SQLite's locks. */
static void forget(const struct stat *found) {
    for (struct unsynced **at = &unsynced; *at;) {
        struct unsynced *one = *at;
        if (one->dev == found->st_dev && one->ino == found->st_ino) {
            *at = one->before;
            free(one);
        } else {
            at = &one->before;
        }
    }
}

static ssize_t put(int fd, const void *bytes, size_t len, off_t at) {
    struct stat found;
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (!fails(fd, now->write_errno, &found)) {
        if (S_ISREG(found.st_mode))
            remember(fd, len, at, &found);
        done = REAL(pwrite)(fd, bytes, len, at);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) {
    return put(fd, bytes, len, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at) {
    return put(fd, bytes, len, at);
}

ssize_t write(int fd, const void *bytes, size_t len) {
    struct stat found;
    return fails(fd, now->write_errno, &found) ? -1 : REAL(write)(fd, bytes, len);
}

static int synced(int fd, int done) {
    struct stat found;
    if (!done && !fstat(fd, &found)) {
        pthread_mutex_lock(&lock);
        forget(&found);
        pthread_mutex_unlock(&lock);
    }
    return done;
}

int fsync(int fd) {
    struct stat found;
    return fails(fd, now->sync_errno, &found) ? -1 : synced(fd, REAL(fsync)(fd));
}

int fdatasync(int fd) {
    struct stat found;
    return fails(fd, now->sync_errno, &found) ? -1 : synced(fd, REAL(fdatasync)(fd));
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
