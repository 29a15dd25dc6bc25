/* Players of the files about operations with their events, and about merges: through cw_cart_apply and its relatives. */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>

/* The next event of a result that is no CartUpdated, which follows others by itself. */
static int next_event(struct json_each *events)
{
    while (json_next(events)) {
        if (!json_is(json_member(events->value, "event"), "CartUpdated")) {
            return 1;
        }
    }
    return 0;
}

/* The next name of a condition that could not be evaluated. */
static int next_not_evaluated(struct json_each *changes)
{
    while (json_next(changes)) {
        if (json_is(json_member(changes->value, "change"), "not_evaluated")) {
            return 1;
        }
    }
    return 0;
}

static void same_names(const char *what, struct json told, int (*next)(struct json_each *), struct json (*name)(struct json),
                       struct json expected)
{
    struct json_each each = json_each(told), names = json_each(expected);

    while (json_next(&names)) {
        if (!next(&each)) {
            wrong("%s: %.*s is not told", what, (int)names.value.length, names.value.start);
        } else {
            same_text(what, text_of(name(each.value)), names.value);
        }
    }
    if (next(&each)) {
        wrong("%s: nobody expects %.*s", what, (int)each.value.length, each.value.start);
    }
}

static struct json name_of_event(struct json event)
{
    return json_member(event, "event");
}

static struct json name_of_condition(struct json change)
{
    return json_member(json_member(change, "condition"), "name");
}

void play_cart_operations(struct json input, struct json expect)
{
    const struct json limits = json_member(input, "limits"), models = json_member(input, "known_models");
    struct json_each steps = json_each(json_member(input, "operations"));
    struct json_each expected = json_each(json_member(expect, "steps"));
    struct row row = NO_ROW;
    cw_cart *cart = new_cart(limits);
    int at = 0;

    only(input, "operations limits known_models");
    only(expect, "steps items_json conditions_json metadata_json");
    if (json_count(json_member(input, "operations")) != json_count(json_member(expect, "steps"))) {
        wrong("there are not as many steps as operations");
    }
    while (json_next(&steps) && json_next(&expected)) {
        struct told told;
        char what[32];
        cw_error *error = NULL;
        int32_t status = apply(cart, steps.value, models, &told, &error);

        snprintf(what, sizeof what, "step %d", ++at);
        only(expected.value, "events not_evaluated error");
        if (json_kind(json_member(json_member(steps.value, "value"), "number")) == JSON_TEXT
            && json_is(json_member(json_member(steps.value, "value"), "number"), "INF")) {
            cw_error_free(error); /* operation_of has said that this is not played */
            break;
        }
        if (status == CW_OK) {
            status = store(cart, &row, &error);
        }
        if (!same_outcome(what, status, error, json_member(expected.value, "error"))) {
            load(cart, &row);
            continue;
        }
        same_names(what, told.events, next_event, name_of_event, json_member(expected.value, "events"));
        same_names(what, told.changes, next_not_evaluated, name_of_condition, json_member(expected.value, "not_evaluated"));
    }
    cw_cart_free(cart);
    same_columns(&row, expect, limits);
}

/* JSON of one meaning: numbers by their value, members in any order. */
static int same_json(struct json one, struct json other)
{
    struct json_each each = json_each(one), others = json_each(other);

    if (json_kind(one) != json_kind(other)) {
        return 0;
    }
    switch (json_kind(one)) {
    case JSON_NUMBER:
        return strtod(one.start, NULL) == strtod(other.start, NULL);
    case JSON_BOOLEAN:
        return json_true(one) == json_true(other);
    case JSON_TEXT: {
        const struct text text = text_of(one);
        size_t length;
        char *bytes = json_text(other, &length);
        size_t at;
        int same = length == text.length;

        for (at = 0; same && at < length; at++) {
            same = bytes[at] == text.bytes[at];
        }
        free(bytes);
        return same;
    }
    case JSON_LIST:
        while (json_next(&each)) {
            if (!json_next(&others) || !same_json(each.value, others.value)) {
                return 0;
            }
        }
        return !json_next(&others);
    case JSON_OBJECT:
        while (json_next(&each)) {
            struct json found = NO_JSON;

            for (others = json_each(other); json_next(&others);) {
                if (same_json(each.name, others.name)) {
                    found = others.value;
                }
            }
            if (!same_json(each.value, found)) {
                return 0;
            }
        }
        return json_count(one) == json_count(other);
    default:
        return 1;
    }
}

/* An event's data is the expected one, and a time, which the vectors leave out. */
static void same_data(struct json data, struct json expected)
{
    struct json_each each = json_each(data);
    size_t told = 0;

    if (json_kind(json_member(data, "timestamp")) != JSON_TEXT) {
        wrong("an event has no time: %.*s", (int)data.length, data.start);
    }
    while (json_next(&each)) {
        if (!json_is(each.name, "timestamp")) {
            struct json_each wanted = json_each(expected);
            int found = 0;

            told++;
            while (json_next(&wanted)) {
                found |= same_json(each.name, wanted.name) && same_json(each.value, wanted.value);
            }
            if (!found) {
                wrong("an event tells %.*s: %.*s, expected %.*s", (int)each.name.length, each.name.start,
                      (int)each.value.length, each.value.start, (int)expected.length, expected.start);
            }
        }
    }
    if (told != json_count(expected)) {
        wrong("an event does not tell all: %.*s", (int)data.length, data.start);
    }
}

