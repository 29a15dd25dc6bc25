//! Why a store could not do what it was asked.

use crate::error::Error;
use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The store cannot be reached, or answers with an error of its own.
    Unavailable,
    /// Others kept it busy for longer than the wait that is configured; nothing was stored.
    Busy,
    /// What is stored under this key cannot be read. It is left as it is.
    Corrupt,
    /// The store may only be read.
    ReadOnly,
    /// There is no room left; nothing was stored.
    Full,
    /// The store was written by a newer version of this software.
    NewerSchema,
    /// The handle was open when the process was forked, and cannot be used in the child.
    Forked,
    /// Two copies of SQLite in one process would cancel each other's locks.
    SecondSqlite,
    /// The cart would grow beyond a limit of the shop; nothing was stored.
    TooLarge,
    /// The reply was lost, and nobody can tell whether it was stored. Where the store
    /// [remembers commits](crate::CartStore::remembers_commits), the same commit again gives the answer; where it does not,
    /// this is the answer.
    OutcomeUnknown,
    /// What was asked makes no sense for this store.
    Unsupported,
}

impl StoreErrorKind {
    /// Every kind, in the order above.
    pub const ALL: &[Self] = &[
        Self::Unavailable,
        Self::Busy,
        Self::Corrupt,
        Self::ReadOnly,
        Self::Full,
        Self::NewerSchema,
        Self::Forked,
        Self::SecondSqlite,
        Self::TooLarge,
        Self::OutcomeUnknown,
        Self::Unsupported,
    ];
}

/// A store that could not do what it was asked: a [kind](StoreErrorKind), a sentence that says what to do, the cause.
///
/// ```
/// use cartwright_core::{StoreError, StoreErrorKind};
///
/// let error = StoreError::new(StoreErrorKind::Full, "the disk is full; nothing was stored");
/// assert_eq!(error.kind(), StoreErrorKind::Full);
/// ```
pub struct StoreError(Box<Inner>);

struct Inner {
    kind: StoreErrorKind,
    message: String,
    refusal: Option<Error>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    /// An error of a store.
    pub fn new(kind: StoreErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), refusal: None, cause: None }))
    }

    /// The limits of a shop say no to what a cart would be stored as: what [`Limits::check_stored_size`] answered.
    ///
    /// ```
    /// use cartwright_core::{Limits, StoreError, StoreErrorKind};
    ///
    /// let limits = Limits { data_bytes: 10, ..Limits::default() };
    /// let error = limits.check_stored_size("items", 11).map_err(StoreError::too_large).unwrap_err();
    /// assert_eq!(error.kind(), StoreErrorKind::TooLarge);
    /// assert_eq!(error.into_refusal().unwrap().detail()[0], ("bytes", "11".to_owned()));
    /// ```
    ///
    /// [`Limits::check_stored_size`]: crate::Limits::check_stored_size
    pub fn too_large(refusal: Error) -> Self {
        let message = refusal.to_string();
        Self(Box::new(Inner { kind: StoreErrorKind::TooLarge, message, refusal: Some(refusal), cause: None }))
    }

    /// What the limits of the shop said, if it was they who said no.
    ///
    /// # Errors
    /// The error itself, if it is another one.
    pub fn into_refusal(mut self) -> Result<Error, Self> {
        self.0.refusal.take().ok_or(self)
    }

    /// The same error with what led to it.
    #[must_use]
    pub fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Box::new(cause));
        self
    }

    /// What went wrong, for programs.
    pub fn kind(&self) -> StoreErrorKind {
        self.0.kind
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.0.kind, self.0.message)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_each_kind() {
        for (place, kind) in StoreErrorKind::ALL.iter().enumerate() {
            // A new kind does not compile here until it has a place; then it needs the same one in the list.
            let expected = match kind {
                StoreErrorKind::Unavailable => 0,
                StoreErrorKind::Busy => 1,
                StoreErrorKind::Corrupt => 2,
                StoreErrorKind::ReadOnly => 3,
                StoreErrorKind::Full => 4,
                StoreErrorKind::NewerSchema => 5,
                StoreErrorKind::Forked => 6,
                StoreErrorKind::SecondSqlite => 7,
                StoreErrorKind::TooLarge => 8,
                StoreErrorKind::OutcomeUnknown => 9,
                StoreErrorKind::Unsupported => 10,
            };
            assert_eq!(place, expected);
        }
    }
}
