use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, LongParts, NamedFile, NeededParts};
use crate::domain::case::records::DecisionState;
use crate::domain::ids::{AttachmentId, Ids, MessageId};
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::policy::Policy;
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::rules;
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{
    AskState, DisputeState, OpenedBy, OrderState, Outcome, ProposalState, Speaker, WaitingOn,
};
use crate::store::{Ingested, Mode, SearchQuery};

/// A target that only applies the rules, and keeps a log.
#[derive(Default)]
struct RuleTarget {
    cases: HashMap<OrderId, (Case, StoredParts)>,
    ids: Option<Ids>,
    facts: Vec<Fact>,
    log: Vec<String>,
    times: Vec<Time>,
    last: Option<Time>,
    finished: BTreeSet<OrderId>,
    most_at_once: usize,
}

/// The parts of a case that a store would keep in rows.
#[derive(Default, Clone)]
struct StoredParts {
    messages: Vec<(MessageId, Speaker)>,
    attachments: BTreeMap<AttachmentId, NamedFile>,
    entries: Vec<LedgerEntry>,
}

impl StoredParts {
    fn long_parts(&self, needed: &NeededParts, case: &Case) -> LongParts {
        let party = |s| matches!(s, Speaker::Client | Speaker::Seller);
        let unread = needed.read_up_to.map_or(0, |id| self.messages.iter().filter(|m| m.0 > id && party(m.1)).count());
        let attachments = needed.attachments.iter().filter_map(|id| self.attachments.get(id).cloned());
        let decision = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).map(|decision| decision.id);
        let entries =
            self.entries.iter().filter(|e| e.decision.is_some() && e.decision == decision && e.reverses.is_none());
        LongParts {
            messages: self.messages.iter().map(|m| m.0).filter(|id| needed.messages.contains(id)).collect(),
            attachments: attachments.collect(),
            unread_after: unread as u32,
            entries: if needed.entries { entries.cloned().collect() } else { Vec::new() },
            receiver: None,
        }
    }
}

impl RuleTarget {
    fn apply(
        &mut self,
        order: &OrderId,
        now: Time,
        what: String,
        rule: impl FnOnce(Option<Case>, &StoredParts, &mut RuleContext<'_>) -> Case,
    ) -> &[Fact] {
        assert!(self.last <= Some(now), "time goes on");
        self.last = Some(now);
        assert!(!self.finished.contains(order), "{order} had left");
        self.log.push(format!("{order} {what}"));
        self.times.push(now);
        let mut ids = self.ids.unwrap_or_default();
        self.facts.clear();
        let (case, mut parts) = self.cases.remove(order).map_or((None, StoredParts::default()), |(c, k)| (Some(c), k));
        let mut ctx = RuleContext { policy: &Policy::default(), now, ids: &mut ids, facts: &mut self.facts };
        let case = rule(case, &parts, &mut ctx);
        for fact in &self.facts {
            match fact {
                Fact::Message(m) => parts.messages.push((m.id, m.from)),
                Fact::Attachment(a) => {
                    drop(parts.attachments.insert(a.id, NamedFile::new(a, None)));
                }
                Fact::Struck { attachment, reason } => {
                    let file = parts.attachments.get_mut(attachment).unwrap();
                    file.admissibility = Admissibility::Inadmissible(reason.clone());
                }
                Fact::Entry(e) => parts.entries.push(e.clone()),
                _ => {}
            }
        }
        assert!(case.order.balances.is_balanced());
        self.ids = Some(ids);
        self.cases.insert(order.clone(), (case, parts));
        self.most_at_once = self.most_at_once.max(self.cases.len() - self.finished.len());
        &self.facts
    }
}

impl SeedTarget for RuleTarget {
    fn ingest(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        let what = format!("{} {:?}", event.id, event.kind);
        Ok(self
            .apply(&event.order, event.at, what, |case, _, ctx| rules::apply(case, event, ctx).expect("a legal event")))
    }

    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        let me = team().into_iter().find(|m| m.handle == request.by).unwrap();
        Ok(self.apply(order, now, format!("{request:?}"), |case, parts, ctx| {
            let mut case = case.unwrap();
            let parts = parts.long_parts(&rules::needed_parts(&request.action), &case);
            rules::act(&mut case, request, &me, &parts, ctx).expect("a legal action");
            case
        }))
    }

    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        Ok(self.apply(order, now, "settle".to_owned(), |case, _, ctx| {
            let mut case = case.unwrap();
            assert!(rules::settle(&mut case, ctx), "something was due");
            case
        }))
    }

    fn case(&self, order: &OrderId) -> Option<&Case> {
        self.cases.get(order).map(|c| &c.0)
    }

    fn finish(&mut self, order: &OrderId) -> Result<(), StoreError> {
        assert!(self.finished.insert(order.clone()));
        Ok(())
    }
}

