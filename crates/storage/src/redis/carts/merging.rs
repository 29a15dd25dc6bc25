//! Two carts become one.

use super::commit::{Answer, Source, Storing};
use super::fields;
use super::moving::{Asked, too_late};
use super::promises::Promise;
use super::reply::unexpected;
use super::store::RedisStore;
use cartwright_core::{CartKey, Commit, Committed, Identity, StoreError, StoreErrorKind};

impl RedisStore {
    /// Stores the target and removes the source: in one step where one is possible, else by a [promise](super::promises).
    pub(super) fn merge(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        expected: Identity,
    ) -> Result<Committed, StoreError> {
        if self.is_one_step(target.key, source) {
            // One that cannot be read does not give way; one that is not there is a conflict, unless it was merged before.
            self.load_now(source)?;
            let storing = Storing::of(*target)?.taking(Source::Here(source, expected));
            return committed(target.key, self.settled(|| self.attempt(&storing))?);
        }
        match self.promise(source, Some(expected), target.id.0, target.key)? {
            Asked::Promised(promise, fields) => match fields::read(source, fields) {
                Ok(_) => self.merge_promised(target, source, &promise),
                Err(error) => {
                    drop(self.release(source, &promise));
                    Err(error)
                }
            },
            Asked::Found(found) => self.judge_without_source(target, found),
        }
    }

    fn merge_promised(
        &self,
        target: &Commit<'_>,
        source: &CartKey,
        promise: &Promise,
    ) -> Result<Committed, StoreError> {
        let storing = Storing::of(*target)?.taking(Source::Promised(promise));
        let answer = self.steps.next().and_then(|()| self.settled(|| self.attempt(&storing)));
        match answer {
            Ok(Answer::Stored(identity)) => {
                // It is decided; who comes next does what is left, if this fails.
                drop(self.keep(source, promise));
                Ok(Committed::Stored(identity))
            }
            Err(error) if error.kind() == StoreErrorKind::OutcomeUnknown => Err(error),
            Ok(answer) => {
                self.release(source, promise)?;
                if matches!(answer, Answer::Cancelled) {
                    return Err(too_late(source, target.key));
                }
                committed(target.key, answer)
            }
            Err(error) => {
                drop(self.release(source, promise));
                Err(error)
            }
        }
    }

    /// The source is not what was expected: because this merge has taken it, or somebody else has changed it.
    fn judge_without_source(&self, target: &Commit<'_>, found: Option<Identity>) -> Result<Committed, StoreError> {
        if let Some(made) = self.remembered(target.key, target.id)? {
            return Ok(Committed::Stored(made));
        }
        let now = self.identity_now(target.key)?;
        Ok(Committed::Conflict(if now == target.expected { found } else { now }))
    }
}

fn committed(key: &CartKey, answer: Answer) -> Result<Committed, StoreError> {
    match answer {
        Answer::Stored(identity) => Ok(Committed::Stored(identity)),
        Answer::Conflict(fields) => Ok(Committed::Conflict(fields::read_identity(key, &fields)?)),
        Answer::SourceConflict(found) => Ok(Committed::Conflict(found)),
        Answer::Cancelled => Err(unexpected()),
    }
}
