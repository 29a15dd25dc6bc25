//! What hosts hold under tokens between two calls.

use cartwright_coordination::{OwnerToken, Random, Result};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many things of one kind are kept. A host that forgets to come back would fill the memory otherwise; what is dropped for
/// it ends with its lease, like everything of a process that has died.
pub(super) const KEPT: usize = 1024;

/// Things under tokens, of which the oldest go when there are too many.
#[derive(Debug)]
pub(super) struct Kept<T>(Mutex<Inner<T>>);

#[derive(Debug)]
struct Inner<T> {
    next: u64,
    things: HashMap<String, (u64, T)>,
    order: BTreeMap<u64, String>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(Inner { next: 0, things: HashMap::new(), order: BTreeMap::new() }))
    }
}

impl<T> Kept<T> {
    /// Keeps it under a new token.
    pub(super) fn put(&self, thing: T, random: &dyn Random) -> Result<String> {
        let token = OwnerToken::new(random)?.secret_text();
        self.put_under(token.clone(), thing);
        Ok(token)
    }

    /// Keeps it under a token that it has already.
    pub(super) fn put_under(&self, token: String, thing: T) {
        let mut inner = self.inner();
        inner.next += 1;
        let place = inner.next;
        if let Some((before, _)) = inner.things.insert(token.clone(), (place, thing)) {
            inner.order.remove(&before);
        }
        inner.order.insert(place, token);
        if inner.things.len() > KEPT {
            if let Some((_, oldest)) = inner.order.pop_first() {
                inner.things.remove(&oldest);
            }
        }
    }

    /// Hands it out; it is kept no more.
    pub(super) fn take(&self, token: &str) -> Option<T> {
        let mut inner = self.inner();
        let (place, thing) = inner.things.remove(token)?;
        inner.order.remove(&place);
        Some(thing)
    }

    fn inner(&self) -> MutexGuard<'_, Inner<T>> {
        // Nothing in here panics half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_coordination::SeededRandom;

    #[test]
    fn a_thing_is_handed_out_once() {
        let kept = Kept::default();
        let token = kept.put(7, &SeededRandom::new(1)).unwrap();
        assert_eq!((kept.take(&token), kept.take(&token)), (Some(7), None));
    }

    #[test]
    fn of_too_many_things_the_oldest_goes() {
        let kept = Kept::default();
        (0..=KEPT).for_each(|thing| kept.put_under(thing.to_string(), thing));
        assert_eq!((kept.take("0"), kept.take("1"), kept.take(&KEPT.to_string())), (None, Some(1), Some(KEPT)));
    }

    #[test]
    fn what_is_put_back_is_the_newest() {
        let kept = Kept::default();
        (0..KEPT).for_each(|thing| kept.put_under(thing.to_string(), thing));
        kept.put_under("0".to_owned(), 0);
        kept.put_under("more".to_owned(), KEPT);
        assert_eq!((kept.take("0"), kept.take("1")), (Some(0), None));
    }
}
