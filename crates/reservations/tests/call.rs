//! Calls in JSON: what C and PHP use.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::ManualClock;
use cartwright_reservations::conformance::PlainStore;
use cartwright_reservations::{ErrorKind, Keep, LockTable, Reservations, Settings};
use serde_json::{Value, json};
use std::time::Duration;

fn shop() -> (Reservations, ManualClock) {
    let clock = ManualClock::default();
    let store = PlainStore::new(clock.clone(), Keep::default());
    (Reservations::new(store, Settings::default()).unwrap(), clock)
}

fn said(shop: &Reservations, call: Value) -> Value {
    serde_json::from_str(&shop.call(&call.to_string()).unwrap_or_else(|error| panic!("{call}: {error}"))).unwrap()
}

#[test]
fn a_purchase_can_be_made_of_calls_alone() {
    let (shop, clock) = shop();
    said(&shop, json!({"op": "set_stock", "key": "shop/item/lamp", "on_hand": 5}));
    assert_eq!(said(&shop, json!({"op": "adjust_stock", "key": "shop/item/lamp", "by": -1}))["on_hand"], 4);
    let lines = json!([{"vendor": "shop", "kind": "item", "sku": "lamp", "quantity": 1}, {"key": "shop/item/lamp", "quantity": 2}]);
    let held = said(&shop, json!({"op": "reserve", "order": "1", "owner": "ada", "lines": lines, "ttl_ms": 60_000}));
    assert_eq!(
        (&held["granted"], &held["remaining_ms"], &held["again"]),
        (&json!(true), &json!(60_000), &json!(false))
    );
    let token = held["token"].as_str().unwrap();
    let claim = |op: &str| json!({"op": op, "order": "1", "token": token});
    let shown = said(&shop, claim("check"));
    assert_eq!((&shown["answer"], &shown["lines"][0]["quantity"]), (&json!("done"), &json!(3)));
    let amended = said(
        &shop,
        json!({"op": "amend", "order": "1", "token": token, "lines": [{"key": "shop/item/lamp", "quantity": 4}]}),
    );
    assert_eq!(amended["granted"], true);
    clock.advance(Duration::from_secs(30));
    assert_eq!(
        said(&shop, json!({"op": "renew", "order": "1", "token": token, "ttl_ms": 60_000}))["remaining_ms"],
        60_000
    );
    let committed = said(&shop, claim("commit"));
    assert_eq!((&committed["answer"], &committed["late"]), (&json!("done"), &json!(false)));
    assert_eq!(said(&shop, claim("release")), json!({"answer": "ended", "state": "committed"}));
    assert_eq!(said(&shop, json!({"op": "find", "order": 1}))["state"], "committed");
    assert_eq!(said(&shop, json!({"op": "list", "state": "committed"})).as_array().unwrap().len(), 1);
    assert_eq!(said(&shop, json!({"op": "levels", "keys": ["shop/item/lamp"]}))[0]["sold"], 4);
    assert_eq!(said(&shop, json!({"op": "keys"})), json!(["shop/item/lamp"]));
    assert_eq!(said(&shop, json!({"op": "stats"}))["counters"]["committed"], 1);
    let notes = said(&shop, json!({"op": "audit"}));
    assert!(notes.as_array().unwrap().len() > 4 && !notes.to_string().contains(token));
}

#[test]
fn a_count_of_the_callers_and_a_late_commit_can_be_called() {
    let (shop, clock) = shop();
    let line = json!({"key": "shop/item/lamp", "quantity": 2, "on_hand": 2, "sold": 0});
    let held = said(&shop, json!({"op": "reserve", "order": "1", "owner": "ada", "lines": [line]}));
    clock.advance(Duration::from_secs(3600));
    assert_eq!(said(&shop, json!({"op": "sweep", "limit": 10}))["expired"], json!(["1"]));
    let counted = json!([{"key": "shop/item/lamp", "on_hand": 2}]);
    let late = said(&shop, json!({"op": "commit", "order": "1", "token": held["token"], "counted": counted}));
    assert_eq!((&late["answer"], &late["late"]), (&json!("done"), &json!(true)));
}

