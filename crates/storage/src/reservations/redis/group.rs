//! What is held together in one step.

use crate::redis::keys::Bucket;
use crate::redis::options::RedisOptions;
use cartwright_reservations::{Line, StockKey};
use std::collections::BTreeMap;

/// Which keys of stock form a group: they are on one node of a Cluster, and lines of one group are held in one step of the
/// server. On a single server, and behind Sentinels, everything is one group.
///
/// It must not change while there is stock: it would be looked for elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StockGroup {
    /// The keys of a vendor.
    #[default]
    Vendor,
    /// The keys of a vendor that are of one kind.
    Kind,
    /// Each key is a group of its own.
    Key,
    /// All keys.
    All,
}

impl StockGroup {
    /// Every group with its name in configurations.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Vendor, "vendor"), (Self::Kind, "kind"), (Self::Key, "key"), (Self::All, "all")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The group of a name.
    ///
    /// # Errors
    /// A sentence, if there is none.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name).map(|(group, _)| *group);
        found.ok_or_else(|| format!("'{}' is no stock group; write vendor, kind, key or all", name.escape_debug()))
    }

    /// The part of a key that its whole group shares.
    fn tag(self, key: &StockKey) -> &str {
        let text = key.as_str();
        let parts = match self {
            Self::All => return "",
            Self::Key => return text,
            Self::Vendor => 1,
            Self::Kind => 2,
        };
        text.match_indices('/').nth(parts - 1).map_or(text, |(end, _)| &text[..end])
    }
}

impl RedisOptions {
    /// The bucket of a key of stock.
    pub(super) fn bucket_of_key(&self, key: &StockKey) -> Bucket {
        self.bucket_of(self.stock_group.tag(key))
    }

    /// Lines by their buckets, in the order of these.
    pub(super) fn by_bucket<'a>(&self, lines: &'a [Line]) -> BTreeMap<Bucket, Vec<&'a Line>> {
        let mut buckets: BTreeMap<Bucket, Vec<&Line>> = BTreeMap::new();
        for line in lines {
            buckets.entry(self.bucket_of_key(&line.key)).or_default().push(line);
        }
        buckets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_what_keys_share() {
        let key = StockKey::new("a/b", "item", "lamp").unwrap();
        let tags = StockGroup::ALL.map(|(group, _)| group.tag(&key));
        assert_eq!(tags, ["a%2Fb", "a%2Fb/item", "a%2Fb/item/lamp", ""]);
        assert!(StockGroup::ALL.iter().enumerate().all(|(place, (group, _))| *group as usize == place));
    }
}