fn plan(disputes: u64, messages: u64, open: u64, seed: u64) -> Plan {
    Plan { disputes, messages, open, seed, base: "2026-11-20T09:30:00Z".parse().unwrap() }
}

fn run(plan: &Plan) -> RuleTarget {
    let mut target = RuleTarget::default();
    let done = generate(plan, &mut target, &mut |_| {}).unwrap();
    assert_eq!(done.orders, plan.disputes);
    assert_eq!(target.finished.len() as u64, plan.disputes, "every life ends or comes to the base time");
    target
}

fn disputes(target: &RuleTarget) -> impl Iterator<Item = &crate::domain::case::records::Dispute> {
    target.cases.values().filter_map(|c| c.0.dispute.as_ref())
}

#[test]
fn there_is_as_much_as_was_asked_for() {
    for plan in [
        plan(300, 3_000, 30, 1),
        plan(300, 3_000, 30, 2),
        plan(200, 800, 6, 3),
        plan(50, 2_000, 0, 4),
        plan(50, 450, 50, 5),
        plan(1, 4, 0, 6),
        plan(1, 9, 1, 7),
    ] {
        let target = run(&plan);
        assert_eq!(disputes(&target).count() as u64, plan.disputes);
        let open = disputes(&target).filter(|d| d.state == DisputeState::Open).count();
        assert_eq!(open as u64, plan.open, "{plan:?}");
        let messages: usize = target.cases.values().map(|c| c.1.messages.len()).sum();
        assert_eq!(messages as u64, plan.messages, "{plan:?}");
        assert!(target.last <= Some(plan.base));
    }
}

#[test]
fn what_can_not_be_is_refused() {
    let refused = |plan: Plan| generate(&plan, &mut RuleTarget::default(), &mut |_| {}).unwrap_err();
    assert!(matches!(refused(plan(10, 100, 11, 1)), SeedError::TooManyOpen));
    assert!(matches!(refused(plan(10, 39, 1, 1)), SeedError::TooFewMessages { least: 40 }));
}

#[test]
fn the_same_seed_gives_the_same_and_another_gives_another() {
    let base: Time = "2026-11-20T09:30:00Z".parse().unwrap();
    // Without the moments; then how long before the base each was.
    let log = |seed, base: Time| -> (Vec<String>, Vec<TimeDelta>) {
        let generated = run(&Plan { base, ..plan(40, 400, 4, seed) });
        let is_moment = |word: &&str| word.contains("T") && word.contains(":") && word.contains("Z");
        let words = generated.log.iter().map(|line| line.split(' ').filter(|w| !is_moment(w)).collect());
        (words.collect(), generated.times.iter().map(|at| base - *at).collect())
    };
    let first = log(1, base);
    assert!(first == log(1, base));
    assert!(first.0 != log(2, base).0);
    assert!(
        first == log(1, base + TimeDelta::milliseconds(8_640_000_123)),
        "the base time moves everything, and changes nothing else"
    );
}

