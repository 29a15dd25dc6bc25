//! The engine: what readers and writers of versions call.

use crate::breaker::{Breaker, BreakerState};
use crate::environment::Environment;
use crate::error::{Error, ErrorKind, Result};
use crate::journal_store::{JournalStore, Log, Record};
use crate::meter::Meter;
use crate::settings::Settings;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::VersionStore;
use std::fmt;
use std::sync::Arc;

/// A store that threads share.
pub type SharedVersionStore = Arc<dyn VersionStore + Send + Sync>;
/// A journal that threads share.
pub type SharedJournal = Arc<dyn JournalStore + Send + Sync>;

/// Versions of the data of a shop: what readers capture, what writers announce and publish.
///
/// The [crate's page](crate) shows a change and a reader. Everything that needs the host's database is there in two forms: as
/// one call with a [`VersionSource`](crate::VersionSource), and as two steps between which the host asks its database itself.
pub struct Versions {
    pub(crate) store: SharedVersionStore,
    pub(crate) journal: Option<SharedJournal>,
    pub(crate) environment: Environment,
    pub(crate) settings: Settings,
    pub(crate) breaker: Arc<Breaker>,
    pub(crate) meter: Meter,
}

impl fmt::Debug for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versions")
            .field("settings", &self.settings)
            .field("breaker", &self.breaker)
            .finish_non_exhaustive()
    }
}

impl Versions {
    /// Versions in a store, with the operating system's time and chance.
    pub fn new(store: impl VersionStore + Send + Sync + 'static, settings: Settings) -> Self {
        Self::shared(Arc::new(store), settings, Environment::default())
    }

    /// Versions in a store that others use too, in a world of the caller's.
    pub fn shared(store: SharedVersionStore, settings: Settings, environment: Environment) -> Self {
        let (breaker, meter) = (Arc::new(Breaker::new(settings.breaker)), Meter::default());
        Self { store, journal: None, environment, settings, breaker, meter }
    }

    /// The same, with a journal for incidents and the audit trail.
    #[must_use]
    pub fn with_journal(self, journal: SharedJournal) -> Self {
        Self { journal: Some(journal), ..self }
    }

    /// The same, with what others have found out about the store: a breaker that they share with these, for hosts that open
    /// versions anew with every request. It needs one clock for all.
    ///
    /// ```
    /// use cartwright_storage::MemoryVersionStore;
    /// use cartwright_versions::{Breaker, Settings, Versions};
    /// use std::sync::Arc;
    ///
    /// let settings = Settings::new()?;
    /// let breaker = Arc::new(Breaker::new(settings.breaker));
    /// let versions = Versions::new(MemoryVersionStore::default(), settings).with_breaker(breaker.clone());
    /// assert_eq!(versions.breaker_state(), breaker.state(versions.environment().monotonic.now()));
    /// # Ok::<(), cartwright_versions::Error>(())
    /// ```
    #[must_use]
    pub fn with_breaker(self, breaker: Arc<Breaker>) -> Self {
        Self { breaker, ..self }
    }

    /// How versions are handled.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Time and chance.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The store, for those who look after it.
    pub fn store(&self) -> &(dyn VersionStore + Send + Sync) {
        &*self.store
    }

    /// What this process has counted.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Whether the store is left alone.
    pub fn breaker_state(&self) -> BreakerState {
        self.breaker.state(self.environment.monotonic.now())
    }

    /// Lets calls pass again, after a false alert.
    pub fn reset_breaker(&self) {
        self.breaker.reset();
    }

