//! Locks of bumps and of those who load values, for whoever looks after them. They end with their lease; who cannot wait for that
//! takes one away, and says why.

use crate::error::{Error, ErrorKind, Result};
use crate::versions::Versions;
use cartwright_coordination::{LockInfo, LockKey, LockStore};

/// How the names of these locks begin, in a store that may have others, too.
const OURS: &str = "versions.";

impl Versions {
    /// The locks that are held, in the order of their names: `versions.bump:` and a type, or `versions.load:` and the digest of a
    /// key. None of them keeps anybody from reading, and whoever cannot have one goes on without it.
    ///
    /// # Errors
    /// If the store of locks cannot be reached.
    pub fn held_locks(&self, locks: &(dyn LockStore + Send + Sync), limit: usize) -> Result<Vec<LockInfo>> {
        let mut held = locks.list(Some(&LockKey::new(OURS)?), limit)?;
        held.retain(|lock| lock.key.as_str().starts_with(OURS));
        Ok(held)
    }

    /// Takes a lock from whoever holds it, which is noted in the audit trail with the reason. Says whether anybody held it.
    ///
    /// ```
    /// use cartwright_storage::{MemoryLockStore, MemoryVersionStore};
    /// use cartwright_versions::{Settings, TypeName, Versions};
    ///
    /// let versions = Versions::new(MemoryVersionStore::default(), Settings::new()?);
    /// let locks = MemoryLockStore::default();
    /// let _stuck = versions.lock_bumps(&locks, &TypeName::all(["products"])?);
    ///
    /// assert_eq!(versions.held_locks(&locks, 10)?[0].key.as_str(), "versions.bump:products");
    /// assert!(versions.force_unlock(&locks, "versions.bump:products", "its worker hangs", "ann").unwrap());
    /// assert!(versions.held_locks(&locks, 10)?.is_empty());
    /// # Ok::<(), cartwright_versions::Error>(())
    /// ```
    ///
    /// # Errors
    /// If no reason is given, it is no lock of data versions, or the store of locks cannot be reached.
    pub fn force_unlock(
        &self,
        locks: &(dyn LockStore + Send + Sync),
        name: &str,
        reason: &str,
        who: &str,
    ) -> Result<bool> {
        if reason.trim().is_empty() {
            return Err(Error::new(ErrorKind::InvalidCall, "say why the lock is taken away; it is noted"));
        }
        if !name.starts_with(OURS) {
            let message = format!("`{name}` is no lock of data versions; ask which are held");
            return Err(Error::new(ErrorKind::InvalidName, message));
        }
        let was_held = locks.force_release(&LockKey::new(name)?)?.is_some();
        if was_held {
            self.audit("lock.forced", who, name, ("", ""), reason);
        }
        Ok(was_held)
    }
}
