//! The port to what readers ask: which versions are published, and of which types a change is pending.

use crate::error::Result;
use crate::type_name::TypeName;
use crate::version::{Incarnation, Version};
use cartwright_coordination::{Lifetime, OwnerToken};
use std::time::Duration;

/// What a writer shows when he comes again: 128 random bits of one change.
pub type MarkToken = OwnerToken;

/// The number of the last thing that happened to a type in a store, in one life of the store. It never comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Of which life of the store.
    pub store: Incarnation,
    /// 0 before anything has happened.
    pub number: i64,
}

/// The marks of a type, all of them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nobody has announced a change.
    None,
    /// Somebody has; his lease lasts for so long, the longest if there are several.
    Live {
        /// What remains of it.
        remaining: Duration,
    },
    /// Somebody had, and his lease is over: only the source knows what became of it.
    Ended,
}

/// What a store knows of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What was published; `None` if only the source knows.
    pub version: Option<Version>,
    /// Whether a change is announced.
    pub mark: Mark,
    /// The last thing that happened to it.
    pub turn: Turn,
}

/// What a store knows of the types that were asked for, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// For how long the store is young: until then it may have lost marks that are still worth something, and nothing that
    /// it says of versions is to be believed. `None` once it is not.
    pub young: Option<Duration>,
    /// In the order of the question.
    pub standings: Vec<Standing>,
}

/// What became of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// It is what stands now.
    Raised,
    /// The same or a newer one stood there already.
    Stood,
    /// There is none: the store had none, or one of another life. The next reader asks the source.
    Unpublished,
}

/// What the source has said of a type, and what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The type.
    pub name: TypeName,
    /// The turn of the standing that made one ask.
    pub turn: Turn,
    /// What was committed, after every transaction that might have raised it was over.
    pub version: Version,
}

/// A store of published versions and of marks, shared by all that read and write the same data.
///
/// Every method is **one step**: it happens as a whole or not at all, whatever others do, so it can be one transaction or one
/// script. None of them waits for a mark. What a store has to guarantee beside that:
///
/// - *It forgets everything or nothing.* Versions, marks and turns live and die together, under one random incarnation. A
///   store that may have lost a step that it acknowledged (it was emptied, evicted, restored, restarted without its log,
///   or its replica took over) begins a new incarnation, without versions.
/// - *A new incarnation is young*, for as long as the longest lease of a mark that it grants
///   ([`longest_mark`](VersionStore::longest_mark)), unless it is certain that nobody had another before it. While it is young,
///   [`settle`](VersionStore::settle) is refused.
/// - *A mark stays until its writer takes it away or it is settled.* That its lease is over is looked at in every step, by one
///   clock that all clients of the store share; an ended mark is shown as [`Mark::Ended`], never dropped.
/// - *Turns*: every step that changes anything of a type gives it a turn that it never had.
/// - *Answers are about now*: no client, replica or cache between may answer from an earlier state.
///
/// What is asked of every implementation is written down as tests, in the module `conformance` behind the feature of that
/// name.
pub trait VersionStore {
    /// Looks at types, all at one moment: one round trip for any number. Changes nothing, and locks nothing that another look
    /// needs.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn look(&self, types: &[TypeName]) -> Result<Look>;

    /// Announces a change of these types, all or none, for so long; or announces it again, for so long from now on, whether the
    /// mark is still there, has ended, or was taken away. A lease never becomes shorter. Answers with what remains.
    ///
    /// # Errors
    /// If the lifetime is beyond [`longest_mark`](VersionStore::longest_mark); if the store cannot be reached, or its reply was lost.
    fn mark(&self, token: &MarkToken, types: &[TypeName], lifetime: Lifetime) -> Result<Duration>;

    /// Takes the marks of a token away, for its change was not committed and never will be.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn unmark(&self, token: &MarkToken, types: &[TypeName]) -> Result<()>;

    /// Publishes committed versions, and takes the marks of the token on these types away. In the order of the versions:
    ///
    /// - a version of the life that stands raises what stands, and never lowers it;
    /// - a version of another life leaves none standing, for nobody can say which is newer;
    /// - where none stands none will, for this version may be an old one that comes late.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost; to publish again is safe.
    fn publish(&self, token: Option<&MarkToken>, versions: &[(TypeName, Version)]) -> Result<Vec<Published>>;

    /// Takes what the source has said, for each type on its own: if its turn is still that of the question, what stands is
    /// raised to the version (or replaced, if it is of another life or there is none), and ended marks go. Otherwise nothing
    /// happens to the type. Says of which types it was taken. A young store takes nothing.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn settle(&self, settled: &[Settled]) -> Result<Vec<bool>>;

    /// The types of which anything is known, in the order of their names, after `after`, at most `limit`.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn types(&self, after: Option<&TypeName>, limit: usize) -> Result<Vec<TypeName>>;

    /// Leaves no version standing; the next reader of each type asks the source. Marks stay as they are. Says how many there were.
    ///
    /// # Errors
    /// If the store cannot be reached, or its reply was lost.
    fn unpublish_all(&self) -> Result<usize>;

    /// The policy by which the store may evict the versions as soon as its memory is used up, if it has one. They would come back in
    /// another life, young, so that nothing is wrong, but the source is asked for everything for a while.
    ///
    /// # Errors
    /// If the store cannot be reached.
    fn evicted_by(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// The longest lease of a mark that this store grants, and how long it is young.
    fn longest_mark(&self) -> Duration;
}
