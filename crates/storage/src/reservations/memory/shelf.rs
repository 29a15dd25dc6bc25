//! What the steps keep in memory.

use super::records::{Record, Shelved};
use super::slab::Slab;
use cartwright_coordination::{Fence, Moment, StoreIncarnation, WallTime};
use cartwright_reservations::steps::{Due, Entry, FoundEntry, FoundStock, Now, Shelf};
use cartwright_reservations::{
    AuditEntry, AuditKind, Error, ErrorKind, Keep, Note, OrderId, OwnerId, Result, State, Stock, StockKey, Tally,
    token_digest,
};
use hashbrown::HashTable;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};

/// How many notes are kept.
const NOTES: usize = 10_000;

/// A note as it is kept.
#[derive(Debug)]
struct Kept {
    at: WallTime,
    kind: AuditKind,
    token: Option<[u8; 16]>,
    subject_length: u16,
    owner_length: u16,
    /// The subject, the owner and the detail, one after the other.
    texts: Box<str>,
}

/// How many lines an owner holds.
#[derive(Debug)]
struct Holding {
    owner: Box<str>,
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
    leases: BTreeSet<(Moment, u32)>,
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
            hasher: RandomState::new(),
            records: Slab::default(),
            orders: HashTable::new(),
            keys: Slab::default(),
            by_key: HashTable::new(),
            owners: HashTable::new(),
            leases: BTreeSet::new(),
            ended: VecDeque::new(),
            notes: VecDeque::new(),
            noted: 0,
        }
    }

    pub(super) fn incarnation(&self) -> StoreIncarnation {
        self.incarnation
    }

    fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }

    fn place_of_order(&self, order: &str) -> Option<u32> {
        let is_it = |place: &u32| self.records.get(*place).is_some_and(|record| record.order() == order);
        self.orders.find(self.hash(order), is_it).copied()
    }

    fn slot_of_key(&self, key: &str) -> Option<u32> {
        let is_it = |slot: &u32| self.keys.get(*slot).is_some_and(|shelved| *shelved.key == *key);
        self.by_key.find(self.hash(key), is_it).copied()
    }

    fn change_holding(&mut self, owner: &str, by: i64) {
        let hasher = &self.hasher;
        let hash_of = |holding: &Holding| hasher.hash_one(&*holding.owner);
        let found = self.owners.entry(hasher.hash_one(owner), |holding| *holding.owner == *owner, hash_of);
        let lines = match &found {
            hashbrown::hash_table::Entry::Occupied(holding) => i64::from(holding.get().lines),
            hashbrown::hash_table::Entry::Vacant(_) => 0,
        };
        let lines = u32::try_from((lines + by).max(0)).unwrap_or(u32::MAX);
        match found {
            hashbrown::hash_table::Entry::Occupied(holding) if lines == 0 => drop(holding.remove()),
            hashbrown::hash_table::Entry::Occupied(mut holding) => holding.get_mut().lines = lines,
            hashbrown::hash_table::Entry::Vacant(_) if lines == 0 => {}
            hashbrown::hash_table::Entry::Vacant(place) => drop(place.insert(Holding { owner: owner.into(), lines })),
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
        let mut keys: Vec<&str> = self.keys.iter().map(|shelved| &*shelved.key).filter(|key| *key > after).collect();
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
                let mut token_hash = String::new();
                for byte in kept.token.iter().flatten() {
                    let _ = write!(token_hash, "{byte:02x}");
                }
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
        self.keys.get(slot).ok_or_else(lost)?.key.parse()
    }

    fn add_stock(&mut self, key: &StockKey, stock: &Stock<u32>) -> Result<u32> {
        let slot = self.keys.place().ok_or_else(full)?;
        self.keys.put(slot, Shelved::new(key.as_str(), stock));
        let (hash, keys, hasher) = (self.hash(key.as_str()), &self.keys, &self.hasher);
        self.by_key.insert_unique(hash, slot, |slot| keys.get(*slot).map_or(0, |known| hasher.hash_one(&*known.key)));
        Ok(slot)
    }

    fn put_stock(&mut self, slot: u32, stock: &Stock<u32>) -> Result<()> {
        if !stock.is_forgettable() {
            self.keys.get_mut(slot).ok_or_else(lost)?.set(stock);
            return Ok(());
        }
        let key = self.keys.take(slot).ok_or_else(lost)?.key;
        if let Ok(found) = self.by_key.find_entry(self.hasher.hash_one(&*key), |known| *known == slot) {
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
        let hash_of = |place: &u32| records.get(*place).map_or(0, |record| hasher.hash_one(record.order()));
        self.orders.insert_unique(hash, id, hash_of);
        self.leases.insert((entry.due, id));
        self.change_holding(entry.owner.as_str(), entry.lines.len() as i64);
        Ok(())
    }

    fn put(&mut self, id: u32, entry: &Entry<u32>, before: (State, Moment), lines_before: usize) -> Result<()> {
        let (was_held, is_held) = (before.0 == State::Held, entry.state == State::Held);
        if was_held && (entry.due != before.1 || !is_held) {
            self.leases.remove(&(before.1, id));
        }
        match (was_held, is_held) {
            (_, true) => drop(self.leases.insert((entry.due, id))),
            (true, false) => self.ended.push_back((entry.due, id)),
            (false, false) if entry.due != before.1 => self.ended.push_back((entry.due, id)),
            (false, false) => {}
        }
        let lines_now = if is_held { entry.lines.len() } else { 0 };
        let held_before = if was_held { lines_before } else { 0 };
        if lines_now != held_before {
            self.change_holding(entry.owner.as_str(), lines_now as i64 - held_before as i64);
        }
        self.records.get_mut(id).ok_or_else(lost)?.update(entry);
        Ok(())
    }

    fn remove(&mut self, id: u32, _: &Entry<u32>) -> Result<()> {
        let record = self.records.get(id).ok_or_else(lost)?;
        if let Ok(found) = self.orders.find_entry(self.hasher.hash_one(record.order()), |known| *known == id) {
            found.remove();
        }
        self.records.take(id);
        Ok(())
    }

    fn first_due(&mut self, queue: Due) -> Result<Option<(u32, Moment)>> {
        if queue == Due::Lease {
            return Ok(self.leases.first().map(|(due, id)| (*id, *due)));
        }
        while let Some((due, id)) = self.ended.front().copied() {
            let record = self.records.get(id);
            if record.is_some_and(|record| record.state() != State::Held && record.due() == due) {
                return Ok(Some((id, due)));
            }
            self.ended.pop_front();
        }
        Ok(None)
    }

    fn lines_of(&mut self, owner: &OwnerId) -> Result<u64> {
        let owner = owner.as_str();
        let holding = self.owners.find(self.hash(owner), |holding| *holding.owner == *owner);
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
            token: note.token.map(token_digest),
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
