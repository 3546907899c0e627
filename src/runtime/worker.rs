//! The threads that own the stores, so that a key never waits for one: writes in order on one, reads on another, searches
//! on a third, each with its own connection. A slow search delays neither a decision nor the next case.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::app::{Answer, Generation, Msg, Read, Ticket};
use crate::domain::action::Request;
use crate::domain::event::Time;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::{Interrupt, SearchQuery, Store, StoreError};

use super::connection::Connection;
use super::faults::rehearse;
use super::rescue::Rescue;
use super::{OpenStore, Wake, now};

/// Something to write.
enum Write {
    Act(Ticket, Request),
    SaveDraft(DisputeId, Option<String>),
}

/// The way to the worker threads.
pub struct Worker {
    writes: Sender<Write>,
    reads: Sender<(Generation, Read)>,
    searches: Sender<(Generation, SearchQuery)>,
    interrupt: Arc<Mutex<Option<Box<dyn Interrupt>>>>,
    wakes: Sender<Wake>,
    /// Closed when the last write is done.
    written: Receiver<()>,
}

/// What every thread needs to know.
#[derive(Clone)]
pub struct Context {
    /// How to open the database.
    pub open: OpenStore,
    /// Whose drafts and whose `mine` it is.
    pub me: Option<Handle>,
    /// Where drafts are that the database would not take.
    pub rescue: Option<Rescue>,
    /// Where answers go.
    pub wakes: Sender<Wake>,
}

impl Worker {
    /// Starts the threads; the writer gets the store that proved at the start that the database is usable.
    ///
    /// # Errors
    /// When a thread can't be made.
    pub fn start(context: &Context, store: Box<dyn Store + Send>) -> io::Result<Self> {
        let (writes, to_write) = unbounded();
        let (reads, to_read) = unbounded();
        let (searches, to_search) = unbounded();
        let (writing, written) = bounded(0);
        let interrupt = Arc::new(Mutex::new(None));
        let named = |name: &str| thread::Builder::new().name(name.into());
        let ours = context.clone();
        named("writer").spawn(move || {
            write(&ours, Connection::opened(ours.open.clone(), store), &to_write);
            drop(writing);
        })?;
        let ours = context.clone();
        named("reader").spawn(move || read(&ours, &to_read))?;
        let (ours, slot) = (context.clone(), interrupt.clone());
        named("searcher").spawn(move || search(&ours, &to_search, &slot))?;
        Ok(Self { writes, reads, searches, interrupt, wakes: context.wakes.clone(), written })
    }

    /// Reads, and answers with [`Msg::Read`].
    pub fn read(&self, generation: Generation, what: Read) {
        let sent = match what {
            Read::Search(query) => {
                self.stop_search();
                self.searches.send((generation, query.clone())).map_err(|_| Read::Search(query))
            }
            what => self.reads.send((generation, what)).map_err(|unsent| unsent.0.1),
        };
        if let Err(what) = sent {
            let _ = self.wakes.send(Wake::Msg(Msg::Read(generation, what, Err(ended()))));
        }
    }

    /// Stops the running search.
    pub fn stop_search(&self) {
        if let Ok(slot) = self.interrupt.lock() {
            if let Some(running) = slot.as_ref() {
                running.interrupt();
            }
        }
    }

    /// Acts, and answers with [`Msg::Acted`].
    pub fn act(&self, ticket: Ticket, request: Request) {
        if self.writes.send(Write::Act(ticket, request)).is_err() {
            let _ = self.wakes.send(Wake::Msg(Msg::Acted(ticket, Err(ended()))));
        }
    }

    /// Keeps a draft, and answers with [`Msg::DraftSaved`].
    pub fn save_draft(&self, dispute: DisputeId, draft: Option<String>) {
        if self.writes.send(Write::SaveDraft(dispute, draft)).is_err() {
            let _ = self.wakes.send(Wake::Msg(Msg::DraftSaved(dispute, Err(ended()))));
        }
    }

