//! The ids of a cart's last commits, so that one whose reply was lost can be repeated.

use cartwright_core::{CommitId, Identity};
use std::collections::VecDeque;

/// How many commits a cart remembers.
#[cfg(any(test, feature = "memory", feature = "sqlite"))]
const REMEMBERED: usize = cartwright_core::REMEMBERED_COMMITS as usize;

/// The ids of the last commits, the newest last. Each commit adds one and raises the version by one, so the place of an id
/// tells the version that its commit made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommitLog(VecDeque<CommitId>);

impl CommitLog {
    /// What a commit made of the cart, if it is remembered; `now` is what the cart is.
    pub(crate) fn made(&self, id: CommitId, now: Identity) -> Option<Identity> {
        let later = self.0.iter().rev().position(|known| *known == id)?;
        Some(Identity { version: now.version - i64::try_from(later).ok()?, ..now })
    }

    /// Remembers one more, and forgets the oldest.
    #[cfg(any(test, feature = "memory", feature = "sqlite"))]
    pub(crate) fn push(&mut self, id: CommitId) {
        while self.0.len() >= REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id);
    }

    /// 16 bytes each.
    #[cfg(feature = "sqlite")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|id| id.0.to_be_bytes()).collect()
    }

    /// `None` if these are no ids.
    #[cfg(any(feature = "redis", feature = "sqlite"))]
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let ids = bytes.chunks(16).map(|id| Some(CommitId(u128::from_be_bytes(id.try_into().ok()?))));
        ids.collect::<Option<_>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_core::Incarnation;

    fn at(version: i64) -> Identity {
        Identity { incarnation: Incarnation(7), version }
    }

    #[test]
    fn a_log_knows_what_each_of_the_last_sixteen_commits_made() {
        let mut log = CommitLog::default();
        (1..=20).for_each(|id| log.push(CommitId(id)));
        assert_eq!(log.made(CommitId(20), at(20)), Some(at(20)));
        assert_eq!(log.made(CommitId(5), at(20)), Some(at(5)));
        assert_eq!(log.made(CommitId(4), at(20)), None);
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_log_is_read_as_it_was_written_and_nothing_else_is() {
        let mut log = CommitLog::default();
        (1..=3).for_each(|id| log.push(CommitId(id)));
        assert_eq!(CommitLog::from_bytes(&log.to_bytes()), Some(log.clone()));
        assert_eq!(CommitLog::from_bytes(&log.to_bytes()[1..]), None);
    }
}
