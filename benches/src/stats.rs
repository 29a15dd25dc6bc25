//! Medians.

use std::time::{Duration, Instant};

/// The middle of some figures; `None` if there are none.
pub fn median(figures: &[f64]) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

/// The middle of how many times the second figures are the first ones. Each pair was measured side by side, so that what
/// the machine did meanwhile is in both.
pub fn median_ratio(first: &[f64], second: &[f64]) -> Option<f64> {
    let ratios: Vec<f64> =
        first.iter().zip(second).filter(|(first, _)| **first > 0.0).map(|(first, second)| second / first).collect();
    median(&ratios)
}

/// Does something, and says how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = std::hint::black_box(work());
    (done, begun.elapsed())
}

/// A duration as microseconds.
pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_however_wild_the_ends_are() {
        assert_eq!(median(&[9e9, 3.0, 1.0]), Some(3.0));
        assert_eq!(median(&[4.0, 2.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_ratio_is_of_pairs() {
        // A machine that becomes ten times slower half way does not make the second ones slower than the first.
        assert_eq!(median_ratio(&[1.0, 10.0, 10.0], &[2.0, 20.0, 20.0]), Some(2.0));
        assert_eq!(median_ratio(&[0.0], &[1.0]), None);
    }
}
