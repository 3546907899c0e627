//! The thread that writes: one job after the other, in the order in which they were requested. While the line to the store is
//! broken, it asks again under the same key until it is known what became of the job, and keeps in files what is typed meanwhile.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::app::model::CaseDrafts;
use crate::app::{Msg, Ticket};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle, RequestKey};
use crate::domain::queue::saved_views::ViewChange;
use crate::store::repeat::{Waiting, until_known};
use crate::store::{Acted, DraftWrite, Notification, Store, StoreError};

use super::connection::Connection;
use super::panics::inject_panic;
use super::worker::ThreadContext;
use super::{LoopEvent, now};

/// How much faster time passes for whoever waits for a broken line: in tests nobody waits for half a minute.
const HASTE: u32 = if cfg!(test) { 100 } else { 1 };

/// A job for the writing thread.
pub(super) enum WriteJob {
    Act(Ticket, Request),
    SaveDraft(DisputeId, Option<String>),
    ChangeViews(Ticket, RequestKey, ViewChange),
    Acknowledge(Vec<Notification>),
    /// Writes nothing; the sender is dropped once all earlier jobs are done.
    Flush(Sender<()>),
}

/// The jobs that were requested, and those of them that came while another waited for the line.
struct Jobs<'a> {
    requested: &'a Receiver<WriteJob>,
    context: &'a ThreadContext,
    waiting: VecDeque<WriteJob>,
    /// The desk has quit: nobody waits any longer.
    ended: bool,
}

impl Jobs<'_> {
    fn next(&mut self, connection: &Connection) -> Option<WriteJob> {
        self.waiting.pop_front().or_else(|| connection.next_job(self.requested))
    }

    /// Takes in what is requested until then. Returns whether to go on: not where the desk has quit.
    fn wait_until(&mut self, until: Instant) -> bool {
        while !self.ended {
            match self.requested.recv_deadline(until) {
                // A stop of the desk waits for nothing that can't be written.
                Ok(WriteJob::Flush(waiting)) => drop(waiting),
                Ok(job) => {
                    if let WriteJob::SaveDraft(dispute, Some(draft)) = &job {
                        rescue_draft(self.context, *dispute, draft);
                    }
                    self.waiting.push_back(job);
                }
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => self.ended = true,
            }
        }
        false
    }
}

/// Waits for the line, and takes in what is requested meanwhile.
struct WaitingForLine<'j, 'a> {
    jobs: &'j mut Jobs<'a>,
    since: Instant,
}

impl Waiting for WaitingForLine<'_, '_> {
    fn passed(&self) -> Duration {
        self.since.elapsed() * HASTE
    }

    fn pause(&mut self, pause: Duration) -> bool {
        self.jobs.wait_until(Instant::now() + pause / HASTE)
    }
}

pub(super) fn run_writer(context: &ThreadContext, known: &KnownDrafts, requested: &Receiver<WriteJob>) {
    let mut connection = Connection::new(context.open_store.clone());
    let mut jobs = Jobs { requested, context, waiting: VecDeque::new(), ended: false };
    while let Some(job) = jobs.next(&connection) {
        let msg = match job {
            WriteJob::Act(ticket, request) => Msg::Acted(ticket, act(&mut jobs, &mut connection, &request)),
            WriteJob::SaveDraft(dispute, draft) => {
                let saved = save_draft(context, &mut connection, known, (dispute, draft.as_deref()));
                for other in saved.iter().flatten() {
                    let _ = context.events.send(LoopEvent::Msg(Msg::DraftOfOtherDesk(dispute, other.clone())));
                }
                Msg::DraftSaved(dispute, saved.map(drop))
            }
            WriteJob::ChangeViews(ticket, key, change) => {
                let Some(me) = &context.me else { continue };
                let changed =
                    ask(&mut jobs, &mut connection, |store| store.change_views(me, &change, Some(&key), now()));
                Msg::ViewsChanged(ticket, change, changed.map(|done| done.views))
            }
            WriteJob::Acknowledge(seen) => {
                let acknowledge = |me| connection.with(|store| store.acknowledge(me, &seen));
                if let Some(Err(error)) = context.me.as_ref().map(acknowledge) {
                    tracing::warn!("{} notifications will be told again: {error}", seen.len());
                }
                continue;
            }
            WriteJob::Flush(waiting) => {
                drop(waiting);
                continue;
            }
        };
        if context.events.send(LoopEvent::Msg(msg)).is_err() {
            // The desk has quit, but what it requested before is still written.
            tracing::debug!("nobody hears the writer any more");
        }
    }
}

/// Writes, again and again while the line is broken, until it is known what became of it.
fn ask<T>(
    jobs: &mut Jobs<'_>,
    connection: &mut Connection,
    mut write: impl FnMut(&mut dyn Store) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let mut waiting = WaitingForLine { jobs, since: Instant::now() };
    until_known(&mut waiting, || connection.with(|store| write(store)))
}

