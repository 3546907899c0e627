//! Who may do what (docs/process.md, "Roles"): the whole table of role, action and whose case, and a case for each of its cells.
//! `tests/cli/authority.rs` asks the rules, the store and the command line; `tests/screens/authority.rs` asks the desk, key by key.

use chrono::TimeDelta;
use litige::domain::case::records::Mediator;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, ActionKind, Request};
use litige::domain::ids::{CreatedId, DisputeId, Handle, OwedAnswer};
use litige::domain::marketplace::event::{Event, Terms};
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::policy::setting::PolicySetting;
use litige::domain::policy_change::PolicyChange;
use litige::domain::team::change::{AccountChange, TeamChange};
use litige::domain::time::Time;
use litige::domain::vocabulary::{Outcome, Role, Side};
use litige::store::{Ingested, Store};
use serde_json::{Value, json};

/// What each role may do, to whose case: to their own, nobody's, one whose holder's claim has lapsed, a colleague's. Written
/// by hand from the contract's "Who may do what". `ok`; `-` not_a_mediator; `held` claimed_by_other; `none` bad_state, since
/// nobody holds it; `lead` not_a_lead; `self` conflict_of_interest. Whose an undo, an approval and a refusal is, is its decision's
/// maker.
const TABLE: &str = "
                      reader            mediator               lead
claim                 -  -  -  -        ok   ok   ok   held    ok   ok   ok   ok
release               -  -  -  -        ok   none held held    ok   none held held
assign                -  -  -  -        ok   lead held held    ok   ok   ok   ok
say                   -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
remind                -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
note                  -  -  -  -        ok   ok   ok   ok      ok   ok   ok   ok
ask                   -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
withdraw_ask          -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
propose               -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
withdraw_proposal     -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
strike                -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
admit                 -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
decide                -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
snooze                -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
wake                  -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
mark_read             -  -  -  -        ok   ok   ok   ok      ok   ok   ok   ok
undo                  -  -  -  -        ok   lead lead lead    ok   ok   ok   ok
approve               -  -  -  -        self ok   ok   ok      self ok   ok   ok
refuse                -  -  -  -        self ok   ok   ok      self ok   ok   ok
";

/// Whose a case is to who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Own,
    Nobodys,
    Lapsed,
    Colleagues,
}

const WHOSE: [Whose; 4] = [Whose::Own, Whose::Nobodys, Whose::Lapsed, Whose::Colleagues];
/// Who acts in each role; the reader was a mediator when they took the cases that are theirs.
pub const ROLES: [(Role, &str); 3] = [(Role::Reader, "ex"), (Role::Mediator, "ines"), (Role::Lead, "lea")];
const COLLEAGUE: &str = "noor";

/// A cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub action: ActionKind,
    pub me: &'static str,
    pub whose: Whose,
    /// The code of the refusal, if it is refused.
    pub refused: Option<&'static str>,
}

/// Returns every cell. The rows are the kinds of actions, each once: a new kind without a row fails here, and in [`prepare`].
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for row in TABLE.lines().skip(2) {
        let mut words = row.split_whitespace();
        let action: ActionKind = words.next().unwrap().parse().unwrap();
        rows.push(action);
        for (_, me) in ROLES {
            cells.extend(WHOSE.map(|whose| Cell { action, me, whose, refused: code(words.next().unwrap()) }));
        }
        assert_eq!(words.next(), None, "{row}");
    }
    for kind in ActionKind::ALL {
        assert_eq!(rows.iter().filter(|row| *row == kind).count(), 1, "{kind} has no row of its own");
    }
    cells
}

/// The code that a word of the table stands for.
fn code(word: &str) -> Option<&'static str> {
    Some(match word {
        "ok" => return None,
        "-" => "not_a_mediator",
        "held" => "claimed_by_other",
        "none" => "bad_state",
        "lead" => "not_a_lead",
        "self" => "conflict_of_interest",
        other => panic!("{other}"),
    })
}

/// A case on which a cell is tried.
pub struct PreparedCase {
    pub dispute: DisputeId,
    pub action: Action,
    /// How the command line says it; receipts it has no word for.
    pub args: Option<Vec<String>>,
}

