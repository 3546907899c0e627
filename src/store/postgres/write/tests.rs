//! What a write costs on the way to a server, and what becomes of it when others write or the way breaks.

use std::collections::BTreeMap;
use std::thread;

use crate::domain::audit::{Chain, Record};
use crate::domain::case::records::Mediator;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, RequestKey};
use crate::domain::marketplace::event::EventKind;
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Origin, Outcome, Role, Side, Speaker, View};
use crate::store::contract::{code, draft, file, handle, put, says, second_above};
use crate::store::postgres::rows::{decode, select_with};
use crate::store::postgres::testing::proxy::Cut;
use crate::store::postgres::testing::stage::Stage;
use crate::store::write::digest;
use crate::store::write::rows::case::DisputeRow;
use crate::store::write::rows::decision::OutboxRow;
use crate::store::write::rows::history::AuditRow;
use crate::store::write::table::{Row as _, RowRef};
use crate::store::{BlobStore as _, CaseStore as _, DraftWrite, PersonalStore as _, StoreError, TeamStore as _};

fn request(dispute: DisputeId, by: &str, action: Action, key: Option<String>) -> Request {
    Request { dispute, by: handle(by), action, seen: None, key: key.map(|key| RequestKey::from(key.as_str())) }
}

fn say(text: &str) -> Action {
    Action::Say { body: text.to_owned() }
}

#[test]
fn a_write_takes_few_round_trips_on_an_open_connection() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (mut store, now) = (stage.far(), stage.desk.now);
    let proxy = &stage.proxy;
    store.act(&request(dispute, "camille", Action::Claim, None), now).unwrap();
    let attachments = vec![file("capture.png", Origin::Platform)];
    let asked = EventKind::DisputeMessage { by: Side::Seller, body: "Voyez.".to_owned(), attachments, answers: None };
    let newest = stage.desk.case(dispute).thread[0].message.id;
    let events: Vec<_> = [says(Side::Client, "Oui ?"), asked].map(|kind| stage.desk.event("O-1", kind)).into();
    let now = stage.desk.now;
    for (what, action) in [
        ("say", say("Bonjour.")),
        ("mark_read", Action::MarkRead { up_to: newest }),
        ("note", Action::Note { body: "À relire.".to_owned() }),
        ("ask", Action::Ask { to: Side::Client, body: "Et la source ?".to_owned(), due: None }),
        ("decide", Action::Decide(draft(Outcome::SellerWins))),
        ("undo", Action::Undo),
        ("release", Action::Release),
        ("claim", Action::Claim),
    ] {
        let one = request(dispute, "camille", action, Some(what.to_owned()));
        let (trips, acted) = proxy.round_trips(|| store.act(&one, now).unwrap());
        assert_eq!((trips, acted.repeated), (2, false), "{what}");
        let (trips, acted) = proxy.round_trips(|| store.act(&one, now).unwrap());
        assert!(trips <= 3 && acted.repeated, "{what} again: {trips}");
    }
    assert_eq!(proxy.round_trips(|| store.ingest(&events, now).unwrap()).0, 2, "ingest");
    assert_eq!(proxy.round_trips(|| store.settle_due(now).unwrap()).0, 1, "nothing is due");
    let me = handle("camille");
    let (trips, kept) = proxy.round_trips(|| store.put_draft(dispute, &me, Some("Bonjour"), None, now).unwrap());
    assert_eq!((trips, kept), (1, DraftWrite::Written), "a draft");
    assert_eq!(proxy.round_trips(|| store.heartbeat("desk-1", &me, Some(dispute), now).unwrap()).0, 1, "a heartbeat");
    assert_eq!(proxy.round_trips(|| store.put_blob(b"abc").unwrap()).0, 1, "a file");
    assert_eq!(proxy.round_trips(|| store.acknowledge(&me, &[]).unwrap()).0, 2, "what is acknowledged");
    let view = ViewChange::Keep(SavedView { name: "Nova".to_owned(), base: View::All, query: "nova".to_owned() });
    assert_eq!(proxy.round_trips(|| store.change_views(&me, &view, None, now).unwrap()).0, 2, "a view");
    let lead = handle("max");
    let member = put("nora", Role::Mediator);
    assert_eq!(proxy.round_trips(|| store.change_team(Some(&lead), &member, None, now).unwrap()).0, 2, "a member");
    let change = PolicyChange { settings: vec![second_above(100)], reason: "Essai.".to_owned() };
    assert_eq!(proxy.round_trips(|| store.put_policy(&lead, &change, None, now).unwrap()).0, 2, "the policy");
    stage.desk.verify();
}

