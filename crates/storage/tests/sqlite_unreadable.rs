//! A row that cannot be read is an error that names it. It is never overwritten, and others go on.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartListing, CartStore, CommitId, Identity, Incarnation, StoreErrorKind};
use cartwright_storage::conformance::shop::{Draft, key, random};
use cartwright_storage::{Layout, SqliteStore};
use support::{File, add, assert_refused};

/// What somebody did to a cart's rows, and what the error has to say.
struct Harm {
    layout: Layout,
    sql: &'static str,
    says: &'static [&'static str],
}

fn harms() -> Vec<Harm> {
    let own = |sql, says| Harm { layout: Layout::Own, sql, says };
    let compatible = |sql, says| Harm { layout: Layout::compatible(), sql, says };
    vec![
        compatible("UPDATE carts SET items = '{\"a\":{\"id\"' WHERE identifier = 'ada'", &["items", "byte"]),
        compatible(
            "UPDATE carts SET items = replace(items, '\"quantity\":2', '\"quantity\":\"x\"') WHERE identifier = 'ada'",
            &["'b'", "quantity"],
        ),
        compatible("UPDATE carts SET items = x'00ff00' WHERE identifier = 'ada'", &["items", "Blob"]),
        compatible(
            "UPDATE carts SET conditions = '{\"SALE\":{\"name\":\"SALE\"}}', items = '[}' WHERE identifier = 'ada'",
            &["items"],
        ),
        compatible("UPDATE carts SET items = CAST(x'7bff7d' AS TEXT) WHERE identifier = 'ada'", &["items", "no UTF-8"]),
        compatible(
            "UPDATE carts SET items = printf('%.*c', 600, '[') || printf('%.*c', 600, ']') WHERE identifier = 'ada'",
            &["items", "depth"],
        ),
        own(
            "UPDATE cartwright_entries SET value = CAST(x'7bff7d' AS TEXT) WHERE name = 'b'",
            &["the item 'b'", "no UTF-8"],
        ),
        own(
            "UPDATE cartwright_entries SET value = printf('%.*c', 600, '[') || printf('%.*c', 600, ']') WHERE name = 'b'",
            &["the item 'b'", "depth"],
        ),
        own("UPDATE cartwright_entries SET value = '{' WHERE name = 'b'", &["the item 'b'"]),
        own("UPDATE cartwright_entries SET value = '[]' WHERE name = 'b'", &["the item 'b'"]),
        own("UPDATE cartwright_entries SET value = '{},\"c\":{}' WHERE name = 'b'", &["the item 'b'"]),
        own("UPDATE cartwright_entries SET name = 'c' WHERE name = 'b'", &["the item 'c'"]),
        own("UPDATE cartwright_entries SET kind = 7 WHERE name = 'b'", &["unknown kind 7"]),
        own(
            "UPDATE cartwright_entries SET kind = 3, name = '', value = '{' WHERE name = 'coupon'",
            &["the dynamic conditions"],
        ),
        own("DELETE FROM cartwright_entries WHERE name = 'b'", &["2 items", "has 1"]),
    ]
}

/// A damaged cart, and one that is fine.
fn damaged(harm: &Harm) -> (File, SqliteStore, Identity) {
    let file = File::with_cart(harm.layout.clone());
    let store = file.store();
    Draft::new().add("a", 1).commit(&store, &key("eve"));
    let identity = store.identity(&key("ada")).unwrap().unwrap();
    assert!(file.db().execute(harm.sql, ()).unwrap() > 0, "{}", harm.sql);
    (file, store, identity)
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    for harm in harms() {
        let (_file, store, _) = damaged(&harm);
        assert_refused(
            store.load(&key("ada")),
            StoreErrorKind::Corrupt,
            &["ada/default", "carts.sqlite", "left as it is"],
        );
        assert_refused(store.load(&key("ada")), StoreErrorKind::Corrupt, harm.says);
        let queued = store.commit_queued(&key("ada"), &mut |_| panic!("not called"));
        assert_refused(queued, StoreErrorKind::Corrupt, harm.says);
    }
}

