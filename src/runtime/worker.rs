//! The threads that access the store, each with its own connection: one writes (in order), one reads, one searches. A
//! key never waits for the database, and a slow search delays neither a decision nor the next case.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::app::{Answer, Generation, Msg, Read, Ticket};
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::ViewChange;
use crate::domain::time::Time;
use crate::store::{Interrupt, Notification, Store, StoreError};

use super::connection::Connection;
use super::draft_fallback::DraftFallback;
use super::new_file::write_new;
use super::opened_files::OpenedFiles;
use super::panics::inject_panic;
use super::reads::{Outlets, answer};
use super::writer::{KnownDrafts, WriteJob, run_writer};
use super::{ExportCase, LoopEvent, OpenStore, now};

/// A handle to the worker threads.
pub struct Worker {
    writes: Sender<WriteJob>,
    reads: Sender<(Generation, Read)>,
    searches: Sender<(Generation, Read)>,
    interrupt: Arc<Mutex<Option<Box<dyn Interrupt>>>>,
    events: Sender<LoopEvent>,
    /// Disconnected when the writing thread has ended.
    written: Receiver<()>,
}

/// What the threads share.
#[derive(Clone)]
pub struct ThreadContext {
    pub open_store: OpenStore,
    pub export_case: ExportCase,
    /// The copies that other programs show, or why there can be none.
    pub opened_files: Result<Arc<OpenedFiles>, String>,
    pub me: Option<Handle>,
    /// Where drafts are kept while the database does not accept them.
    pub draft_fallback: Option<DraftFallback>,
    pub events: Sender<LoopEvent>,
}

impl Worker {
    /// Starts the threads. The reader gets the store that is open already, because the first frame waits for it.
    ///
    /// # Errors
    /// Returns an error if a thread can't be started.
    pub fn start(context: &ThreadContext, store: Box<dyn Store + Send>) -> io::Result<Self> {
        let (writes, to_write) = unbounded();
        let (reads, to_read) = unbounded();
        let (searches, to_search) = unbounded();
        let (writing, written) = bounded(0);
        let interrupt = Arc::new(Mutex::new(None));
        let named = |name: &str| thread::Builder::new().name(name.into());
        let drafts = KnownDrafts::default();
        let (their_context, known) = (context.clone(), drafts.clone());
        named("writer").spawn(move || {
            run_writer(&their_context, &known, &to_write);
            drop(writing);
        })?;
        let their_context = context.clone();
        named("reader").spawn(move || {
            run_reader(
                &their_context,
                Connection::with_store(their_context.open_store.clone(), store),
                &drafts,
                &to_read,
            )
        })?;
        let (their_context, interrupt_slot) = (context.clone(), interrupt.clone());
        named("searcher").spawn(move || run_searcher(&their_context, &to_search, &interrupt_slot))?;
        Ok(Self { writes, reads, searches, interrupt, events: context.events.clone(), written })
    }

    /// Requests a read; the answer is [`Msg::Read`].
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
            let _ = self.events.send(LoopEvent::Msg(Msg::Read(generation, what, Err(thread_ended()))));
        }
    }

    /// Interrupts the running search, if any.
    pub fn stop_search(&self) {
        if let Ok(interrupt_slot) = self.interrupt.lock()
            && let Some(running) = interrupt_slot.as_ref()
        {
            running.interrupt();
        }
    }

    /// Requests an action; the answer is [`Msg::Acted`].
    pub fn act(&self, ticket: Ticket, request: Request) {
        if self.writes.send(WriteJob::Act(ticket, request)).is_err() {
            let _ = self.events.send(LoopEvent::Msg(Msg::Acted(ticket, Err(thread_ended()))));
        }
    }

    /// Requests that a draft be saved (`None`: deleted); the answer is [`Msg::DraftSaved`].
    pub fn save_draft(&self, dispute: DisputeId, draft: Option<String>) {
        if self.writes.send(WriteJob::SaveDraft(dispute, draft)).is_err() {
            let _ = self.events.send(LoopEvent::Msg(Msg::DraftSaved(dispute, Err(thread_ended()))));
        }
    }

    /// Requests a change of the mediator's saved views; the answer is [`Msg::ViewsChanged`].
    pub fn change_views(&self, ticket: Ticket, key: RequestKey, change: ViewChange) {
        if self.writes.send(WriteJob::ChangeViews(ticket, key, change.clone())).is_err() {
            let _ = self.events.send(LoopEvent::Msg(Msg::ViewsChanged(ticket, change, Err(thread_ended()))));
        }
    }

    /// Acknowledges notifications. If that fails, they are told again at the next start.
    pub fn acknowledge(&self, seen: Vec<Notification>) {
        let _ = self.writes.send(WriteJob::Acknowledge(seen));
    }

    /// Waits until all writes requested so far are done, but no longer than `patience`.
    pub fn flush(&self, patience: Duration) {
        let (done, is_done) = bounded(0);
        if self.writes.send(WriteJob::Flush(done)).is_ok() {
            let _ = is_done.recv_timeout(patience);
        }
    }

    /// Stops accepting jobs and waits for the pending writes. Returns whether all of them were done in time.
    pub fn finish(self, patience: Duration) -> bool {
        self.stop_search();
        let Self { writes, written, .. } = self;
        drop(writes);
        written.recv_timeout(patience) == Err(RecvTimeoutError::Disconnected)
    }
}

