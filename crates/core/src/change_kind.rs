//! The words and the numbers of what operations do.

use crate::change::Change;

/// What a [`Change`] is, for who names or numbers changes: JSON calls it by its name, C by its number.
///
/// Numbers stay; a new kind takes the next one. 0 is none of them: nothing was done.
///
/// ```
/// use cartwright_core::ChangeKind;
///
/// assert_eq!(ChangeKind::ItemAdded as i32, 1);
/// assert_eq!(ChangeKind::ConditionsDropped.name(), "conditions_dropped");
/// assert_eq!(ChangeKind::find("cleared"), Some(ChangeKind::Cleared));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(i32)]
pub enum ChangeKind {
    /// [`Change::ItemAdded`]
    ItemAdded = 1,
    /// [`Change::ItemUpdated`]
    ItemUpdated = 2,
    /// [`Change::ItemRemoved`]
    ItemRemoved = 3,
    /// [`Change::ConditionAdded`]
    ConditionAdded = 4,
    /// [`Change::ConditionRemoved`]
    ConditionRemoved = 5,
    /// [`Change::ConditionsDropped`]
    ConditionsDropped = 6,
    /// [`Change::ItemConditionAdded`]
    ItemConditionAdded = 7,
    /// [`Change::ItemConditionRemoved`]
    ItemConditionRemoved = 8,
    /// [`Change::ItemConditionsDropped`]
    ItemConditionsDropped = 9,
    /// [`Change::MetadataAdded`]
    MetadataAdded = 10,
    /// [`Change::MetadataRemoved`]
    MetadataRemoved = 11,
    /// [`Change::DynamicRegistered`]
    DynamicRegistered = 12,
    /// [`Change::DynamicUnregistered`]
    DynamicUnregistered = 13,
    /// [`Change::NotEvaluated`]
    NotEvaluated = 14,
    /// [`Change::Merged`]
    Merged = 15,
    /// [`Change::Cleared`]
    Cleared = 16,
}

impl ChangeKind {
    /// Every kind with its name, in the order of their numbers.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::ItemAdded, "item_added"),
        (Self::ItemUpdated, "item_updated"),
        (Self::ItemRemoved, "item_removed"),
        (Self::ConditionAdded, "condition_added"),
        (Self::ConditionRemoved, "condition_removed"),
        (Self::ConditionsDropped, "conditions_dropped"),
        (Self::ItemConditionAdded, "item_condition_added"),
        (Self::ItemConditionRemoved, "item_condition_removed"),
        (Self::ItemConditionsDropped, "item_conditions_dropped"),
        (Self::MetadataAdded, "metadata_added"),
        (Self::MetadataRemoved, "metadata_removed"),
        (Self::DynamicRegistered, "dynamic_registered"),
        (Self::DynamicUnregistered, "dynamic_unregistered"),
        (Self::NotEvaluated, "not_evaluated"),
        (Self::Merged, "merged"),
        (Self::Cleared, "cleared"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize - 1].1
    }

    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

impl Change {
    /// What it is.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::ItemAdded { .. } => ChangeKind::ItemAdded,
            Self::ItemUpdated { .. } => ChangeKind::ItemUpdated,
            Self::ItemRemoved { .. } => ChangeKind::ItemRemoved,
            Self::ConditionAdded { .. } => ChangeKind::ConditionAdded,
            Self::ConditionRemoved { .. } => ChangeKind::ConditionRemoved,
            Self::ConditionsDropped { .. } => ChangeKind::ConditionsDropped,
            Self::ItemConditionAdded { .. } => ChangeKind::ItemConditionAdded,
            Self::ItemConditionRemoved { .. } => ChangeKind::ItemConditionRemoved,
            Self::ItemConditionsDropped { .. } => ChangeKind::ItemConditionsDropped,
            Self::MetadataAdded { .. } => ChangeKind::MetadataAdded,
            Self::MetadataRemoved { .. } => ChangeKind::MetadataRemoved,
            Self::DynamicRegistered { .. } => ChangeKind::DynamicRegistered,
            Self::DynamicUnregistered { .. } => ChangeKind::DynamicUnregistered,
            Self::NotEvaluated { .. } => ChangeKind::NotEvaluated,
            Self::Merged(_) => ChangeKind::Merged,
            Self::Cleared { .. } => ChangeKind::Cleared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_in_the_list_at_its_number() {
        for (place, (kind, name)) in ChangeKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, kind.name(), ChangeKind::find(name)), (place + 1, name, Some(kind)));
        }
    }
}
