//! What may be typed.

pub use crate::reservations::args::ReservationsCommand;
use crate::versions::VersionsArgs;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused: a rule of carts, an answer of no, or a stress that lost something
  2  what was typed makes no sense
  3  others kept changing the cart; nothing was changed
  4  the reply of the store was lost, nobody knows whether it was stored
  5  the store cannot do it
  6  what was asked for is not there

Examples:
  export CARTWRIGHT_STORE=sqlite-own:carts.sqlite
  cartwright cart add user-7 lamp --name 'Desk lamp' --price 4000 --quantity 2
  cartwright cart condition set user-7 SALE --type discount --value=-10%
  cartwright cart show user-7 --json
  cartwright cart merge user-7 session-42 --strategy keep_highest_quantity
  cartwright carts prune --days 30 --dry-run
  cartwright stress --processes 4 --operations 200
  cartwright reservations stock shop/item/lamp --set 500
  cartwright reservations sale --buyers 1000
  cartwright versions stress --seconds 5 --seed 7";

/// Look at carts, change them, clean up, and put a store under stress.
#[derive(Debug, Parser)]
#[command(name = "cartwright", version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Where carts and reservations are: sqlite:PATH (the table of the PHP package), sqlite-own:PATH (a row per item), redis://HOST:PORT/DB, or memory
    // A text, and read later: the help and what refuses a value show it, and there may be a password in it.
    #[arg(long, global = true, env = "CARTWRIGHT_STORE", hide_env_values = true, value_name = "STORE")]
    pub store: Option<String>,
    /// Answer as JSON, one document or one line per record
    #[arg(long, global = true)]
    pub json: bool,
    /// What amounts are in
    #[arg(long, global = true, env = "CARTWRIGHT_CURRENCY", default_value = "USD", value_name = "CODE")]
    pub currency: String,
    /// Store events too, in the same commit, for `events tail`
    #[arg(long, global = true)]
    pub outbox: bool,
    /// How long to wait for others who keep a cart busy
    #[arg(long, global = true, default_value_t = 10, value_name = "SECONDS")]
    pub patience: u32,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// One cart
    #[command(subcommand)]
    Cart(CartCommand),
    /// All carts
    #[command(subcommand)]
    Carts(CartsCommand),
    /// Let many processes change one cart at once, and count what was lost
    Stress(Stress),
    /// Events that were stored with what they tell of
    #[command(subcommand)]
    Events(EventsCommand),
    /// Stock that is held while people pay
    #[command(subcommand)]
    Reservations(ReservationsCommand),
    /// Count carts, and measure how long they take to load
    Metrics {
        /// How many carts are loaded
        #[arg(long, default_value_t = 100)]
        sample: usize,
    },
    /// Data versions: look, raise, repair, measure, race
    Versions(VersionsArgs),
    /// Write completions for a shell, e.g. cartwright completions bash > /etc/bash_completion.d/cartwright
    Completions { shell: Shell },
    /// One process of a stress
    #[command(hide = true)]
    StressWorker { identifier: String, worker: u32, operations: u32 },
}

/// Whose cart, and which of his.
#[derive(Clone, Debug, Args)]
pub struct Whose {
    /// Whose cart: a user or a session
    pub identifier: String,
    /// Which of his carts
    #[arg(long, default_value = "default")]
    pub instance: String,
}

