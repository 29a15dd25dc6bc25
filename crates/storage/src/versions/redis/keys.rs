//! How versions lie in Redis: the one place where it is written down.
//!
//! `{prefix}`, the tag and the number in braces are those of [`RedisOptions`](crate::RedisOptions); the tag is `versions` unless
//! [`versions_tag`](crate::RedisOptions::versions_tag) says otherwise. None of these keys expires, but for the values.
//!
//! | key | kind | holds |
//! | --- | --- | --- |
//! | `{prefix}{versions}:published` | hash | under the empty name the life of the store: `incarnation turns young_until history`; for each type `version turn token:expires …`, the version `-` if none stands |
//! | `{prefix}{versions}:names` | sorted set | the types, all with score 0, in the order of their bytes; made anew should it be missing |
//! | `{prefix}{0}:entry:KEY` | string | `soft hard ` and a cached value; it ends by itself |
//! | `{prefix}{0}:entry-ends` | sorted set | the keys of the values by their hard end |
//! | `{prefix}{versions-journal}:incidents`, `…:audit` | sorted set | the time in 16 digits, the place in 16 digits, the record; all with score 0 |
//! | `{prefix}{versions-journal}:places` | number | the last place that was given |
//! | `{prefix}{versions-journal}:samples` | hash | for each minute (16 digits) and name `errors sum min max bucket:count …` |
//! | `{prefix}{versions-journal}:sample-names` | sorted set | the names of these fields, all with score 0 |
//! | `{prefix}{versions-journal}:done` | sorted set | the steps of the last hour with what they answered, should one be asked for again whose reply was lost; all with score 0 |
//!
//! The life, the versions, the marks and the turns are **one key**, so that they are evicted, emptied or lost together or not at
//! all. Incarnations are 16 hexadecimal digits, times are milliseconds of the server's clock since 1970. `history` is the
//! `master_replid` of the server: another one after each start, and whenever a replica becomes the master. Where it differs, steps that
//! were acknowledged may be missing, and a new life begins.

use crate::redis::options::RedisOptions;
use cartwright_versions::EntryKey;

/// The hash and the names.
pub(super) fn of_versions(options: &RedisOptions) -> [String; 2] {
    ["published", "names"].map(|name| format!("{}{{{}}}:{name}", options.prefix, tag(options)))
}

/// A key of the journal.
pub(super) fn of_journal(options: &RedisOptions, name: &str) -> String {
    format!("{}{{{}-journal}}:{name}", options.prefix, tag(options))
}

/// A cached value, and the ends of those of its bucket.
pub(super) fn of_entry(options: &RedisOptions, key: &EntryKey) -> [String; 2] {
    let bucket = options.bucket_of(key.as_str());
    [options.key(bucket, &entry(key.as_str())), options.key(bucket, ENDS)]
}

/// What a cached value is called within its bucket.
pub(super) fn entry(key: &str) -> String {
    format!("entry:{key}")
}

/// What the ends are called.
pub(super) const ENDS: &str = "entry-ends";

fn tag(options: &RedisOptions) -> &str {
    options.versions_tag.as_deref().unwrap_or("versions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redis::crc16::slot_of;

    #[test]
    fn what_changes_together_has_one_slot_and_shops_have_tags_of_their_own() {
        let options = RedisOptions::cluster([("127.0.0.1", 7000)]);
        let slots = |options: &RedisOptions| of_versions(options).map(|key| slot_of(key.as_bytes()));
        let [published, names] = slots(&options);
        assert_eq!(published, names);
        assert_eq!(of_versions(&options)[0], "cartwright:{versions}:published");
        let other = options.clone().versions_tag("shop-7");
        assert_ne!(slots(&other)[0], published);
        assert_eq!(of_journal(&other, "audit"), "cartwright:{shop-7-journal}:audit");
    }

    #[test]
    fn values_are_spread_whatever_braces_their_names_have() {
        let options = RedisOptions::cluster([("127.0.0.1", 7000)]);
        let of = |name: &str| {
            let key = EntryKey::new(name, &cartwright_versions::Snapshot::default()).unwrap();
            let [value, ends] = of_entry(&options, &key).map(|key| slot_of(key.as_bytes()));
            assert_eq!(value, ends);
            value
        };
        assert_ne!(of("{page}.1"), of("{page}.2"));
    }
}
