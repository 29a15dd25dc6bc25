//! Cached values.

use super::Subject;
use super::support::{MILLISECOND, SECOND, name, version};
use crate::entry_store::{EntryKey, Lifetimes};
use crate::snapshot::Snapshot;
use std::time::Duration;

fn key(of: &str, counter: i64) -> EntryKey {
    EntryKey::new(of, &Snapshot::from_iter([(name("a"), version(1, counter))])).unwrap()
}

fn lifetimes(soft: Duration, hard: Duration) -> Lifetimes {
    Lifetimes::flexible(soft, hard).unwrap()
}

/// Byte for byte.
pub fn a_value_is_found_by_every_handle_as_it_was_kept<S: Subject>(subject: &S) {
    let every_byte: Vec<u8> = (0..=255).collect();
    for value in [&b""[..], b"<html>", &every_byte, &[0; 100_000]] {
        subject.entries().keep(&key("page", 1), value, lifetimes(SECOND, SECOND)).unwrap();
        let found = subject.entries().fetch(&key("page", 1)).unwrap().unwrap();
        assert!(found.value == value && !found.stale);
    }
}

/// And of no other.
pub fn a_value_is_found_under_its_versions_alone<S: Subject>(subject: &S) {
    let store = subject.entries();
    store.keep(&key("page", 1), b"old", lifetimes(SECOND, SECOND)).unwrap();
    assert_eq!(store.fetch(&key("page", 2)).unwrap(), None);
    assert_eq!(store.fetch(&key("Page", 1)).unwrap(), None);
    store.keep(&key("page", 2), b"new", lifetimes(SECOND, SECOND)).unwrap();
    assert_eq!(store.fetch(&key("page", 2)).unwrap().unwrap().value, b"new");
    assert_eq!(store.fetch(&key("page", 1)).unwrap().unwrap().value, b"old");
}

/// To the millisecond.
pub fn a_value_is_fresh_until_its_soft_end_and_there_until_its_hard_one<S: Subject>(subject: &S) {
    let store = subject.entries();
    store.keep(&key("page", 1), b"x", lifetimes(SECOND, 3 * SECOND)).unwrap();
    let stale = || store.fetch(&key("page", 1)).unwrap().map(|found| found.stale);
    subject.advance(SECOND - MILLISECOND);
    assert_eq!(stale(), Some(false));
    subject.advance(MILLISECOND);
    assert_eq!(stale(), Some(true));
    subject.advance(2 * SECOND - MILLISECOND);
    assert_eq!(stale(), Some(true));
    subject.advance(MILLISECOND);
    assert_eq!(stale(), None);
}

/// It begins anew.
pub fn a_value_that_is_kept_again_lasts_from_then_on<S: Subject>(subject: &S) {
    let store = subject.entries();
    store.keep(&key("page", 1), b"long", lifetimes(SECOND, 10 * SECOND)).unwrap();
    store.keep(&key("page", 1), b"short", lifetimes(SECOND, 2 * SECOND)).unwrap();
    subject.advance(SECOND);
    assert_eq!(store.fetch(&key("page", 1)).unwrap().unwrap().value, b"short");
    subject.advance(SECOND);
    assert_eq!(store.fetch(&key("page", 1)).unwrap(), None);
}

/// Whoever swept last.
pub fn a_sweep_collects_what_is_over_and_nothing_else<S: Subject>(subject: &S) {
    let store = subject.entries();
    for (of, seconds) in [("a", 1), ("b", 2), ("c", 9)] {
        store.keep(&key(of, 1), b"x", lifetimes(SECOND, seconds * SECOND)).unwrap();
    }
    subject.advance(2 * SECOND);
    assert_eq!((store.sweep(1).unwrap(), store.sweep(10).unwrap(), store.sweep(10).unwrap()), (1, 1, 0));
    assert!(store.fetch(&key("c", 1)).unwrap().is_some());
}

/// Under these versions of this name, and no other.
pub fn removing_a_value_removes_it_alone<S: Subject>(subject: &S) {
    let store = subject.entries();
    for (of, counter) in [("page", 1), ("page", 2), ("home", 1)] {
        store.keep(&key(of, counter), b"x", lifetimes(SECOND, 2 * SECOND)).unwrap();
    }
    assert!(store.remove(&key("page", 1)).unwrap());
    assert_eq!(store.fetch(&key("page", 1)).unwrap(), None);
    assert!(!store.remove(&key("page", 1)).unwrap(), "once");
    assert!(!store.remove(&key("never", 1)).unwrap());
    assert!(store.fetch(&key("page", 2)).unwrap().is_some() && store.fetch(&key("home", 1)).unwrap().is_some());
    store.keep(&key("page", 1), b"again", lifetimes(SECOND, SECOND)).unwrap();
    assert_eq!(store.fetch(&key("page", 1)).unwrap().unwrap().value, b"again");
    assert_eq!(store.clear().unwrap(), 3);
}

/// For `--clear-cache`.
pub fn clearing_removes_every_value<S: Subject>(subject: &S) {
    let store = subject.entries();
    for of in ["a", "b"] {
        store.keep(&key(of, 1), b"x", lifetimes(SECOND, SECOND)).unwrap();
    }
    assert_eq!(store.clear().unwrap(), 2);
    assert_eq!(store.fetch(&key("a", 1)).unwrap(), None);
    assert_eq!(store.clear().unwrap(), 0);
}
