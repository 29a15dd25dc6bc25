//! Calls in JSON: what C and PHP use, with a database beside it that is asked between two calls.
#![allow(clippy::unwrap_used)]

use cartwright_coordination::{ManualClock, SystemRandom};
use cartwright_storage::{MemoryVersionSource, SourceOnlyVersionStore, VersionStores};
use cartwright_versions::{
    CALLS, CacheSettings, Calls, ChangeId, Environment, ErrorKind, Found, Lifetimes, Settings, TypeName, Version,
    VersionSource, Versions, WhenUnmarked,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A shop: its calls, its database, and the clock that both go by.
struct Shop {
    calls: Calls,
    source: MemoryVersionSource,
    clock: ManualClock,
}

const LONGEST: Duration = Duration::from_secs(60);

fn shop_with(settings: Settings, change: impl FnOnce(VersionStores) -> VersionStores) -> Shop {
    let clock = ManualClock::default();
    let stores = change(VersionStores::in_memory(clock.clone(), LONGEST));
    let environment = Environment { random: Arc::new(SystemRandom), ..Environment::by_hand(&clock, 1) };
    let versions = Versions::shared(stores.versions, settings, environment).with_journal(stores.journal);
    let calls = Calls::new(versions, stores.entries, stores.locks, CacheSettings::new().unwrap());
    Shop { calls, source: MemoryVersionSource::default(), clock }
}

fn shop() -> Shop {
    shop_with(Settings::new().unwrap(), |stores| stores)
}

impl Shop {
    fn said(&self, call: Value) -> Value {
        let answer = self.calls.call(&call.to_string()).unwrap_or_else(|error| panic!("{call}: {error}"));
        serde_json::from_str(&answer).unwrap()
    }

    fn refused(&self, call: &Value) -> ErrorKind {
        self.calls.call(&call.to_string()).unwrap_err().kind()
    }

    /// What a host does to capture versions.
    fn captured(&self, types: &[&str], need: &str) -> Value {
        let seen = self.said(json!({"op": "look", "types": types, "need": need}));
        let told: Vec<Value> = seen["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| {
                let names = TypeName::all([question["type"].as_str().unwrap()]).unwrap();
                match question["asked"].as_str().unwrap() {
                    "settled" => json!({"settled": self.source.settled(&names).unwrap()[0].to_string()}),
                    _ => json!({"committed": self.source.committed(&names).unwrap()[0].to_string()}),
                }
            })
            .collect();
        let answer = self.said(json!({"op": "answer", "seen": seen["seen"], "told": told}));
        if told.is_empty() {
            assert_eq!(answer, seen["captured"], "one call is enough when nothing is asked");
        } else {
            assert_eq!(seen["captured"], Value::Null);
        }
        answer
    }

    fn raise(&self, id: &str, types: &[&str], stale: bool) -> Value {
        let types = TypeName::all(types.iter().copied()).unwrap();
        let raised = self.source.raise(&ChangeId::new(id).unwrap(), &types, stale).unwrap();
        object(&types, &raised.versions)
    }
}

fn object(types: &[TypeName], versions: &[Version]) -> Value {
    types.iter().zip(versions).map(|(name, version)| (name.as_str().to_owned(), json!(version.to_string()))).collect()
}

#[test]
fn a_change_is_announced_confirmed_and_published_by_its_token() {
    let shop = shop();
    let before = shop.captured(&["products"], "entries");
    assert_eq!((&before["bypass"], shop.captured(&["products"], "entries") == before), (&Value::Null, true));

    let begun = shop.said(json!({"op": "begin", "types": ["shop", "products", "shop"]}));
    assert_eq!((&begun["types"], &begun["marked"]), (&json!(["products", "shop"]), &json!(true)));
    let raised = shop.raise("price-of-7", &["products", "shop"], false);
    assert_eq!(shop.said(json!({"op": "confirm", "change": begun["change"]})), json!({"marked": true}));
    assert_eq!(shop.captured(&["products"], "entries")["bypass"], "pending");
    let for_the_world = shop.captured(&["products"], "token");
    assert_eq!(for_the_world["versions"]["products"], raised["products"]);

    let published = shop.said(json!({"op": "publish", "change": begun["change"], "versions": raised}));
    assert_eq!(published, json!({"published": {"products": "raised", "shop": "unpublished"}, "left": null}));
    let after = shop.captured(&["products"], "entries");
    assert_eq!((&after["versions"]["products"], &after["bypass"]), (&raised["products"], &Value::Null));
    let token = |captured: &Value| shop.said(json!({"op": "token", "versions": captured["versions"]}));
    assert_eq!((token(&after).as_str().unwrap().len(), token(&after) == token(&before)), (32, false));
}

