/*
 * Carts in a store of one's own: a file for each (store.c). The engine computes, this program keeps.
 *
 *     make hosted && mkdir carts
 *     ./hosted carts add basket-1 shirt-l T-Shirt 1999 3     # $19.99, in cents
 *     ./hosted carts condition basket-1 "Summer sale" -10%
 *     ./hosted carts show basket-1
 *     ./hosted carts demo          # a walk, with four processes that change one cart at the same time
 *
 * The way of every change, in change() below: read the row, load it, change the cart, store the columns that are pending if
 * the row still is the one that was read, say cw_cart_committed. If another program was faster, all of it again, on what
 * that one has stored. So nobody's change is lost, and nobody waits while a customer thinks.
 *
 * purchase.c explains the calls themselves; read it first.
 */
#define _POSIX_C_SOURCE 200809L

#include "store.h"

#include <cartwright.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT(literal) (literal), sizeof(literal) - 1
#define STRING(text) (text), strlen(text)
#define NONE NULL, 0

/* Says why a call was refused and frees the error. Gives the status, for `return refused(…)`. */
static int32_t refused(int32_t status, cw_error *error)
{
    const char *sentence = "";
    size_t length = 0;

    cw_error_message(error, &sentence, &length);
    fprintf(stderr, "refused: %.*s\n", (int)length, sentence);
    cw_error_free(error);
    return status;
}

/* One change, as it is applied to whatever is stored. It may be called several times, so it only speaks to the cart. */
struct change {
    int32_t (*apply)(cw_cart *cart, const struct change *change, cw_error **error);
    const char *id, *name, *value;
    int64_t quantity;
};

static int32_t add_item(cw_cart *cart, const struct change *change, cw_error **error)
{
    cw_item_change done;

    /* The price as the text that it came as; what cannot be read as a number counts as 0. */
    return cw_cart_add(cart, STRING(change->id), STRING(change->name), CW_NUMBER_TEXT, 0, 0, STRING(change->value),
                       change->quantity, NONE, NONE, NONE, NONE, &done, error);
}

static int32_t add_condition(cw_cart *cart, const struct change *change, cw_error **error)
{
    return cw_cart_add_condition(cart, STRING(change->name), TEXT("discount"), TEXT("subtotal"), CW_NUMBER_TEXT, 0,
                                 STRING(change->value), NONE, 0, NONE, error);
}

/* Stores what is pending if the row is still the one that was read. */
static int32_t store(cw_cart *cart, const char *folder, const char *name, const struct row *row, enum store_answer *answer,
                     cw_error **error)
{
    static const enum cw_column which[COLUMNS] = {CW_COLUMN_ITEMS, CW_COLUMN_CONDITIONS, CW_COLUMN_METADATA};
    struct column columns[COLUMNS];
    int own[COLUMNS] = {0};
    int32_t pending = 0, status = cw_cart_pending(cart, &pending, error);
    int at;

    *answer = STORE_DONE;
    if (status != CW_OK || pending == 0) {
        return status; /* nothing differs: nothing is written */
    }
    /* The text that a column is to have: the cart's where that is pending, else what was read. */
    for (at = 0; at < COLUMNS && status == CW_OK; at++) {
        columns[at] = row->columns[at];
        if ((pending & (int32_t)which[at]) != 0) {
            status = cw_cart_column(cart, which[at], &columns[at].bytes, &columns[at].length, error);
            own[at] = status == CW_OK;
        }
    }
    if (status == CW_OK) {
        *answer = store_swap(folder, name, row->version, columns);
    }
    if (status == CW_OK && *answer == STORE_DONE) {
        status = cw_cart_committed(cart, error);
    }
    for (at = 0; at < COLUMNS; at++) {
        if (own[at]) {
            cw_text_free(columns[at].bytes, columns[at].length);
        }
    }
    return status;
}

/* Reads a row into the cart. If the cart holds this text already, from the time before, that is noticed and costs nothing. */
static int32_t load(cw_cart *cart, const char *folder, const char *name, struct row *row, cw_error **error)
{
    int32_t status;

    if (store_read(folder, name, row) != STORE_DONE) {
        perror(name);
        exit(EXIT_FAILURE);
    }
    status = cw_cart_load(cart, row->columns[0].bytes, row->columns[0].length, row->columns[1].bytes, row->columns[1].length,
                          row->columns[2].bytes, row->columns[2].length, error);
    if (status != CW_OK) {
        store_free(row); /* CW_CORRUPT_CART: the row stays as it is, somebody has to look at it */
    }
    return status;
}

static int32_t change(cw_cart *cart, const char *folder, const char *name, const struct change *change)
{
    enum store_answer answer = STORE_CHANGED;
    cw_error *error = NULL;
    struct row row;
    int32_t status;

    while (answer == STORE_CHANGED) {
        status = load(cart, folder, name, &row, &error);
        if (status != CW_OK) {
            return refused(status, error);
        }
        status = change->apply(cart, change, &error);
        if (status == CW_OK) {
            status = store(cart, folder, name, &row, &answer, &error);
        }
        store_free(&row);
        if (status != CW_OK) {
            /* What was changed here and is not stored is forgotten; the next load reads the row again. */
            cw_cart_forget(cart, NULL);
            return refused(status, error);
        }
    }
    if (answer == STORE_FAILED) {
        perror(name);
        cw_cart_forget(cart, NULL);
        return CW_INTERNAL;
    }
    return CW_OK;
}

