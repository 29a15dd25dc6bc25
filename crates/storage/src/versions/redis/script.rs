//! The scripts, and how they are run.

use super::answer::Answer;
use crate::redis::link::{Effect, RedisLink};
use crate::redis::script::RedisScript;
use cartwright_coordination::WallClock;
use cartwright_versions::Result;
use std::sync::{Arc, LazyLock};

macro_rules! scripts {
    ($($name:ident: $($part:literal),+;)*) => {
        $(
            pub(super) static $name: LazyLock<RedisScript> =
                LazyLock::new(|| RedisScript::new(&[$(include_str!(concat!("scripts/", $part, ".lua"))),+]));
        )*
    };
}

scripts! {
    LOOK: "common", "look";
    BEGIN: "common", "steps", "begin";
    MARK: "common", "steps", "mark";
    UNMARK: "common", "steps", "unmark";
    PUBLISH: "common", "steps", "publish";
    SETTLE: "common", "steps", "settle";
    UNPUBLISH: "common", "steps", "unpublish";
    TYPES: "common", "steps", "types";
    EVICTION: "eviction";
    UNLINK: "unlink";
    FETCH: "entry", "fetch";
    KEEP: "entry", "keep";
    SWEEP: "entry", "sweep";
    SOME: "entry", "some";
    CLEAR: "entry", "clear";
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

/// The time of a caller, for tests; nothing where the server's own counts.
#[derive(Clone, Default)]
pub(super) struct TestClock(pub(super) Option<Arc<dyn WallClock>>);

impl TestClock {
    pub(super) fn text(&self) -> String {
        self.0.as_ref().map(|clock| clock.wall_time().as_millis().to_string()).unwrap_or_default()
    }
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
