//! Load, apply, compare and swap; again, if somebody else was faster.

use crate::applied::Applied;
use crate::attempt::{Attempt, Lots, Work};
use crate::conflict::Conflict;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::operation_kind::OperationKind;
use crate::outcome::Resolved;
use cartwright_coordination::Retry;
use cartwright_core::{
    Cart, CartKey, Changes, Committed, Facts, Identity, LoadedCart, Operation, Sight, StoreError, StoreErrorKind,
};
use std::sync::Arc;

/// What the first attempt begins with.
pub(crate) enum Start {
    /// With what the store has.
    Load,
    /// With what the caller still holds, which may be stale.
    Held(Option<Identity>, Arc<Cart>),
}

/// What became of one try.
enum Tried {
    Done(Applied),
    /// With the cart as it is, if the store has said.
    Conflict(Conflict, Sight),
}

impl Engine {
    /// Does something to a cart and stores it; what others have done meanwhile stays. Then tells it.
    ///
    /// The operation is applied to the cart as it is loaded, and stored only if the cart still is that. If it is not, the
    /// operation is applied again to what is there now, after queueing instead of racing, as often as
    /// [`Settings::retry`](crate::Settings::retry) allows. If nothing changes, nothing is written; its events still come.
    ///
    /// After an item was added, changed or removed, and after a dynamic condition was registered, the rules of dynamic
    /// conditions are evaluated in the same commit. Rules that cannot be judged are among the changes, as
    /// [`NotEvaluated`](cartwright_core::Change::NotEvaluated).
    ///
    /// # Errors
    /// If the operation is refused, others kept the cart busy, or the store fails; in all these cases nothing was stored.
    /// If the reply of the store was lost and it cannot tell what became of it, because it does not
    /// [remember commits](cartwright_core::CartStore::remembers_commits) or stays away:
    /// [`OutcomeUnknown`](crate::EngineErrorKind::OutcomeUnknown). Then nothing is repeated; load the cart and look.
    pub fn apply(&self, key: &CartKey, operation: &Operation<'_>) -> Result<Applied, EngineError> {
        self.apply_all(key, std::slice::from_ref(operation))
    }

    /// Does several things to a cart in one commit: all of them or none.
    ///
    /// # Errors
    /// As for [`Engine::apply`].
    pub fn apply_all(&self, key: &CartKey, operations: &[Operation<'_>]) -> Result<Applied, EngineError> {
        self.apply_from(key, operations, Start::Load)
    }

    pub(crate) fn apply_from(
        &self,
        key: &CartKey,
        operations: &[Operation<'_>],
        start: Start,
    ) -> Result<Applied, EngineError> {
        if let [Operation::Clear] = operations {
            return self.clear(key);
        }
        let kind = OperationKind::of(operations);
        let policy = &self.settings().policy;
        let work: Work<'_> = &|cart| {
            let mut changes = Changes::none();
            for operation in operations {
                let done = cart.apply(operation.clone(), policy)?;
                let evaluated = match operation {
                    Operation::RegisterDynamic(_) => true,
                    Operation::Add(_) | Operation::Update(..) | Operation::Remove(_) => !done.is_empty(),
                    _ => false,
                };
                changes.extend(done);
                if evaluated {
                    changes.extend(cart.apply(Operation::Evaluate(self.facts()), policy)?);
                }
            }
            Ok(changes)
        };
        let applied = self.measured(kind, || self.change(kind, key, start, work))?;
        Ok(self.told(applied))
    }

    fn change(&self, kind: OperationKind, key: &CartKey, start: Start, work: Work<'_>) -> Result<Applied, EngineError> {
        let mut retry = self.retry();
        let mut start = Some(start);
        let mut conflict: Option<Conflict> = None;
        let mut seen = Sight::None;
        loop {
            let tried = match conflict {
                None => self.race(key, start.take().unwrap_or(Start::Load), work, &mut retry),
                Some(_) => self.queue(std::mem::take(&mut seen), key, work, &mut retry),
            };
            let obstacle = match tried {
                Ok(Tried::Done(applied)) => return Ok(Applied { attempts: retry.attempt(), ..applied }),
                Ok(Tried::Conflict(found, sight)) => {
                    seen = sight;
                    self.metrics().conflict(&found);
                    let first = conflict.replace(found.clone()).is_none();
                    // To stand in the queue is pause enough.
                    if first && retry.next(self.environment().monotonic.now(), 0).is_some() {
                        self.metrics().retry();
                        continue;
                    }
                    EngineError::conflict_during(kind, found, None)
                }
                Err(error) => {
                    let busy = error.into_busy()?;
                    match &conflict {
                        Some(conflict) => EngineError::conflict_during(kind, conflict.clone(), Some(busy)),
                        None => busy.into(),
                    }
                }
            };
            if !self.pause(&mut retry)? {
                return Err(obstacle);
            }
            self.metrics().retry();
        }
    }

    /// What rules look at now beside the cart, for [`Operation::Evaluate`].
    pub fn facts(&self) -> Facts<'_> {
        let environment = self.environment();
        Facts { now: environment.time(), pricing: self.settings().pricing(), zones: &*environment.zones }
    }

