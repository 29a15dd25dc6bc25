//! What the header promises where it is easily broken: at the edges of numbers, after refusals, of statuses.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::change::cw_change_kind::*;
use cartwright::change::cw_quantity_update;
use cartwright::prime::{cw_cart_prime, cw_cart_prime_conditions};
use cartwright::status::cw_status::*;
use serde_json::json;
use support::cart::*;
use support::engine::{Engine, Locks};
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

#[test]
fn a_time_to_wait_beyond_what_sqlite_can_wait_is_as_long_as_it_can() {
    let directory = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", directory.path().join("carts.sqlite").display());
    for milliseconds in [0, i64::from(i32::MAX) + 1, i64::MAX] {
        let settings = json!({"store": store, "busy_timeout_ms": milliseconds}).to_string();
        Engine::open(&settings).unwrap().cart("user-7").add(&SHIRT).unwrap();
        Locks::open(&settings).unwrap().acquire(&milliseconds.to_string(), 1000, 0).unwrap();
    }
}

#[test]
fn a_stored_quantity_beyond_every_limit_is_refused_more_of_and_nothing_breaks() {
    let cart = Cart::loaded(
        r#"{"shirt":{"id":"shirt","name":"A","price":5,"quantity":79228162514264328797450928128,"attributes":[],"conditions":[],"associated_model":null}}"#,
    );
    cart.set_limits(1000, 1_000_000, i64::MAX, 255).unwrap();
    let refusal = refused(cart.add(&Item { quantity: i64::MAX, ..SHIRT }));
    assert_eq!(refusal.status, CW_NUMBER_OUT_OF_RANGE as i32, "{refusal:?}");
    assert_eq!(cart.count(), (1, i64::MAX), "the cart can be used as before");
}

#[test]
fn an_item_that_goes_to_another_line_is_not_said_to_be_gone() {
    let engine = Engine::open(r#"{"store":"memory","switches":{"line_identity":"id_and_attributes"}}"#).unwrap();
    let hosted = Cart::new();
    hosted.set_switches(0, 1, 0, 0).unwrap();
    for cart in [engine.cart("user-7"), hosted] {
        cart.add(&Item { attributes: Some(br#"{"size":"L"}"#), quantity: 2, ..SHIRT }).unwrap();
        let items: serde_json::Value = serde_json::from_slice(&cart.items(JSON).unwrap()).unwrap();
        let line = items.as_object().unwrap().keys().next().unwrap().clone();
        let smaller = Update { attributes: Some(br#"{"size":"M"}"#), ..KEEP };
        let (change, item) = cart.update(line.as_bytes(), &smaller, JSON).unwrap();
        assert_eq!((change.kind, change.quantity, change.first), (CW_CHANGE_ITEM_ADDED as i32, 2, 0));
        let item: serde_json::Value = serde_json::from_slice(&item.unwrap()).unwrap();
        assert_eq!(item["attributes"], json!({"size": "M"}));
        assert_eq!(cart.result().unwrap().unwrap().kinds(), ["item_removed", "item_added"]);
        let (change, item) = cart.update(item["line"].as_str().unwrap().as_bytes(), &gone(), JSON).unwrap();
        assert_eq!((change.kind, item.is_some()), (CW_CHANGE_ITEM_REMOVED as i32, true));
    }
}

fn gone() -> Update<'static> {
    Update { quantity_update: cw_quantity_update::CW_QUANTITY_TO as i32, quantity: 0, ..KEEP }
}

#[test]
fn a_cart_that_cannot_be_read_can_be_cleared() {
    let (corrupt, sale) = (&b"no JSON"[..], br#"{"sale":{"name":"sale","type":"discount","value":"-1"}}"#);
    for (items, conditions) in [(corrupt, &sale[..]), (&b"{}"[..], corrupt), (corrupt, corrupt)] {
        let cart = Cart::new();
        cart.hold(Some(items), Some(conditions)).unwrap();
        cart.clear().unwrap();
        assert_eq!(cart.result().unwrap().unwrap().kinds(), ["cleared"]);
        assert_eq!((cart.pending(), cart.count()), (7, (0, 0)));
        for column in [ITEMS, CONDITIONS, 4] {
            assert_eq!(cart.column(column).unwrap(), None);
        }
        cart.committed();
        cart.add(&SHIRT).unwrap();
        assert_eq!((cart.pending(), cart.count()), (ITEMS, (1, 1)));
    }
}

#[test]
fn handles_go_between_threads_as_the_header_says() {
    fn is_used_by_many<T: Send + Sync>() {}
    fn is_used_by_one_at_a_time<T: Send>() {}
    is_used_by_many::<cartwright::engine::cw_engine>();
    is_used_by_many::<cartwright::locks::cw_locks>();
    is_used_by_one_at_a_time::<cartwright::cart::cw_cart>();
    is_used_by_one_at_a_time::<cartwright::result::cw_result>();
    is_used_by_one_at_a_time::<cartwright::merge::cw_merge_plan>();
    is_used_by_one_at_a_time::<cartwright::error::cw_error>();
}
