//! Fences only grow, whatever becomes of the store.

use super::support::{SECOND, Scene, key, lifetime};
use super::{Kept, Subject};
use crate::lock_store::{Acquired, LockStore};

pub fn each_grant_has_a_greater_fence_than_the_one_before<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let mut fences = Vec::new();
    fences.push(scene.take(&scene.mine, SECOND).fence);
    let _ = scene.release(&scene.mine);
    fences.push(scene.take(&scene.mine, SECOND).fence);
    scene.pass(SECOND);
    fences.push(scene.take(&scene.other, SECOND).fence);
    scene.pass(SECOND);
    assert_eq!(scene.store.sweep(usize::MAX).unwrap(), 1);
    fences.push(scene.take(&scene.mine, SECOND).fence);
    assert!(fences.is_sorted_by(|one, next| one < next), "{fences:?}");
}

pub fn a_forced_release_answers_with_a_fence_between_the_holders_and_the_next<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let late = scene.take(&scene.mine, SECOND).fence;
    let between = scene.store.force_release(&scene.key).unwrap().unwrap();
    let next = scene.take(&scene.other, SECOND).fence;
    assert!(late < between && between < next, "{late}, {between}, {next}");
}

pub fn a_refused_attempt_leaves_the_fence_of_the_holder<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let grant = scene.take(&scene.mine, SECOND);
    for _ in 0..3 {
        let _ = (scene.ask(&scene.other, SECOND), scene.release(&scene.other), scene.renew(&scene.other, SECOND));
    }
    assert_eq!(scene.store.inspect(&scene.key).unwrap().unwrap().fence, grant.fence);
}

pub fn a_store_that_comes_back_gives_no_fence_again<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let before = scene.take(&scene.mine, 60 * SECOND);
    drop(scene);
    subject.advance(SECOND);
    let kept = subject.restart();

    let scene = Scene::of(subject);
    match (kept, scene.ask(&scene.other, SECOND)) {
        (Kept::Everything, Acquired::Held { remaining }) => {
            assert!(remaining <= 59 * SECOND, "nobody gained time by the restart");
            assert_eq!(scene.store.inspect(&scene.key).unwrap().unwrap().fence, before.fence);
            assert!(scene.release(&scene.mine).done().is_some());
            assert!(scene.take(&scene.other, SECOND).fence > before.fence);
        }
        (Kept::Nothing, Acquired::Granted(grant)) => {
            assert!(grant.fence > before.fence);
            assert!(grant.fence.incarnation() > before.fence.incarnation());
        }
        (kept, answer) => panic!("the store kept {kept:?}, and the answer was {answer:?}"),
    }
}

pub fn a_store_that_comes_back_empty_has_a_greater_incarnation<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let mut before = scene.take(&scene.mine, SECOND).fence;
    for name in ["one", "two", "three"] {
        let grant = scene.store.acquire(&key(name), &scene.mine, lifetime(SECOND)).unwrap().granted().unwrap();
        before = before.max(grant.fence);
    }
    drop(scene);
    subject.advance(SECOND);
    subject.lose_everything();

    let scene = Scene::of(subject);
    let after = scene.take(&scene.other, SECOND).fence;
    assert!(after > before, "{after} is not greater than {before}");
    assert!(after.incarnation() > before.incarnation());
}
