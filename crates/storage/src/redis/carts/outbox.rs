//! The outbox: a stream, whose records are numbered from 1 on.
//!
//! On a single server changes write into it themselves. In a Cluster each bucket has a stream of its own, on the node of its
//! carts; whoever reads the outbox takes over first what they have, each record once, and each bucket's in its order.

use super::reply::{self, unexpected};
use super::scripts;
use super::store::RedisStore;
use crate::redis::keys::Bucket;
use crate::redis::link::Effect;
use cartwright_core::{OutboxRecord, StoreError};
use redis::Value;
use std::time::Duration;

/// How many records are taken over at once.
const PORTION: usize = 500;
/// As many as there are; a server does not count further.
const ALL: usize = 1 << 40;
/// How many a consumer is handed at most: a server sets memory aside for as many as are asked for.
const HANDED: usize = 10_000;

impl RedisStore {
    pub(super) fn read_outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxRecord>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.take_over()?;
        let from = format!("({}", id(after.max(0).unsigned_abs()));
        let arguments = [from, limit.min(ALL).to_string()];
        records(self.run(&scripts::READ_OUTBOX, Effect::Looks, &[self.options().outbox()], &arguments)?)
    }

    pub(super) fn trim_outbox(&self, through: i64) -> Result<(), StoreError> {
        if through < 1 {
            return Ok(());
        }
        let first = id(through.unsigned_abs() + 1);
        self.run(&scripts::TRIM, Effect::Repeatable, &[self.options().outbox()], &[first]).map(drop)
    }

    /// Hands records of the outbox to a consumer of a group, at most `limit`: each record to one consumer of the group, and
    /// again to another one if it was not [acknowledged](RedisStore::acknowledge_for) within `patience`, because a consumer
    /// may die. So a record comes at least once. A group begins with the oldest record there is.
    ///
    /// It is for several readers that share the work or want the same records each for himself. A single one may as well
    /// use [`outbox`](cartwright_core::CartStore::outbox) and [`acknowledge`](cartwright_core::CartStore::acknowledge),
    /// which remove records whatever groups have seen of them.
    ///
    /// # Errors
    /// If the server cannot be reached.
    pub fn consume(
        &self,
        group: &str,
        consumer: &str,
        limit: usize,
        patience: Duration,
    ) -> Result<Vec<OutboxRecord>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.take_over()?;
        let arguments = [group, consumer, &limit.min(HANDED).to_string(), &patience.as_millis().to_string()];
        records(self.run(&scripts::CONSUME, Effect::Repeatable, &[self.options().outbox()], &arguments)?)
    }

    /// Says that a group is done with records, by their sequences. What every group is done with is removed.
    ///
    /// # Errors
    /// If the server cannot be reached.
    pub fn acknowledge_for(&self, group: &str, sequences: &[i64]) -> Result<(), StoreError> {
        let ids = sequences.iter().map(|sequence| id(sequence.max(&0).unsigned_abs()));
        let arguments: Vec<String> = std::iter::once(group.to_owned()).chain(ids).collect();
        self.run(&scripts::CONSUMED, Effect::Repeatable, &[self.options().outbox()], &arguments).map(drop)
    }

    /// In a Cluster: takes what the buckets have into the outbox.
    fn take_over(&self) -> Result<(), StoreError> {
        if !self.options().is_cluster() {
            return Ok(());
        }
        self.options().all_buckets().try_for_each(|bucket| self.take_over_from(bucket))
    }

    fn take_over_from(&self, bucket: Bucket) -> Result<(), StoreError> {
        let stream = self.options().stream_of(bucket);
        loop {
            let portion = self.run(&scripts::HAND_ON, Effect::Looks, &[&stream], &[PORTION.to_string()])?;
            let mut arguments = vec![bucket.0.to_string().into_bytes()];
            for entry in reply::list(portion)? {
                let (id, record) = entry_of(entry)?;
                arguments.extend([id.into_bytes(), record]);
            }
            let entries = (arguments.len() - 1) / 2;
            let Some(last) = arguments.iter().rev().nth(1).filter(|_| entries > 0) else { return Ok(()) };
            let after_last = after(&String::from_utf8_lossy(last))?;
            let keys = [self.options().outbox(), self.options().outbox_taken()];
            self.steps.next()?;
            self.run(&scripts::TAKE_ON, Effect::Repeatable, &keys, &arguments)?;
            self.steps.next()?;
            self.run(&scripts::TRIM, Effect::Repeatable, &[&stream], &[after_last])?;
            if entries < PORTION {
                return Ok(());
            }
        }
    }
}

/// The id of an entry.
fn id(sequence: u64) -> String {
    format!("{sequence}-0")
}

/// The smallest id after one.
fn after(id: &str) -> Result<String, StoreError> {
    let (time, number) = id.split_once('-').ok_or_else(unexpected)?;
    let number: u64 = number.parse().map_err(|_| unexpected())?;
    Ok(format!("{time}-{}", number + 1))
}

fn entry_of(entry: Value) -> Result<(String, Vec<u8>), StoreError> {
    let mut values = reply::list(entry)?.into_iter();
    Ok((reply::text(values.next())?, reply::bytes(values.next())?))
}

fn records(value: Value) -> Result<Vec<OutboxRecord>, StoreError> {
    let record = |entry| {
        let (id, bytes) = entry_of(entry)?;
        let sequence = id.split_once('-').and_then(|(sequence, _)| sequence.parse().ok()).ok_or_else(unexpected)?;
        Ok(OutboxRecord { sequence, bytes })
    };
    reply::list(value)?.into_iter().map(record).collect()
}
