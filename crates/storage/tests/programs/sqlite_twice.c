/*
 * Two copies of SQLite in one process cancel each other's locks.
 *
 * usage: sqlite_twice FILE SECOND
 *
 * Begins a transaction with the system's library and writes a row in it. If SECOND is not empty, the library is copied there
 * and loaded once more, and the second copy opens the same file and closes it: as a plugin would that brought its own.
 * Then another process tries to write a row, and after that the transaction is committed. Prints what the other process was
 * answered, and how many rows of each there are at the end.
 *
 * compile: cc sqlite_twice.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct sqlite3 sqlite3;

struct copy {
    int (*open)(const char *, sqlite3 **);
    int (*exec)(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
    int (*close)(sqlite3 *);
};

static void fail(const char *what)
{
    fprintf(stderr, "sqlite_twice: %s\n", what);
    exit(2);
}

static struct copy load(const char *path)
{
    struct copy copy;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail(dlerror());
    }
    *(void **)&copy.open = dlsym(library, "sqlite3_open");
    *(void **)&copy.exec = dlsym(library, "sqlite3_exec");
    *(void **)&copy.close = dlsym(library, "sqlite3_close");
    if (copy.open == NULL || copy.exec == NULL || copy.close == NULL) {
        fail("this is no SQLite");
    }
    return copy;
}

static void duplicate(const char *from, const char *to)
{
    char block[65536];
    size_t length;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (in == NULL || out == NULL) {
        fail("the library cannot be copied");
    }
    while ((length = fread(block, 1, sizeof block, in)) > 0) {
        if (fwrite(block, 1, length, out) != length) {
            fail("the library cannot be copied");
        }
    }
    fclose(in);
    if (fclose(out) != 0) {
        fail("the library cannot be copied");
    }
}

static int print_cell(void *label, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    printf("%s %s\n", (const char *)label, values[0]);
    return 0;
}

static void must(struct copy *sqlite, sqlite3 *db, const char *sql)
{
    if (sqlite->exec(db, sql, NULL, NULL, NULL) != 0) {
        fail(sql);
    }
}

/* What another process does; its exit code is SQLite's answer. */
static int write_theirs(const char *file)
{
    struct copy sqlite = load("libsqlite3.so.0");
    sqlite3 *db;
    if (sqlite.open(file, &db) != 0) {
        return 2;
    }
    return sqlite.exec(db, "INSERT INTO rows VALUES ('theirs')", NULL, NULL, NULL);
}

static int other_process(char *program, char *file)
{
    char *arguments[] = { program, file, NULL };
    int status;
    pid_t pid;
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        execv("/proc/self/exe", arguments);
        _exit(2);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status)) {
        fail("the other process did not run");
    }
    return WEXITSTATUS(status);
}

int main(int count, char **arguments)
{
    struct copy first;
    sqlite3 *db;
    Dl_info info;
    char *file = arguments[1];

    if (count == 2) {
        return write_theirs(file);
    }
    if (count != 3) {
        fail("usage: sqlite_twice FILE SECOND");
    }
    first = load("libsqlite3.so.0");
    if (first.open(file, &db) != 0) {
        fail("the file cannot be opened");
    }
    must(&first, db, "PRAGMA journal_mode = WAL");
    must(&first, db, "CREATE TABLE rows (whose TEXT)");
    must(&first, db, "BEGIN IMMEDIATE; INSERT INTO rows VALUES ('ours')");

    if (arguments[2][0] != '\0') {
        struct copy second;
        sqlite3 *other;
        if (dladdr((void *)(size_t)first.open, &info) == 0) {
            fail("where is the library?");
        }
        duplicate(info.dli_fname, arguments[2]);
        second = load(arguments[2]);
        if (second.open(file, &other) != 0) {
            fail("the file cannot be opened twice");
        }
        must(&second, other, "SELECT count(*) FROM rows");
        second.close(other);
    }

    printf("answer %d\n", other_process(arguments[0], file));
    printf("commit %d\n", first.exec(db, "COMMIT", NULL, NULL, NULL));
    first.close(db);

    if (first.open(file, &db) != 0) {
        fail("the file cannot be opened again");
    }
    first.exec(db, "SELECT count(*) FROM rows WHERE whose = 'ours'", print_cell, "ours", NULL);
    first.exec(db, "SELECT count(*) FROM rows WHERE whose = 'theirs'", print_cell, "theirs", NULL);
    first.exec(db, "PRAGMA integrity_check", print_cell, "integrity", NULL);
    first.close(db);
    return 0;
}
