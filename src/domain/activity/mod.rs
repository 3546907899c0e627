//! What the audit tells of who did what: a record read in the terms of the process, and the filter of such records.
//!
//! - [`filter`]: which records are asked for.
//!
//! A record's body was written by this program, by an older one, or by whoever forged it: what it lacks or what makes no sense
//! in it is left out of the [`Activity`].

pub mod filter;

use serde_json::{Map, Value};

use super::audit::Record;
use super::dispute::action::ActionKind;
use super::ids::{AskId, AttachmentId, DisputeId, Handle, MessageId, OwedAnswer, ProposalId};
use super::money::amount::{Currency, Money};
use super::team::change::TeamChangeKind;
use super::time::Time;
use super::vocabulary::{Basis, Outcome, Role, Side, vocabulary};

vocabulary!(
    /// What the program does, and what is done to the team, in an audit record's words. What a mediator does to a case is an
    /// [`ActionKind`].
    AuditAction, "what is not done to a case", {
        /// Events of the marketplace came in.
        Ingest = "ingest",
        /// Time passed.
        Settle = "settle",
        /// A new database was filled.
        Fill = "fill",
        /// A database of an older schema was upgraded.
        Upgrade = "upgrade",
        /// The team was changed, before a change had a word of its own ([`TeamChangeKind`]).
        PutMediator = "put_mediator",
        PutPolicy = "put_policy",
        /// A person was erased.
        Erase = "erase",
    }
);

/// The words of what happens all the time, and is left out unless it is asked for: what came in, what time did, what was read.
pub const ROUTINE: [&str; 5] = [
    AuditAction::Ingest.as_str(),
    AuditAction::Settle.as_str(),
    AuditAction::Fill.as_str(),
    AuditAction::Upgrade.as_str(),
    ActionKind::MarkRead.as_str(),
];

/// What the settlement of a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposedTerms {
    /// The client gets back so much.
    Refund(Money),
    /// The order resumes.
    Relaunch,
}

/// What a change of the team made of a member's account of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingChange {
    Bound(String),
    Unbound,
}

/// What was done, as far as a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activity {
    Claim,
    Release,
    Assign {
        to: Option<Handle>,
    },
    Say {
        message: Option<MessageId>,
    },
    Remind {
        message: Option<MessageId>,
        /// The ask or proposal that nobody has answered.
        of: Option<OwedAnswer>,
    },
    Note,
    Ask {
        ask: Option<AskId>,
        to: Option<Side>,
    },
    WithdrawAsk {
        ask: Option<AskId>,
    },
    Propose {
        proposal: Option<ProposalId>,
        terms: Option<ProposedTerms>,
    },
    WithdrawProposal {
        proposal: Option<ProposalId>,
    },
    Strike {
        attachment: Option<AttachmentId>,
    },
    Admit {
        attachment: Option<AttachmentId>,
    },
    Decide {
        outcome: Option<Outcome>,
        /// Of a partial refund.
        refund: Option<Money>,
        basis: Option<Basis>,
        /// It waits for a second mediator.
        awaiting: bool,
    },
    /// A decision of this mediator's was reversed.
    Undo {
        decided_by: Option<Handle>,
    },
    Approve {
        decided_by: Option<Handle>,
    },
    Refuse {
        decided_by: Option<Handle>,
    },
    Snooze {
        until: Option<Time>,
    },
    Wake,
    MarkRead,
    Ingest {
        events: Option<u64>,
        /// Files of known events whose contents came now.
        files: Option<u64>,
    },
    Settle {
        disputes: Vec<DisputeId>,
    },
    Fill {
        events: Option<u64>,
        actions: Option<u64>,
    },
    Upgrade,
    /// The team was changed; `None` by a program that did not say how.
    Team {
        kind: Option<TeamChangeKind>,
        handle: Option<Handle>,
        role: Option<Role>,
        /// To which account they were bound with it, or from which they were unbound.
        binding: Option<BindingChange>,
    },
    PutPolicy {
        version: Option<u64>,
    },
    Erase {
        /// The pseudonym.
        person: Option<String>,
        texts: Option<u64>,
    },
    /// A word that this program doesn't know.
    Unknown {
        action: String,
    },
}

