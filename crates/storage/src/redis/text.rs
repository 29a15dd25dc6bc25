//! Where a server is, as one text of a configuration, and back.

use super::address::Address;
use super::options::{Login, RedisOptions, RedisTls, Servers};
use crate::reservations::StockGroup;
use percent_encoding::percent_decode_str;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

const PORT: u16 = 6379;
const SENTINEL_PORT: u16 = 26_379;
/// What stands for a password that is not shown.
pub(super) const HIDDEN: &str = "***";

/// `redis://[[user]:password@]host[:port][/database]`, `rediss://…` for TLS, `redis+unix:///path/of/the/socket`,
/// `redis+sentinel://host:port,host:port/master[/database]`, `redis+cluster://host:port,host:port`, the last two with
/// `rediss+…` for TLS. Behind a question mark, joined by `&`:
///
/// | option | meaning |
/// | --- | --- |
/// | `db` | the number of the database, for a Unix socket |
/// | `prefix` | what keys begin with, `cartwright:` |
/// | `buckets` | over how many carts and locks are spread |
/// | `stock_group` | which stock is held in one step of a Cluster: of a `vendor`, of a `kind`, of a `key`, or `all` |
/// | `ttl` | seconds without a change after which a cart is gone; never without it |
/// | `versions_tag` | by which tag a Cluster places versions and their journal, `versions` |
/// | `connect_timeout_ms`, `read_timeout_ms`, `write_timeout_ms` | 2000 each |
/// | `attempts`, `patience_ms` | how often, and for how long, a server is tried again |
/// | `tls_ca`, `tls_cert`, `tls_key` | files (PEM): who may have signed the server's certificate, our own certificate, its key |
/// | `tls_verify=no` | believes any server |
/// | `sentinel_user`, `sentinel_password` | who we are to Sentinels |
///
/// What has a meaning in such a text is written with a percent sign: `%40` for `@` in a password.
///
/// ```
/// use cartwright_storage::RedisOptions;
///
/// let options: RedisOptions = "redis://shop:s%40lt@10.0.0.5:6379/2?prefix=shop%3A".parse()?;
/// assert_eq!(options.to_string(), "redis://shop:***@10.0.0.5:6379/2?prefix=shop%3A");
/// assert_eq!(options.secret_text(), "redis://shop:s%40lt@10.0.0.5:6379/2?prefix=shop%3A");
///
/// assert_eq!("redis://h?lifetime=3".parse::<RedisOptions>().unwrap_err(), "'lifetime' is no option of Redis");
/// # Ok::<(), String>(())
/// ```
impl FromStr for RedisOptions {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").ok_or("a Redis server is written redis://HOST:PORT")?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        Self::read(scheme, rest, query).map_err(|error| {
            // It may be a password that was taken for something else, and errors repeat what cannot be meant.
            let is_cut_off = query.contains('@') && !rest.contains('@');
            if is_cut_off { "a ? in a password is written %3F".into() } else { error }
        })
    }
}

