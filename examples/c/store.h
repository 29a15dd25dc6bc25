/*
 * A store of the smallest kind: a file for each cart in one folder. It knows nothing of carts. What it knows is the one
 * thing that a store of carts has to know: a row is replaced only if it still is the one that was read.
 */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>

/* A column; bytes is NULL where the column is empty, which is something else than an empty text. */
struct column {
    char *bytes;
    size_t length;
};

enum { COLUMNS = 3 }; /* items, conditions, metadata */

/* What is stored for a cart, and how many times it was written. */
struct row {
    long version; /* 0: there is no such row */
    struct column columns[COLUMNS];
};

enum store_answer {
    STORE_DONE,
    STORE_CHANGED, /* another program was faster: nothing was written */
    STORE_FAILED   /* the disk, the folder, the name; errno says more */
};

/* Reads a row, or says that there is none. The caller frees what is read. */
enum store_answer store_read(const char *folder, const char *cart, struct row *row);

/* Replaces the row of version `seen` (0: makes it) by these columns, as one step, durably. */
enum store_answer store_swap(const char *folder, const char *cart, long seen, const struct column *columns);

void store_free(struct row *row);

#endif
