//! The last lamp is sold once, whatever its buyers do.
//!
//!     cargo run -p cartwright-examples --bin reservations
//!
//! Two press "order" for it; the first one's time runs out while the other pays; a payment comes too late; whoever slept past his
//! time is turned away where he wants to act. The clock is moved by hand, so that nobody waits.
#![forbid(unsafe_code)]

use cartwright_coordination::{FenceGuard, ManualClock, WallTime};
use cartwright_reservations::{Answer, Keep, Line, Refusal, Request, Reservations, Reserved, Settings, StockKey};
use cartwright_storage::MemoryReservationStore;
use std::error::Error;
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(30 * 60);

fn main() -> Result<(), Box<dyn Error>> {
    // A shop would take SqliteReservationStore::at("shop.sqlite"), whose clock is the machine's.
    let clock = ManualClock::at(WallTime::from_secs(1_000_000_000));
    let store = MemoryReservationStore::with_clock(clock.clone(), Keep::default());
    let shop = Reservations::new(store, Settings::default())?;
    let lamp = StockKey::new("shop", "item", "lamp")?;
    shop.set_stock(&lamp, 1)?;
    let one = [Line::new(lamp.clone(), 1)];
    // What the warehouse has seen; it takes orders for the lamp from whoever was granted it last.
    let mut warehouse = FenceGuard::default();

    println!("Two buyers press the button for the last lamp");
    let Reserved::Granted(ada) = shop.reserve(&Request::new("order-1", "ada", &one))? else {
        return Err("it was there".into());
    };
    println!("  ada holds it for {} minutes", ada.remaining.as_secs() / 60);
    if let Reserved::Refused(Refusal::Short(short)) = shop.reserve(&Request::new("order-2", "ben", &one))? {
        for line in short {
            println!(
                "  ben is told at once: {} of {} asked for, {} to be had",
                line.key, line.requested, line.available
            );
        }
    }

    println!("Ada goes for a walk");
    clock.advance(HALF_AN_HOUR - Duration::from_millis(1));
    println!("  a millisecond before the end {} to be had", available(&shop, &lamp)?);
    clock.advance(Duration::from_millis(1));
    println!("  at the end {} to be had, and nobody had to sweep", available(&shop, &lamp)?);
    let Reserved::Granted(ben) = shop.reserve(&Request::new("order-3", "ben", &one))? else {
        return Err("it had come back".into());
    };
    println!("  ben holds it, under a greater fence: {}", ben.fence > ada.fence);
    println!("  the warehouse takes his order: {}", warehouse.admits(ben.fence));
    println!("  and ada's, who does not know yet: {}", warehouse.admits(ada.fence));

    println!("Ada's payment comes, too late");
    match shop.commit("order-1", &ada.token)? {
        Answer::Expired => println!("  the lamp is another's: give her the money back"),
        other => return Err(format!("{other:?}").into()),
    }

    println!("Ben pays; the payment service tells it twice, and a click on 'cancel' comes after it");
    for _ in 0..2 {
        let paid = shop.commit("order-3", &ben.token)?.done().ok_or("it was his")?;
        println!("  sold{}", if paid.again { ", as was said before" } else { "" });
    }
    println!("  the cancellation is {}", shop.release("order-3", &ben.token)?.name());
    println!("  {} sold, {} to be had", shop.level(&lamp)?.sold, available(&shop, &lamp)?);

    println!("Another lamp comes in; Cy pays a minute too late, and nobody has taken it meanwhile");
    shop.adjust_stock(&lamp, 1)?;
    let cy = shop.reserve(&Request::new("order-4", "cy", &one))?.granted().ok_or("it was there")?;
    clock.advance(HALF_AN_HOUR + Duration::from_secs(60));
    let paid = shop.commit("order-4", &cy.token)?.done().ok_or("nobody else has it")?;
    println!("  sold late: {}, under a new fence: {}", paid.late, paid.fence > cy.fence);
    println!("  {} sold, {} to be had", shop.level(&lamp)?.sold, available(&shop, &lamp)?);
    Ok(())
}

fn available(shop: &Reservations, key: &StockKey) -> Result<u64, Box<dyn Error>> {
    Ok(shop.level(key)?.available.ok_or("it is counted")?)
}
