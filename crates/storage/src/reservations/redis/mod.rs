//! Reservations on a Redis server.

mod across;
mod answers;
mod asked;
mod group;
mod keys;
mod orders;
mod parts;
mod port;
mod said;
mod scripts;

use crate::redis::clock::TestClock;
use crate::redis::keys::Bucket;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use asked::Asked;
use cartwright_coordination::{Error as CoordinationError, Random, SystemRandom, WallClock};
use cartwright_reservations::{Error, ErrorKind, Keep, Result, Stats};
pub use group::StockGroup;
use keys::keys_of;
use said::Said;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

/// How many notes are kept.
const NOTES: u32 = 100_000;

/// Reservations on a Redis server, shared by whoever reaches it. Each step is one script, and so one round trip.
///
/// Leases are on the clock of the server; nobody's own clock can end or prolong one. Fences go on in a greater incarnation
/// after the server was started again or another has taken over, since the last grants may not have been kept.
///
/// In a Cluster the keys of a [group](StockGroup) are on one node, and lines of one group are held in one step there; where
/// an order is, is written down on the node of the order. Lines of several groups are prepared group by group and then
/// confirmed on the node of the order, which alone decides what becomes of them: whoever finds a part that a caller has left
/// behind asks there, and finishes or undoes it. Until then it is held, so that there is never more sold than there is.
///
/// When a reply was lost, the same is asked again: whoever repeats a step finds that it was done.
///
/// ```no_run
/// use cartwright_reservations::{Line, Request, Reservations, Settings, StockKey};
/// use cartwright_storage::{RedisOptions, RedisReservationStore};
///
/// let store = RedisReservationStore::new(RedisOptions::server("127.0.0.1", 6379));
/// let shop = Reservations::new(store, Settings::default())?;
/// let lamp = StockKey::new("shop", "item", "lamp")?;
/// shop.set_stock(&lamp, 1)?;
/// assert!(shop.reserve(&Request::new("order-1", "ada", &[Line::new(lamp, 1)]))?.granted().is_some());
/// # Ok::<(), cartwright_reservations::Error>(())
/// ```
pub struct RedisReservationStore {
    link: RedisLink,
    clock: TestClock,
    keep: Keep,
    /// The greatest incarnation that was seen: a server that comes back empty with its clock set back is told.
    incarnation: AtomicI64,
}

impl fmt::Debug for RedisReservationStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisReservationStore").field("link", &self.link).finish_non_exhaustive()
    }
}

/// What a bucket says: an answer, or that another bucket has it.
enum Heard {
    Said(Said),
    Elsewhere(Bucket),
}

impl RedisReservationStore {
    /// A store as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self {
            link: RedisLink::new(options),
            clock: TestClock::default(),
            keep: Keep::default(),
            incarnation: AtomicI64::new(0),
        }
    }

    /// The same, remembering what has ended for so long.
    #[must_use]
    pub fn keeping(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// A store whose time is the caller's, for tests: scripts accept it only under a prefix that begins with
    /// `cartwright-test:`.
    pub fn with_clock(options: RedisOptions, clock: impl WallClock + 'static, keep: Keep) -> Self {
        Self { clock: TestClock::new(clock), keep, ..Self::new(options) }
    }

    fn options(&self) -> &RedisOptions {
        self.link.options()
    }

    /// Whether there is more than one bucket, so that an order may be in several.
    fn is_spread(&self) -> bool {
        self.options().number_of_buckets() > 1
    }

    /// Runs a script in a bucket, until what others have left undone there is settled.
    fn hear(&self, script: &RedisScript, effect: Effect, bucket: Bucket, asked: &Asked) -> Result<Heard> {
        let (begun, mut postponed) = (Instant::now(), false);
        let call = format!("{:016x}{:016x}", SystemRandom.number()?, SystemRandom.number()?);
        loop {
            let mut said = self.run(script, effect, bucket, &call, asked)?;
            match said.word.as_str() {
                "elsewhere" => return said.bucket().map(Heard::Elsewhere),
                "unsettled" => {
                    let (order, attempt, until, handed_over) = (said.text()?, said.text()?, said.text()?, said.text()?);
                    let taken_on = if handed_over.is_empty() { Ok(()) } else { self.take_on(&order, &handed_over) };
                    if taken_on.and_then(|()| self.settle(bucket, &order, &attempt, &until)).is_err() {
                        // Whoever else is in this bucket must not suffer from that: what is held stays held, and this is
                        // asked again later.
                        self.postpone(bucket, &order, &attempt)?;
                        if !std::mem::replace(&mut postponed, true) {
                            continue;
                        }
                    }
                }
                "handed over" => {
                    let order = said.text()?;
                    self.take_on(&order, &said.text()?)?;
                    return Ok(Heard::Elsewhere(self.options().bucket_of(&order)));
                }
                "again" => {}
                _ => return Ok(Heard::Said(said)),
            }
            if begun.elapsed() > self.options().longest_wait() {
                return Err(busy());
            }
        }
    }

    /// The same where no other bucket can have it.
    fn ask(&self, script: &RedisScript, effect: Effect, bucket: Bucket, asked: &Asked) -> Result<Said> {
        match self.hear(script, effect, bucket, asked)? {
            Heard::Said(said) => Ok(said),
            Heard::Elsewhere(_) => Err(busy()),
        }
    }

    fn run(&self, script: &RedisScript, effect: Effect, bucket: Bucket, call: &str, asked: &Asked) -> Result<Said> {
        let now = self.clock.text();
        let keep = u64::try_from(self.keep.time.as_millis()).unwrap_or(u64::MAX).min(LONG).to_string();
        let (most, notes) = (self.keep.at_most.min(LONG).to_string(), NOTES.to_string());
        let seen = self.incarnation.load(Ordering::Relaxed).to_string();
        let own = if self.is_spread() { bucket.0.to_string() } else { String::new() };
        let mut all = vec![now.as_str(), &keep, &most, &notes, &seen, &own, call];
        all.extend(asked.0.iter().map(String::as_str));
        let answer = self.link.run(script, effect, &keys_of(self.options(), bucket), &all);
        Said::read(answer.map_err(CoordinationError::from)?)
    }

    fn seen(&self, stats: &Stats) {
        self.incarnation.fetch_max(stats.incarnation.number(), Ordering::Relaxed);
    }
}

/// As long, and as many, as anybody has: what Lua counts exactly.
const LONG: u64 = 1 << 46;

fn busy() -> Error {
    let message = "others were at work on this order for longer than we wait; nothing was done. Try again";
    Error::new(ErrorKind::Busy, message)
}
