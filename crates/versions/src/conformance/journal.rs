//! Records and samples.

use super::Subject;
use crate::journal_store::{JournalStore, Log, Range, Record, Sample};
use cartwright_coordination::{Durations, WallTime};
use std::sync::Arc;
use std::time::Duration;

fn at(seconds: i64) -> WallTime {
    WallTime::from_secs(seconds)
}

fn write(journal: &Arc<dyn JournalStore + Send + Sync>, seconds: i64, kind: &str) -> i64 {
    journal.append(Log::Incidents, &Record { at: at(seconds), kind: kind.into(), ..Record::default() }).unwrap()
}

fn kinds(journal: &Arc<dyn JournalStore + Send + Sync>, range: Range, limit: usize) -> Vec<String> {
    journal.read(Log::Incidents, &range, limit).unwrap().into_iter().map(|written| written.record.kind).collect()
}

/// Nothing of it is lost on the way.
pub fn a_record_is_read_as_it_was_written<S: Subject>(subject: &S) {
    let record = Record {
        at: WallTime::from_micros(1_700_000_000_123_456),
        kind: "version.raised".into(),
        who: "admin@shop \"Łódź\"".into(),
        subject: "products".into(),
        before: "0000000000005eed.6".into(),
        after: "0000000000005eed.7".into(),
        detail: "{\"a\":\"\\u0000 '; --\"}\n".into(),
    };
    let place = subject.journal().append(Log::Audit, &record).unwrap();
    let read = subject.journal().read(Log::Audit, &Range::ALL, 10).unwrap();
    assert_eq!((read.len(), read[0].place, &read[0].record), (1, place, &record));
    assert!(subject.journal().read(Log::Incidents, &Range::ALL, 10).unwrap().is_empty());
}

/// Whatever the order in which they were appended.
pub fn records_come_in_the_order_of_their_times<S: Subject>(subject: &S) {
    let journal = subject.journal();
    for (seconds, kind) in [(5, "c"), (-3, "a"), (5, "d"), (1, "b")] {
        write(&journal, seconds, kind);
    }
    assert_eq!(kinds(&journal, Range::ALL, 10), ["a", "b", "c", "d"]);
}

/// To the microsecond.
pub fn a_range_has_its_beginning_and_not_its_end<S: Subject>(subject: &S) {
    let journal = subject.journal();
    for seconds in 1..=5 {
        write(&journal, seconds, &seconds.to_string());
    }
    let range = |from, until| Range { from: at(from), until: at(until), after: None };
    assert_eq!(kinds(&journal, range(2, 4), 10), ["2", "3"]);
    assert_eq!(kinds(&journal, range(4, 4), 10), [""; 0]);
    assert_eq!(kinds(&journal, range(5, 1), 10), [""; 0]);
    let last_two = Range::before(at(5), Duration::from_secs(1));
    assert_eq!(kinds(&journal, last_two, 10), ["4", "5"]);
    let without_the_first = Range { from: WallTime::from_micros(1_000_001), ..Range::ALL };
    assert_eq!(kinds(&journal, without_the_first, 10).len(), 4);
}

/// Also among those of one time.
pub fn a_range_is_read_page_by_page_and_each_record_once<S: Subject>(subject: &S) {
    let journal = subject.journal();
    let written: Vec<String> = (0..7).map(|number| number.to_string()).collect();
    for (number, kind) in written.iter().enumerate() {
        write(&journal, i64::from(number > 4), kind);
    }
    let (mut read, mut range) = (Vec::new(), Range::ALL);
    loop {
        let page = journal.read(Log::Incidents, &range, 2).unwrap();
        let Some(last) = page.last() else { break };
        range.after = Some((last.record.at, last.place));
        read.extend(page.iter().map(|written| written.record.kind.clone()));
    }
    assert_eq!(read, written);
    range.from = at(1);
    range.after = Some((at(0), i64::MAX));
    assert_eq!(kinds(&journal, range, 10), ["5", "6"], "what is known lies before the range");
}

/// Even the last one's, after it is gone.
pub fn a_place_is_never_given_twice<S: Subject>(subject: &S) {
    let journal = subject.journal();
    let first = write(&journal, 1, "a");
    assert_eq!(journal.trim(Log::Incidents, at(2), 10).unwrap(), 1);
    assert!(write(&journal, 1, "b") > first);
}

/// The oldest first, and of one list.
pub fn old_records_are_trimmed_and_no_others<S: Subject>(subject: &S) {
    let journal = subject.journal();
    for seconds in [3, 1, 2] {
        write(&journal, seconds, &seconds.to_string());
    }
    journal.append(Log::Audit, &Record::default()).unwrap();
    assert_eq!(journal.trim(Log::Incidents, at(3), 1).unwrap(), 1);
    assert_eq!(kinds(&journal, Range::ALL, 10), ["2", "3"]);
    assert_eq!(journal.trim(Log::Incidents, at(3), 10).unwrap(), 1);
    assert_eq!(kinds(&journal, Range::ALL, 10), ["3"]);
    assert_eq!(journal.read(Log::Audit, &Range::ALL, 10).unwrap().len(), 1);
}

fn sample(minute: i64, name: &str, errors: u64, millis: &[u64]) -> Sample {
    let mut durations = Durations::default();
    millis.iter().for_each(|millis| durations.record(Duration::from_millis(*millis)));
    Sample { minute: at(minute * 60), name: name.into(), errors, durations }
}

/// Whoever counts.
pub fn samples_of_one_minute_and_name_are_added_up<S: Subject>(subject: &S) {
    subject.journal().count(&[sample(1, "look", 1, &[5, 1]), sample(1, "mark", 0, &[7])]).unwrap();
    subject.journal().count(&[sample(1, "look", 2, &[90]), sample(2, "look", 0, &[])]).unwrap();
    let expected = [sample(1, "look", 3, &[1, 5, 90]), sample(1, "mark", 0, &[7]), sample(2, "look", 0, &[])];
    assert_eq!(subject.journal().samples(at(0), at(1000)).unwrap(), expected);
}

/// After a false alert.
pub fn samples_are_read_and_forgotten_by_the_minute<S: Subject>(subject: &S) {
    let journal = subject.journal();
    journal.count(&[sample(1, "a", 0, &[1]), sample(2, "a", 0, &[2]), sample(3, "a", 0, &[3])]).unwrap();
    assert_eq!(journal.samples(at(120), at(180)).unwrap(), [sample(2, "a", 0, &[2])]);
    assert_eq!(journal.forget_samples(at(180)).unwrap(), 2);
    assert_eq!(journal.samples(at(0), at(1000)).unwrap(), [sample(3, "a", 0, &[3])]);
}

/// None is lost, none is counted twice.
pub fn samples_that_many_count_at_once_are_all_counted<S: Subject>(subject: &S) {
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                let journal = subject.journal();
                (0..20).for_each(|_| journal.count(&[sample(1, "look", 1, &[1])]).unwrap());
            });
        }
    });
    let samples = subject.journal().samples(at(0), at(1000)).unwrap();
    assert_eq!((samples.len(), samples[0].errors, samples[0].durations.count), (1, 80, 80));
}