#[test]
fn what_is_no_call_is_refused_with_what_is_wrong() {
    let (shop, _) = shop();
    let line = |line: Value| json!({"op": "reserve", "order": "1", "owner": "a", "lines": [line]});
    for (call, kind) in [
        (json!([]), ErrorKind::InvalidCall),
        (json!({}), ErrorKind::InvalidCall),
        (json!({"op": "steal"}), ErrorKind::InvalidCall),
        (json!({"op": "reserve", "order": "1", "owner": "a", "lines": {}}), ErrorKind::InvalidCall),
        (json!({"op": "reserve", "order": "1", "owner": "a", "lines": []}), ErrorKind::InvalidLines),
        (json!({"op": "reserve", "order": "", "owner": "a", "lines": []}), ErrorKind::InvalidName),
        (json!({"op": "reserve", "order": 1.5, "owner": "a", "lines": []}), ErrorKind::InvalidCall),
        (line(json!({"key": "lamp", "quantity": 1})), ErrorKind::InvalidKey),
        (line(json!({"key": "a/b/c"})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": 0})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": -1})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": 1.5})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": "1"})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": 1e12})), ErrorKind::InvalidQuantity),
        (line(json!({"key": "a/b/c", "quantity": 1, "on_hand": -1})), ErrorKind::InvalidCall),
        (line(json!({"key": "a/b/c", "quantity": 1, "rule": "mine"})), ErrorKind::InvalidCall),
        (json!({"op": "commit", "order": "1", "token": "00"}), ErrorKind::InvalidToken),
        (json!({"op": "commit", "order": "1"}), ErrorKind::InvalidToken),
        (json!({"op": "clear_all", "reason": "x"}), ErrorKind::NotConfirmed),
        (json!({"op": "clear_all", "reason": "x", "confirm": "yes"}), ErrorKind::InvalidCall),
        (json!({"op": "set_stock", "key": "a/b/c", "on_hand": -1}), ErrorKind::InvalidStock),
        (json!({"op": "adjust_stock", "key": "a/b/c", "by": 1}), ErrorKind::InvalidStock),
    ] {
        let error = shop.call(&call.to_string()).unwrap_err();
        assert_eq!(error.kind(), kind, "{call}: {error}");
    }
    assert_eq!(shop.call("{").unwrap_err().kind(), ErrorKind::InvalidCall);
}

#[test]
fn the_lock_table_has_the_shapes_it_had() {
    let (shop, clock) = shop();
    let now = 1_735_689_600_000_i64;
    let table = LockTable::new(shop.clone()).showing(clock.clone());
    assert!(table.acquire_lock("lamp", "ada", None).unwrap());
    clock.advance(Duration::from_secs(60));
    let info = json!({"userId": "ada", "acquiredAt": now, "expiresAt": now + 300_000, "remainingTime": 240_000});
    assert_eq!(table.get_lock_info("lamp").unwrap(), info);
    assert!(!table.acquire_lock("lamp", "ada", None).unwrap(), "an attempt is refused, whoever makes it");
    assert!(table.acquire_lock("bulb", "ben", Some(1000.0)).unwrap());
    let stats = table.get_stats().unwrap();
    assert_eq!((&stats["activeLocks"], &stats["timestamp"]), (&json!(2), &json!(now + 60_000)));
    clock.advance(Duration::from_secs(1));
    assert_eq!(table.get_stats().unwrap()["lockKeys"], json!(["locks/lock/lamp"]), "what has expired does not count");
    let details = table.get_detailed_stats().unwrap();
    assert_eq!(["totalLocks", "activeLocks", "expiredLocks"].map(|name| details[name].as_u64().unwrap()), [2, 1, 1]);
    let expired = &details["expiredLockDetails"][0];
    assert_eq!(
        ["key", "userId", "isExpired"].map(|name| expired[name].clone()),
        [json!("locks/lock/bulb"), json!("ben"), json!(true)]
    );
    assert!(!table.release_lock("lamp", "ben").unwrap() && table.release_lock("lamp", "ada").unwrap());
    assert_eq!(table.get_lock_info("lamp").unwrap(), Value::Null);
    let cart = said(
        &shop,
        json!({"op": "reserveItemsInCart", "items": [{"itemId": 7, "kind": "item", "quantity": 1}, {"itemId": "8", "kind": "item", "quantity": 2}], "userId": "ada", "vendorId": "shop"}),
    );
    assert_eq!((&cart["success"], &cart["message"]), (&json!(true), &json!("All items reserved successfully")));
    assert_eq!(cart["reservations"][0]["itemId"], "7");
    let refused = said(
        &shop,
        json!({"op": "reserveItemsInCart", "items": [{"itemId": 8, "kind": "item", "quantity": 2}], "userId": "ben", "vendorId": "shop"}),
    );
    let failed = json!([{"itemId": "8", "kind": "item", "quantity": 2, "reason": "Item is currently being processed by another user"}]);
    assert_eq!(
        (&refused["failedItems"], &refused["message"]),
        (&failed, &json!("Some items are currently unavailable"))
    );
    let released = said(
        &shop,
        json!({"op": "releaseOrderLocks", "items": [{"itemId": 7, "kind": "item"}, {"itemId": 9, "kind": "item"}], "userId": "ada"}),
    );
    assert_eq!(released, json!({"released": ["7"], "failed": ["9"]}));
    assert_eq!(said(&shop, json!({"op": "isLocked", "itemId": "shop/item/8"})), json!(true));
    assert_eq!(said(&shop, json!({"op": "clearAllLocks"})), json!(1));
    let statistics = table.get_lock_statistics().unwrap();
    assert_eq!((&statistics["pendingOrders"], &statistics["activeLocks"]), (&json!(0), &json!(0)));
    let forced = said(&shop, json!({"op": "forceReleaseOrderLocks", "orderId": "none", "reason": "test"}));
    assert_eq!(forced["message"], "Lock not found");
    assert!(table.acquire_lock("again", "ada", Some(1.0)).unwrap());
    clock.advance(Duration::from_millis(1));
    let cleaned = table.cleanup_expired_orders().unwrap();
    assert_eq!(cleaned["failedCleanups"], json!([]));
}

