//! Why a stored cart, or a value on its way into one, is refused.

use cartwright_core::ErrorKind;
use std::fmt;

/// What is wrong, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoredErrorKind {
    /// A stored cart cannot be read.
    Corrupt,
    /// A value is not the JSON it should be.
    InvalidText,
    /// It was read, and breaks a rule of the core.
    Refused(ErrorKind),
}

impl StoredErrorKind {
    /// Every kind, for who gives each something of its own.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Corrupt, Self::InvalidText].into_iter().chain(ErrorKind::ALL.iter().copied().map(Self::Refused))
    }
}

/// A text that was refused: a [kind](StoredErrorKind), a sentence, and the values the sentence is about.
///
/// ```
/// use cartwright_wire::{StoredCart, StoredErrorKind};
///
/// let torn = StoredCart::read(Some(r#"{"lamp":{"id":"la"#), None, None).unwrap_err();
/// assert_eq!(torn.kind(), StoredErrorKind::Corrupt);
/// assert!(torn.to_string().contains("items"), "{torn}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredError {
    kind: StoredErrorKind,
    message: String,
    detail: Vec<(&'static str, String)>,
}

impl StoredError {
    pub(crate) fn invalid_text(what: &str, why: impl fmt::Display) -> Self {
        Self {
            kind: StoredErrorKind::InvalidText,
            message: format!("The {what} are not valid JSON: {why}"),
            detail: vec![("argument", what.to_owned())],
        }
    }

    /// A text that is JSON, and not the JSON it should be.
    pub(crate) fn refused_text(message: String, detail: Vec<(&'static str, String)>) -> Self {
        Self { kind: StoredErrorKind::InvalidText, message, detail }
    }

    /// A stored column that cannot be read: `items` or `conditions`; `which` is the entry, if it is known.
    pub fn corrupt(column: &str, which: Option<&str>, why: impl fmt::Display) -> Self {
        let entry = which.map(|which| format!(", entry '{which}'")).unwrap_or_default();
        Self {
            kind: StoredErrorKind::Corrupt,
            message: format!(
                "The stored {column} of this cart cannot be read{entry}: {why}. Nothing was changed; repair the row or \
                 clear the cart"
            ),
            detail: vec![("column", column.to_owned()), ("entry", which.unwrap_or_default().to_owned())],
        }
    }

    /// What is wrong, for programs.
    pub fn kind(&self) -> StoredErrorKind {
        self.kind
    }

    /// The values the sentence is about, by name.
    pub fn detail(&self) -> &[(&'static str, String)] {
        &self.detail
    }
}

impl fmt::Display for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoredError {}

impl From<cartwright_core::Error> for StoredError {
    fn from(error: cartwright_core::Error) -> Self {
        Self {
            kind: StoredErrorKind::Refused(error.kind()),
            message: error.to_string(),
            detail: error.detail().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_kinds_names_each_kind() {
        for (place, kind) in StoredErrorKind::all().enumerate() {
            // A new kind does not compile here until it has a place; then it needs the same one in the list.
            let expected = match kind {
                StoredErrorKind::Corrupt => 0,
                StoredErrorKind::InvalidText => 1,
                StoredErrorKind::Refused(kind) => {
                    2 + ErrorKind::ALL.iter().position(|known| *known == kind).expect("a kind of the list")
                }
            };
            assert_eq!(place, expected);
        }
    }
}
