//! What is configured.

use crate::answer::Caps;
use crate::error::{Error, ErrorKind, Result};
use cartwright_coordination::{Backoff, LifetimeLimit};
use std::time::Duration;

/// How long a reservation is held, how much may be, and how long is waited for more.
///
/// ```
/// use cartwright_reservations::Settings;
/// use std::time::Duration;
///
/// let settings = Settings::default();
/// assert_eq!(settings.lease(), Duration::from_secs(30 * 60));
///
/// // A lease that ends while people may still pay would sell twice what they pay for.
/// let refused = Settings::default().with_payment_window(Duration::from_secs(3600)).with_lease(Duration::from_secs(300));
/// assert!(refused.checked().is_err());
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    payment_window: Duration,
    lease: Option<Duration>,
    limit: LifetimeLimit,
    /// How much may be held.
    pub caps: Caps,
    /// How many lines a reservation may have.
    pub most_lines: usize,
    /// How to wait for stock; for how long is said with each call, and not at all unless it is.
    pub backoff: Backoff,
    /// The longest wait that a call may ask for.
    pub longest_wait: Duration,
}

impl Default for Settings {
    /// Half an hour to pay and as long a lease, at most a day; 1000 lines in a reservation; waits of up to a minute.
    fn default() -> Self {
        Self {
            payment_window: Duration::from_secs(30 * 60),
            lease: None,
            limit: LifetimeLimit::default(),
            caps: Caps::default(),
            most_lines: 1000,
            backoff: Backoff::LOCK,
            longest_wait: Duration::from_secs(60),
        }
    }
}

impl Settings {
    /// How long people may take to pay. The lease is as long, unless it is set.
    #[must_use]
    pub fn with_payment_window(self, payment_window: Duration) -> Self {
        Self { payment_window, ..self }
    }

    /// For how long is held what does not say for how long.
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        Self { lease: Some(lease), ..self }
    }

    /// For how long may be held at most.
    #[must_use]
    pub fn with_longest_lease(self, limit: LifetimeLimit) -> Self {
        Self { limit, ..self }
    }

    /// The same settings, if they make sense together.
    ///
    /// # Errors
    /// If the lease is shorter than the payment window, or longer than the longest.
    pub fn checked(self) -> Result<Self> {
        let (lease, window) = (self.lease(), self.payment_window);
        if lease < window {
            let message = format!(
                "a lease of {lease:?} ends before the {window:?} in which people may pay, and what they pay for would be \
                 sold to others; make it as long"
            );
            return Err(Error::new(ErrorKind::InvalidSettings, message));
        }
        self.limit.lifetime(lease)?;
        Ok(self)
    }

    /// How long people may take to pay.
    pub fn payment_window(&self) -> Duration {
        self.payment_window
    }

    /// The longest lifetime.
    pub fn limit(&self) -> LifetimeLimit {
        self.limit
    }

    /// For how long is held what does not say for how long.
    pub fn lease(&self) -> Duration {
        self.lease.unwrap_or(self.payment_window)
    }
}
