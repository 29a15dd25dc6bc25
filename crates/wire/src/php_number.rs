//! Numbers as PHP 8 writes them with `serialize_precision = -1`, its default.
//!
//! Both `json_encode` and `serialize` print the shortest digits that read back as the same double. They use the plain
//! form while the decimal point is at most 3 zeros before the first digit and at most 17 digits after it, and the
//! exponent form beyond: 0.0001 and 99999999999999990, but 1.0e-5 and 1.0e+17. A whole number has no `.0`, except in
//! exponent form, where there always is a fraction. They differ in the case of the `e`, and JSON has no infinity.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use thiserror::Error;

use crate::float_digits::{AsciiText, Digits};

/// How many zeros after the decimal point are still written out: 0.0001.
const MOST_LEADING_ZEROS: usize = 3;
/// Where the decimal point, counted from before the first digit, still allows for the plain form.
const PLAIN_POINTS: RangeInclusive<i32> = -(MOST_LEADING_ZEROS as i32)..=17;
/// Decimals of up to this many digits survive the way through a double, so they are their own shortest form.
const FAITHFUL_DIGITS: usize = 15;

/// An infinite amount or "not a number" has no JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Inf and NaN cannot be JSON encoded")]
pub struct NotFinite;

/// Appends `value` as `json_encode` writes a float.
///
/// # Errors
/// [`NotFinite`] for an infinity or NaN; nothing is appended then.
///
/// ```
/// use cartwright_wire::php_number::{NotFinite, json_float};
///
/// let mut json = String::from("[");
/// json_float(10.0, &mut json)?;
/// json.push(',');
/// json_float(1e25, &mut json)?;
/// assert_eq!(json, "[10,1.0e+25");
/// assert_eq!(json_float(f64::NAN, &mut json), Err(NotFinite));
/// # Ok::<(), NotFinite>(())
/// ```
pub fn json_float(value: f64, out: &mut String) -> Result<(), NotFinite> {
    if !value.is_finite() {
        return Err(NotFinite);
    }
    out.push_str(float_text(value, 'e').as_str());
    Ok(())
}

/// Appends `value` as `serialize()` writes a float, with its `d:` and `;`.
///
/// ```
/// let mut text = Vec::new();
/// cartwright_wire::php_number::serialized_float(-0.0, &mut text);
/// cartwright_wire::php_number::serialized_float(1e25, &mut text);
/// cartwright_wire::php_number::serialized_float(f64::NEG_INFINITY, &mut text);
/// assert_eq!(text, b"d:-0;d:1.0E+25;d:-INF;");
/// ```
pub fn serialized_float(value: f64, out: &mut Vec<u8>) {
    out.extend_from_slice(b"d:");
    if value.is_nan() {
        out.extend_from_slice(b"NAN");
    } else if value.is_infinite() {
        out.extend_from_slice(if value.is_sign_negative() { b"-INF" } else { b"INF" });
    } else {
        out.extend_from_slice(float_text(value, 'E').as_str().as_bytes());
    }
    out.push(b';');
}

/// Appends a number without sign in decimal digits.
pub(crate) fn append_digits(value: usize, out: &mut Vec<u8>) {
    if value < 10 {
        // By far the most frequent: lengths of keys, positions in short lists.
        out.push(b'0' + value as u8);
        return;
    }
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    let mut rest = value;
    while rest > 0 && start > 0 {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[start..]);
}

/// A JSON number text that denotes a float, if what PHP prints for that float is a leading part of the text itself.
///
/// This is the common case of a price, `19.99` or `10.0`, and saves the way through a double and back.
pub(crate) fn as_php_prints_it(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let mut point = None;
    let mut first_digit = None;
    let mut last_digit = None;
    for (index, byte) in bytes.iter().enumerate().skip(sign) {
        match byte {
            b'.' if point.is_none() => point = Some(index),
            b'0' => {}
            b'1'..=b'9' => {
                first_digit = first_digit.or(Some(index));
                last_digit = Some(index);
            }
            _ => return None,
        }
    }
    let point = point?;
    let (Some(first), Some(last)) = (first_digit, last_digit) else {
        // Nothing but zeros: `0.000` is 0 and `-0.0` is -0, a float to PHP.
        return text.get(..=sign);
    };
    let digits = if first < point && last > point { last - first } else { last.abs_diff(first) + 1 };
    if digits > FAITHFUL_DIGITS || point.saturating_sub(first) > FAITHFUL_DIGITS {
        return None;
    }
    if first > point + 1 + MOST_LEADING_ZEROS {
        return None;
    }
    if last < point { text.get(..point) } else { text.get(..=last) }
}

