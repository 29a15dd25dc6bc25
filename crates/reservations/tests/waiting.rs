//! Waiting for stock that others hold: off unless asked for, over one deadline, with jitter.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::{ManualClock, MonotonicClock, SeededRandom};
use cartwright_reservations::conformance::PlainStore;
use cartwright_reservations::{
    Counter, ErrorKind, Keep, Line, Policy, Refusal, Request, Reservations, Reserved, Settings, StockKey,
};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

fn shop() -> (Reservations, ManualClock) {
    let clock = ManualClock::default();
    let store = PlainStore::new(clock.clone(), Keep::default());
    let shop = Reservations::new(store, Settings::default()).unwrap();
    (shop.waiting_with(clock.clone(), clock.clone()).with_random(SeededRandom::new(1)), clock)
}

fn lines(shop: &Reservations, skus: &[&str]) -> Vec<Line> {
    let keys = skus.iter().map(|sku| StockKey::new("shop", "item", sku).unwrap());
    keys.map(|key| {
        shop.set_stock(&key, 1).unwrap();
        Line::new(key, 1)
    })
    .collect()
}

fn hold(shop: &Reservations, order: &str, lines: &[Line], seconds: u32) {
    let lifetime = Some(shop.lifetime_from_millis(f64::from(seconds * 1000)).unwrap());
    assert!(shop.reserve(&Request { lifetime, ..Request::new(order, "ada", lines) }).unwrap().granted().is_some());
}

#[test]
fn nobody_waits_unless_he_says_so() {
    let (shop, clock) = shop();
    let lines = lines(&shop, &["lamp"]);
    hold(&shop, "1", &lines, 1);
    assert!(shop.reserve(&Request::new("2", "ben", &lines)).unwrap().granted().is_none());
    assert_eq!(clock.pauses(), []);
}

#[test]
fn a_wait_that_outlasts_the_leases_of_all_lines_ends_with_all_of_them() {
    let (shop, clock) = shop();
    let both = lines(&shop, &["lamp", "bulb"]);
    hold(&shop, "1", &both[..1], 1);
    hold(&shop, "2", &both[1..], 3);
    let begun = clock.now();
    let waited = shop.reserve(&Request { wait: SECOND * 5, ..Request::new("3", "ben", &both) }).unwrap();
    assert!(waited.granted().is_some());
    let took = clock.now().since(begun);
    assert!(took >= SECOND * 3 && took < SECOND * 3 + Duration::from_millis(60), "{took:?}");
    let refused = shop.stats().unwrap().tally.of(Counter::RefusedShort);
    assert_eq!(refused, 1, "between, it only looked");
}

#[test]
fn a_wait_that_is_shorter_ends_at_its_deadline_with_what_is_short() {
    let (shop, clock) = shop();
    let both = lines(&shop, &["lamp", "bulb"]);
    hold(&shop, "1", &both, 10);
    let begun = clock.now();
    let waited = shop.reserve(&Request { wait: SECOND, ..Request::new("2", "ben", &both) }).unwrap();
    let Reserved::Refused(Refusal::Short(short)) = waited else { panic!("{waited:?}") };
    assert_eq!((short.len(), clock.now().since(begun)), (2, SECOND));
    let pauses = clock.pauses();
    assert!(pauses.windows(2).any(|two| two[0] != two[1]), "with jitter");
}

#[test]
fn what_waiting_cannot_help_is_answered_at_once() {
    let (shop, clock) = shop();
    let lines = lines(&shop, &["lamp"]);
    hold(&shop, "1", &lines, 10);
    let other = Request { wait: SECOND, ..Request::new("1", "ben", &lines) };
    assert_eq!(shop.reserve(&other).unwrap(), Reserved::Refused(Refusal::OtherOwner));
    assert_eq!(clock.pauses(), []);
}

#[test]
fn a_key_that_one_holds_alone_is_waited_for_too() {
    let (shop, _) = shop();
    let stage = StockKey::new("shop", "seat", "stage").unwrap();
    shop.set_policy(&stage, Policy::Exclusive).unwrap();
    let lines = [Line::new(stage, 1)];
    hold(&shop, "1", &lines, 2);
    assert!(
        shop.reserve(&Request { wait: SECOND * 3, ..Request::new("2", "ben", &lines) }).unwrap().granted().is_some()
    );
}

#[test]
fn a_wait_beyond_the_longest_is_refused_before_anything_is_held() {
    let (shop, _) = shop();
    let lines = lines(&shop, &["lamp"]);
    let refused = shop.reserve(&Request { wait: SECOND * 61, ..Request::new("1", "ada", &lines) }).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidLifetime);
    assert_eq!(shop.level(&lines[0].key).unwrap().held, 0);
}
