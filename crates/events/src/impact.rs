//! What a condition does to an amount, as events tell it.

use cartwright_core::{Condition, Decimal};

/// What the condition adds to an amount, negative for what it takes off; never below minus the amount.
///
/// Events ask with the amount as it is at their time, which for a condition that was added already contains it: that is what
/// the original reports, and programs rely on it.
///
/// ```
/// use cartwright_core::{Condition, ConditionValue, Json, NewCondition};
///
/// let sale = Condition::new(NewCondition {
///     name: "SALE", kind: "discount", target: "subtotal", value: ConditionValue::Text("-30%".into()),
///     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
/// })?;
/// assert_eq!(cartwright_events::impact(&sale, 70.into()), Some((-21).into()));
/// assert_eq!(cartwright_events::lost_savings(&sale, 100.into()), Some(30.into()));
/// # Ok::<(), cartwright_core::Error>(())
/// ```
pub fn impact(condition: &Condition, amount: Decimal) -> Option<Decimal> {
    condition.effect().apply(amount).ok()?.checked_sub(amount)
}

/// What a customer no longer saves when a discount goes; 0 for anything else.
pub fn lost_savings(condition: &Condition, amount: Decimal) -> Option<Decimal> {
    if !condition.effect().is_discount() {
        return Some(Decimal::ZERO);
    }
    impact(condition, amount).map(|impact| impact.abs())
}
