//! Every order in which two threads can meet in the memory store. `make test-deep` runs it:
//! `RUSTFLAGS="--cfg loom" cargo test -p cartwright-storage --release --test loom`
#![cfg(loom)]

use cartwright_core::{CartStore, Committed};
use cartwright_storage::MemoryStore;
use cartwright_storage::conformance::shop::{Draft, key};
use loom::thread;

fn store() -> MemoryStore {
    MemoryStore::with_clock(|| 1_000_000_000)
}

#[test]
fn of_two_committers_at_one_identity_one_is_stored_and_the_other_is_told() {
    loom::model(|| {
        let store = store();
        Draft::new().add("a", 1).commit(&store, &key("ada"));
        let drafts = [1, 2].map(|quantity| Draft::load(&store, &key("ada")).add("a", quantity));
        let committers = drafts.map(|draft| {
            let store = store.clone();
            thread::spawn(move || draft.try_commit(&store, &key("ada")))
        });
        let answers = committers.map(|committer| committer.join().expect("no panic"));
        let stored: Vec<_> =
            answers.iter().filter_map(|answer| if let Committed::Stored(made) = answer { Some(*made) } else { None }).collect();
        let told = answers.iter().any(|answer| *answer == Committed::Conflict(stored.first().copied()));
        assert!(stored.len() == 1 && told, "{answers:?}");
        assert_eq!(store.identity(&key("ada")).unwrap(), stored.first().copied());
    });
}

#[test]
fn two_who_try_again_lose_nothing() {
    loom::model(|| {
        let store = store();
        let adders = [0, 1].map(|_| {
            let store = store.clone();
            thread::spawn(move || {
                // The other one commits once, so there is at most one conflict.
                for _ in 0..2 {
                    let draft = Draft::load(&store, &key("ada")).add("a", 1);
                    if let Committed::Stored(_) = draft.try_commit(&store, &key("ada")) {
                        return;
                    }
                }
                panic!("two conflicts with one rival");
            })
        });
        adders.into_iter().for_each(|adder| adder.join().expect("no panic"));
        assert_eq!(Draft::load(&store, &key("ada")).quantity("a"), 2);
    });
}

#[test]
fn a_merge_and_a_commit_to_its_source_do_not_both_happen() {
    loom::model(|| {
        let store = store();
        let guest = Draft::new().add("a", 1).commit(&store, &key("guest"));
        let (merging, adding) = (store.clone(), store.clone());
        let merged = thread::spawn(move || {
            let (draft, user) = (Draft::new().add("a", 1), key("user"));
            let commit = draft.to_commit(cartwright_core::CommitId(1), &user, &[]);
            merging.commit_merge(&commit, &key("guest"), guest).expect("it answers")
        });
        let late = Draft { expected: Some(guest), ..Draft::new() }.add("late", 1);
        let added = thread::spawn(move || late.try_commit(&adding, &key("guest")));
        let (merged, added) = (merged.join().expect("no panic"), added.join().expect("no panic"));
        assert_ne!(matches!(merged, Committed::Stored(_)), matches!(added, Committed::Stored(_)));
    });
}
