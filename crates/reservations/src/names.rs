//! Ids that come from outside: of orders, and of those who hold.

use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use std::sync::Arc;

/// The longest id, in bytes.
const LONGEST: usize = 255;

fn checked(what: &str, text: &str) -> Result<Arc<str>> {
    let refused = |message| Err(Error::new(ErrorKind::InvalidName, message));
    match text.len() {
        0 => refused(format!("the id of {what} is empty")),
        1..=LONGEST => Ok(text.into()),
        bytes => refused(format!("the id of {what} has {bytes} bytes; {LONGEST} are allowed")),
    }
}

macro_rules! name {
    ($(#[$about:meta])* $name:ident, $what:literal) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// An id, of 1 to 255 bytes.
            ///
            /// # Errors
            /// If it is empty or longer.
            pub fn new(text: &str) -> Result<Self> {
                checked($what, text).map(Self)
            }

            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// The id of an order: one reservation, whatever happens.
    ///
    /// ```
    /// use cartwright_reservations::OrderId;
    ///
    /// assert_eq!(OrderId::new("2025-0017")?.as_str(), "2025-0017");
    /// assert!(OrderId::new("").is_err());
    /// # Ok::<(), cartwright_reservations::Error>(())
    /// ```
    OrderId,
    "an order"
);
name!(
    /// Who holds, for people to read and for the cap on what one may hold. It gives no right to anything: the token does.
    ///
    /// ```
    /// use cartwright_reservations::OwnerId;
    ///
    /// assert_eq!(OwnerId::new("user-7")?.to_string(), "user-7");
    /// # Ok::<(), cartwright_reservations::Error>(())
    /// ```
    OwnerId,
    "an owner"
);