void play_events(struct json input, struct json expect)
{
    const struct json operations = json_member(input, "operations");
    struct json_each steps = json_each(operations), expected = json_each(json_member(expect, "events")), events;
    cw_cart *cart = new_cart(NO_JSON);
    cw_error *error = NULL;
    struct told told = {NO_JSON, NO_JSON};

    only(input, "operations");
    only(expect, "events");
    while (json_next(&steps)) {
        const int32_t status = apply(cart, steps.value, NO_JSON, &told, &error);

        same_outcome("an operation", status, error, NO_JSON);
    }
    events = json_each(told.events); /* of the last operation */
    while (json_next(&expected)) {
        only(expected.value, "event data");
        if (!json_next(&events)) {
            wrong("there is no %.*s", (int)expected.value.length, expected.value.start);
            break;
        }
        same_text("the event", text_of(json_member(events.value, "event")), json_member(expected.value, "event"));
        same_data(json_member(events.value, "data"), json_member(expected.value, "data"));
    }
    if (json_next(&events)) {
        wrong("nobody expects %.*s", (int)events.value.length, events.value.start);
    }
    cw_cart_free(cart);
}

/* --- merges --------------------------------------------------------------- */

static int32_t strategy_of(struct json word)
{
    static const char *const words[] = {"add_quantities", "keep_highest_quantity", "keep_user_cart", "replace_with_guest"};
    static const int32_t strategies[] = {CW_MERGE_ADD_QUANTITIES, CW_MERGE_KEEP_HIGHEST_QUANTITY, CW_MERGE_KEEP_USER_CART,
                                         CW_MERGE_REPLACE_WITH_GUEST};
    size_t at;

    for (at = 0; at < sizeof words / sizeof words[0]; at++) {
        if (json_is(word, words[at])) {
            return strategies[at];
        }
    }
    wrong("nobody knows the strategy %.*s", (int)word.length, word.start);
    return 0;
}

/* What was decided, by line. */
static struct text resolutions_of(struct json list)
{
    struct json_each each = json_each(list);
    struct writing writing = {NULL, 0, 0};

    PUT(&writing, "{");
    while (json_next(&each)) {
        const struct json id = json_member(each.value, "id");
        static const char *const keys[] = {"by", "quantity", "take"};
        size_t at;

        only(each.value, "id by quantity take");
        if (writing.length > 1) {
            PUT(&writing, ",");
        }
        put(&writing, PAIR(raw_of(id)));
        for (at = 0; at < 3; at++) {
            const struct json value = json_member(each.value, keys[at]);

            if (json_kind(value) != JSON_MISSING) {
                static const char *const opened[] = {":{\"by\":", ":{\"quantity\":", ":{\"take\":"};
                const struct json read = value;

                put(&writing, opened[at], at == 1 ? 13 : at == 0 ? 7 : 9);
                put(&writing, PAIR(raw_of(read)));
                PUT(&writing, "}");
            }
        }
    }
    PUT(&writing, "}");
    return written(&writing);
}

static struct json line_of_conflict(struct json conflict)
{
    return json_member(conflict, "line");
}

static struct json itself(struct json value)
{
    return value;
}

static void same_merge(struct told told, struct json expected)
{
    struct json_each changes = json_each(told.changes);
    struct json merged;

    if (!json_next(&changes)) {
        if (json_kind(expected) != JSON_NULL) {
            wrong("nothing was merged");
        }
        return;
    }
    merged = changes.value;
    only(expected, "strategy moved conflicts limited quantity");
    same_text("the change", text_of(json_member(merged, "change")), json_read("\"merged\"", 8));
    same_text("the strategy", text_of(json_member(merged, "strategy")), json_member(expected, "strategy"));
    same_truth("moved", json_true(json_member(merged, "moved")), json_member(expected, "moved"));
    same_whole("the quantity", json_whole(json_member(merged, "quantity")), json_member(expected, "quantity"));
    same_names("the conflicts", json_member(merged, "conflicts"), json_next, line_of_conflict,
               json_member(expected, "conflicts"));
    same_names("what was limited", json_member(merged, "limited"), json_next, itself, json_member(expected, "limited"));
}

void play_merge(struct json input, struct json expect)
{
    const struct text resolutions = resolutions_of(json_member(input, "resolutions"));
    cw_cart *target = new_cart(NO_JSON), *source = new_cart(NO_JSON);
    struct row row = NO_ROW;
    cw_result *result = NULL;
    cw_error *error = NULL;
    int32_t status;

    only(input, "target source strategy resolutions limits");
    only(expect, "merged error items_json conditions_json metadata_json");
    apply_all(target, json_member(input, "target"), NO_JSON);
    apply_all(source, json_member(input, "source"), NO_JSON);
    status = store(target, &row, &error);
    same_outcome("the target", status, error, NO_JSON);
    set_limits(target, json_member(input, "limits"));
    status = cw_cart_merge(target, source, strategy_of(json_member(input, "strategy")), PAIR(resolutions), &result, &error);
    if (same_outcome("the merge", status, error, json_member(expect, "error"))) {
        same_merge(told_by(result), json_member(expect, "merged"));
        status = store(target, &row, &error);
        same_outcome("storing it", status, error, NO_JSON);
    }
    cw_cart_free(target);
    cw_cart_free(source);
    same_columns(&row, expect, NO_JSON);
}
