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

use super::answers::{amended, committed, reserved};
use super::asked::{Asked, Stage, amend_words, claim_words, commit_words, reserve_words};
use super::parts::{Attempt, CONFIRMED_WITHIN, PART_WAITS, Prepared, Verdict, lines_of};
use super::said::Said;
use super::{Heard, RedisReservationStore, busy, scripts};
use crate::redis::link::Effect;
use cartwright_coordination::{OwnerToken, SystemRandom};
use cartwright_reservations::{
    Answer, Caps, Claim, Committed, Counted, Line, Refusal, Reserve, Reserved, Result, Rule,
};

/// So many amendments of one order may overtake another.
const AMENDED_AT_ONCE: usize = 8;

impl RedisReservationStore {
    /// Holds lines that are in several buckets.
    pub(super) fn reserve_across(&self, asked: &Reserve<'_>) -> Result<Reserved> {
        let home = self.home(asked.order);
        // Not the token, with which whoever waits tries again: what was decided of an earlier try may arrive late.
        let id = OwnerToken::new(&SystemRandom)?.secret_text();
        let step = |mode: &str, floor, until| -> Result<Said> {
            let words = reserve_words(asked, &Stage { mode, floor, until, attempt: &id });
            match self.hear(&scripts::RESERVE, Effect::Repeatable, home, &words)? {
                Heard::Said(said) => Ok(said),
                // Written down by whoever holds this order in one bucket; if it is there no more, it is as good as unknown.
                Heard::Elsewhere(bucket) => match self.elsewhere(asked, bucket)? {
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
        let id = OwnerToken::new(&SystemRandom)?.secret_text();
        let step = |mode: &str, floor, until, last: &str| -> Result<Said> {
            let words = amend_words(claim, caps, &Stage { mode, floor, until, attempt: &id }, lines).and(last);
            Ok(self.about(&scripts::AMEND, Effect::Repeatable, claim.order, &words)?.1)
        };
        let mut said = step("look", None, 0, "")?;
        if said.word == "local" {
            self.hand_over(claim)?;
            said = step("look", None, 0, "")?;
        }
        if said.word != "free" {
            return amended(said).map(Some);
        }
        let until = said.number::<u64>()? + CONFIRMED_WITHIN;
        let (before, last) = said.stored()?;
        let attempt = Attempt { order: claim.order, id: id.clone(), until, late: None };
        let floor = match self.prepare(&attempt, lines)? {
            Prepared::Short(short) => {
                let answer = amended(step("short", None, until, &last)?)?;
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
        let answer = amended(said)?;
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
        let words = claim_words(claim).and(&PART_WAITS);
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
            let words = commit_words(claim, &Stage { mode, floor, until, attempt: &id }, counted);
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
        let answer = committed(said)?.map(|(committed, _)| committed);
        match &answer {
            Answer::Done(committed) if !committed.again => {
                self.settle_all(&attempt, &lines, Verdict::Sell, committed.fence);
            }
            _ => self.drop_all(&attempt, &lines),
        }
        Ok(answer)
    }
}
