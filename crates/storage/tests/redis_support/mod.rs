//! Redis servers of a test's own: real ones, on free ports of this machine, stopped by their pid when the test is over.
#![allow(dead_code)]

pub mod cluster;
pub mod locks;
pub mod proxy;
pub mod shared;

use cartwright_coordination::{ManualClock, Random, SystemRandom};
use cartwright_storage::RedisOptions;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What a server keeps over its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Nothing.
    None,
    /// Every change that was acknowledged.
    Always,
}

/// A server. It is killed when it is dropped, and its directory is removed.
pub struct Server {
    directory: TempDir,
    pub port: u16,
    arguments: Vec<String>,
    child: Mutex<Option<Child>>,
}

impl Server {
    pub fn start(persistence: Persistence) -> Self {
        Self::with(persistence, &[])
    }

    /// With more of what stands in a configuration, one setting with its values each.
    pub fn with(persistence: Persistence, settings: &[&str]) -> Self {
        let mut arguments: Vec<String> = ["--save", "", "--repl-diskless-sync-delay", "0"].map(Into::into).into();
        if persistence == Persistence::Always {
            arguments.extend(["--appendonly", "yes", "--appendfsync", "always"].map(Into::into));
        }
        arguments.extend(settings.iter().flat_map(|setting| words(setting)));
        Self::run(arguments, None)
    }

    /// A Sentinel with this configuration.
    pub fn sentinel(configuration: &str) -> Self {
        Self::run(vec!["--sentinel".into()], Some(configuration))
    }

