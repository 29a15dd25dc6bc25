//! By which rules of the shop an operation is judged.

use crate::currency::Currency;
use crate::limits::Limits;
use crate::pricing::Pricing;
use crate::switches::Switches;

/// The limits and switches of a shop.
///
/// ```
/// use cartwright_core::{Limits, Policy};
///
/// let policy = Policy::from(Limits { items: 50, ..Limits::default() });
/// assert_eq!(policy.limits.items, 50);
/// assert!(!policy.switches.fractional_quantities);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// How large a cart may grow.
    pub limits: Limits,
    /// Where the shop wants something else than the original did.
    pub switches: Switches,
}

impl Policy {
    /// How a cart is summed up under this policy.
    pub fn pricing(&self, currency: &'static Currency) -> Pricing {
        self.switches.pricing(currency)
    }
}

impl From<Limits> for Policy {
    fn from(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }
}
