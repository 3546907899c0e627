//! A marketplace that knows only what it said itself and what the outbox's JSON says knows at the end what the store knows:
//! what is open, asked, proposed, struck and paid, and every word that the parties were told. It reads no type of the program.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Pair, STEPS};
use crate::domain::case::records::DecisionState;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{CreatedId, DisputeId};
use crate::domain::marketplace::event::{Event, EventKind};
use crate::domain::vocabulary::{DisputeState, Origin, Outcome, Side, Speaker};
use crate::store::CaseFile;

const HISTORIES: u64 = 14;

/// Every type of line that these histories can bring; each is needed.
const TYPES: [&str; 14] = [
    "dispute.opened",
    "message.posted",
    "ask.opened",
    "ask.reminded",
    "ask.withdrawn",
    "ask.lapsed",
    "proposal.made",
    "proposal.superseded",
    "proposal.withdrawn",
    "proposal.agreed",
    "proposal.lapsed",
    "evidence.struck",
    "evidence.admitted",
    "decision.effective",
];

/// The marketplace. `deaf_to` is a type of line that it doesn't read.
#[derive(Default)]
struct Marketplace {
    deaf_to: Option<&'static str>,
    last: i64,
    disputes: BTreeMap<String, Map<String, Value>>,
    /// The dispute that was opened last on each order.
    of_order: BTreeMap<String, String>,
}

impl Marketplace {
    fn reads(&mut self, line: &Value) {
        let seq = line["seq"].as_i64().unwrap();
        assert!(seq > self.last && line["v"] == 1, "{line}");
        self.last = seq;
        let (kind, id) = (line["type"].as_str().unwrap(), line["dispute"].as_str().unwrap());
        if self.deaf_to == Some(kind) {
            return;
        }
        if kind == "dispute.opened" {
            let dispute = json!({"open": true, "justified": !line["justification"].is_null(), "ground": line["ground"],
                "opened_by": line["opened_by"], "asks": {}, "proposals": {}, "struck": {}, "said": {}, "paid": null});
            self.disputes.insert(id.to_owned(), dispute.as_object().unwrap().clone());
            self.of_order.insert(line["order"].as_str().unwrap().to_owned(), id.to_owned());
            return;
        }
        let Some(dispute) = self.disputes.get_mut(id) else { return };
        if let Some(message) = line["message"].as_str() {
            dispute["said"][message] = line["body"].clone();
        }
        let named = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        match kind {
            "ask.opened" => {
                dispute["asks"][named("ask")] = json!({"to": line["to"], "body": line["body"], "due_at": line["due_at"],
                    "state": "open", "ours": line["by"].is_null()});
            }
            "ask.withdrawn" => become_of(&mut dispute["asks"][named("ask")], &["open"], "withdrawn"),
            "ask.lapsed" => become_of(&mut dispute["asks"][named("ask")], &["open"], "lapsed"),
            "proposal.made" => {
                let accepted = |side: &str| if line["from"] == side { json!("accepted") } else { Value::Null };
                dispute["proposals"][named("proposal")] = json!({"kind": line["kind"], "refund": line["refund"],
                    "terms": line["terms"], "due_at": line["due_at"], "from": line["from"], "state": "open",
                    "client": accepted("client"), "seller": accepted("seller")});
            }
            "proposal.superseded" => {
                become_of(&mut dispute["proposals"][named("proposal")], &["open", "lapsed", "agreed"], "superseded");
            }
            "proposal.withdrawn" => {
                become_of(&mut dispute["proposals"][named("proposal")], &["open", "lapsed"], "withdrawn");
            }
            "proposal.lapsed" => become_of(&mut dispute["proposals"][named("proposal")], &["open"], "lapsed"),
            "proposal.agreed" => {
                let proposal = &mut dispute["proposals"][named("proposal")];
                become_of(proposal, &["open", "lapsed"], "agreed");
                (proposal["client"], proposal["seller"]) = (json!("accepted"), json!("accepted"));
            }
            "evidence.struck" => dispute["struck"][named("attachment")] = line["reason"].clone(),
            "evidence.admitted" => {
                dispute["struck"].as_object_mut().unwrap().remove(&named("attachment"));
            }
            "decision.effective" => {
                dispute["open"] = json!(false);
                dispute["paid"] = json!({"outcome": line["outcome"], "basis": line["basis"], "client": line["refund"],
                    "seller": line["seller_gets"], "order": line["order_state"], "reasons": line["reasons"],
                    "cites": line["cites"], "by": line["by"], "approved_by": line["approved_by"]});
            }
            "message.posted" | "ask.reminded" => {}
            other => panic!("an unknown type: {other}"),
        }
    }

