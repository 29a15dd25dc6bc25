//! What can be done with carts: load, apply, compare and swap, tell.
//!
//! | to | there is |
//! | --- | --- |
//! | change a cart | [`Engine::apply`], [`Engine::apply_all`], [`Engine::clear`]; [`Engine::open`] holds one between operations |
//! | read it | [`Engine::get`], [`Engine::content`], [`Engine::load`], [`Engine::has`], [`Engine::instances`] |
//! | give it to somebody else | [`Engine::swap`], [`Engine::merge`], or [`Engine::plan_merge`] and [`Engine::commit_merge`] |
//! | hear of it | [`Engine::bus`], or the outbox: [`Engine::outbox`], [`Engine::deliver`], [`Engine::acknowledge`] |
//! | try again | [`Settings::retry`], [`Engine::retrying`] |
//! | count | [`Engine::metrics`] |
//! | clean up | [`Engine::abandoned_carts`], [`Engine::prune`] |
//!
//! No update is lost: a change is an operation, applied to a cart as it was loaded and stored only if the cart still is that,
//! else applied again to what it has become. Time, pauses, ids and chance come from an [`Environment`].
//!
//! # Beside it
//! The crates below know what a cart is (`cartwright-core`), what is told of it (`cartwright-events`) and how to wait
//! (`cartwright-coordination`); this one puts them together over any [`CartStore`](cartwright_core::CartStore), which comes
//! in through the port: `cartwright-storage` has them, and this crate knows none of them.
//!
//! # An example
//! ```
//! use cartwright_core::{CartKey, ConditionValue, Conditions, Json, Model, NewCondition, NewItem, Operation, PriceInput};
//! use cartwright_engine::{Engine, Settings};
//! use cartwright_events::ItemAdded;
//! use cartwright_storage::MemoryStore;
//!
//! let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
//! engine.bus().on("stock", |event: &ItemAdded, envelope| {
//!     println!("{} holds {} of {}", envelope.key, event.item.quantity().exact(), event.item.name());
//!     Ok(())
//! });
//!
//! let key = CartKey::new("session-42", "default");
//! engine.apply(&key, &Operation::Add(NewItem {
//!     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 2.into(),
//!     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
//! }))?;
//! engine.apply(&key, &Operation::AddCondition(NewCondition {
//!     name: "SALE", kind: "discount", target: "subtotal", value: ConditionValue::Text("-10%".into()),
//!     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
//! }))?;
//! let content = engine.content(&key)?;
//! assert_eq!((content.total.format(), content.savings.format()), ("$72.00".to_owned(), "$8.00".to_owned()));
//!
//! // The visitor logs in, and takes the cart along.
//! assert!(engine.swap(&key, &CartKey::new("user-7", "default"))?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod abandoned;
mod applied;
mod attempt;
mod change_cart;
mod clear;
mod conflict;
mod engine;
mod environment;
mod error;
mod merge;
mod metrics;
mod open_cart;
mod operation_kind;
mod outbox;
mod outcome;
mod read;
mod retrying;
mod settings;
mod swap;

pub use abandoned::{Prune, Pruned};
pub use applied::Applied;
/// How long a kind of operation has taken.
pub use cartwright_coordination::Durations;
pub use conflict::Conflict;
pub use engine::Engine;
pub use environment::Environment;
pub use error::{EngineError, EngineErrorKind};
pub use merge::MergePlan;
pub use metrics::{Metrics, MetricsSnapshot, OperationMetrics};
pub use open_cart::OpenCart;
pub use operation_kind::OperationKind;
pub use read::Content;
pub use settings::Settings;
