//! A commit that was made for another state stores nothing.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CommitId, Committed, Sight};

/// Two who have loaded the same cart: the second one is told what it is now.
pub fn a_commit_for_an_older_version_conflicts(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let (fast, slow) = (Draft::load(&*store, &key("ada")), Draft::load(&*store, &key("ada")));
    let now = fast.add("b", 1).commit(&*store, &key("ada"));
    assert_eq!(slow.add("c", 1).try_commit(&*store, &key("ada")), Committed::Conflict(Some(now)));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["a", "b"]);
}

/// Two first requests at once: a conflict like any other.
pub fn a_first_commit_of_a_cart_that_is_there_conflicts(fixture: &impl Fixture) {
    let store = fixture.open();
    let now = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    assert_eq!(Draft::new().add("b", 1).try_commit(&*store, &key("ada")), Committed::Conflict(Some(now)));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["a"]);
}

/// A cart that was cleared in between is not brought back.
pub fn a_commit_for_a_cart_that_is_gone_conflicts(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let slow = Draft::load(&*store, &key("ada"));
    store.delete(&key("ada"), &[]).unwrap();
    assert_eq!(slow.add("b", 1).try_commit(&*store, &key("ada")), Committed::Conflict(None));
    assert!(store.load(&key("ada")).unwrap().is_none());
}

/// The number 1 alone would say that nothing has happened.
pub fn a_version_that_came_back_is_not_taken_for_the_one_that_was_read(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let slow = Draft::load(&*store, &key("ada"));
    store.delete(&key("ada"), &[]).unwrap();
    let now = Draft::new().add("successor", 1).commit(&*store, &key("ada"));
    assert_eq!(now.version, slow.expected.unwrap().version);
    assert_eq!(slow.add("b", 1).try_commit(&*store, &key("ada")), Committed::Conflict(Some(now)));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["successor"]);
}

/// What was not stored was not told to anybody.
pub fn a_conflict_writes_nothing_into_the_outbox(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let (late, cart) = (Draft::new().add("b", 1), key("ada"));
    let answer = store.commit(&late.to_commit(CommitId(random()), &cart, &[b"told".to_vec()])).unwrap();
    assert!(matches!(answer, Committed::Conflict(Some(_))));
    assert!(store.outbox(0, 10).unwrap().is_empty());
}

/// So that who was late need not load it.
pub fn a_cart_that_a_conflict_brings_along_is_the_one_that_is_there(fixture: &impl Fixture) {
    let (store, ada) = (fixture.open(), key("ada"));
    let see = |draft: &Draft| store.commit_seeing(&draft.to_commit(CommitId(random()), &ada, &[])).unwrap();
    let (Committed::Stored(_), Sight::None) = see(&Draft::new().add("a", 1)) else { panic!("nobody else is here") };
    let slow = Draft::load(&*store, &ada);
    let now = Draft::load(&*store, &ada).add("b", 1).metadata("note", Some("1")).commit(&*store, &ada);
    let (answer, sight) = see(&slow);
    assert_eq!(answer, Committed::Conflict(Some(now)));
    if let Sight::Cart(seen) = sight {
        let seen = Draft::from(*seen.unwrap());
        assert_eq!((seen.expected, seen.text()), (Some(now), Draft::load(&*store, &ada).text()));
    }
    store.delete(&ada, &[]).unwrap();
    let (answer, sight) = see(&slow);
    assert_eq!(answer, Committed::Conflict(None));
    assert!(matches!(sight, Sight::None | Sight::Cart(None)), "{sight:?}");
}
