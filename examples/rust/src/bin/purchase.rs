//! A purchase, from an empty file to the total.
//!
//!     cargo run -p cartwright-examples --bin purchase
//!
//! A visitor fills a cart; a discount comes with its rule; two other processes work on the customer's cart at the same time;
//! the visitor logs in as that customer. Subscribers print what happens. The file is thrown away at the end.
#![forbid(unsafe_code)]

use cartwright_core::{CartKey, MergeStrategy};
use cartwright_engine::{Engine, Settings};
use cartwright_events::{CartConditionAdded, CartMerged, ItemAdded};
use cartwright_examples::goods::{bulbs, bulk_discount, lamps, tax};
use cartwright_storage::SqliteStore;
use std::env;
use std::error::Error;
use std::path::Path;
use std::process::Command;

/// What each of the other processes puts into the customer's cart, one by one.
const BULBS_OF_EACH: i64 = 25;

fn main() -> Result<(), Box<dyn Error>> {
    let customer = CartKey::new("user-7", "default");
    // Started by itself: one of the other processes.
    if let Some(file) = env::args_os().nth(1) {
        let shop = open(file.as_ref())?;
        for _ in 0..BULBS_OF_EACH {
            shop.apply(&customer, &bulbs(1))?;
        }
        return Ok(());
    }

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("carts.sqlite");
    let shop = open(&file)?;
    subscribe(&shop);

    println!("A visitor looks around");
    let visitor = CartKey::new("session-42", "default");
    shop.apply(&visitor, &lamps(2))?;
    // The rule is looked at in the same commit as each change; two lamps are too few.
    shop.apply(&visitor, &bulk_discount())?;
    shop.apply(&visitor, &bulbs(4))?;
    print_cart(&shop, &visitor)?;

    println!("The customer's phone and tablet are at work on his cart, each a process");
    let mut others = Vec::new();
    for _ in 0..2 {
        others.push(Command::new(env::current_exe()?).arg(&file).spawn()?);
    }
    for mut other in others {
        if !other.wait()?.success() {
            return Err("another process did not manage".into());
        }
    }
    println!("  {} times one bulb was added, {} are there", 2 * BULBS_OF_EACH, shop.get(&customer)?.quantity());

    println!("The visitor logs in as this customer");
    shop.merge(&customer, &visitor, MergeStrategy::AddQuantities)?;
    shop.apply(&customer, &tax())?;
    print_cart(&shop, &customer)?;
    println!("  the visitor's cart is {}", if shop.has(&visitor)? { "still there" } else { "gone" });
    Ok(())
}

/// The shop, on a file that any number of processes may have open.
fn open(file: &Path) -> Result<Engine, Box<dyn Error>> {
    Ok(Engine::new(SqliteStore::at(file), Settings::new("USD")?))
}

/// Whoever wants to know says which events, and gets them with their type. Errors would be reported, and disturb nobody.
fn subscribe(shop: &Engine) {
    shop.bus().on("stock", |event: &ItemAdded, envelope| {
        println!("  stock: {} holds {} × {}", envelope.key, event.item.quantity().exact(), event.item.name());
        Ok(())
    });
    shop.bus().on("marketing", |event: &CartConditionAdded, envelope| {
        println!("  marketing: {} gets {}", envelope.key, event.condition.name());
        Ok(())
    });
    shop.bus().on("login", |event: &CartMerged, envelope| {
        let conflicts: Vec<&str> = event.merged.conflicts.iter().map(|one| one.target.name()).collect();
        println!("  login: {} took a cart in; in both was {}", envelope.key, conflicts.join(", "));
        Ok(())
    });
}

fn print_cart(shop: &Engine, key: &CartKey) -> Result<(), Box<dyn Error>> {
    let content = shop.content(key)?;
    for item in content.cart.items() {
        println!("  {:>3} × {}", item.quantity().exact(), item.name());
    }
    println!(
        "  subtotal {}, saved {}, total {}",
        content.subtotal.format(),
        content.savings.format(),
        content.total.format()
    );
    Ok(())
}
