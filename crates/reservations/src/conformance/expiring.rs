//! The end of a lease, to the millisecond, with and without a sweep.

use super::Subject;
use super::support::{MILLISECOND, MINUTE, SECOND, Scene, by, key, line, order};
use crate::answer::{Answer, Counted, State};
use crate::stock::{Policy, Rule};
use crate::store::{Claim, ReservationStore};
use crate::tally::Counter;
use cartwright_coordination::OwnerToken;

pub fn stock_is_held_until_a_millisecond_before_the_lease_ends<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND - MILLISECOND);
    assert_eq!(scene.short("2", &[line("lamp", 1)]), [("lamp".into(), 1, 0)]);
    assert_eq!(scene.find("1").unwrap().reservation.remaining, MILLISECOND);
}

pub fn stock_is_to_be_had_at_the_moment_the_lease_ends_without_a_sweep<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND);
    assert_eq!(scene.counts("lamp"), (0, 0, Some(1)));
    assert_eq!(scene.state("1"), Some(State::Expired));
    scene.take("2", &[line("lamp", 1)]);
}

pub fn stock_is_to_be_had_after_the_lease<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND + MILLISECOND);
    scene.take("2", &[line("lamp", 1)]);
    assert_eq!(scene.state("1"), Some(State::Expired));
}

pub fn the_shortest_lease_is_a_millisecond<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    scene.take_for(MILLISECOND, "1", &[line("lamp", 1)]);
    assert_eq!(scene.counts("lamp").0, 1);
    scene.pass(MILLISECOND);
    assert_eq!(scene.counts("lamp").0, 0);
}

pub fn a_renewal_counts_from_now_and_never_shortens<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take_for(MINUTE, "1", &[line("lamp", 1)]);
    scene.pass(SECOND * 30);
    assert_eq!(scene.renew("1", &held.token, SECOND).done().unwrap().remaining, SECOND * 30);
    let renewed = scene.renew("1", &held.token, MINUTE).done().unwrap();
    assert_eq!((renewed.remaining, renewed.fence), (MINUTE, held.fence));
    scene.pass(MINUTE - MILLISECOND);
    assert_eq!(scene.counts("lamp").0, 1);
    scene.pass(MILLISECOND);
    assert_eq!(scene.counts("lamp").0, 0);
}

pub fn a_renewal_a_millisecond_before_the_end_is_in_time<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND - MILLISECOND);
    assert!(matches!(scene.renew("1", &held.token, SECOND), Answer::Done(_)));
}

pub fn a_renewal_at_the_end_revives_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND);
    assert_eq!(scene.renew("1", &held.token, MINUTE), Answer::Expired);
    assert_eq!(scene.counts("lamp"), (0, 0, Some(1)));
}

pub fn a_commit_a_millisecond_before_the_end_is_in_time<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND - MILLISECOND);
    assert!(!scene.commit("1", &held.token).done().unwrap().late);
}

pub fn a_commit_after_the_end_takes_the_stock_again_if_it_is_there<S: Subject>(subject: &S) {
    for sweep_first in [false, true] {
        let scene = Scene::of(subject, &[("a", 1), ("b", 2)]);
        let id = if sweep_first { "swept" } else { "not swept" };
        let held = scene.take_for(SECOND, id, &[line("a", 1), line("b", 2)]);
        scene.pass(SECOND);
        if sweep_first {
            assert_eq!(scene.store.sweep(10).unwrap().expired, [order(id)]);
        }
        let committed = scene.commit(id, &held.token).done().unwrap();
        assert!(committed.late && !committed.again && committed.fence > held.fence);
        assert_eq!((scene.level("a").available, scene.level("b").available), (Some(0), Some(0)));
        assert_eq!(scene.state(id), Some(State::Committed));
        let again = scene.commit(id, &held.token).done().unwrap();
        assert!(again.late && again.again && again.fence == committed.fence);
    }
}

pub fn a_commit_after_the_end_is_refused_if_one_line_is_gone_and_sells_none<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 1), ("b", 2)]);
    let held = scene.take_for(SECOND, "1", &[line("a", 1), line("b", 2)]);
    scene.pass(SECOND);
    scene.take("2", &[line("b", 1)]);
    assert_eq!(scene.commit("1", &held.token), Answer::Expired);
    assert_eq!((scene.counts("a"), scene.counts("b")), ((0, 0, Some(1)), (1, 0, Some(1))));
}

