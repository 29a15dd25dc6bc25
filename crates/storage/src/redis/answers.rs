//! What the errors that a server answers with mean, and when the same may be asked again.

use super::address::Address;
use super::trouble::{Trouble, TroubleKind};
use redis::ServerError;

/// What is to be done about an error that a server answered with.
#[derive(Debug)]
pub(super) enum Verdict {
    /// To hand it the text of the script.
    NoScript,
    /// To ask this one instead, and from now on.
    Moved(Address),
    /// To ask this one instead, this once.
    Ask(Address),
    /// To ask again after a pause, the servers being looked up anew: another one may have taken over.
    Later(Trouble),
    /// To tell the caller.
    Final(Trouble),
}

/// A server that executes a script says so only when it is done; whoever answers with one of these has not begun, or has
/// stopped at the first thing that it was to write.
pub(super) fn verdict_on(error: &ServerError, from: &Address) -> Verdict {
    let (code, detail) = code_of(error.code(), error.details().unwrap_or_default());
    let said = format!("{code} {detail}");
    let said = said.trim();
    let trouble = |kind, what: String| Trouble::new(kind, what).because(redis::RedisError::from(error.clone()));
    let redirected = || detail.split(' ').nth(1).and_then(|to| address_of(to, from));
    match code {
        "NOSCRIPT" => Verdict::NoScript,
        "MOVED" | "ASK" => match redirected() {
            Some(address) if code == "MOVED" => Verdict::Moved(address),
            Some(address) => Verdict::Ask(address),
            None => Verdict::Final(trouble(TroubleKind::Answer, format!("{from} names no other node: '{said}'"))),
        },
        "LOADING" => Verdict::Later(trouble(
            TroubleKind::Busy,
            format!("{from} is still loading its data; nothing was done. Try again when it is ready"),
        )),
        "BUSY" => Verdict::Later(trouble(
            TroubleKind::Busy,
            format!(
                "{from} is busy with somebody's script; nothing was done. Look who runs it (SLOWLOG GET, CLIENT LIST), or end \
                 it with SCRIPT KILL"
            ),
        )),
        "TRYAGAIN" => Verdict::Later(trouble(
            TroubleKind::Busy,
            format!("{from} is moving these keys to another node; nothing was done. Try again"),
        )),
        "CLUSTERDOWN" | "MASTERDOWN" | "NOREPLICAS" => Verdict::Later(trouble(
            TroubleKind::Unreachable,
            format!("{from} cannot serve this now; nothing was done. It says '{said}'"),
        )),
        "READONLY" => Verdict::Later(trouble(
            TroubleKind::ReadOnly,
            format!(
                "{from} is a replica, which may only be read; nothing was done. Name the master, or let Sentinels or a Cluster \
                 name it"
            ),
        )),
        "ERR" if detail.starts_with("max number of clients") => Verdict::Later(trouble(
            TroubleKind::Unreachable,
            format!(
                "{from} has as many clients as it takes; nothing was done. Raise its maxclients, or close connections"
            ),
        )),
        "OOM" => Verdict::Final(trouble(
            TroubleKind::Full,
            format!(
                "{from} has used up its memory (maxmemory); nothing was stored. Give it more, or clear abandoned carts; no \
                 policy of eviction is safe for carts and locks"
            ),
        )),
        "MISCONF" => Verdict::Final(trouble(
            TroubleKind::Full,
            format!(
                "{from} takes no changes because it cannot write to its disk; nothing was stored. It says '{said}'"
            ),
        )),
        "NOAUTH" | "WRONGPASS" | "NOPERM" | "DENIED" => Verdict::Final(trouble(
            TroubleKind::Refused,
            format!(
                "{from} does not let us do this; nothing was done. Check the user, its password and rights: it says '{said}'"
            ),
        )),
        "CROSSSLOT" => Verdict::Final(trouble(
            TroubleKind::Unsupported,
            format!("{from} is a node of a Cluster, and the keys of this step are on several; name it as a Cluster"),
        )),
        "WRONGTYPE" => Verdict::Final(trouble(
            TroubleKind::WrongKind,
            format!(
                "there is something else under a key of ours on {from}, and it was left as it is; give a prefix that nobody \
                 else uses"
            ),
        )),
        _ => Verdict::Final(trouble(TroubleKind::Answer, format!("{from} answered '{said}'"))),
    }
}

