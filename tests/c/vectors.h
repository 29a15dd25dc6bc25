/*
 * What the players of the conformance vectors share. A player plays one case: it asks the library for what the case's
 * `input` says and compares with `expect`. A case is wrong when a player has said so, with wrong() or one of the same_…;
 * it goes on, so that one run shows all that differs.
 */
#ifndef VECTORS_H
#define VECTORS_H

#include "cartwright.h"
#include "json.h"

typedef void player(struct json input, struct json expect);

/* One for each file that is played. */
player play_price, play_condition_value, play_money_rounding, play_item_amounts, play_totals, play_operations;

/* Around each case; the end says whether it is wrong. */
void begin_case(struct json name);
int end_case(void);

/* Says what differs in the case that is played. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
void wrong(const char *format, ...);

/* The case is wrong if the object has a member whose name is not among these words: something nobody plays. */
void only(struct json object, const char *words);

/* Bytes that live until the case is over. NULL where there are none. */
struct text {
    const char *bytes;
    size_t length;
};
#define PAIR(text) (text).bytes, (text).length
#define LITERAL(literal) (literal), sizeof(literal) - 1
#define NOTHING NULL, 0

/* The text of a value; none if it is not there or null. Anything else than a text is wrong. */
struct text text_of(struct json value);
struct text text_or(struct json value, const char *otherwise);

/* The bytes of a value as they stand in the file. */
struct text raw_of(struct json value);

/* A text that the library has handed out, copied and freed; none for NULL. */
struct text taken(char *bytes, size_t length);

/* A text that grows, for JSON that is put together. */
struct writing {
    char *bytes;
    size_t length, room;
};
void put(struct writing *writing, const char *bytes, size_t length);
#define PUT(writing, literal) put((writing), literal, sizeof(literal) - 1)
struct text written(struct writing *writing);

/* A number as the library's functions take it. */
struct given {
    int32_t kind;
    int64_t whole;
    double real;
    struct text text;
};
#define NUMBER(given) (given).kind, (given).whole, (given).real
#define NUMBER_AND_TEXT(given) NUMBER(given), PAIR((given).text)

/* {"int": 1}, {"float": "1.5"}, {"text": "RM 10"}; none if it is not there. */
struct given number_of(struct json value);

/* The value of a condition: a text, or {"number": "-10"}, which is a float. */
struct given value_of(struct json value);

/* The value of a condition as JSON: the text, or the float. */
void put_value(struct writing *writing, struct json value);

/* Conditions of an item in stored form; none if there are none. */
struct text stored_conditions(struct json list);

/* The words of an update for a quantity: 2 and "2" are so many more, {"value": 2} is exactly so many. */
int32_t quantity_update(struct json quantity);
int64_t quantity_of(struct json quantity);

/* A double from its digits, INF, -INF or NAN. */
double real_of(struct json text);

void same_text(const char *what, struct text got, struct json expected);
void same_number(const char *what, cw_number got, struct json expected);
void same_whole(const char *what, int64_t got, struct json expected);
void same_truth(const char *what, int32_t got, struct json expected);
void same_real(const char *what, double got, double expected);

/* Frees the error after it was compared with {"kind", "message"}; a missing one expects CW_OK. Gives whether it was. */
int same_outcome(const char *what, int32_t status, cw_error *error, struct json expected);

#endif
