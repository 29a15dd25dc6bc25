//! A circuit breaker: a store that fails or is slow is left alone for a while.

use cartwright_coordination::{Moment, PerProcess};
use std::collections::VecDeque;
use std::time::Duration;

/// When a breaker opens, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerSettings {
    /// How far back calls count.
    pub window: Duration,
    /// How many calls count at most, the last ones.
    pub samples: usize,
    /// With fewer calls in the window nothing is concluded.
    pub minimum: usize,
    /// It opens if so many hundredths of the calls failed, or more.
    pub error_percent: u8,
    /// What is slow: this long, or longer.
    pub slow: Duration,
    /// It opens if so many hundredths of the calls were slow, or more.
    pub slow_percent: u8,
    /// How long it is open, a quarter more or less, so that processes do not come back together.
    pub open: Duration,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            window: Duration::from_secs(30),
            samples: 100,
            minimum: 10,
            error_percent: 50,
            slow: Duration::from_secs(1),
            slow_percent: 80,
            open: Duration::from_secs(5),
        }
    }
}

/// What a breaker is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// Calls pass.
    Closed,
    /// No call passes, for so long at least.
    Open {
        /// What remains of it.
        remaining: Duration,
    },
    /// One call passes, and decides.
    HalfOpen,
}

/// The permission to make one call, to be given back with what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "what becomes of the call is to be recorded"]
pub struct Admission {
    era: u64,
    probe: bool,
}

impl Admission {
    /// Whether this call decides if the breaker closes.
    pub const fn is_probe(self) -> bool {
        self.probe
    }
}

/// A circuit breaker of one process; a child that is forked off begins with a closed one. It knows no clock: moments and chance are
/// handed in.
///
/// ```
/// use cartwright_coordination::Moment;
/// use cartwright_versions::{Breaker, BreakerSettings, BreakerState};
/// use std::time::Duration;
///
/// let breaker = Breaker::new(BreakerSettings { minimum: 2, ..BreakerSettings::default() });
/// let (mut now, quick) = (Moment::from_millis(0), Duration::from_millis(1));
/// for _ in 0..2 {
///     let call = breaker.admit(now).unwrap();
///     breaker.record(call, now, quick, false, u64::MAX / 2);
/// }
/// assert!(breaker.admit(now).is_none());
///
/// now = now.plus(Duration::from_secs(5));
/// let probe = breaker.admit(now).unwrap();
/// assert!(probe.is_probe() && breaker.admit(now).is_none(), "one, and no other");
/// breaker.record(probe, now, quick, true, 0);
/// assert_eq!(breaker.state(now), BreakerState::Closed);
/// ```
#[derive(Debug)]
pub struct Breaker {
    settings: BreakerSettings,
    inner: PerProcess<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Raised each time it opens or closes: what was admitted in another era decides nothing in this one.
    era: u64,
    calls: VecDeque<Call>,
    /// Until when it is open; `None` while it is closed.
    until: Option<Moment>,
    /// When the probe was sent; another may follow if nothing is heard of it for as long as the breaker is open.
    probe: Option<Moment>,
    opened: u64,
}

#[derive(Clone, Copy, Debug)]
struct Call {
    at: Moment,
    failed: bool,
    slow: bool,
}

impl Breaker {
    /// A breaker, closed.
    pub fn new(settings: BreakerSettings) -> Self {
        Self { settings, inner: PerProcess::new() }
    }

    /// Asks for one call; `None` if the store is to be left alone.
    pub fn admit(&self, now: Moment) -> Option<Admission> {
        self.inner.with(|inner| {
            let Some(until) = inner.until else { return Some(Admission { era: inner.era, probe: false }) };
            let waited_for_probe = inner.probe.is_none_or(|sent| now >= sent.plus(self.settings.open));
            (now >= until && waited_for_probe).then(|| {
                inner.probe = Some(now);
                Admission { era: inner.era, probe: true }
            })
        })
    }

