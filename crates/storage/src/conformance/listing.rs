//! Which carts there are, and which ones nobody has touched for long.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CartKey, CartStore, Incarnation};

const DAY: i64 = 86_400;
const NOW: i64 = 1_700_000_000;

fn names(store: &dyn CartStore, after: Option<&CartKey>, idle_since: Option<i64>, limit: usize) -> Vec<String> {
    store.list(after, idle_since, limit).unwrap().into_iter().map(|listing| listing.key.to_string()).collect()
}

/// Batch after batch, each begins where the last one ended.
pub fn carts_are_listed_by_key_in_batches(fixture: &impl Fixture) {
    let store = fixture.open();
    let all = [("a", "x"), ("a", "z"), ("a/b", "a"), ("b", "default"), ("é", "default"), ("猫", "default")];
    for (identifier, instance) in all.iter().rev() {
        Draft::new().add("a", 1).commit(&*store, &CartKey::new(identifier, instance));
    }
    let expected: Vec<String> = all.iter().map(|(identifier, instance)| format!("{identifier}/{instance}")).collect();
    assert_eq!(names(&*store, None, None, 100), expected);
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let batch = store.list(after.as_ref(), None, 2).unwrap();
        assert!(batch.len() <= 2);
        let Some(last) = batch.last() else { break };
        after = Some(last.key.clone());
        seen.extend(batch.into_iter().map(|listing| listing.key.to_string()));
    }
    assert_eq!(seen, expected);
    assert!(names(&*store, None, None, 0).is_empty());
}

/// What it is, and when it was last changed.
pub fn a_listing_tells_the_identity_and_the_time_of_the_last_change(fixture: &impl Fixture) {
    let store = fixture.open();
    fixture.set_time(NOW - DAY);
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    fixture.set_time(NOW);
    let identity = Draft::load(&*store, &key("ada")).add("a", 1).commit(&*store, &key("ada"));
    let listed = store.list(None, None, 10).unwrap();
    assert_eq!((listed[0].identity, listed[0].updated_at), (identity, NOW));
}

/// A cart that was changed at that very second is not idle since then.
pub fn only_carts_not_changed_since_are_listed(fixture: &impl Fixture) {
    let store = fixture.open();
    for (name, time) in [("old", NOW - 8 * DAY), ("edge", NOW - 7 * DAY), ("new", NOW)] {
        fixture.set_time(time);
        Draft::new().add("a", 1).commit(&*store, &key(name));
    }
    assert_eq!(names(&*store, None, Some(NOW - 7 * DAY), 10), ["old/default"]);
    assert_eq!(names(&*store, None, Some(NOW - 7 * DAY + 1), 10), ["edge/default", "old/default"]);
    assert_eq!(names(&*store, Some(&key("edge")), Some(NOW), 10), ["old/default"]);
}

/// A login is a sign of life.
pub fn a_swap_counts_as_a_change(fixture: &impl Fixture) {
    let store = fixture.open();
    fixture.set_time(NOW - 8 * DAY);
    Draft::new().add("a", 1).commit(&*store, &key("guest"));
    fixture.set_time(NOW);
    store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap();
    assert!(names(&*store, None, Some(NOW - DAY), 10).is_empty());
}

/// And says so.
pub fn a_cart_is_pruned_if_it_still_is_what_was_listed(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let listed = store.list(None, None, 10).unwrap();
    assert!(store.prune(&listed[0]).unwrap());
    assert!(store.load(&key("ada")).unwrap().is_none());
    assert!(!store.prune(&listed[0]).unwrap());
}

/// The visitor has come back between the listing and the pruning.
pub fn a_cart_that_was_changed_since_it_was_listed_is_not_pruned(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let listed = store.list(None, None, 10).unwrap();
    let now = Draft::load(&*store, &key("ada")).add("a", 1).commit(&*store, &key("ada"));
    assert!(!store.prune(&listed[0]).unwrap());
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(now));
}
