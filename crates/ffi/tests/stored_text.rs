//! A cart on its way to and from stored text.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::number::cw_number_kind;
use cartwright::status::cw_status::*;
use support::cart::*;
use support::{assert_refused, refused};

#[test]
fn a_column_beyond_the_limit_is_refused_until_the_cart_is_forgotten() {
    let cart = Cart::new();
    cart.set_limits(1000, 100, 10, 255).unwrap();
    cart.add(&SHIRT).unwrap();
    assert_refused(
        cart.column(ITEMS),
        CW_CART_TOO_LARGE,
        "Cart items data size (124 bytes) exceeds maximum allowed size of 100 bytes",
        r#"{"bytes":"124","limit":"100"}"#,
    );
    cart.add_condition(&SALE).unwrap();
    assert_eq!(refused(cart.column(CONDITIONS)).status, CW_CART_TOO_LARGE as i32);
    cart.forget();
    assert_eq!((cart.pending(), cart.count(), cart.column(ITEMS).unwrap()), (0, (0, 0), None));
}

/// A price given as an integer is one until the item is read from text, where every price is a float. So its kind tells
/// whether the text was read again.
fn kind_of_price(cart: &Cart) -> i32 {
    cart.update(b"shirt", &KEEP, JSON).unwrap().0.price.kind
}

#[test]
fn text_that_the_cart_holds_already_is_not_read_again() {
    let cart = Cart::with(&Item { price: Given::whole(20), ..SHIRT });
    let items = cart.column(ITEMS).unwrap();
    cart.committed();

    cart.load(items.as_deref(), None).unwrap();
    assert_eq!(kind_of_price(&cart), cw_number_kind::CW_NUMBER_WHOLE as i32);

    cart.load(items.as_deref(), Some(b"[]")).unwrap();
    assert_eq!(kind_of_price(&cart), cw_number_kind::CW_NUMBER_REAL as i32);
}

#[test]
fn a_cart_with_changes_that_were_not_stored_is_read_again() {
    let cart = Cart::with(&SHIRT);
    let items = cart.column(ITEMS).unwrap();
    cart.committed();
    cart.add(&Item { id: Some(b"cap"), ..SHIRT }).unwrap();

    cart.load(items.as_deref(), None).unwrap();
    assert_eq!((cart.pending(), cart.count(), cart.column(ITEMS).unwrap()), (0, (1, 1), items));
}

#[test]
fn text_that_cannot_be_read_leaves_the_cart_empty() {
    for (items, conditions) in [
        (Some(&b"{"[..]), None),
        (None, Some(&b"nonsense"[..])),
        (Some(b"\xff"), None),
        (None, Some(b"[\"\xc3\"]")),
        (Some(br#"{"a":{"id":"a","name":"A","price":"free","quantity":1}}"#), None),
        (None, Some(br#"[{"name":"sale","type":"discount","value":"INF"}]"#)),
    ] {
        let cart = Cart::with(&SHIRT);
        assert_eq!(refused(cart.load(items, conditions)).status, CW_CORRUPT_CART as i32);
        assert_eq!((cart.pending(), cart.count()), (0, (0, 0)));
        assert_eq!((cart.column(ITEMS).unwrap(), cart.column(CONDITIONS).unwrap()), (None, None));
    }
}

#[test]
fn a_held_column_is_read_by_the_call_that_needs_it() {
    let cart = Cart::with(&SHIRT);
    cart.hold(Some(b"{"), None).unwrap();
    cart.add_condition(&SALE).unwrap();
    let sale = cart.column(CONDITIONS).unwrap();
    assert!(sale.is_some());
    cart.committed();

    for _ in 0..2 {
        assert_eq!(refused(cart.add(&SHIRT)).status, CW_CORRUPT_CART as i32);
        assert_eq!(refused(cart.column(ITEMS)).status, CW_CORRUPT_CART as i32);
        assert_eq!(cart.pending(), 0);
    }
    assert_eq!(cart.column(CONDITIONS).unwrap(), sale);
    assert_eq!(refused(cart.load(Some(b"{"), sale.as_deref())).status, CW_CORRUPT_CART as i32);
    assert_eq!((cart.count(), cart.column(CONDITIONS).unwrap()), ((0, 0), None));
}

#[test]
fn a_text_that_is_not_utf_8_is_not_held() {
    let cart = Cart::with(&SHIRT);
    assert_eq!(refused(cart.hold(None, Some(b"\xff"))).status, CW_CORRUPT_CART as i32);
    assert_eq!((cart.pending(), cart.count()), (0, (0, 0)));
}

#[test]
fn a_value_is_no_deeper_than_what_can_be_read_from_its_column() {
    let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
    let within = |value: &[u8]| [br#"{"x":{"name":"x","type":"fee","value":"+1","attributes":"#, value, b"}}"].concat();
    let (deepest, too_deep) = (nested(507), nested(508));
    let cart = Cart::new();
    for item in [
        Item { attributes: Some(&deepest), ..SHIRT },
        Item { model: Some(&deepest), ..SHIRT },
        Item { conditions: Some(&within(&nested(505))), ..SHIRT },
    ] {
        cart.add(&item).unwrap();
        let stored = cart.column(ITEMS).unwrap();
        Cart::new().load(stored.as_deref(), None).unwrap();
    }
    cart.add_condition(&Condition { attributes: Some(&deepest), rules: Some(&deepest), ..SALE }).unwrap();
    Cart::new().load(None, cart.column(CONDITIONS).unwrap().as_deref()).unwrap();
    for answer in [
        refused(cart.add(&Item { attributes: Some(&too_deep), ..SHIRT })),
        refused(cart.add(&Item { model: Some(&too_deep), ..SHIRT })),
        refused(cart.add(&Item { conditions: Some(&within(&nested(506))), ..SHIRT })),
        refused(cart.update(b"shirt", &Update { attributes: Some(&too_deep), ..KEEP }, JSON)),
        refused(cart.add_condition(&Condition { attributes: Some(&too_deep), ..SALE })),
        refused(cart.add_condition(&Condition { rules: Some(&too_deep), ..SALE })),
    ] {
        assert_eq!(answer.status, CW_INVALID_TEXT as i32);
        assert!(answer.message.ends_with("Maximum stack depth exceeded"), "{answer:?}");
    }
}
