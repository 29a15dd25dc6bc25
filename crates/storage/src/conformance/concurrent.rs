//! Many at one cart: what was acknowledged is there.

use super::Fixture;
use super::shop::{Draft, key};
use cartwright_core::{CartStore, Committed};
use std::thread;

const THREADS: i64 = 4;
const COMMITS: i64 = 25;

fn each(fixture: &impl Fixture, work: impl Fn(&dyn CartStore, i64) + Sync) {
    thread::scope(|scope| {
        for number in 0..THREADS {
            let work = &work;
            scope.spawn(move || work(&*fixture.open(), number));
        }
    });
}

fn add_until_stored(store: &dyn CartStore, id: &str) {
    while let Committed::Conflict(_) = Draft::load(store, &key("all")).add(id, 1).try_commit(store, &key("all")) {}
}

/// Each loads, adds and tries again on a conflict.
pub fn threads_that_try_again_lose_nothing(fixture: &impl Fixture) {
    each(fixture, |store, number| {
        for _ in 0..COMMITS {
            add_until_stored(store, "shared");
            add_until_stored(store, &format!("own-{number}"));
        }
    });
    let cart = Draft::load(&*fixture.open(), &key("all"));
    assert_eq!(cart.quantity("shared"), THREADS * COMMITS);
    assert!((0..THREADS).all(|number| cart.quantity(&format!("own-{number}")) == COMMITS));
    assert_eq!(cart.expected.unwrap().version, 2 * THREADS * COMMITS);
}

/// Each stands in the queue, and never has to try again.
pub fn threads_in_the_queue_lose_nothing(fixture: &impl Fixture) {
    each(fixture, |store, _| {
        for _ in 0..COMMITS {
            store
                .commit_queued(&key("all"), &mut |loaded| {
                    Some(loaded.map_or_else(Draft::new, Draft::from).add("shared", 1).into_queued())
                })
                .expect("it is stored");
        }
    });
    assert_eq!(Draft::load(&*fixture.open(), &key("all")).quantity("shared"), THREADS * COMMITS);
}

/// One handle, many threads.
pub fn threads_may_share_a_handle(fixture: &impl Fixture) {
    let store = fixture.open();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..COMMITS).for_each(|_| add_until_stored(&*store, "shared")));
        }
    });
    assert_eq!(Draft::load(&*store, &key("all")).quantity("shared"), THREADS * COMMITS);
}

/// Of many first commits one makes the cart.
pub fn of_many_first_commits_one_is_stored(fixture: &impl Fixture) {
    let stored = std::sync::atomic::AtomicI64::new(0);
    each(fixture, |store, number| {
        let answer = Draft::new().add(&format!("own-{number}"), 1).try_commit(store, &key("all"));
        if matches!(answer, Committed::Stored(_)) {
            stored.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    });
    assert_eq!(stored.into_inner(), 1);
    assert_eq!(Draft::load(&*fixture.open(), &key("all")).ids().len(), 1);
}
