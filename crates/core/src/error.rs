//! The one error of this crate.

use std::fmt;

/// What went wrong, for programs. New kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An item breaks one of the rules for items.
    InvalidItem,
    /// A condition breaks one of the rules for conditions.
    InvalidCondition,
    /// The class an item is associated with does not exist on the host.
    UnknownModel,
    /// The cart would grow beyond a configured limit.
    CartTooLarge,
    /// A number, or a result, does not fit an exact decimal.
    NumberOutOfRange,
    /// No currency has this code.
    UnknownCurrency,
    /// A dynamic condition has no rules, or rules that cannot be read.
    InvalidRule,
    /// A key of the metadata is kept for something else.
    ReservedKey,
}

impl ErrorKind {
    /// Every kind, for who gives each something of its own.
    pub const ALL: &[Self] = &[
        Self::InvalidItem,
        Self::InvalidCondition,
        Self::UnknownModel,
        Self::CartTooLarge,
        Self::NumberOutOfRange,
        Self::UnknownCurrency,
        Self::InvalidRule,
        Self::ReservedKey,
    ];
}

/// An operation that was refused: a [kind](ErrorKind), a sentence, and the values the sentence is about.
///
/// ```
/// use cartwright_core::{Currency, ErrorKind};
///
/// let error = Currency::find("XXX").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::UnknownCurrency);
/// assert_eq!(error.to_string(), r#"Invalid currency "XXX""#);
/// assert_eq!(error.detail(), [("currency", "XXX".to_owned())]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    detail: Vec<(&'static str, String)>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), detail: Vec::new() }))
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.detail.push((name, value.to_string()));
        self
    }

    pub(crate) fn item(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidItem, message)
    }

    pub(crate) fn condition(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidCondition, message)
    }

    pub(crate) fn out_of_range(what: impl fmt::Display) -> Self {
        Self::new(
            ErrorKind::NumberOutOfRange,
            format!("{what} is beyond the range of an exact decimal (28 digits); use a smaller number"),
        )
    }

    /// What went wrong, for programs.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The values the sentence is about, by name.
    pub fn detail(&self) -> &[(&'static str, String)] {
        &self.0.detail
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {}

/// The result of what may be refused.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_each_kind() {
        for (place, kind) in ErrorKind::ALL.iter().enumerate() {
            // A new kind does not compile here until it has a place; then it needs the same one in the list.
            let expected = match kind {
                ErrorKind::InvalidItem => 0,
                ErrorKind::InvalidCondition => 1,
                ErrorKind::UnknownModel => 2,
                ErrorKind::CartTooLarge => 3,
                ErrorKind::NumberOutOfRange => 4,
                ErrorKind::UnknownCurrency => 5,
                ErrorKind::InvalidRule => 6,
                ErrorKind::ReservedKey => 7,
            };
            assert_eq!(place, expected);
        }
    }
}
