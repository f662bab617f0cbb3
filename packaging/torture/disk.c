/* Stands between a process and one folder of its disk, by LD_PRELOAD (Linux): writes down what is done to the files in it,
 * lets chosen calls fail, or ends the process within one. Told what to do by the functions at the end of this file, which
 * torture/disk.py calls. Built by torture/shims.py.
 *
 * A record is: kind (1 byte), inode (8), number (8), length of the first and of the second text (4 each), both texts.
 *   C create (path)   W write (number: offset; data)   T truncate (number: length)   S sync of a file or folder
 *   U unlink (path)   R rename (path, path)   D make folder (path)   d remove folder (path)   M mark (text)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watched[PATH_MAX];
static int journal = -1;
static long calls, fail_from, fail_times, end_at;
static int fail_with;

#define REAL(type, name, ...)                                   \
    static type (*real)(__VA_ARGS__);                           \
    if (real == NULL)                                           \
        real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static int inside(const char *path)
{
    size_t length = strlen(watched);
    return length > 0 && strncmp(path, watched, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int path_of(int file, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return 1;
}

/* The absolute path of `path` as seen from the folder `at`. */
static void whole(int at, const char *path, char *result)
{
    char folder[PATH_MAX];
    if (path[0] == '/')
        snprintf(result, PATH_MAX, "%s", path);
    else if (at == AT_FDCWD ? getcwd(folder, sizeof folder) != NULL : path_of(at, folder))
        snprintf(result, PATH_MAX, "%.2000s/%.2000s", folder, path);
    else
        result[0] = '\0';
}

static int watches(int file)
{
    char path[PATH_MAX];
    return watched[0] != '\0' && file > 2 && file != journal && path_of(file, path) && inside(path);
}

static void put(const void *data, size_t length)
{
    const char *from = data;
    while (length > 0) {
        long written = syscall(SYS_write, journal, from, length);
        if (written <= 0)
            return;
        from += written;
        length -= (size_t)written;
    }
}

static void note(char kind, uint64_t inode, int64_t number, const void *first, size_t n1, const void *second, size_t n2)
{
    if (journal < 0)
        return;
    char head[25];
    uint32_t lengths[2] = {(uint32_t)n1, (uint32_t)n2};
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &number, 8);
    memcpy(head + 17, lengths, 8);
    put(head, sizeof head);
    put(first, n1);
    put(second, n2);
}

static uint64_t inode_of(int file)
{
    struct stat about;
    return fstat(file, &about) == 0 ? (uint64_t)about.st_ino : 0;
}

/* Counts a call that changes something; true where it is to fail. The lock is held. */
static int refused(void)
{
    calls++;
    if (end_at > 0 && calls == end_at)
        raise(SIGKILL);
    if (fail_times > 0 && calls >= fail_from && calls < fail_from + fail_times) {
        errno = fail_with;
        return 1;
    }
    return 0;
}

/* Does `act` (which sets `result`) under the lock, unless it is to fail; `told` writes it down where it went well. */
#define GUARDED(act, told)               \
    pthread_mutex_lock(&lock);           \
    if (refused())                       \
        result = -1;                     \
    else {                               \
        act;                             \
        if (result >= 0) {               \
            int kept = errno;            \
            told;                        \
            errno = kept;                \
        }                                \
    }                                    \
    pthread_mutex_unlock(&lock);         \
    return result

/* Writing */

static off_t place_of(int file)
{
    struct stat about;
    if (fcntl(file, F_GETFL) & O_APPEND)
        return fstat(file, &about) == 0 ? about.st_size : 0;
    return lseek(file, 0, SEEK_CUR);
}

/* Half of a write that the process does not outlive: the other way in which a process can end within a call. */
static size_t half(size_t length)
{
    return end_at > 0 && calls + 1 == end_at ? length / 2 : 0;
}

ssize_t write(int file, const void *data, size_t length)
{
    REAL(ssize_t, write, int, const void *, size_t);
    if (!watches(file))
        return real(file, data, length);
    ssize_t result;
    off_t at = place_of(file);
    if (half(length) > 0)
        real(file, data, half(length));
    GUARDED(result = real(file, data, length), note('W', inode_of(file), at, data, (size_t)result, "", 0));
}

