//! A Redis server: how it is reached, and the carts on one.
//!
//! The crate `redis` packs what is said and reads what is answered. Sockets, and the decision when something is said
//! again, are ours: its own connections repeat a command whose reply was lost without a word, and what is stored twice
//! cannot be told from what was meant twice.

mod address;
mod answers;
mod as_text;
mod carts;
pub(crate) mod clock;
mod conversation;
pub(crate) mod crc16;
pub(crate) mod keys;
pub(crate) mod link;
pub(crate) mod options;
pub(crate) mod script;
mod servers;
mod slots;
mod stream;
mod text;
mod tls;
pub(crate) mod trouble;

pub use carts::RedisStore;
pub use options::{RedisOptions, RedisTls};
