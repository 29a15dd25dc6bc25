/*
 * Players of the files about operations as JSON: what they change, which events tell of it, what is stored. A case is
 * played on a hosted cart and on one of an engine, whose store is in memory.
 */
#include "vectors.h"

#include <stdio.h>
#include <string.h>

static const struct json MISSING = {NULL, 0};
static const char *const COLUMNS[] = {"items_json", "conditions_json", "metadata_json"};

/* A row of a store. */
struct row {
    struct text columns[3];
};

static cw_cart *hosted_cart(struct json limits)
{
    cw_cart *cart = NULL;

    if (cw_cart_new(&cart, NULL) != CW_OK) {
        wrong("there is no cart");
    }
    set_limits(cart, limits);
    return cart;
}

static void call_it(cw_cart *cart, struct json currency)
{
    const struct text code = text_or(currency, "USD");

    if (cw_cart_name(cart, LITERAL("user-7"), LITERAL("default"), PAIR(code), NULL) != CW_OK) {
        wrong("the cart cannot be called");
    }
}

cw_engine *engine_of(const char *switches, struct json limits, struct json currency)
{
    static const char *const known[][2] = {{"max_items", "items"},
                                           {"max_data_size_bytes", "data_bytes"},
                                           {"max_item_quantity", "item_quantity"},
                                           {"max_string_length", "text_bytes"}};
    struct writing settings = {NULL, 0, 0}, given = {NULL, 0, 0};
    struct text text = {"\"memory\"", 8};
    cw_engine *engine = NULL;
    cw_error *error = NULL;
    int32_t status;
    size_t at;

    put_member(&settings, "store", text);
    for (at = 0; at < sizeof known / sizeof known[0]; at++) {
        put_member(&given, known[at][1], plain(json_member(limits, known[at][0])));
    }
    put_member(&settings, "limits", written_object(&given));
    put_member(&settings, "currency", plain(currency));
    if (switches != NULL) {
        text.bytes = switches;
        text.length = strlen(switches);
        put_member(&settings, "switches", text);
    }
    text = written_object(&settings);
    status = cw_engine_open(PAIR(text), &engine, &error);
    same_outcome("the engine", status, error, MISSING);
    return engine;
}

cw_cart *cart_of(const cw_engine *engine, const char *identifier)
{
    cw_cart *cart = NULL;

    if (cw_engine_cart(engine, identifier, strlen(identifier), LITERAL("default"), &cart, NULL) != CW_OK) {
        wrong("the engine has no cart");
    }
    return cart;
}

/* What a change did, until the case is over. */
struct told {
    struct json changes, events;
};

static struct json json_of(int32_t status, char *bytes, size_t length)
{
    const struct text text = status == CW_OK ? taken(bytes, length) : taken(NULL, 0);
    const struct json json = json_read(text.bytes, text.length);

    if (json_kind(json) != JSON_LIST) {
        wrong("a result is no list but %.*s", (int)text.length, text.bytes == NULL ? "" : text.bytes);
    }
    return json;
}

static struct told told_by(cw_result *result)
{
    struct told told = {{NULL, 0}, {NULL, 0}};
    char *bytes = NULL;
    size_t length = 0;
    int32_t status;

    if (result == NULL) {
        return told;
    }
    status = cw_result_changes(result, CW_FORMAT_JSON, &bytes, &length, NULL);
    told.changes = json_of(status, bytes, length);
    status = cw_result_events(result, CW_FORMAT_JSON, &bytes, &length, NULL);
    told.events = json_of(status, bytes, length);
    cw_result_free(result);
    return told;
}

int32_t apply(cw_cart *cart, struct text operations, struct told *told, cw_error **error)
{
    cw_result *result = NULL;
    const int32_t status = cw_cart_apply(cart, PAIR(operations), &result, error);

    if (told != NULL) {
        *told = told_by(result);
    } else {
        cw_result_free(result);
    }
    return status;
}

/* The pending columns of a hosted cart go into its row; a refusal leaves the row as it was. */
static int32_t store(cw_cart *cart, struct row *row, cw_error **error)
{
    struct row changed = *row;
    int32_t pending = 0, status = cw_cart_pending(cart, &pending, error), at;

    for (at = 0; at < 3 && status == CW_OK; at++) {
        char *text = NULL;
        size_t length = 0;

        if ((pending & (1 << at)) != 0) {
            status = cw_cart_column(cart, 1 << at, &text, &length, error);
            changed.columns[at] = taken(text, length);
        }
    }
    if (status == CW_OK) {
        *row = changed;
        status = cw_cart_committed(cart, error);
    }
    return status;
}

