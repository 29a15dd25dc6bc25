//! A coupon that two people may use is stock like any other: held while they pay, with the lamp or not at all.
//!
//!     cargo run -p cartwright-examples --bin coupon
#![forbid(unsafe_code)]

use cartwright_reservations::{Line, Refusal, Request, Reservations, Reserved, Settings, StockKey};
use cartwright_storage::SqliteReservationStore;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = SqliteReservationStore::at(folder.path().join("shop.sqlite"));
    let shop = Reservations::new(store, Settings::default())?;
    let (lamp, welcome) = (StockKey::new("shop", "item", "lamp")?, StockKey::new("shop", "coupon", "WELCOME")?);
    shop.set_stock(&lamp, 10)?;
    shop.set_stock(&welcome, 2)?;
    let both = [Line::new(lamp.clone(), 3), Line::new(welcome.clone(), 1)];

    let mut tokens = Vec::new();
    for (order, buyer) in [("order-1", "ada"), ("order-2", "ben"), ("order-3", "cy")] {
        match shop.reserve(&Request::new(order, buyer, &both))? {
            Reserved::Granted(grant) => {
                println!("{buyer} holds three lamps and the coupon");
                tokens.push((order, grant.token));
            }
            Reserved::Refused(Refusal::Short(short)) => {
                for line in short {
                    println!("{buyer} gets neither: of {} {} are to be had", line.key, line.available);
                }
            }
            Reserved::Refused(other) => return Err(format!("{other:?}").into()),
        }
    }
    tell(&shop, &lamp, &welcome)?;

    let [(paid, of_ada), (cancelled, of_ben)] = tokens.as_slice() else { return Err("two of them hold".into()) };
    shop.commit(paid, of_ada)?.done().ok_or("ada held it")?;
    shop.release(cancelled, of_ben)?.done().ok_or("ben held it")?;
    println!("ada has paid, ben has cancelled: his coupon is to be had again");
    tell(&shop, &lamp, &welcome)
}

fn tell(shop: &Reservations, lamp: &StockKey, welcome: &StockKey) -> Result<(), Box<dyn Error>> {
    for key in [lamp, welcome] {
        let level = shop.level(key)?;
        println!(
            "  {key}: {} held, {} sold, {} to be had",
            level.held,
            level.sold,
            level.available.ok_or("it is counted")?
        );
    }
    Ok(())
}