#[test]
fn a_change_that_was_rolled_back_is_withdrawn_and_nothing_is_pending() {
    let shop = shop();
    shop.captured(&["products"], "entries");
    let begun = shop.said(json!({"op": "begin", "types": ["products"]}));
    shop.said(json!({"op": "withdraw", "change": begun["change"]}));
    assert_eq!(shop.captured(&["products"], "entries")["bypass"], Value::Null);
    assert_eq!(shop.refused(&json!({"op": "confirm", "change": begun["change"]})), ErrorKind::Forgotten);
    assert_eq!(shop.said(json!({"op": "withdraw", "change": begun["change"]})), Value::Null);
}

#[test]
fn what_was_committed_is_published_although_its_change_is_forgotten_here() {
    let shop = shop();
    shop.captured(&["products"], "entries");
    let begun = shop.said(json!({"op": "begin", "types": ["products"]}));
    // More changes than are kept.
    (0..1024).for_each(|_| drop(shop.said(json!({"op": "begin", "types": ["orders"]}))));
    assert_eq!(shop.refused(&json!({"op": "confirm", "change": begun["change"]})), ErrorKind::Forgotten);
    let raised = shop.raise("price-of-7", &["products"], false);
    let published = shop.said(json!({"op": "publish", "change": begun["change"], "versions": raised}));
    assert_eq!(published["published"]["products"], "raised");
    let after = shop.captured(&["products"], "entries");
    assert_eq!((&after["versions"], &after["bypass"]), (&raised, &Value::Null), "its mark is gone, too");
}

#[test]
fn a_mark_that_ended_is_looked_up_in_the_source() {
    let shop = shop();
    shop.captured(&["products"], "entries");
    shop.said(json!({"op": "begin", "types": ["products"]}));
    let raised = shop.raise("then-it-died", &["products"], false);
    shop.clock.advance(Duration::from_secs(31));
    let standing = &shop.said(json!({"op": "standings", "types": ["products"]}))[0];
    assert_eq!((&standing["mark"], &standing["young"]), (&json!("ended"), &json!(false)));
    assert_eq!(shop.captured(&["products"], "entries")["versions"], raised);
    assert_eq!(shop.said(json!({"op": "standings", "types": ["products"]}))[0]["published"], raised["products"]);
}

#[test]
fn who_gets_no_answer_of_the_database_passes_the_cache_by_and_has_no_token() {
    let shop = shop();
    let ask = |need: &str| shop.said(json!({"op": "look", "types": ["products"], "need": need}))["seen"].clone();
    let answer = |need: &str| json!({"op": "answer", "seen": ask(need), "told": [null]});
    assert_eq!(shop.said(answer("entries")), json!({"versions": {}, "bypass": "unknown"}));
    assert_eq!(shop.refused(&answer("token")), ErrorKind::Unavailable);
}

#[test]
fn bumps_follow_each_other_and_what_they_lack_is_written_down() {
    let settings = Settings::new().unwrap();
    let shop = shop_with(settings, |stores| stores);
    let first = shop.said(json!({"op": "lock", "types": ["products"]}));
    assert_eq!(first["degraded"], json!([]));
    let second = shop.said(json!({"op": "lock", "types": ["products", "shop"]}));
    assert_eq!(second["degraded"], json!(["lock_held"]));
    shop.said(json!({"op": "unlock", "lock": second["lock"]}));
    shop.said(json!({"op": "unlock", "lock": first["lock"]}));
    assert_eq!(shop.said(json!({"op": "lock", "types": ["products"]}))["degraded"], json!([]));

    let raised = shop.raise("bump-1", &["products"], false);
    let bumped =
        json!({"op": "bumped", "id": "bump-1", "versions": raised, "degraded": second["degraded"], "who": "admin"});
    shop.said(bumped);
    shop.said(json!({"op": "bumped", "id": "bump-1", "versions": raised, "repeated": true, "who": "admin"}));
    let incidents = shop.said(json!({"op": "incidents", "hours": 1}));
    assert_eq!((&incidents[0]["kind"], &incidents[0]["subject"]), (&json!("degraded.lock_held"), &json!("products")));
    let trail = shop.said(json!({"op": "trail"}));
    assert_eq!((trail.as_array().unwrap().len(), &trail[0]["after"]), (1, &raised["products"]), "counted once");
}