static void load(cw_cart *cart, const struct row *row)
{
    const struct text *columns = row->columns;

    if (cw_cart_load(cart, PAIR(columns[0]), PAIR(columns[1]), PAIR(columns[2]), NULL) != CW_OK) {
        wrong("what was stored cannot be read");
    }
}

static void same_row(const struct row *row, struct json expect)
{
    size_t at;

    for (at = 0; at < 3; at++) {
        same_text(COLUMNS[at], row->columns[at], json_member(expect, COLUMNS[at]));
    }
}

/* What is read again is stored again as it was. */
static void reads_back(const struct row *row, struct json limits, struct json expect)
{
    cw_cart *cart = hosted_cart(limits);
    struct row again = {{{NULL, 0}, {NULL, 0}, {NULL, 0}}};
    int at;

    load(cart, row);
    for (at = 0; at < 3; at++) {
        char *text = NULL;
        size_t length = 0;

        if (cw_cart_column(cart, 1 << at, &text, &length, NULL) == CW_OK) {
            again.columns[at] = taken(text, length);
        }
    }
    same_row(&again, expect);
    cw_cart_free(cart);
}

/* An engine's cart has the same in it. Conditions that are registered are none of the metadata that its host sees. */
static void holds_the_same(cw_cart *cart, struct json expect, int metadata_too)
{
    static const struct text none = {NULL, 0};
    int at;

    for (at = 0; at < (metadata_too ? 3 : 2); at++) {
        char *text = NULL;
        size_t length = 0;
        int32_t status;
        struct text got;

        if (at == 0) {
            status = cw_cart_items(cart, CW_FORMAT_JSON, &text, &length, NULL);
        } else if (at == 1) {
            status = cw_cart_conditions(cart, CW_FORMAT_JSON, &text, &length, NULL);
        } else {
            status = cw_cart_metadata(cart, NOTHING, CW_FORMAT_JSON, &text, &length, NULL);
        }
        got = status == CW_OK ? taken(text, length) : none;
        if (got.length == 2 && json_kind(json_member(expect, COLUMNS[at])) == JSON_NULL) {
            continue; /* {} */
        }
        same_text(COLUMNS[at], got, json_member(expect, COLUMNS[at]));
    }
}

/* The names of events without the CartUpdated that follows each, or of the conditions that nobody could judge. */
static void same_names(const char *what, struct json list, const char *only_of, struct json expected)
{
    struct json_each each = json_each(list), wanted = json_each(expected);

    while (json_next(&each)) {
        struct json name = json_member(each.value, "event");

        if (only_of != NULL) {
            if (!json_is(json_member(each.value, "change"), only_of)) {
                continue;
            }
            name = json_member(json_member(each.value, "condition"), "name");
        } else if (json_is(name, "CartUpdated")) {
            continue;
        }
        if (!json_next(&wanted)) {
            wrong("%s: nobody expects %.*s", what, (int)name.length, name.start);
            return;
        }
        same_text(what, text_of(name), wanted.value);
    }
    if (json_next(&wanted)) {
        wrong("%s: %.*s is missing", what, (int)wanted.value.length, wanted.value.start);
    }
}

static void play_steps(cw_cart *cart, int is_hosted, struct json input, struct json expect, struct row *row)
{
    struct json_each steps = json_each(json_member(input, "operations"));
    struct json_each expected = json_each(json_member(expect, "steps"));
    int at = 0;

    if (json_count(json_member(input, "operations")) != json_count(json_member(expect, "steps"))) {
        wrong("there are not as many steps as operations");
    }
    while (json_next(&steps) && json_next(&expected)) {
        const struct text operation = operation_text(steps.value, json_member(input, "known_models"));
        char what[48];
        struct told told;
        cw_error *error = NULL;
        int32_t status;

        snprintf(what, sizeof what, "step %d%s", ++at, is_hosted ? "" : " of the engine's cart");
        only(expected.value, "events error not_evaluated");
        if (is_hosted) {
            call_it(cart, json_member(steps.value, "currency"));
        }
        status = apply(cart, operation, &told, &error);
        if (status == CW_OK && is_hosted) {
            status = store(cart, row, &error);
        }
        if (same_outcome(what, status, error, json_member(expected.value, "error"))) {
            same_names(what, told.events, NULL, json_member(expected.value, "events"));
            same_names(what, told.changes, "not_evaluated", json_member(expected.value, "not_evaluated"));
        } else if (is_hosted) {
            load(cart, row);
        }
    }
}

