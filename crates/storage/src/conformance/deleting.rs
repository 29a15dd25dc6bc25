//! Carts go, and which ones there are.

use super::Fixture;
use super::shop::{Draft, key};
use cartwright_core::CartKey;

/// And says whether there was anything to remove.
pub fn a_deleted_cart_is_gone(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).condition("SALE", "-10%").commit(&*store, &key("ada"));
    assert!(store.delete(&key("ada"), &[]).unwrap());
    assert!(store.load(&key("ada")).unwrap().is_none());
    assert!(!store.delete(&key("ada"), &[]).unwrap());
}

/// Nothing of the old cart shows up in it.
pub fn a_cart_made_after_a_deletion_starts_anew(fixture: &impl Fixture) {
    let store = fixture.open();
    let first =
        Draft::new().add("a", 1).condition("SALE", "-10%").metadata("m", Some("1")).commit(&*store, &key("ada"));
    store.delete(&key("ada"), &[]).unwrap();
    let draft = Draft::new().add("b", 1);
    let second = draft.commit(&*store, &key("ada"));
    assert_eq!((second.version, second.incarnation == first.incarnation), (1, false));
    assert_eq!(Draft::load(&*store, &key("ada")).text(), draft.text());
}

/// Other instances, other visitors.
pub fn deleting_a_cart_leaves_the_others(fixture: &impl Fixture) {
    let store = fixture.open();
    for cart in [key("ada"), CartKey::new("ada", "wishlist"), key("eve")] {
        Draft::new().add("a", 1).commit(&*store, &cart);
    }
    store.delete(&key("ada"), &[]).unwrap();
    assert_eq!(store.instances("ada").unwrap(), ["wishlist"]);
    assert!(store.load(&key("eve")).unwrap().is_some());
}

/// In order, without those of others.
pub fn the_instances_of_an_identifier_are_listed_in_order(fixture: &impl Fixture) {
    let store = fixture.open();
    for (identifier, instance) in
        [("ada", "wishlist"), ("ada", "default"), ("eve", "default"), ("ada2", "x"), ("ad", "y")]
    {
        Draft::new().add("a", 1).commit(&*store, &CartKey::new(identifier, instance));
    }
    assert_eq!(store.instances("ada").unwrap(), ["default", "wishlist"]);
    assert!(store.instances("nobody").unwrap().is_empty());
}

/// The record is written whether or not there was a cart: the caller knows what it tells.
pub fn a_deletion_writes_its_outbox_records(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    store.delete(&key("ada"), &[b"cleared".to_vec()]).unwrap();
    let records: Vec<_> = store.outbox(0, 10).unwrap().into_iter().map(|record| record.bytes).collect();
    assert_eq!(records, [b"cleared"]);
}