impl RedisOptions {
    /// What stands before the colon, between the slashes and the question mark, and behind that.
    fn read(scheme: &str, rest: &str, query: &str) -> Result<Self, String> {
        // An @ in a password ought to be encoded; who has not done so means the last one.
        let (login, rest) = rest.rsplit_once('@').map_or((None, rest), |(login, rest)| (Some(login), rest));
        let (hosts, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
        let (kind, tls) = match scheme.strip_prefix("rediss") {
            Some(kind) => (kind, true),
            None => (scheme.strip_prefix("redis").unwrap_or(scheme), false),
        };
        let mut parts = path.trim_start_matches('/').trim_end_matches('/').splitn(2, '/');
        let (servers, database) = match kind {
            "" => (Servers::Single(host_in(hosts, PORT)?), parts.next()),
            "+cluster" => (Servers::Cluster(hosts_in(hosts, PORT)?), parts.next()),
            "+sentinel" => {
                let master = decoded(parts.next().unwrap_or_default())?;
                if master.is_empty() {
                    return Err("Sentinels know a master by its name; write redis+sentinel://HOST:PORT/NAME".into());
                }
                (Servers::Sentinels { sentinels: hosts_in(hosts, SENTINEL_PORT)?, master }, parts.next())
            }
            "+unix" if !tls && hosts.is_empty() && path.len() > 1 => {
                (Servers::Single(Address::Unix(decoded(path)?.into())), None)
            }
            "+unix" => return Err("a Unix socket is written redis+unix:///PATH, with three slashes".into()),
            _ => {
                return Err(format!(
                    "'{scheme}' is no way to a Redis server; there are redis, rediss, redis+unix, \
                redis+sentinel, rediss+sentinel, redis+cluster and rediss+cluster"
                ));
            }
        };
        let mut options = Self::of(servers);
        options.login = login.map(login_in).transpose()?.unwrap_or_default();
        options.tls = tls.then(RedisTls::default);
        if let Some(database) = database.filter(|database| !database.is_empty()) {
            options.database = number("database", database)?;
        }
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            options.set(name, value)?;
        }
        options.checked()
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let text = || decoded(value);
        let file = || decoded(value).map(PathBuf::from);
        match name {
            "db" => self.database = number(name, value)?,
            "prefix" => self.prefix = text()?,
            "buckets" => self.buckets = Some(number(name, value)?),
            "ttl" => self.cart_ttl = Some(Duration::from_secs(number(name, value)?)),
            "stock_group" => self.stock_group = StockGroup::named(value)?,
            "versions_tag" => self.versions_tag = Some(text()?),
            "connect_timeout_ms" => self.connect_timeout = milliseconds(name, value)?,
            "read_timeout_ms" => self.read_timeout = milliseconds(name, value)?,
            "write_timeout_ms" => self.write_timeout = milliseconds(name, value)?,
            "attempts" => self.retry.attempts = number(name, value)?,
            "patience_ms" => self.patience = Some(Duration::from_millis(number(name, value)?)),
            "sentinel_user" => self.sentinel_login.user = Some(text()?),
            "sentinel_password" => self.sentinel_login.password = Some(password_in(value)?),
            "tls_ca" => self.tls_of(name)?.authority = Some(file()?),
            "tls_cert" => self.tls_of(name)?.certificate.get_or_insert_default().0 = file()?,
            "tls_key" => self.tls_of(name)?.certificate.get_or_insert_default().1 = file()?,
            "tls_verify" if value == "no" => self.tls_of(name)?.unverified = true,
            "tls_verify" => return Err("tls_verify can only be 'no'; leave it out to verify".into()),
            _ => return Err(format!("'{name}' is no option of Redis")),
        }
        Ok(())
    }

    fn tls_of(&mut self, name: &str) -> Result<&mut RedisTls, String> {
        self.tls.as_mut().ok_or_else(|| format!("'{name}' is about TLS; write rediss:// for it"))
    }

    fn checked(self) -> Result<Self, String> {
        if self.prefix.contains(['{', '}']) {
            return Err("a prefix has no braces: what stands in them decides about the node of a Cluster".into());
        }
        if self.versions_tag.as_ref().is_some_and(|tag| tag.is_empty() || tag.contains(['{', '}'])) {
            return Err("'versions_tag' is a word without braces; leave it out for the usual one".into());
        }
        if self.buckets == Some(0) || self.cart_ttl == Some(Duration::ZERO) {
            return Err("'buckets' and 'ttl' are 1 or more; leave 'ttl' out for carts that stay".into());
        }
        if self.database != 0 && matches!(self.servers, Servers::Cluster(_)) {
            return Err("a Cluster has no databases but 0; give a prefix instead".into());
        }
        if self
            .tls
            .as_ref()
            .and_then(|tls| tls.certificate.as_ref())
            .is_some_and(|(certificate, key)| certificate.as_os_str().is_empty() || key.as_os_str().is_empty())
        {
            return Err("'tls_cert' and 'tls_key' go together".into());
        }
        Ok(self)
    }
}

fn decoded(text: &str) -> Result<String, String> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| "what is behind a percent sign is no UTF-8")?;
    Ok(text.into_owned())
}

fn login_in(text: &str) -> Result<Login, String> {
    let (user, password) = text.split_once(':').map_or((text, None), |(user, password)| (user, Some(password)));
    let user = Some(decoded(user)?).filter(|user| !user.is_empty());
    Ok(Login { user, password: password.filter(|text| !text.is_empty()).map(password_in).transpose()? })
}

fn password_in(text: &str) -> Result<String, String> {
    if text == HIDDEN {
        return Err("the password is hidden in this text; write the password itself".into());
    }
    decoded(text)
}

fn hosts_in(text: &str, port: u16) -> Result<Vec<Address>, String> {
    text.split(',').map(|host| host_in(host, port)).collect()
}

fn host_in(text: &str, port: u16) -> Result<Address, String> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, port),
        Some((host, rest)) => (host, number("port", rest.strip_prefix(':').unwrap_or(rest))?),
        None => match text.split_once(':') {
            Some((host, port)) => (host, number("port", port)?),
            None => (text, port),
        },
    };
    if host.is_empty() {
        return Err("a Redis server has a host; write redis://HOST:PORT".into());
    }
    Ok(Address::Tcp(decoded(host)?, port))
}

