//! The shortest decimal digits that read back as a double, chosen as PHP chooses them.
//!
//! Rust and PHP agree on how many digits there are and on which of them are nearest. They differ where two candidates are
//! equally near, as for 1125899906842624.25: Rust rounds up to …4.3, PHP takes the even digit, …4.2.

use std::fmt::{self, Write as _};

/// No double needs more digits.
const MOST_DIGITS: usize = 17;
/// Two decimals of fewer digits never stand for the same double, so no tie has fewer.
const FEWEST_TIED_DIGITS: usize = 15;
/// 5 to this power times an odd number of 53 bits can still have 18 digits.
const MOST_TIED_PLACES: u32 = 25;

/// `0.ddd…` times ten to the power of `point`.
pub(crate) struct Digits {
    text: AsciiText<MOST_DIGITS>,
    /// Where the decimal point stands, counted from before the first digit.
    pub point: i32,
}

impl Digits {
    /// The digits of the absolute value of `value`, which is finite; zero has the digit 0 and the point after it.
    pub(crate) fn of(value: f64) -> Self {
        let value = value.abs();
        let mut scientific = AsciiText::<32>::default();
        let _ = write!(scientific, "{value:e}");
        let (mantissa, exponent) = scientific.as_str().split_once('e').unwrap_or(("0", "0"));
        let mut text = AsciiText::default();
        let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        text.push(first);
        text.push(rest);
        let mut digits = Self { text, point: exponent.parse::<i32>().unwrap_or_default() + 1 };
        digits.prefer_even(value);
        digits
    }

    pub(crate) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// Takes the even one of two equally near candidates, if it also reads back as `value`.
    fn prefer_even(&mut self, value: f64) {
        let text = self.as_str();
        if text.len() < FEWEST_TIED_DIGITS || text.ends_with(['0', '2', '4', '6', '8']) {
            return;
        }
        let Some(exact) = exact_digits(value) else { return };
        let (lower, last) = (exact / 10, exact % 10);
        let even = lower + lower % 2;
        let mut candidate = AsciiText::<MOST_DIGITS>::default();
        let _ = write!(candidate, "{even}");
        if last != 5 || candidate.as_str().len() != text.len() {
            return;
        }
        let mut decimal = AsciiText::<32>::default();
        let _ = write!(decimal, "0.{}e{}", candidate.as_str(), self.point);
        if decimal.as_str().parse() == Ok(value) {
            self.text = candidate;
        }
    }
}

/// All significant digits of a fraction as one integer, if they are few enough to lie between two candidates.
fn exact_digits(value: f64) -> Option<u128> {
    let bits = value.to_bits();
    let exponent = i32::try_from(bits >> 52).ok()?;
    if exponent == 0 {
        // The smallest numbers of all have hundreds of digits.
        return None;
    }
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let zeros = mantissa.trailing_zeros();
    let odd = u128::from(mantissa >> zeros);
    // An odd number over 2 to the power of n has exactly n decimal places.
    let places = u32::try_from(1075 - exponent - i32::try_from(zeros).ok()?).ok()?;
    (1..=MOST_TIED_PLACES).contains(&places).then(|| odd * 5_u128.pow(places))
}

/// A short ASCII text that needs no allocation; what is too long for it is left out.
pub(crate) struct AsciiText<const CAPACITY: usize> {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl<const CAPACITY: usize> Default for AsciiText<CAPACITY> {
    fn default() -> Self {
        Self { bytes: [0; CAPACITY], length: 0 }
    }
}

impl<const CAPACITY: usize> AsciiText<CAPACITY> {
    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    pub(crate) fn push(&mut self, text: &str) {
        if let Some(free) = self.bytes.get_mut(self.length..self.length + text.len()) {
            free.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
    }
}

impl<const CAPACITY: usize> fmt::Write for AsciiText<CAPACITY> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(value: f64) -> (String, i32) {
        let digits = Digits::of(value);
        (digits.as_str().to_owned(), digits.point)
    }

    #[test]
    fn digits_are_the_fewest_that_read_back() {
        assert_eq!(digits(0.0), ("0".into(), 1));
        assert_eq!(digits(-19.99), ("1999".into(), 2));
        assert_eq!(digits(0.1), ("1".into(), 0));
        assert_eq!(digits(1e25), ("1".into(), 26));
        assert_eq!(digits(5e-324), ("5".into(), -323));
        assert_eq!(digits(0.1 + 0.2), ("30000000000000004".into(), 0));
        assert_eq!(digits(f64::MAX), ("17976931348623157".into(), 309));
    }

    /// From text, because these have one digit more than their shortest form, which a literal may not.
    fn digits_of(text: &str) -> (String, i32) {
        digits(text.parse().expect("a float"))
    }

    #[test]
    fn the_even_one_of_two_equally_near_candidates_is_taken() {
        assert_eq!(digits_of("1125899906842624.25"), ("11258999068426242".into(), 16));
        assert_eq!(digits_of("1125899906842624.75"), ("11258999068426248".into(), 16));
        assert_eq!(digits_of("-1699035690989648.25"), ("16990356909896482".into(), 16));
        assert_eq!(digits(f64::exp2(-25.0)), ("29802322387695312".into(), -7));
    }
}
