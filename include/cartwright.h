/* Generated from crates/ffi by `make generate`. Do not edit.
 *
 * Cartwright: carts, computed exactly.
 *
 * The object comes first, inputs are const with a length in bytes, outputs come last and are written only on
 * success. Texts are UTF-8 and are not closed by a NUL. A call that can be refused returns a cw_status and,
 * where it is given a place for it, writes a cw_error that the caller frees with cw_error_free; on success that
 * place is left as it was. Beside the statuses that a function names, each may answer CW_INVALID_ARGUMENT and
 * CW_INTERNAL. What a store answers, of an engine, of one of its carts and of locks, is one of CW_CONFLICT,
 * CW_OUTCOME_UNKNOWN, CW_NO_RANDOMNESS, CW_CORRUPT_CART, CW_CART_TOO_LARGE and the CW_STORE_... statuses. A text that
 * a call hands out as char * is freed with cw_text_free and the length that came with it. Engines and locks may be used
 * by many threads at once, every other handle by one at a time; all of them by parent and child after a fork. No
 * function calls back. docs/c-api.md says more.
 */

#ifndef CARTWRIGHT_H
#define CARTWRIGHT_H

#include <stddef.h>
#include <stdint.h>

// Raised whenever a caller built against an older header would misread something.
#define CW_ABI_EPOCH 1

// What a call answered. Numbers are never reused; new ones may be added.
typedef enum cw_status {
  // It was done.
  CW_OK = 0,
  // An item breaks one of the rules for items.
  CW_INVALID_ITEM = 1,
  // A condition breaks one of the rules for conditions.
  CW_INVALID_CONDITION = 2,
  // The class an item is associated with does not exist.
  CW_UNKNOWN_MODEL = 3,
  // The cart would grow beyond a limit.
  CW_CART_TOO_LARGE = 4,
  // A number or a result does not fit an exact decimal.
  CW_NUMBER_OUT_OF_RANGE = 5,
  // No currency has this code.
  CW_UNKNOWN_CURRENCY = 6,
  // A stored cart cannot be read. It is left as it is.
  CW_CORRUPT_CART = 7,
  // A text is not UTF-8, or a value is not JSON.
  CW_INVALID_TEXT = 8,
  // A dynamic condition has no rules, or rules that cannot be read.
  CW_INVALID_RULE = 9,
  // A key of the metadata is kept for something else.
  CW_RESERVED_KEY = 10,
  // Others kept changing the cart; nothing was stored. The detail has both versions.
  CW_CONFLICT = 11,
  // The reply of the store was lost, and nobody can tell whether the change was stored. Load the cart and look.
  CW_OUTCOME_UNKNOWN = 12,
  // The operating system has no random numbers.
  CW_NO_RANDOMNESS = 13,
  // The store cannot be reached.
  CW_STORE_UNAVAILABLE = 14,
  // Others kept the store busy for too long; it may be tried again.
  CW_STORE_BUSY = 15,
  // The store may only be read.
  CW_STORE_READ_ONLY = 16,
  // There is no room left in the store.
  CW_STORE_FULL = 17,
  // The store was written by a newer version of this library.
  CW_STORE_TOO_NEW = 18,
  // The store was open when this process was forked off, and cannot be used in it.
  CW_STORE_FORKED = 19,
  // There are two copies of SQLite in this process, which would cancel each other's locks.
  CW_STORE_SECOND_SQLITE = 20,
  // The store cannot do this.
  CW_STORE_UNSUPPORTED = 21,
  // Somebody else has the lock, and the time to wait for it is over.
  CW_LOCK_HELD = 22,
  // The lock is not the caller's, or not any more.
  CW_LOCK_LOST = 23,
  // A lock's name, owner or time is none.
  CW_INVALID_LOCK = 24,
  // A store has given out every fence there is.
  CW_FENCES_EXHAUSTED = 25,
  // There is too little of something that is to be reserved. The detail has every such line.
  CW_RESERVATION_SHORT = 26,
  // An order has a reservation with other lines, or of another owner.
  CW_RESERVATION_CONFLICT = 27,
  // The reservation of an order has ended otherwise before; its end is final.
  CW_RESERVATION_ENDED = 28,
  // More would be held than one owner, or all, may hold.
  CW_RESERVATION_LIMIT = 29,
  // The reservation of an order belongs to another attempt.
  CW_RESERVATION_WRONG_TOKEN = 30,
  // The lease of a reservation is over, and its stock could not be taken again.
  CW_RESERVATION_EXPIRED = 31,
  // Nothing is known of an order's reservation.
  CW_RESERVATION_UNKNOWN = 32,
  // A key, a name, a quantity, a time, a count or a reason of a reservation is none. The detail says which.
  CW_INVALID_RESERVATION = 33,
  // What takes back everything that is held has to be confirmed.
  CW_NOT_CONFIRMED = 34,
  // A type, a version, a setting, a key or a call of data versions is none. The detail says which.
  CW_INVALID_VERSIONS = 35,
  // No mark could be set for a change of data, and the policy is to refuse: its transaction is to be rolled back.
  CW_CHANGE_UNMARKED = 36,
  // Nothing is known of what a token of data versions was begun for.
  CW_VERSIONS_FORGOTTEN = 37,
  // The call itself was wrong: a NULL where none is allowed, an unknown code.
  CW_INVALID_ARGUMENT = 100,
  // A defect of the library. A cart that the call was changing is refused until it is loaded again.
  CW_INTERNAL = 101,
} cw_status;

// How a number is given.
typedef enum cw_number_kind {
  // There is none.
  CW_NUMBER_NONE = 0,
  // An integer.
  CW_NUMBER_WHOLE = 1,
  // A float.
  CW_NUMBER_REAL = 2,
  // A text, read as the function says.
  CW_NUMBER_TEXT = 3,
} cw_number_kind;

// What a call did to a cart. The words for it in JSON are the same in small letters: "item_added".
typedef enum cw_change_kind {
  // Nothing: what was asked for is not there.
  CW_CHANGE_NOTHING = 0,
  // An item was put in, or more of it.
  CW_CHANGE_ITEM_ADDED = 1,
  // An item was changed.
  CW_CHANGE_ITEM_UPDATED = 2,
  // An item was taken out.
  CW_CHANGE_ITEM_REMOVED = 3,
  // A condition was put on the cart.
  CW_CHANGE_CONDITION_ADDED = 4,
  // A condition was taken off the cart.
  CW_CHANGE_CONDITION_REMOVED = 5,
  // Conditions were taken off the cart together.
  CW_CHANGE_CONDITIONS_DROPPED = 6,
  // A condition was put on an item.
  CW_CHANGE_ITEM_CONDITION_ADDED = 7,
  // A condition was taken off an item.
  CW_CHANGE_ITEM_CONDITION_REMOVED = 8,
  // All conditions of an item were taken off.
  CW_CHANGE_ITEM_CONDITIONS_DROPPED = 9,
  // A value was put under a key.
  CW_CHANGE_METADATA_ADDED = 10,
  // The value of a key was taken away.
  CW_CHANGE_METADATA_REMOVED = 11,
  // A condition comes and goes by its rules from now on.
  CW_CHANGE_DYNAMIC_REGISTERED = 12,
  // A condition no longer does.
  CW_CHANGE_DYNAMIC_UNREGISTERED = 13,
  // The rules of a condition could not be judged.
  CW_CHANGE_NOT_EVALUATED = 14,
  // Another cart was taken in.
  CW_CHANGE_MERGED = 15,
  // Everything was taken out.
  CW_CHANGE_CLEARED = 16,
} cw_change_kind;

// How cw_cart_update changes a quantity.
typedef enum cw_quantity_update {
  // It stays.
  CW_QUANTITY_KEEP = 0,
  // So many more, or fewer.
  CW_QUANTITY_BY = 1,
  // Exactly so many.
  CW_QUANTITY_TO = 2,
} cw_quantity_update;

// The columns that a cart is stored in.
typedef enum cw_column {
  // The items.
  CW_COLUMN_ITEMS = 1,
  // The conditions.
  CW_COLUMN_CONDITIONS = 2,
  // The metadata, with the conditions that come and go by their rules.
  CW_COLUMN_METADATA = 4,
} cw_column;

// What a shop counts beside what the engine counts itself.
typedef enum cw_counted {
  // A cart was given up.
  CW_COUNTED_ABANDONMENT = 1,
  // A cart was bought.
  CW_COUNTED_CONVERSION = 2,
} cw_counted;

// How two additions come to stand on one line.
typedef enum cw_line_identity {
  // The same id.
  CW_LINE_BY_ID = 0,
  // The same id and the same attributes.
  CW_LINE_BY_ID_AND_ATTRIBUTES = 1,
} cw_line_identity;

