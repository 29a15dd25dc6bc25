//! Where a Redis server is, and how it is used.

use super::address::Address;
use crate::place::StorePlace;
use crate::reservations::StockGroup;
use cartwright_coordination::{Backoff, Grain, Growth, Jitter};
use std::path::PathBuf;
use std::time::Duration;

/// Which servers there are.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Servers {
    /// One.
    Single(Address),
    /// Those who know which one is the master of this name.
    Sentinels { sentinels: Vec<Address>, master: String },
    /// Some nodes of a Cluster; they know the others.
    Cluster(Vec<Address>),
}

/// Who one is to a server.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) user: Option<String>,
    pub(crate) password: Option<String>,
}

/// How a server proves who it is, and who we are.
///
/// ```
/// use cartwright_storage::RedisTls;
///
/// let tls = RedisTls::default().authority("/etc/redis/ca.pem").certificate("/etc/shop/me.pem", "/etc/shop/me.key");
/// # let _ = tls;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedisTls {
    pub(crate) authority: Option<PathBuf>,
    pub(crate) certificate: Option<(PathBuf, PathBuf)>,
    pub(crate) unverified: bool,
}

impl RedisTls {
    /// A file (PEM) with the authorities that may have signed the server's certificate, instead of the system's.
    #[must_use]
    pub fn authority(self, file: impl Into<PathBuf>) -> Self {
        Self { authority: Some(file.into()), ..self }
    }

    /// Files (PEM) with a certificate of our own and its key, for servers that ask for one.
    #[must_use]
    pub fn certificate(self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self { certificate: Some((certificate.into(), key.into())), ..self }
    }

    /// Believes any server. Whoever is between it and us can read and change everything: for trials only.
    #[must_use]
    pub fn unverified(self) -> Self {
        Self { unverified: true, ..self }
    }
}

/// Where a Redis server is, and how it is used.
///
/// ```
/// use cartwright_storage::RedisOptions;
/// use std::time::Duration;
///
/// let options = RedisOptions::server("127.0.0.1", 6379).database(2).prefix("shop:").patience(Duration::from_secs(2));
/// # let _ = options;
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RedisOptions {
    pub(crate) servers: Servers,
    pub(crate) login: Login,
    pub(crate) sentinel_login: Login,
    pub(crate) database: u32,
    pub(crate) tls: Option<RedisTls>,
    pub(crate) prefix: String,
    pub(crate) buckets: Option<u16>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) retry: Backoff,
    pub(crate) patience: Option<Duration>,
    pub(crate) cart_ttl: Option<Duration>,
    pub(crate) stock_group: StockGroup,
    pub(crate) versions_tag: Option<String>,
}

impl RedisOptions {
    /// What keys begin with unless it is set.
    pub const PREFIX: &'static str = "cartwright:";
    /// How many buckets a Cluster has unless it is set.
    pub const BUCKETS: u16 = 64;
    /// How often and after which pauses a server is tried again, unless it is set: as often as the
    /// [patience](RedisOptions::patience) allows, after anything up to 10 to 500 ms.
    pub const RETRY: Backoff = Backoff {
        attempts: u32::MAX,
        base: Duration::from_millis(10),
        max: Duration::from_millis(500),
        growth: Growth::Doubling,
        jitter: Jitter::Full,
        grain: Grain::Microseconds,
    };
    const TIMEOUT: Duration = Duration::from_secs(2);

    pub(super) fn of(servers: Servers) -> Self {
        Self {
            servers,
            login: Login::default(),
            sentinel_login: Login::default(),
            database: 0,
            tls: None,
            prefix: Self::PREFIX.into(),
            buckets: None,
            connect_timeout: Self::TIMEOUT,
            read_timeout: Self::TIMEOUT,
            write_timeout: Self::TIMEOUT,
            retry: Self::RETRY,
            patience: None,
            cart_ttl: None,
            stock_group: StockGroup::default(),
            versions_tag: None,
        }
    }

    /// One server.
    pub fn server(host: impl Into<String>, port: u16) -> Self {
        Self::of(Servers::Single(Address::Tcp(host.into(), port)))
    }

    /// One server on this machine, by a socket in the file system.
    pub fn unix_socket(path: impl Into<PathBuf>) -> Self {
        Self::of(Servers::Single(Address::Unix(path.into())))
    }

    /// The server that these Sentinels call the master of this name.
    pub fn sentinels<H: Into<String>>(
        sentinels: impl IntoIterator<Item = (H, u16)>,
        master: impl Into<String>,
    ) -> Self {
        let sentinels = sentinels.into_iter().map(|(host, port)| Address::Tcp(host.into(), port)).collect();
        Self::of(Servers::Sentinels { sentinels, master: master.into() })
    }

