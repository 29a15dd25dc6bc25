/*
 * What the library promises to callers who get it wrong: NULLs, numbers that stand for nothing, bytes that are no text,
 * lengths that are none. Every such call is refused with a status and an error, and nothing else happens.
 */
#include "abi.h"

/* Places that calls write to. */
static cw_item_change change;
static cw_item_amounts amounts;
static cw_condition_effect effect;
static cw_number number;
static double real, other_real;
static int64_t whole, other_whole;
static int32_t columns;
static char *text;
static size_t length;

static void mark_places(void)
{
    memset(&change, 0x5a, sizeof change);
    memset(&number, 0x5a, sizeof number);
    columns = 4711;
    text = MARKED_TEXT;
    length = MARKED_LENGTH;
}

static int places_are_marked(void)
{
    const unsigned char *bytes = (const unsigned char *)&change;
    size_t at;

    for (at = 0; at < sizeof change; at++) {
        if (bytes[at] != 0x5a) {
            return 0;
        }
    }
    bytes = (const unsigned char *)&number;
    for (at = 0; at < sizeof number; at++) {
        if (bytes[at] != 0x5a) {
            return 0;
        }
    }
    return columns == 4711 && text == MARKED_TEXT && length == MARKED_LENGTH;
}

/* A cart with one item, "a". */
static cw_cart *new_cart(void)
{
    cw_cart *cart = NULL;

    DONE(cw_cart_new(&cart, error));
    DONE(cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, NOTHING, NOTHING,
                     &change, error));
    return cart;
}

static void the_library_says_who_it_is(void)
{
    CHECK(cw_abi_epoch() == CW_ABI_EPOCH);
    CHECK(strchr(cw_version(), '.') != NULL);
    CHECK(cw_version() == cw_version());
}

static void what_is_freed_may_be_null(void)
{
    cw_text_free(NULL, 0);
    cw_text_free(NULL, 99);
    cw_cart_free(NULL);
    cw_error_free(NULL);
}

static void no_error_has_no_parts(void)
{
    const char *part = MARKED_TEXT;
    size_t part_length = MARKED_LENGTH;
    cw_error *error = NULL;

    CHECK(cw_error_status(NULL) == CW_INVALID_ARGUMENT);
    CHECK(cw_error_message(NULL, &part, &part_length) == CW_INVALID_ARGUMENT);
    CHECK(cw_error_detail(NULL, &part, &part_length) == CW_INVALID_ARGUMENT);

    CHECK(cw_cart_new(NULL, &error) == CW_INVALID_ARGUMENT);
    CHECK(cw_error_message(error, NULL, &part_length) == CW_INVALID_ARGUMENT);
    CHECK(cw_error_message(error, &part, NULL) == CW_INVALID_ARGUMENT);
    CHECK(cw_error_detail(error, NULL, NULL) == CW_INVALID_ARGUMENT);
    CHECK(part == MARKED_TEXT && part_length == MARKED_LENGTH);
    cw_error_free(error);
}

