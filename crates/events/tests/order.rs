//! Which events each operation makes, in their order: the table of the contract.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Cart, ItemUpdate, Json, Merge, MergeStrategy, Operation, QuantityUpdate};
use support::{apply, condition, item, names, sealed, shipping};

/// The events without the CartUpdated that has to follow each of them.
fn events(cart: &mut Cart, operation: Operation<'_>) -> Vec<&'static str> {
    let envelopes = sealed(cart, operation);
    let mut kinds = Vec::new();
    let mut rest = envelopes.iter().map(|envelope| envelope.event.kind()).peekable();
    while let Some(kind) = rest.next() {
        kinds.push(kind.name());
        if kind.means_updated() {
            assert_eq!(rest.next().map(|next| next.name()), Some("CartUpdated"), "after {kind}");
        }
    }
    assert!(!kinds.contains(&"CartUpdated"), "one follows nothing: {kinds:?}");
    kinds
}

fn with_item() -> Cart {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::Add(item("lamp", 4000, 2)));
    cart
}

#[test]
fn an_item_added_to_an_empty_cart_creates_it_each_time() {
    let mut cart = Cart::default();
    apply(&mut cart, Operation::AddCondition(condition("SALE", "-1", "subtotal")));
    assert_eq!(events(&mut cart, Operation::Add(item("lamp", 1, 1))), ["CartCreated", "ItemAdded"]);
    assert_eq!(events(&mut cart, Operation::Remove("lamp")), ["ItemRemoved"]);
    assert_eq!(events(&mut cart, Operation::Add(item("lamp", 1, 1))), ["CartCreated", "ItemAdded"]);
}

#[test]
fn more_of_an_item_is_an_addition_with_the_summed_quantity() {
    let mut cart = with_item();
    let envelopes = sealed(&mut cart, Operation::Add(item("lamp", 4000, 3)));
    assert_eq!(names(&envelopes), ["ItemAdded", "CartUpdated"]);
    assert!(envelopes[0].data_json().contains(r#""quantity":5"#));
    assert_eq!(events(&mut cart, Operation::Add(item("bulb", 1, 1))), ["ItemAdded"]);
}

#[test]
fn an_update_to_nothing_removes_and_does_not_update() {
    let mut cart = with_item();
    let update =
        |quantity: i64| ItemUpdate { quantity: Some(QuantityUpdate::By(quantity.into())), ..Default::default() };
    assert_eq!(events(&mut cart, Operation::Update("lamp", update(1))), ["ItemUpdated"]);
    assert_eq!(events(&mut cart, Operation::Update("lamp", ItemUpdate::default())), ["ItemUpdated"]);
    let envelopes = sealed(&mut cart, Operation::Update("lamp", update(-3)));
    assert_eq!(names(&envelopes), ["ItemRemoved", "CartUpdated"]);
    assert!(envelopes[0].data_json().contains(r#""quantity":3"#), "the item as it was");
}

#[test]
fn a_condition_set_again_is_added_again() {
    let mut cart = with_item();
    for _ in 0..2 {
        let operation = Operation::AddCondition(condition("SALE", "-10%", "subtotal"));
        assert_eq!(events(&mut cart, operation), ["CartConditionAdded"]);
    }
    assert_eq!(events(&mut cart, Operation::RemoveCondition("SALE")), ["CartConditionRemoved"]);
}

#[test]
fn shipping_removes_each_earlier_one_before_it_is_added() {
    let mut cart = with_item();
    let mut other = condition("courier", "+9", "total");
    other.kind = "shipping";
    assert_eq!(events(&mut cart, Operation::SetShipping(shipping("post", "5"))), ["CartConditionAdded"]);
    apply(&mut cart, Operation::AddCondition(other));
    assert_eq!(
        events(&mut cart, Operation::SetShipping(shipping("express", "15"))),
        ["CartConditionRemoved", "CartConditionRemoved", "CartConditionAdded"]
    );
    assert_eq!(events(&mut cart, Operation::RemoveShipping), ["CartConditionRemoved"]);
    assert!(events(&mut cart, Operation::RemoveShipping).is_empty());
}

#[test]
fn an_items_conditions_have_their_own_events() {
    let mut cart = with_item();
    let operation = Operation::AddItemCondition("lamp", condition("WRAP", "+2", "item"));
    assert_eq!(events(&mut cart, operation), ["ItemConditionAdded"]);
    assert_eq!(events(&mut cart, Operation::RemoveItemCondition("lamp", "WRAP")), ["ItemConditionRemoved"]);
}

#[test]
fn what_is_dropped_has_no_event_and_is_stored_all_the_same() {
    let mut cart = with_item();
    apply(&mut cart, Operation::AddItemCondition("lamp", condition("WRAP", "+2", "item")));
    for name in ["A", "B"] {
        apply(&mut cart, Operation::AddCondition(condition(name, "-1", "subtotal")));
    }
    for operation in [
        Operation::ClearItemConditions("lamp"),
        Operation::RemoveConditionsByType("discount"),
        Operation::AddCondition(condition("C", "-1", "subtotal")),
        Operation::ClearConditions,
    ] {
        let quiet = !matches!(operation, Operation::AddCondition(_));
        let changes = apply(&mut cart, operation);
        assert!(changes.differ());
        assert_eq!(cartwright_events::events_of(&changes, None).is_empty(), quiet, "{changes:?}");
    }
}

#[test]
fn metadata_has_its_events_even_for_a_key_that_was_never_there() {
    let mut cart = Cart::default();
    for value in ["1", "1", "null"] {
        assert_eq!(events(&mut cart, Operation::SetMetadata("note", Json::from(value))), ["MetadataAdded"]);
    }
    assert_eq!(events(&mut cart, Operation::RemoveMetadata("nowhere")), ["MetadataRemoved"]);
}

#[test]
fn a_cart_is_cleared_even_if_it_was_empty_and_that_is_no_update() {
    assert_eq!(names(&sealed(&mut Cart::default(), Operation::Clear)), ["CartCleared"]);
    assert_eq!(names(&sealed(&mut with_item(), Operation::Clear)), ["CartCleared"]);
}

#[test]
fn a_merge_is_one_event_and_an_update() {
    let guest = with_item();
    let merge = Merge { source: &guest, strategy: MergeStrategy::AddQuantities, resolutions: &[] };
    assert_eq!(events(&mut with_item(), Operation::Merge(merge)), ["CartMerged"]);
    assert_eq!(events(&mut Cart::default(), Operation::Merge(merge)), ["CartMerged"]);
    let empty = Merge { source: &Cart::default(), ..merge };
    assert!(events(&mut with_item(), Operation::Merge(empty)).is_empty());
}

#[test]
fn a_call_on_nothing_has_no_event() {
    let mut cart = Cart::default();
    for operation in [
        Operation::Update("lamp", ItemUpdate::default()),
        Operation::Remove("lamp"),
        Operation::RemoveCondition("SALE"),
        Operation::RemoveConditionsByType("discount"),
        Operation::ClearConditions,
        Operation::RemoveShipping,
        Operation::AddItemCondition("lamp", condition("WRAP", "+2", "item")),
        Operation::RemoveItemCondition("lamp", "WRAP"),
        Operation::ClearItemConditions("lamp"),
    ] {
        assert!(events(&mut cart, operation.clone()).is_empty(), "{operation:?}");
    }
}