fn act(store: &mut dyn Store, by: &str, dispute: DisputeId, action: Action, at: Time) -> Option<CreatedId> {
    store.act(&Request { dispute, by: by.into(), action, seen: None, key: None }, at).unwrap().made
}

fn decision() -> Action {
    let reasons = "Conforme.".to_owned();
    Action::Decide(DecisionInput { outcome: Outcome::SellerWins, refund: None, reasons, cites: Vec::new(), key: None })
}

/// The events of an order at this price whose dispute has opened, with a file of the client's.
fn events(order: &str, minor: i64) -> Vec<Event> {
    let event = |n: usize, kind: &str, fields: Value| {
        let mut event =
            json!({"id": format!("{order}-{n}"), "at": "2026-11-03T09:12:00Z", "type": kind, "order": order});
        event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        Event::parse_line(&event.to_string()).unwrap()
    };
    let person = |id: &str, name: &str| json!({"id": format!("{id}-{order}"), "name": name});
    let placed = json!({
        "client": person("C", "Léa Martin"),
        "seller": person("S", "Studio Nova"),
        "title": "Logo pour restaurant",
        "brief": "Un logo.",
        "amount": {"minor": minor, "currency": "EUR"},
    });
    let file = json!({"name": "x.txt", "media_type": "text/plain", "origin": "platform"});
    vec![
        event(1, "order.placed", placed),
        event(2, "order.delivered", json!({"body": "Voici."})),
        event(3, "cancellation.requested", json!({"body": "Non."})),
        event(4, "cancellation.refused", json!({})),
        event(5, "cancellation.requested", json!({"body": "Non !"})),
        event(6, "cancellation.refused", json!({})),
        event(7, "dispute.message", json!({"by": "client", "body": "Rien ne va.", "attachments": [file]})),
    ]
}

