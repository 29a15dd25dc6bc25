/*
 * What the library promises to callers who get it wrong, of engines, their carts, results, merges, locks, reservations and versions: NULLs, bytes that are
 * no text, lengths that are none, numbers that stand for nothing. Every such call is refused, and nothing else happens.
 */
#include "abi.h"

#define KEY TEXT("user-7"), TEXT("default")
#define OTHER TEXT("guest"), TEXT("default")
#define OWNER TEXT("00000000000000000000000000000000")
#define CAPTURED TEXT("{\"versions\":{},\"bypass\":null}")
#define HEALTH TEXT("{\"op\":\"health\"}")

/* One of everything, and places that calls write to. */
static cw_engine *engine;
static cw_cart *bound, *guest, *hosted, *other;
static cw_locks *locks;
static cw_reservations *reservations;
static cw_versions *versions;
static cw_merge_plan *plan;
static cw_result *result;

static cw_engine *opened;
static cw_cart *made;
static cw_locks *store;
static cw_reservations *held;
static cw_versions *published;
static cw_merge_plan *planned;
static cw_result *done;
static cw_result_summary sums;
static cw_identity identity;
static cw_lock lock;
static char *text, *permit;
static size_t length, permit_length;
static int64_t whole;
static const double price = 1;
static int32_t flag;

static void mark_places(void)
{
    opened = (cw_engine *)(void *)&mark;
    made = (cw_cart *)(void *)&mark;
    store = (cw_locks *)(void *)&mark;
    held = (cw_reservations *)(void *)&mark;
    published = (cw_versions *)(void *)&mark;
    planned = (cw_merge_plan *)(void *)&mark;
    done = (cw_result *)(void *)&mark;
    text = permit = MARKED_TEXT;
    length = permit_length = MARKED_LENGTH;
    whole = 4711;
    flag = 4711;
    memset(&sums, 0x5a, sizeof sums);
    memset(&identity, 0x5a, sizeof identity);
    memset(&lock, 0x5a, sizeof lock);
}

static int places_are_marked(void)
{
    return opened == (cw_engine *)(void *)&mark && made == (cw_cart *)(void *)&mark && store == (cw_locks *)(void *)&mark
           && held == (cw_reservations *)(void *)&mark && published == (cw_versions *)(void *)&mark && permit == MARKED_TEXT
           && permit_length == MARKED_LENGTH && planned == (cw_merge_plan *)(void *)&mark && done == (cw_result *)(void *)&mark && text == MARKED_TEXT
           && length == MARKED_LENGTH && whole == 4711 && flag == 4711 && sums.changes == sums.events
           && identity.incarnation[0] == 0x5a && lock.owner[0] == 0x5a;
}

static void make_everything(void)
{
    DONE(cw_engine_open(TEXT("{\"store\":\"memory\"}"), &engine, error));
    DONE(cw_engine_cart(engine, KEY, &bound, error));
    DONE(cw_engine_cart(engine, OTHER, &guest, error));
    DONE(cw_cart_new(&hosted, error));
    DONE(cw_cart_new(&other, error));
    DONE(cw_locks_open(TEXT("{\"store\":\"memory\"}"), &locks, error));
    DONE(cw_reservations_open(TEXT("{\"store\":\"memory\"}"), &reservations, error));
    DONE(cw_versions_open(TEXT("{\"store\":\"memory\"}"), &versions, error));
    DONE(cw_cart_apply(bound, TEXT("{\"op\":\"add\",\"id\":\"a\",\"name\":\"A\",\"price\":1}"), &result, error));
    DONE(cw_cart_apply(guest, TEXT("{\"op\":\"add\",\"id\":\"a\",\"name\":\"A\",\"price\":1}"), NULL, error));
    DONE(cw_engine_plan_merge(engine, KEY, OTHER, CW_MERGE_ADD_QUANTITIES, &plan, error));
}

static void free_everything(void)
{
    cw_merge_plan_free(plan);
    cw_result_free(result);
    cw_versions_free(versions);
    cw_reservations_free(reservations);
    cw_locks_free(locks);
    cw_cart_free(other);
    cw_cart_free(hosted);
    cw_cart_free(guest);
    cw_cart_free(bound);
    cw_engine_free(engine);
}

