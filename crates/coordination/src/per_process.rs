//! A value that each process has of its own, however often it forks.
//!
//! A child inherits its parent's sockets, its counts, and the locks of threads that it does not have. So it takes none of them: it has
//! a place of its own in a chain that only grows, and where it can, it drops its copy of what the parent had.

use std::process;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A value for each process that has used it. The lock is the standard library's: no more than a number in memory.
///
/// ```
/// use cartwright_coordination::PerProcess;
///
/// static ASKED: PerProcess<u32> = PerProcess::new();
/// assert_eq!((1..=3).map(|_| ASKED.with(|asked| { *asked += 1; *asked })).max(), Some(3));
/// ```
#[derive(Debug)]
pub struct PerProcess<T>(OnceLock<Box<Place<T>>>);

#[derive(Debug)]
struct Place<T> {
    process: u32,
    value: Mutex<T>,
    next: PerProcess<T>,
}

impl<T> Default for PerProcess<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> PerProcess<T> {
    /// A value that every process finds as its type's default.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

impl<T: Default> PerProcess<T> {
    /// Works with the value of this process, one thread at a time.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let me = process::id();
        let mut place = self;
        loop {
            let here = place.0.get_or_init(|| Place::new(me));
            if here.process == me {
                return work(&mut here.value.lock().unwrap_or_else(PoisonError::into_inner));
            }
            // The parent's. If one of its threads was using it when it forked, it stays as it is.
            if let Ok(mut inherited) = here.value.try_lock() {
                *inherited = T::default();
            }
            place = &here.next;
        }
    }
}

impl<T: Default> Place<T> {
    fn new(process: u32) -> Box<Self> {
        Box::new(Self { process, value: Mutex::new(T::default()), next: PerProcess::new() })
    }
}
