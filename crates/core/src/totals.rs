//! The sums of a cart.

use crate::cart::Cart;
use crate::condition::Target;
use crate::currency::Currency;
use crate::error::{Error, Result};
use crate::money::{Money, round};
use crate::number::Number;
use rust_decimal::Decimal;
use std::sync::OnceLock;

/// Sums that were computed. They hold until something changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Of the items with their own conditions.
    items: OnceLock<Decimal>,
    /// Subtotal and total in the currency that was asked for first; a shop has one.
    totals: OnceLock<(Money, Money)>,
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
    pub fn subtotal(&self, currency: &'static Currency) -> Result<Money> {
        Ok(self.totals(currency)?.0)
    }

    /// The rounded subtotal, then the cart's conditions of target `total`, rounded again.
    ///
    /// # Errors
    /// If it is beyond the range of a decimal.
    pub fn total(&self, currency: &'static Currency) -> Result<Money> {
        Ok(self.totals(currency)?.1)
    }

    fn totals(&self, currency: &'static Currency) -> Result<(Money, Money)> {
        if let Some(kept) = self.kept.totals.get().filter(|(subtotal, _)| subtotal.currency() == currency) {
            return Ok(*kept);
        }
        let raw = self.conditions.apply(Target::Subtotal, self.sum_of_items()?)?;
        let subtotal = self.money(raw, currency)?;
        let total = self.conditions.apply(Target::Total, subtotal.amount().exact())?;
        let totals = (subtotal, Money::new(Number::real_exact(total), currency)?);
        // Another currency may be there already; that one stays.
        let _ = self.kept.totals.set(totals);
        Ok(totals)
    }

    /// Prices times quantities, without any condition, rounded once.
    ///
    /// # Errors
    /// If it is beyond the range of a decimal.
    pub fn subtotal_without_conditions(&self, currency: &'static Currency) -> Result<Money> {
        let raw = self.items().try_fold(Decimal::ZERO, |sum, item| {
            item.price()
                .exact()
                .checked_mul(item.quantity().exact())
                .and_then(|subtotal| sum.checked_add(subtotal))
                .ok_or_else(sum_out_of_range)
        })?;
        self.money(raw, currency)
    }

    /// What the conditions save; 0 if they cost more than they save.
    ///
    /// # Errors
    /// If a sum is beyond the range of a decimal.
    pub fn savings(&self, currency: &'static Currency) -> Result<Money> {
        let plain = self.subtotal_without_conditions(currency)?.amount().exact();
        let saved = plain - self.total(currency)?.amount().exact();
        let amount = if saved > Decimal::ZERO { Number::real_exact(saved) } else { Number::whole(0) };
        Money::new(amount, currency)
    }

    fn sum_of_items(&self) -> Result<Decimal> {
        if let Some(sum) = self.kept.items.get() {
            return Ok(*sum);
        }
        let sum = self
            .items()
            .try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item.subtotal()?).ok_or_else(sum_out_of_range))?;
        Ok(*self.kept.items.get_or_init(|| sum))
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