// What becomes of the quantity of an item that is in both carts.
typedef enum cw_merge_strategy {
  // Both quantities together: "add_quantities".
  CW_MERGE_ADD_QUANTITIES = 1,
  // The higher of the two: "keep_highest_quantity".
  CW_MERGE_KEEP_HIGHEST_QUANTITY = 2,
  // That of the target: "keep_user_cart".
  CW_MERGE_KEEP_USER_CART = 3,
  // That of the source: "replace_with_guest".
  CW_MERGE_REPLACE_WITH_GUEST = 4,
} cw_merge_strategy;

// How a text is written.
typedef enum cw_format {
  // As PHP's serialize() writes it.
  CW_FORMAT_PHP = 1,
  // As JSON.
  CW_FORMAT_JSON = 2,
  // Not at all: for who changes a cart and does not look at what it says of the item. Only cw_cart_update and cw_cart_remove
  // take it.
  CW_FORMAT_NONE = 3,
} cw_format;

// The sums of a cart.
typedef enum cw_sum {
  // The items with their conditions, then the cart's conditions on the subtotal, rounded.
  CW_SUM_SUBTOTAL = 1,
  // The subtotal, then the cart's conditions on the total, rounded again.
  CW_SUM_TOTAL = 2,
  // Prices times quantities, without any condition.
  CW_SUM_WITHOUT_CONDITIONS = 3,
  // What the conditions save, 0 if they cost more than they save.
  CW_SUM_SAVINGS = 4,
} cw_sum;

// What cw_number_combine does with two numbers.
typedef enum cw_arithmetic {
  // The sum.
  CW_ADD = 1,
  // The first less the second.
  CW_SUBTRACT = 2,
  // The product.
  CW_MULTIPLY = 3,
  // The first by the second; by zero is refused.
  CW_DIVIDE = 4,
} cw_arithmetic;

// What a reader of the cache is to do.
typedef enum cw_found {
  // Take the value.
  CW_FOUND_FRESH = 1,
  // Take the value, which is after its soft end. Whoever has a permit makes it anew when his answer is on its way.
  CW_FOUND_STALE = 2,
  // Load it, and keep it by the permit.
  CW_FOUND_LOAD = 3,
  // Somebody is loading it: look again after a pause.
  CW_FOUND_WAIT = 4,
  // Load it, and keep nothing.
  CW_FOUND_PASS_BY = 5,
} cw_found;

// A cart that lives here between calls, in one of two ways.
//
// One that cw_cart_new made is *hosted*: the caller loads it from stored text, or line by line from what it has, changes it,
// stores what is pending at the identity it was loaded at, and says cw_cart_committed; or it forgets what was not stored. A
// call that answers CW_INTERNAL may have left it half-changed: then every call is refused until it is loaded again or
// forgotten.
//
// One that cw_engine_cart made is *bound* to the store of its engine: each change is stored before the call returns, each
// read looks whether what is held is what is stored.
//
// Either is used by one thread at a time. After a fork each process has a copy of its own.
typedef struct cw_cart cw_cart;

// A store of carts with everything that is done to them. It may be used by many threads at once. After a fork parent and
// child go on with it; a store in memory is from then on one of each process.
typedef struct cw_engine cw_engine;

// Why a call was refused: a status, a sentence, and the values the sentence is about.
//
// A call that is given a place for an error writes one there when it does not answer CW_OK; the caller frees it.
typedef struct cw_error cw_error;

// A store of locks. It may be used by many threads at once, and by parent and child after a fork; locks in memory are from
// then on those of each process.
typedef struct cw_locks cw_locks;

// Two carts of an engine as they were read, and what is in both: somebody may be asked what he wants.
typedef struct cw_merge_plan cw_merge_plan;

// A store of reservations, with what a shop has decided. It may be used by many threads at once, and by parent and child
// after a fork; reservations in memory are from then on those of each process.
typedef struct cw_reservations cw_reservations;

// What a change did: what is different, which events tell of it, what the cart was and is. It is the caller's, whatever
// becomes of the cart.
typedef struct cw_result cw_result;

// Stores of data versions, with what a shop has decided. It may be used by many threads at once, and by parent and child
// after a fork; stores in memory are from then on those of each process.
typedef struct cw_versions cw_versions;

// A number that the library gives: an integer or a float, as it would be in the host's language.
typedef struct cw_number {
  // CW_NUMBER_NONE, CW_NUMBER_WHOLE or CW_NUMBER_REAL.
  int32_t kind;
  // The integer, if the kind is CW_NUMBER_WHOLE.
  int64_t whole;
  // The float nearest to the exact value.
  double real;
} cw_number;

// What a call did to an item.
typedef struct cw_item_change {
  // A cw_change_kind.
  int32_t kind;
  // 1 if the cart had no items before.
  int32_t first;
  // The item's quantity now; 0 if it is gone.
  int64_t quantity;
  // The item's price now, as it was given; none if it is gone.
  struct cw_number price;
} cw_item_change;

// What a cart is: which one, and in which state.
typedef struct cw_identity {
  // A UUID that was made with the cart, closed by a NUL; empty if there is no cart.
  char incarnation[37];
  // 1 when the cart was made, one more with each commit; 0 if there is no cart.
  int64_t version;
} cw_identity;

// A lock that was granted.
typedef struct cw_lock {
  // The secret by which it is renewed and released: 32 hexadecimal digits and a NUL. Whoever has it has the lock, in
  // whichever process.
  char owner[33];
  // The first half of its fence, see fence_counter.
  int64_t fence_incarnation;
  // The second half. Of two locks of one name the later has the greater fence, the halves compared in this order; what the
  // lock protects refuses whoever comes with a smaller one than it has seen.
  int64_t fence_counter;
  // For how long it is surely still held, in milliseconds.
  int64_t remaining_ms;
} cw_lock;

// What a result comes to.
typedef struct cw_result_summary {
  // How many changes there are; 0 if what was asked for is not there.
  int64_t changes;
  // How many events tell of them.
  int64_t events;
  // 1 if the cart is different; 0 if a condition was set to what it was, for instance.
  int32_t differs;
  // How often it was tried, the last time included: others may have changed the cart meanwhile.
  int32_t attempts;
  // The version the cart had, 0 if there was none and of a hosted cart.
  int64_t version_before;
  // The version the cart has, 0 if there is none and of a hosted cart.
  int64_t version_after;
} cw_result_summary;

// What an item costs, as numbers of the host.
typedef struct cw_item_amounts {
  // The price of one with the item's conditions.
  struct cw_number price;
  // That price times the quantity.
  struct cw_number subtotal;
  // The plain price times the quantity.
  struct cw_number subtotal_without_conditions;
  // What the conditions take off, at least 0.
  struct cw_number discount;
} cw_item_amounts;

// A condition's value, read.
typedef struct cw_condition_effect {
  // One of the characters % + - * /
  int32_t operator_sign;
  // 1 if it takes off.
  int32_t is_discount;
  // 1 if it adds.
  int32_t is_charge;
  // 1 if it is a percentage.
  int32_t is_percentage;
  // The number; for a percentage the share.
  double number;
} cw_condition_effect;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The epoch of this library's ABI. A caller compares it with the CW_ABI_EPOCH of its header before anything else.
//
// @return CW_ABI_EPOCH of the library.
int32_t cw_abi_epoch(void);

// The version of this library.
//
// @return A text such as "0.1.0", closed by a NUL, which is never freed.
const char *cw_version(void);

// Frees a text that a call has handed out.
//
// @param text    The text, or NULL, which does nothing.
// @param length  The length that came with it.
void cw_text_free(char *text, size_t length);

// Makes an empty hosted cart with the original's limits and switches.
//
// @param out    Receives the cart; free it with cw_cart_free.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_new(struct cw_cart **out, struct cw_error **error);

// Frees a cart.
//
// @param cart  The cart, or NULL, which does nothing.
void cw_cart_free(struct cw_cart *cart);

// Sets how large a hosted cart may grow; that of an engine has the engine's limits. It holds for changes made afterwards; what is stored stays readable.
//
// @param cart           The cart.
// @param items          Distinct items.
// @param data_bytes     Bytes of one item's attributes, of all items, of all conditions as stored text.
// @param item_quantity  Quantity of one item.
// @param text_bytes     Bytes of an item's id and name.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for a negative limit and for a cart of an engine.
int32_t cw_cart_set_limits(struct cw_cart *cart,
                           int64_t items,
                           int64_t data_bytes,
                           int64_t item_quantity,
                           int64_t text_bytes,
                           struct cw_error **error);

