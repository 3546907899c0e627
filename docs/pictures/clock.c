/* A clock that stands at LITIGE_PICTURE_TIME, a time in seconds, and hardly moves: the pictures are the same whenever they
 * are made. Loaded before the C library by make.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    static struct timespec begun;
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    const char *time = getenv("LITIGE_PICTURE_TIME");
    if (failed || !time || clock != CLOCK_REALTIME)
        return failed;
    if (!begun.tv_sec)
        begun = *now;
    /* A thousandth of the pace: what is written later is still later. */
    long long passed = (now->tv_sec - begun.tv_sec) * 1000000000LL + (now->tv_nsec - begun.tv_nsec);
    now->tv_sec = atoll(time) + passed / 1000 / 1000000000LL;
    now->tv_nsec = passed / 1000 % 1000000000LL;
    return 0;
}