impl Activity {
    /// Reads what a record says was done.
    pub fn of(record: &Record) -> Self {
        let body = RecordBody(record.body.as_object());
        if let Ok(kind) = record.action.parse::<ActionKind>() {
            return Self::of_action(kind, &body);
        }
        let team = |kind| Self::Team {
            kind,
            handle: body.text("handle").map(Handle::from),
            role: body.parsed("role"),
            binding: body.field("bound_before").map(|_| match body.text("bound") {
                Some(account) => BindingChange::Bound(account.to_owned()),
                None => BindingChange::Unbound,
            }),
        };
        if let Ok(kind) = record.action.parse::<TeamChangeKind>() {
            return team(Some(kind));
        }
        match record.action.parse::<AuditAction>() {
            Ok(AuditAction::Ingest) => Self::Ingest { events: body.count("accepted"), files: body.count("files") },
            Ok(AuditAction::Settle) => Self::Settle { disputes: body.ids("disputes") },
            Ok(AuditAction::Fill) => Self::Fill { events: body.count("accepted"), actions: body.count("actions") },
            Ok(AuditAction::Upgrade) => Self::Upgrade,
            Ok(AuditAction::PutMediator) => team(None),
            Ok(AuditAction::PutPolicy) => {
                Self::PutPolicy { version: body.field("policy").and_then(|policy| policy.get("version")?.as_u64()) }
            }
            Ok(AuditAction::Erase) => {
                Self::Erase { person: body.text("person").map(str::to_owned), texts: body.sum("texts") }
            }
            Err(_) => Self::Unknown { action: record.action.clone() },
        }
    }

    fn of_action(kind: ActionKind, body: &RecordBody<'_>) -> Self {
        let decided_by = || body.text("decided_by").map(Handle::from);
        match kind {
            ActionKind::Claim => Self::Claim,
            ActionKind::Release => Self::Release,
            ActionKind::Assign => Self::Assign { to: body.text("to").map(Handle::from) },
            ActionKind::Say => Self::Say { message: body.parsed("made") },
            ActionKind::Remind => Self::Remind { message: body.parsed("made"), of: body.parsed("of") },
            ActionKind::Note => Self::Note,
            ActionKind::Ask => Self::Ask { ask: body.parsed("made"), to: body.parsed("to") },
            ActionKind::WithdrawAsk => Self::WithdrawAsk { ask: body.parsed("ask") },
            ActionKind::Propose => {
                let relaunch = body.text("kind") == Some("relaunch");
                let relaunch = relaunch.then_some(ProposedTerms::Relaunch);
                let terms = body.money("refund").map(ProposedTerms::Refund).or(relaunch);
                Self::Propose { proposal: body.parsed("made"), terms }
            }
            ActionKind::WithdrawProposal => Self::WithdrawProposal { proposal: body.parsed("proposal") },
            ActionKind::Strike => Self::Strike { attachment: body.parsed("attachment") },
            ActionKind::Admit => Self::Admit { attachment: body.parsed("attachment") },
            ActionKind::Decide => Self::Decide {
                outcome: body.parsed("outcome"),
                refund: body.money("refund"),
                basis: body.parsed("basis"),
                awaiting: body.is("awaiting"),
            },
            ActionKind::Undo => Self::Undo { decided_by: decided_by() },
            ActionKind::Approve => Self::Approve { decided_by: decided_by() },
            ActionKind::Refuse => Self::Refuse { decided_by: decided_by() },
            ActionKind::Snooze => Self::Snooze { until: body.parsed("until") },
            ActionKind::Wake => Self::Wake,
            ActionKind::MarkRead => Self::MarkRead,
        }
    }
}

/// Returns from whom a case was taken by what was done to it.
pub fn taken_from(record: &Record) -> Option<Handle> {
    RecordBody(record.body.as_object()).text("taken_from").map(Handle::from)
}