// Sets in what a hosted cart is to behave otherwise than the original; that of an engine has the engine's switches.
//
// @param cart                    The cart.
// @param honour_condition_order  1: totals apply conditions by their order. 0: as they were put on.
// @param line_identity           A cw_line_identity.
// @param strict_parsing          1: prices and condition values that are no numbers, or ambiguous, are refused. 0: they are
//                                read as the original reads them.
// @param fractional_quantities   1: quantities may be fractions, given and read through JSON. 0: they are whole.
// @param error                   Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for an unknown number and for a cart of an engine.
int32_t cw_cart_set_switches(struct cw_cart *cart,
                             int32_t honour_condition_order,
                             int32_t line_identity,
                             int32_t strict_parsing,
                             int32_t fractional_quantities,
                             struct cw_error **error);

// Says which cart a hosted one is and what its amounts are in, for the events of cw_cart_result. Otherwise it is the
// instance "default" of "", in USD.
//
// @param cart           The cart.
// @param identifier     Whose it is; identifier_length its bytes.
// @param instance       Which of his, such as "default"; instance_length its bytes.
// @param currency_code  The currency; currency_length its bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_UNKNOWN_CURRENCY, or CW_INVALID_ARGUMENT for a cart of an engine, which has a name.
int32_t cw_cart_name(struct cw_cart *cart,
                     const char *identifier,
                     size_t identifier_length,
                     const char *instance,
                     size_t instance_length,
                     const char *currency_code,
                     size_t currency_length,
                     struct cw_error **error);

// The instances of an identifier, in order.
//
// @param engine      The engine.
// @param identifier  Whose carts; identifier_length its bytes.
// @param out         Receives a JSON list of names; free it with cw_text_free.
// @param length      Receives its length in bytes.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
int32_t cw_engine_instances(const struct cw_engine *engine,
                            const char *identifier,
                            size_t identifier_length,
                            char **out,
                            size_t *length,
                            struct cw_error **error);

// Removes every cart of an identifier. No event tells of it.
//
// @param engine      The engine.
// @param identifier  Whose carts; identifier_length its bytes.
// @param out         Receives a JSON list of the instances that were removed; free it with cw_text_free.
// @param length      Receives its length in bytes.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, or what the store answers; instances before the failing one are gone.
int32_t cw_engine_forget(const struct cw_engine *engine,
                         const char *identifier,
                         size_t identifier_length,
                         char **out,
                         size_t *length,
                         struct cw_error **error);

// Carts in the order of their keys.
//
// @param engine  The engine.
// @param query   A JSON object, NULL for all defaults; query_length its bytes: "limit" (1000), "after" with "identifier" and
//                "instance" for those after this one, "idle_seconds" for those that were not changed for so long.
// @param out     Receives a JSON list of objects with "identifier", "instance", "identity" and "updated_at" in seconds since
//                1970; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_engine_carts(const struct cw_engine *engine,
                        const char *query,
                        size_t query_length,
                        char **out,
                        size_t *length,
                        struct cw_error **error);

// Removes one batch of the carts that nobody has changed for long. A cart that is changed meanwhile stays. Call it again
// with the "after" that it answers, until that is null.
//
// @param engine  The engine.
// @param query   A JSON object, NULL for all defaults; query_length its bytes: "idle_seconds" (604800, a week), "batch"
//                (1000), "dry_run" (false) only counts, "after" with "identifier" and "instance".
// @param out     Receives a JSON object with "found", "removed", "kept" and "after"; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_engine_prune(const struct cw_engine *engine,
                        const char *query,
                        size_t query_length,
                        char **out,
                        size_t *length,
                        struct cw_error **error);

// What the engine has counted since it was made, or since it was told to begin anew.
//
// @param engine  The engine.
// @param out     Receives a JSON object; free it with cw_text_free. "operations" has of each kind "done", "refused",
//                "conflicted", "unknown", "failed" and in microseconds "mean_us", "p50_us", "p99_us" and "max_us"; beside it
//                stand "minor_conflicts", "major_conflicts", "retries", "abandonments" and "conversions".
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_engine_metrics(const struct cw_engine *engine,
                          char **out,
                          size_t *length,
                          struct cw_error **error);

// Forgets what was counted.
//
// @param engine  The engine.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_engine_clear_metrics(const struct cw_engine *engine, struct cw_error **error);

// Counts what the shop knows and the engine does not.
//
// @param engine   The engine.
// @param counted  A cw_counted.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for an unknown number.
int32_t cw_engine_count(const struct cw_engine *engine, int32_t counted, struct cw_error **error);

// Events that were stored with what they tell of, if the engine's setting "outbox" was on. They stay until they are
// acknowledged.
//
// @param engine  The engine.
// @param after   Only those after this place, 0 for all.
// @param limit   At most so many.
// @param out     Receives a JSON list of objects with "sequence" and "event"; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_engine_outbox(const struct cw_engine *engine,
                         int64_t after,
                         int64_t limit,
                         char **out,
                         size_t *length,
                         struct cw_error **error);

// Removes stored events.
//
// @param engine   The engine.
// @param through  The place of the last one to be removed.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK, or what the store answers.
int32_t cw_engine_acknowledge(const struct cw_engine *engine, int64_t through, struct cw_error **error);

// Puts an item into the cart. Of an item that is there the quantities are summed and everything else is replaced.
//
// @param cart               The cart.
// @param id                 What tells the item from others; id_length its bytes.
// @param name               What people read; name_length its bytes.
// @param price_kind         A cw_number_kind; CW_NUMBER_NONE is the price 0.
// @param price_whole        The price, if it is an integer.
// @param price_real         The price, if it is a float.
// @param price_text         The price, if it is a text such as "RM1,299.50"; price_length its bytes.
// @param quantity           How many, at least 1.
// @param attributes         JSON to keep with the item, NULL for none; attributes_length its bytes.
// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
// @param model              JSON to keep as the associated model, NULL for none; model_length its bytes.
// @param unknown_class      The name of a class given as model that does not exist, else NULL; its length after it.
// @param out                Receives what was done.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_UNKNOWN_MODEL, CW_CART_TOO_LARGE, CW_NUMBER_OUT_OF_RANGE,
//         CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it was.
int32_t cw_cart_add(struct cw_cart *cart,
                    const char *id,
                    size_t id_length,
                    const char *name,
                    size_t name_length,
                    int32_t price_kind,
                    int64_t price_whole,
                    double price_real,
                    const char *price_text,
                    size_t price_length,
                    int64_t quantity,
                    const char *attributes,
                    size_t attributes_length,
                    const char *conditions,
                    size_t conditions_length,
                    const char *model,
                    size_t model_length,
                    const char *unknown_class,
                    size_t unknown_class_length,
                    struct cw_item_change *out,
                    struct cw_error **error);

// Changes an item that is there. What is not given stays.
//
// @param cart             The cart.
// @param id               The item; id_length the bytes of its id.
// @param quantity_update  A cw_quantity_update. A quantity that comes out below 1 removes the item.
// @param quantity         By how much, or to what.
// @param name             The new name, trimmed, or NULL; name_length its bytes.
// @param price_kind       A cw_number_kind; CW_NUMBER_NONE keeps the price.
// @param price_whole      The price, if it is an integer.
// @param price_real       The price, if it is a float.
// @param price_text       The price, if it is a text; price_length its bytes.
// @param attributes       JSON that replaces the attributes, or NULL; attributes_length its bytes.
// @param format           A cw_format; with CW_FORMAT_NONE there is no text of the item.
// @param out              Receives what was done; CW_CHANGE_NOTHING if the item is not there, CW_CHANGE_ITEM_ADDED if attributes
//                         count and others have moved it to another line.
// @param item             Receives the item as it is now, or as it was if it was removed; NULL if it is not there. Free
//                         it with cw_text_free.
// @param item_length      Receives the length of the item's text in bytes.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_INVALID_ITEM, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it was.
int32_t cw_cart_update(struct cw_cart *cart,
                       const char *id,
                       size_t id_length,
                       int32_t quantity_update,
                       int64_t quantity,
                       const char *name,
                       size_t name_length,
                       int32_t price_kind,
                       int64_t price_whole,
                       double price_real,
                       const char *price_text,
                       size_t price_length,
                       const char *attributes,
                       size_t attributes_length,
                       int32_t format,
                       struct cw_item_change *out,
                       char **item,
                       size_t *item_length,
                       struct cw_error **error);

// Takes an item out of the cart.
//
// @param cart         The cart.
// @param id           The item; id_length the bytes of its id.
// @param format       A cw_format; with CW_FORMAT_NONE there is no text of the item.
// @param item         Receives the item as it was; NULL if it was not there. Free it with cw_text_free.
// @param item_length  Receives the length of the item's text in bytes.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_remove(struct cw_cart *cart,
                       const char *id,
                       size_t id_length,
                       int32_t format,
                       char **item,
                       size_t *item_length,
                       struct cw_error **error);

