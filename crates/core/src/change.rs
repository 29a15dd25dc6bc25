//! What an operation did to a cart, as facts.

use crate::condition::Condition;
use crate::error::Error;
use crate::item::{Item, ItemId};
use crate::json::Json;
use crate::merge::Merged;
use std::ops::Deref;
use std::sync::Arc;

/// One thing that an operation did to a cart, with what an event or a store needs to know of it.
///
/// Some happen without a difference (a condition is set to what it is): there is an event of it and nothing to store,
/// see [`Change::differs`]. Others are stored without an event, as in the original: the `…Dropped` ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// An item was put in, or more of it.
    ItemAdded {
        /// The item as it is now.
        item: Arc<Item>,
        /// Whether the cart had no items before.
        first: bool,
    },
    /// An item was changed.
    ItemUpdated {
        /// The item as it is now.
        item: Arc<Item>,
        /// Whether it differs from what it was.
        differs: bool,
    },
    /// An item was taken out.
    ItemRemoved {
        /// The item as it was.
        item: Arc<Item>,
    },
    /// A condition was put on the cart.
    ConditionAdded {
        /// The condition.
        condition: Arc<Condition>,
        /// Whether it differs from what was there under its name.
        differs: bool,
    },
    /// A condition was taken off the cart.
    ConditionRemoved {
        /// The condition as it was.
        condition: Arc<Condition>,
    },
    /// Conditions were taken off the cart together. No event tells of it.
    ConditionsDropped {
        /// The conditions as they were.
        conditions: Vec<Arc<Condition>>,
    },
    /// A condition was put on an item.
    ItemConditionAdded {
        /// The item as it is now.
        item: Arc<Item>,
        /// The condition.
        condition: Arc<Condition>,
        /// Whether it differs from what was there under its name.
        differs: bool,
    },
    /// A condition was taken off an item.
    ItemConditionRemoved {
        /// The item as it is now.
        item: Arc<Item>,
        /// The condition as it was.
        condition: Arc<Condition>,
    },
    /// All conditions of an item were taken off. No event tells of it.
    ItemConditionsDropped {
        /// The item as it is now.
        item: Arc<Item>,
        /// The conditions as they were.
        conditions: Vec<Arc<Condition>>,
    },
    /// A value was put under a key.
    MetadataAdded {
        /// The key.
        key: Arc<str>,
        /// The value.
        value: Json,
        /// Whether it differs from what was there under the key.
        differs: bool,
    },
    /// The value of a key was taken away; the key stays, without one.
    MetadataRemoved {
        /// The key.
        key: Arc<str>,
        /// Whether there was anything but nothing under the key.
        differs: bool,
    },
    /// A condition is put on and taken off by its rules from now on. No event tells of it.
    DynamicRegistered {
        /// The condition with its rules.
        condition: Arc<Condition>,
        /// Whether it differs from what was registered under its name.
        differs: bool,
    },
    /// A condition is no longer put on and taken off by its rules. No event tells of it.
    DynamicUnregistered {
        /// The condition as it was registered.
        condition: Arc<Condition>,
    },
    /// The rules of a condition could not be judged: it was left on where it was, and put on nowhere.
    NotEvaluated {
        /// The condition with its rules.
        condition: Arc<Condition>,
        /// What is wrong with them.
        why: Error,
    },
    /// Another cart was taken in. No other change tells of what came with it.
    Merged(Box<Merged>),
    /// Everything was taken out. Nothing of the cart needs to stay in a store.
    Cleared {
        /// Whether there was anything in it.
        differs: bool,
    },
}

/// Which part of a stored cart a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part<'a> {
    /// One line: to be stored as the cart has it now, or to be removed if it has it no more.
    Item(&'a ItemId),
    /// The conditions of the cart.
    Conditions,
    /// One key of the metadata.
    Metadata(&'a str),
    /// The conditions that are put on and taken off by their rules.
    DynamicConditions,
    /// All of it.
    Everything,
}

impl Change {
    /// Whether there is something to store: the cart is different, or a merge takes its source away.
    pub fn differs(&self) -> bool {
        match self {
            Self::ItemUpdated { differs, .. }
            | Self::ConditionAdded { differs, .. }
            | Self::ItemConditionAdded { differs, .. }
            | Self::MetadataAdded { differs, .. }
            | Self::MetadataRemoved { differs, .. }
            | Self::DynamicRegistered { differs, .. }
            | Self::Cleared { differs } => *differs,
            Self::ItemAdded { .. }
            | Self::ItemRemoved { .. }
            | Self::ConditionRemoved { .. }
            | Self::ConditionsDropped { .. }
            | Self::ItemConditionRemoved { .. }
            | Self::ItemConditionsDropped { .. }
            | Self::DynamicUnregistered { .. }
            | Self::Merged(_) => true,
            Self::NotEvaluated { .. } => false,
        }
    }

    /// The part that is to be stored, if the change [differs](Change::differs).
    pub fn part(&self) -> Part<'_> {
        match self {
            Self::ItemAdded { item, .. }
            | Self::ItemUpdated { item, .. }
            | Self::ItemRemoved { item }
            | Self::ItemConditionAdded { item, .. }
            | Self::ItemConditionRemoved { item, .. }
            | Self::ItemConditionsDropped { item, .. } => Part::Item(item.line()),
            Self::ConditionAdded { .. } | Self::ConditionRemoved { .. } | Self::ConditionsDropped { .. } => {
                Part::Conditions
            }
            Self::MetadataAdded { key, .. } | Self::MetadataRemoved { key, .. } => Part::Metadata(key),
            Self::DynamicRegistered { .. } | Self::DynamicUnregistered { .. } | Self::NotEvaluated { .. } => {
                Part::DynamicConditions
            }
            Self::Merged(_) | Self::Cleared { .. } => Part::Everything,
        }
    }
}

/// What an operation did to a cart, in order. Nothing at all if what was asked for is not there.
///
/// ```
/// use cartwright_core::{Cart, Operation, Policy};
///
/// let changes = Cart::default().apply(Operation::Remove("lamp"), &Policy::default())?;
/// assert!(changes.is_empty() && !changes.differ());
/// # Ok::<(), cartwright_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// Nothing was done.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether the cart is different, so that there is something to store.
    pub fn differ(&self) -> bool {
        self.iter().any(Change::differs)
    }

    /// What was done, as a list.
    pub fn into_vec(self) -> Vec<Change> {
        self.0
    }

    pub(crate) fn push(&mut self, change: Change) {
        self.0.push(change);
    }
}

impl Deref for Changes {
    type Target = [Change];

    fn deref(&self) -> &[Change] {
        &self.0
    }
}

impl From<Change> for Changes {
    fn from(change: Change) -> Self {
        Self(vec![change])
    }
}

impl FromIterator<Change> for Changes {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        Self(changes.into_iter().collect())
    }
}

impl Extend<Change> for Changes {
    fn extend<I: IntoIterator<Item = Change>>(&mut self, changes: I) {
        self.0.extend(changes);
    }
}

impl IntoIterator for Changes {
    type Item = Change;
    type IntoIter = std::vec::IntoIter<Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Changes {
    type Item = &'a Change;
    type IntoIter = std::slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
