/*
 * A fork with an open engine on a file: parent and child go on with their carts, the parent frees its own and ends while the
 * child still commits, and a third process finds every row.
 *
 *     forks FOLDER
 */
#define _POSIX_C_SOURCE 200809L /* fork, pipe */

#include "cartwright.h"
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT(literal) (literal), sizeof(literal) - 1
#define DEFAULT TEXT("default")
enum { COMMITS = 20 };

static cw_engine *open_in(const char *folder)
{
    char settings[4096];
    cw_engine *engine = NULL;

    snprintf(settings, sizeof settings, "{\"store\":\"sqlite:%s/carts.sqlite\"}", folder);
    CHECK(cw_engine_open(settings, strlen(settings), &engine, NULL) == CW_OK);
    return engine;
}

static cw_cart *cart_of(cw_engine *engine, const char *identifier)
{
    cw_cart *cart = NULL;

    CHECK(cw_engine_cart(engine, identifier, strlen(identifier), DEFAULT, &cart, NULL) == CW_OK);
    return cart;
}

/* Puts one more in, and says so if that was refused. */
static void commit(cw_cart *cart)
{
    static const char one[] = "{\"op\":\"add\",\"id\":\"lamp\",\"name\":\"Lamp\",\"price\":4000}";
    cw_error *error = NULL;
    const char *message = "";
    size_t length = 0;

    if (cw_cart_apply(cart, one, sizeof one - 1, NULL, &error) != CW_OK) {
        cw_error_message(error, &message, &length);
        fprintf(stderr, "refused: %.*s\n", (int)length, message);
        cw_error_free(error);
        failures++;
    }
}

static int64_t quantity_of(cw_cart *cart)
{
    int64_t items = 0, quantity = 0;

    CHECK(cw_cart_count(cart, &items, &quantity, NULL) == CW_OK);
    return quantity;
}

/* The parent of the two: it opens, forks, commits beside the child, frees, and ends first. */
static void go_on_together(const char *folder, int ended[2])
{
    cw_engine *engine = open_in(folder);
    cw_cart *shared = cart_of(engine, "shared"), *own;
    int at;

    commit(shared); /* the file is open */
    if (fork() == 0) {
        char nothing;

        close(ended[1]);
        own = cart_of(engine, "child");
        for (at = 0; at < COMMITS; at++) {
            commit(shared);
            commit(own);
        }
        CHECK(read(ended[0], &nothing, 1) == 0); /* until the parent is gone */
        for (at = 0; at < COMMITS; at++) {
            commit(shared);
            commit(own);
        }
        CHECK(quantity_of(own) == 2 * COMMITS);
        cw_cart_free(own);
        cw_cart_free(shared);
        cw_engine_free(engine);
        exit(failures == 0 ? 0 : 1);
    }
    own = cart_of(engine, "parent");
    for (at = 0; at < COMMITS; at++) {
        commit(shared);
        commit(own);
    }
    cw_cart_free(own);
    cw_cart_free(shared);
    cw_engine_free(engine);
    exit(failures == 0 ? 0 : 1); /* closes its end of the pipe */
}

int main(int count, char **arguments)
{
    int ended[2], all_ended[2], status = 1;
    char nothing;
    pid_t parent;
    cw_engine *engine;
    cw_cart *carts[3];
    int at;

    if (count != 2 || pipe(ended) != 0 || pipe(all_ended) != 0) {
        fprintf(stderr, "usage: forks FOLDER\n");
        return 2;
    }
    parent = fork();
    if (parent == 0) {
        close(all_ended[0]);
        go_on_together(arguments[1], ended);
    }
    close(ended[0]);
    close(ended[1]);
    close(all_ended[1]);
    CHECK(waitpid(parent, &status, 0) == parent && status == 0);
    CHECK(read(all_ended[0], &nothing, 1) == 0); /* until the child is gone too */

    engine = open_in(arguments[1]);
    carts[0] = cart_of(engine, "shared");
    carts[1] = cart_of(engine, "parent");
    carts[2] = cart_of(engine, "child");
    CHECK(quantity_of(carts[0]) == 1 + 3 * COMMITS);
    CHECK(quantity_of(carts[1]) == COMMITS);
    CHECK(quantity_of(carts[2]) == 2 * COMMITS);
    for (at = 0; at < 3; at++) {
        cw_cart_free(carts[at]);
    }
    cw_engine_free(engine);
    return summary();
}
