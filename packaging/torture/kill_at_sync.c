/* Ends a process at one of its syncs, by LD_PRELOAD (Linux): the KILL_AT_SYNC-th fsync or fdatasync is not carried out,
 * and the process is gone as by SIGKILL. The variable is read at each call; without it nothing is different.
 * Built by torture/shims.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void count_down(void)
{
    static long done = 0;
    const char *at = getenv("KILL_AT_SYNC");
    if (at != NULL && ++done == atol(at))
        raise(SIGKILL);
}

int fsync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    count_down();
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    count_down();
    return real(file);
}
