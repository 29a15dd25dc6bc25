//! Conditions by name, in the order of insertion.

use crate::condition::{Condition, Target};
use crate::error::Result;
use indexmap::IndexMap;
use rust_decimal::Decimal;

/// Conditions by name. One set again under its name keeps its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions(IndexMap<Box<str>, Condition>);

impl Conditions {
    /// Puts a condition in, in the place of one of the same name if there is one, and returns the old one.
    pub fn set(&mut self, condition: Condition) -> Option<Condition> {
        self.0.insert(condition.name().into(), condition)
    }

    /// Takes a condition out.
    pub fn remove(&mut self, name: &str) -> Option<Condition> {
        self.0.shift_remove(name)
    }

    /// The condition of this name.
    pub fn get(&self, name: &str) -> Option<&Condition> {
        self.0.get(name)
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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Condition> {
        self.0.values()
    }

    /// The amount with every condition of the target on it, one after the other, never below 0 in between.
    pub fn apply(&self, target: Target, amount: Decimal) -> Result<Decimal> {
        self.iter()
            .filter(|condition| condition.target() == target)
            .try_fold(amount, |amount, condition| condition.effect().apply(amount))
    }

    /// The amount with every condition on it, whatever its target says: an item's own conditions.
    pub fn apply_all(&self, amount: Decimal) -> Result<Decimal> {
        self.iter().try_fold(amount, |amount, condition| condition.effect().apply(amount))
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
