//! What a writer does around his transaction: begin, (raise in it), confirm, COMMIT, publish.

use crate::error::{Error, ErrorKind, Result};
use crate::settings::WhenUnmarked;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::{MarkToken, Published};
use crate::versions::Versions;
use cartwright_coordination::{Lease, Moment};

/// A change that is being made, from before its transaction until after it.
///
/// It may be dropped at any time: the mark then stays until its lease is over, and is looked up in the source.
#[derive(Debug)]
#[must_use = "it is to be published after the COMMIT, or withdrawn after a rollback"]
pub struct Writing {
    pub(crate) token: MarkToken,
    pub(crate) types: Vec<TypeName>,
    /// By this process's clock, from before the store was asked; `None` if no mark is set.
    pub(crate) lease: Option<Lease>,
}

impl Writing {
    /// The types that are being changed, in their order.
    pub fn types(&self) -> &[TypeName] {
        &self.types
    }

    /// Whether readers know of it. If not, the note *stale until reconciled* is to be committed with the data.
    pub fn is_marked(&self) -> bool {
        self.lease.is_some()
    }
}

/// What became of a publication.
#[derive(Debug)]
pub enum Publication {
    /// The store has it; for each version what it did.
    Done(Vec<Published>),
    /// The store did not take it. Readers pass the cache by until the lease is over, and then find it in the source; if there was
    /// no mark, they read what is old until it is reconciled.
    Left(Error),
}

impl Versions {
    /// Announces a change of some types. To be called before its transaction, or in it, but before its COMMIT.
    ///
    /// # Errors
    /// If no mark can be set and the policy is to refuse.
    pub fn begin(&self, types: &[TypeName]) -> Result<Writing> {
        let mut types = types.to_vec();
        types.sort();
        types.dedup();
        let mut writing = Writing { token: MarkToken::new(&*self.environment.random)?, types, lease: None };
        self.mark(&mut writing)?;
        Ok(writing)
    }

    /// Makes sure that the mark outlasts the COMMIT. To be called after the versions were raised, right before the COMMIT; if it
    /// fails, the transaction is to be rolled back.
    ///
    /// Whoever was stopped for longer than his lease, in whatever place, announces himself anew here. From the raise on, the
    /// row that he has raised is locked, so that nobody settles it before he is done.
    ///
    /// # Errors
    /// If the mark has to be renewed and cannot be, and the policy is to refuse.
    pub fn confirm(&self, writing: &mut Writing) -> Result<()> {
        let now = self.environment.monotonic.now();
        let is_good = |lease: Lease| lease.remaining(now) * 2 > lease.expires().since(lease.granted());
        if writing.lease.is_some_and(is_good) { Ok(()) } else { self.mark(writing) }
    }

    fn mark(&self, writing: &mut Writing) -> Result<()> {
        let asked = self.environment.monotonic.now();
        let set =
            self.insist("store.mark", |store| store.mark(&writing.token, &writing.types, self.settings.mark_lease));
        match (set, self.settings.when_unmarked) {
            (Ok(remaining), _) => {
                writing.lease = Some(Lease::between(asked, asked.plus(remaining)));
                Ok(())
            }
            (Err(error), WhenUnmarked::Refuse) => {
                self.incident("mark.refused", &list(&writing.types), "the change was refused", &error.to_string());
                let message = format!(
                    "no mark could be set for this change, and without one pages would be old after it ({error}); try \
                     again, or let changes be committed with the note 'stale until reconciled'"
                );
                Err(Error::new(ErrorKind::Unmarked, message).because(error))
            }
            (Err(error), WhenUnmarked::CommitStale) => {
                writing.lease = None;
                let actions = "the change goes on, stale until reconciled";
                self.incident("mark.missing", &list(&writing.types), actions, &error.to_string());
                Ok(())
            }
        }
    }

    /// Publishes what was committed, and takes the mark away. To be called after the COMMIT; it never fails, since what is
    /// committed is committed.
    pub fn publish(&self, writing: Writing, versions: &[(TypeName, Version)]) -> Publication {
        let unchanged: Vec<TypeName> =
            writing.types.iter().filter(|name| !versions.iter().any(|(raised, _)| raised == *name)).cloned().collect();
        let published = self.insist("store.publish", |store| {
            let published = store.publish(Some(&writing.token), versions)?;
            if !unchanged.is_empty() {
                store.unmark(&writing.token, &unchanged)?;
            }
            Ok(published)
        });
        match published {
            Ok(published) => Publication::Done(published),
            Err(error) => {
                let (kind, actions) = if writing.is_marked() {
                    ("publication.left", "readers pass the cache by until the lease of the mark is over")
                } else {
                    ("publication.missing", "readers may see what is old until it is reconciled")
                };
                self.incident(kind, &list(&writing.types), actions, &error.to_string());
                Publication::Left(error)
            }
        }
    }

    /// Takes the mark away. To be called only when it is certain that nothing was committed, and never will be; whoever does not
    /// know drops the change, and its mark is looked up when its lease is over.
    pub fn withdraw(&self, writing: Writing) {
        if writing.is_marked() {
            // If it fails the lease ends by itself.
            let _ = self.insist("store.unmark", |store| store.unmark(&writing.token, &writing.types));
        }
    }
}

impl Writing {
    /// What remains of the mark's lease by this process's clock.
    pub fn remaining(&self, now: Moment) -> std::time::Duration {
        self.lease.map_or(std::time::Duration::ZERO, |lease| lease.remaining(now))
    }
}

/// Names in one text.
pub(crate) fn list(types: &[TypeName]) -> String {
    types.iter().map(TypeName::as_str).collect::<Vec<_>>().join(", ")
}
