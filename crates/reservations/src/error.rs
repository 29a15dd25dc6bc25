//! The one error of this crate.

use cartwright_coordination::{Error as CoordinationError, ErrorKind as CoordinationKind};
use std::error::Error as StdError;
use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A part of a key is empty or too long, or a text is no key.
    InvalidKey,
    /// The id of an order or of an owner is empty or too long.
    InvalidName,
    /// A quantity is none: 0, or beyond all stock.
    InvalidQuantity,
    /// There are no lines, or too many.
    InvalidLines,
    /// A lifetime is not positive, not finite, or longer than allowed.
    InvalidLifetime,
    /// A text is no token of an attempt.
    InvalidToken,
    /// Settings contradict each other.
    InvalidSettings,
    /// A text is no call, or lacks something.
    InvalidCall,
    /// What takes something from people needs a reason.
    ReasonNeeded,
    /// What empties a store has to be confirmed.
    NotConfirmed,
    /// The stock is not tracked here, or would fall below nothing.
    InvalidStock,
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
    /// The reply was lost, and nobody can tell whether it was done. To ask again is safe: every step can be repeated.
    OutcomeUnknown,
}

impl ErrorKind {
    /// Every kind with its name in JSON, in the order above.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::InvalidKey, "invalid_key"),
        (Self::InvalidName, "invalid_name"),
        (Self::InvalidQuantity, "invalid_quantity"),
        (Self::InvalidLines, "invalid_lines"),
        (Self::InvalidLifetime, "invalid_lifetime"),
        (Self::InvalidToken, "invalid_token"),
        (Self::InvalidSettings, "invalid_settings"),
        (Self::InvalidCall, "invalid_call"),
        (Self::ReasonNeeded, "reason_needed"),
        (Self::NotConfirmed, "not_confirmed"),
        (Self::InvalidStock, "invalid_stock"),
        (Self::FencesExhausted, "fences_exhausted"),
        (Self::NoRandomness, "no_randomness"),
        (Self::Unavailable, "unavailable"),
        (Self::Busy, "busy"),
        (Self::Corrupt, "corrupt"),
        (Self::ReadOnly, "read_only"),
        (Self::Full, "full"),
        (Self::NewerSchema, "newer_schema"),
        (Self::Forked, "forked"),
        (Self::SecondSqlite, "second_sqlite"),
        (Self::OutcomeUnknown, "outcome_unknown"),
    ];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("unknown", |(_, name)| name)
    }
}

/// Something that could not be done: a [kind](ErrorKind), a sentence that says what to do, the cause.
///
/// That there is too little stock, or that a token is wrong, is no error but an answer; and an error is never permission.
///
/// ```
/// use cartwright_reservations::{ErrorKind, StockKey};
///
/// let error = StockKey::new("shop", "item", "").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidKey);
/// assert_eq!(error.to_string(), "the sku of a key is empty; a key is a vendor, a kind and a sku");
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
    /// An error, for those who implement the port of this crate.
    ///
    /// ```
    /// use cartwright_reservations::{Error, ErrorKind};
    ///
    /// let error = Error::new(ErrorKind::Full, "the disk is full; nothing was held");
    /// assert_eq!(format!("{error:?}"), "Full: the disk is full; nothing was held");
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

impl From<CoordinationError> for Error {
    fn from(error: CoordinationError) -> Self {
        let kind = match error.kind() {
            CoordinationKind::InvalidLifetime => ErrorKind::InvalidLifetime,
            CoordinationKind::InvalidKey => ErrorKind::InvalidKey,
            CoordinationKind::InvalidToken => ErrorKind::InvalidToken,
            CoordinationKind::InvalidFence | CoordinationKind::Corrupt => ErrorKind::Corrupt,
            CoordinationKind::FencesExhausted => ErrorKind::FencesExhausted,
            CoordinationKind::NoRandomness => ErrorKind::NoRandomness,
            CoordinationKind::Busy => ErrorKind::Busy,
            CoordinationKind::ReadOnly => ErrorKind::ReadOnly,
            CoordinationKind::Full => ErrorKind::Full,
            CoordinationKind::NewerSchema => ErrorKind::NewerSchema,
            CoordinationKind::Forked => ErrorKind::Forked,
            CoordinationKind::SecondSqlite => ErrorKind::SecondSqlite,
            CoordinationKind::OutcomeUnknown => ErrorKind::OutcomeUnknown,
            // Whatever else is the matter, nothing is held.
            _ => ErrorKind::Unavailable,
        };
        Self::new(kind, error.to_string()).because(error)
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
