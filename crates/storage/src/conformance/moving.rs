//! A visitor becomes a user: the cart changes its identifier.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CartKey, Committed, Incarnation};

/// Items, conditions, metadata, the version; the cart that was there is gone.
pub fn a_swap_moves_everything_in_place_of_the_cart_there(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("user's", 9).condition("OLD", "-1").metadata("old", Some("1")).commit(&*store, &key("user"));
    let guest =
        Draft::new().add("a", 1).add("b", 2).condition("SALE", "-10%").metadata("coupon", Some("1")).dynamic("BULK", 9);
    guest.commit(&*store, &key("guest"));
    let guest = Draft::load(&*store, &key("guest")).add("b", 1);
    guest.commit(&*store, &key("guest"));
    assert!(store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap());
    let user = Draft::load(&*store, &key("user"));
    assert_eq!((user.text(), user.expected.unwrap().version), (guest.text(), 2));
    assert!(store.load(&key("guest")).unwrap().is_none());
}

/// Also where there was none.
pub fn a_swap_needs_no_cart_at_the_target(fixture: &impl Fixture) {
    let store = fixture.open();
    let guest = Draft::new().add("a", 1);
    guest.commit(&*store, &key("guest"));
    let incarnation = Incarnation(random());
    assert!(store.swap(&key("guest"), &key("user"), incarnation).unwrap());
    let user = Draft::load(&*store, &key("user"));
    assert_eq!((user.text(), user.expected.unwrap().incarnation), (guest.text(), incarnation));
    user.add("b", 1).commit(&*store, &key("user"));
    assert_eq!(Draft::load(&*store, &key("user")).ids(), ["a", "b"]);
}

/// Who holds the cart that was replaced, or the one that was moved, is told so.
pub fn after_a_swap_nobody_commits_to_what_was_read_before(fixture: &impl Fixture) {
    let store = fixture.open();
    Draft::new().add("user's", 9).commit(&*store, &key("user"));
    Draft::new().add("a", 1).commit(&*store, &key("guest"));
    let (user, guest) = (Draft::load(&*store, &key("user")), Draft::load(&*store, &key("guest")));
    store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap();
    let now = store.identity(&key("user")).unwrap();
    assert_eq!(user.add("x", 1).try_commit(&*store, &key("user")), Committed::Conflict(now));
    assert_eq!(guest.clone().add("x", 1).try_commit(&*store, &key("user")), Committed::Conflict(now));
    assert_eq!(guest.add("x", 1).try_commit(&*store, &key("guest")), Committed::Conflict(None));
    assert_eq!(Draft::load(&*store, &key("user")).ids(), ["a"]);
}

/// The original deleted it.
pub fn a_swap_onto_itself_does_nothing(fixture: &impl Fixture) {
    let store = fixture.open();
    let made = Draft::new().add("a", 1).commit(&*store, &key("ada"));
    assert!(store.swap(&key("ada"), &key("ada"), Incarnation(random())).unwrap());
    assert_eq!(store.identity(&key("ada")).unwrap(), Some(made));
    assert!(!store.swap(&key("nobody"), &key("nobody"), Incarnation(random())).unwrap());
}

/// Then the target keeps what it has.
pub fn a_swap_of_nothing_says_so_and_does_nothing(fixture: &impl Fixture) {
    let store = fixture.open();
    let made = Draft::new().add("a", 1).commit(&*store, &key("user"));
    assert!(!store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap());
    assert_eq!(store.identity(&key("user")).unwrap(), Some(made));
}

/// One instance at a time.
pub fn a_swap_leaves_other_instances_where_they_are(fixture: &impl Fixture) {
    let store = fixture.open();
    for cart in [key("guest"), CartKey::new("guest", "wishlist"), CartKey::new("user", "wishlist")] {
        Draft::new().add("a", 1).commit(&*store, &cart);
    }
    store.swap(&key("guest"), &key("user"), Incarnation(random())).unwrap();
    assert_eq!(store.instances("guest").unwrap(), ["wishlist"]);
    assert_eq!(store.instances("user").unwrap(), ["default", "wishlist"]);
}
