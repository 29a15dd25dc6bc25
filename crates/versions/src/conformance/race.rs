//! Races: writers, readers, the ends of leases, deaths and losses, interleaved at random, one call at a time.
//!
//! The property: *a reader that begins after a commit was acknowledged sees that commit or a newer one; the versions that are
//! shown to one browser never go back; of the counters none is lost and none is counted twice; and when all is quiet, the
//! cache and the source agree.*

use super::{OpenChange, Shop, Subject};
use crate::entry_store::{EntryKey, Lifetimes};
use crate::environment::Environment;
use crate::reading::{Asked, Captured, Need, Seen, Told};
use crate::settings::Settings;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::versions::Versions;
use crate::writing::Writing;
use cartwright_coordination::{Random, SeededRandom};
use std::time::Duration;

/// What is wrong on purpose, so that one sees that the races can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// Nothing.
    Nothing,
    /// Versions are raised and published before the data are committed, as an earlier system did with its deletions.
    InvalidatedBeforeCommit,
    /// Nobody announces a change; it is published after its commit.
    NoMark,
    /// A reader loads first, and captures the versions under which he keeps it afterwards.
    CapturedAfterLoad,
    /// A change is not counted in the transaction of its data, but in another one after it that may never come.
    RaisedOutside,
}

/// What happened in one race.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Changes that were committed.
    pub commits: u64,
    /// Reads that were found in the cache.
    pub found: u64,
    /// Reads that were loaded.
    pub loaded: u64,
    /// Reads that passed the cache by.
    pub passed_by: u64,
    /// Writers that died between COMMIT and publication.
    pub deaths: u64,
    /// Losses of the store.
    pub losses: u64,
}

const TYPES: [&str; 2] = ["categories", "products"];

/// How often each type was changed: the data.
type Data = [u64; 2];

enum Writer<O> {
    Idle,
    Announced(Option<Writing>, usize),
    Raised(Option<Writing>, O, Vec<(TypeName, Version)>, usize),
    Confirmed(Option<Writing>, O, Vec<(TypeName, Version)>, usize),
    Committed(Option<Writing>, Vec<(TypeName, Version)>),
    /// The earlier system: the version is out, the data are not.
    Ahead(usize),
    /// The data are out, the version was never raised.
    Behind(usize),
}

enum Reader {
    Idle,
    Begun,
    /// Loaded before anything was captured.
    TooEarly(Data),
    Looked(Box<Seen>),
    Asked(Box<Seen>, Vec<Told>),
    Captured(Captured),
    Loaded(Captured, Data),
}

struct Visitor {
    reader: Reader,
    /// What was acknowledged when he began.
    floor: Data,
    early: Option<Data>,
    /// What his browser was last shown.
    shown: Option<Vec<Version>>,
}

struct Race<'a, S: Subject> {
    subject: &'a S,
    shop: S::Shop,
    versions: Versions,
    random: SeededRandom,
    planted: Planted,
    data: Data,
    writers: Vec<Writer<<S::Shop as Shop>::Open>>,
    visitors: Vec<Visitor>,
    ran: Ran,
    names: Vec<TypeName>,
}

/// Runs one race of so many steps.
///
/// # Errors
/// If the property does not hold: what was seen.
pub fn run<S: Subject>(subject: &S, seed: u64, steps: usize, planted: Planted) -> Result<Ran, String> {
    let mut race = Race::new(subject, seed, planted);
    for step in 0..steps {
        race.step().map_err(|seen| format!("seed {seed}, step {step}: {seen}"))?;
    }
    race.quiet_down().map_err(|seen| format!("seed {seed}, at the end: {seen}"))?;
    Ok(race.ran)
}

