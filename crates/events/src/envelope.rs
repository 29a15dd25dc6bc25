//! What is known of an event beside what it tells.

use crate::event::Event;
use crate::sequence::events_of;
use crate::summary::CartSummary;
use cartwright_core::{Cart, CartKey, Change, Identity, Incarnation, Moment, Pricing};
use std::fmt;
use std::sync::Arc;

/// What tells an event from every other, so that whoever gets it twice can see that. Written as a UUID.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub u128);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Incarnation(self.0).fmt(f)
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An event with its id, its cart, what that was and is, and the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What tells it from every other.
    pub id: EventId,
    /// The cart.
    pub key: CartKey,
    /// What the cart was; none if there was none.
    pub before: Option<Identity>,
    /// What the cart is; none if it is gone.
    pub after: Option<Identity>,
    /// When.
    pub at: Moment,
    /// What the cart comes to, after all that was done together.
    pub cart: Arc<CartSummary>,
    /// What the cart that was taken in came to, if one was.
    pub source: Option<Arc<CartSummary>>,
    /// What happened.
    pub event: Event,
}

/// What the events of one commit have in common.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The cart.
    pub key: &'a CartKey,
    /// What it was; none if there was none.
    pub before: Option<Identity>,
    /// What it is; none if it is gone.
    pub after: Option<Identity>,
    /// When.
    pub at: Moment,
    /// How the cart is summed up.
    pub pricing: Pricing,
    /// The cart that was taken in by a merge.
    pub source: Option<&'a CartKey>,
}

/// The events of changes in their envelopes, in order. `cart` is the cart as it is now; `ids` gives a new id each time.
pub fn seal(changes: &[Change], cart: &Cart, occasion: &Occasion<'_>, ids: &mut dyn FnMut() -> u128) -> Vec<Envelope> {
    let events = events_of(changes, occasion.source);
    if events.is_empty() {
        return Vec::new();
    }
    let summary = Arc::new(CartSummary::of(cart, occasion.pricing));
    events
        .into_iter()
        .map(|event| Envelope {
            id: EventId(ids()),
            key: occasion.key.clone(),
            before: occasion.before,
            after: occasion.after,
            at: occasion.at,
            cart: Arc::clone(&summary),
            source: match &event {
                Event::CartMerged(event) => Some(Arc::new(CartSummary::of(&event.merged.source, occasion.pricing))),
                _ => None,
            },
            event,
        })
        .collect()
}
