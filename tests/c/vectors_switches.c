/* Players of the files about what a shop may switch on, on hosted carts and on carts of an engine. */
#include "vectors.h"

#include <string.h>

static const struct json MISSING = {NULL, 0};

/* What is switched on, both ways; and the two carts. */
struct both {
    cw_engine *engine;
    cw_cart *carts[2];
};

static struct both both_with(int32_t order, int32_t line, int32_t strict, int32_t fractions, const char *switches)
{
    struct both both;
    cw_error *error = NULL;
    int32_t status;

    both.engine = engine_of(switches, MISSING, MISSING);
    both.carts[0] = NULL;
    both.carts[1] = cart_of(both.engine, "user-7");
    status = cw_cart_new(&both.carts[0], &error);
    if (status == CW_OK) {
        status = cw_cart_set_switches(both.carts[0], order, line, strict, fractions, &error);
    }
    same_outcome("the switches", status, error, MISSING);
    return both;
}

static void free_both(struct both both)
{
    cw_cart_free(both.carts[0]);
    cw_cart_free(both.carts[1]);
    cw_engine_free(both.engine);
}

/* An item called A, its price and quantity as JSON. */
static int32_t add(cw_cart *cart, struct json id, struct text price, struct text quantity, struct text attributes,
                   cw_error **error)
{
    struct writing operation = {NULL, 0, 0};

    put_member(&operation, "op", raw_of(json_read(LITERAL("\"add\""))));
    put_member(&operation, "id", json_kind(id) == JSON_TEXT ? raw_of(id) : raw_of(json_read(LITERAL("\"a\""))));
    put_member(&operation, "name", raw_of(json_read(LITERAL("\"A\""))));
    put_member(&operation, "price", price);
    put_member(&operation, "quantity", quantity);
    put_member(&operation, "attributes", attributes);
    return apply(cart, written_object(&operation), NULL, error);
}

static void same_sum(cw_cart *cart, enum cw_sum which, struct text currency, struct json expected)
{
    cw_number amount;
    cw_error *error = NULL;
    const int32_t status = cw_cart_sum(cart, (int32_t)which, PAIR(currency), &amount, &error);

    if (same_outcome("a sum", status, error, MISSING)) {
        same_number("a sum", amount, expected);
    }
}

static void make(cw_cart *cart, struct json steps, const char *op)
{
    struct json_each each = json_each(steps);

    while (json_next(&each)) {
        struct writing step = {NULL, 0, 0};
        struct text object;
        cw_error *error = NULL;
        int32_t status;

        put_member(&step, "op", raw_of(json_read(op, strlen(op))));
        PUT(&step, ",");
        put(&step, each.value.start + 1, each.value.length - 1);
        object = written(&step);
        status = apply(cart, operation_text(json_read(PAIR(object)), MISSING), NULL, &error);
        same_outcome("an item or a condition", status, error, MISSING);
    }
}

static void play_ordered(struct json ordered, struct json expect)
{
    const struct text currency = text_of(json_member(ordered, "currency"));
    struct both both = both_with(1, CW_LINE_BY_ID, 0, 0, "{\"honour_condition_order\":true}");
    int at;

    only(ordered, "currency items conditions");
    for (at = 0; at < 2; at++) {
        make(both.carts[at], json_member(ordered, "items"), "\"add\"");
        make(both.carts[at], json_member(ordered, "conditions"), "\"add_condition\"");
        same_sum(both.carts[at], CW_SUM_SUBTOTAL, currency, json_member(expect, "subtotal"));
        same_sum(both.carts[at], CW_SUM_TOTAL, currency, json_member(expect, "total"));
    }
    free_both(both);
}

static struct json items_of(cw_cart *cart)
{
    struct text items = {NULL, 0};
    char *text = NULL;
    size_t length = 0;

    if (cw_cart_items(cart, CW_FORMAT_JSON, &text, &length, NULL) == CW_OK) {
        items = taken(text, length);
    }
    return json_read(PAIR(items));
}

static void same_lines(struct json items, struct json expected)
{
    struct json_each each = json_each(items), wanted = json_each(expected);

    while (json_next(&wanted)) {
        struct json_each parts = json_each(wanted.value);

        if (!json_next(&each)) {
            wrong("the line %.*s is missing", (int)wanted.value.length, wanted.value.start);
            return;
        }
        json_next(&parts);
        same_value("the id", json_member(each.value, "id"), parts.value);
        json_next(&parts);
        same_text("the attributes", raw_of(json_member(each.value, "attributes")), parts.value);
        json_next(&parts);
        same_value("the quantity", json_member(each.value, "quantity"), parts.value);
    }
    if (json_next(&each)) {
        wrong("nobody expects the line %.*s", (int)each.value.length, each.value.start);
    }
}

