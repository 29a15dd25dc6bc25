//! What a reader captures before he loads anything.
//!
//! Why it is right: a writer's mark is there from before his COMMIT until his version is published. So whoever comes after a
//! COMMIT was acknowledged sees the published version, or the mark, or that it ended and has to be looked up in the
//! source; and what he then loads, he loads after he has captured the version under which he keeps it.

use crate::error::{Error, ErrorKind, Result};
use crate::snapshot::Snapshot;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::{Look, Mark, Settled, Turn};
use crate::versions::Versions;

/// What versions are captured for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To find and keep cached values. Where a change is pending there is no need to know more: the cache is passed by.
    Entries,
    /// To tell the world, which must get a version in any case.
    Token,
}

/// Why the cache is passed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bypass {
    /// A change of one of the types is announced.
    Pending,
    /// Neither the store nor the source could say what is committed.
    Unknown,
}

/// How the host is to ask its database for the version of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What is committed.
    Committed,
    /// What is committed after open transactions that have raised it are over; if that takes too long, what is committed.
    Settled,
}

/// What the host's database has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What is committed, whatever else is open.
    Committed(Version),
    /// What is committed, and nothing that raises it was open.
    Settled(Version),
    /// It did not answer.
    Nothing,
}

/// What the store has said, and what is still to be asked of the source.
#[derive(Clone, Debug)]
#[must_use = "ask the source, and hand the answers to Versions::answer"]
pub struct Seen {
    pub(crate) need: Need,
    pub(crate) known: Vec<(TypeName, Version)>,
    pub(crate) asked: Vec<(TypeName, Asked, Option<Turn>)>,
    pub(crate) bypass: Option<Bypass>,
}

impl Seen {
    /// What the source is to be asked, to be answered in this order. Nothing, most of the time.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = (&TypeName, Asked)> {
        self.asked.iter().map(|(name, asked, _)| (name, *asked))
    }
}

/// What a reader has captured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The versions, of every type that was asked for unless the cache is passed by.
    pub versions: Snapshot,
    /// Why the cache is to be passed by: neither to be read nor to be written.
    pub bypass: Option<Bypass>,
}

impl Versions {
    /// Looks what is published of some types: one round trip. It always answers, whatever the store does; then
    /// the questions are more.
    pub fn look(&self, types: &[TypeName], need: Need) -> Seen {
        let mut seen = Seen { need, known: Vec::new(), asked: Vec::new(), bypass: None };
        match self.ask("store.look", |store| store.look(types)) {
            Ok(look) => seen.sort_out(types, &look),
            // Who cannot see whether a change is announced can still ask what is committed.
            Err(_) => seen.asked.extend(types.iter().map(|name| (name.clone(), Asked::Committed, None))),
        }
        if seen.bypass.is_some() && need == Need::Entries {
            seen.asked.clear();
        }
        seen
    }

    /// Takes the answers of the source, in the order of [`Seen::questions`], and lets the store know what is settled.
    ///
    /// # Errors
    /// If a version is needed for the world and nobody could tell it: there is no empty one, and none made of the clock.
    pub fn answer(&self, seen: Seen, told: &[Told]) -> Result<Captured> {
        let (mut versions, mut bypass) = (Snapshot::from_iter(seen.known), seen.bypass);
        let mut settled = Vec::new();
        for (place, (name, asked, turn)) in seen.asked.into_iter().enumerate() {
            match told.get(place).copied().unwrap_or(Told::Nothing) {
                Told::Committed(version) => versions.set(name, version),
                Told::Settled(version) => {
                    if let (Asked::Settled, Some(turn)) = (asked, turn) {
                        settled.push(Settled { name: name.clone(), turn, version });
                    }
                    versions.set(name, version);
                }
                Told::Nothing if seen.need == Need::Token => {
                    let message = format!(
                        "neither the store of versions nor the database could say the version of '{name}'; try again \
                         when one of them can be reached"
                    );
                    return Err(Error::new(ErrorKind::Unavailable, message));
                }
                Told::Nothing => bypass = bypass.or(Some(Bypass::Unknown)),
            }
        }
        if !settled.is_empty() {
            // Nobody depends on it: what the source has said is true either way.
            let taken = self.ask("store.settle", |store| store.settle(&settled));
            if taken.is_ok_and(|taken| taken.contains(&true)) {
                self.counted("reading.settled");
            }
        }
        Ok(Captured { versions, bypass })
    }

    /// Captures the versions of some types: looks, asks the source what is to be asked, and answers.
    ///
    /// # Errors
    /// If a version is needed for the world and nobody could tell it.
    pub fn capture(&self, types: &[TypeName], need: Need, source: &dyn VersionSource) -> Result<Captured> {
        let seen = self.look(types, need);
        let told = ask_source(&seen, source);
        self.answer(seen, &told)
    }
}

impl Seen {
    fn sort_out(&mut self, types: &[TypeName], look: &Look) {
        for (name, standing) in types.iter().zip(&look.standings) {
            let (asked, turn) = match (standing.mark, standing.version) {
                (Mark::Live { .. }, _) => {
                    self.bypass = Some(Bypass::Pending);
                    (Asked::Committed, None)
                }
                // What a young store says is not to be believed, and it takes no answer.
                _ if look.young.is_some() => (Asked::Committed, None),
                (Mark::None, Some(version)) => {
                    self.known.push((name.clone(), version));
                    continue;
                }
                (Mark::Ended, _) | (Mark::None, None) => (Asked::Settled, Some(standing.turn)),
            };
            self.asked.push((name.clone(), asked, turn));
        }
    }
}

/// Asks a source each question; types that are asked in one way are asked together.
pub(crate) fn ask_source(seen: &Seen, source: &dyn VersionSource) -> Vec<Told> {
    let names = |way: Asked| -> Vec<TypeName> {
        seen.questions().filter(|(_, asked)| *asked == way).map(|(name, _)| name.clone()).collect()
    };
    let of = |names: Vec<TypeName>, read: &dyn Fn(&[TypeName]) -> Vec<Told>| {
        if names.is_empty() { Vec::new() } else { read(&names) }
    };
    let committed = |names: &[TypeName]| match source.committed(names) {
        Ok(versions) => versions.into_iter().map(Told::Committed).collect(),
        Err(_) => vec![Told::Nothing; names.len()],
    };
    let settled = |names: &[TypeName]| match source.settled(names) {
        Ok(versions) => versions.into_iter().map(Told::Settled).collect(),
        Err(_) => committed(names),
    };
    let mut committed = of(names(Asked::Committed), &committed).into_iter();
    let mut settled = of(names(Asked::Settled), &settled).into_iter();
    let mut next = |asked| if asked == Asked::Settled { settled.next() } else { committed.next() };
    seen.questions().map(|(_, asked)| next(asked).unwrap_or(Told::Nothing)).collect()
}
