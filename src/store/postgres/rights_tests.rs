//! What `psql` can and can't do under each login: every cell of the table in `docs/security.md`, "On a server".

use super::testing::PostgresBackend;
use super::testing::cluster::{SUPERUSER, next};
use super::{PostgresStore, grant};
use crate::domain::case::actor::Actor;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle, SystemAccount};
use crate::domain::marketplace::event::Event;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::time::Time;
use crate::domain::vocabulary::Role;
use crate::domain::vocabulary::View;
use crate::store::contract::{Backend, code};
use crate::store::memory::events_to_a_dispute;
use crate::store::{
    ActivityQuery, ActivityStore as _, CaseStore as _, ChangeCursor, FeedStore as _, Grant, MaintenanceStore as _,
    Mode, PageFrom, PersonalStore as _, QueueQuery, QueueStore as _, StoreError, TeamStore as _, Unusable, UnusableWhy,
};

pub(super) const CASE: DisputeId = DisputeId(1001);

/// The events of an order up to its dispute.
pub(super) fn opening(n: usize) -> Vec<Event> {
    let at = "2026-11-19T09:00:00Z".parse().unwrap();
    events_to_a_dispute(n, at, Money::new(12_000, Currency::EUR), None)
}

/// A database with a lead, two mediators, a reader and the marketplace, each with a login of their own, and one dispute.
pub(super) struct Team {
    pub place: PostgresBackend,
    /// Roles belong to the whole server: each story has its own.
    mark: u32,
    pub now: Time,
}

impl Team {
    pub fn set() -> Option<Self> {
        if !PostgresBackend::is_available() {
            return None;
        }
        let team = Self { place: PostgresBackend::empty(), mark: next(), now: "2026-11-20T09:00:00Z".parse().unwrap() };
        let mut owner = team.place.store();
        for (name, role) in
            [("ines", Role::Lead), ("camille", Role::Mediator), ("noe", Role::Mediator), ("rita", Role::Reader)]
        {
            let put = TeamChange::Put {
                handle: name.into(),
                name: name.to_uppercase(),
                role: Some(role),
                account: AccountChange::AsIs,
            };
            owner.change_team(Some(&"ines".into()), &put, None, team.now).unwrap();
        }
        let server = team.place.server(SUPERUSER);
        for name in ["camille", "noe", "rita", "ines"] {
            let member = Grant::Member { handle: name.into(), login: Some(team.login(name)) };
            assert!(grant(&server, &member, team.now).unwrap().is_made);
            assert!(!grant(&server, &member, team.now).unwrap().is_changed, "{name}");
        }
        grant(&server, &Grant::Feed { login: team.login("market") }, team.now).unwrap();
        owner.ingest(&opening(1), team.now).unwrap();
        Some(team)
    }

    pub fn login(&self, name: &str) -> String {
        format!("{name}_{}", self.mark)
    }

    pub fn store(&self, name: &str) -> PostgresStore {
        PostgresStore::open(&self.place.server(&self.login(name)), Mode::Existing).unwrap()
    }

    /// What `psql` says to this login; `Err` with its complaint.
    pub fn says(&self, name: &str, sql: &str) -> Result<String, String> {
        self.place.sql_as(&self.login(name), sql)
    }

    /// Says that each of these logins is denied each of these statements, with this SQLSTATE.
    fn denied(&self, names: &[&str], statements: &[&str], state: &str) {
        for (name, sql) in names.iter().flat_map(|name| statements.iter().map(move |sql| (name, sql))) {
            let said = self.says(name, sql).expect_err(&format!("{name} may: {sql}"));
            assert!(said.contains(state), "{name}: {sql}: {said}");
        }
    }

    pub fn request(&self, by: &str, action: Action) -> Request {
        Request { dispute: CASE, by: by.into(), action, seen: None, key: None }
    }
}

const PEOPLE: [&str; 4] = ["ines", "camille", "noe", "rita"];
const ALL: [&str; 5] = ["ines", "camille", "noe", "rita", "market"];

