//! The stores that are measured.

use cartwright_core::CartStore;
use cartwright_storage::{Layout, MemoryStore, SqliteOptions, SqliteStore};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A store of carts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adapter {
    /// In the memory of this process.
    Memory,
    /// SQLite, a row per cart: the table of the PHP package.
    Compatible,
    /// SQLite, a row per item.
    Own,
}

impl Adapter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Memory, Self::Compatible, Self::Own];

    /// Opens it. Memory needs no path.
    pub fn open(self, path: &Path) -> Arc<dyn CartStore + Send + Sync> {
        match self {
            Self::Memory => Arc::new(MemoryStore::default()),
            Self::Compatible => Arc::new(SqliteStore::new(SqliteOptions::new(path).layout(Layout::compatible()))),
            Self::Own => Arc::new(SqliteStore::at(path)),
        }
    }

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Compatible => "sqlite",
            Self::Own => "sqlite-own",
        }
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "memory",
            Self::Compatible => "SQLite, compatible table",
            Self::Own => "SQLite, own layout",
        })
    }
}

impl std::str::FromStr for Adapter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|adapter| adapter.name() == text);
        found.ok_or_else(|| "write memory, sqlite (the compatible table) or sqlite-own".to_owned())
    }
}
