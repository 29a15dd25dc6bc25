//! Conditions that come and go with their rules.

use super::*;
use crate::{ConditionValue, Currency, FixedOffsets, Json, Model, Moment, NewItem, Operation, PriceInput};

fn facts() -> Facts<'static> {
    let pricing = Currency::find("USD").unwrap().into();
    Facts { now: Moment::from_seconds(0), pricing, zones: &FixedOffsets }
}

fn apply(cart: &mut Cart, operation: Operation<'_>) -> Changes {
    cart.apply(operation, &Policy::default()).unwrap()
}

fn add(cart: &mut Cart, id: &str, price: i64, quantity: i64) {
    let item = NewItem {
        id,
        name: "Thing",
        price: PriceInput::Whole(price),
        quantity: quantity.into(),
        attributes: Json::from("[]"),
        conditions: Conditions::default(),
        model: Model::none(),
    };
    apply(cart, Operation::Add(item));
}

fn condition<'a>(name: &'a str, target: &'a str, value: &str, rules: &str) -> NewCondition<'a> {
    NewCondition {
        name,
        kind: "discount",
        target,
        value: ConditionValue::Text(value.into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from(rules),
    }
}

const BULK: &str = r#"[{"min_quantity":3}]"#;

fn names(conditions: &Conditions) -> Vec<&str> {
    conditions.iter().map(|condition| condition.name()).collect()
}

#[test]
fn a_condition_comes_and_goes_with_its_rules() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 2);
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-10%", BULK)));
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty());
    add(&mut cart, "lamp", 100, 1);
    let changes = apply(&mut cart, Operation::Evaluate(facts()));
    assert!(matches!(&changes[..], [Change::ConditionAdded { condition, differs: true }] if condition.is_by_rules()));
    let put_on = cart.conditions().get("BULK").unwrap();
    assert!(!put_on.is_dynamic(), "a copy without rules");
    assert!(cart.dynamic_conditions().get("BULK").unwrap().is_dynamic());
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty(), "nothing is done twice");
    apply(&mut cart, Operation::Remove("lamp"));
    let changes = apply(&mut cart, Operation::Evaluate(facts()));
    assert!(matches!(&changes[..], [Change::ConditionRemoved { .. }]));
    assert!(cart.conditions().is_empty());
}

#[test]
fn a_discount_does_not_decide_about_itself() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 1);
    let rules = r#"[{"min_subtotal":100},{"max_total":100}]"#;
    apply(&mut cart, Operation::RegisterDynamic(condition("A", "subtotal", "-10%", rules)));
    apply(&mut cart, Operation::RegisterDynamic(condition("B", "total", "+50", rules)));
    assert_eq!(apply(&mut cart, Operation::Evaluate(facts())).len(), 2);
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty());
    assert_eq!(cart.total(Currency::find("USD").unwrap()).unwrap().amount().to_f64(), 140.0);
}

#[test]
fn what_somebody_else_has_put_on_stays() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 1);
    apply(&mut cart, Operation::AddCondition(condition("BULK", "subtotal", "-1", "null")));
    apply(&mut cart, Operation::AddItemCondition("lamp", condition("EACH", "item", "-1", "null")));
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-10%", BULK)));
    apply(&mut cart, Operation::RegisterDynamic(condition("EACH", "item", "-10%", BULK)));
    let before = cart.clone();
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty(), "the rules do not hold");
    add(&mut cart, "bulb", 1, 9);
    apply(&mut cart, Operation::Evaluate(facts()));
    assert_eq!(cart.conditions(), before.conditions(), "the rules hold");
    assert_eq!(cart.item("lamp"), before.item("lamp"));
    assert!(cart.item("bulb").unwrap().conditions().get("EACH").is_some());
    apply(&mut cart, Operation::UnregisterDynamic("BULK"));
    apply(&mut cart, Operation::UnregisterDynamic("EACH"));
    assert_eq!((names(cart.conditions()), cart.item("lamp")), (vec!["BULK"], before.item("lamp")));
}

#[test]
fn an_items_condition_goes_to_each_item_it_fits_and_leaves_all_when_unregistered() {
    let mut cart = Cart::default();
    for (id, quantity) in [("lamp", 3), ("bulb", 1), ("wire", 5)] {
        add(&mut cart, id, 100, quantity);
    }
    let rules = r#"[{"this_item":{"min_quantity":3}}]"#;
    apply(&mut cart, Operation::RegisterDynamic(condition("MANY", "item", "-10%", rules)));
    let changes = apply(&mut cart, Operation::Evaluate(facts()));
    assert!(matches!(&changes[..], [Change::ItemConditionAdded { .. }, Change::ItemConditionAdded { .. }]));
    let with: Vec<&str> =
        cart.items().filter(|item| !item.conditions().is_empty()).map(|item| item.id().as_str()).collect();
    assert_eq!(with, ["lamp", "wire"]);
    assert!(cart.conditions().is_empty());
    let changes = apply(&mut cart, Operation::UnregisterDynamic("MANY"));
    assert!(matches!(
        &changes[..],
        [Change::DynamicUnregistered { .. }, Change::ItemConditionRemoved { .. }, Change::ItemConditionRemoved { .. }]
    ));
    assert!(cart.items().all(|item| item.conditions().is_empty()));
}

