//! The same purchase on every store.
#![allow(clippy::unwrap_used)]

#[path = "../../storage/tests/redis_support/mod.rs"]
mod redis_support;
mod support;

use cartwright_core::{
    CartStore, ConditionValue, DYNAMIC_CONDITIONS, ErrorKind, Json, MergeStrategy, NewCondition, Operation,
};
use cartwright_engine::{Engine, EngineErrorKind, Settings};
use cartwright_storage::{Layout, MemoryStore, RedisStore, SqliteOptions, SqliteStore};
use redis_support::{Persistence, Server, shared};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use support::{add, coupon, key, lines, note};

type Store = Arc<dyn CartStore + Send + Sync>;
/// Opens it once more.
type Open = Box<dyn Fn() -> Store>;

/// Makes stores that share their carts, as two processes would.
fn stores(folder: &Path) -> Vec<(&'static str, Open)> {
    let memory = MemoryStore::default();
    let redis = Server::start(Persistence::None);
    let (_, cluster, _) = shared::cluster();
    let (own, compatible) = (folder.join("own.sqlite"), folder.join("compatible.sqlite"));
    vec![
        ("memory", Box::new(move || Arc::new(memory.clone()))),
        ("sqlite-own", Box::new(move || Arc::new(SqliteStore::at(&own)))),
        (
            "sqlite",
            Box::new(move || Arc::new(SqliteStore::new(SqliteOptions::new(&compatible).layout(Layout::compatible())))),
        ),
        ("redis", Box::new(move || Arc::new(RedisStore::new(redis.options())))),
        ("redis-cluster", Box::new(move || Arc::new(RedisStore::new(cluster.clone())))),
    ]
}

fn settings() -> Settings {
    let mut settings = Settings::new("USD").unwrap();
    settings.outbox = true;
    settings
}

