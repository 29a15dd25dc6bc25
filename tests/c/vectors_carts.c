/*
 * Players of the files about whole carts. A cart is played as a host uses one: a row is read, changed, and its pending
 * columns are stored; where that is refused, the row stays as it was and is read again.
 */
#include "vectors.h"

#include <string.h>

#define CONDITION_WORDS "name type target value attributes order"

/* A row of a store. */
struct row {
    struct text items, conditions;
};

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

static cw_cart *new_cart(struct json limits)
{
    cw_cart *cart = NULL;

    if (cw_cart_new(&cart, NULL) != CW_OK) {
        wrong("there is no cart");
    }
    set_limits(cart, limits);
    return cart;
}

static void load(cw_cart *cart, const struct row *row)
{
    if (cw_cart_load(cart, PAIR(row->items), PAIR(row->conditions), NOTHING, NULL) != CW_OK) {
        wrong("what was stored cannot be read");
    }
}

/* Stores the pending columns; a refusal leaves the row as it was. */
static int32_t store(cw_cart *cart, struct row *row, cw_error **error)
{
    struct row changed = *row;
    int32_t pending = 0, status = cw_cart_pending(cart, &pending, error);
    char *text;
    size_t length;

    if (status == CW_OK && (pending & CW_COLUMN_ITEMS) != 0) {
        status = cw_cart_column(cart, CW_COLUMN_ITEMS, &text, &length, error);
        if (status == CW_OK) {
            changed.items = taken(text, length);
        }
    }
    if (status == CW_OK && (pending & CW_COLUMN_CONDITIONS) != 0) {
        status = cw_cart_column(cart, CW_COLUMN_CONDITIONS, &text, &length, error);
        if (status == CW_OK) {
            changed.conditions = taken(text, length);
        }
    }
    if (status == CW_OK) {
        *row = changed;
        status = cw_cart_committed(cart, error);
    }
    return status;
}

/* What a step did, in the words of the vectors. */
struct done {
    const char *change;
    int32_t first;
};

static int is_among(struct json word, struct json list)
{
    struct json_each each = json_each(list);
    const struct text wanted = text_of(word);

    while (json_next(&each)) {
        const struct text one = text_of(each.value);

        if (one.length == wanted.length && memcmp(one.bytes, wanted.bytes, one.length) == 0) {
            return 1;
        }
    }
    return 0;
}

static int32_t add(cw_cart *cart, struct json step, struct json models, struct done *done, cw_error **error)
{
    const struct text id = text_of(json_member(step, "id")), name = text_or(json_member(step, "name"), "");
    const struct text attributes = text_of(json_member(step, "attributes"));
    const struct text conditions = stored_conditions(json_member(step, "conditions"));
    const struct given price = number_of(json_member(step, "price"));
    const struct json quantity = json_member(step, "quantity"), model = json_member(step, "model");
    struct text unknown = {NULL, 0};
    cw_item_change change;
    int32_t status;

    only(step, "op id name price quantity attributes conditions model");
    if (json_kind(model) == JSON_TEXT && !is_among(model, models)) {
        unknown = text_of(model);
    }
    status = cw_cart_add(cart, PAIR(id), PAIR(name), NUMBER_AND_TEXT(price),
                         json_kind(quantity) == JSON_NUMBER ? json_whole(quantity) : 1, PAIR(attributes),
                         PAIR(conditions), PAIR(raw_of(model)), PAIR(unknown), &change, error);
    if (status == CW_OK) {
        done->change = change.kind == CW_CHANGE_ITEM_ADDED ? "item_added" : "something else";
        done->first = change.first;
    }
    return status;
}

static int32_t update(cw_cart *cart, struct json step, struct done *done, cw_error **error)
{
    const struct json data = json_member(step, "data"), quantity = json_member(data, "quantity");
    const struct text id = text_of(json_member(step, "id")), name = text_of(json_member(data, "name"));
    const struct text attributes = text_of(json_member(data, "attributes"));
    const struct given price = number_of(json_member(data, "price"));
    const int32_t how = quantity_update(quantity);
    cw_item_change change;
    char *item;
    size_t length;
    int32_t status;

    only(step, "op id data");
    only(data, "quantity name price attributes id colour"); /* the last two change nothing */
    status = cw_cart_update(cart, PAIR(id), how, how == CW_QUANTITY_KEEP ? 0 : quantity_of(quantity), PAIR(name),
                            NUMBER_AND_TEXT(price), PAIR(attributes), CW_FORMAT_JSON, &change, &item, &length, error);
    if (status == CW_OK) {
        taken(item, length);
        done->change = change.kind == CW_CHANGE_ITEM_UPDATED   ? "item_updated"
                       : change.kind == CW_CHANGE_ITEM_REMOVED ? "item_removed"
                                                               : "none";
    }
    return status;
}

static int32_t remove_one(cw_cart *cart, struct json step, struct done *done, cw_error **error)
{
    const int is_item = json_is(json_member(step, "op"), "remove");
    const struct text key = text_of(json_member(step, is_item ? "id" : "name"));
    char *gone;
    size_t length;
    int32_t status;

    only(step, is_item ? "op id" : "op name");
    status = (is_item ? cw_cart_remove : cw_cart_remove_condition)(cart, PAIR(key), CW_FORMAT_JSON, &gone, &length, error);
    if (status == CW_OK && gone != NULL) {
        taken(gone, length);
        done->change = is_item ? "item_removed" : "condition_removed";
    }
    return status;
}

