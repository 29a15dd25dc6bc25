//! What is stored comes back as it was.

use super::Fixture;
use super::shop::{Draft, key};
use cartwright_core::CartKey;
use cartwright_wire::Columns;

/// A visitor without a cart has none, rather than an empty one.
pub fn a_cart_that_was_never_stored_is_not_there(fixture: &impl Fixture) {
    let store = fixture.open();
    assert!(store.load(&key("nobody")).unwrap().is_none());
    assert_eq!(store.identity(&key("nobody")).unwrap(), None);
}

/// Items with attributes and conditions of their own, conditions of the cart.
pub fn a_cart_is_loaded_as_it_was_stored(fixture: &impl Fixture) {
    let store = fixture.open();
    let draft = Draft::new().add("shirt", 2).add("lamp", 1).condition("SALE", "-10%").condition("TAX", "19%");
    let draft =
        draft.metadata("coupon", Some(r#"{"code":"SPRING","used":[1,2.5,null]}"#)).metadata("note", Some("\"\""));
    draft.commit(&*store, &key("ada"));
    assert_eq!(Draft::load(&*store, &key("ada")).text(), draft.text());
}

/// Two handles are two views of the same carts.
pub fn what_one_handle_stored_another_one_loads(fixture: &impl Fixture) {
    let (one, other) = (fixture.open(), fixture.open());
    assert!(other.load(&key("ada")).unwrap().is_none());
    let identity = Draft::new().add("shirt", 2).commit(&*one, &key("ada"));
    assert_eq!(other.identity(&key("ada")).unwrap(), Some(identity));
    let identity = Draft::load(&*other, &key("ada")).add("lamp", 1).commit(&*other, &key("ada"));
    assert_eq!(one.load(&key("ada")).unwrap().map(|loaded| loaded.identity), Some(identity));
}

/// Keys are pairs, not joined texts.
pub fn carts_of_other_keys_are_left_alone(fixture: &impl Fixture) {
    let store = fixture.open();
    let keys = [("a", "b/c"), ("a/b", "c"), ("A", "b/c"), ("a", "B/c"), ("a ", "b/c"), ("a.b", "c")];
    for (at, (identifier, instance)) in keys.iter().enumerate() {
        Draft::new().add(&format!("item-{at}"), 1).commit(&*store, &CartKey::new(identifier, instance));
    }
    for (at, (identifier, instance)) in keys.iter().enumerate() {
        let draft = Draft::load(&*store, &CartKey::new(identifier, instance));
        assert_eq!(draft.ids(), [format!("item-{at}")]);
    }
}

/// Hosts choose identifiers, users choose names: quotes, percent signs, other scripts, nothing at all.
pub fn keys_and_ids_may_be_any_text(fixture: &impl Fixture) {
    let store = fixture.open();
    for text in ["'; drop table carts --", "100%_", "猫 \"\\\u{1F600}", "", "null", "1", "a\u{0}b", "line\nbreak"] {
        let cart = CartKey::new(text, text);
        let id = format!("id {text}");
        Draft::new().add(&id, 1).condition(&id, "-1").metadata(text, Some("1")).commit(&*store, &cart);
        let loaded = Draft::load(&*store, &cart);
        assert_eq!(loaded.ids(), [&*id], "{text:?}");
        assert!(loaded.cart.metadata().has(text), "{text:?}");
        loaded.add(&id, 1).commit(&*store, &cart);
        assert_eq!(Draft::load(&*store, &cart).quantity(&id), 2, "{text:?}");
        assert_eq!(store.instances(text).unwrap(), [text]);
    }
}

/// Totals depend on the order of conditions, pages on the order of items.
pub fn items_and_conditions_keep_the_order_of_insertion(fixture: &impl Fixture) {
    let store = fixture.open();
    let names = ["zebra", "apple", "10", "9", "mango"];
    let mut draft = Draft::new();
    for name in names {
        draft = draft.add(name, 1).condition(name, "-1");
    }
    draft.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!(loaded.ids(), names);
    assert_eq!(loaded.text(), draft.text());
}

/// More of an item does not move it to the end.
pub fn what_is_changed_keeps_its_place(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new()
        .add("a", 1)
        .add("b", 1)
        .add("c", 1)
        .condition("X", "-1")
        .condition("Y", "-2")
        .commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada")).add("a", 4).add("b", 1).condition("X", "-3");
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.ids(), loaded.quantity("a")), (vec!["a", "b", "c"], 5));
    assert_eq!(loaded.text(), changed.text());
}

/// In one commit or in two.
pub fn what_is_taken_out_and_put_in_again_comes_last(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new()
        .add("a", 1)
        .add("b", 1)
        .add("c", 1)
        .condition("X", "-1")
        .condition("Y", "-2")
        .commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada")).remove("a").add("a", 7).without_condition("X").condition("X", "-3");
    changed.commit(&*store, &key("ada"));
    assert_eq!(Draft::load(&*store, &key("ada")).text(), changed.text());
    Draft::load(&*store, &key("ada")).remove("b").commit(&*store, &key("ada"));
    Draft::load(&*store, &key("ada")).add("b", 1).commit(&*store, &key("ada"));
    assert_eq!(Draft::load(&*store, &key("ada")).ids(), ["c", "a", "b"]);
}

