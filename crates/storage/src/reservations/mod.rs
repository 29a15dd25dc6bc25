//! Stores of reservations: adapters of [`ReservationStore`](cartwright_reservations::ReservationStore). For what is in
//! memory and in files it is decided in `cartwright_reservations::steps`, and only kept here; a Redis server decides itself, by
//! scripts.

#[cfg(feature = "memory")]
mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "memory")]
pub use memory::MemoryReservationStore;
#[cfg(feature = "redis")]
pub use redis::{RedisReservationStore, StockGroup};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteReservationStore;