#[test]
fn members_read_and_the_marketplace_does_not() {
    let Some(team) = Team::set() else { return };
    for name in PEOPLE {
        assert_eq!(team.says(name, "SELECT count(*) FROM disputes"), Ok("1".to_owned()), "{name}");
        assert!(team.says(name, "SELECT case_file_1(1001)").unwrap().contains("O-1"), "{name}");
    }
    let tables = ["disputes", "messages", "mediators", "audit", "outbox", "blobs", "notes"];
    for table in tables {
        team.denied(&["market"], &[&format!("SELECT * FROM {table}")], "42501");
    }
    team.denied(
        &["market"],
        &["SELECT case_file_1(1001)", "SELECT search_1('{}')", r#"SELECT load_1('{"act":1001}')"#],
        "",
    );
    assert!(team.says("market", "SELECT outbox_1(0, 10)").unwrap().contains("dispute.opened"));
}

/// Every part of the store, with no right but a reader's.
#[test]
fn a_reader_reads_everything_and_keeps_what_is_their_own() {
    let Some(team) = Team::set() else { return };
    let (mut store, me, now) = (team.store("rita"), Handle::from("rita"), team.now);
    let filter = Filter::parse("montage").unwrap();
    let query =
        QueueQuery { view: View::Open, me: Some(me.clone()), filter: filter.clone(), from: PageFrom::Start, limit: 10 };
    assert_eq!(store.queue(&query, now).unwrap().rows.len(), 1);
    assert_eq!(store.find(&query, now).unwrap().rows.len(), 1);
    assert_eq!(store.rows(&[CASE]).unwrap().len(), 1);
    assert_eq!(store.justifications(&[CASE]).unwrap().len(), 1);
    assert_eq!(store.counts(Some(&me), now).unwrap().open, 1);
    store.stats(DayRange::default()).unwrap();
    store.workloads(now).unwrap();
    store.case(CASE).unwrap();
    store.related_cases(CASE).unwrap();
    store.audit_trail(CASE).unwrap();
    assert_eq!(store.mediators().unwrap().len(), 4);
    store.policies().unwrap();
    store.policy().unwrap();
    store.changes(ChangeCursor::default()).unwrap();
    store.outbox(0, 10).unwrap();
    store.outbox_head().unwrap();
    store.activity(&ActivityQuery { limit: 10, ..ActivityQuery::default() }).unwrap();
    store.notifications(&me, now).unwrap();
    store.presences(now).unwrap();
    store.status().unwrap();
    store.put_draft(CASE, &me, Some("{}"), None, now).unwrap();
    assert_eq!(store.draft(CASE, &me).unwrap().as_deref(), Some("{}"));
    store.heartbeat("desk", &me, Some(CASE), now).unwrap();
    store.acknowledge(&me, &[]).unwrap();
    store.views(&me).unwrap();
    assert_eq!(store.settle_due(now).unwrap(), 0);
    assert_eq!(code(store.act(&team.request("rita", Action::Claim), now)), Code::NotAMediator);
}

#[test]
fn nobody_writes_to_a_table() {
    let Some(team) = Team::set() else { return };
    let writes = [
        "UPDATE ledger SET amount = 1",
        "DELETE FROM audit",
        "TRUNCATE messages",
        "INSERT INTO decisions (id, dispute, round, outcome, currency, cites, handle, at, reasons, digest) \
         VALUES (9, 1001, 1, 'seller_wins', 'EUR', '', 'ines', 0, '', '')",
        "UPDATE disputes SET claimed_by = 'noe'",
        "UPDATE mediators SET role = 'lead'",
        "UPDATE head SET seq = 0",
        "UPDATE schema_version SET functions = ''",
        "CREATE TABLE litige.x ()",
        "DROP TABLE notes",
        "SET ROLE litige_owner",
        "SELECT sync_login('x')",
        "SELECT grant_feed('x')",
        "SELECT setval('n_message', 1)",
        "ALTER TABLE ledger DISABLE TRIGGER ALL",
    ];
    team.denied(&ALL, &writes, "42501");
}

#[test]
fn who_acts_is_who_has_logged_in() {
    let Some(team) = Team::set() else { return };
    let now = team.now;
    team.store("camille").act(&team.request("camille", Action::Claim), now).unwrap();
    let file = team.place.store().case(CASE).unwrap();
    assert_eq!(file.last.by, Actor::from(&Handle::from("camille")));
    // Another's name, to the rules and to the server itself.
    assert_eq!(code(team.store("noe").act(&team.request("camille", Action::Release), now)), Code::NotYou);
    let commit = r#"SELECT commit_1('{"actor":"camille","now":0,"insert":{},"update":{},"upsert":{}}')"#;
    team.denied(&["noe", "rita", "ines", "market"], &[commit], "LT003");
    // A function of the same name in a schema of one's own is not called.
    let forged = "CREATE FUNCTION pg_temp.me() RETURNS text LANGUAGE sql AS $$ SELECT 'camille'::text $$; SELECT litige.acting('camille')";
    assert!(team.says("noe", forged).is_err());
    // A record of the audit names whoever has logged in, whatever the rest says.
    let record = |actor: &str, action: &str| {
        format!(
            "SELECT commit_1(jsonb_build_object('actor', '{actor}', 'now', 0, 'insert', '{{}}'::jsonb, 'update', '{{}}'::jsonb, \
             'upsert', '{{}}'::jsonb, 'team', (SELECT team FROM head), 'first', false, 'audit', jsonb_build_array(jsonb_build_object( \
             'at', 0, 'actor', '{actor}', 'action', '{action}', 'before', '', 'after', '', 'body', '[\"{{}}\"]'::jsonb))))"
        )
    };
    for (name, actor, action) in [
        ("noe", "system", "ingest"),
        ("noe", "system", "fill"),
        ("noe", "noe", "put_policy"),
        ("noe", "noe", "retire_mediator"),
        ("rita", "rita", "say"),
        ("rita", "system", "settle"),
    ] {
        team.denied(&[name], &[&record(actor, action)], "LT003");
    }
    team.says("noe", &record("noe", "say")).unwrap();
}

#[test]
fn only_a_lead_and_the_marketplace_hand_in_events() {
    let Some(team) = Team::set() else { return };
    let events = opening(2);
    assert!(matches!(team.store("noe").ingest(&events, team.now), Err(StoreError::Unusable(_))));
    team.store("market").ingest(&events, team.now).unwrap();
    team.store("ines").ingest(&opening(3), team.now).unwrap();
    assert!(!team.store("market").outbox(0, 10).unwrap().is_empty());
}

#[test]
fn a_fast_clock_is_refused() {
    let Some(team) = Team::set() else { return };
    let late = chrono::Utc::now() + chrono::TimeDelta::minutes(10);
    let refused = team.store("camille").act(&team.request("camille", Action::Claim), late);
    assert!(matches!(refused, Err(StoreError::Unusable(Unusable { why: UnusableWhy::ClockAhead, .. }))), "{refused:?}");
}

#[test]
fn what_a_login_may_do_follows_its_member() {
    let Some(team) = Team::set() else { return };
    let groups = |name: &str| {
        team.place.sql(&format!(
            "SELECT string_agg(g.rolname, ' ') FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid \
             JOIN pg_roles l ON l.oid = m.member WHERE l.rolname = '{}'",
            team.login(name)
        ))
    };
    assert_eq!(["ines", "camille", "rita"].map(groups), ["litige_lead", "litige_mediator", "litige_reader"]);
    let mut ines = team.store("ines");
    let by = Some(Handle::from("ines"));
    let account = AccountChange::AsIs;
    let put = TeamChange::Put { handle: "rita".into(), name: "Rita".into(), role: Some(Role::Mediator), account };
    ines.change_team(by.as_ref(), &put, None, team.now).unwrap();
    ines.change_team(by.as_ref(), &TeamChange::Retire { handle: "noe".into() }, None, team.now).unwrap();
    assert_eq!(["rita", "noe"].map(groups), ["litige_mediator", ""]);
    let noe = PostgresStore::open(&team.place.server(&team.login("noe")), Mode::Existing);
    assert!(matches!(noe, Err(StoreError::Unusable(Unusable { why: UnusableWhy::Denied(_), .. }))));
    // One login is one member.
    let taken = Grant::Member { handle: "camille".into(), login: Some(team.login("ines")) };
    assert_eq!(code(grant(&team.place.server(SUPERUSER), &taken, team.now)), Code::AccountTaken);
    // A member of the team makes no logins.
    let feed = Grant::Feed { login: "other".into() };
    assert!(grant(&team.place.server(&team.login("ines")), &feed, team.now).is_err());
    let binding = team.place.store().mediators().unwrap().into_iter().find(|m| m.handle.0 == "camille").unwrap();
    assert_eq!(binding.account, Some(SystemAccount(team.login("camille"))));
}

#[test]
fn the_past_and_the_money_hold_against_the_owner_too() {
    let Some(team) = Team::set() else { return };
    for (sql, said) in [
        ("UPDATE ledger SET amount = amount + 1", "append-only"),
        ("DELETE FROM audit", "append-only"),
        ("TRUNCATE decisions CASCADE", "append-only"),
        ("UPDATE messages SET body = 'x'", "changes by erasure only"),
        ("UPDATE events SET erased = 1, digest = ''", "changes by erasure only"),
        ("DELETE FROM messages", "nothing is ever deleted"),
        ("UPDATE orders SET escrow = 0, to_client = paid_in", "are not what its ledger adds up to"),
        ("UPDATE orders SET escrow = -1, to_client = paid_in + 1", "orders_money"),
        (
            "UPDATE orders SET escrow = 0, to_seller = paid_in; INSERT INTO ledger SELECT 99, num, 'escrow', 'seller', paid_in, currency, 0, NULL, NULL, '' FROM orders",
            "without a decision",
        ),
    ] {
        let complaint = team.place.sql_as_owner(sql).expect_err(sql);
        assert!(complaint.contains(said), "{sql}: {complaint}");
    }
}
