//! What those who run a shop see.

use super::Subject;
use super::support::{MINUTE, SECOND, Scene, key, line, order, owner};
use crate::answer::{Answer, Filter, State, StockChange};
use crate::audit::{AuditKind, token_hash};
use crate::stock::Policy;
use crate::store::ReservationStore;
use crate::tally::Counter;

pub fn reservations_are_listed_in_the_order_of_their_bytes_page_by_page<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 99)]);
    for id in ["b", "B", "é", "a", "aa"] {
        scene.take(id, &[line("lamp", 1)]);
    }
    let page = |after: Option<&str>| {
        let after = after.map(order);
        let list = scene.store.list(Filter { after: after.as_ref(), limit: 2, ..Filter::default() }).unwrap();
        list.iter().map(|stored| stored.reservation.order.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        (page(None), page(Some("a")), page(Some("b"))),
        (vec!["B".into(), "a".into()], vec!["aa".into(), "b".into()], vec!["é".into()])
    );
}

pub fn a_list_may_be_of_one_state_or_of_one_owner<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 99)]);
    let sold = scene.take("1", &[line("lamp", 1)]);
    let _ = scene.commit("1", &sold.token);
    scene.take_for(SECOND, "2", &[line("lamp", 1)]);
    scene.take("3", &[line("lamp", 1)]);
    assert!(scene.ask("4", "ben", &[line("lamp", 1)]).granted().is_some());
    scene.pass(SECOND);
    let listed = |state, of: Option<&str>| {
        let of = of.map(owner);
        let list = scene.store.list(Filter { state, owner: of.as_ref(), after: None, limit: 10 }).unwrap();
        list.iter().map(|stored| stored.reservation.order.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(Some(State::Held), None), ["3", "4"]);
    assert_eq!(listed(Some(State::Expired), None), ["2"]);
    assert_eq!(listed(Some(State::Held), Some("ada")), ["3"]);
    assert_eq!(listed(None, Some("ben")), ["4"]);
}

pub fn the_holder_of_a_key_is_known_as_long_as_he_holds<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[]);
    scene.set("stage", Policy::Exclusive);
    let holder = || scene.store.holder(&key("stage")).unwrap().map(|stored| stored.reservation.order.to_string());
    assert_eq!(holder(), None);
    let held = scene.take("1", &[line("stage", 1)]);
    assert_eq!(holder(), Some("1".into()));
    assert_eq!(scene.release("1", &held.token), Answer::Done(()));
    assert_eq!(holder(), None);
    scene.take_for(SECOND, "2", &[line("stage", 1)]);
    assert_eq!(holder(), Some("2".into()));
    scene.pass(SECOND);
    assert_eq!(holder(), None);
}

pub fn keys_are_listed_in_order_page_by_page<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("b", 1), ("a", 0), ("c", 1)]);
    scene.set("b", Policy::Unknown);
    assert_eq!(scene.store.keys(None, 10).unwrap(), [key("a"), key("c")]);
    assert_eq!(scene.store.keys(Some(&key("a")), 10).unwrap(), [key("c")]);
    assert_eq!(scene.store.keys(None, 1).unwrap(), [key("a")]);
}

pub fn stock_is_adjusted_and_never_below_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 5)]);
    let adjust = |sku: &str, by| {
        let changed = scene.store.change_stock(&key(sku), StockChange::Adjust(by)).unwrap();
        changed.map(|level| level.policy).map_err(|level| level.policy)
    };
    assert_eq!(adjust("lamp", 3), Ok(Policy::Tracked { on_hand: 8 }));
    assert_eq!(adjust("lamp", -8), Ok(Policy::Tracked { on_hand: 0 }));
    assert_eq!(adjust("lamp", -1), Err(Policy::Tracked { on_hand: 0 }));
    assert_eq!(adjust("bulb", 1), Err(Policy::Unknown));
    assert_eq!(adjust("lamp", i64::MAX), Ok(Policy::Tracked { on_hand: i64::MAX }));
    assert_eq!(adjust("lamp", 1), Err(Policy::Tracked { on_hand: i64::MAX }));
}

pub fn everything_is_counted<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 2)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let _ = (scene.take("1", &[line("lamp", 2)]), scene.short("2", &[line("lamp", 1)]));
    let _ = (scene.ask("1", "ada", &[line("lamp", 1)]), scene.renew("1", &held.token, MINUTE));
    let _ = (scene.amend("1", &held.token, &[line("lamp", 1)]), scene.pass(SECOND * 40));
    let _ = (scene.commit("1", &held.token), scene.commit("1", &held.token), scene.ask("1", "ada", &[line("lamp", 1)]));
    let tally = scene.store.stats().unwrap().tally;
    let counted = |counter| tally.of(counter);
    let one_each = [
        Counter::Granted,
        Counter::RefusedShort,
        Counter::RefusedConflict,
        Counter::Renewed,
        Counter::Amended,
        Counter::Committed,
        Counter::RefusedEnded,
    ];
    assert_eq!(one_each.map(counted), [1; 7]);
    assert_eq!(
        [Counter::Released, Counter::Expired, Counter::Forced, Counter::FencedOff, Counter::CommittedLate].map(counted),
        [0; 5]
    );
    assert_eq!((tally.reservations, tally.lines, tally.ended), (0, 0, 1));
    assert_eq!(tally.hold_times().find(|(_, count)| *count > 0), Some((Some(60), 1)));
}

pub fn everything_is_noted_with_the_hash_of_the_token_and_the_reason<S: Subject>(subject: &S) {
    let scene = Scene::of(subject, &[("lamp", 2)]);
    let held = scene.take("1", &[line("lamp", 2)]);
    let _ = (scene.short("2", &[line("lamp", 1)]), scene.store.force_release(&order("1"), "he called").unwrap());
    let notes = scene.store.audit(0, 100).unwrap();
    let kinds: Vec<_> = notes.iter().map(|note| (note.kind, note.subject.as_str(), note.owner.as_str())).collect();
    let expected = [
        (AuditKind::StockChanged, "shop/item/lamp", ""),
        (AuditKind::Reserved, "1", "ada"),
        (AuditKind::Refused, "2", "ben"),
        (AuditKind::Forced, "1", "ada"),
    ];
    assert_eq!(kinds, expected);
    assert_eq!((notes[1].token_hash.as_str(), notes[2].token_hash.as_str()), (token_hash(&held.token).as_str(), ""));
    assert_eq!((notes[2].detail.as_str(), notes[3].detail.as_str()), ("short", "he called"));
    assert!(notes.windows(2).all(|two| two[0].sequence < two[1].sequence));
    let rest = scene.store.audit(notes[1].sequence, 1).unwrap();
    assert_eq!(rest, [notes[2].clone()], "one goes on where one stopped");
    let secret = held.token.secret_text();
    assert!(!format!("{notes:?}").contains(&secret));
}
