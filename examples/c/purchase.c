/*
 * A purchase: a visitor's cart and a customer's in a SQLite file, a discount that comes by its rule, the two carts made one
 * while a lock is held, and what it costs.
 *
 *     make purchase && ./purchase shop.sqlite
 *
 * What to know before reading (the rest is in cartwright.h, above each function):
 *
 * - A text goes in as a pointer and a length in bytes. It need not end with a NUL, and a NULL pointer means "none".
 * - A text that comes out is yours, with its length: give both to cw_text_free.
 * - Every call that can be refused returns a status, CW_OK or the kind of refusal. If you hand it a place for an error it
 *   puts one there exactly when it does not return CW_OK, and you free it with cw_error_free.
 * - What is refused has changed nothing: the cart is as it was before. What is done is stored when the call returns.
 * - Amounts are in minor units: 1999 is $19.99.
 */
#include <cartwright.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The two arguments of a text that is written in the program. */
#define TEXT(literal) (literal), sizeof(literal) - 1

/* The two arguments of a text that is not given. */
#define NONE NULL, 0

/* The two arguments that say whose cart it is, and which of his. */
#define CUSTOMER TEXT("user-7"), TEXT("default")
#define VISITOR TEXT("session-42"), TEXT("default")

/* Says why a call was refused, in one line, and frees the error. What an error says belongs to the error. */
static void explain(const char *what, cw_error *error)
{
    const char *sentence;
    size_t length;

    cw_error_message(error, &sentence, &length);
    printf("%s: status %d: %.*s\n", what, (int)cw_error_status(error), (int)length, sentence);
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

/* {"store": "sqlite-own:FILE"}: engines and locks take their settings as JSON. All but the store has a default. */
static size_t settings_of(const char *file, char *settings, size_t room)
{
    const int length = snprintf(settings, room, "{\"store\":\"sqlite-own:%s\"}", file);

    if (length < 0 || (size_t)length >= room || strpbrk(file, "\"\\") != NULL) {
        fprintf(stderr, "'%s' is too long, or has a character that JSON has another way to write\n", file);
        exit(EXIT_FAILURE);
    }
    return (size_t)length;
}

/* Prints the words of one member, such as those of "event", from a list of objects. A real program has a parser. */
static void print_words(const char *member, const char *text, size_t length)
{
    const size_t wanted = strlen(member);
    size_t at, end;

    for (at = 0; at + wanted < length; at++) {
        if (memcmp(text + at, member, wanted) == 0) {
            for (end = at + wanted; end < length && text[end] != '"'; end++) {
            }
            printf(" %.*s", (int)(end - at - wanted), text + at + wanted);
        }
    }
    printf("\n");
}

/* What a change did, in its own words and in events for everybody else. A result is freed like everything else. */
static void tell(const char *what, cw_result *result)
{
    cw_error *error = NULL;
    cw_result_summary summary;
    char *text;
    size_t length;
    int32_t status;

    status = cw_result_summary_of(result, &summary, &error);
    must("summary", status, error);
    printf("%s: version %lld becomes %lld\n", what, (long long)summary.version_before, (long long)summary.version_after);
    status = cw_result_changes(result, CW_FORMAT_JSON, &text, &length, &error);
    must("changes", status, error);
    printf("  changes:");
    print_words("\"change\":\"", text, length);
    cw_text_free(text, length);
    status = cw_result_events(result, CW_FORMAT_JSON, &text, &length, &error);
    must("events", status, error);
    printf("  events: ");
    print_words("\"event\":\"", text, length);
    cw_text_free(text, length);
    cw_result_free(result);
}

/* Does several things in one commit, all or none of them. */
static void change(const char *what, cw_cart *cart, const char *operations)
{
    cw_error *error = NULL;
    cw_result *result;
    int32_t status;

    status = cw_cart_apply(cart, operations, strlen(operations), &result, &error);
    must(what, status, error);
    tell(what, result);
}

/* Prints one of the cart's sums as people read it. */
static void print_sum(const char *what, cw_cart *cart, enum cw_sum which)
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
    cw_error *error = NULL;
    int32_t status;

    /* The first of the two could be done. It is not: all or none. */
    status = cw_cart_apply(cart,
                           TEXT("[{\"op\":\"remove\",\"id\":\"shirt-l\"},"
                                "{\"op\":\"add\",\"id\":\"mug\",\"name\":\"Mug\",\"price\":\"$4.50\",\"quantity\":-3}]"),
                           NULL, &error);
    switch (status) {
    case CW_OK:
        printf("that was not to be expected\n");
        break;
    case CW_INVALID_ITEM: /* the customer's mistake: tell him */
        explain("refused", error);
        break;
    case CW_CONFLICT:   /* others kept changing this cart, or */
    case CW_STORE_BUSY: /* kept the file busy: it may be tried again */
    default:            /* CW_STORE_…: for those who run the shop */
        must("a mug", status, error);
    }

    /* Not interested in why? Give no place for the error. */
    if (cw_cart_apply(cart, TEXT("{\"op\":\"dance\"}"), NULL, NULL) == CW_INVALID_ARGUMENT) {
        printf("refused: there is no such operation\n");
    }
}