static void play_lines(struct json additions, struct json expect)
{
    struct both both = both_with(0, CW_LINE_BY_ID_AND_ATTRIBUTES, 0, 0, "{\"line_identity\":\"id_and_attributes\"}");
    int at;

    for (at = 0; at < 2; at++) {
        struct json_each each = json_each(additions);

        while (json_next(&each)) {
            cw_error *error = NULL;
            int32_t status;

            only(each.value, "id attributes quantity");
            status = add(both.carts[at], json_member(each.value, "id"), plain(MISSING),
                         plain(json_member(each.value, "quantity")), text_of(json_member(each.value, "attributes")), &error);
            same_outcome("an addition", status, error, MISSING);
        }
        same_lines(items_of(both.carts[at]), json_member(expect, "lines"));
    }
    free_both(both);
}

/* Where the case expects a refusal, it has only its sentence. */
static int is_refused(int32_t status, cw_error *error, struct json sentence)
{
    struct text message = {NULL, 0};

    if (status == CW_OK) {
        return 0;
    }
    cw_error_message(error, &message.bytes, &message.length);
    same_text("the refusal", message, sentence);
    cw_error_free(error);
    return 1;
}

static void play_weights(struct json weights, struct json expect)
{
    static const struct text dollars = {"USD", 3};
    struct both both = both_with(0, CW_LINE_BY_ID, 0, 1, "{\"fractional_quantities\":true}");
    int at;

    only(weights, "quantities price");
    for (at = 0; at < 2; at++) {
        struct json_each each = json_each(json_member(weights, "quantities"));
        int refused = 0;

        while (json_next(&each)) {
            cw_error *error = NULL;
            const int32_t status = add(both.carts[at], MISSING, plain(json_member(weights, "price")),
                                       text_of(each.value), plain(MISSING), &error);

            refused |= is_refused(status, error, json_member(expect, "error"));
        }
        if (!refused) {
            struct json_each items = json_each(items_of(both.carts[at]));

            json_next(&items);
            same_real("the quantity", real_in(json_member(items.value, "quantity")), real_of(json_member(expect, "quantity")));
            same_sum(both.carts[at], CW_SUM_TOTAL, dollars, json_member(expect, "total"));
        }
        if (refused != (json_kind(json_member(expect, "error")) == JSON_TEXT)) {
            wrong("it is %s", refused ? "refused" : "taken");
        }
    }
    free_both(both);
}

void play_switches(struct json input, struct json expect)
{
    only(input, "ordered lines weights");
    only(expect, "subtotal total lines quantity error");
    if (json_kind(json_member(input, "ordered")) == JSON_OBJECT) {
        play_ordered(json_member(input, "ordered"), expect);
    } else if (json_kind(json_member(input, "lines")) == JSON_LIST) {
        play_lines(json_member(input, "lines"), expect);
    } else {
        play_weights(json_member(input, "weights"), expect);
    }
}

/* The expected sentence is the beginning of the whole one. */
static void same_refusal(cw_error *error, struct json expect)
{
    const struct text expected = text_of(json_member(expect, "refused"));
    struct text message = {NULL, 0};

    cw_error_message(error, &message.bytes, &message.length);
    if (contains(message, text_or(MISSING, "Cart item price must be a positive number"))) {
        if (number_of(expect).real >= 0 && number_of(expect).whole >= 0) {
            wrong("it is no negative price");
        }
    } else if (expected.bytes == NULL || message.length < expected.length
               || memcmp(message.bytes, expected.bytes, expected.length) != 0) {
        wrong("it is refused: %.*s", (int)message.length, message.bytes);
    }
    cw_error_free(error);
}

static void same_price(cw_cart *cart, struct json expect)
{
    struct json_each items = json_each(items_of(cart));
    const struct json shown = json_next(&items) ? json_member(items.value, "price") : MISSING;
    const struct given expected = number_of(expect);

    same_real("the price", real_in(shown), expected.kind == CW_NUMBER_WHOLE ? (double)expected.whole : expected.real);
}

void play_strict_parsing(struct json input, struct json expect)
{
    const struct json price = json_member(input, "price");
    struct both both = both_with(0, CW_LINE_BY_ID, 1, 0, "{\"strict_parsing\":true}");
    int at;

    only(input, "price value");
    only(expect, "int float refused taken");
    for (at = 0; at < 2; at++) {
        cw_error *error = NULL;
        int32_t status;

        if (json_kind(price) == JSON_TEXT) {
            status = add(both.carts[at], MISSING, plain(price), plain(MISSING), plain(MISSING), &error);
        } else {
            const struct text value = text_of(json_member(input, "value"));

            status = cw_cart_add_condition(both.carts[at], LITERAL("a"), LITERAL("t"), LITERAL("subtotal"), CW_NUMBER_TEXT,
                                           0, PAIR(value), NOTHING, 0, NOTHING, &error);
        }
        if (status != CW_OK) {
            same_refusal(error, expect);
        } else if (json_kind(json_member(expect, "refused")) == JSON_TEXT) {
            wrong("it was read");
        } else if (json_kind(price) == JSON_TEXT) {
            same_price(both.carts[at], expect);
        } else {
            same_truth("taken", 1, json_member(expect, "taken"));
        }
    }
    free_both(both);
}
