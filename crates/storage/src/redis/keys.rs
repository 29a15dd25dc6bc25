//! The names of keys.
//!
//! Every key is `{prefix}{bucket}:{name}`, where the bucket is a number in braces: `cartwright:{0}:locks`. What is changed
//! together has the same bucket, and so, in a Cluster, the same slot. A single server and one behind Sentinels have one
//! bucket, a Cluster has [`RedisOptions::buckets`].

use super::crc16::crc16;
use super::options::RedisOptions;

/// One of the buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bucket(pub(crate) u16);

impl RedisOptions {
    /// The bucket of whatever belongs to this text: an identifier, the name of a lock.
    pub(crate) fn bucket_of(&self, text: &str) -> Bucket {
        Bucket(crc16(text.as_bytes()) % self.number_of_buckets())
    }

    /// All of them.
    pub(crate) fn all_buckets(&self) -> impl Iterator<Item = Bucket> + use<> {
        (0..self.number_of_buckets()).map(Bucket)
    }

    /// A key of a bucket.
    pub(crate) fn key(&self, bucket: Bucket, name: &str) -> String {
        format!("{}{{{}}}:{name}", self.prefix, bucket.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redis::crc16::slot_of;

    #[test]
    fn keys_of_a_bucket_share_a_slot_whatever_their_names() {
        let options = RedisOptions::server("127.0.0.1", 6379).buckets(64);
        let bucket = options.bucket_of("user-7");
        let slots: Vec<_> = ["locks", "cart:{x}", ""].map(|name| slot_of(options.key(bucket, name).as_bytes())).into();
        assert!(slots.iter().all(|slot| *slot == slots[0]));
        assert_eq!(options.key(Bucket(3), "locks"), "cartwright:{3}:locks");
    }

    #[test]
    fn a_text_keeps_its_bucket_from_release_to_release() {
        let options = RedisOptions::server("127.0.0.1", 6379).buckets(64);
        assert_eq!(options.bucket_of("user-7"), Bucket(crc16(b"user-7") % 64));
        assert_eq!(RedisOptions::server("127.0.0.1", 6379).bucket_of("user-7"), Bucket(0), "a single server has one");
    }
}
