//! Reservations: the last unit is sold once.
//!
//! Two buyers press "order" for the last lamp. One may go on to pay; the other is told at once, and what the first one
//! abandons comes back by itself.
//!
//! | to | there is |
//! | --- | --- |
//! | say what is counted | [`StockKey`], [`Line`], [`Rule`], [`Policy`], [`StockLevel`] |
//! | hold, amend, renew, commit, release | [`Reservations`] with [`Settings`] and [`Request`] |
//! | know what came of it | [`Reserved`], [`Refusal`], [`Answer`], [`Grant`], [`Committed`] |
//! | run it | [`Reservations::force_release`], [`Reservations::clear_all`], [`Reservations::sweep`], [`Tally`], [`AuditEntry`] |
//! | lock as the older lock table did | [`LockTable`] |
//! | call it with JSON, from C or PHP | [`Reservations::call`] |
//! | keep it somewhere | [`ReservationStore`] (the port), [`steps`] (its logic, for stores that run it in Rust) |
//!
//! # Beside it
//! It uses `cartwright-coordination` for clocks, leases, fences and tokens, and nothing else of the workspace.
//! `cartwright-storage` keeps reservations in memory and in SQLite files. Stores prove themselves by the suite in the module
//! `conformance`, behind the feature of that name.
//!
//! # An example
//! A coupon that ten people may use is reserved as a lamp is: it is a key of another kind, in the same reservation.
//! ```
//! # #[cfg(feature = "conformance")] {
//! use cartwright_reservations::{Line, Request, Reservations, Settings, StockKey};
//! # use cartwright_reservations::conformance::PlainStore;
//! # let store = PlainStore::default();
//!
//! let shop = Reservations::new(store, Settings::default())?;
//! let (lamp, coupon) = (StockKey::new("shop", "item", "lamp")?, StockKey::new("shop", "coupon", "WELCOME")?);
//! shop.set_stock(&lamp, 500)?;
//! shop.set_stock(&coupon, 10)?;
//!
//! let order = [Line::new(lamp.clone(), 2), Line::new(coupon.clone(), 1)];
//! let held = shop.reserve(&Request::new("order-1", "ada", &order))?.granted().unwrap();
//! assert_eq!((shop.level(&lamp)?.available, shop.level(&coupon)?.available), (Some(498), Some(9)));
//!
//! // She changes her mind: both come back together.
//! shop.release("order-1", &held.token)?.done().unwrap();
//! assert_eq!((shop.level(&lamp)?.available, shop.level(&coupon)?.available), (Some(500), Some(10)));
//! # }
//! # Ok::<(), cartwright_reservations::Error>(())
//! ```
#![forbid(unsafe_code)]

mod answer;
mod audit;
mod call;
#[cfg(feature = "conformance")]
pub mod conformance;
mod engine;
mod error;
mod lines;
mod lock_table;
mod names;
mod running;
mod settings;
pub mod steps;
mod stock;
mod stock_key;
mod store;
mod tally;

pub use answer::{
    Answer, Caps, Committed, Counted, Filter, Grant, HeldLine, Keep, Refusal, Released, Reservation, Reserve, Reserved,
    Shortage, State, StockChange, Stored, Swept,
};
pub use audit::{AuditEntry, AuditKind, Note, token_digest, token_hash};
pub use engine::{Request, Reservations};
pub use error::{Error, ErrorKind, Result};
pub use lock_table::{CartItem, LockTable};
pub use names::{OrderId, OwnerId};
pub use settings::Settings;
pub use stock::{Line, Policy, Rule, Stock, StockLevel};
pub use stock_key::StockKey;
pub use store::{Claim, ReservationStore, Stats};
pub use tally::{Counter, HOLD_SECONDS, Tally};
