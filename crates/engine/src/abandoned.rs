//! Carts that nobody has touched for long.

use crate::engine::Engine;
use crate::error::EngineError;
use cartwright_core::{CartKey, CartListing};
use std::ops::ControlFlow;
use std::time::Duration;

/// Which carts are to be removed, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prune {
    /// How long a cart has not been changed.
    pub idle_for: Duration,
    /// How many carts are read at once; 0 is the same as 1.
    pub batch: usize,
    /// Whether they are only counted.
    pub dry_run: bool,
}

impl Default for Prune {
    /// A week, in batches of a thousand, as the original's command.
    fn default() -> Self {
        Self { idle_for: Duration::from_secs(7 * 86_400), batch: 1000, dry_run: false }
    }
}

/// How far a pruning has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Abandoned carts that were found.
    pub found: u64,
    /// Of these, removed.
    pub removed: u64,
    /// Of these, changed between reading and removing, so that they stay.
    pub kept: u64,
}

impl Pruned {
    fn and(self, more: Self) -> Self {
        Self { found: self.found + more.found, removed: self.removed + more.removed, kept: self.kept + more.kept }
    }
}

impl Engine {
    /// All carts in the order of their keys, after `after`, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn carts(&self, after: Option<&CartKey>, limit: usize) -> Result<Vec<CartListing>, EngineError> {
        Ok(self.store().list(after, None, limit)?)
    }

    /// Carts that were not changed for so long, in the order of their keys, after `after`, at most `limit`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn abandoned_carts(
        &self,
        idle_for: Duration,
        after: Option<&CartKey>,
        limit: usize,
    ) -> Result<Vec<CartListing>, EngineError> {
        Ok(self.store().list(after, Some(self.idle_since(idle_for)), limit)?)
    }

    /// Removes abandoned carts batch by batch. `progress` is called after each batch and may end it. A cart that is changed
    /// meanwhile stays. Each that is removed is counted as an abandonment.
    ///
    /// ```
    /// # use cartwright_engine::{Engine, Prune, Pruned, Settings};
    /// # use cartwright_storage::MemoryStore;
    /// use std::ops::ControlFlow;
    ///
    /// # let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
    /// let pruned = engine.prune(&Prune::default(), |so_far| {
    ///     println!("{} removed", so_far.removed);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(pruned, Pruned::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the store fails; what was removed before stays so.
    pub fn prune(
        &self,
        prune: &Prune,
        mut progress: impl FnMut(&Pruned) -> ControlFlow<()>,
    ) -> Result<Pruned, EngineError> {
        let mut pruned = Pruned::default();
        let mut after = None;
        loop {
            let (batch, last) = self.prune_batch(prune, after.as_ref())?;
            pruned = pruned.and(batch);
            if progress(&pruned).is_break() || last.is_none() {
                return Ok(pruned);
            }
            after = last;
        }
    }

    /// One batch of [`Engine::prune`], for hosts that cannot be called back: after which key the next one begins, none if it
    /// was the last.
    ///
    /// # Errors
    /// As for [`Engine::prune`].
    pub fn prune_batch(
        &self,
        prune: &Prune,
        after: Option<&CartKey>,
    ) -> Result<(Pruned, Option<CartKey>), EngineError> {
        let batch = prune.batch.max(1);
        let listings = self.store().list(after, Some(self.idle_since(prune.idle_for)), batch)?;
        let mut pruned = Pruned::default();
        for listing in &listings {
            pruned.found += 1;
            if prune.dry_run {
                continue;
            }
            if self.store().prune(listing)? {
                pruned.removed += 1;
                self.metrics().record_abandonment();
            } else {
                pruned.kept += 1;
            }
        }
        let there_may_be_more = listings.len() == batch;
        Ok((pruned, listings.into_iter().last().map(|listing| listing.key).filter(|_| there_may_be_more)))
    }

    /// In seconds since 1970.
    fn idle_since(&self, idle_for: Duration) -> i64 {
        self.environment().wall.wall_time().minus(idle_for).as_secs()
    }
}
