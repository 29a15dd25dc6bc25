//! Data versions: a cache that is never older than what was committed.
//!
//! A shop caches its pages and lists; an administrator changes a product. From the moment that change is committed, nobody is
//! served from the old cache, however many processes race, and the browser learns that its data are out of date.
//!
//! # How
//! - A [`Version`] is a counter with an [`Incarnation`], one for each [type of data](TypeName). It is raised in the same transaction
//!   as the data, in the host's database, the [`VersionSource`]: that is the truth.
//! - What readers ask is a [`VersionStore`]: which versions are *published*, and of which types a change is *pending*.
//! - **A writer** [announces](Versions::begin) his change before its transaction, raises the versions in it, makes
//!   [sure](Versions::confirm) of his mark before the COMMIT, and [publishes](Versions::publish) after it. There is no window in between:
//!   whoever comes after the COMMIT sees the new version, or the mark. If the writer dies, his mark ends and is looked up in the
//!   source.
//! - **A reader** [captures](Versions::capture) versions before he loads anything, and keeps what he has loaded under a
//!   [key](EntryKey) that carries them. To raise one version makes any number of values unreachable, also those that a slow reader
//!   keeps later.
//! - What the world sees is a [token](Snapshot::token) made of the versions and nothing else.
//!
//! | to | there is |
//! | --- | --- |
//! | read versions | [`Versions::capture`], or [`Versions::look`] and [`Versions::answer`]; [`RequestVersions`] |
//! | change data | [`Versions::begin`], [`confirm`](Versions::confirm), [`publish`](Versions::publish), [`withdraw`](Versions::withdraw) |
//! | raise versions afterwards | [`Versions::bump`], [`Burst`], [`Degraded`] |
//! | cache values | [`VersionedCache`], [`Lifetimes`] |
//! | compare and repair | [`Versions::reconcile`] |
//! | leave a sick store alone | [`Breaker`] |
//! | call all of it in JSON | [`Calls`] |
//! | count, and write down | [`Meter`], [`Totals`], [`JournalStore`], [`Versions::trim_journal`] |
//!
//! # Beside it
//! It uses `cartwright-coordination` for time, chance, pauses and locks, and does no input or output. `cartwright-storage` has its stores in
//! memory, in SQLite and on Redis; whoever writes another one begins with the module `conformance`, behind the feature of that name.
//!
//! # An example
//! ```
//! use cartwright_storage::{MemoryVersionSource, MemoryVersionStore};
//! use cartwright_versions::{Bypass, Need, Publication, Settings, TypeName, Versions};
//!
//! let versions = Versions::new(MemoryVersionStore::default(), Settings::new()?);
//! let (shop, products) = (MemoryVersionSource::default(), TypeName::all(["products"])?);
//! let before = versions.capture(&products, Need::Token, &shop)?.versions.token();
//!
//! // An administrator changes a product.
//! let mut writing = versions.begin(&products)?;
//! let mut transaction = shop.begin();
//! let raised = transaction.raise(writing.types())?;
//! versions.confirm(&mut writing)?;
//! transaction.commit();
//!
//! // Between COMMIT and publication: the cache is passed by, and the token is the new one already.
//! assert_eq!(versions.capture(&products, Need::Entries, &shop)?.bypass, Some(Bypass::Pending));
//! let meanwhile = versions.capture(&products, Need::Token, &shop)?.versions.token();
//! assert_ne!(meanwhile, before);
//!
//! assert!(matches!(versions.publish(writing, &raised), Publication::Done(_)));
//! let after = versions.capture(&products, Need::Entries, &shop)?;
//! assert_eq!((after.versions.token(), after.bypass), (meanwhile, None));
//! # Ok::<(), cartwright_versions::Error>(())
//! ```
#![forbid(unsafe_code)]

mod breaker;
mod bump;
mod cache;
mod calls;
#[cfg(feature = "conformance")]
pub mod conformance;
mod entry_store;
mod environment;
mod error;
mod journal;
mod journal_store;
mod meter;
mod reading;
mod reconcile;
mod request;
mod settings;
mod snapshot;
mod source;
mod stuck;
mod trim;
mod type_name;
mod version;
mod version_store;
mod versions;
mod writing;

pub use breaker::{Admission, Breaker, BreakerSettings, BreakerState};
pub use bump::{BumpLocks, Bumped, Burst, Degraded};
pub use cache::{
    CacheSettings, Lookup, Passed, Permit, Remembered, Served, SharedEntryStore, SharedLockStore, VersionedCache,
};
pub use calls::{CALLS, Calls, Found};
pub use entry_store::{Entry, EntryKey, EntryStore, Lifetimes};
pub use environment::Environment;
pub use error::{Error, ErrorKind, Result};
pub use journal_store::{JournalStore, Log, Range, Record, Sample, Written};
pub use meter::{Meter, Totals};
pub use reading::{Asked, Bypass, Captured, Need, Seen, Told};
pub use reconcile::{Comparison, Finding, Judged, Reconciliation, Wrong};
pub use request::RequestVersions;
pub use settings::{Settings, WhenUnmarked};
pub use snapshot::Snapshot;
pub use source::{ChangeId, Raised, TypeRow, VersionSource};
pub use trim::{JournalPart, Trimmed};
pub use type_name::TypeName;
pub use version::{Incarnation, Version};
pub use version_store::{Look, Mark, MarkToken, Published, Settled, Standing, Turn, VersionStore};
pub use versions::{SharedJournal, SharedVersionStore, Versions};
pub use writing::{Publication, Writing};
