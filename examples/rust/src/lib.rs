//! Programs that use the crates.
//!
//! | run | to see |
//! | --- | --- |
//! | `cargo run -p cartwright-examples --bin purchase` | carts in an SQLite file: a condition by rules, subscribers, two more processes on one cart, a visitor who logs in |
//! | `cargo run -p cartwright-examples --bin own_store` | the same engine on a store that somebody has written for himself, [`text_store::TextStore`] |
//! | `cargo run -p cartwright-examples --bin reservations` | the last lamp, held while its buyer pays: refused, expired, paid twice, paid late, fenced off |
//! | `cargo run -p cartwright-examples --bin coupon` | a coupon that two people may use, reserved with the lamps or not at all |
//!
//! What they print stands in `printed/` beside the sources, and a test runs them and compares.
#![forbid(unsafe_code)]

pub mod goods;
pub mod text_store;
