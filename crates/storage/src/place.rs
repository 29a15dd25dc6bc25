//! Where carts, locks, reservations and versions are, as a text of the configuration.

use crate::VersionStores;
#[cfg(feature = "sqlite")]
use crate::{Layout, SqliteLockStore, SqliteOptions, SqliteReservationStore, SqliteStore};
#[cfg(feature = "memory")]
use crate::{MemoryLockStore, MemoryReservationStore, MemoryStore};
#[cfg(feature = "redis")]
use crate::{RedisLockStore, RedisOptions, RedisReservationStore, RedisStore};
use cartwright_coordination::LockStore;
#[cfg(feature = "memory")]
use cartwright_coordination::SystemClock;
use cartwright_core::CartStore;
use cartwright_reservations::ReservationStore;
use std::fmt;
#[cfg(feature = "sqlite")]
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Where carts, locks, reservations and versions are, as it stands in a configuration or is typed.
///
/// ```
/// use cartwright_storage::StorePlace;
///
/// let place: StorePlace = "sqlite-own:/srv/shop/carts.sqlite".parse()?;
/// assert_eq!(place.to_string(), "sqlite-own:/srv/shop/carts.sqlite");
/// let refused = "postgres".parse::<StorePlace>().unwrap_err();
/// assert_eq!(refused, "'postgres' is no store; write sqlite:PATH, sqlite-own:PATH, redis://HOST:PORT or memory");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorePlace {
    /// `memory`: of this process, from the moment of opening.
    #[cfg(feature = "memory")]
    Memory,
    /// `sqlite:PATH`: the table of the PHP package in a file.
    #[cfg(feature = "sqlite")]
    Compatible(PathBuf),
    /// `sqlite-own:PATH`: tables of our own in a file, a row per item.
    #[cfg(feature = "sqlite")]
    Own(PathBuf),
    /// `redis://HOST:PORT`, and the other texts of [`RedisOptions`].
    #[cfg(feature = "redis")]
    Redis(Box<RedisOptions>),
}

impl FromStr for StorePlace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            #[cfg(feature = "memory")]
            None if text == "memory" => Ok(Self::Memory),
            #[cfg(feature = "sqlite")]
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Compatible(path.into())),
            #[cfg(feature = "sqlite")]
            Some(("sqlite-own", path)) if !path.is_empty() => Ok(Self::Own(path.into())),
            #[cfg(feature = "redis")]
            Some((scheme, _)) if scheme.starts_with("redis") => Ok(Self::Redis(Box::new(text.parse()?))),
            _ => Err(format!(
                "'{}' is no store; write sqlite:PATH, sqlite-own:PATH, redis://HOST:PORT or memory",
                without_secrets(text)
            )),
        }
    }
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => f.write_str("memory"),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) => write!(f, "sqlite:{}", path.display()),
            #[cfg(feature = "sqlite")]
            Self::Own(path) => write!(f, "sqlite-own:{}", path.display()),
            #[cfg(feature = "redis")]
            Self::Redis(options) => options.fmt(f),
        }
    }
}

/// Whoever has mistyped the beginning of a text has written his password behind it.
fn without_secrets(text: &str) -> String {
    let text = text.split('?').next().unwrap_or_default();
    text.rsplit_once('@').map_or(text.to_owned(), |(_, place)| format!("…@{place}"))
}

impl StorePlace {
    /// How long to wait while others write, unless somebody says otherwise.
    pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

    /// The text with its passwords: for a configuration or another process, never for people.
    ///
    /// ```
    /// # #[cfg(feature = "redis")] {
    /// use cartwright_storage::StorePlace;
    ///
    /// let place: StorePlace = "redis://:secret@127.0.0.1:6379".parse()?;
    /// assert_eq!(place.to_string(), "redis://:***@127.0.0.1:6379");
    /// assert_eq!(place.secret_text(), "redis://:secret@127.0.0.1:6379");
    /// # }
    /// # Ok::<(), String>(())
    /// ```
    pub fn secret_text(&self) -> String {
        match self {
            #[cfg(feature = "redis")]
            Self::Redis(options) => options.secret_text(),
            #[cfg(any(feature = "memory", feature = "sqlite"))]
            _ => self.to_string(),
        }
    }

    /// The store of carts there. Nothing is opened before it is used. `busy_timeout` is how long to wait while others write.
    pub fn carts(&self, busy_timeout: Duration) -> Arc<dyn CartStore + Send + Sync> {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryStore::default()),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) => Arc::new(SqliteStore::new(
                SqliteOptions::new(path).layout(Layout::compatible()).busy_timeout(busy_timeout),
            )),
            #[cfg(feature = "sqlite")]
            Self::Own(path) => Arc::new(SqliteStore::new(SqliteOptions::new(path).busy_timeout(busy_timeout))),
            #[cfg(feature = "redis")]
            Self::Redis(options) => Arc::new(RedisStore::new(waiting(options, busy_timeout))),
        }
    }

    /// The store of locks there; in a file it is the same for both layouts of carts.
    pub fn locks(&self, busy_timeout: Duration) -> Arc<dyn LockStore + Send + Sync> {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryLockStore::default()),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => {
                Arc::new(SqliteLockStore::new(SqliteOptions::new(path).busy_timeout(busy_timeout)))
            }
            #[cfg(feature = "redis")]
            Self::Redis(options) => Arc::new(RedisLockStore::new(waiting(options, busy_timeout))),
        }
    }

    /// The store of reservations there; in a file it is the same for both layouts of carts.
    pub fn reservations(&self, busy_timeout: Duration) -> Arc<dyn ReservationStore> {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => Arc::new(MemoryReservationStore::default()),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => {
                Arc::new(SqliteReservationStore::new(SqliteOptions::new(path).busy_timeout(busy_timeout)))
            }
            #[cfg(feature = "redis")]
            Self::Redis(options) => Arc::new(RedisReservationStore::new(waiting(options, busy_timeout))),
        }
    }

    /// The stores of versions there; in a file they are the same for both layouts of carts. `longest_mark` is the longest lease of a
    /// mark, and for how long a new store is young; all processes have to say the same.
    /// Nothing is opened before it is used.
    pub fn versions(&self, busy_timeout: Duration, longest_mark: Duration) -> VersionStores {
        match self {
            #[cfg(feature = "memory")]
            Self::Memory => VersionStores::in_memory(SystemClock, longest_mark),
            #[cfg(feature = "sqlite")]
            Self::Compatible(path) | Self::Own(path) => {
                VersionStores::in_a_file(&SqliteOptions::new(path).busy_timeout(busy_timeout), longest_mark)
            }
            #[cfg(feature = "redis")]
            Self::Redis(options) => VersionStores::on_redis(waiting(options, busy_timeout), longest_mark),
        }
    }
}

/// What stands in the text counts more.
#[cfg(feature = "redis")]
fn waiting(options: &RedisOptions, busy_timeout: Duration) -> RedisOptions {
    options.clone().patience_if_unset(busy_timeout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_no_place_is_refused_without_its_secrets() {
        for text in
            ["reddis://shop:secret@10.0.0.1:6379/0", "http://x?sentinel_password=secret", "ftp://a:secret@b?c=secret"]
        {
            let error = text.parse::<StorePlace>().unwrap_err();
            assert!(!error.contains("secret") && error.contains("is no store"), "{error}");
        }
    }
}
