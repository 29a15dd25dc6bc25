//! The steps of what takes several, so that a test can be between any two of them.

use cartwright_core::StoreError;

#[cfg(not(feature = "conformance"))]
mod counted {
    /// Nobody looks.
    #[derive(Debug, Default)]
    pub(in super::super) struct Steps {}

    impl Steps {
        /// Before each step.
        pub(in super::super) fn next(&self) -> Result<(), super::StoreError> {
            Ok(())
        }
    }
}

#[cfg(feature = "conformance")]
mod counted {
    use super::StoreError;
    use cartwright_core::StoreErrorKind;
    use std::fmt;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Whether there is a step after so many.
    type Goes = dyn Fn(usize) -> bool + Send + Sync;

    /// How many there were, and who is asked whether there is another one.
    #[derive(Default)]
    pub(in super::super) struct Steps {
        taken: AtomicUsize,
        goes: Option<Box<Goes>>,
    }

    impl Steps {
        pub(in super::super) fn asking(goes: impl Fn(usize) -> bool + Send + Sync + 'static) -> Self {
            Self { taken: AtomicUsize::new(0), goes: Some(Box::new(goes)) }
        }

        /// Before each step.
        pub(in super::super) fn next(&self) -> Result<(), StoreError> {
            let taken = self.taken.fetch_add(1, Ordering::Relaxed);
            if self.goes.as_ref().is_none_or(|goes| goes(taken)) {
                return Ok(());
            }
            Err(StoreError::new(StoreErrorKind::OutcomeUnknown, "this process died, as the test wanted it to"))
        }
    }

    impl fmt::Debug for Steps {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("Steps").field("taken", &self.taken).finish_non_exhaustive()
        }
    }
}

pub(super) use counted::Steps;
