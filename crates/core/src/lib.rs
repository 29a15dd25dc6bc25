//! The cart as values: exact money, items, conditions, and operations that turn one state into the next.
//!
//! This crate knows no storage, no host and no clock. It is the only place where prices are computed, in exact
//! decimals; rounding happens where the [`Cart`]'s totals say so and nowhere else.
//!
//! - [`Cart::apply`] does an [`Operation`] and answers with a [`Change`];
//! - [`Cart::subtotal`] and [`Cart::total`] are the sums;
//! - `cartwright-wire` reads and writes carts as stored text, `cartwright-ffi` offers them to C and PHP.
//!
//! ```
//! use cartwright_core::{Cart, ConditionValue, Conditions, Currency, Json, Limits, Model, NewCondition, NewItem, Operation, PriceInput};
//!
//! let (mut cart, limits, dollars) = (Cart::default(), Limits::default(), Currency::find("USD")?);
//! let lamp = NewItem {
//!     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 2,
//!     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
//! };
//! cart.apply(Operation::Add(lamp), &limits)?;
//! let discount = NewCondition {
//!     name: "SALE", kind: "discount", target: "subtotal", value: ConditionValue::Text("-10%".into()),
//!     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
//! };
//! cart.apply(Operation::AddCondition(discount), &limits)?;
//! assert_eq!(cart.total(dollars)?.format(), "$72.00");
//! # Ok::<(), cartwright_core::Error>(())
//! ```
#![forbid(unsafe_code)]

mod cart;
mod condition;
mod conditions;
mod currency;
mod error;
mod item;
mod json;
mod leading_number;
mod limits;
mod money;
mod number;
mod price;
mod quantity;
mod store;
mod store_error;

pub use cart::{Cart, Change, Operation};
pub use condition::{Condition, ConditionValue, Effect, NewCondition, Operator, Target};
pub use conditions::Conditions;
pub use currency::Currency;
pub use error::{Error, ErrorKind, Result};
pub use item::{Item, ItemAmounts, ItemId, ItemUpdate, Model, NewItem, QuantityUpdate, StoredItem, check_item};
pub use json::Json;
pub use limits::Limits;
pub use money::Money;
pub use number::Number;
pub use price::{PriceInput, parse_price};
pub use quantity::Quantity;
/// The exact decimal that this crate computes with.
pub use rust_decimal::Decimal;
pub use store::{
    CartKey, CartListing, CartStore, Commit, CommitId, Committed, Identity, Incarnation, LoadedCart, OutboxRecord,
    QueuedCommit,
};
pub use store_error::{StoreError, StoreErrorKind};
