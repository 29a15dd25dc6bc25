//! The answers of the exported functions: numbers that are never given another meaning.

use cartwright_coordination::ErrorKind as LockErrorKind;
use cartwright_core::{ErrorKind, StoreErrorKind};
use cartwright_engine::EngineErrorKind;
use cartwright_reservations::ErrorKind as ReservationErrorKind;
use cartwright_versions::ErrorKind as VersionErrorKind;
use cartwright_wire::StoredErrorKind;

/// What a call answered. Numbers are never reused; new ones may be added.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cw_status {
    /// It was done.
    CW_OK = 0,
    /// An item breaks one of the rules for items.
    CW_INVALID_ITEM = 1,
    /// A condition breaks one of the rules for conditions.
    CW_INVALID_CONDITION = 2,
    /// The class an item is associated with does not exist.
    CW_UNKNOWN_MODEL = 3,
    /// The cart would grow beyond a limit.
    CW_CART_TOO_LARGE = 4,
    /// A number or a result does not fit an exact decimal.
    CW_NUMBER_OUT_OF_RANGE = 5,
    /// No currency has this code.
    CW_UNKNOWN_CURRENCY = 6,
    /// A stored cart cannot be read. It is left as it is.
    CW_CORRUPT_CART = 7,
    /// A text is not UTF-8, or a value is not JSON.
    CW_INVALID_TEXT = 8,
    /// A dynamic condition has no rules, or rules that cannot be read.
    CW_INVALID_RULE = 9,
    /// A key of the metadata is kept for something else.
    CW_RESERVED_KEY = 10,
    /// Others kept changing the cart; nothing was stored. The detail has both versions.
    CW_CONFLICT = 11,
    /// The reply of the store was lost, and nobody can tell whether the change was stored. Load the cart and look.
    CW_OUTCOME_UNKNOWN = 12,
    /// The operating system has no random numbers.
    CW_NO_RANDOMNESS = 13,
    /// The store cannot be reached.
    CW_STORE_UNAVAILABLE = 14,
    /// Others kept the store busy for too long; it may be tried again.
    CW_STORE_BUSY = 15,
    /// The store may only be read.
    CW_STORE_READ_ONLY = 16,
    /// There is no room left in the store.
    CW_STORE_FULL = 17,
    /// The store was written by a newer version of this library.
    CW_STORE_TOO_NEW = 18,
    /// The store was open when this process was forked off, and cannot be used in it.
    CW_STORE_FORKED = 19,
    /// There are two copies of SQLite in this process, which would cancel each other's locks.
    CW_STORE_SECOND_SQLITE = 20,
    /// The store cannot do this.
    CW_STORE_UNSUPPORTED = 21,
    /// Somebody else has the lock, and the time to wait for it is over.
    CW_LOCK_HELD = 22,
    /// The lock is not the caller's, or not any more.
    CW_LOCK_LOST = 23,
    /// A lock's name, owner or time is none.
    CW_INVALID_LOCK = 24,
    /// A store has given out every fence there is.
    CW_FENCES_EXHAUSTED = 25,
    /// There is too little of something that is to be reserved. The detail has every such line.
    CW_RESERVATION_SHORT = 26,
    /// An order has a reservation with other lines, or of another owner.
    CW_RESERVATION_CONFLICT = 27,
    /// The reservation of an order has ended otherwise before; its end is final.
    CW_RESERVATION_ENDED = 28,
    /// More would be held than one owner, or all, may hold.
    CW_RESERVATION_LIMIT = 29,
    /// The reservation of an order belongs to another attempt.
    CW_RESERVATION_WRONG_TOKEN = 30,
    /// The lease of a reservation is over, and its stock could not be taken again.
    CW_RESERVATION_EXPIRED = 31,
    /// Nothing is known of an order's reservation.
    CW_RESERVATION_UNKNOWN = 32,
    /// A key, a name, a quantity, a time, a count or a reason of a reservation is none. The detail says which.
    CW_INVALID_RESERVATION = 33,
    /// What takes back everything that is held has to be confirmed.
    CW_NOT_CONFIRMED = 34,
    /// A type, a version, a setting, a key or a call of data versions is none. The detail says which.
    CW_INVALID_VERSIONS = 35,
    /// No mark could be set for a change of data, and the policy is to refuse: its transaction is to be rolled back.
    CW_CHANGE_UNMARKED = 36,
    /// Nothing is known of what a token of data versions was begun for.
    CW_VERSIONS_FORGOTTEN = 37,
    /// The call itself was wrong: a NULL where none is allowed, an unknown code.
    CW_INVALID_ARGUMENT = 100,
    /// A defect of the library. A cart that the call was changing is refused until it is loaded again.
    CW_INTERNAL = 101,
}

