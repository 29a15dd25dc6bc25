//! Reservations, by how many lines are held: `cargo bench -p cartwright-benches --bench reservations`.

use cartwright_benches::holds::{self, Shop};
use criterion::{BenchmarkId, Criterion};
use std::time::Duration;

#[allow(clippy::float_arithmetic)]
fn reservations(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("memory");
    for held in [0, 100_000] {
        let mut shop = Shop::with_held_lines(holds::memory(), held).expect("a shop");
        for lines in [1, 10] {
            let name = BenchmarkId::new(format!("reserve {lines} and release"), held);
            group.bench_function(name, |bencher| {
                bencher.iter_custom(|times| {
                    let times = usize::try_from(times).unwrap_or(usize::MAX);
                    let figures = shop.reserve_and_release(lines, times).expect("it is measured");
                    Duration::from_secs_f64(figures.iter().sum::<f64>() * times as f64 / 1e6)
                });
            });
        }
    }
    group.finish();
}

fn main() {
    // Half a minute for all of them together; the command `reservations` is there for comparisons.
    let (warm_up, each) = (Duration::from_millis(100), Duration::from_millis(500));
    let quick = Criterion::default().sample_size(10).warm_up_time(warm_up).measurement_time(each);
    let mut criterion = quick.configure_from_args();
    reservations(&mut criterion);
    criterion.final_summary();
}
