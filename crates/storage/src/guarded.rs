//! A value that many threads use one after the other: all the locking of the stores is here.

use crate::verdict::called_while_queued;
use cartwright_core::StoreError;

#[cfg(not(loom))]
mod lock {
    use parking_lot::ReentrantMutex;
    use std::cell::RefCell;

    /// Reentrant, so that a thread that comes again can be told so, instead of waiting for itself forever.
    #[derive(Debug, Default)]
    pub(super) struct Lock<T>(ReentrantMutex<RefCell<T>>);

    impl<T> Lock<T> {
        pub(super) fn new(value: T) -> Self {
            Self(ReentrantMutex::new(RefCell::new(value)))
        }

        pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
            let value = self.0.lock();
            let mut value = value.try_borrow_mut().ok()?;
            Some(work(&mut value))
        }

        #[cfg(feature = "sqlite")]
        pub(super) fn try_with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
            let value = self.0.try_lock()?;
            let mut value = value.try_borrow_mut().ok()?;
            Some(work(&mut value))
        }
    }
}

#[cfg(loom)]
mod lock {
    /// What loom can look into. It finds a thread that comes again by itself.
    #[derive(Debug, Default)]
    pub(super) struct Lock<T>(loom::sync::Mutex<T>);

    impl<T> Lock<T> {
        pub(super) fn new(value: T) -> Self {
            Self(loom::sync::Mutex::new(value))
        }

        pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
            let mut value = self.0.lock().ok()?;
            Some(work(&mut value))
        }

        #[cfg(feature = "sqlite")]
        pub(super) fn try_with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
            let mut value = self.0.try_lock().ok()?;
            Some(work(&mut value))
        }
    }
}

/// A value behind a lock.
#[derive(Debug, Default)]
pub(crate) struct Guarded<T>(lock::Lock<T>);

impl<T> Guarded<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(lock::Lock::new(value))
    }

    /// Waits for its turn. A thread whose turn it is already, because its queued change calls the store, is refused.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> Result<R, StoreError>) -> Result<R, StoreError> {
        self.0.with(work).unwrap_or_else(|| Err(called_while_queued()))
    }

    /// Does not wait: `None` if anybody's turn it is.
    #[cfg(feature = "sqlite")]
    pub(crate) fn try_with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_with(work)
    }
}
