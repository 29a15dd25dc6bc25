//! Publishing what was committed.

use super::Subject;
use super::support::{SECOND, Scene, name, token, version};
use crate::version_store::{Mark, Published};

/// It may be an old one that comes late.
pub fn where_no_version_stands_a_publication_leaves_none<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    assert_eq!(scene.publish("a", version(1, 5)), Published::Unpublished);
    assert_eq!(scene.version("a"), None);
}

/// Max semantics.
pub fn a_publication_raises_what_stands_and_never_lowers_it<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    assert_eq!(scene.publish("a", version(1, 7)), Published::Raised);
    assert_eq!(scene.publish("a", version(1, 6)), Published::Stood);
    assert_eq!(scene.publish("a", version(1, 7)), Published::Stood, "again");
    assert_eq!(scene.version("a"), Some(version(1, 7)));
}

/// Nobody can say which of two lives is newer.
pub fn a_publication_of_another_life_leaves_no_version<S: Subject>(subject: &S) {
    for life in [1, 3] {
        let scene = Scene::of(subject);
        scene.settle("a", version(2, 5));
        assert_eq!(scene.publish("a", version(life, 9)), Published::Unpublished);
        assert_eq!(scene.version("a"), None);
    }
}

/// Of each on its own.
pub fn several_types_are_published_in_one_step<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    scene.settle("b", version(1, 5));
    let versions = [(name("a"), version(1, 6)), (name("b"), version(1, 4)), (name("c"), version(1, 1))];
    let published = scene.store.publish(None, &versions).unwrap();
    assert_eq!(published, [Published::Raised, Published::Stood, Published::Unpublished]);
    assert_eq!((scene.version("a"), scene.version("b")), (Some(version(1, 6)), Some(version(1, 5))));
}

/// Its own, on what it publishes.
pub fn a_publication_takes_the_marks_of_its_token_away_and_no_others<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    for (by, of) in [(1, "a"), (2, "a"), (1, "b")] {
        scene.mark(by, of, SECOND);
    }
    scene.store.publish(Some(&token(1)), &[(name("a"), version(1, 1))]).unwrap();
    let live = Mark::Live { remaining: SECOND };
    assert_eq!((scene.mark_of("a"), scene.mark_of("b")), (live, live));
    scene.store.publish(Some(&token(2)), &[(name("a"), version(1, 2))]).unwrap();
    assert_eq!(scene.mark_of("a"), Mark::None);
}

/// Of a repair.
pub fn a_publication_without_a_token_takes_no_mark_away<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 1));
    scene.mark(1, "a", SECOND);
    scene.publish("a", version(1, 2));
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: SECOND });
}

/// Slow, but alive.
pub fn a_publication_after_the_lease_has_ended_is_as_good<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 1));
    scene.mark(1, "a", SECOND);
    subject.advance(2 * SECOND);
    assert_eq!(scene.store.publish(Some(&token(1)), &[(name("a"), version(1, 2))]).unwrap(), [Published::Raised]);
    assert_eq!((scene.version("a"), scene.mark_of("a")), (Some(version(1, 2)), Mark::None));
}

/// To the last bit.
pub fn the_greatest_counter_and_incarnation_are_kept_exactly<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(i64::MAX, i64::MAX - 1));
    assert_eq!(scene.publish("a", version(i64::MAX, i64::MAX)), Published::Raised);
    assert_eq!(scene.publish("a", version(i64::MAX, i64::MAX - 1)), Published::Stood);
    assert_eq!(scene.version("a"), Some(version(i64::MAX, i64::MAX)));
    assert_eq!(scene.publish("a", version(i64::MAX - 1, 1)), Published::Unpublished);
}

/// For `--clear-cache`.
pub fn after_all_were_unpublished_the_source_is_asked_and_marks_are_there<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    scene.settle("b", version(1, 5));
    scene.mark(1, "b", SECOND);
    let late = scene.settled("a", version(1, 5));
    assert_eq!(scene.store.unpublish_all().unwrap(), 2);
    assert_eq!((scene.version("a"), scene.version("b")), (None, None));
    assert_eq!(scene.mark_of("b"), Mark::Live { remaining: SECOND });
    assert_eq!(scene.store.settle(&[late]).unwrap(), [false]);
    assert_eq!(scene.store.unpublish_all().unwrap(), 0);
}