/// Makes a case that is `whose`, on which `action` is possible but for who acts.
pub fn prepare(store: &mut dyn Store, cell: &Cell, order: &str, now: Time) -> PreparedCase {
    let Cell { action: kind, me, whose, .. } = *cell;
    // Above the limit a decision waits for a second word.
    let waits = matches!(kind, ActionKind::Approve | ActionKind::Refuse);
    let before = now - TimeDelta::minutes(if whose == Whose::Lapsed { 45 } else { 2 });
    let taken = store.ingest(&events(order, if waits { 30_000 } else { 12_000 }), before).unwrap();
    let opened = taken.into_iter().find_map(|done| match done {
        Ingested::Accepted { opened } => opened,
        other => panic!("{other:?}"),
    });
    let dispute = opened.unwrap();
    let holder = if whose == Whose::Own { me } else { COLLEAGUE };
    act(store, holder, dispute, Action::Claim, before);
    let file = store.case(dispute).unwrap();
    let message = file.thread.last().unwrap().message.id;
    let attachment = file.thread.iter().flat_map(|row| &row.attachments).map(|one| one.id).next().unwrap();
    let text = || "Bonjour.".to_owned();
    let mut by_holder = |action| act(store, holder, dispute, action, before);
    let made = match kind {
        ActionKind::WithdrawAsk | ActionKind::Remind => {
            by_holder(Action::Ask { to: Side::Seller, body: "Quoi ?".to_owned(), due: None })
        }
        ActionKind::WithdrawProposal => by_holder(Action::Propose { terms: Terms::Relaunch { terms: text() } }),
        ActionKind::Admit => by_holder(Action::Strike { attachment, reason: text() }),
        ActionKind::Wake => by_holder(Action::Snooze { until: now + TimeDelta::hours(5) }),
        ActionKind::Undo | ActionKind::Approve | ActionKind::Refuse => by_holder(decision()),
        _ => None,
    };
    if whose == Whose::Nobodys && store.case(dispute).unwrap().case.dispute.unwrap().claim.is_some() {
        act(store, holder, dispute, Action::Release, before);
    }
    let id = dispute.to_string();
    let line = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    let (action, args) = match kind {
        ActionKind::Claim => (Action::Claim, line(&["claim", &id])),
        ActionKind::Release => (Action::Release, line(&["release", &id])),
        ActionKind::Assign => {
            let assign = Action::Assign { to: "extra".into(), note: None };
            (assign, line(&["assign", &id, "--to", "extra"]))
        }
        ActionKind::Say => (Action::Say { body: text() }, line(&["say", &id, "Bonjour."])),
        ActionKind::Remind => {
            let Some(CreatedId::Ask(ask)) = made else { panic!("an ask") };
            (Action::Remind { of: Some(OwedAnswer::Ask(ask)), body: text() }, line(&["remind", &id]))
        }
        ActionKind::Note => (Action::Note { body: text() }, line(&["note", &id, "Bonjour."])),
        ActionKind::Ask => {
            let ask = Action::Ask { to: Side::Seller, body: text(), due: None };
            (ask, line(&["ask", &id, "--to", "seller", "Bonjour."]))
        }
        ActionKind::WithdrawAsk => {
            let Some(CreatedId::Ask(ask)) = made else { panic!("an ask") };
            (Action::WithdrawAsk { ask }, line(&["withdraw", &id, &ask.to_string()]))
        }
        ActionKind::Propose => {
            let terms = Terms::Relaunch { terms: text() };
            (Action::Propose { terms }, line(&["propose", &id, "--relaunch", "Bonjour."]))
        }
        ActionKind::WithdrawProposal => {
            let Some(CreatedId::Proposal(proposal)) = made else { panic!("a proposal") };
            (Action::WithdrawProposal { proposal }, line(&["withdraw", &id, &proposal.to_string()]))
        }
        ActionKind::Strike => {
            let struck = Action::Strike { attachment, reason: text() };
            (struck, line(&["inadmissible", &id, "--attachment", &attachment.to_string(), "--reason", "Bonjour."]))
        }
        ActionKind::Admit => {
            let admitted = Action::Admit { attachment, reason: text() };
            (admitted, line(&["admit", &id, "--attachment", &attachment.to_string(), "--reason", "Bonjour."]))
        }
        ActionKind::Decide => {
            (decision(), line(&["decide", &id, "--outcome", "seller-wins", "--reasons", "Conforme."]))
        }
        ActionKind::Snooze => {
            let until = now + TimeDelta::hours(5);
            (Action::Snooze { until }, line(&["snooze", &id, "--until", "5h"]))
        }
        ActionKind::Wake => (Action::Wake, line(&["snooze", &id, "--wake"])),
        ActionKind::MarkRead => (Action::MarkRead { up_to: message }, None),
        ActionKind::Undo => (Action::Undo, line(&["undo", &id])),
        ActionKind::Approve => (Action::Approve, line(&["approve", &id])),
        ActionKind::Refuse => (Action::Refuse { reason: text() }, line(&["refuse", &id, "--reason", "Bonjour."])),
    };
    PreparedCase { dispute, action, args }
}

/// Gives a new store its team, all of them mediators but the lead, and a policy by which decisions stay on hold and wait for a
/// second word above 200 €.
pub fn found(store: &mut dyn Store, now: Time) {
    let team = [
        ("lea", Role::Lead),
        ("ines", Role::Mediator),
        ("noor", Role::Mediator),
        ("ex", Role::Mediator),
        ("extra", Role::Mediator),
    ];
    let team = team.map(|(handle, role)| Mediator::new(handle.into(), handle, role));
    store.found_team(&team, now).unwrap();
    let limit = PolicySetting::SecondMediatorAbove(ApprovalLimits::AnyCurrency(200));
    let change = PolicyChange { settings: vec![PolicySetting::HoldMinutes(600), limit], reason: "Essai.".to_owned() };
    store.put_policy(&"lea".into(), &change, None, now).unwrap();
}

/// Makes the one who took cases as a mediator a reader.
pub fn make_reader(store: &mut dyn Store, now: Time) {
    let (handle, name) = (Handle::from("ex"), "ex".to_owned());
    let put = TeamChange::Put { handle, name, role: Some(Role::Reader), account: AccountChange::AsIs };
    store.change_team(Some(&"lea".into()), &put, None, now).unwrap();
}