#[test]
fn sixteen_who_write_to_one_case_at_once_all_do() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let (before, now) = (stage.desk.header(dispute).version, stage.desk.now);
    let place = &stage.desk.place;
    thread::scope(|scope| {
        for writer in 0..16 {
            scope.spawn(move || {
                let mut store = place.store();
                for nth in 0..5 {
                    let one = request(dispute, "camille", say(&format!("{writer} {nth}")), None);
                    store.act(&one, now).unwrap();
                }
            });
        }
    });
    let thread: Vec<_> = stage.desk.case(dispute).thread.into_iter().map(|row| row.message).collect();
    let ours: Vec<_> = thread.iter().filter(|message| message.from == Speaker::Mediator).collect();
    assert_eq!(ours.len(), 80);
    assert!(thread.windows(2).all(|pair| pair[0].id < pair[1].id), "numbers rise within a case");
    assert_eq!(stage.desk.header(dispute).version, before + 80);
    stage.desk.verify();
}

#[test]
fn of_those_who_decide_at_once_or_under_one_key_one_does() {
    let Some(mut stage) = Stage::set() else { return };
    let disputes: Vec<_> = (1..=6).map(|n| stage.desk.dispute(&format!("O-{n}"))).collect();
    let now = stage.desk.now;
    let place = &stage.desk.place;
    for dispute in disputes {
        let done: Vec<_> = thread::scope(|scope| {
            let one = |(by, key): (&'static str, Option<String>)| {
                scope.spawn(move || {
                    let decide = Action::Decide(draft(Outcome::SellerWins));
                    place.store().act(&request(dispute, by, decide, key), now)
                })
            };
            let same = || Some(format!("key-{dispute}"));
            let all: Vec<_> =
                [("ines", same()), ("ines", same()), ("ines", same()), ("max", None)].into_iter().map(one).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let fresh = done.iter().filter(|one| one.as_ref().is_ok_and(|acted| !acted.repeated)).count();
        assert_eq!(fresh, 1, "{done:?}");
        for one in done.into_iter().filter(Result::is_err) {
            assert_eq!(code(one), Code::AlreadyDecided);
        }
    }
    stage.desk.verify();
}

#[test]
fn batches_of_one_order_that_come_at_once_are_all_taken() {
    let Some(mut stage) = Stage::set() else { return };
    stage.desk.dispute("O-1");
    let events: Vec<_> = (0..80).map(|n| stage.desk.event("O-1", says(Side::Client, &format!("{n}")))).collect();
    let now = stage.desk.now;
    let place = &stage.desk.place;
    thread::scope(|scope| {
        for part in events.chunks(10) {
            // Each is handed in twice.
            for _ in 0..2 {
                scope.spawn(move || place.store().ingest(part, now).unwrap());
            }
        }
    });
    let dispute = DisputeId(1001);
    assert_eq!(stage.desk.case(dispute).thread.len(), 81);
    stage.desk.verify();
}

#[test]
fn a_write_whose_answer_is_lost_is_known_by_its_key() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let now = stage.desk.now;
    let mut store = stage.far();
    let (mut unknown, mut had_been_done) = (0, 0);
    for n in 0..60 {
        let one = request(dispute, "camille", say(&format!("{n}")), Some(format!("key-{n}")));
        // The first statement loads; the second commits.
        match n % 3 {
            0 => stage.proxy.cut(Cut::Before, 1),
            1 => stage.proxy.cut(Cut::After, 1),
            _ => {}
        }
        match store.act(&one, now) {
            Ok(acted) => assert!(!acted.repeated),
            Err(error) => {
                assert_eq!(error, StoreError::Unanswered);
                unknown += 1;
                had_been_done += usize::from(store.act(&one, now).unwrap().repeated);
            }
        }
    }
    assert_eq!((unknown, had_been_done), (40, 20));
    let thread = stage.desk.case(dispute).thread;
    assert_eq!(thread.iter().filter(|row| row.message.from == Speaker::Mediator).count(), 60);
    stage.desk.verify();
}

#[test]
fn a_connection_that_breaks_while_it_loads_is_no_matter() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let now = stage.desk.now;
    let mut store = stage.far();
    for (n, cut) in [Cut::Before, Cut::After].into_iter().enumerate() {
        stage.proxy.cut(cut, 0);
        store.act(&request(dispute, "camille", say(&format!("{n}")), None), now).unwrap();
    }
    assert_eq!(stage.desk.case(dispute).thread.len(), 3);
    stage.desk.verify();
}

