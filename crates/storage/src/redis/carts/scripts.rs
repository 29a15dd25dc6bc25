//! The scripts. Each is a step of its own: it happens as a whole, and a Cluster knows where by its keys.

use crate::redis::script::RedisScript;
use std::sync::LazyLock;

macro_rules! scripts {
    ($($name:ident: $($part:literal),+;)*) => {
        $(
            pub(super) static $name: LazyLock<RedisScript> =
                LazyLock::new(|| RedisScript::new(&[$(include_str!(concat!("../scripts/", $part, ".lua"))),+]));
        )*
    };
}

scripts! {
    LOAD: "cart", "load";
    COMMIT: "cart", "outbox", "commit";
    QUEUE: "queue";
    DELETE: "cart", "outbox", "delete";
    PRUNE: "cart", "prune";
    MOVE: "cart", "move";
    PROMISE: "cart", "promise";
    RECEIVE: "cart", "receive";
    DECIDE: "decide";
    SETTLE: "cart", "settle";
    FORGET: "forget";
    INDEX: "index";
    PRESENT: "cart", "present";
    READ_OUTBOX: "read_outbox";
    TRIM: "trim";
    HAND_ON: "hand_on";
    TAKE_ON: "cart", "outbox", "take_on";
    CONSUME: "cart", "consume";
    CONSUMED: "cart", "consumed";
}
