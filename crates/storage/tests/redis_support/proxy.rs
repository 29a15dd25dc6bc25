//! A line to a server that can be cut: it stands between, and swallows what the server says when it is told to.

use super::free_port;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What stands between. Its threads end with the test's process.
pub struct Proxy {
    pub port: u16,
    swallow: Arc<AtomicUsize>,
    swallowed: Arc<AtomicUsize>,
}

impl Proxy {
    pub fn before(server: u16) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let (swallow, swallowed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counts = (Arc::clone(&swallow), Arc::clone(&swallowed));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (questions, answers) = (copy(&client), copy(&server));
                let counts = counts.clone();
                let client_too = copy(&client);
                thread::spawn(move || forward(questions, server));
                thread::spawn(move || hand_back(answers, client_too, &counts.0, &counts.1));
            }
        });
        Self { port, swallow, swallowed }
    }

    /// Swallows the next answers, and cuts the line each time: what was asked has been done, and nobody is told.
    pub fn swallow_next(&self, answers: usize) {
        self.swallow.store(answers, Ordering::SeqCst);
    }

    pub fn swallowed(&self) -> usize {
        self.swallowed.load(Ordering::SeqCst)
    }
}

fn copy(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a socket can be cloned")
}

fn forward(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

fn hand_back(mut from: TcpStream, mut to: TcpStream, swallow: &AtomicUsize, swallowed: &AtomicUsize) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        // Who begins is told the server's INFO; that it is let be makes the count one of questions.
        let is_greeting = bytes[..read].windows(7).any(|part| part == b"run_id:");
        let take = |left: usize| left.checked_sub(1);
        if !is_greeting && swallow.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
            swallowed.fetch_add(1, Ordering::SeqCst);
            break;
        }
        if to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
