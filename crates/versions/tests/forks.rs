//! A fork: what a process has counted, and what it knows of the health of its stores, is its own.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_versions::{BreakerState, Need, Settings};
use fork::Fork;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use support::{InMemory, types};

/// What becomes of a child that does this. One that hangs has failed.
fn in_child(work: impl FnOnce()) -> i32 {
    match fork::fork().expect("it can be forked") {
        Fork::Parent(pid) => fork::waitpid(pid).expect("it ends"),
        Fork::Child => {
            std::thread::spawn(|| {
                std::thread::sleep(Duration::from_secs(20));
                std::process::exit(4);
            });
            let ended = catch_unwind(AssertUnwindSafe(work));
            std::process::exit(i32::from(ended.is_err()))
        }
    }
}

#[test]
fn a_child_does_not_count_once_more_what_its_parent_has_counted() {
    let shop = InMemory::new();
    let versions = shop.versions();
    versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    let status = in_child(|| {
        assert!(versions.meter().drain().is_empty());
        versions.incident("slow_operation", "shop.home", "", "");
        assert_eq!(versions.meter().drain().len(), 1);
    });
    assert_eq!(status, 0);
    let names: Vec<_> = versions.meter().drain().into_iter().map(|sample| sample.name).collect();
    assert!(names.contains(&"store.look".to_owned()) && !names.contains(&"slow_operation".to_owned()), "{names:?}");
}

#[test]
fn a_child_begins_with_a_closed_circuit_and_leaves_that_of_its_parent_as_it_is() {
    let shop = InMemory::new();
    let usual = Settings::new().unwrap();
    let slow = cartwright_versions::BreakerSettings { slow: Duration::ZERO, ..usual.breaker };
    let versions = shop.versions_with(Arc::new(shop.store.clone()), Settings { breaker: slow, ..usual });
    for _ in 0..20 {
        versions.capture(&types(&["products"]), Need::Entries, &shop.source).unwrap();
    }
    let status = in_child(|| {
        assert_eq!(versions.breaker_state(), BreakerState::Closed);
        versions.reset_breaker();
    });
    assert_eq!(status, 0);
    assert!(matches!(versions.breaker_state(), BreakerState::Open { .. }));
}

/// Its locks are those of threads that a child does not have.
#[test]
fn a_child_goes_on_whatever_the_threads_of_its_parent_were_doing() {
    let shop = InMemory::new();
    let (versions, end) = (shop.versions(), AtomicBool::new(false));
    std::thread::scope(|threads| {
        threads.spawn(|| {
            while !end.load(Ordering::Relaxed) {
                versions.meter().record(cartwright_coordination::WallTime::from_secs(1), "look", Duration::ZERO, true);
                versions.reset_breaker();
            }
        });
        let ended: Vec<i32> = (0..50)
            .map(|_| {
                in_child(|| {
                    versions.incident("slow_operation", "shop.home", "", "");
                    assert_eq!(versions.breaker_state(), BreakerState::Closed);
                })
            })
            .collect();
        end.store(true, Ordering::Relaxed);
        assert_eq!(ended, [0; 50]);
    });
}
