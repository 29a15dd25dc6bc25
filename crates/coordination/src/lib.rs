//! What several requests, processes and machines need in order to agree: clocks, ids, pauses, leases, fences, and a port
//! to a store of locks.
//!
//! Nothing here does input or output, and nothing knows what a cart is. Time, chance and pauses are ports, so that what
//! is built on them can be tested without a sleep:
//!
//! | to | there is |
//! | --- | --- |
//! | tell the time | [`WallClock`], [`MonotonicClock`]; [`SystemClock`], [`ManualClock`] |
//! | draw lots and make ids | [`Random`]; [`SystemRandom`], [`SeededRandom`]; [`uuid_v4`], [`uuids_v4`] |
//! | try again | [`Backoff`], [`Deadline`], [`Retry`], [`Waiter`]; [`Sleep`], [`SystemSleep`] |
//! | lend for a time | [`LifetimeLimit`], [`Lifetime`], [`Lease`] |
//! | tell the present holder from a late one | [`OwnerToken`], [`Fence`], [`FenceGuard`] |
//! | count how long things take | [`Histogram`], [`Durations`] |
//! | keep what a forked child must not share | [`PerProcess`] |
//! | hold something alone | [`LockStore`] (the port), [`Locks`] (waiting for it), [`HeldLock`] |
//!
//! # Beside it
//! `cartwright-engine`, `cartwright-reservations` and `cartwright-versions` use it, `cartwright-storage` implements its
//! port, and it uses none of them. Stores of locks prove themselves by the suite in the module `conformance`, behind the
//! feature of that name.
//!
//! # An example
//! ```
//! use cartwright_coordination::{Backoff, ManualClock, Retry, SeededRandom, Waiter};
//! use std::time::Duration;
//!
//! // In a program: SystemClock, SystemSleep, SystemRandom.
//! let (clock, random) = (ManualClock::default(), SeededRandom::new(2025));
//! let waiter = Waiter { clock: &clock, sleep: &clock, random: &random };
//!
//! let mut conflicts = 2;
//! let mut retry = Retry::new(Backoff::STANDARD, waiter.deadline(Duration::from_secs(20)));
//! while conflicts > 0 && waiter.pause(&mut retry)? {
//!     conflicts -= 1;
//! }
//! assert_eq!(retry.attempt(), 3);
//! assert!((75..=125).contains(&clock.pauses()[0].as_millis()));
//! assert!((150..=250).contains(&clock.pauses()[1].as_millis()));
//! # Ok::<(), cartwright_coordination::Error>(())
//! ```
#![forbid(unsafe_code)]

mod backoff;
mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
mod deadline;
mod error;
mod fence;
mod histogram;
mod ids;
mod lease;
mod lock_key;
mod lock_store;
mod locks;
mod manual_clock;
mod owner;
mod per_process;
mod random;
mod retry;
mod sleep;

pub use backoff::{Backoff, Grain, Growth, Jitter};
pub use clock::{Moment, MonotonicClock, SystemClock, WallClock, WallTime};
pub use deadline::Deadline;
pub use error::{Error, ErrorKind, Result};
pub use fence::{Fence, FenceGuard, StoreIncarnation};
pub use histogram::{Durations, Histogram};
pub use ids::{uuid_v4, uuids_v4};
pub use lease::{Lease, Lifetime, LifetimeLimit};
pub use lock_key::LockKey;
pub use lock_store::{Acquired, Answer, Grant, LockInfo, LockStore};
pub use locks::{HeldLock, Locks, Waited};
pub use manual_clock::ManualClock;
pub use owner::OwnerToken;
pub use per_process::PerProcess;
pub use random::{Random, SeededRandom, SystemRandom};
pub use retry::{Retry, Waiter};
pub use sleep::{Sleep, SystemSleep};
/// What [`uuid_v4`] makes.
pub use uuid::Uuid;
