//! Text forms of a cart: the JSON that the original stores and the text of PHP's `serialize()`.
//!
//! Bytes are the contract here. Another program reads the same columns, size limits count the bytes of `json_encode`, and
//! `unserialize` accepts nothing but what `serialize` writes. So each form is PHP's own, compared with PHP itself in
//! `tests/php_oracle.rs`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod bytes;
mod float_digits;
mod json_error;
mod json_grammar;
mod json_number;
mod json_pull;
mod php_array;
mod php_from_json;
mod seen_keys;
mod unescape;

pub mod canonical;
pub mod changes;
pub mod json_scan;
pub mod json_text;
pub mod operations;
pub mod php_number;
pub mod php_text;

pub use json_error::{JsonError, JsonErrorKind};

mod columns;
mod content;
mod held_cart;
mod metadata;
mod read;
mod stored_cart;
mod stored_error;
mod write;

pub use columns::{
    Columns, conditions_column, dynamic_conditions_text, item_text, items_column, joined, metadata_column,
};
pub use held_cart::HeldCart;
pub use json_text::json_string;
pub use metadata::DYNAMIC_CONDITIONS;
pub use read::{checked_json, read_condition_values, read_conditions, read_kept_conditions, read_numbers};
pub use stored_cart::{Pending, StoredCart};
pub use stored_error::{StoredError, StoredErrorKind};
pub use write::{Format, condition, currency_json, item};
