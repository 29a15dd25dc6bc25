//! Versions, cached values and the journal on a Redis server. Each method is one script, and one round trip.

mod answer;
mod entries;
mod journal;
mod keys;
mod record;
mod remove;
mod script;
mod store;

pub use entries::RedisEntryStore;
pub use journal::RedisJournalStore;
pub use store::RedisVersionStore;
