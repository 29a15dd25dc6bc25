//! What the scripts of locks answer.

use cartwright_coordination::{Error, ErrorKind, Fence, Grant, LockInfo, LockKey, Result, StoreIncarnation};
use redis::Value;
use std::collections::VecDeque;
use std::time::Duration;

/// A word that says what it is, and what belongs to it.
pub(super) struct Said {
    pub(super) word: String,
    parts: VecDeque<Value>,
}

impl Said {
    /// Reads an answer; one that says that there is none becomes an error.
    pub(super) fn read(answer: Value, lock: &str) -> Result<Self> {
        let Value::Array(parts) = answer else { return Err(not_ours(&answer)) };
        let mut said = Self { word: String::new(), parts: parts.into() };
        said.word = said.text()?;
        match said.word.as_str() {
            "unreadable" => Err(Error::new(ErrorKind::Corrupt, said.unreadable(lock))),
            "exhausted" => Err(Error::new(
                ErrorKind::FencesExhausted,
                "this store has given out its last fence, and grants nothing more; begin with another prefix",
            )),
            "no clock" => Err(Error::new(
                ErrorKind::Unavailable,
                "only locks whose prefix begins with 'cartwright-test:' have a clock of their own; nothing was done",
            )),
            _ => Ok(said),
        }
    }

    fn unreadable(&mut self, lock: &str) -> String {
        let lock = self.text().unwrap_or_else(|_| lock.to_owned());
        format!(
            "what Redis holds for the lock `{lock}`, or for the fences of its bucket, cannot be read and was left as it is; \
             look who else writes under this prefix"
        )
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn text(&mut self) -> Result<String> {
        match self.parts.pop_front() {
            Some(Value::BulkString(bytes)) => {
                String::from_utf8(bytes).map_err(|error| not_ours(&Value::BulkString(error.into_bytes())))
            }
            other => Err(not_ours(&other.unwrap_or(Value::Nil))),
        }
    }

    pub(super) fn number(&mut self) -> Result<u64> {
        match self.parts.pop_front() {
            Some(Value::Int(number)) => u64::try_from(number).map_err(|_| not_ours(&Value::Int(number))),
            other => Err(not_ours(&other.unwrap_or(Value::Nil))),
        }
    }

    fn signed(&mut self) -> Result<i64> {
        let text = self.text()?;
        text.parse().map_err(|_| not_ours(&Value::SimpleString(text)))
    }

    pub(super) fn duration(&mut self) -> Result<Duration> {
        self.number().map(Duration::from_millis)
    }

    pub(super) fn fence(&mut self) -> Result<Fence> {
        let (incarnation, counter) = (self.signed()?, self.signed()?);
        let fence = StoreIncarnation::from_number(incarnation).and_then(|of| Fence::from_parts(of, counter));
        fence.map_err(|error| Error::new(ErrorKind::Corrupt, "a fence in Redis cannot be read").because(error))
    }

    pub(super) fn grant(&mut self) -> Result<Grant> {
        Ok(Grant { fence: self.fence()?, remaining: self.duration()? })
    }

    pub(super) fn info(&mut self, key: LockKey) -> Result<LockInfo> {
        let fence = self.fence()?;
        Ok(LockInfo { key, fence, age: self.duration()?, remaining: self.duration()? })
    }

    pub(super) fn unexpected(self) -> Error {
        not_ours(&Value::SimpleString(self.word))
    }
}

fn not_ours(answer: &Value) -> Error {
    Error::new(ErrorKind::Unavailable, format!("Redis answered {answer:?}, which is no answer of this script"))
}