#[test]
fn a_lock_that_is_stuck_is_found_and_taken_away_for_a_reason_that_is_noted() {
    let shop = shop();
    let taken = shop.said(json!({"op": "lock", "types": ["products"]}));
    let flight = shop.said(json!({"op": "fly", "key": "page#00000000000000000000000000000000"}));
    assert!(flight["flight"].is_string());
    shop.clock.advance(Duration::from_secs(3));
    let held = shop.said(json!({"op": "locks"}));
    assert_eq!(held[0], json!({"name": "versions.bump:products", "held_ms": 3000, "remaining_ms": 7000}));
    assert!(held[1]["name"].as_str().unwrap().starts_with("versions.load:"), "{held}");
    assert_eq!(shop.said(json!({"op": "locks", "limit": 1})).as_array().unwrap().len(), 1);

    let away = json!({"op": "force_unlock", "name": "versions.bump:products", "reason": "it hangs", "who": "ann"});
    assert_eq!(shop.said(away.clone()), json!({"released": true}));
    assert_eq!(shop.said(away), json!({"released": false}), "nobody holds it any more");
    let next = shop.said(json!({"op": "lock", "types": ["products"]}));
    // Who had it gives back nothing of the next one's.
    shop.said(json!({"op": "unlock", "lock": taken["lock"]}));
    assert_eq!((&next["degraded"], shop.said(json!({"op": "locks"})).as_array().unwrap().len()), (&json!([]), 2));
    let trail = shop.said(json!({"op": "trail"}));
    let noted: Vec<_> = trail
        .as_array()
        .unwrap()
        .iter()
        .map(|note| (&note["kind"], &note["subject"], &note["who"], &note["detail"]))
        .collect();
    assert_eq!(noted, [(&json!("lock.forced"), &json!("versions.bump:products"), &json!("ann"), &json!("it hangs"))]);
}

#[test]
fn a_reconciliation_asks_the_database_between_two_looks_and_repairs_once() {
    let shop = shop();
    shop.captured(&["categories", "products"], "entries");
    shop.raise("behind-its-back", &["products"], false);
    let repaired = reconciled(&shop, true);
    let finding = &repaired["findings"][0];
    assert_eq!(
        (&repaired["compared"], &finding["type"], &finding["wrong"]),
        (&json!(2), &json!("products"), &json!("behind"))
    );
    assert_eq!((&finding["repaired"], &repaired["renew"]), (&json!(true), &json!([])));
    assert_eq!(reconciled(&shop, true)["findings"], json!([]), "the second time there is nothing");
    assert_eq!(shop.said(json!({"op": "trail"}))[0]["kind"], "version.repaired");
}

#[test]
fn without_repair_a_reconciliation_only_tells() {
    let shop = shop();
    shop.captured(&["products"], "entries");
    shop.raise("behind-its-back", &["products"], false);
    for _ in 0..2 {
        assert_eq!(reconciled(&shop, false)["findings"][0]["repaired"], false);
    }
}

#[test]
fn what_the_database_has_lost_begins_a_new_life_before_anything_is_repaired() {
    let shop = shop();
    let before = shop.captured(&["products"], "entries");
    let life = before["versions"]["products"].as_str().unwrap().split_once('.').unwrap().0.to_owned();
    let begun = shop.said(json!({"op": "begin", "types": ["products"]}));
    let ahead = json!({"products": format!("{life}.9")});
    shop.said(json!({"op": "publish", "change": begun["change"], "versions": ahead}));

    let told = reconciled(&shop, true);
    assert_eq!((&told["renew"], &told["findings"][0]["wrong"]), (&json!(["products"]), &json!("ahead")));
    assert_eq!(told["findings"][0]["repaired"], false);
    let name = TypeName::new("products").unwrap();
    let renewed = json!({"products": shop.source.renew(&name).unwrap().to_string()});
    let call = json!({"op": "renewed", "comparison": told["comparison"], "versions": renewed, "who": "admin"});
    assert_eq!(shop.said(call.clone())["findings"][0]["repaired"], true);
    assert_eq!(shop.refused(&call), ErrorKind::Forgotten);
    assert_eq!(shop.captured(&["products"], "entries")["versions"], renewed);
    assert_eq!(reconciled(&shop, true)["findings"], json!([]));
}