    /// A Cluster, by some of its nodes.
    pub fn cluster<H: Into<String>>(nodes: impl IntoIterator<Item = (H, u16)>) -> Self {
        Self::of(Servers::Cluster(nodes.into_iter().map(|(host, port)| Address::Tcp(host.into(), port)).collect()))
    }

    /// Logs in, as a user of the server's access lists.
    #[must_use]
    pub fn login(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { login: Login { user: Some(user.into()), password: Some(password.into()) }, ..self }
    }

    /// Logs in with the password that the server asks everybody for.
    #[must_use]
    pub fn password(self, password: impl Into<String>) -> Self {
        Self { login: Login { user: None, password: Some(password.into()) }, ..self }
    }

    /// The same for Sentinels, which have passwords of their own.
    #[must_use]
    pub fn sentinel_login(self, user: Option<String>, password: impl Into<String>) -> Self {
        Self { sentinel_login: Login { user, password: Some(password.into()) }, ..self }
    }

    /// The number of the database, 0 unless it is set. A Cluster has no other.
    #[must_use]
    pub fn database(self, database: u32) -> Self {
        Self { database, ..self }
    }

    /// Talks over TLS.
    #[must_use]
    pub fn tls(self, tls: RedisTls) -> Self {
        Self { tls: Some(tls), ..self }
    }

    /// What keys begin with, `cartwright:` unless it is set. Braces have a meaning to a Cluster, and are left out.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        Self { prefix: prefix.replace(['{', '}'], ""), ..self }
    }

    /// Over how many buckets carts and locks are spread: in a Cluster 64 unless it is set, else 1. What is in one bucket
    /// is on one node. It must not change while there are carts: they would be looked for elsewhere.
    #[must_use]
    pub fn buckets(self, buckets: u16) -> Self {
        Self { buckets: Some(buckets.max(1)), ..self }
    }

    /// How long to wait for a connection, for what is sent to be taken, and for each part of a reply. 2 seconds each.
    #[must_use]
    pub fn timeouts(self, connect: Duration, write: Duration, read: Duration) -> Self {
        // The system takes nothing for "for ever".
        let some = |timeout: Duration| timeout.max(Duration::from_millis(1));
        Self { connect_timeout: some(connect), write_timeout: some(write), read_timeout: some(read), ..self }
    }

    /// How often and after which pauses a server that cannot be reached, or says "later", is tried again.
    #[must_use]
    pub fn retry(self, retry: Backoff) -> Self {
        Self { retry, ..self }
    }

    /// After how long no other try is begun, 5 seconds unless it is set.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience: Some(patience), ..self }
    }

    /// After how long without a change a cart is gone; never unless it is set.
    #[must_use]
    pub fn cart_ttl(self, ttl: Option<Duration>) -> Self {
        Self { cart_ttl: ttl, ..self }
    }

    /// Which stock is held together in one step of a Cluster: that of a vendor, unless it is set. It must not change while
    /// there is stock: it would be looked for elsewhere.
    #[must_use]
    pub fn stock_group(self, stock_group: StockGroup) -> Self {
        Self { stock_group, ..self }
    }

    /// By which tag a Cluster places versions and their journal, `versions` unless it is set: several shops then have theirs on several
    /// nodes. All processes of a shop have to say the same. Braces have a meaning to a Cluster, and are left out.
    #[must_use]
    pub fn versions_tag(self, tag: &str) -> Self {
        let tag = tag.replace(['{', '}'], "");
        Self { versions_tag: Some(tag).filter(|tag| !tag.is_empty()), ..self }
    }

    /// The patience, where nobody has set one.
    #[must_use]
    pub(crate) fn patience_if_unset(self, patience: Duration) -> Self {
        Self { patience: self.patience.or(Some(patience)), ..self }
    }

    /// After how long no other try is begun.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.patience.unwrap_or(StorePlace::BUSY_TIMEOUT)
    }

    /// Those that are named.
    pub(crate) fn addresses(&self) -> &[Address] {
        match &self.servers {
            Servers::Single(address) => std::slice::from_ref(address),
            Servers::Sentinels { sentinels, .. } => sentinels,
            Servers::Cluster(nodes) => nodes,
        }
    }

    /// Over how many buckets carts and locks are spread.
    pub(crate) fn number_of_buckets(&self) -> u16 {
        self.buckets.unwrap_or(if matches!(self.servers, Servers::Cluster(_)) { Self::BUCKETS } else { 1 })
    }
}
