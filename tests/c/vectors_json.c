/* The steps of the vectors in the words of docs/operations.md, and what they did. */
#include "vectors.h"

#include <math.h>
#include <string.h>

/* A member of an object that is written; nothing for a value that is not there. */
static void put_raw(struct writing *writing, const char *name, struct text json)
{
    if (json.bytes != NULL) {
        put(writing, writing->bytes[writing->length - 1] == '{' ? "\"" : ",\"", writing->bytes[writing->length - 1] == '{' ? 1 : 2);
        put(writing, name, strlen(name));
        PUT(writing, "\":");
        put(writing, PAIR(json));
    }
}

static int is_there(struct json value)
{
    return json_kind(value) != JSON_MISSING && json_kind(value) != JSON_NULL;
}

static void put_plain(struct writing *writing, const char *name, struct json value)
{
    if (is_there(value)) {
        put_raw(writing, name, raw_of(value));
    }
}

/* JSON that the vectors quote as a text, or write as it is. */
static void put_quoted(struct writing *writing, const char *name, struct json value)
{
    put_raw(writing, name, json_kind(value) == JSON_TEXT ? text_of(value) : is_there(value) ? raw_of(value) : raw_of(NO_JSON));
}

/* The digits of a float, which have a point in JSON. */
static void put_float(struct writing *writing, struct json digits)
{
    const struct text text = text_of(digits);

    if (!isfinite(real_of(digits))) {
        not_played("JSON has no infinity");
        PUT(writing, "0.0");
        return;
    }
    put(writing, PAIR(text));
    if (memchr(text.bytes, '.', text.length) == NULL && memchr(text.bytes, 'e', text.length) == NULL) {
        PUT(writing, ".0");
    }
}

void put_value(struct writing *writing, struct json value)
{
    if (json_kind(value) == JSON_OBJECT) {
        only(value, "number");
        put_float(writing, json_member(value, "number"));
    } else {
        put(writing, PAIR(raw_of(value)));
    }
}

static void put_condition_value(struct writing *writing, struct json value)
{
    struct writing json = {NULL, 0, 0};

    put_value(&json, value);
    put_raw(writing, "value", written(&json));
}

static void put_price(struct writing *writing, struct json price)
{
    struct writing json = {NULL, 0, 0};

    if (!is_there(price)) {
        return;
    }
    only(price, "int float text");
    if (json_kind(json_member(price, "float")) == JSON_TEXT) {
        put_float(&json, json_member(price, "float"));
        put_raw(writing, "price", written(&json));
    } else {
        put_plain(writing, "price", json_member(price, "int"));
        put_plain(writing, "price", json_member(price, "text"));
    }
}

static struct text condition_of(struct json condition)
{
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "{");
    put_plain(&writing, "name", json_member(condition, "name"));
    put_plain(&writing, "type", json_member(condition, "type"));
    put_raw(&writing, "target",
            is_there(json_member(condition, "target")) ? raw_of(json_member(condition, "target"))
                                                       : raw_of(json_read("\"subtotal\"", 10)));
    put_condition_value(&writing, json_member(condition, "value"));
    put_quoted(&writing, "attributes", json_member(condition, "attributes"));
    put_plain(&writing, "order", json_member(condition, "order"));
    put_quoted(&writing, "rules", json_member(condition, "rules"));
    PUT(&writing, "}");
    return written(&writing);
}

struct text conditions_of(struct json list)
{
    struct json_each each = json_each(list);
    struct writing writing = {NULL, 0, 0};

    if (json_kind(list) == JSON_MISSING) {
        return written(&writing);
    }
    PUT(&writing, "[");
    while (json_next(&each)) {
        only(each.value, CONDITION_WORDS);
        if (writing.length > 1) {
            PUT(&writing, ",");
        }
        put(&writing, PAIR(condition_of(each.value)));
    }
    PUT(&writing, "]");
    return written(&writing);
}

static struct text quantity_json(struct json quantity)
{
    const int32_t how = quantity_update(quantity);
    struct writing writing = {NULL, 0, 0};
    char digits[24];
    int length = 0, at;
    int64_t rest = how == CW_QUANTITY_KEEP ? 0 : quantity_of(quantity);
    const int negative = rest < 0;

