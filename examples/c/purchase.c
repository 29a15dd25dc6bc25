/*
 * A purchase: three shirts and a cap, ten per cent off, postage, and what it costs.
 *
 *     make purchase && ./purchase
 *
 * What to know before reading (the rest is in cartwright.h, above each function):
 *
 * - A text goes in as a pointer and a length in bytes. It need not end with a NUL, and a NULL pointer means "none".
 * - A text that comes out is yours, with its length: give both to cw_text_free.
 * - Every call that can be refused returns a status, CW_OK or the kind of refusal. If you hand it a place for an error it
 *   puts one there exactly when it does not return CW_OK, and you free it with cw_error_free.
 * - What is refused has changed nothing: the cart is as it was before.
 * - Amounts are in minor units: 1999 is $19.99.
 */
#include <cartwright.h>

#include <stdio.h>
#include <stdlib.h>

/* The two arguments of a text that is written in the program. */
#define TEXT(literal) (literal), sizeof(literal) - 1

/* The two arguments of a text that is not given. */
#define NONE NULL, 0

/* Says why a call was refused, in one line, and frees the error. What an error says belongs to the error. */
static void explain(const char *what, cw_error *error)
{
    const char *sentence, *values;
    size_t sentence_length, values_length;

    cw_error_message(error, &sentence, &sentence_length);
    cw_error_detail(error, &values, &values_length);
    printf("%s: status %d: %.*s %.*s\n", what, (int)cw_error_status(error), (int)sentence_length, sentence,
           (int)values_length, values);
    cw_error_free(error);
}

/*
 * For calls that nothing should refuse here. A real shop would answer its visitor instead of ending.
 *
 * The call comes before this one, in a line of its own: C may read `error` before it makes a call that stands beside it.
 */
static void must(const char *what, int32_t status, cw_error *error)
{
    if (status != CW_OK) {
        explain(what, error);
        exit(EXIT_FAILURE);
    }
}

/* Puts `quantity` of an item with the price `cents` into the cart. */
static void add(cw_cart *cart, const char *id, size_t id_length, const char *name, size_t name_length, int64_t cents,
                int64_t quantity)
{
    cw_item_change change;
    cw_error *error = NULL;
    int32_t status = cw_cart_add(cart, id, id_length, name, name_length,
                                 CW_NUMBER_WHOLE, cents, 0, NONE, /* the price: an integer, no float, no text */
                                 quantity,
                                 NONE,                            /* attributes: any JSON you like to keep with it */
                                 NONE,                            /* conditions of this item alone */
                                 NONE, NONE,                      /* for hosts that have classes */
                                 &change, &error);

    must("add", status, error);
    printf("added:   %.*s, now %lld of it%s\n", (int)name_length, name, (long long)change.quantity,
           change.first ? " (the first item)" : "");
}

/* Puts a condition on the whole cart. Its value is a text: "-10%", "+500", "8%", "*0.5" … */
static void add_condition(cw_cart *cart, const char *name, size_t name_length, const char *type, size_t type_length,
                          const char *value, size_t value_length)
{
    cw_error *error = NULL;
    int32_t status = cw_cart_add_condition(cart, name, name_length, type, type_length, TEXT("subtotal"),
                                           CW_NUMBER_TEXT, 0, value, value_length, NONE, 0, NONE, &error);

    must("add a condition", status, error);
}

/* Prints one of the cart's sums as people read it. */
static void print_sum(const char *what, cw_cart *cart, cw_sum which)
{
    cw_error *error = NULL;
    cw_number amount;
    char *shown;
    size_t length;
    int32_t status;

    status = cw_cart_sum(cart, which, TEXT("USD"), &amount, &error);
    must("sum", status, error);
    status = cw_money_format(amount.kind, amount.whole, amount.real, TEXT("USD"), 1, &shown, &length, &error);
    must("format", status, error);
    printf("%s %.*s\n", what, (int)length, shown);
    cw_text_free(shown, length);
}

/* What customers type is refused with a sentence. The program goes on, and so does the cart. */
static void try_what_customers_type(cw_cart *cart)
{
    cw_item_change change;
    cw_error *error = NULL;

    if (cw_cart_add(cart, TEXT("mug"), TEXT("Mug"), CW_NUMBER_TEXT, 0, 0, TEXT("$4.50"), -3, NONE, NONE, NONE, NONE,
                    &change, &error) != CW_OK) {
        explain("refused", error);
    }

    /* Not interested in why? Give no place for the error. */
    if (cw_cart_sum(cart, CW_SUM_TOTAL, TEXT("Dollars"), &change.price, NULL) == CW_UNKNOWN_CURRENCY) {
        printf("refused: nobody knows that currency\n");
    }
}

/* The receipt for programs: the whole cart as JSON. */
static void print_receipt(cw_cart *cart)
{
    cw_error *error = NULL;
    char *receipt;
    size_t length;
    int32_t status;

    status = cw_cart_content(cart, TEXT("default"), TEXT("USD"), CW_FORMAT_JSON, &receipt, &length, &error);
    must("content", status, error);
    printf("receipt: %.*s\n", (int)length, receipt);
    cw_text_free(receipt, length);
}

int main(void)
{
    cw_cart *cart = NULL;
    cw_error *error = NULL;
    char *removed;
    size_t length;
    int32_t status;

    /* A program may be run with another library than it was built with. Ask before anything else. */
    if (cw_abi_epoch() != CW_ABI_EPOCH) {
        fprintf(stderr, "this program was built for epoch %d of libcartwright and found epoch %d\n", CW_ABI_EPOCH,
                (int)cw_abi_epoch());
        return EXIT_FAILURE;
    }

    status = cw_cart_new(&cart, &error);
    must("a new cart", status, error);

    add(cart, TEXT("shirt-l"), TEXT("T-Shirt"), 1999, 1);
    add(cart, TEXT("shirt-l"), TEXT("T-Shirt"), 1999, 2); /* the same id: one line, the quantities are summed */
    add(cart, TEXT("cap"), TEXT("Cap"), 900, 1);
    add_condition(cart, TEXT("Summer sale"), TEXT("discount"), TEXT("-10%"));
    add_condition(cart, TEXT("Postage"), TEXT("shipping"), TEXT("+500"));

    print_sum("items:  ", cart, CW_SUM_WITHOUT_CONDITIONS);
    print_sum("total:  ", cart, CW_SUM_TOTAL);

    try_what_customers_type(cart);

    /* The cap was a whim. What is removed comes back as it was; NULL would say that it was not there. */
    status = cw_cart_remove(cart, TEXT("cap"), CW_FORMAT_JSON, &removed, &length, &error);
    must("remove", status, error);
    printf("removed: %.*s\n", (int)length, removed);
    cw_text_free(removed, length);
    print_sum("total:  ", cart, CW_SUM_TOTAL);

    print_receipt(cart);
    cw_cart_free(cart);
    return EXIT_SUCCESS;
}