static int32_t add_condition(cw_cart *cart, struct json step, struct done *done, cw_error **error)
{
    const struct text name = text_of(json_member(step, "name")), type = text_of(json_member(step, "type"));
    const struct text target = text_or(json_member(step, "target"), "subtotal");
    const struct text attributes = text_of(json_member(step, "attributes"));
    const struct given value = value_of(json_member(step, "value"));

    only(step, "op " CONDITION_WORDS);
    done->change = "condition_added";
    return cw_cart_add_condition(cart, PAIR(name), PAIR(type), PAIR(target), value.kind, value.real, PAIR(value.text),
                                 PAIR(attributes), json_whole(json_member(step, "order")), NOTHING, error);
}

static int32_t step_once(cw_cart *cart, struct json step, struct json models, struct done *done, cw_error **error)
{
    const struct json op = json_member(step, "op");

    done->change = "none";
    done->first = 0;
    if (json_is(op, "add")) {
        return add(cart, step, models, done, error);
    }
    if (json_is(op, "update")) {
        return update(cart, step, done, error);
    }
    if (json_is(op, "remove") || json_is(op, "remove_condition")) {
        return remove_one(cart, step, done, error);
    }
    if (json_is(op, "add_condition")) {
        return add_condition(cart, step, done, error);
    }
    wrong("nobody plays the operation %.*s", (int)op.length, op.start);
    return CW_OK;
}

/* The columns are the expected ones, and what was stored is read as what was stored. */
static void same_columns(const struct row *row, struct json expect, struct json limits)
{
    cw_cart *cart = new_cart(limits);
    struct row again = {{NULL, 0}, {NULL, 0}};
    char *text;
    size_t length;

    same_text("items", row->items, json_member(expect, "items_json"));
    same_text("conditions", row->conditions, json_member(expect, "conditions_json"));
    load(cart, row);
    if (cw_cart_column(cart, CW_COLUMN_ITEMS, &text, &length, NULL) == CW_OK) {
        again.items = taken(text, length);
    }
    if (cw_cart_column(cart, CW_COLUMN_CONDITIONS, &text, &length, NULL) == CW_OK) {
        again.conditions = taken(text, length);
    }
    same_text("items, read again", again.items, json_member(expect, "items_json"));
    same_text("conditions, read again", again.conditions, json_member(expect, "conditions_json"));
    cw_cart_free(cart);
}

void play_operations(struct json input, struct json expect)
{
    const struct json limits = json_member(input, "limits"), models = json_member(input, "known_models");
    struct json_each steps = json_each(json_member(input, "operations"));
    struct json_each expected = json_each(json_member(expect, "steps"));
    struct row row = {{NULL, 0}, {NULL, 0}};
    cw_cart *cart = new_cart(limits);
    int at = 0;

    only(input, "operations limits known_models");
    only(expect, "steps items_json conditions_json");
    if (json_count(json_member(input, "operations")) != json_count(json_member(expect, "steps"))) {
        wrong("there are not as many steps as operations");
    }
    while (json_next(&steps) && json_next(&expected)) {
        char what[32] = "step ";
        struct done done;
        cw_error *error = NULL;
        int32_t status = step_once(cart, steps.value, models, &done, &error);

        what[5] = (char)('0' + ++at % 10);
        only(expected.value, "change created error");
        if (status == CW_OK) {
            status = store(cart, &row, &error);
        }
        if (same_outcome(what, status, error, json_member(expected.value, "error"))) {
            if (!json_is(json_member(expected.value, "change"), done.change)) {
                wrong("%s did %s", what, done.change);
            }
            same_truth("created", done.first, json_member(expected.value, "created"));
        } else {
            load(cart, &row);
        }
    }
    cw_cart_free(cart);
    same_columns(&row, expect, limits);
}

static void same_sum(cw_cart *cart, enum cw_sum sum, struct text currency, const char *what, struct json expected)
{
    cw_error *error = NULL;
    cw_number amount;
    const int32_t status = cw_cart_sum(cart, (int32_t)sum, PAIR(currency), &amount, &error);

    if (same_outcome(what, status, error, json_member(expected, "error"))) {
        same_number(what, amount, expected);
    }
}

void play_totals(struct json input, struct json expect)
{
    const struct json none = {NULL, 0};
    const struct text currency = text_of(json_member(input, "currency"));
    struct json_each items = json_each(json_member(input, "items"));
    struct json_each conditions = json_each(json_member(input, "conditions"));
    cw_cart *cart = new_cart(none);
    cw_error *error = NULL;
    int64_t count = 0, quantity = 0;
    int32_t status;
    struct done done;

    only(input, "currency items conditions");
    only(expect, "subtotal total subtotal_without_conditions quantity count");
    while (json_next(&items)) {
        status = add(cart, items.value, none, &done, &error);
        same_outcome("an item", status, error, none);
    }
    while (json_next(&conditions)) {
        status = add_condition(cart, conditions.value, &done, &error);
        same_outcome("a condition", status, error, none);
    }
    same_sum(cart, CW_SUM_SUBTOTAL, currency, "the subtotal", json_member(expect, "subtotal"));
    same_sum(cart, CW_SUM_TOTAL, currency, "the total", json_member(expect, "total"));
    same_sum(cart, CW_SUM_WITHOUT_CONDITIONS, currency, "without conditions",
             json_member(expect, "subtotal_without_conditions"));
    if (cw_cart_count(cart, &count, &quantity, NULL) != CW_OK) {
        wrong("nothing can be counted");
    }
    same_whole("the count", count, json_member(expect, "count"));
    same_whole("the quantity", quantity, json_member(expect, "quantity"));
    cw_cart_free(cart);
}
