//! What happened to a cart: the ordered events of a change, their envelope, and a bus for subscribers in the same process.
//!
//! `cartwright-core` answers an operation with changes. [`events_of`] turns these into events in the order that
//! applications rely on; [`seal`] puts each into an [`Envelope`] with an id, the cart, what it was and is, and the time;
//! the [`Bus`] hands them to whoever subscribed. Ids and the time come from the caller: there is no clock and no chance in
//! here. Ten of the thirteen kinds mean that the cart was updated, and a [`CartUpdated`] follows each of them.
//!
//! # Beside it
//! It uses `cartwright-core` alone. `cartwright-engine` seals and publishes after a commit, and can have the envelopes stored
//! with it, as JSON ([`Envelope::to_json`]). The PHP package fires events of its own, in the same order.
//!
//! # An example
//! ```
//! use cartwright_core::{
//!     Cart, CartKey, Conditions, Currency, Json, Model, Moment, NewItem, Operation, Policy, PriceInput,
//! };
//! use cartwright_events::{Bus, EventKind, ItemAdded, Occasion, seal};
//! use std::sync::{Arc, Mutex};
//!
//! let seen = Arc::new(Mutex::new(Vec::new()));
//! let (bus, seen_by_subscriber) = (Bus::new(), Arc::clone(&seen));
//! bus.on("stock", move |event: &ItemAdded, _| {
//!     seen_by_subscriber.lock().unwrap().push(event.item.id().as_str().to_owned());
//!     Ok(())
//! });
//!
//! let mut cart = Cart::default();
//! let lamp = NewItem {
//!     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 2.into(),
//!     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
//! };
//! let changes = cart.apply(Operation::Add(lamp), &Policy::default())?;
//! let key = CartKey::new("user-7", "default");
//! let occasion = Occasion {
//!     key: &key, before: None, after: None, at: Moment::from_seconds(0), pricing: Currency::find("USD")?.into(), source: None,
//! };
//! let mut id = 0;
//! let envelopes = seal(&changes, &cart, &occasion, &mut || { id += 1; id });
//! let kinds: Vec<EventKind> = envelopes.iter().map(|envelope| envelope.event.kind()).collect();
//! assert_eq!(kinds, [EventKind::CartCreated, EventKind::ItemAdded, EventKind::CartUpdated]);
//!
//! assert!(bus.publish(&envelopes).is_empty());
//! assert_eq!(*seen.lock().unwrap(), ["lamp"]);
//! # Ok::<(), cartwright_core::Error>(())
//! ```
#![forbid(unsafe_code)]

mod bus;
mod envelope;
mod event;
mod impact;
mod json;
mod sequence;
mod summary;

pub use bus::{Bus, Failure, Outcome, Reason, Subscription};
pub use envelope::{Envelope, EventId, Occasion, seal};
pub use event::{
    CartCleared, CartConditionAdded, CartConditionRemoved, CartCreated, CartMerged, CartUpdated, Event, EventKind,
    Fact, ItemAdded, ItemConditionAdded, ItemConditionRemoved, ItemRemoved, ItemUpdated, MetadataAdded,
    MetadataRemoved,
};
pub use impact::{impact, lost_savings};
pub use sequence::events_of;
pub use summary::CartSummary;
