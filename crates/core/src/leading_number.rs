//! How PHP casts text to numbers: it reads a number at the start and ignores the rest.

use crate::number::decimal_from_parts;
use rust_decimal::Decimal;

/// The number at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum LeadingNumber {
    /// The number, exactly. Text without a number counts as 0.
    Exact(Decimal),
    /// A float for PHP, but more than an exact decimal holds.
    TooLarge,
    /// More than a double holds: infinite for PHP.
    Infinite,
}

struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: Option<i64>,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, rest) = leading_digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), leading_digits);
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    Some(Parts { negative, whole, fraction, exponent: exponent(rest) })
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn exponent(rest: &str) -> Option<i64> {
    let rest = rest.strip_prefix(['e', 'E'])?;
    let (negative, rest) = match rest.as_bytes().first()? {
        b'-' => (true, &rest[1..]),
        b'+' => (false, &rest[1..]),
        _ => (false, rest),
    };
    let (digits, _) = leading_digits(rest);
    if digits.is_empty() {
        return None;
    }
    // Any exponent of more than 9 digits is as good as this one: zero or infinite.
    let exponent = digits.parse::<i64>().unwrap_or(i64::MAX).min(999_999_999);
    Some(if negative { -exponent } else { exponent })
}

/// `(float) $text`
pub(crate) fn float_cast(text: &str) -> LeadingNumber {
    let Some(parts) = split(text) else {
        return LeadingNumber::Exact(Decimal::ZERO);
    };
    match decimal_from_parts(parts.whole, parts.fraction, parts.exponent.unwrap_or(0)) {
        Some(value) => LeadingNumber::Exact(if parts.negative { -value } else { value }),
        None => {
            let text = format!("{}.{}e{}", parts.whole, parts.fraction, parts.exponent.unwrap_or(0));
            match text.parse::<f64>() {
                Ok(value) if value.is_finite() => LeadingNumber::TooLarge,
                _ => LeadingNumber::Infinite,
            }
        }
    }
}

/// `(int) $text`: what is beyond the range of an integer becomes the largest or smallest one.
pub(crate) fn int_cast(text: &str) -> i64 {
    let Some(parts) = split(text) else {
        return 0;
    };
    let limit = if parts.negative { i64::MIN } else { i64::MAX };
    if parts.exponent.is_none() {
        let sign = if parts.negative { "-" } else { "" };
        return match parts.whole {
            "" => 0,
            whole => format!("{sign}{whole}").parse().unwrap_or(limit),
        };
    }
    match float_cast(text) {
        LeadingNumber::Exact(value) => i64::try_from(value.trunc()).unwrap_or(limit),
        LeadingNumber::TooLarge | LeadingNumber::Infinite => limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> LeadingNumber {
        LeadingNumber::Exact(text.parse().unwrap())
    }

    #[test]
    fn a_number_is_read_at_the_start_and_the_rest_is_ignored() {
        for (text, value) in [
            ("12abc", "12"),
            (" 5", "5"),
            ("abc", "0"),
            ("", "0"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0", "0"),
            ("1.234.56", "1.234"),
            ("1e3", "1000"),
            ("1.5e3x", "1500"),
            ("1e", "1"),
            ("1e+", "1"),
            ("+-5", "0"),
            ("\u{a0}9", "0"),
            ("1E-2", "0.01"),
            ("-", "0"),
            (".", "0"),
            ("--5", "0"),
            ("1e-999999999999", "0"),
        ] {
            assert_eq!(float_cast(text), exact(value), "{text:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_told_apart_from_what_is_infinite() {
        assert_eq!(float_cast("1e30"), LeadingNumber::TooLarge);
        assert_eq!(float_cast("1e309"), LeadingNumber::Infinite);
        assert_eq!(float_cast("-1e99999999999999999999"), LeadingNumber::Infinite);
    }

    #[test]
    fn integers_stop_at_their_limits() {
        for (text, value) in [
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", i64::MIN),
            ("1e30", i64::MAX),
            ("1e3", 1000),
            ("7x", 7),
            ("x", 0),
            ("", 0),
            ("-12", -12),
            ("+3", 3),
        ] {
            assert_eq!(int_cast(text), value, "{text:?}");
        }
    }
}
