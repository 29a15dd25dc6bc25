//! Versions of several types at one moment.

use crate::type_name::TypeName;
use crate::version::Version;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The versions of some types, as one reader has captured them: a small value, in the order of the names.
///
/// ```
/// use cartwright_versions::{Incarnation, Snapshot, TypeName, Version};
///
/// let life = Incarnation::from_number(1)?;
/// let mut snapshot = Snapshot::from_iter([(TypeName::new("products")?, Version::new(life, 5)?)]);
/// let before = snapshot.token();
/// assert_eq!(before.len(), 32);
///
/// snapshot.set(TypeName::new("products")?, Version::new(life, 6)?);
/// assert_ne!(snapshot.token(), before);
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<TypeName, Version>);

impl Snapshot {
    /// The version of a type, if it was captured.
    pub fn version_of(&self, name: &str) -> Option<Version> {
        self.0.get(name).copied()
    }

    /// Puts a version in the place of the one before, whichever is newer: for a reader who has made a change himself.
    pub fn set(&mut self, name: TypeName, version: Version) {
        self.0.insert(name, version);
    }

    /// Every type with its version, in the order of the names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&TypeName, Version)> {
        self.0.iter().map(|(name, version)| (name, *version))
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same of these types alone; `None` if one of them was not captured.
    pub fn only(&self, types: &[TypeName]) -> Option<Self> {
        types.iter().map(|name| Some((name.clone(), self.version_of(name.as_str())?))).collect()
    }

    /// The token that is shown to the world: 32 hexadecimal digits, different as soon as any version is, and nothing but the
    /// versions is in it.
    ///
    /// It is the first half of the SHA-256 of one line `type=incarnation.counter` for each type, each with a line feed.
    ///
    /// ```
    /// use cartwright_versions::{Incarnation, Snapshot, TypeName, Version};
    ///
    /// let life = Incarnation::from_number(0x5eed)?;
    /// let of = |name| Ok::<_, cartwright_versions::Error>((TypeName::new(name)?, Version::new(life, 7)?));
    /// let snapshot = Snapshot::from_iter([of("products")?, of("categories")?]);
    /// // printf 'categories=0000000000005eed.7\nproducts=0000000000005eed.7\n' | sha256sum | head -c 32
    /// assert_eq!(snapshot.token(), "8f9637a7b652297c8b3472fcd8fcf80d");
    /// # Ok::<(), cartwright_versions::Error>(())
    /// ```
    pub fn token(&self) -> String {
        let mut hash = Sha256::new();
        for (name, version) in &self.0 {
            hash.update(format!("{name}={version}\n"));
        }
        hash.finalize().iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
            // To write to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl FromIterator<(TypeName, Version)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (TypeName, Version)>>(versions: I) -> Self {
        Self(versions.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Incarnation;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn version(incarnation: i64, counter: i64) -> Version {
        Version::new(Incarnation::from_number(incarnation).unwrap(), counter).unwrap()
    }

    fn snapshot(versions: &[(&str, i64, i64)]) -> Snapshot {
        versions.iter().map(|(name, life, counter)| (TypeName::new(name).unwrap(), version(*life, *counter))).collect()
    }

    #[test]
    fn the_order_in_which_types_were_captured_does_not_matter() {
        assert_eq!(snapshot(&[("a", 1, 2), ("b", 3, 4)]).token(), snapshot(&[("b", 3, 4), ("a", 1, 2)]).token());
    }

    #[test]
    fn no_two_vectors_have_one_text() {
        let vectors = [
            snapshot(&[]),
            snapshot(&[("a", 1, 1)]),
            snapshot(&[("a", 1, 11)]),
            snapshot(&[("a", 17, 1)]),
            snapshot(&[("a=0000000000000001.1", 1, 1)]),
            snapshot(&[("a", 1, 1), ("b", 1, 1)]),
            snapshot(&[("a", 1, 1), ("b", 1, 2)]),
            snapshot(&[("b", 1, 1)]),
        ];
        let tokens: BTreeSet<String> = vectors.iter().map(Snapshot::token).collect();
        assert_eq!(tokens.len(), vectors.len());
    }

    #[test]
    fn a_part_is_had_only_of_what_was_captured() {
        let whole = snapshot(&[("a", 1, 1), ("b", 1, 2)]);
        assert_eq!(whole.only(&TypeName::all(["b"]).unwrap()), Some(snapshot(&[("b", 1, 2)])));
        assert_eq!(whole.only(&TypeName::all(["b", "c"]).unwrap()), None);
    }

    proptest! {
        #[test]
        fn every_raised_version_changes_the_token(counters in prop::collection::vec(0..1000_i64, 1..6), which: usize) {
            let names = ["a", "b", "c", "d", "e"];
            let mut vector: Vec<_> = names.iter().zip(&counters).map(|(name, counter)| (*name, 1, *counter)).collect();
            let before = snapshot(&vector).token();
            let which = which % vector.len();
            vector[which].2 += 1;
            prop_assert_ne!(snapshot(&vector).token(), before);
        }
    }
}
