//! The threads that own the stores, so that a key never waits for one: writes in order on one, reads on another, searches
//! on a third, each with its own connection. A slow search delays neither a decision nor the next case.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::app::model::FileFound;
use crate::app::{Answer, Generation, Msg, Read, Ticket};
use crate::domain::case::evidence_file::{BlobRef, Shape};
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::limits;
use crate::domain::queue::saved_views::ViewChange;
use crate::domain::time::Time;
use crate::store::{BlobContent, Interrupt, Store, StoreError};

use super::connection::Connection;
use super::draft_fallback::DraftFallback;
use super::faults::rehearse;
use super::{OpenStore, TakeOut, Wake, now};

/// Something to write.
enum Write {
    Act(Ticket, Request),
    SaveDraft(DisputeId, Option<String>),
    ChangeViews(Ticket, RequestKey, ViewChange),
    Heard(DisputeId, NotificationKind),
    /// Nothing: what was asked for before is done when this is dropped.
    Settled(Sender<()>),
}

/// The way to the worker threads.
pub struct Worker {
    writes: Sender<Write>,
    reads: Sender<(Generation, Read)>,
    searches: Sender<(Generation, Read)>,
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
    /// How a case is written to a file.
    pub take_out: TakeOut,
    /// Whose drafts and whose `mine` it is.
    pub me: Option<Handle>,
    /// Where drafts are that the database would not take.
    pub rescue: Option<DraftFallback>,
    /// Where answers go.
    pub wakes: Sender<Wake>,
}

