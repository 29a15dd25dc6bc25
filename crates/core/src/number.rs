//! Numbers that keep what they were: a whole number stays whole, a real one stays real.

use crate::error::{Error, Result};
use rust_decimal::Decimal;
use std::io::Write;

/// An exact number that remembers whether the host gave an integer or a float.
///
/// ```
/// use cartwright_core::Number;
///
/// let price = Number::real(19.99)?;
/// assert_eq!(price.exact().to_string(), "19.99");
/// assert_eq!(price.to_f64(), 19.99);
/// assert!(Number::whole(3).is_whole());
/// assert!(Number::real(f64::NAN).is_err());
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    exact: Decimal,
    whole: bool,
}

impl Number {
    /// An integer of the host.
    pub fn whole(value: i64) -> Self {
        Self { exact: Decimal::from(value), whole: true }
    }

    /// A float of the host: the shortest decimal that reads back as the same float.
    ///
    /// Digits beyond the 28th after the point are rounded away; infinities, NaN and what is too large are errors.
    pub fn real(value: f64) -> Result<Self> {
        // "-1.7976931348623157e308" is the longest text: 24 bytes.
        let mut text = [0u8; 32];
        let mut rest = &mut text[..];
        let written = write!(rest, "{value:e}").is_ok();
        let length = 32 - rest.len();
        let text = std::str::from_utf8(&text[..length]).unwrap_or_default();
        let exact = if written && value.is_finite() { decimal_from_scientific(text) } else { None };
        // Scientific here too: written out, 1e300 would fill a sentence with zeros.
        exact
            .map(Self::real_exact)
            .ok_or_else(|| Error::out_of_range(format_args!("The number {value:e}")).with("number", text))
    }

    /// The float of the host that a decimal text stands for. Digits that a double does not hold are dropped here, not when
    /// the number is stored: a cart that is read again has the totals it had.
    pub(crate) fn real_of_text(exact: Decimal) -> Result<Self> {
        // A double holds any number of up to 15 digits.
        if exact.mantissa().unsigned_abs() < 10u128.pow(15) {
            return Ok(Self::real_exact(exact));
        }
        Self::real(nearest_f64(exact))
    }

    /// A float of the host that is known exactly.
    pub fn real_exact(exact: Decimal) -> Self {
        Self { exact, whole: false }
    }

    /// The value, exactly.
    pub fn exact(self) -> Decimal {
        self.exact
    }

    /// Whether the host gave an integer.
    pub fn is_whole(self) -> bool {
        self.whole
    }

    /// The same value as a float of the host: of a long integer, what a double holds.
    pub fn as_real(self) -> Self {
        let exact = Self::real_exact(self.exact);
        if self.whole { Self::real_of_text(self.exact).unwrap_or(exact) } else { exact }
    }

    /// The integer, if the number is one.
    pub fn to_i64(self) -> Option<i64> {
        if self.whole { i64::try_from(self.exact.mantissa()).ok() } else { None }
    }

    /// The double nearest to the exact value.
    pub fn to_f64(self) -> f64 {
        nearest_f64(self.exact)
    }

    /// The sum: an integer if both are.
    pub fn plus(self, other: Self) -> Result<Self> {
        self.combined(other, self.exact.checked_add(other.exact))
    }

    /// The difference: an integer if both are.
    pub fn minus(self, other: Self) -> Result<Self> {
        self.combined(other, self.exact.checked_sub(other.exact))
    }

    /// The product: an integer if both are.
    pub fn times(self, other: Self) -> Result<Self> {
        self.combined(other, self.exact.checked_mul(other.exact))
    }

    /// The quotient, to 28 digits: an integer if both are and it is whole. Division by zero is out of range.
    pub fn divided_by(self, other: Self) -> Result<Self> {
        self.combined(other, self.exact.checked_div(other.exact))
    }

    /// The sum of many numbers, as a float of the host.
    pub fn sum(numbers: impl IntoIterator<Item = Self>) -> Result<Self> {
        numbers.into_iter().try_fold(Self::real_exact(Decimal::ZERO), Self::plus)
    }

    fn combined(self, other: Self, result: Option<Decimal>) -> Result<Self> {
        let result = result.ok_or_else(|| Error::out_of_range("The result of a calculation"))?;
        Ok(if other.whole { self.like(result) } else { Self::real_exact(result) })
    }

    pub(crate) fn is_negative(self) -> bool {
        self.exact.is_sign_negative() && !self.exact.is_zero()
    }

    /// The number that `exact` is when it came out of `self`: whole only if both are.
    pub(crate) fn like(self, exact: Decimal) -> Self {
        match (self.whole, i64::try_from(exact.trunc().mantissa())) {
            (true, Ok(whole)) if exact.fract().is_zero() => Self::whole(whole),
            _ => Self::real_exact(exact),
        }
    }
}

/// Digits and exponent as Rust writes them (`-1.25e-7`), exactly; `None` beyond the range of a decimal.
pub(crate) fn decimal_from_scientific(text: &str) -> Option<Decimal> {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let value = decimal_from_parts(whole, fraction, exponent)?;
    Some(if negative { -value } else { value })
}

