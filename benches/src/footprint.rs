//! How much memory a cart takes.

use crate::Failure;
use crate::shop;
use cartwright_wire::{StoredCart, conditions_column, items_column};
use std::fs;

/// JSON of the carts that are held to see it: far more than the noise of an allocator.
const JSON: usize = 48 << 20;

/// How many times its JSON a cart takes while it is held for changes, by what the process takes more.
///
/// # Errors
/// If the kernel does not say, or the cart cannot be read.
pub fn resident(items: usize) -> Result<f64, Failure> {
    let cart = shop::cart(items)?;
    let columns = [items_column(&cart), conditions_column(&cart)];
    let length: usize = columns.iter().flatten().map(String::len).sum();
    let count = JSON / length.max(1);
    let mut held = Vec::with_capacity(count);
    let before = pages()?;
    for _ in 0..count {
        held.push(StoredCart::read(columns[0].as_deref(), columns[1].as_deref(), None)?);
    }
    let after = pages()?;
    let bytes = after.saturating_sub(before) * PAGE;
    Ok(bytes as f64 / (held.len() * length) as f64)
}

const PAGE: usize = 4096;

fn pages() -> Result<usize, Failure> {
    let text = fs::read_to_string("/proc/self/statm")?;
    Ok(text.split(' ').nth(1).ok_or("the kernel does not say how much memory is in use")?.parse()?)
}
