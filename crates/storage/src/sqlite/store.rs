//! The store: the same steps for every layout.

use super::compatible::Compatible;
use super::link::{Link, Session};
use super::options::{Layout, SqliteOptions};
use super::outbox;
use super::own::Own;
use super::rows::{Found, Rows, Write};
use super::trouble::Trouble;
use crate::touched::Touched;
use crate::verdict::{self, Verdict};
use cartwright_core::{
    Cart, CartKey, CartListing, CartStore, Change, Commit, CommitId, Committed, Identity, Incarnation, Limits,
    LoadedCart, OutboxRecord, QueuedCommit, StoreError,
};
use std::path::PathBuf;

/// Carts in a SQLite file, shared by any number of processes of one machine.
///
/// The file is opened when it is first used, by one connection of this handle; threads that share a handle take turns.
/// Every write begins by queueing for the file (`BEGIN IMMEDIATE`), at most for the busy timeout.
///
/// ```
/// use cartwright_core::{Cart, CartKey, CartStore, Commit, CommitId, Committed, Incarnation, Limits};
/// use cartwright_storage::SqliteStore;
///
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("carts.sqlite");
/// let store = SqliteStore::at(&path);
/// let key = CartKey::new("user-7", "default");
/// let commit = Commit {
///     key: &key, expected: None, incarnation: Incarnation(0x5eed), id: CommitId(1),
///     cart: &Cart::default(), changes: &[], limits: Limits::default(), outbox: &[],
/// };
/// let first = store.commit(&commit)?;
/// // The reply was lost, so it is repeated: it is stored once.
/// assert_eq!(store.commit(&commit)?, first);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SqliteStore {
    link: Link,
    rows: Box<dyn Rows>,
}

impl SqliteStore {
    /// A store as the options say. Nothing is opened yet.
    pub fn new(options: SqliteOptions) -> Self {
        let rows: Box<dyn Rows> = match &options.layout {
            Layout::Own => Box::new(Own),
            Layout::Compatible { table } => Box::new(Compatible::new(table)),
        };
        Self { link: Link::new(options), rows }
    }

    /// A file in our own layout.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self::new(SqliteOptions::new(path))
    }

    fn read<R>(&self, work: impl FnOnce(&dyn Rows, Session<'_>) -> Result<R, Trouble>) -> Result<R, StoreError> {
        self.link.read(|session| self.prepare(session), |session| work(&*self.rows, session))
    }

    fn write<R>(&self, work: impl FnOnce(&dyn Rows, Session<'_>) -> Result<R, Trouble>) -> Result<R, StoreError> {
        self.link.write(
            |session| self.prepare(session),
            |session| {
                self.rows.check(session.db)?;
                work(&*self.rows, session)
            },
        )
    }

    fn prepare(&self, session: Session<'_>) -> Result<(), Trouble> {
        if self.rows.is_ready(session.db)? {
            return Ok(());
        }
        super::link::in_transaction(session, |session| self.rows.make_ready(session.db)).map_err(Trouble::from)
    }

    fn now(&self) -> i64 {
        self.link.options().clock.now()
    }
}

/// A cart that goes into a row, new or there.
struct Incoming<'a> {
    key: &'a CartKey,
    made: Identity,
    id: CommitId,
    cart: &'a Cart,
    changes: &'a [Change],
    limits: Limits,
    outbox: &'a [Vec<u8>],
}

impl Incoming<'_> {
    fn put(&self, rows: &dyn Rows, session: Session<'_>, found: Option<Found>, now: i64) -> Result<(), Trouble> {
        let (key, made, id, cart, limits) = (self.key, self.made, self.id, self.cart, self.limits);
        let write = Write { key, made, id, cart, touched: Touched::by(self.changes), limits, now };
        match found {
            Some(found) => rows.update(session.db, found, &write)?,
            None => rows.insert(session.db, &write)?,
        }
        outbox::write(session.db, self.outbox)
    }
}

