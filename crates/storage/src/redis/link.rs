//! The way to the servers: opened when it is first used, one connection to a server in each process, opened again after
//! trouble. It tells what was surely not done, and is tried again, from what may have been done.

use super::address::Address;
use super::crc16::slot_of;
use super::options::RedisOptions;
use super::script::RedisScript;
use super::servers::{Failed, How, Open};
use super::trouble::{Trouble, TroubleKind};
use cartwright_coordination::{PerProcess, Retry, SystemClock, SystemRandom, SystemSleep, Waiter};
use redis::{Cmd, RedisError, Value, cmd};
use std::fmt;

/// What it means to ask the same once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: it only looks. It is repeated when its reply was lost.
    Looks,
    /// Nothing: whoever repeats it finds that it was done. It is repeated when its reply was lost; if there is no answer in
    /// the end, the outcome is unknown.
    Repeatable,
    /// That it may be done twice. It is repeated only where it surely was not done; else the outcome is unknown.
    Once,
}

/// What a server said in the end.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) value: Value,
    /// That an earlier try got no answer. It may have been done, and what is said now may be what it has left behind: a server
    /// that remembers the last few may have done more than those since.
    pub(crate) unanswered: Option<Trouble>,
}

/// The way to a server, to the master behind Sentinels, or to the nodes of a Cluster.
pub(crate) struct RedisLink {
    options: RedisOptions,
    open: PerProcess<Open>,
}

impl fmt::Debug for RedisLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLink").field("options", &self.options).finish_non_exhaustive()
    }
}

impl RedisLink {
    /// Nobody is called yet.
    pub(crate) fn new(options: RedisOptions) -> Self {
        Self { options, open: PerProcess::new() }
    }

    pub(crate) fn options(&self) -> &RedisOptions {
        &self.options
    }

    /// Runs a script; `keys` are all that it touches, and in a Cluster all of one slot. One round trip, and another one
    /// where the server does not know the script.
    ///
    /// # Errors
    /// When the patience is over, or at once where another try would end the same.
    pub(crate) fn run<K: AsRef<[u8]>, A: AsRef<[u8]>>(
        &self,
        script: &RedisScript,
        effect: Effect,
        keys: &[K],
        arguments: &[A],
    ) -> Result<Value, Trouble> {
        Ok(self.hear(script, effect, keys, arguments)?.value)
    }

    /// The same, for those to whom it matters whether it was asked more than once.
    ///
    /// # Errors
    /// As for [`RedisLink::run`].
    pub(crate) fn hear<K: AsRef<[u8]>, A: AsRef<[u8]>>(
        &self,
        script: &RedisScript,
        effect: Effect,
        keys: &[K],
        arguments: &[A],
    ) -> Result<Heard, Trouble> {
        let pack = |how: How<'_>| {
            let mut command = if how.by_text { cmd("EVAL") } else { cmd("EVALSHA") };
            command.arg(if how.by_text { script.text() } else { script.hash() }).arg(keys.len());
            for key in keys {
                command.arg(key.as_ref());
            }
            for argument in arguments {
                command.arg(argument.as_ref());
            }
            if script.is_told_the_run() {
                command.arg(how.run);
            }
            command
        };
        self.ask(effect, keys.first().map(AsRef::as_ref), &pack)
    }

    /// A question that asks for nothing, to whoever has this key: what no step can cost less than.
    ///
    /// # Errors
    /// When the patience is over, or at once where another try would end the same.
    pub(crate) fn ping(&self, key: &str) -> Result<(), Trouble> {
        self.ask(Effect::Looks, Some(key.as_bytes()), &|_| cmd("PING")).map(drop)
    }

    fn ask(&self, effect: Effect, key: Option<&[u8]>, pack: &dyn Fn(How<'_>) -> Cmd) -> Result<Heard, Trouble> {
        let waiter = Waiter { clock: &SystemClock, sleep: &SystemSleep, random: &SystemRandom };
        let mut retry = Retry::new(self.options.retry, waiter.deadline(self.options.longest_wait()));
        let slot = slot_of(key.unwrap_or_default());
        let mut unanswered_before = None;
        loop {
            // The others of this process may go on while we wait.
            let failed = match self.open.with(|open| open.attempt(&self.options, slot, pack)) {
                Ok(value) => return Ok(Heard { value, unanswered: unanswered_before }),
                Err(failed) => failed,
            };
            let (again, trouble) = match failed {
                Failed::Later(trouble) => (true, trouble),
                Failed::Final(trouble) => (false, trouble),
                Failed::Unanswered(from, error) if effect == Effect::Looks => (true, unanswered(&from, error)),
                Failed::Unanswered(from, error) => {
                    unanswered_before = Some(outcome_unknown(&from, error));
                    (effect == Effect::Repeatable, Trouble::new(TroubleKind::OutcomeUnknown, ""))
                }
            };
            if !again || !waiter.pause(&mut retry).unwrap_or(false) {
                // Whatever came after it, the one without an answer may have been done.
                return Err(unanswered_before.unwrap_or(trouble));
            }
        }
    }
}

fn unanswered(from: &Address, error: RedisError) -> Trouble {
    let message =
        format!("{from} does not answer ({error}); nothing was changed. Check that it runs and is not overloaded");
    Trouble::new(TroubleKind::Unreachable, message).because(error)
}

fn outcome_unknown(from: &Address, error: RedisError) -> Trouble {
    let message = format!(
        "{from} was asked for a change and did not answer ({error}), so nobody can tell whether it was made; look before \
         you repeat it"
    );
    Trouble::new(TroubleKind::OutcomeUnknown, message).because(error)
}
