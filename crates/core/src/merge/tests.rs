//! What a merge keeps, sums, limits and refuses.

use super::*;
use crate::{
    Condition, ConditionValue, Conditions, ErrorKind, Json, Limits, Model, NewCondition, NewItem, Operation, PriceInput,
};

fn cart(items: &[(&str, i64, i64)]) -> Cart {
    let mut cart = Cart::default();
    for (id, price, quantity) in items {
        let item = NewItem {
            id,
            name: "Thing",
            price: PriceInput::Whole(*price),
            quantity: (*quantity).into(),
            attributes: Json::from("[]"),
            conditions: Conditions::default(),
            model: Model::none(),
        };
        cart.apply(Operation::Add(item), &Policy::default()).unwrap();
    }
    cart
}

fn with_coupon(mut cart: Cart, name: &str, value: &str) -> Cart {
    let coupon = Condition::new(NewCondition {
        name,
        kind: "discount",
        target: "subtotal",
        value: ConditionValue::Text(value.into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from("null"),
    });
    cart.put_condition(coupon.unwrap());
    cart
}

fn merged(target: &mut Cart, merge: Merge<'_>, policy: &Policy) -> Result<Merged> {
    let changes = target.apply(Operation::Merge(merge), policy)?;
    match changes.into_iter().next() {
        Some(Change::Merged(merged)) => Ok(*merged),
        other => panic!("{other:?}"),
    }
}

fn plain(source: &Cart, strategy: MergeStrategy) -> Merge<'_> {
    Merge { source, strategy, resolutions: &[] }
}

#[test]
fn the_four_strategies_decide_the_quantity_and_the_targets_data_stays() {
    for (strategy, quantity) in [
        (MergeStrategy::AddQuantities, 5),
        (MergeStrategy::KeepHighestQuantity, 3),
        (MergeStrategy::KeepTarget, 2),
        (MergeStrategy::ReplaceWithSource, 3),
    ] {
        let (mut user, guest) = (cart(&[("a", 10, 2)]), cart(&[("a", 99, 3), ("b", 7, 1)]));
        let merged = merged(&mut user, plain(&guest, strategy), &Policy::default()).unwrap();
        let item = user.item("a").unwrap();
        assert_eq!((item.quantity().whole(), item.price().to_i64()), (quantity, Some(10)), "{strategy:?}");
        assert_eq!(merged.quantity, Decimal::from(quantity + 1));
        assert_eq!((merged.conflicts.len(), merged.strategy, merged.moved), (1, strategy.name(), false));
        assert_eq!(MergeStrategy::find(strategy.name()), Some(strategy));
    }
    assert_eq!(MergeStrategy::find("sum"), None);
}

#[test]
fn a_merge_that_brings_nothing_new_is_to_be_stored_for_its_source() {
    let (mut user, guest) = (cart(&[("a", 10, 2)]), cart(&[("a", 10, 2)]));
    let keep = Operation::Merge(plain(&guest, MergeStrategy::KeepTarget));
    assert!(user.apply(keep, &Policy::default()).unwrap().differ());
    assert_eq!(user, guest);
}

#[test]
fn a_source_without_items_changes_nothing() {
    let (mut user, guest) = (cart(&[("a", 10, 2)]), with_coupon(Cart::default(), "SALE", "-10%"));
    let changes = user.apply(Operation::Merge(plain(&guest, MergeStrategy::default())), &Policy::default()).unwrap();
    assert!(changes.is_empty());
    assert_eq!(user, cart(&[("a", 10, 2)]));
}

#[test]
fn a_target_without_items_becomes_the_source() {
    let mut user = with_coupon(Cart::default(), "OLD", "-5");
    let guest = with_coupon(cart(&[("a", 10, 2)]), "SALE", "-10%");
    let merged = merged(&mut user, plain(&guest, MergeStrategy::default()), &Policy::default()).unwrap();
    assert_eq!(user, guest);
    assert!(merged.moved && merged.conflicts.is_empty());
}