fn thread_ended() -> StoreError {
    StoreError::Io("the thread that works on the database has ended".into())
}

fn run_reader(
    context: &ThreadContext,
    mut connection: Connection,
    known: &KnownDrafts,
    jobs: &Receiver<(Generation, Read)>,
) {
    while let Some((generation, what)) = connection.next_job(jobs) {
        if let (Read::Draft(id), Some(me)) = (&what, &context.me)
            && let Ok(stored) = connection.with(|store| store.draft(*id, me))
            && let Ok(mut known) = known.lock()
        {
            // What this desk wrote since is newer.
            known.entry(*id).or_insert(stored);
        }
        let answer = connection.with(|store| load_answer(context, store, &what, now()));
        let is_lost = answer.as_ref().err().filter(|error| error.is_out_of_reach()).cloned();
        if context.events.send(LoopEvent::Msg(Msg::Read(generation, what, answer))).is_err() {
            return;
        }
        // Each attempt to connect may take its time: what waits behind the first has the same answer.
        for (error, (generation, what)) in is_lost.iter().flat_map(|error| jobs.try_iter().map(move |job| (error, job)))
        {
            let answer = Err(StoreError::clone(error));
            let _ = context.events.send(LoopEvent::Msg(Msg::Read(generation, what, answer)));
        }
    }
}

fn load_answer(context: &ThreadContext, store: &dyn Store, what: &Read, now: Time) -> Result<Answer, StoreError> {
    inject_panic("reader", || matches!(what, Read::Case(_)));
    if let Read::Draft(id) = what
        && let Some(draft) = context.draft_fallback.as_ref().and_then(|draft_fallback| draft_fallback.find(*id))
    {
        return Ok(Answer::Draft(Some(draft)));
    }
    let outlets = Outlets {
        export: context.export_case.as_ref(),
        save: &|name, content| {
            let written = std::env::current_dir().and_then(|folder| write_new(&folder, name, content));
            written.map(|path| path.display().to_string()).map_err(|error| error.to_string())
        },
        open: &|name, content, program| match &context.opened_files {
            Ok(opened) => opened.open(name, content, program, &context.events),
            Err(why) => Err(why.clone()),
        },
    };
    answer(store, what, context.me.as_ref(), now, &outlets)
}

