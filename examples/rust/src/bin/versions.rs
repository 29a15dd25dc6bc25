//! A price is changed while pages are cached, and nobody reads the old one after the COMMIT.
//!
//!     cargo run -p cartwright-examples --bin versions
//!
//! A page is loaded once and found by everybody; a change is pending from before its COMMIT until it is published; a slow reader
//! keeps what he has loaded too late, and nobody finds it; a writer dies after his COMMIT, and what he has changed is seen
//! all the same. The clock is moved by hand, so that nobody waits.
#![forbid(unsafe_code)]

use cartwright_coordination::{ManualClock, WallTime};
use cartwright_storage::{MemoryVersionSource, VersionStores};
use cartwright_versions::{
    CacheSettings, Environment, Lifetimes, Lookup, Need, Publication, Settings, TypeName, VersionedCache, Versions,
};
use std::cell::Cell;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A shop with one product. Its database is a number, with the versions that are raised in the same transactions.
struct Shop {
    price: Cell<u32>,
    database: MemoryVersionSource,
    cache: VersionedCache,
    products: Vec<TypeName>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let clock = ManualClock::at(WallTime::from_secs(1_000_000_000));
    let shop = Shop::open(&clock)?;

    println!("The page of the lamp");
    shop.visit("ada")?;
    shop.visit("ben")?;

    println!("Its price becomes 35");
    // A slow reader has captured the versions and seen the old price; he comes back later.
    let captured = shop.versions().capture(&shop.products, Need::Entries, &shop.database)?;
    let slow = shop.cache.lookup("lamp.detailed", &captured, shop.cache.deadline())?;
    let seen = shop.price.get();

    let mut writing = shop.versions().begin(&shop.products)?;
    let mut transaction = shop.database.begin();
    let raised = transaction.raise(writing.types())?;
    shop.visit_of("ben, before the COMMIT", 40)?;
    shop.versions().confirm(&mut writing)?;
    transaction.commit();
    shop.price.set(35);
    shop.visit("ada, after the COMMIT")?;
    match shop.versions().publish(writing, &raised) {
        Publication::Done(_) => println!("  published"),
        Publication::Left(error) => return Err(error.into()),
    }
    shop.visit("ben")?;
    shop.visit("cy")?;

    println!("The slow reader keeps what he saw before");
    let Lookup::Load(permit) = slow else { return Err("nobody had loaded it".into()) };
    let key = permit.key().clone();
    println!("  kept: {}", shop.cache.keep(permit, seen.to_string().as_bytes(), Lifetimes::of(MINUTE)?));
    let now = shop.versions().capture(&shop.products, Need::Entries, &shop.database)?;
    match shop.cache.lookup("lamp.detailed", &now, shop.cache.deadline())? {
        Lookup::Load(permit) => {
            println!("  it lies under another key than readers ask for now: {}", *permit.key() != key);
            shop.cache.abandon(permit);
        }
        other => return Err(format!("{other:?}").into()),
    }

    println!("A writer dies between COMMIT and publication; its price is 30");
    let mut writing = shop.versions().begin(&shop.products)?;
    let mut transaction = shop.database.begin();
    transaction.raise(writing.types())?;
    shop.versions().confirm(&mut writing)?;
    transaction.commit();
    shop.price.set(30);
    shop.visit("ada")?;
    clock.advance(shop.versions().settings().mark_lease.get());
    println!("Its mark has ended");
    shop.visit("ben, who asks the database")?;
    shop.visit("cy")?;
    Ok(())
}

impl Shop {
    fn open(clock: &ManualClock) -> Result<Self, Box<dyn Error>> {
        // A shop of many processes would take StorePlace::Sqlite or Redis, whose clock is the machine's or the server's.
        let stores = VersionStores::in_memory(clock.clone(), VersionStores::LONGEST_MARK);
        let versions = Versions::shared(stores.versions, Settings::new()?, Environment::by_hand(clock, 1));
        let versions = Arc::new(versions.with_journal(stores.journal));
        Ok(Self {
            price: Cell::new(40),
            database: MemoryVersionSource::default(),
            cache: VersionedCache::new(versions, stores.entries, stores.locks, CacheSettings::new()?),
            products: TypeName::all(["products"])?,
        })
    }

    fn versions(&self) -> &Versions {
        self.cache.versions()
    }

    /// Somebody reads the page, which tells what is committed.
    fn visit(&self, who: &str) -> Result<(), Box<dyn Error>> {
        self.visit_of(who, self.price.get())
    }

    fn visit_of(&self, who: &str, committed: u32) -> Result<(), Box<dyn Error>> {
        let load = || Ok::<_, cartwright_versions::Error>(self.price.get().to_string().into_bytes());
        let lifetimes = Lifetimes::of(60 * MINUTE)?;
        let page = self.cache.remember("lamp", &self.products, lifetimes, &self.database, load)?;
        let price = String::from_utf8(page.value)?;
        println!("  {who}: {price}, {:?}", page.served);
        if price == committed.to_string() { Ok(()) } else { Err("that is not what is committed".into()) }
    }
}
