//! The stores of locks: adapters of [`LockStore`](cartwright_coordination::LockStore).
//!
//! | store | who shares its locks | its clock | after a restart |
//! | --- | --- | --- | --- |
//! | [`MemoryLockStore`] | the threads of one process | the process's monotonic clock | no lock, a greater incarnation |

mod error;
mod memory;

pub use memory::MemoryLockStore;
