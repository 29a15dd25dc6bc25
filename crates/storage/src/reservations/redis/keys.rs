//! How reservations lie in Redis: the one place where it is written down.
//!
//! Each bucket has these keys, none of which expires, unless the prefix has `cartwright-test:` in it: what a test has left is
//! gone an hour after the last change. `{prefix}` and the number in braces are those of
//! [`RedisOptions`](crate::RedisOptions); a key of stock is in the bucket of its [group](crate::StockGroup), an order in that of
//! its lines. Whatever a step touches is declared: all keys of one bucket.
//!
//! | key | kind | holds |
//! | --- | --- | --- |
//! | `{prefix}{0}:reservation-store` | hash | `incarnation`, `counter` of the last fence, `run`: the `run_id` of the server that gave it; `noted`, and what was counted |
//! | `…:stock` | hash | for each key: policy, held, holders, sold, mentions, fence (two), the order that was granted it last (MessagePack) |
//! | `…:stock-on-hand` | hash | for each tracked key how many there are |
//! | `…:stock-keys` | sorted set | the keys, all with score 0, so that they are in the order of their bytes |
//! | `…:reservations` | hash | for each order its reservation (MessagePack) |
//! | `…:reservation-leases` | sorted set | the orders that are held, by the end of their lease |
//! | `…:reservation-memory` | sorted set | the orders that have ended, by when they may be forgotten |
//! | `…:reservation-orders` | sorted set | the orders, all with score 0 |
//! | `…:reservation-owners` | hash | for each owner how many lines he holds |
//! | `…:reservation-notes` | stream | what was noted; the id is the number of the note |
//! | `…:reservation-parts` | hash | in a Cluster: what an order of several buckets holds in this one (MessagePack) |
//! | `…:reservation-part-ends` | sorted set | these orders, by when the bucket of the order is asked what became of them |
//! | `…:reservation-places` | hash | in a Cluster: for an order whose own bucket this is, the bucket that its lines are in |
//! | `…:reservation-place-ends` | sorted set | these orders, by when that may be forgotten |
//! | `…:stock-calls` | sorted set | the ids of the latest changes of counts, by their time, so that none is made twice |
//!
//! Times are milliseconds of the server's clock since 1970.

use crate::redis::keys::Bucket;
use crate::redis::options::RedisOptions;

const NAMES: [&str; 15] = [
    "reservation-store",
    "stock",
    "stock-on-hand",
    "stock-keys",
    "reservations",
    "reservation-leases",
    "reservation-memory",
    "reservation-orders",
    "reservation-owners",
    "reservation-notes",
    "reservation-parts",
    "reservation-part-ends",
    "reservation-places",
    "reservation-place-ends",
    "stock-calls",
];

/// The keys of a bucket, in the order in which the scripts have them.
pub(super) fn keys_of(options: &RedisOptions, bucket: Bucket) -> [String; 15] {
    NAMES.map(|name| options.key(bucket, name))
}
