//! What may be held, and that it is all or nothing.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, by, key, line};
use crate::answer::{Answer, Refusal, Reserved, State};
use crate::stock::{Policy, Rule};
use crate::stock_key::StockKey;
use crate::store::ReservationStore;

pub fn buyers_succeed_if_and_only_if_their_quantities_fit<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 500)]);
    scene.take("1", &[line("lamp", 1)]);
    scene.take("2", &[line("lamp", 450)]);
    assert_eq!(scene.short("3", &[line("lamp", 50)]), [("lamp".into(), 50, 49)]);
    scene.take("4", &[line("lamp", 49)]);
    assert_eq!(scene.short("5", &[line("lamp", 1)]), [("lamp".into(), 1, 0)]);
    assert_eq!(scene.counts("lamp"), (500, 0, Some(0)));
}

pub fn all_lines_are_held_or_none<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5), ("b", 5), ("c", 5)]);
    scene.take("1", &[line("b", 5)]);
    scene.short("2", &[line("a", 1), line("b", 1), line("c", 1)]);
    assert_eq!((scene.counts("a"), scene.counts("c")), ((0, 0, Some(5)), (0, 0, Some(5))));
    assert_eq!(scene.state("2"), None, "what was refused leaves nothing behind");
    scene.take("2", &[line("a", 5), line("c", 5)]);
}

pub fn a_refusal_names_every_line_that_is_short_in_order<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 1), ("b", 9), ("c", 3)]);
    let asked = [line("a", 2), line("b", 9), line("c", 4), line("nobody-knows", 1)];
    let expected = [("a".into(), 2, 1), ("c".into(), 4, 3), ("nobody-knows".into(), 1, 0)];
    assert_eq!(scene.short("1", &asked), expected);
}

pub fn vendor_kind_and_sku_are_all_significant<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    let keys =
        [("a", "b", "c"), ("a", "b", "C"), ("a", "b/c", "c"), ("a/b", "b", "c"), ("a", "c", "b"), ("b", "a", "c")];
    for (place, (vendor, kind, sku)) in (1..).zip(keys) {
        let key = StockKey::new(vendor, kind, sku).unwrap();
        scene.store.change_stock(&key, crate::StockChange::Set(Policy::Tracked { on_hand: place })).unwrap().unwrap();
    }
    for (place, (vendor, kind, sku)) in (1..).zip(keys) {
        let level = scene.store.levels(&[StockKey::new(vendor, kind, sku).unwrap()]).unwrap().remove(0);
        assert_eq!(level.available, Some(place));
    }
}

pub fn an_untracked_key_is_always_to_be_had<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.set("download", Policy::Untracked);
    scene.take("1", &[line("download", 1_000_000_000)]);
    scene.take("2", &[line("download", 1_000_000_000)]);
    assert_eq!(scene.counts("download"), (2_000_000_000, 0, None));
}

pub fn an_exclusive_key_has_one_holder_whatever_the_quantity<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.set("stage", Policy::Exclusive);
    let held = scene.take("1", &[line("stage", 3)]);
    assert_eq!(scene.short("2", &[line("stage", 1)]), [("stage".into(), 1, 0)]);
    assert_eq!(scene.release("1", &held.token), Answer::Done(()));
    scene.take("3", &[line("stage", 1)]);
}

pub fn a_key_that_nobody_knows_may_be_held_by_one_or_by_a_count_of_the_callers<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.take("1", &[by("lock", 1, Rule::Exclusive)]);
    assert_eq!(scene.short("2", &[by("lock", 1, Rule::TrackedOrExclusive)]), [("lock".into(), 1, 0)]);
    let count = |quantity| [by("counted", quantity, Rule::OnHand { on_hand: 3, sold: None })];
    scene.take("3", &count(2));
    assert_eq!(scene.short("4", &count(2)), [("counted".into(), 2, 1)]);
    scene.take("5", &count(1));
}

pub fn what_is_tracked_is_held_by_quantity_even_if_one_holder_would_do<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 3)]);
    scene.take("1", &[by("lamp", 2, Rule::TrackedOrExclusive)]);
    scene.take("2", &[by("lamp", 1, Rule::TrackedOrExclusive)]);
    assert_eq!(scene.short("3", &[by("lamp", 1, Rule::TrackedOrExclusive)]), [("lamp".into(), 1, 0)]);
}

