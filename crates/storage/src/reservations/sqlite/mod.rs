//! x
/// x
#[derive(Debug)]
pub struct SqliteReservationStore;
