//! What the port of reservations asks for.

use super::answers::{amended, answered, committed};
use super::asked::{Asked, Stage, amend_words, claim_words, commit_words};
use super::said::Said;
use super::{LONG, RedisReservationStore, scripts};
use crate::redis::link::Effect;
use cartwright_coordination::{Fence, Lifetime};
use cartwright_reservations::{
    Answer, AuditEntry, Caps, Claim, Committed, Counted, Filter, Grant, Line, OrderId, Policy, Released,
    ReservationStore, Reserve, Reserved, Result, State, Stats, StockChange, StockKey, StockLevel, Stored, Swept, Tally,
};
use std::collections::BTreeMap;

/// How many one script looks at, collects or shows, so that others need not wait long for it.
const AT_ONCE: usize = 500;

/// So many microseconds the clocks of the nodes of a Cluster may be apart, for whoever reads their notes.
const CLOCKS_APART: u64 = 2_000_000;

impl ReservationStore for RedisReservationStore {
    fn reserve(&self, asked: &Reserve<'_>) -> Result<Reserved> {
        let mut buckets = self.options().by_bucket(asked.lines).into_keys();
        match (buckets.next(), buckets.next()) {
            (Some(bucket), None) => self.reserve_in(bucket, asked),
            _ => self.reserve_across(asked),
        }
    }

    fn amend(&self, claim: Claim<'_>, lines: &[Line], caps: Caps) -> Result<Answer<Reserved>> {
        let mut buckets = self.options().by_bucket(lines).into_keys();
        let (Some(bucket), None) = (buckets.next(), buckets.next()) else {
            return self.amend_across(claim, lines, caps);
        };
        let words = amend_words(claim, caps, &Stage { attempt: &bucket.0.to_string(), ..Stage::default() }, lines);
        let (_, said) = self.about(&scripts::AMEND, Effect::Repeatable, claim.order, &words)?;
        if said.word == "remote" { self.amend_across(claim, lines, caps) } else { amended(said) }
    }

    fn renew(&self, claim: Claim<'_>, lifetime: Lifetime) -> Result<Answer<Grant>> {
        let words = claim_words(claim).and(&lifetime.as_millis());
        let (bucket, said) = self.about(&scripts::RENEW, Effect::Repeatable, claim.order, &words)?;
        let answer = answered(said, Said::grant)?;
        if let (true, Answer::Done(grant)) = (bucket != self.home(claim.order), &answer) {
            self.point_again(claim.order, bucket, grant)?;
        }
        Ok(answer)
    }

    fn commit(&self, claim: Claim<'_>, counted: &[Counted]) -> Result<Answer<Committed>> {
        let words = commit_words(claim, &Stage::default(), counted);
        let (_, said) = self.about(&scripts::COMMIT, Effect::Repeatable, claim.order, &words)?;
        if said.word == "late" {
            return self.commit_late(claim, counted, said);
        }
        Ok(committed(said)?.map(|(committed, has_parts)| {
            if has_parts {
                self.tell_parts(claim.order);
            }
            committed
        }))
    }

    fn release(&self, claim: Claim<'_>) -> Result<Answer<Released>> {
        let (_, said) = self.about(&scripts::RELEASE, Effect::Repeatable, claim.order, &claim_words(claim))?;
        answered(said, |said| {
            if said.is_set()? {
                self.tell_parts(claim.order);
            }
            Ok(Released { again: said.is_set()? })
        })
    }

    fn force_release(&self, order: &OrderId, reason: &str) -> Result<Answer<Fence>> {
        let words = Asked::of(order).and(reason);
        let (_, said) = self.about(&scripts::FORCE, Effect::Repeatable, order, &words)?;
        answered(said, |said| {
            let fence = said.fence()?;
            if said.is_set()? {
                self.tell_parts(order);
            }
            Ok(fence)
        })
    }

