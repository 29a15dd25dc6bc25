//! What is written down: incidents, the audit trail, and what was counted.
//!
//! A journal that is away keeps nobody from his work, nor for long: it has a breaker, that of the store where both are in one place.

use crate::error::{ErrorKind, Result};
use crate::journal_store::{JournalStore, Log, Record, Sample};
use crate::type_name::TypeName;
use crate::version::Version;
use crate::versions::{Versions, is_of_the_store, left_alone};

impl Versions {
    /// Writes an incident down, with the actions that were taken. A journal that cannot be reached is counted, and keeps nobody
    /// from his work: one that has failed too often is left alone for some seconds.
    pub fn incident(&self, kind: &str, subject: &str, actions: &str, detail: &str) {
        self.counted(kind);
        self.write(Log::Incidents, &self.record(kind, "", subject, ("", actions), detail), false);
    }

    /// Writes into the audit trail who has changed what. It is tried whatever is known of the journal.
    pub fn audit(&self, kind: &str, who: &str, subject: &str, before_and_after: (&str, &str), detail: &str) {
        self.write(Log::Audit, &self.record(kind, who, subject, before_and_after, detail), true);
    }

    /// Writes into the audit trail who has raised which versions by one. A [bump](Versions::bump) does it itself; who publishes
    /// his own transaction calls it after that.
    pub fn audit_raised(&self, who: &str, versions: &[(TypeName, Version)], detail: &str) {
        let mut reached = true;
        for (name, version) in versions {
            if !reached {
                // It was waited for once.
                self.counted("journal.failed");
                continue;
            }
            let before = version.counter().checked_sub(1).map(|counter| format!("{}.{counter}", version.incarnation()));
            let before_and_after = (&*before.unwrap_or_default(), &*version.to_string());
            let record = self.record("version.raised", who, name.as_str(), before_and_after, detail);
            reached = self.write(Log::Audit, &record, true);
        }
    }

    pub(crate) fn record(
        &self,
        kind: &str,
        who: &str,
        subject: &str,
        (before, after): (&str, &str),
        detail: &str,
    ) -> Record {
        Record {
            at: self.environment.wall.wall_time(),
            kind: kind.to_owned(),
            who: who.to_owned(),
            subject: subject.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            detail: detail.to_owned(),
        }
    }

    /// Says whether the journal could be reached. Whoever insists waits for one that is to be left alone, too.
    pub(crate) fn write(&self, log: Log, record: &Record, insists: bool) -> bool {
        let Some(journal) = &self.journal else { return true };
        let appended = if insists {
            Some(journal.append(log, record))
        } else {
            self.behind(&self.journal_breaker, || journal.append(log, record)).map(|(appended, ..)| appended)
        };
        if !matches!(appended, Some(Ok(_))) {
            self.counted("journal.failed");
        }
        appended.is_some_and(|appended| !appended.is_err_and(|error| is_of_the_store(&error)))
    }

    /// Hands what was counted to the journal. What cannot be handed over is kept for the next time.
    ///
    /// # Errors
    /// If the journal cannot be reached, or has failed too often and is left alone for some seconds.
    pub fn flush(&self) -> Result<()> {
        self.hand_over(|journal, samples| {
            let counted = self.behind(&self.journal_breaker, || journal.count(samples));
            counted.map_or_else(|| Err(left_alone("journal")), |(counted, ..)| counted)
        })
    }

    /// The same for somebody who wants to read it now.
    pub(crate) fn flush_at_once(&self) -> Result<()> {
        self.hand_over(|journal, samples| journal.count(samples))
    }

    fn hand_over(&self, count: impl FnOnce(&dyn JournalStore, &[Sample]) -> Result<()>) -> Result<()> {
        let Some(journal) = &self.journal else { return Ok(()) };
        let samples = self.meter.drain();
        if samples.is_empty() {
            return Ok(());
        }
        let counted = count(&**journal, &samples);
        // Whether a lost reply was a counted one nobody knows; better once too few than twice.
        if counted.as_ref().is_err_and(|error| error.kind() != ErrorKind::OutcomeUnknown) {
            self.meter.restore(samples);
        }
        counted
    }
}
