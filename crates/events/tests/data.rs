//! What each event tells, as JSON.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Cart, Json, Merge, MergeStrategy, Operation};
use serde_json::{Value, json};
use support::{apply, condition, item, sealed};

const TIME: &str = "2026-11-20T23:43:33.070924Z";

/// The data of the first event of an operation, and the order of its members.
fn data(cart: &mut Cart, operation: Operation<'_>) -> Value {
    parsed(&sealed(cart, operation)[0].data_json())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The members of the outer object in the order in which they are written.
fn in_order(text: &str, members: &[&str]) {
    let places: Vec<usize> = members
        .iter()
        .map(|member| text.rfind(&format!("\"{member}\":")).unwrap_or_else(|| panic!("{member}")))
        .collect();
    assert!(places.is_sorted(), "{members:?} in {text}");
}

#[test]
fn an_items_events_tell_the_item_and_its_cart() {
    let mut cart = Cart::default();
    let envelopes = sealed(&mut cart, Operation::Add(item("lamp", 4000, 2)));
    let expected = json!({
        "item_id": "lamp", "item_name": "Lamp", "quantity": 2, "price": 4000,
        "identifier": "user-7", "instance_name": "default", "timestamp": TIME,
    });
    assert_eq!(
        parsed(&envelopes[0].data_json()),
        json!({
            "identifier": "user-7", "instance_name": "default", "timestamp": TIME,
        })
    );
    assert_eq!(parsed(&envelopes[1].data_json()), expected);
    in_order(
        &envelopes[1].data_json(),
        &["item_id", "item_name", "quantity", "price", "identifier", "instance_name", "timestamp"],
    );
    assert_eq!(data(&mut cart, Operation::Remove("lamp")), expected);
}

#[test]
fn an_update_of_the_cart_tells_what_it_comes_to() {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::AddCondition(condition("SALE", "-10%", "subtotal")));
    apply(&mut cart, Operation::Add(item("bulb", 100, 1)));
    let envelopes = sealed(&mut cart, Operation::Add(item("lamp", 100, 2)));
    assert_eq!(
        parsed(&envelopes[1].data_json()),
        json!({
            "identifier": "user-7", "instance_name": "default", "reason": null, "items_count": 2, "total_quantity": 3,
            "subtotal": 270, "total": 270, "conditions_count": 1, "timestamp": TIME,
        })
    );
}

#[test]
fn the_impact_of_an_added_condition_is_computed_on_the_subtotal_that_contains_it() {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::Add(item("lamp", 100, 1)));
    let text = sealed(&mut cart, Operation::AddCondition(condition("SALE", "-30%", "subtotal")))[0].data_json();
    assert_eq!(
        parsed(&text),
        json!({
            "condition": {"name": "SALE", "type": "discount", "value": "-30%", "target": "subtotal"},
            "cart": {"instance": "default", "items_count": 1, "total_quantity": 1, "subtotal": 70, "total": 70},
            "impact": -21, "timestamp": TIME,
        })
    );
    let removed = data(&mut cart, Operation::RemoveCondition("SALE"));
    assert_eq!(removed["impact"], json!(-30));
    assert_eq!(removed["lost_savings"], json!(30));
    assert_eq!(removed["reason"], Value::Null);
    assert_eq!(removed["cart"]["subtotal"], json!(100));
}

#[test]
fn a_charge_that_goes_loses_no_savings() {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::Add(item("lamp", 100, 1)));
    apply(&mut cart, Operation::AddCondition(condition("FEE", "+5", "total")));
    assert_eq!(data(&mut cart, Operation::RemoveCondition("FEE"))["lost_savings"], json!(0));
}

