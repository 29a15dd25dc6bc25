//! What a caller decides about an engine, read from its JSON.

use crate::failure::Failure;
use crate::fields::Fields;
use cartwright_coordination::{Backoff, Growth, Jitter};
use cartwright_core::{Limits, LineIdentity, Moment, Policy, Switches, TimeZones};
use cartwright_engine::{Engine, Environment, Settings};
use cartwright_storage::StorePlace;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The engine that the settings describe, and the time zones that it knows. Nothing is opened yet.
pub(crate) fn engine(text: &str) -> Result<(Engine, Arc<GivenZones>), Failure> {
    let mut fields = Fields::read(text, "settings")?;
    let place = place(&mut fields)?;
    let busy_timeout = busy_timeout(&mut fields)?;
    let mut settings = Settings::new(fields.text("currency")?.as_deref().unwrap_or("USD"))?;
    settings.policy =
        Policy { limits: limits(fields.inner("limits")?)?, switches: switches(fields.inner("switches")?)? };
    settings.retry = retry(fields.inner("retry")?, settings.retry)?;
    if let Some(patience) = fields.whole("patience_ms")? {
        settings.patience = Duration::from_millis(patience);
    }
    settings.events = fields.flag("events")?.unwrap_or(settings.events);
    settings.outbox = fields.flag("outbox")?.unwrap_or(settings.outbox);
    let zones = Arc::new(GivenZones::default());
    zones.set(fields.inner("zones")?)?;
    fields.end()?;
    let environment = Environment { zones: Arc::<GivenZones>::clone(&zones), ..Environment::default() };
    Ok((Engine::shared(place.carts(busy_timeout), settings).in_environment(environment), zones))
}

/// Where carts or locks are.
pub(crate) fn place(fields: &mut Fields) -> Result<StorePlace, Failure> {
    store(fields)?.parse().map_err(Failure::Argument)
}

/// The text that says where something is.
pub(crate) fn store(fields: &mut Fields) -> Result<String, Failure> {
    fields.text("store")?.ok_or_else(|| {
        Failure::Argument(
            "The settings do not say where the store is; write \"store\": \"sqlite:PATH\", for example".into(),
        )
    })
}

pub(crate) fn busy_timeout(fields: &mut Fields) -> Result<Duration, Failure> {
    Ok(fields.whole("busy_timeout_ms")?.map_or(StorePlace::BUSY_TIMEOUT, Duration::from_millis))
}

fn limits(mut fields: Fields) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    limits.items = fields.whole("items")?.unwrap_or(limits.items);
    limits.data_bytes = fields.whole("data_bytes")?.unwrap_or(limits.data_bytes);
    if let Some(quantity) = fields.whole("item_quantity")? {
        limits.item_quantity = i64::try_from(quantity).unwrap_or(i64::MAX);
    }
    limits.text_bytes = fields.whole("text_bytes")?.unwrap_or(limits.text_bytes);
    fields.end()?;
    Ok(limits)
}

fn switches(mut fields: Fields) -> Result<Switches, Failure> {
    let mut switches = Switches::default();
    switches.honour_condition_order = fields.flag("honour_condition_order")?.unwrap_or_default();
    switches.line_identity = match fields.text("line_identity")?.as_deref() {
        None | Some("id") => LineIdentity::Id,
        Some("id_and_attributes") => LineIdentity::IdAndAttributes,
        Some(other) => {
            let message = format!("'line_identity' of the switches is '{other}'; write id or id_and_attributes");
            return Err(Failure::Argument(message));
        }
    };
    switches.strict_parsing = fields.flag("strict_parsing")?.unwrap_or_default();
    switches.fractional_quantities = fields.flag("fractional_quantities")?.unwrap_or_default();
    fields.end()?;
    Ok(switches)
}

/// The retry policy, in the words of the PHP package's configuration.
fn retry(mut fields: Fields, default: Backoff) -> Result<Backoff, Failure> {
    let mut retry = default;
    if let Some(attempts) = fields.whole("max_attempts")? {
        retry.attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
    }
    retry.base = fields.whole("base_delay_ms")?.map_or(retry.base, Duration::from_millis);
    retry.max = fields.whole("max_delay_ms")?.map_or(retry.max, Duration::from_millis);
    match fields.flag("exponential_backoff")? {
        None => {}
        Some(true) => retry.growth = Growth::Doubling,
        Some(false) => retry.growth = Growth::Constant,
    }
    if fields.flag("jitter")? == Some(false) {
        retry.jitter = Jitter::None;
    }
    fields.end()?;
    Ok(retry)
}

/// Clocks are nowhere as much as a day away from UTC.
const DAY: i32 = 86_400;

/// The distances from UTC that the host has given for names of time zones. They may be given anew at any time.
#[derive(Debug, Default)]
pub(crate) struct GivenZones(RwLock<HashMap<String, i32>>);

impl GivenZones {
    /// Replaces all of them.
    pub(crate) fn set(&self, fields: Fields) -> Result<(), Failure> {
        let mut zones = HashMap::new();
        for (name, seconds) in fields.members() {
            let offset = seconds.as_i64().and_then(|seconds| i32::try_from(seconds).ok());
            let offset = offset.filter(|seconds| (1 - DAY..DAY).contains(seconds)).ok_or_else(|| {
                Failure::Argument(format!(
                    "The time zone '{name}' is {seconds}; write its seconds east of UTC, such as 28800"
                ))
            })?;
            zones.insert(name, offset);
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = zones;
        Ok(())
    }
}

impl TimeZones for GivenZones {
    fn offset(&self, name: &str, _: Moment) -> Option<i32> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }
}
