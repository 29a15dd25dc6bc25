/*
 * The steps of the vectors as JSON of operations, in the words of docs/operations.md. They are put together here, and by
 * no function of the library, so that the vectors judge the reading of them.
 */
#include "vectors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void put_member(struct writing *object, const char *key, struct text value)
{
    if (value.bytes == NULL) {
        return;
    }
    put(object, object->length == 0 ? "{\"" : ",\"", 2);
    put(object, key, strlen(key));
    PUT(object, "\":");
    put(object, PAIR(value));
}

struct text written_object(struct writing *object)
{
    if (object->length == 0) {
        PUT(object, "{");
    }
    PUT(object, "}");
    return written(object);
}

struct text written_list(struct json list, struct text (*one)(struct json value))
{
    struct json_each each = json_each(list);
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "[");
    while (json_next(&each)) {
        if (writing.length > 1) {
            PUT(&writing, ",");
        }
        put(&writing, PAIR(one(each.value)));
    }
    PUT(&writing, "]");
    return written(&writing);
}

struct text plain(struct json value)
{
    static const struct text none = {NULL, 0};

    return json_kind(value) == JSON_NULL ? none : raw_of(value);
}

struct text unquoted(struct json value)
{
    return json_kind(value) == JSON_TEXT ? text_of(value) : plain(value);
}

/* A float has a fraction or an exponent in JSON, which has no word for what is none. */
static struct text float_of(struct json digits)
{
    const double real = real_of(digits);
    struct writing writing = {NULL, 0, 0};
    char shown[40];

    if (!isfinite(real)) {
        return raw_of(digits);
    }
    snprintf(shown, sizeof shown, "%.17g", real);
    put(&writing, shown, strlen(shown));
    if (strpbrk(shown, ".e") == NULL) {
        PUT(&writing, ".0");
    }
    return written(&writing);
}

struct text price_text(struct json price)
{
    only(price, "int float text");
    if (json_kind(json_member(price, "float")) == JSON_TEXT) {
        return float_of(json_member(price, "float"));
    }
    return json_kind(json_member(price, "int")) == JSON_NUMBER ? plain(json_member(price, "int"))
                                                               : plain(json_member(price, "text"));
}

static struct text value_text(struct json value)
{
    const struct json number = json_member(value, "number");

    return json_kind(number) == JSON_TEXT ? float_of(number) : plain(value);
}

static struct text condition_members(struct json condition)
{
    struct writing object = {NULL, 0, 0};

    put_member(&object, "name", plain(json_member(condition, "name")));
    put_member(&object, "type", plain(json_member(condition, "type")));
    put_member(&object, "target", plain(json_member(condition, "target")));
    put_member(&object, "value", value_text(json_member(condition, "value")));
    put_member(&object, "attributes", unquoted(json_member(condition, "attributes")));
    put_member(&object, "order", plain(json_member(condition, "order")));
    put_member(&object, "rules", unquoted(json_member(condition, "rules")));
    return written_object(&object);
}

static struct text condition_text(struct json condition)
{
    only(condition, "name type target value attributes order rules");
    return condition_members(condition);
}

static struct text verdict_text(struct json verdict)
{
    struct writing object = {NULL, 0, 0};

    only(verdict, "condition applies lines");
    put_member(&object, "condition", condition_text(json_member(verdict, "condition")));
    put_member(&object, "applies", plain(json_member(verdict, "applies")));
    put_member(&object, "lines", plain(json_member(verdict, "lines")));
    return written_object(&object);
}

static struct text update_text(struct json quantity)
{
    struct writing object = {NULL, 0, 0};
    char number[24];
    struct text text;

    if (quantity_update(quantity) == CW_QUANTITY_KEEP) {
        text.bytes = NULL;
        text.length = 0;
        return text;
    }
    text.bytes = number;
    text.length = (size_t)snprintf(number, sizeof number, "%lld", (long long)quantity_of(quantity));
    put_member(&object, quantity_update(quantity) == CW_QUANTITY_TO ? "to" : "by", text);
    return written_object(&object);
}

static int is_known(struct json model, struct json models)
{
    struct json_each each = json_each(models);

    while (json_next(&each)) {
        if (each.value.length == model.length && memcmp(each.value.start, model.start, model.length) == 0) {
            return 1;
        }
    }
    return 0;
}

