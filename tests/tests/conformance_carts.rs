//! Sequences of operations against `tests/conformance/*.json`: what they change, which events they make, what is stored.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Cart, CartKey, Change, Changes, Currency, Decimal, MergeStrategy, Moment, Policy, Resolution};
use cartwright_events::{Occasion, seal};
use cartwright_wire::StoredCart;
use serde_json::Value;
use support::playing::{self, made, strings};
use support::{equal, limits, read_again, run, step, text};

#[test]
fn operations_change_and_refuse_and_store_as_the_contract_says() {
    run("operations.json", |input, expect| {
        playing::operations(input, expect, step, |changes| {
            let (change, created) = match changes.first() {
                Some(Change::ItemAdded { first, .. }) => ("item_added", *first),
                Some(Change::ItemUpdated { .. }) => ("item_updated", false),
                Some(Change::ItemRemoved { .. }) => ("item_removed", false),
                Some(Change::ConditionAdded { .. }) => ("condition_added", false),
                Some(Change::ConditionRemoved { .. }) => ("condition_removed", false),
                _ => ("none", false),
            };
            (change.to_owned(), created)
        })
    });
}

#[test]
fn every_operation_has_the_events_of_the_contract_and_is_stored() {
    run("cart_operations.json", |input, expect| playing::events_and_columns(input, expect, step));
}

#[test]
fn conditions_come_and_go_with_their_rules() {
    run("dynamic_conditions.json", |input, expect| playing::events_and_columns(input, expect, step));
}

#[test]
fn rules_hold_where_they_should() {
    run("rules.json", |input, expect| playing::rules(input, expect, step));
}

fn resolution(value: &Value) -> Resolution {
    match (value["by"].as_str(), value["quantity"].as_i64()) {
        (Some(strategy), _) => Resolution::By(MergeStrategy::find(strategy).unwrap()),
        (_, Some(quantity)) => Resolution::Quantity(quantity.into()),
        _ => Resolution::TakeSource,
    }
}

#[test]
fn two_carts_become_one_as_the_contract_says() {
    run("merges.json", |input, expect| {
        let decided = input["resolutions"].as_array().into_iter().flatten();
        let decided = decided.map(|one| (text(&one["id"]).to_owned(), resolution(one))).collect();
        playing::merge(input, expect, step, decided, same_merge)
    });
}

fn same_merge(changes: &Changes, expect: &Value) -> Result<(), String> {
    let [Change::Merged(merged)] = &changes[..] else {
        return equal("a merge", (changes.len(), expect), (0, &Value::Null));
    };
    let lines = merged.conflicts.iter().map(|conflict| conflict.target.line().as_str());
    equal("the conflicts", lines.collect(), strings(&expect["conflicts"]))?;
    let limited = merged.limited.iter().map(|line| line.as_str());
    equal("what was limited", limited.collect(), strings(&expect["limited"]))?;
    equal("the strategy", merged.strategy, text(&expect["strategy"]))?;
    equal("moved", Some(merged.moved), expect["moved"].as_bool())?;
    equal("the quantity", Some(merged.quantity), expect["quantity"].as_i64().map(Decimal::from))
}

/// JSON of one meaning: numbers by their value.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

/// What an event tells without its time, which the vectors leave out.
fn told(data: &str) -> Value {
    let mut data: Value = serde_json::from_str(data).unwrap();
    let time = data.as_object_mut().and_then(|data| data.remove("timestamp"));
    assert!(time.is_some_and(|time| text(&time).starts_with("2026-11-21T18:30:00")));
    data
}

#[test]
fn events_tell_what_the_contract_says() {
    run("events.json", |input, expect| {
        let operations = input["operations"].as_array().unwrap();
        let (last, first) = operations.split_last().unwrap();
        let mut cart = made(&Value::from(first), &Value::Null, step);
        let changes = step(&mut cart, last, &Value::Null, &Policy::default()).map_err(|error| error.to_string())?;
        let key = CartKey::new("user-7", "default");
        let pricing = Currency::find("USD").unwrap().into();
        let at = Moment::from_seconds(1_795_285_800);
        let occasion = Occasion { key: &key, before: None, after: None, at, pricing, source: None };
        let envelopes = seal(&changes, cart.cart(), &occasion, &mut || 7);
        let expected = expect["events"].as_array().unwrap();
        let names: Vec<&str> = envelopes.iter().map(|envelope| envelope.event.kind().name()).collect();
        equal("the events", names, expected.iter().map(|event| text(&event["event"])).collect())?;
        for (envelope, expected) in envelopes.iter().zip(expected) {
            let data = told(&envelope.data_json());
            if !same(&data, &expected["data"]) {
                return Err(format!("{} tells {data}, expected {}", envelope.event.kind(), expected["data"]));
            }
        }
        Ok(())
    });
}

#[test]
fn a_cart_of_a_vector_is_the_same_value_when_it_is_read_again() {
    run("cart_operations.json", |input, _| {
        let policy = Policy::from(limits(&input["limits"]));
        let mut cart = StoredCart::default();
        for operation in input["operations"].as_array().unwrap() {
            let before = read_again(&cart);
            if step(&mut cart, operation, &input["known_models"], &policy).is_err() {
                cart = before;
            }
        }
        let totals = |cart: &Cart| cart.total(Currency::find("USD").unwrap()).map(|total| total.amount());
        equal("the total", totals(read_again(&cart).cart()), totals(cart.cart()))
    });
}
