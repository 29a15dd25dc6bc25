//! Changing a cart: what is stored, what is told, what happens when somebody else is faster.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::Backoff;
use cartwright_core::{CartStore, ErrorKind, Operation, StoreErrorKind};
use cartwright_engine::{EngineErrorKind, OperationKind};
use std::error::Error;
use std::time::Duration;
use support::{Shop, add, coupon, key, kinds, lines, note};

#[test]
fn a_first_change_makes_the_cart_in_version_1_and_is_told_in_the_contracts_order() {
    let shop = Shop::open();
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 2)).unwrap();
    assert_eq!(kinds(&applied), ["CartCreated", "ItemAdded", "CartUpdated"]);
    assert_eq!((applied.before, applied.after.unwrap().version, applied.attempts), (None, 1, 1));
    assert_eq!(applied.events[0].after, applied.after);
    assert_eq!(shop.store.calls(), ["load", "commit"]);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 2)]);
}

#[test]
fn each_change_is_one_version_of_the_same_incarnation() {
    let shop = Shop::open();
    let first = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let second = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(second.before, first.after);
    let (first, second) = (first.after.unwrap(), second.after.unwrap());
    assert_eq!((second.incarnation, second.version), (first.incarnation, 2));
}

#[test]
fn what_changes_nothing_is_not_written_but_told() {
    let shop = Shop::with(|settings| settings.outbox = true);
    shop.engine.apply(&key("ada"), &coupon("SALE")).unwrap();
    let (stored, records) = (shop.store.calm.identity(&key("ada")).unwrap(), shop.engine.outbox(0, 100).unwrap());
    shop.store.calls();
    let applied = shop.engine.apply(&key("ada"), &coupon("SALE")).unwrap();
    assert_eq!(kinds(&applied), ["CartConditionAdded", "CartUpdated"]);
    assert!(!applied.is_stored());
    assert_eq!(shop.store.calls(), ["load"]);
    assert_eq!(shop.store.calm.identity(&key("ada")).unwrap(), stored);
    assert_eq!(shop.engine.outbox(0, 100).unwrap(), records);
}

#[test]
fn what_is_not_there_is_neither_written_nor_told() {
    let shop = Shop::open();
    let applied = shop.engine.apply(&key("ada"), &Operation::Remove("lamp")).unwrap();
    assert!(applied.events.is_empty() && applied.changes.is_empty());
    assert!(!shop.engine.has(&key("ada")).unwrap());
}

#[test]
fn a_refused_operation_leaves_the_cart_as_it_was() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 9_999)).unwrap();
    let error = shop.engine.apply(&key("ada"), &add("lamp", 2)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::InvalidItem));
    assert_eq!(error.to_string(), "Cart item quantity cannot exceed 10000");
    assert!(error.refusal().is_some() && error.conflict().is_none());
    assert_eq!(shop.engine.load(&key("ada")).unwrap().unwrap().identity.version, 1);
}

#[test]
fn several_operations_are_one_commit_or_none() {
    let shop = Shop::open();
    let applied = shop.engine.apply_all(&key("ada"), &[add("lamp", 1), coupon("SALE"), note("gift")]).unwrap();
    assert_eq!(applied.after.unwrap().version, 1);
    assert_eq!(
        kinds(&applied),
        [
            "CartCreated",
            "ItemAdded",
            "CartUpdated",
            "CartConditionAdded",
            "CartUpdated",
            "MetadataAdded",
            "CartUpdated"
        ]
    );
    shop.engine.apply_all(&key("ada"), &[add("bulb", 1), add("bulb", 0)]).unwrap_err();
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 1)]);
}

#[test]
fn after_a_conflict_the_operation_is_applied_to_what_the_rival_has_stored() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 10)));
    shop.store.calls();
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 100)).unwrap();
    assert_eq!(lines(&applied.cart), [("lamp".to_owned(), 111)]);
    assert_eq!((applied.before.unwrap().version, applied.after.unwrap().version, applied.attempts), (2, 3, 2));
    assert_eq!(shop.store.calls(), ["load", "commit", "commit_queued"]);
    assert!(shop.clock.pauses().is_empty(), "the queue is pause enough");
}