// Puts a condition on the cart, in the place of one of the same name.
//
// @param cart           The cart.
// @param name           Its name; name_length its bytes.
// @param type           discount, tax, fee, shipping or any other word; type_length its bytes.
// @param target_name    subtotal, total or item; target_length its bytes.
// @param value_kind     CW_NUMBER_REAL or CW_NUMBER_TEXT.
// @param value_real     The value, if it is a float: negative takes off, anything else adds.
// @param value_text     The value, if it is a text such as "-10%"; value_length its bytes.
// @param attributes     JSON to keep with the condition, NULL for none; attributes_length its bytes.
// @param order          Its place among others where a host sorts them.
// @param rules          JSON of rules, NULL for none; rules_length its bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_CORRUPT_CART: then the cart is as it
//         was.
int32_t cw_cart_add_condition(struct cw_cart *cart,
                              const char *name,
                              size_t name_length,
                              const char *type,
                              size_t type_length,
                              const char *target_name,
                              size_t target_length,
                              int32_t value_kind,
                              double value_real,
                              const char *value_text,
                              size_t value_length,
                              const char *attributes,
                              size_t attributes_length,
                              int64_t order,
                              const char *rules,
                              size_t rules_length,
                              struct cw_error **error);

// Takes a condition off the cart.
//
// @param cart              The cart.
// @param name              The condition; name_length the bytes of its name.
// @param format            A cw_format.
// @param condition         Receives the condition as it was; NULL if it was not there. Free it with cw_text_free.
// @param condition_length  Receives the length of the condition's text in bytes.
// @param error             Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_remove_condition(struct cw_cart *cart,
                                 const char *name,
                                 size_t name_length,
                                 int32_t format,
                                 char **condition,
                                 size_t *condition_length,
                                 struct cw_error **error);

// Makes an engine. Its store is opened when it is first used.
//
// @param settings         A JSON object; settings_length its bytes. "store" says where carts are: "memory",
//                         "sqlite:PATH" for the table of the PHP package, "sqlite-own:PATH" for a row per item, or
//                         "redis://HOST:PORT" with all that docs/redis.md has. All else may be left out: "currency"
//                         ("USD"), "busy_timeout_ms" (5000), "limits" with "items",
//                         "data_bytes", "item_quantity" and "text_bytes", "switches" with "honour_condition_order",
//                         "line_identity" ("id" or "id_and_attributes"), "strict_parsing" and "fractional_quantities",
//                         "retry" with "max_attempts", "base_delay_ms", "max_delay_ms", "exponential_backoff" and "jitter",
//                         "patience_ms" (10000), "events" (true), "outbox" (false), and "zones" as for
//                         cw_engine_set_zones.
// @param out              Receives the engine; free it with cw_engine_free.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_UNKNOWN_CURRENCY, or CW_INVALID_ARGUMENT for a setting that is not known.
int32_t cw_engine_open(const char *settings,
                       size_t settings_length,
                       struct cw_engine **out,
                       struct cw_error **error);

// Frees an engine. Its carts go on, and keep its store open until they are freed.
//
// @param engine  The engine, or NULL, which does nothing.
void cw_engine_free(struct cw_engine *engine);

// Says what names of time zones mean in rules, in the place of what was said before: there is no such data in the library.
//
// @param engine  The engine.
// @param zones   A JSON object of seconds east of UTC as of now, such as {"Europe/Berlin": 3600}, NULL for none; zones_length its
//                bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT.
int32_t cw_engine_set_zones(const struct cw_engine *engine,
                            const char *zones,
                            size_t zones_length,
                            struct cw_error **error);

// A cart of the engine's store. Nothing is read before it is used; one that nobody has put anything into is empty.
//
// @param engine      The engine.
// @param identifier  Whose cart it is; identifier_length its bytes.
// @param instance    Which of his, such as "default"; instance_length its bytes.
// @param out         Receives the cart; free it with cw_cart_free.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_INVALID_TEXT.
int32_t cw_engine_cart(const struct cw_engine *engine,
                       const char *identifier,
                       size_t identifier_length,
                       const char *instance,
                       size_t instance_length,
                       struct cw_cart **out,
                       struct cw_error **error);

// Whether there is a cart, even one with metadata only.
//
// @param engine      The engine.
// @param identifier  Whose cart; identifier_length its bytes.
// @param instance    Which of his; instance_length its bytes.
// @param has         Receives 1 if there is, 0 if not.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
int32_t cw_engine_has(const struct cw_engine *engine,
                      const char *identifier,
                      size_t identifier_length,
                      const char *instance,
                      size_t instance_length,
                      int32_t *has,
                      struct cw_error **error);

// Gives a cart with all that is in it, metadata too, to another key, in the place of the cart there. Onto itself nothing
// happens. No event tells of it.
//
// @param engine           The engine.
// @param from_identifier  Whose cart it is; from_identifier_length its bytes.
// @param from_instance    Which of his; from_instance_length its bytes.
// @param to_identifier    Whose cart it becomes; to_identifier_length its bytes.
// @param to_instance      Which of his; to_instance_length its bytes.
// @param moved            Receives 1, or 0 if there was no cart to give.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, or what the store answers.
int32_t cw_engine_swap(const struct cw_engine *engine,
                       const char *from_identifier,
                       size_t from_identifier_length,
                       const char *from_instance,
                       size_t from_instance_length,
                       const char *to_identifier,
                       size_t to_identifier_length,
                       const char *to_instance,
                       size_t to_instance_length,
                       int32_t *moved,
                       struct cw_error **error);

// What a cart of an engine is now, in its store.
//
// @param cart   The cart.
// @param out    Receives what it is.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_CORRUPT_CART, what the store answers, or CW_INVALID_ARGUMENT for a hosted cart, whose host knows.
int32_t cw_cart_identity(struct cw_cart *cart,
                         struct cw_identity *out,
                         struct cw_error **error);

// The status of an error.
//
// @param error  An error that a call has written, not NULL.
// @return The same number that the call returned, CW_INVALID_ARGUMENT for NULL.
int32_t cw_error_status(const struct cw_error *error);

// The sentence of an error, for people.
//
// @param error   An error that a call has written, not NULL.
// @param text    Receives the text: UTF-8, not closed by a NUL, owned by the error.
// @param length  Receives its length in bytes.
// @return CW_OK, or CW_INVALID_ARGUMENT if something is NULL.
int32_t cw_error_message(const struct cw_error *error, const char **text, size_t *length);

// The values the sentence is about, as a JSON object of strings.
//
// @param error   An error that a call has written, not NULL.
// @param text    Receives the text: UTF-8, not closed by a NUL, owned by the error.
// @param length  Receives its length in bytes.
// @return CW_OK, or CW_INVALID_ARGUMENT if something is NULL.
int32_t cw_error_detail(const struct cw_error *error, const char **text, size_t *length);

// Frees an error.
//
// @param error  An error that a call has written, or NULL, which does nothing.
void cw_error_free(struct cw_error *error);

// Takes over a cart as it is stored. If the handle already holds exactly this text, that is kept and nothing is parsed.
//
// @param cart               The cart; on a refusal it is empty.
// @param items              The stored items, or NULL for none.
// @param items_length       Their length in bytes.
// @param conditions         The stored conditions, or NULL for none.
// @param conditions_length  Their length in bytes.
// @param metadata           The stored metadata, or NULL for none.
// @param metadata_length    Its length in bytes.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CORRUPT_CART if a text cannot be read: then leave it as it is stored; CW_INVALID_ARGUMENT for a cart of
//         an engine.
int32_t cw_cart_load(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     const char *metadata,
                     size_t metadata_length,
                     struct cw_error **error);

// Like cw_cart_load, but the text is read when it is first needed. Whoever changes a condition of a large cart needs none
// of its items.
//
// Only then can a call answer CW_CORRUPT_CART: one that needs a column that cannot be read. It leaves the cart as it was,
// and calls that need nothing but the other column still work.
//
// @param cart               The cart; on a refusal it is empty.
// @param items              The stored items, or NULL for none.
// @param items_length       Their length in bytes.
// @param conditions         The stored conditions, or NULL for none.
// @param conditions_length  Their length in bytes.
// @param metadata           The stored metadata, or NULL for none.
// @param metadata_length    Its length in bytes.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CORRUPT_CART if a text is not valid UTF-8: then leave it as it is stored; CW_INVALID_ARGUMENT for a cart
//         of an engine.
int32_t cw_cart_hold(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     const char *metadata,
                     size_t metadata_length,
                     struct cw_error **error);

// Empties the handle: of a hosted cart, what was changed and not stored is gone; one of an engine is loaded again when it is
// next used.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_forget(struct cw_cart *cart,
                       struct cw_error **error);

