//! When the text of a held cart is read, and what is refused then.

use cartwright_core::{Change, Condition, ConditionValue, Currency, Json, Limits, NewCondition, Operation};
use cartwright_wire::{Format, HeldCart, Pending, StoredCart, StoredErrorKind, condition};

const ITEMS: &str =
    r#"{"a":{"id":"a","name":"A","price":10,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#;
const CONDITIONS: Pending = Pending { items: false, conditions: true };

fn fee(value: &str) -> NewCondition<'static> {
    NewCondition {
        name: "fee",
        kind: "fee",
        target: "total",
        value: ConditionValue::Text(value.into()),
        attributes: Json::from(Json::EMPTY_LIST),
        order: 0,
        rules: Json::from(Json::NULL),
    }
}

/// The conditions' column with this fee alone.
fn column_of(value: &str) -> String {
    let text = condition(&Condition::new(fee(value)).expect("a condition"), Format::Json).expect("text");
    format!(r#"{{"fee":{}}}"#, String::from_utf8(text).expect("UTF-8"))
}

fn put(cart: &mut HeldCart, value: &str) {
    cart.apply(Operation::AddCondition(fee(value)), &Limits::default()).expect("put on");
}

fn total(cart: &HeldCart) -> f64 {
    let usd = Currency::find("USD").expect("USD");
    cart.cart().expect("a cart").cart().total(usd).expect("a total").amount().to_f64()
}

#[test]
fn a_condition_changes_without_the_items_being_read() {
    let mut cart = HeldCart::new(Some("no JSON"), Some(&column_of("+1")));
    put(&mut cart, "+2");
    assert_eq!(cart.pending(), CONDITIONS);
    assert_eq!(cart.conditions().map(StoredCart::conditions_column), Ok(Some(column_of("+2"))));
    let (_, change) = cart.apply(Operation::RemoveCondition("fee"), &Limits::default()).expect("taken off");
    assert!(matches!(change, Change::ConditionRemoved(_)));
    assert_eq!(cart.conditions().map(StoredCart::conditions_column), Ok(None));
}

#[test]
fn items_that_are_read_later_meet_the_conditions_as_they_are_by_then() {
    let mut cart = HeldCart::new(Some(ITEMS), Some(&column_of("+1")));
    put(&mut cart, "+2");
    assert_eq!((total(&cart), cart.pending()), (12.0, CONDITIONS));
    cart.committed();
    assert_eq!(cart.pending(), Pending::default());
    put(&mut cart, "+3");
    assert_eq!((total(&cart), cart.pending()), (13.0, CONDITIONS));
}

#[test]
fn conditions_that_were_stored_before_the_items_are_read_are_not_pending() {
    let mut cart = HeldCart::new(Some(ITEMS), None);
    put(&mut cart, "+2");
    cart.committed();
    assert_eq!((total(&cart), cart.pending()), (12.0, Pending::default()));
}

#[test]
fn an_operation_on_items_is_refused_where_they_cannot_be_read_and_leaves_the_cart_as_it_was() {
    let mut cart = HeldCart::new(Some("{"), Some(&column_of("+1")));
    for _ in 0..2 {
        let error = cart.apply(Operation::Remove("a"), &Limits::default()).expect_err("refused");
        assert_eq!(error.kind(), StoredErrorKind::Corrupt);
        assert_eq!(cart.cart().expect_err("refused"), error);
        assert_eq!(cart.pending(), Pending::default());
    }
    put(&mut cart, "+1");
    assert_eq!(cart.pending(), Pending::default(), "it was there already");
}

#[test]
fn an_operation_on_items_needs_the_conditions_too() {
    let mut cart = HeldCart::new(Some(ITEMS), Some("{"));
    let error = cart.apply(Operation::Remove("a"), &Limits::default()).expect_err("refused");
    assert_eq!(error.kind(), StoredErrorKind::Corrupt);
    assert!(cart.conditions().is_err());
}

#[test]
fn it_holds_what_it_was_given_or_has_become_and_nothing_that_is_pending() {
    let (one, two) = (column_of("+1"), column_of("+2"));
    let mut cart = HeldCart::new(Some(ITEMS), Some(&one));
    assert!(cart.holds(Some(ITEMS), Some(&one)));
    put(&mut cart, "+2");
    for conditions in [&one, &two] {
        assert!(!cart.holds(Some(ITEMS), Some(conditions)), "pending");
    }
    cart.committed();
    for read in [false, true] {
        assert!(cart.holds(Some(ITEMS), Some(&two)), "read: {read}");
        assert!(!cart.holds(Some(ITEMS), Some(&one)), "read: {read}");
        assert!(!cart.holds(None, Some(&two)), "read: {read}");
        assert!(!cart.holds(Some("{}"), Some(&two)), "read: {read}");
        total(&cart);
    }
}

#[test]
fn a_cart_of_nothing_is_empty() {
    for items in [None, Some(""), Some("0"), Some("[]")] {
        let cart = HeldCart::new(items, None);
        assert_eq!(cart.cart().expect("a cart").cart().item_count(), 0);
        assert_eq!(cart.pending(), Pending::default());
    }
}
