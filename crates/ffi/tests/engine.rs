//! The engine as a host calls it: carts that are stored before the call returns, what changes did, merges, clean-up, locks.
#![allow(clippy::unwrap_used)]

// Shared with the other suites; none uses all of it.
#[allow(dead_code)]
mod support;

use cartwright::hosted::cw_column;
use cartwright::merge::cw_merge_strategy::*;
use cartwright::read::cw_sum;
use cartwright::status::cw_status::*;
use serde_json::json;
use support::cart::*;
use support::engine::{Engine, Locks, free_nothing};
use support::{assert_refused, refused};

const ADD: i32 = CW_MERGE_ADD_QUANTITIES as i32;
const METADATA: i32 = cw_column::CW_COLUMN_METADATA as i32;

fn in_a_file(directory: &tempfile::TempDir, layout: &str) -> String {
    json!({"store": format!("{layout}:{}", directory.path().join("carts.sqlite").display())}).to_string()
}

/// Runs on every store.
fn on_every_store(test: impl Fn(&str)) {
    test(r#"{"store":"memory"}"#);
    for layout in ["sqlite", "sqlite-own"] {
        let directory = tempfile::tempdir().unwrap();
        test(&in_a_file(&directory, layout));
    }
}

#[test]
fn a_change_is_stored_before_the_call_returns_and_seen_through_every_other_handle() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        let (one, other) = (engine.cart("user-7"), engine.cart("user-7"));
        assert_eq!(other.count(), (0, 0));
        one.add(&SHIRT).unwrap();
        assert_eq!(other.count(), one.count());
        other.remove(SHIRT.id.unwrap(), JSON).unwrap();
        assert_eq!(one.count(), (0, 0));
    });
}

#[test]
fn what_is_read_of_a_bound_cart_is_what_is_read_of_a_hosted_one() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        let (bound, hosted) = (engine.cart("user-7"), Cart::new());
        for cart in [&bound, &hosted] {
            cart.add(&SHIRT).unwrap();
            cart.add(&Item { id: Some(b"lamp"), quantity: 3, ..SHIRT }).unwrap();
            cart.add_condition(&SALE).unwrap();
            cart.set_metadata(b"note", Some(b"{\"gift\":true}")).unwrap();
            cart.apply(r#"{"op":"add_item_condition","id":"lamp","condition":{"name":"OFF","type":"discount","target":"item","value":"-1"}}"#)
                .unwrap();
        }
        for format in [JSON, PHP] {
            assert_eq!(bound.content(b"default", b"USD", format), hosted.content(b"default", b"USD", format));
            assert_eq!(bound.items(format), hosted.items(format));
            assert_eq!(bound.conditions(format), hosted.conditions(format));
            assert_eq!(bound.item(b"lamp", format), hosted.item(b"lamp", format));
            assert_eq!(bound.metadata(None, format), hosted.metadata(None, format));
            assert_eq!(bound.metadata(Some(b"note"), format), hosted.metadata(Some(b"note"), format));
        }
        assert!(bound.has(b"lamp").unwrap() && !bound.has(b"bulb").unwrap());
        let total = cw_sum::CW_SUM_TOTAL as i32;
        assert_eq!(bound.sum(total, b"USD").unwrap().real, hosted.sum(total, b"USD").unwrap().real);
    });
}

#[test]
fn an_operation_as_json_answers_its_changes_and_its_events() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        let cart = engine.cart("user-7");
        let done = cart.apply(r#"[{"op":"add","id":"lamp","name":"Lamp","price":"40.00","quantity":2},{"op":"set_metadata","key":"note","value":"gift"}]"#);
        let done = done.unwrap();
        assert_eq!(done.kinds(), ["item_added", "metadata_added"]);
        assert_eq!(done.names(), ["CartCreated", "ItemAdded", "CartUpdated", "MetadataAdded", "CartUpdated"]);
        let summary = done.summary;
        assert_eq!((summary.version_before, summary.version_after, summary.differs, summary.attempts), (0, 1, 1, 1));
        assert_eq!(done.events[1]["data"]["item_id"], "lamp");
        assert_eq!(cart.result().unwrap().unwrap().events, done.events, "the handle keeps them until the next change");
        assert_eq!(cart.identity().unwrap().1, 1);
    });
}