static void put_add(struct writing *object, struct json step, struct json models)
{
    const struct json model = json_member(step, "model");

    only(step, "op id name price quantity attributes conditions model");
    put_member(object, "name", plain(json_member(step, "name")));
    put_member(object, "price", price_text(json_member(step, "price")));
    put_member(object, "quantity", plain(json_member(step, "quantity")));
    put_member(object, "attributes", unquoted(json_member(step, "attributes")));
    put_member(object, "conditions", written_list(json_member(step, "conditions"), condition_text));
    put_member(object, "model", plain(model));
    if (!is_known(model, models)) {
        put_member(object, "unknown_class", plain(model));
    }
}

static void put_update(struct writing *object, struct json step)
{
    const struct json data = json_member(step, "data");

    only(step, "op id data");
    only(data, "quantity name price attributes id colour"); /* the last two change nothing */
    put_member(object, "quantity", update_text(json_member(data, "quantity")));
    put_member(object, "name", plain(json_member(data, "name")));
    put_member(object, "price", price_text(json_member(data, "price")));
    put_member(object, "attributes", unquoted(json_member(data, "attributes")));
}

struct text operation_text(struct json step, struct json models)
{
    const struct json op = json_member(step, "op");
    struct writing object = {NULL, 0, 0};

    put_member(&object, "op", plain(op));
    if (json_is(op, "add_condition") || json_is(op, "register_dynamic")) {
        only(step, "op name type target value attributes order rules");
        put_member(&object, "condition", condition_members(step));
        return written_object(&object);
    }
    put_member(&object, "id", plain(json_member(step, "id")));
    if (json_is(op, "add")) {
        put_add(&object, step, models);
    } else if (json_is(op, "update")) {
        put_update(&object, step);
    } else if (json_is(op, "add_item_condition")) {
        only(step, "op id condition");
        put_member(&object, "condition", condition_text(json_member(step, "condition")));
    } else if (json_is(op, "set_shipping")) {
        only(step, "op name value method attributes");
        put_member(&object, "name", plain(json_member(step, "name")));
        put_member(&object, "value", value_text(json_member(step, "value")));
        put_member(&object, "method", plain(json_member(step, "method")));
        put_member(&object, "attributes", unquoted(json_member(step, "attributes")));
    } else if (json_is(op, "set_metadata")) {
        only(step, "op key value");
        put_member(&object, "key", plain(json_member(step, "key")));
        put_member(&object, "value", text_of(json_member(step, "value")));
    } else if (json_is(op, "evaluate")) {
        only(step, "op now zones currency"); /* the currency is the cart's */
        put_member(&object, "now", plain(json_member(step, "now")));
        put_member(&object, "zones", plain(json_member(step, "zones")));
    } else if (json_is(op, "follow")) {
        only(step, "op verdicts");
        put_member(&object, "verdicts", written_list(json_member(step, "verdicts"), verdict_text));
    } else {
        only(step, "op id name type key"); /* texts, under the same keys */
        put_member(&object, "name", plain(json_member(step, "name")));
        put_member(&object, "type", plain(json_member(step, "type")));
        put_member(&object, "key", plain(json_member(step, "key")));
    }
    return written_object(&object);
}

static struct text resolution_text(struct json resolution)
{
    struct writing object = {NULL, 0, 0};

    only(resolution, "id by quantity take");
    put_member(&object, "by", plain(json_member(resolution, "by")));
    put_member(&object, "quantity", plain(json_member(resolution, "quantity")));
    put_member(&object, "take", plain(json_member(resolution, "take")));
    return written_object(&object);
}

struct text resolutions_text(struct json list)
{
    struct json_each each = json_each(list);
    struct writing object = {NULL, 0, 0};

    while (json_next(&each)) {
        PUT(&object, ",");
        put(&object, PAIR(raw_of(json_member(each.value, "id"))));
        PUT(&object, ":");
        put(&object, PAIR(resolution_text(each.value)));
    }
    if (object.length == 0) {
        return written(&object);
    }
    object.bytes[0] = '{';
    PUT(&object, "}");
    return written(&object);
}