#define PWRITE(name, offset_type)                                                                              \
    ssize_t name(int file, const void *data, size_t length, offset_type at)                                    \
    {                                                                                                          \
        REAL(ssize_t, name, int, const void *, size_t, offset_type);                                           \
        if (!watches(file))                                                                                    \
            return real(file, data, length, at);                                                               \
        ssize_t result;                                                                                        \
        if (half(length) > 0)                                                                                  \
            real(file, data, half(length), at);                                                                \
        GUARDED(result = real(file, data, length, at), note('W', inode_of(file), at, data, (size_t)result, "", 0)); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset_type)                                                                            \
    int name(int file, offset_type length)                                                                     \
    {                                                                                                          \
        REAL(int, name, int, offset_type);                                                                     \
        if (!watches(file))                                                                                    \
            return real(file, length);                                                                         \
        int result;                                                                                            \
        GUARDED(result = real(file, length), note('T', inode_of(file), length, "", 0, "", 0));                 \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                                             \
    int name(int file)                                                                                         \
    {                                                                                                          \
        REAL(int, name, int);                                                                                  \
        if (!watches(file))                                                                                    \
            return real(file);                                                                                 \
        int result;                                                                                            \
        GUARDED(result = real(file), note('S', inode_of(file), 0, "", 0, "", 0));                              \
    }
SYNC(fsync)
SYNC(fdatasync)

/* Ways past write(): refused, so that whoever uses them falls back to it. */

ssize_t sendfile(int to, int from, off_t *offset, size_t length)
{
    REAL(ssize_t, sendfile, int, int, off_t *, size_t);
    if (!watches(to))
        return real(to, from, offset, length);
    errno = ENOTSOCK;
    return -1;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t length)
{
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
    if (!watches(to))
        return real(to, from, offset, length);
    errno = ENOTSOCK;
    return -1;
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *there, size_t length, unsigned int flags)
{
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned int);
    if (!watches(to))
        return real(from, at, to, there, length, flags);
    errno = EXDEV;
    return -1;
}

/* Names */

static int opened(int at, const char *path, int flags, mode_t mode)
{
    static int (*real)(int, const char *, int, ...);
    if (real == NULL)
        real = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat64");
    char place[PATH_MAX];
    whole(at, path, place);
    if (!(flags & (O_CREAT | O_TRUNC)) || (flags & O_TMPFILE) == O_TMPFILE || !inside(place))
        return real(at, path, flags, mode);
    struct stat before;
    int there = stat(place, &before) == 0, result;
    if (there && (!(flags & O_TRUNC) || before.st_size == 0))
        return real(at, path, flags, mode);
    char kind = there ? 'T' : 'C';
    GUARDED(result = real(at, path, flags, mode), note(kind, inode_of(result), 0, place, strlen(place), "", 0));
}

#define OPEN(name)                                                   \
    int name(const char *path, int flags, ...)                       \
    {                                                                \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                \
        return opened(AT_FDCWD, path, flags, mode);                  \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                 \
    int name(int at, const char *path, int flags, ...)               \
    {                                                                \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                \
        return opened(at, path, flags, mode);                        \
    }
OPENAT(openat)
OPENAT(openat64)

int unlinkat(int at, const char *path, int flags)
{
    REAL(int, unlinkat, int, const char *, int);
    char place[PATH_MAX];
    whole(at, path, place);
    if (!inside(place) || faccessat(at, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return real(at, path, flags);
    int result;
    char kind = flags & AT_REMOVEDIR ? 'd' : 'U';
    GUARDED(result = real(at, path, flags), note(kind, 0, 0, place, strlen(place), "", 0));
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int renameat(int from_at, const char *from, int to_at, const char *to)
{
    REAL(int, renameat, int, const char *, int, const char *);
    char one[PATH_MAX], other[PATH_MAX];
    whole(from_at, from, one);
    whole(to_at, to, other);
    if (!inside(one) && !inside(other))
        return real(from_at, from, to_at, to);
    int result;
    GUARDED(result = real(from_at, from, to_at, to), note('R', 0, 0, one, strlen(one), other, strlen(other)));
}

int rename(const char *from, const char *to)
{
    return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int mkdirat(int at, const char *path, mode_t mode)
{
    REAL(int, mkdirat, int, const char *, mode_t);
    char place[PATH_MAX];
    whole(at, path, place);
    if (!inside(place))
        return real(at, path, mode);
    int result;
    struct stat made;
    GUARDED(result = real(at, path, mode),
            note('D', stat(place, &made) == 0 ? made.st_ino : 0, 0, place, strlen(place), "", 0));
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

/* What torture/disk.py calls */

/* Watches a folder (empty: none) and writes records to the file `to` (-1: none). Counting begins anew. */
void disk_watch(const char *folder, int to)
{
    pthread_mutex_lock(&lock);
    snprintf(watched, sizeof watched, "%s", folder);
    journal = to;
    calls = fail_times = end_at = 0;
    pthread_mutex_unlock(&lock);
}

/* Writes a mark among the records. */
void disk_mark(const char *text)
{
    pthread_mutex_lock(&lock);
    note('M', 0, 0, text, strlen(text), "", 0);
    pthread_mutex_unlock(&lock);
}

/* Lets so many calls fail with an error, from one of them on; the first call from now is number 1. */
void disk_fail(long from, long times, int error)
{
    pthread_mutex_lock(&lock);
    calls = 0;
    fail_from = from;
    fail_times = times;
    fail_with = error;
    pthread_mutex_unlock(&lock);
}

/* Ends the process within one call from now; of a write half is done before. */
void disk_end(long at)
{
    pthread_mutex_lock(&lock);
    calls = 0;
    end_at = at;
    pthread_mutex_unlock(&lock);
}

/* How many calls that change something there were. */
long disk_calls(void)
{
    return calls;
}
