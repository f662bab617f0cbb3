/* A slow disk for one process, by LD_PRELOAD (Linux): each fsync and fdatasync of a file or folder under SLOW_SYNC_UNDER
 * takes SLOW_SYNC_MS milliseconds longer. Both variables are read at each call, so a process can change them on its way.
 * Built by torture/shims.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int lies_under(int file, const char *folder)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    size_t wanted = strlen(folder);
    return strncmp(path, folder, wanted) == 0 && (path[wanted] == '/' || path[wanted] == '\0');
}

static void wait_for_the_disk(int file)
{
    const char *folder = getenv("SLOW_SYNC_UNDER"), *delay = getenv("SLOW_SYNC_MS");
    if (folder == NULL || delay == NULL || !lies_under(file, folder))
        return;
    long milliseconds = atol(delay);
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (milliseconds > 0 && nanosleep(&left, &left) != 0)
        ;
}

int fsync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_for_the_disk(file);
    return real(file);
}

int fdatasync(int file)
{
    static int (*real)(int);
    if (real == NULL)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_for_the_disk(file);
    return real(file);
}
