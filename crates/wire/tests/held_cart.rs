//! When the text of a held cart is read, and what is refused then.

use cartwright_core::{Change, Condition, ConditionValue, Currency, Json, NewCondition, Operation, Policy};
use cartwright_wire::{Format, HeldCart, Pending, StoredCart, StoredErrorKind, condition};

const ITEMS: &str =
    r#"{"a":{"id":"a","name":"A","price":10,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#;
const CONDITIONS: Pending = Pending { items: false, conditions: true, metadata: false };

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
    cart.apply(Operation::AddCondition(fee(value)), &Policy::default()).expect("put on");
}

fn total(cart: &HeldCart) -> f64 {
    let usd = Currency::find("USD").expect("USD");
    cart.cart().expect("a cart").cart().total(usd).expect("a total").amount().to_f64()
}

#[test]
fn a_condition_changes_without_the_items_being_read() {
    let mut cart = HeldCart::new(Some("no JSON"), Some(&column_of("+1")), None);
    put(&mut cart, "+2");
    assert_eq!(cart.pending(), CONDITIONS);
    assert_eq!(cart.conditions().map(StoredCart::conditions_column), Ok(Some(column_of("+2"))));
    let (_, changes) = cart.apply(Operation::RemoveCondition("fee"), &Policy::default()).expect("taken off");
    assert!(matches!(&changes[..], [Change::ConditionRemoved { .. }]));
    assert_eq!(cart.conditions().map(StoredCart::conditions_column), Ok(None));
}

#[test]
fn items_that_are_read_later_meet_the_conditions_as_they_are_by_then() {
    let mut cart = HeldCart::new(Some(ITEMS), Some(&column_of("+1")), None);
    put(&mut cart, "+2");
    assert_eq!((total(&cart), cart.pending()), (12.0, CONDITIONS));
    cart.committed();
    assert_eq!(cart.pending(), Pending::default());
    put(&mut cart, "+3");
    assert_eq!((total(&cart), cart.pending()), (13.0, CONDITIONS));
}

#[test]
fn conditions_that_were_stored_before_the_items_are_read_are_not_pending() {
    let mut cart = HeldCart::new(Some(ITEMS), None, None);
    put(&mut cart, "+2");
    cart.committed();
    assert_eq!((total(&cart), cart.pending()), (12.0, Pending::default()));
}

#[test]
fn an_operation_on_items_is_refused_where_they_cannot_be_read_and_leaves_the_cart_as_it_was() {
    let mut cart = HeldCart::new(Some("{"), Some(&column_of("+1")), None);
    for _ in 0..2 {
        let error = cart.apply(Operation::Remove("a"), &Policy::default()).expect_err("refused");
        assert_eq!(error.kind(), StoredErrorKind::Corrupt);
        assert_eq!(cart.cart().expect_err("refused"), error);
        assert_eq!(cart.pending(), Pending::default());
    }
    put(&mut cart, "+1");
    assert_eq!(cart.pending(), Pending::default(), "it was there already");
}

#[test]
fn an_operation_on_items_needs_the_conditions_too() {
    let mut cart = HeldCart::new(Some(ITEMS), Some("{"), None);
    let error = cart.apply(Operation::Remove("a"), &Policy::default()).expect_err("refused");
    assert_eq!(error.kind(), StoredErrorKind::Corrupt);
    assert!(cart.conditions().is_err());
}

#[test]
fn it_holds_what_it_was_given_or_has_become_and_nothing_that_is_pending() {
    let (one, two) = (column_of("+1"), column_of("+2"));
    let mut cart = HeldCart::new(Some(ITEMS), Some(&one), None);
    assert!(cart.holds(Some(ITEMS), Some(&one), None));
    put(&mut cart, "+2");
    for conditions in [&one, &two] {
        assert!(!cart.holds(Some(ITEMS), Some(conditions), None), "pending");
    }
    cart.committed();
    for read in [false, true] {
        assert!(cart.holds(Some(ITEMS), Some(&two), None), "read: {read}");
        assert!(!cart.holds(Some(ITEMS), Some(&one), None), "read: {read}");
        assert!(!cart.holds(None, Some(&two), None), "read: {read}");
        assert!(!cart.holds(Some("{}"), Some(&two), None), "read: {read}");
        total(&cart);
    }
}

#[test]
fn a_cart_of_nothing_is_empty() {
    for items in [None, Some(""), Some("0"), Some("[]")] {
        let cart = HeldCart::new(items, None, None);
        assert_eq!(cart.cart().expect("a cart").cart().item_count(), 0);
        assert_eq!(cart.pending(), Pending::default());
    }
}

#[test]
fn metadata_is_changed_without_the_items_and_stays_changed_when_they_are_read() {
    let mut cart = HeldCart::new(Some(ITEMS), None, Some(r#"{"note":1}"#));
    let (_, changes) =
        cart.apply(Operation::SetMetadata("note", Json::from("2")), &Policy::default()).expect("a value");
    assert!(changes.differ());
    assert_eq!(cart.pending(), Pending { metadata: true, ..Pending::default() });
    let whole = cart.cart().expect("a cart");
    assert_eq!((whole.cart().item_count(), whole.metadata_column().as_deref()), (1, Some(r#"{"note":2}"#)));
    assert_eq!(cart.pending(), Pending { metadata: true, ..Pending::default() });
    cart.committed();
    assert!(cart.holds(Some(ITEMS), None, Some(r#"{"note":2}"#)));
}