#[test]
fn conditions_and_metadata_are_united_and_the_targets_win() {
    let mut user = with_coupon(cart(&[("a", 10, 1)]), "SALE", "-5");
    user.set_metadata("note", Json::from("\"mine\"")).unwrap();
    user.remove_metadata("gone").unwrap();
    let mut guest = with_coupon(with_coupon(cart(&[("b", 10, 1)]), "SALE", "-10%"), "EXTRA", "-1");
    for key in ["note", "gone", "more"] {
        guest.set_metadata(key, Json::from("\"theirs\"")).unwrap();
    }
    merged(&mut user, plain(&guest, MergeStrategy::default()), &Policy::default()).unwrap();
    let names: Vec<&str> = user.conditions().iter().map(|condition| condition.name()).collect();
    assert_eq!(names, ["SALE", "EXTRA"]);
    assert_eq!(user.conditions().get("SALE").unwrap().value(), &ConditionValue::Text("-5".into()));
    let values: Vec<(&str, &str)> = user.metadata().iter().map(|(key, value)| (key, value.as_str())).collect();
    assert_eq!(values, [("note", "\"mine\""), ("gone", "\"theirs\""), ("more", "\"theirs\"")]);
}

#[test]
fn a_sum_beyond_the_limit_stops_at_it_and_is_reported() {
    let policy = Policy::from(Limits { item_quantity: 10, ..Limits::default() });
    let (mut user, guest) = (cart(&[("a", 1, 8)]), cart(&[("a", 1, 8), ("b", 1, 11)]));
    let merged = merged(&mut user, plain(&guest, MergeStrategy::AddQuantities), &policy).unwrap();
    assert_eq!(user.item("a").unwrap().quantity().whole(), 10);
    assert_eq!(user.item("b").unwrap().quantity().whole(), 10);
    assert!(merged.conflicts[0].limited);
    assert_eq!(merged.limited.iter().map(ItemId::as_str).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn what_the_target_already_had_is_not_taken_away_by_a_limit_lowered_since() {
    let policy = Policy::from(Limits { item_quantity: 10, ..Limits::default() });
    let (mut user, guest) = (cart(&[("a", 1, 20)]), cart(&[("a", 1, 8)]));
    merged(&mut user, plain(&guest, MergeStrategy::AddQuantities), &policy).unwrap();
    assert_eq!(user.item("a").unwrap().quantity().whole(), 20);
}

#[test]
fn too_many_items_refuse_the_merge_and_leave_both_carts_as_they_were() {
    let policy = Policy::from(Limits { items: 2, ..Limits::default() });
    let (mut user, guest) = (cart(&[("a", 1, 1), ("b", 1, 1)]), cart(&[("b", 1, 1), ("c", 1, 1)]));
    let error = merged(&mut user, plain(&guest, MergeStrategy::AddQuantities), &policy).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CartTooLarge);
    assert_eq!(user, cart(&[("a", 1, 1), ("b", 1, 1)]));
}

#[test]
fn what_was_decided_counts_before_the_strategy() {
    let (mut user, guest) = (
        cart(&[("a", 10, 1), ("b", 10, 1), ("c", 10, 1), ("d", 10, 1)]),
        cart(&[("a", 20, 2), ("b", 20, 2), ("c", 20, 2), ("d", 20, 2)]),
    );
    let resolutions = [
        ("a", Resolution::Quantity(7.into())),
        ("b", Resolution::TakeSource),
        ("c", Resolution::Quantity(0.into())),
        ("nowhere", Resolution::TakeSource),
    ];
    let merge = Merge { source: &guest, strategy: MergeStrategy::AddQuantities, resolutions: &resolutions };
    let merged = merged(&mut user, merge, &Policy::default()).unwrap();
    let lines: Vec<_> = user
        .items()
        .map(|item| (item.line().as_str().to_owned(), item.price().to_i64().unwrap(), item.quantity().whole()))
        .collect();
    assert_eq!(lines, [("a".to_owned(), 10, 7), ("b".to_owned(), 20, 2), ("d".to_owned(), 10, 3)]);
    assert_eq!(merged.strategy, "custom");
}

#[test]
fn a_decided_quantity_beyond_the_limit_is_refused() {
    let (mut user, guest) = (cart(&[("a", 10, 1)]), cart(&[("a", 20, 2)]));
    let resolutions = [("a", Resolution::Quantity(10_001.into()))];
    let merge = Merge { source: &guest, strategy: MergeStrategy::AddQuantities, resolutions: &resolutions };
    assert!(merged(&mut user, merge, &Policy::default()).is_err());
    assert_eq!(user, cart(&[("a", 10, 1)]));
}
