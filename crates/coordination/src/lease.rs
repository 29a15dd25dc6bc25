//! How long something is lent.

use crate::clock::Moment;
use crate::error::{Error, ErrorKind, Result};
use std::time::Duration;

/// How long a lease may be: what a caller asks for is refused if it is not positive, not finite, or longer.
///
/// ```
/// use cartwright_coordination::{ErrorKind, LifetimeLimit};
/// use std::time::Duration;
///
/// let limit = LifetimeLimit::new(Duration::from_secs(60))?;
/// assert_eq!(limit.lifetime(Duration::from_secs(5))?.get(), Duration::from_secs(5));
/// assert_eq!(limit.lifetime_from_millis(2_500.0)?.get(), Duration::from_millis(2_500));
///
/// for milliseconds in [0.0, -1.0, 0.9, f64::NAN, f64::INFINITY, 60_001.0] {
///     assert_eq!(limit.lifetime_from_millis(milliseconds).unwrap_err().kind(), ErrorKind::InvalidLifetime);
/// }
/// assert_eq!(
///     limit.lifetime(Duration::from_secs(61)).unwrap_err().to_string(),
///     "a lifetime of 61s is longer than the configured 60s; ask for less and renew",
/// );
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifetimeLimit(Duration);

impl LifetimeLimit {
    /// What no limit goes beyond: a year.
    pub const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

    /// A limit.
    ///
    /// # Errors
    /// If it is shorter than a millisecond or longer than [`LifetimeLimit::LONGEST`].
    pub fn new(longest: Duration) -> Result<Self> {
        if longest.as_millis() == 0 || longest > Self::LONGEST {
            return Err(invalid(format!("{longest:?} is no limit of lifetimes; take between 1 ms and 366 days")));
        }
        Ok(Self(longest))
    }

    /// The longest lifetime.
    pub const fn longest(self) -> Duration {
        self.0
    }

    /// A lifetime of so many whole milliseconds; what is beyond them is cut off.
    ///
    /// # Errors
    /// If it is shorter than a millisecond or longer than the limit.
    pub fn lifetime(self, asked: Duration) -> Result<Lifetime> {
        if asked > self.0 {
            let message =
                format!("a lifetime of {asked:?} is longer than the configured {:?}; ask for less and renew", self.0);
            return Err(invalid(message));
        }
        match u64::try_from(asked.as_millis()) {
            Ok(milliseconds @ 1..) => Ok(Lifetime(Duration::from_millis(milliseconds))),
            _ => Err(invalid(format!("a lifetime of {asked:?} ends at once; give it 1 ms or more"))),
        }
    }

    /// The same from a number that may be anything, as programs in PHP and JavaScript send them.
    ///
    /// # Errors
    /// If it is not a number, not finite, less than 1, or more than the limit.
    pub fn lifetime_from_millis(self, asked: f64) -> Result<Lifetime> {
        if !(asked.is_finite() && asked >= 1.0) {
            return Err(invalid(format!("a lifetime of {asked} ms is none; give a finite number, 1 or more")));
        }
        // The cast stops at the greatest number there is, which is beyond any limit.
        self.lifetime(Duration::from_millis(asked as u64))
    }
}

impl Default for LifetimeLimit {
    /// A day: longer than people take to pay, shorter than anybody wants to wait for one who has crashed.
    fn default() -> Self {
        Self(Duration::from_secs(24 * 60 * 60))
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::InvalidLifetime, message)
}

/// How long something is lent: whole milliseconds, at least one, and no more than a [limit](LifetimeLimit) allows.
///
/// ```
/// use cartwright_coordination::LifetimeLimit;
/// use std::time::Duration;
///
/// let five_seconds = LifetimeLimit::default().lifetime(Duration::from_secs(5))?;
/// assert_eq!(five_seconds.as_millis(), 5000);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime(Duration);

impl Lifetime {
    /// As a duration.
    pub const fn get(self) -> Duration {
        self.0
    }

    /// As milliseconds.
    pub const fn as_millis(self) -> u64 {
        // Within a year, so nothing is cut off.
        self.0.as_millis() as u64
    }
}

/// Something lent from one moment until another; at the other it is already over.
///
/// ```
/// use cartwright_coordination::{Lease, LifetimeLimit, Moment};
/// use std::time::Duration;
///
/// let second = LifetimeLimit::default().lifetime(Duration::from_secs(1))?;
/// let lease = Lease::new(Moment::from_millis(0), second);
/// assert!(lease.is_live(Moment::from_millis(999)));
/// assert!(!lease.is_live(Moment::from_millis(1000)));
///
/// let renewed = lease.renewed(Moment::from_millis(600), second).unwrap();
/// assert_eq!(renewed.remaining(Moment::from_millis(1000)), Duration::from_millis(600));
/// assert_eq!(lease.renewed(Moment::from_millis(1000), second), None, "what is over stays over");
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lease {
    granted: Moment,
    expires: Moment,
}

impl Lease {
    /// Lent from now on.
    pub fn new(now: Moment, lifetime: Lifetime) -> Self {
        Self { granted: now, expires: now.plus(lifetime.get()) }
    }

    /// A lease as a store has kept it. One that ends before it begins was never live.
    ///
    /// ```
    /// use cartwright_coordination::{Lease, Moment};
    ///
    /// let lease = Lease::between(Moment::from_millis(5), Moment::from_millis(3));
    /// assert!(!lease.is_live(Moment::from_millis(0)));
    /// ```
    pub fn between(granted: Moment, expires: Moment) -> Self {
        Self { granted, expires: expires.max(granted) }
    }

    /// Since when it is lent, renewals included.
    pub const fn granted(self) -> Moment {
        self.granted
    }

