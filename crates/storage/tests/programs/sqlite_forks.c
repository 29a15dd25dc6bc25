/*
 * A child that opens a SQLite file anew loses what it writes, if its parent had the file open when it forked.
 *
 * usage: sqlite_forks FILE open|closed
 *
 * The parent opens a file, forks with it open or after closing it, and closes it while the child, with a connection of its
 * own, is about to write ten rows. Prints how many rows SQLite told the child were stored, and how many there are.
 *
 * compile: cc sqlite_forks.c -lsqlite3
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct sqlite3 sqlite3;
extern int sqlite3_open(const char *, sqlite3 **);
extern int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
extern int sqlite3_close(sqlite3 *);

static void fail(const char *what)
{
    fprintf(stderr, "sqlite_forks: %s\n", what);
    exit(100);
}

static sqlite3 *open_file(const char *file)
{
    sqlite3 *db;
    if (sqlite3_open(file, &db) != 0) {
        fail("the file cannot be opened");
    }
    return db;
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int print_cell(void *label, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    printf("%s %s\n", (const char *)label, values[0]);
    return 0;
}

/* The exit code is how many rows were acknowledged. */
static int child(const char *file, int from_parent, int to_parent)
{
    int acknowledged = 0, row;
    char byte = '.';
    sqlite3 *db = open_file(file); /* a connection of its own */
    if (run(db, "SELECT count(*) FROM rows") != 0 || write(to_parent, &byte, 1) != 1 || read(from_parent, &byte, 1) != 1) {
        return 101;
    }
    for (row = 0; row < 10; row++) {
        acknowledged += run(db, "INSERT INTO rows VALUES (1)") == 0;
    }
    return acknowledged;
}

int main(int count, char **arguments)
{
    int to_child[2], to_parent[2], status;
    char byte = '.';
    sqlite3 *db;
    pid_t pid;

    if (count != 3 || pipe(to_child) != 0 || pipe(to_parent) != 0) {
        fail("usage: sqlite_forks FILE open|closed");
    }
    db = open_file(arguments[1]);
    if (run(db, "PRAGMA journal_mode = WAL") != 0 || run(db, "CREATE TABLE rows (a)") != 0) {
        fail("the table cannot be made");
    }
    if (strcmp(arguments[2], "closed") == 0) {
        sqlite3_close(db);
        db = NULL;
    }
    pid = fork();
    if (pid == 0) {
        _exit(child(arguments[1], to_child[0], to_parent[1]));
    }
    if (db == NULL) {
        db = open_file(arguments[1]);
        if (run(db, "SELECT count(*) FROM rows") != 0) {
            fail("the file cannot be read");
        }
    }
    if (pid < 0 || read(to_parent[0], &byte, 1) != 1) {
        fail("there is no child");
    }
    sqlite3_close(db);
    if (write(to_child[1], &byte, 1) != 1 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) {
        fail("the child did not end");
    }
    printf("acknowledged %d\n", WEXITSTATUS(status));
    db = open_file(arguments[1]);
    sqlite3_exec(db, "SELECT count(*) FROM rows", print_cell, "rows", NULL);
    sqlite3_exec(db, "PRAGMA integrity_check", print_cell, "integrity", NULL);
    sqlite3_close(db);
    return 0;
}
