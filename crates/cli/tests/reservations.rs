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
    assert_eq!(shop.text(&verb(&["clear", "--reason", "closing", "--yes"])), "0 reservations were taken back\n");
    assert_eq!(shop.text(&verb(&["cleanup"])), "0 leases were over, 0 ended reservations were forgotten\n");
}
