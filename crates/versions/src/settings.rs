//! How versions are handled, as values to be configured.

use crate::breaker::BreakerSettings;
use cartwright_coordination::{Backoff, Lifetime, LifetimeLimit, Result};
use std::time::Duration;

/// What a writer does when no mark can be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenUnmarked {
    /// The change is refused before it is committed: no page is ever old, and nobody can change anything while the store is away.
    #[default]
    Refuse,
    /// The change is committed with the note *stale until reconciled*: pages may be old until the
    /// [reconciler](crate::Versions::reconcile) has been there.
    CommitStale,
}

/// How versions are handled.
///
/// ```
/// use cartwright_versions::{Settings, WhenUnmarked};
///
/// let settings = Settings { when_unmarked: WhenUnmarked::CommitStale, ..Settings::new()? };
/// assert_eq!(settings.mark_lease.as_millis(), 30_000);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long a mark is good without being renewed: longer than the longest transaction. 30 s.
    pub mark_lease: Lifetime,
    /// What a writer does when no mark can be set.
    pub when_unmarked: WhenUnmarked,
    /// How long the lock of a bump is held at most. 10 s.
    pub lock_lease: Lifetime,
    /// How often, and after which pauses, the lock of a bump is asked for: 3 attempts, 100 ms at first, doubling, with jitter.
    pub lock_backoff: Backoff,
    /// When the store is left alone.
    pub breaker: BreakerSettings,
}

impl Settings {
    /// The contract's.
    ///
    /// # Errors
    /// Never, as long as the lifetimes above are allowed.
    pub fn new() -> Result<Self> {
        let lifetime = |seconds| LifetimeLimit::default().lifetime(Duration::from_secs(seconds));
        Ok(Self {
            mark_lease: lifetime(30)?,
            when_unmarked: WhenUnmarked::default(),
            lock_lease: lifetime(10)?,
            lock_backoff: Backoff::of_milliseconds(3, 100, 1000),
            breaker: BreakerSettings::default(),
        })
    }
}
