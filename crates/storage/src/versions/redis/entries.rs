//! Cached values on a Redis server.

use super::answer::{Answer, unreadable};
use super::keys::{ENDS, entry, of_entry};
use super::script::{self, AT_ONCE, at_most, in_parts};
use crate::redis::clock::TestClock;
use crate::redis::keys::Bucket;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use cartwright_coordination::WallClock;
use cartwright_versions::{Entry, EntryKey, EntryStore, Lifetimes, Result};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Cached values on a Redis server, spread over the nodes of a Cluster. They end by themselves, and the server may evict them.
///
/// ```no_run
/// use cartwright_storage::{RedisEntryStore, RedisOptions};
/// use cartwright_versions::{EntryKey, EntryStore, Lifetimes, Snapshot};
/// use std::time::Duration;
///
/// let store = RedisEntryStore::new(RedisOptions::server("127.0.0.1", 6379));
/// let key = EntryKey::new("shop.home.data", &Snapshot::default())?;
/// store.keep(&key, b"<html>", Lifetimes::of(Duration::from_secs(60))?)?;
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
pub struct RedisEntryStore {
    link: Arc<RedisLink>,
    clock: TestClock,
}

impl fmt::Debug for RedisEntryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisEntryStore").field("link", &self.link).finish_non_exhaustive()
    }
}

impl RedisEntryStore {
    /// A store as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self::on(Arc::new(RedisLink::new(options)))
    }

    /// A store on a way to the server that others go, too.
    pub(in crate::versions) fn on(link: Arc<RedisLink>) -> Self {
        Self { link, clock: TestClock::default() }
    }

    /// The same by a clock of the caller's, for tests: scripts accept it only under a prefix that begins with `cartwright-test:`. Then values
    /// are hidden after their end, and stay until they are cleared.
    #[must_use]
    pub fn clock(self, clock: impl WallClock + 'static) -> Self {
        Self { clock: TestClock::new(clock), ..self }
    }

    fn run(&self, script: &RedisScript, effect: Effect, keys: &[String], arguments: &[&[u8]]) -> Result<Answer> {
        let now = self.clock.text();
        let mut all = vec![now.as_bytes()];
        all.extend(arguments);
        script::run(&self.link, script, effect, keys, &all)
    }

    fn ends(&self, bucket: Bucket) -> String {
        self.link.options().key(bucket, ENDS)
    }

    /// Clears a bucket in bounded parts. What is kept meanwhile may stay, so that it ends.
    fn clear_bucket(&self, bucket: Bucket) -> Result<usize> {
        let (mut cleared, mut left) = (0, None);
        loop {
            let most = at_most(AT_ONCE);
            let mut some =
                self.run(&script::SOME, Effect::Looks, &[self.ends(bucket)], &[most.as_bytes()])?.expect("some")?;
            let there: usize = some.number()?;
            let mut names = Vec::new();
            while !some.is_empty() {
                names.push(some.text()?);
            }
            let left = left.get_or_insert(there);
            if names.is_empty() || *left == 0 {
                return Ok(cleared);
            }
            *left = left.saturating_sub(names.len());
            let mut keys = vec![self.ends(bucket)];
            keys.extend(names.iter().map(|name| self.link.options().key(bucket, &entry(name))));
            let names: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
            cleared +=
                self.run(&script::CLEAR, Effect::Repeatable, &keys, &names)?.expect("cleared")?.number::<usize>()?;
        }
    }
}

fn millis(duration: Duration) -> String {
    duration.as_nanos().div_ceil(1_000_000).to_string()
}

/// What is kept: `soft hard ` and the value.
fn value_in(mut kept: Vec<u8>, now: u64, key: &EntryKey) -> Result<Option<Entry>> {
    let mut from = 0;
    let mut next = || {
        let end = from + kept.get(from..)?.iter().take(21).position(|byte| *byte == b' ')?;
        let number = std::str::from_utf8(kept.get(from..end)?).ok()?.parse::<u64>().ok()?;
        from = end + 1;
        Some(number)
    };
    let (Some(soft), Some(hard)) = (next(), next()) else {
        return Err(unreadable(key.as_str(), &"it is no value that was kept"));
    };
    if now >= hard {
        return Ok(None);
    }
    kept.drain(..from);
    Ok(Some(Entry { value: kept, stale: now >= soft }))
}

impl EntryStore for RedisEntryStore {
    fn fetch(&self, key: &EntryKey) -> Result<Option<Entry>> {
        let [value, _] = of_entry(self.link.options(), key);
        let mut answer = self.run(&script::FETCH, Effect::Looks, &[value], &[])?.expect("value")?;
        let now = answer.number()?;
        answer.bytes()?.map_or(Ok(None), |kept| value_in(kept, now, key))
    }

    fn keep(&self, key: &EntryKey, value: &[u8], lifetimes: Lifetimes) -> Result<()> {
        let (soft, hard) = (millis(lifetimes.soft()), millis(lifetimes.hard()));
        let arguments = [key.as_str().as_bytes(), soft.as_bytes(), hard.as_bytes(), value];
        let keys = of_entry(self.link.options(), key);
        self.run(&script::KEEP, Effect::Repeatable, &keys, &arguments)?.expect("done")?;
        Ok(())
    }

    fn remove(&self, key: &EntryKey) -> Result<bool> {
        let [value, ends] = of_entry(self.link.options(), key);
        let mut answer = self
            .run(&script::CLEAR, Effect::Repeatable, &[ends, value], &[key.as_str().as_bytes()])?
            .expect("cleared")?;
        Ok(answer.number::<usize>()? > 0)
    }

    /// Collects the names of values that have ended; the values themselves have gone by themselves.
    fn sweep(&self, limit: usize) -> Result<usize> {
        let mut swept = 0;
        for bucket in self.link.options().all_buckets() {
            swept += in_parts(limit - swept, |part| {
                let (keys, part) = ([self.ends(bucket)], at_most(part));
                self.run(&script::SWEEP, Effect::Repeatable, &keys, &[part.as_bytes()])?.expect("swept")?.number()
            })?;
        }
        Ok(swept)
    }

    fn clear(&self) -> Result<usize> {
        self.link.options().all_buckets().map(|bucket| self.clear_bucket(bucket)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cartwright_versions::{ErrorKind, Snapshot};

    #[test]
    fn what_is_no_value_is_an_error_and_not_a_value() {
        let key = EntryKey::new("page", &Snapshot::default()).unwrap();
        for kept in ["", " ", "1", "1 ", "1 2", "x 2 y", "-1 2 y", "000000000000000000000001 2 y"] {
            let error = value_in(kept.into(), 0, &key).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{kept}");
        }
        let entry = value_in(b"1 2 3 4".to_vec(), 1, &key).unwrap().unwrap();
        assert_eq!((entry.value.as_slice(), entry.stale), (&b"3 4"[..], true));
        assert_eq!(value_in(b"1 2 ".to_vec(), 2, &key).unwrap(), None);
    }
}
