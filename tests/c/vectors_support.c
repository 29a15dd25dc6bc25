/* What the players share: texts that live as long as a case, numbers, comparing. */
#include "vectors.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct json case_name;
static enum outcome outcome;

/* Everything that lives until the case is over. */
static char **kept;
static size_t kept_count, kept_room;

static void *allocated(void *bytes)
{
    if (bytes == NULL) {
        perror("vectors");
        exit(2);
    }
    return bytes;
}

static char *keep(char *bytes)
{
    if (kept_count == kept_room) {
        kept_room = kept_room * 2 + 16;
        kept = allocated(realloc(kept, kept_room * sizeof *kept));
    }
    return kept[kept_count++] = bytes;
}

void begin_case(struct json name)
{
    case_name = name;
    outcome = PASSED;
}

enum outcome end_case(void)
{
    while (kept_count > 0) {
        free(kept[--kept_count]);
    }
    free(kept);
    kept = NULL;
    kept_room = 0;
    return outcome;
}

void wrong(const char *format, ...)
{
    va_list values;

    if (outcome != WRONG) {
        printf("%.*s\n", (int)case_name.length, case_name.start);
    }
    outcome = WRONG;
    printf("    ");
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
}

void not_played(const char *why)
{
    printf("%.*s is not played: %s\n", (int)case_name.length, case_name.start, why);
    outcome = NOT_PLAYED;
}

static int is_among(struct text word, const char *words)
{
    const char *at = words;

    while (*at != '\0') {
        const size_t length = strcspn(at, " ");

        if (length == word.length && memcmp(at, word.bytes, length) == 0) {
            return 1;
        }
        at += length;
        at += strspn(at, " ");
    }
    return 0;
}

void only(struct json object, const char *words)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        const struct text name = text_of(each.name);

        if (!is_among(name, words)) {
            wrong("nobody plays \"%.*s\"", (int)name.length, name.bytes);
        }
    }
}

struct text text_of(struct json value)
{
    struct text text = {NULL, 0};

    if (json_kind(value) == JSON_TEXT) {
        text.bytes = keep(json_text(value, &text.length));
    } else if (json_kind(value) != JSON_MISSING && json_kind(value) != JSON_NULL) {
        wrong("a text is expected, not %.*s", (int)value.length, value.start);
    }
    return text;
}

struct text text_or(struct json value, const char *otherwise)
{
    struct text text = text_of(value);

    if (text.bytes == NULL) {
        text.bytes = otherwise;
        text.length = strlen(otherwise);
    }
    return text;
}

struct text raw_of(struct json value)
{
    struct text text;

    text.bytes = value.start;
    text.length = value.length;
    return text;
}

struct text taken(char *bytes, size_t length)
{
    struct text text = {NULL, 0};

    if (bytes != NULL) {
        text.bytes = memcpy(keep(allocated(malloc(length + 1))), bytes, length);
        text.length = length;
        cw_text_free(bytes, length);
    }
    return text;
}

void put(struct writing *writing, const char *bytes, size_t length)
{
    if (length == 0) {
        return;
    }
    if (writing->length + length > writing->room) {
        writing->room = (writing->length + length) * 2;
        writing->bytes = allocated(realloc(writing->bytes, writing->room));
    }
    memcpy(writing->bytes + writing->length, bytes, length);
    writing->length += length;
}

struct text written(struct writing *writing)
{
    struct text text;

    text.bytes = keep(writing->bytes);
    text.length = writing->length;
    memset(writing, 0, sizeof *writing);
    return text;
}

double real_of(struct json text)
{
    const struct text digits = text_of(text);
    char *end, *terminated = keep(allocated(malloc(digits.length + 1)));
    double real;

    memcpy(terminated, digits.bytes == NULL ? "" : digits.bytes, digits.length);
    terminated[digits.length] = '\0';
    real = strtod(terminated, &end); /* which knows INF and NAN */
    if (digits.length == 0 || *end != '\0') {
        wrong("%.*s is no number", (int)text.length, text.start);
    }
    return real;
}

struct given number_of(struct json value)
{
    struct given given = {CW_NUMBER_NONE, 0, 0, {NULL, 0}};

    if (json_kind(value) == JSON_MISSING || json_kind(value) == JSON_NULL) {
        return given;
    }
    only(value, "int float text");
    if (json_kind(json_member(value, "int")) == JSON_NUMBER) {
        given.kind = CW_NUMBER_WHOLE;
        given.whole = json_whole(json_member(value, "int"));
    } else if (json_kind(json_member(value, "float")) == JSON_TEXT) {
        given.kind = CW_NUMBER_REAL;
        given.real = real_of(json_member(value, "float"));
    } else {
        given.kind = CW_NUMBER_TEXT;
        given.text = text_of(json_member(value, "text"));
    }
    return given;
}

