//! Many at one store.

use super::Subject;
use super::support::{SECOND, Scene, lifetime, name, token, version};
use crate::version_store::{Mark, Published, VersionStore};
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

const THREADS: u8 = 4;
const ROUNDS: i64 = 25;

fn each<S: Subject>(subject: &S, work: impl Fn(&dyn VersionStore, u8) + Sync) {
    thread::scope(|threads| {
        for number in 0..THREADS {
            let work = &work;
            threads.spawn(move || work(&*subject.open(), number));
        }
    });
}

/// In whatever order they come.
pub fn of_many_publications_the_greatest_stands<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 0));
    let next = AtomicI64::new(0);
    let raised = AtomicI64::new(0);
    each(subject, |store, _| {
        for _ in 0..ROUNDS {
            let counter = next.fetch_add(1, Ordering::Relaxed) + 1;
            if store.publish(None, &[(name("a"), version(1, counter))]).unwrap() == [Published::Raised] {
                raised.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    assert_eq!(scene.version("a"), Some(version(1, next.into_inner())));
    assert!(raised.into_inner() > 0);
}

/// Each its own.
pub fn marks_of_many_do_not_disturb_each_other<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    each(subject, |store, number| {
        for _ in 0..ROUNDS {
            store.mark(&token(number + 1), &[name("a")], lifetime(SECOND)).unwrap();
            let mark = store.look(&[name("a")]).unwrap().standings[0].mark;
            assert_eq!(mark, Mark::Live { remaining: SECOND });
            store.unmark(&token(number + 1), &[name("a")]).unwrap();
        }
    });
    assert_eq!(scene.mark_of("a"), Mark::None);
}

/// Both types, or neither.
pub fn a_look_at_two_types_sees_one_moment<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let types = [name("a"), name("b")];
    types.iter().for_each(|of| scene.settle(of.as_str(), version(1, 0)));
    each(subject, |store, number| {
        for round in 1..=ROUNDS {
            if number == 0 {
                store.publish(None, &types.clone().map(|of| (of, version(1, round)))).unwrap();
            } else {
                let look = store.look(&types).unwrap();
                assert_eq!(look.standings[0].version, look.standings[1].version);
            }
        }
    });
}

/// Of one turn, one answer is taken.
pub fn of_many_answers_to_one_turn_one_is_taken<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let settled = scene.settled("a", version(1, 5));
    let taken = AtomicI64::new(0);
    each(subject, |store, _| {
        let answers = store.settle(std::slice::from_ref(&settled)).unwrap();
        taken.fetch_add(i64::from(answers[0]), Ordering::Relaxed);
    });
    assert_eq!(taken.into_inner(), 1);
}
