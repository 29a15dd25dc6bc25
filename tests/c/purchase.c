/*
 * A purchase, from the empty cart to the row in a database and back.
 *
 *     cc -Iinclude tests/c/purchase.c -Ltarget/release -lcartwright -o purchase
 *     LD_LIBRARY_PATH=target/release ./purchase
 *
 * It is read as documentation (docs/c-api.md quotes it) and run as a test: each CHECK must hold.
 */
#include "cartwright.h"
#include "check.h"

#include <stdlib.h>
#include <string.h>

/* Texts go in with their length; the pair is written once. */
#define TEXT(literal) (literal), sizeof(literal) - 1
#define NOTHING NULL, 0

/* Where calls put the reason of a refusal. */
static cw_error *error;

/* For calls that nothing should refuse: says why one was refused, and ends the program. */
static void must(int32_t status)
{
    const char *message;
    size_t length;

    if (status == CW_OK) {
        return;
    }
    cw_error_message(error, &message, &length);
    fprintf(stderr, "status %d: %.*s\n", (int)status, (int)length, message);
    cw_error_free(error);
    exit(2);
}

/* Whether a call was refused like this. The error is freed. */
static int refused(int32_t status, int32_t expected, const char *sentence, const char *values)
{
    const char *message, *detail;
    size_t message_length, detail_length;
    int as_expected;

    if (status == CW_OK) {
        return 0;
    }
    cw_error_message(error, &message, &message_length);
    cw_error_detail(error, &detail, &detail_length);
    printf("refused: %.*s %.*s\n", (int)message_length, message, (int)detail_length, detail);
    as_expected = status == expected && cw_error_status(error) == expected
        && message_length == strlen(sentence) && memcmp(message, sentence, message_length) == 0
        && detail_length == strlen(values) && memcmp(detail, values, detail_length) == 0;
    cw_error_free(error);
    return as_expected;
}

/* A text of the library's, which does not end with a NUL. */
struct text {
    char *bytes;
    size_t length;
};

static int is(struct text text, const char *expected)
{
    return text.bytes != NULL && text.length == strlen(expected) && memcmp(text.bytes, expected, text.length) == 0;
}

static void free_text(struct text text)
{
    cw_text_free(text.bytes, text.length);
}

static void print_amount(const char *what, cw_number amount)
{
    struct text shown;

    must(cw_money_format(amount.kind, amount.whole, amount.real, TEXT("USD"), 1, &shown.bytes, &shown.length, &error));
    printf("%s: %.*s\n", what, (int)shown.length, shown.bytes);
    free_text(shown);
}

static double sum(cw_cart *cart, cw_sum which)
{
    cw_number amount;

    must(cw_cart_sum(cart, which, TEXT("USD"), &amount, &error));
    return amount.real;
}

/* Puts three shirts into the cart and ten per cent off on them. Amounts are in cents. */
static void fill(cw_cart *cart)
{
    cw_item_change change;
    struct text item;

    must(cw_cart_add(cart,
                     TEXT("shirt-l"),                        /* the id */
                     TEXT("T-Shirt"),                        /* the name */
                     CW_NUMBER_WHOLE, 2000, 0, NOTHING,      /* the price */
                     1,                                      /* the quantity */
                     TEXT("{\"size\":\"L\"}"),               /* attributes: any JSON */
                     NOTHING,                                /* conditions of the item itself */
                     NOTHING,                                /* what it is associated with */
                     NOTHING,                                /* a class that does not exist */
                     &change, &error));
    CHECK(change.kind == CW_CHANGE_ITEM_ADDED && change.first == 1 && change.quantity == 1);

    must(cw_cart_update(cart, TEXT("shirt-l"),
                        CW_QUANTITY_BY, 2,                   /* two more */
                        NOTHING,                             /* the name stays */
                        CW_NUMBER_NONE, 0, 0, NOTHING,       /* the price stays */
                        NOTHING,                             /* the attributes stay */
                        CW_FORMAT_JSON, &change, &item.bytes, &item.length, &error));
    CHECK(change.kind == CW_CHANGE_ITEM_UPDATED && change.quantity == 3);
    CHECK(is(item, "{\"id\":\"shirt-l\",\"name\":\"T-Shirt\",\"price\":2000,\"quantity\":3,"
                   "\"attributes\":{\"size\":\"L\"},\"conditions\":[],\"associated_model\":null}"));
    free_text(item);

    must(cw_cart_add_condition(cart, TEXT("SALE"), TEXT("discount"), TEXT("subtotal"),
                               CW_NUMBER_TEXT, 0, TEXT("-10%"), NOTHING, 0, NOTHING, &error));
    must(cw_cart_add_condition(cart, TEXT("Parcel"), TEXT("shipping"), TEXT("total"),
                               CW_NUMBER_REAL, 500, NOTHING, NOTHING, 0, NOTHING, &error));
}