    fn clear(&self, limit: usize, reason: &str) -> Result<Vec<OrderId>> {
        let mut cleared = Vec::new();
        for bucket in self.options().all_buckets() {
            while cleared.len() < limit {
                let part = AT_ONCE.min(limit - cleared.len());
                let mut said = self.ask(&scripts::CLEAR, Effect::Once, bucket, &Asked::of(&part).and(reason))?;
                let before = cleared.len();
                while !said.is_empty() {
                    let order = OrderId::new(&said.text()?)?;
                    if said.is_set()? {
                        self.tell_parts(&order);
                    }
                    cleared.push(order);
                }
                if cleared.len() - before < part {
                    break;
                }
            }
        }
        Ok(cleared)
    }

    fn find(&self, order: &OrderId) -> Result<Option<Stored>> {
        Ok(self.look_for(order)?.map(|(stored, _)| stored))
    }

    fn holder(&self, key: &StockKey) -> Result<Option<Stored>> {
        let bucket = self.options().bucket_of_key(key);
        let mut said = self.ask(&scripts::HOLDER, Effect::Looks, bucket, &Asked::of(key))?;
        match said.word.as_str() {
            "found" => said.stored().map(|(stored, _)| Some(stored)),
            "nobody" => Ok(None),
            "part" => {
                let (order, fence) = (OrderId::new(&said.text()?)?, said.fence()?);
                let is_his =
                    |stored: &Stored| stored.reservation.state == State::Held && stored.reservation.fence == fence;
                Ok(self.find(&order)?.filter(is_his))
            }
            _ => Err(said.unexpected()),
        }
    }

    /// In a Cluster that is one step for each bucket.
    fn list(&self, filter: Filter<'_>) -> Result<Vec<Stored>> {
        let mut all = Vec::new();
        for bucket in self.options().all_buckets() {
            let (mut after, mut found) = (filter.after.map_or("", OrderId::as_str).to_owned(), 0);
            while found < filter.limit {
                let state = filter.state.map_or(-1, |state| state as i64);
                let words = Asked::of(&after)
                    .and(&AT_ONCE.min(filter.limit - found))
                    .and(&state)
                    .and(filter.owner.map_or("", |owner| owner.as_str()))
                    .and(&AT_ONCE);
                let mut said = self.ask(&scripts::LIST, Effect::Looks, bucket, &words)?;
                let is_more = said.is_set()?;
                let (last, before) = (said.text()?, found);
                while !said.is_empty() {
                    all.push(said.stored()?.0);
                    found += 1;
                }
                if last.is_empty() || (!is_more && found - before < AT_ONCE) {
                    break;
                }
                after = last;
            }
        }
        all.sort_by(|one: &Stored, other| one.reservation.order.cmp(&other.reservation.order));
        all.truncate(filter.limit);
        Ok(all)
    }

