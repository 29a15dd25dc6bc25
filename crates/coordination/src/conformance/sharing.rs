//! Many at once.

use super::Subject;
use super::support::{SECOND, key, lifetime, token};
use crate::fence::Fence;
use crate::lock_store::{Acquired, Answer, LockStore};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;

const THREADS: u8 = 4;

/// Runs the same for each of the threads, with a handle of its own.
fn crowd<S: Subject, T: Send>(subject: &S, work: impl Fn(u8, &S::Store) -> T + Sync) -> Vec<T> {
    let together = Barrier::new(THREADS.into());
    let run = |number| {
        let store = subject.open();
        together.wait();
        work(number, &store)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (1..=THREADS).map(|number| scope.spawn(move || run(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

pub fn of_many_who_ask_for_a_free_lock_exactly_one_gets_it<S: Subject>(subject: &S) {
    for round in 0..10 {
        let lock = key(&format!("round {round}"));
        let granted = crowd(subject, |number, store| {
            store.acquire(&lock, &token(number), lifetime(SECOND)).unwrap().granted().is_some()
        });
        assert_eq!(granted.into_iter().filter(|granted| *granted).count(), 1, "round {round}");
    }
}

pub fn of_many_who_want_an_expired_lock_exactly_one_gets_it<S: Subject>(subject: &S) {
    let lock = key("expired");
    for round in 0..10 {
        let before = subject.open().acquire(&lock, &token(200), lifetime(SECOND)).unwrap().granted().unwrap();
        subject.advance(SECOND);
        let granted = crowd(subject, |number, store| store.acquire(&lock, &token(number), lifetime(SECOND)).unwrap());
        let fences: Vec<Fence> = granted.into_iter().filter_map(Acquired::granted).map(|grant| grant.fence).collect();
        assert_eq!(fences.len(), 1, "round {round}");
        assert!(fences[0] > before.fence);
        subject.advance(SECOND);
    }
}

pub fn of_many_releases_with_one_token_exactly_one_is_done<S: Subject>(subject: &S) {
    let lock = key("released");
    for _ in 0..10 {
        assert!(subject.open().acquire(&lock, &token(9), lifetime(SECOND)).unwrap().granted().is_some());
        let mut answers = crowd(subject, |_, store| store.release(&lock, &token(9)).unwrap());
        answers.sort_by_key(|answer| *answer != Answer::Done(()));
        assert_eq!(answers[0], Answer::Done(()));
        assert!(answers[1..].iter().all(|answer| *answer == Answer::Unknown), "{answers:?}");
    }
}

pub fn two_never_hold_one_lock_and_their_fences_follow_each_other<S: Subject>(subject: &S) {
    const ROUNDS: usize = 25;
    let (lock, inside) = (key("shared"), AtomicBool::new(false));
    let fences = Mutex::new(Vec::new());
    crowd(subject, |number, store| {
        let mut done = 0;
        while done < ROUNDS {
            let Acquired::Granted(grant) = store.acquire(&lock, &token(number), lifetime(SECOND)).unwrap() else {
                thread::yield_now();
                continue;
            };
            assert!(!inside.swap(true, Ordering::SeqCst), "two hold the lock");
            fences.lock().unwrap().push(grant.fence);
            inside.store(false, Ordering::SeqCst);
            assert_eq!(store.release(&lock, &token(number)).unwrap(), Answer::Done(()));
            done += 1;
        }
    });
    let fences = fences.into_inner().unwrap();
    assert_eq!(fences.len(), ROUNDS * usize::from(THREADS));
    assert!(fences.is_sorted_by(|one, next| one < next));
}

pub fn locks_with_different_names_do_not_disturb_each_other<S: Subject>(subject: &S) {
    let fences = crowd(subject, |number, store| {
        let (lock, owner) = (key(&format!("mine {number}")), token(number));
        let round = |_| {
            let grant = store.acquire(&lock, &owner, lifetime(SECOND)).unwrap().granted().unwrap();
            assert_eq!(store.release(&lock, &owner).unwrap(), Answer::Done(()));
            grant.fence
        };
        (0..25).map(round).collect::<Vec<_>>()
    });
    assert!(fences.iter().all(|mine| mine.is_sorted_by(|one, next| one < next)));
}