/* The visitor has logged in: what he put into his cart goes into the customer's, and his cart is gone. */
static void merge(cw_engine *engine)
{
    cw_error *error = NULL;
    cw_merge_plan *plan;
    cw_result *result;
    char *conflicts;
    size_t length;
    int32_t status;

    /* What is in both? Somebody may be asked; whoever does not ask calls cw_engine_merge. */
    status = cw_engine_plan_merge(engine, CUSTOMER, VISITOR, CW_MERGE_ADD_QUANTITIES, &plan, &error);
    must("plan", status, error);
    status = cw_merge_plan_conflicts(plan, CW_FORMAT_JSON, &conflicts, &length, &error);
    must("conflicts", status, error);
    printf("in both:");
    print_words("\"line\":\"", conflicts, length);
    cw_text_free(conflicts, length);

    /* "Three shirts, please", says the customer. CW_CONFLICT here says that a cart has changed since: plan again. */
    status = cw_engine_commit_merge(engine, plan, TEXT("{\"shirt-l\":{\"quantity\":3}}"), &result, &error);
    must("merge", status, error);
    cw_merge_plan_free(plan);
    tell("merged", result);
}

/*
 * No change needs a lock, each is a commit of its own. A lock is for what is more than one commit, such as a payment: whoever
 * has it may be sure that nobody else pays for the same cart.
 */
static void while_locked(const char *settings, size_t settings_length, cw_engine *engine)
{
    cw_error *error = NULL;
    cw_locks *locks;
    cw_lock lock, other;
    int32_t status;

    status = cw_locks_open(settings, settings_length, &locks, &error);
    must("locks", status, error);
    status = cw_locks_acquire(locks, TEXT("cart:user-7"), 30000, 5000, &lock, &error); /* for 30 s, waits up to 5 s */
    must("lock", status, error);
    if (cw_locks_acquire(locks, TEXT("cart:user-7"), 30000, 0, &other, NULL) == CW_LOCK_HELD) {
        printf("locked: nobody else has it meanwhile\n");
    }
    merge(engine);

    /* The owner is what it is given back by. CW_LOCK_LOST would say that the lease had ended before. */
    status = cw_locks_release(locks, TEXT("cart:user-7"), lock.owner, strlen(lock.owner), &error);
    must("release", status, error);
    cw_locks_free(locks);
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

int main(int count, char **arguments)
{
    char settings[4096];
    size_t length;
    cw_engine *engine;
    cw_cart *cart, *visitor;
    cw_error *error = NULL;
    int32_t status;

    /* A program may be run with another library than it was built with. Ask before anything else. */
    if (cw_abi_epoch() != CW_ABI_EPOCH) {
        fprintf(stderr, "this program was built for epoch %d of libcartwright and found epoch %d\n", CW_ABI_EPOCH,
                (int)cw_abi_epoch());
        return EXIT_FAILURE;
    }
    if (count != 2) {
        fprintf(stderr, "usage: purchase FILE\n");
        return EXIT_FAILURE;
    }

    length = settings_of(arguments[1], settings, sizeof settings);
    status = cw_engine_open(settings, length, &engine, &error); /* the file is opened when it is first used */
    must("open", status, error);
    status = cw_engine_cart(engine, CUSTOMER, &cart, &error);
    must("cart", status, error);
    status = cw_engine_cart(engine, VISITOR, &visitor, &error);
    must("cart", status, error);

    /* Three per cent off from three items on: the engine puts it on and takes it off by itself. */
    change("prepared", cart,
           "[{\"op\":\"clear\"},"
           " {\"op\":\"register_dynamic\",\"condition\":{\"name\":\"Three and more\",\"type\":\"discount\",\"value\":\"-3%\","
           "  \"rules\":[{\"min_quantity\":3}]}}]");
    change("added", cart,
           "[{\"op\":\"add\",\"id\":\"shirt-l\",\"name\":\"T-Shirt\",\"price\":1999},"
           " {\"op\":\"add_condition\",\"condition\":{\"name\":\"Postage\",\"type\":\"shipping\",\"value\":\"+500\"}}]");
    print_sum("total:  ", cart, CW_SUM_TOTAL);
    try_what_customers_type(cart);

    change("visitor", visitor,
           "[{\"op\":\"add\",\"id\":\"shirt-l\",\"name\":\"T-Shirt\",\"price\":1999},"
           " {\"op\":\"add\",\"id\":\"cap\",\"name\":\"Cap\",\"price\":\"900\"}]");
    while_locked(settings, length, engine);
    /* Rules are judged with every item that comes or goes, in a merge too. When time has passed, {"op":"evaluate"} does it. */

    print_sum("items:  ", cart, CW_SUM_WITHOUT_CONDITIONS);
    print_sum("total:  ", cart, CW_SUM_TOTAL); /* this handle sees what the merge has stored */
    print_receipt(cart);

    cw_cart_free(visitor);
    cw_cart_free(cart);
    cw_engine_free(engine);
    return EXIT_SUCCESS;
}
