/* Writes down, in order and with its bytes, what a program does to the disk under one folder.
 *
 * Loaded before the C library (LD_PRELOAD), so it sees both database engines and Python alike. What each record means is
 * read in disk.py. What is not seen here would be missed there: the test compares the replayed folder with the real one.
 *
 *   MUS_RECORD_FOLDER   what is recorded: everything below this absolute path
 *   MUS_RECORD_FILE     where the records go
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
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

#define MOST_FILES 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

struct __attribute__((packed)) record {
    char what;
    int32_t file;
    int64_t number; /* where a write begins, how long a file becomes, with what flags it was opened */
    uint32_t first, second; /* how many bytes follow of each */
};

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int records = -1;
static char watched[MOST_FILES];

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("MUS_RECORD_FOLDER"), *file = getenv("MUS_RECORD_FILE");
    if (where == NULL || file == NULL) return;
    folder_length = strlen(strncpy(folder, where, sizeof folder - 1));
    records = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (records < 0) abort();
}

static void put(char what, int file, int64_t number, const void *first, size_t length, const void *second, size_t other) {
    int before = errno;
    struct record head = {what, file, number, (uint32_t)length, (uint32_t)other};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)first, length}, {(void *)second, other}};
    if (syscall(SYS_writev, records, parts, 3) != (long)(sizeof head + length + other)) abort();
    errno = before;
}

static void put_names(char what, const char *first, const char *second) {
    put(what, -1, 0, first, strlen(first), second, second == NULL ? 0 : strlen(second));
}

/* The part of a path below the folder, or NULL if it lies elsewhere; `full` holds PATH_MAX bytes. */
static const char *below(int at, const char *path, char *full) {
    char link[64];
    ssize_t length = 0;
    if (records < 0 || path == NULL) return NULL;
    full[0] = '\0';
    if (path[0] != '/') {
        if (at == AT_FDCWD) strcpy(link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        length = readlink(link, full, PATH_MAX - 1);
        if (length < 0) return NULL;
        full[length++] = '/';
    }
    if (length + strlen(path) >= PATH_MAX) return NULL;
    strcpy(full + length, path);
    if (strncmp(full, folder, folder_length) != 0 || (full[folder_length] != '/' && full[folder_length] != '\0')) return NULL;
    return full + folder_length + (full[folder_length] == '/');
}

static int seen(int file) { return records >= 0 && file >= 0 && file < MOST_FILES && watched[file]; }

static int open_it(int at, const char *path, int flags, mode_t mode) {
    char full[PATH_MAX];
    pthread_mutex_lock(&order);
    const char *name = below(at, path, full);
    int file = REAL(openat64)(at, path, flags, mode);
    if (file >= 0 && name != NULL) {
        if (file >= MOST_FILES) abort();
        watched[file] = 1;
        put('O', file, flags, name, strlen(name), NULL, 0);
    }
    pthread_mutex_unlock(&order);
    return file;
}

#define OPENS(call, at, parameters)                          \
    int call parameters {                                    \
        va_list more;                                        \
        va_start(more, flags);                               \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                        \
        return open_it(at, path, flags, mode);               \
    }
OPENS(open, AT_FDCWD, (const char *path, int flags, ...))
OPENS(open64, AT_FDCWD, (const char *path, int flags, ...))
OPENS(openat, at, (int at, const char *path, int flags, ...))
OPENS(openat64, at, (int at, const char *path, int flags, ...))

int close(int file) {
    pthread_mutex_lock(&order);
    if (seen(file)) {
        watched[file] = 0;
        put('C', file, 0, NULL, 0, NULL, 0);
    }
    int result = REAL(close)(file);
    pthread_mutex_unlock(&order);
    return result;
}

ssize_t write(int file, const void *bytes, size_t length) {
    if (!seen(file)) return REAL(write)(file, bytes, length);
    pthread_mutex_lock(&order);
    ssize_t done = REAL(write)(file, bytes, length);
    if (done > 0) put('W', file, lseek(file, 0, SEEK_CUR) - done, bytes, done, NULL, 0);
    pthread_mutex_unlock(&order);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t where) {
    if (!seen(file)) return REAL(pwrite64)(file, bytes, length, where);
    pthread_mutex_lock(&order);
    ssize_t done = REAL(pwrite64)(file, bytes, length, where);
    if (done > 0) put('W', file, where, bytes, done, NULL, 0);
    pthread_mutex_unlock(&order);
    return done;
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t where) { return pwrite64(file, bytes, length, where); }

int ftruncate64(int file, off64_t length) {
    pthread_mutex_lock(&order);
    int result = REAL(ftruncate64)(file, length);
    if (result == 0 && seen(file)) put('T', file, length, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&order);
    return result;
}
int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

#define FLUSHES(call)                                                     \
    int call(int file) {                                                  \
        pthread_mutex_lock(&order);                                       \
        int result = REAL(call)(file);                                    \
        if (result == 0 && seen(file)) put('S', file, 0, NULL, 0, NULL, 0); \
        pthread_mutex_unlock(&order);                                     \
        return result;                                                    \
    }
FLUSHES(fsync)
FLUSHES(fdatasync)

/* A change of names: done, and then recorded if it could be done and lies below the folder. */
#define CHANGES(what, from_at, from, to_at, to, done)                                             \
    char one[PATH_MAX], other[PATH_MAX];                                                          \
    pthread_mutex_lock(&order);                                                                   \
    const char *first = below(from_at, from, one), *second = below(to_at, to, other); \
    int result = (done);                                                                          \
    if (result == 0 && first != NULL) put_names(what, first, second);                             \
    pthread_mutex_unlock(&order);                                                                 \
    return result;

#define NONE ((const char *)NULL)
int rename(const char *from, const char *to) { CHANGES('R', AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to)) }
int renameat(int at, const char *from, int to_at, const char *to) {
    CHANGES('R', at, from, to_at, to, REAL(renameat)(at, from, to_at, to))
}
int link(const char *from, const char *to) { CHANGES('L', AT_FDCWD, from, AT_FDCWD, to, REAL(link)(from, to)) }
int linkat(int at, const char *from, int to_at, const char *to, int flags) {
    CHANGES('L', at, from, to_at, to, REAL(linkat)(at, from, to_at, to, flags))
}
int unlink(const char *path) { CHANGES('U', AT_FDCWD, path, AT_FDCWD, NONE, REAL(unlink)(path)) }
int unlinkat(int at, const char *path, int flags) { CHANGES('U', at, path, AT_FDCWD, NONE, REAL(unlinkat)(at, path, flags)) }
int rmdir(const char *path) { CHANGES('U', AT_FDCWD, path, AT_FDCWD, NONE, REAL(rmdir)(path)) }
int mkdir(const char *path, mode_t mode) { CHANGES('M', AT_FDCWD, path, AT_FDCWD, NONE, REAL(mkdir)(path, mode)) }
int mkdirat(int at, const char *path, mode_t mode) { CHANGES('M', at, path, AT_FDCWD, NONE, REAL(mkdirat)(at, path, mode)) }