fn act(jobs: &mut Jobs<'_>, connection: &mut Connection, request: &Request) -> Result<Box<Acted>, StoreError> {
    // Nobody waits for a receipt, and the next look at the case gives another.
    let acted = if matches!(request.action, Action::MarkRead { .. }) {
        connection.with(|store| store.act(request, now()))
    } else {
        ask(jobs, connection, |store| {
            inject_panic("writer", || true);
            store.act(request, now())
        })
    };
    acted.map(Box::new)
}

/// What the desk knows of the drafts in the store, because it read or wrote them.
pub(super) type KnownDrafts = Arc<Mutex<BTreeMap<DisputeId, Option<String>>>>;

/// How often a draft is merged with what other desks write at the same time before it is left to the next attempt.
const MERGES: usize = 8;

/// Saves a draft with what other desks of the mediator have written meanwhile, which is returned. The store compares and
/// writes in one transaction: no text between the two is lost.
fn merge_draft(
    store: &mut dyn Store,
    known: &KnownDrafts,
    (dispute, me): (DisputeId, &Handle),
    draft: Option<&str>,
) -> Result<Vec<String>, StoreError> {
    let mut knows = known.lock().ok().and_then(|known| known.get(&dispute).cloned()).flatten();
    let mut saved = draft.map(str::to_owned);
    let mut others = Vec::new();
    for _ in 0..MERGES {
        match store.put_draft(dispute, me, saved.as_deref(), knows.as_deref(), now())? {
            DraftWrite::Written => {
                if let Ok(mut known) = known.lock() {
                    known.insert(dispute, saved);
                }
                return Ok(others);
            }
            DraftWrite::Differs(other) => {
                if let Some(other) = &other {
                    let mut drafts = saved.clone().map(CaseDrafts::read).unwrap_or_default();
                    drafts.merge(CaseDrafts::read(other.clone()));
                    // Drafts are plain strings: this can't fail.
                    let merged = serde_json::to_string(&drafts).unwrap_or_default();
                    if saved.as_ref() != Some(&merged) {
                        others.push(other.clone());
                        saved = Some(merged);
                    }
                }
                knows = other;
            }
        }
    }
    Err(StoreError::Busy)
}

/// Saves a draft in the store, or in a fallback file if the store fails. The store's error is returned even so, so that
/// the desk tries again.
fn save_draft(
    context: &ThreadContext,
    connection: &mut Connection,
    known: &KnownDrafts,
    (dispute, draft): (DisputeId, Option<&str>),
) -> Result<Vec<String>, StoreError> {
    let Some(me) = &context.me else { return Ok(Vec::new()) };
    let saved = connection.with(|store| merge_draft(store, known, (dispute, me), draft));
    match (&saved, draft) {
        (Err(_), Some(draft)) => rescue_draft(context, dispute, draft),
        _ => context.draft_fallback.iter().for_each(|draft_fallback| draft_fallback.remove(dispute)),
    }
    saved
}

