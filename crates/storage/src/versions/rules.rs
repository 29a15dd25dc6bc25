//! What every store of versions decides in the same way.

use cartwright_coordination::Lifetime;
use cartwright_versions::{Error, ErrorKind, Mark, Result};
#[cfg(any(feature = "memory", feature = "sqlite"))]
use cartwright_versions::{Published, Version};
use std::time::Duration;

/// The longest lease of a mark that our stores grant, unless they are told otherwise; and how long they are young.
pub(super) const LONGEST_MARK: Duration = Duration::from_secs(60);

/// What stands after a publication, and what is said of it.
#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(super) fn published(stands: Option<Version>, version: Version) -> (Option<Version>, Published) {
    match stands {
        Some(stands) if stands.incarnation() != version.incarnation() => (None, Published::Unpublished),
        Some(stands) if stands < version => (Some(version), Published::Raised),
        Some(stands) => (Some(stands), Published::Stood),
        None => (None, Published::Unpublished),
    }
}

/// What stands after the source has said a version.
#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(super) fn settled(stands: Option<Version>, version: Version) -> Version {
    stands.filter(|stands| *stands > version).unwrap_or(version)
}

/// The marks of a type, of which the last one ends so long from now; nothing if it is over.
pub(super) fn mark(remaining: Option<Duration>) -> Mark {
    match remaining {
        None => Mark::None,
        Some(Duration::ZERO) => Mark::Ended,
        Some(remaining) => Mark::Live { remaining },
    }
}

pub(super) fn refuse_long(lifetime: Lifetime, longest: Duration) -> Result<()> {
    if lifetime.get() <= longest {
        return Ok(());
    }
    let message = format!(
        "a mark of {:?} is longer than the {longest:?} that this store grants; ask for less, or configure the store",
        lifetime.get()
    );
    Err(Error::new(ErrorKind::InvalidSetting, message))
}

/// Removes the oldest of what is remembered of changes beyond this many.
#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(super) const REMEMBERED_CHANGES: usize = 10_000;