#[test]
fn registered_again_it_takes_the_place_of_what_it_was() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 3);
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-10%", BULK)));
    apply(&mut cart, Operation::Evaluate(facts()));
    let same = apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-10%", BULK)));
    assert!(!same.differ());
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-20%", BULK)));
    apply(&mut cart, Operation::Evaluate(facts()));
    assert_eq!(cart.conditions().get("BULK").unwrap().value(), &ConditionValue::Text("-20%".into()));
    let changes = apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "item", "-20%", BULK)));
    assert!(matches!(&changes[..], [Change::ConditionRemoved { .. }, Change::DynamicRegistered { differs: true, .. }]));
    apply(&mut cart, Operation::Evaluate(facts()));
    assert!(cart.conditions().is_empty() && cart.item("lamp").unwrap().conditions().len() == 1);
}

#[test]
fn a_cart_that_is_cleared_has_no_dynamic_conditions_left() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 3);
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", "subtotal", "-10%", BULK)));
    apply(&mut cart, Operation::Evaluate(facts()));
    apply(&mut cart, Operation::Clear);
    assert!(cart.dynamic_conditions().is_empty());
    add(&mut cart, "lamp", 100, 3);
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty());
}

#[test]
fn without_rules_nothing_can_be_registered() {
    for rules in ["null", "[]", "{}"] {
        let refused = Operation::RegisterDynamic(condition("A", "subtotal", "-1", rules));
        let error = Cart::default().apply(refused, &Policy::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRule, "{rules}");
    }
    let none = Operation::RegisterDynamic(condition("A", "subtotal", "-1", "null"));
    let error = Cart::default().apply(none, &Policy::default()).unwrap_err();
    assert_eq!(error.to_string(), "Only dynamic conditions (with rules) can be registered.");
}

#[test]
fn rules_of_another_version_are_left_alone_and_reported() {
    let stored = Condition::new(condition("FUTURE", "subtotal", "-1", r#"[{"moon":"full"}]"#)).unwrap();
    let unknown_zone = r#"[{"dates":{"from":"2026-01-01","zone":"Mars/Base"}}]"#;
    let zoned = Condition::new(condition("ZONED", "subtotal", "-1", unknown_zone)).unwrap();
    let known = Condition::new(condition("BULK", "subtotal", "-1", BULK)).unwrap();
    let mut cart = Cart::default().with_dynamic_conditions([stored, zoned, known].into_iter().collect());
    cart.put_condition(cart.dynamic_conditions().get("FUTURE").unwrap().put_on_by_rules());
    add(&mut cart, "lamp", 100, 3);
    let changes = apply(&mut cart, Operation::Evaluate(facts()));
    let reported: Vec<&str> = changes
        .iter()
        .filter_map(|change| match change {
            Change::NotEvaluated { condition, .. } => Some(condition.name()),
            _ => None,
        })
        .collect();
    assert_eq!(reported, ["FUTURE", "ZONED"]);
    assert_eq!(names(cart.conditions()), ["FUTURE", "BULK"]);
    assert_eq!(cart.dynamic_conditions().len(), 3);
}

#[test]
fn a_host_that_judges_itself_has_the_same_rights() {
    let mut cart = Cart::default();
    for id in ["lamp", "bulb"] {
        add(&mut cart, id, 100, 1);
    }
    apply(&mut cart, Operation::AddCondition(condition("MINE", "subtotal", "-1", "null")));
    let verdicts = |applies: bool, lines: &'static [&'static str]| {
        [
            Verdict { condition: condition("MINE", "subtotal", "-5", "null"), applies: Applies::Everywhere(applies) },
            Verdict { condition: condition("CODE", "total", "-5", "null"), applies: Applies::Everywhere(applies) },
            Verdict { condition: condition("EACH", "item", "-5", "null"), applies: Applies::Lines(lines) },
        ]
    };
    let changes = apply(&mut cart, Operation::Follow(&verdicts(true, &["bulb", "nowhere"])));
    assert_eq!(changes.len(), 2);
    assert_eq!(names(cart.conditions()), ["MINE", "CODE"]);
    assert!(cart.item("bulb").unwrap().conditions().get("EACH").unwrap().is_by_rules());
    let changes = apply(&mut cart, Operation::Follow(&verdicts(false, &["lamp"])));
    assert_eq!(changes.len(), 3);
    assert_eq!(names(cart.conditions()), ["MINE"]);
    assert!(cart.item("bulb").unwrap().conditions().is_empty());
    apply(&mut cart, Operation::Evaluate(facts()));
    assert!(cart.item("lamp").unwrap().conditions().get("EACH").is_some(), "the engine has no say in it");
    apply(&mut cart, Operation::UnregisterDynamic("EACH"));
    assert!(cart.item("lamp").unwrap().conditions().is_empty());
}

#[test]
fn a_condition_with_rules_that_is_simply_put_on_always_counts_as_in_the_original() {
    let mut cart = Cart::default();
    add(&mut cart, "lamp", 100, 1);
    apply(&mut cart, Operation::AddCondition(condition("BULK", "subtotal", "-10%", BULK)));
    assert!(apply(&mut cart, Operation::Evaluate(facts())).is_empty());
    assert_eq!(cart.total(Currency::find("USD").unwrap()).unwrap().amount().to_f64(), 90.0);
}
