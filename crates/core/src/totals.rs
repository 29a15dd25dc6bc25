//! The sums of a cart.

use crate::cart::Cart;
use crate::condition::Target;
use crate::currency::Currency;
use crate::error::{Error, Result};
use crate::money::{Money, round};
use crate::number::Number;
use crate::pricing::Pricing;
use rust_decimal::Decimal;
use std::sync::OnceLock;

/// Sums that were computed. They hold until something changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Subtotal and total as they were asked for first; a shop asks in one way.
    totals: OnceLock<(Pricing, Money, Money)>,
}

impl Kept {
    /// Says that something has changed.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Cart {
    /// The items with their own conditions, then the cart's conditions of target `subtotal`, rounded once.
    ///
    /// # Errors
    /// If it is beyond the range of a decimal.
    pub fn subtotal(&self, pricing: impl Into<Pricing>) -> Result<Money> {
        Ok(self.totals(pricing.into())?.0)
    }

    /// The rounded subtotal, then the cart's conditions of target `total`, rounded again.
    ///
    /// # Errors
    /// If it is beyond the range of a decimal.
    pub fn total(&self, pricing: impl Into<Pricing>) -> Result<Money> {
        Ok(self.totals(pricing.into())?.1)
    }

    fn totals(&self, pricing: Pricing) -> Result<(Money, Money)> {
        if let Some((kept, subtotal, total)) = self.kept.totals.get() {
            if *kept == pricing {
                return Ok((*subtotal, *total));
            }
        }
        let (currency, by_order) = (pricing.currency, pricing.honour_condition_order);
        let items = self.items().try_fold(Decimal::ZERO, |sum, item| {
            sum.checked_add(item.subtotal(by_order)?).ok_or_else(sum_out_of_range)
        })?;
        let subtotal = self.money(self.conditions.apply(Target::Subtotal, items, by_order)?, currency)?;
        let total = self.conditions.apply(Target::Total, subtotal.amount().exact(), by_order)?;
        let total = Money::new(Number::real_exact(total), currency)?;
        // Asked for in another way before: that answer stays.
        let _ = self.kept.totals.set((pricing, subtotal, total));
        Ok((subtotal, total))
    }

    /// Prices times quantities, without any condition, rounded once.
    ///
    /// # Errors
    /// If it is beyond the range of a decimal.
    pub fn subtotal_without_conditions(&self, pricing: impl Into<Pricing>) -> Result<Money> {
        let raw = self.items().try_fold(Decimal::ZERO, |sum, item| {
            item.price()
                .as_real()
                .exact()
                .checked_mul(item.quantity().exact())
                .and_then(|subtotal| sum.checked_add(subtotal))
                .ok_or_else(sum_out_of_range)
        })?;
        self.money(raw, pricing.into().currency)
    }

    /// What the conditions save; 0 if they cost more than they save.
    ///
    /// # Errors
    /// If a sum is beyond the range of a decimal.
    pub fn savings(&self, pricing: impl Into<Pricing>) -> Result<Money> {
        let pricing = pricing.into();
        let plain = self.subtotal_without_conditions(pricing)?.amount().exact();
        let total = self.total(pricing)?.amount().exact();
        let saved = plain.checked_sub(total).ok_or_else(|| Error::out_of_range("What the conditions save"))?;
        let amount = if saved > Decimal::ZERO { Number::real_exact(saved) } else { Number::whole(0) };
        Money::new(amount, pricing.currency)
    }

    /// Stored prices are floats, so are amounts; only the amount of nothing at all is the integer 0.
    fn money(&self, raw: Decimal, currency: &'static Currency) -> Result<Money> {
        if self.is_empty() && raw.is_zero() {
            return Money::new(Number::whole(0), currency);
        }
        Money::new(Number::real_exact(round(raw, currency)), currency)
    }
}

fn sum_out_of_range() -> Error {
    Error::out_of_range("The sum of the items")
}
