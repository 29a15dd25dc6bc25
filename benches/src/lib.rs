//! What carts cost in Rust, without PHP: the cart itself, and each store of carts at 1 to 1000 items with up to a million
//! other carts beside it.
//!
//! - `cargo bench -p cartwright-benches` measures each operation by itself, to compare two states of the code;
//! - the command `growth` measures sizes side by side in one run, to see what grows and what must not.
#![forbid(unsafe_code)]
// Figures of time are floats; amounts of money are none of this crate's business.
#![allow(clippy::float_arithmetic)]

pub mod adapter;
pub mod alone;
pub mod footprint;
pub mod grid;
pub mod holds;
pub mod machine;
pub mod others;
pub mod redis_server;
pub mod report;
pub mod shop;
pub mod stand;
pub mod stats;
pub mod targets;

/// What went wrong, in words: a bench that cannot go on says so and ends.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
