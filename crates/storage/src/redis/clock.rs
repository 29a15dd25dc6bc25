//! The clock that scripts go by: the server's, or in tests one of the caller's.

use cartwright_coordination::WallClock;
use std::sync::Arc;

/// What scripts begin with that go by a clock. Their first argument is the [text](TestClock::text) of a caller's own.
pub(crate) const CLOCK: &str = include_str!("scripts/clock.lua");

/// The time of a caller, for tests; nothing where the server's own counts.
#[derive(Clone, Default)]
pub(crate) struct TestClock(Option<Arc<dyn WallClock>>);

impl TestClock {
    pub(crate) fn new(clock: impl WallClock + 'static) -> Self {
        Self(Some(Arc::new(clock)))
    }

    /// Whether it is the server's own that counts.
    pub(crate) fn is_of_server(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn text(&self) -> String {
        self.0.as_ref().map(|clock| clock.wall_time().as_millis().to_string()).unwrap_or_default()
    }
}
