//! Where a SQLite store is, and how it is used.

use crate::clock::Clock;
use crate::place::StorePlace;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How carts lie in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// A row per item, in tables of our own (`cartwright_…`): a change costs the same in a small cart and in a large one.
    Own,
    /// A row per cart, in the table of the PHP package: whatever reads and writes that reads and writes this. Each change
    /// writes the columns that it is about as a whole, and the table has no room for the ids of commits.
    Compatible {
        /// The name of the table, `carts` unless the application has changed it. It is made if it is not there.
        table: String,
    },
}

impl Layout {
    /// The table `carts`.
    pub fn compatible() -> Self {
        Self::Compatible { table: "carts".into() }
    }
}

/// What a commit survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// The end of the process, however sudden. A power failure may take the last commits, and never half of one.
    ProcessCrash,
    /// A power failure, too. Each commit waits for the disk, a hundred times longer.
    PowerLoss,
}

/// Where a SQLite store is, and how it is used.
///
/// ```
/// use cartwright_storage::{Durability, Layout, SqliteOptions, SqliteStore};
/// use std::time::Duration;
///
/// let store = SqliteStore::new(
///     SqliteOptions::new("/srv/shop/carts.sqlite")
///         .layout(Layout::compatible())
///         .busy_timeout(Duration::from_secs(10))
///         .durability(Durability::PowerLoss),
/// );
/// # let _ = store;
/// ```
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    pub(crate) path: PathBuf,
    pub(crate) layout: Layout,
    pub(crate) busy_timeout: Duration,
    pub(crate) durability: Durability,
    pub(crate) wal: bool,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) clock: Clock,
}

impl SqliteOptions {
    /// A file in our own layout. It is made when it is first used, its directory is not. A relative path is one from where
    /// the process is now, also if the process is somewhere else by then.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: settled(path.into()),
            layout: Layout::Own,
            busy_timeout: StorePlace::BUSY_TIMEOUT,
            durability: Durability::ProcessCrash,
            wal: true,
            max_bytes: None,
            clock: Clock::default(),
        }
    }

    /// How carts lie in it.
    #[must_use]
    pub fn layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// How long to wait while others write. 5 seconds unless it is set.
    #[must_use]
    pub fn busy_timeout(self, busy_timeout: Duration) -> Self {
        Self { busy_timeout, ..self }
    }

    /// What a commit survives. The end of the process unless it is set.
    #[must_use]
    pub fn durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }

    /// Leaves the journal of the file as it is, rather than switching it to a write-ahead log: for a file whose owner has
    /// decided. Readers and a writer then wait for each other.
    #[must_use]
    pub fn keep_journal(self) -> Self {
        Self { wal: false, ..self }
    }

    /// How large the file may grow, so that carts cannot fill the disk of a shop. Beyond it there is "no room left".
    #[must_use]
    pub fn max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes: Some(max_bytes), ..self }
    }

    /// Another clock than the system's.
    #[must_use]
    pub fn clock(self, clock: impl Into<Clock>) -> Self {
        Self { clock: clock.into(), ..self }
    }
}

/// Whether SQLite would make a database of it that is no file.
pub(crate) fn is_unnamed(path: &Path) -> bool {
    path.as_os_str().is_empty() || path.to_str().is_some_and(|path| path.starts_with(":memory:"))
}

fn settled(path: PathBuf) -> PathBuf {
    // Where the process is may be unknown, when that directory is gone. Then the path is as good as it was.
    if is_unnamed(&path) { path } else { std::path::absolute(&path).unwrap_or(path) }
}

#[cfg(test)]
mod tests {
    use super::SqliteOptions;
    use std::path::Path;

    #[test]
    fn a_relative_path_is_one_from_where_the_process_is_when_it_is_given() {
        let here = std::env::current_dir().unwrap();
        for path in ["carts.sqlite", "./carts.sqlite"] {
            assert_eq!(SqliteOptions::new(path).path, here.join("carts.sqlite"));
        }
        assert_eq!(SqliteOptions::new("/srv/carts.sqlite").path, Path::new("/srv/carts.sqlite"));
    }

    #[test]
    fn what_names_no_file_is_not_made_one() {
        for nameless in ["", ":memory:"] {
            assert_eq!(SqliteOptions::new(nameless).path, Path::new(nameless));
        }
    }
}