/* Whatever was tried, the carts are what they were. */
static void nothing_has_changed(void)
{
    int64_t items = 0, quantity = 0;
    cw_identity is;

    CHECK(places_are_marked());
    DONE(cw_cart_count(bound, &items, &quantity, error));
    CHECK(items == 1 && quantity == 1);
    DONE(cw_cart_identity(bound, &is, error));
    CHECK(is.version == 1 && strlen(is.incarnation) == 36);
    DONE(cw_cart_count(hosted, &items, &quantity, error));
    CHECK(items == 0);
}

static void what_is_freed_may_be_null(void)
{
    cw_engine_free(NULL);
    cw_locks_free(NULL);
    cw_reservations_free(NULL);
    cw_versions_free(NULL);
    cw_merge_plan_free(NULL);
    cw_result_free(NULL);
}

static void no_handle_is_an_invalid_argument(void)
{
    const int32_t expected = CW_INVALID_ARGUMENT;

    mark_places();
    REFUSED(expected, cw_engine_set_zones(NULL, TEXT("{}"), error));
    REFUSED(expected, cw_engine_cart(NULL, KEY, &made, error));
    REFUSED(expected, cw_engine_has(NULL, KEY, &flag, error));
    REFUSED(expected, cw_engine_swap(NULL, KEY, OTHER, &flag, error));
    REFUSED(expected, cw_engine_instances(NULL, TEXT("user-7"), &text, &length, error));
    REFUSED(expected, cw_engine_forget(NULL, TEXT("user-7"), &text, &length, error));
    REFUSED(expected, cw_engine_carts(NULL, NOTHING, &text, &length, error));
    REFUSED(expected, cw_engine_prune(NULL, NOTHING, &text, &length, error));
    REFUSED(expected, cw_engine_metrics(NULL, &text, &length, error));
    REFUSED(expected, cw_engine_clear_metrics(NULL, error));
    REFUSED(expected, cw_engine_count(NULL, CW_COUNTED_CONVERSION, error));
    REFUSED(expected, cw_engine_outbox(NULL, 0, 1, &text, &length, error));
    REFUSED(expected, cw_engine_acknowledge(NULL, 1, error));
    REFUSED(expected, cw_engine_plan_merge(NULL, KEY, OTHER, CW_MERGE_ADD_QUANTITIES, &planned, error));
    REFUSED(expected, cw_engine_commit_merge(NULL, plan, NOTHING, &done, error));
    REFUSED(expected, cw_engine_commit_merge(engine, NULL, NOTHING, &done, error));
    REFUSED(expected, cw_engine_merge(NULL, KEY, OTHER, CW_MERGE_ADD_QUANTITIES, &done, error));
    REFUSED(expected, cw_merge_plan_conflicts(NULL, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_merge_plan_identities(NULL, &text, &length, error));
    REFUSED(expected, cw_cart_set_switches(NULL, 0, 0, 0, 0, error));
    REFUSED(expected, cw_cart_name(NULL, KEY, TEXT("USD"), error));
    REFUSED(expected, cw_cart_identity(NULL, &identity, error));
    REFUSED(expected, cw_cart_apply(NULL, TEXT("{\"op\":\"clear\"}"), &done, error));
    REFUSED(expected, cw_cart_clear(NULL, error));
    REFUSED(expected, cw_cart_has(NULL, TEXT("a"), &flag, error));
    REFUSED(expected, cw_cart_has_rules(NULL, &flag, error));
    REFUSED(expected, cw_cart_result(NULL, &done, error));
    REFUSED(expected, cw_cart_set_metadata(NULL, TEXT("a"), TEXT("1"), error));
    REFUSED(expected, cw_cart_remove_metadata(NULL, TEXT("a"), &flag, error));
    REFUSED(expected, cw_cart_metadata(NULL, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_conflicts(NULL, hosted, CW_MERGE_ADD_QUANTITIES, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_conflicts(hosted, NULL, CW_MERGE_ADD_QUANTITIES, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_cart_merge(NULL, hosted, CW_MERGE_ADD_QUANTITIES, NOTHING, &done, error));
    REFUSED(expected, cw_cart_merge(hosted, NULL, CW_MERGE_ADD_QUANTITIES, NOTHING, &done, error));
    REFUSED(expected, cw_cart_prime(NULL, error));
    REFUSED(expected, cw_cart_prime_line(NULL, TEXT("a"), NOTHING, CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING, NOTHING,
                                         error));
    REFUSED(expected, cw_cart_prime_lines(NULL, TEXT("a"), &whole, &price, &whole, 1, error));
    REFUSED(expected, cw_cart_prime_conditions(NULL, NOTHING, NOTHING, error));
    REFUSED(expected, cw_cart_prime_metadata(NULL, TEXT("a"), TEXT("1"), error));
    REFUSED(expected, cw_cart_primed(NULL, &whole, error));
    REFUSED(expected, cw_result_summary_of(NULL, &sums, error));
    REFUSED(expected, cw_result_changes(NULL, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_result_events(NULL, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_locks_acquire(NULL, TEXT("a"), 1000, 0, &lock, error));
    REFUSED(expected, cw_locks_renew(NULL, TEXT("a"), OWNER, 1000, &lock, error));
    REFUSED(expected, cw_locks_release(NULL, TEXT("a"), OWNER, error));
    REFUSED(expected, cw_locks_force_release(NULL, TEXT("a"), &flag, error));
    REFUSED(expected, cw_locks_list(NULL, NOTHING, &text, &length, error));
    REFUSED(expected, cw_reservations_call(NULL, TEXT("{\"op\":\"stats\"}"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_reservations_call(reservations, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_reservations_advance(NULL, 1, error));
    REFUSED(expected, cw_versions_call(NULL, HEALTH, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_versions_call(versions, NOTHING, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_versions_lookup(NULL, TEXT("page"), CAPTURED, 0, &flag, &text, &length, &permit, &permit_length, error));
    REFUSED(expected, cw_versions_keep(NULL, OWNER, NOTHING, 1, 1, &flag, error));
    REFUSED(expected, cw_versions_advance(NULL, 1, error));
    nothing_has_changed();
}

static void a_place_that_is_null_is_an_invalid_argument(void)
{
    const int32_t expected = CW_INVALID_ARGUMENT;

    mark_places();
    REFUSED(expected, cw_engine_open(TEXT("{\"store\":\"memory\"}"), NULL, error));
    REFUSED(expected, cw_engine_cart(engine, KEY, NULL, error));
    REFUSED(expected, cw_engine_has(engine, KEY, NULL, error));
    REFUSED(expected, cw_engine_swap(engine, KEY, OTHER, NULL, error));
    REFUSED(expected, cw_engine_instances(engine, TEXT("user-7"), NULL, &length, error));
    REFUSED(expected, cw_engine_forget(engine, TEXT("user-7"), &text, NULL, error));
    REFUSED(expected, cw_engine_carts(engine, NOTHING, NULL, &length, error));
    REFUSED(expected, cw_engine_prune(engine, TEXT("{\"idle_seconds\":0}"), &text, NULL, error));
    REFUSED(expected, cw_engine_metrics(engine, NULL, &length, error));
    REFUSED(expected, cw_engine_outbox(engine, 0, 1, &text, NULL, error));
    REFUSED(expected, cw_engine_plan_merge(engine, KEY, OTHER, CW_MERGE_ADD_QUANTITIES, NULL, error));
    REFUSED(expected, cw_merge_plan_conflicts(plan, CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_merge_plan_identities(plan, &text, NULL, error));
    REFUSED(expected, cw_cart_identity(bound, NULL, error));
    REFUSED(expected, cw_cart_has(bound, TEXT("a"), NULL, error));
    REFUSED(expected, cw_cart_has_rules(bound, NULL, error));
    REFUSED(expected, cw_cart_result(bound, NULL, error));
    REFUSED(expected, cw_cart_remove_metadata(bound, TEXT("a"), NULL, error));
    REFUSED(expected, cw_cart_metadata(bound, NOTHING, CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_cart_conflicts(hosted, hosted, CW_MERGE_ADD_QUANTITIES, CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_cart_primed(hosted, NULL, error));
    REFUSED(expected, cw_result_summary_of(result, NULL, error));
    REFUSED(expected, cw_result_changes(result, CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_result_events(result, CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_locks_open(TEXT("{\"store\":\"memory\"}"), NULL, error));
    REFUSED(expected, cw_locks_acquire(locks, TEXT("a"), 1000, 0, NULL, error));
    REFUSED(expected, cw_locks_renew(locks, TEXT("a"), OWNER, 1000, NULL, error));
    REFUSED(expected, cw_locks_force_release(locks, TEXT("a"), NULL, error));
    REFUSED(expected, cw_locks_list(locks, NOTHING, NULL, &length, error));
    REFUSED(expected, cw_reservations_open(TEXT("{\"store\":\"memory\"}"), NULL, error));
    REFUSED(expected, cw_reservations_call(reservations, TEXT("{\"op\":\"stats\"}"), CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_reservations_call(reservations, TEXT("{\"op\":\"stats\"}"), CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_versions_open(TEXT("{\"store\":\"memory\"}"), NULL, error));
    REFUSED(expected, cw_versions_call(versions, HEALTH, CW_FORMAT_JSON, NULL, &length, error));
    REFUSED(expected, cw_versions_call(versions, HEALTH, CW_FORMAT_JSON, &text, NULL, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, 0, NULL, &text, &length, &permit, &permit_length, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, 0, &flag, NULL, &length, &permit, &permit_length, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, 0, &flag, &text, NULL, &permit, &permit_length, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, 0, &flag, &text, &length, NULL, &permit_length, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, 0, &flag, &text, &length, &permit, NULL, error));
    REFUSED(expected, cw_versions_keep(versions, OWNER, NOTHING, 1, 1, NULL, error));
    nothing_has_changed();
}

/* Texts that have to be there. */
static void refuse_as_any_text(int32_t expected, const char *bad, size_t bad_length)
{
    mark_places();
    REFUSED(expected, cw_engine_open(bad, bad_length, &opened, error));
    REFUSED(expected, cw_engine_cart(engine, bad, bad_length, TEXT("default"), &made, error));
    REFUSED(expected, cw_engine_cart(engine, TEXT("user-7"), bad, bad_length, &made, error));
    REFUSED(expected, cw_engine_has(engine, bad, bad_length, TEXT("default"), &flag, error));
    REFUSED(expected, cw_engine_has(engine, TEXT("user-7"), bad, bad_length, &flag, error));
    REFUSED(expected, cw_engine_swap(engine, bad, bad_length, TEXT("default"), OTHER, &flag, error));
    REFUSED(expected, cw_engine_swap(engine, TEXT("user-7"), bad, bad_length, OTHER, &flag, error));
    REFUSED(expected, cw_engine_swap(engine, KEY, bad, bad_length, TEXT("default"), &flag, error));
    REFUSED(expected, cw_engine_swap(engine, KEY, TEXT("guest"), bad, bad_length, &flag, error));
    REFUSED(expected, cw_engine_instances(engine, bad, bad_length, &text, &length, error));
    REFUSED(expected, cw_engine_forget(engine, bad, bad_length, &text, &length, error));
    REFUSED(expected, cw_engine_plan_merge(engine, bad, bad_length, TEXT("default"), OTHER, CW_MERGE_ADD_QUANTITIES, &planned,
                                           error));
    REFUSED(expected, cw_engine_merge(engine, KEY, TEXT("guest"), bad, bad_length, CW_MERGE_ADD_QUANTITIES, &done, error));
    REFUSED(expected, cw_cart_name(hosted, bad, bad_length, TEXT("default"), TEXT("USD"), error));
    REFUSED(expected, cw_cart_name(hosted, TEXT("user-7"), bad, bad_length, TEXT("USD"), error));
    REFUSED(expected, cw_cart_name(hosted, KEY, bad, bad_length, error));
    REFUSED(expected, cw_cart_apply(bound, bad, bad_length, &done, error));
    REFUSED(expected, cw_cart_has(bound, bad, bad_length, &flag, error));
    REFUSED(expected, cw_cart_set_metadata(bound, bad, bad_length, TEXT("1"), error));
    REFUSED(expected, cw_cart_remove_metadata(bound, bad, bad_length, &flag, error));
    REFUSED(expected, cw_locks_open(bad, bad_length, &store, error));
    REFUSED(expected, cw_reservations_open(bad, bad_length, &held, error));
    REFUSED(expected, cw_reservations_call(reservations, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_versions_open(bad, bad_length, &published, error));
    REFUSED(expected, cw_versions_call(versions, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_versions_lookup(versions, bad, bad_length, CAPTURED, 0, &flag, &text, &length, &permit, &permit_length,
                                         error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), bad, bad_length, 0, &flag, &text, &length, &permit,
                                         &permit_length, error));
    REFUSED(expected, cw_versions_keep(versions, bad, bad_length, TEXT("1"), 1, 1, &flag, error));
    REFUSED(expected, cw_locks_acquire(locks, bad, bad_length, 1000, 0, &lock, error));
    REFUSED(expected, cw_locks_renew(locks, bad, bad_length, OWNER, 1000, &lock, error));
    REFUSED(expected, cw_locks_renew(locks, TEXT("a"), bad, bad_length, 1000, &lock, error));
    REFUSED(expected, cw_locks_release(locks, bad, bad_length, OWNER, error));
    REFUSED(expected, cw_locks_release(locks, TEXT("a"), bad, bad_length, error));
    REFUSED(expected, cw_locks_force_release(locks, bad, bad_length, &flag, error));
    nothing_has_changed();
}

/* And those of which there may be none. */
static void refuse_as_a_text_that_may_be_missing(int32_t expected, const char *bad, size_t bad_length)
{
    mark_places();
    REFUSED(expected, cw_engine_set_zones(engine, bad, bad_length, error));
    REFUSED(expected, cw_engine_carts(engine, bad, bad_length, &text, &length, error));
    REFUSED(expected, cw_engine_prune(engine, bad, bad_length, &text, &length, error));
    REFUSED(expected, cw_engine_commit_merge(engine, plan, bad, bad_length, &done, error));
    REFUSED(expected, cw_cart_merge(hosted, other, CW_MERGE_ADD_QUANTITIES, bad, bad_length, &done, error));
    REFUSED(expected, cw_cart_set_metadata(bound, TEXT("a"), bad, bad_length, error));
    REFUSED(expected, cw_cart_metadata(bound, bad, bad_length, CW_FORMAT_JSON, &text, &length, error));
    REFUSED(expected, cw_locks_list(locks, bad, bad_length, &text, &length, error));
    DONE(cw_cart_prime(hosted, error));
    REFUSED(expected, cw_cart_prime_line(hosted, bad, bad_length, NOTHING, CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, NOTHING, NOTHING,
                                         NOTHING, error));
    REFUSED(expected, cw_cart_prime_line(hosted, TEXT("a"), NOTHING, CW_NUMBER_WHOLE, 1, 0, NOTHING, 1, bad, bad_length, NOTHING,
                                         NOTHING, error));
    REFUSED(expected, cw_cart_prime_lines(hosted, bad, bad_length, &whole, &price, &whole, 1, error));
    REFUSED(expected, cw_cart_prime_conditions(hosted, bad, bad_length, NOTHING, error));
    REFUSED(expected, cw_cart_prime_conditions(hosted, NOTHING, bad, bad_length, error));
    REFUSED(expected, cw_cart_prime_metadata(hosted, bad, bad_length, TEXT("1"), error));
    REFUSED(expected, cw_cart_prime_metadata(hosted, TEXT("a"), bad, bad_length, error));
    DONE(cw_cart_forget(hosted, error));
    nothing_has_changed();
}

static void texts_that_are_none_are_refused(void)
{
    refuse_as_any_text(CW_INVALID_ARGUMENT, NOTHING);
    refuse_as_any_text(CW_INVALID_TEXT, NOT_UTF8);
    refuse_as_any_text(CW_INVALID_ARGUMENT, TOO_LONG);
    refuse_as_any_text(CW_INVALID_ARGUMENT, JUST_TOO_LONG);
    refuse_as_a_text_that_may_be_missing(CW_INVALID_TEXT, NOT_UTF8);
    refuse_as_a_text_that_may_be_missing(CW_INVALID_ARGUMENT, TOO_LONG);
    refuse_as_a_text_that_may_be_missing(CW_INVALID_ARGUMENT, JUST_TOO_LONG);
}

static void a_number_that_stands_for_nothing_is_refused(void)
{
    static const int32_t unknown[] = {-1, 0x7fffffff, 4711};
    const int32_t expected = CW_INVALID_ARGUMENT;
    size_t at;

    mark_places();
    for (at = 0; at < sizeof unknown / sizeof unknown[0]; at++) {
        const int32_t it = unknown[at];

        REFUSED(expected, cw_engine_count(engine, it, error));
        REFUSED(expected, cw_engine_plan_merge(engine, KEY, OTHER, it, &planned, error));
        REFUSED(expected, cw_engine_merge(engine, KEY, OTHER, it, &done, error));
        REFUSED(expected, cw_merge_plan_conflicts(plan, it, &text, &length, error));
        REFUSED(expected, cw_cart_conflicts(hosted, other, it, CW_FORMAT_JSON, &text, &length, error));
        REFUSED(expected, cw_cart_merge(hosted, other, it, NOTHING, &done, error));
        REFUSED(expected, cw_cart_set_switches(hosted, 0, it, 0, 0, error));
        REFUSED(expected, cw_cart_set_switches(hosted, it, 0, 0, 0, error));
        REFUSED(expected, cw_cart_metadata(bound, NOTHING, it, &text, &length, error));
        REFUSED(expected, cw_result_changes(result, it, &text, &length, error));
        REFUSED(expected, cw_result_events(result, it, &text, &length, error));
        REFUSED(expected, cw_reservations_call(reservations, TEXT("{\"op\":\"stats\"}"), it, &text, &length, error));
        REFUSED(expected, cw_versions_call(versions, HEALTH, it, &text, &length, error));
    }
    REFUSED(expected, cw_versions_advance(versions, 1, error)); /* its clock goes by itself, too */
    REFUSED(CW_INVALID_VERSIONS, cw_versions_call(versions, TEXT("{\"op\":\"dance\"}"), CW_FORMAT_JSON, &text, &length, error));
    REFUSED(CW_INVALID_VERSIONS, cw_versions_open(TEXT("{\"store\":\"memory\",\"lock_lease_ms\":0}"), &published, error));
    REFUSED(expected, cw_versions_lookup(versions, TEXT("page"), CAPTURED, -1, &flag, &text, &length, &permit, &permit_length,
                                         error));
    REFUSED(expected, cw_versions_keep(versions, OWNER, TEXT("1"), 1, -1, &flag, error));
    REFUSED(expected, cw_versions_keep(versions, OWNER, "1", SIZE_MAX, 1, 1, &flag, error));
    REFUSED(expected, cw_reservations_advance(reservations, 1, error)); /* its clock goes by itself */
    REFUSED(CW_INVALID_RESERVATION, cw_reservations_call(reservations, TEXT("{\"op\":\"dance\"}"), CW_FORMAT_JSON, &text,
                                                         &length, error));
    REFUSED(CW_INVALID_RESERVATION, cw_reservations_open(TEXT("{\"store\":\"memory\",\"lease_ms\":1000}"), &held, error));
    REFUSED(expected, cw_engine_outbox(engine, 0, -1, &text, &length, error));
    REFUSED(expected, cw_locks_acquire(locks, TEXT("a"), 1000, -1, &lock, error));
    REFUSED(CW_INVALID_LOCK, cw_locks_acquire(locks, TEXT("a"), 0, 0, &lock, error));
    nothing_has_changed();
}

/* Whoever keeps a result, a plan or a cart may free in any order. */
static void everything_outlives_its_engine(void)
{
    cw_engine *first = NULL;
    cw_cart *cart = NULL;
    cw_result *last = NULL;

    DONE(cw_engine_open(TEXT("{\"store\":\"memory\"}"), &first, error));
    DONE(cw_engine_cart(first, KEY, &cart, error));
    cw_engine_free(first);
    DONE(cw_cart_apply(cart, TEXT("{\"op\":\"add\",\"id\":\"a\",\"name\":\"A\"}"), &last, error));
    cw_cart_free(cart);
    DONE(cw_result_summary_of(last, &sums, error));
    CHECK(sums.changes == 1 && sums.events == 3 && sums.differs == 1 && sums.attempts == 1 && sums.version_after == 1);
    cw_result_free(last);
}

int main(void)
{
    what_is_freed_may_be_null();
    make_everything();
    no_handle_is_an_invalid_argument();
    a_place_that_is_null_is_an_invalid_argument();
    texts_that_are_none_are_refused();
    a_number_that_stands_for_nothing_is_refused();
    free_everything();
    everything_outlives_its_engine();
    return summary();
}
