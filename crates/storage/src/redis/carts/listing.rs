//! Which carts there are. Each bucket has an index in the order of keys; the list of all is what they have, in turn.

use super::fields::{corrupt, identity};
use super::names::{cart_of, member, members_of};
use super::reply::{self, Reply, unexpected};
use super::scripts;
use super::store::RedisStore;
use crate::redis::keys::Bucket;
use crate::redis::link::Effect;
use cartwright_core::{CartKey, CartListing, StoreError};
use std::collections::VecDeque;

/// How many carts a bucket is asked for at least.
const PORTION: usize = 16;

/// How far the index of a bucket has been read.
struct Reading {
    bucket: Bucket,
    /// Where the next portion begins; none if there is no other.
    from: Option<String>,
    /// Read and not listed yet, in order.
    read: VecDeque<CartListing>,
}

impl RedisStore {
    pub(super) fn instances_of(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        let bucket = self.options().bucket_of(identifier);
        let (from, to) = members_of(identifier);
        let (mut instances, mut from) = (Vec::new(), Some(from));
        while let Some(begin) = from {
            let (members, following) = self.portion(bucket, &begin, &to, None, 1000)?;
            let present = self.present(bucket, &members)?;
            instances.extend(present.into_iter().map(|listing| listing.key.instance().to_owned()));
            from = following;
        }
        Ok(instances)
    }

    pub(super) fn list_carts(
        &self,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        limit: usize,
    ) -> Result<Vec<CartListing>, StoreError> {
        let from = after.map_or_else(|| "-".to_owned(), |after| format!("({}", member(after)));
        let begin = |bucket| Reading { bucket, from: Some(from.clone()), read: VecDeque::new() };
        let mut readings: Vec<Reading> = self.options().all_buckets().map(begin).collect();
        // A bucket more than its share, so that most are asked once.
        let portion = (limit / readings.len().max(1)).saturating_mul(2).max(PORTION).min(limit).min(1000);
        let mut listings = Vec::new();
        while listings.len() < limit {
            for reading in &mut readings {
                self.fill(reading, after, idle_since, portion)?;
            }
            let first = readings.iter_mut().filter(|reading| !reading.read.is_empty()).min_by(|one, other| {
                let key = |reading: &Reading| reading.read.front().map(|listing| listing.key.clone());
                key(one).cmp(&key(other))
            });
            let Some(listing) = first.and_then(|reading| reading.read.pop_front()) else { break };
            listings.push(listing);
        }
        Ok(listings)
    }

    /// Reads on until there is something, or nothing any more.
    fn fill(
        &self,
        reading: &mut Reading,
        after: Option<&CartKey>,
        idle_since: Option<i64>,
        portion: usize,
    ) -> Result<(), StoreError> {
        while reading.read.is_empty() {
            let Some(from) = reading.from.take() else { return Ok(()) };
            let (members, following) = self.portion(reading.bucket, &from, "+", idle_since, portion)?;
            let mut present = self.present(reading.bucket, &members)?;
            // All idle ones at once come in any order, and those before, too.
            present.retain(|listing| after.is_none_or(|after| listing.key > *after));
            present.retain(|listing| idle_since.is_none_or(|since| listing.updated_at < since));
            present.sort_by(|one, other| one.key.cmp(&other.key));
            (reading.read, reading.from) = (present.into(), following);
        }
        Ok(())
    }

    /// Members of an index, and where those after them begin.
    fn portion(
        &self,
        bucket: Bucket,
        from: &str,
        to: &str,
        idle_since: Option<i64>,
        count: usize,
    ) -> Result<(Vec<String>, Option<String>), StoreError> {
        let [index, times, _] = self.options().indexes(bucket);
        let since = idle_since.map(|since| since.to_string()).unwrap_or_default();
        let arguments = [from, to, &since, &count.to_string()];
        let value = self.run(&scripts::INDEX, Effect::Looks, &[index, times], &arguments)?;
        let mut reply = Reply::of(value)?;
        let following = reply.text()?;
        let members = reply.list()?.into_iter().map(|member| reply::text(Some(member))).collect::<Result<_, _>>()?;
        Ok((members, Some(following).filter(|following| !following.is_empty())))
    }

    /// Those of the members that are there, as they are.
    fn present(&self, bucket: Bucket, members: &[String]) -> Result<Vec<CartListing>, StoreError> {
        let mut listings = Vec::with_capacity(members.len());
        for members in members.chunks(1000) {
            let mut keys = self.options().indexes(bucket).to_vec();
            keys.extend(members.iter().map(|member| self.options().cart_key(bucket, member)));
            let answers = reply::list(self.run(&scripts::PRESENT, Effect::Looks, &keys, members)?)?;
            for (member, answer) in members.iter().zip(answers) {
                let mut values = reply::list(answer)?.into_iter();
                let Some(found) = values.next() else { continue };
                let key = cart_of(member).ok_or_else(unexpected)?;
                let found = identity(&key, &reply::text(Some(found))?)?;
                let updated_at = reply::text(values.next())?
                    .parse()
                    .map_err(|_| corrupt(&key, "its field updated_at is no number"))?;
                // It may be gone already, and only be here until somebody looks.
                let is_promised = !reply::text(values.next())?.is_empty();
                if is_promised && self.identity_now(&key)?.is_none() {
                    continue;
                }
                listings.push(CartListing { key, identity: found, updated_at });
            }
        }
        Ok(listings)
    }
}
