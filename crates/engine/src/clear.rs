//! Emptying carts.

use crate::applied::Applied;
use crate::attempt::{records, sealed};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::operation_kind::OperationKind;
use crate::outcome::may_pass;
use cartwright_core::{Cart, CartKey, Change, Changes, Incarnation, StoreErrorKind};
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
            let key = CartKey::new(identifier, instance);
            if let Some(before) = self.store().identity(&key)? {
                self.deleted(&key, before.incarnation, &[])?;
            }
        }
        Ok(instances)
    }

    fn cleared(&self, key: &CartKey) -> Result<Applied, EngineError> {
        let before = self.store().identity(key)?;
        let changes = Changes::from(Change::Cleared { differs: before.is_some() });
        let cart = Cart::default();
        let events = sealed(self, key, &changes, &cart, (before, None), None, &[])?;
        let attempts = match before {
            Some(before) => self.deleted(key, before.incarnation, &records(self, &events))?,
            None => 1,
        };
        Ok(Applied { cart: Arc::new(cart), changes, before, after: None, events, failures: Vec::new(), attempts })
    }

    /// Says how often it was tried. After a lost reply the cart that was there is looked for: if it is gone, what stands there
    /// now is somebody else's, and its deletion has been told already.
    fn deleted(&self, key: &CartKey, before: Incarnation, records: &[Vec<u8>]) -> Result<u32, EngineError> {
        let mut retry = self.retry();
        loop {
            let error = match self.store().delete(key, records) {
                Ok(_) => return Ok(retry.attempt()),
                Err(error) => error,
            };
            let lost = error.kind() == StoreErrorKind::OutcomeUnknown;
            if lost {
                match self.store().identity(key) {
                    Ok(Some(now)) if now.incarnation == before => {}
                    Ok(_) => return Ok(retry.attempt()),
                    // Who cannot look does not know.
                    Err(_) => return Err(EngineError::outcome_unknown(key, error)),
                }
            }
            if !may_pass(error.kind()) || !self.pause(&mut retry)? {
                return Err(if lost { EngineError::outcome_unknown(key, error) } else { error.into() });
            }
            self.metrics().retry();
        }
    }
}
