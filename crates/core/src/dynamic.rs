//! Conditions that are put on and taken off by their rules.

use crate::cart::Cart;
use crate::change::{Change, Changes};
use crate::condition::{Condition, NewCondition, Target};
use crate::conditions::Conditions;
use crate::error::{Error, ErrorKind, Result};
use crate::facts::Facts;
use crate::item::ItemId;
use crate::policy::Policy;
use crate::rule::Rules;
use std::sync::Arc;

/// A dynamic condition whose rules the host itself has judged, because they are code of the host.
///
/// ```
/// use cartwright_core::{Applies, Cart, ConditionValue, Json, NewCondition, Operation, Policy, Verdict};
///
/// let regulars = NewCondition {
///     name: "REGULAR", kind: "discount", target: "total", value: ConditionValue::Text("-5%".into()),
///     attributes: Json::from("[]"), order: 0, rules: Json::from("null"),
/// };
/// let (mut cart, policy) = (Cart::default(), Policy::default());
/// for (is_regular, on_the_cart) in [(true, 1), (false, 0)] {
///     let verdicts = [Verdict { condition: regulars.clone(), applies: Applies::Everywhere(is_regular) }];
///     cart.apply(Operation::Follow(&verdicts), &policy)?;
///     assert_eq!(cart.conditions().len(), on_the_cart);
/// }
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// The condition; its rules are not looked at.
    pub condition: NewCondition<'a>,
    /// Where it applies.
    pub applies: Applies<'a>,
}

/// Where a dynamic condition applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies<'a> {
    /// To the cart, or not; for a condition of target `item`: to every item, or to none.
    Everywhere(bool),
    /// To the items on these lines, for a condition of target `item`; for others to the cart, if there is one.
    Lines(&'a [&'a str]),
}

impl Cart {
    /// The conditions that are put on and taken off by their rules, in the order of registration. What they have put on
    /// stands among the conditions of the cart and of its items.
    pub fn dynamic_conditions(&self) -> &Conditions {
        &self.dynamic
    }

    /// The cart as it is without what rules have put on it: what rules look at.
    pub(crate) fn without_rules(&self) -> Self {
        let mut plain = self.clone();
        if self.conditions.iter().any(|condition| condition.is_by_rules()) {
            plain.conditions = others(&self.conditions);
            plain.kept.forget();
        }
        for item in self.items.values() {
            if item.conditions().iter().any(|condition| condition.is_by_rules()) {
                plain.put(item.with_conditions(others(item.conditions())));
            }
        }
        plain
    }

    pub(crate) fn register_dynamic(&mut self, new: NewCondition<'_>, policy: &Policy) -> Result<Changes> {
        let condition = Condition::checked(new, &policy.switches)?;
        if Rules::parse(condition.rules().as_str())?.0.is_empty() {
            return Err(Error::new(ErrorKind::InvalidRule, "Only dynamic conditions (with rules) can be registered."));
        }
        let mut changes = Changes::none();
        // What it has put on elsewhere must not stay there.
        if self.dynamic.get(condition.name()).is_some_and(|earlier| earlier.target() != condition.target()) {
            self.take_off_everywhere(condition.name(), &mut changes);
        }
        let condition = Arc::new(condition);
        let differs = self.dynamic.set(Arc::clone(&condition)).as_ref() != Some(&condition);
        changes.push(Change::DynamicRegistered { condition, differs });
        Ok(changes)
    }

    pub(crate) fn unregister_dynamic(&mut self, name: &str) -> Changes {
        let mut changes: Changes =
            self.dynamic.remove(name).map(|condition| Change::DynamicUnregistered { condition }).into_iter().collect();
        self.take_off_everywhere(name, &mut changes);
        changes
    }

    /// Every rule looks at the cart as it was before the evaluation, so that their order does not matter.
    pub(crate) fn evaluate(&mut self, facts: &Facts<'_>) -> Changes {
        let mut changes = Changes::none();
        if self.dynamic.is_empty() {
            return changes;
        }
        let plain = self.without_rules();
        for condition in self.dynamic.clone().iter() {
            match self.judge(condition, &plain, facts) {
                Ok(Judged::Cart(applies)) => self.follow(condition, applies, &mut changes),
                Ok(Judged::Lines(lines)) => self.follow_lines(condition, &lines, &mut changes),
                Err(why) => changes.push(Change::NotEvaluated { condition: Arc::clone(condition), why }),
            }
        }
        changes
    }

