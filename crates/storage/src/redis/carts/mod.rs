//! Carts in Redis, in a layout of our own: a hash for each cart, with a field for each item.
//!
//! | key, after `{prefix}{bucket}:` | what it is |
//! | --- | --- |
//! | `cart:{identifier} NUL 1 {instance}` | a cart: its head (`layout`, `identity`, `commits`, `items`, `next`, `item_bytes`, `metadata_bytes`, `created_at`, `updated_at`), and a field for each piece: `i:{line}`, `m:{key}`, `c:`, `d:`, whose value is `{position}:{JSON}` |
//! | `carts` | the carts of the bucket in the order of their keys, so that those of an identifier follow each other |
//! | `changed` | when each was last changed |
//! | `expiring` | when those with a ttl are gone |
//! | `queue:{identifier} NUL 1 {instance}` | who is next at a cart at which others were faster, for a second at most |
//! | `outbox` | records, in bucket 0; `outbox-new` and `outbox-taken` are how they get there in a Cluster |
//! | `promise:{number}` | what was decided about a cart on its way to another node |

mod commit;
mod fields;
mod listing;
mod merging;
mod moving;
mod names;
mod outbox;
mod port;
mod promises;
mod queue;
mod queued;
mod reply;
mod scripts;
mod steps;
mod store;

pub use store::RedisStore;
