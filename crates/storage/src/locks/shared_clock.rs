//! The time that all processes of a machine share.

use cartwright_coordination::{Error, ErrorKind, Moment, MonotonicClock, Result, SystemClock, WallClock, WallTime};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// A clock whose moments the processes of a machine may compare with each other, until the machine is started again.
///
/// A process's own monotonic clock will not do for what lies in a file: another process has another origin.
pub trait SharedClock: MonotonicClock + WallClock {
    /// What is different each time the machine is started, and the same for all its processes until then.
    ///
    /// # Errors
    /// If the system does not say.
    fn boot_id(&self) -> Result<String>;
}

/// Linux's time since the machine was started, in which the time that it sleeps counts, and the kernel's id of that start.
///
/// ```
/// use cartwright_coordination::MonotonicClock;
/// use cartwright_storage::{BootClock, SharedClock};
///
/// assert!(BootClock.now() <= BootClock.now());
/// assert_eq!(BootClock.boot_id()?, BootClock.boot_id()?);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct BootClock;

const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// Moments begin 36 years before the start, so that what was granted before it has one too.
const BEFORE_BOOT: Moment = Moment::from_nanos(1 << 60);

impl MonotonicClock for BootClock {
    fn now(&self) -> Moment {
        let since_boot = Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default();
        BEFORE_BOOT.plus(since_boot)
    }
}

impl WallClock for BootClock {
    fn wall_time(&self) -> WallTime {
        SystemClock.wall_time()
    }
}

impl SharedClock for BootClock {
    fn boot_id(&self) -> Result<String> {
        let text = std::fs::read_to_string(BOOT_ID).map_err(|cause| {
            let message = format!("{BOOT_ID} cannot be read, so locks in a file cannot be measured; mount /proc here");
            Error::new(ErrorKind::Unavailable, message).because(cause)
        })?;
        Ok(text.trim().to_owned())
    }
}
