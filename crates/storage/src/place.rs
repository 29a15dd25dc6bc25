//! Where carts, locks and reservations are, as a text of the configuration.

#[cfg(feature = "sqlite")]
use crate::{Layout, SqliteLockStore, SqliteOptions, SqliteReservationStore, SqliteStore};
#[cfg(feature = "memory")]
use crate::{MemoryLockStore, MemoryReservationStore, MemoryStore};
use cartwright_coordination::LockStore;
use cartwright_core::CartStore;
use cartwright_reservations::ReservationStore;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Where carts, locks and reservations are, as it stands in a configuration or is typed.
///
/// ```
/// use cartwright_storage::StorePlace;
///
/// let place: StorePlace = "sqlite-own:/srv/shop/carts.sqlite".parse()?;
/// assert_eq!(place.to_string(), "sqlite-own:/srv/shop/carts.sqlite");
/// assert_eq!("redis".parse::<StorePlace>().unwrap_err(), "'redis' is no store; write sqlite:PATH, sqlite-own:PATH or memory");
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
            _ => Err(format!("'{text}' is no store; write sqlite:PATH, sqlite-own:PATH or memory")),
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
        }
    }
}

impl StorePlace {
    /// How long to wait while others write, unless somebody says otherwise.
    pub const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

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
        }
    }
}
