//! The cart as values: exact money, items, conditions, and operations that turn one state into the next.
//!
//! This crate knows no storage, no host and no clock. It is the only place where prices are computed, in exact
//! decimals; rounding happens where the [`Cart`]'s totals say so and nowhere else.
//!
//! - [`Cart::apply`] does an [`Operation`] under the [`Policy`] of a shop and answers with [`Changes`];
//! - [`Cart::subtotal`] and [`Cart::total`] are the sums;
//! - [`Rules`] say when a condition is to be on the cart, and are stored with it;
//! - a [`Merge`] takes another cart in;
//! - [`CartStore`] is what a store of carts promises, whatever it keeps them in.
//!
//! # Beside it
//! It uses none of its siblings. `cartwright-events` turns its changes into events, `cartwright-wire` reads and writes its carts
//! as stored text, `cartwright-storage` implements its port, `cartwright-engine` puts them together, and `cartwright-ffi` offers
//! them to C and PHP.
//!
//! # An example
//! ```
//! use cartwright_core::{Cart, ConditionValue, Conditions, Currency, Json, Model, NewCondition, NewItem, Operation, Policy, PriceInput};
//!
//! let (mut cart, policy, dollars) = (Cart::default(), Policy::default(), Currency::find("USD")?);
//! let lamp = NewItem {
//!     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 2.into(),
//!     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
//! };
//! cart.apply(Operation::Add(lamp), &policy)?;
//! let discount = NewCondition {
//!     name: "SALE", kind: "discount", target: "subtotal", value: ConditionValue::Text("-10%".into()),
//!     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
//! };
//! cart.apply(Operation::AddCondition(discount), &policy)?;
//! assert_eq!(cart.total(dollars)?.format(), "$72.00");
//! # Ok::<(), cartwright_core::Error>(())
//! ```
#![forbid(unsafe_code)]

mod cart;
mod cart_conditions;
mod cart_items;
mod change;
mod change_kind;
mod condition;
mod conditions;
mod currency;
mod dynamic;
mod effect;
mod error;
mod facts;
mod item;
mod json;
mod json_object;
mod json_text;
mod json_value;
mod kinds;
mod leading_number;
mod limits;
mod lines;
mod merge;
mod metadata;
mod moment;
mod money;
mod number;
mod operation;
mod policy;
mod price;
mod pricing;
mod quantity;
mod rule;
mod rule_read;
mod rule_write;
mod shipping;
mod store;
mod store_error;
mod strict;
mod switches;
mod totals;
mod zone;

pub use cart::Cart;
pub use change::{Change, Changes, Part};
pub use change_kind::ChangeKind;
pub use condition::{Condition, NewCondition, Target};
pub use conditions::Conditions;
pub use currency::Currency;
pub use dynamic::{Applies, Verdict};
pub use effect::{ConditionValue, Effect, Operator};
pub use error::{Error, ErrorKind, Result};
pub use facts::Facts;
pub use item::{Item, ItemAmounts, ItemId, ItemUpdate, Model, NewItem, QuantityUpdate, StoredItem, check_item};
pub use json::Json;
pub use limits::Limits;
pub use merge::{Merge, MergeConflict, MergeStrategy, Merged, Resolution};
pub use metadata::{DYNAMIC_CONDITIONS, Metadata};
pub use moment::{Date, LocalTime, Moment, Weekday};
pub use money::Money;
pub use number::Number;
pub use operation::Operation;
pub use policy::Policy;
pub use price::{PriceInput, parse_price};
pub use pricing::Pricing;
pub use quantity::Quantity;
pub use rule::{ClockTime, Dates, ItemMatch, Rule, Rules, Weekdays};
/// The exact decimal that this crate computes with.
pub use rust_decimal::Decimal;
pub use shipping::{NewShipping, SHIPPING};
pub use store::{
    CartKey, CartListing, CartStore, Commit, CommitId, Committed, Identity, Incarnation, LoadedCart, OutboxRecord,
    QueuedCommit, REMEMBERED_COMMITS, Sight,
};
pub use store_error::{StoreError, StoreErrorKind};
pub use switches::{LineIdentity, Switches};
pub use zone::{FixedOffsets, TimeZones, Zone};

/// The README's Rust is run, not believed.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