    /// Something that the marketplace sent, and that was taken.
    fn sent(&mut self, event: &Value) {
        let Some(id) = self.of_order.get(event["order"].as_str().unwrap()) else { return };
        let dispute = self.disputes.get_mut(id).unwrap();
        match event["type"].as_str().unwrap() {
            "dispute.message" => {
                let justifies = event["by"] == "client" && dispute["justified"] == false && event["body"] != "";
                if justifies {
                    dispute["justified"] = json!(true);
                }
                for (id, ask) in dispute["asks"].as_object_mut().unwrap() {
                    if event["answers"] == *id || (justifies && ask["ours"] == true) {
                        become_of(ask, &["open", "lapsed"], "answered");
                    }
                }
            }
            "proposal.answered" => {
                let (name, by) = (event["proposal"].as_str().unwrap(), event["by"].as_str().unwrap());
                let Some(proposal) = dispute["proposals"].get_mut(name) else { return };
                let accepts = event["accept"] == true;
                proposal[by] = json!(if accepts { "accepted" } else { "declined" });
                if !accepts {
                    become_of(proposal, &["open", "lapsed"], "declined");
                }
            }
            _ => {}
        }
    }
}

/// Something is in another state from now on, if it is in one of these.
fn become_of(thing: &mut Value, from: &[&str], state: &str) {
    if from.iter().any(|from| thing["state"] == *from) {
        thing["state"] = json!(state);
    }
}

/// What the marketplace keeps of what it sent.
fn as_json(event: &Event) -> Value {
    let mut line = json!({"type": event.kind.event_type(), "order": event.order});
    match &event.kind {
        EventKind::DisputeMessage { by, body, answers, .. } => {
            (line["by"], line["body"], line["answers"]) = (json!(by), json!(body.trim()), json!(answers));
        }
        EventKind::ProposalAnswered { by, proposal, accept } => {
            (line["by"], line["proposal"], line["accept"]) = (json!(by), json!(proposal), json!(accept));
        }
        _ => {}
    }
    line
}

/// The same of what the store has of a dispute, without what is kept from the parties: a decision on hold, and one that was
/// undone, with their messages.
fn in_the_store(file: &CaseFile) -> Value {
    let dispute = file.case.dispute.as_ref().unwrap();
    let decision = dispute.decision.as_ref().filter(|decision| decision.state == DecisionState::Effective);
    assert!(decision.is_none() || dispute.state == DisputeState::Decided);
    let asks = dispute.asks.iter().map(|ask| {
        let ours = ask.by.is_none();
        let ask_as_json =
            json!({"to": ask.to, "body": ask.body, "due_at": ask.due_at, "state": ask.state, "ours": ours});
        (ask.id.to_string(), ask_as_json)
    });
    let proposals = dispute.proposals.iter().map(|one| {
        let one_as_json = json!({"kind": one.kind, "refund": one.refund, "terms": one.terms, "due_at": one.due_at,
            "from": one.by, "state": one.state, "client": one.client, "seller": one.seller});
        (one.id.to_string(), one_as_json)
    });
    let files = file.thread.iter().flat_map(|row| &row.attachments).chain(&file.order_files);
    let struck = files.filter(|one| one.origin == Origin::Platform);
    let struck = struck.filter_map(|one| Some((one.id.to_string(), json!(one.inadmissible.as_ref()?))));
    let said = file.thread.iter().map(|row| &row.message);
    let said = said.filter(|message| match message.from {
        Speaker::Client | Speaker::Seller => false,
        Speaker::Mediator => true,
        Speaker::System => {
            let is_last = file.thread.last().is_some_and(|row| row.message.id == message.id);
            let closing = message.body.starts_with("Litige clos") || message.body.starts_with("Dispute closed");
            let undone = message.body.contains("prendre effet") || message.body.contains("took effect");
            if closing { decision.is_some() && is_last } else { !undone }
        }
    });
    let paid = decision.map(|decision| {
        json!({"outcome": decision.outcome, "basis": decision.basis, "client": decision.refund,
            "seller": decision.seller_gets, "order": crate::domain::escrow::settlement::order_state(decision.outcome),
            "reasons": decision.reasons, "cites": decision.cites, "by": decision.by,
            "approved_by": decision.second.as_ref().map(|second| &second.by)})
    });
    if let Some(decision) = decision.filter(|decision| decision.outcome != Outcome::Relaunch) {
        let (balances, order) = (&file.case.order.balances, &file.case.order);
        let paid = |money: Option<crate::domain::money::amount::Money>| money.map_or(0, |money| money.minor);
        assert_eq!(
            (balances.client, balances.seller),
            (paid(decision.refund), paid(decision.seller_gets)),
            "{order:?}"
        );
    }
    json!({"open": decision.is_none(), "justified": dispute.justification.is_some(), "ground": dispute.ground,
        "opened_by": dispute.opened_by, "asks": asks.collect::<Map<_, _>>(),
        "proposals": proposals.collect::<Map<_, _>>(), "struck": struck.collect::<Map<_, _>>(),
        "said": said.map(|message| (message.id.to_string(), json!(message.body))).collect::<Map<_, _>>(), "paid": paid})
}

