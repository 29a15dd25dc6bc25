//! The C ABI of Cartwright: what `include/cartwright.h` declares.
//!
//! Conventions: the object comes first, inputs are `const` with a length, outputs come last and are written only on
//! success, every call that can be refused answers a [`cw_status`](status::cw_status) and writes a `cw_error` for the
//! caller to free. Nothing crosses as a panic. Engines, locks, reservations and versions are used by many threads at once, every other handle by one at a
//! time; after a fork parent and child go on with all of them.
//!
//! # Beside it
//! It offers what `cartwright-core` computes, `cartwright-wire` reads and writes, `cartwright-engine` stores, `cartwright-reservations` holds and `cartwright-versions` publishes; nothing is
//! computed here. The header, the list of symbols and PHP's constants are generated from it. Rust programs use the crates below
//! instead.
//!
//! # An example
//! ```
//! use cartwright::{abi, cart};
//!
//! assert_eq!(abi::cw_abi_epoch(), 1);
//! let mut handle = std::ptr::null_mut();
//! // SAFETY: `handle` may be written, and is freed once.
//! unsafe {
//!     assert_eq!(cart::cw_cart_new(&mut handle, std::ptr::null_mut()), 0);
//!     cart::cw_cart_free(handle);
//! }
//! ```
// Names are those of the header.
#![allow(non_camel_case_types)]

pub mod abi;
mod bound;
mod boundary;
mod by_hand;
pub mod cart;
pub mod carts;
pub mod change;
pub mod engine;
pub mod error;
mod failure;
mod fields;
mod forks;
pub mod hosted;
pub mod locks;
pub mod merge;
pub mod metadata;
pub mod money;
pub mod number;
pub mod operations;
mod place;
pub mod prime;
pub mod read;
pub mod reservations;
pub mod result;
mod settings;
pub mod status;
pub mod value;
pub mod versions;
