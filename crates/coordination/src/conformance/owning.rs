//! What is done only for the owner, and the three ways to be told that one is not.

use super::Subject;
use super::support::{MILLISECOND, SECOND, Scene};
use crate::lock_store::{Acquired, Answer, LockStore};

pub fn a_released_lock_is_free<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    assert_eq!(scene.release(&scene.mine), Answer::Done(()));
    scene.take(&scene.other, SECOND);
}

pub fn a_release_by_another_is_refused_and_the_lock_stays_held<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    assert_eq!(scene.release(&scene.other), Answer::WrongOwner);
    assert_eq!(scene.remaining(), Some(SECOND));
}

pub fn a_lock_that_was_never_granted_is_unknown<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.release(&scene.mine), Answer::Unknown);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Unknown);
}

pub fn a_lock_that_was_released_is_unknown<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    let _ = scene.release(&scene.mine);
    assert_eq!(scene.release(&scene.mine), Answer::Unknown);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Unknown);
}

pub fn an_expired_lock_is_expired_to_its_last_owner_however_often_he_asks<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    for _ in 0..2 {
        assert_eq!(scene.release(&scene.mine), Answer::Expired);
        assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Expired);
    }
}

pub fn an_expired_lock_is_not_another_tokens_to_release<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    assert_eq!(scene.release(&scene.other), Answer::WrongOwner);
    assert_eq!(scene.renew(&scene.other, SECOND), Answer::WrongOwner);
}

pub fn a_lock_that_another_has_taken_since_is_the_wrong_owners<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    scene.take(&scene.other, SECOND);
    assert_eq!(scene.release(&scene.mine), Answer::WrongOwner);
    assert_eq!(scene.renew(&scene.mine, 60 * SECOND), Answer::WrongOwner);
    assert_eq!(scene.remaining(), Some(SECOND), "the other's lease is as it was");

    scene.pass(SECOND);
    assert_eq!(scene.release(&scene.mine), Answer::WrongOwner, "the last grant was the other's, live or not");
}

pub fn a_lock_that_another_has_had_and_released_is_unknown<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    scene.take(&scene.other, SECOND);
    let _ = scene.release(&scene.other);
    assert_eq!(scene.release(&scene.mine), Answer::Unknown);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Unknown);
}

pub fn a_renewal_counts_from_now<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, 5 * SECOND);
    scene.pass(4 * SECOND);
    let renewed = scene.renew(&scene.mine, 5 * SECOND).done().unwrap();
    assert_eq!((renewed.fence, renewed.remaining), (grant.fence, 5 * SECOND));
    scene.pass(5 * SECOND - MILLISECOND);
    assert_eq!(scene.remaining(), Some(MILLISECOND));
    scene.pass(MILLISECOND);
    assert_eq!(scene.remaining(), None);
}

pub fn a_renewal_never_shortens<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(SECOND);
    assert_eq!(scene.renew(&scene.mine, SECOND).done().unwrap().remaining, 4 * SECOND);
    assert_eq!(scene.remaining(), Some(4 * SECOND));
}

pub fn a_renewal_by_another_is_refused_and_the_lease_stays<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    assert_eq!(scene.renew(&scene.other, 60 * SECOND), Answer::WrongOwner);
    assert_eq!(scene.remaining(), Some(SECOND));
}

pub fn a_renewal_a_millisecond_before_the_end_is_in_time<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND - MILLISECOND);
    assert!(scene.renew(&scene.mine, SECOND).done().is_some());
    scene.pass(SECOND - MILLISECOND);
    assert!(matches!(scene.ask(&scene.other, SECOND), Acquired::Held { .. }));
}

pub fn a_renewal_at_the_end_is_too_late_and_revives_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Expired);
    assert_eq!(scene.remaining(), None);
    scene.take(&scene.other, SECOND);
}

pub fn a_lock_may_be_renewed_for_longer_than_any_lease<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, SECOND);
    for _ in 0..100 {
        scene.pass(SECOND / 2);
        assert_eq!(scene.renew(&scene.mine, SECOND).done().unwrap().fence, grant.fence);
    }
    assert_eq!(scene.release(&scene.mine), Answer::Done(()));
}

pub fn force_takes_a_lock_from_whoever_holds_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    assert!(scene.store.force_release(&scene.key).unwrap().is_some());
    assert_eq!(scene.remaining(), None);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Unknown);
    assert_eq!(scene.release(&scene.mine), Answer::Unknown);
    scene.take(&scene.other, SECOND);
}

pub fn force_finds_nothing_to_take_where_nobody_holds<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.store.force_release(&scene.key).unwrap(), None);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    assert_eq!(scene.store.force_release(&scene.key).unwrap(), None);
    assert_eq!(scene.release(&scene.mine), Answer::Expired, "and changes nothing");
}
