//! Comparing what is published with what is committed.

use crate::error::Result;
use crate::source::VersionSource;
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::{Mark, Published, Settled, Standing};
use crate::versions::Versions;
use std::collections::{BTreeMap, BTreeSet};

/// What was wrong with a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// An older version was published than is committed, and no change was pending.
    Behind,
    /// A newer version was published than is committed: the source has lost something, as when a backup was restored.
    Ahead,
    /// A version of another life of the source was published.
    OtherLife,
    /// A writer has not come back: his mark has ended.
    MarkEnded,
    /// A change was committed without a mark.
    Stale,
}

impl Wrong {
    /// Its name, in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Ahead => "ahead",
            Self::OtherLife => "other_life",
            Self::MarkEnded => "mark_ended",
            Self::Stale => "stale",
        }
    }
}

/// Something that was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Of which type.
    pub name: TypeName,
    /// What.
    pub wrong: Wrong,
    /// What was published.
    pub published: Option<Version>,
    /// What is committed.
    pub committed: Version,
    /// Whether it is right now.
    pub repaired: bool,
}

/// What was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// How many types.
    pub compared: usize,
    /// How many of them are being changed at this moment, and were left to their writers.
    pub pending: usize,
    /// What was wrong, in the order of the names.
    pub findings: Vec<Finding>,
}

impl Reconciliation {
    /// Whether nothing was wrong, or all of it is right now.
    pub fn is_right(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }
}

/// So many types of a store are read at once.
const BATCH: usize = 1000;

impl Versions {
    /// Compares every type's published version with the committed one, and makes it right if `repair` says so. What is
    /// right already is not touched: whoever repairs twice finds nothing the second time.
    ///
    /// # Errors
    /// If the store or the source cannot be reached.
    pub fn reconcile(&self, source: &dyn VersionSource, repair: bool, who: &str) -> Result<Reconciliation> {
        let rows = source.rows()?;
        let stale: BTreeSet<TypeName> = rows.iter().filter(|row| row.stale).map(|row| row.name.clone()).collect();
        let mut names: BTreeSet<TypeName> = rows.into_iter().map(|row| row.name).collect();
        let mut after = None;
        loop {
            let types = self.insist("store.types", |store| store.types(after.as_ref(), BATCH))?;
            after = types.last().cloned();
            let last = types.len() < BATCH;
            names.extend(types);
            if last {
                break;
            }
        }
        let names: Vec<TypeName> = names.into_iter().collect();
        let mut report = Reconciliation { compared: names.len(), ..Reconciliation::default() };
        for batch in names.chunks(BATCH) {
            self.compare(source, batch, &stale, repair, &mut report)?;
        }
        for finding in report.findings.iter().filter(|finding| finding.repaired) {
            let published = finding.published.map(|version| version.to_string()).unwrap_or_default();
            let committed = finding.committed.to_string();
            self.audit(
                "version.repaired",
                who,
                finding.name.as_str(),
                (&published, &committed),
                finding.wrong.as_str(),
            );
        }
        Ok(report)
    }

    fn compare(
        &self,
        source: &dyn VersionSource,
        names: &[TypeName],
        stale: &BTreeSet<TypeName>,
        repair: bool,
        report: &mut Reconciliation,
    ) -> Result<()> {
        // First the store, then the source: what is committed in between can only make the store look behind, and then it
        // is looked at once more.
        let before = self.insist("store.look", |store| store.look(names))?;
        let committed = source.settled(names).or_else(|_| source.committed(names))?;
        let again = self.insist("store.look", |store| store.look(names))?;
        let stands: BTreeMap<_, _> = names.iter().zip(&again.standings).collect();
        for ((name, standing), committed) in names.iter().zip(&before.standings).zip(committed) {
            let now = stands.get(name).copied().unwrap_or(standing);
            if matches!(standing.mark, Mark::Live { .. }) || matches!(now.mark, Mark::Live { .. }) {
                report.pending += 1;
                continue;
            }
            let Some(wrong) = wrong_with(standing, now, committed, stale.contains(name)) else { continue };
            let mut finding = Finding { name: name.clone(), wrong, published: now.version, committed, repaired: false };
            if repair {
                self.repair(source, now, &mut finding)?;
            }
            report.findings.push(finding);
        }
        Ok(())
    }

    fn repair(&self, source: &dyn VersionSource, standing: &Standing, finding: &mut Finding) -> Result<()> {
        let name = finding.name.clone();
        if finding.wrong == Wrong::Ahead {
            // Its numbers were given out before, with other data behind them. A new life has none of them.
            finding.committed = source.renew(&name)?;
        }
        let version = finding.committed;
        if standing.mark == Mark::Ended {
            let settled = [Settled { name: name.clone(), turn: standing.turn, version }];
            let taken = self.insist("store.settle", |store| store.settle(&settled))?;
            finding.repaired = taken.contains(&true);
        } else {
            let published = self.insist("store.publish", |store| store.publish(None, &[(name.clone(), version)]))?;
            finding.repaired = matches!(published[..], [Published::Raised | Published::Stood | Published::Unpublished]);
        }
        if finding.repaired {
            source.reconciled(&[(name, version)])?;
        }
        Ok(())
    }
}

/// `before` was looked at before the source, `now` after it.
fn wrong_with(before: &Standing, now: &Standing, committed: Version, stale: bool) -> Option<Wrong> {
    use std::cmp::Ordering;
    let behind = |standing: &Standing| standing.version.is_some_and(|version| version < committed);
    if before.mark == Mark::Ended && now.mark == Mark::Ended {
        return Some(Wrong::MarkEnded);
    }
    match before.version.map(|version| version.partial_cmp(&committed)) {
        Some(Some(Ordering::Greater)) => Some(Wrong::Ahead),
        Some(None) if now.version == before.version => Some(Wrong::OtherLife),
        Some(Some(Ordering::Less)) if behind(now) => Some(if stale { Wrong::Stale } else { Wrong::Behind }),
        _ if stale => Some(Wrong::Stale),
        _ => None,
    }
}