/// A finite `value` in PHP's form: at most a sign, 17 digits, a point, 4 zeros and 5 characters of exponent. `e` is the
/// letter of the exponent.
fn float_text(value: f64, e: char) -> AsciiText<32> {
    let mut text = AsciiText::default();
    if value.is_sign_negative() {
        text.push("-");
    }
    let digits = Digits::of(value);
    let (point, digits) = (digits.point, digits.as_str());
    let places = point.unsigned_abs() as usize;
    if !PLAIN_POINTS.contains(&point) {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let _ = write!(text, "{first}.{rest}{e}{:+}", point - 1);
    } else if point <= 0 {
        text.push("0.");
        text.push(&"000"[..places]);
        text.push(digits);
    } else if let Some((whole, fraction)) = digits.split_at_checked(places).filter(|(_, rest)| !rest.is_empty()) {
        text.push(whole);
        text.push(".");
        text.push(fraction);
    } else {
        text.push(digits);
        text.push(&"0000000000000000"[..places - digits.len()]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen in PHP 8.2 and 8.4: the JSON form and the serialized form.
    const SEEN: &[(f64, &str, &str)] = &[
        (10.0, "10", "d:10;"),
        (0.1, "0.1", "d:0.1;"),
        (-19.99, "-19.99", "d:-19.99;"),
        (0.0, "0", "d:0;"),
        (-0.0, "-0", "d:-0;"),
        (0.0001, "0.0001", "d:0.0001;"),
        (0.00012345, "0.00012345", "d:0.00012345;"),
        (0.00001, "1.0e-5", "d:1.0E-5;"),
        (0.000012345, "1.2345e-5", "d:1.2345E-5;"),
        (1e-7, "1.0e-7", "d:1.0E-7;"),
        (123_456_789_012_345.6, "123456789012345.6", "d:123456789012345.6;"),
        (1e15, "1000000000000000", "d:1000000000000000;"),
        (-1e16, "-10000000000000000", "d:-10000000000000000;"),
        (99_999_999_999_999_990.0, "99999999999999980", "d:99999999999999980;"),
        (1e17, "1.0e+17", "d:1.0E+17;"),
        (123_456_789_012_345_678.0, "1.2345678901234568e+17", "d:1.2345678901234568E+17;"),
        (1e25, "1.0e+25", "d:1.0E+25;"),
        (1.5e300, "1.5e+300", "d:1.5E+300;"),
        (5e-324, "5.0e-324", "d:5.0E-324;"),
    ];

    #[test]
    fn floats_are_written_as_php_writes_them() {
        for (value, json, serialized) in SEEN {
            let mut out = String::new();
            json_float(*value, &mut out).expect("finite");
            assert_eq!(out, *json);
            let mut out = Vec::new();
            serialized_float(*value, &mut out);
            assert_eq!(out, serialized.as_bytes());
        }
    }

    #[test]
    fn infinity_has_a_serialized_form_and_no_json_form() {
        for (value, serialized) in [(f64::INFINITY, "d:INF;"), (f64::NEG_INFINITY, "d:-INF;"), (f64::NAN, "d:NAN;")] {
            let mut json = String::from("[");
            assert_eq!(json_float(value, &mut json), Err(NotFinite));
            assert_eq!(json, "[");
            let mut out = Vec::new();
            serialized_float(value, &mut out);
            assert_eq!(out, serialized.as_bytes());
        }
    }

    #[test]
    fn a_price_text_is_recognised_as_what_php_would_print() {
        for (text, printed) in [
            ("19.99", "19.99"),
            ("-19.990", "-19.99"),
            ("10.0", "10"),
            ("100.00", "100"),
            ("0.0", "0"),
            ("-0.00", "-0"),
            ("0.5", "0.5"),
            ("0.0001", "0.0001"),
            ("123456789012345.0", "123456789012345"),
            ("1234567890.12345", "1234567890.12345"),
        ] {
            assert_eq!(as_php_prints_it(text), Some(printed), "{text}");
        }
    }

    #[test]
    fn a_number_whose_digits_may_change_is_not_taken_over() {
        for text in
            ["1e5", "1.5E2", "0.00001", "1234567890.123456", "1000000000000000.0", "100000000000000000000.5", "5"]
        {
            assert_eq!(as_php_prints_it(text), None, "{text}");
        }
    }

    #[test]
    fn digits_are_appended_at_every_length() {
        for value in [0, 9, 10, 99, 100, 12_345, usize::MAX] {
            let mut out = b"a:".to_vec();
            append_digits(value, &mut out);
            assert_eq!(out, format!("a:{value}").into_bytes());
        }
    }
}