    /// When it is over.
    pub const fn expires(self) -> Moment {
        self.expires
    }

    /// Whether it is still lent.
    pub fn is_live(self, now: Moment) -> bool {
        now < self.expires && self.granted < self.expires
    }

    /// For how long it is still lent; nothing when it is over. Never longer than it was lent for.
    pub fn remaining(self, now: Moment) -> Duration {
        self.expires.since(now.max(self.granted))
    }

    /// For how long it has been lent.
    pub fn age(self, now: Moment) -> Duration {
        now.since(self.granted)
    }

    /// Lent for so long from now on, if that is longer: a renewal never shortens. `None` if the lease is over: a renewal
    /// never revives.
    #[must_use]
    pub fn renewed(self, now: Moment, lifetime: Lifetime) -> Option<Self> {
        self.is_live(now).then(|| Self { granted: self.granted, expires: self.expires.max(now.plus(lifetime.get())) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: LifetimeLimit = LifetimeLimit(Duration::from_secs(3600));

    fn kind<T: std::fmt::Debug>(result: Result<T>) -> ErrorKind {
        result.unwrap_err().kind()
    }

    #[test]
    fn a_lifetime_is_positive_and_within_the_limit() {
        let just_too_long = LIMIT.longest() + Duration::from_nanos(1);
        for asked in [Duration::ZERO, Duration::from_nanos(999_999), just_too_long, Duration::MAX] {
            assert_eq!(kind(LIMIT.lifetime(asked)), ErrorKind::InvalidLifetime, "{asked:?}");
        }
        assert_eq!(LIMIT.lifetime(Duration::from_millis(1)).unwrap().as_millis(), 1);
        assert_eq!(LIMIT.lifetime(LIMIT.longest()).unwrap().get(), LIMIT.longest());
    }

    #[test]
    fn a_lifetime_of_a_fraction_loses_it() {
        assert_eq!(LIMIT.lifetime(Duration::from_micros(1_999)).unwrap().get(), Duration::from_millis(1));
        assert_eq!(LIMIT.lifetime_from_millis(1.999).unwrap().get(), Duration::from_millis(1));
    }

    #[test]
    fn a_number_that_is_no_lifetime_lends_nothing() {
        for asked in [f64::NAN, -f64::NAN, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -0.0, 1e300, 3_600_001.0] {
            assert_eq!(kind(LIMIT.lifetime_from_millis(asked)), ErrorKind::InvalidLifetime, "{asked}");
        }
        for asked in [f64::NAN, f64::INFINITY] {
            let expected = format!("a lifetime of {asked} ms is none; give a finite number, 1 or more");
            assert_eq!(LIMIT.lifetime_from_millis(asked).unwrap_err().to_string(), expected);
        }
        assert_eq!(LIMIT.lifetime_from_millis(3_600_000.0).unwrap().get(), LIMIT.longest());
    }

    #[test]
    fn a_limit_is_itself_limited() {
        for longest in [Duration::ZERO, Duration::from_micros(999), Duration::MAX] {
            assert_eq!(kind(LifetimeLimit::new(longest)), ErrorKind::InvalidLifetime);
        }
        assert!(LifetimeLimit::new(LifetimeLimit::LONGEST).is_ok());
    }

    proptest! {
        #[test]
        fn a_lease_lives_until_the_moment_it_ends(now in 0..u64::MAX / 2, asked in 1..3_600_000_u64) {
            let lease = Lease::new(Moment::from_nanos(now), lifetime(asked));
            let end = now + asked * 1_000_000;
            prop_assert!(lease.is_live(Moment::from_nanos(now)));
            prop_assert!(lease.is_live(Moment::from_nanos(end - 1)));
            prop_assert!(!lease.is_live(Moment::from_nanos(end)));
            prop_assert!(!lease.is_live(Moment::from_nanos(end + 1)));
        }

        #[test]
        fn what_remains_is_within_what_was_lent_and_nothing_exactly_when_it_is_over(
            granted: u64, expires: u64, now: u64,
        ) {
            let lease = Lease::between(Moment::from_nanos(granted), Moment::from_nanos(expires));
            let remaining = lease.remaining(Moment::from_nanos(now));
            prop_assert!(remaining <= lease.expires().since(lease.granted()));
            prop_assert_eq!(remaining.is_zero(), !lease.is_live(Moment::from_nanos(now)));
        }

        #[test]
        fn a_renewal_never_shortens_and_never_revives(now: u64, asked in 1..3_600_000_u64, later: u64, again in 1..3_600_000_u64) {
            let lease = Lease::new(Moment::from_nanos(now), lifetime(asked));
            let later = Moment::from_nanos(later);
            match lease.renewed(later, lifetime(again)) {
                None => prop_assert!(!lease.is_live(later)),
                Some(renewed) => {
                    prop_assert!(lease.is_live(later));
                    prop_assert_eq!(renewed.granted(), lease.granted());
                    prop_assert!(renewed.expires() >= lease.expires());
                    prop_assert!(renewed.expires() >= later.plus(Duration::from_millis(again)));
                    prop_assert!(renewed.expires() == lease.expires() || renewed.expires() == later.plus(Duration::from_millis(again)));
                }
            }
        }

        #[test]
        fn any_number_is_a_lifetime_within_the_limit_or_an_error(asked: f64) {
            if let Ok(lifetime) = LIMIT.lifetime_from_millis(asked) {
                prop_assert!(lifetime.get() >= Duration::from_millis(1) && lifetime.get() <= LIMIT.longest());
            }
        }
    }

    fn lifetime(milliseconds: u64) -> Lifetime {
        LIMIT.lifetime(Duration::from_millis(milliseconds)).unwrap()
    }
}
