//! What became of a commit whose reply was lost.

use crate::engine::Engine;
use crate::error::EngineError;
use cartwright_coordination::Retry;
use cartwright_core::{CartKey, Committed, Identity, StoreError, StoreErrorKind};

/// What the store says when it is asked again with the id of the commit.
pub(crate) enum Resolved {
    /// It is stored: it had been, or is now.
    Stored(Identity),
    /// The store does not know the id, and the cart is not what was expected.
    NotStored(Unknown),
}

pub(crate) struct Unknown {
    pub(crate) found: Option<Identity>,
    pub(crate) cause: StoreError,
}

impl Unknown {
    /// Whether it is certain that nothing was stored.
    pub(crate) fn proves_nothing_stored(&self, expected: Option<Identity>) -> bool {
        expected.zip(self.found).is_some_and(|(expected, found)| found.remembers_since(expected))
    }
}

impl Engine {
    /// Asks again with the same id, until there is an answer.
    pub(crate) fn resolve(
        &self,
        key: &CartKey,
        mut cause: StoreError,
        retry: &mut Retry,
        commit: &dyn Fn() -> Result<Committed, StoreError>,
    ) -> Result<Resolved, EngineError> {
        // It would say conflict to what it has stored as well, and the change would be made twice.
        if !self.store().remembers_commits() {
            return Err(EngineError::outcome_unknown(key, cause));
        }
        while self.pause(retry)? {
            self.metrics().retry();
            match commit() {
                Ok(Committed::Stored(identity)) => return Ok(Resolved::Stored(identity)),
                Ok(Committed::Conflict(found)) => return Ok(Resolved::NotStored(Unknown { found, cause })),
                Err(error) if may_pass(error.kind()) => cause = error,
                Err(error) => return Err(EngineError::outcome_unknown(key, error)),
            }
        }
        Err(EngineError::outcome_unknown(key, cause))
    }
}

/// Whether it makes sense to ask again.
pub(crate) fn may_pass(kind: StoreErrorKind) -> bool {
    matches!(kind, StoreErrorKind::OutcomeUnknown | StoreErrorKind::Unavailable | StoreErrorKind::Busy)
}
