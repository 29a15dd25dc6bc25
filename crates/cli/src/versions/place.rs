//! Where versions are published, as it is typed; and the ground of a race, which is left as it was.

use super::VersionsArgs;
use crate::failure::{Failure, Result};
use cartwright_coordination::Random;
use cartwright_storage::{SqliteVersionSource, StorePlace, VersionStores};
use cartwright_versions::{Environment, Settings, SharedJournal, SharedLockStore, Versions, WhenUnmarked};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a race waits for a store: less than others do, for it has to go on while a server is away.
const PATIENCE_OF_RACES: Duration = Duration::from_millis(500);

/// The data, and what readers ask.
pub struct Place {
    pub source: SqliteVersionSource,
    pub versions: Arc<Versions>,
    pub journal: SharedJournal,
    pub locks: SharedLockStore,
}

impl Place {
    pub fn open(data: &Path, cache: &StorePlace, settings: Settings) -> Self {
        let VersionStores { versions, locks, journal, .. } =
            cache.versions(StorePlace::BUSY_TIMEOUT, VersionStores::LONGEST_MARK);
        let versions = Versions::shared(versions, settings, Environment::default()).with_journal(journal.clone());
        Self { source: SqliteVersionSource::at(data), versions: Arc::new(versions), journal, locks }
    }

    pub fn of(args: &VersionsArgs, when_unmarked: WhenUnmarked) -> Result<Self> {
        let data = args.data.as_ref().ok_or_else(|| {
            Failure::usage(
                "say in which SQLite file versions are raised with the data: --data PATH, or CARTWRIGHT_DATA",
            )
        })?;
        let cache = match &args.cache {
            Some(text) => cache_in(text)?,
            None => {
                let mut path = data.clone().into_os_string();
                path.push("-cache");
                StorePlace::Own(path.into())
            }
        };
        if matches!(&cache, StorePlace::Own(path) if is_one_file(path, data)) {
            return Err(Failure::usage("--data and --cache are one file: a writer would wait for himself; give two"));
        }
        if !data.exists() {
            return Err(Failure::not_there(format!("there is no file {}; give the one with the data", data.display())));
        }
        let settings = Settings { when_unmarked, ..Settings::new()? };
        Ok(Self::open(data, &cache, settings))
    }
}

/// However they are written.
fn is_one_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The path of a SQLite file, or the text of a Redis server.
pub fn cache_in(text: &str) -> Result<StorePlace> {
    let is_server = text.starts_with("redis") && text.contains("://");
    if is_server { text.parse().map_err(Failure::usage) } else { Ok(StorePlace::Own(text.into())) }
}

/// Where a race is: files of its own, and on a server keys of its own, which are removed with it.
pub struct Ground {
    folder: PathBuf,
    pub cache: StorePlace,
    is_owner: bool,
}

impl Ground {
    /// New ground; on this server if there is one, else in a file of its own.
    pub fn new(server: Option<&str>) -> Result<Self> {
        let number = cartwright_coordination::SystemRandom.number()?;
        let server = server.map(cache_in).transpose()?.and_then(|place| under_test(&place, number));
        let folder = std::env::temp_dir().join(format!("cartwright-versions-{number:016x}"));
        std::fs::create_dir(&folder)?;
        let cache = server.unwrap_or_else(|| StorePlace::Own(folder.join("cache.sqlite")));
        Ok(Self { folder, cache, is_owner: true })
    }

    /// The ground of another process, which removes it.
    pub fn of(folder: &Path, cache: &str) -> Result<Self> {
        Ok(Self { folder: folder.to_owned(), cache: cache_in(cache)?, is_owner: false })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The stores there, which grant marks for so long.
    pub fn stores(&self, longest_mark: Duration) -> VersionStores {
        self.cache.versions(PATIENCE_OF_RACES, longest_mark)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.join("data.sqlite")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.is_owner {
            // What cannot be removed is left to whoever cleans the directory of temporary files, or looks after the server.
            let _ = std::fs::remove_dir_all(&self.folder);
            #[cfg(feature = "redis")]
            if let StorePlace::Redis(options) = &self.cache {
                let _ = options.remove_tests();
            }
        }
    }
}

/// The same server with keys that nobody else has.
#[cfg(feature = "redis")]
fn under_test(place: &StorePlace, number: u64) -> Option<StorePlace> {
    let StorePlace::Redis(options) = place else { return None };
    let prefix = format!("{}{number:016x}:", cartwright_storage::RedisOptions::TEST_PREFIX);
    Some(StorePlace::Redis(Box::new(options.as_ref().clone().prefix(&prefix))))
}

#[cfg(not(feature = "redis"))]
fn under_test(_: &StorePlace, _: u64) -> Option<StorePlace> {
    None
}
