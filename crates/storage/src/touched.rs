//! What of a stored cart has to be written: the sum of the changes since it was loaded.

use cartwright_core::{Change, Part};
use indexmap::IndexSet;

/// Entries of one kind, by name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Entries<'a> {
    /// Those that were taken out at least once: whatever comes back under the name comes last.
    pub(crate) removed: IndexSet<&'a str>,
    /// Those that are to be as the cart has them. New ones are in the order of the cart.
    pub(crate) written: IndexSet<&'a str>,
}

impl<'a> Entries<'a> {
    fn write(&mut self, name: &'a str) {
        self.written.insert(name);
    }

    fn remove(&mut self, name: &'a str) {
        self.written.shift_remove(name);
        self.removed.insert(name);
    }

    /// Each name once.
    #[cfg(feature = "memory")]
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.removed.union(&self.written).copied()
    }

    fn any(&self) -> bool {
        !self.removed.is_empty() || !self.written.is_empty()
    }
}

/// What has to be written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched<'a> {
    /// All of it; the rest does not matter then.
    pub(crate) everything: bool,
    /// Lines.
    pub(crate) items: Entries<'a>,
    /// The conditions of the cart.
    pub(crate) conditions: bool,
    /// Metadata, by key.
    pub(crate) metadata: Entries<'a>,
    /// The conditions that rules put on and take off.
    pub(crate) dynamic: bool,
}

impl<'a> Touched<'a> {
    pub(crate) fn by(changes: &'a [Change]) -> Self {
        let mut touched = Self::default();
        for change in changes.iter().filter(|change| change.differs()) {
            match (change.part(), change) {
                (Part::Item(line), Change::ItemRemoved { .. }) => touched.items.remove(line.as_str()),
                (Part::Item(line), _) => touched.items.write(line.as_str()),
                (Part::Conditions, _) => touched.conditions = true,
                (Part::Metadata(key), _) => touched.metadata.write(key),
                (Part::DynamicConditions, _) => touched.dynamic = true,
                // Also what this version does not know.
                _ => touched.everything = true,
            }
        }
        touched
    }

    pub(crate) fn any_item(&self) -> bool {
        self.everything || self.items.any()
    }

    pub(crate) fn any_condition(&self) -> bool {
        self.everything || self.conditions
    }

    /// Where dynamic conditions are stored with the metadata.
    pub(crate) fn any_metadata(&self) -> bool {
        self.everything || self.metadata.any() || self.dynamic
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::shop::Draft;

    #[test]
    fn an_item_that_comes_back_is_removed_and_written_after_those_before_it() {
        let draft = Draft::new().add("a", 1).add("b", 1).remove("a").add("a", 1).add("b", 1).remove("c");
        let touched = Touched::by(&draft.changes);
        assert_eq!(touched.items.written.iter().copied().collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(touched.items.removed.iter().copied().collect::<Vec<_>>(), ["a"]);
        assert!(!touched.everything && !touched.any_condition() && !touched.any_metadata());
    }

    #[test]
    fn what_does_not_differ_is_not_touched() {
        let mut draft = Draft::new().condition("SALE", "-1").metadata("note", Some("1"));
        draft.changes.clear();
        let draft = draft.condition("SALE", "-1").metadata("note", Some("1"));
        assert_eq!((draft.changes.len(), Touched::by(&draft.changes)), (2, Touched::default()));
    }

    #[test]
    fn clearing_touches_everything() {
        let draft = Draft::new().add("a", 1).clear();
        assert!(Touched::by(&draft.changes).everything);
    }
}