#[derive(Debug, Subcommand)]
pub enum CartCommand {
    /// Show what is in a cart
    Show(Whose),
    /// Put an item in, or more of it
    Add {
        #[command(flatten)]
        whose: Whose,
        /// The item's id
        item: String,
        /// What people read; the id unless given
        #[arg(long)]
        name: Option<String>,
        /// The price of one, in minor units as Money has them
        #[arg(long, allow_hyphen_values = true)]
        price: String,
        #[arg(long, default_value = "1", allow_hyphen_values = true)]
        quantity: i64,
        /// A JSON object of anything to be kept with it
        #[arg(long, default_value = "[]")]
        attributes: String,
    },
    /// Change an item
    Update {
        #[command(flatten)]
        whose: Whose,
        /// The item's id
        item: String,
        /// So many, instead of what is there; 0 takes it out
        #[arg(long, conflicts_with = "by")]
        quantity: Option<i64>,
        /// So many more, or fewer
        #[arg(long, allow_hyphen_values = true)]
        by: Option<i64>,
        #[arg(long)]
        name: Option<String>,
        #[arg(long, allow_hyphen_values = true)]
        price: Option<String>,
        #[arg(long)]
        attributes: Option<String>,
    },
    /// Take an item out
    Remove {
        #[command(flatten)]
        whose: Whose,
        /// The item's id
        item: String,
    },
    /// Do what JSON says: one operation or a list of them, all or none
    Apply {
        #[command(flatten)]
        whose: Whose,
        /// Such as '{"op":"remove","id":"lamp"}'; - reads it from the standard input
        operations: String,
    },
    /// Put conditions on, or take them off
    #[command(subcommand)]
    Condition(ConditionCommand),
    /// Keep values with a cart
    #[command(subcommand)]
    Metadata(MetadataCommand),
    /// Take one cart into another
    Merge {
        /// Whose cart takes the other one in
        target: String,
        /// Whose cart is taken in
        source: String,
        #[arg(long, default_value = "default")]
        instance: String,
        /// Of items in both carts: add_quantities, keep_highest_quantity, keep_user_cart or replace_with_guest
        #[arg(long, default_value = "add_quantities")]
        strategy: String,
        /// Only say what is in both carts
        #[arg(long)]
        plan: bool,
        /// Of this item in both carts so many, e.g. --decide lamp=3
        #[arg(long, value_name = "ITEM=QUANTITY")]
        decide: Vec<String>,
    },
    /// Give a cart to another identifier, in place of the one there
    Swap {
        from: String,
        to: String,
        #[arg(long, default_value = "default")]
        instance: String,
    },
    /// Take everything out of a cart
    Clear(Whose),
}

#[derive(Debug, Subcommand)]
pub enum ConditionCommand {
    /// Put one on, in place of one of the same name
    Set {
        #[command(flatten)]
        whose: Whose,
        /// Its name
        name: String,
        /// discount, tax, fee, shipping or any other word
        #[arg(long = "type", default_value = "discount")]
        kind: String,
        /// subtotal, total or item
        #[arg(long, default_value = "subtotal")]
        target: String,
        /// Such as -10%, +500 or *2; write --value=-10%
        #[arg(long, allow_hyphen_values = true)]
        value: String,
        #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
        order: i64,
        /// JSON of what has to be so for it to be on, e.g. '{"min_quantity":3}'; it then comes and goes by itself
        #[arg(long)]
        rules: Option<String>,
        /// On this item instead of the cart
        #[arg(long, conflicts_with = "rules")]
        item: Option<String>,
    },
    /// Take one off, and its rules
    Remove {
        #[command(flatten)]
        whose: Whose,
        /// Its name
        name: String,
        /// From this item instead of the cart
        #[arg(long)]
        item: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum MetadataCommand {
    /// Keep a value, given as JSON
    Set {
        #[command(flatten)]
        whose: Whose,
        key: String,
        /// JSON: '"gift"', 42, '{"a":1}'
        value: String,
    },
    /// Show a value
    Get {
        #[command(flatten)]
        whose: Whose,
        key: String,
    },
    /// Forget a value
    Remove {
        #[command(flatten)]
        whose: Whose,
        key: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum CartsCommand {
    /// List carts in the order of their keys
    List {
        /// Only those not changed for so many days
        #[arg(long)]
        idle_days: Option<u64>,
        #[arg(long, default_value_t = 1000)]
        limit: usize,
    },
    /// Remove carts that nobody has changed for long
    Prune {
        #[arg(long, default_value_t = 7)]
        days: u64,
        /// Only count them
        #[arg(long)]
        dry_run: bool,
        #[arg(long, default_value_t = 1000)]
        batch_size: usize,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Stress {
    #[arg(long, default_value_t = 4)]
    pub processes: u32,
    /// Of each process
    #[arg(long, default_value_t = 100)]
    pub operations: u32,
    /// Whose cart; it is cleared first
    #[arg(long, default_value = "cartwright-stress")]
    pub identifier: String,
}

#[derive(Debug, Subcommand)]
pub enum EventsCommand {
    /// Show stored events, one per line
    Tail {
        /// Only those after this place
        #[arg(long, default_value_t = 0)]
        after: i64,
        #[arg(long, default_value_t = 1000)]
        limit: usize,
        /// Go on, and show what comes
        #[arg(long)]
        follow: bool,
        /// Remove what was shown
        #[arg(long)]
        acknowledge: bool,
    },
}
