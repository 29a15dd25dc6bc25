//! Many processes, one lock in a file: what it protects is never touched by two.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::{
    Answer, Fence, FenceGuard, LifetimeLimit, LockKey, Locks, SystemClock, SystemRandom, SystemSleep, Waiter,
};
use cartwright_storage::SqliteLockStore;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const PROCESSES: usize = 4;
const ROUNDS: usize = 50;
const DIRECTORY: &str = "CARTWRIGHT_TEST_LOCK_DIRECTORY";

/// Reads, and writes one line more: two who do it at once lose a line.
fn add_line(file: &Path, line: &str) {
    let before = std::fs::read_to_string(file).unwrap_or_default();
    std::thread::yield_now();
    std::fs::write(file, format!("{before}{line}\n")).unwrap();
}

fn work(directory: &Path) {
    let store = SqliteLockStore::at(directory.join("locks.sqlite"));
    let locks = Locks::new(&store, Waiter { clock: &SystemClock, sleep: &SystemSleep, random: &SystemRandom });
    let key = LockKey::new("the file").unwrap();
    let minute = LifetimeLimit::default().lifetime(Duration::from_secs(60)).unwrap();
    for _ in 0..ROUNDS {
        let deadline = locks.deadline(Duration::from_secs(120));
        let lock = locks.acquire(&key, minute, deadline).unwrap().granted().unwrap();
        add_line(&directory.join("fences"), &lock.fence().to_string());
        assert_eq!(locks.release(lock).unwrap(), Answer::Done(()));
    }
}

#[test]
fn of_many_processes_one_at_a_time_holds_the_lock() {
    // The processes are this program again, with the directory in their environment.
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        return work(Path::new(&directory));
    }
    let directory = tempfile::tempdir().unwrap();
    let start = || Command::new(std::env::current_exe().unwrap()).env(DIRECTORY, directory.path()).output().unwrap();
    let ended: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..PROCESSES).map(|_| scope.spawn(start)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    for worker in ended {
        assert!(worker.status.success(), "{}", String::from_utf8_lossy(&worker.stdout));
    }
    let text = std::fs::read_to_string(directory.path().join("fences")).unwrap();
    let fences: Vec<Fence> = text.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(fences.len(), PROCESSES * ROUNDS, "no line was lost");
    let mut guard = FenceGuard::default();
    assert!(fences.iter().all(|fence| guard.admits(*fence)), "no holder was late");
}
