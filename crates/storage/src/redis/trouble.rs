//! What can happen on the way to a server and back, and what it means to a caller.

use cartwright_coordination::{Error, ErrorKind};
use cartwright_core::{StoreError, StoreErrorKind};
use std::error::Error as StdError;
use std::fmt;

/// What it means to a caller. In every case but one it is sure that nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TroubleKind {
    /// No server could be reached, or none that does this; nothing was done.
    Unreachable,
    /// The server was busy with something else until the end of our patience; nothing was done.
    Busy,
    /// It may only be read; nothing was done.
    ReadOnly,
    /// Its memory is used up; nothing was done.
    Full,
    /// It does not let us in, or do this; nothing was done.
    Refused,
    /// There is something else under a key of ours.
    WrongKind,
    /// What was asked makes no sense there: keys of several slots, an option that does not fit.
    Unsupported,
    /// It answered with an error that is none of the others.
    Answer,
    /// What was sent may have been done: the reply was lost.
    OutcomeUnknown,
}

/// What happened, as a sentence.
pub(crate) struct Trouble {
    pub(crate) kind: TroubleKind,
    message: String,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Trouble {
    pub(crate) fn new(kind: TroubleKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), cause: None }
    }

    #[must_use]
    pub(crate) fn because(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.message)
    }
}

impl StdError for Trouble {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}

/// As the error of a store of carts.
impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        let kind = match trouble.kind {
            TroubleKind::Unreachable | TroubleKind::Refused | TroubleKind::Answer => StoreErrorKind::Unavailable,
            TroubleKind::Busy => StoreErrorKind::Busy,
            TroubleKind::ReadOnly => StoreErrorKind::ReadOnly,
            TroubleKind::Full => StoreErrorKind::Full,
            TroubleKind::WrongKind => StoreErrorKind::Corrupt,
            TroubleKind::Unsupported => StoreErrorKind::Unsupported,
            TroubleKind::OutcomeUnknown => StoreErrorKind::OutcomeUnknown,
        };
        Self::new(kind, trouble.message.clone()).because(trouble)
    }
}

/// As the error of a store of locks.
impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        let kind = match trouble.kind {
            TroubleKind::Unreachable | TroubleKind::Refused | TroubleKind::Unsupported | TroubleKind::Answer => {
                ErrorKind::Unavailable
            }
            TroubleKind::Busy => ErrorKind::Busy,
            TroubleKind::ReadOnly => ErrorKind::ReadOnly,
            TroubleKind::Full => ErrorKind::Full,
            TroubleKind::WrongKind => ErrorKind::Corrupt,
            TroubleKind::OutcomeUnknown => ErrorKind::OutcomeUnknown,
        };
        Self::new(kind, trouble.message.clone()).because(trouble)
    }
}