static void look(cw_cart *cart)
{
    struct text content;
    cw_number amount;
    int64_t items, quantity;

    CHECK(sum(cart, CW_SUM_WITHOUT_CONDITIONS) == 6000);
    CHECK(sum(cart, CW_SUM_SUBTOTAL) == 5400);
    CHECK(sum(cart, CW_SUM_TOTAL) == 5900);
    CHECK(sum(cart, CW_SUM_SAVINGS) == 100);
    must(cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("USD"), &amount, &error));
    print_amount("total", amount);

    must(cw_cart_count(cart, &items, &quantity, &error));
    CHECK(items == 1 && quantity == 3);

    must(cw_cart_content(cart, TEXT("default"), TEXT("USD"), CW_FORMAT_JSON, &content.bytes, &content.length, &error));
    printf("content: %.*s\n", (int)content.length, content.bytes);
    CHECK(content.length > 100 && content.bytes[0] == '{');
    free_text(content);
}

/* What is refused says why, and leaves the cart as it was. */
static void try_nonsense(cw_cart *cart)
{
    cw_item_change change;
    int32_t status;

    status = cw_cart_add(cart, TEXT("cap"), TEXT("Cap"), CW_NUMBER_WHOLE, 900, 0, NOTHING, 0, NOTHING, NOTHING, NOTHING,
                         NOTHING, &change, &error);
    CHECK(refused(status, CW_INVALID_ITEM, "Cart item quantity must be a positive integer",
                  "{\"quantity\":\"0\"}"));

    status = cw_cart_add_condition(cart, TEXT("TAX"), TEXT("tax"), TEXT("everything"), CW_NUMBER_TEXT, 0, TEXT("8%"),
                                   NOTHING, 0, NOTHING, &error);
    CHECK(refused(status, CW_INVALID_CONDITION, "Condition target must be one of: subtotal, total, item",
                  "{\"target\":\"everything\"}"));

    status = cw_cart_add(cart, TEXT("cap"), TEXT("Cap"), CW_NUMBER_REAL, 0, 1e300, NOTHING, 1, NOTHING, NOTHING, NOTHING,
                         NOTHING, &change, &error);
    CHECK(refused(status, CW_NUMBER_OUT_OF_RANGE,
                  "The number 1e300 is beyond the range of an exact decimal (28 digits); use a smaller number",
                  "{\"number\":\"1e300\"}"));

    CHECK(sum(cart, CW_SUM_TOTAL) == 5900);
}

/* A row as a database would keep it; a NULL text is a NULL column. */
struct row {
    struct text items;
    struct text conditions;
};

/* Only what changed is written. */
static void store(cw_cart *cart, struct row *row)
{
    int32_t pending;

    must(cw_cart_pending(cart, &pending, &error));
    CHECK(pending == (CW_COLUMN_ITEMS | CW_COLUMN_CONDITIONS));
    if (pending & CW_COLUMN_ITEMS) {
        must(cw_cart_column(cart, CW_COLUMN_ITEMS, &row->items.bytes, &row->items.length, &error));
    }
    if (pending & CW_COLUMN_CONDITIONS) {
        must(cw_cart_column(cart, CW_COLUMN_CONDITIONS, &row->conditions.bytes, &row->conditions.length, &error));
    }
    /* Here a program writes the row. Did another one change it since it was read? Then: cw_cart_load, and again. */
    must(cw_cart_committed(cart, &error));
    must(cw_cart_pending(cart, &pending, &error));
    CHECK(pending == 0);
}

static void load_again(const struct row *row)
{
    cw_cart *cart = NULL;
    struct text removed;
    int32_t status;

    must(cw_cart_new(&cart, &error));
    must(cw_cart_load(cart, row->items.bytes, row->items.length, row->conditions.bytes, row->conditions.length, NOTHING,
                      &error));
    CHECK(sum(cart, CW_SUM_TOTAL) == 5900);

    must(cw_cart_remove(cart, TEXT("shirt-l"), CW_FORMAT_JSON, &removed.bytes, &removed.length, &error));
    CHECK(removed.bytes != NULL);
    free_text(removed);
    must(cw_cart_remove(cart, TEXT("shirt-l"), CW_FORMAT_JSON, &removed.bytes, &removed.length, &error));
    CHECK(removed.bytes == NULL); /* it was not there any more, which is no error */

    /* A row that somebody damaged is never taken for an empty cart. */
    status = cw_cart_load(cart, row->items.bytes, row->items.length - 1, NOTHING, NOTHING, &error);
    CHECK(refused(status, CW_CORRUPT_CART,
                  "The stored items of this cart cannot be read: Syntax error at byte 136. Nothing was changed; repair the"
                  " row or clear the cart",
                  "{\"column\":\"items\",\"entry\":\"\"}"));
    cw_cart_free(cart);
}

int main(void)
{
    cw_cart *cart = NULL;
    struct row row = {{NULL, 0}, {NULL, 0}};

    if (cw_abi_epoch() != CW_ABI_EPOCH) {
        fprintf(stderr, "this program needs a library of ABI epoch %d\n", CW_ABI_EPOCH);
        return 2;
    }
    printf("cartwright %s\n", cw_version());

    must(cw_cart_new(&cart, &error));
    fill(cart);
    look(cart);
    try_nonsense(cart);
    store(cart, &row);
    cw_cart_free(cart);

    load_again(&row);
    free_text(row.items);
    free_text(row.conditions);
    return summary();
}
