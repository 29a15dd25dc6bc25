//! The cart by itself, as the documents name its figures: `cargo bench -p cartwright-benches --bench cart`.

use cartwright_benches::shop::{self, ITEMS};
use cartwright_core::{Cart, Operation};
use cartwright_wire::{Format, StoredCart, conditions_column, items_column};
use criterion::{BatchSize, BenchmarkId, Criterion};

/// The core: a value changes, a total is computed.
fn core(criterion: &mut Criterion) {
    let (policy, pricing) = (shop::policy(), shop::pricing().expect("dollars"));
    let mut group = criterion.benchmark_group("core");
    for items in ITEMS {
        let cart = shop::cart(items).expect("a cart");
        let middle = shop::line(items / 2);
        let operations = [
            ("add", shop::add("new")),
            ("update", shop::update(&middle, 3)),
            ("remove", Operation::Remove(&middle)),
            ("addCondition", shop::condition(11)),
        ];
        for (name, operation) in operations {
            group.bench_function(BenchmarkId::new(name, items), |bencher| {
                let fresh = || (cart.clone(), operation.clone());
                bencher.iter_batched_ref(
                    fresh,
                    |(cart, operation)| cart.apply(operation.clone(), &policy),
                    BatchSize::SmallInput,
                );
            });
        }
        group.bench_function(BenchmarkId::new("total", items), |bencher| {
            // Nothing is at hand after a change.
            let fresh = || -> Cart {
                let mut cart = cart.clone();
                cart.apply(shop::condition(11), &policy).expect("a condition");
                cart
            };
            bencher.iter_batched_ref(fresh, |cart| cart.total(pricing), BatchSize::SmallInput);
        });
    }
    group.finish();
}

/// The text: read, written as a whole, written where it has changed, and the content for whoever shows it.
fn wire(criterion: &mut Criterion) {
    let (policy, pricing) = (shop::policy(), shop::pricing().expect("dollars"));
    let mut group = criterion.benchmark_group("wire");
    for items in ITEMS {
        let cart = shop::cart(items).expect("a cart");
        let (column, conditions) = (items_column(&cart), conditions_column(&cart));
        let read = || StoredCart::read(column.as_deref(), conditions.as_deref(), None);
        group.bench_function(BenchmarkId::new("parse", items), |bencher| bencher.iter_with_large_drop(read));
        group.bench_function(BenchmarkId::new("write", items), |bencher| {
            bencher.iter(|| (items_column(&cart), conditions_column(&cart)));
        });
        let mut stored = read().expect("what has just been written");
        let (middle, mut quantity) = (shop::line(items / 2), 0);
        group.bench_function(BenchmarkId::new("update and write", items), |bencher| {
            bencher.iter(|| {
                quantity = quantity % 9 + 1;
                stored.apply(shop::update(&middle, quantity), &policy).map(|changes| (changes, stored.items_column()))
            });
        });
        for (name, format) in [("content as JSON", Format::Json), ("content for PHP", Format::Php)] {
            group.bench_function(BenchmarkId::new(name, items), |bencher| {
                bencher.iter(|| stored.content("default", pricing, format));
            });
        }
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    core(&mut criterion);
    wire(&mut criterion);
    criterion.final_summary();
}
