//! A Cluster of a test's own: three masters, each with a replica.

use super::{Persistence, Server, quick, until};
use cartwright_storage::RedisOptions;

pub const SLOTS: u16 = 16_384;

pub struct Cluster {
    pub nodes: Vec<Server>,
}

impl Cluster {
    pub fn start() -> Self {
        let settings = ["cluster-enabled yes", "cluster-config-file nodes.conf", "cluster-node-timeout 1000"];
        let nodes: Vec<_> = (0..6).map(|_| Server::with(Persistence::None, &settings)).collect();
        let cluster = Self { nodes };
        cluster.introduce();
        cluster
    }

    /// Masters first, their replicas in the same order.
    fn introduce(&self) {
        let third = SLOTS / 3;
        for (number, master) in (0..3).zip(&self.nodes) {
            let last = if number == 2 { SLOTS - 1 } else { third * (number + 1) - 1 };
            let range = [(third * number).to_string(), last.to_string()];
            assert_eq!(master.say(&["CLUSTER", "ADDSLOTSRANGE", &range[0], &range[1]]), "+OK");
            // Else all begin as the first, and quarrel about it for long.
            assert_eq!(master.say(&["CLUSTER", "SET-CONFIG-EPOCH", &(number + 1).to_string()]), "+OK");
        }
        for node in &self.nodes[1..] {
            assert_eq!(node.say(&["CLUSTER", "MEET", "127.0.0.1", &self.nodes[0].port.to_string()]), "+OK");
        }
        until("all nodes know each other", || {
            self.nodes.iter().all(|node| node.say(&["CLUSTER", "INFO"]).contains("cluster_known_nodes:6"))
        });
        for (master, replica) in self.nodes[..3].iter().zip(&self.nodes[3..]) {
            let id = id_of(master);
            until("a replica takes its master", || replica.say(&["CLUSTER", "REPLICATE", &id]) == "+OK");
        }
        self.wait_until_it_serves();
        until("the replicas are ready to take over", || {
            self.nodes[3..].iter().all(|node| node.say(&["INFO", "replication"]).contains("master_link_status:up"))
        });
    }

    pub fn wait_until_it_serves(&self) {
        until("the Cluster serves all slots", || {
            self.living().all(|node| {
                let info = node.say(&["CLUSTER", "INFO"]);
                info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:16384")
            })
        });
    }

    pub fn living(&self) -> impl Iterator<Item = &Server> {
        self.nodes.iter().filter(|node| node.runs())
    }

    /// The master that has this slot.
    pub fn master_of(&self, slot: u16) -> &Server {
        self.nodes.iter().find(|node| node.runs() && has(node, slot)).expect("somebody has it")
    }

    /// Another master than this one.
    pub fn other_than(&self, master: &Server) -> &Server {
        self.nodes[..3].iter().find(|node| node.port != master.port).expect("there are three")
    }

    pub fn slot_of(&self, key: &str) -> u16 {
        self.nodes[0].say(&["CLUSTER", "KEYSLOT", key]).trim_start_matches(':').parse().expect("a slot")
    }

    pub fn options(&self) -> RedisOptions {
        quick(RedisOptions::cluster(self.nodes.iter().map(|node| ("127.0.0.1", node.port))))
    }
}

pub fn id_of(node: &Server) -> String {
    let answer = node.say(&["CLUSTER", "MYID"]);
    answer.lines().last().expect("an id").to_owned()
}

/// Whether a node says that it serves a slot itself.
fn has(node: &Server, slot: u16) -> bool {
    let nodes = node.say(&["CLUSTER", "NODES"]);
    let Some(myself) = nodes.lines().find(|line| line.contains("myself,master")) else { return false };
    myself.split(' ').skip(8).any(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let within = |first: u16, last: u16| (first..=last).contains(&slot);
        matches!((first.parse(), last.parse()), (Ok(first), Ok(last)) if within(first, last))
    })
}
