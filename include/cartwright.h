/* Generated from crates/ffi by `make generate`. Do not edit.
 *
 * Cartwright: carts, computed exactly.
 *
 * The object comes first, inputs are const with a length in bytes, outputs come last and are written only on
 * success. Texts are UTF-8 and are not closed by a NUL. A call that can be refused returns a cw_status and,
 * where it is given a place for it, writes a cw_error that the caller frees with cw_error_free; on success that
 * place is left as it was. Beside the statuses that a function names, each may answer CW_INVALID_ARGUMENT and
 * CW_INTERNAL. A text that a call hands out as char * is freed with cw_text_free and the length that came with
 * it. A handle belongs to the process that made it and is used by one thread at a time; different handles may be
 * used at the same time. docs/c-api.md says more.
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

// What a call did to a cart.
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

// Which stored columns differ from what was loaded.
typedef enum cw_column {
  // The items.
  CW_COLUMN_ITEMS = 1,
  // The conditions.
  CW_COLUMN_CONDITIONS = 2,
} cw_column;

// How a text is written.
typedef enum cw_format {
  // As PHP's serialize() writes it.
  CW_FORMAT_PHP = 1,
  // As JSON.
  CW_FORMAT_JSON = 2,
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

// A cart that lives here between calls.
//
// The caller loads it from stored text, changes it, stores the text of the columns that are pending at the identity
// it was loaded at, and says cw_cart_committed; or it forgets what was not stored. The handle is used by one thread at
// a time and must not be used in a child of fork(). A call that answers CW_INTERNAL may have left it half-changed: then
// every call is refused until the cart is loaded again or forgotten.
typedef struct cw_cart cw_cart;

// Why a call was refused: a status, a sentence, and the values the sentence is about.
//
// A call that is given a place for an error writes one there when it does not answer CW_OK; the caller frees it.
typedef struct cw_error cw_error;

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

// Makes an empty cart with the original's limits.
//
// @param out    Receives the cart; free it with cw_cart_free.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_new(struct cw_cart **out, struct cw_error **error);

// Frees a cart.
//
// @param cart  The cart, or NULL, which does nothing.
void cw_cart_free(struct cw_cart *cart);

// Sets how large the cart may grow. It holds for changes made afterwards; what is stored stays readable.
//
// @param cart           The cart.
// @param items          Distinct items.
// @param data_bytes     Bytes of one item's attributes, of all items, of all conditions as stored text.
// @param item_quantity  Quantity of one item.
// @param text_bytes     Bytes of an item's id and name.
// @param error          Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_INVALID_ARGUMENT for a negative limit.
int32_t cw_cart_set_limits(struct cw_cart *cart,
                           int64_t items,
                           int64_t data_bytes,
                           int64_t item_quantity,
                           int64_t text_bytes,
                           struct cw_error **error);

// Takes over a cart as it is stored. If the handle already holds exactly this text, that is kept and nothing is parsed.
//
// @param cart               The cart; on a refusal it is empty.
// @param items              The stored items, or NULL for none.
// @param items_length       Their length in bytes.
// @param conditions         The stored conditions, or NULL for none.
// @param conditions_length  Their length in bytes.
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_CORRUPT_CART if a text cannot be read: then leave it as it is stored.
int32_t cw_cart_load(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
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
// @param error              Receives the reason of a refusal, may be NULL.
// @return CW_OK, or CW_CORRUPT_CART if a text is not valid UTF-8: then leave it as it is stored.
int32_t cw_cart_hold(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     struct cw_error **error);

// Empties the handle: what was changed and not stored is gone.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_forget(struct cw_cart *cart, struct cw_error **error);

// Which columns have to be stored: a sum of cw_column values, 0 if nothing changed.
//
// @param cart     The cart.
// @param columns  Receives the sum.
// @param error    Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_pending(const struct cw_cart *cart, int32_t *columns, struct cw_error **error);

// The text of a column as it is to be stored.
//
// @param cart    The cart.
// @param column  A cw_column.
// @param text    Receives the text, or NULL where the column is to be NULL; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK; CW_CART_TOO_LARGE if the text is longer than the limit: then forget the cart; CW_CORRUPT_CART.
int32_t cw_cart_column(const struct cw_cart *cart,
                       int32_t column,
                       char **text,
                       size_t *length,
                       struct cw_error **error);

// Says that the pending columns are stored.
//
// @param cart   The cart.
// @param error  Receives the reason of a refusal, may be NULL.
// @return CW_OK.
int32_t cw_cart_committed(struct cw_cart *cart, struct cw_error **error);

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
// @param format           A cw_format.
// @param out              Receives what was done; CW_CHANGE_NOTHING if the item is not there.
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
// @param format       A cw_format.
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

// One item of the cart.
//
// @param cart    The cart.
// @param id      The item; id_length the bytes of its id.
// @param format  A cw_format.
// @param out     Receives the text, or NULL if the item is not there; free it with cw_text_free.
// @param length  Receives its length in bytes.
// @param error   Receives the reason of a refusal, may be NULL.
// @return CW_OK, CW_INVALID_TEXT or CW_CORRUPT_CART.
int32_t cw_cart_item(const struct cw_cart *cart,
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
int32_t cw_cart_items(const struct cw_cart *cart,
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
int32_t cw_cart_conditions(const struct cw_cart *cart,
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
int32_t cw_cart_content(const struct cw_cart *cart,
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
int32_t cw_cart_sum(const struct cw_cart *cart,
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
int32_t cw_cart_count(const struct cw_cart *cart, int64_t *items, int64_t *quantity, struct cw_error **error);

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

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CARTWRIGHT_H */
