//! Locks: one of many may go on, for as long as his lease lasts.

use crate::boundary::{guard, optional_text, source, text};
use crate::error::cw_error;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::forks;
use crate::place::{Place, TextPlace};
use crate::settings;
use cartwright_coordination::{
    Answer, Fence, Lifetime, LifetimeLimit, LockInfo, LockKey, LockStore, Locks, MonotonicClock, OwnerToken,
    SystemClock, SystemRandom, SystemSleep, Waited, Waiter,
};
use serde_json::{Value, json};
use std::os::raw::c_char;
use std::sync::Arc;
use std::time::Duration;

/// A store of locks. It may be used by many threads at once, and by parent and child after a fork; locks in memory are from
/// then on those of each process.
pub struct cw_locks {
    store: Arc<dyn LockStore + Send + Sync>,
    longest: LifetimeLimit,
}

impl cw_locks {
    fn lifetime(&self, lease_ms: i64) -> Result<Lifetime, Failure> {
        let asked = u64::try_from(lease_ms).map_err(|_| negative("lease", lease_ms))?;
        Ok(self.longest.lifetime(Duration::from_millis(asked))?)
    }
}

fn negative(what: &str, milliseconds: i64) -> Failure {
    Failure::Argument(format!("A {what} of {milliseconds} ms is none; give 0 or more"))
}

/// A lock that was granted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct cw_lock {
    /// The secret by which it is renewed and released: 32 hexadecimal digits and a NUL. Whoever has it has the lock, in
    /// whichever process.
    pub owner: [c_char; 33],
    /// The first half of its fence, see fence_counter.
    pub fence_incarnation: i64,
    /// The second half. Of two locks of one name the later has the greater fence, the halves compared in this order; what the
    /// lock protects refuses whoever comes with a smaller one than it has seen.
    pub fence_counter: i64,
    /// For how long it is surely still held, in milliseconds.
    pub remaining_ms: i64,
}

impl cw_lock {
    fn new(owner: &OwnerToken, fence: Fence, remaining: Duration) -> Self {
        let mut digits = [0; 33];
        for (place, digit) in digits.iter_mut().zip(owner.secret_text().bytes()) {
            *place = digit as c_char;
        }
        Self {
            owner: digits,
            fence_incarnation: fence.incarnation().number(),
            fence_counter: fence.counter(),
            remaining_ms: millis(remaining),
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Opens a store of locks. Its file is opened when it is first used.
///
/// @param settings         A JSON object; settings_length its bytes. "store" says where locks are: "memory", "sqlite:PATH",
///                         which may be the file of the carts, or "redis://HOST:PORT" as for cw_engine_open. "busy_timeout_ms"
///                         (5000) and "longest_lease_ms" (86400000, a day) may be left out.
/// @param out              Receives the store; free it with cw_locks_free.
/// @param error            Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_TEXT, CW_INVALID_LOCK, or CW_INVALID_ARGUMENT for a setting that is not known.
///
/// # Safety
/// `settings` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_open(
    settings: *const c_char,
    settings_length: usize,
    out: *mut *mut cw_locks,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "locks")?;
            let text = optional_text(settings, settings_length, "settings")?.unwrap_or_default();
            let mut fields = Fields::read(text, "settings")?;
            let place = settings::place(&mut fields)?;
            let busy_timeout = settings::busy_timeout(&mut fields)?;
            let longest = match fields.whole("longest_lease_ms")? {
                Some(longest) => LifetimeLimit::new(Duration::from_millis(longest))?,
                None => LifetimeLimit::default(),
            };
            fields.end()?;
            forks::install();
            out.put(Box::into_raw(Box::new(cw_locks { store: place.locks(busy_timeout), longest })));
            Ok(())
        })
    }
}

/// Frees a store of locks. What is held stays held until its lease ends.
///
/// @param locks  The store, or NULL, which does nothing.
///
/// # Safety
/// `locks` is NULL or a live store; it must not be used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_free(locks: *mut cw_locks) {
    if !locks.is_null() {
        // SAFETY: stores of locks leave the library by Box::into_raw, and the caller frees each once.
        drop(unsafe { Box::from_raw(locks) });
    }
}

/// Takes a lock, and waits for it if somebody else has it.
///
/// @param locks     The store of locks.
/// @param name      What is protected; name_length its bytes, at most 1024.
/// @param lease_ms  For how long, unless it is renewed.
/// @param wait_ms   How long to wait for it, 0 not to wait.
/// @param out       Receives the lock.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_LOCK_HELD when the time to wait is over, with "remaining_ms" of the other's lease in the detail;
///         CW_INVALID_LOCK, CW_FENCES_EXHAUSTED, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `locks` is live; `name` is readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_acquire(
    locks: *const cw_locks,
    name: *const c_char,
    name_length: usize,
    lease_ms: i64,
    wait_ms: i64,
    out: *mut cw_lock,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "lock")?;
            let locks = source(locks, "locks")?;
            let name = LockKey::new(text(name, name_length, "lock's name")?)?;
            let lifetime = locks.lifetime(lease_ms)?;
            let wait = u64::try_from(wait_ms).map_err(|_| negative("wait", wait_ms))?;
            let waiter = Waiter { clock: &SystemClock, sleep: &SystemSleep, random: &SystemRandom };
            let queue = Locks::new(&*locks.store, waiter);
            match queue.acquire(&name, lifetime, queue.deadline(Duration::from_millis(wait)))? {
                Waited::Granted(lock) => {
                    let remaining = lock.lease().remaining(SystemClock.now());
                    out.put(cw_lock::new(lock.token(), lock.fence(), remaining));
                    Ok(())
                }
                Waited::TimedOut { remaining, .. } => Err(Failure::LockHeld { remaining }),
            }
        })
    }
}

