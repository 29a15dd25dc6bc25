//! Where an earlier system failed in real use, each as a test.

use super::Subject;
use super::support::{MINUTE, SECOND, key};
use crate::answer::Answer;
use crate::engine::{Request, Reservations};
use crate::error::ErrorKind;
use crate::lock_table::{CartItem, LockTable};
use crate::settings::Settings;
use crate::stock::Line;
use cartwright_coordination::WallTime;
use serde_json::{Value, json};

fn shop<S: Subject>(subject: &S) -> Reservations
where
    S::Store: 'static,
{
    Reservations::new(subject.open(), Settings::default()).unwrap()
}

fn said(shop: &Reservations, call: &Value) -> Value {
    serde_json::from_str(&shop.call(&call.to_string()).unwrap()).unwrap()
}

fn item(id: &str, quantity: u32) -> CartItem {
    CartItem { item_id: id.into(), kind: "item".into(), quantity, lock_key: None }
}

pub fn an_order_is_released_after_payment_whether_its_id_is_a_number_or_a_text<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    said(&shop, &json!({"op": "set_stock", "vendor": 1, "kind": "item", "sku": 17, "on_hand": 1}));
    let lines = json!([{"vendor": "1", "kind": "item", "sku": "17", "quantity": 1}]);
    let held = said(&shop, &json!({"op": "reserve", "order": 4711, "owner": 7, "lines": lines}));
    let again = said(&shop, &json!({"op": "reserve", "order": "4711", "owner": "7", "lines": lines}));
    assert_eq!((&again["again"], &again["token"]), (&json!(true), &held["token"]));
    let released = said(&shop, &json!({"op": "release", "order": "4711", "token": held["token"]}));
    assert_eq!(released["answer"], "done");
    assert_eq!(said(&shop, &json!({"op": "level", "key": "1/item/17"}))["available"], 1);
}

pub fn one_buyer_does_not_block_500_units_for_everybody<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 500).unwrap();
    let table = LockTable::new(shop);
    for buyer in 0..10 {
        let reserved =
            table.reserve_items_in_cart(&[item("lamp", 50)], &format!("user-{buyer}"), "shop", None).unwrap();
        assert_eq!(reserved["success"], true, "{reserved}");
    }
    let refused = table.reserve_items_in_cart(&[item("lamp", 1)], "user-11", "shop", None).unwrap();
    assert_eq!(refused["failedItems"][0]["reason"], "Item is currently being processed by another user");
}

pub fn a_lease_that_is_shorter_than_the_time_to_pay_is_no_setting_and_late_payments_oversell_nothing<S: Subject>(
    subject: &S,
) where
    S::Store: 'static,
{
    let short = Settings::default().with_payment_window(MINUTE * 30).with_lease(MINUTE * 5);
    assert_eq!(Reservations::new(subject.open(), short).unwrap_err().kind(), ErrorKind::InvalidSettings);
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 1).unwrap();
    let one = [Line::new(key("lamp"), 1)];
    let five_minutes = Some(shop.lifetime_from_millis(300_000.0).unwrap());
    let late = shop.reserve(&Request { lifetime: five_minutes, ..Request::new("1", "ada", &one) }).unwrap();
    subject.advance(MINUTE * 6);
    let other = shop.reserve(&Request::new("2", "ben", &one)).unwrap().granted().unwrap();
    assert_eq!(shop.commit("1", &late.granted().unwrap().token).unwrap(), Answer::Expired);
    assert!(shop.commit("2", &other.token).unwrap().done().is_some());
    assert_eq!((shop.level(&key("lamp")).unwrap().sold, shop.level(&key("lamp")).unwrap().available), (1, Some(0)));
}

pub fn the_same_item_on_two_lines_of_a_cart_does_not_refuse_itself<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 3).unwrap();
    let table = LockTable::new(shop.clone());
    let cart = [item("lamp", 1), item("untracked", 1), item("lamp", 2), item("untracked", 1)];
    let reserved = table.reserve_items_in_cart(&cart, "ada", "shop", None).unwrap();
    assert_eq!(reserved["success"], true, "{reserved}");
    assert_eq!(reserved["reservations"].as_array().unwrap().len(), 4);
    assert_eq!(shop.level(&key("lamp")).unwrap().held, 3);
}

pub fn an_old_order_does_not_release_what_a_newer_order_of_the_same_user_holds<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 1).unwrap();
    let table = LockTable::new(shop.clone());
    let reserve =
        || table.reserve_items_in_cart(&[item("lamp", 1)], "ada", "shop", None).unwrap()["reservations"][0].clone();
    let of =
        |reserved: &Value| CartItem { lock_key: reserved["lockKey"].as_str().map(str::to_owned), ..item("lamp", 1) };
    let old = reserve();
    subject.advance(MINUTE * 5);
    let new = reserve();
    let released = table.release_order_locks(&[of(&old)], "ada").unwrap();
    assert_eq!(released, json!({"released": [], "failed": ["lamp"]}));
    assert_eq!(shop.level(&key("lamp")).unwrap().held, 1);
    assert_eq!(
        table.release_order_locks(&[of(&new)], "ben").unwrap()["failed"],
        json!(["lamp"]),
        "nor does another user"
    );
    assert_eq!(table.release_order_locks(&[of(&new)], "ada").unwrap(), json!({"released": ["lamp"], "failed": []}));
}

