/* A faulty disk for one process, by LD_PRELOAD (Linux). The file FAULTY_CONTROL holds the number of an error; while it
 * holds one, files and folders under FAULTY_UNDER meet it:
 *
 *   ENOSPC (28)               nothing more can be written
 *   EIO (5)                   nothing can be read, written or synced
 *   EROFS (30), EACCES (13)   nothing can be opened for writing, made, renamed or taken away
 *
 * Built by torture/shims.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name) static __typeof__(&name) real; if (real == NULL) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int fault(void)
{
    const char *control = getenv("FAULTY_CONTROL");
    char text[8] = "";
    if (control == NULL)
        return 0;
    long file = syscall(SYS_openat, AT_FDCWD, control, O_RDONLY);
    if (file < 0)
        return 0;
    long length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    return length > 0 ? atoi(text) : 0;
}

static int lies_under(const char *path)
{
    const char *folder = getenv("FAULTY_UNDER");
    size_t wanted = folder == NULL ? 0 : strlen(folder);
    return wanted && strncmp(path, folder, wanted) == 0 && (path[wanted] == '/' || path[wanted] == '\0');
}

static int is_ours(int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return lies_under(path);
}

static int refused(int number)
{
    errno = number;
    return -1;
}

static int on_use(int file, int writes)
{
    if (!is_ours(file))
        return 0;
    int met = fault();
    return met == EIO || (met == ENOSPC && writes) ? met : 0;
}

static int on_name(const char *path, int changes)
{
    if (path == NULL || !changes || !lies_under(path))
        return 0;
    int met = fault();
    return met == EROFS || met == EACCES || met == EIO ? met : 0;
}

#define CHANGES(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))
#define OPEN(name)                                                                     \
    int name(const char *path, int flags, ...)                                         \
    {                                                                                  \
        REAL(name);                                                                    \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        int mode = va_arg(rest, int), met = on_name(path, CHANGES(flags));             \
        va_end(rest);                                                                  \
        return met ? refused(met) : real(path, flags, mode);                           \
    }
#define OPENAT(name)                                                                   \
    int name(int at, const char *path, int flags, ...)                                 \
    {                                                                                  \
        REAL(name);                                                                    \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        int mode = va_arg(rest, int), met = on_name(path, CHANGES(flags));             \
        va_end(rest);                                                                  \
        return met ? refused(met) : real(at, path, flags, mode);                       \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

#define USE(result, name, writes, parameters, arguments)                               \
    result name parameters                                                             \
    {                                                                                  \
        REAL(name);                                                                    \
        int met = on_use(file, writes);                                                \
        return met ? refused(met) : real arguments;                                    \
    }
USE(ssize_t, read, 0, (int file, void *to, size_t size), (file, to, size))
USE(ssize_t, pread, 0, (int file, void *to, size_t size, off_t at), (file, to, size, at))
USE(ssize_t, pread64, 0, (int file, void *to, size_t size, off64_t at), (file, to, size, at))
USE(ssize_t, write, 1, (int file, const void *from, size_t size), (file, from, size))
USE(ssize_t, pwrite, 1, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
USE(ssize_t, pwrite64, 1, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
USE(int, fsync, 0, (int file), (file))
USE(int, fdatasync, 0, (int file), (file))
USE(int, ftruncate, 0, (int file, off_t size), (file, size))
USE(int, ftruncate64, 0, (int file, off64_t size), (file, size))

#define NAME(name, parameters, arguments, path)                                        \
    int name parameters                                                                \
    {                                                                                  \
        REAL(name);                                                                    \
        int met = on_name(path, 1);                                                    \
        return met ? refused(met) : real arguments;                                    \
    }
int access(const char *path, int mode)
{
    REAL(access);
    int met = on_name(path, mode & W_OK);
    return met ? refused(met) : real(path, mode);
}

NAME(unlink, (const char *path), (path), path)
NAME(mkdir, (const char *path, mode_t mode), (path, mode), path)
NAME(rename, (const char *old, const char *new), (old, new), new)