impl cw_status {
    /// Every status.
    ///
    /// cbindgen:ignore
    pub const ALL: [Self; 40] = [
        Self::CW_OK,
        Self::CW_INVALID_ITEM,
        Self::CW_INVALID_CONDITION,
        Self::CW_UNKNOWN_MODEL,
        Self::CW_CART_TOO_LARGE,
        Self::CW_NUMBER_OUT_OF_RANGE,
        Self::CW_UNKNOWN_CURRENCY,
        Self::CW_CORRUPT_CART,
        Self::CW_INVALID_TEXT,
        Self::CW_INVALID_RULE,
        Self::CW_RESERVED_KEY,
        Self::CW_CONFLICT,
        Self::CW_OUTCOME_UNKNOWN,
        Self::CW_NO_RANDOMNESS,
        Self::CW_STORE_UNAVAILABLE,
        Self::CW_STORE_BUSY,
        Self::CW_STORE_READ_ONLY,
        Self::CW_STORE_FULL,
        Self::CW_STORE_TOO_NEW,
        Self::CW_STORE_FORKED,
        Self::CW_STORE_SECOND_SQLITE,
        Self::CW_STORE_UNSUPPORTED,
        Self::CW_LOCK_HELD,
        Self::CW_LOCK_LOST,
        Self::CW_INVALID_LOCK,
        Self::CW_FENCES_EXHAUSTED,
        Self::CW_RESERVATION_SHORT,
        Self::CW_RESERVATION_CONFLICT,
        Self::CW_RESERVATION_ENDED,
        Self::CW_RESERVATION_LIMIT,
        Self::CW_RESERVATION_WRONG_TOKEN,
        Self::CW_RESERVATION_EXPIRED,
        Self::CW_RESERVATION_UNKNOWN,
        Self::CW_INVALID_RESERVATION,
        Self::CW_NOT_CONFIRMED,
        Self::CW_INVALID_VERSIONS,
        Self::CW_CHANGE_UNMARKED,
        Self::CW_VERSIONS_FORGOTTEN,
        Self::CW_INVALID_ARGUMENT,
        Self::CW_INTERNAL,
    ];

