//! The cart by itself: no store, no events.

use crate::Failure;
use crate::shop;
use crate::stats::{median, micros, timed};
use cartwright_core::{Cart, Operation};
use cartwright_wire::{Format, StoredCart, conditions_column, items_column};
use std::time::{Duration, Instant};

/// What is measured, in the order of the table.
pub const ROWS: [&str; 13] = [
    "add",
    "update",
    "remove",
    "addCondition",
    "total",
    "total, nothing changed since",
    "with its text: update",
    "with its text: update, items' column",
    "with its text: content as JSON",
    "with its text: content for PHP",
    "read the columns",
    "write the columns",
    "a copy",
];

/// The place of a row.
pub fn row(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| *row == name)
}

/// Microseconds of each row at each size.
///
/// # Errors
/// If the core refuses.
pub fn measure(sizes: &[usize], time: Duration, rounds: usize) -> Result<Vec<Vec<Option<f64>>>, Failure> {
    let mut benches = sizes.iter().map(|items| Bench::new(*items)).collect::<Result<Vec<_>, _>>()?;
    let mut figures = vec![vec![Vec::new(); sizes.len()]; ROWS.len()];
    let (begun, mut round) = (Instant::now(), 0);
    while round < rounds || begun.elapsed() < time {
        for (size, bench) in benches.iter_mut().enumerate() {
            for (row, figure) in bench.round()?.into_iter().enumerate() {
                figures[row][size].push(figure);
            }
        }
        round += 1;
    }
    Ok(figures.into_iter().map(|row| row.iter().map(|figures| median(figures)).collect()).collect())
}

/// Carts of one size. The same is done to several of them in a row, because a clock has a price, too.
struct Bench {
    carts: Vec<Cart>,
    stored: Vec<StoredCart>,
    columns: [Option<String>; 2],
    middle: String,
    round: i64,
}

impl Bench {
    fn new(items: usize) -> Result<Self, Failure> {
        let cart = shop::cart(items)?;
        let columns = [items_column(&cart), conditions_column(&cart)];
        let at_once = if items > 100 { 4 } else { 32 };
        let read = || StoredCart::read(columns[0].as_deref(), columns[1].as_deref(), None);
        let stored = (0..at_once).map(|_| read()).collect::<Result<Vec<_>, _>>()?;
        let carts = stored.iter().map(|stored| stored.cart().clone()).collect();
        Ok(Self { carts, stored, columns, middle: shop::line(items / 2), round: 0 })
    }

    fn round(&mut self) -> Result<[f64; ROWS.len()], Failure> {
        self.round += 1;
        let (pricing, quantity, percent) = (shop::pricing()?, 3 + self.round % 2, 10 + self.round % 2);
        let middle = self.middle.as_str();
        let carts = &mut self.carts;
        let add = change(carts, &shop::add("new"))?;
        let update = change(carts, &shop::update(middle, quantity))?;
        let total = over(carts, |cart| cart.total(pricing))?;
        let again = over(carts, |cart| cart.total(pricing))?;
        let remove = change(carts, &Operation::Remove("new"))?;
        let condition = change(carts, &shop::condition(percent))?;

        let (stored, policy) = (&mut self.stored, shop::policy());
        let operations = vec![shop::update(middle, quantity); stored.len()];
        let mut operations = operations.into_iter();
        let text_update =
            over(stored, |cart| operations.next().map(|operation| cart.apply(operation, &policy)).transpose())?;
        let operations = vec![shop::update(middle, quantity + 2); stored.len()];
        let mut operations = operations.into_iter();
        let text_column = over(stored, |cart| {
            let changes = operations.next().map(|operation| cart.apply(operation, &policy)).transpose();
            changes.map(|changes| (changes, cart.items_column()))
        })?;
        let json = over(stored, |cart| cart.content("default", pricing, Format::Json))?;
        let php = over(stored, |cart| cart.content("default", pricing, Format::Php))?;

        let [items, conditions] = self.columns.each_ref().map(Option::as_deref);
        let read = over(stored, |_| StoredCart::read(items, conditions, None))?;
        let write = over(&mut self.carts, |cart| Ok::<_, Failure>((items_column(cart), conditions_column(cart))))?;
        let copy = over(&mut self.carts, |cart| Ok::<_, Failure>(cart.clone()))?;
        Ok([add, update, remove, condition, total, again, text_update, text_column, json, php, read, write, copy])
    }
}

fn change(carts: &mut [Cart], operation: &Operation<'_>) -> Result<f64, Failure> {
    let policy = shop::policy();
    let mut operations = vec![operation.clone(); carts.len()].into_iter();
    over(carts, |cart| operations.next().map(|operation| cart.apply(operation, &policy)).transpose())
}

/// Microseconds for one of them. What comes out is given back each time, as a caller would.
fn over<C, T, E: Into<Failure>>(carts: &mut [C], mut work: impl FnMut(&mut C) -> Result<T, E>) -> Result<f64, Failure> {
    let (done, taken) =
        timed(|| carts.iter_mut().try_for_each(|cart| work(cart).map(|done| drop(std::hint::black_box(done)))));
    done.map_err(Into::into)?;
    Ok(micros(taken) / carts.len() as f64)
}
