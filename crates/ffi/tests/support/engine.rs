//! The engine, its carts and locks as a host calls them.

use super::cart::Cart;
use super::{Answer, call, raw, receive, receive_text};
use cartwright::carts::*;
use cartwright::engine::*;
use cartwright::locks::*;
use cartwright::merge::*;
use cartwright::operations::{cw_cart_apply, cw_cart_clear};
use cartwright::result::*;
use serde_json::Value;
use std::ptr::null_mut;

/// A handle, freed with this value.
pub struct Engine(*mut cw_engine);

// SAFETY: an engine may be used by many threads at once.
unsafe impl Send for Engine {}
// SAFETY: as above.
unsafe impl Sync for Engine {}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: made by cw_engine_open, freed here only.
        unsafe { cw_engine_free(self.0) }
    }
}

fn json(text: Option<Vec<u8>>) -> Value {
    serde_json::from_slice(&text.unwrap()).unwrap()
}

impl Engine {
    pub fn open(settings: &str) -> Answer<Self> {
        let (settings, length) = raw(Some(settings.as_bytes()));
        // SAFETY: the text is readable, the places may be written.
        receive("cw_engine_open", |out, error| unsafe { cw_engine_open(settings, length, out, error) }).map(Self)
    }

    pub fn handle(&self) -> *const cw_engine {
        self.0
    }

