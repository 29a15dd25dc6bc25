//! Who did what to which reservation: the stream for whoever has to know later.

use cartwright_coordination::{OwnerToken, WallTime};
use sha2::{Digest, Sha256};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditKind {
    /// A reservation was granted.
    Reserved,
    /// One was refused.
    Refused,
    /// Its lines were changed.
    Amended,
    /// Its lease was prolonged.
    Renewed,
    /// It was committed.
    Committed,
    /// It was released by its holder.
    Released,
    /// Its lease ran out.
    Expired,
    /// It was released by force, for a reason.
    Forced,
    /// Somebody came with a wrong token or too late.
    FencedOff,
    /// A count was set or changed.
    StockChanged,
}

impl AuditKind {
    /// Every kind with its name, in the order above.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Reserved, "reserved"),
        (Self::Refused, "refused"),
        (Self::Amended, "amended"),
        (Self::Renewed, "renewed"),
        (Self::Committed, "committed"),
        (Self::Released, "released"),
        (Self::Expired, "expired"),
        (Self::Forced, "forced"),
        (Self::FencedOff, "fenced_off"),
        (Self::StockChanged, "stock_changed"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What a step tells of itself.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// What happened.
    pub kind: AuditKind,
    /// To which order; the key of what has none.
    pub subject: &'a str,
    /// Whose it is, if somebody's.
    pub owner: &'a str,
    /// With which token, if with one. Only its [hash](token_hash) is kept.
    pub token: Option<&'a OwnerToken>,
    /// The reason, or what was refused.
    pub detail: &'a str,
}

/// An entry of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Greater than that of every entry before.
    pub sequence: u64,
    /// When, by the store's wall clock.
    pub at: WallTime,
    /// What happened.
    pub kind: AuditKind,
    /// To which order, or to which key.
    pub subject: String,
    /// Whose it is; empty if nobody's.
    pub owner: String,
    /// The hash of the token it was done with; empty if with none.
    pub token_hash: String,
    /// The reason, or what was refused.
    pub detail: String,
}

/// What is shown of a token: half of its SHA-256 as 32 hexadecimal digits. It tells attempts apart and gives none away.
///
/// ```
/// use cartwright_coordination::OwnerToken;
/// use cartwright_reservations::token_hash;
///
/// let token = OwnerToken::from_secret_bytes([7; 16]);
/// assert_eq!(token_hash(&token).len(), 32);
/// assert_ne!(token_hash(&token), token.secret_text());
/// ```
pub fn token_hash(token: &OwnerToken) -> String {
    format!("{:032x}", u128::from_be_bytes(token_digest(token)))
}

/// The same as bytes, for a store to keep.
pub fn token_digest(token: &OwnerToken) -> [u8; 16] {
    let mut half = [0; 16];
    half.iter_mut().zip(Sha256::digest(token.secret_bytes())).for_each(|(place, byte)| *place = byte);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        // printf '\0%.0s' {1..16} | sha256sum
        let hash = token_hash(&OwnerToken::from_secret_bytes([0; 16]));
        assert_eq!(hash, "374708fff7719dd5979ec875d56cd228");
    }

    #[test]
    fn each_kind_has_the_place_that_its_name_has() {
        for (place, (kind, _)) in AuditKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place);
        }
    }
}