static int has_infinity(struct json input)
{
    struct json_each steps = json_each(json_member(input, "operations"));

    while (json_next(&steps)) {
        if (json_is(json_member(json_member(steps.value, "value"), "number"), "INF")) {
            return 1;
        }
    }
    return 0;
}

static void play_hosted(struct json input, struct json expect)
{
    const struct json limits = json_member(input, "limits");
    cw_cart *cart = hosted_cart(limits);
    struct row row = {{{NULL, 0}, {NULL, 0}, {NULL, 0}}};

    only(input, "operations limits known_models");
    only(expect, "steps items_json conditions_json metadata_json");
    play_steps(cart, 1, input, expect, &row);
    cw_cart_free(cart);
    same_row(&row, expect);
    reads_back(&row, limits, expect);
}

void play_cart_operations(struct json input, struct json expect)
{
    cw_engine *engine;
    cw_cart *cart;

    if (has_infinity(input)) {
        not_played("JSON has no number that is infinite");
        return;
    }
    play_hosted(input, expect);
    engine = engine_of(NULL, json_member(input, "limits"), MISSING);
    cart = cart_of(engine, "user-7");
    play_steps(cart, 0, input, expect, NULL);
    holds_the_same(cart, expect, 1);
    cw_cart_free(cart);
    cw_engine_free(engine);
}

/* On a cart of an engine these steps would be others: it evaluates rules with each commit, at its own time. */
void play_dynamic_conditions(struct json input, struct json expect)
{
    play_hosted(input, expect);
}

/* A cart that the operations make, all of which are done. */
static void make(cw_cart *cart, struct json operations, struct json models)
{
    struct json_each steps = json_each(operations);

    while (json_next(&steps)) {
        cw_error *error = NULL;
        const int32_t status = apply(cart, operation_text(steps.value, models), NULL, &error);

        same_outcome("what the cart is made of", status, error, MISSING);
    }
}

static int32_t strategy_of(struct json word)
{
    static const char *const words[] = {"add_quantities", "keep_highest_quantity", "keep_user_cart", "replace_with_guest"};
    int32_t at;

    for (at = 0; at < 4; at++) {
        if (json_is(word, words[at])) {
            return at + 1;
        }
    }
    wrong("nobody knows the strategy %.*s", (int)word.length, word.start);
    return 0;
}

static void same_merge(struct json changes, struct json expected)
{
    static const char *const same[] = {"strategy", "moved", "limited", "quantity"};
    struct json_each each = json_each(changes), lines, wanted;
    size_t at;

    if (json_kind(expected) == JSON_NULL) {
        if (json_count(changes) != 0) {
            wrong("something was merged: %.*s", (int)changes.length, changes.start);
        }
        return;
    }
    only(expected, "strategy moved conflicts limited quantity");
    if (!json_next(&each) || !json_is(json_member(each.value, "change"), "merged")) {
        wrong("nothing was merged");
        return;
    }
    for (at = 0; at < sizeof same / sizeof same[0]; at++) {
        same_value(same[at], json_member(each.value, same[at]), json_member(expected, same[at]));
    }
    lines = json_each(json_member(each.value, "conflicts"));
    wanted = json_each(json_member(expected, "conflicts"));
    while (json_next(&lines)) {
        same_value("a conflict", json_member(lines.value, "line"),
                   json_next(&wanted) ? wanted.value : MISSING);
    }
    if (json_next(&wanted)) {
        wrong("%.*s is in both carts", (int)wanted.value.length, wanted.value.start);
    }
}

