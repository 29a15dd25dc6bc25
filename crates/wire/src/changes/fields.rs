//! What is told of each change.

use super::value::{Fields, Value};
use cartwright_core::{Change, Condition, Item, MergeConflict, Merged};
use std::sync::Arc;

pub(super) fn of_change(change: &Change) -> Fields<'_> {
    let mut fields = vec![("change", Value::Text(change.kind().name())), ("differs", Value::Truth(change.differs()))];
    match change {
        Change::ItemAdded { item, first } => {
            fields.push(("first", Value::Truth(*first)));
            fields.extend(of_item(item));
        }
        Change::ItemUpdated { item, .. } | Change::ItemRemoved { item } => fields.extend(of_item(item)),
        Change::ConditionAdded { condition, .. }
        | Change::ConditionRemoved { condition }
        | Change::DynamicRegistered { condition, .. }
        | Change::DynamicUnregistered { condition } => fields.push(of_condition(condition)),
        Change::ConditionsDropped { conditions } => fields.push(of_conditions(conditions)),
        Change::ItemConditionAdded { item, condition, .. } | Change::ItemConditionRemoved { item, condition } => {
            fields.extend(of_item(item));
            fields.push(of_condition(condition));
        }
        Change::ItemConditionsDropped { item, conditions } => {
            fields.extend(of_item(item));
            fields.push(of_conditions(conditions));
        }
        Change::MetadataAdded { key, value, .. } => {
            fields.extend([("key", Value::Text(key)), ("value", Value::Json(value))]);
        }
        Change::MetadataRemoved { key, .. } => fields.push(("key", Value::Text(key))),
        Change::NotEvaluated { condition, why } => {
            fields.extend([of_condition(condition), ("why", Value::Said(why.to_string()))]);
        }
        Change::Merged(merged) => fields.extend(of_merge(merged)),
        _ => {}
    }
    fields
}

pub(super) fn of_conflict(conflict: &MergeConflict) -> Fields<'_> {
    vec![
        ("line", Value::Text(conflict.target.line().as_str())),
        ("target", Value::Item(&conflict.target)),
        ("source", Value::Item(&conflict.source)),
        ("quantity", conflict.quantity.map_or(Value::Nothing, |quantity| Value::Decimal(quantity.exact()))),
        ("limited", Value::Truth(conflict.limited)),
    ]
}

fn of_merge(merged: &Merged) -> Fields<'_> {
    vec![
        ("strategy", Value::Text(merged.strategy)),
        ("moved", Value::Truth(merged.moved)),
        ("quantity", Value::Decimal(merged.quantity)),
        ("conflicts", Value::Objects(merged.conflicts.iter().map(of_conflict).collect())),
        ("limited", Value::Texts(merged.limited.iter().map(|line| line.as_str()).collect())),
    ]
}

/// The line as well: it is what operations address the item by, and PHP's form of an item has none.
fn of_item(item: &Item) -> [(&'static str, Value<'_>); 2] {
    [("line", Value::Text(item.line().as_str())), ("item", Value::Item(item))]
}

fn of_condition(condition: &Condition) -> (&'static str, Value<'_>) {
    ("condition", Value::Condition(condition))
}

fn of_conditions(conditions: &[Arc<Condition>]) -> (&'static str, Value<'_>) {
    ("conditions", Value::Conditions(conditions))
}
