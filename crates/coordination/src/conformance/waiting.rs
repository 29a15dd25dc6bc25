//! Waiting for locks of this store.

use super::Subject;
use super::support::{SECOND, Scene, lifetime};
use crate::clock::{Moment, MonotonicClock};
use crate::locks::{Locks, Waited};
use crate::manual_clock::ManualClock;
use crate::random::SeededRandom;
use crate::retry::Waiter;
use crate::sleep::Sleep;
use std::time::Duration;

/// A clock on which pauses pass for the store as well.
struct Together<'a, S> {
    subject: &'a S,
    clock: ManualClock,
}

impl<S: Subject> MonotonicClock for Together<'_, S> {
    fn now(&self) -> Moment {
        self.clock.now()
    }
}

impl<S: Subject> Sleep for Together<'_, S> {
    fn sleep(&self, pause: Duration) {
        // What is less than a millisecond is made one: not every store tells them apart.
        let pause = Duration::from_millis(u64::try_from(pause.as_micros().div_ceil(1000)).unwrap());
        self.subject.advance(pause);
        self.clock.advance(pause);
    }
}

fn wait<S: Subject>(subject: &S, wait: Duration) -> Waited {
    let (time, random) = (Together { subject, clock: ManualClock::default() }, SeededRandom::new(3));
    let store = subject.open();
    let locks = Locks::new(&store, Waiter { clock: &time, sleep: &time, random: &random });
    locks.acquire(&Scene::of(subject).key, lifetime(SECOND), locks.deadline(wait)).unwrap()
}

pub fn a_wait_that_outlasts_the_holders_lease_ends_with_the_lock<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let late = scene.take(&scene.mine, SECOND);
    let lock = wait(subject, 2 * SECOND).granted().unwrap();
    assert!(lock.fence() > late.fence);
}

pub fn a_wait_that_is_shorter_ends_without_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 2 * SECOND);
    assert!(matches!(wait(subject, SECOND), Waited::TimedOut { attempts: 2.., .. }));
    assert!(scene.release(&scene.mine).done().is_some(), "and disturbs nobody");
}

pub fn no_wait_is_one_try<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    assert!(matches!(wait(subject, Duration::ZERO), Waited::TimedOut { attempts: 1, .. }));
    let _ = scene.release(&scene.mine);
    assert!(wait(subject, Duration::ZERO).granted().is_some());
}