    fn run(arguments: Vec<String>, configuration: Option<&str>) -> Self {
        let directory = tempfile::tempdir().expect("a directory for the server");
        let mut server = Self { directory, port: 0, arguments, child: Mutex::new(None) };
        if let Some(text) = configuration {
            std::fs::write(server.path("configuration"), text).expect("it is written");
            server.arguments.insert(0, server.path("configuration").display().to_string());
        }
        // Somebody else may take the port between our look and the server's.
        for _ in 0..5 {
            server.port = free_port();
            if server.begin() {
                return server;
            }
            server.kill();
        }
        panic!("redis-server could not be started: {}; scripts/install.sh installs it", server.log());
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// Starts it again after it was stopped or killed, on the same port, with what it has kept.
    pub fn start_again(&self) {
        assert!(self.begin(), "it does not start again: {}", self.log());
    }

    /// Starts it again with another setting, and waits only until it answers at all.
    pub fn start_again_slowly(&self, setting: &str) -> &Self {
        self.spawn(words(setting));
        until("it answers", || try_say(self.port, &["PING"]).is_some());
        self
    }

    fn spawn(&self, more: Vec<String>) {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.path("log")).expect("a log");
        let child = Command::new("redis-server")
            .args(&self.arguments)
            .args(more)
            .args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--daemonize", "no"])
            .args(["--dir", &self.directory.path().display().to_string()])
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("redis-server is needed ({error}); run scripts/install.sh"));
        *self.child.lock().expect("nobody panicked") = Some(child);
    }

    fn begin(&self) -> bool {
        self.spawn(Vec::new());
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            let ended = self
                .child
                .lock()
                .expect("nobody panicked")
                .as_mut()
                .is_none_or(|child| child.try_wait().is_ok_and(|ended| ended.is_some()));
            if ended {
                return false;
            }
            if try_say(self.port, &["PING"]).is_some_and(|answer| !answer.starts_with("-LOADING")) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    pub fn pid(&self) -> u32 {
        self.child.lock().expect("nobody panicked").as_ref().expect("it runs").id()
    }

    pub fn runs(&self) -> bool {
        self.child.lock().expect("nobody panicked").is_some()
    }

    /// Sends a signal to it.
    pub fn signal(&self, signal: &str) {
        let status = Command::new("kill").args(["-s", signal, &self.pid().to_string()]).status();
        assert!(status.expect("kill is there").success());
    }

    /// Ends it at once, as a power failure would.
    pub fn kill(&self) {
        if let Some(mut child) = self.child.lock().expect("nobody panicked").take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Waits for its own end, after a signal.
    pub fn wait(&self) {
        if let Some(mut child) = self.child.lock().expect("nobody panicked").take() {
            let _ = child.wait();
        }
    }

    /// Says a command, and answers what the server says, as it says it.
    pub fn say(&self, command: &[&str]) -> String {
        say(self.port, command)
    }

    /// What this one is to a store; keys are those of tests, so that they may have a clock of their own.
    pub fn options(&self) -> RedisOptions {
        options(self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A server for a suite whose time is its own.
pub struct OnServer {
    pub server: Server,
    pub clock: ManualClock,
}

impl OnServer {
    pub fn new() -> Self {
        Self { server: Server::start(Persistence::None), clock: ManualClock::default() }
    }

    /// Starts it again with all that it has.
    pub fn restart(&self) {
        assert_eq!(self.server.say(&["SAVE"]), "+OK");
        self.lose_what_is_not_saved();
    }

    pub fn lose_what_is_not_saved(&self) {
        self.server.kill();
        self.server.start_again();
    }
}

/// What a server on this port is to a store, with timeouts for tests.
pub fn options(port: u16) -> RedisOptions {
    quick(RedisOptions::server("127.0.0.1", port))
}

/// The same with a prefix and timeouts for tests.
pub fn quick(options: RedisOptions) -> RedisOptions {
    let timeout = Duration::from_millis(500);
    options.prefix("cartwright-test:").timeouts(timeout, timeout, timeout).patience(Duration::from_secs(5))
}

fn words(setting: &str) -> Vec<String> {
    let mut words: Vec<String> = setting.split(' ').map(Into::into).collect();
    words[0].insert_str(0, "--");
    words
}

/// A port that nobody listens on, below those that the system hands out to callers, so that a server that is started again
/// finds it free; and so that the nodes of a Cluster talk to each other below them, too, 10000 higher.
pub fn free_port() -> u16 {
    loop {
        let chance = SystemRandom.number().expect("random numbers") % 12_000;
        let port = 10_000 + u16::try_from(chance).expect("it is small");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn packed(command: &[&str]) -> String {
    let parts = command.iter().map(|part| format!("${}\r\n{part}\r\n", part.len()));
    format!("*{}\r\n{}", command.len(), parts.collect::<String>())
}

fn try_say(port: u16, command: &[&str]) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    stream.write_all(packed(command).as_bytes()).ok()?;
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    while rest_after(&answer).is_none() {
        match stream.read(&mut part).ok()? {
            0 => return None,
            read => answer.extend_from_slice(&part[..read]),
        }
    }
    Some(String::from_utf8_lossy(&answer).trim_end().to_owned())
}

/// What follows the first whole answer, if there is one.
fn rest_after(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    let (line, rest) = (std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 2..]);
    let length = || line[1..].parse::<usize>().ok();
    match bytes[0] {
        b'$' => length().map_or(Some(rest), |length| rest.get(length + 2..)),
        b'*' => (0..length().unwrap_or(0)).try_fold(rest, |rest, _| rest_after(rest)),
        _ => Some(rest),
    }
}

/// Says a command to whoever listens on this port, and answers what it says, as it says it.
pub fn say(port: u16, command: &[&str]) -> String {
    try_say(port, command).unwrap_or_else(|| panic!("nobody answers {command:?} on port {port}"))
}

/// Waits until something is so; a minute at most.
pub fn until(what: &str, mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !so() {
        assert!(Instant::now() < deadline, "it never was so that {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Runs a program of the system that a test needs.
pub fn program(name: &str, arguments: &[&str], directory: &Path) {
    let output = Command::new(name).args(arguments).current_dir(directory).output();
    let output = output.unwrap_or_else(|error| panic!("{name} is needed ({error}); run scripts/install.sh"));
    assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}