/// Keeps a lock for longer. A renewal never shortens, and never revives what is over.
///
/// @param locks     The store of locks.
/// @param name      The lock; name_length the bytes of its name.
/// @param owner     The owner that came with it; owner_length its bytes, 32.
/// @param lease_ms  For how long from now on.
/// @param out       Receives the lock as it is now.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_LOCK_LOST if it is over or another's; CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store answers.
///
/// # Safety
/// `locks` is live; texts are readable; `out` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_renew(
    locks: *const cw_locks,
    name: *const c_char,
    name_length: usize,
    owner: *const c_char,
    owner_length: usize,
    lease_ms: i64,
    out: *mut cw_lock,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let out = Place::new(out, "lock")?;
            let locks = source(locks, "locks")?;
            let name = LockKey::new(text(name, name_length, "lock's name")?)?;
            let owner = OwnerToken::from_secret_text(text(owner, owner_length, "lock's owner")?)?;
            let asked = SystemClock.now();
            let grant = held(locks.store.renew(&name, &owner, locks.lifetime(lease_ms)?)?)?;
            // What the asking took is gone from the lease.
            let remaining = grant.remaining.saturating_sub(SystemClock.now().since(asked));
            out.put(cw_lock::new(&owner, grant.fence, remaining));
            Ok(())
        })
    }
}

/// Gives a lock back.
///
/// @param locks  The store of locks.
/// @param name   The lock; name_length the bytes of its name.
/// @param owner  The owner that came with it; owner_length its bytes, 32.
/// @param error  Receives the reason of a refusal, may be NULL.
/// @return CW_OK; CW_LOCK_LOST if it was over or another's, which stays so; CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store
///         answers.
///
/// # Safety
/// `locks` is live; texts are readable; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_release(
    locks: *const cw_locks,
    name: *const c_char,
    name_length: usize,
    owner: *const c_char,
    owner_length: usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let locks = source(locks, "locks")?;
            let name = LockKey::new(text(name, name_length, "lock's name")?)?;
            let owner = OwnerToken::from_secret_text(text(owner, owner_length, "lock's owner")?)?;
            held(locks.store.release(&name, &owner)?)
        })
    }
}

fn held<T>(answer: Answer<T>) -> Result<T, Failure> {
    match answer {
        Answer::Done(done) => Ok(done),
        Answer::WrongOwner => Err(Failure::LockLost("another has it")),
        Answer::Expired => Err(Failure::LockLost("its lease is over")),
        Answer::Unknown => Err(Failure::LockLost("nobody has it")),
    }
}

/// Takes a lock away from whoever has it. For people who know what they do: what it protects has to refuse the old fence.
///
/// @param locks     The store of locks.
/// @param name      The lock; name_length the bytes of its name.
/// @param was_held  Receives 1 if somebody had it, 0 if not.
/// @param error     Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_LOCK, CW_INVALID_TEXT, or what the store answers.
///
/// # Safety
/// `locks` is live; `name` is readable; `was_held` may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_force_release(
    locks: *const cw_locks,
    name: *const c_char,
    name_length: usize,
    was_held: *mut i32,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let was_held = Place::new(was_held, "answer")?;
            let name = LockKey::new(text(name, name_length, "lock's name")?)?;
            was_held.put(source(locks, "locks")?.store.force_release(&name)?.is_some().into());
            Ok(())
        })
    }
}

/// Locks that are held, in the order of their names. Owners are not told.
///
/// @param locks   The store of locks.
/// @param query   A JSON object, NULL for all defaults; query_length its bytes: "after" (a name), "limit" (1000).
/// @param out     Receives a JSON list of objects with "name", "fence", "age_ms" and "remaining_ms"; free it with cw_text_free.
/// @param length  Receives its length in bytes.
/// @param error   Receives the reason of a refusal, may be NULL.
/// @return CW_OK, CW_INVALID_LOCK, CW_INVALID_TEXT, CW_INVALID_ARGUMENT, or what the store answers.
///
/// # Safety
/// `locks` is live; `query` is NULL or readable; outputs may be written; `error` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cw_locks_list(
    locks: *const cw_locks,
    query: *const c_char,
    query_length: usize,
    out: *mut *mut c_char,
    length: *mut usize,
    error: *mut *mut cw_error,
) -> i32 {
    // SAFETY: the caller's promise above.
    unsafe {
        guard(error, || {
            let place = TextPlace::new(out, length)?;
            let query = optional_text(query, query_length, "query")?.unwrap_or_default();
            let mut fields = Fields::read(query, "query")?;
            let after = fields.text("after")?.map(|name| LockKey::new(&name)).transpose()?;
            let limit = fields.whole("limit")?.unwrap_or(1000).try_into().unwrap_or(usize::MAX);
            fields.end()?;
            let held = source(locks, "locks")?.store.list(after.as_ref(), limit)?;
            place.put(Some(held.iter().map(lock_json).collect::<Value>().to_string().into_bytes()));
            Ok(())
        })
    }
}

fn lock_json(lock: &LockInfo) -> Value {
    json!({
        "name": lock.key.as_str(),
        "fence": [lock.fence.incarnation().number(), lock.fence.counter()],
        "age_ms": millis(lock.age),
        "remaining_ms": millis(lock.remaining),
    })
}
