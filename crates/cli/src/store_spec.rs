//! Where carts are, as it is typed.

use cartwright_core::CartStore;
use cartwright_storage::{Layout, MemoryStore, SqliteOptions, SqliteStore};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreSpec {
    Memory,
    /// The table of the PHP package.
    Compatible(PathBuf),
    /// A row per item.
    Own(PathBuf),
}

impl FromStr for StoreSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "memory" => Ok(Self::Memory),
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Compatible(path.into())),
            Some(("sqlite-own", path)) if !path.is_empty() => Ok(Self::Own(path.into())),
            _ => Err("write sqlite:PATH, sqlite-own:PATH or memory".to_owned()),
        }
    }
}

impl fmt::Display for StoreSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory"),
            Self::Compatible(path) => write!(f, "sqlite:{}", path.display()),
            Self::Own(path) => write!(f, "sqlite-own:{}", path.display()),
        }
    }
}

impl StoreSpec {
    /// The store. It waits for others at most so long at a time, and at most 5 seconds, so that there is time to try again.
    pub fn open(&self, patience: Duration) -> Arc<dyn CartStore + Send + Sync> {
        let sqlite = |path: &PathBuf, layout| {
            let options = SqliteOptions::new(path).layout(layout).busy_timeout(patience.min(Duration::from_secs(5)));
            Arc::new(SqliteStore::new(options))
        };
        match self {
            Self::Memory => Arc::new(MemoryStore::default()),
            Self::Compatible(path) => sqlite(path, Layout::compatible()),
            Self::Own(path) => sqlite(path, Layout::Own),
        }
    }
}
