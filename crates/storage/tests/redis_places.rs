//! The ways to a server, and who is let in: passwords, rights, TLS, a socket in the file system.
#![allow(clippy::unwrap_used)]

mod redis_support;

use cartwright_coordination::{Answer, Error, ErrorKind, LockStore};
use cartwright_storage::{RedisLockStore, RedisOptions, RedisTls};
use redis_support::locks::{key, release, take, try_take};
use redis_support::{Persistence, Server, program, quick};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn works(options: RedisOptions) {
    let store = RedisLockStore::new(options);
    for _ in 0..3 {
        take(&store, 1);
        assert_eq!(release(&store, 1).unwrap(), Answer::Done(()));
    }
}

/// Nobody is kept waiting for what will not change.
fn refused(options: RedisOptions) -> Error {
    let begun = Instant::now();
    let error = try_take(&RedisLockStore::new(options.patience(Duration::from_secs(60))), 1).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(20), "{error}");
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
    error
}

#[test]
fn a_server_with_a_password_lets_in_who_has_it_and_no_password_is_told() {
    let server = Server::with(Persistence::None, &["requirepass open-sesame"]);
    works(server.options().password("open-sesame"));
    for options in
        [server.options(), server.options().password("close-sesame"), server.options().login("nobody", "none")]
    {
        let error = refused(options);
        assert!(error.to_string().contains("does not let us"), "{error}");
        assert!(!format!("{error:?} {error}").contains("close-sesame"), "{error}");
    }
}

#[test]
fn a_server_that_knows_no_login_is_told_of_without_the_password() {
    let server = Server::with(Persistence::None, &["rename-command AUTH nothing"]);
    let error = refused(server.options().password("open-sesame"));
    assert!(error.to_string().contains("does not know the command AUTH"), "{error}");
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        assert!(!format!("{error:?} {error}").contains("open-sesame"), "{error:?}");
        cause = error.source();
    }
}

#[test]
fn a_user_of_the_access_lists_may_do_what_is_his() {
    let server = Server::start(Persistence::None);
    let rights = ["ACL", "SETUSER", "shop", "on", ">secret", "~cartwright-test:*", "+@all", "-@dangerous"];
    assert_eq!(server.say(&rights), "+OK");
    // INFO is dangerous, and we do without.
    works(server.options().login("shop", "secret"));
    let error = refused(server.options().prefix("other:").login("shop", "secret"));
    assert!(error.to_string().contains("NOPERM"), "{error}");
    assert_eq!(server.say(&["ACL", "SETUSER", "shop", "-evalsha"]), "+OK");
    assert!(refused(server.options().login("shop", "secret")).to_string().contains("NOPERM"));
}

#[test]
fn a_number_of_a_database_is_honoured_and_one_too_many_refused() {
    let server = Server::start(Persistence::None);
    let store = RedisLockStore::new(server.options().database(3));
    take(&store, 1);
    assert!(server.say(&["INFO", "keyspace"]).contains("db3:keys=4"));
    assert!(refused(server.options().database(99)).to_string().contains("DB index"));
}

#[test]
fn a_socket_in_the_file_system_is_a_place_too() {
    let server = Server::with(Persistence::None, &["unixsocket redis.sock"]);
    works(quick(RedisOptions::unix_socket(server.path("redis.sock"))));
    let text = format!("redis+unix://{}?prefix=cartwright-test%3A", server.path("redis.sock").display());
    works(text.parse().unwrap());
    let nowhere = RedisOptions::unix_socket(server.path("no.sock")).patience(Duration::ZERO);
    let error = try_take(&RedisLockStore::new(nowhere), 1).unwrap_err();
    assert!(error.to_string().contains("no.sock"), "{error}");
}

/// An authority of a test's own, and what it has signed.
struct Authority(TempDir);

impl Authority {
    fn new() -> Self {
        let authority = Self(tempfile::tempdir().unwrap());
        let key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key"];
        let request = ["req", "-x509", "-days", "2", "-subj", "/CN=An authority", "-out", "ca.pem"];
        authority.openssl(&[&request[..], &key[..]].concat());
        authority
    }