#[test]
fn only_the_attempt_that_was_stored_is_told() {
    let shop = Shop::with(|settings| settings.outbox = true);
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(kinds(&applied), ["ItemAdded", "CartUpdated"], "the rival's was the first item");
    let records = shop.engine.outbox(0, 100).unwrap();
    let stored = records.iter().filter(|record| String::from_utf8_lossy(&record.bytes).contains("lamp")).count();
    assert_eq!(stored, 1);
}

#[test]
fn two_first_changes_at_once_are_both_there() {
    let shop = Shop::open();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(lines(&applied.cart), [("bulb".to_owned(), 1), ("lamp".to_owned(), 1)]);
}

#[test]
fn a_cart_that_was_cleared_and_made_again_is_not_overwritten_though_its_version_is_the_same() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || {
        rival(&key("ada"), &Operation::Clear);
        rival(&key("ada"), &add("bulb", 1));
    });
    let applied = shop.engine.apply(&key("ada"), &add("chair", 1)).unwrap();
    assert_eq!(lines(&applied.cart), [("bulb".to_owned(), 1), ("chair".to_owned(), 1)]);
    assert_eq!(shop.engine.metrics().snapshot().major_conflicts, 1);
}

#[test]
fn an_operation_that_is_refused_after_the_conflict_stores_nothing() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 9_999)));
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::InvalidItem));
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 10_000)]);
}

#[test]
fn what_the_rival_has_done_already_is_not_done_again() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &Operation::Remove("lamp")));
    let applied = shop.engine.apply(&key("ada"), &Operation::Remove("lamp")).unwrap();
    assert!(applied.events.is_empty() && !applied.is_stored());
    assert_eq!(applied.after.unwrap().version, 2);
}

#[test]
fn where_no_second_attempt_is_allowed_a_conflict_names_both_versions() {
    let shop = Shop::with(|settings| settings.retry.attempts = 1);
    shop.engine.apply(&key("ada"), &coupon("SALE")).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    let error = shop.engine.apply(&key("ada"), &coupon("MORE")).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Conflict);
    assert_eq!(error.to_string(), "Cart was modified by another request during conditions update");
    let conflict = error.conflict().unwrap();
    assert_eq!((conflict.attempted_version(), conflict.current_version()), (1, 2));
    assert!(conflict.is_minor());
    assert_eq!(conflict.advice(), Backoff::AGGRESSIVE);
    assert!(shop.engine.get(&key("ada")).unwrap().conditions().get("MORE").is_none());
}

#[test]
fn a_conflict_several_versions_ahead_is_a_major_one() {
    let shop = Shop::with(|settings| settings.retry.attempts = 1);
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || {
        rival(&key("ada"), &add("bulb", 1));
        rival(&key("ada"), &add("bulb", 1));
    });
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    let conflict = error.conflict().unwrap();
    assert_eq!((conflict.version_difference(), conflict.is_minor()), (2, false));
    assert_eq!(conflict.advice(), Backoff::AFTER_MAJOR_CONFLICT);
    let metrics = shop.engine.metrics().snapshot();
    assert_eq!((metrics.minor_conflicts, metrics.major_conflicts), (0, 1));
    assert_eq!(metrics.of(OperationKind::Add).conflicted, 1);
}

#[test]
fn a_store_that_stays_busy_is_asked_only_as_often_as_the_policy_says() {
    let shop = Shop::with(|settings| settings.retry = Backoff::SMART);
    for _ in 0..9 {
        shop.store.fail(StoreErrorKind::Busy);
    }
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Store(StoreErrorKind::Busy));
    assert_eq!(shop.clock.pauses().len(), 2);
    assert!((37..=62).contains(&shop.clock.pauses()[0].as_millis()));
    assert_eq!(shop.engine.metrics().snapshot().retries, 2);
}

