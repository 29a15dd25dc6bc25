//! What can be wrong with a JSON text, in PHP's own words.
//!
//! Applications read these sentences in their logs today ("Failed to decode items JSON"), so the kinds are PHP's kinds,
//! the sentences PHP's sentences and the codes the values of PHP's `JSON_ERROR_…` constants.

use thiserror::Error;

/// Why PHP would refuse a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// More than 511 arrays and objects inside one another; `json_decode`'s depth of 512 counts the innermost scalar.
    Depth,
    /// An array closed by `}` or an object closed by `]`.
    StateMismatch,
    /// A byte below 0x20 where none may be; a string that is never closed counts as one, as in PHP.
    ControlCharacter,
    /// Anything else that is not JSON.
    Syntax,
    /// A number too large for a double, which can be read but not written as JSON.
    NotFinite,
    /// Half of a UTF-16 pair written as `\uXXXX`.
    Surrogate,
}

impl JsonErrorKind {
    /// The value of PHP's `json_last_error()`.
    #[must_use]
    pub const fn php_code(self) -> i32 {
        match self {
            Self::Depth => 1,
            Self::StateMismatch => 2,
            Self::ControlCharacter => 3,
            Self::Syntax => 4,
            Self::NotFinite => 7,
            Self::Surrogate => 10,
        }
    }

    /// The text of PHP's `json_last_error_msg()` and of a `JsonException`.
    #[must_use]
    pub const fn php_message(self) -> &'static str {
        match self {
            Self::Depth => "Maximum stack depth exceeded",
            Self::StateMismatch => "State mismatch (invalid or malformed JSON)",
            Self::ControlCharacter => "Control character error, possibly incorrectly encoded",
            Self::Syntax => "Syntax error",
            Self::NotFinite => "Inf and NaN cannot be JSON encoded",
            Self::Surrogate => "Single unpaired UTF-16 surrogate in unicode escape",
        }
    }
}

/// A JSON text that PHP would refuse: why, and at which byte.
///
/// ```
/// use cartwright_wire::json_scan;
///
/// let error = json_scan::scan(r#"{"quantity": 01}"#).unwrap_err();
/// assert_eq!(error.position(), 14);
/// assert_eq!(error.kind().php_message(), "Syntax error");
/// assert_eq!(error.to_string(), "Syntax error at byte 14");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{} at byte {position}", kind.php_message())]
pub struct JsonError {
    kind: JsonErrorKind,
    position: usize,
}

impl JsonError {
    pub(crate) const fn new(kind: JsonErrorKind, position: usize) -> Self {
        Self { kind, position }
    }

    /// Why the text is refused.
    #[must_use]
    pub const fn kind(&self) -> JsonErrorKind {
        self.kind
    }

    /// Where: the offset in bytes of what is wrong, or the length of the text when something is missing at its end.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}
