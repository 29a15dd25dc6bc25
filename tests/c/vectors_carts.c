/*
 * Players of the files about whole carts. A cart is played as a host uses one: a row is read, changed, and its pending
 * columns are stored; where that is refused, the row stays as it was and is read again.
 */
#include "vectors.h"

int32_t add_item(cw_cart *cart, struct json step, struct json models, struct done *done, cw_error **error)
{
    const struct text id = text_of(json_member(step, "id")), name = text_or(json_member(step, "name"), "");
    const struct text attributes = text_of(json_member(step, "attributes"));
    const struct text conditions = conditions_of(json_member(step, "conditions"));
    const struct given price = number_of(json_member(step, "price"));
    const struct json quantity = json_member(step, "quantity"), model = json_member(step, "model");
    struct text unknown = {NULL, 0};
    cw_item_change change;
    int32_t status;

    only(step, "op id name price quantity attributes conditions model");
    if (json_kind(model) == JSON_TEXT && !is_in(model, models)) {
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

int32_t add_condition(cw_cart *cart, struct json step, struct done *done, cw_error **error)
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
        return add_item(cart, step, models, done, error);
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

void play_operations(struct json input, struct json expect)
{
    const struct json limits = json_member(input, "limits"), models = json_member(input, "known_models");
    struct json_each steps = json_each(json_member(input, "operations"));
    struct json_each expected = json_each(json_member(expect, "steps"));
    struct row row = NO_ROW;
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

void same_sum(cw_cart *cart, enum cw_sum sum, struct text currency, const char *what, struct json expected)
{
    cw_error *error = NULL;
    cw_number amount;
    const int32_t status = cw_cart_sum(cart, (int32_t)sum, PAIR(currency), &amount, &error);

    if (same_outcome(what, status, error, json_member(expected, "error"))) {
        same_number(what, amount, expected);
    }
}

void fill(cw_cart *cart, struct json input)
{
    struct json_each items = json_each(json_member(input, "items"));
    struct json_each conditions = json_each(json_member(input, "conditions"));
    cw_error *error = NULL;
    struct done done;
    int32_t status;

    while (json_next(&items)) {
        status = add_item(cart, items.value, NO_JSON, &done, &error);
        same_outcome("an item", status, error, NO_JSON);
    }
    while (json_next(&conditions)) {
        status = add_condition(cart, conditions.value, &done, &error);
        same_outcome("a condition", status, error, NO_JSON);
    }
}

void play_totals(struct json input, struct json expect)
{
    const struct text currency = text_of(json_member(input, "currency"));
    cw_cart *cart = new_cart(NO_JSON);
    int64_t count = 0, quantity = 0;

    only(input, "currency items conditions");
    only(expect, "subtotal total subtotal_without_conditions quantity count");
    fill(cart, input);
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
