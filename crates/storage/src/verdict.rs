//! What becomes of a commit: the same for every store that knows what a cart is.

#[cfg(any(feature = "memory", feature = "sqlite"))]
use crate::commit_log::CommitLog;
use cartwright_core::{CartKey, Identity, StoreError, StoreErrorKind};
#[cfg(any(feature = "memory", feature = "sqlite"))]
use cartwright_core::{Commit, CommitId, Committed};

/// What is to be done. Redis judges by a script of its own.
#[cfg(any(feature = "memory", feature = "sqlite"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing; this is the answer.
    Answer(Committed),
    /// It is to be stored, and this is what it makes of the cart.
    Store(Identity),
}

/// Judges a commit by what is stored under its key.
#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(crate) fn judge(commit: &Commit<'_>, stored: Option<(Identity, &CommitLog)>) -> Result<Verdict, StoreError> {
    if let Some(made) = remembered(commit.id, stored) {
        return Ok(Verdict::Answer(Committed::Stored(made)));
    }
    let found = stored.map(|(identity, _)| identity);
    if found != commit.expected {
        return Ok(Verdict::Answer(Committed::Conflict(found)));
    }
    next(commit.key, found, commit.incarnation).map(Verdict::Store)
}

/// What an earlier commit of this id made of the cart.
#[cfg(any(feature = "memory", feature = "sqlite"))]
pub(crate) fn remembered(id: CommitId, stored: Option<(Identity, &CommitLog)>) -> Option<Identity> {
    let (now, log) = stored?;
    log.made(id, now)
}

/// What the next commit makes of a cart.
pub(crate) fn next(
    key: &CartKey,
    found: Option<Identity>,
    incarnation: cartwright_core::Incarnation,
) -> Result<Identity, StoreError> {
    let Some(found) = found else {
        return Ok(Identity { incarnation, version: 1 });
    };
    let version = found.version.checked_add(1).ok_or_else(|| {
        StoreError::new(
            StoreErrorKind::Corrupt,
            format!("the cart {key} has the version {}, after which there is none; nothing was changed", found.version),
        )
    })?;
    Ok(Identity { version, ..found })
}

/// Refuses to merge a cart into itself: it would be stored and removed.
pub(crate) fn check_merge(target: &CartKey, source: &CartKey) -> Result<(), StoreError> {
    if target != source {
        return Ok(());
    }
    Err(StoreError::new(
        StoreErrorKind::Unsupported,
        format!("the cart {target} cannot be merged into itself; commit it instead"),
    ))
}

/// Refuses who is in the middle of a queued change, and calls the store.
pub(crate) fn called_while_queued() -> StoreError {
    StoreError::new(
        StoreErrorKind::Unsupported,
        "a queued change called the store it is queued at, and would wait for itself; do that before or after it",
    )
}