// Which columns have to be stored: a sum of cw_column values, 0 if nothing changed.
//
// @param cart     The cart.
// @param columns  Receives the sum.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_INVALID_ARGUMENT for a cart of an engine, which stores it itself.
int32_t cw_cart_pending(struct cw_cart *cart, int32_t *columns, struct cw_error **error);

// The text of a column as it is to be stored; of a cart of an engine, as the table of the PHP package has it, whatever its
// store keeps it in.
//
// @param cart    The cart.
// @param column  A cw_column.
// @param text    Receives the text, or NULL where the column is to be NULL; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CART_TOO_LARGE if the text of a hosted cart is longer than the limit: then forget the cart;
//         CW_CORRUPT_CART; for a cart of an engine also what loading it can answer.
int32_t cw_cart_column(struct cw_cart *cart,
                       int32_t column,
                       char **text,
                       size_t *length,
                       struct cw_error **error);

// Says that the pending columns are stored.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_INVALID_ARGUMENT for a cart of an engine, which stores it itself.
int32_t cw_cart_committed(struct cw_cart *cart, struct cw_error **error);

// Opens a store of locks. Its file is opened when it is first used.
//
// @param settings         A JSON object; settings_length its bytes. "store" says where locks are: "memory", "sqlite:PATH",
//                         which may be the file of the carts, or "redis://HOST:PORT" as for cw_engine_open. "busy_timeout_ms"
//                         (5000) and "longest_lease_ms" (86400000, a day) may be left out.
// @param out              Receives the store; free it with cw_locks_free.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_LOCK, or CW_INVALID_ARGUMENT for a setting that is not known.
int32_t cw_locks_open(const char *settings,
                      size_t settings_length,
                      struct cw_locks **out,
                      struct cw_error **error);

// Frees a store of locks. What is held stays held until its lease ends.
//
// @param locks  The store, or NULL, which does nothing.
void cw_locks_free(struct cw_locks *locks);

// Takes a lock, and waits for it if somebody else has it.
//
// @param locks     The store of locks.
// @param name      What is protected; name_length its bytes, at most 1024.
// @param lease_ms  For how long, unless it is renewed.
// @param wait_ms   How long to wait for it, 0 not to wait.
// @param out       Receives the lock.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_LOCK_HELD when the time to wait is over, with "remaining_ms" of the other's lease in the detail;
//         CW_INVALID_LOCK, CW_FENCES_EXHAUSTED, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_locks_acquire(const struct cw_locks *locks,
                         const char *name,
                         size_t name_length,
                         int64_t lease_ms,
                         int64_t wait_ms,
                         struct cw_lock *out,
                         struct cw_error **error);

// Keeps a lock for longer. A renewal never shortens, and never revives what is over.
//
// @param locks     The store of locks.
// @param name      The lock; name_length the bytes of its name.
// @param owner     The owner that came with it; owner_length its bytes, 32.
// @param lease_ms  For how long from now on.
// @param out       Receives the lock as it is now.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_LOCK_LOST if it is over or another's; CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store answers.
int32_t cw_locks_renew(const struct cw_locks *locks,
                       const char *name,
                       size_t name_length,
                       const char *owner,
                       size_t owner_length,
                       int64_t lease_ms,
                       struct cw_lock *out,
                       struct cw_error **error);

// Gives a lock back.
//
// @param locks  The store of locks.
// @param name   The lock; name_length the bytes of its name.
// @param owner  The owner that came with it; owner_length its bytes, 32.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_LOCK_LOST if it was over or another's, which stays so; CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store
//         answers.
int32_t cw_locks_release(const struct cw_locks *locks,
                         const char *name,
                         size_t name_length,
                         const char *owner,
                         size_t owner_length,
                         struct cw_error **error);

// Takes a lock away from whoever has it. For people who know what they do: what it protects has to refuse the old fence.
//
// @param locks     The store of locks.
// @param name      The lock; name_length the bytes of its name.
// @param was_held  Receives 1 if somebody had it, 0 if not.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store answers.
int32_t cw_locks_force_release(const struct cw_locks *locks,
                               const char *name,
                               size_t name_length,
                               int32_t *was_held,
                               struct cw_error **error);

// Locks that are held, in the order of their names. Owners are not told.
//
// @param locks   The store of locks.
// @param query   A JSON object, NULL for all defaults; query_length its bytes: "after" (a name), "limit" (1000).
// @param out     Receives a JSON list of objects with "name", "fence", "age_ms" and "remaining_ms"; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_LOCK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_locks_list(const struct cw_locks *locks,
                      const char *query,
                      size_t query_length,
                      char **out,
                      size_t *length,
                      struct cw_error **error);

// Reads two carts of an engine and says what is in both. Nothing is changed.
//
// @param engine             The engine.
// @param target_identifier  Whose cart takes the other one in; target_identifier_length its bytes.
// @param target_instance    Which of his; target_instance_length its bytes.
// @param source_identifier  Whose cart is taken in; source_identifier_length its bytes.
// @param source_instance    Which of his; source_instance_length its bytes.
// @param strategy           A cw_merge_strategy, for items that nobody decides.
// @param out                Receives the plan; free it with cw_merge_plan_free.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, CW_NUMBER_OUT_OF_RANGE, or what the store answers.
int32_t cw_engine_plan_merge(const struct cw_engine *engine,
                             const char *target_identifier,
                             size_t target_identifier_length,
                             const char *target_instance,
                             size_t target_instance_length,
                             const char *source_identifier,
                             size_t source_identifier_length,
                             const char *source_instance,
                             size_t source_instance_length,
                             int32_t strategy,
                             struct cw_merge_plan **out,
                             struct cw_error **error);

// Frees a plan. Nothing was changed by it.
//
// @param plan  The plan, or NULL, which does nothing.
void cw_merge_plan_free(struct cw_merge_plan *plan);

// The items that are in both carts of a plan: a list of objects with "line", "target", "source", "quantity" as the strategy
// has it, and "limited".
//
// @param plan    The plan.
// @param format  A cw_format.
// @param out     Receives the text; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_merge_plan_conflicts(const struct cw_merge_plan *plan,
                                int32_t format,
                                char **out,
                                size_t *length,
                                struct cw_error **error);

// What the carts of a plan were when they were read.
//
// @param plan    The plan.
// @param out     Receives a JSON object with "target" and "source", each null or with "incarnation" and "version", and
//                "is_nothing", true if there is nothing to take in; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_merge_plan_identities(const struct cw_merge_plan *plan,
                                 char **out,
                                 size_t *length,
                                 struct cw_error **error);

// Does what was planned, if both carts still are what they were: the source is taken in and removed in one step.
//
// @param engine              The engine of the plan.
// @param plan                The plan; it stays the caller's.
// @param resolutions         A JSON object of what was decided, by line: {"by": "keep_user_cart"}, {"quantity": 3} or
//                            {"take": "source"}; NULL for nothing. resolutions_length its bytes.
// @param out                 Receives the result, NULL if there was nothing to take in; free it with cw_result_free. May be
//                            NULL itself.
// @param error               Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CONFLICT if either cart has changed since: make a new plan; any other status of a change.
int32_t cw_engine_commit_merge(const struct cw_engine *engine,
                               const struct cw_merge_plan *plan,
                               const char *resolutions,
                               size_t resolutions_length,
                               struct cw_result **out,
                               struct cw_error **error);

// Takes one cart of an engine into another and removes it, in one step; planned again if somebody else was faster.
//
// @param engine             The engine.
// @param target_identifier  Whose cart takes the other one in; target_identifier_length its bytes.
// @param target_instance    Which of his; target_instance_length its bytes.
// @param source_identifier  Whose cart is taken in; source_identifier_length its bytes.
// @param source_instance    Which of his; source_instance_length its bytes.
// @param strategy           A cw_merge_strategy.
// @param out                Receives the result, NULL if there was nothing to take in; free it with cw_result_free. May be
//                           NULL itself.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; any other status of a change: then both carts are as they were.
int32_t cw_engine_merge(const struct cw_engine *engine,
                        const char *target_identifier,
                        size_t target_identifier_length,
                        const char *target_instance,
                        size_t target_instance_length,
                        const char *source_identifier,
                        size_t source_identifier_length,
                        const char *source_instance,
                        size_t source_instance_length,
                        int32_t strategy,
                        struct cw_result **out,
                        struct cw_error **error);

// The items that are in both of two hosted carts, as for cw_merge_plan_conflicts. Nothing is changed.
//
// @param cart      The cart that would take the other one in.
// @param other     The cart that would be taken in, not the same.
// @param strategy  A cw_merge_strategy.
// @param format    A cw_format.
// @param out       Receives the text; free it with cw_text_free.
// @param length    Receives its length in bytes.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_CORRUPT_CART, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_ARGUMENT.
int32_t cw_cart_conflicts(struct cw_cart *cart,
                          struct cw_cart *other,
                          int32_t strategy,
                          int32_t format,
                          char **out,
                          size_t *length,
                          struct cw_error **error);

