//! Names of locks.

use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use std::sync::Arc;

/// What a lock protects, as text. Every byte of it counts: no two texts that differ are the same lock.
///
/// ```
/// use cartwright_coordination::LockKey;
///
/// let key = LockKey::new("cart:user-7:default")?;
/// assert_eq!(key.as_str(), "cart:user-7:default");
/// assert_ne!(key, LockKey::new("cart:User-7:default")?);
/// # Ok::<(), cartwright_coordination::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LockKey(Arc<str>);

impl LockKey {
    /// The longest name, in bytes.
    pub const LONGEST: usize = 1024;

    /// A name.
    ///
    /// # Errors
    /// If it is empty or longer than [`LockKey::LONGEST`].
    pub fn new(name: &str) -> Result<Self> {
        let refused = |message| Err(Error::new(ErrorKind::InvalidKey, message));
        match name.len() {
            0 => refused("a lock has no name; name what it protects".to_owned()),
            1..=Self::LONGEST => Ok(Self(name.into())),
            bytes => refused(format!("a lock's name has {bytes} bytes; {} are allowed", Self::LONGEST)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LockKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_between_1_and_1024_bytes() {
        assert!(LockKey::new(&"x".repeat(1024)).is_ok());
        let error = LockKey::new(&"é".repeat(513)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidKey);
        assert_eq!(error.to_string(), "a lock's name has 1026 bytes; 1024 are allowed");
    }
}