impl Worker {
    /// Starts the threads; the reader gets the store that proved at the start that the database is usable, for the first
    /// frame waits for it.
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
            write(&ours, &to_write);
            drop(writing);
        })?;
        let ours = context.clone();
        named("reader").spawn(move || read(&ours, Connection::opened(ours.open.clone(), store), &to_read))?;
        let (ours, slot) = (context.clone(), interrupt.clone());
        named("searcher").spawn(move || search(&ours, &to_search, &slot))?;
        Ok(Self { writes, reads, searches, interrupt, wakes: context.wakes.clone(), written })
    }

    /// Reads, and answers with [`Msg::Read`].
    pub fn read(&self, generation: Generation, what: Read) {
        let sent = match what {
            Read::Search(_) | Read::Cases(_) => {
                self.stop_search();
                self.searches.send((generation, what))
            }
            what => self.reads.send((generation, what)),
        };
        if let Err(unsent) = sent {
            let (generation, what) = unsent.0;
            let _ = self.wakes.send(Wake::Msg(Msg::Read(generation, what, Err(ended()))));
        }
    }

    /// Stops the running search.
    pub fn stop_search(&self) {
        if let Ok(slot) = self.interrupt.lock()
            && let Some(running) = slot.as_ref()
        {
            running.interrupt();
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

    /// Changes the views that the mediator keeps, and answers with [`Msg::ViewsChanged`].
    pub fn change_views(&self, ticket: Ticket, change: ViewChange) {
        // One intent: however often the store has to be asked, it is under this key.
        let key = RequestKey(uuid::Uuid::now_v7().to_string());
        if self.writes.send(Write::ChangeViews(ticket, key, change.clone())).is_err() {
            let _ = self.wakes.send(Wake::Msg(Msg::ViewsChanged(ticket, change, Err(ended()))));
        }
    }

    /// Notes that the mediator has heard this of this case; they are told again at the next start if it can't be noted.
    pub fn heard(&self, dispute: DisputeId, what: NotificationKind) {
        let _ = self.writes.send(Write::Heard(dispute, what));
    }

    /// Waits for what was asked to be written so far.
    pub fn settle(&self, patience: Duration) {
        let (done, is_done) = bounded(0);
        if self.writes.send(Write::Settled(done)).is_ok() {
            let _ = is_done.recv_timeout(patience);
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

fn write(context: &Context, jobs: &Receiver<Write>) {
    let mut connection = Connection::new(context.open.clone());
    for job in jobs {
        let msg = match job {
            Write::Act(ticket, request) => {
                let acted = connection.with(|store| {
                    rehearse("writer", || true);
                    store.act(&request, now())
                });
                Msg::Acted(ticket, acted.map(Box::new))
            }
            Write::SaveDraft(dispute, draft) => {
                Msg::DraftSaved(dispute, save_draft(context, &mut connection, dispute, draft.as_deref()))
            }
            Write::ChangeViews(ticket, key, change) => {
                let Some(me) = &context.me else { continue };
                let changed = connection.with(|store| store.change_views(me, &change, Some(&key), now()));
                Msg::ViewsChanged(ticket, change, changed)
            }
            Write::Heard(dispute, what) => {
                let heard = |me| connection.with(|store| store.acknowledge(me, dispute, what));
                if let Some(Err(error)) = context.me.as_ref().map(heard) {
                    tracing::warn!("{what} of {dispute} will be told again: {error}");
                }
                continue;
            }
            Write::Settled(waiting) => {
                drop(waiting);
                continue;
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

fn read(context: &Context, mut connection: Connection, jobs: &Receiver<(Generation, Read)>) {
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
        Read::File(kept, shape) => Answer::File(file(store, kept, *shape)?),
        Read::Search(query) => Answer::Search(store.search(query, now)?),
        Read::Cases(query) => Answer::Cases(store.find(query, now)?),
        Read::Draft(id) => Answer::Draft(match context.rescue.as_ref().and_then(|rescue| rescue.find(*id)) {
            Some(rescued) => Some(rescued),
            None => context.me.as_ref().map(|me| store.draft(*id, me)).transpose()?.flatten(),
        }),
        Read::Team => Answer::Team(store.mediators()?),
        Read::Policy => Answer::Policy(store.policy()?),
        Read::Views => Answer::Views(context.me.as_ref().map_or(Ok(Vec::new()), |me| store.views(me))?),
        Read::RelatedCases(id) => Answer::RelatedCases(Box::new(store.related_cases(*id)?)),
        Read::Stats => Answer::Stats(store.stats()?),
        Read::Export(id) => Answer::Exported((context.take_out)(store, *id)?),
    })
}

/// What a kept file holds, made ready to be shown here rather than where keys are read.
fn file(store: &dyn Store, kept: &BlobRef, shape: Shape) -> Result<FileFound, StoreError> {
    Ok(match store.blob(kept)? {
        BlobContent::Missing => FileFound::Missing,
        BlobContent::Changed => FileFound::Changed,
        BlobContent::Whole(content) if shape == Shape::Text => {
            let shown = &content[..content.len().min(limits::TEXT)];
            FileFound::Text(String::from_utf8_lossy(shown).into(), (content.len() - shown.len()) as u64)
        }
        BlobContent::Whole(content) => FileFound::Picture(content.into()),
    })
}

fn search(context: &Context, jobs: &Receiver<(Generation, Read)>, slot: &Mutex<Option<Box<dyn Interrupt>>>) {
    let mut connection = Connection::new(context.open.clone());
    while let Ok(mut job) = jobs.recv() {
        // Only the newest is waited for; the others were typed over.
        for newer in jobs.try_iter() {
            let (generation, what) = std::mem::replace(&mut job, newer);
            let stopped = Msg::Read(generation, what, Err(StoreError::Interrupted));
            let _ = context.wakes.send(Wake::Msg(stopped));
        }
        let (generation, what) = job;
        let found = connection.with(|store| {
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(store.interrupter());
            }
            rehearse("searcher", || true);
            answer(context, store, &what, now())
        });
        if let Ok(mut slot) = slot.lock() {
            *slot = None;
        }
        if context.wakes.send(Wake::Msg(Msg::Read(generation, what, found))).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::fake::Script;
    use crate::store::{SearchPage, SearchQuery};

    const SOON: Duration = Duration::from_secs(20);
    const CASE: DisputeId = DisputeId(1001);

    struct Bench {
        script: Script,
        worker: Worker,
        wakes: Receiver<Wake>,
        home: tempfile::TempDir,
    }

    impl Bench {
        fn new() -> Self {
            let (script, home) = (Script::default(), tempfile::tempdir().unwrap());
            let (to_wake, wakes) = unbounded();
            let me = Handle::from("camille");
            let rescue = DraftFallback::new(home.path(), &home.path().join("x.db"), &me);
            let context = Context {
                open: script.open(),
                take_out: crate::runtime::fake::taker(),
                me: Some(me),
                rescue: Some(rescue),
                wakes: to_wake,
            };
            let worker = Worker::start(&context, script.store().unwrap()).unwrap();
            Self { script, worker, wakes, home }
        }

        fn read(&self, generation: u64, what: Read) {
            self.worker.read(Generation(generation), what);
        }

        fn hear(&self) -> Msg {
            match self.wakes.recv_timeout(SOON) {
                Ok(Wake::Msg(msg)) => msg,
                other => panic!("no answer, but {other:?}"),
            }
        }

        fn hear_read(&self) -> (u64, Result<Answer, StoreError>) {
            match self.hear() {
                Msg::Read(generation, _, answer) => (generation.0, answer),
                other => panic!("no answer to a read, but {other:?}"),
            }
        }

        fn rescued(&self) -> usize {
            std::fs::read_dir(self.home.path().join("drafts")).map_or(0, Iterator::count)
        }
    }

    fn search(text: &str) -> Read {
        Read::Search(SearchQuery { text: text.into(), me: None, as_typed: true, before: None, limit: 50 })
    }

    #[test]
    fn a_panic_while_reading_is_an_answer_and_the_next_read_works() {
        let bench = Bench::new();
        bench.script.tell(|told| told.break_counts = true);
        bench.read(1, Read::Counts);
        let (generation, answer) = bench.hear_read();
        let error = answer.unwrap_err().to_string();
        assert_eq!(generation, 1);
        assert!(error.contains("the counters fell over"), "{error}");
        bench.script.tell(|told| told.break_counts = false);
        let opened = bench.script.tell(|told| told.opened);
        bench.read(2, Read::Counts);
        assert_eq!(bench.hear_read(), (2, Ok(Answer::Counts(Default::default()))));
        assert_eq!(bench.script.tell(|told| told.opened), opened + 1, "the store that saw the panic is not used again");
    }

    #[test]
    fn a_search_stops_for_the_next_one_and_delays_nothing_else() {
        let bench = Bench::new();
        bench.read(1, search("de the"));
        while bench.script.tell(|told| told.searched.is_empty()) {
            thread::yield_now();
        }
        bench.read(2, Read::Counts);
        bench.worker.save_draft(CASE, Some("x".into()));
        let meanwhile = [bench.hear(), bench.hear()];
        assert!(meanwhile.iter().any(|msg| matches!(msg, Msg::Read(Generation(2), _, Ok(_)))), "{meanwhile:?}");
        assert!(meanwhile.contains(&Msg::DraftSaved(CASE, Ok(()))), "{meanwhile:?}");
        bench.read(3, search("quick"));
        assert_eq!(bench.hear_read(), (1, Err(StoreError::Interrupted)));
        assert_eq!(bench.hear_read(), (3, Ok(Answer::Search(SearchPage::default()))));
    }

    #[test]
    fn a_draft_that_the_store_will_not_take_is_kept_in_a_file_until_it_does() {
        let bench = Bench::new();
        bench.script.tell(|told| told.refuse_drafts = Some(StoreError::Busy));
        bench.worker.save_draft(CASE, Some("{\"reply\":\"été\"}".into()));
        assert_eq!(bench.hear(), Msg::DraftSaved(CASE, Err(StoreError::Busy)));
        assert_eq!(bench.rescued(), 1);
        bench.read(1, Read::Draft(CASE));
        assert_eq!(bench.hear_read(), (1, Ok(Answer::Draft(Some("{\"reply\":\"été\"}".into())))));
        bench.script.tell(|told| told.refuse_drafts = None);
        bench.worker.save_draft(CASE, Some("{\"reply\":\"étés\"}".into()));
        assert_eq!(bench.hear(), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(bench.rescued(), 0);
        bench.read(2, Read::Draft(CASE));
        assert_eq!(bench.hear_read(), (2, Ok(Answer::Draft(Some("{\"reply\":\"étés\"}".into())))));
    }

    #[test]
    fn leaving_waits_for_the_last_writes_also_when_nobody_listens() {
        let Bench { script, worker, wakes, home: _home } = Bench::new();
        drop(wakes);
        for n in 0..100 {
            worker.save_draft(CASE, Some(n.to_string()));
        }
        worker.save_draft(CASE, None);
        assert!(worker.finish(SOON));
        assert_eq!(script.tell(|told| told.drafts.len()), 101);
        assert_eq!(script.tell(|told| told.drafts.last().cloned()), Some((CASE, None)));
    }

    #[test]
    fn a_database_that_can_not_be_opened_is_an_answer_and_is_tried_again() {
        let bench = Bench::new();
        bench.script.tell(|told| told.break_counts = true);
        bench.read(1, Read::Counts);
        bench.hear_read().1.unwrap_err();
        bench.script.tell(|told| (told.break_counts, told.refuse_to_open) = (false, Some(StoreError::Busy)));
        bench.read(2, Read::Counts);
        assert_eq!(bench.hear_read(), (2, Err(StoreError::Busy)));
        bench.script.tell(|told| told.refuse_to_open = None);
        bench.read(3, Read::Counts);
        assert!(matches!(bench.hear_read(), (3, Ok(_))));
    }
}
