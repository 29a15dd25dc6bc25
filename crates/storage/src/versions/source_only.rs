//! A store that publishes nothing.

use super::rules::{self, LONGEST_MARK};
use cartwright_coordination::Lifetime;
use cartwright_versions::{
    Incarnation, Look, Mark, MarkToken, Published, Result, Settled, Standing, Turn, TypeName, Version, VersionStore,
};
use std::time::Duration;

/// A store that publishes nothing and is always young, so that every reader asks the source what is committed: right with any number
/// of machines and without a server, for the price of one question to the database for each request.
///
/// It keeps nothing and opens nothing. Marks are granted without effect: they are for readers who go by what was published, and
/// here nobody does. A reader captures what is committed before he loads anything, and what he keeps lies under that; whoever comes
/// after a COMMIT finds another version in the source. What a store guarantees of published versions and of marks has no meaning
/// here; of the suite, the races that need no mark to be seen apply to it.
///
/// ```
/// use cartwright_storage::{MemoryVersionSource, SourceOnlyVersionStore};
/// use cartwright_versions::{Asked, Need, Settings, TypeName, Versions};
///
/// let versions = Versions::new(SourceOnlyVersionStore::default(), Settings::new()?);
/// let (shop, products) = (MemoryVersionSource::default(), TypeName::all(["products"])?);
/// let seen = versions.look(&products, Need::Entries);
/// assert_eq!(seen.questions().collect::<Vec<_>>(), [(&products[0], Asked::Committed)]);
///
/// let before = versions.capture(&products, Need::Entries, &shop)?;
/// versions.bump(&shop, None, &"change-1".try_into()?, &products, "admin")?;
/// assert_ne!(versions.capture(&products, Need::Entries, &shop)?, before);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SourceOnlyVersionStore {
    longest_mark: Duration,
}

impl Default for SourceOnlyVersionStore {
    fn default() -> Self {
        Self::with_longest_mark(LONGEST_MARK)
    }
}

impl SourceOnlyVersionStore {
    /// A store that grants marks for so long at most, as the store does that may take its place.
    pub const fn with_longest_mark(longest_mark: Duration) -> Self {
        Self { longest_mark }
    }
}

impl VersionStore for SourceOnlyVersionStore {
    fn look(&self, types: &[TypeName]) -> Result<Look> {
        let turn = Turn { store: Incarnation::from_number(1)?, number: 0 };
        let standing = Standing { version: None, mark: Mark::None, turn };
        Ok(Look { young: Some(self.longest_mark), standings: vec![standing; types.len()] })
    }

    fn mark(&self, _: &MarkToken, _: &[TypeName], lifetime: Lifetime) -> Result<Duration> {
        rules::refuse_long(lifetime, self.longest_mark)?;
        Ok(lifetime.get())
    }

    fn unmark(&self, _: &MarkToken, _: &[TypeName]) -> Result<()> {
        Ok(())
    }

    fn publish(&self, _: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>> {
        Ok(vec![Published::Unpublished; versions.len()])
    }

    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>> {
        Ok(vec![false; settled.len()])
    }

    fn types(&self, _: Option<&TypeName>, _: usize) -> Result<Vec<TypeName>> {
        Ok(Vec::new())
    }

    fn unpublish_all(&self) -> Result<usize> {
        Ok(0)
    }

    fn longest_mark(&self) -> Duration {
        self.longest_mark
    }
}