/// A request that does a lot stores it in one step.
pub fn many_changes_in_one_commit_are_stored_together(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).add("b", 1).add("c", 1).commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada"))
        .add("d", 1)
        .remove("b")
        .add("e", 2)
        .add("d", 3)
        .remove("e")
        .add("b", 5)
        .add("e", 1)
        .condition("SALE", "-10%");
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!(loaded.ids(), ["a", "c", "d", "b", "e"]);
    assert_eq!(loaded.text(), changed.text());
}

/// A key whose value is taken away keeps its place, and no value.
pub fn metadata_keep_their_order_and_what_was_taken_away(fixture: &impl Fixture) {
    let store = fixture.open();
    let keys = ["zebra", "10", "9", "apple"];
    let draft = keys.into_iter().fold(Draft::new(), |draft, key| draft.metadata(key, Some("1")));
    draft.commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada"))
        .metadata("9", None)
        .metadata("new", Some("[]"))
        .metadata("zebra", Some("{\"a\":1}"));
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!(
        loaded.cart.metadata().iter().map(|(key, _)| key).collect::<Vec<_>>(),
        ["zebra", "10", "9", "apple", "new"]
    );
    assert_eq!(loaded.text(), changed.text());
    assert!(!loaded.cart.metadata().has("9"));
}

/// A shirt in L and one in M, where a shop wants them apart.
pub fn lines_of_one_item_are_kept_apart(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add_sized("shirt", "L").add_sized("shirt", "M").add_sized("hat", "L").commit(&*store, &key("ada"));
    let line =
        |draft: &Draft, at: usize| draft.cart.items().nth(at).map(|item| item.line().as_str().to_owned()).unwrap();
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!(loaded.ids(), ["shirt", "shirt", "hat"]);
    let second = line(&loaded, 1);
    loaded.add_sized("shirt", "M").commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.quantity(&line(&loaded, 0)), loaded.quantity(&second)), (1, 2));
    let changed = loaded.remove(&second);
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.ids(), loaded.text()), (vec!["shirt", "hat"], changed.text()));
}

/// With their rules, apart from the conditions that they have put on.
pub fn dynamic_conditions_are_stored_with_their_rules(fixture: &impl Fixture) {
    let store = fixture.open();
    let first = Draft::new().add("a", 1).metadata("note", Some("1")).dynamic("BULK", 10).dynamic("MORE", 20);
    first.commit(&*store, &key("ada"));
    assert_eq!(Draft::load(&*store, &key("ada")).text(), first.text());
    let second =
        Draft::load(&*store, &key("ada")).dynamic("BULK", 11).without_dynamic("MORE").metadata("more", Some("2"));
    second.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.text(), loaded.cart.dynamic_conditions().len()), (second.text(), 1));
    Draft::load(&*store, &key("ada")).without_dynamic("BULK").commit(&*store, &key("ada"));
    assert!(Draft::load(&*store, &key("ada")).cart.dynamic_conditions().is_empty());
}

/// Everything at once, and something after it.
pub fn a_cart_that_was_cleared_and_filled_again_is_stored_as_it_is(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new()
        .add("a", 1)
        .condition("SALE", "-1")
        .metadata("note", Some("1"))
        .dynamic("BULK", 10)
        .commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada")).add("b", 1).clear().add("c", 1).metadata("new", Some("2"));
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.ids(), loaded.text()), (vec!["c"], changed.text()));
}

/// Only [`delete`](cartwright_core::CartStore::delete) removes a cart.
pub fn a_cart_without_items_is_still_a_cart(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("a", 1).condition("SALE", "-10%").commit(&*store, &key("ada"));
    let identity = Draft::load(&*store, &key("ada")).remove("a").without_condition("SALE").commit(&*store, &key("ada"));
    let loaded = store.load(&key("ada")).unwrap().expect("it is there");
    assert_eq!((loaded.identity, loaded.cart.item_count(), identity.version), (identity, 0, 2));
}

/// Another version of this software may have put keys into an item that this one does not know.
pub fn keys_of_an_item_that_nobody_knows_survive(fixture: &impl Fixture) {
    let store = fixture.open();
    let items = r#"{"a":{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null,"gift":{"wrap":true}}}"#;
    let cart = Columns { items: Some(items), ..Columns::default() }.read().unwrap();
    let draft = Draft { cart, ..Draft::new() };
    draft.commit(&*store, &key("ada"));
    Draft::load(&*store, &key("ada")).add("b", 1).commit(&*store, &key("ada"));
    let text = Draft::load(&*store, &key("ada")).text()[0].clone().unwrap();
    assert!(text.contains(r#""gift":{"wrap":true}"#), "{text}");
}

/// The largest cart that the limits allow, and a change in the middle of it.
pub fn a_cart_of_a_thousand_items_is_stored_and_changed(fixture: &impl Fixture) {
    let store = fixture.open();
    let mut draft = Draft::new();
    for number in 0..1000 {
        draft = draft.add(&format!("item-{number}"), 1);
    }
    draft.commit(&*store, &key("ada"));
    let changed = Draft::load(&*store, &key("ada")).add("item-500", 1).remove("item-0");
    changed.commit(&*store, &key("ada"));
    let loaded = Draft::load(&*store, &key("ada"));
    assert_eq!((loaded.ids().len(), loaded.quantity("item-500")), (999, 2));
    assert_eq!(loaded.text(), changed.text());
}
