//! The engine: what readers and writers of versions call.

use crate::breaker::{Breaker, BreakerState};
use crate::environment::Environment;
use crate::error::{Error, ErrorKind, Result};
use crate::journal_store::{JournalStore, Log};
use crate::meter::Meter;
use crate::settings::Settings;
use crate::version_store::VersionStore;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

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
    /// That of the journal, which may be somewhere else than the store.
    pub(crate) journal_breaker: Arc<Breaker>,
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
        let [breaker, journal_breaker] = [(); 2].map(|()| Arc::new(Breaker::new(settings.breaker)));
        Self { store, journal: None, environment, settings, breaker, journal_breaker, meter: Meter::default() }
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

    /// The same of the journal. Where both are in one place it is one breaker: who cannot reach the one does not wait for the other.
    #[must_use]
    pub fn with_journal_breaker(self, breaker: Arc<Breaker>) -> Self {
        Self { journal_breaker: breaker, ..self }
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
        self.journal_breaker.reset();
    }

    /// Asks the store, unless it is to be left alone; counts how long it took.
    pub(crate) fn ask<T>(&self, name: &str, step: impl FnOnce(&dyn VersionStore) -> Result<T>) -> Result<T> {
        let Some((answer, took, opened)) = self.behind(&self.breaker, || step(&*self.store)) else {
            self.counted("circuit.refused");
            return Err(left_alone("store"));
        };
        self.meter.record(self.environment.wall.wall_time(), name, took, answer.is_ok());
        if opened {
            let why = answer.as_ref().err().map_or_else(|| format!("it took {took:?}"), ToString::to_string);
            let record = self.record("circuit.opened", "", name, ("", "the cache is passed by"), &why);
            // A place that is slow takes it yet.
            self.write(Log::Incidents, &record, answer.is_ok());
        }
        answer
    }

    /// Asks the store whatever is known of it: a writer has no other way to be safe.
    pub(crate) fn insist<T>(&self, name: &str, step: impl FnOnce(&dyn VersionStore) -> Result<T>) -> Result<T> {
        let (answer, took) = self.timed(|| step(&*self.store));
        self.meter.record(self.environment.wall.wall_time(), name, took, answer.is_ok());
        answer
    }

    /// A step, how long it took, and whether the breaker has opened by it; nothing where its place is to be left alone.
    pub(crate) fn behind<T>(
        &self,
        breaker: &Breaker,
        step: impl FnOnce() -> Result<T>,
    ) -> Option<(Result<T>, Duration, bool)> {
        let admission = breaker.admit(self.environment.monotonic.now())?;
        let (answer, took) = self.timed(step);
        let chance = self.environment.random.number().unwrap_or(u64::MAX / 2);
        let healthy = !answer.as_ref().is_err_and(is_of_the_store);
        let opened = breaker.record(admission, self.environment.monotonic.now(), took, healthy, chance);
        if opened {
            self.counted("circuit.opened");
        }
        Some((answer, took, opened))
    }

    fn timed<T>(&self, step: impl FnOnce() -> T) -> (T, Duration) {
        let begun = self.environment.monotonic.now();
        let answer = step();
        (answer, self.environment.monotonic.now().since(begun))
    }

    /// Counts something that takes no time worth telling.
    pub(crate) fn counted(&self, name: &str) {
        self.meter.record(self.environment.wall.wall_time(), name, Duration::ZERO, true);
    }
}

pub(crate) fn left_alone(what: &str) -> Error {
    let message = format!("the {what} of versions has failed too often and is left alone for some seconds");
    Error::new(ErrorKind::Unavailable, message)
}

/// Whether an error says something of the health of the store, rather than of the question.
pub(crate) fn is_of_the_store(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unavailable | ErrorKind::Busy | ErrorKind::Full | ErrorKind::ReadOnly | ErrorKind::OutcomeUnknown
    )
}
