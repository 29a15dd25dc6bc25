//! Somebody else was faster.

use cartwright_coordination::Backoff;
use cartwright_core::{CartKey, Identity};

/// A cart was not what a change had been made for.
///
/// ```
/// use cartwright_core::{CartKey, Identity, Incarnation};
/// use cartwright_engine::Conflict;
///
/// let identity = |version| Some(Identity { incarnation: Incarnation(7), version });
/// let conflict = Conflict { key: CartKey::new("user-7", "default"), expected: identity(3), found: identity(4) };
/// assert_eq!((conflict.attempted_version(), conflict.current_version()), (3, 4));
/// assert!(conflict.is_minor());
/// assert_eq!(conflict.advice().attempts, 5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The cart.
    pub key: CartKey,
    /// What it was when the change was made; none if there was no cart.
    pub expected: Option<Identity>,
    /// What it is; none if there is no cart.
    pub found: Option<Identity>,
}

impl Conflict {
    /// The version that the change was made for, 0 if there was no cart.
    pub fn attempted_version(&self) -> i64 {
        self.expected.map_or(0, |identity| identity.version)
    }

    /// The version that the cart has, 0 if there is none.
    pub fn current_version(&self) -> i64 {
        self.found.map_or(0, |identity| identity.version)
    }

    /// How many versions lie between. Negative if the cart was replaced by a younger one.
    pub fn version_difference(&self) -> i64 {
        self.current_version().saturating_sub(self.attempted_version())
    }

    /// Whether it is the same cart, and one change ahead.
    pub fn is_minor(&self) -> bool {
        let same = match (self.expected, self.found) {
            (Some(expected), Some(found)) => expected.incarnation == found.incarnation,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        same && self.version_difference() == 1
    }

    /// How to try again, as the original's retry service advises: soon and often after a minor conflict.
    pub fn advice(&self) -> Backoff {
        if self.is_minor() { Backoff::AGGRESSIVE } else { Backoff::AFTER_MAJOR_CONFLICT }
    }
}
