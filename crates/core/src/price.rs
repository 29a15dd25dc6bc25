//! Prices as shops write them.

use crate::error::{Error, Result};
use crate::leading_number::{LeadingNumber, float_cast, int_cast};
use crate::number::Number;
use crate::strict::strict_price;
use crate::switches::Switches;

/// What is removed from a price text, in this order.
pub(crate) const ORNAMENTS: [&str; 8] = [",", "$", "€", "£", "¥", "₹", "RM", " "];

/// Reads a price text leniently, as the original does: currency signs, thousand marks and spaces are removed; what
/// then holds a point is a float, everything else an integer; text counts as 0.
///
/// ```
/// use cartwright_core::{Number, parse_price};
///
/// assert_eq!(parse_price("RM1,299.50")?, Number::real(1299.5)?);
/// assert_eq!(parse_price("$5")?, Number::whole(5));
/// assert_eq!(parse_price("free")?, Number::whole(0));
/// # Ok::<(), cartwright_core::Error>(())
/// ```
pub fn parse_price(text: &str) -> Result<Number> {
    let mut plain = std::borrow::Cow::Borrowed(text);
    for ornament in ORNAMENTS {
        if plain.contains(ornament) {
            plain = plain.replace(ornament, "").into();
        }
    }
    if !plain.contains('.') {
        return Ok(Number::whole(int_cast(&plain)));
    }
    match float_cast(&plain) {
        LeadingNumber::Exact(exact) => Number::real_of_text(exact),
        LeadingNumber::TooLarge | LeadingNumber::Infinite => {
            Err(Error::out_of_range(format_args!("The price '{text}'")).with("price", text))
        }
    }
}

/// A price as a caller gives it, before it is checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriceInput<'a> {
    /// An integer of the host.
    Whole(i64),
    /// A float of the host.
    Real(f64),
    /// A text, read by [`parse_price`].
    Text(&'a str),
}

impl PriceInput<'_> {
    /// The number that was given. What is not finite is refused with `message`.
    pub(crate) fn read(self, message: &str, switches: &Switches) -> Result<Number> {
        let number = match self {
            Self::Whole(value) => Number::whole(value),
            Self::Real(value) if !value.is_finite() => {
                return Err(Error::item(message).with("price", value));
            }
            Self::Real(value) => Number::real(value)?,
            Self::Text(text) if switches.strict_parsing => strict_price(text)?,
            Self::Text(text) => parse_price(text)?,
        };
        if number.is_negative() {
            return Err(Error::item(message).with("price", number.exact()));
        }
        Ok(number)
    }
}
