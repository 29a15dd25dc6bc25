//! The engine on a store of one's own.
//!
//!     cargo run -p cartwright-examples --bin own_store
//!
//! `TextStore` keeps carts as text in a map, as a shop would that has a place for text already. It is a store because it
//! passes the suite: `cargo test -p cartwright-examples --test text_store`.
#![forbid(unsafe_code)]

use cartwright_core::CartKey;
use cartwright_engine::{Engine, Settings};
use cartwright_examples::goods::{bulbs, bulk_discount, lamps};
use cartwright_examples::text_store::TextStore;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let store = TextStore::default();
    let shop = Engine::new(store.clone(), Settings::new("USD")?);
    let key = CartKey::new("user-7", "default");

    // One commit: all of it or nothing.
    shop.apply_all(&key, &[lamps(1), bulbs(2), bulk_discount()])?;
    println!("total {}", shop.content(&key)?.total.format());
    shop.swap(&key, &CartKey::new("user-8", "default"))?;

    for (key, text) in store.texts()? {
        println!("{key}");
        for (name, text) in [("items", text.items), ("conditions", text.conditions), ("metadata", text.metadata)] {
            println!("  {name}: {}", text.as_deref().unwrap_or("none"));
        }
    }
    Ok(())
}
