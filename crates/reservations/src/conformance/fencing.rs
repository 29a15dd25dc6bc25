//! Numbers that only grow, and what is taken by force.

use super::Kept;
use super::Subject;
use super::support::{SECOND, Scene, key, line, order};
use crate::answer::{Answer, State, StockChange};
use crate::stock::Policy;
use crate::store::ReservationStore;

pub fn each_grant_has_a_greater_fence_than_the_one_before<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let mut last = None;
    for round in 0..9 {
        let held = scene.take_for(SECOND, &format!("{round}"), &[line("lamp", 1)]);
        assert!(last.is_none_or(|last| held.fence > last));
        assert_eq!(scene.level("lamp").fence, Some(held.fence));
        last = Some(held.fence);
        match round % 3 {
            0 => assert_eq!(scene.release(&format!("{round}"), &held.token), Answer::Done(())),
            1 => scene.pass(SECOND),
            _ => {
                let forced = scene.store.force_release(&order(&format!("{round}")), "test").unwrap().done().unwrap();
                assert!(forced > held.fence);
                last = Some(forced);
            }
        }
    }
}

pub fn a_holder_that_was_paused_past_its_lease_is_fenced_off<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let paused = scene.take_for(SECOND, "paused", &[line("lamp", 1)]);
    scene.pass(SECOND * 2);
    let present = scene.take("present", &[line("lamp", 1)]);
    assert_eq!(scene.renew("paused", &paused.token, SECOND), Answer::Expired);
    assert_eq!(scene.release("paused", &paused.token), Answer::Expired);
    assert_eq!(scene.commit("paused", &paused.token), Answer::Expired);
    assert!(present.fence > paused.fence, "whatever it writes to can tell");
    assert_eq!(scene.counts("lamp"), (1, 0, Some(0)));
}

pub fn force_takes_what_is_held_and_its_holder_is_told<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take("1", &[line("lamp", 1)]);
    let fence = scene.store.force_release(&order("1"), "the buyer called").unwrap().done().unwrap();
    assert!(fence > held.fence);
    assert_eq!(scene.counts("lamp"), (0, 0, Some(1)));
    let reservation = scene.find("1").unwrap().reservation;
    assert!(reservation.forced && reservation.state == State::Released);
    assert_eq!(scene.commit("1", &held.token), Answer::Ended(State::Released));
    assert_eq!(scene.release("1", &held.token), Answer::Ended(State::Released));
    assert!(scene.take("2", &[line("lamp", 1)]).fence > fence);
}

pub fn force_leaves_what_has_ended_and_what_nobody_knows<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let held = scene.take("1", &[line("lamp", 1)]);
    let _ = scene.commit("1", &held.token);
    scene.take_for(SECOND, "2", &[line("lamp", 1)]);
    scene.pass(SECOND);
    let force = |id| scene.store.force_release(&order(id), "test").unwrap();
    assert_eq!(
        (force("1"), force("2"), force("3")),
        (Answer::Ended(State::Committed), Answer::Expired, Answer::Unknown)
    );
    assert_eq!(scene.counts("lamp"), (0, 1, Some(8)));
}

pub fn a_clearing_takes_what_is_held_in_batches_and_never_what_was_committed<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let sold = scene.take("sold", &[line("lamp", 1)]);
    let _ = scene.commit("sold", &sold.token);
    for id in ["a", "b", "c"] {
        scene.take(id, &[line("lamp", 2)]);
    }
    let sizes: Vec<_> = (0..3).map(|_| scene.store.clear(2, "closing").unwrap().len()).collect();
    assert_eq!(sizes, [2, 1, 0]);
    assert_eq!(scene.counts("lamp"), (0, 1, Some(8)));
    assert_eq!(scene.state("sold"), Some(State::Committed));
    assert!(matches!(scene.commit("sold", &sold.token), Answer::Done(_)));
}

pub fn a_store_that_comes_back_gives_no_fence_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let held = scene.take("1", &[line("lamp", 1)]);
    let kept = subject.restart();
    let store = subject.open();
    if kept == Kept::Nothing {
        store.change_stock(&key("lamp"), StockChange::Set(Policy::Tracked { on_hand: 9 })).unwrap().unwrap();
    }
    let scene = Scene { store, ..scene };
    assert!(scene.take("2", &[line("lamp", 1)]).fence > held.fence);
    assert_eq!(scene.counts("lamp").0, if kept == Kept::Everything { 2 } else { 1 });
    assert_eq!(
        scene.release("1", &held.token),
        if kept == Kept::Everything { Answer::Done(()) } else { Answer::Unknown }
    );
}

pub fn a_store_that_comes_back_empty_has_a_greater_incarnation<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let (held, before) = (scene.take("1", &[line("lamp", 1)]), scene.store.stats().unwrap().incarnation);
    drop(scene);
    subject.advance(SECOND);
    subject.lose_everything();
    let scene = Scene::of(subject, &[("lamp", 9)]);
    assert!(scene.store.stats().unwrap().incarnation > before);
    assert!(scene.take("2", &[line("lamp", 1)]).fence > held.fence);
    assert_eq!(scene.commit("1", &held.token), Answer::Unknown);
}