    /// Says what became of a call. `chance` is a random number. Answers whether the breaker has opened by it.
    pub fn record(&self, call: Admission, now: Moment, took: Duration, succeeded: bool, chance: u64) -> bool {
        let (failed, slow) = (!succeeded, took >= self.settings.slow);
        self.inner.with(|inner| {
            if call.era != inner.era {
                return false;
            }
            let opens = if call.probe {
                failed || slow
            } else {
                inner.count(Call { at: now, failed, slow }, &self.settings);
                inner.is_to_open(&self.settings)
            };
            if opens {
                inner.open(now, self.open_time(chance));
            } else if call.probe {
                inner.close();
            }
            opens
        })
    }

    /// What it is now.
    pub fn state(&self, now: Moment) -> BreakerState {
        match self.inner.with(|inner| inner.until) {
            None => BreakerState::Closed,
            Some(until) if now < until => BreakerState::Open { remaining: until.since(now) },
            Some(_) => BreakerState::HalfOpen,
        }
    }

    /// How often it has opened.
    pub fn opened(&self) -> u64 {
        self.inner.with(|inner| inner.opened)
    }

    /// Closes it, as after a false alert.
    pub fn reset(&self) {
        self.inner.with(Inner::close);
    }

    /// A quarter more or less, as chance decides.
    fn open_time(&self, chance: u64) -> Duration {
        let nanos = self.settings.open.as_nanos();
        let swung = nanos - nanos / 4 + (nanos / 2) * u128::from(chance) / u128::from(u64::MAX);
        Duration::from_nanos(u64::try_from(swung).unwrap_or(u64::MAX))
    }
}

impl Inner {
    fn open(&mut self, now: Moment, time: Duration) {
        self.era += 1;
        self.opened += 1;
        self.until = Some(now.plus(time));
        self.probe = None;
        self.calls.clear();
    }

    fn close(&mut self) {
        self.era += 1;
        self.until = None;
        self.probe = None;
        self.calls.clear();
    }

    fn count(&mut self, call: Call, settings: &BreakerSettings) {
        let now = call.at;
        self.calls.push_back(call);
        while self.calls.len() > settings.samples.max(1)
            || self.calls.front().is_some_and(|call| now.since(call.at) > settings.window)
        {
            self.calls.pop_front();
        }
    }

    fn is_to_open(&self, settings: &BreakerSettings) -> bool {
        self.calls.len() >= settings.minimum.max(1)
            && (self.has(settings.error_percent, |call| call.failed)
                || self.has(settings.slow_percent, |call| call.slow))
    }

