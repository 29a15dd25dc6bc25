//! What a shop decides.

use cartwright_coordination::Backoff;
use cartwright_core::{Currency, Error, Policy, Pricing};
use std::time::Duration;

/// What a shop decides about its carts.
///
/// ```
/// use cartwright_coordination::Backoff;
/// use cartwright_core::Limits;
/// use cartwright_engine::Settings;
///
/// let mut settings = Settings::new("EUR")?;
/// settings.policy.limits = Limits { items: 50, ..Limits::default() };
/// settings.retry = Backoff::SMART;
/// assert!(settings.events && !settings.outbox);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Limits and switches.
    pub policy: Policy,
    /// What amounts are in.
    pub currency: &'static Currency,
    /// How often an operation is applied again to a cart that another has changed, and with which pauses.
    pub retry: Backoff,
    /// How long that may take altogether.
    pub patience: Duration,
    /// Whether there are events at all.
    pub events: bool,
    /// Whether events are also stored, in the same commit as what they tell of.
    pub outbox: bool,
}

impl Settings {
    /// The defaults, in a currency.
    ///
    /// # Errors
    /// If there is no such currency.
    pub fn new(currency: &str) -> Result<Self, Error> {
        Ok(Self {
            policy: Policy::default(),
            currency: Currency::find(currency)?,
            retry: Backoff::COMMIT,
            patience: Duration::from_secs(10),
            events: true,
            outbox: false,
        })
    }

    /// How carts are summed up.
    pub fn pricing(&self) -> Pricing {
        self.policy.pricing(self.currency)
    }
}
