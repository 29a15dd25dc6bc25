#define _POSIX_C_SOURCE 200809L

#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096 };

/* A name becomes a part of a path, so it may not be just anything. */
static int path_of(const char *folder, const char *cart, const char *ending, char *path)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const size_t length = strlen(cart);

    if (length == 0 || length > 100 || strspn(cart, allowed) != length
        || snprintf(path, LONGEST_PATH, "%s/%s%s", folder, cart, ending) >= LONGEST_PATH) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

void store_free(struct row *row)
{
    int at;

    for (at = 0; at < COLUMNS; at++) {
        free(row->columns[at].bytes);
    }
    memset(row, 0, sizeof *row);
}

/* A column is written as its length, -1 for NULL, in the first line, and its bytes behind it. */
static int read_column(FILE *file, long length, struct column *column)
{
    if (length < 0) {
        return 0;
    }
    column->bytes = malloc((size_t)length + 1);
    column->length = (size_t)length;
    return column->bytes != NULL && fread(column->bytes, 1, column->length, file) == column->length ? 0 : -1;
}

enum store_answer store_read(const char *folder, const char *cart, struct row *row)
{
    char path[LONGEST_PATH];
    long lengths[COLUMNS];
    FILE *file;
    int failed, at;

    memset(row, 0, sizeof *row);
    if (path_of(folder, cart, ".cart", path) != 0) {
        return STORE_FAILED;
    }
    file = fopen(path, "rb");
    if (file == NULL) {
        return errno == ENOENT ? STORE_DONE : STORE_FAILED;
    }
    failed = fscanf(file, "%ld %ld %ld %ld", &row->version, &lengths[0], &lengths[1], &lengths[2]) != 1 + COLUMNS
             || fgetc(file) != '\n';
    for (at = 0; at < COLUMNS && !failed; at++) {
        failed = read_column(file, lengths[at], &row->columns[at]) != 0;
    }
    fclose(file);
    if (failed) {
        store_free(row);
        errno = EIO;
        return STORE_FAILED;
    }
    return STORE_DONE;
}

static int write_column(FILE *file, struct column column)
{
    return column.bytes == NULL || fwrite(column.bytes, 1, column.length, file) == column.length ? 0 : -1;
}

static long length_of(struct column column)
{
    return column.bytes == NULL ? -1 : (long)column.length;
}

/* The whole row beside the old one, on the disk, before it takes the old one's name. */
static int write_row(const char *path, long version, const struct column *columns)
{
    FILE *file = fopen(path, "wb");
    int failed, at;

    if (file == NULL) {
        return -1;
    }
    failed = fprintf(file, "%ld %ld %ld %ld\n", version, length_of(columns[0]), length_of(columns[1]), length_of(columns[2])) < 0;
    for (at = 0; at < COLUMNS && !failed; at++) {
        failed = write_column(file, columns[at]) != 0;
    }
    failed = failed || fflush(file) != 0 || fsync(fileno(file)) != 0;
    return fclose(file) != 0 || failed ? -1 : 0;
}

/* So that the new name survives a loss of power too. */
static int sync_folder(const char *folder)
{
    int descriptor = open(folder, O_RDONLY), failed;

    if (descriptor < 0) {
        return -1;
    }
    failed = fsync(descriptor);
    close(descriptor);
    return failed;
}

/* Between looking at the version and renaming nobody else may do the same. The lock is on a file that is never renamed. */
static int lock(const char *path)
{
    struct flock whole = {0};
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    while (descriptor >= 0 && fcntl(descriptor, F_SETLKW, &whole) != 0) {
        if (errno != EINTR) {
            close(descriptor);
            return -1;
        }
    }
    return descriptor;
}

static enum store_answer swap_locked(const char *folder, const char *cart, long seen, const struct column *columns)
{
    char path[LONGEST_PATH], beside[LONGEST_PATH];
    struct row now;
    long version;

    if (store_read(folder, cart, &now) != STORE_DONE) {
        return STORE_FAILED;
    }
    version = now.version;
    store_free(&now);
    if (version != seen) {
        return STORE_CHANGED;
    }
    if (path_of(folder, cart, ".cart", path) != 0 || path_of(folder, cart, ".new", beside) != 0
        || write_row(beside, seen + 1, columns) != 0 || rename(beside, path) != 0 || sync_folder(folder) != 0) {
        return STORE_FAILED;
    }
    return STORE_DONE;
}

enum store_answer store_swap(const char *folder, const char *cart, long seen, const struct column *columns)
{
    char path[LONGEST_PATH];
    enum store_answer answer;
    int descriptor;

    if (path_of(folder, cart, ".lock", path) != 0 || (descriptor = lock(path)) < 0) {
        return STORE_FAILED;
    }
    answer = swap_locked(folder, cart, seen, columns);
    close(descriptor); /* which ends the lock */
    return answer;
}
