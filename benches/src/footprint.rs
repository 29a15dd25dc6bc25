//! How much memory a cart takes.

use crate::Failure;
use crate::shop;
use cartwright_wire::{StoredCart, conditions_column, items_column};
use std::fs;

/// JSON of the carts that are held to see it: far more than the noise of an allocator.
const JSON: usize = 48 << 20;

/// How many times their JSON carts of these sizes take while they are held for changes, by what the process takes more.
///
/// # Errors
/// If the kernel does not say, or a cart cannot be read.
pub fn resident<const SIZES: usize>(sizes: [usize; SIZES]) -> Result<[Option<f64>; SIZES], Failure> {
    let (mut times, mut all) = ([None; SIZES], Vec::new());
    for (times, items) in times.iter_mut().zip(sizes) {
        let cart = shop::cart(items)?;
        let columns = [items_column(&cart), conditions_column(&cart)];
        let length: usize = columns.iter().flatten().map(String::len).sum();
        let before = pages()?;
        let held = (0..JSON / length.max(1))
            .map(|_| StoredCart::read(columns[0].as_deref(), columns[1].as_deref(), None))
            .collect::<Result<Vec<_>, _>>()?;
        let bytes = pages()?.saturating_sub(before) * PAGE;
        *times = Some(bytes as f64 / (held.len() * length) as f64);
        // Not given back before the end: the next ones would be put there, and seem to take nothing.
        all.push(held);
    }
    Ok(times)
}

pub(crate) const PAGE: usize = 4096;

/// What the process has in memory.
pub(crate) fn pages() -> Result<usize, Failure> {
    let text = fs::read_to_string("/proc/self/statm")?;
    Ok(text.split(' ').nth(1).ok_or("the kernel does not say how much memory is in use")?.parse()?)
}
