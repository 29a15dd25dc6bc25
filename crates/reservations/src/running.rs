//! What those do who run a shop: looking, counting stock, taking back, cleaning up.

use crate::answer::{Answer, Filter, Reservation, StockChange, Swept};
use crate::audit::AuditEntry;
use crate::engine::Reservations;
use crate::error::{Error, ErrorKind, Result};
use crate::names::OrderId;
use crate::stock::{Policy, Stock, StockLevel};
use crate::stock_key::StockKey;
use crate::store::Stats;
use cartwright_coordination::{Fence, OwnerToken};

/// How many reservations are looked through at a time.
const PAGE: usize = 1000;

impl Reservations {
    /// Takes back what somebody holds, for a reason that is noted.
    ///
    /// # Errors
    /// If there is no reason, or the store cannot answer.
    pub fn force_release(&self, order: &str, reason: &str) -> Result<Answer<Fence>> {
        self.store().force_release(&OrderId::new(order)?, checked_reason(reason)?)
    }

    /// Takes back everything that is held, for a reason. What was committed stays so. Says which orders' it was.
    ///
    /// # Errors
    /// If it is not confirmed, there is no reason, or the store cannot answer; then some may have been taken back.
    pub fn clear_all(&self, confirmed: bool, reason: &str) -> Result<Vec<OrderId>> {
        if !confirmed {
            let message =
                "this takes back what everybody holds, also those who are paying now; confirm that it is meant";
            return Err(Error::new(ErrorKind::NotConfirmed, message));
        }
        let reason = checked_reason(reason)?;
        // What others reserve meanwhile does not keep it busy forever.
        let mut left = self.store().stats()?.tally.reservations;
        let mut cleared = Vec::new();
        while left > 0 {
            let batch = self.store().clear(Self::BATCH.min(usize::try_from(left).unwrap_or(Self::BATCH)), reason)?;
            left = if batch.is_empty() { 0 } else { left.saturating_sub(batch.len() as u64) };
            cleared.extend(batch);
        }
        Ok(cleared)
    }

    /// The reservation of an order.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn find(&self, order: &str) -> Result<Option<Reservation>> {
        Ok(self.store().find(&OrderId::new(order)?)?.map(|stored| stored.reservation))
    }

    /// The reservation of an attempt, by its token alone. No store has an order of tokens, so it looks through all of them,
    /// page by page: for a person who has a token in his hand, not for a step of a program, which knows its order.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn find_by_token(&self, token: &OwnerToken) -> Result<Option<Reservation>> {
        let mut after: Option<OrderId> = None;
        loop {
            let page = self.store().list(Filter { state: None, owner: None, after: after.as_ref(), limit: PAGE })?;
            if let Some(found) = page.iter().find(|stored| stored.token == *token) {
                return Ok(Some(found.reservation.clone()));
            }
            match page.last() {
                Some(last) if page.len() >= PAGE => after = Some(last.reservation.order.clone()),
                _ => return Ok(None),
            }
        }
    }

    /// Who holds a key alone; of a key that many hold, the one who was granted it last, if he still does.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn holder(&self, key: &StockKey) -> Result<Option<Reservation>> {
        Ok(self.store().holder(key)?.map(|stored| stored.reservation))
    }

    /// Reservations in the order of their orders' bytes.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn list(&self, filter: Filter<'_>) -> Result<Vec<Reservation>> {
        Ok(self.store().list(filter)?.into_iter().map(|stored| stored.reservation).collect())
    }

    /// From now on this key is tracked, and so many are on the shelf, held ones included.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn set_stock(&self, key: &StockKey, on_hand: u32) -> Result<StockLevel> {
        self.set_policy(key, Policy::Tracked { on_hand: on_hand.into() })
    }

    /// So many more came in, or fewer are there. Unlike to set it, to do it twice is not the same as once.
    ///
    /// # Errors
    /// If the key is not tracked, if fewer than none would be there, or if the store cannot answer.
    pub fn adjust_stock(&self, key: &StockKey, by: i64) -> Result<StockLevel> {
        self.store().change_stock(key, StockChange::Adjust(by))?.map_err(|level| {
            let message = match level.policy {
                Policy::Tracked { on_hand } if by > 0 => {
                    format!("of {key} {on_hand} are on hand; {by} more are more than can be counted")
                }
                Policy::Tracked { on_hand } => format!("of {key} {on_hand} are on hand; {by} cannot be taken off"),
                _ => format!("the stock of {key} is not tracked, so it cannot be adjusted; set it first"),
            };
            Error::new(ErrorKind::InvalidStock, message)
        })
    }

    /// How a key is counted from now on. [`Policy::Unknown`] forgets it.
    ///
    /// # Errors
    /// If fewer than none would be there, or the store cannot answer.
    pub fn set_policy(&self, key: &StockKey, policy: Policy) -> Result<StockLevel> {
        if matches!(policy, Policy::Tracked { on_hand } if on_hand < 0) {
            let message = format!("fewer than none of {key} cannot be on hand; set 0 or more");
            return Err(Error::new(ErrorKind::InvalidStock, message));
        }
        let set = self.store().change_stock(key, StockChange::Set(policy))?;
        Ok(set.unwrap_or_else(|level| level))
    }

    /// The stock of a key.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn level(&self, key: &StockKey) -> Result<StockLevel> {
        let unknown = || Stock::<()>::default().level(key);
        Ok(self.store().levels(std::slice::from_ref(key))?.pop().unwrap_or_else(unknown))
    }

    /// The stock of keys.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>> {
        self.store().levels(keys)
    }

    /// Collects what leases that are over have left, at most `limit` of them.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn sweep(&self, limit: usize) -> Result<Swept> {
        self.store().sweep(limit)
    }

    /// Does that, batch by batch, until nothing is left.
    ///
    /// # Errors
    /// If the store cannot answer; then some may have been collected.
    pub fn sweep_all(&self) -> Result<Swept> {
        let mut all = Swept::default();
        loop {
            let batch = self.store().sweep(Self::BATCH)?;
            let more = batch.expired.len() >= Self::BATCH || batch.forgotten >= Self::BATCH as u64;
            all.expired.extend(batch.expired);
            all.forgotten += batch.forgotten;
            // Each tells of all that it finds.
            all.unreadable = batch.unreadable;
            if !more {
                return Ok(all);
            }
        }
    }

    /// What was counted.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn stats(&self) -> Result<Stats> {
        self.store().stats()
    }

    /// What was noted after an entry, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        self.store().audit(after, limit)
    }
}

/// The longest reason that is noted, in bytes.
const LONGEST_REASON: usize = 1000;

fn checked_reason(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    if reason.is_empty() || reason.len() > LONGEST_REASON {
        let message = "say in 1 to 1000 bytes why this is taken from whoever holds it; it is noted";
        return Err(Error::new(ErrorKind::ReasonNeeded, message));
    }
    Ok(reason)
}