pub fn of_two_counts_the_lesser_counts<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 3)]);
    let count = |on_hand| [by("lamp", 3, Rule::OnHand { on_hand, sold: None })];
    assert_eq!(scene.short("1", &count(2)), [("lamp".into(), 3, 2)]);
    scene.take("2", &count(100));
    assert_eq!(scene.short("3", &count(100)), [("lamp".into(), 3, 0)]);
}

pub fn an_old_count_of_the_callers_sells_nothing_twice<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    let sold_before = scene.level("lamp").sold;
    let count = |sold| [by("lamp", 1, Rule::OnHand { on_hand: 1, sold: Some(sold) })];
    let held = scene.take("1", &count(sold_before));
    assert!(matches!(scene.commit("1", &held.token), Answer::Done(_)));
    // He read "1 on hand" before it was sold, and asks only now.
    assert_eq!(scene.short("2", &count(sold_before)), [("lamp".into(), 1, 0)]);
    // Or he read it in an earlier life of the store, which had sold more.
    assert_eq!(scene.short("2", &count(sold_before + 99)), [("lamp".into(), 1, 0)]);
    scene.take("3", &count(scene.level("lamp").sold));
}

pub fn stock_that_was_set_below_what_is_held_is_not_to_be_had_and_nobody_loses_his<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let held = scene.take("1", &[line("lamp", 4)]);
    scene.set("lamp", Policy::Tracked { on_hand: 2 });
    assert_eq!(scene.counts("lamp"), (4, 0, Some(0)));
    assert!(matches!(scene.commit("1", &held.token), Answer::Done(_)));
    assert_eq!(scene.level("lamp").policy, Policy::Tracked { on_hand: -2 });
}

pub fn the_same_order_gets_the_same_again_and_not_for_longer<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let first = scene.take("1", &[line("lamp", 3)]);
    scene.pass(SECOND);
    let again = scene.take("1", &[line("lamp", 3)]);
    assert_eq!((&again.token, again.fence, again.remaining), (&first.token, first.fence, MINUTE - SECOND));
    assert!(again.again && !first.again);
    assert_eq!(scene.counts("lamp"), (3, 0, Some(2)));
}

pub fn the_same_order_with_other_lines_is_a_conflict_and_leaves_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5), ("bulb", 5)]);
    scene.take("1", &[line("lamp", 3)]);
    for lines in [vec![line("lamp", 2)], vec![line("bulb", 3)], vec![line("bulb", 1), line("lamp", 3)]] {
        assert_eq!(scene.ask("1", "ada", &lines), Reserved::Refused(Refusal::OtherLines));
    }
    assert_eq!((scene.counts("lamp"), scene.counts("bulb")), ((3, 0, Some(2)), (0, 0, Some(5))));
}

pub fn the_token_of_an_order_is_not_given_to_another_owner<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    scene.take("1", &[line("lamp", 3)]);
    assert_eq!(scene.ask("1", "ben", &[line("lamp", 3)]), Reserved::Refused(Refusal::OtherOwner));
}

pub fn an_order_that_has_ended_is_not_begun_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 9)]);
    let (one, two) = (scene.take("1", &[line("lamp", 1)]), scene.take("2", &[line("lamp", 1)]));
    scene.take_for(SECOND, "3", &[line("lamp", 1)]);
    assert!(matches!(scene.commit("1", &one.token), Answer::Done(_)));
    assert_eq!(scene.release("2", &two.token), Answer::Done(()));
    scene.pass(SECOND);
    for (id, state) in [("1", State::Committed), ("2", State::Released), ("3", State::Expired)] {
        assert_eq!(scene.ask(id, "ada", &[line("lamp", 1)]), Reserved::Refused(Refusal::Ended(state)));
        assert_eq!(scene.state(id), Some(state));
    }
    assert_eq!(scene.counts("lamp"), (0, 1, Some(8)));
}

pub fn a_reservation_shows_what_it_is_and_no_secret<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("a", 5), ("b", 5)]);
    let held = scene.take("1", &[line("a", 1), line("b", 2)]);
    scene.pass(SECOND);
    let stored = scene.find("1").unwrap();
    let reservation = stored.reservation;
    assert_eq!(stored.token, held.token);
    assert_eq!((reservation.order.as_str(), reservation.owner.as_str()), ("1", "ada"));
    assert_eq!((reservation.state, reservation.fence), (State::Held, held.fence));
    assert_eq!((reservation.age, reservation.remaining), (SECOND, MINUTE - SECOND));
    let lines: Vec<_> = reservation.lines.iter().map(|line| (line.key.clone(), line.quantity)).collect();
    assert_eq!(lines, [(key("a"), 1), (key("b"), 2)]);
}
