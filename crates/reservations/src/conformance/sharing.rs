//! Many at once.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, key, lifetime, line, order, owner, token};
use crate::answer::{Answer, Caps, Released, Reserve, Reserved, State};
use crate::stock::Policy;
use crate::store::{Claim, ReservationStore};
use cartwright_coordination::{Random, SystemRandom};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};

const MANY: usize = 8;

/// What each of many does, all beginning together.
fn at_once<S: Subject, R: Send>(subject: &S, work: impl Fn(usize, Scene<'_, S>) -> R + Sync) -> Vec<R> {
    let together = Barrier::new(MANY);
    std::thread::scope(|threads| {
        let running: Vec<_> = (0..MANY)
            .map(|number| {
                let (together, work) = (&together, &work);
                threads.spawn(move || {
                    let scene = Scene { subject, store: subject.open(), caps: Caps::default() };
                    together.wait();
                    work(number, scene)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

pub fn of_many_who_want_the_last_unit_exactly_one_gets_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let granted = at_once(subject, |number, mine| mine.ask(&format!("{number}"), "ada", &[line("lamp", 1)]).granted());
    assert_eq!(granted.iter().flatten().count(), 1);
    assert_eq!(scene.counts("lamp"), (1, 0, Some(0)));
}

pub fn of_many_who_ask_for_one_order_all_get_one_reservation<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let granted = at_once(subject, |_, mine| mine.take("1", &[line("lamp", 2)]));
    assert!(granted.windows(2).all(|two| two[0].token == two[1].token && two[0].fence == two[1].fence));
    assert_eq!(granted.iter().filter(|grant| !grant.again).count(), 1);
    assert_eq!(scene.counts("lamp"), (2, 0, Some(3)));
}

pub fn of_many_who_release_one_reservation_exactly_one_is_the_first<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let released = at_once(subject, |_, mine| mine.released("1", &held.token));
    let first = released.iter().filter(|answer| **answer == Answer::Done(Released { again: false })).count();
    let again = released.iter().filter(|answer| **answer == Answer::Done(Released { again: true })).count();
    assert_eq!((first, again), (1, MANY - 1));
    assert_eq!(scene.counts("lamp"), (0, 0, Some(5)));
}

pub fn of_commit_release_and_sweep_exactly_one_wins<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1000)]);
    for round in 0..20 {
        let id = format!("{round}");
        let before = scene.level("lamp");
        let held = scene.take_for(SECOND, &id, &[line("lamp", 3)]);
        if round % 2 == 0 {
            scene.pass(SECOND);
        }
        let done = at_once(subject, |number, mine| match number % 3 {
            0 => mine.commit(&id, &held.token).done().is_some_and(|committed| !committed.again),
            1 => matches!(mine.release(&id, &held.token), Answer::Done(())) && mine.state(&id) == Some(State::Released),
            _ => !mine.store.sweep(10).unwrap().expired.is_empty(),
        });
        let after = scene.level("lamp");
        let state = scene.state(&id).unwrap();
        let sold = if state == State::Committed { 3 } else { 0 };
        assert_eq!((after.sold - before.sold, after.held), (sold, 0), "round {round}: {state:?}");
        assert_eq!(after.available, before.available.map(|available| available - sold));
        let commits = done.iter().step_by(3).filter(|done| **done).count();
        assert_eq!(commits, usize::from(state == State::Committed), "round {round}");
    }
}

pub fn a_payment_that_is_told_many_times_at_once_sells_once<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let answers = at_once(subject, |_, mine| mine.commit("1", &held.token).done().unwrap());
    assert_eq!(answers.iter().filter(|committed| !committed.again).count(), 1);
    assert_eq!(scene.counts("lamp"), (0, 2, Some(7)));
}

pub fn no_partial_hold_is_ever_seen<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 6), ("b", 6)]);
    let seen = at_once(subject, |number, mine| {
        let mut torn = 0;
        for round in 0..15 {
            let id = format!("{number}-{round}");
            if let Reserved::Granted(held) = mine.ask(&id, "ada", &[line("a", 2), line("b", 2)]) {
                let lines = mine.find(&id).unwrap().reservation.lines;
                torn += usize::from(lines.len() != 2);
                assert_eq!(mine.release(&id, &held.token), Answer::Done(()));
            }
        }
        torn
    });
    assert_eq!(seen.iter().sum::<usize>(), 0);
    assert_eq!((scene.counts("a"), scene.counts("b")), ((0, 0, Some(6)), (0, 0, Some(6))));
}

/// Each takes and sells by chance, looks at every step, and at the end every unit is accounted for.
pub fn held_and_sold_are_never_more_than_there_is_and_every_unit_is_accounted_for<S: Subject>(subject: &S) {
    const SKUS: [&str; 4] = ["a", "b", "c", "d"];
    let scene = Scene::of(subject, &SKUS.map(|sku| (sku, 25)));
    let sold: [AtomicU64; 4] = Default::default();
    at_once(subject, |number, mine| {
        for round in 0..25 {
            let chance = SystemRandom.number().unwrap();
            let lines: Vec<_> = (0..4)
                .filter(|sku| chance >> sku & 1 == 1)
                .map(|sku| line(SKUS[sku], 1 + (chance >> (8 + 2 * sku) & 3) as u32))
                .collect();
            let levels = mine.store.levels(&SKUS.map(key)).unwrap();
            for level in levels {
                assert!(level.held + level.sold <= 25, "{level:?}");
            }
            if lines.is_empty() {
                continue;
            }
            let (id, who, token) = (order(&format!("{number}-{round}")), owner("ada"), token());
            let asked = Reserve {
                order: &id,
                owner: &who,
                token: &token,
                lines: &lines,
                lifetime: lifetime(MINUTE),
                caps: Caps::default(),
            };
            let Reserved::Granted(held) = mine.store.reserve(&asked).unwrap() else { continue };
            let claim = Claim { order: &id, token: &held.token };
            if chance >> 20 & 3 == 0 {
                assert!(mine.store.commit(claim, &[]).unwrap().done().is_some());
                for line in &lines {
                    let place = SKUS.iter().position(|sku| *sku == line.key.sku()).unwrap();
                    sold[place].fetch_add(line.quantity.into(), Ordering::Relaxed);
                }
            } else {
                assert_eq!(mine.store.release(claim).unwrap(), Answer::Done(Released { again: false }));
            }
        }
    });
    for (sku, sold) in SKUS.iter().zip(&sold) {
        let sold = sold.load(Ordering::Relaxed);
        assert_eq!(scene.counts(sku), (0, sold, Some(25 - sold)));
        assert_eq!(scene.level(sku).policy, Policy::Tracked { on_hand: 25 - sold as i64 });
    }
}
