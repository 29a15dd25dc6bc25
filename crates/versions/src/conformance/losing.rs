//! A store that has lost what it knew.

use super::Subject;
use super::support::{MILLISECOND, SECOND, Scene, lifetime, name, token, version};
use crate::version_store::{Mark, Published};

/// It may have had marks.
pub fn a_store_that_has_lost_everything_is_young_for_as_long_as_its_longest_mark<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    subject.lose_everything();
    let store = subject.open();
    let longest = store.longest_mark();
    let look = store.look(&[name("a")]).unwrap();
    assert_eq!((look.young, look.standings[0].version), (Some(longest), None));
    assert_eq!(store.look(&[]).unwrap().young, Some(longest), "whatever is asked for");
    subject.advance(longest - MILLISECOND);
    assert_eq!(store.look(&[name("a")]).unwrap().young, Some(MILLISECOND));
    subject.advance(MILLISECOND);
    assert_eq!(store.look(&[name("a")]).unwrap().young, None);
}

/// A writer whose mark is lost may be about to commit.
pub fn a_young_store_takes_no_answer_of_the_source<S: Subject>(subject: &S) {
    Scene::of(subject);
    subject.lose_everything();
    let store = subject.open();
    let turn = store.look(&[name("a")]).unwrap().standings[0].turn;
    let settled = crate::version_store::Settled { name: name("a"), turn, version: version(1, 5) };
    assert_eq!(store.settle(std::slice::from_ref(&settled)).unwrap(), [false]);
    subject.advance(store.longest_mark());
    assert_eq!(store.settle(&[settled]).unwrap(), [true], "nothing has happened since");
}

/// What one life has said is not an answer to the other.
pub fn an_answer_from_before_the_loss_is_not_taken_after_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let untouched = scene.settled("b", version(1, 5));
    scene.mark(1, "a", SECOND);
    let late = scene.settled("a", version(1, 5));
    subject.lose_everything();
    let store = subject.open();
    store.mark(&token(2), &[name("a")], lifetime(SECOND)).unwrap();
    subject.advance(store.longest_mark());
    assert_eq!(store.settle(&[late, untouched]).unwrap(), [false, false]);
}

/// It is late, and others have published since.
pub fn a_publication_from_before_the_loss_leaves_no_version_after_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    scene.mark(1, "a", SECOND);
    subject.lose_everything();
    let store = subject.open();
    subject.advance(store.longest_mark());
    let published = store.publish(Some(&token(1)), &[(name("a"), version(1, 6))]).unwrap();
    assert_eq!(published, [Published::Unpublished]);
    assert_eq!(store.look(&[name("a")]).unwrap().standings[0].version, None);
}

/// From its first moment on.
pub fn a_young_store_keeps_marks<S: Subject>(subject: &S) {
    Scene::of(subject);
    subject.lose_everything();
    let store = subject.open();
    store.mark(&token(1), &[name("a")], lifetime(SECOND)).unwrap();
    assert_eq!(store.look(&[name("a")]).unwrap().standings[0].mark, Mark::Live { remaining: SECOND });
}
