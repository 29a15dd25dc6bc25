//! Places with numbers.

/// How many places are made at once: they never move, and few are empty.
const CHUNK: usize = 1024;

/// Values at numbered places; the place of one that is taken out is given to another. A `None` costs nothing where the value
/// has a pointer in it.
#[derive(Debug)]
pub(super) struct Slab<T> {
    chunks: Vec<Vec<Option<T>>>,
    free: Vec<u32>,
    next: u32,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), free: Vec::new(), next: 0 }
    }
}

impl<T> Slab<T> {
    /// A place that is empty. `None` after four billion.
    pub(super) fn place(&mut self) -> Option<u32> {
        if let Some(place) = self.free.pop() {
            return Some(place);
        }
        let place = self.next;
        self.next = place.checked_add(1)?;
        if place as usize % CHUNK == 0 {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        self.chunks.last_mut()?.push(None);
        Some(place)
    }

    pub(super) fn put(&mut self, place: u32, value: T) {
        if let Some(slot) = self.slot(place) {
            *slot = Some(value);
        }
    }

    fn slot(&mut self, place: u32) -> Option<&mut Option<T>> {
        self.chunks.get_mut(place as usize / CHUNK)?.get_mut(place as usize % CHUNK)
    }

    pub(super) fn get(&self, place: u32) -> Option<&T> {
        self.chunks.get(place as usize / CHUNK)?.get(place as usize % CHUNK)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        self.slot(place)?.as_mut()
    }

    pub(super) fn take(&mut self, place: u32) -> Option<T> {
        let value = self.slot(place)?.take();
        if value.is_some() {
            self.free.push(place);
        }
        value
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_free_again_is_given_to_another() {
        let mut slab = Slab::default();
        let (one, other) = (slab.place().unwrap(), slab.place().unwrap());
        slab.put(one, Box::new(1));
        slab.put(other, Box::new(2));
        assert_eq!(slab.take(one).as_deref(), Some(&1));
        assert!(slab.get(one).is_none() && slab.take(one).is_none());
        assert_eq!(slab.place(), Some(one));
        assert_eq!(slab.get(other).map(|two| **two), Some(2));
    }

    #[test]
    fn there_are_more_places_than_one_chunk_has() {
        let mut slab = Slab::default();
        for number in 0..3 * CHUNK {
            let place = slab.place().unwrap();
            slab.put(place, Box::new(number));
        }
        assert!(slab.iter().map(|number| **number).eq(0..3 * CHUNK));
    }
}
