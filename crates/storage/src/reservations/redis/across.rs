//! Orders whose lines are in several buckets: prepared bucket by bucket, and then confirmed in the bucket of the order, which
//! alone knows what became of them.
//!
//! | step | where | if the caller dies after it |
//! | --- | --- | --- |
//! | look | bucket of the order | nothing is held |
//! | prepare | each bucket of lines | the part is dropped by whoever finds it, when it cannot be confirmed any more |
//! | confirm | bucket of the order | it is held; whoever finds a part asks here, and lets it last as long as the lease |
//! | settle | each bucket of lines | the same |
//!
//! Committing and releasing are decided in one step in the bucket of the order; parts are sold or given back afterwards, by
//! the caller or by whoever finds them. Until then they are held, so that never more is sold than there is.

use super::orders::{reserve_words, reserved, shortages};
use super::said::{Asked, Said};
use super::{RedisReservationStore, busy, scripts};
use crate::redis::keys::Bucket;
use crate::redis::link::Effect;
use cartwright_coordination::{Fence, OwnerToken, SystemRandom};
use cartwright_reservations::{
    Answer, Caps, Claim, Committed, Counted, Line, OrderId, Refusal, Reserve, Reserved, Result, Rule, Shortage, Stored,
};
use std::time::Duration;

/// For so long an attempt may be confirmed after it was begun. It is dropped so much later that no clock of another node,
/// after a failover, can say that it still may.
const CONFIRMED_WITHIN: u64 = 10_000;
/// After so long a part asks what became of it.
const PART_WAITS: u64 = 2 * CONFIRMED_WITHIN;

/// So many amendments of one order may overtake another.
const AMENDED_AT_ONCE: usize = 8;

/// An attempt to hold lines in several buckets.
struct Attempt<'a> {
    order: &'a OrderId,
    id: String,
    /// By the clock of the order's bucket.
    until: u64,
    /// What late lines of one holder must still have.
    late: Option<Fence>,
}

/// What came of preparing.
enum Prepared {
    /// Everything is there; the fence is the greatest of its keys.
    All(Option<Fence>),
    Short(Vec<Shortage>),
}

/// What became of an attempt.
#[derive(Clone, Copy)]
enum Verdict {
    Keep(Duration),
    Sell,
    /// It never was confirmed, or another one counts instead.
    Forget,
}

impl RedisReservationStore {
    /// Holds lines that are in several buckets.
    pub(super) fn reserve_across(&self, asked: &Reserve<'_>) -> Result<Reserved> {
        let home = self.home(asked.order);
        let lines: Vec<_> = asked.lines.iter().collect();
        // Not the token, with which whoever waits tries again: what was decided of an earlier try may arrive late.
        let id = OwnerToken::new(&SystemRandom)?.secret_text();
        let step = |mode: &str, floor, until| -> Result<Said> {
            let words = reserve_words(asked, mode, floor, until, &id, &lines);
            match self.hear(&scripts::RESERVE, Effect::Repeatable, home, &words)? {
                super::Heard::Said(said) => Ok(said),
                // Written down by whoever holds this order in one bucket; if it is there no more, it is as good as unknown.
                super::Heard::Elsewhere(bucket) => match self.elsewhere(asked, bucket)? {
                    Some(said) => Ok(said),
                    None => {
                        self.point(asked.order, home, None, Some(bucket))?;
                        self.ask(&scripts::RESERVE, Effect::Repeatable, home, &words)
                    }
                },
            }
        };
        let mut said = step("look", None, 0)?;
        if said.word != "free" {
            return reserved(said);
        }
        let until = said.number::<u64>()? + CONFIRMED_WITHIN;
        let attempt = Attempt { order: asked.order, id: id.clone(), until, late: None };
        match self.prepare(&attempt, asked.lines)? {
            Prepared::Short(short) => match reserved(step("short", None, until)?)? {
                Reserved::Refused(Refusal::Short(_)) => Ok(Reserved::Refused(Refusal::Short(short))),
                other => Ok(other),
            },
            Prepared::All(floor) => {
                let said = step("confirm", floor, until)?;
                if said.word == "too late" {
                    self.drop_all(&attempt, asked.lines);
                    return Err(busy());
                }
                let reserved = reserved(said)?;
                match &reserved {
                    Reserved::Granted(grant) if grant.token == *asked.token => {
                        self.settle_all(&attempt, asked.lines, Verdict::Keep(grant.remaining), grant.fence);
                    }
                    _ => self.drop_all(&attempt, asked.lines),
                }
                Ok(reserved)
            }
        }
    }

