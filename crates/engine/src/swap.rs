//! A cart goes to another identifier: a visitor becomes a user.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::operation_kind::OperationKind;
use crate::outcome::may_pass;
use cartwright_core::{CartKey, Incarnation, StoreErrorKind};

impl Engine {
    /// Moves a cart with all that is in it, metadata too, to another key, in place of the cart there. Onto itself nothing
    /// happens. Says whether there was a cart to move. Nothing is told of it, as in the original.
    ///
    /// ```
    /// # use cartwright_core::{CartKey, Json, Operation};
    /// # use cartwright_engine::{Engine, Settings};
    /// # use cartwright_storage::MemoryStore;
    /// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
    /// let (visitor, user) = (CartKey::new("session-42", "default"), CartKey::new("user-7", "default"));
    /// engine.apply(&visitor, &Operation::SetMetadata("note", Json::from("\"gift\"")))?;
    ///
    /// assert!(engine.swap(&visitor, &user)?);
    /// assert!(engine.get(&user)?.metadata().has("note"));
    /// assert!(!engine.swap(&visitor, &user)?, "nothing is left to move");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the store fails, also after the retries that are configured.
    pub fn swap(&self, from: &CartKey, to: &CartKey) -> Result<bool, EngineError> {
        self.measured(OperationKind::Swap, || self.swapped(from, to))
    }

    fn swapped(&self, from: &CartKey, to: &CartKey) -> Result<bool, EngineError> {
        let Some(before) = self.store().identity(from)? else {
            return Ok(false);
        };
        if from == to {
            return Ok(true);
        }
        let incarnation = Incarnation(self.environment().unique()?);
        let mut retry = self.retry();
        loop {
            let error = match self.store().swap(from, to, incarnation) {
                Ok(moved) => return Ok(moved),
                Err(error) => error,
            };
            let lost = error.kind() == StoreErrorKind::OutcomeUnknown;
            // Who cannot look does not know.
            let is = |key, expected: Incarnation| {
                self.store().identity(key).is_ok_and(|now| now.is_some_and(|now| now.incarnation == expected))
            };
            if lost && is(to, incarnation) {
                return Ok(true);
            }
            // What stands under the old key now may be another cart, which nobody asked to move.
            let still_there = !lost || is(from, before.incarnation);
            if still_there && may_pass(error.kind()) && self.pause(&mut retry)? {
                self.metrics().retry();
                continue;
            }
            return Err(if lost { EngineError::outcome_unknown(to, error) } else { error.into() });
        }
    }
}
