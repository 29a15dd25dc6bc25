//! The port to what is remembered for people: incidents, the audit trail, and counted samples.

use crate::error::Result;
use cartwright_coordination::{Durations, WallTime};
use std::time::Duration;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Log {
    /// What went wrong, and what was done about it.
    Incidents,
    /// Who has changed what.
    Audit,
}

impl Log {
    /// Both, in the order above.
    pub const ALL: [Self; 2] = [Self::Incidents, Self::Audit];

    /// Its name, for a store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Audit => "audit",
        }
    }
}

/// What is written down. Texts may be empty; hosts may put JSON into them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// When it happened.
    pub at: WallTime,
    /// What it was: `version.raised`, `slow_operation`, …
    pub kind: String,
    /// Who did it.
    pub who: String,
    /// To what.
    pub subject: String,
    /// What was there before.
    pub before: String,
    /// What is there after it; of an incident, the actions that were taken.
    pub after: String,
    /// Whatever else is worth knowing.
    pub detail: String,
}

/// A record with its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Greater than that of every record that was appended before.
    pub place: i64,
    /// What was written down.
    pub record: Record,
}

/// Which records: from a time, until before another, after one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first time that belongs to it.
    pub from: WallTime,
    /// The first time that does not any more.
    pub until: WallTime,
    /// The last record that is known already, by its time and its place.
    pub after: Option<(WallTime, i64)>,
}

impl Range {
    /// All there are.
    pub const ALL: Self =
        Self { from: WallTime::from_micros(i64::MIN), until: WallTime::from_micros(i64::MAX), after: None };

    /// What happened in so much time before a moment, the moment included.
    ///
    /// ```
    /// use cartwright_coordination::WallTime;
    /// use cartwright_versions::Range;
    /// use std::time::Duration;
    ///
    /// let last_day = Range::before(WallTime::from_secs(100_000), Duration::from_secs(86_400));
    /// assert_eq!(last_day.from, WallTime::from_secs(13_600));
    /// assert!(last_day.until > WallTime::from_secs(100_000));
    /// ```
    pub fn before(now: WallTime, time: Duration) -> Self {
        Self { from: now.minus(time), until: now.plus(Duration::from_micros(1)), after: None }
    }
}

/// What was counted of one kind of operation in one minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The beginning of the minute.
    pub minute: WallTime,
    /// What was counted.
    pub name: String,
    /// How many of them failed.
    pub errors: u64,
    /// How long all of them took.
    pub durations: Durations,
}

/// A store of records and samples. Every method is one step, as for [`VersionStore`](crate::VersionStore).
pub trait JournalStore {
    /// Appends a record. Answers with its place.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn append(&self, log: Log, record: &Record) -> Result<i64>;

    /// The records of a range in the order of their times, those of one time in the order they were appended, at most
    /// `limit`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn read(&self, log: Log, range: &Range, limit: usize) -> Result<Vec<Written>>;

    /// Removes records from before a time, the oldest first, at most `limit`. Says how many.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn trim(&self, log: Log, before: WallTime, limit: usize) -> Result<usize>;

    /// Adds samples to those of the same minute and name; none that another process adds meanwhile is lost.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn count(&self, samples: &[Sample]) -> Result<()>;

    /// The samples of the minutes from one time until before another, in the order of minute and name.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn samples(&self, from: WallTime, until: WallTime) -> Result<Vec<Sample>>;

    /// Forgets samples of minutes before a time. Says how many.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn forget_samples(&self, before: WallTime) -> Result<usize>;
}
