//! What the header promises where it is easily broken: at the edges of numbers, after refusals, of statuses.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::prime::{cw_cart_prime, cw_cart_prime_conditions};
use cartwright::status::cw_status::*;
use serde_json::json;
use support::cart::*;
use support::engine::Engine;
use support::{call, refused};

#[test]
fn no_zone_is_as_much_as_a_day_from_utc() {
    let engine = Engine::memory();
    for seconds in [i64::from(i32::MIN), i64::MIN, -86_400, 86_400, i64::MAX] {
        let refusal = refused(engine.set_zones(&json!({"Mars/Base": seconds}).to_string()));
        assert_eq!(refusal.status, CW_INVALID_ARGUMENT as i32, "{seconds}: {refusal:?}");
    }
    engine.set_zones(r#"{"West":-86399,"East":86399}"#).unwrap();
}

#[test]
fn a_result_that_cannot_be_told_is_refused_before_anything_is_changed() {
    let cart = Cart::new();
    cart.hold(Some(b"no JSON"), None).unwrap();
    let refusal = refused(cart.apply(r#"{"op":"set_metadata","key":"note","value":1}"#));
    assert_eq!(refusal.status, CW_CORRUPT_CART as i32);
    assert_eq!(cart.pending(), 0, "any other status than CW_OK leaves the cart as it was");
    assert_eq!(cart.metadata(Some(b"note"), JSON).unwrap(), None);
    // Who wants no result needs no items.
    cart.set_metadata(b"note", Some(b"1")).unwrap();
    assert_eq!(cart.metadata(Some(b"note"), JSON).unwrap().unwrap(), b"1");
}

/// Each refuses a change: before the cart is looked at, or by the cart.
type Refused = fn(&Cart) -> i32;

#[test]
fn a_refused_change_has_no_result_however_early_it_is_refused() {
    let refusals: [(&str, Refused); 9] = [
        ("add", |cart| refused(cart.add(&Item { attributes: Some(b"{oops"), ..SHIRT })).status),
        ("update", |cart| refused(cart.update(b"shirt", &Update { quantity_update: 7, ..KEEP }, JSON)).status),
        ("remove", |cart| refused(cart.remove(b"\xff", JSON)).status),
        ("add_condition", |cart| refused(cart.add_condition(&Condition { rules: Some(b"{oops"), ..SALE })).status),
        ("remove_condition", |cart| refused(cart.remove_condition(b"sale", 7)).status),
        ("set_metadata", |cart| refused(cart.set_metadata(b"note", Some(b"{oops"))).status),
        ("remove_metadata", |cart| refused(cart.remove_metadata(b"\xff")).status),
        ("apply", |cart| refused(cart.apply("{oops")).status),
        ("merge", |cart| refused(cart.merge(&Cart::with(&SHIRT), 7, None)).status),
    ];
    let engine = Engine::memory();
    for (function, refuse) in refusals {
        for cart in [Cart::new(), engine.cart("user-7")] {
            cart.add(&SHIRT).unwrap();
            assert!(cart.result().unwrap().is_some());
            assert_ne!(refuse(&cart), 0);
            assert!(cart.result().unwrap().is_none(), "{function}: this is the result of what was done before");
        }
    }
}

/// That the header names the status for the function is checked with every refusal.
#[test]
fn statuses_are_named_where_they_can_be_answered() {
    let cart = Cart::with(&SHIRT);
    let reserved = b"__cartwright_dynamic_conditions";
    assert_eq!(refused(cart.set_metadata(reserved, Some(b"1"))).status, CW_RESERVED_KEY as i32);
    assert_eq!(refused(cart.remove_metadata(reserved)).status, CW_RESERVED_KEY as i32);
    let too_many = refused(cart.merge(&Cart::with(&SHIRT), 1, Some(r#"{"shirt":{"quantity":10001}}"#)));
    assert_eq!(too_many.status, CW_INVALID_ITEM as i32);

    let (handle, null) = (Cart::new(), std::ptr::null());
    let huge = br#"[{"name":"huge","type":"fee","target":"subtotal","value":"+1e40"}]"#;
    // SAFETY: the cart is live, the text is readable.
    let refusal = unsafe {
        call("cw_cart_prime", |error| cw_cart_prime(handle.handle(), error)).unwrap();
        refused(call("cw_cart_prime_conditions", |error| {
            cw_cart_prime_conditions(handle.handle(), huge.as_ptr().cast(), huge.len(), null, 0, error)
        }))
    };
    assert_eq!(refusal.status, CW_NUMBER_OUT_OF_RANGE as i32);
}
