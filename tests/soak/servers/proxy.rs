//! A way to the server that breaks in the middle of commits.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::random::Random;

/// When a connection breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the server has seen anything of the commit.
    Before,
    /// When half of it is on its way.
    Half,
    /// When all of it is on its way, and the server at work.
    Sent,
    /// When the server has answered, and nobody has heard it.
    Answered,
}

/// The cuts that were made, and those that are to come.
pub struct Plan {
    random: Random,
    wanted: usize,
    pub made: Vec<Cut>,
}

/// A socket that leads to the server's.
pub struct Proxy {
    folder: tempfile::TempDir,
    plan: Arc<Mutex<Plan>>,
}

impl Proxy {
    /// Stands before the server whose socket is in this folder, and cuts that many of its connections at a commit.
    pub fn before(server: &Path, wanted: usize, random: Random) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let plan = Arc::new(Mutex::new(Plan { random, wanted, made: Vec::new() }));
        let (server, plan_of_all): (PathBuf, _) = (server.join(".s.PGSQL.5432"), Arc::clone(&plan));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), Ok(server)) = (client, UnixStream::connect(&server)) else { continue };
                pass_on(client, server, Arc::clone(&plan_of_all));
            }
        });
        Self { folder, plan }
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn cuts(&self) -> Vec<Cut> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).made.clone()
    }

    pub fn is_done(&self) -> bool {
        let plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        plan.made.len() >= plan.wanted
    }
}

impl Plan {
    /// What becomes of the next commit.
    fn next(&mut self) -> Option<Cut> {
        if self.made.len() >= self.wanted || !self.random.one_in(4) {
            return None;
        }
        let cut = *self.random.pick(&[Cut::Before, Cut::Half, Cut::Sent, Cut::Answered]);
        self.made.push(cut);
        Some(cut)
    }
}

/// Passes a connection on, in both directions, until one side ends it or it is cut.
fn pass_on(client: UnixStream, server: UnixStream, plan: Arc<Mutex<Plan>>) {
    let is_swallowed = Arc::new(AtomicBool::new(false));
    let (mut to_client, mut from_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let swallow = Arc::clone(&is_swallowed);
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(read @ 1..) = from_server.read(&mut bytes) {
            if swallow.load(Ordering::SeqCst) || to_client.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(Shutdown::Both);
        let _ = from_server.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let (mut from_client, mut to_server) = (client, server);
        let mut flights = Flights::default();
        while let Some(flight) = flights.next(&mut from_client) {
            let is_commit = contains(&flight, b"commit_1(");
            let cut = if is_commit { plan.lock().unwrap_or_else(PoisonError::into_inner).next() } else { None };
            let passed = match cut {
                None | Some(Cut::Sent | Cut::Answered) => flight.len(),
                Some(Cut::Before) => 0,
                Some(Cut::Half) => flight.len() / 2,
            };
            if cut == Some(Cut::Answered) {
                is_swallowed.store(true, Ordering::SeqCst);
            }
            let sent = to_server.write_all(&flight[..passed]);
            if sent.is_err() || cut.is_some_and(|cut| cut != Cut::Answered) {
                break;
            }
        }
        let _ = from_client.shutdown(Shutdown::Both);
        // The server reads what is on its way, and then the end.
        let _ = to_server.shutdown(Shutdown::Write);
    });
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A client's messages, up to where it waits for an answer.
#[derive(Default)]
struct Flights {
    read: Vec<u8>,
    /// The first message has no letter.
    has_begun: bool,
}

impl Flights {
    /// Nothing when the client has gone.
    fn next(&mut self, from: &mut UnixStream) -> Option<Vec<u8>> {
        let mut bytes = [0; 65_536];
        loop {
            if let Some(end) = self.end() {
                self.has_begun = true;
                return Some(self.read.drain(..end).collect());
            }
            match from.read(&mut bytes) {
                Ok(read @ 1..) => self.read.extend(&bytes[..read]),
                _ => return None,
            }
        }
    }

    /// Where the flight ends, if all of it was read.
    fn end(&self) -> Option<usize> {
        let length = |at: usize| {
            let bytes = self.read.get(at..at + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
        };
        if !self.has_begun {
            return length(0).filter(|length| *length <= self.read.len());
        }
        let mut at = 0;
        loop {
            let (letter, length) = (*self.read.get(at)?, length(at + 1)?);
            at += 1 + length;
            if at > self.read.len() {
                return None;
            }
            // Parts of a statement that is still to be synchronised.
            if !b"PBDEC".contains(&letter) {
                return Some(at);
            }
        }
    }
}