    fn has(&self, percent: u8, which: impl Fn(&Call) -> bool) -> bool {
        let count = self.calls.iter().filter(|call| which(call)).count();
        count > 0 && count * 100 >= self.calls.len() * usize::from(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(1);
    const MIDDLE: u64 = u64::MAX / 2;

    fn breaker() -> Breaker {
        Breaker::new(BreakerSettings { minimum: 4, ..BreakerSettings::default() })
    }

    fn at(millis: u64) -> Moment {
        Moment::from_millis(millis)
    }

    /// One call. Says whether the breaker has opened by it.
    fn call(breaker: &Breaker, now: Moment, took: Duration, succeeded: bool) -> bool {
        let admission = breaker.admit(now).expect("it lets calls pass");
        breaker.record(admission, now, took, succeeded, MIDDLE)
    }

    fn opened() -> Breaker {
        let breaker = breaker();
        let opened: Vec<bool> = (0..4).map(|_| call(&breaker, at(0), QUICK, false)).collect();
        assert_eq!(opened, [false, false, false, true]);
        breaker
    }

    #[test]
    fn with_fewer_calls_than_the_minimum_nothing_is_concluded() {
        let breaker = breaker();
        assert!((0..3).all(|_| !call(&breaker, at(0), QUICK, false)));
        assert_eq!(breaker.state(at(0)), BreakerState::Closed);
    }

    #[test]
    fn half_of_the_calls_failing_opens_it() {
        let breaker = breaker();
        let opened: Vec<bool> =
            [true, true, false, false].into_iter().map(|succeeded| call(&breaker, at(0), QUICK, succeeded)).collect();
        assert_eq!(opened, [false, false, false, true]);
    }

    #[test]
    fn slow_calls_open_it_though_they_succeed() {
        let breaker = breaker();
        let slow = BreakerSettings::default().slow;
        let opened: Vec<bool> = (0..4).map(|_| call(&breaker, at(0), slow, true)).collect();
        assert_eq!(opened, [false, false, false, true]);
    }

    #[test]
    fn calls_from_before_the_window_do_not_count() {
        let breaker = breaker();
        (0..3).for_each(|_| assert!(!call(&breaker, at(0), QUICK, false)));
        assert!(!call(&breaker, at(30_001), QUICK, false), "one of one, and four are the minimum");
    }

    #[test]
    fn while_it_is_open_no_call_passes() {
        let breaker = opened();
        assert_eq!(breaker.state(at(1)), BreakerState::Open { remaining: Duration::from_nanos(4_998_999_999) });
        assert!(breaker.admit(at(1)).is_none() && breaker.admit(at(4_999)).is_none());
    }

    #[test]
    fn the_time_that_it_is_open_is_a_quarter_more_or_less() {
        for (chance, millis) in [(0, 3_750), (u64::MAX, 6_250)] {
            let breaker = Breaker::new(BreakerSettings { minimum: 1, ..BreakerSettings::default() });
            let admission = breaker.admit(at(0)).unwrap();
            assert!(breaker.record(admission, at(0), QUICK, false, chance));
            assert!(breaker.admit(at(millis - 1)).is_none() && breaker.admit(at(millis)).is_some());
        }
    }

    #[test]
    fn half_open_one_call_passes_and_closes_it_if_it_is_good() {
        let breaker = opened();
        assert_eq!(breaker.state(at(5_000)), BreakerState::HalfOpen);
        let probe = breaker.admit(at(5_000)).unwrap();
        assert!(probe.is_probe());
        assert!(breaker.admit(at(5_000)).is_none());
        assert!(!breaker.record(probe, at(5_001), QUICK, true, MIDDLE));
        assert_eq!(breaker.state(at(5_001)), BreakerState::Closed);
        assert!((0..3).all(|_| !call(&breaker, at(5_002), QUICK, false)), "what was before is forgotten");
    }

    #[test]
    fn a_probe_that_fails_or_is_slow_opens_it_anew() {
        for (took, succeeded) in [(QUICK, false), (Duration::from_secs(1), true)] {
            let breaker = opened();
            let probe = breaker.admit(at(5_000)).unwrap();
            assert!(breaker.record(probe, at(6_000), took, succeeded, MIDDLE));
            assert!(breaker.admit(at(10_000)).is_none() && breaker.admit(at(11_000)).is_some());
            assert_eq!(breaker.opened(), 2);
        }
    }

    #[test]
    fn a_probe_of_which_nothing_is_heard_is_followed_by_another() {
        let breaker = opened();
        assert!(breaker.admit(at(5_000)).is_some());
        assert!(breaker.admit(at(9_999)).is_none());
        assert!(breaker.admit(at(10_000)).unwrap().is_probe());
    }

    #[test]
    fn a_call_from_before_it_opened_decides_nothing_after() {
        let breaker = breaker();
        let late = breaker.admit(at(0)).unwrap();
        (0..4).for_each(|failure| assert_eq!(call(&breaker, at(0), QUICK, false), failure == 3));
        assert!(!breaker.record(late, at(5_000), QUICK, true, MIDDLE));
        assert_eq!(breaker.state(at(5_000)), BreakerState::HalfOpen);
    }
}
