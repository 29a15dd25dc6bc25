//! Stores of reservations: adapters of [`ReservationStore`](cartwright_reservations::ReservationStore). What is decided is in
//! `cartwright_reservations::steps`; here it is only kept.

#[cfg(feature = "memory")]
mod memory;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "memory")]
pub use memory::MemoryReservationStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteReservationStore;