static void no_cart_is_an_invalid_argument(void)
{
    const int32_t expected = CW_INVALID_ARGUMENT;

    mark_places();
    REFUSED(expected, cw_cart_set_limits(NULL, 1, 1, 1, 1, error));
    REFUSED(expected, cw_cart_load(NULL, NOTHING, NOTHING, NOTHING, error));
    REFUSED(expected, cw_cart_hold(NULL, NOTHING, NOTHING, NOTHING, error));
    REFUSED(expected, cw_cart_forget(NULL, error));
    REFUSED(expected, cw_cart_pending(NULL, &columns, error));
    REFUSED(expected, cw_cart_column(NULL, CW_COLUMN_ITEMS, &text, &length, error));
    REFUSED(expected, cw_cart_committed(NULL, error));
    REFUSED(expected, cw_cart_add(NULL, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_update(NULL, TEXT("a"), CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                     CW_FORMAT_JSON, &change, &text, &length, error));
    REFUSED(expected, cw_cart_remove(NULL, TEXT("a"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_add_condition(NULL, TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_TEXT, 0, TEXT("1"),
                                            NOTHING, 0, NOTHING, error));
    REFUSED(expected, cw_cart_remove_condition(NULL, TEXT("a"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_item(NULL, TEXT("a"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_items(NULL, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_conditions(NULL, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_content(NULL, TEXT("x"), TEXT("USD"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_sum(NULL, CW_SUM_TOTAL, TEXT("USD"), &number, error));
    REFUSED(expected, cw_cart_count(NULL, &whole, &other_whole, error));
    CHECK(places_are_marked());
}

static void a_place_that_is_null_is_an_invalid_argument_and_nothing_happens(void)
{
    const int32_t expected = CW_INVALID_ARGUMENT;
    cw_cart *cart = new_cart();

    mark_places();
    REFUSED(expected, cw_cart_new(NULL, error));
    REFUSED(expected, cw_cart_pending(cart, NULL, error));
    REFUSED(expected, cw_cart_column(cart, CW_COLUMN_ITEMS, NULL, &length, error));
    REFUSED(expected, cw_cart_column(cart, CW_COLUMN_ITEMS, &text, NULL, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("b"), TEXT("B"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, NULL, error));
    REFUSED(expected, cw_cart_update(cart, TEXT("a"), CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                     CW_FORMAT_JSON, NULL, &text, &length, error));
    REFUSED(expected, cw_cart_update(cart, TEXT("a"), CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                     CW_FORMAT_JSON, &change, NULL, &length, error));
    REFUSED(expected, cw_cart_update(cart, TEXT("a"), CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                     CW_FORMAT_JSON, &change, &text, NULL, error));
    REFUSED(expected, cw_cart_remove(cart, TEXT("a"), CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_cart_remove(cart, TEXT("a"), CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_cart_remove_condition(cart, TEXT("a"), CW_FORMAT_JSON, NULL, NULL, error));
    REFUSED(expected, cw_cart_item(cart, TEXT("a"), CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_cart_items(cart, CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_cart_conditions(cart, CW_FORMAT_JSON, NULL, NULL, error));
    REFUSED(expected, cw_cart_content(cart, TEXT("x"), TEXT("USD"), CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("USD"), NULL, error));
    REFUSED(expected, cw_cart_count(cart, NULL, &other_whole, error));
    REFUSED(expected, cw_cart_count(cart, &whole, NULL, error));
    REFUSED(expected, cw_price_parse(TEXT("1"), NULL, error));
    REFUSED(expected, cw_item_amounts_of(CW_NUMBER_WHOLE, 1, 0, 1, NOTHING, NULL, error));
    REFUSED(expected, cw_condition_check(TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_REAL, 1, NOTHING, NULL, error));
    REFUSED(expected, cw_condition_apply(CW_NUMBER_REAL, 1, NOTHING, 1, NULL, &other_real, error));
    REFUSED(expected, cw_condition_apply(CW_NUMBER_REAL, 1, NOTHING, 1, &real, NULL, error));
    REFUSED(expected, cw_number_combine(CW_ADD, CW_NUMBER_WHOLE, 1, 0, CW_NUMBER_WHOLE, 1, 0, NULL, error));
    REFUSED(expected, cw_number_sum(TEXT("[1]"), NULL, error));
    REFUSED(expected, cw_money_round(CW_NUMBER_WHOLE, 1, 0, TEXT("USD"), NULL, error));
    REFUSED(expected, cw_money_format(CW_NUMBER_WHOLE, 1, 0, TEXT("USD"), 1, NULL, &length, error));
    REFUSED(expected, cw_currency(TEXT("USD"), &text, NULL, error));
    CHECK(places_are_marked());

    DONE(cw_cart_count(cart, &whole, &other_whole, error));
    CHECK(whole == 1 && other_whole == 1);
    cw_cart_free(cart);
}

static void a_text_that_must_be_there_is_refused_when_it_is_null(void)
{
    const int32_t expected = CW_INVALID_ARGUMENT;
    cw_cart *cart = new_cart();

    mark_places();
    REFUSED(expected, cw_cart_add(cart, NOTHING, TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, NOTHING,
                                  NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), NOTHING, CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, NOTHING,
                                  NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_TEXT, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_update(cart, NOTHING, CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                     CW_FORMAT_JSON, &change, &text, &length, error));
    REFUSED(expected, cw_cart_remove(cart, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_add_condition(cart, NOTHING, TEXT("tax"), TEXT("total"), CW_NUMBER_TEXT, 0, TEXT("1"),
                                            NOTHING, 0, NOTHING, error));
    REFUSED(expected, cw_cart_add_condition(cart, TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_TEXT, 0, NOTHING,
                                            NOTHING, 0, NOTHING, error));
    REFUSED(expected, cw_cart_remove_condition(cart, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_item(cart, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_content(cart, NOTHING, TEXT("USD"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_sum(cart, CW_SUM_TOTAL, NOTHING, &number, error));
    REFUSED(expected, cw_price_parse(NOTHING, &number, error));
    REFUSED(expected, cw_item_check(NOTHING, TEXT("A"), CW_NUMBER_WHOLE, 1, 0, 1, 1, 1, error));
    REFUSED(expected, cw_number_sum(NOTHING, &real, error));
    REFUSED(expected, cw_currency(NULL, 3, &text, &length, error));
    CHECK(places_are_marked());
    cw_cart_free(cart);
}

static void a_number_that_stands_for_nothing_is_refused(void)
{
    static const int32_t unknown[] = {-1, 0x7fffffff, 4711};
    const int32_t expected = CW_INVALID_ARGUMENT;
    cw_cart *cart = new_cart();
    size_t at;

    mark_places();
    for (at = 0; at < sizeof unknown / sizeof unknown[0]; at++) {
        const int32_t it = unknown[at];

        REFUSED(expected, cw_cart_column(cart, it, &text, &length, error));
        REFUSED(expected, cw_cart_sum(cart, it, TEXT("USD"), &number, error));
        REFUSED(expected, cw_cart_items(cart, it, &text, &length, error));
        REFUSED(expected, cw_cart_remove(cart, TEXT("a"), it, &text, &length, error));
        REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), it, 1, 1, TEXT("1"), 1, NOTHING, NOTHING, NOTHING,
                                      NOTHING, &change, error));
        REFUSED(expected, cw_cart_update(cart, TEXT("a"), it, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, NOTHING,
                                         CW_FORMAT_JSON, &change, &text, &length, error));
        REFUSED(expected, cw_condition_apply(it, 1, TEXT("1"), 1, &real, &other_real, error));
        REFUSED(expected, cw_item_amounts_of(it, 1, 1, 1, NOTHING, &amounts, error));
        REFUSED(expected, cw_number_combine(it, CW_NUMBER_WHOLE, 1, 0, CW_NUMBER_WHOLE, 1, 0, &number, error));
        REFUSED(expected, cw_money_round(it, 1, 1, TEXT("USD"), &number, error));
    }
    CHECK(places_are_marked());
    cw_cart_free(cart);
}

/* Each text of each function, given as these bytes. */
static void refuse_as_any_text(int32_t expected, const char *bad, size_t bad_length)
{
    cw_cart *cart = new_cart();

    mark_places();
    REFUSED(expected, cw_cart_add(cart, bad, bad_length, TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), bad, bad_length, CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_TEXT, 1, 0, bad, bad_length, 1, NOTHING, NOTHING,
                                  NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, bad, bad_length,
                                  NOTHING, NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, bad,
                                  bad_length, NOTHING, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, bad,
                                  bad_length, NOTHING, &change, error));
    REFUSED(expected, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                  NOTHING, bad, bad_length, &change, error));
    REFUSED(expected, cw_cart_update(cart, bad, bad_length, CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING,
                                     NOTHING, CW_FORMAT_JSON, &change, &text, &length, error));
    REFUSED(expected, cw_cart_update(cart, TEXT("a"), CW_QUANTITY_BY, 1, bad, bad_length, CW_NUMBER_NONE, 0, 0, NOTHING,
                                     NOTHING, CW_FORMAT_JSON, &change, &text, &length, error));
    REFUSED(expected, cw_cart_update(cart, TEXT("a"), CW_QUANTITY_BY, 1, NOTHING, CW_NUMBER_NONE, 0, 0, NOTHING, bad,
                                     bad_length, CW_FORMAT_JSON, &change, &text, &length, error));
    REFUSED(expected, cw_cart_remove(cart, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_add_condition(cart, bad, bad_length, TEXT("tax"), TEXT("total"), CW_NUMBER_REAL, 1, NOTHING,
                                            NOTHING, 0, NOTHING, error));
    REFUSED(expected, cw_cart_add_condition(cart, TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_TEXT, 0, bad,
                                            bad_length, NOTHING, 0, NOTHING, error));
    REFUSED(expected, cw_cart_add_condition(cart, TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_REAL, 1, NOTHING,
                                            NOTHING, 0, bad, bad_length, error));
    REFUSED(expected, cw_cart_remove_condition(cart, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_item(cart, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_content(cart, bad, bad_length, TEXT("USD"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_sum(cart, CW_SUM_TOTAL, bad, bad_length, &number, error));
    REFUSED(expected, cw_currency(bad, bad_length, &text, &length, error));
    REFUSED(expected, cw_price_parse(bad, bad_length, &number, error));
    REFUSED(expected, cw_item_check(bad, bad_length, TEXT("A"), CW_NUMBER_WHOLE, 1, 0, 1, 1, 9, error));
    REFUSED(expected, cw_number_sum(bad, bad_length, &real, error));
    CHECK(places_are_marked());

    DONE(cw_cart_count(cart, &whole, &other_whole, error));
    CHECK(whole == 1 && other_whole == 1);
    cw_cart_free(cart);
}

static void bytes_that_are_no_text_are_refused(void)
{
    cw_cart *cart = new_cart();

    refuse_as_any_text(CW_INVALID_TEXT, NOT_UTF8);
    REFUSED(CW_INVALID_TEXT, cw_cart_add(cart, TEXT("a"), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, TEXT("{]"),
                                         NOTHING, NOTHING, NOTHING, &change, error));
    REFUSED(CW_INVALID_TEXT, cw_number_sum(TEXT("[1,"), &real, error));
    REFUSED(CW_CORRUPT_CART, cw_cart_load(cart, NOT_UTF8, NOTHING, NOTHING, error));
    REFUSED(CW_CORRUPT_CART, cw_cart_hold(cart, NOTHING, NOT_UTF8, NOTHING, error));
    cw_cart_free(cart);
}

static void a_length_beyond_any_memory_is_refused_before_a_byte_is_read(void)
{
    cw_cart *cart = new_cart();

    refuse_as_any_text(CW_INVALID_ARGUMENT, TOO_LONG);
    refuse_as_any_text(CW_INVALID_ARGUMENT, JUST_TOO_LONG);
    REFUSED(CW_INVALID_ARGUMENT, cw_cart_load(cart, TOO_LONG, NOTHING, NOTHING, error));
    REFUSED(CW_INVALID_ARGUMENT, cw_cart_hold(cart, NOTHING, JUST_TOO_LONG, NOTHING, error));
    cw_cart_free(cart);
}

static void an_error_belongs_to_who_got_it(void)
{
    cw_cart *cart = new_cart();
    cw_error *first = NULL, *second = NULL;
    const char *message;
    size_t message_length;

    mark_places();
    CHECK(cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("XXX"), &number, &first) == CW_UNKNOWN_CURRENCY);
    CHECK(cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("YYY"), &number, &second) == CW_UNKNOWN_CURRENCY);
    cw_cart_free(cart);
    CHECK(first != NULL && first != second);
    cw_error_free(second);
    CHECK(cw_error_message(first, &message, &message_length) == CW_OK);
    CHECK(message_length == 22 && memcmp(message, "Invalid currency \"XXX\"", 22) == 0);
    cw_error_free(first);
    CHECK(places_are_marked());
}

static void an_empty_text_is_a_text(void)
{
    cw_cart *cart = new_cart();

    DONE(cw_cart_load(cart, TEXT(""), TEXT(""), NOTHING, error));
    DONE(cw_cart_item(cart, TEXT(""), CW_FORMAT_JSON, &text, &length, error));
    CHECK(text == NULL && length == 0);
    DONE(cw_price_parse(TEXT(""), &number, error));
    CHECK(number.kind == CW_NUMBER_WHOLE && number.whole == 0);
    REFUSED(CW_INVALID_ITEM, cw_item_check(TEXT(""), TEXT("A"), CW_NUMBER_WHOLE, 1, 0, 1, 1, 9, error));
    cw_cart_free(cart);
}

static void a_nul_is_a_character(void)
{
    cw_cart *cart = new_cart();

    DONE(cw_cart_add(cart, TEXT("a\0b"), TEXT("A\0B"), CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, NOTHING,
                     NOTHING, &change, error));
    DONE(cw_cart_count(cart, &whole, &other_whole, error));
    CHECK(whole == 2); /* "a" is another item */
    DONE(cw_cart_item(cart, TEXT("a\0b"), CW_FORMAT_PHP, &text, &length, error));
    CHECK(text != NULL && length > 40 && memcmp(text, "a:7:{s:2:\"id\";s:3:\"a\0b\";", 24) == 0);
    cw_text_free(text, length);
    cw_cart_free(cart);
}

static void every_calculation_answers(void)
{
    DONE(cw_price_parse(TEXT("RM1,299.50"), &number, error));
    CHECK(number.kind == CW_NUMBER_REAL && number.real == 1299.5);
    DONE(cw_item_check(TEXT("a"), TEXT("A"), CW_NUMBER_REAL, 0, 19.99, 3, 10, 255, error));
    DONE(cw_item_amounts_of(CW_NUMBER_WHOLE, 100, 0, 2, TEXT("[\"-10%\"]"), &amounts, error));
    CHECK(amounts.price.whole == 90 && amounts.subtotal.whole == 180 && amounts.discount.whole == 20);
    CHECK(amounts.subtotal_without_conditions.kind == CW_NUMBER_WHOLE);
    DONE(cw_condition_check(TEXT("a"), TEXT("tax"), TEXT("total"), CW_NUMBER_TEXT, 0, TEXT("8%"), &effect, error));
    CHECK(effect.operator_sign == '%' && effect.number == 0.08 && effect.is_charge == 1 && effect.is_discount == 0);
    DONE(cw_condition_apply(CW_NUMBER_TEXT, 0, TEXT("+10%"), 22, &real, &other_real, error));
    CHECK(real == 24.2 && other_real == 2.2);
    DONE(cw_number_combine(CW_ADD, CW_NUMBER_REAL, 0, 0.1, CW_NUMBER_REAL, 0, 0.2, &number, error));
    CHECK(number.real == 0.3);
    DONE(cw_number_sum(TEXT("[0.1,0.2,0.3]"), &real, error));
    CHECK(real == 0.6);
    DONE(cw_money_round(CW_NUMBER_REAL, 0, 2.345, TEXT("USD"), &number, error));
    CHECK(number.real == 2.35);
    DONE(cw_money_format(CW_NUMBER_WHOLE, 30, 0, TEXT("usd"), 1, &text, &length, error));
    CHECK(length == 5 && memcmp(text, "$0.30", 5) == 0);
    cw_text_free(text, length);
    DONE(cw_currency(TEXT("JPY"), &text, &length, error));
    CHECK(length > 13 && memcmp(text, "{\"code\":\"JPY\"", 13) == 0);
    cw_text_free(text, length);
}

int main(void)
{
    the_library_says_who_it_is();
    what_is_freed_may_be_null();
    no_error_has_no_parts();
    no_cart_is_an_invalid_argument();
    a_place_that_is_null_is_an_invalid_argument_and_nothing_happens();
    a_text_that_must_be_there_is_refused_when_it_is_null();
    a_number_that_stands_for_nothing_is_refused();
    bytes_that_are_no_text_are_refused();
    a_length_beyond_any_memory_is_refused_before_a_byte_is_read();
    an_error_belongs_to_who_got_it();
    an_empty_text_is_a_text();
    a_nul_is_a_character();
    every_calculation_answers();
    return summary();
}
