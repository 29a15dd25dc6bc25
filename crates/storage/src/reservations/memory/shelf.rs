//! What the steps keep in memory.

use super::records::{Record, Shelved};
use super::slab::Slab;
use cartwright_coordination::{Fence, Moment, OwnerToken, StoreIncarnation, WallTime};
use cartwright_reservations::steps::{Due, Entry, FoundEntry, FoundStock, Now, Shelf};
use cartwright_reservations::{
    AuditEntry, AuditKind, Error, ErrorKind, Keep, Note, OrderId, OwnerId, Result, State, Stock, StockKey, Tally,
    token_hash,
};
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Place;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hash::BuildHasher;

/// How many notes are kept.
const NOTES: usize = 10_000;

/// A note as it is kept.
#[derive(Debug)]
struct Kept {
    at: WallTime,
    kind: AuditKind,
    /// Hashed for whoever reads it: nearly nobody does, and the store has the token anyway.
    token: Option<OwnerToken>,
    subject_length: u16,
    owner_length: u16,
    /// The subject, the owner and the detail, one after the other.
    texts: Box<str>,
}

/// How many lines an owner holds. He is known by the hash of his id, which nobody outside can choose: that two of a million
/// owners share one, and with it their cap, happens once in 37 million stores.
#[derive(Debug)]
struct Holding {
    owner: u64,
    lines: u32,
}

#[derive(Debug)]
pub(super) struct MemoryShelf {
    incarnation: StoreIncarnation,
    last: Option<Fence>,
    keep: Keep,
    tally: Tally,
    hasher: RandomState,
    records: Slab<Record>,
    orders: HashTable<u32>,
    keys: Slab<Shelved>,
    by_key: HashTable<u32>,
    owners: HashTable<Holding>,
    /// When each lease ends.
    /// What is held no more, or until another moment, is still in it until it is the first or they are too many.
    leases: BinaryHeap<Reverse<(Moment, u32)>>,
    /// What has ended, in that order. What was committed late is in it twice, and its first place counts for nothing.
    ended: VecDeque<(Moment, u32)>,
    notes: VecDeque<Kept>,
    noted: u64,
}

fn lost() -> Error {
    Error::new(ErrorKind::Corrupt, "a reservation in memory has lost its stock; this is a defect of this software")
}

impl MemoryShelf {
    pub(super) fn new(incarnation: StoreIncarnation, keep: Keep) -> Self {
        Self {
            incarnation,
            last: None,
            keep,
            tally: Tally::default(),
            hasher: RandomState::default(),
            records: Slab::default(),
            orders: HashTable::new(),
            keys: Slab::default(),
            by_key: HashTable::new(),
            owners: HashTable::new(),
            leases: BinaryHeap::new(),
            ended: VecDeque::new(),
            notes: VecDeque::new(),
            noted: 0,
        }
    }

    pub(super) fn incarnation(&self) -> StoreIncarnation {
        self.incarnation
    }

    fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text.as_bytes())
    }

    fn place_of_order(&self, order: &str) -> Option<u32> {
        let is_it = |place: &u32| self.records.get(*place).is_some_and(|record| record.order() == order);
        self.orders.find(self.hash(order), is_it).copied()
    }

    fn slot_of_key(&self, key: &str) -> Option<u32> {
        let is_it = |slot: &u32| self.keys.get(*slot).is_some_and(|shelved| shelved.key.as_bytes() == key.as_bytes());
        self.by_key.find(self.hash(key), is_it).copied()
    }

    fn change_holding(&mut self, owner: &str, by: i64) {
        let owner = self.hash(owner);
        match self.owners.entry(owner, |holding| holding.owner == owner, |holding| holding.owner) {
            Place::Occupied(mut place) => {
                let lines = i64::from(place.get().lines) + by;
                if lines <= 0 {
                    place.remove();
                } else {
                    place.get_mut().lines = u32::try_from(lines).unwrap_or(u32::MAX);
                }
            }
            Place::Vacant(place) if by > 0 => {
                place.insert(Holding { owner, lines: u32::try_from(by).unwrap_or(u32::MAX) });
            }
            Place::Vacant(_) => {}
        }
    }

    fn is_held_until(&self, due: Moment, id: u32) -> bool {
        self.records.get(id).is_some_and(|record| record.state() == State::Held && record.due() == due)
    }

    fn push_lease(&mut self, due: Moment, id: u32) {
        self.leases.push(Reverse((due, id)));
        let live = usize::try_from(self.tally.reservations).unwrap_or(usize::MAX);
        if self.leases.len() > live.saturating_mul(2).saturating_add(64) {
            let mut leases = std::mem::take(&mut self.leases);
            leases.retain(|Reverse((due, id))| self.is_held_until(*due, *id));
            self.leases = leases;
        }
    }

    /// Every reservation in the order of the orders' bytes.
    pub(super) fn orders_after(&self, after: &str) -> Vec<u32> {
        let mut places: Vec<(&str, u32)> = self
            .orders
            .iter()
            .filter_map(|place| Some((self.records.get(*place)?.order(), *place)))
            .filter(|(order, _)| *order > after)
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, place)| place).collect()
    }

    pub(super) fn keys_after(&self, after: &str, limit: usize) -> Result<Vec<StockKey>> {
        let mut keys: Vec<&str> =
            self.keys.iter().map(|shelved| shelved.key.to_str()).filter(|key| *key > after).collect();
        keys.sort_unstable();
        keys.into_iter().take(limit).map(str::parse).collect()
    }

    pub(super) fn notes_after(&self, after: u64, limit: usize) -> Vec<AuditEntry> {
        let first = self.noted - self.notes.len() as u64 + 1;
        let skip = usize::try_from((after + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        let numbered = (first..).zip(&self.notes).skip(skip).take(limit);
        numbered
            .map(|(sequence, kept)| {
                let (subject, rest) = kept.texts.split_at(kept.subject_length.into());
                let (owner, detail) = rest.split_at(kept.owner_length.into());
                let token_hash = kept.token.as_ref().map(token_hash).unwrap_or_default();
                let (subject, owner, detail) = (subject.to_owned(), owner.to_owned(), detail.to_owned());
                AuditEntry { sequence, at: kept.at, kind: kept.kind, subject, owner, token_hash, detail }
            })
            .collect()
    }
}

impl Shelf for MemoryShelf {
    type Error = Error;
    type Slot = u32;
    type Id = u32;

    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn keep(&self) -> Keep {
        self.keep
    }

    fn next_fence(&mut self) -> Result<Fence> {
        let next = self.last.map_or_else(|| Ok(Fence::first(self.incarnation)), Fence::next)?;
        self.last = Some(next);
        Ok(next)
    }

    fn stock(&mut self, key: &StockKey) -> Result<FoundStock<Self>> {
        let Some(slot) = self.slot_of_key(key.as_str()) else { return Ok(None) };
        Ok(Some((slot, self.stock_at(slot)?)))
    }

    fn stock_at(&mut self, slot: u32) -> Result<Stock<u32>> {
        self.keys.get(slot).map(|shelved| shelved.stock(self.incarnation)).ok_or_else(lost)
    }

    fn key_at(&mut self, slot: u32) -> Result<StockKey> {
        self.keys.get(slot).ok_or_else(lost)?.key.to_str().parse()
    }

    fn add_stock(&mut self, key: &StockKey, stock: &Stock<u32>) -> Result<u32> {
        let slot = self.keys.place().ok_or_else(full)?;
        self.keys.put(slot, Shelved::new(key.as_str(), stock));
        let (hash, keys, hasher) = (self.hash(key.as_str()), &self.keys, &self.hasher);
        self.by_key
            .insert_unique(hash, slot, |slot| keys.get(*slot).map_or(0, |known| hasher.hash_one(known.key.as_bytes())));
        Ok(slot)
    }

    fn put_stock(&mut self, slot: u32, stock: &Stock<u32>) -> Result<()> {
        if !stock.is_forgettable() {
            self.keys.get_mut(slot).ok_or_else(lost)?.set(stock);
            return Ok(());
        }
        let key = self.keys.take(slot).ok_or_else(lost)?.key;
        if let Ok(found) = self.by_key.find_entry(self.hasher.hash_one(key.as_bytes()), |known| *known == slot) {
            found.remove();
        }
        Ok(())
    }

    fn find(&mut self, order: &OrderId) -> Result<FoundEntry<Self>> {
        let Some(place) = self.place_of_order(order.as_str()) else { return Ok(None) };
        Ok(self.entry(place)?.map(|entry| (place, entry)))
    }

    fn entry(&mut self, id: u32) -> Result<Option<Entry<u32>>> {
        self.records.get(id).map(|record| record.entry(self.incarnation)).transpose()
    }

    fn new_id(&mut self) -> Result<u32> {
        self.records.place().ok_or_else(full)
    }

    fn add(&mut self, id: u32, entry: &Entry<u32>) -> Result<()> {
        self.records.put(id, Record::new(entry));
        let (hash, records, hasher) = (self.hash(entry.order.as_str()), &self.records, &self.hasher);
        let hash_of = |place: &u32| records.get(*place).map_or(0, |record| hasher.hash_one(record.order().as_bytes()));
        self.orders.insert_unique(hash, id, hash_of);
        self.push_lease(entry.due, id);
        self.change_holding(entry.owner.as_str(), entry.lines.len() as i64);
        Ok(())
    }

    fn put(&mut self, id: u32, entry: &Entry<u32>, before: (State, Moment), lines_before: usize) -> Result<()> {
        let (was_held, is_held) = (before.0 == State::Held, entry.state == State::Held);
        self.records.get_mut(id).ok_or_else(lost)?.update(entry);
        match (was_held, is_held) {
            (true, true) if entry.due == before.1 => {}
            (_, true) => self.push_lease(entry.due, id),
            (true, false) => self.ended.push_back((entry.due, id)),
            (false, false) if entry.due != before.1 => self.ended.push_back((entry.due, id)),
            (false, false) => {}
        }
        let lines_now = if is_held { entry.lines.len() } else { 0 };
        let held_before = if was_held { lines_before } else { 0 };
        if lines_now != held_before {
            self.change_holding(entry.owner.as_str(), lines_now as i64 - held_before as i64);
        }
        Ok(())
    }

    fn remove(&mut self, id: u32, _: &Entry<u32>) -> Result<()> {
        let record = self.records.get(id).ok_or_else(lost)?;
        if let Ok(found) = self.orders.find_entry(self.hasher.hash_one(record.order().as_bytes()), |known| *known == id)
        {
            found.remove();
        }
        self.records.take(id);
        Ok(())
    }

    fn first_due(&mut self, queue: Due, by: Moment) -> Result<Option<(u32, Moment)>> {
        if queue == Due::Lease {
            while let Some(Reverse((due, id))) = self.leases.peek().copied() {
                if self.is_held_until(due, id) {
                    return Ok(Some((id, due)).filter(|_| due <= by));
                }
                self.leases.pop();
            }
            return Ok(None);
        }
        while let Some((due, id)) = self.ended.front().copied() {
            let record = self.records.get(id);
            if record.is_some_and(|record| record.state() != State::Held && record.due() == due) {
                return Ok(Some((id, due)).filter(|_| due <= by));
            }
            self.ended.pop_front();
        }
        Ok(None)
    }

    fn lines_of(&mut self, owner: &OwnerId) -> Result<u64> {
        let owner = self.hash(owner.as_str());
        let holding = self.owners.find(owner, |holding| holding.owner == owner);
        Ok(holding.map_or(0, |holding| holding.lines.into()))
    }

    fn note(&mut self, now: Now, note: &Note<'_>) -> Result<()> {
        if self.notes.len() >= NOTES {
            self.notes.pop_front();
        }
        self.noted += 1;
        self.notes.push_back(Kept {
            at: now.wall,
            kind: note.kind,
            token: note.token.cloned(),
            // An id has at most 255 bytes, a key at most three times three of them.
            subject_length: note.subject.len() as u16,
            owner_length: note.owner.len() as u16,
            texts: [note.subject, note.owner, note.detail].concat().into(),
        });
        Ok(())
    }
}

fn full() -> Error {
    Error::new(ErrorKind::Full, "this store has as many reservations as there are places for; nothing was held")
}
