//! The events, each with what it tells.

use cartwright_core::{CartKey, Condition, Item, Json, Merged};
use std::fmt;
use std::sync::Arc;

/// The cart had no items and now has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartCreated;

/// Everything was taken out of the cart, or there was nothing in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartCleared;

/// The cart is not what it was. Follows each event that means so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartUpdated {
    /// Why, if somebody said so; the engine does not.
    pub reason: Option<Arc<str>>,
}

/// Another cart was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartMerged {
    /// What happened: strategy, quantity, what was in both carts, the other cart as it was.
    pub merged: Arc<Merged>,
    /// Which cart was taken in, if it is known.
    pub source: Option<CartKey>,
}

/// An item was put in, or more of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemAdded {
    /// The item as it is now.
    pub item: Arc<Item>,
}

/// An item was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemUpdated {
    /// The item as it is now.
    pub item: Arc<Item>,
}

/// An item was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRemoved {
    /// The item as it was.
    pub item: Arc<Item>,
}

/// A condition was put on the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartConditionAdded {
    /// The condition.
    pub condition: Arc<Condition>,
}

/// A condition was taken off the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartConditionRemoved {
    /// The condition as it was.
    pub condition: Arc<Condition>,
    /// Why, if somebody said so; the engine does not.
    pub reason: Option<Arc<str>>,
}

/// A condition was put on an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemConditionAdded {
    /// The condition.
    pub condition: Arc<Condition>,
    /// The item as it is now.
    pub item: Arc<Item>,
}

/// A condition was taken off an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemConditionRemoved {
    /// The condition as it was.
    pub condition: Arc<Condition>,
    /// The item as it is now.
    pub item: Arc<Item>,
    /// Why, if somebody said so; the engine does not.
    pub reason: Option<Arc<str>>,
}

/// A value was put under a key of the metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataAdded {
    /// The key.
    pub key: Arc<str>,
    /// The value.
    pub value: Json,
}

/// The value of a key of the metadata was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataRemoved {
    /// The key.
    pub key: Arc<str>,
}

/// A kind of event: a type of its own, and a variant of [`Event`].
pub trait Fact: 'static {
    /// Which kind it is.
    const KIND: EventKind;

    /// The event, if it is of this kind.
    fn of(event: &Event) -> Option<&Self>;
}

macro_rules! events {
    ($($kind:ident: $updates:literal),* $(,)?) => {
        /// Something that happened to a cart.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        #[allow(missing_docs)] // Each is documented as the type it holds.
        pub enum Event {
            $($kind($kind),)*
        }

        /// Which kind of event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[allow(missing_docs)] // Each is documented as the event's type.
        pub enum EventKind {
            $($kind,)*
        }

        impl Event {
            /// Which kind it is.
            pub fn kind(&self) -> EventKind {
                match self {
                    $(Self::$kind(_) => EventKind::$kind,)*
                }
            }
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its name, as hosts call the class.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($kind),)*
                }
            }

            /// Whether it means that the cart was updated, so that a [`CartUpdated`] follows it. Ten do.
            pub fn means_updated(self) -> bool {
                match self {
                    $(Self::$kind => $updates,)*
                }
            }
        }

        $(
            impl Fact for $kind {
                const KIND: EventKind = EventKind::$kind;

                fn of(event: &Event) -> Option<&Self> {
                    match event {
                        Event::$kind(event) => Some(event),
                        _ => None,
                    }
                }
            }

            impl From<$kind> for Event {
                fn from(event: $kind) -> Self {
                    Self::$kind(event)
                }
            }
        )*
    };
}

events! {
    CartCreated: false,
    CartCleared: false,
    CartUpdated: false,
    CartMerged: true,
    ItemAdded: true,
    ItemUpdated: true,
    ItemRemoved: true,
    CartConditionAdded: true,
    CartConditionRemoved: true,
    ItemConditionAdded: true,
    ItemConditionRemoved: true,
    MetadataAdded: true,
    MetadataRemoved: true,
}

impl EventKind {
    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_of_thirteen_kinds_mean_that_the_cart_was_updated() {
        let updates = EventKind::ALL.iter().filter(|kind| kind.means_updated()).count();
        assert_eq!((updates, EventKind::ALL.len()), (10, 13));
        for kind in [EventKind::CartCreated, EventKind::CartCleared, EventKind::CartUpdated] {
            assert!(!kind.means_updated(), "{kind}");
        }
    }

    #[test]
    fn a_kind_is_found_by_its_name() {
        for kind in EventKind::ALL {
            assert_eq!(EventKind::find(kind.name()), Some(*kind));
        }
        assert_eq!(EventKind::find("cart_created"), None);
    }
}