    fn judge(&self, condition: &Condition, plain: &Self, facts: &Facts<'_>) -> Result<Judged> {
        let rules = Rules::parse(condition.rules().as_str())?;
        if condition.target() != Target::Item {
            return Ok(Judged::Cart(rules.hold_plain(plain, None, facts)?));
        }
        let mut lines = Vec::new();
        for item in plain.items() {
            if rules.hold_plain(plain, Some(item), facts)? {
                lines.push(item.line().clone());
            }
        }
        Ok(Judged::Lines(lines))
    }

    /// What a host has judged itself.
    pub(crate) fn follow_verdicts(&mut self, verdicts: &[Verdict<'_>], policy: &Policy) -> Result<Changes> {
        let checked = |verdict: &Verdict<'_>| Condition::checked(verdict.condition.clone(), &policy.switches);
        let conditions: Vec<Condition> = verdicts.iter().map(checked).collect::<Result<_>>()?;
        let mut changes = Changes::none();
        for (condition, verdict) in conditions.iter().zip(verdicts) {
            let applies_somewhere = match verdict.applies {
                Applies::Everywhere(applies) => applies,
                Applies::Lines(lines) => !lines.is_empty(),
            };
            if condition.target() != Target::Item {
                self.follow(condition, applies_somewhere, &mut changes);
                continue;
            }
            let applies = |line: &ItemId| match verdict.applies {
                Applies::Everywhere(applies) => applies,
                Applies::Lines(lines) => lines.contains(&line.as_str()),
            };
            let lines: Vec<ItemId> = self.items.keys().filter(|line| applies(line)).cloned().collect();
            self.follow_lines(condition, &lines, &mut changes);
        }
        Ok(changes)
    }

    /// Puts the condition on the cart or takes it off. One of the same name that somebody else has put on stays as it is.
    fn follow(&mut self, condition: &Condition, applies: bool, changes: &mut Changes) {
        let name = condition.name();
        let present = self.conditions.get(name);
        if present.is_some_and(|present| !present.is_by_rules()) {
            return;
        }
        if applies {
            let wanted = condition.put_on_by_rules();
            if present.is_none_or(|present| **present != wanted) {
                changes.push(self.put_condition(wanted));
            }
        } else if present.is_some() {
            changes.extend(self.remove_condition(name));
        }
    }

    fn follow_lines(&mut self, condition: &Condition, lines: &[ItemId], changes: &mut Changes) {
        let (name, wanted) = (condition.name(), Arc::new(condition.put_on_by_rules()));
        let all: Vec<ItemId> = self.items.keys().cloned().collect();
        for line in all {
            let present = self.items.get(&line).and_then(|item| item.conditions().get(name));
            if present.is_some_and(|present| !present.is_by_rules()) {
                continue;
            }
            if lines.contains(&line) {
                if present != Some(&wanted) {
                    changes.extend(self.put_item_condition(line.as_str(), &wanted));
                }
            } else if present.is_some() {
                changes.extend(self.remove_item_condition(line.as_str(), name));
            }
        }
    }

    /// Takes a condition off the cart and its items wherever rules have put it on.
    fn take_off_everywhere(&mut self, name: &str, changes: &mut Changes) {
        if self.conditions.get(name).is_some_and(|condition| condition.is_by_rules()) {
            changes.extend(self.remove_condition(name));
        }
        let by_rules = |conditions: &Conditions| conditions.get(name).is_some_and(|condition| condition.is_by_rules());
        let on_items: Vec<ItemId> =
            self.items.iter().filter(|(_, item)| by_rules(item.conditions())).map(|(line, _)| line.clone()).collect();
        for line in on_items {
            changes.extend(self.remove_item_condition(line.as_str(), name));
        }
    }
}

enum Judged {
    Cart(bool),
    Lines(Vec<ItemId>),
}

/// The conditions that rules have not put on.
fn others(conditions: &Conditions) -> Conditions {
    conditions.iter().filter(|condition| !condition.is_by_rules()).map(Arc::clone).collect()
}

#[cfg(test)]
mod tests;