/// `whole.fraction × 10^exponent`, rounded at the 28th digit after the point.
pub(crate) fn decimal_from_parts(whole: &str, fraction: &str, exponent: i64) -> Option<Decimal> {
    let digits = || whole.bytes().chain(fraction.bytes()).map(|digit| digit - b'0');
    let leading_zeros = digits().take_while(|&digit| digit == 0).count();
    let significant = whole.len() + fraction.len() - leading_zeros;
    if significant == 0 {
        return Some(Decimal::ZERO);
    }
    let mut scale = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    if scale < -30 {
        return None;
    }
    // One digit more than a decimal can hold decides the rounding of the last one.
    let kept = significant.min(29);
    let mut mantissa: i128 = 0;
    for digit in digits().skip(leading_zeros).take(kept) {
        mantissa = mantissa * 10 + i128::from(digit);
    }
    scale -= i64::try_from(significant - kept).ok()?;
    while scale < 0 {
        mantissa = mantissa.checked_mul(10)?;
        scale += 1;
    }
    while scale > 28 || mantissa >= (1i128 << 96) {
        if scale <= 0 {
            return None;
        }
        let rounding = i128::from(mantissa % 10 >= 5);
        mantissa = mantissa / 10 + rounding;
        scale -= 1;
        if mantissa == 0 {
            return Some(Decimal::ZERO);
        }
    }
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

/// The double nearest to an exact decimal.
#[allow(clippy::float_arithmetic)] // Both operands are exact doubles, so the one division rounds correctly.
pub(crate) fn nearest_f64(exact: Decimal) -> f64 {
    const POWERS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    let mantissa = exact.mantissa();
    match POWERS.get(exact.scale() as usize) {
        Some(power) if mantissa.unsigned_abs() < (1 << 53) => (mantissa as f64) / power,
        _ => exact.to_string().parse().unwrap_or(f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_float_is_the_shortest_decimal_that_reads_back() {
        for (value, text) in [
            (0.1, "0.1"),
            (-10.0, "-10"),
            (1299.5, "1299.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e25, "10000000000000000000000000"),
            (1.5e-7, "0.00000015"),
            (0.0, "0"),
        ] {
            assert_eq!(Number::real(value).unwrap().exact().normalize().to_string(), text);
        }
    }

    #[test]
    fn a_number_beyond_the_range_is_an_error_that_says_so() {
        for value in [f64::INFINITY, f64::NAN, 1e29, -1e300] {
            let error = Number::real(value).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::NumberOutOfRange);
            assert!(error.to_string().contains("beyond the range"), "{error}");
        }
    }

    #[test]
    fn the_error_names_the_number_in_few_digits() {
        for (value, text) in [(1e300, "1e300"), (-1.5e200, "-1.5e200"), (f64::NAN, "NaN"), (f64::NEG_INFINITY, "-inf")]
        {
            let error = Number::real(value).unwrap_err();
            assert_eq!(error.detail(), [("number", text.to_owned())]);
            assert!(error.to_string().starts_with(&format!("The number {text} is beyond")), "{error}");
        }
    }

    #[test]
    fn a_text_is_the_float_that_a_double_holds_of_it() {
        for (text, float) in [
            ("19.99", "19.99"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("9007199254740993.55", "9007199254740994"),
            ("0.12345678901234567890", "0.12345678901234568"),
        ] {
            let number = Number::real_of_text(text.parse().unwrap()).unwrap();
            assert_eq!(number, Number::real(text.parse().unwrap()).unwrap());
            assert_eq!(number.exact().normalize().to_string(), float);
        }
        assert_eq!(Number::whole(9_007_199_254_740_993).as_real().exact().to_string(), "9007199254740992");
    }

    #[test]
    fn what_is_too_small_for_a_decimal_is_rounded() {
        assert_eq!(Number::real(1e-40).unwrap().exact(), Decimal::ZERO);
        assert_eq!(Number::real(5.551115123125783e-17).unwrap().exact().to_string(), "0.0000000000000000555111512313");
    }

    proptest! {
        #[test]
        fn a_float_of_a_shop_survives_the_round_trip(cents in -1_000_000_000_000i64..1_000_000_000_000, places in 0u32..6) {
            let text = Decimal::new(cents, places).to_string();
            let value: f64 = text.parse().unwrap();
            let number = Number::real(value).unwrap();
            prop_assert_eq!(number.to_f64(), value);
            prop_assert_eq!(number.exact(), Decimal::new(cents, places));
        }

        #[test]
        fn the_nearest_double_is_what_the_text_reads_as(mantissa in any::<i128>(), scale in 0u32..=28) {
            if let Ok(exact) = Decimal::try_from_i128_with_scale(mantissa >> 32, scale) {
                prop_assert_eq!(nearest_f64(exact), exact.to_string().parse::<f64>().unwrap());
            }
        }

        #[test]
        fn any_float_in_range_reads_back(value in -1e15f64..1e15f64) {
            prop_assert_eq!(Number::real(value).unwrap().to_f64().to_bits() & !(1 << 63), value.to_bits() & !(1 << 63));
        }
    }
}
