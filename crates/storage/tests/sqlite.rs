//! The suite on SQLite files, in both layouts.
#![allow(clippy::unwrap_used)]

use cartwright_core::CartStore;
use cartwright_storage::conformance::Fixture;
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

struct InFile {
    directory: TempDir,
    layout: Layout,
    time: Arc<AtomicI64>,
}

impl InFile {
    fn new(layout: Layout) -> Self {
        let directory = tempfile::tempdir().expect("a directory for the test");
        Self { directory, layout, time: Arc::new(AtomicI64::new(1_000_000_000)) }
    }
}

impl Fixture for InFile {
    fn open(&self) -> Box<dyn CartStore + Send + Sync> {
        let clock = Arc::clone(&self.time);
        let options = SqliteOptions::new(self.directory.path().join("carts.sqlite"))
            .layout(self.layout.clone())
            .clock(move || clock.load(Ordering::Relaxed));
        Box::new(SqliteStore::new(options))
    }

    fn set_time(&self, seconds: i64) {
        self.time.store(seconds, Ordering::Relaxed);
    }
}

mod own {
    use super::{InFile, Layout};

    cartwright_storage::conformance!(InFile::new(Layout::Own));
}

mod compatible {
    use super::{InFile, Layout};

    cartwright_storage::conformance!(InFile::new(Layout::compatible()));
}
