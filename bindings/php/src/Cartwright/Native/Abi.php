<?php

// Generated from crates/ffi by `make generate`. Do not edit.

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * The numbers of the native library's interface.
 *
 * @internal
 */
final class Abi
{
    public const ABI_EPOCH = 1;
    public const OK = 0;
    public const INVALID_ITEM = 1;
    public const INVALID_CONDITION = 2;
    public const UNKNOWN_MODEL = 3;
    public const CART_TOO_LARGE = 4;
    public const NUMBER_OUT_OF_RANGE = 5;
    public const UNKNOWN_CURRENCY = 6;
    public const CORRUPT_CART = 7;
    public const INVALID_TEXT = 8;
    public const INVALID_RULE = 9;
    public const RESERVED_KEY = 10;
    public const CONFLICT = 11;
    public const OUTCOME_UNKNOWN = 12;
    public const NO_RANDOMNESS = 13;
    public const STORE_UNAVAILABLE = 14;
    public const STORE_BUSY = 15;
    public const STORE_READ_ONLY = 16;
    public const STORE_FULL = 17;
    public const STORE_TOO_NEW = 18;
    public const STORE_FORKED = 19;
    public const STORE_SECOND_SQLITE = 20;
    public const STORE_UNSUPPORTED = 21;
    public const LOCK_HELD = 22;
    public const LOCK_LOST = 23;
    public const INVALID_LOCK = 24;
    public const FENCES_EXHAUSTED = 25;
    public const RESERVATION_SHORT = 26;
    public const RESERVATION_CONFLICT = 27;
    public const RESERVATION_ENDED = 28;
    public const RESERVATION_LIMIT = 29;
    public const RESERVATION_WRONG_TOKEN = 30;
    public const RESERVATION_EXPIRED = 31;
    public const RESERVATION_UNKNOWN = 32;
    public const INVALID_RESERVATION = 33;
    public const NOT_CONFIRMED = 34;
    public const INVALID_VERSIONS = 35;
    public const CHANGE_UNMARKED = 36;
    public const VERSIONS_FORGOTTEN = 37;
    public const INVALID_ARGUMENT = 100;
    public const INTERNAL = 101;
    public const NUMBER_NONE = 0;
    public const NUMBER_WHOLE = 1;
    public const NUMBER_REAL = 2;
    public const NUMBER_TEXT = 3;
    public const CHANGE_NOTHING = 0;
    public const CHANGE_ITEM_ADDED = 1;
    public const CHANGE_ITEM_UPDATED = 2;
    public const CHANGE_ITEM_REMOVED = 3;
    public const CHANGE_CONDITION_ADDED = 4;
    public const CHANGE_CONDITION_REMOVED = 5;
    public const CHANGE_CONDITIONS_DROPPED = 6;
    public const CHANGE_ITEM_CONDITION_ADDED = 7;
    public const CHANGE_ITEM_CONDITION_REMOVED = 8;
    public const CHANGE_ITEM_CONDITIONS_DROPPED = 9;
    public const CHANGE_METADATA_ADDED = 10;
    public const CHANGE_METADATA_REMOVED = 11;
    public const CHANGE_DYNAMIC_REGISTERED = 12;
    public const CHANGE_DYNAMIC_UNREGISTERED = 13;
    public const CHANGE_NOT_EVALUATED = 14;
    public const CHANGE_MERGED = 15;
    public const CHANGE_CLEARED = 16;
    public const QUANTITY_KEEP = 0;
    public const QUANTITY_BY = 1;
    public const QUANTITY_TO = 2;
    public const COLUMN_ITEMS = 1;
    public const COLUMN_CONDITIONS = 2;
    public const COLUMN_METADATA = 4;
    public const COUNTED_ABANDONMENT = 1;
    public const COUNTED_CONVERSION = 2;
    public const LINE_BY_ID = 0;
    public const LINE_BY_ID_AND_ATTRIBUTES = 1;
    public const MERGE_ADD_QUANTITIES = 1;
    public const MERGE_KEEP_HIGHEST_QUANTITY = 2;
    public const MERGE_KEEP_USER_CART = 3;
    public const MERGE_REPLACE_WITH_GUEST = 4;
    public const FORMAT_PHP = 1;
    public const FORMAT_JSON = 2;
    public const FORMAT_NONE = 3;
    public const SUM_SUBTOTAL = 1;
    public const SUM_TOTAL = 2;
    public const SUM_WITHOUT_CONDITIONS = 3;
    public const SUM_SAVINGS = 4;
    public const ADD = 1;
    public const SUBTRACT = 2;
    public const MULTIPLY = 3;
    public const DIVIDE = 4;
    public const FOUND_FRESH = 1;
    public const FOUND_STALE = 2;
    public const FOUND_LOAD = 3;
    public const FOUND_WAIT = 4;
    public const FOUND_PASS_BY = 5;
}
