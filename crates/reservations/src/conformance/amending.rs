//! Changing what an order holds.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, line, shown};
use crate::answer::{Answer, Refusal, Reserved};
use crate::stock::Policy;

pub fn an_amendment_grows_shrinks_adds_and_drops_in_one_step<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5), ("b", 5), ("c", 5), ("d", 5)]);
    let held = scene.take("1", &[line("a", 1), line("b", 4), line("c", 2)]);
    scene.pass(SECOND);
    let amended = scene.amend("1", &held.token, &[line("a", 5), line("b", 1), line("d", 3)]).done().unwrap();
    let amended = amended.granted().unwrap();
    assert_eq!((&amended.token, amended.remaining), (&held.token, MINUTE - SECOND), "the lease stays");
    assert!(amended.fence > held.fence);
    assert_eq!(["a", "b", "c", "d"].map(|sku| scene.counts(sku).0), [5, 1, 0, 3]);
    assert!(matches!(scene.commit("1", &held.token), Answer::Done(_)));
    assert_eq!(["a", "b", "c", "d"].map(|sku| scene.counts(sku).1), [5, 1, 0, 3]);
}

pub fn an_amendment_that_does_not_fit_names_what_is_short_and_leaves_the_old_lines<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5), ("b", 5)]);
    let held = scene.take("1", &[line("a", 3)]);
    scene.take("2", &[line("a", 1), line("b", 4)]);
    let answer = scene.amend("1", &held.token, &[line("a", 5), line("b", 2)]).done().unwrap();
    let Reserved::Refused(Refusal::Short(short)) = answer else { panic!("{answer:?}") };
    assert_eq!(shown(&short), [("a".into(), 5, 4), ("b".into(), 2, 1)], "what it holds itself is to be had by it");
    assert_eq!((scene.counts("a").0, scene.counts("b").0), (4, 4));
}

pub fn an_amendment_to_the_same_is_the_same<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5)]);
    let held = scene.take("1", &[line("a", 3)]);
    let again = scene.amend("1", &held.token, &[line("a", 3)]).done().unwrap().granted().unwrap();
    assert!(again.again && again.fence == held.fence);
}

pub fn what_shrinks_is_never_refused<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5)]);
    let held = scene.take("1", &[line("a", 5)]);
    scene.set("a", Policy::Tracked { on_hand: 1 });
    assert!(scene.amend("1", &held.token, &[line("a", 3)]).done().unwrap().granted().is_some());
    assert_eq!(scene.counts("a"), (3, 0, Some(0)));
}

pub fn an_amendment_of_what_is_over_is_refused<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5)]);
    let held = scene.take_for(SECOND, "1", &[line("a", 1)]);
    scene.pass(SECOND);
    assert_eq!(scene.amend("1", &held.token, &[line("a", 2)]), Answer::Expired);
    assert_eq!(scene.counts("a"), (0, 0, Some(5)));
}

pub fn an_exclusive_key_that_one_holds_may_stay_in_an_amendment<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5)]);
    scene.set("stage", Policy::Exclusive);
    let held = scene.take("1", &[line("stage", 1)]);
    assert!(scene.amend("1", &held.token, &[line("a", 2), line("stage", 1)]).done().unwrap().granted().is_some());
    assert_eq!(scene.short("2", &[line("stage", 1)]), [("stage".into(), 1, 0)]);
}
