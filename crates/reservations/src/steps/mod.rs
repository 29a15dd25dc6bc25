//! The steps of a store of reservations, for stores that run them in Rust: one at a time, over a [`Shelf`] that a lock or a
//! transaction keeps for them. What is decided is written once, here; a shelf only keeps it.
//!
//! Each step begins by [collecting](collect) the leases that are over, so that what a shelf counts as held lives.

mod amend;
mod collect;
mod force;
mod look;
mod reserve;
mod settle;
mod shelf;

pub use amend::amend;
pub use collect::{any_due, collect, sweep};
pub use force::{clear, force_release};
pub use look::{change_stock, find, holder, view};
pub use reserve::reserve;
pub use settle::{commit, release, renew};
pub use shelf::{By, Due, Entry, EntryLine, FoundEntry, FoundStock, Now, Shelf};
