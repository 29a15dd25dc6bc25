//! What every store of reservations has to pass, and the sequential reference that they are compared with.
#![allow(clippy::unwrap_used)]

mod plain;

pub use plain::PlainStore;