impl<'a, S: Subject> Race<'a, S> {
    fn new(subject: &'a S, seed: u64, planted: Planted) -> Self {
        subject.lose_everything();
        let random = SeededRandom::new(seed);
        let visitor = |_| Visitor { reader: Reader::Idle, floor: [0; 2], early: None, shown: None };
        let race = Self {
            subject,
            shop: subject.shop(),
            versions: versions(subject, seed),
            planted,
            data: [0; 2],
            writers: (0..3).map(|_| Writer::Idle).collect(),
            visitors: (0..4).map(visitor).collect(),
            ran: Ran::default(),
            names: TYPES.iter().map(|name| TypeName::new(name).unwrap()).collect(),
            random,
        };
        // A young store is a special case; most of the time it is not.
        if seed % 4 != 0 {
            subject.advance(subject.open().longest_mark());
        }
        race
    }

    fn chance(&self, of: u64) -> u64 {
        self.random.number().unwrap() % of
    }

    fn step(&mut self) -> Result<(), String> {
        match self.chance(100) {
            0..40 => {
                let which = self.chance(self.writers.len() as u64) as usize;
                self.write(which);
                Ok(())
            }
            40..94 => {
                let which = self.chance(self.visitors.len() as u64) as usize;
                self.read(which)
            }
            94..97 => {
                let time = [1, 4_000, 20_000, 45_000][self.chance(4) as usize];
                self.subject.advance(Duration::from_millis(time));
                Ok(())
            }
            97 => {
                self.kill();
                Ok(())
            }
            98 if self.chance(8) == 0 => {
                self.lose();
                Ok(())
            }
            99 if self.chance(4) == 0 => {
                self.versions.store().unpublish_all().unwrap();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The types of a change: the first, the second, or both.
    fn types(&self, which: usize) -> Vec<TypeName> {
        self.names
            .iter()
            .enumerate()
            .filter(|(place, _)| which & (place + 1) != 0)
            .map(|(_, name)| name.clone())
            .collect()
    }

    fn write(&mut self, writer: usize) {
        let now = std::mem::replace(&mut self.writers[writer], Writer::Idle);
        self.writers[writer] = match now {
            // Now and then nobody changes anything, and the cache is of use.
            Writer::Idle if self.chance(6) != 0 => Writer::Idle,
            Writer::Idle => self.announce(),
            Writer::Announced(writing, which) => {
                let mut open = self.shop.begin();
                match open.raise(&self.types(which)) {
                    Ok(raised) => Writer::Raised(writing, open, raised, which),
                    Err(_) => Writer::Announced(writing, which),
                }
            }
            Writer::Raised(writing, open, _, _) if self.chance(8) == 0 => {
                drop(open);
                writing.into_iter().for_each(|writing| self.versions.withdraw(writing));
                Writer::Idle
            }
            Writer::Raised(mut writing, open, raised, which) => {
                writing.iter_mut().for_each(|writing| self.versions.confirm(writing).unwrap());
                Writer::Confirmed(writing, open, raised, which)
            }
            Writer::Confirmed(writing, open, raised, which) => {
                open.commit();
                self.commit_data(which);
                Writer::Committed(writing, raised)
            }
            Writer::Committed(writing, raised) => {
                match writing {
                    Some(writing) => drop(self.versions.publish(writing, &raised)),
                    None => drop(self.versions.store().publish(None, &raised).unwrap()),
                }
                Writer::Idle
            }
            Writer::Ahead(which) => {
                self.commit_data(which);
                Writer::Idle
            }
            Writer::Behind(which) => {
                self.raise_alone(which);
                Writer::Idle
            }
        };
    }

    fn announce(&mut self) -> Writer<<S::Shop as Shop>::Open> {
        let which = 1 + self.chance(3) as usize;
        match self.planted {
            Planted::InvalidatedBeforeCommit => {
                self.raise_alone(which);
                Writer::Ahead(which)
            }
            Planted::RaisedOutside => {
                self.commit_data(which);
                Writer::Behind(which)
            }
            Planted::NoMark => Writer::Announced(None, which),
            Planted::Nothing | Planted::CapturedAfterLoad => {
                Writer::Announced(Some(self.versions.begin(&self.types(which)).unwrap()), which)
            }
        }
    }

    /// In a transaction of its own, published at once.
    fn raise_alone(&self, which: usize) {
        let mut open = self.shop.begin();
        if let Ok(raised) = open.raise(&self.types(which)) {
            open.commit();
            self.versions.store().publish(None, &raised).unwrap();
        }
    }

    /// The data are there, and the writer is told so.
    fn commit_data(&mut self, which: usize) {
        self.ran.commits += 1;
        for place in 0..TYPES.len() {
            self.data[place] += u64::from(which & (place + 1) != 0);
        }
    }

    /// A writer's process ends, wherever it is. Its database rolls back what is open.
    fn kill(&mut self) {
        let which = self.chance(self.writers.len() as u64) as usize;
        let was = std::mem::replace(&mut self.writers[which], Writer::Idle);
        self.ran.deaths += u64::from(matches!(was, Writer::Committed(..)));
    }

    fn lose(&mut self) {
        self.ran.losses += 1;
        self.subject.lose_everything();
        self.versions = versions(self.subject, self.chance(u64::MAX));
    }

    fn read(&mut self, which: usize) -> Result<(), String> {
        let now = std::mem::replace(&mut self.visitors[which].reader, Reader::Idle);
        let next = match now {
            Reader::Idle => {
                self.visitors[which].floor = self.data;
                self.visitors[which].early = None;
                if self.planted == Planted::CapturedAfterLoad { Reader::TooEarly(self.data) } else { Reader::Begun }
            }
            Reader::TooEarly(data) => {
                self.visitors[which].early = Some(data);
                Reader::Begun
            }
            Reader::Begun => {
                let need = if self.chance(3) == 0 { Need::Token } else { Need::Entries };
                Reader::Looked(Box::new(self.versions.look(&self.names, need)))
            }
            Reader::Looked(seen) => {
                let told = seen.questions().map(|(name, asked)| self.tell(name, asked)).collect();
                Reader::Asked(seen, told)
            }
            Reader::Asked(seen, told) => {
                Reader::Captured(self.versions.answer(*seen, &told).map_err(|error| error.to_string())?)
            }
            Reader::Captured(captured) => return self.look_up(which, captured),
            Reader::Loaded(captured, data) => {
                if captured.bypass.is_none() {
                    let lifetimes = Lifetimes::of(Duration::from_secs(3_600)).unwrap();
                    let value = data.map(|count| count.to_string()).join(",");
                    self.subject.entries().keep(&key(&captured), value.as_bytes(), lifetimes).unwrap();
                }
                Reader::Idle
            }
        };
        self.visitors[which].reader = next;
        Ok(())
    }

    fn tell(&self, name: &TypeName, asked: Asked) -> Told {
        let name = std::slice::from_ref(name);
        match (asked, self.shop.settled(name)) {
            (Asked::Settled, Ok(versions)) => Told::Settled(versions[0]),
            _ => Told::Committed(self.shop.committed(name).unwrap()[0]),
        }
    }

    fn look_up(&mut self, which: usize, captured: Captured) -> Result<(), String> {
        self.never_back(which, &captured)?;
        let found = match captured.bypass {
            None => self.subject.entries().fetch(&key(&captured)).unwrap(),
            Some(_) => None,
        };
        let data = match found {
            Some(found) => {
                self.ran.found += 1;
                let text = String::from_utf8(found.value).unwrap();
                let mut counts = text.split(',').map(|count| count.parse().unwrap());
                [counts.next().unwrap(), counts.next().unwrap()]
            }
            None => {
                if captured.bypass.is_some() {
                    self.ran.passed_by += 1
                } else {
                    self.ran.loaded += 1
                }
                let data = self.visitors[which].early.unwrap_or(self.data);
                self.visitors[which].reader = Reader::Loaded(captured, data);
                data
            }
        };
        let floor = self.visitors[which].floor;
        if data.iter().zip(&floor).any(|(seen, acknowledged)| seen < acknowledged) {
            return Err(format!("a reader saw {data:?}, and {floor:?} had been acknowledged when he began"));
        }
        Ok(())
    }

    /// What one browser is shown.
    fn never_back(&mut self, which: usize, captured: &Captured) -> Result<(), String> {
        let Some(versions) =
            self.names.iter().map(|name| captured.versions.version_of(name.as_str())).collect::<Option<Vec<_>>>()
        else {
            return Ok(());
        };
        if let Some(shown) = &self.visitors[which].shown {
            if versions.iter().zip(shown).any(|(now, before)| now < before) {
                return Err(format!("a browser was shown {shown:?}, and then {versions:?}"));
            }
        }
        self.visitors[which].shown = Some(versions);
        Ok(())
    }

    /// Everybody ends; then all leases are over, and it is counted.
    fn quiet_down(&mut self) -> Result<(), String> {
        self.writers.iter_mut().for_each(|writer| *writer = Writer::Idle);
        self.subject.advance(self.versions.store().longest_mark() * 2);
        let committed = self.shop.settled(&self.names).map_err(|error| error.to_string())?;
        let counters: Vec<u64> = committed.iter().map(|version| u64::try_from(version.counter()).unwrap()).collect();
        if counters != self.data {
            return Err(format!("{:?} changes were committed and {counters:?} counted", self.data));
        }
        self.versions.capture(&self.names, Need::Entries, &self.shop).map_err(|error| error.to_string())?;
        let look = self.versions.store().look(&self.names).map_err(|error| error.to_string())?;
        let published: Vec<_> = look.standings.iter().map(|standing| standing.version).collect();
        // A store that is young for ever says nothing of versions, so that there is nothing to agree.
        if look.young.is_none() && published != committed.iter().copied().map(Some).collect::<Vec<_>>() {
            return Err(format!("{committed:?} is committed, and {published:?} published"));
        }
        let repaired = self.versions.reconcile(&self.shop, true, "race").map_err(|error| error.to_string())?;
        if !repaired.findings.is_empty() {
            return Err(format!("the reconciler found {:?}", repaired.findings));
        }
        Ok(())
    }
}

fn versions<S: Subject>(subject: &S, seed: u64) -> Versions {
    Versions::shared(subject.open(), Settings::new().unwrap(), Environment::by_hand(&subject.clock(), seed))
}

fn key(captured: &Captured) -> EntryKey {
    EntryKey::new("shop.home.data", &captured.versions).unwrap()
}

const STEPS: usize = 300;

/// The one that all of this is for.
pub fn readers_see_what_was_committed_before_they_began_or_newer<S: Subject>(subject: &S) {
    let mut all = Ran::default();
    for seed in 0..100 {
        let ran = run(subject, seed, STEPS, Planted::Nothing).unwrap_or_else(|seen| panic!("{seen}"));
        all.commits += ran.commits;
        all.found += ran.found;
        all.loaded += ran.loaded;
        all.passed_by += ran.passed_by;
        all.deaths += ran.deaths;
        all.losses += ran.losses;
    }
    // A race in which nothing happens proves nothing.
    assert!(all.commits > 300 && all.found > 300 && all.passed_by > 300 && all.deaths > 5 && all.losses > 5, "{all:?}");
}

fn is_seen<S: Subject>(subject: &S, planted: Planted) {
    let seen = (0..40).find_map(|seed| run(subject, seed, STEPS, planted).err());
    assert!(seen.is_some(), "{planted:?} was not seen");
}

/// A planted defect: the race has to see it.
pub fn an_invalidation_before_the_commit_is_seen<S: Subject>(subject: &S) {
    is_seen(subject, Planted::InvalidatedBeforeCommit);
}

/// A planted defect: the race has to see it.
pub fn a_change_that_nobody_announces_is_seen<S: Subject>(subject: &S) {
    is_seen(subject, Planted::NoMark);
}

/// A planted defect: the race has to see it.
pub fn versions_that_are_captured_after_the_load_are_seen<S: Subject>(subject: &S) {
    is_seen(subject, Planted::CapturedAfterLoad);
}

/// A planted defect: the race has to see it.
pub fn a_version_that_is_raised_outside_the_transaction_is_seen<S: Subject>(subject: &S) {
    is_seen(subject, Planted::RaisedOutside);
}
