//! Carts in a SQLite file.

mod columns;
mod compatible;
mod entries;
mod forks;
pub(crate) mod link;
mod options;
mod outbox;
mod own;
mod rows;
pub(crate) mod schema;
mod second_copy;
mod seen;
mod store;
pub(crate) mod trouble;

pub use forks::{after_fork_in_child, after_fork_in_parent, before_fork};
pub use options::{Durability, Layout, SqliteOptions};
pub use store::SqliteStore;
