//! Subscribers: who gets what, in which order, and what becomes of those who fail.
#![allow(clippy::unwrap_used)]

mod support;

use cartwright_core::{Cart, Operation};
use cartwright_events::{Bus, CartUpdated, Envelope, ItemAdded, ItemRemoved, Reason};
use std::sync::{Arc, Mutex};
use support::{item, sealed};

type Seen = Arc<Mutex<Vec<String>>>;

fn note(seen: &Seen, text: impl Into<String>) {
    seen.lock().unwrap().push(text.into());
}

fn taken(seen: &Seen) -> Vec<String> {
    std::mem::take(&mut seen.lock().unwrap())
}

fn an_addition() -> Vec<Envelope> {
    sealed(&mut Cart::default(), Operation::Add(item("lamp", 1, 1)))
}

#[test]
fn a_subscriber_gets_its_kind_of_event_and_one_of_any_kind_gets_all() {
    let (bus, seen) = (Bus::new(), Seen::default());
    let (typed, removed, all) = (Arc::clone(&seen), Arc::clone(&seen), Arc::clone(&seen));
    bus.on("typed", move |event: &ItemAdded, envelope| {
        note(&typed, format!("typed {} {}", event.item.name(), envelope.key));
        Ok(())
    });
    bus.on("removed", move |_: &ItemRemoved, _| {
        note(&removed, "removed");
        Ok(())
    });
    bus.on_any("all", move |envelope| {
        note(&all, format!("all {}", envelope.event.kind()));
        Ok(())
    });
    assert!(bus.publish(&an_addition()).is_empty());
    assert_eq!(taken(&seen), ["all CartCreated", "typed Lamp user-7/default", "all ItemAdded", "all CartUpdated"]);
}

#[test]
fn a_subscriber_that_fails_is_reported_and_the_others_get_everything() {
    let (bus, seen, reported) = (Bus::new(), Seen::default(), Seen::default());
    bus.on("refuses", |_: &ItemAdded, _| Err("the stock is not to be reached".into()));
    bus.on("panics", |_: &ItemAdded, _| panic!("no stock"));
    let after = Arc::clone(&seen);
    bus.on_any("after", move |envelope| {
        note(&after, envelope.event.kind().name());
        Ok(())
    });
    let reports = Arc::clone(&reported);
    bus.report_to(move |failure| note(&reports, failure.to_string()));
    let envelopes = an_addition();
    for _ in 0..2 {
        let failures = bus.publish(&envelopes);
        assert!(matches!(failures[0].reason, Reason::Refused(_)) && matches!(failures[1].reason, Reason::Panicked(_)));
        assert_eq!(failures.len(), 2);
        assert_eq!(taken(&seen), ["CartCreated", "ItemAdded", "CartUpdated"]);
        assert_eq!(
            taken(&reported),
            [
                "The subscriber 'refuses' failed on the ItemAdded 00000000-0000-0000-0000-000000000002: \
                 the stock is not to be reached",
                "The subscriber 'panics' failed on the ItemAdded 00000000-0000-0000-0000-000000000002: \
                 it panicked: no stock",
            ]
        );
    }
}

#[test]
fn a_reporter_that_panics_disturbs_nobody_either() {
    let bus = Bus::new();
    bus.on("refuses", |_: &CartUpdated, _| Err("no".into()));
    bus.report_to(|_| panic!("nor do I"));
    assert_eq!(bus.publish(&an_addition()).len(), 1);
}

#[test]
fn a_subscription_that_was_ended_gets_nothing_more() {
    let (bus, seen) = (Bus::new(), Seen::default());
    let here = Arc::clone(&seen);
    let subscription = bus.on_any("here", move |_| {
        note(&here, "here");
        Ok(())
    });
    assert!(bus.has_subscribers() && bus.end(subscription) && !bus.has_subscribers());
    bus.publish(&an_addition());
    assert!(taken(&seen).is_empty());
}

#[test]
fn a_subscriber_may_use_the_bus_while_it_is_called() {
    let (bus, seen) = (Arc::new(Bus::new()), Seen::default());
    let (inner, late) = (Arc::downgrade(&bus), Arc::clone(&seen));
    bus.on("early", move |_: &CartUpdated, _| {
        let bus = inner.upgrade().ok_or("the bus is gone")?;
        let late = Arc::clone(&late);
        bus.on("late", move |_: &CartUpdated, _| {
            note(&late, "late");
            Ok(())
        });
        Ok(())
    });
    assert!(bus.publish(&an_addition()).is_empty());
    assert!(taken(&seen).is_empty(), "not yet for what is being published");
    bus.publish(&an_addition());
    assert_eq!(taken(&seen), ["late"]);
}
