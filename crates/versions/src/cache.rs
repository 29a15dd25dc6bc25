//! The versioned cache: values under the versions of their tags.

use crate::entry_store::{EntryKey, EntryStore, Lifetimes};
use crate::error::Result;
use crate::reading::{Bypass, Captured, Need};
use crate::request::RequestVersions;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::versions::Versions;
use cartwright_coordination::{
    Acquired, Backoff, Deadline, Lifetime, LifetimeLimit, LockKey, LockStore, OwnerToken, Retry,
};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A store of values that threads share.
pub type SharedEntryStore = Arc<dyn EntryStore + Send + Sync>;
/// A store of locks that threads share.
pub type SharedLockStore = Arc<dyn LockStore + Send + Sync>;

/// How many load one missing value, and how long the others wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheSettings {
    /// How long one may take to load a value before another is let in. 10 s.
    pub flight: Lifetime,
    /// How long the others wait for him before they load it themselves. 2 s.
    pub wait: Duration,
}

impl CacheSettings {
    /// The usual ones.
    ///
    /// # Errors
    /// Never, as long as the lifetimes above are allowed.
    pub fn new() -> Result<Self> {
        let flight = LifetimeLimit::default().lifetime(Duration::from_secs(10))?;
        Ok(Self { flight, wait: Duration::from_secs(2) })
    }
}

/// The permission to keep a value that is going to be loaded, under the versions that were captured before.
#[derive(Debug)]
#[must_use = "load the value, and hand it to keep or give it up"]
pub struct Permit {
    key: EntryKey,
    /// The single flight, if this one flies it.
    flight: Option<(LockKey, OwnerToken)>,
}

impl Permit {
    /// The key under which the value will be kept.
    pub fn key(&self) -> &EntryKey {
        &self.key
    }
}

/// What a reader of the cache is to do.
#[derive(Debug)]
#[must_use = "without an answer to it others may wait"]
pub enum Lookup {
    /// Take this value; and if there is a permit, load a new one when the answer is on its way.
    Found {
        /// As it was kept.
        value: Vec<u8>,
        /// Whether its soft end is over.
        stale: bool,
        /// For the one who makes it anew.
        refresh: Option<Permit>,
    },
    /// Load it, and keep it.
    Load(Permit),
    /// Somebody is loading it: look again after a pause, until the deadline; then load it.
    Wait,
    /// Load it, and keep nothing.
    PassBy(Passed),
}

/// Why the cache was passed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Because of the versions.
    Versions(Bypass),
    /// The store of values could not be reached.
    Unreachable,
}

/// How a value was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// It was in the cache.
    Found,
    /// It was in the cache, and its soft end is over.
    Stale,
    /// It was loaded, and kept.
    Loaded,
    /// It was loaded, and nothing was kept.
    PassedBy,
}

/// A value, and how it was come by.
#[derive(Debug)]
pub struct Remembered {
    /// The value.
    pub value: Vec<u8>,
    /// How it was come by.
    pub served: Served,
    /// For whoever is to make it anew when the answer is on its way.
    pub refresh: Option<Permit>,
}

/// Values under the versions of their tags: whoever raises a tag's version has invalidated every value of it at once, for
/// the price of one.
///
/// ```
/// use cartwright_storage::{MemoryEntryStore, MemoryLockStore, MemoryVersionSource, MemoryVersionStore};
/// use cartwright_versions::{CacheSettings, Lifetimes, Served, Settings, TypeName, VersionedCache, Versions};
/// use std::{sync::Arc, time::Duration};
///
/// let versions = Arc::new(Versions::new(MemoryVersionStore::default(), Settings::new()?));
/// let (entries, locks) = (Arc::new(MemoryEntryStore::default()), Arc::new(MemoryLockStore::default()));
/// let cache = VersionedCache::new(versions.clone(), entries, locks, CacheSettings::new()?);
/// let (shop, products) = (MemoryVersionSource::default(), TypeName::all(["products"])?);
///
/// let hour = Lifetimes::of(Duration::from_secs(3600))?;
/// let page = |text: &str| cache.remember("product.7", &products, hour, &shop, || Ok::<_, cartwright_versions::Error>(text.into()));
/// assert_eq!(page("4000")?.served, Served::Loaded);
/// assert_eq!(page("not asked for")?.value, b"4000");
///
/// versions.bump(&shop, None, &"price-of-7".try_into()?, &products, "admin")?;
/// assert_eq!(page("3500")?.value, b"3500");
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
pub struct VersionedCache {
    versions: Arc<Versions>,
    entries: SharedEntryStore,
    locks: SharedLockStore,
    settings: CacheSettings,
}

