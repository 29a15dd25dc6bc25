//! Locks in a SQLite file.

use super::error::of_store;
use super::lock_rows::{LockRows, Now};
use super::record::Record;
use super::shared_clock::{BootClock, SharedClock};
use crate::sqlite::SqliteOptions;
use crate::sqlite::link::{Link, Session, in_transaction};
use crate::sqlite::trouble::Trouble;
use cartwright_coordination::{
    Acquired, Answer, Fence, Grant, Lease, Lifetime, LockInfo, LockKey, LockStore, OwnerToken, Result,
};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Locks in a SQLite file, shared by any number of processes of one machine. The file may be that of the carts.
///
/// Leases are on the machine's own clock, so nobody's wall clock can end or prolong one. After the machine was started again
/// they go on for what the wall clock says remains, and fences go on in a greater incarnation, since a power failure may
/// have taken the last ones.
///
/// Who asks for a lock that another holds only reads; so those who wait for locks do not keep others from writing.
///
/// ```
/// use cartwright_coordination::{LifetimeLimit, LockKey, LockStore, OwnerToken, SystemRandom};
/// use cartwright_storage::SqliteLockStore;
/// use std::time::Duration;
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("carts.sqlite");
/// let (store, key) = (SqliteLockStore::at(&path), LockKey::new("cart:user-7:default")?);
/// let token = OwnerToken::new(&SystemRandom)?;
/// let minute = LifetimeLimit::default().lifetime(Duration::from_secs(60))?;
/// assert!(store.acquire(&key, &token, minute)?.granted().is_some());
///
/// // In another process:
/// let (another, token) = (SqliteLockStore::at(&path), OwnerToken::new(&SystemRandom)?);
/// assert!(another.acquire(&key, &token, minute)?.granted().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteLockStore {
    link: Link,
    clock: Arc<dyn SharedClock>,
    boot: OnceLock<String>,
}

impl fmt::Debug for SqliteLockStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLockStore").field("link", &self.link).finish_non_exhaustive()
    }
}

impl SqliteLockStore {
    /// A store as the options say; the layout of carts and the clock of carts do not matter to it. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        Self::with_clock(options, BootClock)
    }

    /// A file.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    /// A store whose time is the caller's.
    pub fn with_clock(options: SqliteOptions, clock: impl SharedClock + 'static) -> Self {
        Self { link: Link::new(options), clock: Arc::new(clock), boot: OnceLock::new() }
    }

    fn read<R>(&self, work: impl FnOnce(LockRows<'_>, Now) -> std::result::Result<R, Trouble>) -> Result<R> {
        let boot = self.boot()?;
        let read = |session: Session<'_>| work(LockRows(session.db), Now::on(&*self.clock));
        self.link.read(|session| self.prepare(session, boot), read).map_err(of_store)
    }

    /// The time is read after others have been waited for, or a lease that ended meanwhile would seem to live.
    fn write<R>(&self, work: impl FnOnce(LockRows<'_>, Now) -> std::result::Result<R, Trouble>) -> Result<R> {
        let boot = self.boot()?;
        let write = |session: Session<'_>| {
            let rows = LockRows(session.db);
            rows.check()?;
            work(rows, Now::on(&*self.clock))
        };
        self.link.write(|session| self.prepare(session, boot), write).map_err(of_store)
    }

    /// A connection does not outlive the boot it was opened in, so once is enough.
    fn prepare(&self, session: Session<'_>, boot: &str) -> std::result::Result<(), Trouble> {
        if LockRows(session.db).are_ready(boot)? {
            return Ok(());
        }
        let make = |session: Session<'_>| LockRows(session.db).make_ready(boot, Now::on(&*self.clock));
        Ok(in_transaction(session, make)?)
    }

    fn boot(&self) -> Result<&str> {
        if let Some(boot) = self.boot.get() {
            return Ok(boot);
        }
        let boot = self.clock.boot_id()?;
        Ok(self.boot.get_or_init(|| boot))
    }
}

impl LockStore for SqliteLockStore {
    fn acquire(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Acquired> {
        let answer =
            |rows: LockRows<'_>, now: Now| Ok(rows.find(key)?.and_then(|record| record.to_asker(token, now.moment())));
        if let Some(answer) = self.read(answer)? {
            return Ok(answer);
        }
        self.write(|rows, now| {
            if let Some(answer) = answer(rows, now)? {
                return Ok(answer);
            }
            let lease = Lease::new(now.moment(), lifetime);
            let record = Record { token: token.clone(), fence: rows.next_fence()?, lease };
            rows.put(key, &record, now)?;
            Ok(Acquired::Granted(record.grant(now.moment())))
        })
    }

    fn renew(&self, key: &LockKey, token: &OwnerToken, lifetime: Lifetime) -> Result<Answer<Grant>> {
        self.write(|rows, now| {
            let record = match Record::of_owner(rows.find(key)?, token, now.moment()) {
                Answer::Done(record) => record,
                refused => return Ok(refused.map(|record| record.grant(now.moment()))),
            };
            let lease = record.lease.renewed(now.moment(), lifetime).unwrap_or(record.lease);
            let record = Record { lease, ..record };
            rows.put(key, &record, now)?;
            Ok(Answer::Done(record.grant(now.moment())))
        })
    }

    fn release(&self, key: &LockKey, token: &OwnerToken) -> Result<Answer<()>> {
        self.write(|rows, now| {
            let answer = Record::of_owner(rows.find(key)?, token, now.moment()).map(|_| ());
            if answer.done().is_some() {
                rows.remove(key)?;
            }
            Ok(answer)
        })
    }

    fn force_release(&self, key: &LockKey) -> Result<Option<Fence>> {
        self.write(|rows, now| {
            if !rows.find(key)?.is_some_and(|record| record.lease.is_live(now.moment())) {
                return Ok(None);
            }
            rows.remove(key)?;
            Ok(Some(rows.next_fence()?))
        })
    }

    fn inspect(&self, key: &LockKey) -> Result<Option<LockInfo>> {
        self.read(|rows, now| Ok(rows.find(key)?.and_then(|record| record.to_info(key, now.moment()))))
    }

    fn list(&self, after: Option<&LockKey>, limit: usize) -> Result<Vec<LockInfo>> {
        let (after, limit) = (after.map_or("", LockKey::as_str), signed(limit));
        self.read(|rows, now| {
            let list = rows.list(after, limit, now)?;
            Ok(list.iter().filter_map(|(key, record)| record.to_info(key, now.moment())).collect())
        })
    }

    fn sweep(&self, limit: usize) -> Result<usize> {
        if limit == 0 || !self.read(|rows, now| rows.any_expired(now))? {
            return Ok(0);
        }
        self.write(|rows, now| rows.sweep(signed(limit), now))
    }
}

fn signed(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