    /// Changes the lines of an order that are, or come to be, in several buckets.
    pub(super) fn amend_across(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Answer<Reserved>> {
        for _ in 0..AMENDED_AT_ONCE {
            if let Some(answer) = self.amend_unless_overtaken(claim, lines, caps)? {
                return Ok(answer);
            }
        }
        Err(busy())
    }

    /// The same; nothing was done if another amendment of this order was confirmed meanwhile.
    fn amend_unless_overtaken(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Option<Answer<Reserved>>> {
        let all: Vec<_> = lines.iter().collect();
        let id = OwnerToken::new(&SystemRandom)?.secret_text();
        let step = |mode: &str, floor, until: u64, last: &str| -> Result<Said> {
            let words = super::port::amend_words(claim, caps, mode, floor, until, &id, &all).and(last);
            Ok(self.about(&scripts::AMEND, Effect::Repeatable, claim.order, &words)?.1)
        };
        let mut said = step("look", None, 0, "")?;
        if said.word == "local" {
            self.hand_over(claim)?;
            said = step("look", None, 0, "")?;
        }
        if said.word != "free" {
            return super::port::amended(said).map(Some);
        }
        let until = said.number::<u64>()? + CONFIRMED_WITHIN;
        let (before, last) = said.stored()?;
        let attempt = Attempt { order: claim.order, id: id.clone(), until, late: None };
        let floor = match self.prepare(&attempt, lines)? {
            Prepared::Short(short) => {
                let answer = super::port::amended(step("short", None, until, &last)?)?;
                return Ok(Some(answer.map(|answer| match answer {
                    Reserved::Refused(Refusal::Short(_)) => Reserved::Refused(Refusal::Short(short)),
                    other => other,
                })));
            }
            Prepared::All(floor) => floor,
        };
        let said = step("confirm", floor, until, &last)?;
        if matches!(said.word.as_str(), "too late" | "overtaken") {
            self.drop_all(&attempt, lines);
            return if said.word == "overtaken" { Ok(None) } else { Err(busy()) };
        }
        let answer = super::port::amended(said)?;
        match &answer {
            Answer::Done(Reserved::Granted(grant)) if !grant.again => {
                self.settle_all(&attempt, lines, Verdict::Keep(grant.remaining), grant.fence);
                let old = Attempt { order: claim.order, id: last, until, late: None };
                self.drop_all(&old, &lines_of(&before));
            }
            _ => self.drop_all(&attempt, lines),
        }
        Ok(Some(answer))
    }

    /// What was held in one bucket comes to be held in several, of which the bucket of the order knows.
    fn hand_over(&self, claim: Claim<'_>) -> Result<()> {
        let words = super::orders::claim_words(claim).and(&PART_WAITS);
        let (bucket, mut said) = self.about(&scripts::HAND_OVER, Effect::Repeatable, claim.order, &words)?;
        if said.word == "handed over" {
            self.take_on(&said.text()?, &said.text()?)?;
            self.settle(bucket, claim.order.as_str(), &claim.token.secret_text(), "0")?;
        }
        Ok(())
    }

    /// The bucket of an order takes on what another has handed over.
    pub(super) fn take_on(&self, order: &str, handed_over: &str) -> Result<()> {
        let home = self.options().bucket_of(order);
        self.ask(&scripts::TAKE_ON, Effect::Repeatable, home, &Asked::of(order).and(handed_over)).map(drop)
    }

    /// A commit that comes after the lease: the lines are taken again, bucket by bucket, before it is confirmed.
    pub(super) fn commit_late(
        &self,
        claim: Claim<'_>,
        counted: &[Counted],
        mut said: Said,
    ) -> Result<Answer<Committed>> {
        let until = said.number::<u64>()? + CONFIRMED_WITHIN;
        let (stored, held) = said.stored_with_rules()?;
        let id = OwnerToken::new(&SystemRandom)?.secret_text();
        let attempt = Attempt { order: claim.order, id: id.clone(), until, late: Some(stored.reservation.fence) };
        let mut lines = Some(Vec::new());
        for line in held {
            // Nobody can know what he would count now; without it the answer is no.
            let rule = match line.rule {
                Rule::OnHand { .. } => {
                    counted.iter().find(|counted| counted.key == line.key).map(|counted| counted.rule)
                }
                rule => Some(rule),
            };
            lines = lines.zip(rule).map(|(mut lines, rule)| {
                lines.push(Line { rule, ..line });
                lines
            });
        }
        let prepared = match &lines {
            Some(lines) => self.prepare(&attempt, lines)?,
            None => Prepared::Short(Vec::new()),
        };
        let step = |mode: &str, floor| {
            let words = super::port::commit_words(claim, mode, floor, until, &id, counted);
            self.about(&scripts::COMMIT, Effect::Repeatable, claim.order, &words)
        };
        let said = match prepared {
            Prepared::All(floor) => step("confirm", floor)?.1,
            Prepared::Short(_) => step("short", None)?.1,
        };
        let lines = lines.unwrap_or_default();
        if said.word == "too late" {
            self.drop_all(&attempt, &lines);
            return Err(busy());
        }
        let answer = super::port::committed(said)?.map(|(committed, _)| committed);
        match &answer {
            Answer::Done(committed) if !committed.again => {
                self.settle_all(&attempt, &lines, Verdict::Sell, committed.fence);
            }
            _ => self.drop_all(&attempt, &lines),
        }
        Ok(answer)
    }

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
    fn prepare(&self, attempt: &Attempt<'_>, lines: &[Line]) -> Result<Prepared> {
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

    fn drop_all(&self, attempt: &Attempt<'_>, lines: &[Line]) {
        for bucket in self.options().by_bucket(lines).into_keys() {
            // A part that cannot be told now is dropped by whoever finds it.
            let _ = self.tell(bucket, attempt.order.as_str(), &attempt.id, Verdict::Forget, None);
        }
    }

    fn settle_all(&self, attempt: &Attempt<'_>, lines: &[Line], verdict: Verdict, fence: Fence) {
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

fn lines_of(stored: &Stored) -> Vec<Line> {
    stored.reservation.lines.iter().map(|line| Line::new(line.key.clone(), line.quantity)).collect()
}