#[test]
fn of_several_operations_all_are_done_or_none() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        for cart in [engine.cart("user-7"), Cart::new()] {
            cart.add(&SHIRT).unwrap();
            let before = cart.content(b"default", b"USD", JSON).unwrap();
            let refusal = refused(cart.apply(
                r#"[{"op":"remove","id":"shirt"},{"op":"add","id":"lamp","name":"Lamp","price":1,"quantity":0}]"#,
            ));
            assert_eq!(refusal.status, CW_INVALID_ITEM as i32);
            assert_eq!(cart.content(b"default", b"USD", JSON).unwrap(), before);
            assert!(cart.result().unwrap().is_none(), "what was refused did nothing");
        }
    });
}

#[test]
fn rules_are_evaluated_with_the_commit_and_know_the_zones_that_were_given() {
    let engine = Engine::memory();
    let cart = engine.cart("user-7");
    let rule = r#"{"op":"register_dynamic","condition":{"name":"BULK","type":"discount","target":"subtotal","value":"-10%","rules":[{"weekdays":{"days":["mon","tue","wed","thu","fri","sat","sun"],"zone":"Europe/Berlin"}},{"min_quantity":2}]}}"#;
    let registered = cart.apply(rule).unwrap();
    assert!(registered.kinds().contains(&"not_evaluated"), "{registered:?}");
    engine.set_zones(r#"{"Europe/Berlin":3600}"#).unwrap();
    let added = cart.apply(r#"{"op":"add","id":"lamp","name":"Lamp","price":100,"quantity":2}"#).unwrap();
    assert_eq!(added.kinds(), ["item_added", "condition_added"]);
    assert_eq!(cart.sum(cw_sum::CW_SUM_TOTAL as i32, b"USD").unwrap().real, 180.0);
}

#[test]
fn settings_that_are_not_known_are_refused_with_those_that_are() {
    let sentence = |settings: &str| refused(Engine::open(settings).map(drop)).message;
    assert_eq!(
        sentence("{}"),
        "The settings do not say where the store is; write \"store\": \"sqlite:PATH\", for example"
    );
    assert_eq!(
        sentence(r#"{"store":"postgres"}"#),
        "'postgres' is no store; write sqlite:PATH, sqlite-own:PATH, redis://HOST:PORT or memory"
    );
    assert_eq!(sentence(r#"{"store":7}"#), "'store' of the settings is 7; write a text");
    assert_eq!(
        sentence(r#"{"store":"memory","limits":{"item":5}}"#),
        "The limits have no 'item'; there is items, data_bytes, item_quantity, text_bytes"
    );
    assert_eq!(sentence("[]"), "The settings are no JSON object");
    assert!(sentence("{").starts_with("The settings are not valid JSON: "));
    assert_eq!(sentence(r#"{"store":"memory","currency":"XXX"}"#), r#"Invalid currency "XXX""#);
    let negative = sentence(r#"{"store":"memory","patience_ms":-1}"#);
    assert_eq!(negative, "'patience_ms' of the settings is -1; write a whole number, 0 or more");
}

#[test]
fn limits_and_switches_of_the_engine_hold_for_its_carts() {
    let engine = Engine::open(
        r#"{"store":"memory","limits":{"items":1},"switches":{"line_identity":"id_and_attributes","strict_parsing":true}}"#,
    );
    let engine = engine.unwrap();
    let cart = engine.cart("user-7");
    cart.add(&SHIRT).unwrap();
    let refusal = refused(cart.add(&Item { id: Some(b"lamp"), ..SHIRT }));
    assert_eq!(refusal.status, CW_CART_TOO_LARGE as i32);
    let ambiguous = refused(cart.add(&Item { price: Given::text(b"1.234,56"), ..SHIRT }));
    assert_eq!(ambiguous.status, CW_INVALID_ITEM as i32);
    assert_eq!(refused(cart.set_limits(5, 5, 5, 5)).status, CW_INVALID_ARGUMENT as i32);
}

#[test]
fn a_bound_cart_shows_its_columns_as_the_table_of_the_package_has_them() {
    let (engine, host) = (Engine::memory(), Cart::new());
    let cart = engine.cart("user-7");
    assert_eq!((cart.column(ITEMS).unwrap(), cart.column(METADATA).unwrap()), (None, None));
    for one in [&cart, &host] {
        one.add(&SHIRT).unwrap();
        one.set_metadata(b"note", Some(br#""gift""#)).unwrap();
    }
    for column in [ITEMS, CONDITIONS, METADATA] {
        assert_eq!(cart.column(column).unwrap(), host.column(column).unwrap());
    }
    assert_eq!(refused(cart.column(3)).status, CW_INVALID_ARGUMENT as i32);
}

#[test]
fn what_is_for_hosts_alone_is_refused_of_a_bound_cart() {
    let engine = Engine::memory();
    let cart = engine.cart("user-7");
    for refusal in [
        refused(cart.load(None, None)),
        refused(cart.hold(None, None)),
        refused(cart.merge(&Cart::new(), ADD, None)),
        refused(Cart::new().merge(&cart, ADD, None)),
    ] {
        assert_eq!(refusal.status, CW_INVALID_ARGUMENT as i32);
        assert!(refusal.message.contains("belongs to an engine"), "{}", refusal.message);
    }
    assert_eq!(refused(Cart::new().identity()).status, CW_INVALID_ARGUMENT as i32);
}

#[test]
fn a_visitor_becomes_a_user_and_his_cart_goes_along() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        engine.cart("session-42").add(&SHIRT).unwrap();
        engine.cart("session-42").set_metadata(b"note", Some(b"1")).unwrap();
        assert!(engine.swap("session-42", "user-7").unwrap());
        assert!(!engine.swap("session-42", "user-7").unwrap(), "nothing is left to give");
        assert!(engine.has("user-7").unwrap() && !engine.has("session-42").unwrap());
        assert_eq!(engine.cart("user-7").metadata(Some(b"note"), JSON).unwrap().unwrap(), b"1");
        assert_eq!(engine.instances("user-7").unwrap(), json!(["default"]));
        assert_eq!(engine.forget("user-7").unwrap(), json!(["default"]));
        assert!(!engine.has("user-7").unwrap());
    });
}

#[test]
fn two_carts_become_one_as_it_was_planned_and_decided() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        let (user, visitor) = (engine.cart("user-7"), engine.cart("session-42"));
        user.add(&SHIRT).unwrap();
        visitor.add(&SHIRT).unwrap();
        visitor.add(&Item { id: Some(b"lamp"), ..SHIRT }).unwrap();

        let plan = engine.plan_merge("user-7", "session-42", ADD).unwrap();
        assert_eq!(plan.conflicts()[0]["line"], "shirt");
        assert_eq!(plan.identities()["target"]["version"], 1);
        user.set_metadata(b"note", Some(b"1")).unwrap();
        let overtaken = refused(engine.commit_merge(&plan, None));
        assert_eq!(overtaken.status, CW_CONFLICT as i32);
        assert!(overtaken.detail.contains(r#""attempted_version":"1""#), "{}", overtaken.detail);
        assert!(overtaken.detail.contains(r#""current_version":"2""#), "{}", overtaken.detail);

        let plan = engine.plan_merge("user-7", "session-42", ADD).unwrap();
        let merged = engine.commit_merge(&plan, Some(r#"{"shirt":{"quantity":7}}"#)).unwrap().unwrap();
        assert_eq!(merged.kinds(), ["merged"]);
        assert_eq!(merged.names(), ["CartMerged", "CartUpdated"]);
        assert_eq!(user.count(), (2, 7 + SHIRT.quantity));
        assert!(!engine.has("session-42").unwrap());
        assert!(engine.merge("user-7", "session-42", ADD).unwrap().is_none(), "nothing is left to take in");
    });
}

#[test]
fn two_hosted_carts_become_one() {
    let (user, visitor) = (Cart::new(), Cart::new());
    user.add(&SHIRT).unwrap();
    visitor.add(&SHIRT).unwrap();
    visitor.name("session-42", "default", "USD");
    assert_eq!(user.conflicts(&visitor, ADD).unwrap()[0]["line"], "shirt");
    let merged = user.merge(&visitor, ADD, Some(r#"{"shirt":{"by":"keep_user_cart"}}"#)).unwrap();
    assert_eq!(merged.names(), ["CartMerged", "CartUpdated"]);
    assert_eq!(merged.events[0]["data"]["source_cart"]["identifier"], "session-42");
    assert_eq!(user.count().1, SHIRT.quantity);
    assert_refused(
        user.merge(&user, ADD, None),
        CW_INVALID_ARGUMENT,
        "A cart cannot be taken into itself; give two carts",
        "{}",
    );
}

#[test]
fn carts_are_listed_in_the_order_of_their_keys() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        for identifier in ["b", "a", "c"] {
            engine.cart(identifier).add(&SHIRT).unwrap();
        }
        let listed = engine.carts(r#"{"limit":2}"#).unwrap();
        let names: Vec<_> =
            listed.as_array().unwrap().iter().map(|cart| cart["identifier"].as_str().unwrap()).collect();
        assert_eq!(names, ["a", "b"]);
        let rest = engine.carts(r#"{"after":{"identifier":"b","instance":"default"}}"#).unwrap();
        assert_eq!(rest[0]["identifier"], "c");
        assert_eq!(engine.carts(r#"{"idle_seconds":3600}"#).unwrap(), json!([]));
        assert_eq!(
            refused(engine.carts(r#"{"after":{"identifier":"b"}}"#)).message,
            "'after' of the query needs both, 'identifier' and 'instance'"
        );
    });
}

#[test]
fn carts_that_nobody_has_changed_for_long_are_removed_batch_by_batch() {
    let directory = tempfile::tempdir().unwrap();
    let engine = Engine::open(&in_a_file(&directory, "sqlite")).unwrap();
    for identifier in ["a", "b", "c", "new"] {
        engine.cart(identifier).add(&SHIRT).unwrap();
    }
    let link = rusqlite::Connection::open(directory.path().join("carts.sqlite")).unwrap();
    link.execute("UPDATE carts SET updated_at = '2020-01-01 00:00:00' WHERE identifier <> 'new'", []).unwrap();
    let counted = engine.prune(r#"{"batch":2,"dry_run":true}"#).unwrap();
    assert_eq!(counted, json!({"found":2,"removed":0,"kept":0,"after":{"identifier":"b","instance":"default"}}));
    let query = json!({"batch":2,"after":counted["after"]}).to_string();
    assert_eq!(engine.prune(&query).unwrap(), json!({"found":1,"removed":1,"kept":0,"after":null}));
    assert!(engine.has("a").unwrap() && !engine.has("c").unwrap() && engine.has("new").unwrap());
}

#[test]
fn what_is_done_is_counted() {
    let engine = Engine::memory();
    engine.cart("user-7").add(&SHIRT).unwrap();
    let _ = refused(engine.cart("user-7").add(&Item { quantity: 0, ..SHIRT }));
    engine.count(2).unwrap();
    let metrics = engine.metrics();
    assert_eq!(
        (&metrics["operations"]["add"]["done"], &metrics["operations"]["add"]["refused"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(metrics["conversions"], 1);
    engine.clear_metrics();
    assert_eq!(engine.metrics()["operations"]["add"]["done"], 0);
    assert_eq!(refused(engine.count(3)).message, "3 is nothing that is counted; see cw_counted");
}

#[test]
fn events_are_stored_with_what_they_tell_of_until_they_are_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("carts.sqlite");
    let settings = json!({"store": format!("sqlite-own:{}", path.display()), "outbox": true}).to_string();
    let engine = Engine::open(&settings).unwrap();
    engine.cart("user-7").set_metadata(b"note", Some(b"1")).unwrap();
    let records = engine.outbox(0, 10).unwrap();
    assert_eq!(records[0]["event"]["event"], "MetadataAdded");
    engine.acknowledge(records[0]["sequence"].as_i64().unwrap()).unwrap();
    assert_eq!(engine.outbox(0, 10).unwrap()[0]["event"]["event"], "CartUpdated");
    assert_eq!(refused(engine.outbox(0, -1)).status, CW_INVALID_ARGUMENT as i32);
}

#[test]
fn a_store_that_cannot_be_reached_says_so_and_what_led_to_it() {
    let engine = Engine::open(r#"{"store":"sqlite:/nowhere/at/all/carts.sqlite"}"#).unwrap();
    let refusal = refused(engine.cart("user-7").add(&SHIRT));
    assert_eq!(refusal.status, CW_STORE_UNAVAILABLE as i32);
    assert!(refusal.message.contains("/nowhere/at/all/carts.sqlite"), "{}", refusal.message);
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_never_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("carts.sqlite");
    let engine = Engine::open(&in_a_file(&directory, "sqlite")).unwrap();
    let cart = engine.cart("user-7");
    cart.add(&SHIRT).unwrap();
    let link = rusqlite::Connection::open(&path).unwrap();
    link.execute("UPDATE carts SET items = '{oops', version = version + 1", []).unwrap();
    assert_eq!(refused(cart.add(&SHIRT)).status, CW_CORRUPT_CART as i32);
    assert_eq!(refused(cart.items(JSON)).status, CW_CORRUPT_CART as i32);
    let items: String = link.query_row("SELECT items FROM carts", [], |row| row.get(0)).unwrap();
    assert_eq!(items, "{oops");
}

#[test]
fn threads_on_one_engine_lose_nothing() {
    on_every_store(|settings| {
        let engine = Engine::open(settings).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let cart = engine.cart("user-7");
                    for _ in 0..25 {
                        cart.add(&Item { quantity: 1, ..SHIRT }).unwrap();
                    }
                });
            }
        });
        assert_eq!(engine.cart("user-7").count(), (1, 100));
    });
}

#[test]
fn a_cart_goes_on_after_its_engine_was_freed() {
    let engine = Engine::memory();
    let cart = engine.cart("user-7");
    drop(engine);
    cart.add(&SHIRT).unwrap();
    assert_eq!(cart.count().0, 1);
    free_nothing();
}

#[test]
fn a_lock_is_one_owners_until_he_gives_it_back_or_its_lease_ends() {
    let directory = tempfile::tempdir().unwrap();
    for settings in [r#"{"store":"memory"}"#.to_owned(), in_a_file(&directory, "sqlite")] {
        let locks = Locks::open(&settings).unwrap();
        let lock = locks.acquire("cart:user-7", 60_000, 0).unwrap();
        assert!((1..=60_000).contains(&lock.remaining_ms) && lock.owner.len() == 32);
        let refusal = refused(locks.acquire("cart:user-7", 60_000, 0));
        assert_eq!(refusal.status, CW_LOCK_HELD as i32);
        assert!(refusal.detail.contains("remaining_ms"), "{}", refusal.detail);
        let renewed = locks.renew("cart:user-7", &lock.owner, 70_000).unwrap();
        assert!(renewed.remaining_ms > 60_000 && renewed.fence == lock.fence);

        let stranger = "0".repeat(32);
        assert_refused(
            locks.release("cart:user-7", &stranger),
            CW_LOCK_LOST,
            "This lock is not held any more (another has it); what it protects may be in the hands of another",
            r#"{"reason":"another has it"}"#,
        );
        assert_eq!(locks.list("{}").unwrap()[0]["name"], "cart:user-7");
        locks.release("cart:user-7", &lock.owner).unwrap();
        assert_eq!(refused(locks.renew("cart:user-7", &lock.owner, 1000)).status, CW_LOCK_LOST as i32);
        let next = locks.acquire("cart:user-7", 60_000, 0).unwrap();
        assert!(next.fence > lock.fence && next.owner != lock.owner);
        assert!(locks.force_release("cart:user-7").unwrap() && !locks.force_release("cart:user-7").unwrap());
    }
}

#[test]
fn what_can_be_no_lock_is_refused() {
    let locks = Locks::open(r#"{"store":"memory","longest_lease_ms":1000}"#).unwrap();
    assert_eq!(refused(locks.acquire("", 10, 0)).status, CW_INVALID_LOCK as i32);
    assert_eq!(refused(locks.acquire("a", 0, 0)).status, CW_INVALID_LOCK as i32);
    assert_eq!(refused(locks.acquire("a", 1001, 0)).status, CW_INVALID_LOCK as i32);
    assert_eq!(refused(locks.acquire("a", 10, -1)).message, "A wait of -1 ms is none; give 0 or more");
    assert_eq!(refused(locks.release("a", "me")).status, CW_INVALID_LOCK as i32);
    assert_eq!(refused(Locks::open("{}").map(drop)).status, CW_INVALID_ARGUMENT as i32);
}
