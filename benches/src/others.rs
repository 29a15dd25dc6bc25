//! Other carts in the store, many of them, fast.
//!
//! One is stored through the store's own door. Its rows are then copied in SQL, each copy under a key and an incarnation of
//! its own, so that every row is what the store would have written; some are read back to see that they are.

use crate::Failure;
use crate::adapter::Adapter;
use crate::shop;
use cartwright_core::{Cart, CartKey, CartStore, Commit, CommitId, Incarnation, Limits};
use rusqlite::Connection;
use std::path::Path;

/// Carts of one transaction, and between two signs of life.
const AT_ONCE: u64 = 50_000;

/// Items of each of the others.
const ITEMS: usize = 1;

/// The key of one of the others. The first one is the one that is copied.
pub fn key(number: u64) -> CartKey {
    CartKey::new(&format!("other-{number:07}"), "default")
}

/// Puts so many carts into an empty store, saying how far it is.
///
/// # Errors
/// If the store fails, or does not give back what was put in.
pub fn fill(
    adapter: Adapter,
    path: &Path,
    store: &dyn CartStore,
    others: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Failure> {
    if others == 0 {
        return Ok(());
    }
    let cart = shop::cart(ITEMS)?;
    put(store, 0, &cart)?;
    match adapter {
        Adapter::Memory => {
            for number in 1..others {
                put(store, number, &cart)?;
                if number % AT_ONCE == 0 {
                    progress(number);
                }
            }
        }
        Adapter::Compatible => copies(path, others, progress, COMPATIBLE_TEMPLATE, COMPATIBLE_COPIES)?,
        Adapter::Own => copies(path, others, progress, OWN_TEMPLATE, OWN_COPIES)?,
    }
    verify(store, others, &cart)
}

fn put(store: &dyn CartStore, number: u64, cart: &Cart) -> Result<(), Failure> {
    let (incarnation, id) = (Incarnation(u128::from(number) + 1), CommitId(u128::from(number) + 1));
    let key = key(number);
    store.commit(&Commit {
        key: &key,
        expected: None,
        incarnation,
        id,
        cart,
        changes: &[],
        limits: Limits::default(),
        outbox: &[],
    })?;
    Ok(())
}

const COMPATIBLE_TEMPLATE: &str = "CREATE TEMP TABLE template AS SELECT * FROM carts";

/// `id` is a random UUID, as the engine draws it, so that its index grows in all places.
const COMPATIBLE_COPIES: &str = "
    INSERT INTO carts (id, identifier, instance, items, conditions, metadata, version, created_at, updated_at)
    WITH RECURSIVE number (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ?2)
    SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
            || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
        printf('other-%07d', n), instance, items, conditions, metadata, version, created_at, updated_at
    FROM number, temp.template";

const OWN_TEMPLATE: &str = "
    CREATE TEMP TABLE template AS SELECT * FROM cartwright_carts;
    CREATE TEMP TABLE template_entries AS SELECT * FROM cartwright_entries";

const OWN_COPIES: &str = "
    INSERT INTO cartwright_carts
        (cart, identifier, instance, incarnation, version, items, commits, created_at, updated_at, item_bytes,
            metadata_bytes)
    WITH RECURSIVE number (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ?2)
    SELECT cart + n, printf('other-%07d', n), instance, randomblob(16), version, items, commits, created_at, updated_at,
        item_bytes, metadata_bytes
    FROM number, temp.template;
    INSERT INTO cartwright_entries (cart, kind, position, name, value)
    WITH RECURSIVE number (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ?2)
    SELECT cart + n, kind, position, name, value FROM number CROSS JOIN temp.template_entries";

/// Copies the one cart that is there.
fn copies(
    path: &Path,
    others: u64,
    progress: &mut dyn FnMut(u64),
    template: &str,
    copies: &str,
) -> Result<(), Failure> {
    let mut db = Connection::open(path)?;
    // Nobody has to find these after a power failure. 256 MB of memory for the indexes that grow in all places.
    db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")?;
    db.execute_batch(template)?;
    let mut done = 1;
    while done < others {
        let until = others.min(done + AT_ONCE);
        let transaction = db.transaction()?;
        for statement in copies.split_inclusive(';') {
            transaction.execute(statement, (i64::try_from(done)?, i64::try_from(until)?))?;
        }
        transaction.commit()?;
        done = until;
        progress(done);
    }
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    Ok(())
}

/// What was copied has to be what the store would have written: it reads it back, and makes a change to it.
fn verify(store: &dyn CartStore, others: u64, cart: &Cart) -> Result<(), Failure> {
    let step = (others / 16).max(1);
    for number in (0..others).step_by(usize::try_from(step)?).chain([others - 1]) {
        let found = store.load(&key(number))?.ok_or_else(|| format!("the cart {} is not there", key(number)))?;
        if found.cart != *cart || found.identity.version < 1 {
            return Err(format!("the cart {} is not what was copied", key(number)).into());
        }
    }
    let last = key(others - 1);
    let beyond = store.list(Some(&last), None, 1)?;
    if beyond.iter().any(|listing| listing.key.identifier().starts_with("other-")) {
        return Err(format!("there are carts after {last}").into());
    }
    let identity = store.identity(&last)?;
    let commit = Commit {
        key: &last,
        expected: identity,
        incarnation: Incarnation(0),
        id: CommitId(u128::MAX),
        cart,
        changes: &[],
        limits: Limits::default(),
        outbox: &[],
    };
    match store.commit(&commit)? {
        cartwright_core::Committed::Stored(_) => Ok(()),
        conflict => Err(format!("the cart {last} could not be changed: {conflict:?}").into()),
    }
}
