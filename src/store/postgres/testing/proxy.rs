//! A way to the server's socket that counts round trips, and breaks when it is told to.
#![allow(dead_code, reason = "each test binary uses its own part of it")]

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::thread;

/// Where a connection breaks at the next statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the server hears of it.
    Before = 1,
    /// When the server has done it, and nobody was told.
    After = 2,
}

#[derive(Debug, Default)]
struct State {
    round_trips: AtomicUsize,
    /// The client has spoken last.
    is_asked: AtomicBool,
    /// How many statements pass before the cut.
    pass: AtomicUsize,
    cut: AtomicU8,
}

/// A socket in a folder of its own.
pub struct Proxy {
    folder: tempfile::TempDir,
    state: Arc<State>,
}

impl Proxy {
    /// A way to the socket of a server in this folder.
    pub fn to(folder: &std::path::Path) -> Self {
        let own = tempfile::tempdir().unwrap();
        let name = ".s.PGSQL.5432";
        let (listener, server) = (UnixListener::bind(own.path().join(name)).unwrap(), folder.join(name));
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, UnixStream::connect(&server)) else { break };
                serve(client, server, &shared);
            }
        });
        Self { folder: own, state }
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// How often a client has asked and waited while something was done.
    pub fn round_trips<T>(&self, done: impl FnOnce() -> T) -> (usize, T) {
        let before = self.state.round_trips.load(Ordering::SeqCst);
        let done = done();
        (self.state.round_trips.load(Ordering::SeqCst) - before, done)
    }

    /// Breaks the connection at a statement, once these many have passed.
    pub fn cut(&self, cut: Cut, after: usize) {
        self.state.pass.store(after, Ordering::SeqCst);
        self.state.cut.store(cut as u8, Ordering::SeqCst);
    }
}

fn serve(client: UnixStream, server: UnixStream, state: &Arc<State>) {
    let (mut from_client, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (mut from_server, mut to_client) = (server, client);
    let is_lost = Arc::new(AtomicBool::new(false));
    let (asking, lost) = (Arc::clone(state), Arc::clone(&is_lost));
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from_client.read(&mut bytes) {
            if !asking.is_asked.swap(true, Ordering::SeqCst) {
                asking.round_trips.fetch_add(1, Ordering::SeqCst);
                let cut = asking.cut.load(Ordering::SeqCst);
                if cut != 0 && asking.pass.fetch_sub(1, Ordering::SeqCst) == 0 {
                    asking.cut.store(0, Ordering::SeqCst);
                    if cut == Cut::Before as u8 {
                        break;
                    }
                    lost.store(true, Ordering::SeqCst);
                }
            }
            if to_server.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = from_client.shutdown(Shutdown::Both);
        let _ = to_server.shutdown(Shutdown::Both);
    });
    let answering = Arc::clone(state);
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from_server.read(&mut bytes) {
            answering.is_asked.store(false, Ordering::SeqCst);
            if is_lost.load(Ordering::SeqCst) || to_client.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = from_server.shutdown(Shutdown::Both);
        let _ = to_client.shutdown(Shutdown::Both);
    });
}
