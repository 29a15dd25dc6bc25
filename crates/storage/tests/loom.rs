//! Every order in which two threads can meet in the memory store. `make test-deep` runs it:
//! `RUSTFLAGS="--cfg loom" cargo test -p cartwright-storage --test loom`
//!
//! The carts are made before loom begins: it runs each thread on a small stack.
#![cfg(loom)]
#![allow(clippy::unwrap_used)]

use cartwright_core::{CartStore, CommitId, Committed};
use cartwright_storage::MemoryStore;
use cartwright_storage::conformance::shop::{Draft, key};
use loom::thread;
use std::sync::Mutex;

fn store() -> MemoryStore {
    MemoryStore::with_clock(|| 1_000_000_000)
}

/// Carts of one item, one of it, two of it, and so on.
fn carts<const N: usize>() -> impl Fn() -> [Draft; N] + Send + Sync + 'static {
    let mut draft = Draft::new();
    let carts = Mutex::new([(); N].map(|()| {
        draft = draft.clone().add("a", 1);
        draft.clone()
    }));
    move || carts.lock().unwrap().clone()
}

#[test]
fn of_two_committers_at_one_identity_one_is_stored_and_the_other_is_told() {
    let carts = carts::<3>();
    loom::model(move || {
        let (store, [first, one, other]) = (store(), carts());
        let expected = Some(first.commit(&store, &key("ada")));
        let committers = [one, other].map(|draft| {
            let store = store.clone();
            thread::spawn(move || Draft { expected, ..draft }.try_commit(&store, &key("ada")))
        });
        let answers = committers.map(|committer| committer.join().expect("no panic"));
        let stored: Vec<_> = answers
            .iter()
            .filter_map(|answer| if let Committed::Stored(made) = answer { Some(*made) } else { None })
            .collect();
        let told = answers.iter().any(|answer| *answer == Committed::Conflict(stored.first().copied()));
        assert!(stored.len() == 1 && told, "{answers:?}");
        assert_eq!(store.identity(&key("ada")).unwrap(), stored.first().copied());
    });
}

#[test]
fn two_who_try_again_lose_nothing() {
    let carts = carts::<2>();
    loom::model(move || {
        let store = store();
        let adders = [carts(), carts()].map(|[one, two]| {
            let store = store.clone();
            thread::spawn(move || {
                // The other one commits once, so there is at most one conflict.
                for _ in 0..2 {
                    let there = Draft::load(&store, &key("ada"));
                    let more = if there.quantity("a") == 0 { one.clone() } else { two.clone() };
                    let draft = Draft { expected: there.expected, ..more };
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
    let carts = carts::<3>();
    loom::model(move || {
        let (store, [guest, user, late]) = (store(), carts());
        let guest = guest.commit(&store, &key("guest"));
        let (merging, adding) = (store.clone(), store.clone());
        let merged = thread::spawn(move || {
            let target = key("user");
            let commit = user.to_commit(CommitId(1), &target, &[]);
            merging.commit_merge(&commit, &key("guest"), guest).expect("it answers")
        });
        let added = thread::spawn(move || Draft { expected: Some(guest), ..late }.try_commit(&adding, &key("guest")));
        let (merged, added) = (merged.join().expect("no panic"), added.join().expect("no panic"));
        assert_ne!(matches!(merged, Committed::Stored(_)), matches!(added, Committed::Stored(_)));
    });
}

mod locks {
    use cartwright_coordination::{Answer, Lifetime, LifetimeLimit, LockKey, LockStore, ManualClock, OwnerToken};
    use cartwright_storage::MemoryLockStore;
    use loom::thread;
    use std::time::Duration;

    fn lock() -> LockKey {
        LockKey::new("cart").unwrap()
    }

    fn second() -> Lifetime {
        LifetimeLimit::default().lifetime(Duration::from_secs(1)).unwrap()
    }

    fn take(store: &MemoryLockStore, owner: u8) -> bool {
        let token = OwnerToken::from_secret_bytes([owner; 16]);
        store.acquire(&lock(), &token, second()).unwrap().granted().is_some()
    }

    #[test]
    fn of_two_who_ask_one_gets_the_lock() {
        loom::model(|| {
            let store = MemoryLockStore::with_clock(ManualClock::default());
            let asking = [1, 2].map(|owner| {
                let store = store.clone();
                thread::spawn(move || take(&store, owner))
            });
            let granted = asking.map(|thread| thread.join().expect("no panic"));
            assert_ne!(granted[0], granted[1]);
        });
    }

    #[test]
    fn a_late_release_and_a_new_grant_do_not_mix() {
        loom::model(|| {
            let clock = ManualClock::default();
            let store = MemoryLockStore::with_clock(clock.clone());
            assert!(take(&store, 1));
            clock.advance(Duration::from_secs(1));
            let (late, next) = (store.clone(), store.clone());
            let late = thread::spawn(move || late.release(&lock(), &OwnerToken::from_secret_bytes([1; 16])).unwrap());
            let next = thread::spawn(move || take(&next, 2));
            assert!(matches!(late.join().expect("no panic"), Answer::Expired | Answer::WrongOwner));
            assert!(next.join().expect("no panic"));
            assert!(store.inspect(&lock()).unwrap().is_some(), "the late one released nothing");
        });
    }
}
