//! A cart grows as far as the shop allows, to the byte, and not beyond: the same on every store.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CartKey, CartStore, CommitId, Committed, Identity, Limits, StoreError, StoreErrorKind};

/// Limits by which a text may be so long.
fn so_long(bytes: usize) -> Limits {
    Limits { data_bytes: bytes as u64, ..Limits::default() }
}

/// How long the items, the conditions and the metadata are.
fn lengths(draft: &Draft) -> [usize; 3] {
    draft.text().map(|text| text.map_or(0, |text| text.len()))
}

/// The longest column that is to be another one than it is.
fn longest(before: &Draft, after: &Draft) -> (&'static str, usize) {
    let names = ["items", "conditions", "metadata"];
    let columns = names.into_iter().zip(before.text()).zip(after.text()).filter(|((_, before), after)| before != after);
    columns
        .map(|((name, _), after)| (name, after.map_or(0, |text| text.len())))
        .max_by_key(|(_, bytes)| *bytes)
        .unwrap()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, StoreError>, column: &str, bytes: usize) {
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::TooLarge, "{error}");
    let message = format!("Cart {column} data size ({bytes} bytes) exceeds maximum allowed size of ");
    assert!(error.to_string().starts_with(&message), "{error}");
    // What an engine answers is the refusal itself.
    let refusal = error.into_refusal().unwrap();
    assert_eq!(refusal.detail()[0], ("bytes", bytes.to_string()));
}

/// Refuses it with one byte less than it needs, and stores it with exactly that.
fn stores_within_its_length_alone(store: &dyn CartStore, key: &CartKey, draft: &Draft) -> Identity {
    let before = Draft::load(store, key);
    let (column, bytes) = longest(&before, draft);
    if bytes > 0 {
        let short = Draft { limits: so_long(bytes - 1), ..draft.clone() };
        let records = [b"record".to_vec()];
        refused(store.commit(&short.to_commit(CommitId(random()), key, &records)), column, bytes);
        let after = Draft::load(store, key);
        assert_eq!((after.expected, after.text()), (before.expected, before.text()));
        assert_eq!(store.outbox(0, 10).unwrap(), []);
    }
    Draft { limits: so_long(bytes), ..draft.clone() }.commit(store, key)
}

