//! Comparing what is published with what is committed.

use crate::error::Result;
use crate::source::{TypeRow, VersionSource};
use crate::type_name::TypeName;
use crate::version::Version;
use crate::version_store::{Mark, Published, Settled, Standing};
use crate::versions::Versions;
use std::collections::BTreeSet;

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

/// What the store has said, before the source is asked: the first of the steps of a reconciliation.
///
/// A host whose database cannot be called from here takes them one by one: [`Versions::compare`]; ask the source for the
/// [types](Comparison::types), settled if that is to be had; [`Versions::judge`]; begin a new life of what is
/// [to be renewed](Judged::to_renew); [`Versions::repair`]; take the notes *stale until reconciled* from what was repaired.
#[derive(Debug)]
#[must_use = "ask the source, and hand its answers to Versions::judge"]
pub struct Comparison {
    types: Vec<TypeName>,
    before: Vec<Standing>,
    stale: BTreeSet<TypeName>,
}

impl Comparison {
    /// What the source is to be asked, to be answered in this order.
    pub fn types(&self) -> &[TypeName] {
        &self.types
    }
}

/// What is wrong, before anything was repaired.
#[derive(Debug)]
#[must_use = "read the findings, or hand it to Versions::repair"]
pub struct Judged {
    report: Reconciliation,
    /// As each finding stood when it was last looked at.
    standings: Vec<Standing>,
}

impl Judged {
    /// What was found; nothing is repaired yet.
    pub fn report(&self) -> &Reconciliation {
        &self.report
    }

    /// The types of which the source has to begin a new life: numbers of the present one were given out before, with other
    /// data behind them.
    pub fn to_renew(&self) -> Vec<TypeName> {
        let ahead = self.report.findings.iter().filter(|finding| finding.wrong == Wrong::Ahead);
        ahead.map(|finding| finding.name.clone()).collect()
    }

    /// The report as it is.
    pub fn into_report(self) -> Reconciliation {
        self.report
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
        let comparison = self.compare(&source.rows()?)?;
        let mut committed = Vec::with_capacity(comparison.types.len());
        for batch in comparison.types.chunks(BATCH) {
            committed.extend(source.settled(batch).or_else(|_| source.committed(batch))?);
        }
        let judged = self.judge(comparison, &committed)?;
        if !repair {
            return Ok(judged.into_report());
        }
        let mut renewed = Vec::new();
        for name in judged.to_renew() {
            let version = source.renew(&name)?;
            renewed.push((name, version));
        }
        let report = self.repair(judged, &renewed, who)?;
        let repaired: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.repaired)
            .map(|finding| (finding.name.clone(), finding.committed))
            .collect();
        if !repaired.is_empty() {
            source.reconciled(&repaired)?;
        }
        Ok(report)
    }

    /// Looks what the store says of these rows of the source, and of every type that it knows itself.
    ///
    /// # Errors
    /// If the store cannot be reached.
    pub fn compare(&self, rows: &[TypeRow]) -> Result<Comparison> {
        let stale = rows.iter().filter(|row| row.stale).map(|row| row.name.clone()).collect();
        let mut types: BTreeSet<TypeName> = rows.iter().map(|row| row.name.clone()).collect();
        let mut after = None;
        loop {
            let page = self.insist("store.types", |store| store.types(after.as_ref(), BATCH))?;
            after = page.last().cloned();
            let last = page.len() < BATCH;
            types.extend(page);
            if last {
                break;
            }
        }
        let types: Vec<TypeName> = types.into_iter().collect();
        let before = self.look_at_all(&types)?;
        Ok(Comparison { types, before, stale })
    }

    /// Takes what the source has said, in the order of [`Comparison::types`], looks once more, and says what is wrong.
    ///
    /// What was committed between the first look and the answer can only make the store look behind; the second look sees it.
    ///
    /// # Errors
    /// If the store cannot be reached.
    pub fn judge(&self, comparison: Comparison, committed: &[Version]) -> Result<Judged> {
        let Comparison { types, before, stale } = comparison;
        let again = self.look_at_all(&types)?;
        let mut judged = Judged { report: Reconciliation::default(), standings: Vec::new() };
        judged.report.compared = types.len();
        for (((name, before), now), committed) in types.into_iter().zip(before).zip(again).zip(committed) {
            if matches!(before.mark, Mark::Live { .. }) || matches!(now.mark, Mark::Live { .. }) {
                judged.report.pending += 1;
                continue;
            }
            let Some(wrong) = wrong_with(&before, &now, *committed, stale.contains(&name)) else { continue };
            let (published, committed) = (now.version, *committed);
            judged.report.findings.push(Finding { name, wrong, published, committed, repaired: false });
            judged.standings.push(now);
        }
        Ok(judged)
    }

    /// Makes right what was found. `renewed` are the new lives of what was [to be renewed](Judged::to_renew); what is not among them
    /// stays as it is. Afterwards the source takes its notes *stale until reconciled* from what was repaired.
    ///
    /// # Errors
    /// If the store cannot be reached; to begin again is safe.
    pub fn repair(&self, judged: Judged, renewed: &[(TypeName, Version)], who: &str) -> Result<Reconciliation> {
        let Judged { mut report, standings } = judged;
        for (finding, standing) in report.findings.iter_mut().zip(standings) {
            if finding.wrong == Wrong::Ahead {
                match renewed.iter().find(|(name, _)| *name == finding.name) {
                    Some((_, version)) => finding.committed = *version,
                    None => continue,
                }
            }
            finding.repaired = self.make_right(&finding.name, &standing, finding.committed)?;
        }
        for finding in report.findings.iter().filter(|finding| finding.repaired) {
            let published = finding.published.map(|version| version.to_string()).unwrap_or_default();
            let before_and_after = (&*published, &*finding.committed.to_string());
            self.audit("version.repaired", who, finding.name.as_str(), before_and_after, finding.wrong.as_str());
        }
        Ok(report)
    }

    fn make_right(&self, name: &TypeName, standing: &Standing, version: Version) -> Result<bool> {
        if standing.mark == Mark::Ended {
            let settled = [Settled { name: name.clone(), turn: standing.turn, version }];
            let taken = self.insist("store.settle", |store| store.settle(&settled))?;
            return Ok(taken.contains(&true));
        }
        let published = self.insist("store.publish", |store| store.publish(None, &[(name.clone(), version)]))?;
        Ok(matches!(published[..], [Published::Raised | Published::Stood | Published::Unpublished]))
    }

    fn look_at_all(&self, types: &[TypeName]) -> Result<Vec<Standing>> {
        let mut standings = Vec::with_capacity(types.len());
        for batch in types.chunks(BATCH) {
            standings.extend(self.insist("store.look", |store| store.look(batch))?.standings);
        }
        Ok(standings)
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
