//! Who gets a lock, and for how long.

use super::Subject;
use super::support::{MILLISECOND, SECOND, Scene, key, lifetime, token};
use crate::lock_key::LockKey;
use crate::lock_store::{Acquired, LockStore};
use std::time::Duration;

pub fn a_free_lock_is_granted_for_the_time_that_was_asked<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.take(&scene.mine, 5 * SECOND).remaining, 5 * SECOND);
}

pub fn a_held_lock_is_refused_with_what_remains_of_its_lease<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(2 * SECOND);
    assert_eq!(scene.ask(&scene.other, SECOND), Acquired::Held { remaining: 3 * SECOND });
}

pub fn a_refusal_leaves_the_holder_as_he_was<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, SECOND);
    let _ = scene.ask(&scene.other, 60 * SECOND);
    assert_eq!(scene.ask(&scene.mine, SECOND), Acquired::Granted(grant));
    scene.pass(SECOND);
    assert_eq!(scene.remaining(), None);
}

pub fn whoever_holds_gets_the_same_grant_again_and_not_a_longer_one<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, 5 * SECOND);
    scene.pass(2 * SECOND);
    let again = scene.take(&scene.mine, 60 * SECOND);
    assert_eq!((again.fence, again.remaining), (grant.fence, 3 * SECOND));
    assert_eq!(scene.remaining(), Some(3 * SECOND));
}

pub fn a_lock_is_held_until_a_millisecond_before_its_lease_ends<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(5 * SECOND - MILLISECOND);
    assert_eq!(scene.ask(&scene.other, SECOND), Acquired::Held { remaining: MILLISECOND });
}

pub fn a_lock_is_free_at_the_moment_its_lease_ends<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(5 * SECOND);
    scene.take(&scene.other, SECOND);
}

pub fn a_lock_is_free_long_after_its_lease_ended<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(Duration::from_secs(90 * 24 * 60 * 60));
    assert_eq!(scene.take(&scene.other, SECOND).remaining, SECOND);
}

pub fn the_shortest_lease_is_one_millisecond<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.take(&scene.mine, MILLISECOND).remaining, MILLISECOND);
    assert!(matches!(scene.ask(&scene.other, SECOND), Acquired::Held { .. }));
    scene.pass(MILLISECOND);
    scene.take(&scene.other, SECOND);
}

pub fn the_longest_lease_is_kept_to_the_millisecond<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let day = Duration::from_secs(24 * 60 * 60);
    scene.take(&scene.mine, day);
    scene.pass(day - MILLISECOND);
    assert_eq!(scene.remaining(), Some(MILLISECOND));
}

pub fn an_expired_lock_may_be_taken_again_by_the_same_token<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let first = scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    let again = scene.take(&scene.mine, 2 * SECOND);
    assert!(again.fence > first.fence, "it is a new grant, not the old one revived");
    assert_eq!(again.remaining, 2 * SECOND);
}

pub fn every_byte_of_a_name_counts<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let longest = "x".repeat(LockKey::LONGEST);
    let names = [
        "cart",
        "Cart",
        "cart ",
        " cart",
        "cart\0",
        "cart\0a",
        "cart%",
        "car_",
        "ca*",
        "[cart]",
        "{cart}",
        "cart'",
        "cart\"",
        "cart\n",
        "1",
        "01",
        "1.0",
        "é",
        "e\u{301}",
        "🛒",
        &longest,
        &longest[1..],
    ];
    // A token for each, since who asks again by the same one gets the same grant, of whatever lock.
    for (name, owner) in names.into_iter().zip(1..) {
        let answer = scene.store.acquire(&key(name), &token(owner), lifetime(SECOND)).unwrap();
        assert!(answer.granted().is_some(), "{name:?} is another lock");
    }
    for name in names {
        let answer = scene.store.acquire(&key(name), &token(255), lifetime(SECOND)).unwrap();
        assert!(answer.granted().is_none(), "{name:?} is held");
        assert_eq!(scene.store.inspect(&key(name)).unwrap().unwrap().key, key(name));
    }
}

pub fn handles_see_each_others_locks<S: Subject>(subject: &S) {
    let (scene, another) = (Scene::of(subject), Scene::of(subject));
    scene.take(&scene.mine, SECOND);
    assert!(matches!(another.ask(&another.other, SECOND), Acquired::Held { .. }));
    assert!(another.release(&another.mine).done().is_some(), "the token is what counts, not the handle");
    scene.take(&scene.other, SECOND);
}