#[test]
fn a_purchase_ends_in_the_same_cart() {
    let folder = tempfile::tempdir().unwrap();
    for (name, open) in stores(folder.path()) {
        let engine = Engine::shared(open(), settings());
        let many = Operation::RegisterDynamic(NewCondition {
            name: "MANY",
            kind: "discount",
            target: "total",
            value: ConditionValue::Text("-100".into()),
            attributes: Json::from("[]"),
            order: 0,
            rules: Json::from(r#"{"min_quantity":4}"#),
        });
        engine.apply_all(&key("guest"), &[many, add("lamp", 2), add("bulb", 1)]).unwrap();
        engine.apply(&key("guest"), &note("gift")).unwrap();
        engine.apply(&key("user"), &add("lamp", 1)).unwrap();
        let merged = engine.merge(&key("user"), &key("guest"), MergeStrategy::AddQuantities).unwrap().unwrap();
        assert_eq!(lines(&merged.cart), [("lamp".to_owned(), 3), ("bulb".to_owned(), 1)], "{name}");
        engine.apply(&key("user"), &coupon("SALE")).unwrap();
        engine.apply(&key("user"), &Operation::Remove("bulb")).unwrap();
        assert!(engine.swap(&key("user"), &key("member")).unwrap(), "{name}");

        // Somebody else, with nothing but the store.
        let other = Engine::shared(open(), settings());
        let content = other.content(&key("member")).unwrap();
        assert_eq!(lines(&content.cart), [("lamp".to_owned(), 3)], "{name}");
        assert_eq!((content.subtotal.format(), content.total.format()), ("$27.00".into(), "$27.00".into()), "{name}");
        assert!(content.cart.metadata().has("gift"), "{name}");
        for gone in ["guest", "user"] {
            assert!(!other.has(&key(gone)).unwrap(), "{name}");
        }
    }
}

#[test]
fn rules_are_stored_with_the_cart() {
    let folder = tempfile::tempdir().unwrap();
    for (name, open) in stores(folder.path()) {
        let many = Operation::RegisterDynamic(NewCondition {
            name: "MANY",
            kind: "discount",
            target: "total",
            value: ConditionValue::Text("-100".into()),
            attributes: Json::from("[]"),
            order: 0,
            rules: Json::from(r#"{"min_quantity":4}"#),
        });
        Engine::shared(open(), settings()).apply(&key("ada"), &many).unwrap();
        let later = Engine::shared(open(), settings()).apply(&key("ada"), &add("lamp", 4)).unwrap();
        assert!(later.cart.conditions().get("MANY").is_some(), "{name}");
        let last = Engine::shared(open(), settings()).apply(&key("ada"), &Operation::Remove("lamp")).unwrap();
        assert!(last.cart.conditions().get("MANY").is_none(), "{name}");
    }
}

#[test]
fn threads_with_connections_of_their_own_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (name, open) in stores(folder.path()) {
        let opened: Vec<Store> = (0..4).map(|_| open()).collect();
        let acknowledged: usize = thread::scope(|threads| {
            let workers: Vec<_> = opened
                .into_iter()
                .map(|store| {
                    threads.spawn(move || {
                        let engine = Engine::shared(store, settings());
                        (0..40).filter(|_| engine.apply(&key("ada"), &add("lamp", 1)).is_ok()).count()
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        let engine = Engine::shared(open(), settings());
        assert_eq!(lines(&engine.get(&key("ada")).unwrap()), [("lamp".to_owned(), acknowledged as i64)], "{name}");
        assert_eq!(acknowledged, 160, "{name}");
        assert_eq!(engine.outbox(0, 10_000).unwrap().len(), 2 * 160 + 1, "{name}");
    }
}

#[test]
fn a_plan_from_before_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    for (name, open) in stores(folder.path()) {
        let (engine, other) = (Engine::shared(open(), settings()), Engine::shared(open(), settings()));
        engine.apply(&key("guest"), &add("lamp", 2)).unwrap();
        let plan = engine.plan_merge(&key("user"), &key("guest"), MergeStrategy::AddQuantities).unwrap();
        other.clear(&key("guest")).unwrap();
        other.apply(&key("guest"), &add("bulb", 2)).unwrap();
        let error = engine.commit_merge(&plan, &[]).unwrap_err();
        assert_eq!(error.kind(), EngineErrorKind::Conflict, "{name}");
        assert!(!error.conflict().unwrap().is_minor(), "{name}");
    }
}

#[test]
fn the_key_of_the_rules_is_refused_to_applications_and_shown_to_nobody() {
    let folder = tempfile::tempdir().unwrap();
    for (name, open) in stores(folder.path()) {
        let engine = Engine::shared(open(), settings());
        let many = Operation::RegisterDynamic(NewCondition {
            name: "MANY",
            kind: "discount",
            target: "total",
            value: ConditionValue::Text("-100".into()),
            attributes: Json::from("[]"),
            order: 0,
            rules: Json::from(r#"{"min_quantity":4}"#),
        });
        engine.apply_all(&key("ada"), &[note("gift"), many]).unwrap();
        let reserved = [
            Operation::SetMetadata(DYNAMIC_CONDITIONS, Json::from("{}")),
            Operation::RemoveMetadata(DYNAMIC_CONDITIONS),
        ];
        for operation in reserved {
            // What comes with it is not done either.
            let error = engine.apply_all(&key("ada"), &[note("more"), operation]).unwrap_err();
            assert_eq!(error.kind(), EngineErrorKind::Refused(ErrorKind::ReservedKey), "{name}");
        }
        let cart = engine.get(&key("ada")).unwrap();
        assert_eq!(cart.metadata().iter().map(|(key, _)| key).collect::<Vec<_>>(), ["gift"], "{name}");
        assert!(cart.dynamic_conditions().get("MANY").is_some(), "{name}");
        engine.clear(&key("ada")).unwrap();
        assert!(engine.get(&key("ada")).unwrap().is_bare(), "{name}");
    }
}