    fn levels(&self, keys: &[StockKey]) -> Result<Vec<StockLevel>> {
        let mut buckets: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, key) in keys.iter().enumerate() {
            buckets.entry(self.options().bucket_of_key(key)).or_default().push(place);
        }
        let mut levels: Vec<Option<StockLevel>> = vec![None; keys.len()];
        for (bucket, places) in buckets {
            for some in places.chunks(AT_ONCE) {
                let words = some.iter().fold(Asked::default(), |words, place| words.and(&keys[*place]));
                let mut said = self.ask(&scripts::LEVELS, Effect::Repeatable, bucket, &words)?;
                for place in some {
                    levels[*place] = Some(said.stock()?.level(&keys[*place]));
                }
            }
        }
        Ok(levels.into_iter().flatten().collect())
    }

    fn keys(&self, after: Option<&StockKey>, limit: usize) -> Result<Vec<StockKey>> {
        let mut all = Vec::new();
        let words = Asked::of(after.map_or("", StockKey::as_str)).and(&(limit as u64).min(LONG));
        for bucket in self.options().all_buckets() {
            let mut found = self.ask(&scripts::KEYS, Effect::Looks, bucket, &words)?.list()?;
            while !found.is_empty() {
                all.push(found.key()?);
            }
        }
        all.sort();
        all.truncate(limit);
        Ok(all)
    }

    fn change_stock(&self, key: &StockKey, change: StockChange) -> Result<std::result::Result<StockLevel, StockLevel>> {
        let (policy, number, note) = match change {
            StockChange::Set(Policy::Unknown) => (0, 0, "unknown".to_owned()),
            StockChange::Set(Policy::Tracked { on_hand }) => (1, on_hand, format!("tracked {on_hand}")),
            StockChange::Set(Policy::Untracked) => (2, 0, "untracked".to_owned()),
            StockChange::Set(Policy::Exclusive) => (3, 0, "exclusive".to_owned()),
            StockChange::Adjust(by) => (-1, by, String::new()),
        };
        let words = Asked::of(key).and(&policy).and(&number).and(&note);
        let bucket = self.options().bucket_of_key(key);
        let mut said = self.ask(&scripts::CHANGE_STOCK, Effect::Repeatable, bucket, &words)?;
        let level = said.stock()?.level(key);
        Ok(if said.word == "changed" { Ok(level) } else { Err(level) })
    }

    /// In bounded parts, each of which is a step of its own.
    fn sweep(&self, limit: usize) -> Result<Swept> {
        let mut swept = Swept::default();
        for bucket in self.options().all_buckets() {
            let (mut expired, mut forgotten) = (limit - swept.expired.len(), limit as u64 - swept.forgotten);
            while expired > 0 || forgotten > 0 {
                let part = AT_ONCE.min(expired.max(forgotten as usize));
                let words = Asked::of(&part.min(expired)).and(&part.min(forgotten as usize));
                let mut said = self.ask(&scripts::SWEEP, Effect::Repeatable, bucket, &words)?;
                let (gone, mut over) = (said.number::<u64>()?, said.list()?);
                let before = swept.expired.len();
                while !over.is_empty() {
                    swept.expired.push(OrderId::new(&over.text()?)?);
                }
                self.settle_waiting(bucket, said.number()?)?;
                let mut unreadable = said.list()?;
                while !unreadable.is_empty() {
                    let order = unreadable.text()?;
                    if !swept.unreadable.contains(&order) {
                        swept.unreadable.push(order);
                    }
                }
                swept.forgotten += gone;
                expired -= swept.expired.len() - before;
                forgotten -= gone;
                if (swept.expired.len() - before).max(gone as usize) < part {
                    break;
                }
            }
        }
        Ok(swept)
    }

    fn stats(&self) -> Result<Stats> {
        let mut sum: Option<Stats> = None;
        for bucket in self.options().all_buckets() {
            let stats = self.ask(&scripts::STATS, Effect::Repeatable, bucket, &Asked::default())?.stats()?;
            sum = Some(match sum {
                None => stats,
                Some(sum) => Stats {
                    incarnation: sum.incarnation.max(stats.incarnation),
                    tally: added(&sum.tally, &stats.tally),
                },
            });
        }
        let stats = sum.ok_or_else(super::busy)?;
        self.seen(&stats);
        Ok(stats)
    }

    fn audit(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>> {
        // Of several buckets: in the order of time, each with numbers of its own.
        let buckets = self.options().all_buckets().count() as u64;
        let (mut notes, mut read_at) = (Vec::new(), u64::MAX);
        for bucket in self.options().all_buckets() {
            let own = u64::from(bucket.0);
            let after = if after <= own { after.saturating_sub(1) / buckets } else { (after - own) / buckets };
            let words = Asked::of(&after).and(&(limit as u64).min(LONG));
            let mut said = self.ask(&scripts::AUDIT, Effect::Looks, bucket, &words)?;
            let mut found = said.list()?;
            read_at = read_at.min(said.number()?);
            while !found.is_empty() {
                let note = found.note()?;
                notes.push(AuditEntry { sequence: note.sequence.saturating_mul(buckets) + own, ..note });
            }
        }
        if self.is_spread() && self.clock.is_of_server() {
            // Whoever reads on after the last of them must not miss what another bucket notes meanwhile.
            let settled = read_at.saturating_sub(CLOCKS_APART).saturating_mul(buckets);
            notes.retain(|note| note.sequence < settled);
        }
        notes.sort_by_key(|note| note.sequence);
        notes.truncate(limit);
        Ok(notes)
    }
}

fn added(one: &Tally, other: &Tally) -> Tally {
    let sums: Vec<u64> = one.numbers().iter().zip(other.numbers()).map(|(one, other)| one + other).collect();
    Tally::from_numbers(&sums).unwrap_or_default()
}