/// Returns what a record says beside its columns, without the digests and the counts that `verify` compares.
pub fn detail(record: &Record) -> Map<String, Value> {
    let digests = ["rows", "rows_now", "erased_rows", "work"];
    let body = record.body.as_object().into_iter().flatten();
    body.filter(|(name, _)| !digests.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A record's body, of which nothing is sure.
struct RecordBody<'a>(Option<&'a Map<String, Value>>);

impl<'a> RecordBody<'a> {
    fn field(&self, name: &str) -> Option<&'a Value> {
        self.0?.get(name)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.field(name)?.as_str().filter(|text| !text.is_empty())
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    fn count(&self, name: &str) -> Option<u64> {
        self.field(name)?.as_u64()
    }

    fn is(&self, name: &str) -> bool {
        self.field(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The sum of an object's numbers.
    fn sum(&self, name: &str) -> Option<u64> {
        let numbers = self.field(name)?.as_object()?.values();
        Some(numbers.filter_map(Value::as_u64).fold(0, u64::saturating_add))
    }

    fn ids(&self, name: &str) -> Vec<DisputeId> {
        let all = self.field(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|id| id.as_str()?.parse().ok()).collect()
    }

    fn money(&self, name: &str) -> Option<Money> {
        let amount = self.field(name)?;
        let currency = Currency::from_code(amount.get("currency")?.as_str()?)?;
        Some(Money::new(amount.get("minor")?.as_i64()?, currency))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    fn record(action: &str, body: Value) -> Record {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        Record { seq: 7, at, actor: "ines".to_owned(), action: action.to_owned(), dispute: Some(DisputeId(1)), body }
    }

    #[test]
    fn a_record_is_read_in_the_terms_of_the_process() {
        let refund = json!({"minor": 4_000, "currency": "EUR"});
        let decided = json!({"outcome": "partial_refund", "refund": refund, "basis": "agreed", "awaiting": true});
        let euros = Money::new(4_000, Currency::EUR);
        for (action, body, activity) in [
            (
                "ask",
                json!({"made": "q3", "to": "seller"}),
                Activity::Ask { ask: Some(AskId(3)), to: Some(Side::Seller) },
            ),
            (
                "decide",
                decided,
                Activity::Decide {
                    outcome: Some(Outcome::PartialRefund),
                    refund: Some(euros),
                    basis: Some(Basis::Agreed),
                    awaiting: true,
                },
            ),
            ("erase", json!({"texts": {"messages": 3, "notes": 2}}), Activity::Erase { person: None, texts: Some(5) }),
            (
                "settle",
                json!({"disputes": ["D-1", 7, "D-2"]}),
                Activity::Settle { disputes: vec![DisputeId(1), DisputeId(2)] },
            ),
        ] {
            assert_eq!(Activity::of(&record(action, body)), activity);
        }
    }

    /// Whatever stands in a body: nothing panics, and what makes no sense is left out.
    #[test]
    fn a_forged_body_says_less_and_nothing_falls_over() {
        let junk = [
            Value::Null,
            json!([]),
            json!("text"),
            json!({"made": 7, "to": "nobody", "outcome": [], "refund": {"minor": "x"}, "disputes": 3, "texts": null}),
            json!({"refund": {"minor": i64::MAX, "currency": "€€€"}, "until": "soon", "policy": "none", "role": {}}),
        ];
        let words = ActionKind::ALL.iter().map(|kind| kind.as_str());
        let words = words.chain(AuditAction::ALL.iter().map(|word| word.as_str())).chain(["", "réécrire"]);
        for word in words {
            for body in &junk {
                let record = record(word, body.clone());
                let known = !word.is_empty() && word != "réécrire";
                assert_eq!(!matches!(Activity::of(&record), Activity::Unknown { .. }), known, "{word}");
                assert_eq!(taken_from(&record), None);
                drop(detail(&record));
            }
        }
    }

    #[test]
    fn the_detail_is_what_the_digests_leave() {
        let body = json!({"made": "m1", "rows": {}, "rows_now": {}, "erased_rows": []});
        assert_eq!(Value::Object(detail(&record("say", body))), json!({"made": "m1"}));
    }
}
