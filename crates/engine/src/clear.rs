//! Emptying carts.

use crate::applied::Applied;
use crate::attempt::{records, sealed};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::operation_kind::OperationKind;
use crate::outcome::may_pass;
use cartwright_core::{Cart, CartKey, Change, Changes, StoreErrorKind};
use std::sync::Arc;

impl Engine {
    /// Takes everything out of a cart: items, conditions, metadata. Nothing of it stays in the store. Also of a cart that is
    /// not there it is told that it was cleared, as in the original; then nothing is written.
    ///
    /// # Errors
    /// If the store fails, also after the retries that are configured.
    pub fn clear(&self, key: &CartKey) -> Result<Applied, EngineError> {
        let applied = self.measured(OperationKind::Clear, || self.cleared(key))?;
        Ok(self.told(applied))
    }

    /// Clears every instance of an identifier, and answers which there were. Nothing is told of it, as in the original.
    ///
    /// # Errors
    /// As for [`Engine::clear`]; instances before the failing one are gone.
    pub fn forget_identifier(&self, identifier: &str) -> Result<Vec<String>, EngineError> {
        let instances = self.instances(identifier)?;
        for instance in &instances {
            self.deleted(&CartKey::new(identifier, instance), &[])?;
        }
        Ok(instances)
    }

    fn cleared(&self, key: &CartKey) -> Result<Applied, EngineError> {
        let before = self.store().identity(key)?;
        let changes = Changes::from(Change::Cleared { differs: before.is_some() });
        let cart = Cart::default();
        let events = sealed(self, key, &changes, &cart, (before, None), None, &[])?;
        let attempts = match before {
            Some(_) => self.deleted(key, &records(self, &events))?,
            None => 1,
        };
        Ok(Applied { cart: Arc::new(cart), changes, before, after: None, events, failures: Vec::new(), attempts })
    }

    /// Says how often it was tried. To delete again what may be gone already does no harm.
    fn deleted(&self, key: &CartKey, records: &[Vec<u8>]) -> Result<u32, EngineError> {
        let mut retry = self.retry();
        let mut lost = None;
        loop {
            let error = match self.store().delete(key, records) {
                Ok(_) => return Ok(retry.attempt()),
                Err(error) => error,
            };
            let passes = may_pass(error.kind());
            // Whatever comes after a lost reply, what was asked then may have been done.
            let error = lost.take().unwrap_or(error);
            let is_lost = error.kind() == StoreErrorKind::OutcomeUnknown;
            if !passes || !self.pause(&mut retry)? {
                return Err(if is_lost { EngineError::outcome_unknown(key, error) } else { error.into() });
            }
            self.metrics().retry();
            lost = is_lost.then_some(error);
        }
    }
}
