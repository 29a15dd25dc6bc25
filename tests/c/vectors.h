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
player play_cart_operations, play_dynamic_conditions, play_merges, play_rules, play_events, play_switches, play_strict_parsing;

/* Around each case; the end says what became of it. */
enum outcome { PASSED, WRONG, NOT_PLAYED };
void begin_case(struct json name);
enum outcome end_case(void);

/* C cannot play this case, and why. */
void not_played(const char *why);

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

/* Two values are the same, whatever the order of members; numbers by their value. */
void same_value(const char *what, struct json got, struct json expected);

/* The same of objects, of which one has a member more. */
void same_members(const char *what, struct json got, struct json expected, const char *but);

/* 1 if the text has the other one in it. */
int contains(struct text text, struct text part);

/* The number of a value that is one in JSON; not a number if it is none. */
double real_in(struct json value);

/* Frees the error after it was compared with {"kind", "message"}; a missing one expects CW_OK. Gives whether it was. */
int same_outcome(const char *what, int32_t status, cw_error *error, struct json expected);

/* JSON that is put together: a member of an object, left out if it has no value; the end of the object; a list. */
void put_member(struct writing *object, const char *key, struct text value);
struct text written_object(struct writing *object);
struct text written_list(struct json list, struct text (*one)(struct json value));

/* A value as it stands in the file, none if it is null; the JSON that a text holds, or that stands there; a price. */
struct text plain(struct json value);
struct text unquoted(struct json value);
struct text price_text(struct json price);

/* A step as JSON of operations, and decisions about a merge; none if nothing was decided. */
struct text operation_text(struct json step, struct json models);
struct text resolutions_text(struct json list);

/* The limits of the contract, where a case sets no others. */
void set_limits(cw_cart *cart, struct json limits);

/* An engine with a store in memory, and a cart of it. */
cw_engine *engine_of(const char *switches, struct json limits, struct json currency);
cw_cart *cart_of(const cw_engine *engine, const char *identifier);

/* Does what the JSON says; what it did is of interest to those who give a place for it. */
struct told;
int32_t apply(cw_cart *cart, struct text operations, struct told *told, cw_error **error);

#endif
