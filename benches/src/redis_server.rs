//! A Redis server of a measurement's own, and what a round trip to it costs when next to nothing is done there.

use crate::Failure;
use crate::stats::{median, micros};
use cartwright_storage::RedisOptions;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// It keeps nothing, and is ended with this.
pub struct RedisServer {
    child: Child,
    port: u16,
    _directory: tempfile::TempDir,
}

impl RedisServer {
    /// Starts one; `None` if this machine has no `redis-server`.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn start() -> Result<Option<Self>, Failure> {
        let directory = tempfile::tempdir()?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let started = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--dir", &directory.path().display().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = started else { return Ok(None) };
        let server = Self { child, port, _directory: directory };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err("the Redis server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(Some(server))
    }

    /// What it is to a store.
    pub fn options(&self) -> RedisOptions {
        RedisOptions::server("127.0.0.1", self.port)
    }

    /// Microseconds of a `PING`, and of a `SET` of so many bytes as a reservation has.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn bare_round_trips(&self, times: usize) -> Result<[f64; 2], Failure> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        let value = "x".repeat(300);
        let set = format!("*3\r\n$3\r\nSET\r\n$4\r\nbare\r\n${}\r\n{value}\r\n", value.len());
        let mut figures = Vec::new();
        for question in ["*1\r\n$4\r\nPING\r\n", set.as_str()] {
            let (mut times_taken, mut answer) = (Vec::new(), [0; 64]);
            for _ in 0..times {
                let begun = Instant::now();
                stream.write_all(question.as_bytes())?;
                if stream.read(&mut answer)? == 0 {
                    return Err("the Redis server has gone".into());
                }
                times_taken.push(micros(begun.elapsed()));
            }
            figures.push(median(&times_taken).unwrap_or(f64::NAN));
        }
        Ok([figures[0], figures[1]])
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
