//! Taking what the source has said.

use super::Subject;
use super::support::{SECOND, Scene, name, token, version};
use crate::version_store::{Mark, Published};

/// The first reader.
pub fn a_version_that_the_source_has_said_stands<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    assert_eq!(scene.version("a"), Some(version(1, 5)));
}

/// Nobody knows what the answer is still worth.
pub fn an_answer_to_an_earlier_turn_is_not_taken<S: Subject>(subject: &S) {
    let moves: [fn(&Scene); 5] = [
        |scene| scene.mark(1, "a", SECOND),
        |scene| scene.store.unmark(&token(1), &[name("a")]).unwrap(),
        |scene| assert_eq!(scene.publish("a", version(1, 9)), Published::Raised),
        |scene| scene.settle("a", version(1, 3)),
        |scene| assert!(scene.store.unpublish_all().unwrap() > 0),
    ];
    for (place, moved) in moves.into_iter().enumerate() {
        let scene = Scene::of(subject);
        scene.settle("a", version(1, 2));
        let late = scene.settled("a", version(1, 5));
        moved(&scene);
        let before = scene.standing("a");
        assert_eq!(scene.store.settle(&[late]).unwrap(), [false], "move {place}");
        assert_eq!(scene.standing("a"), before, "move {place}");
    }
}

/// They have turns of their own.
pub fn what_happens_to_one_type_does_not_disturb_another<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let (a, b) = (scene.settled("a", version(1, 5)), scene.settled("b", version(1, 6)));
    scene.mark(1, "a", SECOND);
    assert_eq!(scene.store.settle(&[a, b]).unwrap(), [false, true]);
    assert_eq!((scene.version("a"), scene.version("b")), (None, Some(version(1, 6))));
}

/// Max semantics here too.
pub fn an_older_answer_of_the_same_life_does_not_lower_what_stands<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    scene.settle("a", version(1, 4));
    assert_eq!(scene.version("a"), Some(version(1, 5)));
}

/// The source knows best in which life it is.
pub fn an_answer_of_another_life_replaces_what_stands<S: Subject>(subject: &S) {
    for life in [1, 3] {
        let scene = Scene::of(subject);
        scene.settle("a", version(2, 5));
        scene.settle("a", version(life, 0));
        assert_eq!(scene.version("a"), Some(version(life, 0)));
    }
}

/// The writer does not come back.
pub fn an_ended_mark_goes_when_the_source_has_been_asked<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.settle("a", version(1, 5));
    scene.mark(1, "a", SECOND);
    subject.advance(SECOND);
    scene.settle("a", version(1, 6));
    assert_eq!((scene.version("a"), scene.mark_of("a")), (Some(version(1, 6)), Mark::None));
}

/// He may still commit.
pub fn a_live_mark_stays_whatever_the_source_has_said<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", SECOND);
    scene.mark(2, "a", 3 * SECOND);
    subject.advance(SECOND);
    scene.settle("a", version(1, 6));
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: 2 * SECOND });
}

/// Otherwise an answer from before could be taken after.
pub fn a_turn_never_comes_back<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let mut turns = vec![scene.standing("a").turn];
    for round in 0..5 {
        scene.mark(1, "a", SECOND);
        turns.push(scene.standing("a").turn);
        scene.store.publish(Some(&token(1)), &[(name("a"), version(1, round))]).unwrap();
        turns.push(scene.standing("a").turn);
        scene.settle("a", version(1, round));
        turns.push(scene.standing("a").turn);
    }
    for (place, turn) in turns.iter().enumerate() {
        assert!(!turns[..place].contains(turn), "turn {place}");
    }
}