#[test]
fn a_colleague_who_retires_meanwhile_acts_no_more() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    let now = stage.desk.now;
    // Its team is known from before.
    let mut store = stage.desk.place.store();
    store.act(&request(dispute, "camille", Action::Claim, None), now).unwrap();
    let team: Vec<Mediator> = store.mediators().unwrap();
    assert!(team.iter().any(|member| member.handle == handle("camille")));
    let retire = crate::domain::team::change::TeamChange::Retire { handle: handle("camille") };
    stage.desk.store.change_team(Some(&handle("max")), &retire, None, now).unwrap();
    assert_eq!(code(store.act(&request(dispute, "camille", say("Encore moi."), None), now)), Code::NotAMediator);
    assert_eq!(stage.desk.header(dispute).claim, None);
    stage.desk.verify();
}

#[test]
fn what_the_server_numbers_is_what_the_audit_says() {
    let Some(mut stage) = Stage::set() else { return };
    let dispute = stage.desk.dispute("O-1");
    stage.desk.dispute("O-2");
    stage.desk.does(dispute, Action::Ask { to: Side::Client, body: "Et la source ?".to_owned(), due: None });
    stage.desk.ingest("O-1", [says(Side::Client, "Oui ?"), says(Side::Seller, "Voyez.")]);
    stage.desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    let store = stage.desk.place.store();
    let read = |sql: &str| store.link.rows(sql, &[]).unwrap();
    let (mut chain, mut said, mut lines) = (Chain::default(), BTreeMap::new(), Vec::new());
    for row in read("SELECT * FROM litige.audit ORDER BY seq") {
        let AuditRow { seq, at, actor, action, dispute, body, hash } = decode(&row).unwrap();
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        for (id, digest) in body["rows_now"]["disputes"].as_object().into_iter().flatten() {
            said.insert(id.clone(), digest.as_str().unwrap().to_owned());
        }
        lines.extend(body["rows"]["outbox"].as_array().into_iter().flatten().cloned());
        let (actor, action) = (actor.into_owned(), action.into_owned());
        chain.check(&Record { seq, at, actor, action, dispute, body }, &hash).unwrap();
    }
    let disputes = select_with::<DisputeRow<'_>>(", seal", "ORDER BY id");
    for row in read(&disputes.replace("FROM ", "FROM litige.")) {
        let dispute: DisputeRow<'_> = decode(&row).unwrap();
        let seal: i64 = row.get("seal");
        let fields = dispute.fields();
        let row = RowRef::new(DisputeRow::layout(), fields.as_ref());
        assert_eq!(row.checksum, Some(seal));
        assert_eq!(said.get(&dispute.id.0.to_string()), row.state.map(|state| digest::hex(&state)).as_ref());
    }
    let mut covered = Vec::new();
    let outbox = select_with::<OutboxRow>(", digest", "ORDER BY seq");
    for (row, place) in read(&outbox.replace("FROM ", "FROM litige.")).into_iter().zip(1..) {
        let stored: Vec<u8> = row.get("digest");
        let line: OutboxRow = decode(&row).unwrap();
        let fields = line.fields();
        assert_eq!(
            (line.seq, RowRef::new(OutboxRow::layout(), fields.as_ref()).digest.unwrap().to_vec()),
            (place, stored)
        );
        covered.push(line.seq);
    }
    let ranges = lines.iter().flat_map(|range| range[0].as_i64().unwrap()..=range[1].as_i64().unwrap());
    assert_eq!((ranges.collect::<Vec<_>>(), covered.is_empty()), (covered, false));
    let head = &read("SELECT seq, hash, touched FROM litige.head")[0];
    assert_eq!((head.get::<_, i64>(0), head.get::<_, String>(1)), (chain.len, chain.head));
    let last = &read("SELECT max(touched) FROM litige.disputes")[0];
    assert_eq!(head.get::<_, i64>(2), last.get::<_, i64>(0));
}
