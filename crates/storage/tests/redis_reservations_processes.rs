//! Many processes, one server or one Cluster: at every step what is held and sold is within the stock, every unit is accounted
//! for, also while the server is stopped or killed and started again, and who is killed keeps nothing.
#![allow(clippy::unwrap_used)]

mod redis_support;
mod reservations_support;

use cartwright_reservations::{Counter, Line, Request};
use redis_support::{Persistence, Server, shared, until};
use reservations_support::{SKUS, accounted_for, is_worker, key, nothing_stays_held, shop, start};

fn place_of(server: &Server) -> String {
    server.options().secret_text()
}

#[test]
fn in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for() {
    if is_worker() {
        return;
    }
    let server = Server::start(Persistence::None);
    let test = "in_many_processes_nothing_is_oversold_and_every_unit_is_accounted_for";
    accounted_for(test, &place_of(&server), |_| ());
}

fn while_the_server_ends(test: &str, end: impl Fn(&Server)) {
    if is_worker() {
        return;
    }
    let server = Server::start(Persistence::Always);
    accounted_for(test, &place_of(&server), |shop| {
        for _ in 0..4 {
            let granted = || shop.stats().unwrap().tally.of(Counter::Granted);
            let before = granted();
            until("they are at work", || granted() > before);
            end(&server);
            server.start_again();
        }
    });
}

#[test]
fn a_server_that_is_killed_under_load_and_started_again_has_sold_what_it_said() {
    while_the_server_ends("a_server_that_is_killed_under_load_and_started_again_has_sold_what_it_said", Server::kill);
}

#[test]
fn a_server_that_is_stopped_under_load_and_started_again_has_sold_what_it_said() {
    while_the_server_ends("a_server_that_is_stopped_under_load_and_started_again_has_sold_what_it_said", |server| {
        server.signal("TERM");
        server.wait();
    });
}

#[test]
fn in_many_processes_on_a_cluster_nothing_is_oversold_over_several_groups() {
    if is_worker() {
        return;
    }
    let (_, options, _) = shared::cluster();
    let test = "in_many_processes_on_a_cluster_nothing_is_oversold_over_several_groups";
    accounted_for(test, &options.secret_text(), |_| ());
}

#[test]
fn what_killed_processes_held_and_prepared_on_a_cluster_comes_back_by_itself() {
    if is_worker() {
        return;
    }
    let test = "what_killed_processes_held_and_prepared_on_a_cluster_comes_back_by_itself";
    let (_, options, _) = shared::cluster();
    let place = options.secret_text();
    let shop = shop(&place);
    (0..SKUS).for_each(|sku| drop(shop.set_stock(&key(sku), 2).unwrap()));
    for round in 1..=6 {
        let granted = || shop.stats().unwrap().tally.of(Counter::Granted);
        let before = granted();
        let mut workers: Vec<_> = (0..3).map(|_| start(test, &place, "for ever")).collect();
        until("they are at work", || granted() > before + round);
        for worker in &mut workers {
            worker.kill().unwrap();
            worker.wait().unwrap();
        }
        for level in shop.levels(&[key(0), key(1)]).unwrap() {
            assert!(level.held + level.sold <= 2, "{level:?}");
        }
    }
    nothing_stays_held(&shop);
    let lines = [Line::new(key(0), 2), Line::new(key(1), 2)];
    assert!(shop.reserve(&Request::new("all", "ben", &lines)).unwrap().granted().is_some());
}
