//! Checks and generators that cross crates.
#![forbid(unsafe_code)]
