//! Reading numbers without guessing, for shops that switch it on.

use crate::effect::ConditionValue;
use crate::error::{Error, Result};
use crate::number::Number;
use crate::price::ORNAMENTS;
use rust_decimal::Decimal;

/// A price that can be read in one way only: a sign of a currency before or after it, digits, commas between groups of
/// three, a point before the decimals.
pub(crate) fn strict_price(text: &str) -> Result<Number> {
    let plain = without_currency(text.trim_matches(' '));
    let (negative, plain) = match plain.strip_prefix('-') {
        Some(rest) => (true, without_currency(rest)),
        None => (false, plain),
    };
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain, None),
    };
    let readable = is_grouped(whole) && fraction.is_none_or(is_digits);
    if !readable {
        return Err(Error::item(format!(
            "The price '{text}' cannot be read; write digits, commas only between groups of three and a point before the \
             decimals, such as 1,299.50"
        ))
        .with("price", text));
    }
    let too_large = || Error::out_of_range(format_args!("The price '{text}'")).with("price", text);
    let digits = whole.replace(',', "");
    let number = match fraction {
        None => Number::whole(digits.parse().map_err(|_| too_large())?),
        Some(fraction) => {
            let exact = Decimal::from_str_exact(&format!("{digits}.{fraction}")).map_err(|_| too_large())?;
            Number::real_of_text(exact)?
        }
    };
    if negative { Number::whole(0).minus(number) } else { Ok(number) }
}

/// One sign of a currency before or after, with or without a space.
fn without_currency(text: &str) -> &str {
    let signs = || ORNAMENTS.into_iter().filter(|sign| !matches!(*sign, "," | " "));
    let cut = signs().find_map(|sign| text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)));
    cut.unwrap_or(text).trim_matches(' ')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, or groups of three of them with commas between.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    is_digits(first)
        && (rest.peek().is_none() || first.len() <= 3)
        && rest.all(|group| group.len() == 3 && is_digits(group))
}

/// Refuses a value of a condition that is no number, or that could be read in two ways.
pub(crate) fn check_value(value: &ConditionValue) -> Result<()> {
    let ConditionValue::Text(text) = value else {
        return Ok(());
    };
    let number = match text.strip_suffix('%') {
        Some(rest) => rest.strip_prefix(['+', '-']).unwrap_or(rest),
        None => text.strip_prefix(['+', '-', '*', '/']).unwrap_or(text),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    // What is empty, infinite or too large has a message of its own.
    let infinite = ["INF", "-INF", "INFINITY", "-INFINITY"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let special = text.is_empty() || infinite;
    if special || is_digits(whole) && fraction.is_none_or(is_digits) {
        let by_nothing = text.starts_with('/') && !number.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        if !by_nothing {
            return Ok(());
        }
    }
    Err(Error::condition(format!(
        "The condition value '{text}' cannot be read; write one of + - * / before a number, or a percent sign behind it, \
         such as -10%, +5 or *1.19; nothing is divided by 0"
    ))
    .with("value", &**text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_can_be_read_in_one_way_is_read() {
        for (text, exact, whole) in [
            ("10", "10", true),
            ("0", "0", true),
            ("1,299.50", "1299.5", false),
            ("1,299", "1299", true),
            ("12,345,678.9", "12345678.9", false),
            ("1299.50", "1299.5", false),
            ("RM 10", "10", true),
            ("$5", "5", true),
            (" € 7.00 ", "7", false),
            ("50.25₹", "50.25", false),
            ("¥100", "100", true),
            ("-5", "-5", true),
            ("$-5", "-5", true),
            ("-$5.50", "-5.5", false),
            ("007", "7", true),
            ("9223372036854775807", "9223372036854775807", true),
        ] {
            let number = strict_price(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((number.exact().normalize().to_string().as_str(), number.is_whole()), (exact, whole), "{text}");
        }
    }

    #[test]
    fn a_price_that_could_be_read_in_two_ways_or_none_is_refused_with_an_example() {
        for text in [
            "",
            " ",
            "abc",
            "free",
            "12abc",
            "1.234,56",
            "1,23",
            "1,2345",
            "12345,678",
            ",5",
            "5,",
            ".5",
            "5.",
            "1..2",
            "1 000",
            "1e3",
            "INF",
            "NAN",
            "--5",
            "+5",
            "rm 10",
            "USD 10",
            "$$5",
            "$5$",
            "1.2.3",
            "\u{a0}9",
            "½",
            "٣",
        ] {
            let error = strict_price(text).err().unwrap_or_else(|| panic!("{text:?} was read"));
            assert_eq!(error.kind(), crate::ErrorKind::InvalidItem);
            assert!(error.to_string().ends_with("such as 1,299.50"), "{error}");
            assert!(error.to_string().starts_with(&format!("The price '{text}'")), "{error}");
        }
    }

    #[test]
    fn a_price_beyond_the_range_is_an_error_and_not_the_largest_number() {
        for text in ["9223372036854775808", "99999999999999999999", &format!("{}.5", "9".repeat(30))] {
            assert_eq!(strict_price(text).unwrap_err().kind(), crate::ErrorKind::NumberOutOfRange, "{text}");
        }
    }

    fn checked(text: &str) -> Result<()> {
        check_value(&ConditionValue::Text(text.into()))
    }

    #[test]
    fn a_condition_value_that_is_one_number_is_fine() {
        for text in ["10", "-10", "+5", "*2", "/4", "-10%", "10%", "+7.5%", "*1.19", "0", "0%", "-0", "15.00"] {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_condition_value_that_is_not_is_refused_with_an_example() {
        for text in [
            "abc",
            "%10",
            "%",
            "-+5%",
            "- 10%",
            "--5",
            "+-5",
            "*-2",
            "/-4",
            "/0",
            "/0.00",
            "1,000",
            "-1,000",
            "*1.5%",
            " 5",
            "5 ",
            "1e3",
            "10%%",
            ".5",
            "5.",
            "+",
            "$5",
            "NAN%",
            "INF%",
            "-INF%",
            "+INF",
            "inflation",
        ] {
            let error = checked(text).err().unwrap_or_else(|| panic!("{text:?} is fine"));
            assert_eq!(error.kind(), crate::ErrorKind::InvalidCondition);
            assert!(error.to_string().contains("such as -10%"), "{error}");
        }
    }
}
