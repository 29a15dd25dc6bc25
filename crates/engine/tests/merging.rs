//! Clear, swap and merge.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::MonotonicClock;
use cartwright_core::{CartKey, CartStore, Change, ErrorKind, MergeStrategy, Resolution};
use cartwright_engine::EngineErrorKind;
use cartwright_events::Event;
use support::{Shop, add, coupon, key, kinds, lines, note};

fn ada_and_guest() -> Shop {
    let shop = Shop::open();
    shop.engine.apply_all(&key("ada"), &[add("lamp", 3), coupon("LOYAL"), note("gift")]).unwrap();
    shop.engine.apply_all(&key("guest"), &[add("lamp", 2), add("bulb", 5), coupon("SALE"), note("late")]).unwrap();
    shop.store.calls();
    shop
}

#[test]
fn a_cleared_cart_is_gone_with_its_metadata() {
    let shop = ada_and_guest();
    let applied = shop.engine.clear(&key("ada")).unwrap();
    assert_eq!(kinds(&applied), ["CartCleared"]);
    assert!(applied.before.is_some() && applied.after.is_none());
    assert!(shop.store.calm.load(&key("ada")).unwrap().is_none());
}

#[test]
fn a_cart_that_is_not_there_is_cleared_without_writing_and_told_all_the_same() {
    let shop = Shop::with(|settings| settings.outbox = true);
    let applied = shop.engine.clear(&key("ada")).unwrap();
    assert_eq!(kinds(&applied), ["CartCleared"]);
    assert_eq!(shop.store.calls(), ["identity"]);
    assert!(shop.engine.outbox(0, 10).unwrap().is_empty());
}

#[test]
fn the_first_item_after_clearing_makes_a_new_cart() {
    let shop = ada_and_guest();
    let old = shop.engine.clear(&key("ada")).unwrap().before.unwrap();
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(kinds(&applied)[0], "CartCreated");
    assert_ne!(applied.after.unwrap().incarnation, old.incarnation);
}

#[test]
fn forgetting_an_identifier_clears_all_its_instances_and_nobody_elses() {
    let shop = ada_and_guest();
    shop.engine.apply(&key("ada").with_instance("wishlist"), &add("chair", 1)).unwrap();
    assert_eq!(shop.engine.forget_identifier("ada").unwrap(), ["default", "wishlist"]);
    assert!(shop.engine.instances("ada").unwrap().is_empty());
    assert_eq!(shop.engine.instances("guest").unwrap(), ["default"]);
}

#[test]
fn a_swap_takes_everything_along_and_the_target_was_another_cart() {
    let shop = ada_and_guest();
    let before = shop.store.calm.identity(&key("ada")).unwrap().unwrap();
    assert!(shop.engine.swap(&key("guest"), &key("ada")).unwrap());
    let ada = shop.engine.load(&key("ada")).unwrap().unwrap();
    assert_eq!(lines(&ada.cart), [("lamp".to_owned(), 2), ("bulb".to_owned(), 5)]);
    assert!(ada.cart.metadata().has("late") && !ada.cart.metadata().has("gift"));
    assert!(ada.cart.conditions().get("SALE").is_some());
    assert_ne!(ada.identity.incarnation, before.incarnation);
    assert!(!shop.engine.has(&key("guest")).unwrap());
}

#[test]
fn a_swap_onto_itself_does_nothing() {
    let shop = ada_and_guest();
    let before = shop.store.calm.identity(&key("ada")).unwrap();
    assert!(shop.engine.swap(&key("ada"), &key("ada")).unwrap());
    assert_eq!(shop.store.calm.identity(&key("ada")).unwrap(), before);
    assert!(!shop.engine.swap(&key("nobody"), &key("nobody")).unwrap());
}

#[test]
fn a_swap_from_nobody_leaves_the_target_alone() {
    let shop = ada_and_guest();
    assert!(!shop.engine.swap(&key("nobody"), &key("ada")).unwrap());
    assert!(shop.engine.has(&key("ada")).unwrap());
}

#[test]
fn who_held_the_target_of_a_swap_does_not_overwrite_what_came() {
    let shop = ada_and_guest();
    let mut held = shop.engine.open(key("ada"));
    held.read().unwrap();
    shop.engine.swap(&key("guest"), &key("ada")).unwrap();
    let applied = held.apply(&add("chair", 1)).unwrap();
    assert_eq!(lines(&applied.cart), [("lamp".to_owned(), 2), ("bulb".to_owned(), 5), ("chair".to_owned(), 1)]);
}

