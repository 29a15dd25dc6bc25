//! What became of an operation.

use crate::attempt::Attempt;
use cartwright_core::{Cart, Changes, Identity};
use cartwright_events::{Envelope, Failure};
use std::sync::Arc;

/// What an operation did, after it was stored.
///
/// ```
/// use cartwright_core::{CartKey, Json, Operation};
/// use cartwright_engine::{Engine, Settings};
/// use cartwright_storage::MemoryStore;
///
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// let gift = Operation::SetMetadata("gift", Json::from("true"));
/// let key = CartKey::new("user-7", "default");
/// assert!(engine.apply(&key, &gift)?.is_stored());
/// // The same again changes nothing, so nothing is written; it is told all the same.
/// let again = engine.apply(&key, &gift)?;
/// assert!(!again.is_stored() && again.events.len() == 2 && again.attempts == 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Applied {
    /// The cart as it is now.
    pub cart: Arc<Cart>,
    /// What was done to it, in order; nothing if what was asked for is not there.
    pub changes: Changes,
    /// What the cart was; none if there was none.
    pub before: Option<Identity>,
    /// What the cart is; none if there is none.
    pub after: Option<Identity>,
    /// What was told, in the contract's order.
    pub events: Vec<Envelope>,
    /// Subscribers that did not manage. What was stored stays so.
    pub failures: Vec<Failure>,
    /// How often it was tried, the last time included.
    pub attempts: u32,
}

impl Applied {
    /// Whether anything was stored.
    pub fn is_stored(&self) -> bool {
        self.before != self.after
    }

    pub(crate) fn from_attempt(attempt: Attempt, after: Option<Identity>) -> Self {
        let Attempt { before, cart, changes, events, .. } = attempt;
        Self { cart: Arc::new(cart), changes, before, after, events, failures: Vec::new(), attempts: 1 }
    }
}
