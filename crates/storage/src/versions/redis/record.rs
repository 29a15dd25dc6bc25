//! A record as one text, which sorts by its time and its place.

use super::answer::unreadable;
use cartwright_coordination::WallTime;
use cartwright_versions::{Record, Result, Written};

/// A time in 16 digits that sort as the times do, those before 1970 too.
pub(super) fn sortable(at: WallTime) -> String {
    format!("{:016x}", at.as_micros() as u64 ^ (1 << 63))
}

/// The same, read.
pub(super) fn time_in(digits: &str) -> Option<WallTime> {
    let number = u64::from_str_radix(digits, 16).ok()?;
    Some(WallTime::from_micros((number ^ (1 << 63)) as i64))
}

/// What is kept of a record beside its time and place: the lengths of its texts, and these.
pub(super) fn text_of(record: &Record) -> String {
    let texts = texts_of(record);
    let lengths: Vec<_> = texts.iter().map(|text| text.len().to_string()).collect();
    format!("{}\n{}", lengths.join(" "), texts.concat())
}

fn texts_of(record: &Record) -> [&str; 6] {
    let Record { at: _, kind, who, subject, before, after, detail } = record;
    [kind, who, subject, before, after, detail].map(String::as_str)
}

/// A record as it lies in its list.
pub(super) fn written_in(text: &str) -> Result<Written> {
    read(text).ok_or_else(|| unreadable(text.get(..32).unwrap_or(text), &"it is no record"))
}

fn read(text: &str) -> Option<Written> {
    let at = time_in(text.get(..16)?)?;
    let place = i64::from_str_radix(text.get(16..32)?, 16).ok()?;
    let (lengths, mut rest) = text.get(32..)?.split_once('\n')?;
    let mut lengths = lengths.split(' ');
    let mut next = || {
        let (text, after) = rest.split_at_checked(lengths.next()?.parse().ok()?)?;
        rest = after;
        Some(text.to_owned())
    };
    let record =
        Record { at, kind: next()?, who: next()?, subject: next()?, before: next()?, after: next()?, detail: next()? };
    (rest.is_empty() && lengths.next().is_none()).then_some(Written { place, record })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sort_as_their_digits_do_and_are_read_back() {
        let times = [i64::MIN, -1, 0, 1, 1_700_000_000_123_456, i64::MAX].map(WallTime::from_micros);
        let digits = times.map(sortable);
        assert!(digits.is_sorted());
        assert_eq!(digits.map(|digits| time_in(&digits).unwrap()), times);
    }

    #[test]
    fn a_record_is_read_as_it_is_written_and_nothing_else_is() {
        let record = Record { kind: "a b".into(), subject: "\n1 2".into(), detail: "ä".into(), ..Record::default() };
        let text = format!("{}{:016x}{}", sortable(record.at), 7, text_of(&record));
        assert_eq!(written_in(&text).unwrap(), Written { place: 7, record });
        for damaged in ["", &text[..40], &text[1..], &format!("{text}x"), &text.replace('ä', "a")] {
            assert!(written_in(damaged).is_err(), "{damaged}");
        }
    }
}
