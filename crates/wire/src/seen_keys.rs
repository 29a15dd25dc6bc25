//! Noticing a key that an object has twice, which JSON allows and which costs the straight way through a text.

use std::borrow::Cow;
use std::collections::HashSet;

/// From this many keys on an object's keys are hashed. The hash is seeded: shoppers choose keys.
const MANY: usize = 16;

/// The keys of the objects that are open at the moment, innermost last.
#[derive(Default)]
pub(crate) struct SeenKeys<'a> {
    keys: Vec<Cow<'a, str>>,
    objects: Vec<Seen<'a>>,
}

struct Seen<'a> {
    /// Where the object's keys begin in `keys`.
    first: usize,
    /// A bit for each sort of key seen so far; a sort not seen cannot be a repetition.
    sorts: u64,
    hashed: HashSet<Cow<'a, str>>,
}

impl<'a> SeenKeys<'a> {
    pub(crate) fn open(&mut self) {
        self.objects.push(Seen { first: self.keys.len(), sorts: 0, hashed: HashSet::new() });
    }

    pub(crate) fn close(&mut self) {
        if let Some(object) = self.objects.pop() {
            self.keys.truncate(object.first);
        }
    }

    /// Takes note of a key of the innermost object; false if it was there already.
    pub(crate) fn is_new(&mut self, key: Cow<'a, str>) -> bool {
        let Some(object) = self.objects.last_mut() else { return true };
        if !object.hashed.is_empty() {
            return object.hashed.insert(key);
        }
        let sort = sort(&key);
        if object.sorts & sort != 0 && self.keys[object.first..].contains(&key) {
            return false;
        }
        object.sorts |= sort;
        self.keys.push(key);
        if self.keys.len() - object.first > MANY {
            object.hashed.extend(self.keys.drain(object.first..));
        }
        true
    }
}

/// One of 64 sorts of keys, by length and two characters.
fn sort(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    let last = bytes.last().copied().unwrap_or_default();
    1 << ((usize::from(first) + 5 * usize::from(last) + 11 * bytes.len()) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_new_once_per_object_however_many_there_are() {
        for count in [1, MANY - 1, MANY, MANY + 1, 1000] {
            let mut seen = SeenKeys::default();
            seen.open();
            for number in 0..count {
                assert!(seen.is_new(format!("sku-{number}").into()));
            }
            for number in 0..count {
                assert!(!seen.is_new(format!("sku-{number}").into()));
            }
        }
    }

    #[test]
    fn an_inner_object_has_keys_of_its_own() {
        let mut seen = SeenKeys::default();
        seen.open();
        assert!(seen.is_new("name".into()));
        seen.open();
        assert!(seen.is_new("name".into()));
        seen.close();
        assert!(!seen.is_new("name".into()));
        assert!(seen.is_new("price".into()));
    }
}
