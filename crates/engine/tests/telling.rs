//! Events, the outbox, metrics, retries of the host, abandoned carts, threads.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_coordination::{Backoff, ManualClock};
use cartwright_core::{Operation, StoreErrorKind};
use cartwright_engine::{Engine, EngineError, EngineErrorKind, OperationKind, Prune, Pruned, Settings};
use cartwright_events::{CartUpdated, ItemAdded};
use cartwright_storage::MemoryStore;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use support::{Shop, add, coupon, environment, key, lines, note};

#[test]
fn subscribers_are_told_after_the_commit() {
    let shop = Shop::open();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (reader, heard) = (shop.store.calm.clone(), Arc::clone(&seen));
    shop.engine.bus().on("reader", move |_: &ItemAdded, envelope| {
        use cartwright_core::CartStore;
        heard.lock().unwrap().push(reader.identity(&envelope.key)?);
        Ok(())
    });
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    assert_eq!(*seen.lock().unwrap(), [applied.after]);
}

#[test]
fn a_subscriber_that_fails_is_reported_and_undoes_nothing() {
    let shop = Shop::open();
    shop.engine.bus().on("mailer", |_: &ItemAdded, _| Err("no mail today".into()));
    shop.engine.bus().on("painter", |_: &CartUpdated, _| panic!("out of paint"));
    let applied = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let who: Vec<_> = applied.failures.iter().map(|failure| failure.subscriber.to_string()).collect();
    assert_eq!(who, ["mailer", "painter"]);
    assert!(shop.engine.has(&key("ada")).unwrap());
    assert_eq!(shop.engine.metrics().snapshot().failed_subscribers, 2);
}

#[test]
fn the_outbox_holds_the_events_of_each_commit_in_order_until_they_are_acknowledged() {
    let shop = Shop::with(|settings| settings.outbox = true);
    let first = shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let second = shop.engine.clear(&key("ada")).unwrap();
    let told: Vec<_> = first.events.iter().chain(&second.events).map(|event| event.to_json().into_bytes()).collect();
    let records = shop.engine.outbox(0, 100).unwrap();
    assert_eq!(records.iter().map(|record| record.bytes.clone()).collect::<Vec<_>>(), told);
    shop.engine.acknowledge(records[1].sequence).unwrap();
    assert_eq!(shop.engine.outbox(0, 100).unwrap(), records[2..]);
    assert_eq!(shop.engine.outbox(records[2].sequence, 100).unwrap(), records[3..]);
}

#[test]
fn what_is_not_stored_leaves_nothing_in_the_outbox() {
    let shop = Shop::with(|settings| settings.outbox = true);
    shop.store.fail(StoreErrorKind::Full);
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap_err();
    shop.engine.apply(&key("ada"), &add("lamp", 0)).unwrap_err();
    assert!(shop.engine.outbox(0, 100).unwrap().is_empty());
}

#[test]
fn what_could_not_be_delivered_stays_in_the_outbox_and_what_was_does_not() {
    let shop = Shop::with(|settings| settings.outbox = true);
    for item in ["a", "b", "c"] {
        shop.engine.apply(&key("ada"), &add(item, 1)).unwrap();
    }
    let mut left = 4;
    let ended: Result<u64, Box<dyn std::error::Error>> = shop.engine.deliver(3, |_| {
        left -= 1;
        if left < 0 { Err("the line is down".into()) } else { Ok(()) }
    });
    assert_eq!(ended.unwrap_err().to_string(), "the line is down");
    assert_eq!(shop.engine.outbox(0, 100).unwrap().len(), 7 - 4);
    let delivered: Result<u64, EngineError> = shop.engine.deliver(2, |_| Ok(()));
    assert_eq!(delivered.unwrap(), 3);
}