    pub(crate) fn of_core(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidItem => Self::CW_INVALID_ITEM,
            ErrorKind::InvalidCondition => Self::CW_INVALID_CONDITION,
            ErrorKind::UnknownModel => Self::CW_UNKNOWN_MODEL,
            ErrorKind::CartTooLarge => Self::CW_CART_TOO_LARGE,
            ErrorKind::NumberOutOfRange => Self::CW_NUMBER_OUT_OF_RANGE,
            ErrorKind::UnknownCurrency => Self::CW_UNKNOWN_CURRENCY,
            ErrorKind::InvalidRule => Self::CW_INVALID_RULE,
            ErrorKind::ReservedKey => Self::CW_RESERVED_KEY,
            // A kind added to the core needs a number here; until it has one it is a defect, not a guess.
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_stored(kind: StoredErrorKind) -> Self {
        match kind {
            StoredErrorKind::Corrupt => Self::CW_CORRUPT_CART,
            StoredErrorKind::InvalidText => Self::CW_INVALID_TEXT,
            StoredErrorKind::Refused(kind) => Self::of_core(kind),
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_engine(kind: EngineErrorKind) -> Self {
        match kind {
            EngineErrorKind::Refused(kind) => Self::of_core(kind),
            EngineErrorKind::Conflict => Self::CW_CONFLICT,
            EngineErrorKind::OutcomeUnknown => Self::CW_OUTCOME_UNKNOWN,
            EngineErrorKind::Store(kind) => Self::of_store(kind),
            EngineErrorKind::NoRandomness => Self::CW_NO_RANDOMNESS,
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_store(kind: StoreErrorKind) -> Self {
        match kind {
            StoreErrorKind::Unavailable => Self::CW_STORE_UNAVAILABLE,
            StoreErrorKind::Busy => Self::CW_STORE_BUSY,
            StoreErrorKind::Corrupt => Self::CW_CORRUPT_CART,
            StoreErrorKind::ReadOnly => Self::CW_STORE_READ_ONLY,
            StoreErrorKind::Full => Self::CW_STORE_FULL,
            StoreErrorKind::NewerSchema => Self::CW_STORE_TOO_NEW,
            StoreErrorKind::Forked => Self::CW_STORE_FORKED,
            StoreErrorKind::SecondSqlite => Self::CW_STORE_SECOND_SQLITE,
            StoreErrorKind::OutcomeUnknown => Self::CW_OUTCOME_UNKNOWN,
            StoreErrorKind::Unsupported => Self::CW_STORE_UNSUPPORTED,
            StoreErrorKind::TooLarge => Self::CW_CART_TOO_LARGE,
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_coordination(kind: LockErrorKind) -> Self {
        match kind {
            LockErrorKind::InvalidLifetime
            | LockErrorKind::InvalidKey
            | LockErrorKind::InvalidToken
            | LockErrorKind::InvalidFence => Self::CW_INVALID_LOCK,
            LockErrorKind::FencesExhausted => Self::CW_FENCES_EXHAUSTED,
            LockErrorKind::NoRandomness => Self::CW_NO_RANDOMNESS,
            LockErrorKind::Unavailable => Self::CW_STORE_UNAVAILABLE,
            LockErrorKind::Busy => Self::CW_STORE_BUSY,
            // A lock that cannot be read protects no cart, but it is a row that cannot be read all the same.
            LockErrorKind::Corrupt => Self::CW_CORRUPT_CART,
            LockErrorKind::ReadOnly => Self::CW_STORE_READ_ONLY,
            LockErrorKind::Full => Self::CW_STORE_FULL,
            LockErrorKind::NewerSchema => Self::CW_STORE_TOO_NEW,
            LockErrorKind::Forked => Self::CW_STORE_FORKED,
            LockErrorKind::SecondSqlite => Self::CW_STORE_SECOND_SQLITE,
            LockErrorKind::OutcomeUnknown => Self::CW_OUTCOME_UNKNOWN,
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_reservations(kind: ReservationErrorKind) -> Self {
        match kind {
            ReservationErrorKind::InvalidKey
            | ReservationErrorKind::InvalidName
            | ReservationErrorKind::InvalidQuantity
            | ReservationErrorKind::InvalidLines
            | ReservationErrorKind::InvalidLifetime
            | ReservationErrorKind::InvalidToken
            | ReservationErrorKind::InvalidSettings
            | ReservationErrorKind::InvalidCall
            | ReservationErrorKind::ReasonNeeded
            | ReservationErrorKind::InvalidStock => Self::CW_INVALID_RESERVATION,
            ReservationErrorKind::NotConfirmed => Self::CW_NOT_CONFIRMED,
            ReservationErrorKind::FencesExhausted => Self::CW_FENCES_EXHAUSTED,
            ReservationErrorKind::NoRandomness => Self::CW_NO_RANDOMNESS,
            ReservationErrorKind::Unavailable => Self::CW_STORE_UNAVAILABLE,
            ReservationErrorKind::Busy => Self::CW_STORE_BUSY,
            // It protects no cart, but it is a row that cannot be read all the same.
            ReservationErrorKind::Corrupt => Self::CW_CORRUPT_CART,
            ReservationErrorKind::ReadOnly => Self::CW_STORE_READ_ONLY,
            ReservationErrorKind::Full => Self::CW_STORE_FULL,
            ReservationErrorKind::NewerSchema => Self::CW_STORE_TOO_NEW,
            ReservationErrorKind::Forked => Self::CW_STORE_FORKED,
            ReservationErrorKind::SecondSqlite => Self::CW_STORE_SECOND_SQLITE,
            ReservationErrorKind::OutcomeUnknown => Self::CW_OUTCOME_UNKNOWN,
            _ => Self::CW_INTERNAL,
        }
    }

    pub(crate) fn of_versions(kind: VersionErrorKind) -> Self {
        match kind {
            VersionErrorKind::InvalidName
            | VersionErrorKind::InvalidVersion
            | VersionErrorKind::InvalidSetting
            | VersionErrorKind::InvalidCall => Self::CW_INVALID_VERSIONS,
            VersionErrorKind::Unmarked => Self::CW_CHANGE_UNMARKED,
            VersionErrorKind::Forgotten => Self::CW_VERSIONS_FORGOTTEN,
            VersionErrorKind::NoRandomness => Self::CW_NO_RANDOMNESS,
            // The source is the host's own database, so nobody says these two here but a store that cannot go on.
            VersionErrorKind::Unsettled => Self::CW_STORE_BUSY,
            VersionErrorKind::Refused | VersionErrorKind::Unavailable => Self::CW_STORE_UNAVAILABLE,
            VersionErrorKind::Busy => Self::CW_STORE_BUSY,
            VersionErrorKind::Corrupt => Self::CW_CORRUPT_CART,
            VersionErrorKind::ReadOnly => Self::CW_STORE_READ_ONLY,
            VersionErrorKind::Full => Self::CW_STORE_FULL,
            VersionErrorKind::NewerSchema => Self::CW_STORE_TOO_NEW,
            VersionErrorKind::Forked => Self::CW_STORE_FORKED,
            VersionErrorKind::SecondSqlite => Self::CW_STORE_SECOND_SQLITE,
            VersionErrorKind::OutcomeUnknown => Self::CW_OUTCOME_UNKNOWN,
            _ => Self::CW_INTERNAL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_the_core_has_a_status_of_its_own() {
        let statuses: Vec<cw_status> = ErrorKind::ALL.iter().map(|kind| cw_status::of_core(*kind)).collect();
        for (at, status) in statuses.iter().enumerate() {
            assert!(!statuses[..at].contains(status), "{status:?} stands for two kinds");
            assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{:?}", ErrorKind::ALL[at]);
        }
    }

    #[test]
    fn each_kind_of_the_stored_text_has_a_status_that_says_what_it_is() {
        for kind in StoredErrorKind::all() {
            let status = cw_status::of_stored(kind);
            match kind {
                StoredErrorKind::Refused(kind) => assert_eq!(status, cw_status::of_core(kind)),
                _ => {
                    assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{kind:?}");
                    assert!(ErrorKind::ALL.iter().all(|kind| cw_status::of_core(*kind) != status), "{kind:?}");
                }
            }
        }
    }

    #[test]
    fn each_kind_of_a_store_has_a_status_of_its_own() {
        let statuses: Vec<cw_status> = StoreErrorKind::ALL.iter().map(|kind| cw_status::of_store(*kind)).collect();
        for (at, status) in statuses.iter().enumerate() {
            assert!(!statuses[..at].contains(status), "{status:?} stands for two kinds");
            assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{:?}", StoreErrorKind::ALL[at]);
        }
    }

    #[test]
    fn each_kind_of_locks_has_a_status_and_those_of_their_stores_the_status_that_carts_have() {
        for kind in LockErrorKind::ALL {
            let status = cw_status::of_coordination(*kind);
            assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{kind:?}");
            let of_carts = StoreErrorKind::ALL.iter().find(|of_carts| format!("{of_carts:?}") == format!("{kind:?}"));
            if let Some(of_carts) = of_carts {
                assert_eq!(status, cw_status::of_store(*of_carts), "{kind:?}");
            }
        }
    }

    #[test]
    fn each_kind_of_reservations_has_a_status_and_those_of_their_stores_the_status_that_carts_have() {
        for (kind, name) in ReservationErrorKind::ALL {
            let status = cw_status::of_reservations(*kind);
            assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{name}");
            let of_carts = StoreErrorKind::ALL.iter().find(|of_carts| format!("{of_carts:?}") == format!("{kind:?}"));
            if let Some(of_carts) = of_carts {
                assert_eq!(status, cw_status::of_store(*of_carts), "{name}");
            }
        }
    }

    #[test]
    fn each_kind_of_versions_has_a_status_and_those_of_their_stores_the_status_that_carts_have() {
        for kind in VersionErrorKind::ALL {
            let status = cw_status::of_versions(*kind);
            assert!(!matches!(status, cw_status::CW_OK | cw_status::CW_INTERNAL), "{kind:?}");
            let of_carts = StoreErrorKind::ALL.iter().find(|of_carts| format!("{of_carts:?}") == format!("{kind:?}"));
            if let Some(of_carts) = of_carts {
                assert_eq!(status, cw_status::of_store(*of_carts), "{kind:?}");
            }
        }
    }

    #[test]
    fn each_status_has_a_number_of_its_own() {
        for (at, status) in cw_status::ALL.iter().enumerate() {
            assert!(cw_status::ALL[..at].iter().all(|earlier| *earlier as i32 != *status as i32), "{status:?}");
        }
    }
}
