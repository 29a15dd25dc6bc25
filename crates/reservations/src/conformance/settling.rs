//! How a reservation ends, once.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, line, order, token};
use crate::answer::{Answer, Released, State};
use crate::stock::Policy;
use crate::store::{Claim, ReservationStore};
use crate::tally::Counter;

pub fn what_is_committed_is_sold_and_gone<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let committed = scene.commit("1", &held.token).done().unwrap();
    assert_eq!((committed.fence, committed.late, committed.again), (held.fence, false, false));
    assert_eq!(scene.counts("lamp"), (0, 2, Some(3)));
    assert_eq!(scene.level("lamp").policy, Policy::Tracked { on_hand: 3 });
    assert_eq!(scene.state("1"), Some(State::Committed));
}

pub fn what_is_released_is_to_be_had_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 2)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    assert_eq!(scene.release("1", &held.token), Answer::Done(()));
    assert_eq!(scene.counts("lamp"), (0, 0, Some(2)));
    scene.take("2", &[line("lamp", 2)]);
}

pub fn wrong_token_expired_and_unknown_are_three_answers_for_every_verb<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 2)]);
    let (held, other) = (scene.take_for(SECOND, "1", &[line("lamp", 2)]), token());
    let all = |id: &str, token| {
        let verbs =
            (scene.release(id, token), scene.renew(id, token, MINUTE), scene.amend(id, token, &[line("lamp", 1)]));
        (verbs.0, verbs.1.map(|_| ()), verbs.2.map(|_| ()), scene.commit(id, token).map(|_| ()))
    };
    let each = |answer: Answer<()>| (answer.clone(), answer.clone(), answer.clone(), answer);
    assert_eq!(all("1", &other), each(Answer::WrongToken));
    assert_eq!(all("9", &held.token), each(Answer::Unknown));
    scene.pass(SECOND);
    scene.take("2", &[line("lamp", 2)]);
    assert_eq!(all("1", &held.token), each(Answer::Expired));
    assert_eq!(all("1", &other), each(Answer::WrongToken), "an expired reservation is nobody else's");
    assert_eq!(scene.store.stats().unwrap().tally.of(Counter::FencedOff), 16);
}

pub fn a_commit_that_comes_again_gets_the_first_answer_and_sells_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let first = scene.commit("1", &held.token).done().unwrap();
    for _ in 0..3 {
        let again = scene.commit("1", &held.token).done().unwrap();
        assert_eq!((again.fence, again.late, again.again), (first.fence, first.late, true));
    }
    assert_eq!(scene.counts("lamp"), (0, 2, Some(3)));
    assert_eq!(scene.store.stats().unwrap().tally.of(Counter::Committed), 1);
}

pub fn a_release_that_comes_again_gets_the_first_answer_and_gives_back_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    for round in 0..3 {
        assert_eq!(scene.released("1", &held.token), Answer::Done(Released { again: round > 0 }));
    }
    assert_eq!(scene.counts("lamp"), (0, 0, Some(5)));
    assert_eq!(scene.store.stats().unwrap().tally.of(Counter::Released), 1);
}

pub fn an_end_is_final<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let (sold, back) = (scene.take("1", &[line("lamp", 2)]), scene.take("2", &[line("lamp", 2)]));
    let _ = (scene.commit("1", &sold.token), scene.release("2", &back.token));
    assert_eq!(scene.release("1", &sold.token), Answer::Ended(State::Committed));
    assert_eq!(scene.renew("1", &sold.token, MINUTE), Answer::Ended(State::Committed));
    assert_eq!(scene.commit("2", &back.token), Answer::Ended(State::Released));
    assert_eq!(scene.renew("2", &back.token, MINUTE), Answer::Ended(State::Released));
    assert_eq!(scene.amend("2", &back.token, &[line("lamp", 1)]), Answer::Ended(State::Released));
    assert_eq!(scene.counts("lamp"), (0, 2, Some(3)));
}

pub fn a_wrong_token_changes_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let (held, other) = (scene.take("1", &[line("lamp", 2)]), token());
    let _ = (scene.release("1", &other), scene.commit("1", &other), scene.renew("1", &other, MINUTE * 9));
    assert_eq!(scene.counts("lamp"), (2, 0, Some(3)));
    assert_eq!(scene.find("1").unwrap().reservation.remaining, MINUTE);
    assert!(matches!(scene.commit("1", &held.token), Answer::Done(_)));
}

pub fn a_sold_count_of_the_callers_is_counted_too<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.set("download", Policy::Untracked);
    let held = scene.take("1", &[line("download", 7)]);
    assert!(scene.store.commit(Claim { order: &order("1"), token: &held.token }, &[]).unwrap().done().is_some());
    assert_eq!(scene.counts("download"), (0, 7, None));
}