pub fn a_lifetime_that_is_none_holds_nothing_on_any_surface<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 9).unwrap();
    let table = LockTable::new(shop.clone());
    for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -1.0, 0.5, 1e300, 86_400_001.0] {
        let refused = [
            shop.lifetime_from_millis(none).map(drop).unwrap_err(),
            table.acquire_lock("lamp", "ada", Some(none)).map(drop).unwrap_err(),
            table.reserve_items_in_cart(&[item("lamp", 1)], "ada", "shop", Some(none)).map(drop).unwrap_err(),
        ];
        assert!(refused.iter().all(|error| error.kind() == ErrorKind::InvalidLifetime), "{none}");
    }
    let one = [Line::new(key("lamp"), 1)];
    let held = shop.reserve(&Request::new("held", "ada", &one)).unwrap().granted().unwrap();
    for none in [
        json!(0),
        json!(-1),
        json!(0.5),
        json!(1e300),
        json!(86_400_001),
        json!("NaN"),
        json!("60000"),
        json!([]),
        json!(true),
    ] {
        let calls = [
            json!({"op": "reserve", "order": "1", "owner": "ada", "ttl_ms": none, "lines": [{"key": "shop/item/lamp", "quantity": 1}]}),
            json!({"op": "renew", "order": "held", "token": held.token.secret_text(), "ttl_ms": none}),
            json!({"op": "acquireLock", "itemId": "lamp", "userId": "ada", "ttlMs": none}),
            json!({"op": "reserveItemsInCart", "items": [{"itemId": "lamp"}], "userId": 1, "vendorId": 1, "ttlMs": none}),
        ];
        for call in calls {
            let error = shop.call(&call.to_string()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidLifetime, "{call}: {error}");
        }
    }
    assert_eq!((shop.stats().unwrap().tally.lines, table.is_locked("lamp").unwrap()), (1, false));
}

pub fn a_jump_of_the_wall_clock_ends_and_prolongs_no_hold<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 1).unwrap();
    let one = [Line::new(key("lamp"), 1)];
    let held = shop.reserve(&Request::new("1", "ada", &one)).unwrap().granted().unwrap();
    for wall in [0, 10_000_000_000, 1_000_000_000] {
        subject.set_wall_clock(WallTime::from_secs(wall));
        let shown = shop.find("1").unwrap().unwrap();
        assert_eq!((shown.remaining, shop.level(&key("lamp")).unwrap().available), (held.remaining, Some(0)));
    }
    subject.advance(held.remaining);
    assert_eq!(shop.level(&key("lamp")).unwrap().available, Some(1));
}

pub fn a_second_handle_has_no_table_of_its_own<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let (one, other) = (LockTable::new(shop(subject)), LockTable::new(shop(subject)));
    assert!(one.acquire_lock("lamp", "ada", None).unwrap());
    assert!(!other.acquire_lock("lamp", "ben", None).unwrap() && other.is_locked("lamp").unwrap());
    assert!(other.release_lock("lamp", "ada").unwrap() && !one.is_locked("lamp").unwrap());
}

pub fn a_payment_callback_that_is_played_again_charges_stock_once<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 5).unwrap();
    let held = shop.reserve(&Request::new("1", "ada", &[Line::new(key("lamp"), 2)])).unwrap().granted().unwrap();
    for _ in 0..3 {
        assert!(shop.commit("1", &held.token).unwrap().done().is_some());
        subject.advance(SECOND);
    }
    let level = shop.level(&key("lamp")).unwrap();
    assert_eq!((level.sold, level.available), (2, Some(3)));
}

pub fn what_takes_from_everybody_is_confirmed_and_has_a_reason<S: Subject>(subject: &S)
where
    S::Store: 'static,
{
    let shop = shop(subject);
    shop.set_stock(&key("lamp"), 5).unwrap();
    assert!(shop.reserve(&Request::new("1", "ada", &[Line::new(key("lamp"), 2)])).unwrap().granted().is_some());
    assert_eq!(shop.clear_all(false, "closing").unwrap_err().kind(), ErrorKind::NotConfirmed);
    assert_eq!(shop.clear_all(true, " ").unwrap_err().kind(), ErrorKind::ReasonNeeded);
    assert_eq!(shop.force_release("1", "").unwrap_err().kind(), ErrorKind::ReasonNeeded);
    assert_eq!(shop.level(&key("lamp")).unwrap().held, 2);
    assert_eq!(shop.clear_all(true, "closing").unwrap(), [crate::OrderId::new("1").unwrap()]);
    assert_eq!(shop.level(&key("lamp")).unwrap().held, 0);
}