#[test]
fn operations_are_counted_by_kind_and_by_what_became_of_them() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.engine.apply(&key("ada"), &add("lamp", 0)).unwrap_err();
    shop.engine.apply(&key("ada"), &coupon("SALE")).unwrap();
    shop.store.fail(StoreErrorKind::Full);
    shop.engine.apply(&key("ada"), &note("gift")).unwrap_err();
    shop.engine.get(&key("ada")).unwrap();
    shop.engine.metrics().record_conversion();
    let metrics = shop.engine.metrics().snapshot();
    let add = metrics.of(OperationKind::Add);
    assert_eq!((add.done, add.refused, add.durations.count), (1, 1, 2));
    assert_eq!(metrics.of(OperationKind::Condition).done, 1);
    assert_eq!(metrics.of(OperationKind::Metadata).failed, 1);
    assert_eq!((metrics.of(OperationKind::Get).done, metrics.asked(), metrics.conversions), (1, 5, 1));
    shop.engine.metrics().clear();
    assert_eq!(shop.engine.metrics().snapshot(), Shop::open().engine.metrics().snapshot());
}

#[test]
fn how_long_an_operation_takes_includes_its_pauses() {
    let shop = Shop::with(|settings| settings.retry = Backoff::STANDARD);
    shop.store.fail(StoreErrorKind::Busy);
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let metrics = shop.engine.metrics().snapshot();
    assert_eq!(metrics.of(OperationKind::Add).durations.max, shop.clock.pauses()[0]);
    assert_eq!(metrics.retries, 1);
}

#[test]
fn work_of_the_host_is_tried_again_after_conflicts_only_and_only_so_often() {
    for (policy, attempts) in [
        (Backoff::STANDARD, 3),
        (Backoff::SMART, 3),
        (Backoff::AGGRESSIVE, 5),
        (Backoff::CONSERVATIVE, 2),
        (Backoff { attempts: 0, ..Backoff::STANDARD }, 1),
    ] {
        let shop = Shop::with(|settings| settings.retry.attempts = 1);
        shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
        let mut tried = 0;
        let error = shop.engine.retrying(policy, || {
            tried += 1;
            let rival = shop.rival();
            shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
            shop.engine.apply(&key("ada"), &add("lamp", 1))
        });
        assert_eq!((error.unwrap_err().kind(), tried), (EngineErrorKind::Conflict, attempts));
        assert_eq!(shop.clock.pauses().len(), attempts - 1);
    }
    let shop = Shop::open();
    let mut tried = 0;
    let refused = shop.engine.retrying(Backoff::STANDARD, || {
        tried += 1;
        shop.engine.apply(&key("ada"), &add("lamp", 0))
    });
    assert!(refused.is_err() && tried == 1);
}

