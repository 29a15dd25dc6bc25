//! A line to a server that can be cut: it stands between, and swallows what the server says when it is told to.

use super::free_port;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

type Work = Box<dyn FnOnce() + Send>;

/// What stands between. Its threads end with the test's process.
pub struct Proxy {
    pub port: u16,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    let_through: AtomicUsize,
    swallow: AtomicUsize,
    swallowed: AtomicUsize,
    meanwhile: Mutex<Option<Work>>,
}

impl Proxy {
    pub fn before(server: u16) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let counts = Arc::new(Counts::default());
        let ours = Arc::clone(&counts);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (questions, answers) = (copy(&client), copy(&server));
                let counts = Arc::clone(&ours);
                let client_too = copy(&client);
                thread::spawn(move || forward(questions, server));
                thread::spawn(move || hand_back(answers, client_too, &counts));
            }
        });
        Self { port, counts }
    }

    /// Swallows the next answers, and cuts the line each time: what was asked has been done, and nobody is told.
    pub fn swallow_next(&self, answers: usize) {
        self.counts.swallow.store(answers, Ordering::SeqCst);
    }

    /// Lets some answers through, swallows the one behind them, and does this before the line is cut: it is done before anybody
    /// can ask again.
    pub fn swallow_behind_and(&self, answers: usize, meanwhile: impl FnOnce() + Send + 'static) {
        *self.counts.meanwhile.lock().expect("nobody panicked") = Some(Box::new(meanwhile));
        self.counts.let_through.store(answers, Ordering::SeqCst);
        self.swallow_next(1);
    }

    pub fn swallowed(&self) -> usize {
        self.counts.swallowed.load(Ordering::SeqCst)
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

fn hand_back(mut from: TcpStream, mut to: TcpStream, counts: &Counts) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        // Who begins is told the server's INFO; that it is let be makes the count one of questions.
        let is_greeting = bytes[..read].windows(7).any(|part| part == b"run_id:");
        let take = |from: &AtomicUsize| {
            from.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        };
        if !is_greeting && !take(&counts.let_through) && take(&counts.swallow) {
            counts.swallowed.fetch_add(1, Ordering::SeqCst);
            let meanwhile = counts.meanwhile.lock().expect("nobody panicked").take();
            if let Some(work) = meanwhile {
                work();
            }
            break;
        }
        if to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
