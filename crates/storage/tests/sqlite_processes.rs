//! Many processes at one cart in one file: what was acknowledged is there.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::CartStore;
use cartwright_storage::conformance::shop::{Draft, key};
use cartwright_storage::{Layout, SqliteOptions, SqliteStore};
use std::process::{Child, Stdio};
use support::{File, add, child, role};

const PROCESSES: i64 = 8;
const COMMITS: i64 = 50;

/// Starts them all on a file that is not there yet: they make it together.
fn run(test: &str, layout: Layout) {
    let file = File::new(layout);
    let layout = if file.layout == Layout::Own { "own" } else { "compatible" };
    let start = |number| {
        let role = format!("{layout}:{number}:{}", file.path().display());
        child(test, &role).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a child can be started")
    };
    let children: Vec<Child> = (0..PROCESSES).map(start).collect();
    let mut acknowledged = 0;
    for child in children {
        let output = child.wait_with_output().expect("the child ends");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let count = said.lines().find_map(|line| line.split("count=").nth(1)?.parse::<i64>().ok());
        acknowledged += count.expect("a number");
    }
    let cart = Draft::load(&file.store(), &key("all"));
    assert_eq!(cart.quantity("shared"), acknowledged, "acknowledged and lost, or stored twice");
    assert_eq!(cart.expected.unwrap().version, acknowledged);
    assert!(acknowledged * 100 >= PROCESSES * COMMITS * 99, "only {acknowledged} were acknowledged");
}

/// What a child does: puts one more in, over and over, every second time by way of the queue.
fn commit(role: &str) {
    let mut parts = role.splitn(3, ':');
    let layout = if parts.next() == Some("own") { Layout::Own } else { Layout::compatible() };
    let store = SqliteStore::new(SqliteOptions::new(parts.nth(1).expect("a path")).layout(layout));
    let mut acknowledged = 0;
    for number in 0..COMMITS {
        let answer = if number % 2 == 0 {
            add(&store, &key("all"), "shared")
        } else {
            let mut one_more =
                |loaded: Option<_>| Some(loaded.map_or_else(Draft::new, Draft::from).add("shared", 1).into_queued());
            store.commit_queued(&key("all"), &mut one_more).map(drop)
        };
        match answer {
            Ok(()) => acknowledged += 1,
            Err(error) => eprintln!("refused: {error}"),
        }
    }
    println!("count={acknowledged}");
}

#[test]
fn eight_processes_at_one_cart_of_our_own_layout_lose_nothing() {
    match role() {
        Some(role) => commit(&role),
        None => run("eight_processes_at_one_cart_of_our_own_layout_lose_nothing", Layout::Own),
    }
}

#[test]
fn eight_processes_at_one_cart_of_the_compatible_table_lose_nothing() {
    match role() {
        Some(role) => commit(&role),
        None => run("eight_processes_at_one_cart_of_the_compatible_table_lose_nothing", Layout::compatible()),
    }
}

#[test]
fn a_process_that_is_killed_leaves_nothing_half_written() {
    if let Some(role) = role() {
        return commit(&role);
    }
    for layout in support::layouts() {
        let file = File::new(layout);
        let layout = if file.layout == Layout::Own { "own" } else { "compatible" };
        add(&file.store(), &key("all"), "shared").unwrap();
        let role = format!("{layout}:0:{}", file.path().display());
        let mut killed = child("a_process_that_is_killed_leaves_nothing_half_written", &role)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child can be started");
        // It is at work as soon as something has changed.
        while Draft::load(&file.store(), &key("all")).quantity("shared") < 3 {}
        killed.kill().expect("it can be killed");
        killed.wait().expect("it ends");
        let store = file.store();
        let before = Draft::load(&store, &key("all"));
        assert_eq!(before.expected.unwrap().version, before.quantity("shared"));
        add(&store, &key("all"), "shared").unwrap();
        assert_eq!(Draft::load(&store, &key("all")).quantity("shared"), before.quantity("shared") + 1);
        let ok: String = file.db().query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(ok, "ok");
    }
}
