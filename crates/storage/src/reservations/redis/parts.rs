//! What an order of several buckets holds in each of them: held, and told what became of it.

use super::answers::shortages;
use super::asked::Asked;
use super::{RedisReservationStore, scripts};
use crate::redis::keys::Bucket;
use crate::redis::link::Effect;
use cartwright_coordination::Fence;
use cartwright_reservations::{Line, OrderId, Result, Shortage, Stored};
use std::time::Duration;

/// For so long an attempt may be confirmed after it was begun. It is dropped so much later that no clock of another node,
/// after a failover, can say that it still may.
pub(super) const CONFIRMED_WITHIN: u64 = 10_000;
/// After so long a part asks what became of it.
pub(super) const PART_WAITS: u64 = 2 * CONFIRMED_WITHIN;

/// An attempt to hold lines in several buckets.
pub(super) struct Attempt<'a> {
    pub(super) order: &'a OrderId,
    pub(super) id: String,
    /// By the clock of the order's bucket.
    pub(super) until: u64,
    /// What late lines of one holder must still have.
    pub(super) late: Option<Fence>,
}

/// What came of preparing.
pub(super) enum Prepared {
    /// Everything is there; the fence is the greatest of its keys.
    All(Option<Fence>),
    Short(Vec<Shortage>),
}

/// What became of an attempt.
#[derive(Clone, Copy)]
pub(super) enum Verdict {
    Keep(Duration),
    Sell,
    /// It never was confirmed, or another one counts instead.
    Forget,
}

impl RedisReservationStore {
    /// After it was decided what becomes of an order, its parts learn it at once; if that fails, from whoever finds them.
    pub(super) fn tell_parts(&self, order: &OrderId) {
        let Ok(Some((stored, id))) = self.look_for(order) else { return };
        if id.is_empty() {
            return;
        }
        for bucket in self.options().by_bucket(&lines_of(&stored)).into_keys() {
            let _ = self.settle(bucket, order.as_str(), &id, "0");
        }
    }

    /// Holds the lines in their buckets, all or none.
    pub(super) fn prepare(&self, attempt: &Attempt<'_>, lines: &[Line]) -> Result<Prepared> {
        let (mut floor, mut short, mut failed) = (None, Vec::new(), None);
        for (bucket, lines) in self.options().by_bucket(lines) {
            let words = Asked::of(attempt.order)
                .and(&attempt.id)
                .and(&PART_WAITS)
                .and(&attempt.until)
                .and_fence(attempt.late)
                .and_lines(lines.into_iter());
            match self.ask(&scripts::PREPARE, Effect::Repeatable, bucket, &words) {
                Ok(mut said) if said.word == "short" => short.extend(shortages(&mut said)?),
                Ok(mut said) => floor = floor.max(said.last_fence()?),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        if short.is_empty() && failed.is_none() {
            return Ok(Prepared::All(floor));
        }
        self.drop_all(attempt, lines);
        short.sort_by(|one: &Shortage, other| one.key.cmp(&other.key));
        failed.map_or(Ok(Prepared::Short(short)), Err)
    }

    pub(super) fn drop_all(&self, attempt: &Attempt<'_>, lines: &[Line]) {
        for bucket in self.options().by_bucket(lines).into_keys() {
            // A part that cannot be told now is dropped by whoever finds it.
            let _ = self.tell(bucket, attempt.order.as_str(), &attempt.id, Verdict::Forget, None);
        }
    }

    pub(super) fn settle_all(&self, attempt: &Attempt<'_>, lines: &[Line], verdict: Verdict, fence: Fence) {
        for bucket in self.options().by_bucket(lines).into_keys() {
            let _ = self.tell(bucket, attempt.order.as_str(), &attempt.id, verdict, Some(fence));
        }
    }

    fn tell(&self, bucket: Bucket, order: &str, id: &str, verdict: Verdict, fence: Option<Fence>) -> Result<()> {
        let (word, more) = match verdict {
            Verdict::Keep(remaining) => ("keep", remaining),
            Verdict::Sell => ("sell", Duration::ZERO),
            Verdict::Forget => ("forget", Duration::ZERO),
        };
        let words = Asked::of(order).and(id).and(word).and(&more.as_millis()).and_fence(fence);
        self.ask(&scripts::SETTLE, Effect::Repeatable, bucket, &words).map(drop)
    }

    /// Asks in the bucket of an order what became of an attempt, and lets that happen to its part in another bucket.
    pub(super) fn settle(&self, bucket: Bucket, order: &str, attempt: &str, until: &str) -> Result<()> {
        let home = self.options().bucket_of(order);
        let mut said =
            self.ask(&scripts::VERDICT, Effect::Repeatable, home, &Asked::of(order).and(attempt).and(until))?;
        let mut words = Asked::of(order).and(attempt).and(&said.word);
        for _ in 0..3 {
            words = words.and(&said.text()?);
        }
        self.ask(&scripts::SETTLE, Effect::Repeatable, bucket, &words).map(drop)
    }

    /// Lets a part wait whose order cannot be asked for now.
    pub(super) fn postpone(&self, bucket: Bucket, order: &str, attempt: &str) -> Result<()> {
        let words = Asked::of(order).and(attempt).and("wait").and(&CONFIRMED_WITHIN).and_fence(None);
        self.ask(&scripts::SETTLE, Effect::Repeatable, bucket, &words).map(drop)
    }

    /// Settles the parts of so many orders that have waited long enough in a bucket; a sweeper's work.
    pub(super) fn settle_waiting(&self, bucket: Bucket, orders: usize) -> Result<()> {
        // Any step there settles what it finds; each time one.
        for _ in 0..orders {
            self.ask(&scripts::LEVELS, Effect::Repeatable, bucket, &Asked::default())?;
        }
        Ok(())
    }
}

pub(super) fn lines_of(stored: &Stored) -> Vec<Line> {
    stored.reservation.lines.iter().map(|line| Line::new(line.key.clone(), line.quantity)).collect()
}