fn run_searcher(
    context: &ThreadContext,
    jobs: &Receiver<(Generation, Read)>,
    interrupt_slot: &Mutex<Option<Box<dyn Interrupt>>>,
) {
    let mut connection = Connection::new(context.open_store.clone());
    while let Some(mut job) = connection.next_job(jobs) {
        // Only the newest search is awaited; the others have been superseded.
        for newer in jobs.try_iter() {
            let (generation, what) = std::mem::replace(&mut job, newer);
            let stopped = Msg::Read(generation, what, Err(StoreError::Interrupted));
            let _ = context.events.send(LoopEvent::Msg(stopped));
        }
        let (generation, what) = job;
        let found = connection.with(|store| {
            if let Ok(mut interrupt_slot) = interrupt_slot.lock() {
                *interrupt_slot = Some(store.interrupter());
            }
            inject_panic("searcher", || true);
            load_answer(context, store, &what, now())
        });
        if let Ok(mut interrupt_slot) = interrupt_slot.lock() {
            *interrupt_slot = None;
        }
        if context.events.send(LoopEvent::Msg(Msg::Read(generation, what, found))).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::CaseDrafts;
    use crate::domain::search::terms::SearchTerms;
    use crate::runtime::faulty_store::{FaultyStore, case_exporter};
    use crate::store::{PersonalStore as _, Place, SearchPage, SearchQuery};

    const SOON: Duration = Duration::from_secs(20);
    const CASE: DisputeId = DisputeId(1001);

    struct Fixture {
        store: FaultyStore,
        worker: Worker,
        events: Receiver<LoopEvent>,
        home: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            let (store, home) = (FaultyStore::new(), tempfile::tempdir().unwrap());
            let (event_sender, events) = unbounded();
            let me = Handle::from("camille");
            let draft_fallback = DraftFallback::new(home.path(), &Place::File(home.path().join("x.db")), "uuid", &me);
            let context = ThreadContext {
                open_store: store.open(),
                export_case: case_exporter(),
                opened_files: Err("none are opened".to_owned()),
                me: Some(me),
                draft_fallback: Some(draft_fallback),
                events: event_sender,
            };
            let worker = Worker::start(&context, store.connect().unwrap()).unwrap();
            Self { store, worker, events, home }
        }

        fn read(&self, generation: u64, what: Read) {
            self.worker.read(Generation(generation), what);
        }

        fn next_msg(&self) -> Msg {
            match self.events.recv_timeout(SOON) {
                Ok(LoopEvent::Msg(msg)) => msg,
                other => panic!("no answer, but {other:?}"),
            }
        }

        fn next_answer(&self) -> (u64, Result<Answer, StoreError>) {
            match self.next_msg() {
                Msg::Read(generation, _, answer) => (generation.0, answer),
                other => panic!("no answer to a read, but {other:?}"),
            }
        }

        fn fallback_count(&self) -> usize {
            std::fs::read_dir(self.home.path().join("drafts")).map_or(0, Iterator::count)
        }
    }

    fn search(text: &str) -> Read {
        let terms = SearchTerms::parse(text).unwrap();
        Read::Search(Box::new(SearchQuery { terms, me: None, before: None, limit: 50 }))
    }

    #[test]
    fn a_panic_while_reading_is_an_answer_and_the_next_read_works() {
        let fixture = Fixture::new();
        fixture.store.control().panic_in_counts = true;
        fixture.read(1, Read::Counts);
        let (generation, answer) = fixture.next_answer();
        let error = answer.unwrap_err().to_string();
        assert_eq!(generation, 1);
        assert!(error.contains("the counters fell over"), "{error}");
        fixture.store.control().panic_in_counts = false;
        let opened = fixture.store.control().opened;
        fixture.read(2, Read::Counts);
        assert!(matches!(fixture.next_answer(), (2, Ok(Answer::Counts(counts))) if counts.open == 2));
        assert_eq!(fixture.store.control().opened, opened + 1, "the store that saw the panic is not used again");
    }

    #[test]
    fn a_search_stops_for_the_next_one_and_delays_nothing_else() {
        let fixture = Fixture::new();
        fixture.read(1, search("de the"));
        while fixture.store.control().searches.is_empty() {
            thread::yield_now();
        }
        fixture.read(2, Read::Counts);
        fixture.worker.save_draft(CASE, Some("x".into()));
        let meanwhile = [fixture.next_msg(), fixture.next_msg()];
        assert!(meanwhile.iter().any(|msg| matches!(msg, Msg::Read(Generation(2), _, Ok(_)))), "{meanwhile:?}");
        assert!(meanwhile.contains(&Msg::DraftSaved(CASE, Ok(()))), "{meanwhile:?}");
        fixture.read(3, search("quick"));
        assert_eq!(fixture.next_answer(), (1, Err(StoreError::Interrupted)));
        assert_eq!(fixture.next_answer(), (3, Ok(Answer::Search(SearchPage::default()))));
    }

    #[test]
    fn a_draft_that_the_store_will_not_take_is_kept_in_a_file_until_it_does() {
        let fixture = Fixture::new();
        fixture.store.control().fail_put_draft = Some(StoreError::Busy);
        fixture.worker.save_draft(CASE, Some("{\"reply\":\"été\"}".into()));
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(CASE, Err(StoreError::Busy)));
        assert_eq!(fixture.fallback_count(), 1);
        fixture.read(1, Read::Draft(CASE));
        assert_eq!(fixture.next_answer(), (1, Ok(Answer::Draft(Some("{\"reply\":\"été\"}".into())))));
        fixture.store.control().fail_put_draft = None;
        fixture.worker.save_draft(CASE, Some("{\"reply\":\"étés\"}".into()));
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(fixture.fallback_count(), 0);
        fixture.read(2, Read::Draft(CASE));
        assert_eq!(fixture.next_answer(), (2, Ok(Answer::Draft(Some("{\"reply\":\"étés\"}".into())))));
    }

    #[test]
    fn what_another_desk_wrote_meanwhile_is_kept_with_ones_own_and_told() {
        let fixture = Fixture::new();
        let saves = |reply: &str| {
            let draft = (!reply.is_empty()).then(|| format!("{{\"reply\":\"{reply}\"}}"));
            fixture.worker.save_draft(CASE, draft);
            fixture.next_msg()
        };
        let other = |reply: &str| {
            let draft = format!("{{\"reply\":\"{reply}\"}}");
            let mut memory = fixture.store.memory.clone();
            let before = memory.draft(CASE, &"camille".into()).unwrap();
            memory.put_draft(CASE, &"camille".into(), Some(&draft), before.as_deref(), now()).unwrap();
            draft
        };
        let stored = || fixture.store.memory.draft(CASE, &"camille".into()).unwrap().unwrap();
        assert_eq!(saves("un"), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(saves("un deux"), Msg::DraftSaved(CASE, Ok(())), "one's own is no news");
        let theirs = other("autre");
        assert_eq!(saves("un deux trois"), Msg::DraftOfOtherDesk(CASE, theirs));
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(CaseDrafts::read(stored()).reply, "autre\nun deux trois");
        // Also when it comes between what this desk reads and what it writes.
        fixture.store.control().draft_meanwhile = Some("{\"reply\":\"zut\"}".to_owned());
        assert_eq!(
            saves("autre\\nun deux trois quatre"),
            Msg::DraftOfOtherDesk(CASE, "{\"reply\":\"zut\"}".to_owned())
        );
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(CaseDrafts::read(stored()).reply, "zut\nautre\nun deux trois quatre");
        // What was sent is forgotten, not what another desk wrote since.
        let theirs = other("encore");
        assert_eq!(saves(""), Msg::DraftOfOtherDesk(CASE, theirs));
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(CASE, Ok(())));
        assert_eq!(CaseDrafts::read(stored()).reply, "encore");
    }

    #[test]
    fn leaving_waits_for_the_last_writes_also_when_nobody_listens() {
        let Fixture { store, worker, events, home: _home } = Fixture::new();
        drop(events);
        for n in 0..100 {
            worker.save_draft(CASE, Some(n.to_string()));
        }
        worker.save_draft(CASE, None);
        assert!(worker.finish(SOON));
        assert_eq!(store.control().drafts.len(), 101);
        assert_eq!(store.control().drafts.last(), Some(&(CASE, None)));
        assert_eq!(store.memory.draft(CASE, &"camille".into()), Ok(None));
    }

    #[test]
    fn a_database_that_can_not_be_opened_is_an_answer_and_is_tried_again() {
        let fixture = Fixture::new();
        fixture.store.control().panic_in_counts = true;
        fixture.read(1, Read::Counts);
        fixture.next_answer().1.unwrap_err();
        fixture.store.control().panic_in_counts = false;
        fixture.store.control().fail_open = Some(StoreError::Busy);
        fixture.read(2, Read::Counts);
        assert_eq!(fixture.next_answer(), (2, Err(StoreError::Busy)));
        fixture.store.control().fail_open = None;
        fixture.read(3, Read::Counts);
        assert!(matches!(fixture.next_answer(), (3, Ok(_))));
    }

    #[test]
    fn a_store_that_is_lost_is_not_asked_again_for_each_read_that_waits() {
        let fixture = Fixture::new();
        let lost = crate::runtime::faulty_store::unreachable();
        fixture.store.control().fail_counts = Some(lost.clone());
        {
            // The reader is held at the door, so that all of them wait.
            let _door = fixture.store.control();
            (1..=20).for_each(|n| fixture.read(n, Read::Counts));
        }
        for n in 1..=20 {
            assert_eq!(fixture.next_answer(), (n, Err(lost.clone())));
        }
        let counted = fixture.store.control().counted;
        assert!(counted <= 2, "asked {counted} times");
        fixture.store.control().fail_counts = None;
        fixture.read(21, Read::Counts);
        assert!(matches!(fixture.next_answer(), (21, Ok(_))));
    }
}