static void merge_hosted(struct json input, struct json expect, struct text resolutions)
{
    const int32_t strategy = strategy_of(json_member(input, "strategy"));
    cw_cart *cart = hosted_cart(MISSING), *other = hosted_cart(MISSING);
    struct row row = {{{NULL, 0}, {NULL, 0}, {NULL, 0}}}, before;
    cw_result *result = NULL;
    cw_error *error = NULL;
    int32_t status;

    make(cart, json_member(input, "target"), MISSING);
    make(other, json_member(input, "source"), MISSING);
    store(cart, &row, NULL);
    before = row;
    set_limits(cart, json_member(input, "limits"));
    status = cw_cart_merge(cart, other, strategy, PAIR(resolutions), &result, &error);
    if (same_outcome("the merge", status, error, json_member(expect, "error"))) {
        same_merge(told_by(result).changes, json_member(expect, "merged"));
    }
    if (store(cart, &row, NULL) != CW_OK) {
        row = before;
    }
    same_row(&row, expect);
    cw_cart_free(other);
    cw_cart_free(cart);
}

static int32_t merge_of_engine(const cw_engine *engine, int32_t strategy, struct text resolutions, cw_result **result,
                               cw_error **error)
{
    cw_merge_plan *plan = NULL;
    int32_t status;

    if (resolutions.bytes == NULL) {
        return cw_engine_merge(engine, LITERAL("user-7"), LITERAL("default"), LITERAL("guest"), LITERAL("default"),
                               strategy, result, error);
    }
    status = cw_engine_plan_merge(engine, LITERAL("user-7"), LITERAL("default"), LITERAL("guest"), LITERAL("default"),
                                  strategy, &plan, error);
    if (status == CW_OK) {
        status = cw_engine_commit_merge(engine, plan, PAIR(resolutions), result, error);
    }
    cw_merge_plan_free(plan);
    return status;
}

static int has_rules(struct json operations)
{
    struct json_each steps = json_each(operations);

    while (json_next(&steps)) {
        if (json_is(json_member(steps.value, "op"), "register_dynamic")) {
            return 1;
        }
    }
    return 0;
}

static void merge_stored(struct json input, struct json expect, struct text resolutions)
{
    const int32_t strategy = strategy_of(json_member(input, "strategy"));
    cw_engine *engine = engine_of(NULL, MISSING, MISSING);
    cw_cart *cart = cart_of(engine, "user-7"), *other = cart_of(engine, "guest");
    cw_result *result = NULL;
    cw_error *error = NULL;
    int32_t status;

    make(cart, json_member(input, "target"), MISSING);
    make(other, json_member(input, "source"), MISSING);
    status = merge_of_engine(engine, strategy, resolutions, &result, &error);
    if (same_outcome("the engine's merge", status, error, json_member(expect, "error"))) {
        same_merge(told_by(result).changes, json_member(expect, "merged"));
    }
    holds_the_same(cart, expect, 1);
    cw_cart_free(other);
    cw_cart_free(cart);
    cw_engine_free(engine);
}

void play_merges(struct json input, struct json expect)
{
    const struct text resolutions = resolutions_text(json_member(input, "resolutions"));

    only(input, "target source strategy limits resolutions");
    only(expect, "merged error items_json conditions_json metadata_json");
    merge_hosted(input, expect, resolutions);
    /* The limits are those of the merge alone; an engine's hold for the carts before it as well. Rules would be evaluated. */
    if (json_kind(json_member(input, "limits")) == JSON_MISSING && !has_rules(json_member(input, "target"))
        && !has_rules(json_member(input, "source"))) {
        merge_stored(input, expect, resolutions);
    }
}