    pub fn memory() -> Self {
        Self::open(r#"{"store":"memory"}"#).unwrap()
    }

    pub fn cart(&self, identifier: &str) -> Cart {
        let ((identifier, length), (instance, instance_length)) =
            (raw(Some(identifier.as_bytes())), raw(Some(b"default")));
        // SAFETY: the engine is live, the texts are readable.
        let cart = receive("cw_engine_cart", |out, error| unsafe {
            cw_engine_cart(self.0, identifier, length, instance, instance_length, out, error)
        });
        Cart::of_handle(cart.unwrap())
    }

    pub fn has(&self, identifier: &str) -> Answer<bool> {
        let ((identifier, length), (instance, instance_length)) =
            (raw(Some(identifier.as_bytes())), raw(Some(b"default")));
        // SAFETY: the engine is live, the texts are readable.
        let has = receive("cw_engine_has", |out, error| unsafe {
            cw_engine_has(self.0, identifier, length, instance, instance_length, out, error)
        });
        has.map(|has| has == 1)
    }

    pub fn swap(&self, from: &str, to: &str) -> Answer<bool> {
        let ((from, from_length), (to, to_length)) = (raw(Some(from.as_bytes())), raw(Some(to.as_bytes())));
        let (instance, length) = raw(Some(b"default"));
        // SAFETY: the engine is live, the texts are readable.
        let moved = receive("cw_engine_swap", |out, error| unsafe {
            cw_engine_swap(self.0, from, from_length, instance, length, to, to_length, instance, length, out, error)
        });
        moved.map(|moved| moved == 1)
    }

    pub fn instances(&self, identifier: &str) -> Answer<Value> {
        let (identifier, length) = raw(Some(identifier.as_bytes()));
        // SAFETY: the engine is live, the text is readable.
        let list = receive_text("cw_engine_instances", |out, text_length, error| unsafe {
            cw_engine_instances(self.0, identifier, length, out, text_length, error)
        });
        list.map(json)
    }

    pub fn forget(&self, identifier: &str) -> Answer<Value> {
        let (identifier, length) = raw(Some(identifier.as_bytes()));
        // SAFETY: the engine is live, the text is readable.
        let list = receive_text("cw_engine_forget", |out, text_length, error| unsafe {
            cw_engine_forget(self.0, identifier, length, out, text_length, error)
        });
        list.map(json)
    }

    pub fn carts(&self, query: &str) -> Answer<Value> {
        let (query, length) = raw(Some(query.as_bytes()));
        // SAFETY: the engine is live, the text is readable.
        let list = receive_text("cw_engine_carts", |out, text_length, error| unsafe {
            cw_engine_carts(self.0, query, length, out, text_length, error)
        });
        list.map(json)
    }

    pub fn prune(&self, query: &str) -> Answer<Value> {
        let (query, length) = raw(Some(query.as_bytes()));
        // SAFETY: the engine is live, the text is readable.
        let pruned = receive_text("cw_engine_prune", |out, text_length, error| unsafe {
            cw_engine_prune(self.0, query, length, out, text_length, error)
        });
        pruned.map(json)
    }

    pub fn metrics(&self) -> Value {
        // SAFETY: the engine is live.
        let metrics = receive_text("cw_engine_metrics", |out, length, error| unsafe {
            cw_engine_metrics(self.0, out, length, error)
        });
        json(metrics.unwrap())
    }

    pub fn clear_metrics(&self) {
        // SAFETY: the engine is live.
        call("cw_engine_clear_metrics", |error| unsafe { cw_engine_clear_metrics(self.0, error) }).unwrap();
    }

    pub fn count(&self, counted: i32) -> Answer<()> {
        // SAFETY: the engine is live.
        call("cw_engine_count", |error| unsafe { cw_engine_count(self.0, counted, error) })
    }

    pub fn set_zones(&self, zones: &str) -> Answer<()> {
        let (zones, length) = raw(Some(zones.as_bytes()));
        // SAFETY: the engine is live, the text is readable.
        call("cw_engine_set_zones", |error| unsafe { cw_engine_set_zones(self.0, zones, length, error) })
    }

    pub fn outbox(&self, after: i64, limit: i64) -> Answer<Value> {
        // SAFETY: the engine is live.
        let records = receive_text("cw_engine_outbox", |out, length, error| unsafe {
            cw_engine_outbox(self.0, after, limit, out, length, error)
        });
        records.map(json)
    }

    pub fn acknowledge(&self, through: i64) -> Answer<()> {
        // SAFETY: the engine is live.
        call("cw_engine_acknowledge", |error| unsafe { cw_engine_acknowledge(self.0, through, error) })
    }

    pub fn plan_merge(&self, target: &str, source: &str, strategy: i32) -> Answer<Plan> {
        let ((target, target_length), (source, source_length)) =
            (raw(Some(target.as_bytes())), raw(Some(source.as_bytes())));
        let (instance, length) = raw(Some(b"default"));
        // SAFETY: the engine is live, the texts are readable.
        let plan = receive("cw_engine_plan_merge", |out, error| unsafe {
            cw_engine_plan_merge(
                self.0,
                target,
                target_length,
                instance,
                length,
                source,
                source_length,
                instance,
                length,
                strategy,
                out,
                error,
            )
        });
        plan.map(Plan)
    }

    pub fn commit_merge(&self, plan: &Plan, resolutions: Option<&str>) -> Answer<Option<Outcome>> {
        let (resolutions, length) = raw(resolutions.map(str::as_bytes));
        // SAFETY: engine and plan are live, the text is readable.
        let result = receive("cw_engine_commit_merge", |out, error| unsafe {
            cw_engine_commit_merge(self.0, plan.0, resolutions, length, out, error)
        });
        // SAFETY: the result has just been handed out.
        result.map(|result| unsafe { Outcome::taken(result) })
    }

    pub fn merge(&self, target: &str, source: &str, strategy: i32) -> Answer<Option<Outcome>> {
        let ((target, target_length), (source, source_length)) =
            (raw(Some(target.as_bytes())), raw(Some(source.as_bytes())));
        let (instance, length) = raw(Some(b"default"));
        // SAFETY: the engine is live, the texts are readable.
        let result = receive("cw_engine_merge", |out, error| unsafe {
            cw_engine_merge(
                self.0,
                target,
                target_length,
                instance,
                length,
                source,
                source_length,
                instance,
                length,
                strategy,
                out,
                error,
            )
        });
        // SAFETY: the result has just been handed out.
        result.map(|result| unsafe { Outcome::taken(result) })
    }
}

/// A handle, freed with this value.
#[derive(Debug)]
pub struct Plan(*mut cw_merge_plan);

impl Drop for Plan {
    fn drop(&mut self) {
        // SAFETY: made by cw_engine_plan_merge, freed here only.
        unsafe { cw_merge_plan_free(self.0) }
    }
}

impl Plan {
    /// A handle that a call has handed out.
    pub fn of_handle(handle: *mut cw_merge_plan) -> Self {
        Self(handle)
    }

