//! What time it is: ports, and the system's clocks behind them.
//!
//! Two clocks, because they answer two questions. The wall clock says what people call the time; it may be set back. The
//! monotonic clock only goes forward and says how long something took; its numbers mean nothing to another computer.
//! Leases and deadlines are measured with the second, never with the first.

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A point on a monotonic clock: nanoseconds since an origin that only that clock knows.
///
/// Moments of different clocks must not be compared. Arithmetic stops at the ends instead of wrapping: what lies beyond
/// 584 years is "never".
///
/// ```
/// use cartwright_coordination::Moment;
/// use std::time::Duration;
///
/// let (early, late) = (Moment::from_millis(10), Moment::from_millis(15));
/// assert!(early < late);
/// assert_eq!(late.since(early), Duration::from_millis(5));
/// assert_eq!(early.since(late), Duration::ZERO);
/// assert_eq!(early.plus(Duration::from_millis(5)), late);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// The last moment there is.
    pub const NEVER: Self = Self(u64::MAX);

    /// So many nanoseconds after the clock's origin.
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// So many milliseconds after the clock's origin.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// Nanoseconds since the clock's origin.
    pub const fn as_nanos(self) -> u64 {
        self.0
    }

    /// Whole milliseconds since the clock's origin.
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000_000
    }

    /// So much later.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(nanos(by)))
    }

    /// How long ago `earlier` was; nothing if it is yet to come.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

/// A duration as nanoseconds, as many as there are room for.
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// What people call the time: microseconds since 1970, UTC.
///
/// ```
/// use cartwright_coordination::WallTime;
/// use std::time::Duration;
///
/// let time = WallTime::from_micros(1_500_000);
/// assert_eq!((time.as_millis(), time.as_secs()), (1500, 1));
/// assert_eq!(time.plus(Duration::from_secs(2)).as_secs(), 3);
/// assert_eq!(WallTime::from_micros(-1).as_secs(), -1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WallTime(i64);

impl WallTime {
    /// So many microseconds since 1970; negative before.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// So many seconds since 1970; negative before.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// Microseconds since 1970.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since 1970, the earlier one.
    pub const fn as_millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Whole seconds since 1970, the earlier one.
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// So much later.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(micros(by.as_micros())))
    }

    /// So much earlier.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(micros(by.as_micros())))
    }
}

fn micros(micros: u128) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}

/// Says what time people call it.
///
/// ```
/// use cartwright_coordination::{SystemClock, WallClock};
///
/// assert!(SystemClock.wall_time().as_secs() > 1_700_000_000, "it is later than 2023");
/// ```
pub trait WallClock: Send + Sync {
    /// The time now. It may be earlier than what was said before.
    fn wall_time(&self) -> WallTime;
}

/// Says how much time has passed.
///
/// ```
/// use cartwright_coordination::{MonotonicClock, SystemClock};
///
/// let before = SystemClock.now();
/// assert!(SystemClock.now() >= before);
/// ```
pub trait MonotonicClock: Send + Sync {
    /// Now. It is never earlier than what was said before.
    fn now(&self) -> Moment;
}

/// The clocks of the operating system.
///
/// All values of this type share one origin, so their moments may be compared within a process and with a child that it
/// forks. The time in which a machine sleeps does not count where the system's monotonic clock does not count it (Linux).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl WallClock for SystemClock {
    fn wall_time(&self) -> WallTime {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => WallTime(micros(since.as_micros())),
            Err(before) => WallTime(micros(before.duration().as_micros()).saturating_neg()),
        }
    }
}

impl MonotonicClock for SystemClock {
    fn now(&self) -> Moment {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        let origin = *ORIGIN.get_or_init(Instant::now);
        Moment(nanos(Instant::now().saturating_duration_since(origin)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_stops_at_the_ends() {
        assert_eq!(Moment::from_nanos(7).plus(Duration::MAX), Moment::NEVER);
        assert_eq!(Moment::from_millis(u64::MAX), Moment::NEVER);
        assert_eq!(WallTime::from_secs(1).plus(Duration::MAX).as_micros(), i64::MAX);
        assert_eq!(WallTime::from_secs(-5).minus(Duration::MAX).as_micros(), i64::MIN);
        assert_eq!(WallTime::from_secs(i64::MIN).as_micros(), i64::MIN);
    }

    #[test]
    fn a_time_before_1970_is_cut_to_the_earlier_unit() {
        let time = WallTime::from_micros(-1_500_001);
        assert_eq!((time.as_millis(), time.as_secs()), (-1501, -2));
    }

    #[test]
    fn moments_keep_nanoseconds_and_give_whole_milliseconds() {
        let moment = Moment::from_nanos(1_999_999);
        assert_eq!((moment.as_nanos(), moment.as_millis()), (1_999_999, 1));
    }
}
