//! What a caller decides about data versions, read from its JSON.

use super::breakers;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::settings;
use cartwright_coordination::{Backoff, Lifetime, LifetimeLimit, ManualClock, SystemRandom};
use cartwright_storage::{StorePlace, VersionStores};
use cartwright_versions::{BreakerSettings, CacheSettings, Calls, Environment, Settings, Versions, WhenUnmarked};
use std::sync::Arc;
use std::time::Duration;

/// Versions as the settings describe them, and the clock that a test moves. Nothing is opened yet.
pub(super) fn open(text: &str) -> Result<(Calls, Option<ManualClock>), Failure> {
    let mut fields = Fields::read(text, "settings")?;
    let places = Places::read(&mut fields)?;
    let clock = clock(&mut fields, &places)?;
    let longest_mark = fields.whole("longest_mark_ms")?.map_or(VersionStores::LONGEST_MARK, Duration::from_millis);
    let busy_timeout = settings::busy_timeout(&mut fields)?;
    let (settings, cache) = (read(&mut fields)?, cached(&mut fields)?);
    fields.end()?;
    if settings.mark_lease.get() > longest_mark {
        let message =
            "'mark_lease_ms' of the settings is more than 'longest_mark_ms'; no store would grant such a mark";
        return Err(Failure::Argument(message.into()));
    }
    let [breaker, journal_breaker] = places.decisive().map(|place| breakers::of(place, settings.breaker));
    let stores = places.open(clock.as_ref(), busy_timeout, longest_mark);
    let environment = match &clock {
        Some(clock) => Environment { random: Arc::new(SystemRandom), ..Environment::by_hand(clock, 0) },
        None => Environment::default(),
    };
    let versions = Versions::shared(stores.versions, settings, environment)
        .with_breaker(breaker)
        .with_journal(stores.journal)
        .with_journal_breaker(journal_breaker);
    Ok((Calls::new(versions, stores.entries, stores.locks, cache), clock))
}

/// Where everything is.
struct Places {
    /// `None` for versions that are asked of the host's database alone.
    store: Option<StorePlace>,
    /// `None` for a journal that lies with the store.
    journal: Option<StorePlace>,
}

impl Places {
    fn read(fields: &mut Fields) -> Result<Self, Failure> {
        let place = |text: String| text.parse::<StorePlace>().map_err(Failure::Argument);
        let store = settings::store(fields)?;
        let store = if store == "database" { None } else { Some(place(store)?) };
        Ok(Self { store, journal: fields.text("journal")?.map(place).transpose()? })
    }

    fn is_in_memory(&self) -> bool {
        [&self.store, &self.journal].into_iter().flatten().all(|place| *place == StorePlace::Memory)
    }

    /// Whose health decides over the store with its values, and whose over the journal.
    fn decisive(&self) -> [&StorePlace; 2] {
        let (store, journal) = (self.store.as_ref(), self.journal.as_ref());
        [store.or(journal), journal.or(store)].map(|place| place.unwrap_or(&StorePlace::Memory))
    }

    fn open(&self, clock: Option<&ManualClock>, busy_timeout: Duration, longest_mark: Duration) -> VersionStores {
        let at = |place: &StorePlace| match clock {
            Some(clock) => VersionStores::in_memory(clock.clone(), longest_mark),
            None => place.versions(busy_timeout, longest_mark),
        };
        match (&self.store, &self.journal) {
            // Values and locks lie with the journal then: on this machine.
            (None, journal) => {
                at(journal.as_ref().unwrap_or(&StorePlace::Memory)).without_published_versions(longest_mark)
            }
            (Some(store), None) => at(store),
            (Some(store), Some(journal)) => VersionStores { journal: at(journal).journal, ..at(store) },
        }
    }
}

fn clock(fields: &mut Fields, places: &Places) -> Result<Option<ManualClock>, Failure> {
    match fields.text("clock")?.as_deref() {
        None | Some("system") => Ok(None),
        Some("manual") if places.is_in_memory() => Ok(Some(ManualClock::default())),
        Some(_) => {
            let message = "'clock' of the settings is 'system', or 'manual' for stores in memory";
            Err(Failure::Argument(message.into()))
        }
    }
}

