//! The port to cached values.

use crate::error::{Error, ErrorKind, Result};
use crate::snapshot::Snapshot;
use std::fmt;
use std::time::Duration;

/// The key of a cached value: its name, and the versions of its tags at the moment its reader has captured them. As soon as
/// one of them moves there is another key, so that nobody finds the old value any more, however many there are.
///
/// ```
/// use cartwright_versions::{EntryKey, Incarnation, Snapshot, TypeName, Version};
///
/// let life = Incarnation::from_number(1)?;
/// let at = |counter| Ok::<_, cartwright_versions::Error>(
///     Snapshot::from_iter([(TypeName::new("products")?, Version::new(life, counter)?)]));
/// let key = EntryKey::new("product.7", &at(5)?)?;
/// assert!(key.as_str().starts_with("product.7#"));
/// assert_ne!(key, EntryKey::new("product.7", &at(6)?)?);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey(String);

impl EntryKey {
    /// The longest name of an entry, in bytes.
    pub const LONGEST_NAME: usize = 512;

    /// The key of a value under these versions.
    ///
    /// # Errors
    /// If the name is empty or longer than [`EntryKey::LONGEST_NAME`].
    pub fn new(name: &str, tags: &Snapshot) -> Result<Self> {
        if (1..=Self::LONGEST_NAME).contains(&name.len()) {
            // The digest has a fixed length, so that no two pairs of name and versions have one text.
            return Ok(Self(format!("{name}#{}", tags.token())));
        }
        let message =
            format!("the name of an entry has {} bytes; between 1 and {} are allowed", name.len(), Self::LONGEST_NAME);
        Err(Error::new(ErrorKind::InvalidName, message))
    }

    /// A key as it was given out.
    ///
    /// # Errors
    /// If its name is empty or longer than [`EntryKey::LONGEST_NAME`], or it has no versions.
    pub fn from_text(text: &str) -> Result<Self> {
        let digest = |digest: &str| digest.len() == 32 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        match text.rsplit_once('#') {
            Some((name, versions)) if digest(versions) && (1..=Self::LONGEST_NAME).contains(&name.len()) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(Error::new(ErrorKind::InvalidName, "this is no key of an entry; give it as it was given out")),
        }
    }

    /// The key, for a store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a value is good: fresh until the soft end, served while another makes it anew until the hard one.
///
/// ```
/// use cartwright_versions::Lifetimes;
/// use std::time::Duration;
///
/// let minute = Duration::from_secs(60);
/// assert_eq!(Lifetimes::of(minute)?.soft(), minute);
/// assert_eq!(Lifetimes::flexible(minute, 10 * minute)?.hard(), 10 * minute);
/// assert!(Lifetimes::flexible(minute, minute / 2).is_err());
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    soft: Duration,
    hard: Duration,
}

impl Lifetimes {
    /// Fresh until its end, and then no more.
    ///
    /// # Errors
    /// As for [`Lifetimes::flexible`].
    pub fn of(lifetime: Duration) -> Result<Self> {
        Self::flexible(lifetime, lifetime)
    }

    /// Fresh until the soft end, served until the hard one.
    ///
    /// # Errors
    /// If the soft end is under a millisecond or after the hard one, or that is more than a year away.
    pub fn flexible(soft: Duration, hard: Duration) -> Result<Self> {
        if soft.as_millis() == 0 || soft > hard || hard > cartwright_coordination::LifetimeLimit::LONGEST {
            let message = format!(
                "a value cannot be fresh for {soft:?} and good for {hard:?}; take 1 ms <= fresh <= good <= 366 days"
            );
            return Err(Error::new(ErrorKind::InvalidSetting, message));
        }
        Ok(Self { soft, hard })
    }

    /// How long it is fresh.
    pub const fn soft(self) -> Duration {
        self.soft
    }

    /// How long it may be served.
    pub const fn hard(self) -> Duration {
        self.hard
    }
}

/// A value that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As it was kept.
    pub value: Vec<u8>,
    /// Whether its soft end is over.
    pub stale: bool,
}

/// A store of cached values. Every method is one step, as for [`VersionStore`](crate::VersionStore). A store may forget any value at any
/// time; it must never show one whose hard end is over, nor the value of another key.
pub trait EntryStore {
    /// Finds a value.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn fetch(&self, key: &EntryKey) -> Result<Option<Entry>>;

    /// Keeps a value, in the place of one that is there.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn keep(&self, key: &EntryKey, value: &[u8], lifetimes: Lifetimes) -> Result<()>;

    /// Removes the value of a key, so that the next reader loads it. Says whether there was one. To outrun those who are loading it
    /// just now, raise a version instead.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn remove(&self, key: &EntryKey) -> Result<bool>;

    /// Collects values whose hard end is over, at most `limit`. Says how many. Tidiness: nobody finds them anyway.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn sweep(&self, limit: usize) -> Result<usize>;

    /// Removes every value that this package has kept, and nothing else. Says how many.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn clear(&self) -> Result<usize>;
}
