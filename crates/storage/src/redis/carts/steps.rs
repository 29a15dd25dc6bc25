//! The steps of what takes several, so that a test can let the process die between any two.

use cartwright_core::StoreError;
#[cfg(feature = "conformance")]
use cartwright_core::StoreErrorKind;
#[cfg(feature = "conformance")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many steps are left to a process; as many as it wants, outside of tests.
#[derive(Debug, Default)]
pub(super) struct Steps {
    #[cfg(feature = "conformance")]
    left: Option<AtomicUsize>,
}

impl Steps {
    #[cfg(feature = "conformance")]
    pub(super) fn only(steps: usize) -> Self {
        Self { left: Some(AtomicUsize::new(steps)) }
    }

    /// Before each step.
    #[cfg(feature = "conformance")]
    pub(super) fn next(&self) -> Result<(), StoreError> {
        let Some(left) = &self.left else { return Ok(()) };
        let died = |_| StoreError::new(StoreErrorKind::OutcomeUnknown, "this process died, as the test wanted it to");
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).map(drop).map_err(died)
    }

    /// Before each step.
    #[cfg(not(feature = "conformance"))]
    pub(super) fn next(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
