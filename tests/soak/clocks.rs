//! Wrong clocks: the order of events is preserved, and deadlines are right in every time zone and at clock changes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use litige::domain::case::records::Mediator;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::DisputeId;
use litige::domain::marketplace::event::Event;
use litige::domain::vocabulary::{Outcome, Role, Side};
use litige::store::{self, Mode, Place, StoreError};
use serde_json::{Value, json};

use crate::events::{disputed, event};
use crate::random::Random;
use crate::support::Size;
use crate::test_database::{TEAM, TestDatabase};
use crate::{counted, reserve_machine, rounds, share_machine};

const DAY: i64 = 86_400;

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn a_clock_that_goes_backwards_changes_no_order_and_no_hold() {
    let _busy = share_machine();
    let Some((database, faults)) = TestDatabase::with(&disputed("O-0")).with_faults() else { return };
    for (ahead, said) in [(0, "un"), (-DAY, "deux"), (DAY, "trois"), (-9 * DAY, "quatre")] {
        faults.clock_ahead(ahead);
        database.run(&["say", "D-1001", said]).ok();
    }
    let said = |database: &TestDatabase| -> Vec<String> {
        let thread = database.json(&["show", "D-1001"])["thread"].clone();
        let mine = thread.as_array().unwrap().iter().filter(|m| m["from"] == "mediator");
        mine.map(|m| m["body"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(said(&database), ["un", "deux", "trois", "quatre"]);
    // Decided with the right clock, read with one a day behind and one a day ahead: the hold ends once.
    faults.clock_ahead(0);
    database.run(&["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    let told = |database: &TestDatabase| database.run(&["outbox"]).ok().out.matches("decision.effective").count();
    faults.clock_ahead(-DAY);
    assert_eq!(told(&database), 0);
    database.run(&["undo", "D-1001"]).ok();
    assert_eq!(database.json(&["show", "D-1001"])["ledger"]["escrow"], 12_000);
    faults.clock_ahead(0);
    database.run(&["decide", "D-1001", "--outcome", "client-refunded", "--reasons", "Rien."]).ok();
    faults.clock_ahead(DAY);
    assert_eq!(told(&database), 1);
    faults.clock_ahead(-DAY);
    assert_eq!(told(&database), 1, "what the marketplace was told stays told");
    let late = database.run(&["undo", "D-1001", "--json"]);
    assert_eq!((late.status, &late.json()["error"]["code"]), (Some(3), &json!("hold_over")));
    database.verify();
}

#[test]
fn whatever_the_clock_says_what_came_first_is_first() {
    let _busy = share_machine();
    let mut random = Random::for_soak("clocks");
    let folder = tempfile::tempdir().unwrap();
    let mut store = store::open(&Place::File(folder.path().join("x.db")), Mode::Create).unwrap();
    let start = Utc.with_ymd_and_hms(2026, 10, 24, 12, 0, 0).unwrap();
    let lead = |handle: &&str| Mediator::new((*handle).into(), handle, Role::Lead);
    store.found_team(&TEAM[..2].iter().map(lead).collect::<Vec<_>>(), start).unwrap();
    let events: Vec<Event> = (0..6)
        .flat_map(|n| disputed(&format!("O-{n}")))
        .map(|event| Event::parse_line(&event.to_string()).unwrap())
        .collect();
    store.ingest(&events, start).unwrap();
    let (mut done, mut refused) = (0, 0);
    for n in 0..rounds(600, 20_000) {
        // Anywhere within four days, usually a little later.
        let now = start + TimeDelta::seconds(random.below(4 * DAY as usize) as i64 - 2 * DAY);
        let id = 1001 + random.below(6) as i64;
        let draft = |outcome| {
            Action::Decide(DecisionInput {
                outcome,
                refund: None,
                reasons: "Vu.".to_owned(),
                cites: Vec::new(),
                key: None,
            })
        };
        let action = match random.below(12) {
            0 => draft(Outcome::SellerWins),
            1 => draft(Outcome::ClientRefunded),
            2 | 3 => Action::Undo,
            4 => Action::Ask { to: Side::Client, body: "Et ?".to_owned(), due: None },
            5 => Action::Claim,
            6 => Action::Snooze { until: now + TimeDelta::hours(5) },
            7 => Action::Note { body: "Noté.".to_owned() },
            8 => {
                store.settle_due(now).unwrap();
                continue;
            }
            9 => {
                let said = event(
                    &format!("O-{}", id - 1001),
                    1000 + n,
                    "dispute.message",
                    json!({"by": "client", "body": "Voici."}),
                );
                store.ingest(&[Event::parse_line(&said.to_string()).unwrap()], now).unwrap();
                continue;
            }
            _ => Action::Say { body: format!("Message {n}") },
        };
        let request =
            Request { dispute: DisputeId(id), by: (*random.pick(&TEAM[..2])).into(), action, seen: None, key: None };
        match store.act(&request, now) {
            Ok(_) => done += 1,
            Err(StoreError::Refused(_)) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    for id in (1001..1007).map(DisputeId) {
        let file = store.case(id).unwrap();
        assert!(file.thread.windows(2).all(|pair| pair[0].message.id < pair[1].message.id), "in the order of arrival");
        for ask in &file.case.dispute.as_ref().unwrap().asks {
            // The first one was set by an event of another day.
            assert!(ask.due_at > ask.at, "{ask:?}");
        }
    }
    let found = store.verify(None).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    counted!(
        "{done} acts and {refused} refusals under a clock that jumps within four days: in order, balanced, verify clean"
    );
}

#[test]
fn deadlines_are_right_in_every_zone_and_when_the_clocks_change() {
    let _busy = share_machine();
    let Some((mut database, faults)) = TestDatabase::empty().with_faults() else { return };
    // Saturday noon in Paris, a day before winter time.
    let then = Utc.with_ymd_and_hms(2026, 10, 24, 10, 0, 0).unwrap();
    faults.clock_ahead((then - Utc::now()).num_seconds());
    database.team();
    let mut events = disputed("O-0");
    events.iter_mut().for_each(|event| event["at"] = "2026-10-24T09:00:00Z".into());
    database.ingest(&events);
    database.run(&["ask", "D-1001", "--to", "seller", "Et la source ?"]).ok();
    let shown = database.json(&["show", "D-1001"]);
    let asks = shown["asks"].as_array().unwrap();
    let due = time(&asks.last().unwrap()["due_at"]);
    let exact = due - then - TimeDelta::days(2);
    assert!(
        exact >= TimeDelta::zero() && exact < TimeDelta::minutes(2),
        "48 hours, whatever the clock on the wall: {due}"
    );
    for (zone, shown_as) in [
        ("UTC", "2026-10-26 10:0"),
        ("Europe/Paris", "2026-10-26 11:0"),
        ("America/New_York", "2026-10-26 06:0"),
        ("Pacific/Auckland", "2026-10-26 23:0"),
        ("Asia/Kathmandu", "2026-10-26 15:4"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-26 11:0"),
    ] {
        database.sandbox = database.sandbox.with("TZ", zone);
        assert_eq!(database.json(&["show", "D-1001"]), shown, "programs read UTC in {zone}");
        let text = database.run(&["show", "D-1001"]).ok().out;
        assert!(text.contains(shown_as), "{zone}: {shown_as}\n{text}");
    }
    // An hour that occurs twice, and one that does not occur.
    database.sandbox = database.sandbox.with("TZ", "Europe/Paris");
    let until = |typed: &str| -> DateTime<Utc> {
        database.run(&["snooze", "D-1001", "--until", typed]).ok();
        let db = rusqlite::Connection::open(&database.db).unwrap();
        let millis: i64 = db.query_row("SELECT snoozed_until FROM disputes", [], |row| row.get(0)).unwrap();
        Utc.timestamp_millis_opt(millis).unwrap()
    };
    assert_eq!(
        until("2026-10-25 02:30"),
        Utc.with_ymd_and_hms(2026, 10, 25, 0, 30, 0).unwrap(),
        "the first of the two"
    );
    assert_eq!(
        until("2027-03-28 02:30"),
        Utc.with_ymd_and_hms(2027, 3, 28, 1, 30, 0).unwrap(),
        "the next that there is"
    );
    database.verify();
}

#[test]
fn a_desk_whose_clock_jumps_shows_what_is_due_and_loses_nothing() {
    let _alone = reserve_machine();
    let Some((database, faults)) = TestDatabase::with(&disputed("O-0")).with_faults() else { return };
    let mut desk = database.sandbox.open_desk(Size::WIDE, &["--db", database.db.to_str().unwrap(), "--as", "ines"]);
    desk.wait_for("D-1001");
    desk.wait_for("En retard 0");
    desk.press(&["Enter"]);
    desk.wait_for("2 Discussion");
    desk.press(&["r"]).type_text("Une phrase");
    faults.clock_ahead(-DAY);
    desk.type_text(" entière");
    desk.wait_for("Une phrase entière");
    std::thread::sleep(Duration::from_millis(3_000));
    let db = rusqlite::Connection::open(&database.db).unwrap();
    let draft: String = db.query_row("SELECT body FROM drafts", [], |row| row.get(0)).unwrap();
    assert!(draft.contains("Une phrase entière"), "{draft}");
    desk.press(&["Esc", "Esc"]);
    desk.wait_for("En retard 0");
    // Three days later the ask has lapsed, which is shown at once.
    faults.clock_ahead(3 * DAY);
    desk.wait_within(Duration::from_secs(10), "the case to be overdue", |screen| screen.contains("En retard 1"));
    let shown = database.json(&["show", "D-1001"]);
    assert_eq!(shown["asks"][0]["state"], "lapsed");
    faults.clock_ahead(0);
    desk.press(&["Enter"]);
    desk.wait_for("2 Discussion");
    desk.press(&["r"]);
    desk.wait_for("Une phrase entière");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    desk.press(&["Esc", "q"]);
    assert!(desk.wait_for_exit().success());
    database.verify();
}
