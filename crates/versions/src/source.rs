//! The port to the truth: where versions are raised together with the data.

use crate::error::{Error, ErrorKind, Result};
use crate::type_name::TypeName;
use crate::version::Version;
use std::fmt;

/// The id of one change, given by whoever makes it (of an event, of a request), so that a change that is delivered again is
/// not counted again.
///
/// ```
/// use cartwright_versions::ChangeId;
///
/// assert_eq!(ChangeId::new("product-updated:0f2b6f3c")?.as_str(), "product-updated:0f2b6f3c");
/// assert!(ChangeId::new("").is_err());
/// # Ok::<(), cartwright_versions::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangeId(String);

impl ChangeId {
    /// The longest id, in bytes.
    pub const LONGEST: usize = 128;

    /// An id.
    ///
    /// # Errors
    /// If it is empty or longer than [`ChangeId::LONGEST`].
    pub fn new(id: &str) -> Result<Self> {
        if (1..=Self::LONGEST).contains(&id.len()) {
            return Ok(Self(id.to_owned()));
        }
        let message = format!("the id of a change has {} bytes; between 1 and {} are allowed", id.len(), Self::LONGEST);
        Err(Error::new(ErrorKind::InvalidName, message))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a source has raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What is committed now, in the order of the question.
    pub versions: Vec<Version>,
    /// Whether this change was counted before, so that nothing was raised this time.
    pub repeated: bool,
}

/// What a source knows of one type, for those who look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeRow {
    /// The type.
    pub name: TypeName,
    /// What is committed.
    pub version: Version,
    /// When it was last raised; milliseconds since 1970. `None` if never.
    pub raised_at: Option<i64>,
    /// Whether a change was committed without a mark, and nobody has published it since: *stale until reconciled*.
    pub stale: bool,
}

/// Where versions are raised in the same transaction as the data: the host's database.
///
/// A host whose database cannot be called from here (PHP's, across the C ABI) does the same in two steps: see
/// [`Versions::look`](crate::Versions::look) and [`Versions::answer`](crate::Versions::answer).
///
/// - Answers are in the order of the question. A type that nobody has asked for yet begins, committed at once, in a new
///   incarnation at 0: it always has a version.
/// - A row of a type is raised by one atomic statement, so that writers need no lock, and stays locked against other writers
///   and against [`settled`](VersionSource::settled) until its transaction is over.
pub trait VersionSource {
    /// What is committed now.
    ///
    /// # Errors
    /// If the source cannot be reached.
    fn committed(&self, types: &[TypeName]) -> Result<Vec<Version>>;

    /// What is committed after every transaction is over that has raised one of these and was open when this was called.
    ///
    /// # Errors
    /// [`ErrorKind::Unsettled`] or [`ErrorKind::Busy`] if such a transaction is not over in time; if the source cannot be reached.
    fn settled(&self, types: &[TypeName]) -> Result<Vec<Version>>;

    /// Raises these types by one, in a transaction of its own, unless it has done so for this change before. With
    /// `stale`, the note *stale until reconciled* is committed with it. Answers with what is committed then.
    ///
    /// # Errors
    /// If the source cannot be reached, or its reply was lost; to raise again with the same id is safe.
    fn raise(&self, change: &ChangeId, types: &[TypeName], stale: bool) -> Result<Raised>;

    /// Begins a new life of a type at 0, because what was given out of the present one is no longer true.
    ///
    /// # Errors
    /// If the source cannot be reached, or its reply was lost.
    fn renew(&self, name: &TypeName) -> Result<Version>;

    /// Takes the note *stale until reconciled* from types that were published at this version, or a newer one.
    ///
    /// # Errors
    /// If the source cannot be reached, or its reply was lost.
    fn reconciled(&self, versions: &[(TypeName, Version)]) -> Result<()>;

    /// Every type, those that were last raised first.
    ///
    /// # Errors
    /// If the source cannot be reached.
    fn rows(&self) -> Result<Vec<TypeRow>>;
}
