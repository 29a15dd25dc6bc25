//! How much there is, and how much of it may be had.

use crate::stock_key::StockKey;
use cartwright_coordination::Fence;

/// How the stock of a key is counted, as the store knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nobody said. What asks for it by [`Rule::OfStore`] is refused.
    Unknown,
    /// So many are there; what is sold is taken off. It falls below nothing if the count is set to less than is held.
    Tracked {
        /// On the shelf, held or not.
        on_hand: i64,
    },
    /// There is always enough.
    Untracked,
    /// One holder at a time, whatever the quantity.
    Exclusive,
}

/// What a line goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By what the store knows of the key. A key of which it knows nothing is not to be had.
    OfStore,
    /// By a count that the caller read where he keeps it. If the store tracks the key as well, the lesser of both counts.
    OnHand {
        /// What he read.
        on_hand: u64,
        /// [`StockLevel::sold`] as it was *before* he read it. What was sold since is taken off his count, so that an old
        /// count sells nothing twice; if the store has begun anew meanwhile, that is all that it knows to be sold. Without
        /// it his count is believed.
        sold: Option<u64>,
    },
    /// One holder at a time, whatever the store knows.
    Exclusive,
    /// By quantity where the store tracks the key or need not, by one holder at a time otherwise.
    TrackedOrExclusive,
}

/// One line: so many of a key.
///
/// ```
/// use cartwright_reservations::{Line, Rule, StockKey};
///
/// let line = Line::new(StockKey::new("shop", "item", "lamp")?, 2);
/// assert_eq!((line.quantity, line.rule), (2, Rule::OfStore));
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub key: StockKey,
    /// How many: 1 to [`Line::MOST`].
    pub quantity: u32,
    /// What it goes by.
    pub rule: Rule,
}

impl Line {
    /// The most that one line may ask for.
    pub const MOST: u32 = 1_000_000_000;

    /// So many of what the store counts.
    pub fn new(key: StockKey, quantity: u32) -> Self {
        Self { key, quantity, rule: Rule::OfStore }
    }
}

/// The stock of a key, for those who look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockLevel {
    /// Which key.
    pub key: StockKey,
    /// How it is counted.
    pub policy: Policy,
    /// How many are held by reservations that live.
    pub held: u64,
    /// How many reservations hold them.
    pub holders: u32,
    /// How many were committed since the store began or the key was forgotten.
    pub sold: u64,
    /// What may still be had by [`Rule::OfStore`]; `None` if there is no limit.
    pub available: Option<u64>,
    /// The fence of the last grant or forced release, if there was one.
    pub fence: Option<Fence>,
}

/// What a step knows of a key. Its lapsed holds are not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock<Id> {
    /// How it is counted.
    pub policy: Policy,
    /// How many are held.
    pub held: u64,
    /// By how many reservations.
    pub holders: u32,
    /// How many were committed.
    pub sold: u64,
    /// How many reservations, ended ones too, have a line of this key.
    pub mentions: u32,
    /// The fence of the last grant.
    pub fence: Option<Fence>,
    /// The reservation that was granted last.
    pub last: Option<Id>,
}

impl<Id> Default for Stock<Id> {
    fn default() -> Self {
        Self { policy: Policy::Unknown, held: 0, holders: 0, sold: 0, mentions: 0, fence: None, last: None }
    }
}

impl<Id> Stock<Id> {
    /// What a line that goes by this rule may have at most; `None` if there is no limit.
    pub fn available(&self, rule: Rule) -> Option<u64> {
        let one_holder = if self.holders == 0 { None } else { Some(0) };
        let counted = match self.policy {
            Policy::Tracked { on_hand } => Some(u64::try_from(on_hand).unwrap_or(0).saturating_sub(self.held)),
            Policy::Untracked => None,
            Policy::Exclusive => one_holder,
            Policy::Unknown => Some(0),
        };
        match (rule, self.policy) {
            (Rule::OfStore, _) => counted,
            (Rule::TrackedOrExclusive | Rule::Exclusive, Policy::Unknown | Policy::Exclusive) => one_holder,
            (Rule::Exclusive, _) => least(counted, one_holder),
            (Rule::TrackedOrExclusive, _) => counted,
            (Rule::OnHand { .. }, Policy::Unknown | Policy::Untracked) => self.given(rule),
            (Rule::OnHand { .. }, _) => least(counted, self.given(rule)),
        }
    }

    fn given(&self, rule: Rule) -> Option<u64> {
        let Rule::OnHand { on_hand, sold } = rule else { return None };
        // A store that counts less than before came back empty in between: whatever it has sold, it sold since.
        let sold_since = sold.map_or(0, |before| self.sold.checked_sub(before).unwrap_or(self.sold));
        Some(on_hand.saturating_sub(sold_since).saturating_sub(self.held))
    }

    /// So many more are held, by one more.
    pub fn take(&mut self, quantity: u32) {
        self.held = self.held.saturating_add(quantity.into());
        self.holders = self.holders.saturating_add(1);
    }

