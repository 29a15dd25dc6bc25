//! Each operation of the engine in each store, by items: `cargo bench -p cartwright-benches --bench engine`.
//!
//! The operations leave the cart as large as it was: an item that is added is removed again outside of the time.

use cartwright_benches::adapter::Adapter;
use cartwright_benches::shop::{self, ITEMS};
use cartwright_core::{CartKey, Operation};
use cartwright_engine::{Engine, OpenCart, Settings};
use criterion::{BenchmarkId, Criterion};
use std::time::{Duration, Instant};

fn engine(criterion: &mut Criterion) {
    let files = tempfile::tempdir().expect("a directory");
    let mut settings = Settings::new("USD").expect("dollars");
    settings.policy = shop::policy();
    for adapter in Adapter::ALL {
        let store = adapter.open(&files.path().join(adapter.name()));
        let engine = Engine::shared(store, settings);
        let mut group = criterion.benchmark_group(adapter.name());
        for items in ITEMS {
            let key = CartKey::new(&format!("measured-{items}"), "default");
            let lines: Vec<String> = (0..items).map(shop::line).collect();
            let mut operations: Vec<Operation<'_>> = lines.iter().map(|line| shop::add(line)).collect();
            operations.extend(shop::conditions());
            engine.apply_all(&key, &operations).expect("a cart");
            let middle = &lines[items / 2];
            let pricing = engine.settings().pricing();

            let mut cart = engine.open(key.clone());
            let (new, old) = (shop::add("new"), Operation::Remove("new"));
            group.bench_function(BenchmarkId::new("add", items), |bencher| {
                bencher.iter_custom(|times| times_of(times, &mut cart, &new, &old));
            });
            apply(&mut cart, &new);
            group.bench_function(BenchmarkId::new("remove", items), |bencher| {
                bencher.iter_custom(|times| times_of(times, &mut cart, &old, &new));
            });
            apply(&mut cart, &old);
            let (more, less) = (shop::update(middle, 3), shop::update(middle, 4));
            group.bench_function(BenchmarkId::new("update", items), |bencher| {
                bencher.iter_custom(|times| times_of(times, &mut cart, &more, &less));
            });
            let (more, less) = (shop::condition(11), shop::condition(12));
            group.bench_function(BenchmarkId::new("addCondition", items), |bencher| {
                bencher.iter_custom(|times| times_of(times, &mut cart, &more, &less));
            });
            group.bench_function(BenchmarkId::new("total", items), |bencher| {
                bencher.iter(|| cart.read().map(|cart| cart.total(pricing)));
            });
            group.bench_function(BenchmarkId::new("total, loaded", items), |bencher| {
                bencher.iter(|| engine.get(&key).map(|cart| cart.total(pricing)));
            });
            group.bench_function(BenchmarkId::new("content, loaded", items), |bencher| {
                bencher.iter(|| engine.content(&key));
            });
        }
        group.finish();
    }
}

/// Does one thing so many times, and undoes it each time while nobody looks at the clock.
fn times_of(times: u64, cart: &mut OpenCart, measured: &Operation<'_>, undo: &Operation<'_>) -> Duration {
    let mut sum = Duration::ZERO;
    for _ in 0..times {
        let begun = Instant::now();
        apply(cart, measured);
        sum += begun.elapsed();
        apply(cart, undo);
    }
    sum
}

fn apply(cart: &mut OpenCart, operation: &Operation<'_>) {
    cart.apply(operation).expect("the store takes it");
}

fn main() {
    // A minute for all of them together; the command `growth` is there for comparisons.
    let (warm_up, each) = (Duration::from_millis(100), Duration::from_millis(500));
    let quick = Criterion::default().sample_size(10).warm_up_time(warm_up).measurement_time(each);
    let mut criterion = quick.configure_from_args();
    engine(&mut criterion);
    criterion.final_summary();
}