// Takes one hosted cart into another. The other is not changed: its host removes it with the same commit.
//
// @param cart         The cart that takes the other one in.
// @param other        The cart that is taken in, not the same.
// @param strategy     A cw_merge_strategy, for items that are not decided.
// @param resolutions  What was decided, as for cw_engine_commit_merge; resolutions_length its bytes.
// @param out          Receives the result; free it with cw_result_free. May be NULL.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CART_TOO_LARGE, CW_INVALID_ITEM for a quantity that was decided and is none, CW_CORRUPT_CART,
//         CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT, CW_INVALID_ARGUMENT: then the cart is as it was.
int32_t cw_cart_merge(struct cw_cart *cart,
                      struct cw_cart *other,
                      int32_t strategy,
                      const char *resolutions,
                      size_t resolutions_length,
                      struct cw_result **out,
                      struct cw_error **error);

// Keeps a value with the cart under a key, in the place of one that is there.
//
// @param cart   The cart.
// @param name   The key; name_length its bytes.
// @param value  JSON of the value, NULL for null; value_length its bytes.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_RESERVED_KEY, CW_INVALID_TEXT, CW_CART_TOO_LARGE, CW_CORRUPT_CART: then the cart is as it was. A cart of
//         an engine: what its store may answer.
int32_t cw_cart_set_metadata(struct cw_cart *cart,
                             const char *name,
                             size_t name_length,
                             const char *value,
                             size_t value_length,
                             struct cw_error **error);

// Forgets the value of a key.
//
// @param cart     The cart.
// @param name     The key; name_length its bytes.
// @param removed  Receives 1 if there was a value, 0 if not.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_RESERVED_KEY, CW_INVALID_TEXT, CW_CORRUPT_CART. A cart of an engine: what its store may answer.
int32_t cw_cart_remove_metadata(struct cw_cart *cart,
                                const char *name,
                                size_t name_length,
                                int32_t *removed,
                                struct cw_error **error);

// The value of a key, or all values by their keys.
//
// @param cart    The cart.
// @param name    The key, or NULL for all; name_length its bytes.
// @param format  A cw_format.
// @param out     Receives the text; NULL if the key has no value. Free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_CORRUPT_CART.
int32_t cw_cart_metadata(struct cw_cart *cart,
                         const char *name,
                         size_t name_length,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);

// Rounds an amount as money: an integer stays, a float is rounded half up to the currency's decimals.
//
// @param kind           CW_NUMBER_WHOLE or CW_NUMBER_REAL.
// @param whole          The amount, if it is an integer.
// @param real           The amount, if it is a float.
// @param currency_code  The currency; currency_length its bytes.
// @param out            Receives the amount.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_money_round(int32_t kind,
                       int64_t whole,
                       double real,
                       const char *currency_code,
                       size_t currency_length,
                       struct cw_number *out,
                       struct cw_error **error);

// Writes an amount of minor units as people read it: "$0.30".
//
// @param kind           CW_NUMBER_WHOLE or CW_NUMBER_REAL.
// @param whole          The amount, if it is an integer.
// @param real           The amount, if it is a float.
// @param currency_code  The currency; currency_length its bytes.
// @param with_symbol    0 leaves the currency's symbol out.
// @param out            Receives the text; free it with cw_text_free.
// @param length         Receives its length in bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_money_format(int32_t kind,
                        int64_t whole,
                        double real,
                        const char *currency_code,
                        size_t currency_length,
                        int32_t with_symbol,
                        char **out,
                        size_t *length,
                        struct cw_error **error);

// What is known of a currency, as a JSON object: code, name, precision, subunit, symbol, symbol_first, decimal_mark,
// thousands_separator.
//
// @param currency_code  Its code, in upper or lower case; currency_length its bytes.
// @param out            Receives the text; free it with cw_text_free.
// @param length         Receives its length in bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_UNKNOWN_CURRENCY or CW_INVALID_TEXT.
int32_t cw_currency(const char *currency_code,
                    size_t currency_length,
                    char **out,
                    size_t *length,
                    struct cw_error **error);

// Does what a JSON text says: one operation, an object, or several, a list of objects, of which all are done or none.
// docs/operations.md says what there is.
//
// A cart of an engine is stored before the call returns, in one commit, and what its rules say is evaluated with it. A hosted
// cart is evaluated when an operation "evaluate" says so.
//
// @param cart        The cart.
// @param operations  The JSON; operations_length its bytes.
// @param out         Receives the result, or NULL if it is of no interest; free it with cw_result_free.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK; any other status leaves the cart as it was.
int32_t cw_cart_apply(struct cw_cart *cart,
                      const char *operations,
                      size_t operations_length,
                      struct cw_result **out,
                      struct cw_error **error);

// Takes everything out of the cart: items, conditions and metadata.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK. A cart of an engine: what its store may answer.
int32_t cw_cart_clear(struct cw_cart *cart, struct cw_error **error);

// Begins to take over a cart line by line, from a host that keeps its values and needs the engine for what is computed.
// What the handle held is gone. After the lines, conditions and metadata comes cw_cart_primed.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for a cart of an engine.
int32_t cw_cart_prime(struct cw_cart *cart,
                      struct cw_error **error);

// One line of a cart that is taken over: what the engine computes with. It was checked when it was put in, so it is not
// checked against limits. What rules look at (attributes, model) is given if there are rules that do; the host keeps what it
// does not give, and stores it.
//
// @param cart               The cart.
// @param id                 The item's id; id_length its bytes.
// @param name               What people read, for messages and events, may be NULL; name_length its bytes.
// @param price_kind         A cw_number_kind, but not CW_NUMBER_NONE.
// @param price_whole        The price, if it is an integer.
// @param price_real         The price, if it is a float.
// @param price_text         The price, if it is a text; price_length its bytes.
// @param quantity           How many.
// @param attributes         JSON of the attributes, or NULL; attributes_length its bytes.
// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
// @param model              JSON of the associated model, or NULL; model_length its bytes.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_INVALID_TEXT, CW_NUMBER_OUT_OF_RANGE: then the
//         line is not taken.
int32_t cw_cart_prime_line(struct cw_cart *cart,
                           const char *id,
                           size_t id_length,
                           const char *name,
                           size_t name_length,
                           int32_t price_kind,
                           int64_t price_whole,
                           double price_real,
                           const char *price_text,
                           size_t price_length,
                           int64_t quantity,
                           const char *attributes,
                           size_t attributes_length,
                           const char *conditions,
                           size_t conditions_length,
                           const char *model,
                           size_t model_length,
                           struct cw_error **error);

// Many lines at once, of which nothing is known but what every line has: id, price and quantity. What the engine makes of
// each is what cw_cart_prime_line would.
//
// @param cart         The cart.
// @param ids          The items' ids, one after the other without anything between them; ids_length bytes in all.
// @param id_lengths   How many bytes each id has.
// @param prices       The price of each.
// @param quantities   How many of each.
// @param lines        How many lines there are, in each of the three arrays.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_TEXT, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_ARGUMENT: then none of them is taken.
int32_t cw_cart_prime_lines(struct cw_cart *cart,
                            const char *ids,
                            size_t ids_length,
                            const int64_t *id_lengths,
                            const double *prices,
                            const int64_t *quantities,
                            size_t lines,
                            struct cw_error **error);

// The conditions of a cart that is taken over line by line.
//
// @param cart               The cart.
// @param conditions         JSON object or list of conditions in stored form, NULL for none; conditions_length its bytes.
// @param dynamic            The same of conditions that come and go by their rules, NULL for none; dynamic_length its bytes.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CORRUPT_CART, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT: then nothing is taken.
int32_t cw_cart_prime_conditions(struct cw_cart *cart,
                                 const char *conditions,
                                 size_t conditions_length,
                                 const char *dynamic,
                                 size_t dynamic_length,
                                 struct cw_error **error);

// One value of the metadata of a cart that is taken over line by line: only those that rules look at are needed.
//
// @param cart        The cart.
// @param name        The key; name_length its bytes.
// @param value       JSON of the value; value_length its bytes.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_INVALID_TEXT.
int32_t cw_cart_prime_metadata(struct cw_cart *cart,
                               const char *name,
                               size_t name_length,
                               const char *value,
                               size_t value_length,
                               struct cw_error **error);

// Says that a cart is taken over: nothing of it is pending.
//
// @param cart   The cart.
// @param items  Receives how many lines it has. It is fewer than were given if some had the same id.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT if cw_cart_prime was not said.
int32_t cw_cart_primed(struct cw_cart *cart, int64_t *items, struct cw_error **error);

