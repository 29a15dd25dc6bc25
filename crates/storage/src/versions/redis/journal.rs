//! Records and samples on a Redis server.

use super::answer::{Answer, unreadable};
use super::keys::of_journal;
use super::record::{sortable, text_of, time_in, written_in};
use super::script::{self, at_most, in_parts};
use crate::redis::link::{Effect, RedisLink};
use crate::redis::options::RedisOptions;
use crate::redis::script::RedisScript;
use cartwright_coordination::{Random, SystemClock, SystemRandom, WallClock, WallTime};
use cartwright_versions::{JournalStore, Log, Range, Record, Result, Sample, Written};
use std::sync::Arc;
use std::time::Duration;

/// Records and samples on a Redis server, shared by whoever reaches it. In a Cluster they are on one node.
///
/// What was appended or counted is so once, also when a reply was lost. How much of it outlives the server is a question of its persistence.
///
/// ```no_run
/// use cartwright_storage::{RedisJournalStore, RedisOptions};
/// use cartwright_versions::{JournalStore, Log, Record};
///
/// let journal = RedisJournalStore::new(RedisOptions::server("127.0.0.1", 6379));
/// journal.append(Log::Incidents, &Record { kind: "circuit.opened".into(), ..Record::default() })?;
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Debug)]
pub struct RedisJournalStore(Arc<RedisLink>);

impl RedisJournalStore {
    /// A journal as the options say. Nobody is called yet.
    pub fn new(options: RedisOptions) -> Self {
        Self::on(Arc::new(RedisLink::new(options)))
    }

    /// A journal on a way to the server that others go, too.
    pub(in crate::versions) fn on(link: Arc<RedisLink>) -> Self {
        Self(link)
    }

    fn keys<const N: usize>(&self, names: [&str; N]) -> [String; N] {
        names.map(|name| of_journal(self.0.options(), name))
    }

    fn run(&self, script: &RedisScript, effect: Effect, keys: &[String], arguments: &[String]) -> Result<Answer> {
        script::run(&self.0, script, effect, keys, arguments)
    }

    /// Removes the oldest of a list.
    fn remove(&self, script: &RedisScript, keys: &[String], before: WallTime, limit: usize) -> Result<usize> {
        in_parts(limit, |part| {
            self.run(script, Effect::Repeatable, keys, &[format!("({}", sortable(before)), at_most(part)])?.number()
        })
    }
}

/// For how long it is remembered what a step has done: longer than anybody repeats it, and than clocks differ.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// A name for one step, by which it is known when it is asked for again because its reply was lost; and the first one that is to be
/// remembered. Names sort by their times.
fn step() -> Result<[String; 2]> {
    let now = SystemClock.wall_time();
    let chance = format!("{:016x}{:016x}", SystemRandom.number()?, SystemRandom.number()?);
    Ok([format!("{}{chance}", sortable(now)), sortable(now.minus(REMEMBERED))])
}

impl JournalStore for RedisJournalStore {
    fn append(&self, log: Log, record: &Record) -> Result<i64> {
        let ([step, first], keys) = (step()?, self.keys(["done", log.as_str(), "places"]));
        let arguments = [step, first, sortable(record.at), text_of(record)];
        self.run(&script::APPEND, Effect::Repeatable, &keys, &arguments)?.expect("place")?.number()
    }

    fn read(&self, log: Log, range: &Range, limit: usize) -> Result<Vec<Written>> {
        let first = format!("[{}", sortable(range.from));
        let from = match range.after {
            // No text of a record has such a byte, so that this is after the record and before the next.
            Some((at, place)) if at >= range.from => {
                let place = u64::try_from(place).unwrap_or(0);
                [format!("({}{place:016x}", sortable(at)).as_bytes(), &[0xff]].concat()
            }
            _ => first.into_bytes(),
        };
        let (until, most) = (format!("({}", sortable(range.until)), at_most(limit));
        let arguments = [from.as_slice(), until.as_bytes(), most.as_bytes()];
        let mut answer = script::run(&self.0, &script::RECORDS, Effect::Looks, &self.keys([log.as_str()]), &arguments)?
            .expect("records")?;
        let mut written = Vec::new();
        while !answer.is_empty() {
            written.push(written_in(&answer.text()?)?);
        }
        Ok(written)
    }

    fn trim(&self, log: Log, before: WallTime, limit: usize) -> Result<usize> {
        self.remove(&script::TRIM_RECORDS, &self.keys([log.as_str()]), before, limit)
    }

    fn count(&self, samples: &[Sample]) -> Result<()> {
        let keys = self.keys(["done", "samples", "sample-names"]);
        let parts = |sample: &Sample| {
            [format!("{}{}", sortable(sample.minute), sample.name), format!("{} {}", sample.errors, sample.durations)]
        };
        let mut arguments: Vec<String> = step()?.into();
        arguments.extend(samples.iter().flat_map(parts));
        self.run(&script::COUNT, Effect::Repeatable, &keys, &arguments)?.expect("done")?;
        Ok(())
    }

    fn samples(&self, from: WallTime, until: WallTime) -> Result<Vec<Sample>> {
        let arguments = [format!("[{}", sortable(from)), format!("({}", sortable(until))];
        let keys = self.keys(["samples", "sample-names"]);
        let mut answer = self.run(&script::SAMPLES, Effect::Looks, &keys, &arguments)?.expect("samples")?;
        let mut samples = Vec::new();
        while !answer.is_empty() {
            let (place, counted) = (answer.text()?, answer.text()?);
            samples.push(sample_in(&place, &counted).ok_or_else(|| unreadable(&place, &"it is no sample"))?);
        }
        Ok(samples)
    }

    fn forget_samples(&self, before: WallTime) -> Result<usize> {
        self.remove(&script::FORGET, &self.keys(["samples", "sample-names"]), before, usize::MAX)
    }
}

fn sample_in(place: &str, counted: &str) -> Option<Sample> {
    let (minute, name) = place.split_at_checked(16)?;
    let (errors, durations) = counted.split_once(' ')?;
    Some(Sample {
        minute: time_in(minute)?,
        name: name.to_owned(),
        errors: errors.parse().ok()?,
        durations: durations.parse().ok()?,
    })
}
