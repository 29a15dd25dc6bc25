//! A cart goes to another identifier.

use super::fields::{self, Fields};
use super::names::{hex, identity_text};
use super::promises::{Pending, Promise};
use super::reply::{Reply, unexpected};
use super::scripts;
use super::store::RedisStore;
use crate::redis::link::Effect;
use cartwright_core::{CartKey, Identity, Incarnation, StoreError, StoreErrorKind};

/// What came of asking for a promise.
pub(super) enum Asked {
    /// The cart is promised, and this is what it is.
    Promised(Promise, Fields),
    /// It is not what was expected, but this.
    Found(Option<Identity>),
}

impl RedisStore {
    /// Moves a cart in place of another one.
    pub(super) fn move_cart(&self, from: &CartKey, to: &CartKey, incarnation: Incarnation) -> Result<bool, StoreError> {
        if self.is_one_step(from, to) {
            return self.settled(|| self.move_here(from, to, incarnation));
        }
        let (promise, fields) = match self.promise(from, None, incarnation.0, to)? {
            Asked::Promised(promise, fields) => (promise, fields),
            // Asked again, because the answer was lost.
            Asked::Found(_) => return Ok(self.identity_now(to)?.is_some_and(|now| now.incarnation == incarnation)),
        };
        let received = self.settled(|| self.receive(&promise, &fields, incarnation));
        match received {
            Ok(true) => {
                // It is decided; who comes next does what is left, if this fails.
                drop(self.keep(from, &promise));
                Ok(true)
            }
            Ok(false) => {
                self.release(from, &promise)?;
                Err(too_late(from, to))
            }
            Err(error) if error.kind() == StoreErrorKind::OutcomeUnknown => Err(error),
            Err(error) => {
                drop(self.release(from, &promise));
                Err(error)
            }
        }
    }

    /// Whether one script may do it: in a Cluster only where both are in one bucket.
    pub(super) fn is_one_step(&self, one: &CartKey, other: &CartKey) -> bool {
        let bucket = |key: &CartKey| self.options().bucket_of(key.identifier());
        !self.options().is_cluster() || bucket(one) == bucket(other)
    }

    fn move_here(
        &self,
        from: &CartKey,
        to: &CartKey,
        incarnation: Incarnation,
    ) -> Result<Result<bool, Pending>, StoreError> {
        loop {
            // One that cannot be read does not give way.
            let target = self.load_now(to)?.map(|loaded| loaded.identity);
            let (source, names) = (self.names(from), self.names(to));
            let keys: Vec<_> = source.keys.iter().chain(&names.keys).collect();
            let arguments = [
                source.member,
                names.member,
                target.map(identity_text).unwrap_or_default(),
                hex(incarnation.0),
                self.now(),
                self.ttl(),
            ];
            let mut reply = Reply::of(self.run(&scripts::MOVE, Effect::Repeatable, &keys, &arguments)?)?;
            return match &*reply.word {
                "moved" => Ok(Ok(true)),
                "absent" => Ok(Ok(false)),
                "changed" => continue,
                "promised" => {
                    let (promise, time, which) = (reply.text()?, reply.text()?, reply.text()?);
                    Pending::read(if which == "source" { from } else { to }, &promise, &time).map(Err)
                }
                _ => Err(reply.into_error(from)),
            };
        }
    }

    /// The first step: the source's node promises the cart, if it is what is expected.
    pub(super) fn promise(
        &self,
        source: &CartKey,
        expected: Option<Identity>,
        id: u128,
        target: &CartKey,
    ) -> Result<Asked, StoreError> {
        self.steps.next()?;
        let names = self.names(source);
        let arguments = [expected.map(identity_text).unwrap_or_default(), hex(id), Promise::target_text(target)];
        self.settled(|| {
            let mut reply =
                Reply::of(self.run(&scripts::PROMISE, Effect::Repeatable, &names.keys[..1], &arguments)?)?;
            match &*reply.word {
                "promised-now" => {
                    let promise = Promise::read(source, &reply.text()?)?;
                    Ok(Ok(Asked::Promised(promise, reply.fields()?)))
                }
                "found" => Ok(Ok(Asked::Found(reply.identity(source)?))),
                "promised" => Pending::of(source, &mut reply).map(Err),
                _ => Err(reply.into_error(source)),
            }
        })
    }

    /// The second step: the target's node takes it. False if somebody has decided against it.
    fn receive(
        &self,
        promise: &Promise,
        fields: &Fields,
        incarnation: Incarnation,
    ) -> Result<Result<bool, Pending>, StoreError> {
        let to = &promise.target;
        let names = self.names(to);
        let mut keys = names.keys.to_vec();
        keys.push(self.decision(promise));
        let was = fields::read_identity(to, fields)?.ok_or_else(unexpected)?;
        let made = identity_text(Identity { incarnation, ..was });
        loop {
            // One that cannot be read does not give way.
            let target = self.load_now(to)?.map(|loaded| identity_text(loaded.identity)).unwrap_or_default();
            self.steps.next()?;
            let head = [names.member.clone(), target, made.clone(), self.now(), self.ttl(), promise.deadline()];
            let mut arguments: Vec<Vec<u8>> = head.into_iter().map(String::into_bytes).collect();
            for (field, value) in fields.iter().filter(|(field, _)| field != b"promise") {
                arguments.extend([field.clone(), value.clone()]);
            }
            let mut reply = Reply::of(self.run(&scripts::RECEIVE, Effect::Repeatable, &keys, &arguments)?)?;
            return match &*reply.word {
                "stored" | "done" => Ok(Ok(true)),
                "cancelled" => Ok(Ok(false)),
                "changed" => continue,
                "promised" => Pending::of(to, &mut reply).map(Err),
                _ => Err(reply.into_error(to)),
            };
        }
    }
}

/// Others thought that this process had died.
pub(super) fn too_late(from: &CartKey, to: &CartKey) -> StoreError {
    StoreError::new(
        StoreErrorKind::Busy,
        format!(
            "the cart {from} took so long on its way to {to} that others took it for lost; nothing was stored. Try again"
        ),
    )
}