struct given value_of(struct json value)
{
    struct given given = {CW_NUMBER_TEXT, 0, 0, {NULL, 0}};

    if (json_kind(value) == JSON_OBJECT) {
        only(value, "number");
        given.kind = CW_NUMBER_REAL;
        given.real = real_of(json_member(value, "number"));
    } else {
        given.text = text_of(value);
    }
    return given;
}

void put_value(struct writing *writing, struct json value)
{
    const struct text digits = text_of(json_member(value, "number"));

    if (json_kind(value) != JSON_OBJECT) {
        put(writing, PAIR(raw_of(value)));
        return;
    }
    only(value, "number");
    put(writing, PAIR(digits));
    if (memchr(digits.bytes, '.', digits.length) == NULL) {
        PUT(writing, ".0"); /* what has no point would be an int */
    }
}

struct text stored_conditions(struct json list)
{
    struct json_each each = json_each(list);
    struct writing writing = {NULL, 0, 0};

    if (json_kind(list) == JSON_MISSING) {
        return written(&writing);
    }
    PUT(&writing, "[");
    while (json_next(&each)) {
        const struct json condition = each.value, order = json_member(condition, "order");
        const struct text target = json_kind(json_member(condition, "target")) == JSON_MISSING
                                       ? raw_of(json_read("\"subtotal\"", 10))
                                       : raw_of(json_member(condition, "target"));

        only(condition, "name type target value attributes order");
        put(&writing, writing.length == 1 ? "{" : ",{", writing.length == 1 ? 1 : 2);
        PUT(&writing, "\"name\":");
        put(&writing, PAIR(raw_of(json_member(condition, "name"))));
        PUT(&writing, ",\"type\":");
        put(&writing, PAIR(raw_of(json_member(condition, "type"))));
        PUT(&writing, ",\"target\":");
        put(&writing, PAIR(target));
        PUT(&writing, ",\"value\":");
        put_value(&writing, json_member(condition, "value"));
        PUT(&writing, ",\"attributes\":");
        put(&writing, PAIR(text_or(json_member(condition, "attributes"), "[]")));
        PUT(&writing, ",\"order\":");
        put(&writing, json_kind(order) == JSON_NUMBER ? order.start : "0", json_kind(order) == JSON_NUMBER ? order.length : 1);
        PUT(&writing, "}");
    }
    PUT(&writing, "]");
    return written(&writing);
}

int32_t quantity_update(struct json quantity)
{
    switch (json_kind(quantity)) {
    case JSON_MISSING:
    case JSON_NULL:
        return CW_QUANTITY_KEEP;
    case JSON_OBJECT:
        return CW_QUANTITY_TO;
    default:
        return CW_QUANTITY_BY;
    }
}

int64_t quantity_of(struct json quantity)
{
    if (json_kind(quantity) == JSON_OBJECT) {
        only(quantity, "value relative");
        return quantity_of(json_member(quantity, "value"));
    }
    return json_kind(quantity) == JSON_TEXT ? (int64_t)real_of(quantity) : json_whole(quantity);
}

void same_text(const char *what, struct text got, struct json expected)
{
    const struct text text = text_of(expected);

    if (got.length != text.length || (got.bytes == NULL) != (text.bytes == NULL)
        || (got.length > 0 && memcmp(got.bytes, text.bytes, got.length) != 0)) {
        wrong("%s is %.*s, expected %.*s", what, got.bytes == NULL ? 4 : (int)got.length,
              got.bytes == NULL ? "NULL" : got.bytes, text.bytes == NULL ? 4 : (int)text.length,
              text.bytes == NULL ? "NULL" : text.bytes);
    }
}

void same_real(const char *what, double got, double expected)
{
    if (!(got == expected || (isnan(got) && isnan(expected)))) {
        wrong("%s is %.17g, expected %.17g", what, got, expected);
    }
}

/* Floats are equal as the doubles that a host sees; an int is no float. */
void same_number(const char *what, cw_number got, struct json expected)
{
    const struct json open = json_member(expected, "int_or_float");
    const double real = got.kind == CW_NUMBER_WHOLE ? (double)got.whole : got.real;
    struct given number;

    if (json_kind(open) == JSON_TEXT) {
        same_real(what, real, real_of(open));
        return;
    }
    number = number_of(expected);
    if (got.kind != number.kind) {
        wrong("%s is of kind %d, expected %d", what, (int)got.kind, (int)number.kind);
    } else if (number.kind == CW_NUMBER_WHOLE && got.whole != number.whole) {
        wrong("%s is %lld, expected %lld", what, (long long)got.whole, (long long)number.whole);
    } else if (number.kind == CW_NUMBER_REAL) {
        same_real(what, got.real, number.real);
    }
}

