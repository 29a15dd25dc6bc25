//! The lock table of an older system, over reservations: its words, its defaults, its shapes.

use crate::answer::{Answer, Filter, Refusal, Reservation, Reserved, State, Stored};
use crate::audit::token_hash;
use crate::engine::{Request, Reservations};
use crate::error::Result;
use crate::names::{OrderId, OwnerId};
use crate::stock::{Line, Rule};
use crate::stock_key::StockKey;
use crate::store::Claim;
use cartwright_coordination::{Lifetime, OwnerToken, SystemClock, WallClock};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long is locked what does not say for how long: five minutes.
const MILLIS: f64 = 300_000.0;
const BUSY: &str = "Item is currently being processed by another user";
const PAGE: usize = 1000;
/// What the orders of carts begin with; 16 hexadecimal digits follow.
const OF_CART: &str = "cart-";
const ATTEMPT: usize = 16;

/// An item of a cart, in the words of the older system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartItem {
    /// Which.
    pub item_id: String,
    /// Of what kind.
    pub kind: String,
    /// How many.
    pub quantity: u32,
    /// What [`LockTable::reserve_items_in_cart`] answered for it. It names the attempt, so that an old order releases nothing
    /// of a newer one.
    pub lock_key: Option<String>,
}

/// The lock table of an older system, as a thin layer over [`Reservations`].
///
/// The name of an item is a lock of its own, unless it is the text of a [`StockKey`] or a `lockKey` of a cart: then it is that.
/// Times are milliseconds since 1970 by the wall clock, for people; leases are on the store's clock.
///
/// ```
/// # #[cfg(feature = "conformance")] {
/// # use cartwright_reservations::{LockTable, Reservations, Settings, conformance::PlainStore};
/// let table = LockTable::new(Reservations::new(PlainStore::default(), Settings::default())?);
/// assert!(table.acquire_lock("lamp", "ada", None)?);
/// assert!(!table.acquire_lock("lamp", "ben", None)?);
/// assert!(!table.release_lock("lamp", "ben")?);
/// assert_eq!(table.get_lock_info("lamp")?["userId"], "ada");
/// assert!(table.release_lock("lamp", "ada")?);
/// # }
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
#[derive(Clone)]
pub struct LockTable {
    shop: Reservations,
    clock: Arc<dyn WallClock>,
}

impl std::fmt::Debug for LockTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LockTable").field("shop", &self.shop).finish_non_exhaustive()
    }
}

impl LockTable {
    /// A table.
    pub fn new(shop: Reservations) -> Self {
        Self { shop, clock: Arc::new(SystemClock) }
    }

    /// With the caller's time for people to read.
    #[must_use]
    pub fn showing(self, clock: impl WallClock + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    fn lifetime(&self, millis: Option<f64>) -> Result<Option<Lifetime>> {
        self.shop.lifetime_from_millis(millis.unwrap_or(MILLIS)).map(Some)
    }

    fn timestamp(&self) -> i64 {
        self.clock.wall_time().as_millis()
    }

    /// The key that an item is locked under: that which it names, as `vendor/kind/sku` or in a `lockKey`; otherwise one of its
    /// own among the locks. Whoever reserves this key exclusively has acquired the lock.
    ///
    /// # Errors
    /// If it is empty, or too long.
    pub fn key_of(item: &str) -> Result<StockKey> {
        if let Some((key, _)) = Some(item).filter(|item| item.contains('#')).and_then(of_lock_key) {
            return Ok(key);
        }
        // Most names are no keys, and a refusal with its sentence costs more than the lock.
        let read = if item.contains('/') { item.parse().ok() } else { None };
        read.map_or_else(|| StockKey::new("locks", "lock", item), Ok)
    }

    /// `acquireLock`: whether the lock is his now. Who holds it already is refused as anybody is.
    ///
    /// # Errors
    /// If the lifetime is none, or the store cannot answer.
    pub fn acquire_lock(&self, item: &str, user: &str, millis: Option<f64>) -> Result<bool> {
        let lines = [Line { key: Self::key_of(item)?, quantity: 1, rule: Rule::Exclusive }];
        let token = self.shop.new_token()?;
        let order = format!("lock-{}", attempt(&token));
        let lifetime = self.lifetime(millis)?;
        let request = Request { lifetime, ..Request::new(&order, user, &lines) };
        Ok(self.shop.reserve_with(&token, &request)?.granted().is_some())
    }

    /// `releaseLock`: whether it was his, and is free now.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn release_lock(&self, item: &str, user: &str) -> Result<bool> {
        let Some(Stored { reservation, token }) = self.shop.store().holder(&Self::key_of(item)?)? else {
            return Ok(false);
        };
        if reservation.owner.as_str() != user {
            return Ok(false);
        }
        let released = self.shop.release(reservation.order.as_str(), &token)?.done();
        Ok(released.is_some_and(|released| !released.again))
    }

