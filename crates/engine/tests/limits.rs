//! A shop's limits on the text of a cart: the same sentence on every store, and nothing stored, nothing told.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Cart, CartStore, ErrorKind, Json, MergeStrategy, Operation};
use cartwright_engine::{Engine, EngineError, EngineErrorKind, OperationKind, Settings};
use cartwright_storage::{Layout, MemoryStore, SqliteOptions, SqliteStore};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{Shop, add, coupon, key, lines};

/// Engines on each store, whose carts may have so many bytes of text in a column.
fn engines(folder: &Path, bytes: u64) -> Vec<(&'static str, Engine)> {
    let stores: [(&str, Arc<dyn CartStore + Send + Sync>); 3] = [
        ("memory", Arc::new(MemoryStore::default())),
        ("sqlite-own", Arc::new(SqliteStore::at(folder.join("own.sqlite")))),
        (
            "sqlite",
            Arc::new(SqliteStore::new(
                SqliteOptions::new(folder.join("compatible.sqlite")).layout(Layout::compatible()),
            )),
        ),
    ];
    stores.map(|(name, store)| (name, Engine::shared(store, settings(bytes)))).into()
}

fn settings(bytes: u64) -> Settings {
    let mut settings = Settings::new("USD").unwrap();
    settings.policy.limits.data_bytes = bytes;
    settings.outbox = true;
    settings
}

fn is_refused<T: std::fmt::Debug>(answer: Result<T, EngineError>, message: &str) {
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::CartTooLarge), "{error}");
    assert_eq!(error.to_string(), message);
    assert_eq!(error.refusal().unwrap().to_string(), message);
}

#[test]
fn a_cart_that_would_grow_beyond_a_limit_is_refused_and_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, engine) in engines(folder.path(), 290) {
        engine.apply(&key("ada"), &add("a", 1)).unwrap();
        engine.apply(&key("ada"), &add("b", 1)).unwrap();
        let before = engine.load(&key("ada")).unwrap().unwrap();
        let told = engine.outbox(0, 100).unwrap().len();
        let long = Json::from(&*format!("\"{}\"", "x".repeat(290)));
        let exceeds = "exceeds maximum allowed size of 290 bytes";
        for (operation, column, bytes) in [
            (add("c", 1), "items", 337),
            (coupon(&"x".repeat(100)), "conditions", 420),
            (Operation::SetMetadata("note", long), "metadata", 301),
        ] {
            let message = format!("Cart {column} data size ({bytes} bytes) {exceeds}");
            is_refused(engine.apply(&key("ada"), &operation), &message);
            let after = engine.load(&key("ada")).unwrap().unwrap();
            assert_eq!((after.identity, &after.cart), (before.identity, &before.cart), "{name}");
        }
        assert_eq!(engine.outbox(0, 100).unwrap().len(), told, "{name}");
        assert_eq!(engine.metrics().snapshot().of(OperationKind::Add).refused, 1, "{name}");
        // What is within them goes on.
        engine.apply(&key("ada"), &add("b", 1)).unwrap();
        assert_eq!(lines(&engine.get(&key("ada")).unwrap()), [("a".to_owned(), 1), ("b".to_owned(), 2)], "{name}");
    }
}

#[test]
fn a_limit_of_megabytes_is_printed_as_the_original_prints_it() {
    let folder = tempfile::tempdir().unwrap();
    for (_, engine) in engines(folder.path(), 1_048_576) {
        let long = Json::from(&*format!("\"{}\"", "x".repeat(1_048_576)));
        let message = "Cart metadata data size (1048587 bytes) exceeds maximum allowed size of 1MB";
        is_refused(engine.apply(&key("ada"), &Operation::SetMetadata("note", long)), message);
        assert!(!engine.has(&key("ada")).unwrap());
    }
}

#[test]
fn a_merge_beyond_a_limit_leaves_both_carts() {
    let folder = tempfile::tempdir().unwrap();
    for (name, engine) in engines(folder.path(), 150) {
        engine.apply(&key("user"), &add("a", 1)).unwrap();
        engine.apply(&key("guest"), &add("b", 1)).unwrap();
        let merged = engine.merge(&key("user"), &key("guest"), MergeStrategy::AddQuantities);
        is_refused(merged, "Cart items data size (225 bytes) exceeds maximum allowed size of 150 bytes");
        for (visitor, item) in [("user", "a"), ("guest", "b")] {
            assert_eq!(lines(&engine.get(&key(visitor)).unwrap()), [(item.to_owned(), 1)], "{name}");
        }
    }
}

#[test]
fn who_was_late_is_told_no_by_what_the_cart_is_now() {
    let shop = Shop::with(|settings| settings.policy.limits.data_bytes = 230);
    shop.engine.apply(&key("ada"), &add("a", 1)).unwrap();
    let rival = shop.rival();
    shop.store.rival(move || rival(&key("ada"), &add("b", 1)));
    let message = "Cart items data size (337 bytes) exceeds maximum allowed size of 230 bytes";
    is_refused(shop.engine.apply(&key("ada"), &add("c", 1)), message);
    assert_eq!(shop.store.calls(), ["load", "commit", "load", "commit", "commit_queued"]);
}

#[test]
fn a_cart_that_is_held_open_is_refused_and_then_goes_on() {
    let shop = Shop::with(|settings| settings.policy.limits.data_bytes = 230);
    let told = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&told);
    shop.engine.bus().on_any("counter", move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    let mut cart = shop.engine.open(key("ada"));
    cart.apply(&add("a", 1)).unwrap();
    let before = told.load(Ordering::Relaxed);
    let message = "Cart items data size (249 bytes) exceeds maximum allowed size of 230 bytes";
    let many = "b".repeat(13);
    is_refused(cart.apply(&add(&many, 1)), message);
    assert_eq!(told.load(Ordering::Relaxed), before);
    let applied = cart.apply(&add("b", 1)).unwrap();
    assert_eq!(lines(&applied.cart), [("a".to_owned(), 1), ("b".to_owned(), 1)]);
    let stored: Cart = shop.engine.get(&key("ada")).unwrap();
    assert_eq!(stored, *applied.cart);
}