#[test]
fn a_reservation_is_found_by_its_token_alone_however_many_there_are() {
    let (shop, _) = shop();
    said(&shop, json!({"op": "set_policy", "key": "shop/item/lamp", "policy": "untracked"}));
    let lines = json!([{"key": "shop/item/lamp", "quantity": 1}]);
    let mut last = Value::Null;
    for order in 1000..2101 {
        last = said(&shop, json!({"op": "reserve", "order": order, "owner": order, "lines": lines}));
    }
    assert_eq!(said(&shop, json!({"op": "find", "token": last["token"]}))["order"], "2100");
    assert_eq!(said(&shop, json!({"op": "find", "token": "0".repeat(32)})), Value::Null);
    assert!(shop.call(r#"{"op":"find","token":"short"}"#).is_err() && shop.call(r#"{"op":"find"}"#).is_err());
}

#[test]
fn the_older_table_does_not_rewrite_an_order_that_it_has_not_made() {
    let (shop, clock) = shop();
    let lines = json!([
        {"key": "shop/item/lamp", "quantity": 1, "rule": "on_hand", "on_hand": 9},
        {"key": "shop/item/vase", "quantity": 1, "rule": "exclusive"},
    ]);
    let held = said(&shop, json!({"op": "reserve", "order": "17", "owner": "ada", "lines": lines}));
    let release = |ids: &[&str]| {
        let items: Vec<_> = ids.iter().map(|id| json!({"itemId": id, "kind": "item"})).collect();
        said(&shop, json!({"op": "releaseOrderLocks", "items": items, "userId": "ada"}))
    };
    // Otherwise the lamp, which goes by a count of the caller's, would from now on go by what the store knows.
    assert_eq!(release(&["vase"]), json!({"released": [], "failed": ["vase"]}));
    clock.advance(Duration::from_secs(24 * 60 * 60));
    let counted = json!([{"key": "shop/item/lamp", "on_hand": 0}]);
    let late = json!({"op": "commit", "order": "17", "token": held["token"], "counted": counted});
    assert_eq!(said(&shop, late)["answer"], "expired", "there is no lamp any more");

    said(&shop, json!({"op": "reserve", "order": "18", "owner": "ada", "lines": lines}));
    assert_eq!(release(&["vase", "lamp"]), json!({"released": ["vase", "lamp"], "failed": []}));
}

#[test]
fn the_guide_names_every_operation() {
    let guide = include_str!("../../../docs/reservations.md");
    let source = include_str!("../src/call/mod.rs");
    let arms =
        source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>").map(|(name, _)| name));
    let (mut count, known) = (0, ["unknown", "untracked", "exclusive"]);
    for name in arms.filter(|name| !known.contains(name)) {
        assert!(guide.contains(&format!("`{name}`")), "docs/reservations.md does not name `{name}`");
        count += 1;
    }
    assert!(count > 30, "{count}");
}
