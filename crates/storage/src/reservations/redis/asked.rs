//! What the scripts of reservations are told.

use super::LONG;
use cartwright_coordination::Fence;
use cartwright_reservations::{Caps, Claim, Counted, Line, Reserve, Rule, token_hash};

/// What a rule is to the scripts: its number, the count, what was sold before.
fn rule_texts(rule: Rule) -> [String; 3] {
    match rule {
        Rule::OfStore => ["0".into(), String::new(), String::new()],
        Rule::OnHand { on_hand, sold } => {
            ["1".into(), on_hand.to_string(), sold.map_or_else(String::new, |sold| sold.to_string())]
        }
        Rule::Exclusive => ["2".into(), String::new(), String::new()],
        Rule::TrackedOrExclusive => ["3".into(), String::new(), String::new()],
    }
}

/// Arguments of a script, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked(pub(super) Vec<String>);

impl Asked {
    pub(super) fn of<T: ToString + ?Sized>(first: &T) -> Self {
        Self::default().and(first)
    }

    #[must_use]
    pub(super) fn and<T: ToString + ?Sized>(mut self, next: &T) -> Self {
        self.0.push(next.to_string());
        self
    }

    #[must_use]
    pub(super) fn and_fence(self, fence: Option<Fence>) -> Self {
        match fence {
            Some(fence) => self.and(&fence.incarnation().number()).and(&fence.counter()),
            None => self.and("").and(""),
        }
    }

    #[must_use]
    pub(super) fn and_lines<'a>(mut self, lines: impl ExactSizeIterator<Item = &'a Line>) -> Self {
        self.0.push(lines.len().to_string());
        for line in lines {
            self.0.extend([line.key.as_str().to_owned(), line.quantity.to_string()]);
            self.0.extend(rule_texts(line.rule));
        }
        self
    }

    #[must_use]
    pub(super) fn and_counts(mut self, counted: &[Counted]) -> Self {
        self.0.push(counted.len().to_string());
        for count in counted {
            self.0.push(count.key.as_str().to_owned());
            self.0.extend(rule_texts(count.rule));
        }
        self
    }

    #[must_use]
    fn and_caps(self, caps: Caps) -> Self {
        self.and(&caps.per_owner.min(LONG)).and(&caps.total.min(LONG))
    }

    /// Of an order whose lines may be in several buckets: which step of it this is.
    #[must_use]
    fn and_stage(self, stage: &Stage<'_>) -> Self {
        self.and(stage.mode).and_fence(stage.floor).and(&stage.until).and(stage.attempt)
    }
}

/// A step of an order whose lines may be in several buckets.
#[derive(Default)]
pub(super) struct Stage<'a> {
    /// Empty where they are in one.
    pub(super) mode: &'a str,
    /// What its fence has to go beyond.
    pub(super) floor: Option<Fence>,
    /// Until when its parts may be confirmed; of a reservation in one bucket the bucket of the order.
    pub(super) until: u64,
    /// Which attempt it is; of an amendment in one bucket that bucket.
    pub(super) attempt: &'a str,
}

/// What the script of a reservation is told.
pub(super) fn reserve_words(asked: &Reserve<'_>, stage: &Stage<'_>) -> Asked {
    Asked::of(asked.order)
        .and(asked.owner)
        .and(&asked.token.secret_text())
        .and(&token_hash(asked.token))
        .and(&asked.lifetime.as_millis())
        .and_caps(asked.caps)
        .and_stage(stage)
        .and_lines(asked.lines.iter())
}

/// What every script about a claim is told first.
pub(super) fn claim_words(claim: Claim<'_>) -> Asked {
    Asked::of(claim.order).and(&claim.token.secret_text()).and(&token_hash(claim.token))
}

/// What the script of an amendment is told.
pub(super) fn amend_words(claim: Claim<'_>, caps: Caps, stage: &Stage<'_>, lines: &[Line]) -> Asked {
    claim_words(claim).and_caps(caps).and_stage(stage).and_lines(lines.iter())
}

/// What the script of a commit is told.
pub(super) fn commit_words(claim: Claim<'_>, stage: &Stage<'_>, counted: &[Counted]) -> Asked {
    claim_words(claim).and_stage(stage).and_counts(counted)
}
