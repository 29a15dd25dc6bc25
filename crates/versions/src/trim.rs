//! What is too old to be of use is removed from the journal.

use crate::error::Result;
use crate::journal_store::Log;
use crate::meter::minute_of;
use crate::versions::Versions;
use cartwright_coordination::WallTime;

/// A part of the journal that can be trimmed on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalPart {
    /// What went wrong.
    Incidents,
    /// Who has changed what.
    Trail,
    /// What was counted.
    Metrics,
}

impl JournalPart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Incidents, Self::Trail, Self::Metrics];

    /// Its name where it is read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Trail => "trail",
            Self::Metrics => "metrics",
        }
    }
}

/// How much was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trimmed {
    /// Incidents.
    pub incidents: usize,
    /// Records of the audit trail.
    pub trail: usize,
    /// Minutes of counts.
    pub metrics: usize,
    /// Whether there may be more, so that it is worth asking again.
    pub more: bool,
}

impl Versions {
    /// Removes from parts of the journal what is from before a time, the oldest first: of each list at most `limit`, so that nobody waits
    /// long for it; counts all at once. That something was removed is in the audit trail.
    ///
    /// # Errors
    /// If the journal cannot be reached.
    ///
    /// ```
    /// use cartwright_coordination::{WallClock, WallTime};
    /// use cartwright_storage::{MemoryJournalStore, MemoryVersionStore};
    /// use cartwright_versions::{JournalPart, Settings, Versions};
    /// use std::sync::Arc;
    /// use std::time::Duration;
    ///
    /// let journal = Arc::new(MemoryJournalStore::default());
    /// let versions = Versions::new(MemoryVersionStore::default(), Settings::new()?).with_journal(journal);
    /// versions.incident("slow_operation", "shop.home", "", "");
    /// let now = versions.environment().wall.wall_time();
    /// let day = Duration::from_secs(86_400);
    /// assert_eq!(versions.trim_journal(&JournalPart::ALL, now.minus(90 * day), 1000, "scheduler")?.incidents, 0);
    /// assert_eq!(versions.trim_journal(&[JournalPart::Incidents], now.plus(day), 1000, "scheduler")?.incidents, 1);
    /// # Ok::<(), cartwright_versions::Error>(())
    /// ```
    pub fn trim_journal(&self, parts: &[JournalPart], before: WallTime, limit: usize, who: &str) -> Result<Trimmed> {
        let mut trimmed = Trimmed::default();
        let Some(journal) = &self.journal else { return Ok(trimmed) };
        for part in parts {
            match part {
                JournalPart::Incidents => trimmed.incidents = journal.trim(Log::Incidents, before, limit)?,
                JournalPart::Trail => trimmed.trail = journal.trim(Log::Audit, before, limit)?,
                JournalPart::Metrics => trimmed.metrics = journal.forget_samples(minute_of(before))?,
            }
        }
        let Trimmed { incidents, trail, metrics, .. } = trimmed;
        trimmed.more = limit > 0 && (incidents == limit || trail == limit);
        if incidents + trail + metrics > 0 {
            let detail = format!("{incidents} incidents, {trail} of the trail, {metrics} counts");
            self.audit("journal.trimmed", who, "", ("", ""), &detail);
        }
        Ok(trimmed)
    }
}
