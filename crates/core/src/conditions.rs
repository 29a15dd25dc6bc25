//! Conditions by name, in the order of insertion.

use crate::condition::{Condition, Target};
use crate::error::Result;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Conditions by name. One set again under its name keeps its place.
///
/// ```
/// use cartwright_core::{Condition, ConditionValue, Conditions, Json, NewCondition};
///
/// let condition = |name, value: &str| Condition::new(NewCondition {
///     name, kind: "discount", target: "subtotal", value: ConditionValue::Text(value.into()),
///     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
/// });
/// let mut conditions: Conditions = [condition("SALE", "-10%")?, condition("COUPON", "-5")?].into_iter().collect();
/// let earlier = conditions.set(condition("SALE", "-20%")?);
/// assert!(earlier.is_some());
/// assert_eq!(conditions.iter().map(|one| one.name()).collect::<Vec<_>>(), ["SALE", "COUPON"]);
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Conditions(IndexMap<Box<str>, Arc<Condition>>);

impl Conditions {
    /// Puts a condition in, in the place of one of the same name if there is one, and returns the old one.
    pub fn set(&mut self, condition: impl Into<Arc<Condition>>) -> Option<Arc<Condition>> {
        let condition = condition.into();
        self.0.insert(condition.name().into(), condition)
    }

    /// Takes a condition out.
    pub fn remove(&mut self, name: &str) -> Option<Arc<Condition>> {
        self.0.shift_remove(name)
    }

    /// The condition of this name.
    pub fn get(&self, name: &str) -> Option<&Arc<Condition>> {
        self.0.get(name)
    }

    /// Takes out every condition of a type, in order.
    pub fn remove_by_kind(&mut self, kind: &str) -> Vec<Arc<Condition>> {
        let mut removed = Vec::new();
        self.0.retain(|_, condition| {
            let keep = condition.kind() != kind;
            if !keep {
                removed.push(Arc::clone(condition));
            }
            keep
        });
        removed
    }

    /// Takes out all of them, in order.
    pub fn take_all(&mut self) -> Vec<Arc<Condition>> {
        std::mem::take(&mut self.0).into_values().collect()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order of insertion.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Condition>> {
        self.0.values()
    }

    /// The amount with every condition of the target on it, one after the other, never below 0 in between.
    pub(crate) fn apply(&self, target: Target, amount: Decimal, by_order: bool) -> Result<Decimal> {
        self.applied(amount, by_order, |condition| condition.target() == target)
    }

    /// The amount with every condition on it, whatever its target says: an item's own conditions.
    pub(crate) fn apply_all(&self, amount: Decimal, by_order: bool) -> Result<Decimal> {
        self.applied(amount, by_order, |_| true)
    }

    fn applied(&self, amount: Decimal, by_order: bool, wanted: impl Fn(&Condition) -> bool) -> Result<Decimal> {
        let wanted = self.0.values().filter(|condition| wanted(condition));
        if !by_order || self.are_in_order() {
            return wanted.into_iter().try_fold(amount, |amount, condition| condition.effect().apply(amount));
        }
        let mut sorted: Vec<&Arc<Condition>> = wanted.collect();
        sorted.sort_by_key(|condition| condition.order());
        sorted.into_iter().try_fold(amount, |amount, condition| condition.effect().apply(amount))
    }

    /// Whether they stand as their `order` would have them.
    pub(crate) fn are_in_order(&self) -> bool {
        self.0.values().map(|condition| condition.order()).is_sorted()
    }
}

/// The order counts: it decides what comes out.
impl PartialEq for Conditions {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Conditions {}

impl FromIterator<Arc<Condition>> for Conditions {
    fn from_iter<I: IntoIterator<Item = Arc<Condition>>>(conditions: I) -> Self {
        let mut set = Self::default();
        for condition in conditions {
            set.set(condition);
        }
        set
    }
}

impl FromIterator<Condition> for Conditions {
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        let mut set = Self::default();
        for condition in conditions {
            set.set(condition);
        }
        set
    }
}
