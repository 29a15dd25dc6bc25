//! Steps on one order, wherever it is.

use super::answers::{self, reserved};
use super::asked::{Asked, Stage, reserve_words};
use super::said::Said;
use super::{Heard, RedisReservationStore, busy, scripts};
use crate::redis::keys::Bucket;
use crate::redis::link::Effect;
use crate::redis::script::RedisScript;
use cartwright_reservations::{Error, ErrorKind, Grant, OrderId, Reserve, Reserved, Result, Stored};
use std::time::Duration;

/// Beyond the time that an order is remembered, so long it is known where it was.
const PLACE_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

impl RedisReservationStore {
    pub(super) fn home(&self, order: &OrderId) -> Bucket {
        self.options().bucket_of(order.as_str())
    }

    /// Runs a step where an order is: in its own bucket, or where that knows it to be.
    pub(super) fn about(
        &self,
        script: &RedisScript,
        effect: Effect,
        order: &OrderId,
        asked: &Asked,
    ) -> Result<(Bucket, Said)> {
        let home = self.home(order);
        let (mut bucket, mut returned) = (home, false);
        // From its own to where it is, and back if that has just handed it over, also if another has finished that meanwhile.
        for _ in 0..6 {
            match self.hear(script, effect, bucket, asked)? {
                Heard::Said(said)
                    if bucket != home && !returned && matches!(said.word.as_str(), "unknown" | "nobody") =>
                {
                    (bucket, returned) = (home, true);
                }
                Heard::Said(said) => return Ok((bucket, said)),
                Heard::Elsewhere(elsewhere) => bucket = elsewhere,
            }
        }
        Err(busy())
    }

    /// A reservation, with the attempt that counts if its lines are in several buckets; empty if they are not.
    pub(super) fn look_for(&self, order: &OrderId) -> Result<Option<(Stored, String)>> {
        let (_, mut said) = self.about(&scripts::FIND, Effect::Looks, order, &Asked::of(order))?;
        match said.word.as_str() {
            "found" => said.stored().map(Some),
            "nobody" => Ok(None),
            _ => Err(said.unexpected()),
        }
    }

    /// Holds lines that are all in one bucket.
    pub(super) fn reserve_in(&self, bucket: Bucket, asked: &Reserve<'_>) -> Result<Reserved> {
        let words = reserve_words(asked, &Stage { until: self.home(asked.order).0.into(), ..Stage::default() });
        let reserved = match self.hear(&scripts::RESERVE, Effect::Repeatable, bucket, &words)? {
            Heard::Said(said) => reserved(said)?,
            Heard::Elsewhere(elsewhere) => {
                return self.elsewhere(asked, elsewhere)?.ok_or_else(busy).and_then(reserved);
            }
        };
        if !self.is_spread() {
            return Ok(reserved);
        }
        // Whether another bucket has this order is written down in that of the order.
        let held = match &reserved {
            Reserved::Granted(grant) => Some(grant),
            Reserved::Refused(_) => None,
        };
        match self.pointed(asked, bucket, held) {
            Ok(None) => Ok(reserved),
            Ok(Some(said)) => answers::reserved(said),
            Err(error) if held.is_some() => Err(half_done(error)),
            Err(error) => Err(error),
        }
    }

    /// Writes down where an order is held; answers what another bucket says that has it already, and nothing is held here then.
    fn pointed(&self, asked: &Reserve<'_>, bucket: Bucket, held: Option<&Grant>) -> Result<Option<Said>> {
        let mut gone = None;
        loop {
            let Some(elsewhere) = self.point(asked.order, bucket, held, gone)? else { return Ok(None) };
            match self.elsewhere(asked, elsewhere)? {
                Some(said) => {
                    if let Some(grant) = held {
                        self.undo(bucket, asked.order, &grant.token.secret_text())?;
                    }
                    return Ok(Some(said));
                }
                None if gone == Some(elsewhere) => return Err(busy()),
                None => gone = Some(elsewhere),
            }
        }
    }

    /// Writes down where an order is held; answers with the bucket that has it already, if that is another one.
    pub(super) fn point(
        &self,
        order: &OrderId,
        bucket: Bucket,
        held: Option<&Grant>,
        gone: Option<Bucket>,
    ) -> Result<Option<Bucket>> {
        let home = self.home(order);
        let known_for = held.map_or(Duration::ZERO, |held| held.remaining) + self.keep.time + PLACE_KEPT;
        let known_for = u64::try_from(known_for.as_millis()).unwrap_or(u64::MAX).min(super::LONG);
        let written = held.map(|_| bucket.0.to_string()).unwrap_or_default();
        let gone = gone.map(|gone| gone.0.to_string()).unwrap_or_default();
        let words = Asked::of(order).and(&bucket.0).and(&written).and(&known_for).and(&gone);
        match self.hear(&scripts::POINT, Effect::Repeatable, home, &words)? {
            Heard::Said(_) => Ok(None),
            Heard::Elsewhere(elsewhere) => Ok(Some(elsewhere)),
        }
    }

    /// After a renewal a place has to be known for longer.
    pub(super) fn point_again(&self, order: &OrderId, bucket: Bucket, grant: &Grant) -> Result<()> {
        self.point(order, bucket, Some(grant), None).map(drop).map_err(half_done)
    }

    fn undo(&self, bucket: Bucket, order: &OrderId, token: &str) -> Result<()> {
        self.ask(&scripts::UNDO, Effect::Repeatable, bucket, &Asked::of(order).and(token)).map(drop)
    }

    /// The answer to an order that another bucket is said to have; `None` if it is not there any more.
    pub(super) fn elsewhere(&self, asked: &Reserve<'_>, mut bucket: Bucket) -> Result<Option<Said>> {
        let words = reserve_words(asked, &Stage { mode: "known", ..Stage::default() });
        for _ in 0..4 {
            match self.hear(&scripts::RESERVE, Effect::Repeatable, bucket, &words)? {
                Heard::Said(said) if said.word == "free" => return Ok(None),
                Heard::Said(said) => return Ok(Some(said)),
                Heard::Elsewhere(other) => bucket = other,
            }
        }
        Err(busy())
    }
}

/// The lines are held, but where they are is not written down.
fn half_done(error: Error) -> Error {
    let message = "the lines were reached, but the node of their order was not, and nobody can tell whether that is done; ask again";
    Error::new(ErrorKind::OutcomeUnknown, message).because(error)
}
