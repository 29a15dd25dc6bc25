//! How many of an item.

use crate::error::{Error, Result};
use crate::policy::Policy;
use rust_decimal::Decimal;

/// How many of an item are in the cart: more than none. A decimal inside, so that shops that sell by weight have room; the
/// compatible surface deals in whole quantities.
///
/// ```
/// use cartwright_core::Quantity;
///
/// assert_eq!(Quantity::of(3).map(Quantity::whole), Some(3));
/// assert_eq!(Quantity::of(0), None);
/// assert_eq!(Quantity::exactly("0.75".parse().unwrap()).map(|weight| weight.exact().to_string()), Some("0.75".into()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(Decimal);

impl Quantity {
    /// A whole quantity, `None` below 1.
    pub fn of(whole: i64) -> Option<Self> {
        (whole >= 1).then(|| Self(Decimal::from(whole)))
    }

    /// A quantity, `None` unless it is more than none.
    pub fn exactly(quantity: Decimal) -> Option<Self> {
        (quantity > Decimal::ZERO).then(|| Self(quantity.normalize()))
    }

    /// The quantity in whole units; what is beyond them is cut off.
    pub fn whole(self) -> i64 {
        i64::try_from(self.0.trunc().mantissa()).unwrap_or(i64::MAX)
    }

    /// Whether it is in whole units.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// The quantity.
    pub fn exact(self) -> Decimal {
        self.0
    }

    /// A quantity that the shop allows, or the message of the caller's method when it is too small.
    pub(crate) fn checked(quantity: Decimal, policy: &Policy, too_small: &str) -> Result<Self> {
        let fractional = policy.switches.fractional_quantities;
        let smallest = if fractional { quantity > Decimal::ZERO } else { quantity >= Decimal::ONE };
        if !smallest {
            let message = if fractional { "Cart item quantity must be greater than 0" } else { too_small };
            return Err(Error::item(message).with("quantity", quantity));
        }
        if !fractional && !quantity.is_integer() {
            return Err(Error::item(format!(
                "Cart item quantity must be a whole number, not {quantity}; switch fractional quantities on to sell by \
                 weight or length"
            ))
            .with("quantity", quantity));
        }
        let limit = policy.limits.item_quantity;
        if quantity > Decimal::from(limit) {
            return Err(Error::item(format!("Cart item quantity cannot exceed {limit}"))
                .with("quantity", quantity)
                .with("limit", limit));
        }
        Ok(Self(quantity.normalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(quantity: &str, fractional: bool) -> Option<String> {
        let mut policy = Policy::default();
        policy.switches.fractional_quantities = fractional;
        Quantity::checked(quantity.parse().unwrap(), &policy, "too small").err().map(|error| error.to_string())
    }

    #[test]
    fn a_fraction_is_refused_with_what_to_do_until_it_is_switched_on() {
        assert!(refusal("1.5", false).unwrap().contains("switch fractional quantities on"));
        assert_eq!(refusal("0.5", false).unwrap(), "too small");
        assert_eq!(refusal("0.5", true), None);
        assert_eq!(refusal("0", true).unwrap(), "Cart item quantity must be greater than 0");
        assert_eq!(refusal("10000.1", true).unwrap(), "Cart item quantity cannot exceed 10000");
    }

    #[test]
    fn a_whole_quantity_may_be_written_with_zeros() {
        let quantity = Quantity::checked("2.00".parse().unwrap(), &Policy::default(), "").unwrap();
        assert_eq!((quantity.whole(), quantity.exact().to_string()), (2, "2".to_owned()));
    }
}
