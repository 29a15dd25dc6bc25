//! The answers of the exported functions: numbers that are never given another meaning.

use cartwright_core::ErrorKind;
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
    /// The call itself was wrong: a NULL where none is allowed, an unknown code.
    CW_INVALID_ARGUMENT = 100,
    /// A defect of the library. A cart that the call was changing is refused until it is loaded again.
    CW_INTERNAL = 101,
}

impl cw_status {
    /// Every status.
    ///
    /// cbindgen:ignore
    pub const ALL: [Self; 13] = [
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
}