// One item of the cart.
//
// @param cart    The cart.
// @param id      The item; id_length the bytes of its id.
// @param format  A cw_format.
// @param out     Receives the text, or NULL if the item is not there; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_item(struct cw_cart *cart,
                     const char *id,
                     size_t id_length,
                     int32_t format,
                     char **out,
                     size_t *length,
                     struct cw_error **error);

// All items of the cart by id, in the order in which they were put in.
//
// @param cart    The cart.
// @param format  A cw_format.
// @param out     Receives the text; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_CORRUPT_CART.
int32_t cw_cart_items(struct cw_cart *cart,
                      int32_t format,
                      char **out,
                      size_t *length,
                      struct cw_error **error);

// All conditions of the cart by name, in the order in which they were put on.
//
// @param cart    The cart.
// @param format  A cw_format.
// @param out     Receives the text; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_CORRUPT_CART.
int32_t cw_cart_conditions(struct cw_cart *cart,
                           int32_t format,
                           char **out,
                           size_t *length,
                           struct cw_error **error);

// The whole cart: instance, items, conditions, subtotal, total, quantity, count, is_empty.
//
// @param cart           The cart.
// @param instance       The name of the cart's instance; instance_length its bytes.
// @param currency_code  The currency of the totals; currency_length its bytes.
// @param format         A cw_format.
// @param out            Receives the text; free it with cw_text_free.
// @param length         Receives its length in bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_content(struct cw_cart *cart,
                        const char *instance,
                        size_t instance_length,
                        const char *currency_code,
                        size_t currency_length,
                        int32_t format,
                        char **out,
                        size_t *length,
                        struct cw_error **error);

// A sum of the cart.
//
// @param cart           The cart.
// @param sum            A cw_sum.
// @param currency_code  The currency to round to; currency_length its bytes.
// @param out            Receives the amount in minor units.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_UNKNOWN_CURRENCY, CW_NUMBER_OUT_OF_RANGE, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_sum(struct cw_cart *cart,
                    int32_t sum,
                    const char *currency_code,
                    size_t currency_length,
                    struct cw_number *out,
                    struct cw_error **error);

// How much is in the cart.
//
// @param cart      The cart.
// @param items     Receives how many distinct items.
// @param quantity  Receives the sum of their quantities.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_CORRUPT_CART.
int32_t cw_cart_count(struct cw_cart *cart, int64_t *items, int64_t *quantity, struct cw_error **error);

// Whether conditions of the cart come and go by their rules. Then whoever changes it tells its engine what the names of time
// zones mean that stand in them (cw_engine_set_zones); CW_COLUMN_METADATA has the rules.
//
// @param cart   The cart.
// @param has    Receives 1 if some do, 0 if not.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_CORRUPT_CART.
int32_t cw_cart_has_rules(struct cw_cart *cart,
                          int32_t *has,
                          struct cw_error **error);

// Whether an item is in the cart.
//
// @param cart   The cart.
// @param id     The item; id_length the bytes of its id.
// @param has    Receives 1 if it is, 0 if not.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_has(struct cw_cart *cart,
                    const char *id,
                    size_t id_length,
                    int32_t *has,
                    struct cw_error **error);

// Opens a store of reservations. Its file is opened when it is first used.
//
// @param settings         A JSON object; settings_length its bytes. "store" says where reservations are: "memory",
//                         "sqlite:PATH", which may be the file of the carts, or "redis://HOST:PORT" as for cw_engine_open,
//                         with the option stock_group. All else may be left out: "busy_timeout_ms" (5000),
//                         "payment_window_ms" (1800000, half an hour), "lease_ms" (as long as the payment window, and
//                         never less), "longest_lease_ms" (86400000, a day), "most_lines" (1000), "longest_wait_ms" (60000),
//                         "caps" with "per_owner" (1000) and "total" (1000000), both in lines, and for tests in memory
//                         "clock": "manual", which stands still until it is moved.
// @param out              Receives the store; free it with cw_reservations_free.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_RESERVATION for settings that contradict each other, or CW_INVALID_ARGUMENT for a
//         setting that is not known.
int32_t cw_reservations_open(const char *settings,
                             size_t settings_length,
                             struct cw_reservations **out,
                             struct cw_error **error);

// Frees a store of reservations. What is held stays held until its lease ends.
//
// @param reservations  The store, or NULL, which does nothing.
void cw_reservations_free(struct cw_reservations *reservations);

// Does what a JSON object says: reserve, amend, renew, commit, release, look, count, collect. docs/reservations.md says what
// there is. Each call is one atomic step of the store; one that was interrupted may be made again.
//
// @param reservations  The store.
// @param call          The JSON, such as {"op":"commit","order":"17","token":"…"}; call_length its bytes.
// @param format        A cw_format.
// @param out           Receives the answer; free it with cw_text_free. It may have the token of an attempt in it.
// @param length        Receives its length in bytes.
// @param error         Receives the reason of a refusal, may be NULL.
// @return CW_OK. Nothing is held, or goes on being held, by any other:
//         CW_RESERVATION_SHORT: there is too little; "short" of the detail is a JSON list of every short line;
//         CW_RESERVATION_CONFLICT: the order has a reservation with other lines, or of another owner;
//         CW_RESERVATION_ENDED: the order's reservation has ended otherwise, "state" of the detail says how;
//         CW_RESERVATION_LIMIT: more would be held than the owner, or all, may hold;
//         CW_RESERVATION_WRONG_TOKEN: it belongs to another attempt;
//         CW_RESERVATION_EXPIRED: its lease is over, and the stock could not be taken again: give the money back;
//         CW_RESERVATION_UNKNOWN: nothing is known of the order;
//         CW_NOT_CONFIRMED, CW_INVALID_RESERVATION, CW_FENCES_EXHAUSTED, CW_NO_RANDOMNESS, CW_INVALID_TEXT,
//         CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_reservations_call(const struct cw_reservations *reservations,
                             const char *call,
                             size_t call_length,
                             int32_t format,
                             char **out,
                             size_t *length,
                             struct cw_error **error);

// Moves the clock of a store that was opened with "clock": "manual". For tests, in which leases end without waiting.
//
// @param reservations  The store.
// @param milliseconds  By how much, from 0 to a century.
// @param error         Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for a clock that goes by itself.
int32_t cw_reservations_advance(const struct cw_reservations *reservations,
                                int64_t milliseconds,
                                struct cw_error **error);

// What the last change of a cart did, also one that was made by a function without a result.
//
// @param cart   The cart.
// @param out    Receives the result, or NULL if nothing was changed since the cart was made, loaded or refused something;
//               free it with cw_result_free.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_CORRUPT_CART, CW_NO_RANDOMNESS.
int32_t cw_cart_result(struct cw_cart *cart,
                       struct cw_result **out,
                       struct cw_error **error);

// Frees a result.
//
// @param result  The result, or NULL, which does nothing.
void cw_result_free(struct cw_result *result);

// What a result comes to, in numbers.
//
// @param result  The result.
// @param out     Receives the numbers.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_result_summary_of(const struct cw_result *result,
                             struct cw_result_summary *out,
                             struct cw_error **error);

// The changes of a result, in order. docs/operations.md says what each has.
//
// @param result  The result.
// @param format  A cw_format.
// @param out     Receives the text, a list; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_result_changes(const struct cw_result *result,
                          int32_t format,
                          char **out,
                          size_t *length,
                          struct cw_error **error);

// The events of a result, in order, each with its id, its cart, what that was and is, the time, and what it tells.
//
// @param result  The result.
// @param format  A cw_format.
// @param out     Receives the text, a list; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_result_events(const struct cw_result *result,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);

// Reads a price text leniently: currency signs, thousand marks and spaces are removed; what then holds a point is a
// float, everything else an integer; text counts as 0.
//
// @param price   The text; length its bytes.
// @param out     Receives the number.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_price_parse(const char *price,
                       size_t length,
                       struct cw_number *out,
                       struct cw_error **error);

// Checks what every item has to be.
//
// @param id             Its id; id_length its bytes.
// @param name           Its name; name_length its bytes.
// @param price_kind     CW_NUMBER_WHOLE or CW_NUMBER_REAL.
// @param price_whole    The price, if it is an integer.
// @param price_real     The price, if it is a float.
// @param quantity       How many.
// @param max_quantity   The limit of the quantity.
// @param max_bytes      The limit of id and name in bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_ITEM, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_item_check(const char *id,
                      size_t id_length,
                      const char *name,
                      size_t name_length,
                      int32_t price_kind,
                      int64_t price_whole,
                      double price_real,
                      int64_t quantity,
                      int64_t max_quantity,
                      int64_t max_bytes,
                      struct cw_error **error);

