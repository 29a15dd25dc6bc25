//! Why a call is refused, before it becomes an error of the header.

use crate::reservations::Refused;
use crate::status::cw_status;
use cartwright_engine::EngineError;
use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why a call is refused, before it becomes a [`cw_error`](crate::error::cw_error).
pub(crate) enum Failure {
    Core(cartwright_core::Error),
    Stored(cartwright_wire::StoredError),
    Engine(EngineError),
    Coordination(cartwright_coordination::Error),
    Reservations(cartwright_reservations::Error),
    Versions(cartwright_versions::Error),
    /// A reservation is not granted, or is not held any more.
    Reservation(Refused),
    /// Somebody else has the lock, and the time to wait for it is over.
    LockHeld {
        remaining: Duration,
    },
    /// The lock is not the caller's, or not any more.
    LockLost(&'static str),
    Argument(String),
    NotText(&'static str),
    HalfChanged,
}

type Detail<'a> = Vec<(&'static str, Cow<'a, str>)>;

impl Failure {
    pub(crate) fn status(&self) -> cw_status {
        match self {
            Self::Core(error) => cw_status::of_core(error.kind()),
            Self::Stored(error) => cw_status::of_stored(error.kind()),
            Self::Engine(error) => cw_status::of_engine(error.kind()),
            Self::Coordination(error) => cw_status::of_coordination(error.kind()),
            Self::Reservations(error) => cw_status::of_reservations(error.kind()),
            Self::Versions(error) => cw_status::of_versions(error.kind()),
            Self::Reservation(refused) => refused.status(),
            Self::LockHeld { .. } => cw_status::CW_LOCK_HELD,
            Self::LockLost(_) => cw_status::CW_LOCK_LOST,
            Self::Argument(_) => cw_status::CW_INVALID_ARGUMENT,
            Self::NotText(_) => cw_status::CW_INVALID_TEXT,
            Self::HalfChanged => cw_status::CW_INTERNAL,
        }
    }

    pub(crate) fn detail(&self) -> Detail<'_> {
        fn borrowed<'a>(detail: &'a [(&'static str, String)]) -> Detail<'a> {
            detail.iter().map(|(name, value)| (*name, Cow::from(&**value))).collect()
        }
        match self {
            Self::Core(error) => borrowed(error.detail()),
            Self::Stored(error) => borrowed(error.detail()),
            Self::Engine(error) => engine_detail(error),
            Self::Coordination(error) => with_causes(Vec::new(), error),
            Self::Reservations(error) => with_causes(vec![("reason", error.kind().name().into())], error),
            Self::Versions(error) => with_causes(vec![("reason", error.kind().name().into())], error),
            Self::Reservation(refused) => refused.detail(),
            Self::LockHeld { remaining } => vec![("remaining_ms", remaining.as_millis().to_string().into())],
            Self::LockLost(why) => vec![("reason", (*why).into())],
            Self::Argument(_) | Self::HalfChanged => Vec::new(),
            Self::NotText(name) => vec![("argument", (*name).into())],
        }
    }
}

fn engine_detail(error: &EngineError) -> Detail<'_> {
    if let Some(refusal) = error.refusal() {
        return refusal.detail().iter().map(|(name, value)| (*name, Cow::from(&**value))).collect();
    }
    let mut detail = Vec::new();
    if let Some(conflict) = error.conflict() {
        detail.push(("identifier", conflict.key.identifier().to_owned().into()));
        detail.push(("instance", conflict.key.instance().to_owned().into()));
        detail.push(("attempted_version", conflict.attempted_version().to_string().into()));
        detail.push(("current_version", conflict.current_version().to_string().into()));
        detail.push(("minor", if conflict.is_minor() { "true" } else { "false" }.into()));
    }
    with_causes(detail, error)
}

/// What led to it, which the sentence does not repeat.
fn with_causes<'a>(mut detail: Detail<'a>, error: &dyn Error) -> Detail<'a> {
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(why) = cause {
        if !causes.is_empty() {
            causes.push_str("; ");
        }
        causes.push_str(&why.to_string());
        cause = why.source();
    }
    if !causes.is_empty() {
        detail.push(("cause", causes.into()));
    }
    detail
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(f),
            Self::Stored(error) => error.fmt(f),
            Self::Engine(error) => error.fmt(f),
            Self::Coordination(error) => error.fmt(f),
            Self::Reservations(error) => error.fmt(f),
            Self::Versions(error) => error.fmt(f),
            Self::Reservation(refused) => refused.fmt(f),
            Self::LockHeld { .. } => {
                f.write_str("Somebody else has this lock, and the time to wait for it is over; try again later")
            }
            Self::LockLost(why) => {
                write!(f, "This lock is not held any more ({why}); what it protects may be in the hands of another")
            }
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

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<cartwright_coordination::Error> for Failure {
    fn from(error: cartwright_coordination::Error) -> Self {
        Self::Coordination(error)
    }
}

impl From<cartwright_reservations::Error> for Failure {
    fn from(error: cartwright_reservations::Error) -> Self {
        Self::Reservations(error)
    }
}

impl From<cartwright_versions::Error> for Failure {
    fn from(error: cartwright_versions::Error) -> Self {
        Self::Versions(error)
    }
}

pub(crate) type Outcome = Result<(), Failure>;
