//! Looking at locks, and collecting what is left of them.

use super::Subject;
use super::support::{MILLISECOND, SECOND, Scene, key, lifetime};
use crate::lock_key::LockKey;
use crate::lock_store::{Answer, LockInfo, LockStore};

fn fill<S: Subject>(scene: &Scene<'_, S>, names: &[&str], seconds: u32) {
    for name in names {
        let answer = scene.store.acquire(&key(name), &scene.mine, lifetime(SECOND * seconds)).unwrap();
        assert!(answer.granted().is_some());
    }
}

fn names(list: &[LockInfo]) -> Vec<&str> {
    list.iter().map(|info| info.key.as_str()).collect()
}

pub fn a_lock_shows_its_fence_its_age_and_what_remains<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, 5 * SECOND);
    scene.pass(2 * SECOND);
    let info = LockInfo { key: scene.key.clone(), fence: grant.fence, age: 2 * SECOND, remaining: 3 * SECOND };
    assert_eq!(scene.store.inspect(&scene.key).unwrap(), Some(info.clone()));
    assert_eq!(scene.store.list(None, 10).unwrap(), [info]);
}

pub fn a_renewal_does_not_make_a_lock_younger<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, 5 * SECOND);
    scene.pass(2 * SECOND);
    let _ = scene.renew(&scene.mine, 5 * SECOND);
    assert_eq!(scene.store.inspect(&scene.key).unwrap().unwrap().age, 2 * SECOND);
}

pub fn a_lock_that_nobody_holds_shows_nothing<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.store.inspect(&scene.key).unwrap(), None);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND - MILLISECOND);
    assert!(scene.store.inspect(&scene.key).unwrap().is_some());
    scene.pass(MILLISECOND);
    assert_eq!(scene.store.inspect(&scene.key).unwrap(), None);
    assert_eq!(scene.store.list(None, 10).unwrap(), []);
}

pub fn locks_are_listed_in_the_order_of_their_bytes_page_by_page<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    fill(&scene, &["b", "é", "B", "10", "a b", "9", "a", "Z", "\u{1f6d2}", "\u{ffee}"], 5);
    let expected = ["10", "9", "B", "Z", "a", "a b", "b", "é", "\u{ffee}", "\u{1f6d2}"];
    let mut pages: Vec<LockInfo> = Vec::new();
    // Four pages and an empty one; more if a store goes round in circles.
    for _ in 0..6 {
        let after: Option<LockKey> = pages.last().map(|info| info.key.clone());
        let page = scene.store.list(after.as_ref(), 3).unwrap();
        assert!(page.len() <= 3);
        pages.extend(page);
    }
    assert_eq!(names(&pages), expected);
    assert_eq!(names(&scene.store.list(None, usize::MAX).unwrap()), expected);
    assert_eq!(scene.store.list(None, 0).unwrap(), []);
}

pub fn a_list_goes_on_after_a_name_that_is_no_lock<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    fill(&scene, &["a", "c"], 5);
    assert_eq!(names(&scene.store.list(Some(&key("b")), 10).unwrap()), ["c"]);
}

pub fn only_locks_that_are_held_are_listed_and_fill_a_page<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    fill(&scene, &["a", "c", "e"], 1);
    fill(&scene, &["b", "d", "f"], 2);
    scene.pass(SECOND);
    assert_eq!(names(&scene.store.list(None, 2).unwrap()), ["b", "d"]);
    assert_eq!(names(&scene.store.list(None, 10).unwrap()), ["b", "d", "f"]);
}

pub fn a_sweep_collects_what_has_expired_and_nothing_else<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    fill(&scene, &["a", "b"], 1);
    scene.take(&scene.mine, 2 * SECOND);
    assert_eq!(scene.store.sweep(10).unwrap(), 0);
    scene.pass(SECOND);
    assert_eq!(scene.store.sweep(10).unwrap(), 2);
    assert_eq!(scene.store.sweep(10).unwrap(), 0);
    assert_eq!(scene.remaining(), Some(SECOND));
    assert_eq!(scene.release(&scene.mine), Answer::Done(()));
}

pub fn a_sweep_is_bounded<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    fill(&scene, &["a", "b", "c", "d", "e"], 1);
    scene.pass(SECOND);
    let sweeps: Vec<usize> = [2, 0, 2, 2, 2].into_iter().map(|limit| scene.store.sweep(limit).unwrap()).collect();
    assert_eq!(sweeps, [2, 0, 2, 1, 0]);
}

pub fn a_lock_that_was_collected_is_unknown_to_its_last_owner<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    scene.pass(SECOND);
    assert_eq!(scene.store.sweep(10).unwrap(), 1);
    assert_eq!(scene.release(&scene.mine), Answer::Unknown);
    assert_eq!(scene.renew(&scene.mine, SECOND), Answer::Unknown);
}

pub fn a_sweep_leaves_a_lock_that_was_renewed_or_taken_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.take(&scene.mine, SECOND);
    fill(&scene, &["taken again"], 1);
    scene.pass(SECOND - MILLISECOND);
    let _ = scene.renew(&scene.mine, SECOND);
    scene.pass(MILLISECOND);
    fill(&scene, &["taken again"], 1);
    assert_eq!(scene.store.sweep(10).unwrap(), 0);
    assert_eq!(scene.store.list(None, 10).unwrap().len(), 2);
}