pub fn who_was_told_to_give_the_money_back_is_told_so_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 1)]);
    let held = scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND);
    let other = scene.take("2", &[line("lamp", 1)]);
    assert_eq!(scene.commit("1", &held.token), Answer::Expired);
    assert_eq!(scene.release("2", &other.token), Answer::Done(()));
    assert_eq!(scene.commit("1", &held.token), Answer::Expired, "the stock is back, the money as well");
    assert_eq!(scene.counts("lamp"), (0, 0, Some(1)));
}

pub fn who_comes_late_for_an_exclusive_key_is_fenced_off_if_another_had_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.set("stage", Policy::Exclusive);
    let late = scene.take_for(SECOND, "late", &[line("stage", 1)]);
    scene.pass(SECOND);
    let between = scene.take("between", &[line("stage", 1)]);
    assert_eq!(scene.release("between", &between.token), Answer::Done(()));
    assert_eq!(scene.commit("late", &late.token), Answer::Expired);
    let alone = scene.take_for(SECOND, "alone", &[line("stage", 1)]);
    scene.pass(SECOND);
    assert!(scene.commit("alone", &alone.token).done().unwrap().late, "nobody else had it");
}

pub fn a_count_of_the_callers_has_to_be_read_anew_for_a_late_commit<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    let rule = |on_hand| Rule::OnHand { on_hand, sold: None };
    let commit = |id: &str, token: &OwnerToken, rule: Option<Rule>| {
        let counted: Vec<_> = rule.map(|rule| Counted { key: key("lamp"), rule }).into_iter().collect();
        scene.store.commit(Claim { order: &order(id), token }, &counted).unwrap()
    };
    for (id, read_anew, is_sold) in [("1", None, false), ("2", Some(rule(1)), false), ("3", Some(rule(2)), true)] {
        let held = scene.take_for(SECOND, id, &[by("lamp", 2, rule(2))]);
        scene.pass(SECOND);
        assert_eq!(commit(id, &held.token, read_anew).done().is_some(), is_sold, "{id}");
    }
    let in_time = scene.take("4", &[by("lamp", 2, rule(2))]);
    assert!(commit("4", &in_time.token, None).done().is_some());
}

pub fn a_sweep_collects_what_is_over_the_first_to_end_first_and_is_bounded<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    for (id, seconds) in [("c", 3), ("a", 1), ("d", 100), ("b", 2)] {
        scene.take_for(SECOND * seconds, id, &[line("lamp", 1)]);
    }
    scene.pass(SECOND * 10);
    let swept = |limit| scene.store.sweep(limit).unwrap().expired.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (swept(0), swept(2), swept(2), swept(2)),
        (vec![], vec!["a".into(), "b".into()], vec!["c".into()], vec![])
    );
    assert_eq!(scene.counts("lamp"), (1, 0, Some(8)));
    assert_eq!(scene.store.stats().unwrap().tally.of(Counter::Expired), 3);
}

pub fn a_sweep_leaves_what_was_renewed<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let held = scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    let _ = scene.renew("1", &held.token, MINUTE);
    scene.pass(SECOND);
    assert_eq!(scene.store.sweep(10).unwrap().expired, []);
    assert_eq!(scene.counts("lamp").0, 1);
}

pub fn an_expired_reservation_counts_once_however_often_it_is_seen<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    scene.take_for(SECOND, "1", &[line("lamp", 1)]);
    scene.pass(SECOND * 5);
    for _ in 0..3 {
        assert_eq!((scene.counts("lamp").0, scene.state("1")), (0, Some(State::Expired)));
        let _ = scene.store.sweep(10).unwrap();
    }
    let tally = scene.store.stats().unwrap().tally;
    assert_eq!((tally.of(Counter::Expired), tally.reservations, tally.lines), (1, 0, 0));
    assert_eq!(tally.hold_times().find(|(_, count)| *count > 0), Some((Some(1), 1)), "it was held for its lease");
}
