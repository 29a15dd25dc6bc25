//! A socket to one server, with its timeouts.

use super::address::Address;
use super::options::RedisOptions;
use super::tls;
use rustix::net::sockopt::{self, Timeout};
use rustix::net::{self, AddressFamily, RecvFlags, SocketAddrUnix, SocketFlags, SocketType, recv};
use rustls::{ClientConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// A socket. To drop one closes it here and says nothing over it: a child that drops its parent's takes nothing from it.
pub(super) enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    pub(super) fn connect(address: &Address, options: &RedisOptions) -> io::Result<Self> {
        let mut stream = match (address, &options.tls) {
            (Address::Unix(path), _) => Self::Unix(connect_unix(path, options.connect_timeout)?),
            (Address::Tcp(host, port), None) => Self::Tcp(connect(host, *port, options)?),
            (Address::Tcp(host, port), Some(settings)) => {
                // Before anybody is called: what is wrong with the files is no failure of the network.
                let client = tls::client(settings, host)?;
                Self::Tls(Box::new(StreamOwned::new(client, connect(host, *port, options)?)))
            }
        };
        let (read, write) = (Some(options.read_timeout), Some(options.write_timeout));
        match &stream {
            Self::Unix(socket) => socket.set_read_timeout(read).and_then(|()| socket.set_write_timeout(write))?,
            Self::Tcp(socket) => socket.set_read_timeout(read).and_then(|()| socket.set_write_timeout(write))?,
            Self::Tls(tls) => tls.sock.set_read_timeout(read).and_then(|()| tls.sock.set_write_timeout(write))?,
        }
        if let Some(tls) = stream.as_tls() {
            // Now, so that a certificate that is not believed is told from a server that went away.
            while tls.conn.is_handshaking() {
                tls.conn.complete_io(&mut tls.sock)?;
            }
        }
        Ok(stream)
    }

    /// Whether the other side has gone away, or has said something that nobody asked for. To be asked while no reply is
    /// waited for: what is written to a socket whose other end is closed seems to be sent, and its outcome would be unknown.
    pub(super) fn is_stale(&mut self) -> bool {
        match peek(self.as_fd()) {
            Err(rustix::io::Errno::AGAIN) => false,
            // A server may hand out tickets for later sessions at any time.
            Ok(1..) => self.as_tls().is_none_or(|tls| has_said_something(tls).unwrap_or(true)),
            _ => true,
        }
    }

    fn as_tls(&mut self) -> Option<&mut StreamOwned<ClientConnection, TcpStream>> {
        if let Self::Tls(tls) = self { Some(tls) } else { None }
    }
}

fn peek(socket: BorrowedFd<'_>) -> rustix::io::Result<usize> {
    let mut byte = [0];
    recv(socket, &mut byte[..], RecvFlags::PEEK | RecvFlags::DONTWAIT).map(|(read, _)| read)
}

/// Takes in what has arrived, as far as it is TLS's own. Whether there is more to it: an end, or a text.
fn has_said_something(tls: &mut StreamOwned<ClientConnection, TcpStream>) -> io::Result<bool> {
    tls.sock.set_nonblocking(true)?;
    let read = loop {
        match tls.conn.read_tls(&mut tls.sock) {
            Ok(0) => break Ok(true),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break Ok(false),
            Err(error) => break Err(error),
        }
        match tls.conn.process_new_packets() {
            Ok(state) if state.peer_has_closed() || state.plaintext_bytes_to_read() > 0 => break Ok(true),
            Ok(_) => {}
            Err(error) => break Err(io::Error::other(error)),
        }
    };
    tls.sock.set_nonblocking(false)?;
    read
}

/// Each address of a host is tried, and they share the time.
fn connect(host: &str, port: u16, options: &RedisOptions) -> io::Result<TcpStream> {
    let begun = Instant::now();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "its name has no address");
    for address in (host, port).to_socket_addrs()? {
        let left = options.connect_timeout.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(socket) => {
                // A script and its reply go at once, or each change would wait for the other side's acknowledgement.
                socket.set_nodelay(true)?;
                return Ok(socket);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A server that stands still takes nobody in, and the system has who calls it wait until it does.
fn connect_unix(path: &Path, timeout: Duration) -> io::Result<UnixStream> {
    let socket = net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    sockopt::set_socket_timeout(&socket, Timeout::Send, Some(timeout))?;
    match net::connect(&socket, &SocketAddrUnix::new(path)?) {
        Err(rustix::io::Errno::AGAIN) => Err(io::ErrorKind::TimedOut.into()),
        connected => Ok(connected.map(|()| UnixStream::from(socket))?),
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(socket) => socket.as_fd(),
            Self::Unix(socket) => socket.as_fd(),
            Self::Tls(tls) => tls.sock.as_fd(),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.read(buffer),
            Self::Unix(socket) => socket.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.write(bytes),
            Self::Unix(socket) => socket.write(bytes),
            Self::Tls(tls) => tls.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(socket) => socket.flush(),
            Self::Unix(socket) => socket.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn a_socket_in_the_file_system_whose_server_takes_nobody_in_is_waited_for_as_long_as_it_says() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("socket");
        let listener = UnixListener::bind(&path).unwrap();
        net::listen(&listener, 0).unwrap();
        let timeout = Duration::from_millis(20);
        let waiting: Vec<_> = (0..3).map(|_| connect_unix(&path, timeout)).collect();
        let last = waiting.last().and_then(|last| last.as_ref().err()).map(io::Error::kind);
        assert_eq!(last, Some(io::ErrorKind::TimedOut));
    }
}
