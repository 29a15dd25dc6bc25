/* Generated from crates/ffi by `make generate`. Do not edit. */
typedef enum cw_status {
  CW_OK = 0,
  CW_INVALID_ITEM = 1,
  CW_INVALID_CONDITION = 2,
  CW_UNKNOWN_MODEL = 3,
  CW_CART_TOO_LARGE = 4,
  CW_NUMBER_OUT_OF_RANGE = 5,
  CW_UNKNOWN_CURRENCY = 6,
  CW_CORRUPT_CART = 7,
  CW_INVALID_TEXT = 8,
  CW_INVALID_RULE = 9,
  CW_RESERVED_KEY = 10,
  CW_INVALID_ARGUMENT = 100,
  CW_INTERNAL = 101,
} cw_status;
typedef enum cw_number_kind {
  CW_NUMBER_NONE = 0,
  CW_NUMBER_WHOLE = 1,
  CW_NUMBER_REAL = 2,
  CW_NUMBER_TEXT = 3,
} cw_number_kind;
typedef enum cw_change_kind {
  CW_CHANGE_NOTHING = 0,
  CW_CHANGE_ITEM_ADDED = 1,
  CW_CHANGE_ITEM_UPDATED = 2,
  CW_CHANGE_ITEM_REMOVED = 3,
  CW_CHANGE_CONDITION_ADDED = 4,
  CW_CHANGE_CONDITION_REMOVED = 5,
} cw_change_kind;
typedef enum cw_quantity_update {
  CW_QUANTITY_KEEP = 0,
  CW_QUANTITY_BY = 1,
  CW_QUANTITY_TO = 2,
} cw_quantity_update;
typedef enum cw_column {
  CW_COLUMN_ITEMS = 1,
  CW_COLUMN_CONDITIONS = 2,
} cw_column;
typedef enum cw_format {
  CW_FORMAT_PHP = 1,
  CW_FORMAT_JSON = 2,
} cw_format;
typedef enum cw_sum {
  CW_SUM_SUBTOTAL = 1,
  CW_SUM_TOTAL = 2,
  CW_SUM_WITHOUT_CONDITIONS = 3,
  CW_SUM_SAVINGS = 4,
} cw_sum;
typedef enum cw_arithmetic {
  CW_ADD = 1,
  CW_SUBTRACT = 2,
  CW_MULTIPLY = 3,
  CW_DIVIDE = 4,
} cw_arithmetic;
typedef struct cw_cart cw_cart;
typedef struct cw_error cw_error;
typedef struct cw_number {
  int32_t kind;
  int64_t whole;
  double real;
} cw_number;
typedef struct cw_item_change {
  int32_t kind;
  int32_t first;
  int64_t quantity;
  struct cw_number price;
} cw_item_change;
typedef struct cw_item_amounts {
  struct cw_number price;
  struct cw_number subtotal;
  struct cw_number subtotal_without_conditions;
  struct cw_number discount;
} cw_item_amounts;
typedef struct cw_condition_effect {
  int32_t operator_sign;
  int32_t is_discount;
  int32_t is_charge;
  int32_t is_percentage;
  double number;
} cw_condition_effect;
int32_t cw_abi_epoch(void);
const char *cw_version(void);
void cw_text_free(char *text, size_t length);
int32_t cw_cart_new(struct cw_cart **out, struct cw_error **error);
void cw_cart_free(struct cw_cart *cart);
int32_t cw_cart_set_limits(struct cw_cart *cart,
                           int64_t items,
                           int64_t data_bytes,
                           int64_t item_quantity,
                           int64_t text_bytes,
                           struct cw_error **error);
int32_t cw_cart_load(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     struct cw_error **error);
int32_t cw_cart_hold(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     struct cw_error **error);
int32_t cw_cart_forget(struct cw_cart *cart, struct cw_error **error);
int32_t cw_cart_pending(const struct cw_cart *cart, int32_t *columns, struct cw_error **error);
int32_t cw_cart_column(const struct cw_cart *cart,
                       int32_t column,
                       char **text,
                       size_t *length,
                       struct cw_error **error);
int32_t cw_cart_committed(struct cw_cart *cart, struct cw_error **error);
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
int32_t cw_cart_remove(struct cw_cart *cart,
                       const char *id,
                       size_t id_length,
                       int32_t format,
                       char **item,
                       size_t *item_length,
                       struct cw_error **error);
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
int32_t cw_cart_remove_condition(struct cw_cart *cart,
                                 const char *name,
                                 size_t name_length,
                                 int32_t format,
                                 char **condition,
                                 size_t *condition_length,
                                 struct cw_error **error);
int32_t cw_error_status(const struct cw_error *error);
int32_t cw_error_message(const struct cw_error *error, const char **text, size_t *length);
int32_t cw_error_detail(const struct cw_error *error, const char **text, size_t *length);
void cw_error_free(struct cw_error *error);
int32_t cw_money_round(int32_t kind,
                       int64_t whole,
                       double real,
                       const char *currency_code,
                       size_t currency_length,
                       struct cw_number *out,
                       struct cw_error **error);
int32_t cw_money_format(int32_t kind,
                        int64_t whole,
                        double real,
                        const char *currency_code,
                        size_t currency_length,
                        int32_t with_symbol,
                        char **out,
                        size_t *length,
                        struct cw_error **error);
int32_t cw_currency(const char *currency_code,
                    size_t currency_length,
                    char **out,
                    size_t *length,
                    struct cw_error **error);
int32_t cw_cart_item(const struct cw_cart *cart,
                     const char *id,
                     size_t id_length,
                     int32_t format,
                     char **out,
                     size_t *length,
                     struct cw_error **error);
int32_t cw_cart_items(const struct cw_cart *cart,
                      int32_t format,
                      char **out,
                      size_t *length,
                      struct cw_error **error);
int32_t cw_cart_conditions(const struct cw_cart *cart,
                           int32_t format,
                           char **out,
                           size_t *length,
                           struct cw_error **error);
int32_t cw_cart_content(const struct cw_cart *cart,
                        const char *instance,
                        size_t instance_length,
                        const char *currency_code,
                        size_t currency_length,
                        int32_t format,
                        char **out,
                        size_t *length,
                        struct cw_error **error);
int32_t cw_cart_sum(const struct cw_cart *cart,
                    int32_t sum,
                    const char *currency_code,
                    size_t currency_length,
                    struct cw_number *out,
                    struct cw_error **error);
int32_t cw_cart_count(const struct cw_cart *cart, int64_t *items, int64_t *quantity, struct cw_error **error);
int32_t cw_price_parse(const char *price,
                       size_t length,
                       struct cw_number *out,
                       struct cw_error **error);
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
int32_t cw_item_amounts_of(int32_t price_kind,
                           int64_t price_whole,
                           double price_real,
                           int64_t quantity,
                           const char *condition_values,
                           size_t condition_values_length,
                           struct cw_item_amounts *out,
                           struct cw_error **error);
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
int32_t cw_condition_apply(int32_t value_kind,
                           double value_real,
                           const char *value_text,
                           size_t value_length,
                           double amount,
                           double *result,
                           double *difference,
                           struct cw_error **error);
int32_t cw_number_combine(int32_t arithmetic,
                          int32_t left_kind,
                          int64_t left_whole,
                          double left_real,
                          int32_t right_kind,
                          int64_t right_whole,
                          double right_real,
                          struct cw_number *out,
                          struct cw_error **error);
int32_t cw_number_sum(const char *numbers, size_t length, double *out, struct cw_error **error);
