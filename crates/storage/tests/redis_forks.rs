//! Forks: parent and child both go on with a handle, each over a connection of its own.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{Answer, LockStore};
use cartwright_storage::RedisLockStore;
use fork::Fork;
use redis_support::locks::{SECOND, lifetime, named, release, take, token};
use redis_support::{Persistence, Server, until};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// What becomes of a child that does this.
fn in_child(work: impl FnOnce()) -> i32 {
    match fork::fork().expect("it can be forked") {
        Fork::Parent(pid) => fork::waitpid(pid).expect("it ends"),
        Fork::Child => {
            let ended = catch_unwind(AssertUnwindSafe(work));
            std::process::exit(i32::from(ended.is_err()))
        }
    }
}

/// The ids of the connections of stores, as the server has them.
fn connections(server: &Server) -> Vec<String> {
    let list = server.say(&["CLIENT", "LIST"]);
    let ours = list.lines().filter(|line| line.contains("name=cartwright"));
    ours.filter_map(|line| line.split(' ').find(|word| word.starts_with("id=")).map(str::to_owned)).collect()
}

fn take_and_release(store: &RedisLockStore, name: &str) {
    assert!(store.acquire(&named(name), &token(2), lifetime(SECOND)).unwrap().granted().is_some());
    assert_eq!(store.release(&named(name), &token(2)).unwrap(), Answer::Done(()));
}

#[test]
fn a_child_has_a_connection_of_its_own_and_takes_nothing_from_its_parent() {
    let server = Server::start(Persistence::None);
    let store = RedisLockStore::new(server.options());
    take(&store, 1);
    let before = connections(&server);
    assert_eq!(before.len(), 1);
    let mut store = Some(store);
    let status = in_child(|| {
        let store = store.take().unwrap();
        (0..50).for_each(|round| take_and_release(&store, &format!("child {round}")));
        let now = connections(&server);
        assert!(now.len() == 2 && now.contains(&before[0]), "{now:?}");
        // A grandchild, too.
        assert_eq!(in_child(|| take_and_release(&store, "grandchild")), 0);
        drop(store);
    });
    assert_eq!(status, 0);
    let store = store.unwrap();
    assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    until("the child's connection is gone", || connections(&server) == before);
}

#[test]
fn a_child_that_lets_go_of_a_handle_says_nothing_to_the_server() {
    let server = Server::start(Persistence::None);
    let mut store = Some(RedisLockStore::new(server.options()));
    take(store.as_ref().unwrap(), 1);
    let before = connections(&server);
    assert_eq!(in_child(|| drop(store.take())), 0);
    assert_eq!(release(store.as_ref().unwrap(), 1).unwrap(), Answer::Done(()));
    assert_eq!(connections(&server), before);
}

#[test]
fn parent_and_child_at_work_at_once_do_not_hear_each_others_answers() {
    let server = Server::start(Persistence::None);
    let store = RedisLockStore::new(server.options());
    take_and_release(&store, "before");
    match fork::fork().unwrap() {
        Fork::Child => {
            let work = || (0..300).for_each(|round| take_and_release(&store, &format!("child {round}")));
            std::process::exit(i32::from(catch_unwind(AssertUnwindSafe(work)).is_err()));
        }
        Fork::Parent(pid) => {
            (0..300).for_each(|round| take_and_release(&store, &format!("parent {round}")));
            assert_eq!(fork::waitpid(pid).unwrap(), 0);
        }
    }
}

#[test]
fn a_handle_that_another_thread_is_using_while_it_forks_works_in_the_child() {
    let server = Server::start(Persistence::None);
    let (store, done) = (RedisLockStore::new(server.options()), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                take_and_release(&store, "busy");
            }
        });
        for round in 0..20 {
            assert_eq!(in_child(|| take_and_release(&store, &format!("child {round}"))), 0);
        }
        done.store(true, Ordering::SeqCst);
    });
}
