//! What a caller decides about reservations, read from its JSON.

use crate::failure::Failure;
use crate::fields::Fields;
use crate::settings;
use cartwright_coordination::{LifetimeLimit, ManualClock};
use cartwright_reservations::{Error, Keep, Reservations, Settings};
use cartwright_storage::{MemoryReservationStore, StorePlace};
use std::time::Duration;

/// Reservations as the settings describe them, and the clock that a test moves. Nothing is opened yet.
pub(super) fn open(text: &str) -> Result<(Reservations, Option<ManualClock>), Failure> {
    let mut fields = Fields::read(text, "settings")?;
    let place = settings::place(&mut fields)?;
    let busy_timeout = settings::busy_timeout(&mut fields)?;
    let manual = match fields.text("clock")?.as_deref() {
        None | Some("system") => false,
        Some("manual") if place == StorePlace::Memory => true,
        Some(_) => {
            let message = "'clock' of the settings is 'system', or 'manual' for a store in memory";
            return Err(Failure::Argument(message.into()));
        }
    };
    let settings = read(&mut fields)?;
    fields.end()?;
    if manual {
        let clock = ManualClock::default();
        let store = MemoryReservationStore::with_clock(clock.clone(), Keep::default());
        return Ok((Reservations::new(store, settings)?, Some(clock)));
    }
    Ok((Reservations::shared(place.reservations(busy_timeout), settings)?, None))
}

fn read(fields: &mut Fields) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    if let Some(longest) = fields.whole("longest_lease_ms")? {
        let longest = LifetimeLimit::new(Duration::from_millis(longest)).map_err(Error::from)?;
        settings = settings.with_longest_lease(longest);
    }
    if let Some(window) = fields.whole("payment_window_ms")? {
        settings = settings.with_payment_window(Duration::from_millis(window));
    }
    if let Some(lease) = fields.whole("lease_ms")? {
        settings = settings.with_lease(Duration::from_millis(lease));
    }
    if let Some(wait) = fields.whole("longest_wait_ms")? {
        settings.longest_wait = Duration::from_millis(wait);
    }
    if let Some(most) = fields.whole("most_lines")? {
        settings.most_lines = usize::try_from(most).unwrap_or(usize::MAX);
    }
    let mut caps = fields.inner("caps")?;
    settings.caps.per_owner = caps.whole("per_owner")?.unwrap_or(settings.caps.per_owner);
    settings.caps.total = caps.whole("total")?.unwrap_or(settings.caps.total);
    caps.end()?;
    Ok(settings)
}