    pub fn handle(&self) -> *const cw_merge_plan {
        self.0
    }

    pub fn conflicts(&self) -> Value {
        // SAFETY: the plan is live.
        let text = receive_text("cw_merge_plan_conflicts", |out, length, error| unsafe {
            cw_merge_plan_conflicts(self.0, super::cart::JSON, out, length, error)
        });
        json(text.unwrap())
    }

    pub fn identities(&self) -> Value {
        // SAFETY: the plan is live.
        let text = receive_text("cw_merge_plan_identities", |out, length, error| unsafe {
            cw_merge_plan_identities(self.0, out, length, error)
        });
        json(text.unwrap())
    }
}

/// What a change did.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub summary: cw_result_summary,
    pub changes: Value,
    pub events: Value,
}

impl Outcome {
    /// # Safety
    /// The result is NULL or live; it is freed here.
    pub unsafe fn taken(result: *mut cw_result) -> Option<Self> {
        if result.is_null() {
            return None;
        }
        // SAFETY: the promise above.
        unsafe {
            let outcome = Self {
                summary: receive("cw_result_summary_of", |out, error| cw_result_summary_of(result, out, error))
                    .unwrap(),
                changes: json(
                    receive_text("cw_result_changes", |out, length, error| {
                        cw_result_changes(result, super::cart::JSON, out, length, error)
                    })
                    .unwrap(),
                ),
                events: json(
                    receive_text("cw_result_events", |out, length, error| {
                        cw_result_events(result, super::cart::JSON, out, length, error)
                    })
                    .unwrap(),
                ),
            };
            cw_result_free(result);
            Some(outcome)
        }
    }

    /// The words of the changes.
    pub fn kinds(&self) -> Vec<&str> {
        self.changes.as_array().unwrap().iter().map(|change| change["change"].as_str().unwrap()).collect()
    }

    /// The names of the events.
    pub fn names(&self) -> Vec<&str> {
        self.events.as_array().unwrap().iter().map(|event| event["event"].as_str().unwrap()).collect()
    }
}

impl Cart {
    pub fn apply(&self, operations: &str) -> Answer<Outcome> {
        let (operations, length) = raw(Some(operations.as_bytes()));
        // SAFETY: the cart is live, the text is readable.
        let result = receive("cw_cart_apply", |out, error| unsafe {
            cw_cart_apply(self.handle(), operations, length, out, error)
        });
        // SAFETY: the result has just been handed out.
        result.map(|result| unsafe { Outcome::taken(result).unwrap() })
    }

    pub fn result(&self) -> Answer<Option<Outcome>> {
        // SAFETY: the cart is live.
        let result = receive("cw_cart_result", |out, error| unsafe { cw_cart_result(self.handle(), out, error) });
        // SAFETY: the result has just been handed out.
        result.map(|result| unsafe { Outcome::taken(result) })
    }

    pub fn clear(&self) -> Answer<()> {
        // SAFETY: the cart is live.
        call("cw_cart_clear", |error| unsafe { cw_cart_clear(self.handle(), error) })
    }

    pub fn identity(&self) -> Answer<(String, i64)> {
        // SAFETY: the cart is live.
        let identity =
            receive("cw_cart_identity", |out, error| unsafe { cw_cart_identity(self.handle(), out, error) })?;
        Ok((text(&identity.incarnation), identity.version))
    }

    pub fn merge(&self, other: &Cart, strategy: i32, resolutions: Option<&str>) -> Answer<Outcome> {
        let (resolutions, length) = raw(resolutions.map(str::as_bytes));
        // SAFETY: the carts are live, the text is readable.
        let result = receive("cw_cart_merge", |out, error| unsafe {
            cw_cart_merge(self.handle(), other.handle(), strategy, resolutions, length, out, error)
        });
        // SAFETY: the result has just been handed out.
        result.map(|result| unsafe { Outcome::taken(result).unwrap() })
    }