    fn openssl(&self, arguments: &[&str]) {
        program("openssl", arguments, self.0.path());
    }

    fn sign(&self, name: &str, subject: &str) {
        let (key, request, certificate) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"));
        std::fs::write(self.0.path().join("extensions"), format!("subjectAltName={subject}")).unwrap();
        let common = format!("/CN={name}");
        self.openssl(&["req", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-subj", &common, "-out", &request]);
        let by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "extensions"];
        self.openssl(&[&["x509", "-req", "-in", &request, "-out", &certificate][..], &by[..]].concat());
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A server that speaks TLS beside the usual; its port.
    fn server(&self, clients: &str) -> (Server, u16) {
        self.sign("server", "DNS:localhost,IP:127.0.0.1");
        let port = redis_support::free_port();
        let settings = [
            format!("tls-port {port}"),
            format!("tls-cert-file {}", self.file("server.pem").display()),
            format!("tls-key-file {}", self.file("server.key").display()),
            format!("tls-ca-cert-file {}", self.file("ca.pem").display()),
            format!("tls-auth-clients {clients}"),
        ];
        let settings: Vec<_> = settings.iter().map(String::as_str).collect();
        (Server::with(Persistence::None, &settings), port)
    }
}

fn on(host: &str, port: u16, tls: RedisTls) -> RedisOptions {
    quick(RedisOptions::server(host, port)).tls(tls)
}

#[test]
fn over_tls_a_server_proves_who_it_is() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let (server, port) = ours.server("no");
    let trusting = |authority: &Authority| RedisTls::default().authority(authority.file("ca.pem"));
    works(on("localhost", port, trusting(&ours)));
    works(on("127.0.0.1", port, trusting(&ours)));
    let text = format!("rediss://localhost:{port}?prefix=cartwright-test%3A&tls_ca={}", ours.file("ca.pem").display());
    works(text.parse().unwrap());
    for options in [on("localhost", port, trusting(&theirs)), on("localhost", port, RedisTls::default())] {
        let error = refused(options);
        assert!(error.to_string().contains("TLS with localhost"), "{error}");
    }
    works(on("localhost", port, RedisTls::default().unverified()));
    let missing = RedisTls::default().authority(ours.file("missing.pem"));
    assert!(refused(on("localhost", port, missing)).to_string().contains("missing.pem"));
    assert!(server.say(&["PING"]).contains("PONG"));
}

#[test]
fn over_tls_a_client_proves_who_it_is_where_it_is_asked() {
    let authority = Authority::new();
    let (_server, port) = authority.server("yes");
    authority.sign("shop", "DNS:shop");
    let tls = RedisTls::default().authority(authority.file("ca.pem"));
    works(on("localhost", port, tls.clone().certificate(authority.file("shop.pem"), authority.file("shop.key"))));
    let store = RedisLockStore::new(on("localhost", port, tls).patience(Duration::ZERO));
    assert_eq!(try_take(&store, 1).unwrap_err().kind(), ErrorKind::Unavailable);
}

#[test]
fn over_tls_a_connection_that_the_server_ended_meanwhile_is_opened_again_and_nothing_is_unknown() {
    let authority = Authority::new();
    let (server, port) = authority.server("no");
    let store = RedisLockStore::new(on("localhost", port, RedisTls::default().authority(authority.file("ca.pem"))));
    for _ in 0..10 {
        take(&store, 1);
        assert!(server.say(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]).starts_with(':'));
        assert!(store.force_release(&key()).unwrap().is_some());
    }
    let connections = server.say(&["INFO", "stats"]);
    take(&store, 1);
    (0..10).for_each(|_| assert!(store.inspect(&key()).unwrap().is_some()));
    let count = |stats: &str| {
        let line = stats.lines().find_map(|line| line.strip_prefix("total_connections_received:"));
        line.and_then(|number| number.trim().parse::<u32>().ok()).unwrap()
    };
    // One to say this, and one because it was ended.
    assert!(count(&server.say(&["INFO", "stats"])) <= count(&connections) + 2, "a ticket of TLS ends no connection");
}
