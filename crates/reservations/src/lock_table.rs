//!
/// x
#[derive(Debug)]
pub struct LockTable;