#[test]
fn each_strategy_gives_an_item_in_both_carts_its_own_quantity() {
    for (strategy, quantity) in [
        (MergeStrategy::AddQuantities, 5),
        (MergeStrategy::KeepHighestQuantity, 3),
        (MergeStrategy::KeepTarget, 3),
        (MergeStrategy::ReplaceWithSource, 2),
    ] {
        let shop = ada_and_guest();
        let merged = shop.engine.merge(&key("ada"), &key("guest"), strategy).unwrap().unwrap();
        assert_eq!(lines(&merged.cart), [("lamp".to_owned(), quantity), ("bulb".to_owned(), 5)], "{strategy:?}");
        assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), lines(&merged.cart));
        assert!(!shop.engine.has(&key("guest")).unwrap());
    }
}

#[test]
fn what_is_told_of_a_merge_is_true() {
    let shop = ada_and_guest();
    let merged = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::KeepHighestQuantity).unwrap().unwrap();
    assert_eq!(kinds(&merged), ["CartMerged", "CartUpdated"]);
    let Event::CartMerged(event) = &merged.events[0].event else { panic!("{:?}", merged.events[0]) };
    assert_eq!((&merged.events[0].key, event.source.as_ref()), (&key("ada"), Some(&key("guest"))));
    assert_eq!((event.merged.strategy, event.merged.conflicts.len()), ("keep_highest_quantity", 1));
    let json = merged.events[0].to_json();
    assert!(json.contains(r#""target_cart":{"identifier":"ada""#), "{json}");
    assert!(json.contains(r#""source_cart":{"identifier":"guest""#), "{json}");
    assert!(json.contains(r#""had_conflicts":true"#), "{json}");
}

#[test]
fn conditions_and_metadata_of_both_carts_are_kept() {
    let shop = ada_and_guest();
    let merged = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert!(["LOYAL", "SALE"].iter().all(|name| merged.cart.conditions().get(name).is_some()));
    assert!(["gift", "late"].iter().all(|name| merged.cart.metadata().has(name)));
}

#[test]
fn a_source_without_items_is_left_alone() {
    let shop = ada_and_guest();
    shop.engine.apply(&key("empty"), &note("gift")).unwrap();
    for source in ["empty", "nobody", "ada"] {
        assert!(shop.engine.merge(&key("ada"), &key(source), MergeStrategy::AddQuantities).unwrap().is_none());
    }
    assert!(shop.engine.has(&key("empty")).unwrap());
    assert_eq!(shop.engine.load(&key("ada")).unwrap().unwrap().identity.version, 1);
}

#[test]
fn a_target_that_is_not_there_becomes_the_source() {
    let shop = ada_and_guest();
    let merged = shop.engine.merge(&key("eve"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert_eq!(lines(&merged.cart), [("lamp".to_owned(), 2), ("bulb".to_owned(), 5)]);
    let Some(Change::Merged(report)) = merged.changes.first() else { panic!("{:?}", merged.changes) };
    assert!(report.moved && report.conflicts.is_empty());
}

#[test]
fn a_plan_tells_what_is_in_both_and_changes_nothing() {
    let shop = ada_and_guest();
    let plan = shop.engine.plan_merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
    let conflict = &plan.conflicts()[0];
    assert_eq!((conflict.target.quantity().whole(), conflict.source.quantity().whole()), (3, 2));
    assert_eq!(conflict.quantity.map(|quantity| quantity.whole()), Some(5));
    assert_eq!((plan.target_identity().unwrap().version, plan.source_identity().unwrap().version), (1, 1));
    assert!(shop.store.calls().iter().all(|call| *call == "load"));
}

#[test]
fn what_was_decided_counts_and_is_called_custom() {
    let shop = ada_and_guest();
    let plan = shop.engine.plan_merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
    let merged = shop.engine.commit_merge(&plan, &[("lamp", Resolution::Quantity(9.into()))]).unwrap().unwrap();
    assert_eq!(lines(&merged.cart), [("lamp".to_owned(), 9), ("bulb".to_owned(), 5)]);
    assert!(merged.events[0].to_json().contains(r#""strategy":"custom""#));
}

#[test]
fn a_plan_is_not_committed_when_either_cart_has_changed_since() {
    for changed in ["ada", "guest"] {
        let shop = ada_and_guest();
        let plan = shop.engine.plan_merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
        shop.rival()(&key(changed), &add("chair", 1));
        let error = shop.engine.commit_merge(&plan, &[]).unwrap_err();
        assert_eq!(error.kind(), EngineErrorKind::Conflict);
        let conflict = error.conflict().unwrap();
        assert_eq!(conflict.key, key(changed));
        assert_eq!((conflict.attempted_version(), conflict.current_version()), (1, 2));
        assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap())[0], ("lamp".to_owned(), 3));
        assert!(shop.engine.has(&key("guest")).unwrap());
    }
}

#[test]
fn a_merge_in_one_call_is_planned_again_after_a_conflict() {
    for changed in ["ada", "guest"] {
        let shop = ada_and_guest();
        let rival = shop.rival();
        shop.store.rival(move || rival(&key(changed), &add("lamp", 10)));
        let mut asked = Vec::new();
        let merged = shop
            .engine
            .merge_with(&key("ada"), &key("guest"), MergeStrategy::AddQuantities, |plan| {
                asked.push(plan.conflicts()[0].quantity.map(|quantity| quantity.whole()));
                vec![("lamp".to_owned(), Resolution::TakeSource)]
            })
            .unwrap()
            .unwrap();
        assert_eq!(asked, [Some(5), Some(15)]);
        assert_eq!(merged.attempts, 2);
        assert!(!shop.engine.has(&key("guest")).unwrap());
    }
}

#[test]
fn a_merge_goes_on_while_others_are_faster_and_does_not_pause() {
    let shop = ada_and_guest();
    for _ in 0..20 {
        let rival = shop.rival();
        shop.store.rival(move || rival(&key("ada"), &add("lamp", 1)));
    }
    let before = shop.clock.now();
    shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 25), ("bulb".to_owned(), 5)]);
    assert_eq!(shop.clock.now(), before);
}

#[test]
fn where_no_second_attempt_is_allowed_a_merge_that_is_overtaken_is_a_conflict() {
    let shop = Shop::with(|settings| settings.retry.attempts = 1);
    shop.engine.apply(&key("ada"), &add("lamp", 2)).unwrap();
    shop.engine.apply(&key("guest"), &add("lamp", 3)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("lamp", 1)));
    let error = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Conflict);
    assert!(shop.engine.has(&key("guest")).unwrap());
}

#[test]
fn two_merges_of_one_source_give_it_to_one_of_them() {
    let shop = ada_and_guest();
    let for_ada = shop.engine.plan_merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
    let for_eve = shop.engine.plan_merge(&key("eve"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
    shop.engine.commit_merge(&for_eve, &[]).unwrap().unwrap();
    assert_eq!(shop.engine.commit_merge(&for_ada, &[]).unwrap_err().kind(), EngineErrorKind::Conflict);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 3)]);
}

#[test]
fn a_merge_beyond_the_shops_limits_leaves_both_carts_as_they_were() {
    let shop = Shop::with(|settings| settings.policy.limits.items = 2);
    shop.engine.apply_all(&key("ada"), &[add("a", 1), add("b", 1)]).unwrap();
    shop.engine.apply(&key("guest"), &add("c", 1)).unwrap();
    let error = shop.engine.merge(&key("ada"), &key("guest"), MergeStrategy::AddQuantities).unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::CartTooLarge));
    assert_eq!(shop.engine.get(&key("ada")).unwrap().item_count(), 2);
    assert_eq!(shop.engine.get(&key("guest")).unwrap().item_count(), 1);
}

#[test]
fn instances_of_one_identifier_are_carts_of_their_own() {
    let shop = ada_and_guest();
    let wishlist = CartKey::new("ada", "wishlist");
    let mut cart = shop.engine.open(key("ada")).instance("wishlist");
    cart.apply(&add("chair", 1)).unwrap();
    assert_eq!(lines(&shop.engine.get(&wishlist).unwrap()), [("chair".to_owned(), 1)]);
    assert_eq!(lines(&shop.engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), 3)]);
    assert_eq!(shop.engine.instances("ada").unwrap(), ["default", "wishlist"]);
}
