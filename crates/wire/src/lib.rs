//! Text forms of a cart: the JSON that the original stores and the text of PHP's `serialize()`.
//!
//! Bytes are the contract here. Another program reads the same columns, size limits count the bytes of `json_encode`, and
//! `unserialize` accepts nothing but what `serialize` writes. So each form is PHP's own, compared with PHP itself in
//! `tests/php_oracle.rs`.
//!
//! | to | there is |
//! | --- | --- |
//! | read a stored cart, change it and store what differs | [`StoredCart`] |
//! | read one without keeping its text, and write it | [`Columns`], [`items_column`], [`conditions_column`], [`metadata_column`] |
//! | compute for a host that keeps its carts itself | [`HeldCart`] |
//! | check and rewrite JSON of a caller | [`checked_json`], [`canonical`] |
//! | write what PHP's `unserialize` reads | [`php_text`], [`Format::Php`] |
//! | read and write numbers as PHP does | [`php_number`] |
//!
//! # Beside it
//! It uses `cartwright-core`, whose carts it reads and writes. `cartwright-storage` and `cartwright-ffi` store and hand out what it
//! writes.
//!
//! # An example
//! ```
//! use cartwright_core::{Currency, ItemUpdate, Operation, Policy, PriceInput};
//! use cartwright_wire::StoredCart;
//!
//! // As PHP has stored it.
//! let items = r#"{"lamp":{"id":"lamp","name":"Lamp\/Light","price":4000,"quantity":2,"attributes":[],"conditions":[],"associated_model":null}}"#;
//! let mut cart = StoredCart::read(Some(items), None, None)?;
//! assert_eq!(cart.cart().total(Currency::find("USD")?)?.format(), "$80.00");
//!
//! let cheaper = ItemUpdate { price: Some(PriceInput::Text("$3,500")), ..ItemUpdate::default() };
//! cart.apply(Operation::Update("lamp", cheaper), &Policy::default())?;
//! assert!(cart.pending().items && !cart.pending().conditions);
//! assert_eq!(cart.items_column(), Some(items.replace("4000", "3500")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

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
mod repeats;
mod stored_cart;
mod stored_error;
mod write;

pub use columns::{
    Columns, conditions_column, dynamic_conditions_text, item_text, items_column, joined, metadata_column,
};
pub use held_cart::HeldCart;
pub use json_text::json_string;
pub use read::{checked_json, read_condition_values, read_conditions, read_kept_conditions, read_numbers};
pub use repeats::unambiguous_json;
pub use stored_cart::{Pending, StoredCart};
pub use stored_error::{StoredError, StoredErrorKind};
pub use write::{Format, condition, currency_json, item};

/// The Rust of the page about operations is run, not believed.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/operations.md")]
mod page_of_operations {}