#[test]
fn every_ground_state_and_outcome_occurs() {
    let target = run(&plan(1_500, 15_000, 300, 1));
    let mut seen = BTreeSet::new();
    for (case, _) in target.cases.values() {
        let dispute = case.dispute.as_ref().unwrap();
        seen.insert(dispute.ground.to_string());
        seen.insert(case.order.lang.to_string());
        seen.insert(case.order.state.to_string());
        seen.insert(dispute.opened_by.to_string());
        if dispute.state == DisputeState::Open {
            seen.insert(format!("waits for {}", dispute.waiting_on));
            for (what, is) in [
                ("no justification yet", dispute.justification.is_none()),
                ("snoozed", dispute.snoozed_until.is_some()),
                ("held", dispute.claim.is_some()),
                ("unread", dispute.unread > 0),
                ("overdue", dispute.due_at < target.last.unwrap()),
                ("in time", dispute.due_at > target.last.unwrap()),
            ] {
                if is {
                    seen.insert(what.to_owned());
                }
            }
        }
        seen.extend(dispute.asks.iter().map(|a| format!("ask {}", a.state)));
        seen.extend(dispute.proposals.iter().map(|p| format!("proposal {}", p.state)));
        if let Some(decision) = &dispute.decision {
            let basis = decision.basis.map_or("", |b| b.as_str());
            seen.insert(format!("{} {basis} {:?}", decision.outcome, decision.state));
        }
        if dispute.round > 1 {
            seen.insert("undone".to_owned());
        }
    }
    let mut expected: BTreeSet<String> = BTreeSet::new();
    expected.extend(Ground::ALL.iter().map(Ground::to_string));
    expected.extend(["fr", "en"].map(str::to_owned));
    expected.extend(OpenedBy::ALL.iter().map(OpenedBy::to_string));
    expected.extend(WaitingOn::ALL.iter().map(|w| format!("waits for {w}")));
    expected.extend(AskState::ALL.iter().filter(|s| **s != AskState::Withdrawn).map(|s| format!("ask {s}")));
    expected.extend(ProposalState::ALL.iter().map(|s| format!("proposal {s}")));
    expected.extend(
        ["no justification yet", "snoozed", "held", "unread", "overdue", "in time", "undone"].map(str::to_owned),
    );
    let states = [
        OrderState::InDispute,
        OrderState::Completed,
        OrderState::Cancelled,
        OrderState::Settled,
        OrderState::InProgress,
    ];
    expected.extend(states.iter().map(OrderState::to_string));
    for (outcome, basis) in [
        (Outcome::SellerWins, ""),
        (Outcome::ClientRefunded, ""),
        (Outcome::PartialRefund, "agreed"),
        (Outcome::PartialRefund, "imposed"),
        (Outcome::Relaunch, "agreed"),
    ] {
        expected.insert(format!("{outcome} {basis} {:?}", DecisionState::Effective));
    }
    assert_eq!(expected.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new(), "{seen:?}");
}

#[test]
fn lives_overlap_and_only_those_under_way_are_remembered() {
    let target = run(&plan(600, 6_000, 18, 1));
    assert!(target.most_at_once < 300, "{}", target.most_at_once);
    // Messages of one discussion are not side by side.
    let spread = target.cases.values().filter(|c| {
        let ids: Vec<i64> = c.1.messages.iter().map(|m| m.0.0).collect();
        ids.last().zip(ids.first()).is_some_and(|(last, first)| last - first >= 2 * ids.len() as i64)
    });
    assert!(spread.count() > 300);
}

/// A call that was made to a target, to be replayed.
enum RecordedStep {
    Event(Event),
    Action(Request, Time),
    Deadline(Time),
}

struct Recorder<'a, 'b> {
    target: &'a mut BulkLoad<'b>,
    steps: Vec<RecordedStep>,
}

impl SeedTarget for Recorder<'_, '_> {
    fn ingest(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        self.steps.push(RecordedStep::Event(event.clone()));
        self.target.ingest(event)
    }

    fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        self.steps.push(RecordedStep::Action(request.clone(), now));
        self.target.act(order, request, now)
    }

    fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        self.steps.push(RecordedStep::Deadline(now));
        self.target.settle(order, now)
    }

    fn case(&self, order: &OrderId) -> Option<&Case> {
        self.target.case(order)
    }

    fn finish(&mut self, order: &OrderId) -> Result<(), StoreError> {
        self.target.finish(order)
    }
}

