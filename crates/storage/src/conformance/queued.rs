//! Who has met conflicts stands in the queue: it loads and stores while others wait.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CommitId, Sight, StoreErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The cart as it is, whatever was known of it.
pub fn a_queued_change_gets_the_cart_and_stores_what_it_answers(fixture: &impl Fixture) {
    let store = fixture.open();
    let first = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let made = store
        .commit_queued(&key("ada"), &mut |loaded| {
            let draft = Draft::from(loaded.expect("it is there"));
            assert_eq!((draft.expected, draft.ids()), (Some(first), vec!["a"]));
            Some(draft.add("b", 1).into_queued())
        })
        .unwrap()
        .expect("it was stored");
    assert_eq!((made.incarnation, made.version), (first.incarnation, 2));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["a", "b"]);
}

/// Then the incarnation is the commit's.
pub fn a_queued_change_can_make_a_cart(fixture: &impl Fixture) {
    let store = fixture.open();
    let mut incarnation = None;
    let made = store
        .commit_queued(&key("ada"), &mut |loaded| {
            assert!(loaded.is_none());
            let queued = Draft::new().add("a", 1).into_queued();
            incarnation = Some(queued.incarnation);
            Some(queued)
        })
        .unwrap()
        .expect("it was stored");
    assert_eq!((Some(made.incarnation), made.version), (incarnation, 1));
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(made));
}

/// The operation turned out to change nothing, or was refused.
pub fn a_queued_change_may_decide_to_store_nothing(fixture: &impl Fixture) {
    let store = fixture.open();
    let first = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    assert_eq!(store.commit_queued(&key("ada"), &mut |_| None).unwrap(), None);
    assert_eq!(store.commit_queued(&key("eve"), &mut |_| None).unwrap(), None);
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(first));
    assert_eq!(store.identity(&key("eve")).unwrap(), None);
}

/// A panic is the caller's; the store goes on.
pub fn a_queued_change_that_panics_leaves_everything_as_it_was(fixture: &impl Fixture) {
    let store = fixture.open();
    let first = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        store.commit_queued(&key("ada"), &mut |_| panic!("this panic is on purpose"))
    }));
    assert!(panicked.is_err());
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(first));
    assert_eq!(fixture.open().identity(&key("ada")).unwrap(), Some(first));
    Draft::load(&*store, &key("ada")).add("b", 1).commit(&*store, &key("ada"));
}

/// It would wait for itself; it is told instead.
pub fn a_queued_change_that_calls_the_store_is_refused(fixture: &impl Fixture) {
    let store = fixture.open();
    let mut inner = None;
    store
        .commit_queued(&key("ada"), &mut |_| {
            inner = Some(store.identity(&key("ada")));
            None
        })
        .unwrap();
    assert_eq!(inner.unwrap().unwrap_err().kind(), StoreErrorKind::Unsupported);
}

/// A reply that was lost is not made good by doing it twice.
pub fn a_queued_change_that_was_stored_before_is_not_stored_again(fixture: &impl Fixture) {
    let store = fixture.open();
    let queued = Draft::new().add("a", 1).into_queued();
    let once = || {
        store
            .commit_queued(&key("ada"), &mut |loaded| {
                let cart = loaded.map_or_else(Draft::new, Draft::from).add("a", 1);
                Some(cartwright_core::QueuedCommit { id: queued.id, ..cart.into_queued() })
            })
            .unwrap()
            .expect("it is stored")
    };
    let (first, second) = (once(), once());
    if store.remembers_commits() {
        assert_eq!(first, second);
        assert_eq!(Draft::load(&*store, &key("ada")).quantity("a"), 1);
    } else {
        assert_eq!(second.version, 2);
    }
}

/// Somebody was faster again: nothing that he has stored is lost.
pub fn a_queued_change_that_begins_with_an_old_sight_loses_nothing(fixture: &impl Fixture) {
    let (store, ada) = (fixture.open(), key("ada"));
    let slow = Draft::new().add("slow", 1);
    Draft::new().add("a", 1).commit(&*store, &ada);
    let (_, sight) = store.commit_seeing(&slow.to_commit(CommitId(random()), &ada, &[])).unwrap();
    Draft::load(&*store, &ada).add("b", 1).commit(&*store, &ada);
    let mut put_in = |loaded: Option<_>| Some(loaded.map_or_else(Draft::new, Draft::from).add("c", 1).into_queued());
    store.commit_queued_at(sight, &ada, &mut put_in).unwrap().expect("it is stored");
    assert_eq!(Draft::load(&*store, &ada).ids(), ["a", "b", "c"]);
    store.delete(&ada, &[]).unwrap();
    store.commit_queued_at(Sight::Cart(None), &ada, &mut put_in).unwrap().expect("it is stored");
    assert_eq!(Draft::load(&*store, &ada).ids(), ["c"]);
}
