//! What the C ABI promises beyond its results: statuses, errors and who owns them, and that a refusal changes nothing.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::change::{cw_change_kind, cw_quantity_update};
use cartwright::money::{cw_currency, cw_money_round};
use cartwright::number::{cw_number, cw_number_kind};
use cartwright::read::cw_sum;
use cartwright::status::cw_status::*;
use cartwright::value::{cw_arithmetic, cw_number_combine};
use support::cart::*;
use support::{Answer, assert_refused, call, raw, receive, receive_text, refused};

/// All that can be seen of a cart.
fn seen(cart: &Cart) -> (i32, Vec<u8>, Vec<u8>) {
    (cart.pending(), cart.content(b"default", b"USD", JSON).unwrap(), cart.content(b"default", b"USD", PHP).unwrap())
}

#[test]
fn each_status_comes_with_its_sentence_and_the_values_it_is_about() {
    let cart = Cart::new();
    assert_refused(cart.add(&Item { id: None, ..SHIRT }), CW_INVALID_ARGUMENT, "The item's id must not be NULL", "{}");
    assert_refused(
        cart.add(&Item { quantity: 0, ..SHIRT }),
        CW_INVALID_ITEM,
        "Cart item quantity must be a positive integer",
        r#"{"quantity":"0"}"#,
    );
    assert_refused(
        cart.add_condition(&Condition { target: Some(b"cart"), ..SALE }),
        CW_INVALID_CONDITION,
        "Condition target must be one of: subtotal, total, item",
        r#"{"target":"cart"}"#,
    );
    assert_refused(
        cart.add(&Item { unknown_class: Some(br"App\Shirt"), ..SHIRT }),
        CW_UNKNOWN_MODEL,
        r"Model App\Shirt does not exist",
        r#"{"model":"App\\Shirt"}"#,
    );
    assert_refused(
        cart.add(&Item { price: Given::real(1e300), ..SHIRT }),
        CW_NUMBER_OUT_OF_RANGE,
        "The number 1e300 is beyond the range of an exact decimal (28 digits); use a smaller number",
        r#"{"number":"1e300"}"#,
    );
    assert_refused(
        cart.content(b"default", b"XXX", JSON),
        CW_UNKNOWN_CURRENCY,
        r#"Invalid currency "XXX""#,
        r#"{"currency":"XXX"}"#,
    );
    assert_refused(
        cart.load(Some(b"[oops"), None),
        CW_CORRUPT_CART,
        "The stored items of this cart cannot be read: Syntax error at byte 1. Nothing was changed; repair the row or \
         clear the cart",
        r#"{"column":"items","entry":""}"#,
    );
    assert_refused(
        cart.add(&Item { name: Some(b"Gr\xf6\xdfe"), ..SHIRT }),
        CW_INVALID_TEXT,
        "The item's name is not valid UTF-8; convert it before it is put into a cart",
        r#"{"argument":"item's name"}"#,
    );
    cart.set_limits(1, 1_000_000, 10, 255).unwrap();
    cart.add(&SHIRT).unwrap();
    assert_refused(
        cart.add(&Item { id: Some(b"cap"), ..SHIRT }),
        CW_CART_TOO_LARGE,
        "Cart cannot contain more than 1 items",
        r#"{"items":"2","limit":"1"}"#,
    );
}