/// Servers before 7.0 answer what went wrong within a script as an error of the script, with the real one at its end.
fn code_of<'a>(code: &'a str, detail: &'a str) -> (&'a str, &'a str) {
    if code != "ERR" || !detail.starts_with("Error running script") {
        return (code, detail);
    }
    let inner = detail.rsplit_once(": -").map_or(detail, |(_, inner)| inner);
    let (code, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    if code.bytes().all(|byte| byte.is_ascii_uppercase()) { (code, rest) } else { ("ERR", detail) }
}

/// `host:port`; without a host it is that of the node that says it.
pub(super) fn address_of(text: &str, from: &Address) -> Option<Address> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = port.parse().ok()?;
    match (host, from) {
        ("" | "?", Address::Tcp(host, _)) => Some(Address::Tcp(host.clone(), port)),
        ("" | "?", Address::Unix(_)) => None,
        _ => Some(Address::Tcp(host.into(), port)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(answer: &str) -> Verdict {
        let from = Address::Tcp("10.0.0.1".into(), 7000);
        match redis::parse_redis_value(format!("-{answer}\r\n").as_bytes()).unwrap() {
            redis::Value::ServerError(error) => verdict_on(&error, &from),
            other => panic!("{other:?} is no error"),
        }
    }

    #[test]
    fn what_has_not_begun_may_be_asked_again() {
        for answer in [
            "LOADING Redis is loading the dataset in memory",
            "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
            "TRYAGAIN Multiple keys request during rehashing of slot",
            "CLUSTERDOWN The cluster is down",
            "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
            "NOREPLICAS Not enough good replicas to write.",
            "READONLY You can't write against a read only replica. script: 0123, on @user_script:1.",
            "ERR max number of clients reached",
        ] {
            assert!(matches!(verdict(answer), Verdict::Later(_)), "{answer}");
        }
    }

    #[test]
    fn what_will_not_change_is_told_at_once() {
        for (answer, kind) in [
            ("OOM command not allowed when used memory > 'maxmemory'.", TroubleKind::Full),
            (
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist",
                TroubleKind::Full,
            ),
            ("NOAUTH Authentication required.", TroubleKind::Refused),
            ("WRONGPASS invalid username-password pair or user is disabled.", TroubleKind::Refused),
            ("NOPERM this user has no permissions to run the 'evalsha' command", TroubleKind::Refused),
            ("CROSSSLOT Keys in request don't hash to the same slot", TroubleKind::Unsupported),
            ("WRONGTYPE Operation against a key holding the wrong kind of value", TroubleKind::WrongKind),
            ("ERR unknown command", TroubleKind::Answer),
        ] {
            let Verdict::Final(trouble) = verdict(answer) else { panic!("{answer}") };
            assert_eq!(trouble.kind, kind, "{answer}");
        }
    }

    #[test]
    fn an_error_within_a_script_is_read_from_older_servers_too() {
        let answer = "ERR Error running script (call to f_0123): @user_script:4: @user_script: 4: -OOM command not allowed \
                      when used memory > 'maxmemory'.";
        assert!(matches!(verdict(answer), Verdict::Final(trouble) if trouble.kind == TroubleKind::Full));
        let answer =
            "ERR Error running script (call to f_0123): @user_script:4: user_script:4: attempt to index a nil value";
        assert!(matches!(verdict(answer), Verdict::Final(trouble) if trouble.kind == TroubleKind::Answer));
    }

    #[test]
    fn a_redirection_names_the_other_node() {
        let other = |host: &str| Address::Tcp(host.into(), 7001);
        assert!(matches!(verdict("MOVED 3999 10.0.0.2:7001"), Verdict::Moved(to) if to == other("10.0.0.2")));
        assert!(matches!(verdict("ASK 3999 10.0.0.2:7001"), Verdict::Ask(to) if to == other("10.0.0.2")));
        assert!(matches!(verdict("MOVED 3999 :7001"), Verdict::Moved(to) if to == other("10.0.0.1")));
        assert!(matches!(verdict("MOVED 3999 fe80::1:7001"), Verdict::Moved(to) if to == other("fe80::1")));
        assert!(matches!(verdict("MOVED"), Verdict::Final(_)));
    }
}
