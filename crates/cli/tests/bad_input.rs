//! Bad input and bad files: an exit code, a sentence that says what to do, and the cart is what it was.
//!
//! | word | here | and below |
//! | --- | --- | --- |
//! | NaN, infinities | `numbers_that_are_none_…` | `condition_values.json`, `strict_parsing.json`, `prices.json` |
//! | absurd sizes | `what_is_too_large_…` | `conformance::limits`, engine `tests/limits.rs`, core `tests/any_input.rs` |
//! | invalid UTF-8 | `what_is_no_text_…` | `sqlite_unreadable.rs`, ffi `tests/stored_text.rs` |
//! | deep JSON | `json_that_is_deep_…` | `sqlite_unreadable.rs`, wire `json_grammar` |
//! | duplicate keys | `json_that_has_a_key_twice_…` | wire `repeats`; of what is stored the last one counts, as in PHP: wire `tests/stored_cart.rs` |
//! | a locked database | `a_file_that_others_keep_locked_…` | `sqlite_trouble.rs` |
//! | a full one | `a_full_disk_…` | `sqlite_full_disk.rs`, `sqlite_trouble.rs` |
//! | a read-only one | `a_disk_that_may_only_be_read_…` | `sqlite_trouble.rs` |
//! | a corrupt row | `a_row_that_cannot_be_read_…` | `sqlite_unreadable.rs`, `sqlite_trouble.rs` |
//! | a schema from the future | `a_file_of_a_newer_program_…` | `sqlite_trouble.rs`, `sqlite/schema.rs` |
#![allow(clippy::unwrap_used)]

mod support;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use support::Shop;

/// Shops with something in the cart of Ada.
fn shops() -> [Shop; 2] {
    let shops = Shop::each();
    for shop in &shops {
        shop.text(&["cart", "add", "ada", "lamp", "--price", "10"]);
        shop.text(&["cart", "metadata", "set", "ada", "note", "\"gift\""]);
    }
    shops
}

/// That each command ends so and says so, and leaves the cart as it was.
fn are_refused(cases: &[(&[&str], i32, &str)]) {
    for shop in shops() {
        let before = shop.json(&["cart", "show", "ada"]);
        for (arguments, code, sentence) in cases {
            let (found, said) = shop.fails(arguments);
            assert!(found == *code && said.contains(sentence), "{arguments:?}: {found} {said}");
        }
        assert_eq!(shop.json(&["cart", "show", "ada"]), before);
    }
}

