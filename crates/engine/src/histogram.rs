//! How long things take, counted without a lock.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Four buckets for each doubling of the time: a bucket's ends lie at most a quarter apart.
const PER_DOUBLING: u64 = 4;
const BUCKETS: usize = 252;

/// Durations, in buckets of nanoseconds.
pub(crate) struct Histogram {
    buckets: [AtomicU64; BUCKETS],
    sum: AtomicU64,
    min: AtomicU64,
    max: AtomicU64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            buckets: [const { AtomicU64::new(0) }; BUCKETS],
            sum: AtomicU64::new(0),
            min: AtomicU64::new(u64::MAX),
            max: AtomicU64::new(0),
        }
    }
}

impl fmt::Debug for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.snapshot().fmt(f)
    }
}

impl Histogram {
    pub(crate) fn record(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.buckets[bucket_of(nanos)].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(nanos, Ordering::Relaxed);
        self.min.fetch_min(nanos, Ordering::Relaxed);
        self.max.fetch_max(nanos, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self) -> Durations {
        let buckets: Vec<u64> = self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).collect();
        let count = buckets.iter().sum();
        let of = |value: &AtomicU64| Duration::from_nanos(value.load(Ordering::Relaxed));
        let min = if count == 0 { Duration::ZERO } else { of(&self.min) };
        Durations { count, sum: of(&self.sum), min, max: of(&self.max), buckets }
    }

    pub(crate) fn clear(&self) {
        for bucket in &self.buckets {
            bucket.store(0, Ordering::Relaxed);
        }
        self.sum.store(0, Ordering::Relaxed);
        self.min.store(u64::MAX, Ordering::Relaxed);
        self.max.store(0, Ordering::Relaxed);
    }
}

/// How long a kind of operation has taken.
///
/// ```
/// use cartwright_engine::Durations;
/// use std::time::Duration;
///
/// let none = Durations::default();
/// assert_eq!((none.count, none.mean(), none.quantile(99)), (0, None, None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// How many there were.
    pub count: u64,
    /// All of them together.
    pub sum: Duration,
    /// The shortest.
    pub min: Duration,
    /// The longest.
    pub max: Duration,
    buckets: Vec<u64>,
}

impl Durations {
    /// The mean, if there were any.
    pub fn mean(&self) -> Option<Duration> {
        (self.count > 0)
            .then(|| Duration::from_nanos(u64::try_from(self.sum.as_nanos()).unwrap_or(u64::MAX) / self.count))
    }

    /// What so many hundredths of them did not exceed, at most a quarter too long; if there were any.
    pub fn quantile(&self, hundredths: u8) -> Option<Duration> {
        let wanted = (u128::from(self.count) * u128::from(hundredths.min(100))).div_ceil(100).max(1);
        let mut seen = 0_u128;
        for (bucket, count) in self.buckets.iter().enumerate() {
            seen += u128::from(*count);
            if seen >= wanted {
                return Some(Duration::from_nanos(last_of(bucket)).clamp(self.min, self.max));
            }
        }
        None
    }
}

/// The first four numbers have a bucket each; from then on the two bits after the highest one decide.
fn bucket_of(nanos: u64) -> usize {
    if nanos < PER_DOUBLING {
        return nanos as usize;
    }
    let highest = nanos.ilog2();
    let quarter = (nanos >> (highest - 2)) & (PER_DOUBLING - 1);
    ((u64::from(highest) - 1) * PER_DOUBLING + quarter) as usize
}

/// The greatest number of a bucket.
fn last_of(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < PER_DOUBLING {
        return bucket;
    }
    let (shift, quarter) = (bucket / PER_DOUBLING - 1, bucket % PER_DOUBLING);
    let first = (PER_DOUBLING + quarter) << shift;
    first + ((1_u64 << shift) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_lies_in_the_bucket_whose_last_is_not_below_it_and_at_most_a_quarter_above() {
        let near_powers = (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) + 1, (1 << bit) - 1, 3 << (bit.max(2) - 2)]);
        for nanos in near_powers.chain([u64::MAX, 1_000, 999_999]) {
            let last = last_of(bucket_of(nanos));
            assert!(last >= nanos && last - nanos <= nanos / 4, "{nanos}: {last}");
            assert!(bucket_of(nanos) < BUCKETS);
        }
    }

    #[test]
    fn what_was_recorded_is_counted_and_summed_and_its_quantiles_lie_between_the_ends() {
        let histogram = Histogram::default();
        for millis in 1..=100 {
            histogram.record(Duration::from_millis(millis));
        }
        let durations = histogram.snapshot();
        assert_eq!((durations.count, durations.sum), (100, Duration::from_millis(5050)));
        assert_eq!((durations.min, durations.max), (Duration::from_millis(1), Duration::from_millis(100)));
        assert_eq!(durations.mean(), Some(Duration::from_micros(50_500)));
        let median = durations.quantile(50).unwrap();
        assert!((50..=63).contains(&median.as_millis()), "{median:?}");
        assert_eq!(durations.quantile(100), Some(Duration::from_millis(100)));
    }

    #[test]
    fn what_was_cleared_is_as_new() {
        let histogram = Histogram::default();
        histogram.record(Duration::MAX);
        histogram.clear();
        assert_eq!(histogram.snapshot(), Histogram::default().snapshot());
        assert_eq!(histogram.snapshot().quantile(50), None);
    }
}
