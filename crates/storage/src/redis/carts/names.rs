//! What carts are called: keys, and members of the indexes.
//!
//! A cart is a member of the indexes of its bucket under `identifier NUL 1 instance`, where a NUL in an identifier is
//! written `NUL 2`. So no two carts share a name, whatever their identifiers consist of, and names sort as keys do.

use crate::redis::keys::Bucket;
use crate::redis::options::{RedisOptions, Servers};
use cartwright_core::{CartKey, CommitId, Incarnation};

/// Between identifier and instance.
const BETWEEN: &str = "\0\u{1}";
/// A NUL in an identifier.
const NUL: &str = "\0\u{2}";

/// The member of a cart.
pub(super) fn member(key: &CartKey) -> String {
    format!("{}{BETWEEN}{}", escaped(key.identifier()), key.instance())
}

/// The cart of a member; `None` if that is no member of ours.
pub(super) fn cart_of(member: &str) -> Option<CartKey> {
    let (identifier, instance) = member.split_once(BETWEEN)?;
    Some(CartKey::new(&identifier.replace(NUL, "\0"), instance))
}

/// Where the members of an identifier begin and end, as `ZRANGEBYLEX` has it.
pub(super) fn members_of(identifier: &str) -> (String, String) {
    let identifier = escaped(identifier);
    (format!("[{identifier}{BETWEEN}"), format!("({identifier}{NUL}"))
}

fn escaped(identifier: &str) -> String {
    identifier.replace('\0', NUL)
}

/// The keys of a cart and of what is written with it.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) bucket: Bucket,
    pub(super) member: String,
    /// Cart, index, times, expires: in the order in which the scripts take them.
    pub(super) keys: [String; 4],
}

/// The name of a cart's key in its bucket.
fn cart_name(member: &str) -> String {
    format!("cart:{member}")
}

impl RedisOptions {
    pub(super) fn is_cluster(&self) -> bool {
        matches!(self.servers, Servers::Cluster(_))
    }

    pub(super) fn names(&self, key: &CartKey) -> Names {
        let (bucket, member) = (self.bucket_of(key.identifier()), member(key));
        let [index, times, expires] = self.indexes(bucket);
        let keys = [self.key(bucket, &cart_name(&member)), index, times, expires];
        Names { bucket, member, keys }
    }

    /// The key of a member's cart.
    pub(super) fn cart_key(&self, bucket: Bucket, member: &str) -> String {
        self.key(bucket, &cart_name(member))
    }

    /// Index, times, expires.
    pub(super) fn indexes(&self, bucket: Bucket) -> [String; 3] {
        ["carts", "changed", "expiring"].map(|name| self.key(bucket, name))
    }

    /// The first place in the queue for a cart.
    pub(super) fn queue_of(&self, names: &Names) -> String {
        self.key(names.bucket, &format!("queue:{}", names.member))
    }

    /// The stream that a bucket's carts write their records into. On a single server it is the outbox itself.
    pub(super) fn stream_of(&self, bucket: Bucket) -> String {
        if self.is_cluster() { self.key(bucket, "outbox-new") } else { self.outbox() }
    }

    /// The stream that is read.
    pub(super) fn outbox(&self) -> String {
        self.key(Bucket(0), "outbox")
    }

    /// How far the streams of the buckets have been taken into the outbox.
    pub(super) fn outbox_taken(&self) -> String {
        self.key(Bucket(0), "outbox-taken")
    }

    /// What was decided about a promise.
    pub(super) fn decision(&self, bucket: Bucket, promise: &str) -> String {
        self.key(bucket, &format!("promise:{promise}"))
    }
}

/// A number that nobody else has, as text.
pub(super) fn hex(number: u128) -> String {
    format!("{number:032x}")
}

/// What a cart is, as the field `identity` has it.
pub(super) fn identity_text(identity: cartwright_core::Identity) -> String {
    format!("{}:{}", hex(identity.incarnation.0), identity.version)
}

/// The same, read.
pub(super) fn identity_of(text: &str) -> Option<cartwright_core::Identity> {
    let (incarnation, version) = text.split_once(':')?;
    let is_hex = incarnation.len() == 32 && incarnation.bytes().all(|byte| byte.is_ascii_hexdigit());
    let incarnation = is_hex.then(|| u128::from_str_radix(incarnation, 16).ok()).flatten()?;
    Some(cartwright_core::Identity { incarnation: Incarnation(incarnation), version: version.parse().ok()? })
}

/// An id as it stands in the field `commits`.
pub(super) fn commit_bytes(id: CommitId) -> [u8; 16] {
    id.0.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_core::Identity;

    #[test]
    fn names_sort_as_keys_do_and_are_read_back() {
        let texts =
            ["", "\0", "\0\0", "\0\u{1}", "\0\u{2}", "a", "a\0", "a\0\u{1}b", "a\0b", "ab", "{}", "}{", "a:b", "猫"];
        let mut keys: Vec<CartKey> = texts
            .iter()
            .flat_map(|identifier| texts.iter().map(|instance| CartKey::new(identifier, instance)))
            .collect();
        keys.sort();
        let members: Vec<String> = keys.iter().map(member).collect();
        assert!(members.is_sorted_by(|one, next| one < next), "{members:?}");
        assert!(keys.iter().eq(members.iter().map(|member| cart_of(member).unwrap()).collect::<Vec<_>>().iter()));
    }

    #[test]
    fn an_identity_is_read_as_it_is_written_and_nothing_else_is() {
        let identity = Identity { incarnation: Incarnation(0xab), version: i64::MAX };
        assert_eq!(identity_of(&identity_text(identity)), Some(identity));
        for text in
            ["", "7", ":1", "+0000000000000000000000000000001:1", &format!("{}:", hex(1)), &format!("{}:x", hex(1))]
        {
            assert_eq!(identity_of(text), None, "{text}");
        }
    }
}
