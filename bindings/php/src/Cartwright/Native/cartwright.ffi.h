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
  CW_CONFLICT = 11,
  CW_OUTCOME_UNKNOWN = 12,
  CW_NO_RANDOMNESS = 13,
  CW_STORE_UNAVAILABLE = 14,
  CW_STORE_BUSY = 15,
  CW_STORE_READ_ONLY = 16,
  CW_STORE_FULL = 17,
  CW_STORE_TOO_NEW = 18,
  CW_STORE_FORKED = 19,
  CW_STORE_SECOND_SQLITE = 20,
  CW_STORE_UNSUPPORTED = 21,
  CW_LOCK_HELD = 22,
  CW_LOCK_LOST = 23,
  CW_INVALID_LOCK = 24,
  CW_FENCES_EXHAUSTED = 25,
  CW_RESERVATION_SHORT = 26,
  CW_RESERVATION_CONFLICT = 27,
  CW_RESERVATION_ENDED = 28,
  CW_RESERVATION_LIMIT = 29,
  CW_RESERVATION_WRONG_TOKEN = 30,
  CW_RESERVATION_EXPIRED = 31,
  CW_RESERVATION_UNKNOWN = 32,
  CW_INVALID_RESERVATION = 33,
  CW_NOT_CONFIRMED = 34,
  CW_INVALID_VERSIONS = 35,
  CW_CHANGE_UNMARKED = 36,
  CW_VERSIONS_FORGOTTEN = 37,
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
  CW_CHANGE_CONDITIONS_DROPPED = 6,
  CW_CHANGE_ITEM_CONDITION_ADDED = 7,
  CW_CHANGE_ITEM_CONDITION_REMOVED = 8,
  CW_CHANGE_ITEM_CONDITIONS_DROPPED = 9,
  CW_CHANGE_METADATA_ADDED = 10,
  CW_CHANGE_METADATA_REMOVED = 11,
  CW_CHANGE_DYNAMIC_REGISTERED = 12,
  CW_CHANGE_DYNAMIC_UNREGISTERED = 13,
  CW_CHANGE_NOT_EVALUATED = 14,
  CW_CHANGE_MERGED = 15,
  CW_CHANGE_CLEARED = 16,
} cw_change_kind;
typedef enum cw_quantity_update {
  CW_QUANTITY_KEEP = 0,
  CW_QUANTITY_BY = 1,
  CW_QUANTITY_TO = 2,
} cw_quantity_update;
typedef enum cw_column {
  CW_COLUMN_ITEMS = 1,
  CW_COLUMN_CONDITIONS = 2,
  CW_COLUMN_METADATA = 4,
} cw_column;
typedef enum cw_counted {
  CW_COUNTED_ABANDONMENT = 1,
  CW_COUNTED_CONVERSION = 2,
} cw_counted;
typedef enum cw_line_identity {
  CW_LINE_BY_ID = 0,
  CW_LINE_BY_ID_AND_ATTRIBUTES = 1,
} cw_line_identity;
typedef enum cw_merge_strategy {
  CW_MERGE_ADD_QUANTITIES = 1,
  CW_MERGE_KEEP_HIGHEST_QUANTITY = 2,
  CW_MERGE_KEEP_USER_CART = 3,
  CW_MERGE_REPLACE_WITH_GUEST = 4,
} cw_merge_strategy;
typedef enum cw_format {
  CW_FORMAT_PHP = 1,
  CW_FORMAT_JSON = 2,
  CW_FORMAT_NONE = 3,
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
typedef enum cw_found {
  CW_FOUND_FRESH = 1,
  CW_FOUND_STALE = 2,
  CW_FOUND_LOAD = 3,
  CW_FOUND_WAIT = 4,
  CW_FOUND_PASS_BY = 5,
} cw_found;
typedef struct cw_cart cw_cart;
typedef struct cw_engine cw_engine;
typedef struct cw_error cw_error;
typedef struct cw_locks cw_locks;
typedef struct cw_merge_plan cw_merge_plan;
typedef struct cw_reservations cw_reservations;
typedef struct cw_result cw_result;
typedef struct cw_versions cw_versions;
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
typedef struct cw_identity {
  char incarnation[37];
  int64_t version;
} cw_identity;
typedef struct cw_lock {
  char owner[33];
  int64_t fence_incarnation;
  int64_t fence_counter;
  int64_t remaining_ms;
} cw_lock;
typedef struct cw_result_summary {
  int64_t changes;
  int64_t events;
  int32_t differs;
  int32_t attempts;
  int64_t version_before;
  int64_t version_after;
} cw_result_summary;
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
int32_t cw_cart_set_switches(struct cw_cart *cart,
                             int32_t honour_condition_order,
                             int32_t line_identity,
                             int32_t strict_parsing,
                             int32_t fractional_quantities,
                             struct cw_error **error);
int32_t cw_cart_name(struct cw_cart *cart,
                     const char *identifier,
                     size_t identifier_length,
                     const char *instance,
                     size_t instance_length,
                     const char *currency_code,
                     size_t currency_length,
                     struct cw_error **error);
int32_t cw_engine_instances(const struct cw_engine *engine,
                            const char *identifier,
                            size_t identifier_length,
                            char **out,
                            size_t *length,
                            struct cw_error **error);
int32_t cw_engine_forget(const struct cw_engine *engine,
                         const char *identifier,
                         size_t identifier_length,
                         char **out,
                         size_t *length,
                         struct cw_error **error);
int32_t cw_engine_carts(const struct cw_engine *engine,
                        const char *query,
                        size_t query_length,
                        char **out,
                        size_t *length,
                        struct cw_error **error);
int32_t cw_engine_prune(const struct cw_engine *engine,
                        const char *query,
                        size_t query_length,
                        char **out,
                        size_t *length,
                        struct cw_error **error);
int32_t cw_engine_metrics(const struct cw_engine *engine,
                          char **out,
                          size_t *length,
                          struct cw_error **error);
int32_t cw_engine_clear_metrics(const struct cw_engine *engine, struct cw_error **error);
int32_t cw_engine_count(const struct cw_engine *engine, int32_t counted, struct cw_error **error);
int32_t cw_engine_outbox(const struct cw_engine *engine,
                         int64_t after,
                         int64_t limit,
                         char **out,
                         size_t *length,
                         struct cw_error **error);
int32_t cw_engine_acknowledge(const struct cw_engine *engine, int64_t through, struct cw_error **error);
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
int32_t cw_engine_open(const char *settings,
                       size_t settings_length,
                       struct cw_engine **out,
                       struct cw_error **error);
void cw_engine_free(struct cw_engine *engine);
int32_t cw_engine_set_zones(const struct cw_engine *engine,
                            const char *zones,
                            size_t zones_length,
                            struct cw_error **error);
int32_t cw_engine_cart(const struct cw_engine *engine,
                       const char *identifier,
                       size_t identifier_length,
                       const char *instance,
                       size_t instance_length,
                       struct cw_cart **out,
                       struct cw_error **error);
int32_t cw_engine_has(const struct cw_engine *engine,
                      const char *identifier,
                      size_t identifier_length,
                      const char *instance,
                      size_t instance_length,
                      int32_t *has,
                      struct cw_error **error);
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
int32_t cw_cart_identity(struct cw_cart *cart,
                         struct cw_identity *out,
                         struct cw_error **error);
int32_t cw_error_status(const struct cw_error *error);
int32_t cw_error_message(const struct cw_error *error, const char **text, size_t *length);
int32_t cw_error_detail(const struct cw_error *error, const char **text, size_t *length);
void cw_error_free(struct cw_error *error);
int32_t cw_cart_load(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     const char *metadata,
                     size_t metadata_length,
                     struct cw_error **error);
int32_t cw_cart_hold(struct cw_cart *cart,
                     const char *items,
                     size_t items_length,
                     const char *conditions,
                     size_t conditions_length,
                     const char *metadata,
                     size_t metadata_length,
                     struct cw_error **error);
int32_t cw_cart_forget(struct cw_cart *cart,
                       struct cw_error **error);
int32_t cw_cart_pending(struct cw_cart *cart, int32_t *columns, struct cw_error **error);
int32_t cw_cart_column(struct cw_cart *cart,
                       int32_t column,
                       char **text,
                       size_t *length,
                       struct cw_error **error);
int32_t cw_cart_committed(struct cw_cart *cart, struct cw_error **error);
int32_t cw_locks_open(const char *settings,
                      size_t settings_length,
                      struct cw_locks **out,
                      struct cw_error **error);
void cw_locks_free(struct cw_locks *locks);
int32_t cw_locks_acquire(const struct cw_locks *locks,
                         const char *name,
                         size_t name_length,
                         int64_t lease_ms,
                         int64_t wait_ms,
                         struct cw_lock *out,
                         struct cw_error **error);
int32_t cw_locks_renew(const struct cw_locks *locks,
                       const char *name,
                       size_t name_length,
                       const char *owner,
                       size_t owner_length,
                       int64_t lease_ms,
                       struct cw_lock *out,
                       struct cw_error **error);
int32_t cw_locks_release(const struct cw_locks *locks,
                         const char *name,
                         size_t name_length,
                         const char *owner,
                         size_t owner_length,
                         struct cw_error **error);
int32_t cw_locks_force_release(const struct cw_locks *locks,
                               const char *name,
                               size_t name_length,
                               int32_t *was_held,
                               struct cw_error **error);
int32_t cw_locks_list(const struct cw_locks *locks,
                      const char *query,
                      size_t query_length,
                      char **out,
                      size_t *length,
                      struct cw_error **error);
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
void cw_merge_plan_free(struct cw_merge_plan *plan);
int32_t cw_merge_plan_conflicts(const struct cw_merge_plan *plan,
                                int32_t format,
                                char **out,
                                size_t *length,
                                struct cw_error **error);
int32_t cw_merge_plan_identities(const struct cw_merge_plan *plan,
                                 char **out,
                                 size_t *length,
                                 struct cw_error **error);
int32_t cw_engine_commit_merge(const struct cw_engine *engine,
                               const struct cw_merge_plan *plan,
                               const char *resolutions,
                               size_t resolutions_length,
                               struct cw_result **out,
                               struct cw_error **error);
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
int32_t cw_cart_conflicts(struct cw_cart *cart,
                          struct cw_cart *other,
                          int32_t strategy,
                          int32_t format,
                          char **out,
                          size_t *length,
                          struct cw_error **error);
int32_t cw_cart_merge(struct cw_cart *cart,
                      struct cw_cart *other,
                      int32_t strategy,
                      const char *resolutions,
                      size_t resolutions_length,
                      struct cw_result **out,
                      struct cw_error **error);
int32_t cw_cart_set_metadata(struct cw_cart *cart,
                             const char *name,
                             size_t name_length,
                             const char *value,
                             size_t value_length,
                             struct cw_error **error);
int32_t cw_cart_remove_metadata(struct cw_cart *cart,
                                const char *name,
                                size_t name_length,
                                int32_t *removed,
                                struct cw_error **error);
int32_t cw_cart_metadata(struct cw_cart *cart,
                         const char *name,
                         size_t name_length,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);
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
int32_t cw_cart_apply(struct cw_cart *cart,
                      const char *operations,
                      size_t operations_length,
                      struct cw_result **out,
                      struct cw_error **error);
int32_t cw_cart_clear(struct cw_cart *cart, struct cw_error **error);
int32_t cw_cart_prime(struct cw_cart *cart,
                      struct cw_error **error);
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
int32_t cw_cart_prime_lines(struct cw_cart *cart,
                            const char *ids,
                            size_t ids_length,
                            const int64_t *id_lengths,
                            const double *prices,
                            const int64_t *quantities,
                            size_t lines,
                            struct cw_error **error);
int32_t cw_cart_prime_conditions(struct cw_cart *cart,
                                 const char *conditions,
                                 size_t conditions_length,
                                 const char *dynamic,
                                 size_t dynamic_length,
                                 struct cw_error **error);
int32_t cw_cart_prime_metadata(struct cw_cart *cart,
                               const char *name,
                               size_t name_length,
                               const char *value,
                               size_t value_length,
                               struct cw_error **error);
int32_t cw_cart_primed(struct cw_cart *cart, int64_t *items, struct cw_error **error);
int32_t cw_cart_item(struct cw_cart *cart,
                     const char *id,
                     size_t id_length,
                     int32_t format,
                     char **out,
                     size_t *length,
                     struct cw_error **error);
int32_t cw_cart_items(struct cw_cart *cart,
                      int32_t format,
                      char **out,
                      size_t *length,
                      struct cw_error **error);
int32_t cw_cart_conditions(struct cw_cart *cart,
                           int32_t format,
                           char **out,
                           size_t *length,
                           struct cw_error **error);
int32_t cw_cart_content(struct cw_cart *cart,
                        const char *instance,
                        size_t instance_length,
                        const char *currency_code,
                        size_t currency_length,
                        int32_t format,
                        char **out,
                        size_t *length,
                        struct cw_error **error);
int32_t cw_cart_sum(struct cw_cart *cart,
                    int32_t sum,
                    const char *currency_code,
                    size_t currency_length,
                    struct cw_number *out,
                    struct cw_error **error);
int32_t cw_cart_count(struct cw_cart *cart, int64_t *items, int64_t *quantity, struct cw_error **error);
int32_t cw_cart_has_rules(struct cw_cart *cart,
                          int32_t *has,
                          struct cw_error **error);
int32_t cw_cart_has(struct cw_cart *cart,
                    const char *id,
                    size_t id_length,
                    int32_t *has,
                    struct cw_error **error);
int32_t cw_reservations_open(const char *settings,
                             size_t settings_length,
                             struct cw_reservations **out,
                             struct cw_error **error);
void cw_reservations_free(struct cw_reservations *reservations);
int32_t cw_reservations_call(const struct cw_reservations *reservations,
                             const char *call,
                             size_t call_length,
                             int32_t format,
                             char **out,
                             size_t *length,
                             struct cw_error **error);
int32_t cw_reservations_advance(const struct cw_reservations *reservations,
                                int64_t milliseconds,
                                struct cw_error **error);
int32_t cw_cart_result(struct cw_cart *cart,
                       struct cw_result **out,
                       struct cw_error **error);
void cw_result_free(struct cw_result *result);
int32_t cw_result_summary_of(const struct cw_result *result,
                             struct cw_result_summary *out,
                             struct cw_error **error);
int32_t cw_result_changes(const struct cw_result *result,
                          int32_t format,
                          char **out,
                          size_t *length,
                          struct cw_error **error);
int32_t cw_result_events(const struct cw_result *result,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);
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
int32_t cw_versions_open(const char *settings,
                         size_t settings_length,
                         struct cw_versions **out,
                         struct cw_error **error);
void cw_versions_free(struct cw_versions *versions);
int32_t cw_versions_call(const struct cw_versions *versions,
                         const char *call,
                         size_t call_length,
                         int32_t format,
                         char **out,
                         size_t *length,
                         struct cw_error **error);
int32_t cw_versions_advance(const struct cw_versions *versions,
                            int64_t milliseconds,
                            struct cw_error **error);
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
int32_t cw_versions_keep(const struct cw_versions *versions,
                         const char *permit,
                         size_t permit_length,
                         const char *value,
                         size_t value_length,
                         int64_t fresh_ms,
                         int64_t good_ms,
                         int32_t *kept,
                         struct cw_error **error);
