//! The errors of stores of carts, as errors of stores of locks: both meet the same files.

use cartwright_coordination::{Error, ErrorKind};
use cartwright_core::{StoreError, StoreErrorKind};

/// The same error in the words of the other port.
pub(crate) fn of_store(error: StoreError) -> Error {
    let kind = match error.kind() {
        StoreErrorKind::Busy => ErrorKind::Busy,
        StoreErrorKind::Corrupt => ErrorKind::Corrupt,
        StoreErrorKind::ReadOnly => ErrorKind::ReadOnly,
        StoreErrorKind::Full => ErrorKind::Full,
        StoreErrorKind::NewerSchema => ErrorKind::NewerSchema,
        StoreErrorKind::Forked => ErrorKind::Forked,
        StoreErrorKind::SecondSqlite => ErrorKind::SecondSqlite,
        StoreErrorKind::OutcomeUnknown => ErrorKind::OutcomeUnknown,
        // Whatever else is the matter, the lock is not granted.
        _ => ErrorKind::Unavailable,
    };
    Error::new(kind, error.to_string()).because(error)
}
