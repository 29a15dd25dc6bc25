/* Players of the files about rules and switches. */
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

/* --- rules: a condition that comes with them, or does not ------------------ */

static int has_probe(cw_cart *cart, struct json item)
{
    char *text;
    size_t length;
    struct json conditions;
    struct json_each each;
    struct text bytes, id;
    int found = 0;
    int32_t status;

    if (json_kind(item) == JSON_TEXT) {
        id = text_of(item);
        status = cw_cart_item(cart, PAIR(id), CW_FORMAT_JSON, &text, &length, NULL);
    } else {
        status = cw_cart_conditions(cart, CW_FORMAT_JSON, &text, &length, NULL);
    }
    if (status != CW_OK || text == NULL) {
        wrong("there is nothing to look at");
        return 0;
    }
    bytes = taken(text, length);
    conditions = json_read(PAIR(bytes));
    if (json_kind(item) == JSON_TEXT) {
        conditions = json_member(conditions, "conditions");
    }
    each = json_each(conditions);
    while (json_next(&each)) {
        found |= json_is(json_member(each.value, "name"), "probe");
    }
    return found;
}

/* Why the probe could not be evaluated; not there if it could. */
static struct json why_not(struct json changes)
{
    struct json_each each = json_each(changes);

    while (json_next(&each)) {
        if (json_is(json_member(each.value, "change"), "not_evaluated")) {
            return json_member(each.value, "why");
        }
    }
    return NO_JSON;
}

/* Registers the probe and evaluates it, as one text of two operations. */
static struct text probe_and_evaluate(struct json input)
{
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "[{\"op\":\"register_dynamic\",\"condition\":{\"name\":\"probe\",\"type\":\"probe\",\"value\":\"-1\",\"target\":");
    if (json_kind(json_member(input, "item")) == JSON_TEXT) {
        PUT(&writing, "\"item\"");
    } else {
        PUT(&writing, "\"subtotal\"");
    }
    PUT(&writing, ",\"rules\":");
    put(&writing, PAIR(raw_of(json_member(input, "rules"))));
    PUT(&writing, "}},{\"op\":\"evaluate\",\"now\":");
    put(&writing, PAIR(raw_of(json_member(input, "now"))));
    PUT(&writing, ",\"zones\":");
    put(&writing, PAIR(raw_of(json_member(input, "zones"))));
    PUT(&writing, "}]");
    return written(&writing);
}

void play_rules(struct json input, struct json expect)
{
    const struct json item = json_member(input, "item"), error_expected = json_member(expect, "error");
    const struct text operations = probe_and_evaluate(input), currency = text_of(json_member(input, "currency"));
    cw_cart *cart = new_cart(NO_JSON);
    cw_result *result = NULL;
    cw_error *error = NULL;
    int32_t status;
    struct told told;

    only(input, "operations known_models rules now currency zones item");
    only(expect, "holds error");
    apply_all(cart, json_member(input, "operations"), json_member(input, "known_models"));
    status = cw_cart_name(cart, LITERAL("a"), LITERAL("default"), PAIR(currency), &error);
    same_outcome("the currency", status, error, NO_JSON);
    if (json_count(json_member(input, "rules")) == 0) {
        not_played("a condition without rules cannot be registered");
        cw_cart_free(cart);
        return;
    }
    status = cw_cart_apply(cart, PAIR(operations), &result, &error);
    if (same_outcome("the evaluation", status, error, NO_JSON)) {
        told = told_by(result);
        if (json_kind(error_expected) == JSON_TEXT) {
            const struct text zone = text_of(error_expected);
            const struct text why = text_of(why_not(told.changes));
            size_t at;
            int found = 0;

            for (at = 0; at + zone.length <= why.length; at++) {
                found |= memcmp(why.bytes + at, zone.bytes, zone.length) == 0;
            }
            if (!found) {
                wrong("it was evaluated: %.*s", (int)told.changes.length, told.changes.start);
            }
        } else {
            if (json_kind(why_not(told.changes)) != JSON_MISSING) {
                wrong("it was not evaluated: %.*s", (int)told.changes.length, told.changes.start);
            }
            same_truth("holding", has_probe(cart, item), json_member(expect, "holds"));
        }
    }
    cw_cart_free(cart);
}

