//! Replies of the store that get lost: what was stored is known again by the id of its commit, or nobody claims to know.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{MergeStrategy, Operation, StoreErrorKind};
use cartwright_engine::{Engine, EngineErrorKind, OperationKind};
use std::error::Error;
use support::{Shop, add, key, kinds, lines};

#[test]
fn a_commit_whose_reply_was_lost_is_known_by_its_id_and_not_done_twice() {
    let shop = Shop::open();
    shop.store.lose_reply();
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(kinds(&applied), ["CartCreated", "ItemAdded", "CartUpdated"]);
    assert_eq!(shop.store.calls(), ["load", "commit", "commit"]);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 1)]);
}

#[test]
fn it_is_known_although_a_rival_has_stored_something_since() {
    let shop = Shop::open();
    let rival = shop.rival();
    shop.store.lose_reply_and(move || rival(&key("ada"), &add("lamp", 10)));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(applied.after.unwrap().version, 1);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 11)]);
}

#[test]
fn a_queued_commit_whose_reply_was_lost_is_not_done_twice_either() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 10)));
    shop.store.lose_reply();
    let applied = shop.engine.apply(&key("ada"), &Operation::Remove("lamp")).unwrap();
    assert_eq!(kinds(&applied), ["ItemRemoved", "CartUpdated"], "though it is no longer there to be removed");
    assert_eq!(shop.engine.metrics().snapshot().of(OperationKind::Remove).done, 1);
}

#[test]
fn what_was_certainly_not_stored_is_applied_again() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.store.fail(StoreErrorKind::OutcomeUnknown);
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 10)));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 100)).unwrap();
    assert_eq!(lines(&applied.cart), [("lamp".to_owned(), 111)]);
}

/// Another engine of the shop, on a store that has no room for the ids of commits. It draws numbers of its own.
fn forgetful(shop: &Shop) -> Engine {
    let mut store = shop.store.clone();
    store.forgetful = true;
    Engine::new(store, *shop.engine.settings())
}

#[test]
fn a_store_without_room_for_ids_is_not_asked_twice_and_nobody_claims_to_know() {
    let shop = Shop::open();
    let engine = forgetful(&shop);
    shop.store.lose_reply();
    let error = engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert!(error.to_string().contains("load it to see whether it was"), "{error}");
    assert_eq!(error.source().unwrap().to_string(), "the line went dead");
    assert_eq!(shop.store.calls(), ["load", "commit"]);
    assert_eq!(engine.metrics().snapshot().of(OperationKind::Add).unknown, 1);
    assert_eq!(lines(&engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 1)]);
}

#[test]
fn a_store_without_room_for_ids_is_not_asked_twice_whether_it_was_stored_or_not() {
    let shop = Shop::open();
    shop.store.fail(StoreErrorKind::OutcomeUnknown);
    let error = forgetful(&shop).apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown, "from outside the two are the same");
    assert_eq!(shop.store.calls(), ["load", "commit"]);
    assert!(!shop.engine.has(&key("ada")).unwrap());
}

#[test]
fn a_queued_change_is_not_done_twice_by_a_store_without_room_for_ids() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 10)));
    shop.store.lose_reply();
    let error = forgetful(&shop).apply(&key("ada"), &add("lamp", 100)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 111)]);
}

#[test]
fn a_merge_is_not_done_twice_by_a_store_without_room_for_ids() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.engine.apply(&key("guest"), &add("lamp", 2)).unwrap();
    shop.store.lose_reply();
    let error = forgetful(&shop).merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 3)]);
}

#[test]
fn clearing_and_swapping_need_no_room_for_ids() {
    let shop = Shop::open();
    let engine = forgetful(&shop);
    engine.apply(&key("guest"), &add("lamp", 1)).unwrap();
    shop.store.lose_reply();
    assert!(engine.swap(&key("guest"), &key("ada")).unwrap());
    shop.store.lose_reply();
    engine.clear(&key("ada")).unwrap();
    assert!(!engine.has(&key("ada")).unwrap() && !engine.has(&key("guest")).unwrap());
}

#[test]
fn if_the_cart_was_replaced_meanwhile_nobody_claims_to_know() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.lose_reply_and(move || {
        rival(&key("ada"), &Operation::Clear);
        rival(&key("ada"), &add("bulb", 1));
    });
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("bulb".to_owned(), 1)]);
}

#[test]
fn if_more_commits_came_since_than_a_store_remembers_nobody_claims_to_know() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.lose_reply_and(move || (0..20).for_each(|_| rival(&key("ada"), &add("bulb", 1))));
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
}

