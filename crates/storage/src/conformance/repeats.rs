//! A commit whose reply was lost is repeated. A store that remembers it stores it once; one that cannot says conflict.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CommitId, Committed, Identity};

/// As the first one, and as any.
pub fn a_repeated_commit_is_stored_once_and_answers_what_it_made(fixture: &impl Fixture) {
    let store = fixture.open();
    for draft in [Draft::new().add("a", 1), Draft::load(&*store, &key("ada")).add("a", 1)] {
        let draft = Draft { expected: store.identity(&key("ada")).unwrap(), ..draft };
        let id = CommitId(random());
        let answer = draft.try_commit_as(id, &*store, &key("ada"));
        let again = draft.try_commit_as(id, &*store, &key("ada"));
        let Committed::Stored(made) = answer else { panic!("{answer:?}") };
        let expected = if store.remembers_commits() { answer } else { Committed::Conflict(Some(made)) };
        assert_eq!(again, expected);
        assert_eq!(store.identity(&key("ada")).unwrap(), Some(made));
    }
}

/// Others have gone on; the answer is still what the commit made, not what they made of it.
pub fn a_commit_is_remembered_through_fifteen_later_ones_and_no_longer(fixture: &impl Fixture) {
    let store = fixture.open();
    let (draft, id) = (Draft::new().add("a", 1), CommitId(random()));
    let answer = draft.try_commit_as(id, &*store, &key("ada"));
    let Committed::Stored(made) = answer else { panic!("{answer:?}") };
    for later in 1..=16 {
        Draft::load(&*store, &key("ada")).add("a", 1).commit(&*store, &key("ada"));
        let now = Identity { version: 1 + later, ..made };
        let remembered = store.remembers_commits() && later < 16;
        let expected = if remembered { answer } else { Committed::Conflict(Some(now)) };
        assert_eq!(draft.try_commit_as(id, &*store, &key("ada")), expected, "after {later} later commits");
    }
    assert_eq!(Draft::load(&*store, &key("ada")).quantity("a"), 17);
}

/// At least once means that a consumer may see a record twice, not that we write it twice.
pub fn a_repeated_commit_writes_its_outbox_records_once(fixture: &impl Fixture) {
    let store = fixture.open();
    let (draft, id, cart) = (Draft::new().add("a", 1), CommitId(random()), key("ada"));
    for _ in 0..2 {
        store.commit(&draft.to_commit(id, &cart, &[b"added a".to_vec()])).unwrap();
    }
    assert_eq!(store.outbox(0, 10).unwrap().len(), 1);
}

/// An id belongs to a cart: the successor of a cleared one has none of them.
pub fn a_cart_that_was_deleted_is_not_remembered(fixture: &impl Fixture) {
    let store = fixture.open();
    let (draft, id) = (Draft::new().add("a", 1), CommitId(random()));
    draft.try_commit_as(id, &*store, &key("ada"));
    store.delete(&key("ada"), &[]).unwrap();
    let now = Draft::new().add("b", 1).commit(&*store, &key("ada"));
    assert_eq!(draft.try_commit_as(id, &*store, &key("ada")), Committed::Conflict(Some(now)));
}
