//! The scripts, and how they are run.

use super::answer::Answer;
use crate::redis::clock::CLOCK;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::script::RedisScript;
use cartwright_versions::Result;
use std::sync::LazyLock;

macro_rules! scripts {
    ($($name:ident: $($clock:ident,)? $($part:literal),+;)*) => {
        $(
            pub(super) static $name: LazyLock<RedisScript> =
                LazyLock::new(|| RedisScript::new(&[$($clock,)? $(include_str!(concat!("scripts/", $part, ".lua"))),+]));
        )*
    };
}

scripts! {
    LOOK: CLOCK, "common", "look";
    BEGIN: CLOCK, "common", "steps", "begin";
    MARK: CLOCK, "common", "steps", "mark";
    UNMARK: CLOCK, "common", "steps", "unmark";
    PUBLISH: CLOCK, "common", "steps", "publish";
    SETTLE: CLOCK, "common", "steps", "settle";
    UNPUBLISH: CLOCK, "common", "steps", "unpublish";
    TYPES: CLOCK, "common", "steps", "types";
    EVICTION: "eviction";
    UNLINK: "unlink";
    FETCH: CLOCK, "fetch";
    KEEP: CLOCK, "keep";
    SWEEP: CLOCK, "sweep";
    SOME: CLOCK, "some";
    CLEAR: CLOCK, "clear";
    APPEND: "once", "append";
    RECORDS: "records";
    TRIM_RECORDS: "trim_records";
    COUNT: "once", "count";
    SAMPLES: "samples";
    FORGET: "forget";
}

/// How many one script reads or removes, so that others need not wait long for it.
pub(super) const AT_ONCE: usize = 500;

/// A number of things, as a server counts.
pub(super) fn at_most(limit: usize) -> String {
    // As many as anybody has.
    limit.min(1 << 40).to_string()
}

/// Runs a script, and reads what it says.
pub(super) fn run<A: AsRef<[u8]>>(
    link: &RedisLink,
    script: &RedisScript,
    effect: Effect,
    keys: &[String],
    arguments: &[A],
) -> Result<Answer> {
    let value = link.run(script, effect, keys, arguments).map_err(cartwright_coordination::Error::from)?;
    Answer::read(value)
}

/// Removes in bounded parts, each of which is a step of its own, until so many are removed or no more are there.
pub(super) fn in_parts(limit: usize, mut remove: impl FnMut(usize) -> Result<usize>) -> Result<usize> {
    let mut removed = 0;
    while removed < limit {
        let part = AT_ONCE.min(limit - removed);
        let now = remove(part)?;
        removed += now;
        if now < part {
            break;
        }
    }
    Ok(removed)
}