#[test]
fn a_store_that_is_busy_after_a_conflict_ends_in_that_conflict_with_its_cause() {
    let shop = Shop::with(|settings| settings.retry = Backoff::SMART);
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    for _ in 0..9 {
        shop.store.fail(StoreErrorKind::Busy);
    }
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Conflict);
    assert_eq!(error.conflict().unwrap().current_version(), 2);
    assert_eq!(error.source().unwrap().to_string(), "the store is Busy");
}

#[test]
fn nobody_waits_longer_than_the_shops_patience() {
    let shop = Shop::with(|settings| {
        settings.retry = Backoff::of_milliseconds(u32::MAX, 100, 1000);
        settings.patience = Duration::from_secs(3);
    });
    for _ in 0..99 {
        shop.store.fail(StoreErrorKind::Busy);
    }
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(shop.clock.pauses().iter().sum::<Duration>(), Duration::from_secs(3));
}

#[test]
fn a_store_that_cannot_is_asked_once() {
    for kind in [StoreErrorKind::Full, StoreErrorKind::ReadOnly, StoreErrorKind::Unavailable, StoreErrorKind::Corrupt] {
        let shop = Shop::open();
        shop.store.fail(kind);
        let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
        assert_eq!(error.kind(), EngineErrorKind::Store(kind));
        assert_eq!(shop.store.calls(), ["load", "commit"]);
        assert!(!shop.engine.has(&key("ada")).unwrap());
    }
}

#[test]
fn a_shop_without_events_is_told_nothing() {
    let shop = Shop::with(|settings| (settings.events, settings.outbox) = (false, true));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert!(applied.events.is_empty() && applied.is_stored());
    assert!(shop.engine.outbox(0, 100).unwrap().is_empty());
}

#[test]
fn a_cart_that_is_held_is_loaded_once() {
    let shop = Shop::open();
    let mut cart = shop.engine.open(key("ada"));
    cart.apply(&add("lamp", 1)).unwrap();
    cart.apply(&add("bulb", 1)).unwrap();
    assert_eq!(shop.store.calls(), ["load", "commit", "commit"]);
    assert_eq!(lines(&cart.read().unwrap()), [("lamp".to_owned(), 1), ("bulb".to_owned(), 1)]);
    assert_eq!(shop.store.calls(), ["identity"]);
}

#[test]
fn what_others_store_meanwhile_is_seen_by_who_holds_the_cart() {
    let shop = Shop::open();
    let rival = shop.rival();
    let mut cart = shop.engine.open(key("ada"));
    assert!(cart.read().unwrap().is_bare());
    rival(&key("ada"), &add("lamp", 1));
    assert_eq!(lines(&cart.read().unwrap()), [("lamp".to_owned(), 1)]);
    rival(&key("ada"), &add("bulb", 1));
    let applied = cart.apply(&Operation::Remove("bulb")).unwrap();
    assert_eq!(kinds(&applied), ["ItemRemoved", "CartUpdated"], "though what was held had none");
}

#[test]
fn a_stale_cart_refuses_nothing() {
    let shop = Shop::open();
    let mut cart = shop.engine.open(key("ada"));
    cart.apply(&add("lamp", 10_000)).unwrap();
    shop.rival()(&key("ada"), &Operation::Remove("lamp"));
    assert_eq!(lines(&cart.apply(&add("lamp", 1)).unwrap().cart), [("lamp".to_owned(), 1)]);
}

#[test]
fn after_an_error_a_held_cart_is_loaded_again() {
    let shop = Shop::open();
    let mut cart = shop.engine.open(key("ada"));
    cart.apply(&add("lamp", 1)).unwrap();
    cart.apply_all(&[add("bulb", 1), add("bulb", 0)]).unwrap_err();
    assert_eq!(lines(&cart.read().unwrap()), [("lamp".to_owned(), 1)]);
}
