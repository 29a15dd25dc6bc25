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

criterion::criterion_group!(benches, reservations);
criterion::criterion_main!(benches);
