//! Pauses, as a port.

use std::time::Duration;

/// Lets time pass.
///
/// In tests a [`ManualClock`](crate::ManualClock) does it at once.
pub trait Sleep: Send + Sync {
    /// Comes back after the pause.
    fn sleep(&self, pause: Duration);
}

/// The operating system's pause of a thread.
///
/// ```
/// use cartwright_coordination::{MonotonicClock, Sleep, SystemClock, SystemSleep};
/// use std::time::Duration;
///
/// let before = SystemClock.now();
/// SystemSleep.sleep(Duration::from_micros(1));
/// assert!(SystemClock.now().since(before) >= Duration::from_micros(1));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSleep;

impl Sleep for SystemSleep {
    fn sleep(&self, pause: Duration) {
        std::thread::sleep(pause);
    }
}