impl fmt::Debug for VersionedCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VersionedCache").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl VersionedCache {
    /// A cache in these stores.
    pub fn new(
        versions: Arc<Versions>,
        entries: SharedEntryStore,
        locks: SharedLockStore,
        settings: CacheSettings,
    ) -> Self {
        Self { versions, entries, locks, settings }
    }

    /// The versions that it goes by.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The store of values, for those who look after it.
    pub fn entries(&self) -> &(dyn EntryStore + Send + Sync) {
        &*self.entries
    }

    /// The deadline of a wait for somebody else's load that begins now.
    pub fn deadline(&self) -> Deadline {
        self.deadline_of_wait(Duration::ZERO)
    }

    /// The same of a wait that has lasted for so long already.
    pub fn deadline_of_wait(&self, waited: Duration) -> Deadline {
        Deadline::after(self.versions.environment.monotonic.now(), self.settings.wait.saturating_sub(waited))
    }

    /// Asks to be the one who loads a value that is kept elsewhere: `None` if somebody does. The permit is good for nothing but to be
    /// [given up](VersionedCache::abandon) when the value was kept. Whoever gets it looks once more before he loads: another may
    /// have landed since.
    pub fn fly_alone(&self, key: EntryKey) -> Option<Permit> {
        self.fly(&key).map(|flight| Permit { key, flight: Some(flight) })
    }

    /// Looks for a value under what was captured. After the deadline nobody waits any more.
    ///
    /// # Errors
    /// If the name cannot be one.
    pub fn lookup(&self, name: &str, captured: &Captured, deadline: Deadline) -> Result<Lookup> {
        let key = EntryKey::new(name, &captured.versions)?;
        if let Some(bypass) = captured.bypass {
            self.versions.counted("cache.passed_by");
            return Ok(Lookup::PassBy(Passed::Versions(bypass)));
        }
        match self.fetch(&key) {
            Err(_) => Ok(self.unreachable()),
            Ok(Some(found)) if !found.stale => Ok(self.found(found.value)),
            Ok(Some(found)) => {
                self.versions.counted("cache.stale");
                let refresh = self.fly_alone(key);
                Ok(Lookup::Found { value: found.value, stale: true, refresh })
            }
            Ok(None) => self.missing(key, deadline),
        }
    }

    fn missing(&self, key: EntryKey, deadline: Deadline) -> Result<Lookup> {
        let Some(flight) = self.fly(&key) else {
            if !deadline.has_passed(self.versions.environment.monotonic.now()) {
                return Ok(Lookup::Wait);
            }
            self.versions.counted("cache.waited_in_vain");
            return Ok(Lookup::Load(Permit { key, flight: None }));
        };
        // Whoever flew before may have landed since it was looked for.
        let again = self.fetch(&key);
        let permit = Permit { key, flight: Some(flight) };
        match again {
            Ok(Some(found)) => {
                self.abandon(permit);
                Ok(self.found(found.value))
            }
            Ok(None) => {
                self.versions.counted("cache.missed");
                Ok(Lookup::Load(permit))
            }
            Err(_) => {
                self.abandon(permit);
                Ok(self.unreachable())
            }
        }
    }

    fn found(&self, value: Vec<u8>) -> Lookup {
        self.versions.counted("cache.found");
        Lookup::Found { value, stale: false, refresh: None }
    }

    fn unreachable(&self) -> Lookup {
        self.versions.counted("cache.unreachable");
        Lookup::PassBy(Passed::Unreachable)
    }

    fn fetch(&self, key: &EntryKey) -> Result<Option<crate::Entry>> {
        self.versions.ask("cache.fetch", |_| self.entries.fetch(key))
    }

    /// Keeps a value that was loaded. If its versions have moved meanwhile nobody will ever find it. Says whether it was kept.
    pub fn keep(&self, permit: Permit, value: &[u8], lifetimes: Lifetimes) -> bool {
        let kept = self.versions.ask("cache.keep", |_| self.entries.keep(&permit.key, value, lifetimes)).is_ok();
        self.abandon(permit);
        kept
    }

    /// Gives a permit up, so that others need not wait: the value could not be loaded.
    pub fn abandon(&self, permit: Permit) {
        if let Some((lock, token)) = permit.flight {
            // If it fails it ends with its lease.
            let _ = self.locks.release(&lock, &token);
        }
    }

    /// Tries to be the one who loads a value. A store of locks that cannot be reached lets everybody load.
    fn fly(&self, key: &EntryKey) -> Option<(LockKey, OwnerToken)> {
        let digest = Sha256::digest(key.as_str());
        // A lock has a shorter name than an entry may have.
        let name = digest.iter().take(16).fold("versions.load:".to_owned(), |name, byte| format!("{name}{byte:02x}"));
        let lock = LockKey::new(&name).ok()?;
        let token = OwnerToken::new(&*self.versions.environment.random).ok()?;
        match self.locks.acquire(&lock, &token, self.settings.flight) {
            Ok(Acquired::Held { .. }) => None,
            Ok(Acquired::Granted(_)) | Err(_) => Some((lock, token)),
        }
    }

    /// The value of a name: found, or loaded and kept. The versions of its tags are captured first.
    ///
    /// # Errors
    /// What `load` answers; or if the name cannot be one.
    pub fn remember<E: From<crate::Error>>(
        &self,
        name: &str,
        tags: &[TypeName],
        lifetimes: Lifetimes,
        source: &dyn VersionSource,
        load: impl FnOnce() -> std::result::Result<Vec<u8>, E>,
    ) -> std::result::Result<Remembered, E> {
        self.remember_in(&mut RequestVersions::default(), name, tags, lifetimes, source, load)
    }

    /// The same with the versions that a request works with.
    ///
    /// # Errors
    /// What `load` answers; or if the name cannot be one.
    pub fn remember_in<E: From<crate::Error>>(
        &self,
        request: &mut RequestVersions,
        name: &str,
        tags: &[TypeName],
        lifetimes: Lifetimes,
        source: &dyn VersionSource,
        load: impl FnOnce() -> std::result::Result<Vec<u8>, E>,
    ) -> std::result::Result<Remembered, E> {
        let captured = request.capture(&self.versions, tags, Need::Entries, source)?;
        let deadline = self.deadline();
        let mut retry = Retry::new(Backoff::LOCK, deadline);
        loop {
            match self.lookup(name, &captured, deadline)? {
                Lookup::Found { value, stale, refresh } => {
                    let served = if stale { Served::Stale } else { Served::Found };
                    return Ok(Remembered { value, served, refresh });
                }
                Lookup::Wait => {
                    self.versions.environment.waiter().pause(&mut retry).map_err(crate::Error::from)?;
                }
                Lookup::PassBy(_) => {
                    return Ok(Remembered { value: load()?, served: Served::PassedBy, refresh: None });
                }
                Lookup::Load(permit) => {
                    let value = match load() {
                        Ok(value) => value,
                        Err(error) => {
                            self.abandon(permit);
                            return Err(error);
                        }
                    };
                    let kept = self.keep(permit, &value, lifetimes);
                    let served = if kept { Served::Loaded } else { Served::PassedBy };
                    return Ok(Remembered { value, served, refresh: None });
                }
            }
        }
    }
}
