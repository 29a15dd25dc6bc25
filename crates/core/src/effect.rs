//! What the value of a condition does to an amount.

use crate::error::{Error, Result};
use crate::leading_number::{LeadingNumber, float_cast};
use crate::number::Number;
use rust_decimal::Decimal;

/// How a condition's number changes an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// A share of the amount is added; the number is the share, negative for a discount.
    Percent,
    /// The number is added.
    Add,
    /// The number is taken off.
    Subtract,
    /// The amount is multiplied.
    Multiply,
    /// The amount is divided; by zero: left as it is.
    Divide,
}

impl Operator {
    /// As hosts write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "%",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// The value of a condition as the host gave it: a text or a float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionValue {
    /// A text such as `-10%`.
    Text(Box<str>),
    /// A float; negative takes off, anything else adds.
    Real(Number),
}

/// A condition's value, read: an operator and a number.
///
/// ```
/// use cartwright_core::{ConditionValue, Effect, Operator};
/// use rust_decimal::Decimal;
///
/// let effect = Effect::of(&ConditionValue::Text("-10%".into()))?;
/// assert_eq!((effect.operator(), effect.number()), (Operator::Percent, "-0.1".parse().unwrap()));
/// assert_eq!(effect.apply(Decimal::from(100))?, Decimal::from(90));
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    operator: Operator,
    number: Decimal,
}

impl Effect {
    /// Reads a value: it ends in `%`, or it starts with one of `+ - * /`, or it is added. Text counts as 0, as in the
    /// original; nothing at all and what is not finite is refused.
    pub fn of(value: &ConditionValue) -> Result<Self> {
        match value {
            ConditionValue::Real(number) if number.exact().is_zero() => Err(empty()),
            ConditionValue::Real(number) if number.is_negative() => {
                Ok(Self { operator: Operator::Subtract, number: -number.exact() })
            }
            ConditionValue::Real(number) => Ok(Self { operator: Operator::Add, number: number.exact() }),
            ConditionValue::Text(text) => Self::of_text(text),
        }
    }

    /// A float of the host as a value. What is not finite is refused.
    pub fn real_value(value: f64) -> Result<ConditionValue> {
        if value.is_finite() {
            return Ok(ConditionValue::Real(Number::real(value)?));
        }
        let text = if value.is_nan() {
            "NAN"
        } else if value > 0.0 {
            "INF"
        } else {
            "-INF"
        };
        Err(invalid(text))
    }

    fn of_text(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(empty());
        }
        let infinite = ["INF", "-INF", "INFINITY", "-INFINITY", "NAN"];
        if infinite.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Err(invalid(text));
        }
        let (operator, rest) = match (text.strip_suffix('%'), text.as_bytes()[0]) {
            (Some(rest), _) => (Operator::Percent, rest),
            (None, b'+') => (Operator::Add, &text[1..]),
            (None, b'-') => (Operator::Subtract, &text[1..]),
            (None, b'*') => (Operator::Multiply, &text[1..]),
            (None, b'/') => (Operator::Divide, &text[1..]),
            (None, _) => (Operator::Add, text),
        };
        let number = match float_cast(rest) {
            LeadingNumber::Exact(number) => number,
            LeadingNumber::Infinite => return Err(invalid(text)),
            LeadingNumber::TooLarge => return Err(too_large(text)),
        };
        let number = match operator {
            Operator::Percent => number.checked_div(Decimal::ONE_HUNDRED).ok_or_else(|| too_large(text))?,
            _ => number,
        };
        Ok(Self { operator, number })
    }

    /// How the number changes an amount.
    pub fn operator(self) -> Operator {
        self.operator
    }

    /// The number; for a percentage the share, so −0.1 for `-10%`.
    pub fn number(self) -> Decimal {
        self.number
    }

    /// The amount with the condition on it, at least 0, not rounded.
    pub fn apply(self, amount: Decimal) -> Result<Decimal> {
        let result = match self.operator {
            Operator::Percent => amount.checked_mul(self.number).and_then(|share| amount.checked_add(share)),
            Operator::Add => amount.checked_add(self.number),
            Operator::Subtract => amount.checked_sub(self.number),
            // Factors and divisors count without their sign, as in the original.
            Operator::Multiply => amount.checked_mul(self.number.abs()),
            Operator::Divide if self.number.is_zero() => Some(amount),
            Operator::Divide => amount.checked_div(self.number.abs()),
        };
        result
            .map(|result| result.max(Decimal::ZERO))
            .ok_or_else(|| Error::out_of_range("An amount with its conditions"))
    }

    /// Whether it takes off: `-`, or a percentage below 0.
    pub fn is_discount(self) -> bool {
        self.operator == Operator::Subtract || self.is_percentage() && self.number < Decimal::ZERO
    }

    /// Whether it adds: `+`, or a percentage above 0.
    pub fn is_charge(self) -> bool {
        self.operator == Operator::Add || self.is_percentage() && self.number > Decimal::ZERO
    }

    /// Whether it is a percentage.
    pub fn is_percentage(self) -> bool {
        self.operator == Operator::Percent
    }
}

fn empty() -> Error {
    Error::condition("Condition value cannot be empty")
}

fn invalid(text: &str) -> Error {
    Error::condition(format!("Invalid condition value: {text}")).with("value", text)
}

fn too_large(text: &str) -> Error {
    Error::out_of_range(format_args!("The condition value '{text}'")).with("value", text)
}