#[test]
fn a_store_that_stays_away_is_asked_only_so_often() {
    let shop = Shop::with(|settings| settings.retry.attempts = 4);
    shop.store.lose_reply();
    for _ in 0..9 {
        shop.store.fail(StoreErrorKind::Unavailable);
    }
    let error = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert_eq!(shop.store.calls(), ["load", "commit", "commit", "commit", "commit"]);
}

#[test]
fn a_lost_clear_is_known_by_what_is_gone() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.store.lose_reply();
    let applied = shop.engine.clear(&key("ada")).unwrap();
    assert_eq!((kinds(&applied), applied.attempts), (vec!["CartCleared"], 1));
    assert!(!shop.engine.has(&key("ada")).unwrap());
}

#[test]
fn a_clear_that_did_not_happen_is_tried_again() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.store.fail(StoreErrorKind::OutcomeUnknown);
    assert_eq!(shop.engine.clear(&key("ada")).unwrap().attempts, 2);
    assert!(!shop.engine.has(&key("ada")).unwrap());
}

#[test]
fn what_another_adds_after_a_lost_clear_stays() {
    let shop = Shop::open();
    for forgets in [false, true] {
        shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
        let rival = shop.rival();
        shop.store.lose_reply_and(move || rival(&key("ada"), &add("bulb", 1)));
        if forgets {
            shop.engine.forget_identifier("ada").unwrap();
        } else {
            shop.engine.clear(&key("ada")).unwrap();
        }
        assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("bulb".to_owned(), 1)]);
        shop.engine.clear(&key("ada")).unwrap();
    }
}

#[test]
fn a_lost_swap_is_known_by_what_it_has_made() {
    let shop = Shop::open();
    shop.engine.apply(&key("guest"), &add("lamp", 1)).unwrap();
    shop.store.lose_reply();
    assert!(shop.engine.swap(&key("guest"), &key("ada")).unwrap());
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 1)]);
}

#[test]
fn a_clear_whose_reply_was_lost_is_unknown_if_nobody_can_look() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let store = shop.store.clone();
    shop.store.lose_reply_and(move || store.go_away());
    let error = shop.engine.clear(&key("ada")).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown, "{error}");
}

#[test]
fn a_swap_or_merge_whose_reply_was_lost_is_unknown_if_nobody_can_look() {
    for merges in [false, true] {
        let shop = Shop::open();
        shop.engine.apply(&key("guest"), &add("lamp", 1)).unwrap();
        let (store, rival) = (shop.store.clone(), shop.rival());
        shop.store.lose_reply_and(move || {
            rival(&key("ada"), &Operation::Clear);
            store.go_away();
        });
        let error = if merges {
            shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap_err()
        } else {
            shop.engine.swap(&key("guest"), &key("ada")).unwrap_err()
        };
        assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown, "{error}");
    }
}

#[test]
fn a_swap_that_did_not_happen_is_tried_again() {
    let shop = Shop::open();
    shop.engine.apply(&key("guest"), &add("lamp", 1)).unwrap();
    shop.store.fail(StoreErrorKind::OutcomeUnknown);
    shop.store.fail(StoreErrorKind::Busy);
    assert!(shop.engine.swap(&key("guest"), &key("ada")).unwrap());
    assert!(!shop.engine.has(&key("guest")).unwrap());
}

#[test]
fn a_new_cart_under_the_old_key_is_not_swapped_by_a_lost_reply() {
    let shop = Shop::open();
    shop.engine.apply(&key("guest"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.lose_reply_and(move || {
        rival(&key("ada"), &Operation::Clear);
        rival(&key("guest"), &add("bulb", 1));
    });
    let error = shop.engine.swap(&key("guest"), &key("ada")).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::OutcomeUnknown);
    assert_eq!(lines(&shop.engine.get(&key("guest")).unwrap()), [("bulb".to_owned(), 1)]);
}

#[test]
fn a_lost_merge_is_known_by_its_id() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.engine.apply(&key("guest"), &add("lamp", 2)).unwrap();
    shop.store.lose_reply();
    let merged = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert_eq!(lines(&merged.cart), [("lamp".to_owned(), 3)]);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 3)]);
}

#[test]
fn a_merge_that_did_not_happen_is_planned_again() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.engine.apply(&key("guest"), &add("lamp", 2)).unwrap();
    shop.store.fail(StoreErrorKind::OutcomeUnknown);
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 10)));
    let merged = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert_eq!(lines(&merged.cart), [("lamp".to_owned(), 13)]);
}