void same_whole(const char *what, int64_t got, struct json expected)
{
    if (json_kind(expected) != JSON_NUMBER || got != json_whole(expected)) {
        wrong("%s is %lld, expected %.*s", what, (long long)got, (int)expected.length, expected.start);
    }
}

void same_truth(const char *what, int32_t got, struct json expected)
{
    if (json_kind(expected) != JSON_BOOLEAN || got != json_true(expected)) {
        wrong("%s is %d, expected %.*s", what, (int)got, (int)expected.length, expected.start);
    }
}

int contains(struct text text, struct text part)
{
    size_t at;

    for (at = 0; at + part.length <= text.length; at++) {
        if (memcmp(text.bytes + at, part.bytes, part.length) == 0) {
            return 1;
        }
    }
    return 0;
}

double real_in(struct json value)
{
    char digits[64];

    if (json_kind(value) != JSON_NUMBER || value.length >= sizeof digits) {
        return NAN;
    }
    memcpy(digits, value.start, value.length);
    digits[value.length] = '\0';
    return strtod(digits, NULL);
}

static int is_same(struct json one, struct json other);

/* The members of one object are those of another, but for one. */
static int has_members(struct json object, struct json wanted, const char *but)
{
    struct json_each each = json_each(wanted);
    size_t more = json_kind(json_member(object, but)) != JSON_MISSING;

    while (json_next(&each)) {
        struct json_each among = json_each(object);
        int found = 0;

        while (json_next(&among)) {
            found |= is_same(among.name, each.name) && is_same(among.value, each.value);
        }
        if (!found) {
            return 0;
        }
    }
    return json_count(object) == json_count(wanted) + more;
}

static int is_same(struct json one, struct json other)
{
    struct json_each each = json_each(one), wanted = json_each(other);

    if (json_kind(one) != json_kind(other)) {
        return 0;
    }
    switch (json_kind(one)) {
    case JSON_NUMBER:
        return real_in(one) == real_in(other);
    case JSON_TEXT: {
        const struct text text = text_of(one), wanted_text = text_of(other);

        return text.length == wanted_text.length && memcmp(text.bytes, wanted_text.bytes, text.length) == 0;
    }
    case JSON_LIST:
        while (json_next(&wanted)) {
            if (!json_next(&each) || !is_same(each.value, wanted.value)) {
                return 0;
            }
        }
        return json_count(one) == json_count(other);
    case JSON_OBJECT:
        return has_members(one, other, "");
    default:
        return one.length == other.length && memcmp(one.start, other.start, one.length) == 0;
    }
}

void same_value(const char *what, struct json got, struct json expected)
{
    if (!is_same(got, expected)) {
        wrong("%s is %.*s, expected %.*s", what, (int)got.length, got.start, (int)expected.length, expected.start);
    }
}

void same_members(const char *what, struct json got, struct json expected, const char *but)
{
    if (!has_members(got, expected, but)) {
        wrong("%s is %.*s, expected %.*s", what, (int)got.length, got.start, (int)expected.length, expected.start);
    }
}

/* The words of the vectors for the statuses that they expect. */
static int32_t status_of(struct json kind)
{
    static const struct {
        const char *word;
        int32_t status;
    } kinds[] = {
        {"invalid_item", CW_INVALID_ITEM},     {"invalid_condition", CW_INVALID_CONDITION},
        {"unknown_model", CW_UNKNOWN_MODEL},   {"cart_too_large", CW_CART_TOO_LARGE},
        {"unknown_currency", CW_UNKNOWN_CURRENCY}, {"invalid_rule", CW_INVALID_RULE},
        {"reserved_key", CW_RESERVED_KEY},
    };
    size_t at;

    for (at = 0; at < sizeof kinds / sizeof kinds[0]; at++) {
        if (json_is(kind, kinds[at].word)) {
            return kinds[at].status;
        }
    }
    wrong("nobody knows the error %.*s", (int)kind.length, kind.start);
    return CW_INTERNAL;
}

int same_outcome(const char *what, int32_t status, cw_error *error, struct json expected)
{
    const char *message = NULL;
    size_t length = 0;
    struct text text;

    if (status == CW_OK) {
        if (json_kind(expected) != JSON_MISSING) {
            wrong("%s is done, expected %.*s", what, (int)expected.length, expected.start);
        }
        return 1;
    }
    cw_error_message(error, &message, &length);
    if (json_kind(expected) == JSON_MISSING) {
        wrong("%s is refused: %d %.*s", what, (int)status, (int)length, message);
    } else {
        only(expected, "kind message");
        if (status != status_of(json_member(expected, "kind"))) {
            wrong("%s is refused with %d, expected %.*s", what, (int)status, (int)expected.length, expected.start);
        }
        text.bytes = message;
        text.length = length;
        same_text(what, text, json_member(expected, "message"));
    }
    cw_error_free(error);
    return 0;
}
