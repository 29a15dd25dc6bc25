//! Records that are written in the step of their change, and read by who tells others.

use super::Fixture;
use super::shop::{Draft, key, random};
use cartwright_core::{CartStore, CommitId};

fn write(store: &dyn CartStore, records: &[&[u8]]) {
    let (draft, cart) = (Draft::load(store, &key("ada")).add("a", 1), key("ada"));
    let records: Vec<Vec<u8>> = records.iter().map(|record| record.to_vec()).collect();
    store.commit(&draft.to_commit(CommitId(random()), &cart, &records)).expect("it is stored");
}

fn read(store: &dyn CartStore, after: i64, limit: usize) -> Vec<Vec<u8>> {
    store.outbox(after, limit).unwrap().into_iter().map(|record| record.bytes).collect()
}

/// Bytes come out as they went in.
pub fn outbox_records_come_in_the_order_of_their_commits(fixture: &impl Fixture) {
    let store = fixture.open();
    assert!(store.outbox(0, 10).unwrap().is_empty());
    write(&*store, &[b"first", b""]);
    write(&*store, &[b"\xff\x00not text"]);
    assert_eq!(read(&*fixture.open(), 0, 10), [b"first".to_vec(), Vec::new(), b"\xff\x00not text".to_vec()]);
}

/// Page after page.
pub fn the_outbox_is_read_in_batches(fixture: &impl Fixture) {
    let store = fixture.open();
    write(&*store, &[b"1", b"2", b"3"]);
    let first = store.outbox(0, 2).unwrap();
    assert_eq!(first.len(), 2);
    assert!(first[0].sequence < first[1].sequence);
    assert_eq!(read(&*store, first[1].sequence, 2), [b"3"]);
}

/// What was told is not told again.
pub fn acknowledged_records_are_gone(fixture: &impl Fixture) {
    let store = fixture.open();
    write(&*store, &[b"1", b"2", b"3"]);
    let second = store.outbox(0, 2).unwrap()[1].sequence;
    store.acknowledge(second).unwrap();
    store.acknowledge(second).unwrap();
    assert_eq!(read(&*store, 0, 10), [b"3"]);
}

/// A reader that remembers its place must not miss what comes later.
pub fn a_sequence_is_never_given_twice(fixture: &impl Fixture) {
    let store = fixture.open();
    write(&*store, &[b"1", b"2"]);
    let last = store.outbox(0, 10).unwrap()[1].sequence;
    store.acknowledge(last).unwrap();
    write(&*fixture.open(), &[b"3"]);
    assert!(store.outbox(0, 10).unwrap()[0].sequence > last);
}

/// By the way of the queue as well.
pub fn a_queued_change_writes_its_outbox_records(fixture: &impl Fixture) {
    let store = fixture.open();
    store
        .commit_queued(&key("ada"), &mut |_| {
            let mut queued = Draft::new().add("a", 1).into_queued();
            queued.outbox = vec![b"queued".to_vec()];
            Some(queued)
        })
        .unwrap();
    assert_eq!(read(&*store, 0, 10), [b"queued"]);
}
