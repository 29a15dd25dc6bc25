//! What this process knows of the health of its stores.
//!
//! A web server opens versions anew with every request. A breaker that began with it, too, would never have seen enough calls to
//! leave a store alone that is away, and every page would wait for it.

use cartwright_coordination::PerProcess;
use cartwright_storage::StorePlace;
use cartwright_versions::{Breaker, BreakerSettings};
use std::sync::Arc;

/// So many stores are known; whoever opens more begins anew with the first ones.
const MOST: usize = 64;

static KNOWN: PerProcess<Vec<(StorePlace, BreakerSettings, Arc<Breaker>)>> = PerProcess::new();

/// The breaker of a store, the same for all who open it with the same settings. What is in memory is new with each opening, and so is its
/// breaker.
pub(super) fn of(place: &StorePlace, settings: BreakerSettings) -> Arc<Breaker> {
    if *place == StorePlace::Memory {
        return Arc::new(Breaker::new(settings));
    }
    KNOWN.with(|known| {
        if let Some((_, _, breaker)) = known.iter().find(|(at, by, _)| at == place && *by == settings) {
            return breaker.clone();
        }
        let breaker = Arc::new(Breaker::new(settings));
        if known.len() == MOST {
            known.remove(0);
        }
        known.push((place.clone(), settings, breaker.clone()));
        breaker
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn place(text: &str) -> StorePlace {
        text.parse().unwrap()
    }

    #[test]
    fn who_opens_a_store_again_goes_on_with_its_breaker() {
        let settings = BreakerSettings::default();
        let first = of(&place("sqlite:/of/this/test/a.sqlite"), settings);
        assert!(Arc::ptr_eq(&first, &of(&place("sqlite:/of/this/test/a.sqlite"), settings)));
    }

    #[test]
    fn who_opens_a_store_in_memory_begins_anew() {
        let settings = BreakerSettings::default();
        assert!(!Arc::ptr_eq(&of(&StorePlace::Memory, settings), &of(&StorePlace::Memory, settings)));
    }

    #[test]
    fn other_stores_and_other_settings_have_breakers_of_their_own() {
        let settings = BreakerSettings::default();
        let first = of(&place("sqlite:/of/this/test/b.sqlite"), settings);
        assert!(!Arc::ptr_eq(&first, &of(&place("sqlite:/of/this/test/c.sqlite"), settings)));
        let other = BreakerSettings { minimum: settings.minimum + 1, ..settings };
        assert!(!Arc::ptr_eq(&first, &of(&place("sqlite:/of/this/test/b.sqlite"), other)));
    }
}