    if (how == CW_QUANTITY_KEEP) {
        return written(&writing);
    }
    do {
        digits[length++] = (char)('0' + (negative ? -(rest % 10) : rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (how == CW_QUANTITY_TO) {
        PUT(&writing, "{\"to\":");
    } else {
        PUT(&writing, "{\"by\":");
    }
    if (negative) {
        PUT(&writing, "-");
    }
    for (at = length - 1; at >= 0; at--) {
        put(&writing, digits + at, 1);
    }
    PUT(&writing, "}");
    return written(&writing);
}

static struct text verdicts_of(struct json list)
{
    struct json_each each = json_each(list);
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "[");
    while (json_next(&each)) {
        only(each.value, "condition applies lines");
        if (writing.length > 1) {
            PUT(&writing, ",");
        }
        PUT(&writing, "{");
        put_raw(&writing, "condition", condition_of(json_member(each.value, "condition")));
        put_plain(&writing, "applies", json_member(each.value, "applies"));
        put_plain(&writing, "lines", json_member(each.value, "lines"));
        PUT(&writing, "}");
    }
    PUT(&writing, "]");
    return written(&writing);
}

static void put_update(struct writing *writing, struct json data)
{
    only(data, "quantity name price attributes id colour"); /* the last two change nothing */
    put_raw(writing, "quantity", quantity_json(json_member(data, "quantity")));
    put_plain(writing, "name", json_member(data, "name"));
    put_price(writing, json_member(data, "price"));
    put_quoted(writing, "attributes", json_member(data, "attributes"));
}

static void put_item(struct writing *writing, struct json step, struct json models)
{
    const struct json model = json_member(step, "model");

    only(step, "op id name price quantity attributes conditions model");
    put_plain(writing, "name", json_member(step, "name"));
    put_price(writing, json_member(step, "price"));
    put_plain(writing, "quantity", json_member(step, "quantity"));
    put_quoted(writing, "attributes", json_member(step, "attributes"));
    put_raw(writing, "conditions", conditions_of(json_member(step, "conditions")));
    put_plain(writing, "model", model);
    if (is_there(model) && !is_in(model, models)) {
        put_plain(writing, "unknown_class", model);
    }
}

struct text operation_of(struct json step, struct json models)
{
    const struct json op = json_member(step, "op");
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "{");
    put_plain(&writing, "op", op);
    if (json_is(op, "add_condition") || json_is(op, "register_dynamic")) {
        only(step, "op " CONDITION_WORDS);
        put_raw(&writing, "condition", condition_of(step));
    } else {
        put_plain(&writing, "id", json_member(step, "id"));
        if (json_is(op, "add")) {
            put_item(&writing, step, models);
        } else if (json_is(op, "update")) {
            only(step, "op id data");
            put_update(&writing, json_member(step, "data"));
        } else if (json_is(op, "add_item_condition")) {
            only(step, "op id condition");
            put_raw(&writing, "condition", condition_of(json_member(step, "condition")));
        } else if (json_is(op, "set_shipping")) {
            only(step, "op name value method attributes");
            put_plain(&writing, "name", json_member(step, "name"));
            put_condition_value(&writing, json_member(step, "value"));
            put_plain(&writing, "method", json_member(step, "method"));
            put_quoted(&writing, "attributes", json_member(step, "attributes"));
        } else if (json_is(op, "set_metadata")) {
            only(step, "op key value");
            put_plain(&writing, "key", json_member(step, "key"));
            put_quoted(&writing, "value", json_member(step, "value"));
        } else if (json_is(op, "follow")) {
            only(step, "op verdicts");
            put_raw(&writing, "verdicts", verdicts_of(json_member(step, "verdicts")));
        } else { /* texts under the same keys, and the facts of an evaluation */
            only(step, "op id name type key now zones currency");
            put_plain(&writing, "name", json_member(step, "name"));
            put_plain(&writing, "type", json_member(step, "type"));
            put_plain(&writing, "key", json_member(step, "key"));
            put_plain(&writing, "now", json_member(step, "now"));
            put_plain(&writing, "zones", json_member(step, "zones"));
        }
    }
    PUT(&writing, "}");
    return written(&writing);
}

static struct json list_of(int32_t (*part)(const cw_result *, int32_t, char **, size_t *, cw_error **), cw_result *result)
{
    struct text text;
    char *bytes;
    size_t length;

    if (part(result, CW_FORMAT_JSON, &bytes, &length, NULL) != CW_OK) {
        wrong("a result says nothing");
        return NO_JSON;
    }
    text = taken(bytes, length);
    if (json_kind(json_read(PAIR(text))) != JSON_LIST) {
        wrong("a result is no list: %.*s", (int)text.length, text.bytes);
    }
    return json_read(PAIR(text));
}

struct told told_by(cw_result *result)
{
    struct told told = {NO_JSON, NO_JSON};

    if (result != NULL) {
        told.changes = list_of(cw_result_changes, result);
        told.events = list_of(cw_result_events, result);
        cw_result_free(result);
    }
    return told;
}

int32_t apply(cw_cart *cart, struct json step, struct json models, struct told *told, cw_error **error)
{
    const struct text operation = operation_of(step, models);
    const struct text currency = text_or(json_member(step, "currency"), "USD");
    cw_result *result = NULL;
    int32_t status = cw_cart_name(cart, LITERAL("user-7"), LITERAL("default"), PAIR(currency), error);

    if (status == CW_OK) {
        status = cw_cart_apply(cart, PAIR(operation), told == NULL ? NULL : &result, error);
    }
    if (told != NULL) {
        *told = told_by(result);
    }
    return status;
}

void apply_all(cw_cart *cart, struct json steps, struct json models)
{
    struct json_each each = json_each(steps);
    cw_error *error = NULL;

    while (json_next(&each)) {
        const int32_t status = apply(cart, each.value, models, NULL, &error);

        same_outcome("an operation", status, error, NO_JSON);
    }
}
