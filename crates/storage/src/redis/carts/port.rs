//! What the port of carts asks for, by the steps that are written elsewhere.

use super::commit::Answer;
use super::fields;
use super::names::identity_text;
use super::promises::Pending;
use super::queued;
use super::reply::{Reply, unexpected};
use super::scripts;
use super::store::{RedisStore, conflict};
use crate::redis::link::Effect;
use crate::verdict;
use cartwright_core::{
    CartKey, CartListing, CartStore, Commit, Committed, Identity, Incarnation, LoadedCart, OutboxRecord, QueuedCommit,
    Sight, StoreError, StoreErrorKind,
};

impl CartStore for RedisStore {
    fn load(&self, key: &CartKey) -> Result<Option<LoadedCart>, StoreError> {
        queued::refuse(self)?;
        self.load_now(key)
    }

    fn identity(&self, key: &CartKey) -> Result<Option<Identity>, StoreError> {
        queued::refuse(self)?;
        self.identity_now(key)
    }

    fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        queued::refuse(self)?;
        match self.stored(commit)? {
            Answer::Stored(identity) => Ok(Committed::Stored(identity)),
            answer => Ok(Committed::Conflict(fields::read_identity(commit.key, &conflict(answer)?)?)),
        }
    }

    fn commit_seeing(&self, commit: &Commit<'_>) -> Result<(Committed, Sight), StoreError> {
        queued::refuse(self)?;
        match self.stored(commit)? {
            Answer::Stored(identity) => Ok((Committed::Stored(identity), Sight::None)),
            answer => {
                let now = fields::read(commit.key, conflict(answer)?)?;
                Ok((Committed::Conflict(now.as_ref().map(|now| now.identity)), Sight::Cart(now.map(Box::new))))
            }
        }
    }

    fn remembers_commits(&self) -> bool {
        true
    }

    fn commit_queued(
        &self,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        self.commit_queued_at(Sight::None, key, change)
    }

    /// The change is compared, and made again for the cart that a conflict brings along, as long as the
    /// [patience](RedisOptions::patience) lasts; from the second conflict on while others of the queue wait.
    fn commit_queued_at(
        &self,
        sight: Sight,
        key: &CartKey,
        change: &mut dyn FnMut(Option<LoadedCart>) -> Option<QueuedCommit>,
    ) -> Result<Option<Identity>, StoreError> {
        queued::refuse(self)?;
        let loaded = match sight {
            Sight::None => self.load_now(key)?,
            Sight::Cart(loaded) => loaded.map(|loaded| *loaded),
        };
        let mut place = None;
        let answer = self.change_queued(&mut place, loaded, key, change);
        // A server that has not answered would be waited for once more; the place is free by itself before long.
        let is_away =
            |error: &StoreError| matches!(error.kind(), StoreErrorKind::Unavailable | StoreErrorKind::OutcomeUnknown);
        if let Some(place) = place.filter(|_| !answer.as_ref().is_err_and(is_away)) {
            self.leave_queue(key, &place);
        }
        answer
    }

    fn delete(&self, key: &CartKey, outbox: &[Vec<u8>]) -> Result<bool, StoreError> {
        queued::refuse(self)?;
        let names = self.names(key);
        let mut keys = names.keys.to_vec();
        keys.push(self.options().stream_of(names.bucket));
        let mut arguments = vec![names.member.into_bytes(), self.numbering().into(), outbox.len().to_string().into()];
        arguments.extend_from_slice(outbox);
        self.settled(|| {
            let mut reply = Reply::of(self.run(&scripts::DELETE, Effect::Once, &keys, &arguments)?)?;
            match &*reply.word {
                "removed" => Ok(Ok(true)),
                "absent" => Ok(Ok(false)),
                "promised" => Pending::of(key, &mut reply).map(Err),
                _ => Err(unexpected()),
            }
        })
    }

    fn instances(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        queued::refuse(self)?;
        self.instances_of(identifier)
    }

    fn swap(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        queued::refuse(self)?;
        if from == to {
            return Ok(self.identity_now(from)?.is_some());
        }
        self.move_cart(from, to, incarnation)
    }

    fn commit_merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        source_expected: Identity,
    ) -> Result<Committed, StoreError> {
        queued::refuse(self)?;
        verdict::check_merge(target.key, source)?;
        self.merge(target, source, source_expected)
    }

    fn list(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        queued::refuse(self)?;
        self.list_carts(after, idle_since, limit)
    }

    fn prune(&self, listing: &CartListing) -> Result<bool, StoreError> {
        queued::refuse(self)?;
        let key = &listing.key;
        // One that cannot be read stays until somebody has seen to it.
        if self.load_now(key)?.is_none_or(|loaded| loaded.identity != listing.identity) {
            return Ok(false);
        }
        let names = self.names(key);
        let arguments = [names.member.clone(), identity_text(listing.identity)];
        self.settled(|| {
            let mut reply = Reply::of(self.run(&scripts::PRUNE, Effect::Once, &names.keys, &arguments)?)?;
            match &*reply.word {
                "removed" => Ok(Ok(true)),
                "absent" => Ok(Ok(false)),
                "promised" => Pending::of(key, &mut reply).map(Err),
                _ => Err(unexpected()),
            }
        })
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        queued::refuse(self)?;
        self.read_outbox(after, limit)
    }

    fn acknowledge(&self, through: i64) -> Result<(), StoreError> {
        queued::refuse(self)?;
        self.trim_outbox(through)
    }
}
