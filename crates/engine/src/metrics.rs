//! What the engine has done, counted.

use crate::conflict::Conflict;
use crate::error::EngineErrorKind;
use crate::operation_kind::OperationKind;
use cartwright_coordination::{Durations, Histogram};
use std::array;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counters and histograms of one engine. Many threads may count at once; none waits for another.
///
/// ```
/// use cartwright_core::{CartKey, Operation};
/// use cartwright_engine::{Engine, OperationKind, Settings};
/// use cartwright_storage::MemoryStore;
///
/// let engine = Engine::new(MemoryStore::default(), Settings::new("USD")?);
/// engine.clear(&CartKey::new("user-7", "default"))?;
/// engine.metrics().record_abandonment();
/// let counted = engine.metrics().snapshot();
/// assert_eq!((counted.of(OperationKind::Clear).done, counted.retries, counted.abandonments), (1, 0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Metrics {
    operations: [Kept; OperationKind::ALL.len()],
    minor_conflicts: Counter,
    major_conflicts: Counter,
    retries: Counter,
    abandonments: Counter,
    conversions: Counter,
    failed_subscribers: Counter,
}

#[derive(Debug, Default)]
struct Kept {
    done: Counter,
    refused: Counter,
    conflicted: Counter,
    unknown: Counter,
    failed: Counter,
    durations: Histogram,
}

#[derive(Debug, Default)]
struct Counter(AtomicU64);

impl Counter {
    fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn operation(&self, kind: OperationKind, took: Duration, failure: Option<EngineErrorKind>) {
        let kept = &self.operations[kind as usize];
        kept.durations.record(took);
        match failure {
            None => &kept.done,
            Some(EngineErrorKind::Refused(_)) => &kept.refused,
            Some(EngineErrorKind::Conflict) => &kept.conflicted,
            Some(EngineErrorKind::OutcomeUnknown) => &kept.unknown,
            Some(_) => &kept.failed,
        }
        .add(1);
    }

    pub(crate) fn conflict(&self, conflict: &Conflict) {
        if conflict.is_minor() { &self.minor_conflicts } else { &self.major_conflicts }.add(1);
    }

    pub(crate) fn retry(&self) {
        self.retries.add(1);
    }

    pub(crate) fn failed_subscribers(&self, count: usize) {
        self.failed_subscribers.add(count as u64);
    }

    /// Counts a cart that was given up.
    pub fn record_abandonment(&self) {
        self.abandonments.add(1);
    }

    /// Counts a cart that was bought.
    pub fn record_conversion(&self) {
        self.conversions.add(1);
    }

    /// What was counted so far.
    pub fn snapshot(&self) -> MetricsSnapshot {
        MetricsSnapshot {
            operations: array::from_fn(|place| {
                let kept = &self.operations[place];
                OperationMetrics {
                    kind: OperationKind::ALL[place].0,
                    done: kept.done.get(),
                    refused: kept.refused.get(),
                    conflicted: kept.conflicted.get(),
                    unknown: kept.unknown.get(),
                    failed: kept.failed.get(),
                    durations: kept.durations.snapshot(),
                }
            }),
            minor_conflicts: self.minor_conflicts.get(),
            major_conflicts: self.major_conflicts.get(),
            retries: self.retries.get(),
            abandonments: self.abandonments.get(),
            conversions: self.conversions.get(),
            failed_subscribers: self.failed_subscribers.get(),
        }
    }

    /// Forgets all of it.
    pub fn clear(&self) {
        for kept in &self.operations {
            for counter in [&kept.done, &kept.refused, &kept.conflicted, &kept.unknown, &kept.failed] {
                counter.clear();
            }
            kept.durations.clear();
        }
        for counter in [
            &self.minor_conflicts,
            &self.major_conflicts,
            &self.retries,
            &self.abandonments,
            &self.conversions,
            &self.failed_subscribers,
        ] {
            counter.clear();
        }
    }
}

/// What was counted up to a moment. Counters that belong together may be apart by what happened while they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetricsSnapshot {
    /// Of each kind of operation, in the order of [`OperationKind::ALL`].
    pub operations: [OperationMetrics; OperationKind::ALL.len()],
    /// Conflicts with one change of another, resolved or not.
    pub minor_conflicts: u64,
    /// Conflicts with more than that, or with another cart in the place of this one.
    pub major_conflicts: u64,
    /// How often an operation was tried again.
    pub retries: u64,
    /// Carts that were given up.
    pub abandonments: u64,
    /// Carts that were bought.
    pub conversions: u64,
    /// Events that a subscriber did not manage.
    pub failed_subscribers: u64,
}

impl MetricsSnapshot {
    /// What was counted of one kind.
    pub fn of(&self, kind: OperationKind) -> &OperationMetrics {
        &self.operations[kind as usize]
    }

    /// How many operations were asked for, whatever became of them.
    pub fn asked(&self) -> u64 {
        self.operations.iter().map(|operation| operation.durations.count).sum()
    }

    /// Conflicts of either severity.
    pub fn conflicts(&self) -> u64 {
        self.minor_conflicts + self.major_conflicts
    }
}

/// What was counted of one kind of operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationMetrics {
    /// Which kind.
    pub kind: OperationKind,
    /// How many were done.
    pub done: u64,
    /// How many broke a rule.
    pub refused: u64,
    /// How many gave up because others kept changing the cart.
    pub conflicted: u64,
    /// How many nobody knows the outcome of.
    pub unknown: u64,
    /// How many the store could not do.
    pub failed: u64,
    /// How long all of them took, with every attempt and pause.
    pub durations: Durations,
}