/// The bytes of the JSON of a column: quotes, escapes, commas and braces too.
pub fn a_cart_may_be_as_large_as_the_limit_and_not_a_byte_larger(fixture: &impl Fixture) {
    let store = fixture.open();
    let drafts = [
        Draft::new().add("a/b \"Łódź\" \u{1F600}", 2),
        Draft::new().add("12", 1).add("b", 1).add("c", 1),
        Draft::new().condition("SALE \u{fc}", "-10%").condition("TAX", "19%"),
        Draft::new().metadata("a/b", Some(r#"{"c":[1,2.5]}"#)).metadata("\u{fc}", None),
        Draft::new().dynamic("MANY", 3).metadata("note", Some("1")),
        Draft::new().add_sized("shirt", "L").add_sized("shirt", "XL"),
    ];
    for (at, draft) in drafts.iter().enumerate() {
        stores_within_its_length_alone(&*store, &key(&format!("visitor-{at}")), draft);
    }
}

/// Whatever has come and gone before: what is measured is what is there.
pub fn what_is_measured_is_what_a_cart_has_become(fixture: &impl Fixture) {
    let store = fixture.open();
    let changes: [fn(Draft) -> Draft; 14] = [
        |draft| draft.add("a", 1).add("b/\u{1F600}", 1),
        |draft| draft.add("a", 998),
        |draft| draft.add("c", 1).remove("b/\u{1F600}").add("b/\u{1F600}", 7),
        |draft| draft.metadata("note", Some("\"gift\"")).metadata("a/b", Some("1")),
        |draft| draft.dynamic("MANY", 3),
        |draft| draft.metadata("note", None).dynamic("MORE", 1000),
        |draft| draft.remove("a").add("d", 1).remove("d"),
        |draft| draft.without_dynamic("MANY"),
        |draft| draft.condition("SALE", "-10%"),
        |draft| draft.without_dynamic("MORE").metadata("more", Some("[]")),
        |draft| draft.remove("c").remove("b/\u{1F600}"),
        |draft| draft.add("e", 1).clear().add("f", 2).metadata("x", Some("1")),
        |draft| draft.add("f", 1).condition("TAX", "19%").metadata("x", Some("12")),
        |draft| draft.metadata("y", None),
    ];
    for change in changes {
        let draft = change(Draft::load(&*store, &key("ada")));
        stores_within_its_length_alone(&*store, &key("ada"), &draft);
        assert_eq!(Draft::load(&*store, &key("ada")).text(), draft.text());
    }
}

/// A cart of before the limit was lowered can be read, and changed in what is within the limit.
pub fn what_a_change_does_not_write_is_not_measured(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).add("b", 1).condition("SALE", "-10%").commit(&*store, &key("ada"));
    let low = |draft: Draft| Draft { limits: so_long(40), ..draft };
    low(Draft::load(&*store, &key("ada"))).metadata("note", Some("1")).commit(&*store, &key("ada"));
    low(Draft::load(&*store, &key("ada"))).without_condition("SALE").commit(&*store, &key("ada"));
    let fewer = low(Draft::load(&*store, &key("ada"))).remove("a");
    let [items, ..] = lengths(&fewer);
    let ada = key("ada");
    refused(store.commit(&fewer.to_commit(CommitId(random()), &ada, &[])), "items", items);
    low(fewer).remove("b").commit(&*store, &key("ada"));
}

/// Who was late has to look again before he is told no.
pub fn a_conflict_is_told_before_a_limit(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let late = Draft { limits: so_long(1), ..Draft::load(&*store, &key("ada")) }.add("b", 1);
    let now = Draft::load(&*store, &key("ada")).add("a", 1).commit(&*store, &key("ada"));
    assert_eq!(late.try_commit(&*store, &key("ada")), Committed::Conflict(Some(now)));
}

/// The cart, and whoever is next in the queue.
pub fn a_queued_change_that_is_too_large_changes_nothing(fixture: &impl Fixture) {
    let store = fixture.open();
    let before = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    let mut length = 0;
    let answer = store.commit_queued(&key("ada"), &mut |loaded| {
        let draft = Draft { limits: so_long(100), ..loaded.map(Draft::from).unwrap() }.add("b", 1);
        [length, ..] = lengths(&draft);
        Some(draft.into_queued())
    });
    refused(answer, "items", length);
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(before));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["a"]);
    Draft::load(&*store, &key("ada")).add("b", 1).commit(&*store, &key("ada"));
}

/// Neither of the two carts.
pub fn a_merge_that_is_too_large_changes_nothing(fixture: &impl Fixture) {
    let store = fixture.open();
    let guest = Draft::new().add("b", 1).commit(&*store, &key("guest"));
    let user = Draft::new().add("a", 1).commit(&*store, &key("user"));
    let both = Draft { limits: so_long(100), ..Draft::load(&*store, &key("user")) }.add("b", 1);
    let [items, ..] = lengths(&both);
    let target = key("user");
    let answer = store.commit_merge(&both.to_commit(CommitId(random()), &target, &[]), &key("guest"), guest);
    refused(answer, "items", items);
    assert_eq!(store.identity(&key("guest")).unwrap(), Some(guest));
    assert_eq!(store.identity(&key("user")).unwrap(), Some(user));
    assert_eq!(
        (Draft::load(&*store, &key("user")).ids(), Draft::load(&*store, &key("guest")).ids()),
        (vec!["a"], vec!["b"])
    );
}

/// What a cart weighs goes with it.
pub fn a_cart_that_was_moved_is_measured_on(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).metadata("note", Some("1")).commit(&*store, &key("guest"));
    store.swap(&key("guest"), &key("user"), cartwright_core::Incarnation(random())).unwrap();
    let draft = Draft::load(&*store, &key("user")).add("b", 1).metadata("note", Some("2"));
    stores_within_its_length_alone(&*store, &key("user"), &draft);
}