    pub(crate) fn retry(&self) -> Retry {
        Retry::new(self.settings().retry, self.environment().waiter().deadline(self.settings().patience))
    }

    pub(crate) fn pause(&self, retry: &mut Retry) -> Result<bool, EngineError> {
        self.environment().waiter().pause(retry).map_err(EngineError::no_randomness)
    }

    /// Stores a change if nobody was faster.
    fn race(&self, key: &CartKey, start: Start, work: Work<'_>, retry: &mut Retry) -> Result<Tried, EngineError> {
        let attempt = self.first_attempt(key, start, work)?;
        if !attempt.differs() {
            let after = attempt.before;
            return Ok(Tried::Done(Applied::from_attempt(attempt, after)));
        }
        match self.store().commit_seeing(&attempt.commit(key)) {
            Ok((Committed::Stored(after), _)) => Ok(Tried::Done(Applied::from_attempt(attempt, Some(after)))),
            Ok((Committed::Conflict(found), sight)) => {
                Ok(Tried::Conflict(Conflict { key: key.clone(), expected: attempt.before, found }, sight))
            }
            Err(error) => self.after_failure(key, attempt, error, retry),
        }
    }

    /// What a stale cart says is not answered: neither that there is nothing to do nor that it may not be done.
    fn first_attempt(&self, key: &CartKey, start: Start, work: Work<'_>) -> Result<Attempt, EngineError> {
        let lots = Lots::draw(self)?;
        if let Start::Held(identity, cart) = start {
            let held = identity.map(|identity| LoadedCart { identity, cart: Arc::unwrap_or_clone(cart) });
            let attempt = Attempt::prepare(self, key, held, work, lots, None);
            if attempt.as_ref().is_ok_and(Attempt::differs) || self.store().identity(key)? == identity {
                return attempt;
            }
        }
        Attempt::prepare(self, key, self.store().load(key)?, work, lots, None)
    }

    /// Stores a change while others wait.
    fn queue(&self, seen: Sight, key: &CartKey, work: Work<'_>, retry: &mut Retry) -> Result<Tried, EngineError> {
        let lots = Lots::draw(self)?;
        let mut prepared = None;
        let answer = self.store().commit_queued_at(seen, key, &mut |loaded| {
            let attempt = Attempt::prepare(self, key, loaded, work, lots, None);
            let queued = attempt.as_ref().ok().filter(|attempt| attempt.differs()).map(Attempt::queued);
            prepared = Some(attempt);
            queued
        });
        match (answer, prepared.transpose()?) {
            (Ok(None), Some(attempt)) if !attempt.differs() => {
                let after = attempt.before;
                Ok(Tried::Done(Applied::from_attempt(attempt, after)))
            }
            (Ok(Some(after)), Some(attempt)) => Ok(Tried::Done(Applied::from_attempt(attempt, Some(after)))),
            (Ok(_), _) => Err(StoreError::new(
                StoreErrorKind::Unsupported,
                format!("the store did not keep to its port with the cart {key}; run the suite for stores on it"),
            )
            .into()),
            (Err(error), Some(attempt)) if attempt.differs() => self.after_failure(key, attempt, error, retry),
            (Err(error), _) => Err(error.into()),
        }
    }

    fn after_failure(
        &self,
        key: &CartKey,
        attempt: Attempt,
        error: StoreError,
        retry: &mut Retry,
    ) -> Result<Tried, EngineError> {
        if error.kind() != StoreErrorKind::OutcomeUnknown {
            return Err(error.into());
        }
        let resolved = self.resolve(key, error, retry, &|| self.store().commit(&attempt.commit(key)))?;
        match resolved {
            Resolved::Stored(after) => Ok(Tried::Done(Applied::from_attempt(attempt, Some(after)))),
            Resolved::NotStored(error) if !error.proves_nothing_stored(attempt.before) => {
                Err(EngineError::outcome_unknown(key, error.cause))
            }
            Resolved::NotStored(error) => {
                let conflict = Conflict { key: key.clone(), expected: attempt.before, found: error.found };
                Ok(Tried::Conflict(conflict, Sight::None))
            }
        }
    }
}
