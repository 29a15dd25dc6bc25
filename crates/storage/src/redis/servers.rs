//! The servers that this process is connected to, and which of them is asked.

use super::address::Address;
use super::answers::{Verdict, verdict_on};
use super::conversation::{Conversation, Lost, Role};
use super::options::{RedisOptions, Servers};
use super::slots::SlotMap;
use super::trouble::{Trouble, TroubleKind};
use redis::{Cmd, RedisError, Value, cmd};
use std::collections::BTreeMap;

/// How often a question is handed on from node to node before there is a pause.
const REDIRECTIONS: usize = 5;

/// How a script is called.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    /// By its text, because the server does not know its hash.
    pub(super) by_text: bool,
    /// The id that the server has given itself when it was started.
    pub(super) run: &'a str,
}

/// Why there is no answer that a caller can use.
#[derive(Debug)]
pub(super) enum Failed {
    /// Nothing was done, and it may be after a pause.
    Later(Trouble),
    /// Nothing was done.
    Final(Trouble),
    /// It may have been done.
    Unanswered(Address, RedisError),
}

/// What is open, and what is known of who serves what.
#[derive(Default)]
pub(super) struct Open {
    conversations: BTreeMap<Address, Conversation>,
    master: Option<Address>,
    slots: Option<SlotMap>,
    /// Nodes of a Cluster that may be asked for the others, those that failed last at the end.
    nodes: Vec<Address>,
}