    /// What one held is held no more.
    pub fn give_back(&mut self, quantity: u32) {
        self.held = self.held.saturating_sub(quantity.into());
        self.holders = self.holders.saturating_sub(1);
    }

    /// So many are gone for good. They are not held any more.
    pub fn sell(&mut self, quantity: u32) {
        self.sold = self.sold.saturating_add(quantity.into());
        if let Policy::Tracked { on_hand } = &mut self.policy {
            *on_hand = on_hand.saturating_sub(quantity.into());
        }
    }

    /// Whether nothing would be lost with it. The fences of a store grow over all keys, so they need no key to remember them.
    pub fn is_forgettable(&self) -> bool {
        self.policy == Policy::Unknown && self.holders == 0 && self.mentions == 0 && self.sold == 0
    }

    /// As those who look see it.
    pub fn level(&self, key: &StockKey) -> StockLevel {
        StockLevel {
            key: key.clone(),
            policy: self.policy,
            held: self.held,
            holders: self.holders,
            sold: self.sold,
            available: self.available(Rule::OfStore),
            fence: self.fence,
        }
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stock(policy: Policy, held: u64, holders: u32, sold: u64) -> Stock<()> {
        Stock { policy, held, holders, sold, ..Stock::default() }
    }

    #[test]
    fn a_rule_never_gives_more_than_the_store_counts() {
        let tracked = stock(Policy::Tracked { on_hand: 5 }, 2, 1, 0);
        assert_eq!(tracked.available(Rule::OfStore), Some(3));
        assert_eq!(tracked.available(Rule::TrackedOrExclusive), Some(3));
        assert_eq!(tracked.available(Rule::OnHand { on_hand: 100, sold: None }), Some(3));
        assert_eq!(tracked.available(Rule::OnHand { on_hand: 4, sold: None }), Some(2));
        assert_eq!(tracked.available(Rule::Exclusive), Some(0));
        assert_eq!(stock(Policy::Tracked { on_hand: 5 }, 0, 0, 0).available(Rule::Exclusive), Some(5));
        assert_eq!(stock(Policy::Tracked { on_hand: -2 }, 0, 0, 0).available(Rule::OfStore), Some(0));
    }

    #[test]
    fn of_what_nobody_counts_nothing_is_to_be_had_unless_by_one_holder_or_by_a_count() {
        let unknown = stock(Policy::Unknown, 0, 0, 0);
        assert_eq!(unknown.available(Rule::OfStore), Some(0));
        assert_eq!(unknown.available(Rule::Exclusive), None);
        assert_eq!(unknown.available(Rule::TrackedOrExclusive), None);
        assert_eq!(unknown.available(Rule::OnHand { on_hand: 3, sold: None }), Some(3));
        let held = stock(Policy::Unknown, 1, 1, 0);
        assert_eq!(held.available(Rule::Exclusive), Some(0));
        assert_eq!(held.available(Rule::TrackedOrExclusive), Some(0));
    }

    #[test]
    fn an_old_count_of_the_caller_sells_nothing_twice() {
        let two_sold_since = stock(Policy::Unknown, 0, 0, 7);
        assert_eq!(two_sold_since.available(Rule::OnHand { on_hand: 3, sold: Some(5) }), Some(1));
    }

    #[test]
    fn a_count_from_before_the_store_came_back_empty_sells_nothing_twice_either() {
        let two_sold_in_its_new_life = stock(Policy::Unknown, 0, 0, 2);
        assert_eq!(two_sold_in_its_new_life.available(Rule::OnHand { on_hand: 3, sold: Some(7) }), Some(1));
    }

    #[test]
    fn the_greatest_and_the_least_counts_are_no_more_than_they_are() {
        let most = stock(Policy::Tracked { on_hand: i64::MAX }, u64::MAX, u32::MAX, u64::MAX);
        assert_eq!(most.available(Rule::OfStore), Some(0));
        assert_eq!(most.available(Rule::OnHand { on_hand: u64::MAX, sold: Some(0) }), Some(0));
        let mut least = stock(Policy::Tracked { on_hand: i64::MIN }, u64::MAX, u32::MAX, u64::MAX);
        least.take(u32::MAX);
        least.sell(u32::MAX);
        assert_eq!((least.policy, least.held, least.sold), (Policy::Tracked { on_hand: i64::MIN }, u64::MAX, u64::MAX));
        assert_eq!((least.holders, least.available(Rule::TrackedOrExclusive)), (u32::MAX, Some(0)));
    }

    #[test]
    fn without_a_limit_there_is_always_enough_and_one_holder_stays_one() {
        assert_eq!(stock(Policy::Untracked, 9, 3, 0).available(Rule::OfStore), None);
        assert_eq!(stock(Policy::Exclusive, 1, 1, 0).available(Rule::OnHand { on_hand: 9, sold: None }), Some(0));
        assert_eq!(stock(Policy::Untracked, 9, 3, 0).available(Rule::Exclusive), Some(0));
    }
}