#[test]
fn a_row_that_cannot_be_read_is_not_overwritten() {
    for harm in harms() {
        let (file, store, identity) = damaged(&harm);
        let before = file.dump();
        // Whoever has not read the cart, or read it before.
        let draft = Draft { expected: Some(identity), ..Draft::new() }.clear().add("b", 7);
        let (ada, id) = (key("ada"), CommitId(random()));
        assert_refused(store.commit(&draft.to_commit(id, &ada, &[])), StoreErrorKind::Corrupt, &["ada/default"]);
        let swapped = store.swap(&key("eve"), &key("ada"), Incarnation(random()));
        assert_refused(swapped, StoreErrorKind::Corrupt, &["ada/default"]);
        let listing = CartListing { key: key("ada"), identity, updated_at: 0 };
        assert_refused(store.prune(&listing), StoreErrorKind::Corrupt, &["ada/default"]);
        let eve = Draft::load(&store, &key("eve")).add("b", 1);
        let merged = store.commit_merge(&eve.to_commit(id, &key("eve"), &[]), &key("ada"), identity);
        assert_refused(merged, StoreErrorKind::Corrupt, &["ada/default"]);
        assert_eq!(file.dump(), before, "{}", harm.sql);
    }
}

#[test]
fn a_row_that_was_read_before_it_was_harmed_is_not_overwritten_either() {
    for harm in harms() {
        let file = File::with_cart(harm.layout.clone());
        let store = file.store();
        // Both what was loaded and what was stored here could be read, and the version says that it is still that.
        add(&store, &key("ada"), "a").unwrap();
        let draft = Draft::load(&store, &key("ada")).clear().add("b", 7);
        assert!(file.db().execute(harm.sql, ()).unwrap() > 0, "{}", harm.sql);
        let before = file.dump();
        let (ada, id) = (key("ada"), CommitId(random()));
        assert_refused(store.commit(&draft.to_commit(id, &ada, &[])), StoreErrorKind::Corrupt, &["ada/default"]);
        assert_eq!(file.dump(), before, "{}", harm.sql);
    }
}

#[test]
fn other_carts_are_used_while_one_cannot_be_read() {
    for harm in harms() {
        let (_file, store, _) = damaged(&harm);
        add(&store, &key("eve"), "b").unwrap();
        assert_eq!(Draft::load(&store, &key("eve")).ids(), ["a", "b"]);
        assert_eq!(store.list(None, None, 10).unwrap().len(), 2);
        assert_eq!(store.instances("ada").unwrap(), ["default"]);
    }
}

#[test]
fn a_row_that_cannot_be_read_can_be_deleted_and_the_cart_begun_anew() {
    for harm in harms() {
        let (_file, store, _) = damaged(&harm);
        assert!(store.delete(&key("ada"), &[]).unwrap());
        add(&store, &key("ada"), "c").unwrap();
        assert_eq!(Draft::load(&store, &key("ada")).ids(), ["c"]);
    }
}

#[test]
fn an_identity_that_cannot_be_read_is_named_everywhere() {
    let harms = [
        (Layout::compatible(), "UPDATE carts SET id = '17' WHERE identifier = 'ada'", "no UUID"),
        (Layout::compatible(), "UPDATE carts SET version = 'two' WHERE identifier = 'ada'", "version"),
        (Layout::Own, "UPDATE cartwright_carts SET incarnation = x'07' WHERE identifier = 'ada'", "16 bytes"),
        (Layout::Own, "UPDATE cartwright_carts SET commits = x'0707' WHERE identifier = 'ada'", "list of ids"),
    ];
    for (layout, sql, says) in harms {
        let file = File::with_cart(layout);
        assert_eq!(file.db().execute(sql, ()).unwrap(), 1);
        let (store, before) = (file.store(), file.dump());
        assert_refused(store.load(&key("ada")), StoreErrorKind::Corrupt, &["ada/default", says]);
        assert_refused(store.identity(&key("ada")), StoreErrorKind::Corrupt, &["ada/default", says]);
        assert_refused(store.list(None, None, 10), StoreErrorKind::Corrupt, &["ada/default", says]);
        assert_refused(add(&store, &key("ada"), "a"), StoreErrorKind::Corrupt, &[says]);
        assert_refused(store.swap(&key("ada"), &key("eve"), Incarnation(1)), StoreErrorKind::Corrupt, &[says]);
        assert_eq!(file.dump(), before);
    }
}

#[test]
fn what_a_change_is_not_about_stays_as_it_is_even_if_it_cannot_be_read() {
    let file = File::with_cart(Layout::compatible());
    let store = file.store();
    let draft = Draft::load(&store, &key("ada")).metadata("coupon", Some("2"));
    file.db().execute("UPDATE carts SET items = '{'", ()).unwrap();
    draft.commit(&store, &key("ada"));
    let items: String = file.db().query_row("SELECT items FROM carts", (), |row| row.get(0)).unwrap();
    assert_eq!(items, "{");
}
