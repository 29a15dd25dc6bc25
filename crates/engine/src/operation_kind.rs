//! The kinds of work that are counted and named apart.

use cartwright_core::Operation;

/// What somebody asked for, coarsely: what metrics are kept by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OperationKind {
    /// A cart was read.
    Get,
    /// An item was put in.
    Add,
    /// An item was changed.
    Update,
    /// An item was taken out.
    Remove,
    /// A cart was emptied.
    Clear,
    /// A condition of a cart was set or taken off.
    Condition,
    /// A condition of an item was set or taken off.
    ItemCondition,
    /// Metadata was set or taken away.
    Metadata,
    /// Several operations were done as one.
    Several,
    /// A cart was moved to another identifier.
    Swap,
    /// Two carts became one.
    Merge,
}

impl OperationKind {
    /// Every kind, with its name.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Get, "get"),
        (Self::Add, "add"),
        (Self::Update, "update"),
        (Self::Remove, "remove"),
        (Self::Clear, "clear"),
        (Self::Condition, "condition"),
        (Self::ItemCondition, "item_condition"),
        (Self::Metadata, "metadata"),
        (Self::Several, "several"),
        (Self::Swap, "swap"),
        (Self::Merge, "merge"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What one or several operations are.
    pub fn of(operations: &[Operation<'_>]) -> Self {
        match operations {
            [Operation::Add(_)] => Self::Add,
            [Operation::Update(..)] => Self::Update,
            [Operation::Remove(_)] => Self::Remove,
            [Operation::Clear] => Self::Clear,
            [
                Operation::AddCondition(_)
                | Operation::RemoveCondition(_)
                | Operation::RemoveConditionsByType(_)
                | Operation::ClearConditions
                | Operation::SetShipping(_)
                | Operation::RemoveShipping
                | Operation::RegisterDynamic(_)
                | Operation::UnregisterDynamic(_)
                | Operation::Evaluate(_)
                | Operation::Follow(_),
            ] => Self::Condition,
            [
                Operation::AddItemCondition(..)
                | Operation::RemoveItemCondition(..)
                | Operation::ClearItemConditions(_),
            ] => Self::ItemCondition,
            [Operation::SetMetadata(..) | Operation::RemoveMetadata(_)] => Self::Metadata,
            [Operation::Merge(_)] => Self::Merge,
            _ => Self::Several,
        }
    }

    /// What a message about a conflict calls it: the words of the original, which programs match on.
    pub(crate) fn in_messages(self) -> &'static str {
        match self {
            Self::Add | Self::Update | Self::Remove | Self::ItemCondition => "items update",
            Self::Condition => "conditions update",
            Self::Metadata => "metadata update",
            Self::Get | Self::Clear | Self::Several | Self::Swap | Self::Merge => "both items and conditions update",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_at_its_own_place_in_the_list() {
        for (place, (kind, name)) in OperationKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, kind.name()), (place, name));
        }
    }
}
