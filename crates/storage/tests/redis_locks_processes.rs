//! Many processes, one lock on a server: what it protects is never touched by two, also while the server is killed and
//! started again, and who holds it may die.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{
    Answer, Fence, FenceGuard, LifetimeLimit, LockStore, Locks, SystemClock, SystemRandom, SystemSleep, Waiter,
};
use cartwright_storage::RedisLockStore;
use redis_support::locks::{key, lifetime, token, try_take};
use redis_support::{Persistence, Server, options, until};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const PROCESSES: usize = 4;
const ROUNDS: usize = 50;
const PLACE: &str = "CARTWRIGHT_TEST_REDIS_LOCKS";

/// Reads, and writes one line more: two who do it at once lose a line.
fn add_line(file: &Path, line: &str) {
    let before = std::fs::read_to_string(file).unwrap_or_default();
    std::thread::yield_now();
    std::fs::write(file, format!("{before}{line}\n")).unwrap();
}

fn work(place: &str) {
    let (port, directory) = place.split_once(' ').unwrap();
    let store = RedisLockStore::new(options(port.parse().unwrap()).patience(Duration::from_secs(60)));
    let locks = Locks::new(&store, Waiter { clock: &SystemClock, sleep: &SystemSleep, random: &SystemRandom });
    let minute = LifetimeLimit::default().lifetime(Duration::from_secs(60)).unwrap();
    for _ in 0..ROUNDS {
        let deadline = locks.deadline(Duration::from_secs(120));
        let lock = locks.acquire(&key(), minute, deadline).unwrap().granted().unwrap();
        add_line(&Path::new(directory).join("fences"), &lock.fence().to_string());
        // Where the reply was lost it was released, or it ends with its lease; nobody else has it by this token.
        let _ = locks.release(lock);
    }
}

/// This test program once more, at work on the server.
fn start(test: &str, place: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(PLACE, place);
    child.stdout(Stdio::null()).spawn().unwrap()
}

fn run(test: &str, persistence: Persistence, meanwhile: impl FnOnce(&Server)) {
    if let Ok(place) = std::env::var(PLACE) {
        return work(&place);
    }
    let (server, directory) = (Server::start(persistence), tempfile::tempdir().unwrap());
    let place = format!("{} {}", server.port, directory.path().display());
    let workers: Vec<_> = (0..PROCESSES).map(|_| start(test, &place)).collect();
    meanwhile(&server);
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    let text = std::fs::read_to_string(directory.path().join("fences")).unwrap();
    let fences: Vec<Fence> = text.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(fences.len(), PROCESSES * ROUNDS, "no line was lost");
    let mut guard = FenceGuard::default();
    assert!(fences.iter().all(|fence| guard.admits(*fence)), "no holder was late");
}

#[test]
fn of_many_processes_one_at_a_time_holds_the_lock() {
    run("of_many_processes_one_at_a_time_holds_the_lock", Persistence::None, |_| ());
}

#[test]
fn of_many_processes_one_at_a_time_holds_the_lock_while_the_server_is_killed_and_started_again() {
    let test = "of_many_processes_one_at_a_time_holds_the_lock_while_the_server_is_killed_and_started_again";
    run(test, Persistence::Always, |server| {
        for _ in 0..5 {
            let grants = || server.say(&["HGET", "cartwright-test:{0}:fences", "counter"]);
            let before = grants();
            until("they are at work", || grants() != before);
            server.kill();
            server.start_again();
        }
    });
}

#[test]
fn a_lock_of_a_process_that_was_killed_is_free_when_its_lease_is_over() {
    if let Ok(port) = std::env::var(PLACE) {
        let store = RedisLockStore::new(options(port.parse().unwrap()));
        let grant = store.acquire(&key(), &token(1), lifetime(Duration::from_millis(700))).unwrap().granted();
        assert!(grant.is_some());
        loop {
            std::thread::park();
        }
    }
    let server = Server::start(Persistence::None);
    let store = RedisLockStore::new(server.options());
    let test = "a_lock_of_a_process_that_was_killed_is_free_when_its_lease_is_over";
    let mut holder = start(test, &server.port.to_string());
    until("it is held", || store.inspect(&key()).unwrap().is_some());
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(try_take(&store, 2).unwrap(), None, "nobody knows that its holder is no more");
    let remaining = store.inspect(&key()).unwrap().map(|held| held.remaining).unwrap_or_default();
    assert!(remaining <= Duration::from_millis(700));
    until("the lease is over", || try_take(&store, 2).unwrap().is_some());
    assert_eq!(store.release(&key(), &token(1)).unwrap(), Answer::WrongOwner);
}
