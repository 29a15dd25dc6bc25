//! How carts lie in a file: what the PHP package reads and writes, and how little a change writes in our own layout.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{CartStore, Committed, Identity};
use cartwright_storage::conformance::shop::{Draft, key};
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use rusqlite::Connection;
use support::{File, add};

/// As the migration of the PHP package makes it on SQLite.
const MIGRATION: &str = r#"
    create table "carts" ("id" varchar not null, "identifier" varchar not null, "instance" varchar not null default 'default',
        "items" text, "conditions" text, "metadata" text, "version" integer not null default '1', "created_at" datetime,
        "updated_at" datetime, primary key ("id"));
    create index "carts_identifier_index" on "carts" ("identifier");
    create index "carts_instance_index" on "carts" ("instance");
    create index "carts_version_index" on "carts" ("version");
    create unique index "carts_identifier_instance_unique" on "carts" ("identifier", "instance");
"#;

const ITEMS: &str = r#"{"12":{"id":"12","name":"Caf\u00e9 \/ \"large\"","price":10,"quantity":2,"attributes":{"size":"L","tags":[]},"conditions":[],"associated_model":"App\\Models\\Product"},"b":{"id":"b","name":"B","price":19.99,"quantity":1,"attributes":[],"conditions":{"GIFT":{"name":"GIFT","type":"discount","target":"item","value":"-1","attributes":[],"order":0,"rules":null,"operator":"-","parsed_value":1,"is_discount":true,"is_charge":false,"is_percentage":false,"is_dynamic":false}},"associated_model":null}}"#;

const CONDITIONS: &str = r#"{"SALE":{"name":"SALE","type":"discount","target":"subtotal","value":"-10%","attributes":[],"order":0,"rules":null,"operator":"%","parsed_value":-0.1,"is_discount":true,"is_charge":false,"is_percentage":true,"is_dynamic":false}}"#;

/// A row as the PHP package writes it.
fn php_row(db: &Connection) {
    db.execute_batch(MIGRATION).unwrap();
    db.execute(
        "INSERT INTO carts VALUES ('9b2f0c1e-7a44-4c6b-9f0e-0d1c2b3a4f5e', '17', 'default', ?1, ?2, ?3, 4,
            '2025-10-01 08:00:00', '2025-10-02 09:30:00')",
        (ITEMS, CONDITIONS, r#"{"coupon":"SPRING","note":null}"#),
    )
    .unwrap();
}

fn columns(db: &Connection) -> (String, String, String, i64, String) {
    let query = "SELECT items, conditions, metadata, version, updated_at FROM carts";
    let row = db.query_row(query, (), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)));
    row.unwrap()
}

#[test]
fn a_row_of_the_php_package_is_loaded_with_its_identity_and_its_time() {
    let file = File::new(Layout::compatible());
    php_row(&file.db());
    let store = file.store();
    let cart = Draft::load(&store, &key("17"));
    assert_eq!((cart.ids(), cart.quantity("12")), (vec!["12", "b"], 2));
    let identity = cart.expected.unwrap();
    assert_eq!(
        (identity.incarnation.to_string(), identity.version),
        ("9b2f0c1e-7a44-4c6b-9f0e-0d1c2b3a4f5e".into(), 4)
    );
    let listed = store.list(None, None, 10).unwrap();
    assert_eq!((listed[0].identity, listed[0].updated_at), (identity, 1_759_397_400));
    assert_eq!(store.list(None, Some(1_759_397_400), 10).unwrap(), []);
    assert_eq!(store.list(None, Some(1_759_397_401), 10).unwrap(), listed);
}

