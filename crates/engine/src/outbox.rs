//! Events that were stored with what they tell of.

use crate::engine::Engine;
use crate::error::EngineError;
use cartwright_core::OutboxRecord;

impl Engine {
    /// Records of the outbox after `after` (0 for all), at most `limit`, in order: each an event as JSON. They are there if
    /// [`Settings::outbox`](crate::Settings::outbox) was on when they happened, until they are acknowledged.
    ///
    /// # Errors
    /// If the store fails.
    pub fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, EngineError> {
        Ok(self.store().outbox(after, limit)?)
    }

    /// Removes the records up to and including `through`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn acknowledge(&self, through: i64) -> Result<(), EngineError> {
        Ok(self.store().acknowledge(through)?)
    }

    /// Hands the stored events to `deliver`, oldest first, and acknowledges each batch of at most `batch`. Where `deliver`
    /// fails it ends, and what was delivered before is acknowledged. At least once: an event may come again after a crash, and
    /// is then known by its id. Answers how many were delivered.
    ///
    /// ```
    /// # use cartwright_core::{CartKey, Json, Operation};
    /// # use cartwright_engine::{Engine, Settings};
    /// # use cartwright_storage::MemoryStore;
    /// let mut settings = Settings::new("USD")?;
    /// settings.outbox = true;
    /// let engine = Engine::new(MemoryStore::default(), settings);
    /// engine.apply(&CartKey::new("user-7", "default"), &Operation::SetMetadata("note", Json::from("1")))?;
    ///
    /// let mut sent = Vec::new();
    /// let delivered = engine.deliver(100, |record| -> Result<(), Box<dyn std::error::Error>> {
    ///     sent.push(String::from_utf8_lossy(&record.bytes).into_owned());
    ///     Ok(())
    /// })?;
    /// assert_eq!(delivered, 2, "MetadataAdded and CartUpdated");
    /// assert!(sent[0].contains(r#""event":"MetadataAdded""#));
    /// assert!(engine.outbox(0, 100)?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What `deliver` answers, or the store's.
    pub fn deliver<E: From<EngineError>>(
        &self,
        batch: usize,
        mut deliver: impl FnMut(&OutboxRecord) -> Result<(), E>,
    ) -> Result<u64, E> {
        let (mut delivered, mut after) = (0, 0);
        loop {
            let records = self.outbox(after, batch.max(1))?;
            let before = after;
            let mut failure = None;
            for record in &records {
                if let Err(error) = deliver(record) {
                    failure = Some(error);
                    break;
                }
                (delivered, after) = (delivered + 1, record.sequence);
            }
            if after > before {
                self.acknowledge(after)?;
            }
            match failure {
                Some(failure) => return Err(failure),
                None if records.is_empty() => return Ok(delivered),
                None => {}
            }
        }
    }
}