/// What chance alone seldom brings: both accept what was proposed, evidence is struck and counts again.
fn a_rare_step(pair: &mut Pair) {
    let ids = pair.disputes();
    let Some(id) = ids.get(pair.random.below(ids.len())).copied() else { return };
    let file = pair.case(id);
    let Some(dispute) = &file.case.dispute else { return };
    let by = dispute.holder().cloned().unwrap_or_else(|| "camille".into());
    let action = if pair.random.is(50) {
        Action::Propose { terms: pair.terms() }
    } else {
        let files = file.thread.iter().flat_map(|row| &row.attachments).chain(&file.order_files);
        let Some(one) = files.rev().find(|one| one.origin == Origin::Platform) else { return };
        let (attachment, reason) = (one.id, pair.text());
        match &one.inadmissible {
            None => Action::Strike { attachment, reason },
            Some(_) => Action::Admit { attachment, reason },
        }
    };
    let request = Request { dispute: id, by, action, seen: None, key: None };
    let made = pair.both(|store, now| store.act(&request, now)).ok().and_then(|acted| acted.made);
    let Some(CreatedId::Proposal(proposal)) = made else { return };
    let answers = Side::ALL.iter().map(|&by| EventKind::ProposalAnswered { by, proposal, accept: true });
    let events: Vec<_> = answers.map(|kind| pair.event_of(file.case.order.id.clone(), kind, pair.now)).collect();
    for event in events {
        pair.ingest(vec![event]);
    }
}

#[test]
fn who_reads_only_the_outbox_knows_what_the_store_knows() {
    let mut missed = BTreeSet::new();
    let (mut disputes, mut paid) = (0, 0);
    for seed in 100..100 + HISTORIES {
        // A panic says which one it was.
        eprintln!("history {seed}");
        let mut pair = Pair::new(seed);
        let deaf = TYPES.map(|kind| Marketplace { deaf_to: Some(kind), ..Marketplace::default() });
        let mut all: Vec<Marketplace> = std::iter::once(Marketplace::default()).chain(deaf).collect();
        let mut sent = 0;
        for _ in 0..STEPS {
            if pair.random.is(10) {
                a_rare_step(&mut pair)
            } else {
                pair.step()
            }
            let from = all[0].last;
            let lines = pair.both(|store, _| store.outbox(from, 1_000)).unwrap();
            let events: Vec<_> = pair.accepted[sent..].iter().map(as_json).collect();
            sent = pair.accepted.len();
            for one in &mut all {
                lines.iter().for_each(|line| one.reads(&serde_json::from_str(&line.json.to_string()).unwrap()));
                events.iter().for_each(|event| one.sent(event));
            }
        }
        let store: BTreeMap<String, Value> =
            pair.disputes().into_iter().map(|id: DisputeId| (id.to_string(), in_the_store(&pair.case(id)))).collect();
        disputes += store.len();
        paid += store.values().filter(|one| !one["paid"].is_null()).count();
        for one in &all {
            let known: BTreeMap<String, Value> =
                one.disputes.iter().map(|(id, known)| (id.clone(), Value::Object(known.clone()))).collect();
            match one.deaf_to {
                None => assert_eq!(known, store, "history {seed}"),
                Some(kind) => drop((known != store).then(|| missed.insert(kind))),
            }
        }
    }
    assert_eq!(missed, BTreeSet::from(TYPES), "each type of line is needed to know it");
    assert!(disputes > 60 && paid > 15, "little happened: {disputes} disputes, {paid} paid");
}
