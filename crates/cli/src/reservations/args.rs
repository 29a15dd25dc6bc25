//! What may be typed about reservations.

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum ReservationsCommand {
    /// What was counted, and how long stock was held
    Stats,
    /// Show the reservation of an order or of a token, or the stock of an item with everybody who holds of it
    Show {
        /// The order's id
        #[arg(required_unless_present_any = ["token", "item"], conflicts_with_all = ["token", "item"])]
        order: Option<String>,
        /// The token that came with the grant, or - to read it from standard input, where nobody else sees it
        #[arg(long, conflicts_with = "item")]
        token: Option<String>,
        /// vendor/kind/sku; with --vendor its sku alone
        #[arg(long)]
        item: Option<String>,
        /// Whose the item is
        #[arg(long, requires = "item")]
        vendor: Option<String>,
        /// Of what kind the item is
        #[arg(long, requires = "vendor", default_value = "item")]
        kind: String,
    },
    /// List reservations in the order of their orders
    List {
        /// held, committed, released or expired
        #[arg(long)]
        state: Option<String>,
        /// Only of this owner
        #[arg(long)]
        owner: Option<String>,
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Take back what an order holds, in spite of its holder
    Release {
        /// The order's id
        order: String,
        /// Why; it is noted
        #[arg(long)]
        reason: String,
    },
    /// Collect leases that are over, and forget what ended long ago
    Cleanup,
    /// Take back everything that is held; what was committed stays
    Clear {
        /// Why; it is noted
        #[arg(long)]
        reason: String,
        /// Do not ask
        #[arg(long, visible_alias = "confirm")]
        yes: bool,
    },
    /// Show how much there is, or say so
    Stock {
        /// vendor/kind/sku; without one all of them
        key: Option<String>,
        /// So many are on the shelf, held ones included
        #[arg(long, requires = "key", conflicts_with_all = ["adjust", "policy"])]
        set: Option<u32>,
        /// So many more, or fewer
        #[arg(long, requires = "key", conflicts_with = "policy", allow_hyphen_values = true)]
        adjust: Option<i64>,
        /// untracked (always enough), exclusive (one holder) or unknown (forget it)
        #[arg(long, requires = "key")]
        policy: Option<String>,
    },
    /// Who did what, one line per note
    Audit {
        /// Only after this note
        #[arg(long, default_value_t = 0)]
        after: u64,
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Try locks and reservations for real, on this store: acquisition, a cart, expiry, many processes, statistics
    #[command(visible_alias = "test-locks")]
    LocksTest,
    /// One process of that test
    #[command(hide = true)]
    LocksTestWorker { vendor: String, worker: u64 },
    /// Let many processes buy at once, pay twice, late or never and be killed, and count what was lost
    #[command(visible_alias = "stress")]
    Sale(Sale),
    /// One process of a sale
    #[command(hide = true)]
    SaleWorker {
        #[command(flatten)]
        sale: Sale,
        /// The first of its buyers
        #[arg(long)]
        from: u64,
        /// The one after its last
        #[arg(long)]
        to: u64,
    },
}

/// A sale.
#[derive(Clone, Debug, Args)]
pub struct Sale {
    #[arg(long, default_value_t = 1000)]
    pub buyers: u64,
    #[arg(long, default_value_t = 8)]
    pub processes: u64,
    /// How many units are sold in all
    #[arg(long, default_value_t = 500)]
    pub units: u64,
    #[arg(long, default_value_t = 40)]
    pub skus: u64,
    /// Of so many vendors; on a Redis Cluster carts are then of several stock groups
    #[arg(long, default_value_t = 1)]
    pub vendors: u64,
    /// How long a buyer may take to pay
    #[arg(long, default_value_t = 400)]
    pub lease_ms: u64,
    /// What the buyers do is drawn from this number; a sale says which it had
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Whose stock it is; what is there of that name already is counted anew
    #[arg(long, default_value = "cartwright-sale")]
    pub vendor: String,
    /// Do it wrong on purpose, to see that the sale can see: then it has to fail
    #[arg(long)]
    pub plant: Option<Planted>,
}

/// What can be done wrong.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Planted {
    /// Who cancels gets his units put back before anybody has checked whether they were committed
    ReleaseBeforeCommitIsChecked,
}
