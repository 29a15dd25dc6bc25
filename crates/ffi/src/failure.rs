//! Why a call is refused, before it becomes an error of the header.

use crate::status::cw_status;
use std::fmt;

/// Why a call is refused, before it becomes a [`cw_error`].
pub(crate) enum Failure {
    Core(cartwright_core::Error),
    Stored(cartwright_wire::StoredError),
    Argument(String),
    NotText(&'static str),
    HalfChanged,
}

impl Failure {
    pub(crate) fn status(&self) -> cw_status {
        match self {
            Self::Core(error) => cw_status::of_core(error.kind()),
            Self::Stored(error) => cw_status::of_stored(error.kind()),
            Self::Argument(_) => cw_status::CW_INVALID_ARGUMENT,
            Self::NotText(_) => cw_status::CW_INVALID_TEXT,
            Self::HalfChanged => cw_status::CW_INTERNAL,
        }
    }

    pub(crate) fn detail(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Core(error) => error.detail().iter().map(|(name, value)| (*name, &**value)).collect(),
            Self::Stored(error) => error.detail().iter().map(|(name, value)| (*name, &**value)).collect(),
            Self::Argument(_) | Self::HalfChanged => Vec::new(),
            Self::NotText(name) => vec![("argument", name)],
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(f),
            Self::Stored(error) => error.fmt(f),
            Self::Argument(message) => f.write_str(message),
            Self::NotText(name) => write!(f, "The {name} is not valid UTF-8; convert it before it is put into a cart"),
            Self::HalfChanged => {
                f.write_str("An earlier call failed in the middle of changing this cart; load it again, or forget it")
            }
        }
    }
}

impl From<cartwright_core::Error> for Failure {
    fn from(error: cartwright_core::Error) -> Self {
        Self::Core(error)
    }
}

impl From<cartwright_wire::StoredError> for Failure {
    fn from(error: cartwright_wire::StoredError) -> Self {
        Self::Stored(error)
    }
}

pub(crate) type Outcome = Result<(), Failure>;