/// Keeps in a file what the store can't be given just now.
fn rescue_draft(context: &ThreadContext, dispute: DisputeId, draft: &str) {
    let saved = context.draft_fallback.as_ref().map(|draft_fallback| draft_fallback.save(dispute, draft));
    if let Some(Err(error)) = saved {
        tracing::error!("the draft of {dispute} could not be rescued: {error}");
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::*;
    use crate::domain::queue::saved_views::SavedView;
    use crate::domain::vocabulary::View;
    use crate::runtime::draft_fallback::DraftFallback;
    use crate::runtime::faulty_store::{FaultyStore, Loss, case_exporter, unreachable};
    use crate::runtime::worker::Worker;
    use crate::store::{CaseStore as _, PersonalStore as _, Place};

    const SOON: Duration = Duration::from_secs(20);
    const CASE: DisputeId = DisputeId(1001);
    const OTHER: DisputeId = DisputeId(1002);

    struct Fixture {
        store: FaultyStore,
        worker: Worker,
        events: Receiver<LoopEvent>,
        draft_fallback: DraftFallback,
        _home: tempfile::TempDir,
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
                draft_fallback: Some(draft_fallback.clone()),
                events: event_sender,
            };
            let worker = Worker::start(&context, store.connect().unwrap()).unwrap();
            Self { store, worker, events, draft_fallback, _home: home }
        }

        fn next_msg(&self) -> Msg {
            match self.events.recv_timeout(SOON) {
                Ok(LoopEvent::Msg(msg)) => msg,
                other => panic!("no answer, but {other:?}"),
            }
        }

        fn acted(&self) -> Result<Box<Acted>, StoreError> {
            match self.next_msg() {
                Msg::Acted(_, acted) => acted,
                other => panic!("no answer to an act, but {other:?}"),
            }
        }

        fn wait_until_asked(&self) {
            while self.store.control().keys.is_empty() {
                std::thread::yield_now();
            }
        }

        /// What the mediator has said in a case.
        fn said(&self, dispute: DisputeId) -> Vec<String> {
            let file = self.store.memory.case(dispute).unwrap();
            let own = file.thread.into_iter().filter(|row| row.message.author == "camille");
            own.map(|row| row.message.body).collect()
        }
    }

    fn say(dispute: DisputeId, body: &str) -> Request {
        let key = Some(RequestKey(format!("key of {body}")));
        Request { dispute, by: "camille".into(), action: Action::Say { body: body.to_owned() }, seen: None, key }
    }

    #[test]
    fn an_act_whose_line_broke_is_asked_again_under_its_key_and_done_once() {
        for losses in [
            vec![Loss::Before],
            vec![Loss::After],
            vec![Loss::Unreachable, Loss::Unreachable],
            vec![Loss::Before, Loss::After, Loss::Unreachable, Loss::After],
        ] {
            let fixture = Fixture::new();
            fixture.store.control().losses.extend(&losses);
            fixture.worker.act(Ticket(1), say(CASE, "Bonjour"));
            assert!(fixture.acted().is_ok(), "{losses:?}");
            assert_eq!(fixture.said(CASE), ["Bonjour"], "{losses:?}");
            let keys = fixture.store.control().keys.clone();
            assert_eq!(keys, vec![say(CASE, "Bonjour").key; losses.len() + 1], "{losses:?}");
        }
    }

    #[test]
    fn after_half_a_minute_it_is_told_what_is_known() {
        for (loss, known) in [
            (Loss::Unreachable, unreachable()),
            (Loss::Before, StoreError::Unanswered),
            (Loss::After, StoreError::Unanswered),
        ] {
            let fixture = Fixture::new();
            fixture.store.control().loses_all = Some(loss);
            fixture.worker.act(Ticket(1), say(CASE, "Bonjour"));
            assert_eq!(fixture.acted(), Err(known));
            let asked = fixture.store.control().keys.len();
            assert!((5..60).contains(&asked), "asked {asked} times");
            // The mediator asks again, when the line is whole.
            fixture.store.control().loses_all = None;
            fixture.worker.act(Ticket(2), say(CASE, "Bonjour"));
            assert_eq!(fixture.acted().unwrap().repeated, loss == Loss::After);
            assert_eq!(fixture.said(CASE), ["Bonjour"], "{loss:?}");
        }
    }

    #[test]
    fn a_change_of_views_is_asked_again_under_its_key() {
        let fixture = Fixture::new();
        let view = SavedView { name: "tard".to_owned(), base: View::Open, query: "client:ada".to_owned() };
        fixture.store.control().losses.extend([Loss::After, Loss::Before]);
        fixture.worker.change_views(Ticket(1), RequestKey("k1".to_owned()), ViewChange::Keep(view));
        assert!(matches!(fixture.next_msg(), Msg::ViewsChanged(_, _, Ok(views)) if views.len() == 1));
        assert_eq!(fixture.store.control().keys, vec![Some(RequestKey("k1".to_owned())); 3]);
    }

    #[test]
    fn nobody_waits_for_a_receipt() {
        let fixture = Fixture::new();
        let up_to = fixture.store.memory.case(CASE).unwrap().thread[0].message.id;
        fixture.store.control().loses_all = Some(Loss::Before);
        fixture.worker.act(Ticket(1), Request { action: Action::MarkRead { up_to }, key: None, ..say(CASE, "") });
        assert_eq!(fixture.acted(), Err(StoreError::Unanswered));
        assert_eq!(fixture.store.control().keys.len(), 1);
    }

    #[test]
    fn what_is_typed_while_a_write_waits_for_the_line_is_in_a_file_at_once_and_then_in_the_store() {
        let fixture = Fixture::new();
        fixture.store.control().loses_all = Some(Loss::Unreachable);
        fixture.worker.act(Ticket(1), say(CASE, "Bonjour"));
        fixture.wait_until_asked();
        fixture.worker.save_draft(OTHER, Some("{\"reply\":\"été\"}".into()));
        while fixture.draft_fallback.find(OTHER).is_none() {
            assert!(fixture.events.is_empty(), "the draft waited for the line");
            std::thread::yield_now();
        }
        fixture.store.control().loses_all = None;
        assert!(fixture.acted().is_ok());
        assert_eq!(fixture.next_msg(), Msg::DraftSaved(OTHER, Ok(())));
        assert_eq!(fixture.draft_fallback.find(OTHER), None);
        assert!(fixture.store.memory.draft(OTHER, &"camille".into()).unwrap().is_some());
    }

    #[test]
    fn a_desk_that_quits_waits_for_no_broken_line() {
        let fixture = Fixture::new();
        fixture.store.control().loses_all = Some(Loss::Before);
        fixture.worker.act(Ticket(1), say(CASE, "Bonjour"));
        fixture.wait_until_asked();
        let Fixture { store, worker, events, draft_fallback, _home } = fixture;
        // Half a minute is 300 ms here.
        let since = Instant::now();
        assert!(worker.finish(SOON));
        assert!(since.elapsed() < Duration::from_millis(150), "{:?}", since.elapsed());
        assert!(matches!(events.try_recv(), Ok(LoopEvent::Msg(Msg::Acted(Ticket(1), Err(StoreError::Unanswered))))));
        drop((store, draft_fallback));
    }
}
