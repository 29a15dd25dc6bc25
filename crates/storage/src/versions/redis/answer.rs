//! What the scripts of versions answer.

use cartwright_versions::{Error, ErrorKind, Result};
use redis::Value;
use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;

/// A word that says what it is, and what belongs to it.
pub(super) struct Answer {
    pub(super) word: String,
    parts: VecDeque<Value>,
}

impl Answer {
    /// Reads an answer; one that says that there is none becomes an error.
    pub(super) fn read(value: Value) -> Result<Self> {
        let Value::Array(parts) = value else { return Err(not_ours(&value)) };
        let mut answer = Self { word: String::new(), parts: parts.into() };
        answer.word = answer.text()?;
        match answer.word.as_str() {
            "unreadable" => Err(unreadable(&answer.text()?, &"it is not as we write it")),
            "no clock" => Err(Error::new(
                ErrorKind::Unavailable,
                "only versions whose prefix begins with 'cartwright-test:' have a clock of their own; nothing was done",
            )),
            "no history" => Err(Error::new(
                ErrorKind::Unavailable,
                format!(
                    "the server does not say whether it was started again or has lost its master ({}), so nobody can tell what it \
                     may have lost; allow its user the command INFO. Nothing was done",
                    answer.text().unwrap_or_default()
                ),
            )),
            _ => Ok(answer),
        }
    }

    /// The same if it begins with this word.
    pub(super) fn expect(self, word: &str) -> Result<Self> {
        if self.word == word { Ok(self) } else { Err(not_ours(&Value::SimpleString(self.word))) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Bytes; nothing where there are none.
    pub(super) fn bytes(&mut self) -> Result<Option<Vec<u8>>> {
        match self.parts.pop_front() {
            Some(Value::BulkString(bytes)) => Ok(Some(bytes)),
            None | Some(Value::Nil) => Ok(None),
            Some(other) => Err(not_ours(&other)),
        }
    }

    pub(super) fn text(&mut self) -> Result<String> {
        match self.bytes()? {
            Some(bytes) => String::from_utf8(bytes).map_err(|error| not_ours(&Value::BulkString(error.into_bytes()))),
            None => Err(not_ours(&Value::Nil)),
        }
    }

    /// A number, written as one or as text.
    pub(super) fn number<N: FromStr>(&mut self) -> Result<N> {
        let text = match self.parts.pop_front() {
            Some(Value::Int(number)) => number.to_string(),
            Some(Value::BulkString(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            other => return Err(not_ours(&other.unwrap_or(Value::Nil))),
        };
        text.parse().map_err(|_| not_ours(&Value::SimpleString(text)))
    }
}

fn not_ours(answer: &Value) -> Error {
    Error::new(ErrorKind::Unavailable, format!("Redis answered {answer:?}, which is no answer of this script"))
}

/// An error about what lies in Redis.
pub(super) fn unreadable(what: &str, why: &dyn fmt::Display) -> Error {
    let what = if what.is_empty() { "the store itself".to_owned() } else { format!("`{}`", what.escape_debug()) };
    let message = format!(
        "what Redis holds of {what} among the versions cannot be read and was left as it is ({why}); look who else writes \
         under this prefix"
    );
    Error::new(ErrorKind::Corrupt, message)
}
