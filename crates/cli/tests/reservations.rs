//! Reservations from the command line.
#![allow(clippy::unwrap_used)]

mod support;

use support::Shop;

fn verb<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["reservations"], arguments].concat()
}

#[test]
fn stock_is_set_adjusted_and_shown() {
    for shop in Shop::each() {
        let stock = |more: &[&'static str]| shop.json(&verb(&[&["stock", "shop/item/lamp"], more].concat()));
        assert_eq!(stock(&["--set", "5"])["available"], 5);
        assert_eq!(stock(&["--adjust", "-2"])["on_hand"], 3);
        assert_eq!(stock(&[])["policy"], "tracked");
        assert!(shop.text(&verb(&["stock"])).contains("shop/item/lamp"));
        let (code, why) = shop.fails(&verb(&["stock", "shop/item/lamp", "--adjust", "-4"]));
        assert_eq!((code, why.as_str()), (1, "cartwright: of shop/item/lamp 3 are on hand; -4 cannot be taken off\n"));
        assert_eq!(shop.fails(&verb(&["stock", "lamp", "--set", "1"])).0, 2);
        assert_eq!(stock(&["--policy", "untracked"])["available"], serde_json::Value::Null);
    }
}

#[test]
fn a_sale_is_served_by_many_processes_and_every_unit_is_accounted_for() {
    let [shop, _] = Shop::each();
    let deep = std::env::var_os("CARTWRIGHT_DEEP").is_some_and(|deep| deep == "1");
    let buyers = if deep { "10000" } else { "1000" };
    let sale = ["sale", "--buyers", buyers, "--processes", "8", "--units", "500", "--skus", "40", "--seed", "7"];
    let told = shop.json(&verb(&sale));
    assert_eq!((told["buyers"].to_string().as_str(), told["wrong"].as_u64()), (buyers, Some(0)));
    assert_eq!(told["sold"].as_u64().unwrap() + told["left"].as_u64().unwrap(), 500);
    for counter in ["granted", "committed", "released", "expired", "fenced_off"] {
        assert!(told["counters"][counter].as_u64().unwrap() > 0, "{counter}: {told}");
    }
    assert!(told["killed"].as_u64().unwrap() > 0 && told["refused"].as_u64().unwrap() > 0, "{told}");

    let stats = shop.json(&verb(&["stats"]));
    assert_eq!(
        (stats["reservations"].as_u64(), &stats["counters"]["committed"]),
        (Some(0), &told["counters"]["committed"])
    );
    assert!(shop.text(&verb(&["stats"])).contains("committed"));
    let sold = shop.text(&verb(&["list", "--state", "committed", "--limit", "1"]));
    let order = sold.split_whitespace().next().unwrap();
    assert!(shop.text(&verb(&["show", order])).contains("committed"));
    assert_eq!(shop.fails(&verb(&["release", order, "--reason", "test"])).0, 1, "what was committed stays so");
    assert!(shop.text(&verb(&["audit", "--limit", "100000"])).contains(order));
    let (code, why) = shop.fails(&verb(&sale));
    assert!(code == 2 && why.contains("name another --vendor"), "{why}");
}

#[test]
fn what_is_not_there_and_what_has_no_reason_is_refused() {
    let [shop, _] = Shop::each();
    assert_eq!(shop.fails(&verb(&["show", "nobody"])).0, 6);
    assert_eq!(shop.fails(&verb(&["release", "nobody", "--reason", "test"])).0, 6);
    assert_eq!(shop.fails(&verb(&["release", "nobody", "--reason", " "])).0, 1);
    assert_eq!(shop.fails(&verb(&["clear"])).0, 2);
    for sure in ["--yes", "--confirm"] {
        assert_eq!(shop.text(&verb(&["clear", "--reason", "closing", sure])), "0 reservations were taken back\n");
    }
    assert_eq!(shop.text(&verb(&["cleanup"])), "0 leases were over, 0 ended reservations were forgotten\n");
}

#[test]
fn a_sale_sees_units_that_are_put_back_after_they_were_paid_for() {
    let [shop, _] = Shop::each();
    for (store, vendor) in [(shop, "file"), (Shop::at("memory"), "memory")] {
        let sale = |more: &[&'static str]| {
            let sale =
                ["sale", "--buyers", "200", "--processes", "4", "--units", "2000", "--skus", "20", "--seed", "1"];
            store.run(&verb(&[&sale, more].concat()))
        };
        assert!(sale(&["--vendor", "right"]).status.success(), "{vendor}");
        let planted = sale(&["--vendor", "wrong", "--plant", "release-before-commit-is-checked"]);
        let why = String::from_utf8(planted.stderr).unwrap();
        assert_eq!(planted.status.code(), Some(1), "{vendor}: {why}");
        assert!(why.contains("wrong wrong/item/sku-") && why.contains("on hand"), "{vendor}: {why}");
    }
}

#[test]
fn a_thousand_buyers_in_the_memory_of_one_process_are_served_as_well() {
    let told = Shop::at("memory").json(&verb(&["stress", "--buyers", "1000", "--processes", "8", "--seed", "7"]));
    assert_eq!((&told["buyers"], &told["wrong"]), (&1000.into(), &0.into()));
    assert_eq!(told["sold"].as_u64().unwrap() + told["left"].as_u64().unwrap(), 500);
}

#[test]
fn the_self_test_tries_everything_and_leaves_nothing_behind() {
    let [file, original] = Shop::each();
    for shop in [file, original, Shop::at("memory")] {
        let names = ["acquisition", "cart reservation", "expiry", "concurrent access", "statistics"];
        let told = shop.json(&verb(&["locks-test"]));
        assert_eq!(told["success"], true, "{told}");
        assert_eq!(told["tests"].as_object().unwrap().len(), names.len());
        assert!(names.iter().all(|name| told["tests"][name].is_null()), "{told}");
        let text = shop.text(&verb(&["test-locks"]));
        assert!(names.iter().all(|name| text.contains(&format!("{name:<20} passed"))), "{text}");
        let left = shop.json(&verb(&["stats"]));
        assert_eq!((&left["reservations"], &left["lines"]), (&0.into(), &0.into()));
    }
}

#[test]
fn a_self_test_that_cannot_lock_says_so_and_fails() {
    let nowhere = Shop::at("sqlite:/no/such/folder/shop.sqlite");
    let output = nowhere.run(&verb(&["locks-test"]));
    assert_eq!(output.status.code(), Some(1));
    let (told, why) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(!told.contains("passed") && told.contains("acquisition"), "{told}");
    assert_eq!(why, "cartwright: 5 of 5 tests failed\n");
}

#[test]
fn a_reservation_is_shown_by_its_order_by_its_token_and_by_what_it_holds() {
    let [shop, _] = Shop::each();
    shop.text(&verb(&["stock", "shop/item/lamp", "--set", "5"]));
    let held = held(&shop, "order-17", "ada");
    let by_order = shop.json(&verb(&["show", "order-17"]));
    let by_token = shop.json(&verb(&["show", "--token", &held]));
    assert_eq!((&by_order["order"], &by_token["order"]), (&"order-17".into(), &"order-17".into()));
    for item in [["--item", "shop/item/lamp"].as_slice(), &["--item", "lamp", "--vendor", "shop", "--kind", "item"]] {
        let told = shop.json(&verb(&[&["show"], item].concat()));
        assert_eq!((&told["level"]["held"], &told["held_by"][0]["owner"]), (&2.into(), &"ada".into()));
        let text = shop.text(&verb(&[&["show"], item].concat()));
        assert!(text.contains("available        3") && text.contains("order-17"), "{text}");
    }
    assert_eq!(shop.fails(&verb(&["show", "--token", &"0".repeat(32)])).0, 6);
    assert_eq!(shop.fails(&verb(&["show", "--token", "ada"])).0, 2);
    assert_eq!(shop.fails(&verb(&["show", "--item", "lamp"])).0, 2);
    assert_eq!(shop.fails(&verb(&["show"])).0, 2);
    assert_eq!(shop.fails(&verb(&["show", "order-17", "--item", "shop/item/lamp"])).0, 2);
}

/// Two lamps for somebody, through the library. The token of the attempt.
fn held(shop: &Shop, order: &str, owner: &str) -> String {
    use cartwright_reservations::{Line, Request, Reservations, Settings};
    let store = cartwright_storage::SqliteReservationStore::at(shop.file());
    let reservations = Reservations::new(store, Settings::default()).unwrap();
    let lines = [Line::new("shop/item/lamp".parse().unwrap(), 2)];
    let granted = reservations.reserve(&Request::new(order, owner, &lines)).unwrap().granted();
    granted.unwrap().token.secret_text()
}