/* Whether a condition that comes with the rules is there after they were judged. */
static void judge(cw_cart *cart, struct json input, struct json expect)
{
    const struct json item = json_member(input, "item");
    const int of_item = json_kind(item) == JSON_TEXT;
    const struct text id = text_or(item, "");
    struct writing condition = {NULL, 0, 0}, operation = {NULL, 0, 0}, evaluate = {NULL, 0, 0};
    struct text there = {NULL, 0};
    struct told told;
    cw_error *error = NULL;
    char *text = NULL;
    size_t length = 0;
    int32_t status;
    int holds;

    put_member(&operation, "op", raw_of(json_read(LITERAL("\"register_dynamic\""))));
    put_member(&condition, "name", raw_of(json_read(LITERAL("\"PROBE\""))));
    put_member(&condition, "type", raw_of(json_read(LITERAL("\"discount\""))));
    put_member(&condition, "target", of_item ? raw_of(json_read(LITERAL("\"item\""))) : raw_of(json_read(LITERAL("\"subtotal\""))));
    put_member(&condition, "value", raw_of(json_read(LITERAL("\"-1\""))));
    put_member(&condition, "rules", plain(json_member(input, "rules")));
    put_member(&operation, "condition", written_object(&condition));
    status = apply(cart, written_object(&operation), NULL, &error);
    same_outcome("the rules", status, error, MISSING);

    put_member(&evaluate, "op", raw_of(json_read(LITERAL("\"evaluate\""))));
    put_member(&evaluate, "now", plain(json_member(input, "now")));
    put_member(&evaluate, "zones", plain(json_member(input, "zones")));
    status = apply(cart, written_object(&evaluate), &told, &error);
    same_outcome("the evaluation", status, error, MISSING);
    if (json_kind(json_member(expect, "error")) == JSON_TEXT) {
        const struct text zone = text_of(json_member(expect, "error"));
        struct json_each each = json_each(told.changes);
        const struct text why = json_next(&each) ? text_of(json_member(each.value, "why")) : zone;

        if (why.bytes == zone.bytes || !contains(why, zone)) {
            wrong("nobody says that %.*s is not known", (int)zone.length, zone.bytes);
        }
        return;
    }
    if (of_item) {
        status = cw_cart_item(cart, PAIR(id), CW_FORMAT_JSON, &text, &length, NULL);
    } else {
        status = cw_cart_conditions(cart, CW_FORMAT_JSON, &text, &length, NULL);
    }
    if (status == CW_OK) {
        there = taken(text, length);
    }
    holds = json_kind(json_member(of_item ? json_member(json_read(PAIR(there)), "conditions") : json_read(PAIR(there)),
                                  "PROBE")) == JSON_OBJECT;
    same_truth("holding", holds, json_member(expect, "holds"));
}

void play_rules(struct json input, struct json expect)
{
    const struct json currency = json_member(input, "currency"), models = json_member(input, "known_models");
    cw_engine *engine;
    cw_cart *cart;

    only(input, "operations known_models rules now currency zones item");
    only(expect, "holds error");
    if (json_count(json_member(input, "rules")) == 0) {
        not_played("a condition without rules is not registered, and C has no other way to judge rules");
        return;
    }
    cart = hosted_cart(MISSING);
    call_it(cart, currency);
    make(cart, json_member(input, "operations"), models);
    judge(cart, input, expect);
    cw_cart_free(cart);

    engine = engine_of(NULL, MISSING, currency);
    cart = cart_of(engine, "user-7");
    make(cart, json_member(input, "operations"), models);
    judge(cart, input, expect);
    cw_cart_free(cart);
    cw_engine_free(engine);
}

/* The events of the last operation are these, with what they tell but for the time. */
static void play_events_on(cw_cart *cart, struct json input, struct json expect)
{
    struct json_each steps = json_each(json_member(input, "operations"));
    struct json_each each, wanted = json_each(json_member(expect, "events"));
    struct told told = {{NULL, 0}, {NULL, 0}};

    while (json_next(&steps)) {
        cw_error *error = NULL;
        const int32_t status = apply(cart, operation_text(steps.value, MISSING), &told, &error);

        same_outcome("an operation", status, error, MISSING);
    }
    each = json_each(told.events);
    while (json_next(&each)) {
        if (!json_next(&wanted)) {
            wrong("nobody expects the event %.*s", (int)each.value.length, each.value.start);
            return;
        }
        only(wanted.value, "event data");
        same_value("the event", json_member(each.value, "event"), json_member(wanted.value, "event"));
        same_members("what the event tells", json_member(each.value, "data"), json_member(wanted.value, "data"), "timestamp");
    }
    if (json_next(&wanted)) {
        wrong("the event %.*s is missing", (int)wanted.value.length, wanted.value.start);
    }
}

void play_events(struct json input, struct json expect)
{
    cw_cart *cart = hosted_cart(MISSING);
    cw_engine *engine;

    only(input, "operations");
    only(expect, "events");
    call_it(cart, MISSING);
    play_events_on(cart, input, expect);
    cw_cart_free(cart);

    engine = engine_of(NULL, MISSING, MISSING);
    cart = cart_of(engine, "user-7");
    play_events_on(cart, input, expect);
    cw_cart_free(cart);
    cw_engine_free(engine);
}
