#include "json.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 600 }; /* lists in lists; the deepest one that a cart can hold has 507 */

static const struct json MISSING = {NULL, 0};

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        at++;
    }
    return at;
}

/* Each skip_… gives the first byte behind what it reads, or NULL if there is nothing of the kind. */

static const char *skip_word(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);

    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0 ? at + length : NULL;
}

static int hexadecimal(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static const char *skip_text(const char *at, const char *end)
{
    int digit;

    if (at == end || *at++ != '"') {
        return NULL;
    }
    while (at < end && *at != '"') {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at++ != '\\') {
            continue;
        }
        if (at == end || strchr("\"\\/bfnrtu", *at) == NULL || *at == '\0') {
            return NULL;
        }
        if (*at++ == 'u') {
            for (digit = 0; digit < 4; digit++, at++) {
                if (at == end || hexadecimal(*at) < 0) {
                    return NULL;
                }
            }
        }
    }
    return at < end ? at + 1 : NULL;
}

static const char *skip_digits(const char *at, const char *end)
{
    const char *first = at;

    while (at < end && *at >= '0' && *at <= '9') {
        at++;
    }
    return at > first ? at : NULL;
}

static const char *skip_number(const char *at, const char *end)
{
    const char *first;

    if (at < end && *at == '-') {
        at++;
    }
    first = at;
    at = skip_digits(at, end);
    if (at == NULL || (*first == '0' && at > first + 1)) {
        return NULL;
    }
    if (at < end && *at == '.') {
        at = skip_digits(at + 1, end);
    }
    if (at != NULL && at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-')) {
            at++;
        }
        at = skip_digits(at, end);
    }
    return at;
}

static const char *skip_value(const char *at, const char *end, int depth);

static const char *skip_values(const char *at, const char *end, int depth, char close)
{
    at = skip_space(at + 1, end);
    if (at < end && *at == close) {
        return at + 1;
    }
    for (;;) {
        if (close == '}') {
            at = skip_text(at, end);
            at = at == NULL ? NULL : skip_space(at, end);
            if (at == NULL || at == end || *at++ != ':') {
                return NULL;
            }
            at = skip_space(at, end);
        }
        at = skip_value(at, end, depth + 1);
        at = at == NULL ? NULL : skip_space(at, end);
        if (at == NULL || at == end || (*at != ',' && *at != close)) {
            return NULL;
        }
        if (*at++ == close) {
            return at;
        }
        at = skip_space(at, end);
    }
}

static const char *skip_value(const char *at, const char *end, int depth)
{
    if (at == end || depth > DEEPEST) {
        return NULL;
    }
    switch (*at) {
    case '{':
        return skip_values(at, end, depth, '}');
    case '[':
        return skip_values(at, end, depth, ']');
    case '"':
        return skip_text(at, end);
    case 'n':
        return skip_word(at, end, "null");
    case 't':
        return skip_word(at, end, "true");
    case 'f':
        return skip_word(at, end, "false");
    default:
        return skip_number(at, end);
    }
}

struct json json_read(const char *text, size_t length)
{
    const char *end = text + length, *start = skip_space(text, end), *behind = skip_value(start, end, 0);
    struct json value;

    if (behind == NULL || skip_space(behind, end) != end) {
        return MISSING;
    }
    value.start = start;
    value.length = (size_t)(behind - start);
    return value;
}

enum json_kind json_kind(struct json value)
{
    if (value.start == NULL) {
        return JSON_MISSING;
    }
    switch (*value.start) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_LIST;
    case '"':
        return JSON_TEXT;
    case 'n':
        return JSON_NULL;
    case 't':
    case 'f':
        return JSON_BOOLEAN;
    default:
        return JSON_NUMBER;
    }
}

struct json_each json_each(struct json list_or_object)
{
    struct json_each each = {{NULL, 0}, {NULL, 0}, NULL, NULL};
    const enum json_kind kind = json_kind(list_or_object);