static int32_t show(cw_cart *cart, const char *folder, const char *name)
{
    cw_error *error = NULL;
    cw_number total;
    struct row row;
    char *text, *amount;
    size_t length, amount_length;
    int64_t items, quantity;
    int32_t status;

    status = load(cart, folder, name, &row, &error);
    if (status != CW_OK) {
        return refused(status, error);
    }
    store_free(&row);
    if ((status = cw_cart_count(cart, &items, &quantity, &error)) != CW_OK
        || (status = cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("USD"), &total, &error)) != CW_OK
        || (status = cw_money_format(total.kind, total.whole, total.real, TEXT("USD"), 1, &amount, &amount_length, &error))
               != CW_OK) {
        return refused(status, error);
    }
    printf("%s: %lld lines, %lld pieces, %.*s\n", name, (long long)items, (long long)quantity, (int)amount_length, amount);
    cw_text_free(amount, amount_length);

    if ((status = cw_cart_items(cart, CW_FORMAT_JSON, &text, &length, &error)) != CW_OK) {
        return refused(status, error);
    }
    printf("%.*s\n", (int)length, text);
    cw_text_free(text, length);
    return CW_OK;
}

/* After fork() each process has handles of its own; these here make theirs, as processes do that know nothing of each other. */
static int race(const char *folder, const char *name, const struct change *one, int times)
{
    cw_cart *cart = NULL;
    int at;

    if (cw_cart_new(&cart, NULL) != CW_OK) {
        return EXIT_FAILURE;
    }
    for (at = 0; at < times; at++) {
        if (change(cart, folder, name, one) != CW_OK) {
            break;
        }
    }
    cw_cart_free(cart);
    return at == times ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int demo(cw_cart *cart, const char *folder)
{
    enum { PROCESSES = 4, TIMES = 25 };
    const struct change shirts = {add_item, "shirt-l", "T-Shirt", "1999", 3};
    const struct change sale = {add_condition, NULL, "Summer sale", "-10%", 0};
    const struct change cap = {add_item, "cap", "Cap", "900", 1};
    const struct change nonsense = {add_item, "mug", "Mug", "450", -3};
    int at, status, failed = 0;

    failed |= change(cart, folder, "basket-1", &shirts) != CW_OK;
    failed |= change(cart, folder, "basket-1", &sale) != CW_OK;
    failed |= change(cart, folder, "basket-1", &nonsense) != CW_INVALID_ITEM;
    failed |= show(cart, folder, "basket-1") != CW_OK;

    printf("%d processes put a cap into the same cart, %d times each\n", PROCESSES, TIMES);
    fflush(stdout);
    for (at = 0; at < PROCESSES; at++) {
        const pid_t child = fork();

        if (child == 0) {
            _exit(race(folder, "basket-1", &cap, TIMES));
        }
        failed |= child < 0;
    }
    while (wait(&status) > 0) {
        failed |= status != 0;
    }
    failed |= show(cart, folder, "basket-1") != CW_OK;
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int usage(void)
{
    fprintf(stderr, "usage: hosted FOLDER add CART ID NAME PRICE QUANTITY\n"
                    "       hosted FOLDER condition CART NAME VALUE\n"
                    "       hosted FOLDER show CART\n"
                    "       hosted FOLDER demo\n");
    return 2;
}

int main(int count, char **arguments)
{
    struct change wanted = {NULL, NULL, NULL, NULL, 0};
    cw_cart *cart = NULL;
    int result;

    if (cw_abi_epoch() != CW_ABI_EPOCH) {
        fprintf(stderr, "this program needs a library of ABI epoch %d\n", CW_ABI_EPOCH);
        return EXIT_FAILURE;
    }
    if (cw_cart_new(&cart, NULL) != CW_OK) {
        return EXIT_FAILURE;
    }
    if (count == 8 && strcmp(arguments[2], "add") == 0) {
        wanted.apply = add_item;
        wanted.id = arguments[4];
        wanted.name = arguments[5];
        wanted.value = arguments[6];
        wanted.quantity = strtoll(arguments[7], NULL, 10);
        result = change(cart, arguments[1], arguments[3], &wanted) == CW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
    } else if (count == 6 && strcmp(arguments[2], "condition") == 0) {
        wanted.apply = add_condition;
        wanted.name = arguments[4];
        wanted.value = arguments[5];
        result = change(cart, arguments[1], arguments[3], &wanted) == CW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
    } else if (count == 4 && strcmp(arguments[2], "show") == 0) {
        result = show(cart, arguments[1], arguments[3]) == CW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
    } else if (count == 3 && strcmp(arguments[2], "demo") == 0) {
        result = demo(cart, arguments[1]);
    } else {
        result = usage();
    }
    cw_cart_free(cart);
    return result;
}