#[test]
fn an_error_lives_until_it_is_freed_whatever_happens_meanwhile() {
    use cartwright::error::{cw_error_free, cw_error_message};

    let mut errors = [std::ptr::null_mut(); 2];
    for (error, code) in errors.iter_mut().zip(["XXX", "YYY"]) {
        let (code, length) = raw(Some(code.as_bytes()));
        let (mut text, mut text_length) = (std::ptr::null_mut(), 0);
        // SAFETY: the texts are readable, the places may be written.
        let status = unsafe { cw_currency(code, length, &raw mut text, &raw mut text_length, error) };
        assert_eq!(status, CW_UNKNOWN_CURRENCY as i32);
    }
    drop(Cart::with(&SHIRT));
    for (error, sentence) in errors.into_iter().zip([r#"Invalid currency "XXX""#, r#"Invalid currency "YYY""#]) {
        let (mut text, mut length) = (std::ptr::null(), 0);
        // SAFETY: the error was written above and is freed here, after its sentence was read.
        unsafe {
            assert_eq!(cw_error_message(error, &raw mut text, &raw mut length), 0);
            assert_eq!(std::slice::from_raw_parts(text.cast::<u8>(), length), sentence.as_bytes());
            cw_error_free(error);
        }
    }
}

#[test]
fn who_wants_no_error_passes_no_place_and_still_gets_the_status() {
    let (code, length) = raw(Some(b"XXX"));
    let mut out = cw_number::default();
    // SAFETY: the text is readable, the place may be written, NULL stands for no error.
    let status = unsafe { cw_money_round(1, 5, 0.0, code, length, &raw mut out, std::ptr::null_mut()) };
    assert_eq!(status, CW_UNKNOWN_CURRENCY as i32);
}

#[test]
fn a_number_that_stands_for_nothing_is_an_invalid_argument() {
    let cart = Cart::with(&SHIRT);
    let before = seen(&cart);
    let price = |kind| Given { kind, ..Given::text("1") };
    for unknown in [-1, 99, i32::MIN, i32::MAX] {
        let answers = [
            refused(cart.add(&Item { price: price(unknown), ..SHIRT })),
            refused(cart.update(b"shirt", &Update { price: price(unknown), ..KEEP }, JSON)),
            refused(cart.update(b"shirt", &Update { quantity_update: unknown, ..KEEP }, JSON)),
            refused(cart.update(b"shirt", &KEEP, unknown)),
            refused(cart.remove(b"shirt", unknown)),
            refused(cart.add_condition(&Condition { value: price(unknown), ..SALE })),
            refused(cart.remove_condition(b"sale", unknown)),
            refused(cart.column(unknown)),
            refused(cart.item(b"shirt", unknown)),
            refused(cart.items(unknown)),
            refused(cart.conditions(unknown)),
            refused(cart.content(b"default", b"USD", unknown)),
            refused(cart.sum(unknown, b"USD")),
            refused(combine(unknown, 1, 1)),
            refused(combine(cw_arithmetic::CW_ADD as i32, unknown, 1)),
            refused(combine(cw_arithmetic::CW_ADD as i32, 1, unknown)),
        ];
        for refusal in answers {
            assert_eq!(refusal.status, CW_INVALID_ARGUMENT as i32, "{refusal:?}");
            assert!(refusal.message.starts_with(&format!("{unknown} is no ")), "{refusal:?}");
        }
    }
    assert_eq!(seen(&cart), before);
}

fn combine(arithmetic: i32, left_kind: i32, right_kind: i32) -> Answer<cw_number> {
    // SAFETY: the places may be written.
    receive("cw_number_combine", |out, error| unsafe {
        cw_number_combine(arithmetic, left_kind, 6, 6.0, right_kind, 3, 3.0, out, error)
    })
}

#[test]
fn a_number_is_of_a_kind_that_the_function_takes() {
    let cart = Cart::new();
    for kind in [cw_number_kind::CW_NUMBER_NONE, cw_number_kind::CW_NUMBER_WHOLE] {
        let value = Given { kind: kind as i32, ..SALE.value };
        assert_eq!(refused(cart.add_condition(&Condition { value, ..SALE })).status, CW_INVALID_ARGUMENT as i32);
    }
    for kind in [cw_number_kind::CW_NUMBER_NONE, cw_number_kind::CW_NUMBER_TEXT] {
        assert_eq!(refused(combine(1, kind as i32, 1)).status, CW_INVALID_ARGUMENT as i32);
    }
}

#[test]
fn a_refused_change_leaves_the_cart_as_it_was() {
    let stored = Cart::with(&SHIRT);
    stored.add_condition(&SALE).unwrap();
    let (items, conditions) = (stored.column(ITEMS).unwrap(), stored.column(CONDITIONS).unwrap());
    let cart = Cart::new();
    cart.load(items.as_deref(), conditions.as_deref()).unwrap();
    cart.set_limits(1, 200, 10, 20).unwrap();
    let before = seen(&cart);
    assert_eq!(before.0, 0, "nothing is pending");

    let (long, deep) = ([b'x'; 300], [b'['; 600]);
    let mut large = [b' '; 300];
    (large[0], large[299]) = (b'"', b'"');
    for item in [
        Item { id: Some(b"cap"), ..SHIRT },
        Item { name: Some(b" "), ..SHIRT },
        Item { name: Some(&long), ..SHIRT },
        Item { quantity: 10, ..SHIRT },
        Item { quantity: i64::MAX, ..SHIRT },
        Item { price: Given::real(f64::NAN), ..SHIRT },
        Item { price: Given::text("-1"), ..SHIRT },
        Item { price: Given::text("1.0e29"), ..SHIRT },
        Item { attributes: Some(&large), ..SHIRT },
        Item { attributes: Some(&deep), ..SHIRT },
        Item { attributes: Some(b"{"), ..SHIRT },
        Item { conditions: Some(br#"[{"name":"a","type":"b","value":""}]"#), ..SHIRT },
        Item { conditions: Some(b"\xff"), ..SHIRT },
        Item { model: Some(b"App"), ..SHIRT },
        Item { unknown_class: Some(b"App"), ..SHIRT },
    ] {
        refused(cart.add(&item));
        assert_eq!(seen(&cart), before, "{item:?}");
    }
    let to = cw_quantity_update::CW_QUANTITY_TO as i32;
    for update in [
        Update { quantity_update: to, quantity: 11, ..KEEP },
        Update { name: Some(b"\t"), ..KEEP },
        Update { name: Some(&long), ..KEEP },
        Update { price: Given::whole(-1), ..KEEP },
        Update { price: Given::real(f64::INFINITY), ..KEEP },
        Update { attributes: Some(&large), ..KEEP },
        Update { quantity_update: to, quantity: 2, name: Some(b"Shirt"), attributes: Some(b"[1"), ..KEEP },
    ] {
        refused(cart.update(b"shirt", &update, PHP));
        assert_eq!(seen(&cart), before, "{update:?}");
    }
    for condition in [
        Condition { name: Some(b""), ..SALE },
        Condition { kind: None, ..SALE },
        Condition { value: Given::text("INF"), ..SALE },
        Condition { value: Given::real(0.0), ..SALE },
        Condition { attributes: Some(b"nil"), ..SALE },
        Condition { rules: Some(&deep), ..SALE },
    ] {
        refused(cart.add_condition(&condition));
        assert_eq!(seen(&cart), before, "{condition:?}");
    }
    refused(cart.remove(b"shirt\xff", PHP));
    refused(cart.remove_condition(b"sale", 0));
    assert_eq!(seen(&cart), before);
}

#[test]
fn what_is_not_there_changes_nothing() {
    let cart = Cart::new();
    let (change, item) = cart.update(b"cap", &KEEP, JSON).unwrap();
    assert_eq!((change.kind, item), (cw_change_kind::CW_CHANGE_NOTHING as i32, None));
    assert_eq!(cart.remove(b"cap", JSON).unwrap(), None);
    assert_eq!(cart.remove_condition(b"sale", JSON).unwrap(), None);
    assert_eq!(cart.item(b"cap", PHP).unwrap(), None);
    assert_eq!(cart.pending(), 0);
}

#[test]
fn an_item_is_handed_out_as_it_was_when_it_is_removed() {
    for format in [JSON, PHP] {
        let cart = Cart::with(&SHIRT);
        let item = cart.item(b"shirt", format).unwrap();
        assert!(item.is_some());
        assert_eq!(cart.remove(b"shirt", format).unwrap(), item);

        let cart = Cart::with(&SHIRT);
        let none = Update { quantity_update: cw_quantity_update::CW_QUANTITY_TO as i32, ..KEEP };
        let (change, removed) = cart.update(b"shirt", &none, format).unwrap();
        assert_eq!((change.kind, removed), (cw_change_kind::CW_CHANGE_ITEM_REMOVED as i32, item));
    }
}

#[test]
fn limits_below_zero_are_refused_and_the_old_ones_stay() {
    let cart = Cart::new();
    for limits in [[-1, 1, 1, 1], [1, -1, 1, 1], [1, 1, -1, 1], [1, 1, 1, -1]] {
        let [items, data, quantity, text] = limits;
        assert_eq!(refused(cart.set_limits(items, data, quantity, text)).status, CW_INVALID_ARGUMENT as i32);
    }
    cart.add(&Item { quantity: 10_000, ..SHIRT }).unwrap();
}

#[test]
fn texts_may_hold_any_character_nul_too() {
    let cart = Cart::new();
    let item = Item {
        id: Some(b"a\0b"),
        name: Some("\0„Größe“\u{2028}😀".as_bytes()),
        attributes: Some(br#""\u0000""#),
        ..SHIRT
    };
    cart.add(&item).unwrap();
    let stored = cart.column(ITEMS).unwrap();
    let again = Cart::new();
    again.load(stored.as_deref(), None).unwrap();
    let text = again.item(b"a\0b", PHP).unwrap().unwrap();
    assert!(text.windows(item.name.unwrap().len()).any(|part| part == item.name.unwrap()));
    assert!(text.windows(8).any(|part| part == b"s:1:\"\0\";"));
    assert_eq!(again.item(b"a", PHP).unwrap(), None);
}

#[test]
fn a_length_beyond_any_memory_is_refused_before_a_byte_is_read() {
    for length in [usize::MAX, isize::MAX as usize + 1] {
        let refusal = refused(receive_text("cw_currency", |text, text_length, error| {
            // SAFETY: of such a length nothing is read.
            unsafe { cw_currency(c"USD".as_ptr(), length, text, text_length, error) }
        }));
        assert_eq!(refusal.status, CW_INVALID_ARGUMENT as i32);
        assert_eq!(refusal.message, "The length of the currency is beyond any memory");
    }
}

#[test]
fn nothing_is_a_cart_that_can_be_used() {
    use cartwright::cart::cw_cart_free;
    use cartwright::hosted::{cw_cart_committed, cw_cart_forget, cw_cart_load};
    use std::ptr::{null, null_mut};

    // SAFETY: NULL is refused, or does nothing.
    unsafe {
        for answer in [
            call("cw_cart_forget", |error| cw_cart_forget(null_mut(), error)),
            call("cw_cart_committed", |error| cw_cart_committed(null_mut(), error)),
            call("cw_cart_load", |error| cw_cart_load(null_mut(), null(), 0, null(), 0, null(), 0, error)),
        ] {
            assert_refused(answer, CW_INVALID_ARGUMENT, "The cart must not be NULL", "{}");
        }
        cw_cart_free(null_mut());
    }
}

#[test]
fn different_carts_are_used_by_different_threads_at_the_same_time() {
    let contents: Vec<_> = std::thread::scope(|scope| {
        let shoppers: Vec<_> = (0..4)
            .map(|_| {
                let cart = Cart::new();
                scope.spawn(move || {
                    for _ in 0..200 {
                        cart.add(&SHIRT).unwrap();
                        refused(cart.add(&Item { id: None, ..SHIRT }));
                        cart.sum(cw_sum::CW_SUM_TOTAL as i32, b"USD").unwrap();
                    }
                    seen(&cart)
                })
            })
            .collect();
        shoppers.into_iter().map(|shopper| shopper.join().unwrap()).collect()
    });
    assert!(contents.iter().all(|content| *content == contents[0]));
}
