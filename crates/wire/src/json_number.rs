//! Which of its two kinds of numbers PHP makes of a JSON number.

use crate::json_grammar::Number;

/// Integers of up to this many characters fit 64 bits without looking at them.
const SURELY_FITS: usize = 18;

impl<'a> Number<'a> {
    /// What PHP prints for the integer it decodes, or `None` if it decodes a float.
    pub(crate) fn integer_text(&self) -> Option<&'a str> {
        if !self.whole {
            None
        } else if self.raw == "-0" {
            Some("0")
        } else if self.raw.len() <= SURELY_FITS || self.raw.parse::<i64>().is_ok() {
            Some(self.raw)
        } else {
            None
        }
    }

    /// The double nearest to it, infinite beyond the range of doubles.
    pub(crate) fn as_f64(&self) -> f64 {
        // Every JSON number is a number to Rust. PHP cuts exponents off at 19999, which shows only in a number that has
        // about as many digits to make up for it.
        self.raw.parse().unwrap_or_default()
    }
}
