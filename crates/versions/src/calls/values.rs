//! Cached values, here or in a store of the host's own.

use super::Calls;
use super::arguments::Arguments;
use crate::cache::Lookup;
use crate::entry_store::{EntryKey, Lifetimes};
use crate::error::Result;
use crate::reading::{Bypass, Captured};
use serde_json::{Value, json};
use std::time::Duration;

/// What a reader is to do, as he learns it on the other side of a C ABI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Take this value.
    Fresh(Vec<u8>),
    /// Take this value, which is after its soft end; whoever gets a permit makes it anew when his answer is on its way.
    Stale(Vec<u8>, Option<String>),
    /// Load it, and keep it by this permit.
    Load(String),
    /// Somebody is loading it: look again after a pause.
    Wait,
    /// Load it, and keep nothing.
    PassBy,
}

impl Calls {
    /// Looks for a value under versions that were captured: an object with `versions` and `bypass`, as `answer` gave it. `waited` is for
    /// how long the caller has been waiting for somebody else's load.
    ///
    /// # Errors
    /// If the name or the versions are none.
    pub fn lookup(&self, name: &str, captured: &str, waited: Duration) -> Result<Found> {
        let captured = Arguments::read(captured)?;
        // Why does not matter here.
        let bypass = if captured.note("bypass").is_empty() { None } else { Some(Bypass::Pending) };
        let captured = Captured { versions: captured.snapshot()?, bypass };
        let permit = |permit| self.permits.put(permit, &*self.versions.environment.random);
        Ok(match self.cache.lookup(name, &captured, self.cache.deadline_of_wait(waited))? {
            Lookup::Found { value, stale: false, .. } => Found::Fresh(value),
            Lookup::Found { value, refresh, .. } => Found::Stale(value, refresh.map(permit).transpose()?),
            Lookup::Load(given) => Found::Load(permit(given)?),
            Lookup::Wait => Found::Wait,
            Lookup::PassBy(_) => Found::PassBy,
        })
    }

    /// Keeps a value that was loaded by a permit. Says whether it was kept: not if the store could not be reached, or the permit is not
    /// known any more.
    pub fn keep(&self, permit: &str, value: &[u8], lifetimes: Lifetimes) -> bool {
        self.permits.take(permit).is_some_and(|permit| self.cache.keep(permit, value, lifetimes))
    }
}

pub(super) fn fly(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let permit = calls.cache.fly_alone(EntryKey::from_text(arguments.text("key")?)?);
    let put = |permit| calls.permits.put(permit, &*calls.versions.environment.random);
    Ok(json!({"flight": permit.map(put).transpose()?}))
}

/// Of a permit as well: its value could not be loaded.
pub(super) fn land(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    if let Some(permit) = calls.permits.take(arguments.text("flight")?) {
        calls.cache.abandon(permit);
    }
    Ok(Value::Null)
}

pub(super) fn forget(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let key = EntryKey::from_text(arguments.text("key")?)?;
    Ok(json!({"removed": usize::from(calls.cache.entries().remove(&key)?)}))
}

pub(super) fn sweep(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    Ok(json!({"removed": calls.cache.entries().sweep(arguments.limit()?)?}))
}

pub(super) fn clear(calls: &Calls, arguments: &Arguments) -> Result<Value> {
    let removed = calls.cache.entries().clear()?;
    calls.versions.audit("entries.cleared", &arguments.note("who"), "", ("", ""), &format!("{removed} values"));
    Ok(json!({"removed": removed}))
}