fn incoming<'a>(commit: &Commit<'a>, made: Identity) -> Incoming<'a> {
    let Commit { key, id, cart, changes, limits, outbox, .. } = *commit;
    Incoming { key, made, id, cart, changes, limits, outbox }
}

impl CartStore for SqliteStore {
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        self.read(|rows, session| rows.load(session.db, key))
    }

    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        self.read(|rows, session| Ok(rows.find(session.db, key)?.map(|found| found.identity)))
    }

    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        self.write(|rows, session| {
            let found = rows.find(session.db, commit.key)?;
            match verdict::judge(commit, known(found.as_ref()))? {
                Verdict::Answer(answer) => Ok(answer),
                Verdict::Store(made) => {
                    incoming(commit, made).put(rows, session, found, self.now())?;
                    Ok(Committed::Stored(made))
                }
            }
        })
    }

    fn remembers_commits(&self) -> bool {
        self.rows.remembers_commits()
    }

    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        self.write(|rows, session| {
            let loaded = rows.load(session.db, key)?;
            let queued = change(loaded);
            session.check_process()?;
            let Some(queued) = queued else {
                return Ok(None);
            };
            let found = rows.find(session.db, key)?;
            if let Some(made) = verdict::remembered(queued.id, known(found.as_ref())) {
                return Ok(Some(made));
            }
            let made = verdict::next(key, found.as_ref().map(|found| found.identity), queued.incarnation)?;
            let QueuedCommit { id, cart, changes, limits, outbox, .. } = &queued;
            Incoming { key, made, id: *id, cart, changes, limits: *limits, outbox }.put(
                rows,
                session,
                found,
                self.now(),
            )?;
            Ok(Some(made))
        })
    }

    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError> {
        self.write(|rows, session| {
            let was_there = rows.remove(session.db, key)?;
            outbox::write(session.db, outbox)?;
            Ok(was_there)
        })
    }

    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        self.read(|rows, session| rows.instances(session.db, identifier))
    }

    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        self.write(|rows, session| {
            let Some(found) = rows.find(session.db, from)? else {
                return Ok(false);
            };
            if from != to {
                remove_readable(rows, session, to)?;
                rows.rename(session.db, &found, to, incarnation, self.now())?;
            }
            Ok(true)
        })
    }

    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError> {
        verdict::check_merge(target.key, source)?;
        self.write(|rows, session| {
            let found = rows.find(session.db, target.key)?;
            let made = match verdict::judge(target, known(found.as_ref()))? {
                Verdict::Answer(answer) => return Ok(answer),
                Verdict::Store(made) => made,
            };
            let found_source = rows.find(session.db, source)?.map(|found| found.identity);
            if found_source != Some(source_expected) {
                return Ok(Committed::Conflict(found_source));
            }
            remove_readable(rows, session, source)?;
            incoming(target, made).put(rows, session, found, self.now())?;
            Ok(Committed::Stored(made))
        })
    }

    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|rows, session| rows.list(session.db, after, idle_since, limit))
    }

    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError> {
        self.write(|rows, session| {
            let found = rows.find(session.db, &listing.key)?;
            let unchanged = found.is_some_and(|found| found.identity == listing.identity);
            if unchanged {
                remove_readable(rows, session, &listing.key)?;
            }
            Ok(unchanged)
        })
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        self.read(|_, session| outbox::read(session.db, after, limit))
    }

    fn acknowledge(&self, through: i64) -> Result<(), StoreError> {
        self.write(|_, session| outbox::acknowledge(session.db, through))
    }
}

fn known(found: Option<&Found>) -> Option<(Identity, &crate::commit_log::CommitLog)> {
    found.map(|found| (found.identity, &found.commits))
}

/// Removes a cart that gives way to another one. One that cannot be read stays until somebody has seen to it; only
/// [`CartStore::delete`] removes that.
fn remove_readable(rows: &dyn Rows, session: Session<'_>, key: &CartKey) -> Result<(), Trouble> {
    if rows.load(session.db, key)?.is_some() {
        rows.remove(session.db, key)?;
    }
    Ok(())
}