fn number<N: FromStr>(name: &str, text: &str) -> Result<N, String> {
    text.parse().map_err(|_| format!("'{text}' is no {name}; write a whole number that is not too large"))
}

/// The system takes nothing for "for ever".
fn milliseconds(name: &str, text: &str) -> Result<Duration, String> {
    number(name, text).map(|milliseconds: u64| Duration::from_millis(milliseconds.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 13] = [
        "redis://127.0.0.1:6379",
        "redis://[::1]:6380/3",
        "redis://:hush@redis.example:6379",
        "redis://shop@redis.example:6379",
        "redis://shop:a%40b%3Ac%2Fd%2A@redis.example:6379/1",
        "rediss://redis.example:6379?tls_ca=/etc/ca.pem&tls_cert=/etc/me.pem&tls_key=/etc/me%20too.key",
        "rediss://redis.example:6379?tls_verify=no",
        "redis+unix:///run/redis.sock",
        "redis+unix://:hush@/run/my%20redis.sock?db=4&prefix=shop%3A",
        "redis+sentinel://a:26379,b:26380/mymaster",
        "redis+sentinel://u:hush@a:26379/my%2Fmaster/2?sentinel_user=watch&sentinel_password=hu%26sh",
        "rediss+cluster://u:hush@a:7000,b:7001?buckets=128&ttl=86400&stock_group=kind&versions_tag=shop%3A7",
        "redis://h:1?connect_timeout_ms=1&read_timeout_ms=2&write_timeout_ms=3&attempts=4&patience_ms=0",
    ];

    fn options(text: &str) -> RedisOptions {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_text_is_written_as_it_was_read() {
        for text in TEXTS {
            assert_eq!(options(text).secret_text(), text);
            assert_eq!(options(&options(text).secret_text()), options(text));
        }
    }

    #[test]
    fn what_is_not_written_is_the_usual() {
        assert_eq!(options("redis://h"), RedisOptions::server("h", 6379));
        assert_eq!(options("redis://h/"), options("redis://h:6379/0"));
        assert_eq!(options("redis+sentinel://h/m"), RedisOptions::sentinels([("h", 26_379)], "m"));
        assert_eq!(options("redis+cluster://h,i:7"), RedisOptions::cluster([("h", 6379), ("i", 7)]));
        assert_eq!(options("redis+unix:///s"), RedisOptions::unix_socket("/s"));
        assert_eq!(options("redis://h?connect_timeout_ms=0").connect_timeout.as_millis(), 1);
    }

    #[test]
    fn a_password_is_decoded_and_never_shown() {
        let shown: Vec<_> =
            TEXTS.iter().map(|text| (options(text).to_string(), format!("{:?}", options(text)))).collect();
        for (display, debug) in &shown {
            for secret in ["hush", "a%40b", "hu%26sh"] {
                assert!(!display.contains(secret), "{display}");
                assert!(!debug.contains(secret), "{debug}");
            }
        }
        assert_eq!(options(TEXTS[4]).login.password.as_deref(), Some("a@b:c/d*"));
        assert_eq!(options("redis://:p@ss@h").login.password.as_deref(), Some("p@ss"), "the last @ ends it");
    }

    #[test]
    fn a_text_whose_password_is_hidden_is_refused_and_not_tried() {
        let hidden = options("redis://shop:secret@h").to_string();
        let error = hidden.parse::<RedisOptions>().unwrap_err();
        assert_eq!(error, "the password is hidden in this text; write the password itself");
    }

    #[test]
    fn what_cannot_be_meant_is_refused_without_repeating_a_password() {
        for text in [
            "redis:",
            "redis://",
            "redis://:secret@",
            "redis://:secret@h:port",
            "redis://:secret@h:65536",
            "redis://:secret@h/two",
            "redis://:secret@h/-1",
            "redis://:secret@h?lifetime=1",
            "redis://:secret@h?buckets=0",
            "redis://:secret@h?ttl=0",
            "redis://:secret@h?versions_tag={x}",
            "redis://:secret@h?prefix={x}",
            "redis://:secret@h?tls_ca=/x",
            "rediss://:secret@h?tls_cert=/x",
            "rediss://:secret@h?tls_verify=yes",
            "redis://:secret%ff@h",
            "redis://:secret?x@h",
            "redis://:x?secret@h",
            "redis://me:1/secret?@h",
            "redis+unix://:secret@relative",
            "redis+unix://",
            "redis+sentinel://:secret@h",
            "redis+cluster://:secret@h/1",
            "rediss+unix:///s",
            "http://:secret@h",
        ] {
            let error = text.parse::<RedisOptions>().expect_err(text);
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