fn shop_on(clock: &ManualClock) -> Engine {
    let time = clock.clone();
    let store = MemoryStore::with_clock(move || {
        use cartwright_coordination::WallClock;
        time.wall_time().as_secs()
    });
    Engine::new(store, Settings::new("USD").unwrap()).in_environment(environment(clock))
}

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn carts_that_nobody_touched_for_so_long_are_removed_batch_by_batch() {
    let clock = ManualClock::default();
    let engine = shop_on(&clock);
    for visitor in 0..25 {
        engine.apply(&key(&format!("visitor-{visitor:02}")), &add("lamp", 1)).unwrap();
    }
    clock.advance(DAY * 8);
    engine.apply(&key("visitor-03"), &add("lamp", 1)).unwrap();
    let prune = Prune { batch: 10, ..Prune::default() };

    let mut steps = Vec::new();
    let counted = engine
        .prune(&Prune { dry_run: true, ..prune }, |so_far| {
            steps.push(so_far.found);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((counted, steps), (Pruned { found: 24, ..Pruned::default() }, vec![10, 20, 24]));
    assert_eq!(engine.carts(None, 100).unwrap().len(), 25);

    let pruned = engine.prune(&prune, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(pruned, Pruned { found: 24, removed: 24, kept: 0 });
    let left = engine.carts(None, 100).unwrap();
    assert_eq!(left.iter().map(|listing| listing.key.identifier()).collect::<Vec<_>>(), ["visitor-03"]);
    assert_eq!(engine.metrics().snapshot().abandonments, 24);
}

#[test]
fn pruning_ends_where_its_watcher_says_so() {
    let clock = ManualClock::default();
    let engine = shop_on(&clock);
    for visitor in 0..25 {
        engine.apply(&key(&format!("visitor-{visitor:02}")), &add("lamp", 1)).unwrap();
    }
    clock.advance(DAY * 8);
    let pruned = engine.prune(&Prune { batch: 10, ..Prune::default() }, |_| ControlFlow::Break(())).unwrap();
    assert_eq!(pruned.removed, 10);
    assert_eq!(engine.abandoned_carts(DAY, None, 100).unwrap().len(), 15);
}

#[test]
fn a_cart_that_is_touched_while_it_is_pruned_stays() {
    let shop = Shop::open();
    // The store's clock is the system's, the engine's is far ahead of it.
    shop.clock.set_wall_time(cartwright_coordination::WallTime::from_secs(9_999_999_999));
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("bulb", 1)));
    let pruned = shop.engine.prune(&Prune::default(), |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(pruned, Pruned { found: 1, removed: 0, kept: 1 });
    assert_eq!(shop.engine.get(&key("ada")).unwrap().item_count(), 2);
}

#[test]
fn threads_that_change_one_cart_at_once_lose_nothing() {
    let mut settings = Settings::new("USD").unwrap();
    settings.outbox = true;
    let engine = Engine::new(MemoryStore::default(), settings);
    const THREADS: i64 = 8;
    const EACH: i64 = 200;
    thread::scope(|threads| {
        for thread in 0..THREADS {
            let engine = &engine;
            threads.spawn(move || {
                let own = format!("own-{thread}");
                let mut cart = engine.open(key("ada"));
                for turn in 0..EACH {
                    let applied = if turn % 2 == 0 {
                        cart.apply(&add("common", 1))
                    } else {
                        engine.apply(&key("ada"), &add(&own, 1))
                    };
                    assert!(applied.unwrap().attempts <= 12);
                }
            });
        }
    });
    let cart = engine.load(&key("ada")).unwrap().unwrap();
    assert_eq!(cart.identity.version, THREADS * EACH);
    assert_eq!(cart.cart.item("common").unwrap().quantity().whole(), THREADS * EACH / 2);
    for thread in 0..THREADS {
        assert_eq!(cart.cart.item(&format!("own-{thread}")).unwrap().quantity().whole(), EACH / 2);
    }
    let records = engine.outbox(0, usize::MAX).unwrap();
    assert_eq!(records.len() as i64, 2 * THREADS * EACH + 1, "ItemAdded and CartUpdated each, CartCreated once");
}

#[test]
fn the_totals_of_a_cart_come_from_one_reading() {
    let shop = Shop::open();
    shop.engine.apply_all(&key("ada"), &[add("lamp", 3), coupon("SALE")]).unwrap();
    shop.store.calls();
    let content = shop.engine.content(&key("ada")).unwrap();
    assert_eq!(shop.store.calls(), ["load"]);
    assert_eq!(content.subtotal_without_conditions.format(), "$30.00");
    assert_eq!((content.subtotal.format(), content.savings.format()), ("$27.00".to_owned(), "$3.00".to_owned()));
    assert_eq!(content.identity.unwrap().version, 1);
    assert_eq!(lines(&content.cart), [("lamp".to_owned(), 3)]);
    let nothing = shop.engine.content(&key("nobody")).unwrap();
    assert!(nothing.identity.is_none() && nothing.cart.is_bare());
}

#[test]
fn a_removed_item_that_was_the_last_leaves_the_cart_in_the_store() {
    let shop = Shop::open();
    shop.engine.apply(&key("ada"), &add("lamp", 1)).unwrap();
    shop.engine.apply(&key("ada"), &Operation::Remove("lamp")).unwrap();
    assert!(shop.engine.has(&key("ada")).unwrap());
}
