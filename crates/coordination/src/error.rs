//! The one error of this crate.

use std::error::Error as StdError;
use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A lifetime is not positive, not finite, or longer than allowed.
    InvalidLifetime,
    /// A name of a lock is empty or too long.
    InvalidKey,
    /// A text is no owner's token.
    InvalidToken,
    /// A text or a pair of numbers is no fence.
    InvalidFence,
    /// All fences of a store's incarnation have been given out.
    FencesExhausted,
    /// The operating system has no random numbers to give.
    NoRandomness,
    /// The store cannot be reached, or answers with an error of its own.
    Unavailable,
    /// Others kept the store busy for longer than it waits; nothing was changed.
    Busy,
    /// What is stored cannot be read. It is left as it is.
    Corrupt,
    /// The store may only be read.
    ReadOnly,
    /// There is no room left; nothing was changed.
    Full,
    /// The store was written by a newer version of this software.
    NewerSchema,
    /// The handle was open when the process was forked, and cannot be used in the child.
    Forked,
    /// Two copies of SQLite in one process would cancel each other's locks.
    SecondSqlite,
    /// The reply was lost, and nobody can tell whether it was done. To ask again with the same token is safe.
    OutcomeUnknown,
}

impl ErrorKind {
    /// Every kind, in the order above.
    pub const ALL: &[Self] = &[
        Self::InvalidLifetime,
        Self::InvalidKey,
        Self::InvalidToken,
        Self::InvalidFence,
        Self::FencesExhausted,
        Self::NoRandomness,
        Self::Unavailable,
        Self::Busy,
        Self::Corrupt,
        Self::ReadOnly,
        Self::Full,
        Self::NewerSchema,
        Self::Forked,
        Self::SecondSqlite,
        Self::OutcomeUnknown,
    ];
}

/// Something that could not be done: a [kind](ErrorKind), a sentence that says what to do, the cause.
///
/// That a lock is held by another, or is no longer one's own, is no error but an [answer](crate::Answer); an error never
/// means that a lock is free.
///
/// ```
/// use cartwright_coordination::{ErrorKind, LockKey};
///
/// let error = LockKey::new("").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidKey);
/// assert_eq!(error.to_string(), "a lock has no name; name what it protects");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

/// What this crate's functions answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error, for those who implement a port of this crate.
    ///
    /// ```
    /// use cartwright_coordination::{Error, ErrorKind};
    ///
    /// let error = Error::new(ErrorKind::Full, "the disk is full; no lock was taken");
    /// assert_eq!(format!("{error:?}"), "Full: the disk is full; no lock was taken");
    /// ```
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), cause: None }))
    }

    /// The same error with what led to it.
    ///
    /// ```
    /// use cartwright_coordination::{Error, ErrorKind};
    /// use std::error::Error as _;
    ///
    /// let error = Error::new(ErrorKind::Unavailable, "no answer").because(std::fmt::Error);
    /// assert!(error.source().is_some());
    /// ```
    #[must_use]
    pub fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Box::new(cause));
        self
    }

    /// What went wrong, for programs.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.0.kind, self.0.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_each_kind() {
        for (place, kind) in ErrorKind::ALL.iter().enumerate() {
            // A new kind does not compile here until it has a place; then it needs the same one in the list.
            let expected = match kind {
                ErrorKind::InvalidLifetime => 0,
                ErrorKind::InvalidKey => 1,
                ErrorKind::InvalidToken => 2,
                ErrorKind::InvalidFence => 3,
                ErrorKind::FencesExhausted => 4,
                ErrorKind::NoRandomness => 5,
                ErrorKind::Unavailable => 6,
                ErrorKind::Busy => 7,
                ErrorKind::Corrupt => 8,
                ErrorKind::ReadOnly => 9,
                ErrorKind::Full => 10,
                ErrorKind::NewerSchema => 11,
                ErrorKind::Forked => 12,
                ErrorKind::SecondSqlite => 13,
                ErrorKind::OutcomeUnknown => 14,
            };
            assert_eq!(place, expected);
        }
    }
}
