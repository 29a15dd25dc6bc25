//! Conditions: discounts, taxes, fees and shipping.

use crate::effect::{ConditionValue, Effect};
use crate::error::{Error, Result};
use crate::json::Json;
use crate::strict::check_value;
use crate::switches::Switches;

/// What a condition is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The sum of the items.
    Subtotal,
    /// The subtotal with its conditions.
    Total,
    /// One item.
    Item,
}

impl Target {
    /// Every target, as hosts write them.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Subtotal, "subtotal"), (Self::Total, "total"), (Self::Item, "item")];

    /// As hosts write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subtotal => "subtotal",
            Self::Total => "total",
            Self::Item => "item",
        }
    }

    fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == text).map(|(target, _)| target)
    }
}

/// A condition as a caller gives it, before it is checked.
#[derive(Clone, Debug)]
pub struct NewCondition<'a> {
    /// Its name; a cart has one condition of a name.
    pub name: &'a str,
    /// `discount`, `tax`, `fee`, `shipping` or any other word.
    pub kind: &'a str,
    /// `subtotal`, `total` or `item`.
    pub target: &'a str,
    /// What it does to an amount.
    pub value: ConditionValue,
    /// Anything the host wants to keep with it.
    pub attributes: Json,
    /// Its place among others where a host sorts them. Totals follow the order of insertion.
    pub order: i64,
    /// Rules of the host, or `null`.
    pub rules: Json,
}

/// A discount, tax, fee or shipping cost on a cart or an item.
///
/// ```
/// use cartwright_core::{Condition, ConditionValue, Json, NewCondition, Target};
///
/// let sale = NewCondition {
///     name: "SALE", kind: "discount", target: "subtotal", value: ConditionValue::Text("-10%".into()),
///     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
/// };
/// let condition = Condition::new(sale.clone())?;
/// assert!(condition.target() == Target::Subtotal && condition.effect().is_discount());
/// let refused = Condition::new(NewCondition { target: "weekend", ..sale }).unwrap_err();
/// assert!(refused.to_string().contains("target"), "{refused}");
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    name: Box<str>,
    kind: Box<str>,
    target: Target,
    value: ConditionValue,
    effect: Effect,
    attributes: Json,
    order: i64,
    rules: Json,
    by_rules: bool,
    other: Vec<(Box<str>, Json)>,
}

impl Condition {
    /// A condition that has to keep to the switches of a shop.
    ///
    /// # Errors
    /// The reason of a refusal, with the original's message where it had one.
    pub fn checked(new: NewCondition<'_>, switches: &Switches) -> Result<Self> {
        if switches.strict_parsing {
            let zero = matches!(new.value, ConditionValue::Real(number) if number.exact().is_zero());
            // The original refuses the number 0 and takes the text; neither can be misread.
            let new = if zero { NewCondition { value: ConditionValue::Text("0".into()), ..new } } else { new };
            check_value(&new.value)?;
            return Self::new(new);
        }
        Self::new(new)
    }

    /// A condition as it was stored: whether an evaluation of rules had put it on, and keys that this version does not know.
    ///
    /// # Errors
    /// As for [`Condition::new`].
    pub fn from_stored(stored: NewCondition<'_>, by_rules: bool, other: Vec<(Box<str>, Json)>) -> Result<Self> {
        Ok(Self { by_rules, other, ..Self::new(stored)? })
    }

    /// A condition, its value read as the original reads it.
    ///
    /// # Errors
    /// The reason of a refusal, with the original's message.
    pub fn new(new: NewCondition<'_>) -> Result<Self> {
        for (what, text) in [("name", new.name), ("type", new.kind), ("target", new.target)] {
            if is_blank(text) {
                return Err(Error::condition(format!("Condition {what} cannot be empty")));
            }
        }
        let target = Target::find(new.target).ok_or_else(|| {
            Error::condition("Condition target must be one of: subtotal, total, item").with("target", new.target)
        })?;
        let effect = Effect::of(&new.value)?;
        Ok(Self {
            name: new.name.into(),
            kind: new.kind.into(),
            target,
            value: new.value,
            effect,
            attributes: new.attributes,
            order: new.order,
            rules: new.rules,
            by_rules: false,
            other: Vec::new(),
        })
    }

    /// The same condition as an evaluation puts it on: without its rules, and with a mark of where it comes from.
    pub(crate) fn put_on_by_rules(&self) -> Self {
        Self { rules: Json::from(Json::NULL), by_rules: true, ..self.clone() }
    }

    /// Its name, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `discount`, `tax`, `fee`, `shipping` or any other word; hosts call it the type.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What it is applied to.
    pub fn target(&self) -> Target {
        self.target
    }

    /// The value as it was given.
    pub fn value(&self) -> &ConditionValue {
        &self.value
    }

    /// The value, read.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// What the host keeps with it.
    pub fn attributes(&self) -> &Json {
        &self.attributes
    }

    /// Its place among others where a host sorts them.
    pub fn order(&self) -> i64 {
        self.order
    }

    /// Rules of the host, or `null`.
    pub fn rules(&self) -> &Json {
        &self.rules
    }

    /// Whether an evaluation of rules has put it on, so that an evaluation may take it off.
    pub fn is_by_rules(&self) -> bool {
        self.by_rules
    }

    /// Keys that this version does not know.
    pub fn other(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.other.iter().map(|(key, value)| (&**key, value))
    }

    /// Whether it has rules.
    pub fn is_dynamic(&self) -> bool {
        !matches!(self.rules.as_str(), Json::NULL | Json::EMPTY_LIST | "{}")
    }
}

/// What PHP's `empty(trim($text))` says: nothing but white space, or `0`.
pub(crate) fn is_blank(text: &str) -> bool {
    matches!(php_trim(text), "" | "0")
}

/// What PHP's `trim()` leaves.
pub(crate) fn php_trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\0', '\x0b'])
}