    /// Asks the store, unless it is to be left alone; counts how long it took.
    pub(crate) fn ask<T>(&self, name: &str, step: impl FnOnce(&dyn VersionStore) -> Result<T>) -> Result<T> {
        let Some(admission) = self.breaker.admit(self.environment.monotonic.now()) else {
            self.counted("circuit.refused");
            let message = "the store of versions has failed too often and is left alone for some seconds";
            return Err(Error::new(ErrorKind::Unavailable, message));
        };
        let (answer, took) = self.measured(name, step);
        let chance = self.environment.random.number().unwrap_or(u64::MAX / 2);
        let now = self.environment.monotonic.now();
        let healthy = !answer.as_ref().is_err_and(is_of_the_store);
        if self.breaker.record(admission, now, took, healthy, chance) {
            let why = answer.as_ref().err().map_or_else(|| format!("it took {took:?}"), ToString::to_string);
            self.incident("circuit.opened", name, "the cache is passed by", &why);
        }
        answer
    }

    /// Asks the store whatever is known of it: a writer has no other way to be safe.
    pub(crate) fn insist<T>(&self, name: &str, step: impl FnOnce(&dyn VersionStore) -> Result<T>) -> Result<T> {
        self.measured(name, step).0
    }

    fn measured<T>(
        &self,
        name: &str,
        step: impl FnOnce(&dyn VersionStore) -> Result<T>,
    ) -> (Result<T>, std::time::Duration) {
        let begun = self.environment.monotonic.now();
        let answer = step(&*self.store);
        let took = self.environment.monotonic.now().since(begun);
        self.meter.record(self.environment.wall.wall_time(), name, took, answer.is_ok());
        (answer, took)
    }

    /// Counts something that takes no time worth telling.
    pub(crate) fn counted(&self, name: &str) {
        self.meter.record(self.environment.wall.wall_time(), name, std::time::Duration::ZERO, true);
    }

    /// Writes an incident down, with the actions that were taken. A journal that cannot be reached is counted, and keeps nobody
    /// from his work.
    pub fn incident(&self, kind: &str, subject: &str, actions: &str, detail: &str) {
        self.counted(kind);
        self.write(Log::Incidents, kind, "", subject, ("", actions), detail);
    }

    /// Writes into the audit trail who has changed what.
    pub fn audit(&self, kind: &str, who: &str, subject: &str, before_and_after: (&str, &str), detail: &str) {
        self.write(Log::Audit, kind, who, subject, before_and_after, detail);
    }

    /// Writes into the audit trail who has raised which versions by one. A [bump](Versions::bump) does it itself; who publishes
    /// his own transaction calls it after that.
    pub fn audit_raised(&self, who: &str, versions: &[(TypeName, Version)], detail: &str) {
        for (name, version) in versions {
            let before = version.counter().checked_sub(1).map(|counter| format!("{}.{counter}", version.incarnation()));
            let before_and_after = (&*before.unwrap_or_default(), &*version.to_string());
            self.audit("version.raised", who, name.as_str(), before_and_after, detail);
        }
    }

    fn write(&self, log: Log, kind: &str, who: &str, subject: &str, (before, after): (&str, &str), detail: &str) {
        let Some(journal) = &self.journal else { return };
        let record = Record {
            at: self.environment.wall.wall_time(),
            kind: kind.to_owned(),
            who: who.to_owned(),
            subject: subject.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            detail: detail.to_owned(),
        };
        if journal.append(log, &record).is_err() {
            self.counted("journal.failed");
        }
    }

    /// Hands what was counted to the journal. What cannot be handed over is kept for the next time.
    ///
    /// # Errors
    /// If the journal cannot be reached.
    pub fn flush(&self) -> Result<()> {
        let Some(journal) = &self.journal else { return Ok(()) };
        let samples = self.meter.drain();
        if samples.is_empty() {
            return Ok(());
        }
        journal.count(&samples).inspect_err(|error| {
            // Whether a lost reply was a counted one nobody knows; better once too few than twice.
            if error.kind() != ErrorKind::OutcomeUnknown {
                self.meter.restore(samples.clone());
            }
        })
    }
}

/// Whether an error says something of the health of the store, rather than of the question.
fn is_of_the_store(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unavailable | ErrorKind::Busy | ErrorKind::Full | ErrorKind::ReadOnly | ErrorKind::OutcomeUnknown
    )
}
