//! The one error of this crate.

use crate::conflict::Conflict;
use crate::operation_kind::OperationKind;
use cartwright_core::{CartKey, ErrorKind, StoreError, StoreErrorKind};
use std::error::Error as StdError;
use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EngineErrorKind {
    /// The operation breaks a rule of carts; nothing was changed.
    Refused(ErrorKind),
    /// Others kept changing the cart; nothing was changed.
    Conflict,
    /// The reply of the store was lost, and nobody can tell whether the change was stored.
    OutcomeUnknown,
    /// The store could not do what it was asked; nothing was changed.
    Store(StoreErrorKind),
    /// There are no random numbers to make ids of; nothing was changed.
    NoRandomness,
}

/// Something that could not be done: a [kind](EngineErrorKind), a sentence that says what to do, the cause.
///
/// ```
/// use cartwright_core::{CartKey, ErrorKind, Json, NewItem, Operation, PriceInput, Conditions, Model};
/// use cartwright_engine::{Engine, EngineErrorKind, Settings};
/// use cartwright_storage::MemoryStore;
///
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// let nothing = NewItem {
///     id: "lamp", name: "Lamp", price: PriceInput::Whole(4000), quantity: 0.into(),
///     attributes: Json::from("[]"), conditions: Conditions::default(), model: Model::none(),
/// };
/// let error = engine.apply(&CartKey::new("user-7", "default"), &Operation::Add(nothing)).unwrap_err();
/// assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::InvalidItem));
/// assert_eq!(error.to_string(), "Cart item quantity must be a positive integer");
/// # Ok::<(), cartwright_core::Error>(())
/// ```
pub struct EngineError(Box<Inner>);

enum Inner {
    Refused(cartwright_core::Error),
    Conflict { conflict: Conflict, during: OperationKind, cause: Option<StoreError> },
    OutcomeUnknown { key: CartKey, cause: StoreError },
    Store(StoreError),
    NoRandomness(cartwright_coordination::Error),
}

impl EngineError {
    pub(crate) fn conflict_during(during: OperationKind, conflict: Conflict, cause: Option<StoreError>) -> Self {
        Self(Box::new(Inner::Conflict { conflict, during, cause }))
    }

    pub(crate) fn outcome_unknown(key: &CartKey, cause: StoreError) -> Self {
        Self(Box::new(Inner::OutcomeUnknown { key: key.clone(), cause }))
    }

    pub(crate) fn no_randomness(cause: cartwright_coordination::Error) -> Self {
        Self(Box::new(Inner::NoRandomness(cause)))
    }

    /// What went wrong, for programs.
    pub fn kind(&self) -> EngineErrorKind {
        match &*self.0 {
            Inner::Refused(error) => EngineErrorKind::Refused(error.kind()),
            Inner::Conflict { .. } => EngineErrorKind::Conflict,
            Inner::OutcomeUnknown { .. } => EngineErrorKind::OutcomeUnknown,
            Inner::Store(error) => EngineErrorKind::Store(error.kind()),
            Inner::NoRandomness(_) => EngineErrorKind::NoRandomness,
        }
    }

    /// The conflict, with what the cart was expected to be and what it is, if it was one.
    pub fn conflict(&self) -> Option<&Conflict> {
        match &*self.0 {
            Inner::Conflict { conflict, .. } => Some(conflict),
            _ => None,
        }
    }

    /// What others kept busy, if that is all that went wrong: it may be tried again.
    pub(crate) fn into_busy(self) -> Result<StoreError, Self> {
        match *self.0 {
            Inner::Store(error) if error.kind() == StoreErrorKind::Busy => Ok(error),
            inner => Err(Self(Box::new(inner))),
        }
    }

    /// Why the operation was refused, with the values that the sentence is about, if it was.
    pub fn refusal(&self) -> Option<&cartwright_core::Error> {
        match &*self.0 {
            Inner::Refused(error) => Some(error),
            _ => None,
        }
    }
}

impl From<cartwright_core::Error> for EngineError {
    fn from(error: cartwright_core::Error) -> Self {
        Self(Box::new(Inner::Refused(error)))
    }
}

impl From<StoreError> for EngineError {
    /// Who is over a limit hears the same from the store as from the core.
    fn from(error: StoreError) -> Self {
        Self(Box::new(error.into_refusal().map_or_else(Inner::Store, Inner::Refused)))
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Refused(error) => error.fmt(f),
            Inner::Conflict { during, .. } => {
                write!(f, "Cart was modified by another request during {}", during.in_messages())
            }
            Inner::OutcomeUnknown { key, .. } => write!(
                f,
                "The reply of the store was lost while the cart {key} was stored; load it to see whether it was"
            ),
            Inner::Store(error) => error.fmt(f),
            Inner::NoRandomness(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.kind())
    }
}

impl StdError for EngineError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.0 {
            // What says the same is not its own cause, but what led to it is.
            Inner::Refused(_) => None,
            Inner::Store(error) => error.source(),
            Inner::NoRandomness(error) => error.source(),
            Inner::Conflict { cause, .. } => cause.as_ref().map(|cause| cause as &(dyn StdError + 'static)),
            Inner::OutcomeUnknown { cause, .. } => Some(cause),
        }
    }
}
