//! Everything in JSON, for hosts on the other side of a C ABI: one text in, one text out. The host asks its own database between
//! two calls.

mod answers;
mod arguments;
mod journal;
mod kept;
mod reading;
mod seen_text;
mod upkeep;
mod values;
mod writing;

use crate::bump::BumpLocks;
use crate::cache::{CacheSettings, Permit, SharedEntryStore, SharedLockStore, VersionedCache};
use crate::error::{Error, ErrorKind, Result};
use crate::journal_store::Log;
use crate::versions::Versions;
use crate::writing::Writing;
use arguments::{Arguments, invalid};
use kept::Kept;
use std::fmt;
use std::sync::Arc;
use upkeep::Waiting;

pub use values::Found;

/// Versions with a cache, the locks of bumps, and what hosts hold of them between two calls under tokens: changes, permits,
/// locks, reconciliations. Of each there are so many that the oldest is dropped at last; what is dropped ends with its lease.
///
/// Many threads may use it at once. `docs/versions.md` has every operation with its members.
///
/// ```
/// use cartwright_storage::{MemoryEntryStore, MemoryLockStore, MemoryVersionStore};
/// use cartwright_versions::{CacheSettings, Calls, Settings, Versions};
/// use std::sync::Arc;
///
/// let versions = Versions::new(MemoryVersionStore::default(), Settings::new()?);
/// let (entries, locks) = (Arc::new(MemoryEntryStore::default()), Arc::new(MemoryLockStore::default()));
/// let calls = Calls::new(versions, entries, locks, CacheSettings::new()?);
/// assert_eq!(
///     calls.call(r#"{"op":"token","versions":{"products":"0000000000005eed.7","categories":"0000000000005eed.7"}}"#)?,
///     r#""8f9637a7b652297c8b3472fcd8fcf80d""#,
/// );
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
pub struct Calls {
    versions: Arc<Versions>,
    cache: VersionedCache,
    locks: SharedLockStore,
    changes: Kept<Writing>,
    permits: Kept<Permit>,
    bumps: Kept<BumpLocks>,
    comparisons: Kept<Waiting>,
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").field("versions", &self.versions).finish_non_exhaustive()
    }
}

/// Every operation of [`Calls::call`].
pub const CALLS: [&str; 35] = [
    "look",
    "answer",
    "token",
    "key",
    "begin",
    "confirm",
    "publish",
    "withdraw",
    "lock",
    "unlock",
    "locks",
    "force_unlock",
    "bumped",
    "compare",
    "reconcile",
    "renewed",
    "fly",
    "land",
    "forget",
    "sweep",
    "clear",
    "standings",
    "health",
    "unpublish",
    "breaker",
    "reset_breaker",
    "incident",
    "audit",
    "incidents",
    "trail",
    "trim",
    "record",
    "flush",
    "metrics",
    "reset_metrics",
];

impl Calls {
    /// Versions, with the stores of values and of locks that hosts use beside them.
    pub fn new(versions: Versions, entries: SharedEntryStore, locks: SharedLockStore, settings: CacheSettings) -> Self {
        let versions = Arc::new(versions);
        Self {
            cache: VersionedCache::new(Arc::clone(&versions), entries, Arc::clone(&locks), settings),
            versions,
            locks,
            changes: Kept::default(),
            permits: Kept::default(),
            bumps: Kept::default(),
            comparisons: Kept::default(),
        }
    }

    /// The versions.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// Does what a JSON object says, and answers with one. `op` is one of [`CALLS`]; the other members are its arguments.
    ///
    /// # Errors
    /// If the text is no call, or as the engine says.
    pub fn call(&self, text: &str) -> Result<String> {
        let arguments = Arguments::read(text)?;
        let answer = match arguments.op()? {
            "look" => reading::look(self, &arguments)?,
            "answer" => reading::answer(self, &arguments)?,
            "token" => reading::token(&arguments)?,
            "key" => reading::key(&arguments)?,
            "begin" => writing::begin(self, &arguments)?,
            "confirm" => writing::confirm(self, &arguments)?,
            "publish" => writing::publish(self, &arguments)?,
            "withdraw" => writing::withdraw(self, &arguments)?,
            "lock" => writing::lock(self, &arguments)?,
            "unlock" => writing::unlock(self, &arguments)?,
            "locks" => upkeep::locks(self, &arguments)?,
            "force_unlock" => upkeep::force_unlock(self, &arguments)?,
            "bumped" => writing::bumped(self, &arguments)?,
            "compare" => upkeep::compare(self, &arguments)?,
            "reconcile" => upkeep::reconcile(self, &arguments)?,
            "renewed" => upkeep::renewed(self, &arguments)?,
            "fly" => values::fly(self, &arguments)?,
            "land" => values::land(self, &arguments)?,
            "forget" => values::forget(self, &arguments)?,
            "sweep" => values::sweep(self, &arguments)?,
            "clear" => values::clear(self, &arguments)?,
            "standings" => upkeep::standings(self, &arguments)?,
            "health" => upkeep::health(self)?,
            "unpublish" => upkeep::unpublish(self, &arguments)?,
            "breaker" => upkeep::breaker(self),
            "reset_breaker" => upkeep::reset_breaker(self, &arguments),
            "incident" => journal::incident(self, &arguments)?,
            "audit" => journal::audit(self, &arguments)?,
            "incidents" => journal::list(self, &arguments, Log::Incidents, answers::incident)?,
            "trail" => journal::list(self, &arguments, Log::Audit, answers::trail)?,
            "trim" => journal::trim(self, &arguments)?,
            "record" => journal::record(self, &arguments)?,
            "flush" => journal::flush(self)?,
            "metrics" => journal::metrics(self, &arguments)?,
            "reset_metrics" => journal::reset_metrics(self, &arguments)?,
            other => return Err(invalid(format!("`{other}` is no operation; there is {}", CALLS.join(", ")))),
        };
        Ok(answer.to_string())
    }
}

/// What was begun under a token is not known.
fn forgotten(what: &str, then: &str) -> Error {
    let message = format!("nothing is known of this {what} any more, or it was never begun here; {then}");
    Error::new(ErrorKind::Forgotten, message)
}
