//! The one error of this crate.

use std::error::Error as StdError;
use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A name of a type or of an entry is empty, too long, or has control characters in it.
    InvalidName,
    /// A text or a number is no version.
    InvalidVersion,
    /// A setting or a lifetime is out of bounds.
    InvalidSetting,
    /// The operating system has no random numbers to give.
    NoRandomness,
    /// No mark could be set, and the writer's policy is to refuse; nothing was committed.
    Unmarked,
    /// Another transaction that raises the same versions was not over in time; nothing was read.
    Unsettled,
    /// The data's own transaction failed; nothing was committed.
    Refused,
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
    /// The reply was lost, and nobody can tell whether it was done. Every step of these ports may be repeated.
    OutcomeUnknown,
    /// A call in JSON is none, or one of its members is not what it has to be.
    InvalidCall,
    /// What was begun under this token is not known any more, or never was.
    Forgotten,
}

impl ErrorKind {
    /// Every kind, in the order above.
    pub const ALL: &[Self] = &[
        Self::InvalidName,
        Self::InvalidVersion,
        Self::InvalidSetting,
        Self::NoRandomness,
        Self::Unmarked,
        Self::Unsettled,
        Self::Refused,
        Self::Unavailable,
        Self::Busy,
        Self::Corrupt,
        Self::ReadOnly,
        Self::Full,
        Self::NewerSchema,
        Self::Forked,
        Self::SecondSqlite,
        Self::OutcomeUnknown,
        Self::InvalidCall,
        Self::Forgotten,
    ];

    /// Its name, for hosts.
    ///
    /// ```
    /// use cartwright_versions::ErrorKind;
    ///
    /// assert_eq!(ErrorKind::OutcomeUnknown.name(), "outcome_unknown");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidName => "invalid_name",
            Self::InvalidVersion => "invalid_version",
            Self::InvalidSetting => "invalid_setting",
            Self::NoRandomness => "no_randomness",
            Self::Unmarked => "unmarked",
            Self::Unsettled => "unsettled",
            Self::Refused => "refused",
            Self::Unavailable => "unavailable",
            Self::Busy => "busy",
            Self::Corrupt => "corrupt",
            Self::ReadOnly => "read_only",
            Self::Full => "full",
            Self::NewerSchema => "newer_schema",
            Self::Forked => "forked",
            Self::SecondSqlite => "second_sqlite",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::InvalidCall => "invalid_call",
            Self::Forgotten => "forgotten",
        }
    }
}

/// Something that could not be done: a [kind](ErrorKind), a sentence that says what to do, the cause.
///
/// ```
/// use cartwright_versions::{ErrorKind, TypeName};
///
/// let error = TypeName::new("").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidName);
/// assert_eq!(error.to_string(), "a type of data has no name; name what changes together, such as products");
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
    /// use cartwright_versions::{Error, ErrorKind};
    ///
    /// let error = Error::new(ErrorKind::Full, "the disk is full; no version was raised");
    /// assert_eq!(format!("{error:?}"), "Full: the disk is full; no version was raised");
    /// ```
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), cause: None }))
    }

    /// The same error with what led to it.
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

impl From<cartwright_coordination::Error> for Error {
    fn from(error: cartwright_coordination::Error) -> Self {
        use cartwright_coordination::ErrorKind as Coordination;
        let kind = match error.kind() {
            Coordination::InvalidLifetime => ErrorKind::InvalidSetting,
            Coordination::InvalidKey => ErrorKind::InvalidName,
            Coordination::NoRandomness => ErrorKind::NoRandomness,
            Coordination::Busy => ErrorKind::Busy,
            Coordination::Corrupt => ErrorKind::Corrupt,
            Coordination::ReadOnly => ErrorKind::ReadOnly,
            Coordination::Full => ErrorKind::Full,
            Coordination::NewerSchema => ErrorKind::NewerSchema,
            Coordination::Forked => ErrorKind::Forked,
            Coordination::SecondSqlite => ErrorKind::SecondSqlite,
            Coordination::OutcomeUnknown => ErrorKind::OutcomeUnknown,
            _ => ErrorKind::Unavailable,
        };
        Self::new(kind, error.to_string()).because(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_each_kind_once() {
        for (place, kind) in ErrorKind::ALL.iter().enumerate() {
            // A new kind does not compile here until it has a place; then it needs the same one in the list.
            let expected = match kind {
                ErrorKind::InvalidName => 0,
                ErrorKind::InvalidVersion => 1,
                ErrorKind::InvalidSetting => 2,
                ErrorKind::NoRandomness => 3,
                ErrorKind::Unmarked => 4,
                ErrorKind::Unsettled => 5,
                ErrorKind::Refused => 6,
                ErrorKind::Unavailable => 7,
                ErrorKind::Busy => 8,
                ErrorKind::Corrupt => 9,
                ErrorKind::ReadOnly => 10,
                ErrorKind::Full => 11,
                ErrorKind::NewerSchema => 12,
                ErrorKind::Forked => 13,
                ErrorKind::SecondSqlite => 14,
                ErrorKind::OutcomeUnknown => 15,
                ErrorKind::InvalidCall => 16,
                ErrorKind::Forgotten => 17,
            };
            assert_eq!(place, expected);
        }
    }

    #[test]
    fn what_a_store_of_locks_says_stays_what_it_is() {
        let busy = cartwright_coordination::Error::new(cartwright_coordination::ErrorKind::Busy, "busy");
        let error = Error::from(busy);
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Busy, "busy"));
        assert!(error.source().is_some());
    }
}
