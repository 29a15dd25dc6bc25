//! Data versions from the command line, and the race of real processes.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::{LifetimeLimit, LockKey, OwnerToken, SystemClock, SystemRandom, WallClock};
use cartwright_storage::{SqliteJournalStore, SqliteVersionSource, StorePlace, VersionStores};
use cartwright_versions::{ChangeId, JournalStore, Log, Record, TypeName, VersionSource};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A file with data, and what the command says about it.
struct Shop(TempDir);

impl Shop {
    fn new() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        shop.source().committed(&TypeName::all(["products"]).unwrap()).unwrap();
        shop
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("shop.sqlite")
    }

    fn source(&self) -> SqliteVersionSource {
        SqliteVersionSource::at(self.data())
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cartwright"));
        command.arg("versions").args(arguments).env("CARTWRIGHT_DATA", self.data()).env_remove("CARTWRIGHT_CACHE");
        command.stdin(Stdio::null()).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The exit code and the sentence of a command that fails.
    fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn a_bump_is_counted_shown_and_in_the_audit_trail() {
    let shop = Shop::new();
    let bumped = &shop.json(&["bump", "products", "shop", "--id", "event-1", "--who", "admin"])[0];
    assert_eq!((bumped["id"].as_str(), bumped["degraded"].as_array().unwrap().len()), (Some("event-1"), 0));
    shop.json(&["bump", "products", "--who", "admin"]);
    shop.json(&["bump", "products", "--id", "event-1"]);
    let rows = shop.json(&["stats"]);
    let counted: Vec<_> = rows.iter().map(|row| (row["data_type"].as_str(), row["change_count"].as_i64())).collect();
    assert_eq!(counted, [(Some("products"), Some(2)), (Some("shop"), Some(1))]);
    let trail = shop.json(&["incidents", "--audit"]);
    assert_eq!(trail.len(), 3, "an event that is delivered again is no change");
    assert!(trail.iter().all(|record| record["who"] == "admin" && record["type"] == "version.raised"));
    assert_eq!(shop.json(&["incidents"]), [] as [Value; 0]);
}

#[test]
fn a_lock_that_is_stuck_is_shown_and_taken_away_with_a_reason() {
    let shop = Shop::new();
    let locks = StorePlace::Own(shop.0.path().join("shop.sqlite-cache"))
        .versions(StorePlace::BUSY_TIMEOUT, VersionStores::LONGEST_MARK)
        .locks;
    let (key, token) = (LockKey::new("versions.bump:products").unwrap(), OwnerToken::new(&SystemRandom).unwrap());
    let lease = LifetimeLimit::default().lifetime(Duration::from_secs(600)).unwrap();
    assert!(locks.acquire(&key, &token, lease).unwrap().granted().is_some());

    assert_eq!(shop.json(&["locks"])[0]["name"], "versions.bump:products");
    let release = ["locks", "--release", "versions.bump:products"];
    assert_eq!(shop.fails(&release).0, 2, "without a reason");
    let with_reason = [&release[..], &["--reason", "it hangs", "--who", "ann"]].concat();
    shop.json(&with_reason);
    assert!(shop.json(&["locks"]).is_empty());
    let (code, message) = shop.fails(&with_reason);
    assert_eq!((code, message.contains("nobody holds")), (6, true), "{message}");
    let trail = shop.json(&["incidents", "--audit"]);
    assert_eq!((trail[0]["type"].as_str(), trail[0]["detail"].as_str()), (Some("lock.forced"), Some("it hangs")));
}

#[test]
fn what_nobody_has_published_is_found_and_repaired_once() {
    let shop = Shop::new();
    let id = ChangeId::new("without the command").unwrap();
    shop.source().raise(&id, &TypeName::all(["products"]).unwrap(), true).unwrap();
    let (code, message) = shop.fails(&["repair", "--dry-run"]);
    assert_eq!(code, 1, "{message}");
    let findings = shop.json(&["repair"]);
    assert_eq!((findings[0]["wrong"].as_str(), findings[0]["repaired"].as_bool()), (Some("stale"), Some(true)));
    let before = shop.json(&["stats"])[0]["version"].clone();
    assert!(shop.json(&["repair"]).is_empty());
    assert_eq!(shop.json(&["stats"])[0]["version"], before);
    assert!(shop.run(&["repair", "--dry-run"]).status.success());
}

#[test]
fn what_is_too_old_leaves_the_journal_and_nothing_else_does() {
    let shop = Shop::new();
    shop.json(&["bump", "products", "--who", "admin"]);
    let journal = SqliteJournalStore::at(shop.0.path().join("shop.sqlite-cache"));
    let day = Duration::from_secs(86_400);
    for age in (1..=1002).map(|age| age * day / 11) {
        let at = SystemClock.wall_time().minus(age);
        let record = Record { at, kind: "slow_operation".to_owned(), ..Record::default() };
        journal.append(Log::Incidents, &record).unwrap();
    }
    let removed = &shop.json(&["trim", "--days", "80", "--who", "ann"])[0];
    // Of eleven a day all but those of the last eighty; the one that is eighty days old is older by now.
    assert_eq!((removed["incidents"].as_u64(), removed["trail"].as_u64()), (Some(1003 - 880), Some(0)));
    assert_eq!(shop.json(&["trim", "--days", "1", "--who", "ann"])[0]["incidents"], 879 - 10);
    assert_eq!(shop.json(&["incidents", "--hours", "48"]).len(), 10);
    let trail = shop.json(&["incidents", "--audit"]);
    let written: Vec<_> =
        trail.iter().map(|row| (row["type"].as_str().unwrap(), row["who"].as_str().unwrap())).collect();
    assert_eq!(written, [("version.raised", "admin"), ("journal.trimmed", "ann"), ("journal.trimmed", "ann")]);
    assert_eq!(shop.fails(&["trim", "--days", "0"]).0, 2);
}

#[test]
fn what_makes_no_sense_is_said_with_the_code_for_it() {
    let shop = Shop::new();
    assert_eq!(shop.fails(&["bump"]).0, 2);
    assert_eq!(shop.fails(&["bump", ""]).0, 2);
    assert_eq!(shop.fails(&["stats", "no-such-type"]).0, 6);
    assert_eq!(shop.fails(&["stats", "--data", "/no/such/file"]).0, 6);
    let data = shop.data();
    let otherwise =
        data.parent().unwrap().join("../").join(data.parent().unwrap().file_name().unwrap()).join("shop.sqlite");
    for cache in [&data, &otherwise] {
        let (code, message) = shop.fails(&["stats", "--cache", cache.to_str().unwrap()]);
        assert_eq!(code, 2);
        assert!(message.contains("one file"), "{message}");
    }
}

#[test]
fn a_monitor_shows_the_types_so_many_times() {
    let shop = Shop::new();
    let shown = shop.json(&["monitor", "--every", "0", "--times", "2"]);
    assert_eq!(shown.iter().filter(|line| line["data_type"] == "products").count(), 2);
}

#[test]
fn a_monitor_and_a_list_show_the_last_incidents_however_many_there_were() {
    let shop = Shop::new();
    let journal = SqliteJournalStore::at(shop.0.path().join("shop.sqlite-cache"));
    for ago in (0..1_005).rev() {
        let at = SystemClock.wall_time().minus(Duration::from_secs(ago));
        let record = Record { at, subject: format!("{ago} s ago"), ..Record::default() };
        journal.append(Log::Incidents, &record).unwrap();
    }
    let last: Vec<_> = (0..10).rev().map(|ago| format!("{ago} s ago")).collect();
    for command in [&["monitor", "--every", "0", "--times", "1"][..], &["incidents", "--limit", "10"]] {
        let shown = shop.json(command);
        let subjects: Vec<_> = shown.iter().filter_map(|line| line["subject"].as_str()).collect();
        assert_eq!(subjects, last, "{command:?}");
    }
}

#[test]
fn a_benchmark_has_a_line_for_each_store_and_number_of_values() {
    let shop = Shop::new();
    let lines = shop.json(&["benchmark", "--entries", "1,20", "--rounds", "2"]);
    let measured: Vec<_> =
        lines.iter().map(|line| (line["store"].as_str().unwrap(), line["entries"].as_i64().unwrap())).collect();
    assert_eq!(measured, [("memory", 1), ("SQLite", 1), ("memory", 20), ("SQLite", 20)]);
}

#[test]
fn no_reader_of_a_race_sees_what_is_older_than_what_was_acknowledged_before_he_began() {
    let seconds = std::env::var("CARTWRIGHT_DEEP").map_or("3", |_| "60");
    let outcome = &Shop::new().json(&["stress", "--seconds", seconds, "--seed", "11"])[0];
    assert_eq!(outcome["wrong"], 0);
    let counted = |of: &str| outcome[of].as_u64().unwrap();
    assert!(counted("commits") > 0 && counted("found") > 0, "{outcome}");
}

#[test]
fn the_same_race_with_an_invalidation_before_the_commit_fails() {
    let (code, message) = Shop::new().fails(&["stress", "--seconds", "3", "--plant", "invalidate-before-commit"]);
    assert_eq!(code, 1);
    assert!(message.contains("had been acknowledged when he began"), "{message}");
}

#[test]
fn a_validation_ends_well_where_everything_is_right() {
    let shop = Shop::new();
    let checks = shop.json(&["validate", "--seconds", "2"]);
    assert_eq!(checks.len(), 3);
    assert!(checks.iter().all(|check| check["wrong"].is_null()), "{checks:?}");
}