#[test]
fn a_row_of_the_php_package_is_written_as_that_package_would() {
    let file = File::new(Layout::compatible());
    php_row(&file.db());
    let store = SqliteStore::new(file.options().clock(|| 1_759_400_000));
    Draft::load(&store, &key("17")).remove("b").commit(&store, &key("17"));
    let (items, conditions, metadata, version, updated_at) = columns(&file.db());
    let first = &ITEMS[..ITEMS.find(r#","b":{"id""#).unwrap()];
    assert_eq!(items, format!("{first}}}"));
    assert_eq!((conditions.as_str(), metadata.as_str()), (CONDITIONS, r#"{"coupon":"SPRING","note":null}"#));
    assert_eq!((version, updated_at.as_str()), (5, "2025-10-02 10:13:20"));
    Draft::load(&store, &key("17")).remove("12").without_condition("SALE").commit(&store, &key("17"));
    let nothing: (Option<String>, Option<String>) =
        file.db().query_row("SELECT items, conditions FROM carts", (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(nothing, (None, None));
}

#[test]
fn a_column_that_a_change_is_not_about_keeps_its_text() {
    let file = File::new(Layout::compatible());
    php_row(&file.db());
    // As somebody has laid it out by hand.
    let by_hand = ITEMS.replace("\":", "\": ");
    file.db().execute("UPDATE carts SET items = ?1", [&by_hand]).unwrap();
    let store = file.store();
    Draft::load(&store, &key("17")).condition("TAX", "19%").metadata("note", Some("1")).commit(&store, &key("17"));
    let (items, conditions, metadata, ..) = columns(&file.db());
    assert_eq!((items, metadata.as_str()), (by_hand, r#"{"coupon":"SPRING","note":1}"#));
    assert!(conditions.starts_with(&CONDITIONS[..CONDITIONS.len() - 1]) && conditions.contains("TAX"));
}

#[test]
fn the_table_is_made_as_the_migration_makes_it() {
    let schema = |db: &Connection| {
        let mut columns = db
            .prepare("SELECT name, lower(type), \"notnull\", dflt_value, pk FROM pragma_table_info('carts')")
            .unwrap();
        let columns: Vec<String> = columns
            .query_map((), |row| {
                Ok(format!(
                    "{} {} {} {:?} {}",
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, Option<String>>(3)?,
                    row.get::<_, i64>(4)?
                ))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut indexes = db.prepare("SELECT name, \"unique\" FROM pragma_index_list('carts') ORDER BY name").unwrap();
        let indexes: Vec<(String, bool)> =
            indexes.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        (columns, indexes)
    };
    let theirs = Connection::open_in_memory().unwrap();
    theirs.execute_batch(MIGRATION).unwrap();
    let ours = File::with_cart(Layout::compatible());
    assert_eq!(schema(&ours.db()), schema(&theirs));
}

#[test]
fn a_file_of_an_application_gets_no_tables_of_ours_before_there_is_an_outbox() {
    let file = File::with_cart(Layout::compatible());
    let ours = |file: &File| {
        let query = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'cartwright%'";
        file.db().query_row(query, (), |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(file.store().outbox(0, 10).unwrap(), []);
    file.store().acknowledge(7).unwrap();
    assert_eq!(ours(&file), 0);
    file.store().delete(&key("ada"), &[b"cleared".to_vec()]).unwrap();
    assert!(ours(&file) > 0);
}

#[test]
fn rows_that_another_program_left_without_times_are_listed_and_never_idle() {
    let file = File::with_cart(Layout::compatible());
    file.db().execute("UPDATE carts SET created_at = NULL, updated_at = NULL", ()).unwrap();
    let store = file.store();
    assert_eq!(store.list(None, None, 10).unwrap()[0].updated_at, 0);
    assert_eq!(store.list(None, Some(i64::from(i32::MAX)), 10).unwrap(), []);
}

/// Which entries a change writes: triggers take notes.
fn entries_written(file: &File, change: impl FnOnce(&SqliteStore)) -> Vec<String> {
    file.db()
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS notes (note TEXT);
             DELETE FROM notes;
             CREATE TRIGGER IF NOT EXISTS i AFTER INSERT ON cartwright_entries BEGIN INSERT INTO notes VALUES ('+' || new.name); END;
             CREATE TRIGGER IF NOT EXISTS u AFTER UPDATE ON cartwright_entries BEGIN INSERT INTO notes VALUES ('=' || new.name); END;
             CREATE TRIGGER IF NOT EXISTS d AFTER DELETE ON cartwright_entries BEGIN INSERT INTO notes VALUES ('-' || old.name); END;",
        )
        .unwrap();
    change(&file.store());
    let db = file.db();
    let mut notes = db.prepare("SELECT note FROM notes ORDER BY rowid").unwrap();
    notes.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_change_writes_the_entries_that_it_is_about_and_no_others() {
    let file = File::new(Layout::Own);
    let mut draft = Draft::new().condition("SALE", "-10%").metadata("coupon", Some("1")).metadata("note", Some("2"));
    for number in 0..1000 {
        draft = draft.add(&format!("item-{number}"), 1);
    }
    draft.commit(&file.store(), &key("ada"));
    let written = |change: fn(Draft) -> Draft| {
        entries_written(&file, |store| {
            change(Draft::load(store, &key("ada"))).commit(store, &key("ada"));
        })
    };
    assert_eq!(written(|draft| draft.add("item-500", 1)), ["=item-500"]);
    assert_eq!(written(|draft| draft.remove("item-0")), ["-item-0"]);
    assert_eq!(written(|draft| draft.add("new", 1)), ["+new"]);
    assert_eq!(written(|draft| draft.add("item-7", 1).add("item-8", 1).add("item-7", 1)), ["=item-7", "=item-8"]);
    assert_eq!(written(|draft| draft.condition("TAX", "19%")), ["="]);
    assert_eq!(written(|draft| draft.without_condition("TAX").without_condition("SALE")), ["-"]);
    assert_eq!(written(|draft| draft.metadata("note", None)), ["=note"]);
    assert_eq!(written(|draft| draft.dynamic("BULK", 9)), ["+"]);
    assert_eq!(written(|draft| draft.metadata("new", Some("3")).condition("SALE", "-1")), ["+", "+new"]);
    assert_eq!(written(|draft| draft.metadata("new", Some("3"))), [""; 0]);
}

#[test]
fn changes_that_do_not_lead_to_the_cart_write_all_of_it() {
    let file = File::with_cart(Layout::Own);
    let store = file.store();
    // Somebody forgot to hand over what he has changed.
    let mut draft = Draft::load(&store, &key("ada")).add("c", 1).add("d", 1);
    draft.changes.truncate(1);
    draft.commit(&store, &key("ada"));
    assert_eq!(Draft::load(&store, &key("ada")).text(), draft.text());
}

#[test]
fn a_deleted_cart_leaves_nothing_behind() {
    let file = File::with_cart(Layout::Own);
    let store = file.store();
    Draft::new().add("x", 1).commit(&store, &key("eve"));
    store.swap(&key("eve"), &key("ada"), cartwright_core::Incarnation(7)).unwrap();
    store.delete(&key("ada"), &[]).unwrap();
    let left = file.db().query_row("SELECT count(*) FROM cartwright_entries", (), |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn both_layouts_lie_in_one_file_side_by_side() {
    let file = File::with_cart(Layout::Own);
    let other = SqliteStore::new(SqliteOptions::new(file.path()).layout(Layout::compatible()));
    add(&other, &key("ada"), "theirs").unwrap();
    assert_eq!(Draft::load(&other, &key("ada")).ids(), ["theirs"]);
    assert_eq!(Draft::load(&file.store(), &key("ada")).ids(), ["a", "b"]);
}

#[test]
fn no_statement_sorts_or_scans() {
    let file = File::with_cart(Layout::Own);
    let db = file.db();
    let plans = [
        "SELECT e.kind FROM cartwright_carts c LEFT JOIN cartwright_entries e ON e.cart = c.cart
            WHERE c.identifier = 'a' AND c.instance = 'b' ORDER BY e.kind, e.position",
        "SELECT cart FROM cartwright_carts WHERE (identifier, instance) > ('a', 'b') ORDER BY identifier, instance LIMIT 9",
        "SELECT max(position) FROM cartwright_entries WHERE cart = 1 AND kind = 0",
        "SELECT position FROM cartwright_entries WHERE cart = 1 AND kind = 0 AND name = 'a'",
    ];
    for statement in plans {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let steps: Vec<String> = plan.query_map((), |row| row.get(3)).unwrap().map(Result::unwrap).collect();
        assert!(steps.iter().all(|step| step.starts_with("SEARCH")), "{statement}: {steps:?}");
    }
}

#[test]
fn a_version_that_has_no_successor_is_an_error() {
    for layout in support::layouts() {
        let file = File::with_cart(layout);
        let store = file.store();
        let table = if file.layout == Layout::Own { "cartwright_carts" } else { "carts" };
        file.db().execute(&format!("UPDATE {table} SET version = {}", i64::MAX), ()).unwrap();
        let refused = add(&store, &key("ada"), "a");
        support::assert_refused(refused, cartwright_core::StoreErrorKind::Corrupt, &["after which there is none"]);
        let Committed::Conflict(Some(Identity { version: i64::MAX, .. })) =
            Draft::new().add("a", 1).try_commit(&store, &key("ada"))
        else {
            panic!("a first commit of a cart that is there conflicts")
        };
    }
}

/// What a cart's row says about the length of its text.
fn sums(file: &File) -> (Option<i64>, Option<i64>) {
    let query = "SELECT item_bytes, metadata_bytes FROM cartwright_carts";
    file.db().query_row(query, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// What it should say: the columns without the brace before them.
fn lengths(draft: &Draft) -> (Option<i64>, Option<i64>) {
    let [items, _, metadata] = draft.text().map(|text| text.map_or(0, |text| text.len() as i64 - 1));
    (Some(items), Some(metadata))
}

#[test]
fn a_row_says_how_long_the_text_of_the_cart_is_after_each_change() {
    let file = File::with_cart(Layout::Own);
    let store = file.store();
    let changes: [fn(Draft) -> Draft; 7] = [
        |draft| draft.add("a", 999),
        |draft| draft.add("\u{e9}/\u{1F600}", 1).remove("b"),
        |draft| draft.metadata("coupon", None).dynamic("MANY", 3),
        |draft| draft.dynamic("MANY", 1000).metadata("note", Some("{}")),
        |draft| draft.without_dynamic("MANY"),
        |draft| draft.clear().add("c", 1),
        |draft| draft.remove("c"),
    ];
    for change in changes {
        let draft = change(Draft::load(&store, &key("ada")));
        draft.commit(&store, &key("ada"));
        assert_eq!(sums(&file), lengths(&draft));
    }
}

#[test]
fn a_file_from_before_the_text_was_counted_is_counted_with_the_first_change() {
    let file = File::with_cart(Layout::Own);
    file.db()
        .execute_batch(
            "ALTER TABLE cartwright_carts DROP COLUMN item_bytes; ALTER TABLE cartwright_carts DROP COLUMN metadata_bytes;
             UPDATE cartwright_schema SET version = 1 WHERE part = 'carts'",
        )
        .unwrap();
    let store = file.store();
    let draft = Draft::load(&store, &key("ada")).add("c", 1);
    assert_eq!(sums(&file), (None, None));
    draft.commit(&store, &key("ada"));
    assert_eq!(sums(&file), lengths(&draft));
}

#[test]
fn a_cart_whose_rows_somebody_changed_by_hand_is_counted_before_it_is_refused() {
    let file = File::with_cart(Layout::Own);
    let store = file.store();
    file.db().execute("UPDATE cartwright_carts SET item_bytes = item_bytes + 100000000", ()).unwrap();
    let draft = Draft::load(&store, &key("ada")).add("c", 1);
    draft.commit(&store, &key("ada"));
    assert_eq!(sums(&file), lengths(&draft));
}

#[test]
fn our_own_layout_remembers_commits_and_the_table_of_the_php_package_has_no_room_for_them() {
    for layout in support::layouts() {
        let file = File::with_cart(layout);
        let store = file.store();
        assert_eq!(store.remembers_commits(), file.layout == Layout::Own);
        // It says so before anything is opened, and does not change its mind.
        drop(store);
        assert_eq!(file.store().remembers_commits(), file.layout == Layout::Own);
    }
}
