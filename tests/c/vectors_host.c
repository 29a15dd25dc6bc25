/* A row of a store, and the cart that is made from it and stored in it. */
#include "vectors.h"

/* The limits of the contract, where a case sets no others. */
void set_limits(cw_cart *cart, struct json limits)
{
    static const struct {
        const char *name;
        int64_t usual;
    } known[] = {{"max_items", 1000}, {"max_data_size_bytes", 1048576}, {"max_item_quantity", 10000}, {"max_string_length", 255}};
    int64_t limit[4];
    cw_error *error = NULL;
    int32_t status;
    size_t at;

    only(limits, "max_items max_data_size_bytes max_item_quantity max_string_length");
    for (at = 0; at < 4; at++) {
        const struct json given = json_member(limits, known[at].name);

        limit[at] = json_kind(given) == JSON_NUMBER ? json_whole(given) : known[at].usual;
    }
    status = cw_cart_set_limits(cart, limit[0], limit[1], limit[2], limit[3], &error);
    same_outcome("the limits", status, error, json_member(limits, "error")); /* of which there is none */
}

cw_cart *new_cart(struct json limits)
{
    cw_cart *cart = NULL;

    if (cw_cart_new(&cart, NULL) != CW_OK) {
        wrong("there is no cart");
    }
    set_limits(cart, limits);
    return cart;
}

void load(cw_cart *cart, const struct row *row)
{
    if (cw_cart_load(cart, PAIR(row->items), PAIR(row->conditions), PAIR(row->metadata), NULL) != CW_OK) {
        wrong("what was stored cannot be read");
    }
}

/* The text of a column as the cart has it. */
static int32_t column(cw_cart *cart, int32_t which, struct text *text, cw_error **error)
{
    char *bytes;
    size_t length;
    const int32_t status = cw_cart_column(cart, which, &bytes, &length, error);

    if (status == CW_OK) {
        *text = taken(bytes, length);
    }
    return status;
}

int32_t store(cw_cart *cart, struct row *row, cw_error **error)
{
    struct row changed = *row;
    int32_t pending = 0, status = cw_cart_pending(cart, &pending, error);

    if (status == CW_OK && (pending & CW_COLUMN_ITEMS) != 0) {
        status = column(cart, CW_COLUMN_ITEMS, &changed.items, error);
    }
    if (status == CW_OK && (pending & CW_COLUMN_CONDITIONS) != 0) {
        status = column(cart, CW_COLUMN_CONDITIONS, &changed.conditions, error);
    }
    if (status == CW_OK && (pending & CW_COLUMN_METADATA) != 0) {
        status = column(cart, CW_COLUMN_METADATA, &changed.metadata, error);
    }
    if (status == CW_OK) {
        *row = changed;
        status = cw_cart_committed(cart, error);
    }
    return status;
}

static void same_row(const struct row *row, struct json expect)
{
    same_text("items", row->items, json_member(expect, "items_json"));
    same_text("conditions", row->conditions, json_member(expect, "conditions_json"));
    if (json_kind(json_member(expect, "metadata_json")) != JSON_MISSING) {
        same_text("metadata", row->metadata, json_member(expect, "metadata_json"));
    }
}

void same_columns(const struct row *row, struct json expect, struct json limits)
{
    cw_cart *cart = new_cart(limits);
    struct row again = NO_ROW;

    same_row(row, expect);
    load(cart, row);
    if (column(cart, CW_COLUMN_ITEMS, &again.items, NULL) != CW_OK
        || column(cart, CW_COLUMN_CONDITIONS, &again.conditions, NULL) != CW_OK
        || column(cart, CW_COLUMN_METADATA, &again.metadata, NULL) != CW_OK) {
        wrong("what was read cannot be stored again");
    }
    same_row(&again, expect);
    cw_cart_free(cart);
}
