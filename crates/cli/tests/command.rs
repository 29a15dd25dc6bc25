//! The command, run as people and scripts run it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use support::Shop;

#[test]
fn a_purchase_goes_from_a_visitor_to_a_user() {
    for shop in Shop::each() {
        shop.text(&["cart", "add", "guest", "lamp", "--name", "Desk lamp", "--price", "4000", "--quantity", "2"]);
        shop.text(&["cart", "add", "guest", "bulb", "--price", "$5"]);
        shop.text(&["cart", "update", "guest", "lamp", "--by", "-1"]);
        shop.text(&["cart", "condition", "set", "guest", "SALE", "--value=-10%"]);
        shop.text(&["cart", "metadata", "set", "guest", "note", "\"gift\""]);
        let cart = shop.json(&["cart", "show", "guest"]);
        assert_eq!((cart["content"]["total"].as_f64(), cart["content"]["count"].as_i64()), (Some(3604.5), Some(2)));
        assert_eq!(cart["metadata"]["note"], "gift");

        shop.text(&["cart", "add", "user", "lamp", "--price", "4000"]);
        let plan = shop.json(&["cart", "merge", "user", "guest", "--plan"]);
        assert_eq!(
            (plan["conflicts"][0]["item"].as_str(), plan["conflicts"][0]["result"].as_i64()),
            (Some("lamp"), Some(2))
        );
        let merged = shop.json(&["cart", "merge", "user", "guest", "--decide", "lamp=7"]);
        assert_eq!(merged["content"]["items"]["lamp"]["quantity"], 7);
        assert_eq!(merged["events"][0]["data"]["merge_details"]["strategy"], "custom");

        shop.text(&["cart", "remove", "user", "bulb"]);
        shop.text(&["cart", "condition", "remove", "user", "SALE"]);
        assert!(shop.text(&["cart", "swap", "user", "member"]).contains("member/default now"));
        assert_eq!(shop.text(&["cart", "metadata", "get", "member", "note"]), "\"gift\"\n");
        assert!(shop.text(&["cart", "show", "member"]).contains("total $280.00"));
        shop.text(&["cart", "clear", "member"]);
        assert_eq!(shop.text(&["carts", "list"]), "");
    }
}