/// Returns every row of a table as text, sorted.
fn rows(path: &Path, columns: &str, table: &str) -> Vec<String> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut statement = db.prepare(&format!("SELECT {columns} FROM {table}")).unwrap();
    let count = statement.column_count();
    let rows = statement.query_map([], |row| {
        let columns = (0..count).map(|i| row.get::<_, rusqlite::types::Value>(i).map(|v| format!("{v:?}")));
        Ok(columns.collect::<Result<Vec<_>, _>>()?.join(" "))
    });
    let mut rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn in_bulk_or_one_by_one_the_same_rows_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let (bulk, slow) = (folder.path().join("bulk.db"), folder.path().join("slow.db"));
    let plan = plan(60, 600, 20, 11);
    let first = plan.base - TimeDelta::milliseconds(plan.history());
    let steps = store::bulk_load(&Place::File(bulk.clone()), &team(), first, |bulk| {
        let mut recorder = Recorder { target: bulk, steps: Vec::new() };
        generate(&plan, &mut recorder, &mut |_| {}).map(|_| recorder.steps)
    })
    .unwrap();

    let mut store = store::open(&Place::File(slow.clone()), Mode::Create).unwrap();
    store.found_team(&team(), first).unwrap();
    for step in steps {
        match step {
            RecordedStep::Event(event) => {
                let now = event.at;
                let ingested = store.ingest(&[event], now).unwrap();
                assert!(matches!(ingested[..], [Ingested::Accepted { .. }]), "{ingested:?}");
            }
            RecordedStep::Action(request, now) => drop(store.act(&request, now).unwrap()),
            RecordedStep::Deadline(now) => assert!(store.settle_due(now).unwrap() > 0),
        }
    }
    // How often a case was touched, and the audit's records, tell how it was written. The rest is the same.
    let tables = rows(
        &bulk,
        "name",
        "sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT GLOB 'search_[0-9]*' \
         AND name NOT GLOB 'passage_[0-9]*'",
    );
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables.iter().map(|t| t.trim_start_matches("Text(\"").trim_end_matches("\")")) {
        let all = rows(&bulk, "name", &format!("pragma_table_info('{table}')"));
        let how = |column: &&str| table == "disputes" && ["touched", "seal"].contains(column);
        let columns: Vec<_> =
            all.iter().map(|c| c.trim_start_matches("Text(\"").trim_end_matches("\")")).filter(|c| !how(c)).collect();
        let table = match table {
            "audit" | "identity" => continue,
            "sequences" => "sequences WHERE name <> 'change'",
            "backlog" | "case_counts" | "outcome_counts" => &format!("{table} WHERE cases <> 0"),
            table => table,
        };
        let (bulk, slow) = (rows(&bulk, &columns.join(", "), table), rows(&slow, &columns.join(", "), table));
        let same = bulk.iter().zip(&slow).take_while(|(a, b)| a == b).count();
        assert!(
            bulk == slow,
            "{table}: {} and {} rows, first {:?} then {:?}",
            bulk.len(),
            slow.len(),
            bulk.get(same),
            slow.get(same)
        );
    }
    let found = |path: &Path| {
        let store = store::open(&Place::File(path.to_owned()), Mode::Existing).unwrap();
        store
            .search(
                &SearchQuery {
                    terms: SearchTerms::parse("cahier charges").unwrap(),
                    me: None,
                    before: None,
                    limit: 30,
                },
                chrono::Utc::now(),
            )
            .unwrap()
    };
    assert_eq!(found(&bulk).hits.len(), 30);
    assert_eq!(found(&bulk), found(&slow));
}

#[test]
fn only_a_new_database_is_filled_and_a_failure_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("litige.db");
    let names = || -> Vec<_> { std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect() };
    let failed = store::bulk_load(&Place::File(path.clone()), &team(), plan(1, 4, 0, 1).base, |bulk| {
        let order = OrderId::from("O-1");
        BulkLoad::settle(bulk, &order, plan(1, 4, 0, 1).base).map(|_| ())
    });
    assert!(matches!(failed, Err(StoreError::Refused(_))), "{failed:?}");
    assert_eq!(names(), [""; 0]);

    seed(&Place::File(path.clone()), &plan(5, 50, 1, 1), &mut |_| {}).unwrap();
    assert_eq!(names(), ["litige.db"]);
    let before = std::fs::read(&path).unwrap();
    let refused = seed(&Place::File(path.clone()), &plan(5, 50, 1, 2), &mut |_| {}).unwrap_err();
    assert!(
        matches!(
            &refused,
            SeedError::Store(StoreError::Refused(Refusal::Setup(SetupRefusal::DatabaseExists { path: there })))
                if *there == path
        ),
        "{refused}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(names(), ["litige.db"]);
}
