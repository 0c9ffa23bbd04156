/* A share that misbehaves: a folder mounted again through FUSE, which delays, hangs, refuses or loses operations.

   usage: faulty_share FOLDER RULES LOG MOUNTPOINT [FUSE options]

   RULES holds lines "OPERATION ACTION [NUMBER] [NAME]", read anew at each operation: "read delay 60" (milliseconds),
   "fsync hang", "write lose", "write corrupt", "rename lose", "mkdir fail 13" (errno). The operation "*" is all of them;
   a rule with a NAME holds only for paths that end with it. LOG gets a line for each operation.

   An operation that hangs does not answer until the rules change: whoever asked waits in the kernel and cannot be killed,
   as with a real share. */

#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static char folder[4096], rules[4096];
static int log_file;
enum { PROCEED = 0, LOSE = 1, CORRUPT = 2, HANG = 3 };

static void place(char *full, const char *path) { snprintf(full, 4096, "%s%s", folder, path); }

static void wait_milliseconds(long number) {
    struct timespec wait = {number / 1000, (number % 1000) * 1000000};
    nanosleep(&wait, NULL);
}

/* Return what the rules say now about an operation: a negative errno to refuse it. */
static int rule_for(const char *operation, const char *path) {
    char line[4600], name[4096] = "", what[64], action[64];
    FILE *file = fopen(rules, "r");
    if (!file) return PROCEED;
    int result = PROCEED;
    while (fgets(line, sizeof line, file)) {
        long number = 0;
        name[0] = 0;
        if (sscanf(line, "%63s %63s %ld %4095[^\n]", what, action, &number, name) < 2) continue;
        if (strcmp(what, operation) && strcmp(what, "*")) continue;
        size_t from = strlen(path) - strlen(name);
        if (strlen(name) > strlen(path) || strcmp(path + from, name)) continue;
        if (!strcmp(action, "delay")) wait_milliseconds(number);
        else if (!strcmp(action, "hang")) result = HANG;
        else if (!strcmp(action, "fail")) result = -(int)number;
        else if (!strcmp(action, "lose")) result = LOSE;
        else if (!strcmp(action, "corrupt")) result = CORRUPT;
    }
    fclose(file);
    return result;
}

/* Log the operation, and wait as long as it hangs. */
static int enter(const char *operation, const char *path) {
    char line[4600];
    int length = snprintf(line, sizeof line, "%s %s\n", operation, path), rule;
    if (write(log_file, line, length) < 0) return -EIO;
    while ((rule = rule_for(operation, path)) == HANG) wait_milliseconds(20);
    return rule;
}

#define ENTER(operation)                        \
    char full[4096];                            \
    int rule = enter(operation, path);          \
    if (rule < 0) return rule;                  \
    place(full, path)
#define ANSWER(call) return (call) < 0 ? -errno : 0

/* Some clients of shares read what they have read or written from memory again, whatever the server has by now. */
static void *share_init(struct fuse_conn_info *connection, struct fuse_config *config) {
    if (getenv("SHARE_CACHES")) {
        connection->want &= ~FUSE_CAP_AUTO_INVAL_DATA;
        config->kernel_cache = 1;
    }
    return NULL;
}

static int share_getattr(const char *path, struct stat *status, struct fuse_file_info *info) {
    (void)info;
    ENTER("getattr");
    ANSWER(lstat(full, status));
}

static int share_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset,
                         struct fuse_file_info *info, enum fuse_readdir_flags flags) {
    (void)offset, (void)info, (void)flags;
    ENTER("readdir");
    DIR *opened = opendir(full);
    if (!opened) return -errno;
    for (struct dirent *entry; (entry = readdir(opened));) fill(buffer, entry->d_name, NULL, 0, 0);
    closedir(opened);
    return 0;
}

static int share_mkdir(const char *path, mode_t mode) {
    ENTER("mkdir");
    ANSWER(mkdir(full, mode));
}

static int share_unlink(const char *path) {
    ENTER("unlink");
    ANSWER(unlink(full));
}

static int share_rmdir(const char *path) {
    ENTER("rmdir");
    ANSWER(rmdir(full));
}

static int share_rename(const char *path, const char *to, unsigned flags) {
    ENTER("rename");
    char target[4096];
    place(target, to);
    if (rule == LOSE) return 0;
    ANSWER(renameat2(AT_FDCWD, full, AT_FDCWD, target, flags));
}

static int share_truncate(const char *path, off_t size, struct fuse_file_info *info) {
    (void)info;
    ENTER("truncate");
    ANSWER(truncate(full, size));
}

static int share_open(const char *path, struct fuse_file_info *info) {
    ENTER("open");
    int file = open(full, info->flags & ~O_APPEND);
    if (file < 0) return -errno;
    info->fh = file;
    return 0;
}

static int share_create(const char *path, mode_t mode, struct fuse_file_info *info) {
    ENTER("create");
    int file = open(full, info->flags, mode);
    if (file < 0) return -errno;
    info->fh = file;
    return 0;
}

static int share_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
    ENTER("read");
    ssize_t done = pread(info->fh, buffer, size, offset);
    return done < 0 ? -errno : done;
}

static int share_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
    ENTER("write");
    if (rule == LOSE) { /* the size is right and the content is not there, as after a lost write */
        struct stat status;
        if (fstat(info->fh, &status) < 0) return -errno;
        if (status.st_size < (off_t)(offset + size) && ftruncate(info->fh, offset + size) < 0) return -errno;
        return size;
    }
    ssize_t done = pwrite(info->fh, buffer, size, offset);
    if (done > 0 && rule == CORRUPT) {
        char changed = buffer[done / 2] ^ 1;
        if (pwrite(info->fh, &changed, 1, offset + done / 2) < 0) return -errno;
    }
    return done < 0 ? -errno : done;
}

static int share_flush(const char *path, struct fuse_file_info *info) {
    (void)info;
    ENTER("flush");
    return 0;
}

static int share_fsync(const char *path, int only_data, struct fuse_file_info *info) {
    (void)only_data;
    ENTER("fsync");
    ANSWER(fsync(info->fh));
}

static int share_fsyncdir(const char *path, int only_data, struct fuse_file_info *info) {
    (void)only_data, (void)info;
    ENTER("fsyncdir");
    return 0;
}

static int share_release(const char *path, struct fuse_file_info *info) {
    ENTER("release");
    close(info->fh);
    return 0;
}

static int share_chmod(const char *path, mode_t mode, struct fuse_file_info *info) {
    (void)info;
    ENTER("chmod");
    ANSWER(chmod(full, mode));
}

static int share_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *info) {
    (void)info;
    ENTER("utimens");
    ANSWER(utimensat(AT_FDCWD, full, times, AT_SYMLINK_NOFOLLOW));
}

static const struct fuse_operations operations = {
    .init = share_init, .getattr = share_getattr, .readdir = share_readdir, .mkdir = share_mkdir, .unlink = share_unlink,
    .rmdir = share_rmdir, .rename = share_rename, .truncate = share_truncate, .open = share_open,
    .create = share_create, .read = share_read, .write = share_write, .flush = share_flush, .fsync = share_fsync,
    .fsyncdir = share_fsyncdir, .release = share_release, .chmod = share_chmod, .utimens = share_utimens,
};

int main(int count, char **values) {
    if (count < 5) return 2;
    snprintf(folder, sizeof folder, "%s", values[1]);
    snprintf(rules, sizeof rules, "%s", values[2]);
    log_file = open(values[3], O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (log_file < 0) return 2;
    values[3] = values[0];
    return fuse_main(count - 3, values + 3, &operations, NULL);
}
