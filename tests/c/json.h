/*
 * JSON, as much of it as the programs of this folder read. A value is a part of the text that it was read from, with its
 * bytes as they stand there, so that what is to be handed on is handed on as it is. Nothing is kept beside it: what is
 * asked for is looked up when it is asked for.
 */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>
#include <stdint.h>

enum json_kind { JSON_MISSING, JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* A value; start is NULL where there is none, which every function here takes for a value that is not there. */
struct json {
    const char *start;
    size_t length;
};

/* The value that a whole text is; not there if the text is not JSON. Everything else may be asked of such values only. */
struct json json_read(const char *text, size_t length);

enum json_kind json_kind(struct json value);

/* The member of an object; not there if it has none of this name, or is no object. */
struct json json_member(struct json object, const char *name);

/*
 * The values of a list or of an object in their order:
 *
 *     struct json_each each = json_each(list);
 *     while (json_next(&each)) { … each.name (of an object), each.value … }
 */
struct json_each {
    struct json name, value;
    const char *rest, *end;
};
struct json_each json_each(struct json list_or_object);
int json_next(struct json_each *each);

/* How many values a list or an object has. */
size_t json_count(struct json list_or_object);

/* 1 if the value is this text. */
int json_is(struct json value, const char *text);

/* 1 if the value is true. */
int json_true(struct json value);

/* The number of a value, 0 if it is none. */
int64_t json_whole(struct json value);

/* The bytes of a text in UTF-8, which may have NULs among them; the caller frees them. NULL if the value is no text. */
char *json_text(struct json value, size_t *length);

#endif
