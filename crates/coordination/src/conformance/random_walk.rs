//! Thousands of steps by chance, each answered as the plain store answers it.

use super::Subject;
use super::plain::PlainStore;
use super::support::{key, lifetime, token};
use crate::fence::Fence;
use crate::lock_store::{Acquired, Answer, Grant, LockInfo, LockStore};
use crate::manual_clock::ManualClock;
use crate::random::{Random, SeededRandom};
use std::time::Duration;

/// What a store answered, without the fences: which numbers they are is its own affair, that they grow is not.
#[derive(Debug, PartialEq)]
enum Said {
    Granted(Duration),
    Held(Duration),
    Answer(Answer<Duration>),
    Forced(bool),
    Shown(Vec<(String, Duration, Duration)>),
    Swept(usize),
}

struct Step {
    what: u64,
    key: u64,
    token: u64,
    milliseconds: u64,
}

impl Step {
    /// Does it; notes the fence of each grant with its key.
    fn on(&self, store: &impl LockStore, fences: &mut Vec<(u64, Fence)>) -> Said {
        let (name, owner) = (key(["a", "b", "c"][self.key as usize]), token(1 + self.token as u8));
        let lifetime = lifetime(Duration::from_millis(1 + self.milliseconds));
        let mut note = |grant: Grant| {
            fences.push((self.key, grant.fence));
            grant.remaining
        };
        let shown = |list: Vec<LockInfo>| {
            Said::Shown(list.into_iter().map(|info| (info.key.to_string(), info.age, info.remaining)).collect())
        };
        match self.what {
            0..=3 => match store.acquire(&name, &owner, lifetime).unwrap() {
                Acquired::Granted(grant) => Said::Granted(note(grant)),
                Acquired::Held { remaining } => Said::Held(remaining),
            },
            4..=5 => Said::Answer(store.renew(&name, &owner, lifetime).unwrap().map(note)),
            6..=7 => Said::Answer(store.release(&name, &owner).unwrap().map(|()| Duration::ZERO)),
            8 => {
                Said::Forced(store.force_release(&name).unwrap().map(|fence| fences.push((self.key, fence))).is_some())
            }
            9 => shown(store.inspect(&name).unwrap().into_iter().collect()),
            10 => shown(store.list((self.token > 0).then_some(&name), 1 + self.milliseconds as usize).unwrap()),
            // All or nothing: which ones a bounded sweep takes first is the store's affair.
            _ => Said::Swept(store.sweep(if self.token == 0 { usize::MAX } else { 0 }).unwrap()),
        }
    }
}

/// The greatest common step: what was the same grant to one is the same grant to the other, and grants grow.
fn assert_alike(plain: &[(u64, Fence)], fences: &[(u64, Fence)]) {
    let follow = |list: &[(u64, Fence)]| -> Vec<std::cmp::Ordering> {
        let mut last: [Option<Fence>; 3] = [None; 3];
        list.iter().map(|(key, fence)| fence.cmp(&last[*key as usize].replace(*fence).unwrap_or(*fence))).collect()
    };
    assert_eq!(follow(fences), follow(plain));
}

pub fn a_random_walk_is_answered_as_by_the_plain_store<S: Subject>(subject: &S) {
    let (random, clock, store) = (SeededRandom::new(20_250_101), ManualClock::default(), subject.open());
    let plain = PlainStore::new(clock.clone());
    let below = |bound: u64| random.number().unwrap() % bound;
    let (mut fences, mut fences_of_plain) = (Vec::new(), Vec::new());
    for number in 0..1200 {
        let pass = Duration::from_millis(if below(3) == 0 { below(6) } else { 0 });
        subject.advance(pass);
        clock.advance(pass);
        let step = Step { what: below(12), key: below(3), token: below(3), milliseconds: below(8) };
        let (said, expected) = (step.on(&store, &mut fences), step.on(&plain, &mut fences_of_plain));
        assert_eq!(said, expected, "step {number}");
    }
    assert!(fences.len() > 200, "the walk went somewhere");
    assert_alike(&fences_of_plain, &fences);
}