    /// `isLocked`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn is_locked(&self, item: &str) -> Result<bool> {
        Ok(self.shop.holder(&Self::key_of(item)?)?.is_some())
    }

    /// `getLockInfo`: null or `{userId, acquiredAt, expiresAt, remainingTime}`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn get_lock_info(&self, item: &str) -> Result<Value> {
        Ok(self.shop.holder(&Self::key_of(item)?)?.map_or(Value::Null, |held| self.times(&held)))
    }

    fn times(&self, held: &Reservation) -> Value {
        let now = self.clock.wall_time();
        json!({
            "userId": held.owner.as_str(),
            "acquiredAt": now.minus(held.age).as_millis(),
            "expiresAt": now.plus(held.remaining).as_millis(),
            "remainingTime": millis(held.remaining),
        })
    }

    /// `reserveItemsInCart`: all of it or nothing, by quantity where stock is tracked and exclusively otherwise.
    ///
    /// # Errors
    /// If what is asked makes no sense, or the store cannot answer.
    pub fn reserve_items_in_cart(
        &self,
        items: &[CartItem],
        user: &str,
        vendor: &str,
        millis: Option<f64>,
    ) -> Result<Value> {
        let line = |item: &CartItem| {
            let key = StockKey::new(vendor, &item.kind, &item.item_id)?;
            Ok(Line { key, quantity: item.quantity, rule: Rule::TrackedOrExclusive })
        };
        let lines: Vec<Line> = items.iter().map(line).collect::<Result<_>>()?;
        let token = self.shop.new_token()?;
        let order = format!("{OF_CART}{}", attempt(&token));
        let lifetime = self.lifetime(millis)?;
        let shown = |item: &CartItem| json!({"itemId": item.item_id, "kind": item.kind, "quantity": item.quantity});
        match self.shop.reserve_with(&token, &Request { lifetime, ..Request::new(&order, user, &lines) })? {
            Reserved::Granted(_) => {
                let reservations: Vec<_> = items
                    .iter()
                    .zip(&lines)
                    .map(|(item, line)| {
                        let mut reservation = shown(item);
                        reservation["lockKey"] = format!("{}#{order}", line.key).into();
                        reservation
                    })
                    .collect();
                Ok(json!({"success": true, "reservations": reservations, "message": "All items reserved successfully"}))
            }
            Reserved::Refused(refusal) => {
                let is_short = |line: &Line| match &refusal {
                    Refusal::Short(short) => short.iter().any(|short| short.key == line.key),
                    _ => true,
                };
                let reason = match &refusal {
                    Refusal::Short(_) => BUSY,
                    _ => "Too many items are held; pay for some or release them first",
                };
                let failed: Vec<_> = items
                    .iter()
                    .zip(&lines)
                    .filter(|(_, line)| is_short(line))
                    .map(|(item, _)| {
                        let mut failed = shown(item);
                        failed["reason"] = reason.into();
                        failed
                    })
                    .collect();
                Ok(json!({"success": false, "failedItems": failed, "message": "Some items are currently unavailable"}))
            }
        }
    }

    /// `releaseOrderLocks`: `{released:[itemId], failed:[itemId]}`. An item with its `lockKey` is released of that attempt; one
    /// without of the oldest that this user holds. An order that did not come from this table is released as a whole or not
    /// at all: by which rules its other lines are held is not this table's to say.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn release_order_locks(&self, items: &[CartItem], user: &str) -> Result<Value> {
        let held = self.held_by(user)?;
        let mut of_orders: BTreeMap<OrderId, Leaving<'_>> = BTreeMap::new();
        let (mut released, mut failed) = (Vec::new(), Vec::new());
        for item in items {
            match find(&held, item)? {
                Some((stored, key)) => {
                    let order = stored.reservation.order.clone();
                    of_orders.entry(order).or_insert((stored, Vec::new())).1.push((item, key));
                }
                None => failed.push(item.item_id.clone()),
            }
        }
        for (order, (stored, items)) in of_orders {
            let rest: Vec<Line> = (stored.reservation.lines.iter())
                .filter(|line| items.iter().all(|(_, key)| *key != line.key))
                .map(|line| Line { key: line.key.clone(), quantity: line.quantity, rule: Rule::TrackedOrExclusive })
                .collect();
            let claim = Claim { order: &order, token: &stored.token };
            let done = if rest.is_empty() {
                self.shop.store().release(claim)?.done().is_some()
            } else if !is_of_cart(&order) {
                false
            } else {
                let amended = self.shop.store().amend(claim, &rest, self.shop.settings().caps)?;
                matches!(amended, Answer::Done(Reserved::Granted(_)))
            };
            let list = if done { &mut released } else { &mut failed };
            list.extend(items.into_iter().map(|(item, _)| item.item_id.clone()));
        }
        Ok(json!({"released": released, "failed": failed}))
    }

    /// What a user holds, the oldest first.
    fn held_by(&self, user: &str) -> Result<Vec<Stored>> {
        let owner = OwnerId::new(user)?;
        let mut held = self.all(Some(State::Held), Some(&owner))?;
        held.sort_by_key(|stored| Reverse(stored.reservation.age));
        Ok(held)
    }

    fn all(&self, state: Option<State>, owner: Option<&OwnerId>) -> Result<Vec<Stored>> {
        let (mut all, mut after): (Vec<Stored>, Option<OrderId>) = (Vec::new(), None);
        loop {
            let page = self.shop.store().list(Filter { state, owner, after: after.as_ref(), limit: PAGE })?;
            after = page.last().map(|stored| stored.reservation.order.clone());
            let is_last = page.len() < PAGE;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// `getStats`: `{activeLocks, lockKeys[], timestamp}`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn get_stats(&self) -> Result<Value> {
        let keys: Vec<String> = self.all(Some(State::Held), None)?.iter().flat_map(keys_of).collect();
        Ok(json!({"activeLocks": keys.len(), "lockKeys": keys, "timestamp": self.timestamp()}))
    }

    /// `getDetailedStats`: the same with a detail of each lock, and of those that have expired and are still known.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn get_detailed_stats(&self) -> Result<Value> {
        let details = |state: State| -> Result<Vec<Value>> {
            let all = self.all(Some(state), None)?;
            let detail = |stored: &Stored| {
                let mut times = self.times(&stored.reservation);
                times["isExpired"] = (state == State::Expired).into();
                keys_of(stored)
                    .map(|key| {
                        times["key"] = key.into();
                        times.clone()
                    })
                    .collect::<Vec<_>>()
            };
            Ok(all.iter().flat_map(detail).collect())
        };
        let (active, expired) = (details(State::Held)?, details(State::Expired)?);
        Ok(json!({
            "totalLocks": active.len() + expired.len(), "activeLocks": active.len(), "expiredLocks": expired.len(),
            "activeLockDetails": active, "expiredLockDetails": expired, "timestamp": self.timestamp(),
        }))
    }

    /// `clearAllLocks`: how many reservations were released. The call itself is the confirmation.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn clear_all_locks(&self) -> Result<usize> {
        Ok(self.shop.clear_all(true, "clearAllLocks")?.len())
    }

    /// `cleanupExpiredOrders`: `{cleaned, locksReleased, failedCleanups[], message}`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn cleanup_expired_orders(&self) -> Result<Value> {
        let swept = self.shop.sweep_all()?;
        let mut locks = 0;
        for order in &swept.expired {
            locks += self.shop.store().find(order)?.map_or(0, |stored| stored.reservation.lines.len());
        }
        let cleaned = swept.expired.len();
        let message = format!("Cleaned up {cleaned} expired orders");
        Ok(json!({"cleaned": cleaned, "locksReleased": locks, "failedCleanups": swept.unreadable, "message": message}))
    }

    /// `forceReleaseOrderLocks`: `{orderId, released, failed, message}`.
    ///
    /// # Errors
    /// If there is no reason, or the store cannot answer.
    pub fn force_release_order_locks(&self, order: &str, reason: &str) -> Result<Value> {
        let before = self.shop.find(order)?;
        let items = |wanted: bool, done: bool| -> Vec<String> {
            let lines = before.iter().flat_map(|reservation| &reservation.lines);
            lines.filter(|_| wanted == done).map(|line| line.key.sku().into_owned()).collect()
        };
        let answer = self.shop.force_release(order, reason)?;
        let done = matches!(answer, Answer::Done(_));
        let message = match answer {
            Answer::Done(_) => "Locks released",
            Answer::Unknown => "Lock not found",
            _ => "Failed to release locks",
        };
        Ok(json!({"orderId": order, "released": items(true, done), "failed": items(false, done), "message": message}))
    }

    /// `getLockStatistics`: `{pendingOrders, expiredOrders, activeLocks, timestamp}`.
    ///
    /// # Errors
    /// If the store cannot answer.
    pub fn get_lock_statistics(&self) -> Result<Value> {
        let tally = self.shop.stats()?.tally;
        let expired = self.all(Some(State::Expired), None)?.len();
        Ok(json!({
            "pendingOrders": tally.reservations, "expiredOrders": expired, "activeLocks": tally.lines,
            "timestamp": self.timestamp(),
        }))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A reservation, and what of it is released.
type Leaving<'a> = (&'a Stored, Vec<(&'a CartItem, StockKey)>);

/// A name for an attempt that no other has. It is no secret, unlike the token whose hash it is the beginning of.
fn attempt(token: &OwnerToken) -> String {
    let mut name = token_hash(token);
    name.truncate(ATTEMPT);
    name
}

fn keys_of(stored: &Stored) -> impl Iterator<Item = String> + '_ {
    stored.reservation.lines.iter().map(|line| line.key.to_string())
}

/// The key and the order that a `lockKey` names.
fn of_lock_key(text: &str) -> Option<(StockKey, OrderId)> {
    let (key, order) = text.rsplit_once('#')?;
    Some((key.parse().ok()?, OrderId::new(order).ok().filter(is_of_cart)?))
}

fn is_of_cart(order: &OrderId) -> bool {
    order.as_str().strip_prefix(OF_CART).is_some_and(|attempt| attempt.len() == ATTEMPT)
}

fn find<'a>(held: &'a [Stored], item: &CartItem) -> Result<Option<(&'a Stored, StockKey)>> {
    let named = item.lock_key.as_deref().map(|text| of_lock_key(text).ok_or(text));
    let is_it = |key: &StockKey, order: &OrderId| match &named {
        Some(Ok((named, of))) => named == key && of == order,
        Some(Err(text)) => key.as_str() == *text,
        None => key.kind() == item.kind && key.sku() == item.item_id,
    };
    let lines = held.iter().flat_map(|stored| stored.reservation.lines.iter().map(move |line| (stored, &line.key)));
    Ok(lines
        .into_iter()
        .find(|(stored, key)| is_it(key, &stored.reservation.order))
        .map(|(stored, key)| (stored, key.clone())))
}
