//! Published versions and marks in the memory of one process.

use super::error::of_store;
use super::rules::{self, LONGEST_MARK};
use crate::guarded::Guarded;
use cartwright_coordination::{Lifetime, Moment, MonotonicClock, Random, SystemClock, SystemRandom};
use cartwright_versions::{
    Incarnation, Look, MarkToken, Published, Result, Settled, Standing, Turn, TypeName, Version, VersionStore,
};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

/// Published versions and marks in the memory of one process. Clones share them; processes do not, so it is for tests and for
/// programs of one process.
///
/// ```
/// use cartwright_storage::MemoryVersionStore;
/// use cartwright_versions::{TypeName, VersionStore};
///
/// let store = MemoryVersionStore::default();
/// let look = store.look(&TypeName::all(["products"])?)?;
/// assert_eq!((look.young, look.standings[0].version), (None, None));
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone)]
pub struct MemoryVersionStore {
    shelf: Arc<Guarded<Shelf>>,
    clock: Arc<dyn MonotonicClock>,
    random: Arc<dyn Random>,
    longest_mark: Duration,
}

#[derive(Debug, Default)]
struct Shelf {
    /// Made in the first step.
    incarnation: Option<Incarnation>,
    young_until: Option<Moment>,
    turns: i64,
    types: BTreeMap<TypeName, Row>,
}

#[derive(Debug, Default)]
struct Row {
    version: Option<Version>,
    /// Whose they are, and when their leases end.
    marks: Vec<(MarkToken, Moment)>,
    turn: i64,
}

impl Default for MemoryVersionStore {
    fn default() -> Self {
        Self::with(SystemClock, SystemRandom)
    }
}

impl fmt::Debug for MemoryVersionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryVersionStore").field("shelf", &self.shelf).finish_non_exhaustive()
    }
}

impl MemoryVersionStore {
    /// A store whose time and chance are the caller's.
    pub fn with(clock: impl MonotonicClock + 'static, random: impl Random + 'static) -> Self {
        let shelf = Arc::new(Guarded::new(Shelf::default()));
        Self { shelf, clock: Arc::new(clock), random: Arc::new(random), longest_mark: LONGEST_MARK }
    }

    /// The same, granting marks for so long at most.
    #[must_use]
    pub fn with_longest_mark(self, longest_mark: Duration) -> Self {
        Self { longest_mark, ..self }
    }

    /// Forgets everything and begins anew, young, as a server does that was started again without its data.
    ///
    /// # Errors
    /// Never, unless it is called from one of its own steps.
    pub fn lose_everything(&self) -> Result<()> {
        let young_until = Some(self.clock.now().plus(self.longest_mark));
        self.shelf
            .with(|shelf| {
                *shelf = Shelf { young_until, ..Shelf::default() };
                Ok(())
            })
            .map_err(of_store)
    }

    fn step<R>(&self, work: impl FnOnce(&mut Shelf, Incarnation, Moment) -> R) -> Result<R> {
        let step = |shelf: &mut Shelf| {
            let incarnation = match shelf.incarnation {
                Some(incarnation) => incarnation,
                None => match Incarnation::new(&*self.random) {
                    Ok(incarnation) => *shelf.incarnation.insert(incarnation),
                    Err(error) => return Ok(Err(error)),
                },
            };
            Ok(Ok(work(shelf, incarnation, self.clock.now())))
        };
        self.shelf.with(step).map_err(of_store)?
    }
}

impl Shelf {
    fn young(&self, now: Moment) -> Option<Duration> {
        self.young_until.map(|until| until.since(now)).filter(|remaining| !remaining.is_zero())
    }

    /// The row of a type to which something is about to happen.
    fn touch(&mut self, name: &TypeName) -> &mut Row {
        self.turns += 1;
        let row = self.types.entry(name.clone()).or_default();
        row.turn = self.turns;
        row
    }
}

impl Row {
    fn remaining(&self, now: Moment) -> Option<Duration> {
        self.marks.iter().map(|(_, expires)| expires.since(now)).max()
    }

    fn remove(&mut self, token: &MarkToken) {
        self.marks.retain(|(other, _)| other != token);
    }
}

impl VersionStore for MemoryVersionStore {
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        self.step(|shelf, store, now| {
            let standing = |name| {
                let row = shelf.types.get(name);
                Standing {
                    version: row.and_then(|row| row.version),
                    mark: rules::mark(row.and_then(|row| row.remaining(now))),
                    turn: Turn { store, number: row.map_or(0, |row| row.turn) },
                }
            };
            Look { young: shelf.young(now), standings: types.iter().map(standing).collect() }
        })
    }

    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        rules::refuse_long(lifetime, self.longest_mark)?;
        self.step(|shelf, _, now| {
            let expires = now.plus(lifetime.get());
            for name in types {
                let row = shelf.touch(name);
                let before = row.marks.iter().find(|(other, _)| other == token).map_or(expires, |(_, before)| *before);
                row.remove(token);
                row.marks.push((token.clone(), expires.max(before)));
            }
            lifetime.get()
        })
    }

    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()> {
        self.step(|shelf, _, _| types.iter().for_each(|name| shelf.touch(name).remove(token)))
    }

    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        self.step(|shelf, _, _| {
            let publish = |(name, version): &(TypeName, Version)| {
                let row = shelf.touch(name);
                let (stands, published) = rules::published(row.version, *version);
                row.version = stands;
                if let Some(token) = token {
                    row.remove(token);
                }
                published
            };
            versions.iter().map(publish).collect()
        })
    }

    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        self.step(|shelf, store, now| {
            let young = shelf.young(now).is_some();
            let settle = |settled: &Settled| {
                let number = shelf.types.get(&settled.name).map_or(0, |row| row.turn);
                if young || settled.turn != (Turn { store, number }) {
                    return false;
                }
                let row = shelf.touch(&settled.name);
                row.version = Some(rules::settled(row.version, settled.version));
                row.marks.retain(|(_, expires)| *expires > now);
                true
            };
            settled.iter().map(settle).collect()
        })
    }

    fn types(&self, after: Option<&TypeName>, limit: usize) -> Result<Vec<TypeName>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.step(|shelf, _, _| {
            shelf
                .types
                .range::<TypeName, _>((from, Bound::Unbounded))
                .map(|(name, _)| name.clone())
                .take(limit)
                .collect()
        })
    }

    fn unpublish_all(&self) -> Result<usize> {
        self.step(|shelf, _, _| {
            let standing: Vec<TypeName> =
                shelf.types.iter().filter(|(_, row)| row.version.is_some()).map(|(name, _)| name.clone()).collect();
            standing.iter().for_each(|name| shelf.touch(name).version = None);
            standing.len()
        })
    }

    fn longest_mark(&self) -> Duration {
        self.longest_mark
    }
}
