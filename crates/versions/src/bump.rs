//! Versions raised on their own, after a change that somebody else has committed.

use crate::error::{Error, ErrorKind, Result};
use crate::source::{ChangeId, VersionSource};
use crate::type_name::TypeName;
use crate::version::Version;
use crate::versions::Versions;
use crate::writing::{Publication, list};
use cartwright_coordination::{HeldLock, LockKey, LockStore, Locks, Waited};
use std::collections::BTreeSet;

impl TryFrom<&str> for ChangeId {
    type Error = Error;

    fn try_from(id: &str) -> Result<Self> {
        Self::new(id)
    }
}

/// What a bump had to do without. It was done all the same, by an atomic increment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Degraded {
    /// Others held the lock for longer than it is waited for.
    LockHeld,
    /// The store of locks could not be reached.
    LockUnreachable,
    /// No mark could be set; what was raised is stale until reconciled.
    Unmarked,
    /// The store of versions did not take the publication.
    Unpublished,
}

impl Degraded {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::LockHeld, Self::LockUnreachable, Self::Unmarked, Self::Unpublished];

    /// Its name, for hosts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LockHeld => "lock_held",
            Self::LockUnreachable => "lock_unreachable",
            Self::Unmarked => "unmarked",
            Self::Unpublished => "unpublished",
        }
    }

    /// Under which name it is counted and written down.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LockHeld => "degraded.lock_held",
            Self::LockUnreachable => "degraded.lock_unreachable",
            Self::Unmarked => "degraded.unmarked",
            Self::Unpublished => "degraded.unpublished",
        }
    }
}

/// What a bump has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bumped {
    /// The versions that are committed now.
    pub versions: Vec<(TypeName, Version)>,
    /// What it had to do without; nothing, most of the time.
    pub degraded: Vec<Degraded>,
}

/// The locks of one bump.
#[derive(Debug)]
#[must_use = "they are to be given back when the bump is done"]
pub struct BumpLocks {
    held: Vec<HeldLock>,
    missing: Option<Degraded>,
}

impl BumpLocks {
    /// What kept one of them from being had, if anything did.
    pub fn missing(&self) -> Option<Degraded> {
        self.missing
    }
}

/// Changes of one request or one transaction, which become one bump per type.
///
/// ```
/// use cartwright_versions::{Burst, TypeName};
///
/// let mut burst = Burst::default();
/// for product in ["7", "8", "7"] {
///     burst.add(&format!("product.{product}.updated"), &TypeName::all(["products", "shop"])?);
/// }
/// assert!(!burst.add("product.7.updated", &TypeName::all(["products"])?), "this event was there before");
/// assert_eq!(burst.drain(), TypeName::all(["products", "shop"])?);
/// assert!(burst.drain().is_empty());
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Burst {
    events: BTreeSet<String>,
    types: BTreeSet<TypeName>,
}

impl Burst {
    /// Adds the types of an event, unless the event was added before. Says whether it was new.
    pub fn add(&mut self, event: &str, types: &[TypeName]) -> bool {
        let is_new = self.events.insert(event.to_owned());
        if is_new {
            self.types.extend(types.iter().cloned());
        }
        is_new
    }

    /// The types that are to be raised, each once. Events are remembered until the end, types begin anew.
    pub fn drain(&mut self) -> Vec<TypeName> {
        std::mem::take(&mut self.types).into_iter().collect()
    }
}