fn read(fields: &mut Fields) -> Result<Settings, Failure> {
    let mut settings = Settings::new()?;
    settings.mark_lease = lifetime(fields, "mark_lease_ms", settings.mark_lease)?;
    settings.lock_lease = lifetime(fields, "lock_lease_ms", settings.lock_lease)?;
    settings.when_unmarked = match fields.text("when_unmarked")?.as_deref() {
        None | Some("refuse") => WhenUnmarked::Refuse,
        Some("commit_stale") => WhenUnmarked::CommitStale,
        Some(other) => {
            let message = format!("'when_unmarked' of the settings is '{other}'; write refuse or commit_stale");
            return Err(Failure::Argument(message));
        }
    };
    let Backoff { attempts, base, .. } = settings.lock_backoff;
    let attempts = fields.whole("lock_attempts")?.map_or(attempts, |times| u32::try_from(times).unwrap_or(u32::MAX));
    let pause = fields.whole("lock_pause_ms")?.map_or(base, Duration::from_millis);
    settings.lock_backoff = Backoff { attempts, base: pause, max: pause.saturating_mul(10), ..settings.lock_backoff };
    settings.breaker = breaker(fields.inner("breaker")?, settings.breaker)?;
    Ok(settings)
}

fn cached(fields: &mut Fields) -> Result<CacheSettings, Failure> {
    let mut cache = CacheSettings::new()?;
    cache.flight = lifetime(fields, "flight_ms", cache.flight)?;
    cache.wait = fields.whole("wait_ms")?.map_or(cache.wait, Duration::from_millis);
    Ok(cache)
}

/// In the words of the package's configuration: `failed` and `slow` are hundredths of the calls.
fn breaker(mut fields: Fields, default: BreakerSettings) -> Result<BreakerSettings, Failure> {
    let millis = |fields: &mut Fields, name, default| -> Result<Duration, Failure> {
        Ok(fields.whole(name)?.map_or(default, Duration::from_millis))
    };
    let count = |fields: &mut Fields, name, default| -> Result<usize, Failure> {
        Ok(fields.whole(name)?.map_or(default, |count| usize::try_from(count).unwrap_or(usize::MAX)))
    };
    let percent = |fields: &mut Fields, name: &'static str, default: u8| -> Result<u8, Failure> {
        match fields.whole(name)? {
            None => Ok(default),
            Some(percent @ 1..=100) => Ok(u8::try_from(percent).unwrap_or(default)),
            Some(other) => {
                Err(Failure::Argument(format!("'{name}' of the breaker is {other}; write 1 to 100 hundredths")))
            }
        }
    };
    let settings = BreakerSettings {
        window: millis(&mut fields, "window_ms", default.window)?,
        samples: count(&mut fields, "samples", default.samples)?,
        minimum: count(&mut fields, "minimum", default.minimum)?,
        error_percent: percent(&mut fields, "failed", default.error_percent)?,
        slow: millis(&mut fields, "slow_ms", default.slow)?,
        slow_percent: percent(&mut fields, "slow", default.slow_percent)?,
        open: millis(&mut fields, "open_ms", default.open)?,
    };
    fields.end()?;
    Ok(settings)
}

fn lifetime(fields: &mut Fields, name: &'static str, default: Lifetime) -> Result<Lifetime, Failure> {
    match fields.whole(name)? {
        None => Ok(default),
        Some(millis) => {
            let lifetime = LifetimeLimit::default().lifetime(Duration::from_millis(millis));
            Ok(lifetime.map_err(cartwright_versions::Error::from)?)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_in_one_place_is_left_alone_together() {
        let decisive = |settings: &str| {
            let mut fields = Fields::read(settings, "settings").ok().unwrap();
            Places::read(&mut fields).ok().unwrap().decisive().map(ToString::to_string)
        };
        assert_eq!(decisive(r#"{"store":"sqlite:/a"}"#), ["sqlite:/a", "sqlite:/a"]);
        assert_eq!(decisive(r#"{"store":"sqlite:/a","journal":"sqlite:/b"}"#), ["sqlite:/a", "sqlite:/b"]);
        assert_eq!(decisive(r#"{"store":"database","journal":"sqlite:/b"}"#), ["sqlite:/b", "sqlite:/b"]);
        assert_eq!(decisive(r#"{"store":"database"}"#), ["memory", "memory"]);
    }
}