/// What a host does.
fn reconciled(shop: &Shop, repair: bool) -> Value {
    let rows = shop.source.rows().unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| json!({"type": row.name.as_str(), "version": row.version.to_string(), "stale": row.stale}))
        .collect();
    let compared = shop.said(json!({"op": "compare", "rows": rows}));
    let types: Vec<&str> = compared["types"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let types = TypeName::all(types).unwrap();
    let committed = object(&types, &shop.source.settled(&types).unwrap());
    shop.said(json!({
        "op": "reconcile", "comparison": compared["comparison"], "committed": committed, "repair": repair, "who": "admin",
    }))
}

#[test]
fn a_value_is_kept_and_found_under_its_versions_and_one_loads_it() {
    let shop = shop();
    let captured = || shop.captured(&["products"], "entries").to_string();
    let look =
        |captured: &str, waited| shop.calls.lookup("product.7", captured, Duration::from_millis(waited)).unwrap();
    let before = captured();
    let Found::Load(permit) = look(&before, 0) else { panic!("nothing is there") };
    assert_eq!(look(&before, 0), Found::Wait);
    assert!(matches!(look(&before, 2000), Found::Load(_)), "who has waited for long enough loads it himself");
    let minute = Lifetimes::flexible(Duration::from_secs(30), Duration::from_secs(60)).unwrap();
    assert!(shop.calls.keep(&permit, b"\xffpage", minute));
    assert!(!shop.calls.keep(&permit, b"again", minute), "a permit is good for one value");
    assert_eq!(look(&before, 0), Found::Fresh(b"\xffpage".to_vec()));

    shop.clock.advance(Duration::from_secs(30));
    let Found::Stale(_, Some(permit)) = look(&before, 0) else { panic!("its soft end is over") };
    assert!(matches!(look(&before, 0), Found::Stale(_, None)));
    shop.said(json!({"op": "land", "flight": permit}));
    assert!(matches!(look(&before, 0), Found::Stale(_, Some(_))), "he has given it up");

    let begun = shop.said(json!({"op": "begin", "types": ["products"]}));
    assert_eq!(look(&captured(), 0), Found::PassBy);
    let raised = shop.raise("price-of-7", &["products"], false);
    shop.said(json!({"op": "publish", "change": begun["change"], "versions": raised}));
    assert!(matches!(look(&captured(), 0), Found::Load(_)), "nobody asks for the old one any more");
    shop.clock.advance(Duration::from_secs(31));
    assert_eq!(shop.said(json!({"op": "sweep", "limit": 10})), json!({"removed": 1}));
}

#[test]
fn one_loads_what_is_kept_in_a_store_of_the_hosts() {
    let shop = shop();
    let versions = shop.captured(&["products"], "entries")["versions"].clone();
    let key = shop.said(json!({"op": "key", "name": "product.7", "versions": versions}));
    let fly = || shop.said(json!({"op": "fly", "key": key}))["flight"].clone();
    let flight = fly();
    assert_eq!((flight.is_string(), fly()), (true, Value::Null));
    shop.said(json!({"op": "land", "flight": flight}));
    assert!(fly().is_string());
    assert_eq!(shop.refused(&json!({"op": "fly", "key": "product.7"})), ErrorKind::InvalidName);
}