#[test]
fn a_condition_with_rules_comes_and_goes_by_itself() {
    for shop in Shop::each() {
        shop.text(&["cart", "condition", "set", "ada", "MANY", "--value=-5", "--rules", r#"{"min_quantity":3}"#]);
        let few = shop.json(&["cart", "add", "ada", "lamp", "--price", "10", "--quantity", "2"]);
        assert!(few["content"]["conditions"].as_object().unwrap().is_empty());
        let many = shop.json(&["cart", "add", "ada", "lamp", "--price", "10"]);
        assert_eq!(many["content"]["total"], 25);
        let gone = shop.json(&["cart", "condition", "remove", "ada", "MANY"]);
        assert_eq!(gone["content"]["total"], 30);
    }
}

#[test]
fn operations_of_json_are_done_together_or_not_at_all() {
    let add = |id: &str| format!(r#"{{"op":"add","id":"{id}","name":"{id}","price":"$5"}}"#);
    for shop in Shop::each() {
        let list = format!("[{},{}]", add("lamp"), add("bulb"));
        let done = shop.json(&["cart", "apply", "ada", &list]);
        assert_eq!((done["changes"][0]["change"].as_str(), done["attempts"].as_i64()), (Some("item_added"), Some(1)));
        assert_eq!(done["content"]["total"], 10);

        let half = format!(r#"[{{"op":"remove","id":"lamp"}},{}]"#, add(" "));
        assert_eq!(shop.fails(&["cart", "apply", "ada", &half]).0, 1);
        let nothing = shop.json(&["cart", "apply", "ada", r#"{"op":"evaluate"}"#]);
        assert_eq!((&nothing["stored"], nothing["content"]["total"].as_i64()), (&Value::Bool(false), Some(10)));

        let mut reading = shop.command(&["cart", "apply", "ada", "-"]);
        let mut reading = reading.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        reading.stdin.take().unwrap().write_all(br#"{"op":"remove","id":"lamp"}"#).unwrap();
        assert!(reading.wait().unwrap().success());
        assert_eq!(shop.json(&["cart", "show", "ada"])["content"]["count"], 1);
    }
    let (code, sentence) = Shop::at("memory").fails(&["cart", "apply", "ada", r#"{"op":"ad"}"#]);
    assert!(code == 2 && sentence.contains("there is no operation 'ad'; there are add, update"), "{sentence}");
}

#[test]
fn exit_codes_say_what_went_wrong() {
    let [shop, _] = Shop::each();
    shop.text(&["cart", "add", "ada", "lamp", "--price", "1"]);
    for (arguments, code, sentence) in [
        (&["cart", "add", "ada", "lamp", "--price", "-1"][..], 1, "Cart item price must be a positive number"),
        (&["cart", "merge", "ada", "eve", "--strategy", "sum"], 2, "there is no strategy 'sum'"),
        (&["cart", "merge", "ada", "eve", "--decide", "lamp"], 2, "write ITEM=QUANTITY"),
        (&["cart", "metadata", "set", "ada", "note", "gift"], 2, "The metadata are not valid JSON"),
        (&["cart", "show"], 2, "Usage"),
        (&["--currency", "XXX", "cart", "show", "ada"], 2, r#"Invalid currency "XXX""#),
        (&["--store", "carts.sqlite", "cart", "show", "ada"], 2, "sqlite:PATH"),
        (&["--store", "sqlite:/nowhere/carts.sqlite", "cart", "show", "ada"], 5, "no directory /nowhere"),
        (&["cart", "remove", "ada", "bulb"], 6, "not in the cart ada/default"),
        (&["cart", "swap", "eve", "ada"], 6, "there is no cart eve/default"),
        (&["cart", "merge", "ada", "eve"], 6, "nothing in eve/default"),
        (&["cart", "metadata", "get", "ada", "note"], 6, "has no 'note'"),
    ] {
        let (found, text) = shop.fails(arguments);
        assert!(found == code && text.contains(sentence), "{arguments:?}: {found} {text}");
    }
    let nowhere = Command::new(env!("CARGO_BIN_EXE_cartwright"))
        .env_remove("CARTWRIGHT_STORE")
        .args(["cart", "show", "ada"])
        .output()
        .unwrap();
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn many_processes_lose_nothing() {
    for shop in Shop::each() {
        let counted = shop.json(&["stress", "--processes", "4", "--operations", "50", "--outbox"]);
        assert_eq!((counted["lost"].as_u64(), counted["doubled"].as_u64()), (Some(0), Some(0)), "{counted}");
        assert!(counted["acknowledged"].as_u64() >= Some(198), "{counted}");
    }
}

#[test]
fn in_memory_the_processes_of_a_stress_are_threads() {
    let counted = Shop::at("memory").json(&["stress", "--processes", "3", "--operations", "20"]);
    assert_eq!(counted["acknowledged"], 60);
}

#[test]
fn a_stress_beyond_the_limits_of_a_cart_is_refused() {
    assert_eq!(Shop::at("memory").fails(&["stress", "--operations", "10001"]).0, 2);
}

#[test]
fn events_are_shown_in_order_and_gone_when_acknowledged() {
    for shop in Shop::each() {
        shop.text(&["cart", "add", "ada", "lamp", "--price", "1", "--outbox"]);
        shop.text(&["cart", "add", "ada", "bulb", "--price", "1"]);
        let lines = shop.text(&["events", "tail", "--limit", "2", "--acknowledge"]);
        let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let kinds: Vec<_> = events.iter().map(|event| event["event"]["event"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["CartCreated", "ItemAdded"]);
        let rest = shop.text(&["events", "tail"]);
        assert!(rest.lines().count() == 1 && rest.contains("CartUpdated"), "{rest}");
    }
}

/// Makes every cart of the table older than it is.
fn age(store: &str) {
    let path = Path::new(store.split_once(':').unwrap().1);
    let own = store.starts_with("sqlite-own");
    let db = rusqlite::Connection::open(path).unwrap();
    let sql = if own {
        "UPDATE cartwright_carts SET updated_at = updated_at - 30 * 86400"
    } else {
        "UPDATE carts SET updated_at = '2020-01-01 00:00:00'"
    };
    db.execute(sql, []).unwrap();
}

#[test]
fn abandoned_carts_are_counted_asked_about_and_removed() {
    for shop in Shop::each() {
        for visitor in ["a", "b", "c"] {
            shop.text(&["cart", "add", visitor, "lamp", "--price", "1"]);
        }
        assert_eq!(shop.text(&["carts", "prune"]), "No abandoned carts found.\n");
        age(&shop.store);
        shop.text(&["cart", "add", "b", "lamp", "--price", "1"]);
        assert_eq!(shop.text(&["carts", "prune", "--dry-run"]), "Would delete 2 abandoned carts.\n");
        assert_eq!(shop.text(&["carts", "list", "--idle-days", "7"]).lines().count(), 2);
        assert_eq!(shop.json(&["metrics"])["abandoned"], 2);

        let mut asking =
            shop.command(&["carts", "prune"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        asking.stdin.take().unwrap().write_all(b"n\n").unwrap();
        let answered = asking.wait_with_output().unwrap();
        assert_eq!(answered.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&answered.stderr).contains("2 carts"));

        assert_eq!(shop.json(&["carts", "prune", "--yes", "--batch-size", "1"])["removed"], 2);
        assert_eq!(shop.text(&["carts", "list"]).lines().count(), 1);
    }
}

#[test]
fn help_has_examples_and_every_shell_its_completions() {
    let shop = Shop::at("memory");
    let help = shop.text(&["--help"]);
    assert!(help.contains("Examples:") && help.contains("Exit codes:"));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(shop.text(&["completions", shell]).contains("cartwright"), "{shell}");
    }
}

/// What the help shows as examples, run as it stands there.
#[test]
fn the_examples_of_the_help_run() {
    let help = Shop::at("memory").text(&["--help"]);
    let examples: Vec<&str> = help.lines().skip_while(|line| *line != "Examples:").skip(1).map(str::trim).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_BIN_EXE_cartwright")).parent().unwrap();
    let script = format!("set -e\nPATH={}:$PATH\n{}", path.display(), examples.join("\n"));
    // The user of the examples has a cart; the session whose cart is merged needs one too.
    let script = script
        .replace("cartwright cart merge", "cartwright cart add session-42 lamp --price 4000\ncartwright cart merge");
    let output = Command::new("sh").arg("-c").arg(script).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_password_in_the_place_of_carts_is_not_among_what_is_printed() {
    for place in [
        "redis://:hush@127.0.0.1:1?lifetime=1",
        "reddis://:hush@127.0.0.1:1",
        "redis://:hush@127.0.0.1:1?patience_ms=0",
    ] {
        for arguments in [&["carts", "list"][..], &["--help"], &["cart", "--help"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_cartwright"));
            let output = command.env("CARTWRIGHT_STORE", place).args(arguments).output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            assert!(!said.is_empty() && !said.contains("hush"), "{said}");
        }
    }
}
