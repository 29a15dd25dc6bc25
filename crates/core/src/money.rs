//! Amounts of a currency.

use crate::currency::Currency;
use crate::error::{Error, Result};
use crate::number::Number;
use rust_decimal::{Decimal, RoundingStrategy};

/// An amount of a currency, as the original's Money holds it: the plain number is the amount in minor units, an
/// integer unrounded, a float rounded half up to the currency's decimals.
///
/// ```
/// use cartwright_core::{Currency, Money, Number};
///
/// let dollars = Money::new(Number::real(10.005)?, Currency::find("USD")?)?;
/// assert_eq!(dollars.amount(), Number::real(10.01)?);
/// assert_eq!(Money::new(Number::whole(30), Currency::find("USD")?)?.format(), "$0.30");
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    amount: Number,
    currency: &'static Currency,
}

impl Money {
    /// The amount, rounded to the currency if it is a float.
    pub fn new(amount: Number, currency: &'static Currency) -> Result<Self> {
        let amount = if amount.is_whole() { amount } else { Number::real_exact(round(amount.exact(), currency)) };
        Ok(Self { amount, currency })
    }

    /// The amount in minor units.
    pub fn amount(self) -> Number {
        self.amount
    }

    /// The currency.
    pub fn currency(self) -> &'static Currency {
        self.currency
    }

    /// The amount in major units.
    pub fn value(self) -> Result<Decimal> {
        self.amount
            .exact()
            .checked_div(Decimal::from(self.currency.subunit()))
            .ok_or_else(|| Error::out_of_range("The amount"))
    }

    /// The amount with the currency's sign and separators, as people read it.
    pub fn format(self) -> String {
        let symbol = self.currency.symbol();
        let sign = if self.amount.is_negative() { "-" } else { "" };
        let plain = self.format_simple();
        let plain = plain.trim_start_matches('-');
        if self.currency.symbol_first() { format!("{sign}{symbol}{plain}") } else { format!("{sign}{plain} {symbol}") }
    }

    /// The amount with the currency's separators and without its sign.
    pub fn format_simple(self) -> String {
        let value = self.value().unwrap_or(self.amount.exact());
        let text = format!("{:.*}", self.currency.decimals() as usize, round(value, self.currency).abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut grouped = String::with_capacity(text.len() + text.len() / 3 + 1);
        if self.amount.is_negative() {
            grouped.push('-');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push_str(self.currency.thousands_separator());
            }
            grouped.push(digit);
        }
        if !fraction.is_empty() {
            grouped.push_str(self.currency.decimal_mark());
            grouped.push_str(fraction);
        }
        grouped
    }
}

/// Half up, away from zero, to the decimals of the currency.
pub(crate) fn round(exact: Decimal, currency: &Currency) -> Decimal {
    exact.round_dp_with_strategy(currency.decimals(), RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: Number, code: &str) -> Money {
        Money::new(amount, Currency::find(code).unwrap()).unwrap()
    }

    #[test]
    fn an_amount_is_minor_units_in_every_currency() {
        assert_eq!(money(Number::whole(30), "USD").format(), "$0.30");
        assert_eq!(money(Number::whole(30), "JPY").format(), "¥30");
        assert_eq!(money(Number::whole(30), "KWD").format_simple(), "0.030");
    }

    #[test]
    fn groups_of_three_digits_are_separated_and_a_negative_amount_keeps_its_sign_in_front() {
        assert_eq!(money(Number::whole(-123_456_789), "USD").format(), "-$1,234,567.89");
        assert_eq!(money(Number::whole(99_999), "USD").format(), "$999.99");
    }
}