#[test]
fn numbers_that_are_none_are_refused_and_the_cart_stays() {
    let price = |text| ["cart", "update", "ada", "lamp", "--price", text];
    let many = ["NaN", "INF", "1e309", "abc", "1.299,50", ""].map(price);
    let mut cases: Vec<(&[&str], i32, &str)> =
        many.iter().map(|arguments| (&arguments[..], 1, "write digits, commas only between groups of three")).collect();
    let beyond = price("99999999999999999999999999999999999");
    cases.push((&beyond, 1, "beyond the range of an exact decimal"));
    let values = ["--value=NaN", "--value=-INF%", "--value=1e309", "--value=ten"];
    let conditions = values.map(|value| ["cart", "condition", "set", "ada", "SALE", value]);
    cases.extend(conditions.iter().map(|arguments| (&arguments[..], 1, "ondition value")));
    cases.extend([
        (&["cart", "add", "ada", "x", "--price", "1", "--quantity", "0"][..], 1, "must be a positive integer"),
        (&["cart", "metadata", "set", "ada", "n", "NaN"][..], 2, "not valid JSON"),
        (&["cart", "metadata", "set", "ada", "n", "1e999"], 2, "Inf and NaN cannot be JSON encoded"),
        (&["cart", "condition", "set", "ada", "R", "--value=-5", "--rules", r#"{"min_quantity":"NaN"}"#], 1, "needs"),
    ]);
    are_refused(&cases);
}

#[test]
fn what_is_too_large_is_refused_and_the_cart_stays() {
    let long = "x".repeat(256);
    // An argument may have 128 kB, so a limit of a megabyte takes several values.
    let text = format!("\"{}\"", "x".repeat(100_000));
    are_refused(&[
        (&["cart", "add", "ada", &long, "--price", "1"], 1, "Cart item ID cannot exceed 255 characters"),
        (&["cart", "add", "ada", "x", "--name", &long, "--price", "1"], 1, "name cannot exceed 255 characters"),
        (&["cart", "update", "ada", "lamp", "--by", "9223372036854775807"], 1, "quantity cannot exceed 10000"),
        (&["cart", "update", "ada", "lamp", "--by", "9223372036854775808"], 2, "number too large"),
    ]);
    for shop in shops() {
        for number in 0..10 {
            shop.text(&["cart", "metadata", "set", "ada", &format!("part-{number}"), &text]);
        }
        let before = shop.json(&["cart", "show", "ada"]);
        let (code, said) = shop.fails(&["cart", "metadata", "set", "ada", "part-10", &text]);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.contains("Cart metadata data size (1100") && said.contains("maximum allowed size of 1MB"),
            "{said}"
        );
        assert_eq!(shop.json(&["cart", "show", "ada"]), before);
    }
}

#[test]
fn what_is_no_text_is_refused_and_the_cart_stays() {
    are_refused(&[(&["cart", "metadata", "set", "ada", "n", r#""\ud800""#], 2, "Single unpaired UTF-16 surrogate")]);
    for shop in shops() {
        let before = shop.json(&["cart", "show", "ada"]);
        let mut command = shop.command(&["cart", "add", "ada", "--price", "1"]);
        let output = command.arg(OsStr::from_bytes(b"a\xffb")).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("invalid UTF-8"));
        assert_eq!(shop.json(&["cart", "show", "ada"]), before);
    }
}

#[test]
fn json_that_is_deep_is_refused_and_the_cart_stays() {
    let (deep, open) = ("[".repeat(600) + &"]".repeat(600), "[".repeat(60_000));
    let rules = r#"{"not":"#.repeat(30) + "{}" + &"}".repeat(30);
    are_refused(&[
        (&["cart", "metadata", "set", "ada", "n", &deep], 2, "The metadata are not valid JSON: Maximum stack depth"),
        (&["cart", "metadata", "set", "ada", "n", &open], 2, "Maximum stack depth"),
        (&["cart", "add", "ada", "x", "--price", "1", "--attributes", &deep], 2, "The attributes are not valid JSON"),
        (&["cart", "condition", "set", "ada", "R", "--value=-5", "--rules", &rules], 1, "write them flatter"),
    ]);
}

#[test]
fn json_that_has_a_key_twice_is_refused_and_the_cart_stays() {
    let twice = r#"{"size":"L","size":"XL"}"#;
    are_refused(&[
        (&["cart", "add", "ada", "x", "--price", "1", "--attributes", twice], 2, "'size' stands twice"),
        (&["cart", "update", "ada", "lamp", "--attributes", twice], 2, "keep one"),
        (&["cart", "metadata", "set", "ada", "n", twice], 2, "keep one"),
        (&["cart", "condition", "set", "ada", "R", "--value=-5", "--rules", twice], 2, "keep one"),
    ]);
}

#[test]
fn the_key_of_the_rules_is_refused_and_the_cart_stays() {
    are_refused(&[
        (&["cart", "metadata", "set", "ada", "__cartwright_dynamic_conditions", "{}"], 1, "use another key"),
        (&["cart", "metadata", "remove", "ada", "__cartwright_dynamic_conditions"], 1, "use another key"),
    ]);
}

#[test]
fn a_file_that_others_keep_locked_is_told_and_the_cart_stays() {
    for shop in shops() {
        let before = shop.json(&["cart", "show", "ada"]);
        let other = rusqlite::Connection::open(shop.file()).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let (code, said) = shop.fails(&["--patience", "0", "cart", "remove", "ada", "lamp"]);
        assert_eq!(code, 5, "{said}");
        assert!(said.contains("kept") && said.contains("nothing was stored. Try again"), "{said}");
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(shop.json(&["cart", "show", "ada"]), before);
    }
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_stays() {
    for shop in shops() {
        let own = shop.store.starts_with("sqlite-own");
        let (table, column) = if own { ("cartwright_entries", "value") } else { ("carts", "items") };
        let db = rusqlite::Connection::open(shop.file()).unwrap();
        db.execute(&format!("UPDATE {table} SET {column} = '{{\"lamp\":'"), []).unwrap();
        for arguments in [&["cart", "show", "ada"][..], &["cart", "add", "ada", "x", "--price", "1"]] {
            let (code, said) = shop.fails(arguments);
            assert!(code == 5 && said.contains("the cart ada/default") && said.contains("was left as it is"), "{said}");
        }
        let text: String = db.query_row(&format!("SELECT {column} FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(text, "{\"lamp\":");
        // What can be done about it.
        shop.text(&["cart", "clear", "ada"]);
        shop.text(&["cart", "add", "ada", "x", "--price", "1"]);
    }
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let [shop, _] = shops();
    let db = rusqlite::Connection::open(shop.file()).unwrap();
    db.execute("UPDATE cartwright_schema SET version = 99", []).unwrap();
    for arguments in [&["cart", "show", "ada"][..], &["cart", "add", "ada", "x", "--price", "1"]] {
        let (code, said) = shop.fails(arguments);
        assert!(code == 5 && said.contains("version 99") && said.contains("Update the program"), "{said}");
    }
    db.execute("UPDATE cartwright_schema SET version = 2", []).unwrap();
    assert_eq!(shop.json(&["cart", "show", "ada"])["content"]["count"], 1);
}

/// Runs shell commands with a disk of a megabyte at `$DISK`, which may be mounted in a namespace of its own. Says what they
/// wrote, errors too.
fn on_a_small_disk(layout: &str, commands: &str) -> String {
    let disk = tempfile::tempdir().unwrap();
    let script = format!("mount -t tmpfs -o size=1m tmpfs \"$DISK\" || {{ echo cannot-mount; exit 1; }}\n{commands}");
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", &script])
        .env("DISK", disk.path())
        .env("CARTWRIGHT", env!("CARGO_BIN_EXE_cartwright"))
        .env("CARTWRIGHT_STORE", format!("{layout}:{}/carts.sqlite", disk.path().display()))
        .env_remove("CARTWRIGHT_CURRENCY")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("cannot-mount"),
        "a small disk is mounted for this; run it as root, or allow user namespaces: {said}"
    );
    said
}

#[test]
fn a_full_disk_is_told_and_the_cart_stays_and_goes_on_when_there_is_room() {
    for layout in ["sqlite-own", "sqlite"] {
        let said = on_a_small_disk(
            layout,
            r#"exec 2>&1
            "$CARTWRIGHT" cart add ada lamp --price 10 >/dev/null
            dd if=/dev/zero of="$DISK/ballast" bs=4096 2>/dev/null
            "$CARTWRIGHT" cart add ada bulb --price 1; echo "code=$?"
            rm "$DISK/ballast"
            "$CARTWRIGHT" cart show ada --json | grep -c bulb
            "$CARTWRIGHT" cart add ada bulb --price 1 >/dev/null; echo "code=$?"
            "$CARTWRIGHT" cart show ada --json | grep -c 'lamp.*bulb'"#,
        );
        assert!(said.contains("no room left") && said.contains("Make room on the disk and try again"), "{said}");
        let lines: Vec<&str> =
            said.lines().filter(|line| !line.starts_with("cartwright") && !line.starts_with(' ')).collect();
        assert_eq!(lines, ["code=5", "0", "code=0", "1"], "{said}");
    }
}

#[test]
fn a_disk_that_may_only_be_read_is_told_and_the_cart_stays() {
    for layout in ["sqlite-own", "sqlite"] {
        let said = on_a_small_disk(
            layout,
            r#"exec 2>&1
            "$CARTWRIGHT" cart add ada lamp --price 10 >/dev/null
            mount -o remount,ro "$DISK"
            "$CARTWRIGHT" cart add ada bulb --price 1; echo "code=$?"
            mount -o remount,rw "$DISK"
            "$CARTWRIGHT" cart show ada --json | grep -c bulb
            "$CARTWRIGHT" cart show ada --json | grep -c lamp"#,
        );
        assert!(said.contains("carts.sqlite") && said.contains("write the file and the"), "{said}");
        let lines: Vec<&str> =
            said.lines().filter(|line| !line.starts_with("cartwright") && !line.starts_with(' ')).collect();
        assert_eq!(lines, ["code=5", "0", "1"], "{said}");
    }
}
