//! From changes to events, in the order that applications rely on.

use crate::event::{
    CartCleared, CartConditionAdded, CartConditionRemoved, CartCreated, CartMerged, CartUpdated, Event, ItemAdded,
    ItemConditionAdded, ItemConditionRemoved, ItemRemoved, ItemUpdated, MetadataAdded, MetadataRemoved,
};
use cartwright_core::{CartKey, Change};
use std::sync::Arc;

/// The events of changes, in order; a [`CartUpdated`] follows each that means so.
///
/// An item put into a cart without items makes two: CartCreated, then ItemAdded. What was dropped (all conditions, those of a
/// type, those of an item) makes none, as in the original. `source` is the cart that was taken in by a merge.
pub fn events_of(changes: &[Change], source: Option<&CartKey>) -> Vec<Event> {
    let mut events = Vec::with_capacity(changes.len() * 2 + 1);
    for change in changes {
        if let Change::ItemAdded { first: true, .. } = change {
            events.push(CartCreated.into());
        }
        let Some(event) = event_of(change, source) else {
            continue;
        };
        let updated = event.kind().means_updated();
        events.push(event);
        if updated {
            events.push(CartUpdated { reason: None }.into());
        }
    }
    events
}

fn event_of(change: &Change, source: Option<&CartKey>) -> Option<Event> {
    Some(match change {
        Change::ItemAdded { item, .. } => ItemAdded { item: Arc::clone(item) }.into(),
        Change::ItemUpdated { item, .. } => ItemUpdated { item: Arc::clone(item) }.into(),
        Change::ItemRemoved { item } => ItemRemoved { item: Arc::clone(item) }.into(),
        Change::ConditionAdded { condition, .. } => CartConditionAdded { condition: Arc::clone(condition) }.into(),
        Change::ConditionRemoved { condition } => {
            CartConditionRemoved { condition: Arc::clone(condition), reason: None }.into()
        }
        Change::ItemConditionAdded { item, condition, .. } => {
            ItemConditionAdded { condition: Arc::clone(condition), item: Arc::clone(item) }.into()
        }
        Change::ItemConditionRemoved { item, condition } => {
            ItemConditionRemoved { condition: Arc::clone(condition), item: Arc::clone(item), reason: None }.into()
        }
        Change::MetadataAdded { key, value, .. } => MetadataAdded { key: Arc::clone(key), value: value.clone() }.into(),
        Change::MetadataRemoved { key, .. } => MetadataRemoved { key: Arc::clone(key) }.into(),
        Change::Merged(merged) => CartMerged { merged: Arc::new((**merged).clone()), source: source.cloned() }.into(),
        Change::Cleared { .. } => CartCleared.into(),
        // What was dropped has no event, nor has what the core may yet learn to do.
        _ => return None,
    })
}
