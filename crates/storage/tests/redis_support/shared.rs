//! A Cluster that all tests of a program share, because it takes seconds to start. It ends with the program, however that ends.

use super::cluster::Cluster;
use cartwright_coordination::ManualClock;
use cartwright_storage::RedisOptions;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

struct Shared {
    cluster: Cluster,
    /// Waits for the end of its input, which this process holds, and then ends the servers.
    _keeper: Child,
}

/// The Cluster, and a place of the caller's own in it: the prefix of its keys.
pub fn cluster() -> (&'static Cluster, RedisOptions, String) {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let shared = SHARED.get_or_init(|| {
        let cluster = Cluster::start();
        let keeper = keeper(&cluster);
        Shared { cluster, _keeper: keeper }
    });
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let prefix = format!("test-{number}:");
    (&shared.cluster, shared.cluster.options().prefix(&prefix), prefix)
}

/// A place in it for a suite whose time is its own.
pub struct Ground {
    pub cluster: &'static Cluster,
    pub options: RedisOptions,
    pub prefix: String,
    pub clock: ManualClock,
}

impl Ground {
    pub fn new() -> Self {
        let (cluster, options, prefix) = cluster();
        let prefix = format!("{}{prefix}", RedisOptions::TEST_PREFIX);
        Self { cluster, options: options.prefix(&prefix).buckets(8), prefix, clock: ManualClock::default() }
    }

    pub fn lose_everything(&self) {
        for node in &self.cluster.nodes[..3] {
            let keys = node.say(&["KEYS", &format!("{}*", self.prefix)]);
            for key in keys.lines().filter(|line| line.starts_with(&self.prefix)) {
                assert_eq!(node.say(&["DEL", key.trim_end()]), ":1");
            }
        }
    }
}

fn keeper(cluster: &Cluster) -> Child {
    let pids: Vec<_> = cluster.nodes.iter().map(|node| node.pid().to_string()).collect();
    let folders: Vec<_> = cluster.nodes.iter().map(|node| node.path("").display().to_string()).collect();
    let script = r#"cat >/dev/null; kill -9 $PIDS; eval "rm -rf $FOLDERS""#;
    Command::new("sh")
        .args(["-c", script])
        .env("PIDS", pids.join(" "))
        .env("FOLDERS", folders.iter().map(|folder| format!("'{folder}'")).collect::<Vec<_>>().join(" "))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("there is a shell")
}
