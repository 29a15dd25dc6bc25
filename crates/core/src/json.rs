//! Values of the host, which the core carries as they are.

use crate::json_object::members;
use std::fmt;
use std::sync::Arc;

/// A piece of JSON text, shared with the column it was read from: copying one copies no text.
///
/// Whoever makes one guarantees that it is valid JSON, written as PHP would; the core reads it only where a rule asks for a
/// value in it.
///
/// ```
/// use cartwright_core::Json;
///
/// let column: std::sync::Arc<str> = r#"{"size":"L"}"#.into();
/// let size = Json::slice(&column, 8..11);
/// assert_eq!(size.as_str(), "\"L\"");
/// assert_eq!(Json::from("[]"), Json::EMPTY_LIST.into());
/// ```
#[derive(Clone)]
pub struct Json {
    source: Arc<str>,
    start: usize,
    end: usize,
}

impl Json {
    /// The text of an empty list, which is also PHP's empty array.
    pub const EMPTY_LIST: &'static str = "[]";
    /// The text of nothing.
    pub const NULL: &'static str = "null";

    /// A piece of a longer text. A range that is none of the text's gives `null`.
    pub fn slice(source: &Arc<str>, range: std::ops::Range<usize>) -> Self {
        if source.get(range.clone()).is_none() {
            return Self::from(Self::NULL);
        }
        Self { source: Arc::clone(source), start: range.start, end: range.end }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.source[self.start..self.end]
    }

    /// A member of an object, or an entry of a list by its number; null ones too. There are no paths.
    ///
    /// ```
    /// use cartwright_core::Json;
    ///
    /// let attributes = Json::from(r#"{"size":"L","note":null}"#);
    /// assert_eq!(attributes.member("size"), Some(Json::from("\"L\"")));
    /// assert!(attributes.member("note").is_some_and(|note| note.is_null()));
    /// assert_eq!(attributes.member("colour"), None);
    /// ```
    pub fn member(&self, key: &str) -> Option<Self> {
        members(self.as_str())?.get(key).map(|text| Self::from(&**text))
    }

    /// The text that the value is, without quotes and escapes; `None` if it is none.
    ///
    /// ```
    /// # use cartwright_core::Json;
    /// assert_eq!(Json::from(r#""a\/b""#).text().as_deref(), Some("a/b"));
    /// assert_eq!(Json::from("7").text(), None);
    /// ```
    pub fn text(&self) -> Option<String> {
        serde_json::from_str(self.as_str()).ok()
    }

    /// Whether the text is `null`.
    pub fn is_null(&self) -> bool {
        self.as_str() == Self::NULL
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self { source: text.into(), start: 0, end: text.len() }
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