#[test]
fn an_items_condition_has_its_impact_on_the_item() {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::Add(item("bulb", 1000, 1)));
    apply(&mut cart, Operation::Add(item("lamp", 100, 2)));
    let text = sealed(&mut cart, Operation::AddItemCondition("lamp", condition("OFF", "-10%", "item")))[0].data_json();
    let added = parsed(&text);
    assert_eq!(added["item"], json!({"id": "lamp", "name": "Lamp", "quantity": 2, "subtotal": 180}));
    assert_eq!(added["impact"], json!(-18));
    in_order(&text, &["condition", "item", "cart", "impact", "timestamp"]);
    let text = sealed(&mut cart, Operation::RemoveItemCondition("lamp", "OFF"))[0].data_json();
    assert_eq!((&parsed(&text)["impact"], &parsed(&text)["lost_savings"]), (&json!(-20), &json!(20)));
    in_order(&text, &["condition", "item", "cart", "impact", "lost_savings", "reason", "timestamp"]);
}

#[test]
fn metadata_is_told_with_a_time_in_seconds() {
    let mut cart = Cart::default();
    let cart_part = json!({"identifier": "user-7", "instance": "default", "items_count": 0, "total": 0});
    let added = data(&mut cart, Operation::SetMetadata("gift", Json::from(r#"{"for":"Ida"}"#)));
    assert_eq!(
        added,
        json!({
            "key": "gift", "value": {"for": "Ida"}, "cart": cart_part, "timestamp": "2026-11-20T23:43:33+00:00",
        })
    );
    let removed = data(&mut cart, Operation::RemoveMetadata("gift"));
    assert_eq!(removed, json!({"key": "gift", "cart": cart_part, "timestamp": "2026-11-20T23:43:33+00:00"}));
}

#[test]
fn a_merge_tells_both_carts_the_strategy_and_whether_there_was_a_conflict() {
    let (mut user, mut guest) = (Cart::default(), Cart::default());
    apply(&mut user, Operation::Add(item("lamp", 100, 1)));
    apply(&mut guest, Operation::Add(item("lamp", 100, 2)));
    let merge = Merge { source: &guest, strategy: MergeStrategy::AddQuantities, resolutions: &[] };
    assert_eq!(
        data(&mut user, Operation::Merge(merge)),
        json!({
            "target_cart": {"identifier": "user-7", "instance_name": "default", "items_count": 1, "total": 300},
            "source_cart": {"identifier": "guest", "instance_name": "default", "items_count": 1, "total": 200},
            "merge_details": {"strategy": "add_quantities", "items_merged": 3, "had_conflicts": true},
            "timestamp": TIME,
        })
    );
    let empty = data(&mut Cart::default(), Operation::Merge(merge));
    assert_eq!(
        empty["merge_details"],
        json!({"strategy": "add_quantities", "items_merged": 2, "had_conflicts": false})
    );
}

#[test]
fn an_envelope_says_which_cart_it_was_and_is_and_when() {
    let mut cart = Cart::default();
    let envelopes = sealed(&mut cart, Operation::Clear);
    assert_eq!(
        parsed(&envelopes[0].to_json()),
        json!({
            "id": "00000000-0000-0000-0000-000000000001", "event": "CartCleared",
            "identifier": "user-7", "instance": "default",
            "before": {"incarnation": "00000000-0000-0000-0000-000000000abc", "version": 3},
            "after": {"incarnation": "00000000-0000-0000-0000-000000000abc", "version": 4},
            "time": TIME, "data": {"identifier": "user-7", "instance_name": "default", "timestamp": TIME},
        })
    );
}

#[test]
fn each_event_of_an_operation_has_an_id_of_its_own() {
    let envelopes = sealed(&mut Cart::default(), Operation::Add(item("lamp", 1, 1)));
    let ids: Vec<u128> = envelopes.iter().map(|envelope| envelope.id.0).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn texts_are_valid_json_whatever_is_in_them() {
    let mut cart = Cart::default();
    let envelopes = sealed(&mut cart, Operation::Add(item("a\"\\\n\u{1}/ü😀", 1, 1)));
    assert_eq!(parsed(&envelopes[1].to_json())["data"]["item_id"], "a\"\\\n\u{1}/ü😀");
}
