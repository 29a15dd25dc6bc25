//! Conditions that come and go by their rules.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_core::{
    Change, ConditionValue, ItemUpdate, Json, MergeStrategy, Moment, NewCondition, Operation, QuantityUpdate, TimeZones,
};
use cartwright_engine::{Applied, Engine, Environment, Settings};
use cartwright_storage::MemoryStore;
use std::sync::Arc;
use support::{Shop, add, coupon, environment, key, kinds, note};

fn dynamic(name: &'static str, rules: &str) -> Operation<'static> {
    Operation::RegisterDynamic(NewCondition {
        name,
        kind: "discount",
        target: "subtotal",
        value: ConditionValue::Text("-10%".into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from(rules),
    })
}

fn has(applied: &Applied, name: &str) -> bool {
    applied.cart.conditions().get(name).is_some()
}

#[test]
fn a_condition_is_put_on_by_the_item_that_fulfils_its_rules_and_told_after_it() {
    let shop = Shop::open();
    assert!(!has(&shop.engine.apply(&key("ada"), &dynamic("MANY", r#"{"min_quantity":3}"#)).unwrap(), "MANY"));
    let two = shop.engine.apply(&key("ada"), &add("lamp", 2)).unwrap();
    assert!(!has(&two, "MANY"));
    let three = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert!(has(&three, "MANY"));
    assert_eq!(kinds(&three), ["ItemAdded", "CartUpdated", "CartConditionAdded", "CartUpdated"]);
    assert_eq!(three.after.unwrap().version, 3, "in the same commit");
}

#[test]
fn it_is_taken_off_by_the_change_that_breaks_them() {
    let shop = Shop::open();
    shop.engine.apply_all(&key("ada"), &[dynamic("MANY", r#"{"min_quantity":3}"#), add("lamp", 3)]).unwrap();
    let less = ItemUpdate { quantity: Some(QuantityUpdate::By((-1).into())), ..ItemUpdate::default() };
    let two = shop.engine.apply(&key("ada"), &Operation::Update("lamp", less)).unwrap();
    assert!(!has(&two, "MANY"));
    assert_eq!(kinds(&two), ["ItemUpdated", "CartUpdated", "CartConditionRemoved", "CartUpdated"]);
}

#[test]
fn rules_are_evaluated_at_once_when_they_are_registered() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 3)).unwrap();
    assert!(has(&shop.engine.apply(&key("ada"), &dynamic("MANY", r#"{"min_quantity":3}"#)).unwrap(), "MANY"));
}

#[test]
fn conditions_metadata_and_calls_on_nothing_evaluate_nothing() {
    let shop = Shop::open();
    let tier = dynamic("GOLD", r#"{"metadata":{"key":"tier","exists":true}}"#);
    shop.engine.apply_all(&key("ada"), &[add("lamp", 1), tier]).unwrap();
    assert!(!has(&shop.engine.apply(&key("ada"), &note("tier")).unwrap(), "GOLD"));
    assert!(!has(&shop.engine.apply(&key("ada"), &coupon("SALE")).unwrap(), "GOLD"));
    assert!(!has(&shop.engine.apply(&key("ada"), &Operation::Remove("nothing")).unwrap(), "GOLD"));
    let facts = shop.engine.facts();
    assert!(has(&shop.engine.apply(&key("ada"), &Operation::Evaluate(facts)).unwrap(), "GOLD"));
}

#[test]
fn a_merge_judges_the_rules_of_both_carts_in_its_own_commit() {
    let shop = Shop::open();
    shop.engine.apply_all(&key("ada"), &[dynamic("MANY", r#"{"min_quantity":3}"#), add("lamp", 2)]).unwrap();
    shop.engine.apply_all(&key("guest"), &[dynamic("FEW", r#"{"max_quantity":1}"#), add("bulb", 1)]).unwrap();
    let before = shop.engine.get(&key("guest")).unwrap();
    assert!(before.conditions().get("FEW").is_some());
    let merged = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert!(has(&merged, "MANY") && !has(&merged, "FEW"));
    assert_eq!(merged.after.unwrap().version, 2);
    assert_eq!(shop.engine.get(&key("ada")).unwrap(), *merged.cart);
}

#[test]
fn after_a_conflict_the_rules_look_at_what_the_rival_has_left() {
    let shop = Shop::open();
    shop.engine.apply_all(&key("ada"), &[dynamic("MANY", r#"{"min_quantity":3}"#), add("lamp", 1)]).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    assert!(has(&shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap(), "MANY"));
}

#[test]
fn a_rule_that_cannot_be_judged_is_among_the_changes_and_stops_nothing() {
    let shop = Shop::open();
    let rule = r#"{"dates":{"from":"2026-01-01","zone":"Mars/Base"}}"#;
    shop.engine.apply(&key("ada"), &dynamic("MARS", rule)).unwrap();
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let Some(Change::NotEvaluated { condition, why }) = applied.changes.last() else { panic!("{:?}", applied.changes) };
    assert_eq!((condition.name(), why.detail()), ("MARS", &[("zone", "Mars/Base".to_owned())][..]));
    assert!(applied.is_stored());
}

#[derive(Debug)]
struct OnMars;

impl TimeZones for OnMars {
    fn offset(&self, name: &str, _: Moment) -> Option<i32> {
        (name == "Mars/Base").then_some(7200)
    }
}

#[test]
fn time_and_zones_come_from_the_environment() {
    let clock = ManualClock::at(WallTime::from_secs(1_795_132_800 - 7200 - 1)); // 19 November 2026, 21:59:59 UTC
    let zones = Environment { zones: Arc::new(OnMars), ..environment(&clock) };
    let engine = Engine::new(MemoryStore::default(), Settings::new("USD").unwrap()).in_environment(zones);
    let rule = r#"{"dates":{"from":"2026-11-20","zone":"Mars/Base"}}"#;
    engine.apply(&key("ada"), &dynamic("MARS", rule)).unwrap();
    assert!(!has(&engine.apply(&key("ada"), &add("lamp", 1)).unwrap(), "MARS"));
    clock.set_wall_time(WallTime::from_secs(1_795_132_800 - 7200));
    assert!(has(&engine.apply(&key("ada"), &add("lamp", 1)).unwrap(), "MARS"));
}