    /// Takes no more wishes, and waits for what was asked to be written. Returns whether it all was.
    pub fn finish(self, patience: Duration) -> bool {
        self.stop_search();
        let Self { writes, written, .. } = self;
        drop(writes);
        written.recv_timeout(patience) == Err(RecvTimeoutError::Disconnected)
    }
}

fn ended() -> StoreError {
    StoreError::Io("the thread that works on the database has ended".into())
}

fn write(context: &Context, mut connection: Connection, jobs: &Receiver<Write>) {
    for job in jobs {
        let msg = match job {
            Write::Act(ticket, request) => {
                Msg::Acted(ticket, connection.with(|store| store.act(&request, now())).map(Box::new))
            }
            Write::SaveDraft(dispute, draft) => {
                Msg::DraftSaved(dispute, save_draft(context, &mut connection, dispute, draft.as_deref()))
            }
        };
        if context.wakes.send(Wake::Msg(msg)).is_err() {
            // The desk is gone, but what it asked to be written before is still written.
            tracing::debug!("nobody hears the writer any more");
        }
    }
}

/// A draft that the store will not take is kept in a file; still an error, so that the desk tries again.
fn save_draft(
    context: &Context,
    connection: &mut Connection,
    dispute: DisputeId,
    draft: Option<&str>,
) -> Result<(), StoreError> {
    let Some(me) = &context.me else { return Ok(()) };
    let saved = connection.with(|store| store.put_draft(dispute, me, draft, now()));
    if let Some(rescue) = &context.rescue {
        match (&saved, draft) {
            (Err(_), Some(draft)) => {
                if let Err(error) = rescue.keep(dispute, draft) {
                    tracing::error!("the draft of {dispute} could not be rescued: {error}");
                }
            }
            _ => rescue.forget(dispute),
        }
    }
    saved
}

fn read(context: &Context, jobs: &Receiver<(Generation, Read)>) {
    let mut connection = Connection::new(context.open.clone());
    // The first answer should not wait for the database to be opened.
    let _ = connection.with(|_| Ok(()));
    for (generation, what) in jobs {
        let answer = connection.with(|store| answer(context, store, &what, now()));
        if context.wakes.send(Wake::Msg(Msg::Read(generation, what, answer))).is_err() {
            return;
        }
    }
}

fn answer(context: &Context, store: &dyn Store, what: &Read, now: Time) -> Result<Answer, StoreError> {
    rehearse("reader", || matches!(what, Read::Case(_)));
    Ok(match what {
        Read::Queue(query) => Answer::Queue(store.queue(query, now)?),
        Read::Counts => Answer::Counts(store.counts(context.me.as_ref(), now)?),
        Read::Case(id) => Answer::Case(Box::new(store.case(*id)?)),
        Read::Search(query) => Answer::Search(store.search(query)?),
        Read::Draft(id) => Answer::Draft(match context.rescue.as_ref().and_then(|rescue| rescue.find(*id)) {
            Some(rescued) => Some(rescued),
            None => context.me.as_ref().map(|me| store.draft(*id, me)).transpose()?.flatten(),
        }),
        Read::Team => Answer::Team(store.mediators()?),
        Read::Policy => Answer::Policy(store.policy()?),
    })
}

fn search(
    context: &Context,
    jobs: &Receiver<(Generation, SearchQuery)>,
    slot: &Mutex<Option<Box<dyn Interrupt>>>,
) {
    let mut connection = Connection::new(context.open.clone());
    while let Ok(mut job) = jobs.recv() {
        // Only the newest is waited for; the others were typed over.
        for newer in jobs.try_iter() {
            let (generation, query) = std::mem::replace(&mut job, newer);
            let stopped = Msg::Read(generation, Read::Search(query), Err(StoreError::Interrupted));
            let _ = context.wakes.send(Wake::Msg(stopped));
        }
        let (generation, query) = job;
        let found = connection.with(|store| {
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(store.interrupter());
            }
            store.search(&query)
        });
        if let Ok(mut slot) = slot.lock() {
            *slot = None;
        }
        let msg = Msg::Read(generation, Read::Search(query), found.map(Answer::Search));
        if context.wakes.send(Wake::Msg(msg)).is_err() {
            return;
        }
    }
}