#[test]
fn what_is_counted_and_written_down_is_read_and_reset() {
    let shop = shop();
    shop.said(json!({"op": "record", "name": "page", "micros": 1500, "ok": false}));
    shop.said(json!({"op": "incident", "kind": "slow_operation", "subject": "page", "actions": "none", "detail": {"ms": 1500}}));
    let incident = &shop.said(json!({"op": "incidents", "hours": 24, "limit": 5}))[0];
    assert_eq!((&incident["detail"], &incident["actions"]), (&json!(r#"{"ms":1500}"#), &json!("none")));
    let after = json!({"op": "incidents", "after_us": incident["at_us"], "after_place": incident["place"]});
    assert_eq!(shop.said(after), json!([]));
    let counted = shop.said(json!({"op": "metrics", "minutes": 1}));
    let page = counted.as_array().unwrap().iter().find(|row| row["name"] == "page").unwrap();
    assert_eq!((&page["count"], &page["errors"], &page["max_us"]), (&json!(1), &json!(1), &json!(1500)));
    shop.said(json!({"op": "reset_metrics", "who": "admin"}));
    assert_eq!(shop.said(json!({"op": "metrics"})), json!([]));
    shop.said(json!({"op": "audit", "kind": "lock.forced", "who": "admin", "subject": "products", "before": "held", "after": "free"}));
    let kinds: Vec<Value> =
        shop.said(json!({"op": "trail"})).as_array().unwrap().iter().map(|row| row["kind"].clone()).collect();
    assert_eq!(kinds, ["metrics.reset", "lock.forced"]);
    assert_eq!(shop.said(json!({"op": "breaker"}))["state"], "closed");
}

#[test]
fn the_journal_is_trimmed_in_portions_and_the_trail_tells_of_it() {
    let shop = shop();
    let write = |detail: &str| {
        shop.said(json!({"op": "incident", "kind": "slow_operation", "subject": "page", "detail": detail}));
        shop.said(json!({"op": "audit", "kind": "lock.forced", "who": "admin", "subject": detail}));
        shop.said(json!({"op": "record", "name": "page", "micros": 1}));
        shop.said(json!({"op": "flush"}));
    };
    let old = |row: &Value| row["detail"] == "old" || row["subject"] == "old";
    let list = |op: &str| shop.said(json!({"op": op})).as_array().unwrap().clone();
    let trim = |limit: u64| shop.said(json!({"op": "trim", "keep_days": 90, "limit": limit, "who": "scheduler"}));
    (0..3).for_each(|_| write("old"));
    shop.clock.advance(Duration::from_secs(91 * 86_400));
    write("new");
    assert_eq!(
        shop.said(json!({"op": "trim", "keep_days": 90, "log": "incidents", "limit": 1})),
        json!({"incidents": 1, "trail": 0, "metrics": 0, "more": true})
    );
    assert_eq!(trim(2), json!({"incidents": 2, "trail": 2, "metrics": 2, "more": true}));
    assert_eq!(trim(2), json!({"incidents": 0, "trail": 1, "metrics": 0, "more": false}));
    assert_eq!(trim(2), json!({"incidents": 0, "trail": 0, "metrics": 0, "more": false}), "and writes nothing down");
    assert_eq!((list("incidents").len(), list("incidents").iter().filter(|row| old(row)).count()), (1, 0));
    let trail = list("trail");
    let kinds: Vec<_> = trail.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["lock.forced", "journal.trimmed", "journal.trimmed", "journal.trimmed"]);
    assert_eq!((&trail[2]["who"], trail.iter().filter(|row| old(row)).count()), (&json!("scheduler"), 0));
    let minutes = shop.said(json!({"op": "metrics", "from_ms": 0}));
    assert_eq!(minutes[0]["count"], 1, "{minutes}");
}

#[test]
fn a_value_is_forgotten_by_its_key_and_the_next_reader_loads_it() {
    let shop = shop();
    let captured = shop.captured(&["products"], "entries");
    let (versions, text) = (&captured["versions"], captured.to_string());
    let look = || shop.calls.lookup("page", &text, Duration::ZERO).unwrap();
    let Found::Load(permit) = look() else { panic!("nothing is kept yet") };
    assert!(shop.calls.keep(&permit, b"old", Lifetimes::of(Duration::from_secs(60)).unwrap()));
    let key = shop.said(json!({"op": "key", "name": "page", "versions": versions}));
    assert_eq!(look(), Found::Fresh(b"old".to_vec()));
    assert_eq!(shop.said(json!({"op": "forget", "key": key})), json!({"removed": 1}));
    assert_eq!(shop.said(json!({"op": "forget", "key": key})), json!({"removed": 0}));
    assert!(matches!(look(), Found::Load(_)));
}

#[test]
fn a_store_tells_whether_it_is_young_and_what_its_server_evicts() {
    assert_eq!(shop().said(json!({"op": "health"})), json!({"young_ms": 0, "evicts": null}));
    let stores = |stores: VersionStores| stores.without_published_versions(LONGEST);
    let health = shop_with(Settings::new().unwrap(), stores).said(json!({"op": "health"}));
    assert_eq!(health, json!({"young_ms": 60_000, "evicts": null}));
}

#[test]
fn on_the_database_alone_every_reader_asks_it_and_nothing_is_pending_or_old() {
    let stores = |stores: VersionStores| stores.without_published_versions(LONGEST);
    let shop = shop_with(Settings { when_unmarked: WhenUnmarked::Refuse, ..Settings::new().unwrap() }, stores);
    let before = shop.captured(&["products"], "entries");
    assert_eq!(shop.said(json!({"op": "look", "types": ["products"]}))["questions"][0]["asked"], "committed");
    let begun = shop.said(json!({"op": "begin", "types": ["products"]}));
    assert_eq!(begun["marked"], true);
    assert_eq!(shop.captured(&["products"], "entries"), before, "before the COMMIT the old page is right");
    let raised = shop.raise("price-of-7", &["products"], false);
    assert_eq!(
        shop.captured(&["products"], "entries"),
        json!({"versions": raised, "bypass": null}),
        "after it the new one"
    );
    assert_eq!(shop.said(json!({"op": "confirm", "change": begun["change"]})), json!({"marked": true}));
    let published = shop.said(json!({"op": "publish", "change": begun["change"], "versions": raised}));
    assert_eq!(published, json!({"published": {"products": "unpublished"}, "left": null}));
    assert_eq!(reconciled(&shop, true)["findings"], json!([]));
    assert_eq!(shop.said(json!({"op": "unpublish"})), json!({"count": 0}));
    let longest = SourceOnlyVersionStore::default();
    assert_eq!(cartwright_versions::VersionStore::longest_mark(&longest), LONGEST);
}

#[test]
fn what_is_no_call_is_refused() {
    let shop = shop();
    for text in ["", "[]", "{}", r#"{"op":7}"#, r#"{"op":"dance"}"#, r#"{"op":"look"}"#, r#"{"op":"look","types":[7]}"#]
    {
        assert_eq!(shop.calls.call(text).unwrap_err().kind(), ErrorKind::InvalidCall, "{text}");
    }
    let calls = [
        (json!({"op": "look", "types": ["a"], "need": "more"}), ErrorKind::InvalidCall),
        (json!({"op": "look", "types": [""]}), ErrorKind::InvalidName),
        (json!({"op": "answer", "seen": "[]", "told": []}), ErrorKind::InvalidCall),
        (json!({"op": "token", "versions": {"a": "1"}}), ErrorKind::InvalidVersion),
        (json!({"op": "key", "name": "", "versions": {}}), ErrorKind::InvalidName),
        (json!({"op": "publish", "change": "mine", "versions": {}}), ErrorKind::InvalidCall),
        (json!({"op": "reconcile", "comparison": "mine", "committed": {}}), ErrorKind::Forgotten),
        (json!({"op": "bumped", "id": "x", "versions": {}, "degraded": ["tired"]}), ErrorKind::InvalidCall),
        (json!({"op": "incidents", "hours": -1}), ErrorKind::InvalidCall),
        (json!({"op": "trim"}), ErrorKind::InvalidCall),
        (json!({"op": "trim", "keep_days": 1, "before_ms": 1}), ErrorKind::InvalidCall),
        (json!({"op": "trim", "keep_days": -1}), ErrorKind::InvalidCall),
        (json!({"op": "trim", "keep_days": 1, "log": "diary"}), ErrorKind::InvalidCall),
        (json!({"op": "forget", "key": "page"}), ErrorKind::InvalidName),
        (json!({"op": "force_unlock", "name": "versions.bump:a"}), ErrorKind::InvalidCall),
        (json!({"op": "force_unlock", "name": "versions.bump:a", "reason": " "}), ErrorKind::InvalidCall),
        (json!({"op": "force_unlock", "name": "cart:7", "reason": "it hangs"}), ErrorKind::InvalidName),
    ];
    for (call, kind) in calls {
        assert_eq!(shop.refused(&call), kind, "{call}");
    }
}

#[test]
fn every_operation_is_in_the_guide() {
    let guide = include_str!("../../../docs/versions.md");
    for name in CALLS {
        assert!(guide.contains(&format!("`{name}`")), "docs/versions.md does not name `{name}`");
        let asked = shop().calls.call(&format!(r#"{{"op":"{name}"}}"#));
        assert!(!asked.is_err_and(|error| error.to_string().contains("is no operation")), "{name} is not done");
    }
}
