//! Every refusal with its code, its details, and its sentence in both languages.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::*;
use crate::domain::dispute::grounds;
use crate::domain::ids::{AskId, AttachmentId, DisputeId, MessageId, OrderId, ProposalId};
use crate::domain::limits;
use crate::domain::marketplace::event::Event;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::Policy;
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::{Code, EventField};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, AskState, OrderState, Outcome, ProposalState, RequestKind, Side};
use crate::ui::i18n::Texts;

const D: DisputeId = DisputeId(1001);
const A: AttachmentId = AttachmentId(7);
const P: ProposalId = ProposalId(2);
const Q: AskId = AskId(3);

/// A refusal, and what is to be read of it.
struct Example {
    refusal: Refusal,
    code: &'static str,
    detail: Value,
    english: &'static str,
    french: &'static str,
}

fn refusal(
    refusal: impl Into<Refusal>,
    code: &'static str,
    detail: &str,
    english: &'static str,
    french: &'static str,
) -> Example {
    Example { refusal: refusal.into(), code, detail: serde_json::from_str(detail).unwrap(), english, french }
}

fn order() -> OrderId {
    "O-1".into()
}

fn ines() -> Handle {
    "ines".into()
}

fn at() -> Time {
    DateTime::parse_from_rfc3339("2026-11-03T09:00:00Z").unwrap().with_timezone(&Utc)
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn usd() -> Currency {
    Currency::from_code("USD").unwrap()
}

fn no_ground(refused: &[RequestKind]) -> OpeningRefusal {
    let missing = grounds::missing_for_each(refused, &Policy::default());
    OpeningRefusal::NoGround { refused: refused.to_vec(), missing }
}

fn conflict(side: Side, is_party: bool) -> PermissionRefusal {
    PermissionRefusal::ConflictOfInterest { handle: ines(), order: order(), party: "p-9".into(), side, is_party }
}

fn decided(outcome: Outcome, refund: Option<Money>, awaits_approval: bool) -> DecisionRefusal {
    DecisionRefusal::AlreadyDecided { dispute: D, by: ines(), at: at(), outcome, refund, awaits_approval }
}

fn typed(text: &str) -> MoneyRefusal {
    MoneyRefusal::NotAnAmount { currency: Currency::EUR, why: Money::parse(text, Currency::EUR).unwrap_err() }
}

fn line(text: &str) -> Refusal {
    Event::parse_line(text).unwrap_err().refusal
}

/// What is said of an event of a type that has this field, with this in it.
fn field(name: &str, value: Value) -> Refusal {
    let person = |id: &str| json!({"id": id, "name": id});
    let mut event = match name {
        "client" | "lang" | "amount" => json!({
            "type": "order.placed", "title": "t", "brief": "b", "client": person("c"), "seller": person("s"),
            "amount": {"minor": 1, "currency": "EUR"},
        }),
        "rating" => json!({"type": "order.completed"}),
        "accept" => json!({"type": "proposal.answered", "by": "client", "proposal": "p1", "accept": true}),
        _ => json!({"type": "dispute.message", "by": "client", "body": "b"}),
    };
    for (name, value) in [("id", json!("e1")), ("at", json!("2026-11-03T09:00:00Z")), ("order", json!("O-1"))] {
        event[name] = value;
    }
    event[name] = value;
    line(&event.to_string())
}

fn too_long_text(part: TextPart) -> TextRefusal {
    TextRefusal { part, fault: TextFault::TooLong { bytes: limits::TEXT + 1, limit: limits::TEXT } }
}

fn filter(text: &str) -> BadTerm {
    Filter::parse(text).unwrap_err()
}

/// An example of each, and of each way to say it.
fn examples() -> Vec<Example> {
    vec![
        refusal(
            OrderRefusal::AlreadyPlaced { order: order() },
            "bad_state",
            r#"{}"#,
            "order O-1 was placed already; its id is taken",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::PriceOutOfRange { order: order(), price: eur(-5) },
            "bad_amount",
            r#"{}"#,
            "order O-1: the amount must be more than zero, and is -0.05 EUR",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            OrderRefusal::SamePerson { order: order(), person: "léa".into() },
            "malformed",
            r#"{}"#,
            "order O-1: client and seller are the same person, léa",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::InDispute,
                dispute: Some(D),
                step: OrderStep::Complete,
            },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is in dispute (D-1001): a mediator has it; it can't be completed",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::InDispute,
                dispute: None,
                step: OrderStep::Deliver,
            },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is in dispute: a mediator has it; it can't be delivered",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::InProgress,
                dispute: None,
                step: OrderStep::Request(RequestKind::Revision),
            },
            "bad_state",
            r#"{"state":"in_progress"}"#,
            "order O-1 is in progress, not delivered yet; no revision can be requested",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::Delivered,
                dispute: None,
                step: OrderStep::Deliver,
            },
            "bad_state",
            r#"{"state":"delivered"}"#,
            "order O-1 is already delivered; it can't be delivered",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::Completed,
                dispute: Some(D),
                step: OrderStep::Request(RequestKind::Cancellation),
            },
            "bad_state",
            r#"{"state":"completed"}"#,
            "order O-1 has ended (completed); no cancellation can be requested",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::Cancelled,
                dispute: None,
                step: OrderStep::Answer,
            },
            "bad_state",
            r#"{"state":"cancelled"}"#,
            "order O-1 has ended (cancelled); no request can be answered",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::WrongState {
                order: order(),
                state: OrderState::Settled,
                dispute: Some(D),
                step: OrderStep::Complete,
            },
            "bad_state",
            r#"{"state":"settled"}"#,
            "order O-1 has ended (settled); it can't be completed",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::RequestPending { order: order(), pending: RequestKind::Revision },
            "pending_request",
            r#"{"pending":"revision"}"#,
            "a revision request is already pending on order O-1; the seller must accept or refuse it first",
            "une demande est déjà en cours",
        ),
        refusal(
            OrderRefusal::NotPending {
                order: order(),
                kind: RequestKind::Revision,
                pending: None,
                state: OrderState::Delivered,
            },
            "bad_state",
            r#"{"state":"delivered"}"#,
            "no revision request is pending on order O-1: no request is",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::NotPending {
                order: order(),
                kind: RequestKind::Revision,
                pending: Some(RequestKind::Cancellation),
                state: OrderState::InProgress,
            },
            "bad_state",
            r#"{"state":"in_progress"}"#,
            "no revision request is pending on order O-1: a cancellation request is",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OrderRefusal::BadRating { rating: 6 },
            "malformed",
            r#"{}"#,
            "a rating goes from 1 to 5, and this one is 6",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            OpeningRefusal::BySeller { order: order() },
            "seller_cannot_open",
            r#"{"order":"O-1"}"#,
            "a seller can't open a dispute: they can already refuse a request, which is how they disagree; only the client opens one",
            "un vendeur ne peut pas ouvrir de litige\u{a0}: seul le client le peut",
        ),
        refusal(
            OpeningRefusal::AlreadyOpen { order: order(), dispute: Some(D) },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is already in dispute (D-1001); write there",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OpeningRefusal::AlreadyOpen { order: order(), dispute: None },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is already in dispute; write there",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            OpeningRefusal::OrderEnded { order: order(), state: OrderState::Cancelled },
            "bad_state",
            r#"{"state":"cancelled"}"#,
            "order O-1 has ended (cancelled); it can't be disputed any more",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            no_ground(&[]),
            "no_ground",
            r#"{"refusals":[],"missing":{"cancellation_refused_twice":{"revisions_refused":0,"cancellations_refused":2},"revision_refused_twice":{"revisions_refused":2,"cancellations_refused":0},"revision_then_cancellation_refused":{"revisions_refused":1,"cancellations_refused":1}}}"#,
            "no ground for a dispute yet: no refusal is on record; cancellation_refused_twice lacks 2 refused cancellations; revision_refused_twice lacks 2 refused revisions; revision_then_cancellation_refused lacks 1 refused revision, then 1 refused cancellation",
            "il n’y a pas encore de motif pour un litige",
        ),
        refusal(
            no_ground(&[RequestKind::Cancellation, RequestKind::Revision]),
            "no_ground",
            r#"{"refusals":["cancellation","revision"],"missing":{"cancellation_refused_twice":{"revisions_refused":0,"cancellations_refused":1},"revision_refused_twice":{"revisions_refused":1,"cancellations_refused":0},"revision_then_cancellation_refused":{"revisions_refused":0,"cancellations_refused":1}}}"#,
            "no ground for a dispute yet: on record: cancellation refused, then revision refused; cancellation_refused_twice lacks 1 refused cancellation; revision_refused_twice lacks 1 refused revision; revision_then_cancellation_refused lacks 1 refused cancellation after the refused revision",
            "il n’y a pas encore de motif pour un litige",
        ),
        refusal(
            DiscussionRefusal::ClosedToParties { dispute: D },
            "thread_closed",
            r#"{"dispute":"D-1001"}"#,
            "D-1001 is decided and its discussion is closed; it takes no more messages",
            "le litige est tranché et sa discussion close",
        ),
        refusal(
            DiscussionRefusal::ClosedToMediators { dispute: D },
            "thread_closed",
            r#"{}"#,
            "D-1001 is decided and its discussion is closed",
            "le litige est tranché et sa discussion close",
        ),
        refusal(
            DiscussionRefusal::LaterDispute { dispute: D, order: order(), later: DisputeId(1002) },
            "thread_closed",
            r#"{"dispute":"D-1002"}"#,
            "D-1001 is closed; order O-1 is in a later dispute, D-1002",
            "le litige est tranché et sa discussion close",
        ),
        refusal(
            DiscussionRefusal::JustificationWithoutText { dispute: D },
            "malformed",
            r#"{}"#,
            "the justification of D-1001 needs words, not only files",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            DiscussionRefusal::AskOfOtherParty { ask: Q, to: Side::Client, by: Side::Seller },
            "bad_state",
            r#"{"to":"client"}"#,
            "q3 was asked of the client; the seller can't answer it",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::AskNotAnswerable { ask: Q, state: AskState::Withdrawn },
            "bad_state",
            r#"{"state":"withdrawn"}"#,
            "q3 is withdrawn already; write without answering it",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::AskNotWithdrawable { ask: Q, state: AskState::Answered },
            "bad_state",
            r#"{"state":"answered"}"#,
            "q3 is answered already; there is nothing to withdraw",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::AskDueInPast { due: at() },
            "bad_state",
            r#"{}"#,
            "an ask can't be due 2026-11-03T09:00:00+00:00, which is past",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::ProposalNotOpen { proposal: P, state: ProposalState::Superseded },
            "bad_state",
            r#"{"state":"superseded"}"#,
            "p2 is superseded already; it takes no answer",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::ProposalAnswered { proposal: P, by: Side::Seller, answer: Answer::Accepted },
            "bad_state",
            r#"{"answer":"accepted"}"#,
            "the seller has accepted p2 already",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DiscussionRefusal::AlreadyInadmissible { attachment: A, reason: "hors plateforme".to_owned() },
            "bad_state",
            r#"{}"#,
            "a7 is inadmissible already: hors plateforme",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            PermissionRefusal::ReaderActs { handle: ines() },
            "not_a_mediator",
            r#"{"role":"reader"}"#,
            "ines may look, not act; a mediator can",
            "seul un médiateur peut faire cela",
        ),
        refusal(
            PermissionRefusal::ReaderErases { handle: ines() },
            "not_a_mediator",
            r#"{}"#,
            "ines may look, not erase; a mediator can",
            "seul un médiateur peut faire cela",
        ),
        refusal(
            PermissionRefusal::NotOfTheTeam { handle: ines() },
            "not_a_mediator",
            r#"{"handle":"ines"}"#,
            "ines is not of the team; add them with `litige mediator add ines --name NAME`, or act as another",
            "seul un médiateur peut faire cela",
        ),
        refusal(
            PermissionRefusal::UnknownReceiver { handle: "inez".into() },
            "not_a_mediator",
            r#"{"handle":"inez"}"#,
            "nobody of the team is called inez; see `litige mediator list`",
            "personne de l’équipe ne s’appelle inez",
        ),
        refusal(
            PermissionRefusal::ReaderReceives { handle: ines() },
            "not_a_mediator",
            r#"{"handle":"ines"}"#,
            "ines may look, not act; a case goes to who can act on it",
            "Inès Roche peut lire, pas agir\u{a0}; un dossier va à qui peut le traiter",
        ),
        refusal(
            conflict(Side::Client, true),
            "conflict_of_interest",
            r#"{"why":"party","party":"p-9","side":"client"}"#,
            "ines is a party of order O-1 and can't act here; another mediator can",
            "un conflit d’intérêts vous lie au client\u{a0}; un autre médiateur le peut",
        ),
        refusal(
            conflict(Side::Seller, false),
            "conflict_of_interest",
            r#"{"why":"party","party":"p-9","side":"seller"}"#,
            "ines can't act here: p-9 is the seller, and listed as a conflict of theirs",
            "un conflit d’intérêts vous lie au vendeur\u{a0}; un autre médiateur le peut",
        ),
        refusal(
            PermissionRefusal::ClaimedByOther { dispute: D, holder: ines(), may_take_over: false },
            "claimed_by_other",
            r#"{"holder":"ines"}"#,
            "D-1001 is held by ines",
            "Inès Roche tient ce dossier",
        ),
        refusal(
            PermissionRefusal::ClaimedByOther { dispute: D, holder: ines(), may_take_over: true },
            "claimed_by_other",
            r#"{"holder":"ines"}"#,
            "D-1001 is held by ines; claim it to take it over",
            "Inès Roche tient ce dossier\u{a0}; prenez-le d’abord pour agir",
        ),
        refusal(
            PermissionRefusal::NotClaimed { dispute: D },
            "bad_state",
            r#"{}"#,
            "nobody holds D-1001; there is nothing to give back",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            PermissionRefusal::ChangedSince { dispute: D, seen: 3, version: 1_234 },
            "changed_since",
            r#"{"seen":3,"version":1234}"#,
            "D-1001 changed since you saw it (version 3, now 1234); read what is new, then try again",
            "le dossier a changé depuis que vous l’avez vu",
        ),
        refusal(
            PermissionRefusal::ClaimDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is decided; there is nothing to take or to give",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            PermissionRefusal::SnoozeDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is decided; it is out of the queue already",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            PermissionRefusal::SnoozeInPast { until: at() },
            "bad_state",
            r#"{}"#,
            "a case can't sleep until 2026-11-03T09:00:00+00:00, which is past",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            PermissionRefusal::AwaitsApproval { dispute: D, by: ines() },
            "bad_state",
            r#"{"why":"awaiting","by":"ines"}"#,
            "D-1001 has a decision by ines that waits for a second mediator; approve or refuse it first",
            "une décision de Inès Roche attend un second médiateur\u{a0}; approuvez-la ou refusez-la d’abord",
        ),
        refusal(
            decided(Outcome::SellerWins, None, false),
            "already_decided",
            r#"{"by":"ines","outcome":"seller_wins","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: seller wins",
            "Inès Roche a déjà tranché ce litige\u{a0}: le vendeur gagne",
        ),
        refusal(
            decided(Outcome::ClientRefunded, None, true),
            "already_decided",
            r#"{"by":"ines","outcome":"client_refunded","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: client refunded; it waits for a second mediator",
            "Inès Roche a déjà tranché ce litige\u{a0}: client remboursé",
        ),
        refusal(
            decided(Outcome::PartialRefund, Some(eur(4_000)), false),
            "already_decided",
            r#"{"by":"ines","outcome":"partial_refund","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: partial refund of 40.00 EUR",
            "Inès Roche a déjà tranché ce litige\u{a0}: remboursement partiel",
        ),
        refusal(
            decided(Outcome::PartialRefund, Some(eur(4_000)), true),
            "already_decided",
            r#"{"by":"ines","outcome":"partial_refund","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: partial refund of 40.00 EUR; it waits for a second mediator",
            "Inès Roche a déjà tranché ce litige\u{a0}: remboursement partiel",
        ),
        refusal(
            decided(Outcome::Relaunch, None, false),
            "already_decided",
            r#"{"by":"ines","outcome":"relaunch","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: relaunch",
            "Inès Roche a déjà tranché ce litige\u{a0}: relance",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client, Side::Seller], proposal: None },
            "no_agreement",
            r#"{"missing":["client","seller"]}"#,
            "a relaunch needs the agreement of both parties, and no relaunch proposal stands; propose one",
            "une relance demande l’accord des deux parties à une proposition de relance",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client, Side::Seller], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["client","seller"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the client and the seller",
            "une relance demande l’accord des deux parties à une proposition de relance",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Seller], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["seller"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the seller",
            "une relance demande l’accord des deux parties à une proposition de relance",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["client"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the client",
            "une relance demande l’accord des deux parties à une proposition de relance",
        ),
        refusal(
            DecisionRefusal::AgreementGone,
            "no_agreement",
            r#"{}"#,
            "the agreement that this decision carries out no longer stands; refuse it, and decide anew",
            "une relance demande l’accord des deux parties à une proposition de relance",
        ),
        refusal(
            DecisionRefusal::InadmissibleCited { attachment: A, reason: "hors plateforme".to_owned() },
            "inadmissible_cited",
            r#"{"cite":"a7"}"#,
            "a7 is inadmissible and can't be cited: hors plateforme",
            "une preuve qui ne compte pas ne peut être citée",
        ),
        refusal(
            PermissionRefusal::KeyReused { key: "k\t1".to_owned() },
            "duplicate_id",
            r#"{}"#,
            "key “k\\t1” was used for another request; nothing was changed",
            "cet identifiant a déjà servi, avec un autre contenu",
        ),
        refusal(
            DecisionRefusal::KeyReused { key: "k\t1".to_owned(), dispute: D },
            "duplicate_id",
            r#"{"dispute":"D-1001"}"#,
            "key “k\\t1” was used for another decision, on D-1001; nothing was changed",
            "cet identifiant a déjà servi, avec un autre contenu",
        ),
        refusal(
            DecisionRefusal::NotDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is not decided; there is nothing to undo",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DecisionRefusal::NotOwn { decided_by: ines() },
            "bad_state",
            r#"{"why":"not_own","decided_by":"ines"}"#,
            "only ines can withdraw this decision; you can refuse it",
            "seul Inès Roche peut retirer cette décision\u{a0}; vous pouvez la refuser",
        ),
        refusal(
            DecisionRefusal::UndoneByMakerOrLead { decided_by: ines() },
            "not_a_lead",
            r#"{"decided_by":"ines"}"#,
            "only ines or a lead can undo this decision",
            "seuls Inès Roche ou un responsable peuvent annuler cette décision",
        ),
        refusal(
            OrderRefusal::TooLate { order: order(), dispute: Some(D) },
            "too_late",
            r#"{"dispute":"D-1001"}"#,
            "the dispute D-1001 of order O-1 is open: this answer came too late, changes nothing, and is kept on the timeline",
            "le litige est ouvert\u{a0}: cette réponse arrive trop tard et ne change rien\u{a0}; elle reste dans l’historique",
        ),
        refusal(
            DecisionRefusal::MovedOn { order: order() },
            "bad_state",
            r#"{}"#,
            "order O-1 has moved on since its relaunch; it can't be undone",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DecisionRefusal::HoldOver { dispute: D, effective_at: Some(at()) },
            "hold_over",
            r#"{"effective_at":"2026-11-03T09:00:00+00:00"}"#,
            "the hold on the decision of D-1001 is over; it has taken effect",
            "le délai est passé\u{a0}: la décision a pris effet",
        ),
        refusal(
            DecisionRefusal::NoneAwaitsApproval { dispute: D },
            "bad_state",
            r#"{}"#,
            "no decision of D-1001 waits for a second mediator",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            DecisionRefusal::OwnDecision { decided_by: ines() },
            "conflict_of_interest",
            r#"{"why":"own","decided_by":"ines"}"#,
            "ines took this decision: another mediator must approve or refuse it",
            "cette décision est de vous\u{a0}; un autre médiateur doit l’approuver ou la refuser",
        ),
        refusal(
            MoneyRefusal::BrokenLedger { order: order() },
            "bad_state",
            r#"{}"#,
            "the ledger of order O-1 does not add up; no money was moved, run `litige verify`",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            MoneyRefusal::AmountNotTaken { outcome: Outcome::SellerWins },
            "bad_amount",
            r#"{}"#,
            "seller_wins takes no amount; only a partial refund does",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            MoneyRefusal::AmountMissing,
            "bad_amount",
            r#"{}"#,
            "a partial refund needs its amount",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            MoneyRefusal::RelaunchWithRefund,
            "bad_amount",
            r#"{}"#,
            "a relaunch moves no money; leave out `refund`",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            MoneyRefusal::OtherCurrency { refund: usd(), order: Currency::EUR },
            "bad_currency",
            r#"{"currency":"EUR"}"#,
            "the refund is in USD, and the order in EUR; give it in EUR",
            "le montant n’est pas dans la devise de la commande",
        ),
        refusal(
            MoneyRefusal::RefundOutOfRange { refund: eur(12_000), price: eur(12_000) },
            "bad_amount",
            r#"{"price_minor":12000}"#,
            "a partial refund must be more than zero and less than 120.00 EUR, and 120.00 EUR is not",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            typed("4o"),
            "bad_amount",
            r#"{"amount":"4o","currency":"EUR"}"#,
            "“4o” is not an amount; write it like 40 or 40.00",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            typed("40.0012"),
            "bad_amount",
            r#"{"amount":"40.0012","currency":"EUR"}"#,
            "“40.0012” has too many decimals: EUR has 2",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            typed("40.001"),
            "bad_amount",
            r#"{"amount":"40.001","currency":"EUR"}"#,
            "“40.001” may be thousands or decimals; write it without the mark, or with the currency",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            EventLineRefusal::Field {
                field: EventField { within: None, name: "amount" },
                fault: FieldFault::UnpayableCurrency { code: "XAU".to_owned() },
            },
            "bad_currency",
            r#"{}"#,
            "field `amount`: nobody pays in “XAU”; it is a code for a metal, a fund, a test or no currency",
            "le montant n’est pas dans la devise de la commande",
        ),
        refusal(
            typed("99999999999999999999"),
            "bad_amount",
            r#"{"amount":"99999999999999999999","currency":"EUR"}"#,
            "“99999999999999999999” is too large",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            MoneyRefusal::NotAPercentage { typed: "1.234%".to_owned() },
            "bad_amount",
            r#"{"amount":"1.234%"}"#,
            "“1.234%” is not a percentage; write it like 30% or 12.5%, with two decimals at most",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            Unknown::Order { order: order() },
            "unknown_order",
            r#"{}"#,
            "order O-1 is not known; its order.placed must come first",
            "cette commande n’existe pas",
        ),
        refusal(
            Unknown::OrderLeft { order: order() },
            "unknown_order",
            r#"{}"#,
            "order O-1 is not known, or has been left",
            "cette commande n’existe pas",
        ),
        refusal(
            Unknown::Dispute { dispute: D },
            "unknown_dispute",
            r#"{"dispute":"D-1001"}"#,
            "there is no dispute D-1001",
            "ce litige n’existe pas",
        ),
        refusal(
            Unknown::DisputeOfOrder { order: order() },
            "unknown_dispute",
            r#"{}"#,
            "order O-1 never had a dispute",
            "ce litige n’existe pas",
        ),
        refusal(
            Unknown::Message { message: MessageId(12), dispute: D },
            "unknown_message",
            r#"{"message":"m12"}"#,
            "m12 is not a message of D-1001",
            "ce message n’est pas de ce litige",
        ),
        refusal(
            Unknown::Attachment { attachment: A, dispute: D },
            "unknown_attachment",
            r#"{"attachment":"a7"}"#,
            "a7 is not an attachment of D-1001",
            "ce fichier n’est pas de ce litige",
        ),
        refusal(
            Unknown::Proposal { proposal: P, dispute: D },
            "unknown_proposal",
            r#"{}"#,
            "p2 is not a proposal of D-1001",
            "cette proposition n’est pas de ce litige",
        ),
        refusal(
            Unknown::Ask { ask: Q, dispute: D },
            "unknown_ask",
            r#"{}"#,
            "q3 is not an ask of D-1001",
            "cette question n’est pas de ce litige",
        ),
        refusal(
            Unknown::Person { person: "x\ny".into() },
            "unknown_person",
            r#"{"person":"x\ny"}"#,
            "no order has a party x\\ny; one that was erased has another id",
            "personne n’est connu sous cet identifiant",
        ),
        refusal(
            Unknown::View { name: "gros\u{1b}".to_owned() },
            "unknown_view",
            r#"{"view":"gros\u001b"}"#,
            "you keep no view “gros\\u{1b}”; `litige views` lists yours",
            "vous n’avez pas de vue de ce nom",
        ),
        refusal(
            EventLineRefusal::NotUtf8 { byte: 12 },
            "malformed",
            r#"{}"#,
            "the line is not UTF-8 text (byte 12)",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            EventLineRefusal::TooLong { limit: 8_388_608 },
            "malformed",
            r#"{}"#,
            "the line is longer than 8388608 bytes",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            line("{"),
            "malformed",
            r#"{}"#,
            "not a line of JSON: EOF while parsing an object at line 1 column 1",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            line("[]"),
            "malformed",
            r#"{}"#,
            "the line is not a JSON object",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("type", json!("x")),
            "malformed",
            r#"{}"#,
            "“x” is not a type of event",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("by", json!("mediator")),
            "not_a_party",
            r#"{}"#,
            "“mediator” is not a party; `by` is `client` or `seller`",
            "cette personne n’est pas partie à la commande",
        ),
        refusal(
            field("attachments", json!(vec![1; 101])),
            "malformed",
            r#"{}"#,
            "101 attachments are too many; at most 100 are taken",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("body", Value::Null),
            "malformed",
            r#"{}"#,
            "field `body` is missing",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("body", json!(7)),
            "malformed",
            r#"{}"#,
            "field `body` is not a text",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("at", json!("noon")),
            "malformed",
            r#"{}"#,
            "field `at` is not a time like 2026-11-03T09:12:00Z",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("accept", json!("yes")),
            "malformed",
            r#"{}"#,
            "field `accept` is not true or false",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("rating", json!(6)),
            "malformed",
            r#"{}"#,
            "field `rating` is not a whole number from 1 to 5",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("client", json!(7)),
            "malformed",
            r#"{}"#,
            "field `client` is not an object",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("client", json!({"id": "c"})),
            "malformed",
            r#"{}"#,
            "field `client.name` is missing",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("attachments", json!({})),
            "malformed",
            r#"{}"#,
            "field `attachments` is not a list",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("attachments", json!([7])),
            "malformed",
            r#"{}"#,
            "field `attachments` is not a list of objects",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("id", json!(" ")),
            "malformed",
            r#"{}"#,
            "field `id` is empty",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("order", json!("\u{1b}")),
            "malformed",
            r#"{}"#,
            "field `order` holds control characters",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("lang", json!("de")),
            "malformed",
            r#"{}"#,
            "field `lang`: “de” is not a language; expected one of: fr, en",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("answers", json!("p1")),
            "malformed",
            r#"{}"#,
            "field `answers`: “p1” is not an ask's id; expected q1",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("amount", json!({"currency": "EUR"})),
            "malformed",
            r#"{}"#,
            "field `amount` has no `minor`",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("amount", json!({"minor": 1})),
            "malformed",
            r#"{}"#,
            "field `amount` has no `currency`",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("amount", json!({"minor": 1, "currency": 7})),
            "malformed",
            r#"{}"#,
            "field `amount`: `currency` is not a text",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            field("amount", json!({"minor": 0, "currency": "EUR"})),
            "bad_amount",
            r#"{}"#,
            "field `amount`: `minor` is not a whole number of minor units from 1 to 1000000000000000",
            "le montant ne convient pas au prix de la commande",
        ),
        refusal(
            field("amount", json!({"minor": 1, "currency": "X"})),
            "bad_currency",
            r#"{}"#,
            "field `amount`: “X” is not an ISO 4217 currency",
            "le montant n’est pas dans la devise de la commande",
        ),
        refusal(
            EventLineRefusal::DuplicateId { id: "e9".into() },
            "duplicate_id",
            r#"{"id":"e9"}"#,
            "event e9 was taken already with other content; nothing was changed",
            "cet identifiant a déjà servi, avec un autre contenu",
        ),
        refusal(
            TextRefusal { part: TextPart::Message, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "a message can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::Note, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "a note can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::Ask, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "an ask can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::Justification, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the justification of a dispute can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::RelaunchTerms, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "what both agree to do in a relaunch can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::InadmissibleReason, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reason why evidence doesn't count can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::DecisionReasons, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reasons of a decision can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::RefusalReason, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reason of a refusal can't be empty; write something",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            too_long_text(TextPart::ProposalTerms),
            "malformed",
            r#"{}"#,
            "the terms of a proposal is too long: 1048577 bytes, at most 1048576 are taken",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            TextRefusal { part: TextPart::Message, fault: TextFault::ZeroCharacter },
            "malformed",
            r#"{}"#,
            "a message holds the character U+0000, which no text may hold; leave it out",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            too_long_text(TextPart::Line),
            "malformed",
            r#"{}"#,
            "the line is too long: 1048577 bytes, at most 1048576 are taken",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            too_long_text(TextPart::Field(EventField { within: Some("client"), name: "name" })),
            "malformed",
            r#"{}"#,
            "field `client.name` is too long: 1048577 bytes, at most 1048576 are taken",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            filter("logo sellr:nova"),
            "malformed",
            r#"{"start":5,"end":15}"#,
            "there is no field “sellr”; there are client, seller, order, waiting, ground, outcome, held, lang, age, amount, is",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            filter("waiting:me"),
            "malformed",
            r#"{"start":0,"end":10}"#,
            "“me” is nothing that waiting: takes; expected one of mediator, client, seller, both",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            filter("age:>soon"),
            "malformed",
            r#"{"start":0,"end":9}"#,
            "“>soon” is nothing that age: takes; expected a duration such as >3d, <12h or 45m",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            filter("amount:lots"),
            "malformed",
            r#"{"start":0,"end":11}"#,
            "“lots” is nothing that amount: takes; expected an amount such as >100 or <49.90",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            filter("is:"),
            "malformed",
            r#"{"start":0,"end":3}"#,
            "is: needs a value",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            SavedViewRefusal::TooMany { most: 20 },
            "too_many_views",
            r#"{"most":20}"#,
            "you keep 20 views already; drop one first",
            "vous gardez déjà 20 vues\u{a0}; supprimez-en une d’abord",
        ),
        refusal(
            SavedViewRefusal::NameTaken { name: "Gros".to_owned() },
            "name_taken",
            r#"{"view":"Gros"}"#,
            "you keep a view “Gros” already",
            "vous gardez déjà une vue Gros",
        ),
        refusal(
            SavedViewRefusal::NoFilter,
            "malformed",
            r#"{}"#,
            "a view to keep needs a filter",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            SavedViewRefusal::NameBlank,
            "bad_name",
            r#"{"why":"blank"}"#,
            "a view needs a name",
            "il faut un nom à une vue",
        ),
        refusal(
            SavedViewRefusal::NameTooLong { most: 24 },
            "bad_name",
            r#"{"why":"long","most":24}"#,
            "a view's name has at most 24 characters",
            "un nom a 24 caractères au plus",
        ),
        refusal(
            SavedViewRefusal::NameSigns,
            "bad_name",
            r#"{"why":"sign"}"#,
            "a view's name begins with no `-` and has no control characters",
            "un nom ne commence pas par - et n’a pas de caractère de commande",
        ),
        refusal(
            SavedViewRefusal::NameReserved { name: "Tous".to_owned() },
            "bad_name",
            r#"{"why":"everyones","view":"Tous"}"#,
            "“Tous” is a view that everyone has; choose another name",
            "Tous est une vue que tous ont déjà",
        ),
        refusal(
            SetupRefusal::BadHandle { handle: "a b\u{7}".into() },
            "malformed",
            r#"{}"#,
            "“a b\\u{7}” can't be a handle; use one word, like `camille`",
            "quelque chose manque ou est mal formé",
        ),
        refusal(
            SetupRefusal::PolicyNotNewer { in_force: 3, given: 2 },
            "bad_state",
            r#"{"version":3}"#,
            "policy 3 is in force already; a new one needs a version above it, and this one has 2",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            SetupRefusal::BackupExists { path: "/x/copy.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/copy.db exists already; a backup never takes the place of a file",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            SetupRefusal::DatabaseExists { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "there is a file at /x/litige.db already; only a new database is filled, give another --db",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            SetupRefusal::RestoresItself { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/litige.db belongs to the database itself; name a backup of it",
            "ce n’est pas possible dans cet état",
        ),
        refusal(
            SetupRefusal::DatabaseOpen { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/litige.db is open: end every desk and command on it, then try again; nothing was changed",
            "ce n’est pas possible dans cet état",
        ),
    ]
}

/// The texts that only stand in others.
const PARTS: [&str; 7] = [
    "refusal-malformed-part",
    "refusal-no_ground-refused",
    "refusal-no_ground-then",
    "refusal-no_ground-next",
    "refusal-no_ground-lacks",
    "refusal-no_ground-revisions",
    "refusal-no_ground-cancellations",
];

fn key_of(refusal: &Refusal) -> &'static str {
    wording(refusal, &Handle::to_string, english_texts()).key
}

/// The keys of the refusals in a locale file.
fn keys(source: &str) -> BTreeSet<&str> {
    let keys = source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
    keys.filter(|key| key.starts_with("refusal-")).collect()
}

#[test]
fn a_refusal_has_its_code_its_details_and_a_sentence_in_each_language() {
    let (english_desk, french_desk) = (Texts::new(Lang::En), Texts::new(Lang::Fr));
    let name_of = |_: &Handle| "Inès Roche".to_owned();
    for Example { refusal, code, detail, english: sentence, french } in examples() {
        assert_eq!(refusal.code().as_str(), code, "{refusal}");
        assert_eq!(Value::Object(refusal.detail()), detail, "{refusal}");
        assert_eq!(english(&refusal), sentence, "{refusal}");
        assert_eq!(french_desk.refusal(&refusal, &name_of), french, "{refusal}");
        assert_eq!(
            english_desk.refusal(&refusal, &name_of),
            crate::ui::text::safe(sentence).into_owned(),
            "the desk shows the command line's sentence: {refusal}"
        );
        for text in [sentence, french] {
            assert!(!text.contains(['$', '{']) || text.contains("\\u{"), "{text}");
        }
    }
}

#[test]
fn every_text_of_a_refusal_has_an_example() {
    let shown: BTreeSet<_> = examples().iter().map(|example| key_of(&example.refusal)).chain(PARTS).collect();
    let source = include_str!("../refusal.rs").split("#[cfg(test)]").next().unwrap();
    let named: BTreeSet<_> =
        source.split('"').filter(|text| text.starts_with("refusal-") && !text.contains('{')).collect();
    assert!(named.len() > 80, "{}", named.len());
    assert_eq!(named.difference(&shown).collect::<Vec<_>>(), Vec::<&&str>::new(), "give an example of these");
}

#[test]
fn every_text_of_a_locale_is_shown() {
    let shown: BTreeSet<_> = examples().iter().map(|example| key_of(&example.refusal)).chain(PARTS).collect();
    let of_codes: Vec<_> = Code::ALL.iter().map(|code| format!("refusal-{code}")).collect();
    assert_eq!(keys(assets::screens(Lang::En)), shown, "English has each, and no other");
    for key in keys(assets::screens(Lang::Fr)) {
        assert!(shown.contains(key) || of_codes.iter().any(|code| code == key), "{key}");
    }
}

#[test]
fn every_code_is_given_by_a_refusal() {
    let given: BTreeSet<_> = examples().iter().map(|example| example.refusal.code()).collect();
    assert_eq!(given, Code::ALL.iter().copied().collect());
}

#[test]
fn a_text_that_a_command_takes_is_named_as_the_command_names_it() {
    assert_eq!(english_too_long("a reason", 9, 8), "a reason is too long: 9 bytes, at most 8 are taken");
}
