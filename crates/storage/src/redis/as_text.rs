//! Where a server is, as a text: with its passwords, or for people.

use super::address::Address;
use super::options::{Login, RedisOptions, Servers};
use super::text::HIDDEN;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

impl RedisOptions {
    /// The text with its passwords: for a configuration or another process, never for people. What
    /// [`Display`](fmt::Display) writes has `***` in their place, and cannot be read back.
    pub fn secret_text(&self) -> String {
        self.text(true)
    }

    fn text(&self, secrets: bool) -> String {
        let (hosts, path) = match &self.servers {
            Servers::Single(Address::Unix(path)) => (String::new(), encoded(&path.display().to_string())),
            Servers::Sentinels { master, .. } => (self.hosts(), format!("/{}", encoded(master).replace('/', "%2F"))),
            Servers::Single(_) | Servers::Cluster(_) => (self.hosts(), String::new()),
        };
        let kind = match &self.servers {
            Servers::Single(Address::Unix(_)) => "+unix",
            Servers::Single(Address::Tcp(..)) => "",
            Servers::Sentinels { .. } => "+sentinel",
            Servers::Cluster(_) => "+cluster",
        };
        let scheme = if self.tls.is_some() { "rediss" } else { "redis" };
        let login = text_of(&self.login, secrets);
        let mut text = format!("{scheme}{kind}://{login}{hosts}{path}");
        let is_unix = kind == "+unix";
        if self.database != 0 && !is_unix {
            text.push_str(&format!("/{}", self.database));
        }
        let mut separator = '?';
        for (name, value) in self.options(is_unix, secrets) {
            text.push_str(&format!("{separator}{name}={value}"));
            separator = '&';
        }
        text
    }

    fn hosts(&self) -> String {
        let hosts: Vec<_> = self.addresses().iter().map(ToString::to_string).collect();
        hosts.join(",")
    }

    /// What is not as it is unless somebody says otherwise.
    fn options(&self, is_unix: bool, secrets: bool) -> Vec<(&'static str, String)> {
        let plain = Self::of(self.servers.clone());
        let mut list = Vec::new();
        let mut add = |name, value: Option<String>| list.extend(value.map(|value| (name, value)));
        let millis = |value: Duration, plain: Duration| (value != plain).then(|| value.as_millis().to_string());
        add("db", (is_unix && self.database != 0).then(|| self.database.to_string()));
        add("prefix", (self.prefix != plain.prefix).then(|| encoded(&self.prefix)));
        add("buckets", self.buckets.map(|buckets| buckets.to_string()));
        add("ttl", self.cart_ttl.map(|ttl| ttl.as_secs().to_string()));
        add("stock_group", (self.stock_group != plain.stock_group).then(|| self.stock_group.name().to_owned()));
        add("versions_tag", self.versions_tag.as_deref().map(encoded));
        add("connect_timeout_ms", millis(self.connect_timeout, plain.connect_timeout));
        add("read_timeout_ms", millis(self.read_timeout, plain.read_timeout));
        add("write_timeout_ms", millis(self.write_timeout, plain.write_timeout));
        add("attempts", (self.retry.attempts != plain.retry.attempts).then(|| self.retry.attempts.to_string()));
        add("patience_ms", self.patience.map(|patience| patience.as_millis().to_string()));
        let file = |file: &PathBuf| encoded(&file.display().to_string());
        if let Some(tls) = &self.tls {
            add("tls_ca", tls.authority.as_ref().map(file));
            add("tls_cert", tls.certificate.as_ref().map(|(certificate, _)| file(certificate)));
            add("tls_key", tls.certificate.as_ref().map(|(_, key)| file(key)));
            add("tls_verify", tls.unverified.then(|| "no".into()));
        }
        add("sentinel_user", self.sentinel_login.user.as_deref().map(encoded));
        add("sentinel_password", self.sentinel_login.password.as_deref().map(|password| shown(password, secrets)));
        list
    }
}

/// Without the passwords.
impl fmt::Display for RedisOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(false))
    }
}

/// Without the passwords.
impl fmt::Debug for RedisOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisOptions({self})")
    }
}

fn text_of(login: &Login, secrets: bool) -> String {
    match (&login.user, &login.password) {
        (None, None) => String::new(),
        (user, password) => {
            let password = password.as_deref().map(|password| format!(":{}", shown(password, secrets)));
            format!("{}{}@", user.as_deref().map(encoded).unwrap_or_default(), password.unwrap_or_default())
        }
    }
}

fn shown(password: &str, secrets: bool) -> String {
    if secrets { encoded(password).replace('/', "%2F") } else { HIDDEN.into() }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