// What an item costs.
//
// @param price_kind        CW_NUMBER_WHOLE or CW_NUMBER_REAL.
// @param price_whole       The price, if it is an integer.
// @param price_real        The price, if it is a float.
// @param quantity          How many, at least 1.
// @param condition_values  JSON list of the values of the item's conditions (texts and numbers) in order, NULL for none;
//                          condition_values_length its bytes.
// @param out               Receives the amounts.
// @param error             Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_ITEM, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_item_amounts_of(int32_t price_kind,
                           int64_t price_whole,
                           double price_real,
                           int64_t quantity,
                           const char *condition_values,
                           size_t condition_values_length,
                           struct cw_item_amounts *out,
                           struct cw_error **error);

// Checks a condition and reads its value.
//
// @param name         Its name; name_length its bytes.
// @param type         Its type; type_length its bytes.
// @param target_name  subtotal, total or item; target_length its bytes.
// @param value_kind   CW_NUMBER_REAL or CW_NUMBER_TEXT.
// @param value_real   The value, if it is a float.
// @param value_text   The value, if it is a text; value_length its bytes.
// @param out          Receives what the value does.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_condition_check(const char *name,
                           size_t name_length,
                           const char *type,
                           size_t type_length,
                           const char *target_name,
                           size_t target_length,
                           int32_t value_kind,
                           double value_real,
                           const char *value_text,
                           size_t value_length,
                           struct cw_condition_effect *out,
                           struct cw_error **error);

// Applies a condition's value to an amount.
//
// @param value_kind  CW_NUMBER_REAL or CW_NUMBER_TEXT.
// @param value_real  The value, if it is a float.
// @param value_text  The value, if it is a text; value_length its bytes.
// @param amount      The amount.
// @param result      Receives the amount with the condition on it, at least 0, not rounded.
// @param difference  Receives the result less the amount.
// @param error       Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_CONDITION, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_condition_apply(int32_t value_kind,
                           double value_real,
                           const char *value_text,
                           size_t value_length,
                           double amount,
                           double *result,
                           double *difference,
                           struct cw_error **error);

// Combines two numbers exactly.
//
// @param arithmetic   A cw_arithmetic.
// @param left_kind    CW_NUMBER_WHOLE or CW_NUMBER_REAL, then the number both ways.
// @param left_whole   The first number, if it is an integer.
// @param left_real    The first number, if it is a float.
// @param right_kind   CW_NUMBER_WHOLE or CW_NUMBER_REAL, then the number both ways.
// @param right_whole  The second number, if it is an integer.
// @param right_real   The second number, if it is a float.
// @param out          Receives the result: an integer if both are and the result is whole.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK or CW_NUMBER_OUT_OF_RANGE.
int32_t cw_number_combine(int32_t arithmetic,
                          int32_t left_kind,
                          int64_t left_whole,
                          double left_real,
                          int32_t right_kind,
                          int64_t right_whole,
                          double right_real,
                          struct cw_number *out,
                          struct cw_error **error);

// The sum of many numbers, exactly.
//
// @param numbers  JSON list of numbers; length its bytes.
// @param out      Receives the sum as a float.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_NUMBER_OUT_OF_RANGE or CW_INVALID_TEXT.
int32_t cw_number_sum(const char *numbers, size_t length, double *out, struct cw_error **error);

// Opens the stores of data versions. The truth, where versions are raised together with the data, is the host's own database;
// the host asks it between two calls. Files are opened when they are first used.
//
// @param settings         A JSON object; settings_length its bytes. "store" says where published versions are: "memory",
//                         "sqlite:PATH", which must not be the file of the data, "redis://HOST:PORT" as for cw_engine_open, or
//                         "database", where none are published and every reader asks the host's database. All else may be left
//                         out: "journal" says where incidents, the audit trail and counts are, in the same words but for
//                         "database" (with the store; in memory for "database", of which values and locks lie with the
//                         journal), "busy_timeout_ms" (5000), "mark_lease_ms" (30000), longer than the longest transaction, "longest_mark_ms" (60000), which all processes have to say
//                         alike, "when_unmarked" ("refuse" or "commit_stale"), "lock_lease_ms" (10000), "lock_attempts" (3),
//                         "lock_pause_ms" (100), "flight_ms" (10000), "wait_ms" (2000), "breaker" with "window_ms" (30000),
//                         "samples" (100), "minimum" (10), "failed" (50) and "slow" (80), both in hundredths, "slow_ms" (1000) and
//                         "open_ms" (5000), and for tests in memory "clock": "manual", which stands still until it is moved.
// @param out              Receives the stores; free them with cw_versions_free.
// @param error            Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_VERSIONS for a time that is none, or CW_INVALID_ARGUMENT for a setting that is not
//         known.
int32_t cw_versions_open(const char *settings,
                         size_t settings_length,
                         struct cw_versions **out,
                         struct cw_error **error);

// Frees stores of data versions. The marks of changes that are open stay until their leases end.
//
// @param versions  The stores, or NULL, which does nothing.
void cw_versions_free(struct cw_versions *versions);

// Does what a JSON object says: look, answer, begin, confirm, publish, compare, repair, write down, count. docs/versions.md says
// what there is.
//
// @param versions     The stores.
// @param call         The JSON, such as {"op":"look","types":["products"]}; call_length its bytes.
// @param format       A cw_format.
// @param out          Receives the answer; free it with cw_text_free.
// @param length       Receives its length in bytes.
// @param error        Receives the reason of a refusal, may be NULL.
// @return CW_OK. CW_CHANGE_UNMARKED: no mark could be set, and the transaction is to be rolled back;
//         CW_VERSIONS_FORGOTTEN: nothing is known of a token, and so is the transaction of a change that was to be confirmed;
//         CW_STORE_UNAVAILABLE where a version is needed for the world and nobody could tell it; CW_INVALID_VERSIONS,
//         CW_NO_RANDOMNESS, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
int32_t cw_versions_call(const struct cw_versions *versions,
                         const char *call,
                         size_t call_length,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);

// Moves the clock of stores that were opened with "clock": "manual". For tests, in which leases end without waiting.
//
// @param versions      The stores.
// @param milliseconds  By how much, from 0 to a century.
// @param error         Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for a clock that goes by itself.
int32_t cw_versions_advance(const struct cw_versions *versions,
                            int64_t milliseconds,
                            struct cw_error **error);

// Looks for a cached value under versions that were captured before anything was loaded.
//
// @param versions       The stores.
// @param name           The name of the value; name_length its bytes.
// @param captured       What "answer" of cw_versions_call has answered: a JSON object with "versions" and "bypass"; captured_length
//                       its bytes.
// @param waited_ms      For how long the caller has waited for somebody else's load, 0 at first. After "wait_ms" of the settings
//                       he is told to load it himself.
// @param found          Receives a cw_found.
// @param value          Receives the value, NULL if there is none; free it with cw_text_free. It may be any bytes.
// @param value_length   Receives its length in bytes.
// @param permit         Receives the permit, NULL if there is none; free it with cw_text_free. It is for cw_versions_keep, or for
//                       "land" of cw_versions_call if the value could not be loaded.
// @param permit_length  Receives its length in bytes.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_VERSIONS, CW_NO_RANDOMNESS, CW_INVALID_TEXT, CW_INVALID_ARGUMENT. A store that cannot be reached is
//         CW_FOUND_PASS_BY.
int32_t cw_versions_lookup(const struct cw_versions *versions,
                           const char *name,
                           size_t name_length,
                           const char *captured,
                           size_t captured_length,
                           int64_t waited_ms,
                           int32_t *found,
                           char **value,
                           size_t *value_length,
                           char **permit,
                           size_t *permit_length,
                           struct cw_error **error);

// Keeps a value that was loaded by a permit, under the versions that were captured before. If they have moved meanwhile nobody
// will ever find it.
//
// @param versions  The stores.
// @param permit    The permit; permit_length its bytes. It is good for one value.
// @param value     The value, any bytes; value_length their number.
// @param fresh_ms  For how long it is fresh, at least 1.
// @param good_ms   For how long it may be served while somebody makes it anew, at least as long.
// @param kept      Receives 1, or 0 if it was not kept: the store could not be reached, or the permit is not known any more.
// @param error     Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_VERSIONS for lifetimes that are none, CW_INVALID_TEXT, CW_INVALID_ARGUMENT.
int32_t cw_versions_keep(const struct cw_versions *versions,
                         const char *permit,
                         size_t permit_length,
                         const char *value,
                         size_t value_length,
                         int64_t fresh_ms,
                         int64_t good_ms,
                         int32_t *kept,
                         struct cw_error **error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CARTWRIGHT_H */
