//! Announcing a change.

use super::Subject;
use super::support::{MILLISECOND, SECOND, Scene, lifetime, name, token};
use crate::error::ErrorKind;
use crate::version_store::Mark;

/// Of a store that has seen nothing.
pub fn a_type_that_nobody_has_named_has_no_version_and_no_mark<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let standing = scene.standing("a");
    assert_eq!((standing.version, standing.mark, standing.turn.number), (None, Mark::None, 0));
}

/// The readers' side.
pub fn a_mark_is_seen_by_every_handle_until_a_millisecond_before_its_end<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: SECOND });
    assert_eq!(subject.open().look(&[name("a")]).unwrap().standings[0].mark, scene.mark_of("a"));
    subject.advance(SECOND - MILLISECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: MILLISECOND });
}

/// The one thing that must not be forgotten.
pub fn a_mark_whose_lease_is_over_is_ended_and_never_dropped<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", SECOND);
    subject.advance(SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Ended);
    subject.advance(100_000 * SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Ended);
}

/// All or none.
pub fn a_mark_is_set_on_every_type_of_the_change<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.store.mark(&token(1), &[name("a"), name("b")], lifetime(SECOND)).unwrap();
    let live = Mark::Live { remaining: SECOND };
    assert_eq!((scene.mark_of("a"), scene.mark_of("b"), scene.mark_of("c")), (live, live, Mark::None));
}

/// The longest counts.
pub fn of_several_marks_the_last_one_to_end_is_shown<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", 3 * SECOND);
    scene.mark(2, "a", SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: 3 * SECOND });
    scene.store.unmark(&token(1), &[name("a")]).unwrap();
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: SECOND });
}

/// Who comes again.
pub fn a_mark_that_is_set_again_lasts_from_now_on_and_never_shorter<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", 3 * SECOND);
    subject.advance(SECOND);
    scene.mark(1, "a", SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: 2 * SECOND }, "not shorter");
    scene.mark(1, "a", 3 * SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: 3 * SECOND });
    subject.advance(4 * SECOND);
    scene.mark(1, "a", SECOND);
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: SECOND }, "an ended one is set again");
}

/// After a rollback.
pub fn a_mark_is_taken_away_by_its_token_and_no_other<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "a", SECOND);
    scene.store.unmark(&token(2), &[name("a")]).unwrap();
    assert_eq!(scene.mark_of("a"), Mark::Live { remaining: SECOND });
    scene.store.unmark(&token(1), &[name("a")]).unwrap();
    assert_eq!(scene.mark_of("a"), Mark::None);
}

/// Or the store would be young for too short a time.
pub fn a_mark_that_is_longer_than_the_store_grants_is_refused<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let longest = scene.store.longest_mark();
    let error = scene.store.mark(&token(1), &[name("a")], lifetime(longest + MILLISECOND)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSetting);
    assert_eq!(scene.mark_of("a"), Mark::None);
    scene.mark(1, "a", longest);
}

/// In the order of the question, as often as it asks.
pub fn types_are_looked_at_in_the_order_of_the_question<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    scene.mark(1, "b", SECOND);
    let marks = |names: &[&str]| {
        let types: Vec<_> = names.iter().map(|of| name(of)).collect();
        let look = scene.store.look(&types).unwrap();
        look.standings.iter().map(|standing| standing.mark != Mark::None).collect::<Vec<_>>()
    };
    assert_eq!(marks(&["c", "b", "a"]), [false, true, false]);
    assert_eq!(marks(&["b", "b"]), [true, true]);
    assert!(marks(&[]).is_empty());
}

/// Whatever a name is.
pub fn every_byte_of_a_name_counts<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    let names = ["a", "A", "ä", "a ", "a'", "a\"", "a\\", "a%", "a_", "a:b", "a=b", "💥"];
    for of in names {
        assert_eq!(scene.mark_of(of), Mark::None, "{of}");
        scene.mark(1, of, SECOND);
    }
    let mut sorted: Vec<_> = names.iter().map(|of| name(of)).collect();
    sorted.sort();
    assert_eq!(scene.store.types(None, 100).unwrap(), sorted);
}

/// For those who look after the store.
pub fn types_are_listed_in_the_order_of_their_bytes_page_by_page<S: Subject>(subject: &S) {
    let scene = Scene::of(subject);
    ["c", "a", "b"].into_iter().for_each(|of| scene.mark(1, of, SECOND));
    assert_eq!(scene.store.types(None, 2).unwrap(), [name("a"), name("b")]);
    assert_eq!(scene.store.types(Some(&name("b")), 2).unwrap(), [name("c")]);
    assert!(scene.store.types(Some(&name("c")), 2).unwrap().is_empty());
}
