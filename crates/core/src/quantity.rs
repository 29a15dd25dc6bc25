//! How many of an item.

use crate::error::{Error, Result};
use rust_decimal::Decimal;

/// How many of an item are in the cart: at least one. A decimal inside, so that shops that sell by weight have
/// room; the compatible surface deals in whole quantities.
///
/// ```
/// use cartwright_core::Quantity;
///
/// assert_eq!(Quantity::of(3).map(Quantity::whole), Some(3));
/// assert_eq!(Quantity::of(0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(Decimal);

impl Quantity {
    /// A whole quantity, `None` below 1.
    pub fn of(whole: i64) -> Option<Self> {
        (whole >= 1).then(|| Self(Decimal::from(whole)))
    }

    /// The quantity in whole units.
    pub fn whole(self) -> i64 {
        i64::try_from(self.0.trunc().mantissa()).unwrap_or(i64::MAX)
    }

    pub(crate) fn exact(self) -> Decimal {
        self.0
    }

    /// A quantity within the limit, or the message of the caller's method when it is below 1.
    pub(crate) fn checked(whole: i64, limit: i64, too_small: &str) -> Result<Self> {
        let quantity = Self::of(whole).ok_or_else(|| Error::item(too_small).with("quantity", whole))?;
        if whole > limit {
            return Err(Error::item(format!("Cart item quantity cannot exceed {limit}"))
                .with("quantity", whole)
                .with("limit", limit));
        }
        Ok(quantity)
    }
}
