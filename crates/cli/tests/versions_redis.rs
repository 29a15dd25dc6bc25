//! Data versions that are published on a Redis server: the command, and the race of real processes while the server is paused, killed and
//! started again.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "redis")]

#[path = "../../storage/tests/redis_support/mod.rs"]
mod redis_support;

use cartwright_storage::SqliteVersionSource;
use cartwright_versions::{TypeName, VersionSource};
use redis_support::{Persistence, Server};
use serde_json::Value;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A file with data, and a server on which its versions are published.
struct Shop {
    folder: TempDir,
    server: Server,
}

impl Shop {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(settings: &[&str]) -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap(), server: Server::with(Persistence::None, settings) };
        let source = SqliteVersionSource::at(shop.folder.path().join("shop.sqlite"));
        source.committed(&TypeName::all(["products"]).unwrap()).unwrap();
        shop
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cartwright"));
        command.arg("versions").args(arguments).stdin(Stdio::null());
        command.env("CARTWRIGHT_DATA", self.folder.path().join("shop.sqlite"));
        command.env("CARTWRIGHT_CACHE", format!("redis://127.0.0.1:{}?prefix=shop%3A", self.server.port));
        command
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).arg("--json").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Vec<Value> {
        lines(&self.start(arguments).wait_with_output().unwrap())
    }

    /// What is left of a race, or of a measurement.
    fn left(&self) -> String {
        self.server.say(&["KEYS", "cartwright-test:*"])
    }
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn seconds(deep: u64) -> u64 {
    if std::env::var_os("CARTWRIGHT_DEEP").is_some() { deep } else { 4 }
}

#[test]
fn versions_are_bumped_shown_and_repaired_on_a_server() {
    let shop = Shop::new();
    let bumped = &shop.json(&["bump", "products", "--id", "event-1", "--who", "admin"])[0];
    assert_eq!(bumped["degraded"].as_array().unwrap().len(), 0, "{bumped}");
    assert_eq!(shop.json(&["stats"])[0]["change_count"], 1);
    assert_eq!(shop.json(&["incidents", "--audit"])[0]["who"], "admin");
    assert!(shop.json(&["repair"]).is_empty());
    assert!(shop.json(&["monitor", "--every", "0", "--times", "1"]).iter().any(|line| line["data_type"] == "products"));
    assert_eq!(shop.server.say(&["EXISTS", "shop:{versions}:published"]), ":1");
}

#[test]
fn a_server_that_is_away_is_told_and_its_password_is_not() {
    let shop = Shop::new();
    let port = redis_support::free_port();
    for cache in [
        format!("redis://:hush@127.0.0.1:{port}?patience_ms=0&connect_timeout_ms=100"),
        format!("redis://:hush@127.0.0.1:{port}?lifetime=1"),
    ] {
        for arguments in [&["stats"][..], &["stress", "--seconds", "1"], &["--help"]] {
            let output = shop.command(arguments).env("CARTWRIGHT_CACHE", &cache).output().unwrap();
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!said.is_empty() && !said.contains("hush"), "{said}");
            assert!(arguments == ["--help"] || !output.status.success(), "{said}");
        }
    }
}

#[test]
fn no_reader_of_a_race_on_a_server_sees_what_is_older_than_what_was_acknowledged() {
    let shop = Shop::new();
    let outcome = &shop.json(&["stress", "--seconds", &seconds(60).to_string(), "--seed", "11"])[0];
    assert_eq!(outcome["wrong"], 0, "{outcome}");
    assert!(["commits", "found"].iter().all(|of| outcome[of].as_u64().unwrap() > 0), "{outcome}");
    assert_eq!(shop.left(), "*0");
}

#[test]
fn nor_while_the_server_is_paused_killed_and_started_again() {
    let shop = Shop::new();
    let seconds = seconds(60);
    let race = shop.start(&["stress", "--seconds", &seconds.to_string(), "--seed", "12"]);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut restarts = 0;
    // What happens to the server takes its time, and so does the race between: that is what is tried.
    while Instant::now() + Duration::from_millis(1_200) < end {
        std::thread::sleep(Duration::from_millis(300));
        shop.server.signal("STOP");
        std::thread::sleep(Duration::from_millis(300));
        shop.server.signal("CONT");
        std::thread::sleep(Duration::from_millis(100));
        // It comes back as it was here, and what it acknowledges from now on is gone.
        assert_eq!(shop.server.say(&["SAVE"]), "+OK");
        std::thread::sleep(Duration::from_millis(300));
        shop.server.kill();
        shop.server.start_again();
        restarts += 1;
    }
    let outcome = &lines(&race.wait_with_output().unwrap())[0];
    assert_eq!(outcome["wrong"], 0, "{outcome}");
    assert!(outcome["commits"].as_u64().unwrap() > 0 && restarts > 1, "{outcome}");
}

#[test]
fn the_same_race_on_a_server_with_an_invalidation_before_the_commit_fails() {
    let shop = Shop::new();
    let output = shop.command(&["stress", "--seconds", "3", "--plant", "invalidate-before-commit"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("had been acknowledged when he began"));
    assert_eq!(shop.left(), "*0");
}

#[test]
fn a_validation_on_a_server_leaves_it_as_it_was() {
    let shop = Shop::new();
    assert_eq!(shop.server.say(&["SET", "laravel_cache:page", "theirs"]), "+OK");
    let checks = shop.json(&["validate", "--seconds", "2"]);
    assert_eq!(checks.len(), 4);
    assert!(checks.iter().all(|check| check["wrong"].is_null()), "{checks:?}");
    assert_eq!(shop.server.say(&["DBSIZE"]), ":1");
}

#[test]
fn a_validation_says_when_the_server_may_evict_versions() {
    let shop = Shop::with(&["maxmemory 100mb", "maxmemory-policy allkeys-lru"]);
    let output = shop.command(&["validate", "--seconds", "1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("allkeys-lru"));
}

#[test]
fn a_benchmark_on_a_server_shows_a_bare_round_trip_beside_a_version_check() {
    let shop = Shop::new();
    let lines = shop.json(&["benchmark", "--entries", "1,20", "--rounds", "20"]);
    let measured: Vec<_> =
        lines.iter().map(|line| (line["store"].as_str().unwrap(), line["entries"].as_i64().unwrap())).collect();
    assert_eq!(measured, [("memory", 1), ("SQLite", 1), ("Redis", 1), ("memory", 20), ("SQLite", 20), ("Redis", 20)]);
    let redis = &lines[2];
    assert!(redis["bare_p50_ns"].as_u64().unwrap() > 0 && lines[0]["bare_p50_ns"].is_null(), "{redis}");
    assert_eq!(shop.left(), "*0");
}
