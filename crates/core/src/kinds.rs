//! The conditions that shops put on most: discounts, taxes and fees.

use crate::condition::NewCondition;
use crate::effect::ConditionValue;
use crate::json::Json;

impl<'a> NewCondition<'a> {
    /// A discount: a `-` is put before a value that does not begin with one.
    ///
    /// ```
    /// use cartwright_core::{ConditionValue, NewCondition};
    ///
    /// let discount = NewCondition::discount("SALE", "10%", "subtotal");
    /// assert_eq!(discount.value, ConditionValue::Text("-10%".into()));
    /// assert_eq!(NewCondition::tax("VAT", "19%", "subtotal").value, ConditionValue::Text("19%".into()));
    /// assert_eq!(NewCondition::fee("Gift wrap", "250", "total").kind, "fee");
    /// ```
    pub fn discount(name: &'a str, value: &str, target: &'a str) -> Self {
        let value = if value.starts_with('-') { value.into() } else { format!("-{value}").into() };
        Self::plain(name, "discount", target, ConditionValue::Text(value))
    }

    /// A tax, its value as it is given.
    pub fn tax(name: &'a str, value: &str, target: &'a str) -> Self {
        Self::plain(name, "tax", target, ConditionValue::Text(value.into()))
    }

    /// A fee, its value as it is given.
    pub fn fee(name: &'a str, value: &str, target: &'a str) -> Self {
        Self::plain(name, "fee", target, ConditionValue::Text(value.into()))
    }

    /// A condition without attributes, order and rules.
    pub fn plain(name: &'a str, kind: &'a str, target: &'a str, value: ConditionValue) -> Self {
        let (attributes, rules) = (Json::from(Json::EMPTY_LIST), Json::from(Json::NULL));
        Self { name, kind, target, value, attributes, order: 0, rules }
    }
}
