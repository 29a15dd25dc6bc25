//! The truth about versions in the memory of one process, with transactions.

use super::error::of_store;
use super::rules::REMEMBERED_CHANGES;
use crate::guarded::Guarded;
use cartwright_coordination::{Random, SystemClock, SystemRandom, WallClock};
use cartwright_versions::{
    ChangeId, Error, ErrorKind, Incarnation, Raised, Result, TypeName, TypeRow, Version, VersionSource,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::sync::Arc;

/// The truth about versions in the memory of one process: for tests, and for programs whose data are there too. Clones share
/// it.
///
/// ```
/// use cartwright_storage::MemoryVersionSource;
/// use cartwright_versions::{TypeName, VersionSource};
///
/// let (shop, products) = (MemoryVersionSource::default(), TypeName::all(["products"])?);
/// let before = shop.committed(&products)?[0];
/// let mut transaction = shop.begin();
/// assert_eq!(transaction.raise(&products)?[0].1, before.next()?);
/// assert_eq!(shop.committed(&products)?[0], before, "nobody sees it yet");
/// assert!(shop.settled(&products).is_err(), "somebody is at it");
/// transaction.commit();
/// assert_eq!(shop.settled(&products)?[0], before.next()?);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryVersionSource {
    shelf: Arc<Guarded<Shelf>>,
    random: Arc<dyn Random>,
    wall: Arc<dyn WallClock>,
}

#[derive(Debug, Default)]
struct Shelf {
    rows: BTreeMap<TypeName, Row>,
    changes: BTreeSet<ChangeId>,
    changes_in_order: VecDeque<ChangeId>,
    transactions: u64,
}

#[derive(Debug)]
struct Row {
    version: Version,
    raised_at: Option<i64>,
    stale: bool,
    /// The transaction that has raised it, and is open.
    held_by: Option<u64>,
}

impl Default for MemoryVersionSource {
    fn default() -> Self {
        Self::with(SystemRandom, SystemClock)
    }
}

impl fmt::Debug for MemoryVersionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryVersionSource").field("shelf", &self.shelf).finish_non_exhaustive()
    }
}

impl MemoryVersionSource {
    /// A source whose chance and time are the caller's.
    pub fn with(random: impl Random + 'static, wall: impl WallClock + 'static) -> Self {
        let shelf = Arc::new(Guarded::new(Shelf::default()));
        Self { shelf, random: Arc::new(random), wall: Arc::new(wall) }
    }

    /// Begins a transaction. It is rolled back when it is dropped.
    pub fn begin(&self) -> MemoryTransaction {
        let number = self.shelf.with(|shelf| {
            shelf.transactions += 1;
            Ok(shelf.transactions)
        });
        MemoryTransaction { source: self.clone(), number: number.unwrap_or(0), raised: BTreeMap::new(), stale: false }
    }

    /// Sets a type back, as the restore of a backup does.
    ///
    /// # Errors
    /// Never, unless it is called from one of its own steps.
    pub fn restore(&self, name: &TypeName, version: Version) -> Result<()> {
        self.step(|shelf| {
            shelf.row(name, &*self.random)?.version = version;
            Ok(())
        })
    }

    fn step<R>(&self, work: impl FnOnce(&mut Shelf) -> Result<R>) -> Result<R> {
        self.shelf.with(|shelf| Ok(work(shelf))).map_err(of_store)?
    }
}

impl Shelf {
    fn row(&mut self, name: &TypeName, random: &dyn Random) -> Result<&mut Row> {
        if !self.rows.contains_key(name) {
            let version = Version::new(Incarnation::new(random)?, 0)?;
            self.rows.insert(name.clone(), Row { version, raised_at: None, stale: false, held_by: None });
        }
        self.rows.get_mut(name).ok_or_else(held)
    }

    fn remember(&mut self, change: &ChangeId) {
        self.changes.insert(change.clone());
        self.changes_in_order.push_back(change.clone());
        if self.changes_in_order.len() > REMEMBERED_CHANGES {
            if let Some(oldest) = self.changes_in_order.pop_front() {
                self.changes.remove(&oldest);
            }
        }
    }
}

fn held() -> Error {
    Error::new(ErrorKind::Busy, "another transaction has raised this version and is not over; try again when it is")
}

fn unsettled() -> Error {
    Error::new(ErrorKind::Unsettled, "a transaction that has raised one of these versions is not over")
}

/// An open transaction. What it has raised is locked until its end.
#[derive(Debug)]
#[must_use = "what is not committed is rolled back"]
pub struct MemoryTransaction {
    source: MemoryVersionSource,
    number: u64,
    raised: BTreeMap<TypeName, Version>,
    stale: bool,
}

