//! What a cart is: an incarnation and a version.

use super::Fixture;
use super::shop::{Draft, key, random, stored};
use cartwright_core::{CommitId, Identity};

/// The incarnation comes with the commit, the version counts from 1.
pub fn a_first_commit_makes_version_1_of_its_incarnation(fixture: &impl Fixture) {
    let store = fixture.open();
    let (draft, cart) = (Draft::new().add("a", 1), key("ada"));
    let commit = draft.to_commit(CommitId(random()), &cart, &[]);
    let made = stored(store.commit(&commit).unwrap());
    assert_eq!(made, Identity { incarnation: commit.incarnation, version: 1 });
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(made));
    assert_eq!(store.load(&key("ada")).unwrap().map(|loaded| loaded.identity), Some(made));
}

/// The incarnation of a later commit does not count.
pub fn each_commit_raises_the_version_and_keeps_the_incarnation(fixture: &impl Fixture) {
    let store = fixture.open();
    let first = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    for version in 2..6 {
        let next = Draft::load(&*store, &key("ada")).add("a", 1).commit(&*store, &key("ada"));
        assert_eq!(next, Identity { version, ..first });
    }
    assert_eq!(Draft::load(&*store, &key("ada")).quantity("a"), 5);
}

/// One after the other, without loading in between: what a long-lived handle does.
pub fn a_commit_can_follow_what_the_last_one_answered(fixture: &impl Fixture) {
    let store = fixture.open();
    let mut draft = Draft::new();
    for _ in 0..5 {
        draft = draft.add("a", 1);
        draft.expected = Some(draft.commit(&*store, &key("ada")));
        draft.changes.clear();
    }
    assert_eq!(Draft::load(&*store, &key("ada")).quantity("a"), 5);
}