    if (kind == JSON_LIST || kind == JSON_OBJECT) {
        each.end = list_or_object.start + list_or_object.length - 1;
        each.rest = skip_space(list_or_object.start + 1, each.end);
        /* What a name is told from: in an object a name comes first, in a list never. */
        each.name.start = kind == JSON_OBJECT ? each.rest : NULL;
    }
    return each;
}

int json_next(struct json_each *each)
{
    const char *at = each->rest, *end = each->end;

    if (at == end) {
        return 0;
    }
    if (each->name.start != NULL) {
        each->name.start = at;
        at = skip_text(at, end);
        each->name.length = (size_t)(at - each->name.start);
        at = skip_space(skip_space(at, end) + 1, end);
    }
    each->value.start = at;
    at = skip_value(at, end, 0);
    each->value.length = (size_t)(at - each->value.start);
    at = skip_space(at, end);
    each->rest = at == end ? end : skip_space(at + 1, end);
    return 1;
}

size_t json_count(struct json list_or_object)
{
    struct json_each each = json_each(list_or_object);
    size_t count = 0;

    while (json_next(&each)) {
        count++;
    }
    return count;
}

struct json json_member(struct json object, const char *name)
{
    struct json_each each = json_each(object);

    if (json_kind(object) == JSON_OBJECT) {
        while (json_next(&each)) {
            if (json_is(each.name, name)) {
                return each.value;
            }
        }
    }
    return MISSING;
}

int json_is(struct json value, const char *text)
{
    size_t length;
    char *bytes = json_text(value, &length);
    const int is = bytes != NULL && length == strlen(text) && memcmp(bytes, text, length) == 0;

    free(bytes);
    return is;
}

int json_true(struct json value)
{
    return json_kind(value) == JSON_BOOLEAN && *value.start == 't';
}

int64_t json_whole(struct json value)
{
    /* The number ends at a byte that is no digit: the text around it ends with a brace or a bracket. */
    return json_kind(value) == JSON_NUMBER ? (int64_t)strtoll(value.start, NULL, 10) : 0;
}

static unsigned long four_digits(const char *at)
{
    unsigned long unit = 0;
    int digit;

    for (digit = 0; digit < 4; digit++) {
        unit = unit * 16 + (unsigned long)hexadecimal(at[digit]);
    }
    return unit;
}

static char *put_character(char *out, unsigned long character)
{
    if (character < 0x80) {
        *out++ = (char)character;
        return out;
    }
    if (character < 0x800) {
        *out++ = (char)(0xc0 | character >> 6);
    } else {
        if (character < 0x10000) {
            *out++ = (char)(0xe0 | character >> 12);
        } else {
            *out++ = (char)(0xf0 | character >> 18);
            *out++ = (char)(0x80 | (character >> 12 & 0x3f));
        }
        *out++ = (char)(0x80 | (character >> 6 & 0x3f));
    }
    *out++ = (char)(0x80 | (character & 0x3f));
    return out;
}

char *json_text(struct json value, size_t *length)
{
    static const char escapes[] = "bfnrt", characters[] = "\b\f\n\r\t";
    const char *at, *end, *escape;
    unsigned long character;
    char *text, *out;

    if (json_kind(value) != JSON_TEXT) {
        return NULL;
    }
    text = out = malloc(value.length); /* no escape is shorter than what it stands for */
    if (text == NULL) {
        abort();
    }
    at = value.start + 1;
    end = value.start + value.length - 1;
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        at++;
        if (*at == 'u') {
            character = four_digits(at + 1);
            at += 5;
            if (character >= 0xd800 && character < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
                character = 0x10000 + ((character - 0xd800) << 10) + (four_digits(at + 2) - 0xdc00);
                at += 6;
            }
            out = put_character(out, character);
        } else {
            escape = strchr(escapes, *at);
            *out++ = escape == NULL ? *at : characters[escape - escapes];
            at++;
        }
    }
    *length = (size_t)(out - text);
    return text;
}