impl Open {
    /// Asks once whoever serves this slot.
    pub(super) fn attempt(
        &mut self,
        options: &RedisOptions,
        slot: u16,
        pack: &dyn Fn(How<'_>) -> Cmd,
    ) -> Result<Value, Failed> {
        let mut to = self.server_of(options, slot)?;
        let mut asking = false;
        for _ in 0..=REDIRECTIONS {
            let mut conversation = self.take(options, &to)?;
            let mut answer = say(&mut conversation, asking, false, pack);
            if let Ok(Value::ServerError(error)) = &answer {
                if matches!(verdict_on(error, &to), Verdict::NoScript) {
                    answer = say(&mut conversation, asking, true, pack);
                }
            }
            let verdict = match answer {
                Ok(Value::ServerError(error)) => verdict_on(&error, &to),
                Ok(value) => {
                    self.conversations.insert(to, conversation);
                    return Ok(value);
                }
                Err(lost) => return Err(self.lost(&to, lost)),
            };
            // Who may be no master any more is called again, should he be asked again.
            if !matches!(verdict, Verdict::Later(_)) {
                self.conversations.insert(to.clone(), conversation);
            }
            (to, asking) = match verdict {
                Verdict::Moved(address) | Verdict::Ask(address) if !matches!(options.servers, Servers::Cluster(_)) => {
                    return Err(Failed::Final(no_cluster(&to, &address)));
                }
                Verdict::Moved(address) => {
                    self.slots.get_or_insert_default().learn(slot, &address);
                    (address, false)
                }
                Verdict::Ask(address) => (address, true),
                verdict => return Err(self.failed(&to, verdict)),
            };
        }
        let message =
            format!("the nodes of the Cluster do not agree who has these keys, {to} neither; nothing was done");
        Err(Failed::Later(Trouble::new(TroubleKind::Unreachable, message)))
    }

    /// The conversation with a server, so that it is over unless it is put back.
    fn take(&mut self, options: &RedisOptions, address: &Address) -> Result<Conversation, Failed> {
        if let Some(mut conversation) = self.conversations.remove(address) {
            if !conversation.is_over() {
                return Ok(conversation);
            }
        }
        let role = match options.servers {
            Servers::Sentinels { .. } => Role::Master,
            Servers::Single(_) | Servers::Cluster(_) => Role::Store,
        };
        Conversation::open(address, role, options).map_err(|verdict| self.failed(address, verdict))
    }

    fn lost(&mut self, from: &Address, lost: Lost) -> Failed {
        self.doubt(from);
        match lost {
            Lost::Answer(error) => Failed::Unanswered(from.clone(), error),
            Lost::Question(error) => {
                let message =
                    format!("the connection to {from} broke ({error}) before a change was sent; nothing was done");
                Failed::Later(Trouble::new(TroubleKind::Unreachable, message).because(error))
            }
        }
    }

    fn failed(&mut self, from: &Address, verdict: Verdict) -> Failed {
        match verdict {
            Verdict::Later(trouble) => {
                self.doubt(from);
                Failed::Later(trouble)
            }
            Verdict::Final(trouble) => Failed::Final(trouble),
            Verdict::NoScript | Verdict::Moved(_) | Verdict::Ask(_) => {
                let message = format!("{from} does not know a script that it was just handed; nothing was done");
                Failed::Final(Trouble::new(TroubleKind::Answer, message))
            }
        }
    }

    /// Another one may have taken over: who serves what is looked up anew, and of others first.
    fn doubt(&mut self, server: &Address) {
        self.master = None;
        self.slots = None;
        if let Some(place) = self.nodes.iter().position(|node| node == server) {
            let node = self.nodes.remove(place);
            self.nodes.push(node);
        }
    }

    fn server_of(&mut self, options: &RedisOptions, slot: u16) -> Result<Address, Failed> {
        match &options.servers {
            Servers::Single(address) => Ok(address.clone()),
            Servers::Sentinels { sentinels, master } => match &self.master {
                Some(address) => Ok(address.clone()),
                None => Ok(self.master.insert(master_by(sentinels, master, options)?).clone()),
            },
            Servers::Cluster(seeds) => {
                if self.slots.is_none() {
                    self.slots = Some(self.look_up_slots(options, seeds)?);
                }
                let found = self.slots.as_ref().and_then(|slots| slots.server_of(slot)).cloned();
                found.ok_or_else(|| {
                    self.slots = None;
                    let message = format!("no node of the Cluster has slot {slot}; nothing was done");
                    Failed::Later(Trouble::new(TroubleKind::Unreachable, message))
                })
            }
        }
    }

    fn look_up_slots(&mut self, options: &RedisOptions, seeds: &[Address]) -> Result<SlotMap, Failed> {
        for seed in seeds {
            if !self.nodes.contains(seed) {
                self.nodes.push(seed.clone());
            }
        }
        let mut question = cmd("CLUSTER");
        question.arg("SLOTS");
        let mut last = None;
        for node in self.nodes.clone() {
            let asked = self.take(options, &node).and_then(|mut conversation| {
                match conversation.ask(&question.get_packed_command(), 1) {
                    Ok(Value::ServerError(error)) => Err(self.failed(&node, verdict_on(&error, &node))),
                    Ok(answer) => {
                        self.conversations.insert(node.clone(), conversation);
                        Ok(answer)
                    }
                    Err(Lost::Question(error)) => Err(self.lost(&node, Lost::Question(error))),
                    // Nothing is done twice by looking twice.
                    Err(Lost::Answer(error)) => {
                        self.doubt(&node);
                        let message =
                            format!("{node} does not say who serves what in the Cluster ({error}); nothing was done");
                        Err(Failed::Later(Trouble::new(TroubleKind::Unreachable, message).because(error)))
                    }
                }
            });
            match asked {
                Ok(answer) => {
                    let map = SlotMap::read(&answer, &node);
                    self.nodes.extend(map.nodes().filter(|node| !seeds.contains(node)).cloned());
                    self.nodes.sort();
                    self.nodes.dedup();
                    return Ok(map);
                }
                // A password that is wrong here is wrong everywhere.
                Err(Failed::Final(trouble)) if trouble.kind != TroubleKind::Answer => {
                    return Err(Failed::Final(trouble));
                }
                Err(failed) => last = Some(failed),
            }
        }
        Err(last.unwrap_or_else(|| {
            Failed::Final(Trouble::new(TroubleKind::Unsupported, "no node of the Cluster is named; name some"))
        }))
    }
}

fn say(
    conversation: &mut Conversation,
    asking: bool,
    by_text: bool,
    pack: &dyn Fn(How<'_>) -> Cmd,
) -> Result<Value, Lost> {
    let question = pack(How { by_text, run: conversation.run() }).get_packed_command();
    if asking {
        let both = [cmd("ASKING").get_packed_command(), question].concat();
        return conversation.ask(&both, 2);
    }
    conversation.ask(&question, 1)
}

fn no_cluster(from: &Address, to: &Address) -> Trouble {
    let message = format!(
        "{from} is a node of a Cluster and hands these keys on to {to}; nothing was done. Name it as a Cluster \
         (redis+cluster://…)"
    );
    Trouble::new(TroubleKind::Unsupported, message)
}

/// Asks the Sentinels, one after the other, who the master is.
fn master_by(sentinels: &[Address], name: &str, options: &RedisOptions) -> Result<Address, Failed> {
    let mut question = cmd("SENTINEL");
    question.arg("GET-MASTER-ADDR-BY-NAME").arg(name);
    let mut last = Trouble::new(TroubleKind::Unsupported, "no Sentinel is named; name some");
    for sentinel in sentinels {
        let mut conversation = match Conversation::open(sentinel, Role::Sentinel, options) {
            Ok(conversation) => conversation,
            Err(Verdict::Later(trouble) | Verdict::Final(trouble)) => {
                last = trouble;
                continue;
            }
            Err(_) => continue,
        };
        let answer = conversation.ask(&question.get_packed_command(), 1);
        if let Ok(Value::Array(parts)) = &answer {
            if let Ok((host, port)) = redis::from_redis_value::<(String, u16)>(Value::Array(parts.clone())) {
                return Ok(Address::Tcp(host, port));
            }
        }
        last = match answer {
            Ok(Value::ServerError(error)) => match verdict_on(&error, sentinel) {
                Verdict::Later(trouble) | Verdict::Final(trouble) => trouble,
                _ => continue,
            },
            Ok(_) => Trouble::new(
                TroubleKind::Unreachable,
                format!("the Sentinel at {sentinel} knows no master '{name}'; nothing was done. Check the name"),
            ),
            Err(_) => Trouble::new(
                TroubleKind::Unreachable,
                format!("the Sentinel at {sentinel} does not answer; nothing was done. Check that it runs"),
            ),
        };
    }
    // One that is being started, or has just lost the others, may know soon.
    Err(Failed::Later(last))
}
