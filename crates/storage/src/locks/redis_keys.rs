//! How locks lie in Redis: the one place where it is written down.
//!
//! Each bucket has four keys, none of which expires. `{prefix}` and the number in braces are those of
//! [`RedisOptions`](crate::RedisOptions).
//!
//! | key | kind | holds |
//! | --- | --- | --- |
//! | `{prefix}{0}:fences` | hash | `incarnation`, `counter` of the last fence that was given out, `run`: the `run_id` of the server that gave it |
//! | `{prefix}{0}:locks` | hash | for each name of a lock its last grant: `token incarnation counter granted expires` |
//! | `{prefix}{0}:lock-ends` | sorted set | the names by the end of their lease |
//! | `{prefix}{0}:lock-names` | sorted set | the names, all with score 0, so that they are in the order of their bytes |
//!
//! The token is 32 hexadecimal digits, the fence two whole numbers, times are milliseconds of the server's clock since 1970.
//! A grant stays until it is released, or is collected after its end. When `run` is not that of the server, it was started
//! again or another one has taken over, and the last grants may not have been kept: fences go on in a new incarnation.

use crate::redis::keys::Bucket;
use crate::redis::options::RedisOptions;
use cartwright_coordination::LockKey;

/// The keys of a bucket, in the order in which the scripts have them.
pub(crate) fn keys_of(options: &RedisOptions, bucket: Bucket) -> [String; 4] {
    ["fences", "locks", "lock-ends", "lock-names"].map(|name| options.key(bucket, name))
}

/// The keys of the bucket that a lock is in.
pub(super) fn keys_for(options: &RedisOptions, lock: &LockKey) -> [String; 4] {
    keys_of(options, options.bucket_of(lock.as_str()))
}
