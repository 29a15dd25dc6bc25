//! How a cart is summed up.

use crate::currency::Currency;

/// The currency whose decimals sums are rounded to, and the order in which conditions are applied. A currency alone is the
/// original's way: as they were put on.
///
/// ```
/// use cartwright_core::{Cart, ConditionValue, Currency, Json, NewCondition, Operation, Policy, Pricing};
///
/// let (mut cart, policy, dollars) = (Cart::default(), Policy::default(), Currency::find("USD")?);
/// for (name, value, order) in [("TAX", "+10%", 2), ("OFF", "-50", 1)] {
///     cart.apply(Operation::AddCondition(NewCondition {
///         name, kind: "any", target: "total", value: ConditionValue::Text(value.into()),
///         attributes: Json::from("[]"), order, rules: Json::from("null"),
///     }), &policy)?;
/// }
/// cart.apply(Operation::AddCondition(NewCondition {
///     name: "BASE", kind: "fee", target: "subtotal", value: ConditionValue::Text("100".into()),
///     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
/// }), &policy)?;
/// assert_eq!(cart.total(dollars)?.amount().to_f64(), 60.0);
/// assert_eq!(cart.total(Pricing { currency: dollars, honour_condition_order: true })?.amount().to_f64(), 55.0);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pricing {
    /// The currency.
    pub currency: &'static Currency,
    /// Whether the `order` of conditions counts.
    pub honour_condition_order: bool,
}

impl From<&'static Currency> for Pricing {
    fn from(currency: &'static Currency) -> Self {
        Self { currency, honour_condition_order: false }
    }
}
