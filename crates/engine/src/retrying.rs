//! Trying work of the host again after conflicts: the original's retry service.

use crate::engine::Engine;
use crate::error::{EngineError, EngineErrorKind};
use cartwright_coordination::{Backoff, Deadline, Retry};

impl Engine {
    /// Does work again as long as it ends in a conflict, by the policy. Nothing else is tried again; the last conflict is the
    /// answer. The policies of the original are constants of [`Backoff`].
    ///
    /// ```
    /// # use cartwright_core::{CartKey, Json, Operation};
    /// # use cartwright_engine::{Engine, Settings};
    /// # use cartwright_storage::MemoryStore;
    /// use cartwright_coordination::Backoff;
    ///
    /// # let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
    /// # let key = CartKey::new("user-7", "default");
    /// let applied = engine.retrying(Backoff::SMART, || {
    ///     let visits = engine.get(&key)?.metadata().get("visits").map_or(0, |visits| visits.as_str().parse().unwrap_or(0));
    ///     engine.apply(&key, &Operation::SetMetadata("visits", Json::from(&*(visits + 1).to_string())))
    /// })?;
    /// assert_eq!(applied.cart.metadata().get("visits").map(Json::as_str), Some("1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the work ended in the last time.
    pub fn retrying<T>(
        &self,
        policy: Backoff,
        mut work: impl FnMut() -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut retry = Retry::new(policy, Deadline::NEVER);
        loop {
            match work() {
                Err(error) if error.kind() == EngineErrorKind::Conflict && self.pause(&mut retry)? => {
                    self.metrics().retry();
                }
                answer => return answer,
            }
        }
    }
}
