//! What a store of locks keeps of a grant, and what it answers by it.

use cartwright_coordination::{Acquired, Answer, Fence, Grant, Lease, LockInfo, LockKey, Moment, OwnerToken};

/// The last grant of a lock, live or not, until it is released or collected.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) token: OwnerToken,
    pub(super) fence: Fence,
    pub(super) lease: Lease,
}

impl Record {
    pub(super) fn grant(&self, now: Moment) -> Grant {
        Grant { fence: self.fence, remaining: self.lease.remaining(now) }
    }

    /// The answer to who asks for the lock; `None` if the lease is over and it may be granted to him.
    pub(super) fn to_asker(&self, token: &OwnerToken, now: Moment) -> Option<Acquired> {
        if !self.lease.is_live(now) {
            return None;
        }
        Some(if self.token == *token {
            Acquired::Granted(self.grant(now))
        } else {
            Acquired::Held { remaining: self.lease.remaining(now) }
        })
    }

    /// The record, if this token holds the lock by it; else how that is refused.
    pub(super) fn of_owner(record: Option<Self>, token: &OwnerToken, now: Moment) -> Answer<Self> {
        match record {
            None => Answer::Unknown,
            Some(record) if record.token != *token => Answer::WrongOwner,
            Some(record) if !record.lease.is_live(now) => Answer::Expired,
            Some(record) => Answer::Done(record),
        }
    }

    /// What is shown of it, if the lease is not over.
    pub(super) fn to_info(&self, key: &LockKey, now: Moment) -> Option<LockInfo> {
        let (age, remaining) = (self.lease.age(now), self.lease.remaining(now));
        self.lease.is_live(now).then(|| LockInfo { key: key.clone(), fence: self.fence, age, remaining })
    }
}
