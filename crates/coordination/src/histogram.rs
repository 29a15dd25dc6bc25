//! How long things take, counted without a lock.

use crate::clock::nanos;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Four buckets for each doubling of the time: a bucket's ends lie at most a quarter apart.
const PER_DOUBLING: u64 = 4;
const BUCKETS: usize = 252;

/// Durations, in buckets of nanoseconds, which many threads may count at once.
///
/// ```
/// use cartwright_coordination::Histogram;
/// use std::time::Duration;
///
/// let histogram = Histogram::default();
/// histogram.record(Duration::from_millis(3));
/// assert_eq!(histogram.snapshot().count, 1);
/// ```
pub struct Histogram {
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
    /// Counts one.
    pub fn record(&self, took: Duration) {
        let nanos = nanos(took);
        self.buckets[bucket_of(nanos)].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(nanos, Ordering::Relaxed);
        self.min.fetch_min(nanos, Ordering::Relaxed);
        self.max.fetch_max(nanos, Ordering::Relaxed);
    }

    /// What was counted so far.
    pub fn snapshot(&self) -> Durations {
        let buckets: Vec<u64> = self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).collect();
        let count = buckets.iter().sum();
        let of = |value: &AtomicU64| Duration::from_nanos(value.load(Ordering::Relaxed));
        let min = if count == 0 { Duration::ZERO } else { of(&self.min) };
        Durations { count, sum: of(&self.sum), min, max: of(&self.max), buckets }
    }

    /// Forgets all of it.
    pub fn clear(&self) {
        for bucket in &self.buckets {
            bucket.store(0, Ordering::Relaxed);
        }
        self.sum.store(0, Ordering::Relaxed);
        self.min.store(u64::MAX, Ordering::Relaxed);
        self.max.store(0, Ordering::Relaxed);
    }
}

/// How long a kind of operation has taken. Two of them can be [merged](Durations::merge), in any order.
///
/// ```
/// use cartwright_coordination::Durations;
/// use std::time::Duration;
///
/// let none = Durations::default();
/// assert_eq!((none.count, none.mean(), none.quantile(99)), (0, None, None));
///
/// let (mut here, mut there) = (Durations::default(), Durations::default());
/// here.record(Duration::from_millis(1));
/// there.record(Duration::from_millis(5));
/// here.merge(&there);
/// assert_eq!((here.count, here.max), (2, Duration::from_millis(5)));
/// // A text that a store can keep.
/// assert_eq!(here.to_string().parse(), Ok(here));
/// ```
#[derive(Clone, Debug, Default)]
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
    /// Counts one.
    pub fn record(&mut self, took: Duration) {
        let bucket = bucket_of(nanos(took));
        let mut one = Self { count: 1, sum: took, min: took, max: took, buckets: vec![0; bucket + 1] };
        one.buckets[bucket] = 1;
        self.merge(&one);
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.min = if self.count == 0 { other.min } else { self.min.min(other.min) };
        self.max = self.max.max(other.max);
        self.sum = self.sum.saturating_add(other.sum);
        self.count = self.count.saturating_add(other.count);
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine = mine.saturating_add(*theirs);
        }
    }

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

impl PartialEq for Durations {
    /// Buckets in which nothing was counted do not matter.
    fn eq(&self, other: &Self) -> bool {
        let ends = |one: &Self| (one.count, one.sum, one.min, one.max);
        ends(self) == ends(other) && self.counted().eq(other.counted())
    }
}

impl Eq for Durations {}

impl Durations {
    /// The buckets in which something was counted.
    fn counted(&self) -> impl Iterator<Item = (usize, u64)> {
        self.buckets.iter().copied().enumerate().filter(|(_, count)| *count > 0)
    }
}

impl fmt::Display for Durations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", nanos(self.sum), nanos(self.min), nanos(self.max))?;
        self.counted().try_for_each(|(bucket, count)| write!(f, " {bucket}:{count}"))
    }
}

impl FromStr for Durations {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("'{text}' says no durations");
        let mut words = text.split(' ');
        let mut next = || words.next().and_then(|word| word.parse().ok()).map(Duration::from_nanos);
        let (Some(sum), Some(min), Some(max)) = (next(), next(), next()) else { return Err(refused()) };
        let mut read = Self { sum, min, max, ..Self::default() };
        for word in words {
            let (bucket, count) = word.split_once(':').ok_or_else(refused)?;
            let (Ok(bucket @ 0..BUCKETS), Ok(count)) = (bucket.parse::<usize>(), count.parse::<u64>()) else {
                return Err(refused());
            };
            if read.buckets.len() <= bucket {
                read.buckets.resize(bucket + 1, 0);
            }
            read.buckets[bucket] = count;
            read.count = read.count.saturating_add(count);
        }
        Ok(read)
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
    fn merged_in_any_order_it_is_what_one_would_have_counted() {
        let (histogram, mut parts) = (Histogram::default(), [Durations::default(), Durations::default()]);
        for number in 1..=200_u64 {
            let took = Duration::from_micros(number * number);
            histogram.record(took);
            parts[(number % 2) as usize].record(took);
        }
        let [odd, even] = parts;
        let (mut one, mut other) = (odd.clone(), even.clone());
        one.merge(&even);
        other.merge(&odd);
        assert_eq!(one, other);
        assert_eq!(one, histogram.snapshot());
    }

    #[test]
    fn a_text_that_says_no_durations_is_refused() {
        for text in ["", "1 2", "1 2 x", "1 2 3 4", "1 2 3 252:1", "1 2 3 4:-1"] {
            assert!(text.parse::<Durations>().is_err(), "{text}");
        }
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
