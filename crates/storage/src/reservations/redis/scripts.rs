//! The scripts. Each is a step of its own: it happens as a whole, in one bucket.

use crate::redis::clock::CLOCK;
use crate::redis::script::RedisScript;
use std::sync::LazyLock;

macro_rules! scripts {
    ($($name:ident: $($part:literal),+;)*) => {
        $(
            pub(super) static $name: LazyLock<RedisScript> = LazyLock::new(|| {
                RedisScript::new(&[
                    CLOCK,
                    include_str!("scripts/common.lua"),
                    include_str!("scripts/stock.lua"),
                    include_str!("scripts/parts.lua"),
                    include_str!("scripts/order.lua"),
                    include_str!("scripts/answers.lua"),
                    $(include_str!(concat!("scripts/", $part, ".lua"))),+
                ])
                .told_the_run()
            });
        )*
    };
}

scripts! {
    RESERVE: "reserve";
    AMEND: "amend";
    RENEW: "renew";
    COMMIT: "commit";
    RELEASE: "release";
    FORCE: "force", "force_release";
    CLEAR: "force", "clear";
    FIND: "find";
    HOLDER: "holder";
    LIST: "list";
    LEVELS: "levels";
    KEYS: "keys";
    CHANGE_STOCK: "change_stock";
    SWEEP: "sweep";
    STATS: "stats";
    AUDIT: "audit";
    PREPARE: "prepare";
    SETTLE: "settle";
    VERDICT: "verdict";
    POINT: "point";
    UNDO: "undo";
    HAND_OVER: "hand_over";
    TAKE_ON: "take_on";
}
