//! The stores of locks: adapters of [`LockStore`](cartwright_coordination::LockStore).
//!
//! | store | who shares its locks | its clock | after a restart |
//! | --- | --- | --- | --- |
//! | [`MemoryLockStore`] | the threads of one process | the process's monotonic clock | no lock, fences of a greater incarnation |
//! | [`SqliteLockStore`] | the processes of one machine | the machine's, since its start | of a process: every lock and fence; of the machine: every lock that the disk has kept, for what remains by the wall clock, and fences of a greater incarnation |
//! | [`RedisLockStore`] | whoever reaches the server | the server's wall clock | of a process: every lock and fence; of the server: every lock that it has kept, and fences of a greater incarnation |

#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(crate) mod error;
#[cfg(feature = "sqlite")]
mod lock_rows;
#[cfg(feature = "memory")]
mod memory;
#[cfg(any(feature = "memory", feature = "sqlite"))]
mod record;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "redis")]
mod redis_answer;
#[cfg(feature = "redis")]
pub(crate) mod redis_keys;
#[cfg(feature = "sqlite")]
mod shared_clock;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "memory")]
pub use memory::MemoryLockStore;
#[cfg(feature = "redis")]
pub use redis::RedisLockStore;
#[cfg(feature = "sqlite")]
pub use shared_clock::{BootClock, SharedClock};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteLockStore;
