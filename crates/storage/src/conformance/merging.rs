//! Two carts become one, all at once.

use super::Fixture;
use super::shop::{Draft, key, random, stored};
use cartwright_core::{CartStore, CommitId, Committed, Identity, StoreErrorKind};

fn merge(store: &dyn CartStore, id: CommitId, merged: &Draft, source: Identity) -> Committed {
    let user = key("user");
    store
        .commit_merge(&merged.to_commit(id, &user, &[b"merged".to_vec()]), &key("guest"), source)
        .expect("the store answers")
}

fn two_carts(store: &dyn CartStore) -> (Draft, Identity) {
    Draft::new().add("a", 1).add("b", 1).commit(store, &key("user"));
    let guest = Draft::new().add("b", 2).add("c", 1).commit(store, &key("guest"));
    (Draft::load(store, &key("user")).add("b", 2).add("c", 1), guest)
}

/// The target is what was committed, the source is gone, the outbox tells.
pub fn a_merge_stores_the_target_and_removes_the_source(fixture: &impl Fixture) {
    let store = fixture.open();
    let (merged, guest) = two_carts(&*store);
    let made = stored(merge(&*store, CommitId(random()), &merged, guest));
    assert_eq!((made.incarnation, made.version), (merged.expected.unwrap().incarnation, 2));
    assert_eq!(Draft::load(&*store, &key("user")).text(), merged.text());
    assert!(store.load(&key("guest")).unwrap().is_none());
    assert_eq!(store.outbox(0, 10).unwrap().len(), 1);
}

/// A user without a cart.
pub fn a_merge_can_make_the_target(fixture: &impl Fixture) {
    let store = fixture.open();
    let guest = Draft::new().add("c", 1).commit(&*store, &key("guest"));
    let merged = Draft::new().add("c", 1);
    assert_eq!(stored(merge(&*store, CommitId(random()), &merged, guest)).version, 1);
    assert_eq!(Draft::load(&*store, &key("user")).ids(), ["c"]);
    assert!(store.load(&key("guest")).unwrap().is_none());
}

/// Nothing is stored, nothing is removed.
pub fn a_merge_into_a_cart_that_has_changed_conflicts(fixture: &impl Fixture) {
    let store = fixture.open();
    let (merged, guest) = two_carts(&*store);
    let now = Draft::load(&*store, &key("user")).add("z", 1).commit(&*store, &key("user"));
    assert_eq!(merge(&*store, CommitId(random()), &merged, guest), Committed::Conflict(Some(now)));
    assert_eq!(Draft::load(&*store, &key("user")).ids(), ["a", "b", "z"]);
    assert_eq!(store.identity(&key("guest")).unwrap(), Some(guest));
    assert!(store.outbox(0, 10).unwrap().is_empty());
}

/// What the visitor has put in since would be lost.
pub fn a_merge_of_a_source_that_has_changed_conflicts(fixture: &impl Fixture) {
    let store = fixture.open();
    let (merged, guest) = two_carts(&*store);
    let now = Draft::load(&*store, &key("guest")).add("z", 1).commit(&*store, &key("guest"));
    assert_eq!(merge(&*store, CommitId(random()), &merged, guest), Committed::Conflict(Some(now)));
    store.delete(&key("guest"), &[]).unwrap();
    assert_eq!(merge(&*store, CommitId(random()), &merged, guest), Committed::Conflict(None));
    assert_eq!(store.identity(&key("user")).unwrap(), merged.expected);
    assert_eq!(Draft::load(&*store, &key("user")).ids(), ["a", "b"]);
}

/// It is known by its id, although the source is gone by now.
pub fn a_repeated_merge_is_done_once(fixture: &impl Fixture) {
    let store = fixture.open();
    let ((merged, guest), id) = (two_carts(&*store), CommitId(random()));
    let answer = merge(&*store, id, &merged, guest);
    let again = merge(&*store, id, &merged, guest);
    let made = stored(answer);
    assert_eq!(again, if store.remembers_commits() { answer } else { Committed::Conflict(Some(made)) });
    assert_eq!(store.outbox(0, 10).unwrap().len(), 1);
}

/// It would store the cart and remove it.
pub fn a_merge_of_a_cart_into_itself_is_refused(fixture: &impl Fixture) {
    let store = fixture.open();
    let made = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let (again, cart) = (Draft::load(&*store, &key("ada")).add("a", 1), key("ada"));
    let refused = store.commit_merge(&again.to_commit(CommitId(random()), &cart, &[]), &key("ada"), made).unwrap_err();
    assert_eq!(refused.kind(), StoreErrorKind::Unsupported);
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(made));
}
