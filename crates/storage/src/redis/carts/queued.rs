//! Who is in the middle of a queued change: he may not call the store.
//!
//! Nobody is kept waiting, so there is no lock to find somebody at; a thread remembers what it is doing.

use crate::verdict::called_while_queued;
use cartwright_core::StoreError;
use std::cell::RefCell;

thread_local! {
    /// The stores that this thread has a queued change at.
    static QUEUED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// A queued change, until it is dropped.
#[derive(Debug)]
pub(super) struct Queued(());

impl Queued {
    /// Begins one.
    pub(super) fn at<T>(store: &T) -> Self {
        QUEUED.with_borrow_mut(|queued| queued.push(place(store)));
        Self(())
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        QUEUED.with_borrow_mut(|queued| {
            queued.pop();
        });
    }
}

/// Refuses whoever has a queued change there.
pub(super) fn refuse<T>(store: &T) -> Result<(), StoreError> {
    if QUEUED.with_borrow(|queued| queued.contains(&place(store))) { Err(called_while_queued()) } else { Ok(()) }
}

fn place<T>(store: &T) -> usize {
    std::ptr::from_ref(store).addr()
}