/* --- switches ------------------------------------------------------------- */

static cw_cart *switched_cart(int32_t order, int32_t identity, int32_t strict, int32_t fractions)
{
    cw_cart *cart = new_cart(NO_JSON);

    if (cw_cart_set_switches(cart, order, identity, strict, fractions, NULL) != CW_OK) {
        wrong("the switches are refused");
    }
    return cart;
}

static void play_ordered(struct json input, struct json expect)
{
    const struct text currency = text_of(json_member(input, "currency"));
    cw_cart *cart = switched_cart(1, CW_LINE_BY_ID, 0, 0);

    only(input, "currency items conditions");
    only(expect, "subtotal total");
    fill(cart, input);
    same_sum(cart, CW_SUM_SUBTOTAL, currency, "the subtotal", json_member(expect, "subtotal"));
    same_sum(cart, CW_SUM_TOTAL, currency, "the total", json_member(expect, "total"));
    cw_cart_free(cart);
}

static struct json all_items(cw_cart *cart)
{
    struct text bytes;
    char *text;
    size_t length;

    if (cw_cart_items(cart, CW_FORMAT_JSON, &text, &length, NULL) != CW_OK) {
        wrong("the items cannot be read");
        return NO_JSON;
    }
    bytes = taken(text, length);
    return json_read(PAIR(bytes));
}

static void play_lines(struct json additions, struct json expect)
{
    struct json_each each = json_each(additions), lines, expected = json_each(json_member(expect, "lines"));
    cw_cart *cart = switched_cart(0, CW_LINE_BY_ID_AND_ATTRIBUTES, 0, 0);
    cw_error *error = NULL;
    cw_item_change change;

    only(expect, "lines");
    while (json_next(&each)) {
        const struct text id = text_of(json_member(each.value, "id"));
        const struct text attributes = text_of(json_member(each.value, "attributes"));
        int32_t status;

        only(each.value, "id attributes quantity");
        status = cw_cart_add(cart, PAIR(id), LITERAL("A"), CW_NUMBER_WHOLE, 0, 0, NOTHING,
                             json_whole(json_member(each.value, "quantity")), PAIR(attributes), NOTHING, NOTHING, NOTHING,
                             &change, &error);
        same_outcome("an item", status, error, NO_JSON);
    }
    lines = json_each(all_items(cart));
    while (json_next(&expected)) {
        struct json_each parts = json_each(expected.value);

        if (!json_next(&lines) || json_count(expected.value) != 3) {
            wrong("there is no %.*s", (int)expected.value.length, expected.value.start);
            break;
        }
        json_next(&parts);
        same_text("the id", text_of(json_member(lines.value, "id")), parts.value);
        json_next(&parts);
        same_text("the attributes", raw_of(json_member(lines.value, "attributes")), parts.value);
        json_next(&parts);
        same_whole("the quantity", json_whole(json_member(lines.value, "quantity")), parts.value);
    }
    if (json_next(&lines)) {
        wrong("nobody expects %.*s", (int)lines.value.length, lines.value.start);
    }
    cw_cart_free(cart);
}

/* An item of a fractional quantity, which goes in as JSON. */
static struct text weighed(struct json price, struct json quantity)
{
    const struct text digits = text_of(quantity);
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "{\"op\":\"add\",\"id\":\"a\",\"name\":\"A\",\"price\":");
    put(&writing, PAIR(raw_of(price)));
    PUT(&writing, ",\"quantity\":");
    put(&writing, PAIR(digits));
    PUT(&writing, "}");
    return written(&writing);
}