impl MemoryTransaction {
    /// Raises types by one, each once in a transaction.
    ///
    /// # Errors
    /// If another open transaction has raised one of them.
    pub fn raise(&mut self, types: &[TypeName]) -> Result<Vec<(TypeName, Version)>> {
        let (number, raised) = (self.number, &mut self.raised);
        self.source.step(|shelf| {
            for name in types {
                if shelf.row(name, &*self.source.random)?.held_by.is_some_and(|holder| holder != number) {
                    return Err(held());
                }
            }
            for name in types {
                let row = shelf.row(name, &*self.source.random)?;
                row.held_by = Some(number);
                if !raised.contains_key(name) {
                    raised.insert(name.clone(), row.version.next()?);
                }
            }
            Ok(raised.iter().map(|(name, version)| (name.clone(), *version)).collect())
        })
    }

    /// Commits the note *stale until reconciled* with it.
    pub fn note_stale(&mut self) {
        self.stale = true;
    }

    /// Everybody sees it from now on.
    pub fn commit(mut self) {
        let (raised, now) = (std::mem::take(&mut self.raised), self.source.wall.wall_time().as_millis());
        // A step fails only from within another one, and this is not one.
        let _ = self.source.step(|shelf| {
            for (name, version) in raised {
                if let Some(row) = shelf.rows.get_mut(&name) {
                    row.version = version;
                    row.raised_at = Some(now);
                    row.stale |= self.stale;
                    row.held_by = None;
                }
            }
            Ok(())
        });
    }
}

impl Drop for MemoryTransaction {
    fn drop(&mut self) {
        let raised = std::mem::take(&mut self.raised);
        let _ = self.source.step(|shelf| {
            for name in raised.keys() {
                if let Some(row) = shelf.rows.get_mut(name) {
                    row.held_by = None;
                }
            }
            Ok(())
        });
    }
}

impl VersionSource for MemoryVersionSource {
    fn committed(&self, types: &[TypeName]) -> Result<Vec<Version>> {
        self.step(|shelf| types.iter().map(|name| Ok(shelf.row(name, &*self.random)?.version)).collect())
    }

    /// Does not wait.
    fn settled(&self, types: &[TypeName]) -> Result<Vec<Version>> {
        self.step(|shelf| {
            let version = |name| {
                let row = shelf.row(name, &*self.random)?;
                if row.held_by.is_some() { Err(unsettled()) } else { Ok(row.version) }
            };
            types.iter().map(version).collect()
        })
    }

    fn raise(&self, change: &ChangeId, types: &[TypeName], stale: bool) -> Result<Raised> {
        let now = self.wall.wall_time().as_millis();
        self.step(|shelf| {
            let repeated = shelf.changes.contains(change);
            for name in types {
                if shelf.row(name, &*self.random)?.held_by.is_some() {
                    return Err(held());
                }
            }
            let mut versions = Vec::new();
            for name in types {
                let row = shelf.row(name, &*self.random)?;
                if !repeated {
                    row.version = row.version.next()?;
                    row.raised_at = Some(now);
                    row.stale |= stale;
                }
                versions.push(row.version);
            }
            if !repeated {
                shelf.remember(change);
            }
            Ok(Raised { versions, repeated })
        })
    }

    fn renew(&self, name: &TypeName) -> Result<Version> {
        self.step(|shelf| {
            let version = Version::new(Incarnation::new(&*self.random)?, 0)?;
            let row = shelf.row(name, &*self.random)?;
            if row.held_by.is_some() {
                return Err(held());
            }
            row.version = version;
            Ok(version)
        })
    }

    fn reconciled(&self, versions: &[(TypeName, Version)]) -> Result<()> {
        self.step(|shelf| {
            for (name, version) in versions {
                if let Some(row) = shelf.rows.get_mut(name) {
                    // What was raised after it is still to be reconciled.
                    row.stale &= row.version != *version;
                }
            }
            Ok(())
        })
    }

    fn rows(&self) -> Result<Vec<TypeRow>> {
        self.step(|shelf| {
            let row = |(name, row): (&TypeName, &Row)| TypeRow {
                name: name.clone(),
                version: row.version,
                raised_at: row.raised_at,
                stale: row.stale,
            };
            let mut rows: Vec<TypeRow> = shelf.rows.iter().map(row).collect();
            // Stable: those of one time stay in the order of their names.
            rows.sort_by_key(|row| std::cmp::Reverse(row.raised_at));
            Ok(rows)
        })
    }
}

#[cfg(feature = "conformance")]
mod conformance {
    use super::{MemoryTransaction, MemoryVersionSource};
    use cartwright_versions::conformance::{OpenChange, Shop};
    use cartwright_versions::{Result, TypeName, Version};

    impl Shop for MemoryVersionSource {
        type Open = MemoryTransaction;

        fn begin(&self) -> MemoryTransaction {
            Self::begin(self)
        }
    }

    impl OpenChange for MemoryTransaction {
        fn raise(&mut self, types: &[TypeName]) -> Result<Vec<(TypeName, Version)>> {
            Self::raise(self, types)
        }

        fn commit(self) {
            Self::commit(self);
        }
    }
}
