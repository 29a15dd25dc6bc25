//! What is done to the conditions of a cart and of its items.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::condition::{Condition, NewCondition};
use crate::effect::ConditionValue;
use crate::error::Result;
use crate::leading_number::{LeadingNumber, float_cast};
use crate::policy::Policy;
use crate::shipping::{NewShipping, SHIPPING};
use rust_decimal::Decimal;
use std::sync::Arc;

impl Cart {
    pub(crate) fn add_condition(&mut self, new: NewCondition<'_>, policy: &Policy) -> Result<Changes> {
        let condition = Condition::checked(new, &policy.switches)?;
        Ok(self.put_condition(condition).into())
    }

    pub(crate) fn put_condition(&mut self, condition: impl Into<Arc<Condition>>) -> Change {
        let condition = condition.into();
        let earlier = self.conditions.set(Arc::clone(&condition));
        self.kept.forget();
        Change::ConditionAdded { differs: earlier.as_ref() != Some(&condition), condition }
    }

    pub(crate) fn remove_condition(&mut self, name: &str) -> Changes {
        match self.conditions.remove(name) {
            Some(condition) => {
                self.kept.forget();
                Change::ConditionRemoved { condition }.into()
            }
            None => Changes::none(),
        }
    }

    pub(crate) fn remove_conditions_by_type(&mut self, kind: &str) -> Changes {
        let conditions = self.conditions.remove_by_kind(kind);
        self.dropped(conditions)
    }

    pub(crate) fn clear_conditions(&mut self) -> Changes {
        let conditions = self.conditions.take_all();
        self.dropped(conditions)
    }

    fn dropped(&mut self, conditions: Vec<Arc<Condition>>) -> Changes {
        if conditions.is_empty() {
            return Changes::none();
        }
        self.kept.forget();
        Change::ConditionsDropped { conditions }.into()
    }

    pub(crate) fn set_shipping(&mut self, new: &NewShipping<'_>, policy: &Policy) -> Result<Changes> {
        let condition = new.condition(&policy.switches)?;
        let mut changes = self.remove_shipping();
        changes.push(self.put_condition(condition));
        Ok(changes)
    }

    pub(crate) fn remove_shipping(&mut self) -> Changes {
        let removed = self.conditions.remove_by_kind(SHIPPING);
        self.kept.forget();
        removed.into_iter().map(|condition| Change::ConditionRemoved { condition }).collect()
    }

    pub(crate) fn add_item_condition(&mut self, id: &str, new: NewCondition<'_>, policy: &Policy) -> Result<Changes> {
        let condition = Arc::new(Condition::checked(new, &policy.switches)?);
        Ok(self.put_item_condition(id, &condition).into_iter().collect())
    }

    pub(crate) fn put_item_condition(&mut self, id: &str, condition: &Arc<Condition>) -> Option<Change> {
        let item = self.items.get(id)?;
        let mut conditions = item.conditions().clone();
        let earlier = conditions.set(Arc::clone(condition));
        let differs = earlier.as_ref() != Some(condition);
        let item = if differs { self.put(item.with_conditions(conditions)) } else { Arc::clone(item) };
        Some(Change::ItemConditionAdded { item, condition: Arc::clone(condition), differs })
    }

    pub(crate) fn remove_item_condition(&mut self, id: &str, name: &str) -> Changes {
        let Some(item) = self.items.get(id) else {
            return Changes::none();
        };
        let mut conditions = item.conditions().clone();
        let Some(condition) = conditions.remove(name) else {
            return Changes::none();
        };
        let item = self.put(item.with_conditions(conditions));
        Change::ItemConditionRemoved { item, condition }.into()
    }

    pub(crate) fn clear_item_conditions(&mut self, id: &str) -> Changes {
        let Some(item) = self.items.get(id) else {
            return Changes::none();
        };
        let mut kept = item.conditions().clone();
        let conditions = kept.take_all();
        if conditions.is_empty() {
            return Changes::none();
        }
        let item = self.put(item.with_conditions(kept));
        Change::ItemConditionsDropped { item, conditions }.into()
    }

    /// The first shipping cost.
    pub fn shipping(&self) -> Option<&Arc<Condition>> {
        self.conditions.iter().find(|condition| condition.kind() == SHIPPING)
    }

    /// The method of the first shipping cost.
    pub fn shipping_method(&self) -> Option<String> {
        self.shipping()?.attributes().member("method")?.text()
    }

    /// The number in the first shipping cost, negative for `-`. What it does to the total is another matter: of `5%` and of
    /// `*5` this is 5, as in the original.
    ///
    /// ```
    /// use cartwright_core::{Cart, ConditionValue, Json, NewShipping, Operation, Policy};
    ///
    /// let mut cart = Cart::default();
    /// for (value, number) in [("5", "5"), ("-10%", "-10"), ("*2", "2"), ("%5", "5"), ("+5%", "5"), ("free", "0")] {
    ///     let shipping = NewShipping {
    ///         name: "Post", value: ConditionValue::Text(value.into()), method: "slow", attributes: Json::from("[]"),
    ///     };
    ///     cart.apply(Operation::SetShipping(shipping), &Policy::default())?;
    ///     assert_eq!(cart.shipping_value().map(|value| value.to_string()).as_deref(), Some(number));
    /// }
    /// assert_eq!(cart.shipping_method().as_deref(), Some("slow"));
    /// # Ok::<(), cartwright_core::Error>(())
    /// ```
    pub fn shipping_value(&self) -> Option<Decimal> {
        let text = match self.shipping()?.value() {
            ConditionValue::Real(number) => return Some(number.exact()),
            ConditionValue::Text(text) => text,
        };
        let LeadingNumber::Exact(number) = float_cast(text.trim_start_matches(['+', '-', '*', '/', '%'])) else {
            return None;
        };
        let number = number.normalize();
        Some(if text.starts_with('-') { -number } else { number })
    }
}