static void play_weights(struct json input, struct json expect)
{
    struct json_each quantities = json_each(json_member(input, "quantities"));
    cw_cart *cart = switched_cart(0, CW_LINE_BY_ID, 0, 1);
    const struct text currency = {"USD", 3};
    cw_error *error = NULL;
    int32_t status = CW_OK;

    only(input, "price quantities");
    only(expect, "quantity total error");
    while (status == CW_OK && json_next(&quantities)) {
        const struct text operation = weighed(json_member(input, "price"), quantities.value);

        status = cw_cart_apply(cart, PAIR(operation), NULL, &error);
    }
    if (status != CW_OK) {
        struct text message = {NULL, 0};

        cw_error_message(error, &message.bytes, &message.length);
        same_text("the refusal", message, json_member(expect, "error"));
        cw_error_free(error);
    } else {
        const struct json quantity = json_member(json_member(all_items(cart), "a"), "quantity");

        if (json_kind(json_member(expect, "error")) != JSON_MISSING) {
            wrong("it is not refused");
        }
        same_real("the quantity", quantity.start == NULL ? 0 : strtod(quantity.start, NULL),
                  real_of(json_member(expect, "quantity")));
        same_sum(cart, CW_SUM_TOTAL, currency, "the total", json_member(expect, "total"));
    }
    cw_cart_free(cart);
}

void play_switches(struct json input, struct json expect)
{
    only(input, "ordered lines weights");
    if (json_kind(json_member(input, "ordered")) == JSON_OBJECT) {
        play_ordered(json_member(input, "ordered"), expect);
    } else if (json_kind(json_member(input, "lines")) == JSON_LIST) {
        play_lines(json_member(input, "lines"), expect);
    } else {
        play_weights(json_member(input, "weights"), expect);
    }
}

/* A refusal begins with the expected words. */
static void same_refusal(cw_error *error, struct json expected)
{
    const struct text words = text_of(expected);
    struct text message = {NULL, 0};

    cw_error_message(error, &message.bytes, &message.length);
    if (words.bytes == NULL || message.length < words.length || memcmp(message.bytes, words.bytes, words.length) != 0) {
        wrong("refused with %.*s", (int)message.length, message.bytes);
    }
    cw_error_free(error);
}

void play_strict_parsing(struct json input, struct json expect)
{
    const struct text price = text_of(json_member(input, "price")), value = text_of(json_member(input, "value"));
    const struct json refused = json_member(expect, "refused"), taken_expected = json_member(expect, "taken");
    cw_cart *cart = switched_cart(0, CW_LINE_BY_ID, 1, 0);
    cw_error *error = NULL;
    cw_item_change change;
    int32_t status;

    only(input, "price value");
    only(expect, "int float taken refused");
    if (price.bytes != NULL) {
        status = cw_cart_add(cart, LITERAL("a"), LITERAL("A"), CW_NUMBER_TEXT, 0, 0, PAIR(price), 1, NOTHING, NOTHING, NOTHING,
                             NOTHING, &change, &error);
    } else {
        status = cw_cart_add_condition(cart, LITERAL("a"), LITERAL("t"), LITERAL("subtotal"), CW_NUMBER_TEXT, 0, PAIR(value),
                                       NOTHING, 0, NOTHING, &error);
    }
    if (status != CW_OK && json_kind(refused) == JSON_MISSING && price.bytes != NULL) {
        /* It was read, and then it was negative. */
        const struct given number = number_of(expect);

        if ((number.kind == CW_NUMBER_WHOLE ? (double)number.whole : number.real) >= 0) {
            wrong("%.*s is refused", (int)price.length, price.bytes);
        }
        same_refusal(error, json_read("\"Cart item price must be a positive number\"", 43));
    } else if (status != CW_OK) {
        same_refusal(error, refused);
    } else if (json_kind(refused) != JSON_MISSING) {
        wrong("it is taken");
    } else if (price.bytes != NULL) {
        same_number("the price", change.price, expect);
    } else {
        same_truth("taken", 1, taken_expected);
    }
    cw_cart_free(cart);
}