impl Versions {
    /// Raises types by one and publishes them: for changes that were committed without it, whose pages are fresh from then on.
    ///
    /// With `locks`, bumps of one type follow each other, so that what listeners do with them does too. A lock that cannot be had
    /// keeps nothing from being raised: the increment is atomic without it. What was missing is in the answer, counted, and
    /// written down as an incident.
    ///
    /// # Errors
    /// If the source does not raise it, or no mark can be set and the policy is to refuse.
    pub fn bump(
        &self,
        source: &dyn VersionSource,
        locks: Option<&(dyn LockStore + Send + Sync)>,
        change: &ChangeId,
        types: &[TypeName],
        who: &str,
    ) -> Result<Bumped> {
        let locked = locks.map(|locks| (self.lock_bumps(locks, types), locks));
        let mut degraded = locked.as_ref().and_then(|(locked, _)| locked.missing).into_iter().collect();
        let bumped = self.raise(source, change, types, &mut degraded);
        if let Some((locked, locks)) = locked {
            self.unlock_bumps(locks, locked);
        }
        let (versions, repeated) = bumped?;
        self.note_bump(change, &versions, repeated, &degraded, who);
        Ok(Bumped { versions, degraded })
    }

    /// Takes the locks by which bumps of these types follow each other, in the order of the types, so that two bumps never wait for
    /// each other. What cannot be had is [told](BumpLocks::missing), and keeps nobody from raising anything.
    pub fn lock_bumps(&self, locks: &(dyn LockStore + Send + Sync), types: &[TypeName]) -> BumpLocks {
        let locks = Locks::new(locks, self.environment.waiter()).with_backoff(self.settings.lock_backoff);
        let deadline = locks.deadline(self.settings.lock_lease.get());
        let mut taken = BumpLocks { held: Vec::new(), missing: None };
        for name in types.iter().collect::<BTreeSet<_>>() {
            let key = LockKey::new(&format!("versions.bump:{name}"));
            match key.and_then(|key| locks.acquire(&key, self.settings.lock_lease, deadline)) {
                Ok(Waited::Granted(lock)) => taken.held.push(lock),
                Ok(Waited::TimedOut { .. }) => taken.missing = Some(Degraded::LockHeld),
                Err(_) => taken.missing = Some(Degraded::LockUnreachable),
            }
            if taken.missing.is_some() {
                break;
            }
        }
        taken
    }

    /// Gives them back. One that was lost, or cannot be given back, ends with its lease.
    pub fn unlock_bumps(&self, locks: &(dyn LockStore + Send + Sync), taken: BumpLocks) {
        let locks = Locks::new(locks, self.environment.waiter());
        for lock in taken.held {
            let _ = locks.release(lock);
        }
    }

    /// Writes down what a bump came to: an incident for each thing that was missing, and what was raised into the audit trail.
    /// [`Versions::bump`] does it itself.
    pub fn note_bump(
        &self,
        change: &ChangeId,
        versions: &[(TypeName, Version)],
        repeated: bool,
        degraded: &[Degraded],
        who: &str,
    ) {
        let types: Vec<TypeName> = versions.iter().map(|(name, _)| name.clone()).collect();
        for missing in degraded {
            self.incident(missing.as_str(), &list(&types), "raised by an atomic increment", change.as_str());
        }
        if !repeated {
            self.audit_raised(who, versions, change.as_str());
        }
    }

    fn raise(
        &self,
        source: &dyn VersionSource,
        change: &ChangeId,
        types: &[TypeName],
        degraded: &mut Vec<Degraded>,
    ) -> Result<(Vec<(TypeName, Version)>, bool)> {
        let writing = self.begin(types)?;
        let (types, stale) = (writing.types().to_vec(), !writing.is_marked());
        if stale {
            degraded.push(Degraded::Unmarked);
        }
        let raised = match source.raise(change, &types, stale) {
            Ok(raised) => raised,
            Err(error) => {
                // Whether it was raised is unknown after a lost reply: then the mark stays, and is looked up.
                if error.kind() != ErrorKind::OutcomeUnknown {
                    self.withdraw(writing);
                }
                return Err(error);
            }
        };
        let versions: Vec<_> = types.into_iter().zip(raised.versions).collect();
        match self.publish(writing, &versions) {
            Publication::Done(_) if stale => source.reconciled(&versions)?,
            Publication::Done(_) => {}
            Publication::Left(_) => degraded.push(Degraded::Unpublished),
        }
        Ok((versions, raised.repeated))
    }
}