    pub fn conflicts(&self, other: &Cart, strategy: i32) -> Answer<Value> {
        // SAFETY: the carts are live.
        let text = receive_text("cw_cart_conflicts", |out, length, error| unsafe {
            cw_cart_conflicts(self.handle(), other.handle(), strategy, super::cart::JSON, out, length, error)
        });
        text.map(json)
    }
}

fn text(digits: &[std::ffi::c_char]) -> String {
    digits.iter().take_while(|digit| **digit != 0).map(|digit| *digit as u8 as char).collect()
}

/// A handle, freed with this value.
pub struct Locks(*mut cw_locks);

impl Drop for Locks {
    fn drop(&mut self) {
        // SAFETY: made by cw_locks_open, freed here only.
        unsafe { cw_locks_free(self.0) }
    }
}

/// A lock that was granted.
#[derive(Clone, Debug)]
pub struct Lock {
    pub owner: String,
    pub fence: (i64, i64),
    pub remaining_ms: i64,
}

impl From<cw_lock> for Lock {
    fn from(lock: cw_lock) -> Self {
        let fence = (lock.fence_incarnation, lock.fence_counter);
        Self { owner: text(&lock.owner), fence, remaining_ms: lock.remaining_ms }
    }
}

impl Locks {
    pub fn handle(&self) -> *const cw_locks {
        self.0
    }

    pub fn open(settings: &str) -> Answer<Self> {
        let (settings, length) = raw(Some(settings.as_bytes()));
        // SAFETY: the text is readable, the places may be written.
        receive("cw_locks_open", |out, error| unsafe { cw_locks_open(settings, length, out, error) }).map(Self)
    }

    pub fn acquire(&self, name: &str, lease_ms: i64, wait_ms: i64) -> Answer<Lock> {
        let (name, length) = raw(Some(name.as_bytes()));
        // SAFETY: the store is live, the text is readable.
        let lock = receive("cw_locks_acquire", |out, error| unsafe {
            cw_locks_acquire(self.0, name, length, lease_ms, wait_ms, out, error)
        });
        lock.map(Into::into)
    }

    pub fn renew(&self, name: &str, owner: &str, lease_ms: i64) -> Answer<Lock> {
        let ((name, length), (owner, owner_length)) = (raw(Some(name.as_bytes())), raw(Some(owner.as_bytes())));
        // SAFETY: the store is live, the texts are readable.
        let lock = receive("cw_locks_renew", |out, error| unsafe {
            cw_locks_renew(self.0, name, length, owner, owner_length, lease_ms, out, error)
        });
        lock.map(Into::into)
    }

    pub fn release(&self, name: &str, owner: &str) -> Answer<()> {
        let ((name, length), (owner, owner_length)) = (raw(Some(name.as_bytes())), raw(Some(owner.as_bytes())));
        // SAFETY: the store is live, the texts are readable.
        call("cw_locks_release", |error| unsafe { cw_locks_release(self.0, name, length, owner, owner_length, error) })
    }

    pub fn force_release(&self, name: &str) -> Answer<bool> {
        let (name, length) = raw(Some(name.as_bytes()));
        // SAFETY: the store is live, the text is readable.
        let held = receive("cw_locks_force_release", |out, error| unsafe {
            cw_locks_force_release(self.0, name, length, out, error)
        });
        held.map(|held| held == 1)
    }

    pub fn list(&self, query: &str) -> Answer<Value> {
        let (query, length) = raw(Some(query.as_bytes()));
        // SAFETY: the store is live, the text is readable.
        let list = receive_text("cw_locks_list", |out, text_length, error| unsafe {
            cw_locks_list(self.0, query, length, out, text_length, error)
        });
        list.map(json)
    }
}

/// Frees of nothing do nothing.
pub fn free_nothing() {
    // SAFETY: NULL is what they accept.
    unsafe {
        cw_engine_free(null_mut());
        cw_locks_free(null_mut());
        cw_merge_plan_free(null_mut());
        cw_result_free(null_mut());
    }
}
