//! Why a command ended, as a sentence and an exit code.

use cartwright_engine::{EngineError, EngineErrorKind};
use std::error::Error;
use std::fmt;

#[derive(Debug)]
pub struct Failure {
    pub code: u8,
    message: String,
}

pub type Result<T = ()> = std::result::Result<T, Failure>;

impl Failure {
    /// A rule says no, or somebody.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }

    /// What was typed makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    /// What was asked for is not there.
    pub fn not_there(message: impl Into<String>) -> Self {
        Self { code: 6, message: message.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let code = match error.kind() {
            EngineErrorKind::Refused(_) => 1,
            EngineErrorKind::Conflict => 3,
            EngineErrorKind::OutcomeUnknown => 4,
            _ => 5,
        };
        let mut message = error.to_string();
        if let Some(conflict) = error.conflict() {
            let (attempted, current) = (conflict.attempted_version(), conflict.current_version());
            message.push_str(&format!(" (the change was for version {attempted}, the cart is at {current})"));
        }
        let mut cause = error.source();
        while let Some(why) = cause {
            message.push_str(&format!("\n  because: {why}"));
            cause = why.source();
        }
        Self { code, message }
    }
}

impl From<cartwright_core::Error> for Failure {
    fn from(error: cartwright_core::Error) -> Self {
        EngineError::from(error).into()
    }
}

impl From<cartwright_reservations::Error> for Failure {
    fn from(error: cartwright_reservations::Error) -> Self {
        use cartwright_reservations::ErrorKind as Kind;
        let code = match error.kind() {
            Kind::InvalidKey
            | Kind::InvalidName
            | Kind::InvalidQuantity
            | Kind::InvalidLines
            | Kind::InvalidLifetime => 2,
            Kind::InvalidToken | Kind::InvalidSettings | Kind::InvalidCall => 2,
            Kind::ReasonNeeded | Kind::NotConfirmed | Kind::InvalidStock => 1,
            Kind::OutcomeUnknown => 4,
            _ => 5,
        };
        Self { code, message: error.to_string() }
    }
}

impl From<cartwright_versions::Error> for Failure {
    fn from(error: cartwright_versions::Error) -> Self {
        use cartwright_versions::ErrorKind;
        let code = match error.kind() {
            ErrorKind::Unmarked | ErrorKind::Refused => 1,
            ErrorKind::InvalidName | ErrorKind::InvalidVersion | ErrorKind::InvalidSetting => 2,
            ErrorKind::Busy | ErrorKind::Unsettled => 3,
            ErrorKind::OutcomeUnknown => 4,
            _ => 5,
        };
        Self { code, message: error.to_string() }
    }
}

impl From<cartwright_coordination::Error> for Failure {
    fn from(error: cartwright_coordination::Error) -> Self {
        cartwright_versions::Error::from(error).into()
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self { code: 5, message: error.to_string() }
    }
}
