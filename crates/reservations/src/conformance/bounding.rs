//! That a store has bounds: how much may be held, how long what has ended is remembered.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, key, line};
use crate::answer::{Answer, Caps, Keep, Refusal, Reserved};
use crate::stock::Policy;
use crate::store::ReservationStore;
use crate::tally::Counter;

pub fn an_owner_may_hold_so_many_lines<S: Subject>(subject: &S) {
    let mut scene = Scene::of(subject, &[("a", 99), ("b", 99)]);
    scene.caps = Caps { per_owner: 2, total: 100 };
    let first = scene.take("1", &[line("a", 5)]);
    let two = [line("a", 1), line("b", 1)];
    let refused = Reserved::Refused(Refusal::TooManyOfOwner { limit: 2 });
    assert_eq!(scene.ask("2", "ada", &two), refused);
    assert_eq!(
        scene.amend("1", &first.token, &[line("a", 1), line("b", 1)]).done().unwrap().granted().map(|g| g.again),
        Some(false)
    );
    assert_eq!(scene.ask("2", "ada", &[line("a", 1)]), refused);
    assert!(scene.ask("3", "ben", &two).granted().is_some(), "another is not in his way");
    assert_eq!(scene.release("1", &first.token), Answer::Done(()));
    assert!(scene.ask("4", "ada", &two).granted().is_some());
    scene.pass(MINUTE);
    assert!(scene.ask("5", "ada", &two).granted().is_some(), "what is over is not held");
    assert_eq!(scene.store.stats().unwrap().tally.of(Counter::RefusedOwner), 2);
}

pub fn so_many_lines_may_be_held_in_all<S: Subject>(subject: &S) {
    let mut scene = Scene::of(subject, &[("a", 99), ("b", 99)]);
    scene.caps = Caps { per_owner: 100, total: 2 };
    let first = scene.take("1", &[line("a", 1)]);
    let refused = Reserved::Refused(Refusal::TooManyInAll { limit: 2 });
    assert_eq!(scene.ask("2", "ben", &[line("a", 1), line("b", 1)]), refused);
    assert!(scene.ask("3", "ben", &[line("a", 1)]).granted().is_some());
    let amended = scene.amend("1", &first.token, &[line("a", 1), line("b", 1)]);
    assert_eq!(amended, Answer::Done(refused));
    assert_eq!(scene.counts("b").0, 0);
    assert!(matches!(scene.commit("1", &first.token), Answer::Done(_)));
    assert!(scene.ask("4", "ben", &[line("b", 1)]).granted().is_some());
}

pub fn what_has_ended_is_forgotten_when_its_time_is_over<S: Subject>(subject: &S) {
    let keep = Keep { time: MINUTE, at_most: 1000 };
    let scene = Scene { subject, store: subject.open_keeping(keep), caps: Caps::default() };
    scene.set("lamp", Policy::Tracked { on_hand: 9 });
    let held = scene.take("1", &[line("lamp", 1)]);
    let _ = scene.commit("1", &held.token);
    scene.pass(MINUTE - SECOND);
    assert_eq!(scene.store.sweep(10).unwrap().forgotten, 0);
    assert!(scene.commit("1", &held.token).done().unwrap().again);
    scene.pass(SECOND);
    assert_eq!(scene.store.sweep(10).unwrap().forgotten, 1);
    assert_eq!(scene.commit("1", &held.token), Answer::Unknown);
    assert_eq!(scene.counts("lamp"), (0, 1, Some(8)), "what was sold stays sold");
    assert_eq!(scene.store.stats().unwrap().tally.ended, 0);
}

pub fn no_more_is_remembered_than_may_be_and_the_oldest_are_forgotten_first<S: Subject>(subject: &S) {
    let keep = Keep { time: MINUTE * 60, at_most: 3 };
    let scene = Scene { subject, store: subject.open_keeping(keep), caps: Caps::default() };
    scene.set("lamp", Policy::Tracked { on_hand: 9 });
    for id in ["a", "b", "c", "d", "e"] {
        let held = scene.take(id, &[line("lamp", 1)]);
        assert_eq!(scene.release(id, &held.token), Answer::Done(()));
        scene.pass(SECOND);
    }
    let _ = scene.store.sweep(10).unwrap();
    let known: Vec<_> = ["a", "b", "c", "d", "e"].into_iter().filter(|id| scene.find(id).is_some()).collect();
    assert_eq!(known, ["c", "d", "e"]);
}

pub fn a_key_without_a_count_or_a_holder_is_forgotten_with_its_last_reservation<S: Subject>(subject: &S) {
    let keep = Keep { time: SECOND, at_most: 1000 };
    let scene = Scene { subject, store: subject.open_keeping(keep), caps: Caps::default() };
    let held = scene.take("1", &[super::support::by("lock", 1, crate::Rule::Exclusive)]);
    assert_eq!(scene.store.keys(None, 10).unwrap(), [key("lock")]);
    assert_eq!(scene.release("1", &held.token), Answer::Done(()));
    scene.pass(SECOND);
    let _ = scene.store.sweep(10).unwrap();
    assert_eq!(scene.store.keys(None, 10).unwrap(), []);
}
