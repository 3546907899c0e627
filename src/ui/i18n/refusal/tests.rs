//! Every refusal with its code, its details, and its sentence in both languages.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::*;
use crate::domain::dispute::grounds;
use crate::domain::ids::{AskId, AttachmentId, DisputeId, MessageId, OrderId, OwedAnswer, ProposalId};
use crate::domain::limits;
use crate::domain::marketplace::event::Event;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::setting::PolicyKey;
use crate::domain::policy::{BadPolicy, Policy};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::{Code, EventField};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, AskState, Operation, OrderState, Outcome, ProposalState, RequestKind, Side};
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
            "order O-1 has already been placed; its id is taken",
            "la commande O-1 est déjà passée\u{a0}; son identifiant est pris",
        ),
        refusal(
            OrderRefusal::PriceOutOfRange { order: order(), price: eur(-5) },
            "bad_amount",
            r#"{}"#,
            "order O-1: the amount must be more than zero, and is -0.05 EUR",
            "commande O-1\u{a0}: le montant doit être supérieur à zéro, et il est de -0.05 EUR",
        ),
        refusal(
            OrderRefusal::SamePerson { order: order(), person: "léa".into() },
            "malformed",
            r#"{}"#,
            "order O-1: client and seller are the same person, léa",
            "commande O-1\u{a0}: le client et le vendeur sont la même personne, léa",
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
            "la commande O-1 est en litige (D-1001), aux mains d’un médiateur\u{a0}; elle ne peut pas être terminée",
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
            "la commande O-1 est en litige, aux mains d’un médiateur\u{a0}; elle ne peut pas être livrée",
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
            "la commande O-1 est en cours, pas encore livrée\u{a0}; aucune retouche ne peut être demandée",
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
            "la commande O-1 est déjà livrée\u{a0}; elle ne peut pas être livrée",
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
            "la commande O-1 est terminée\u{a0}; aucune annulation ne peut être demandée",
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
            "la commande O-1 est annulée\u{a0}; aucune demande n’attend de réponse",
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
            "la commande O-1 est réglée\u{a0}; elle ne peut pas être terminée",
        ),
        refusal(
            OrderRefusal::RequestPending { order: order(), pending: RequestKind::Revision },
            "pending_request",
            r#"{"pending":"revision"}"#,
            "a revision request is already pending on order O-1; the seller must accept or refuse it first",
            "une demande de retouche est déjà en cours pour la commande O-1\u{a0}; le vendeur doit d’abord l’accepter ou la refuser",
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
            "aucune demande de retouche n’est en cours pour la commande O-1, ni aucune autre",
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
            "aucune demande de retouche n’est en cours pour la commande O-1, mais une demande d’annulation",
        ),
        refusal(
            OrderRefusal::BadRating { rating: 6 },
            "malformed",
            r#"{}"#,
            "a rating goes from 1 to 5, and this one is 6",
            "une note va de 1 à 5, et celle-ci est 6",
        ),
        refusal(
            OpeningRefusal::BySeller { order: order() },
            "seller_cannot_open",
            r#"{"order":"O-1"}"#,
            "a seller can't open a dispute: they can already refuse a request, which is how they disagree; only the client opens one",
            "un vendeur ne peut pas ouvrir de litige\u{a0}: il peut déjà refuser une demande, c’est sa façon de dire non\u{a0}; seul le client ouvre un litige",
        ),
        refusal(
            OpeningRefusal::AlreadyOpen { order: order(), dispute: Some(D) },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is already in dispute (D-1001); write there",
            "la commande O-1 est déjà en litige (D-1001)\u{a0}; c’est là qu’il faut écrire",
        ),
        refusal(
            OpeningRefusal::AlreadyOpen { order: order(), dispute: None },
            "bad_state",
            r#"{"state":"in_dispute"}"#,
            "order O-1 is already in dispute; write there",
            "la commande O-1 est déjà en litige\u{a0}; c’est là qu’il faut écrire",
        ),
        refusal(
            OpeningRefusal::OrderEnded { order: order(), state: OrderState::Cancelled },
            "bad_state",
            r#"{"state":"cancelled"}"#,
            "order O-1 has ended (cancelled); it can no longer be disputed",
            "la commande O-1 est annulée\u{a0}; un litige n’y est plus possible",
        ),
        refusal(
            no_ground(&[]),
            "no_ground",
            r#"{"refusals":[],"missing":{"cancellation_refused_twice":{"revisions_refused":0,"cancellations_refused":2},"revision_refused_twice":{"revisions_refused":2,"cancellations_refused":0},"revision_then_cancellation_refused":{"revisions_refused":1,"cancellations_refused":1}}}"#,
            "no ground for a dispute yet: no refusal is on record; cancellation_refused_twice lacks 2 refused cancellations; revision_refused_twice lacks 2 refused revisions; revision_then_cancellation_refused lacks 1 refused revision, then 1 refused cancellation",
            "pas encore de motif pour un litige\u{a0}: aucun refus au dossier\u{a0}; pour «\u{a0}annulation refusée deux fois\u{a0}», il manque 2 annulations refusées\u{a0}; pour «\u{a0}retouche refusée deux fois\u{a0}», il manque 2 retouches refusées\u{a0}; pour «\u{a0}retouche puis annulation refusées\u{a0}», il manque 1 retouche refusée, puis 1 annulation refusée",
        ),
        refusal(
            no_ground(&[RequestKind::Cancellation, RequestKind::Revision]),
            "no_ground",
            r#"{"refusals":["cancellation","revision"],"missing":{"cancellation_refused_twice":{"revisions_refused":0,"cancellations_refused":1},"revision_refused_twice":{"revisions_refused":1,"cancellations_refused":0},"revision_then_cancellation_refused":{"revisions_refused":0,"cancellations_refused":1}}}"#,
            "no ground for a dispute yet: on record: cancellation refused, then revision refused; cancellation_refused_twice lacks 1 refused cancellation; revision_refused_twice lacks 1 refused revision; revision_then_cancellation_refused lacks 1 refused cancellation after the refused revision",
            "pas encore de motif pour un litige\u{a0}: au dossier, annulation refusée, puis retouche refusée\u{a0}; pour «\u{a0}annulation refusée deux fois\u{a0}», il manque 1 annulation refusée\u{a0}; pour «\u{a0}retouche refusée deux fois\u{a0}», il manque 1 retouche refusée\u{a0}; pour «\u{a0}retouche puis annulation refusées\u{a0}», il manque 1 annulation refusée après la retouche refusée",
        ),
        refusal(
            DiscussionRefusal::ClosedToParties { dispute: D },
            "thread_closed",
            r#"{"dispute":"D-1001"}"#,
            "D-1001 is decided and its discussion is closed; it takes no more messages",
            "D-1001 est tranché et sa discussion est close\u{a0}; elle n’accepte plus de messages",
        ),
        refusal(
            DiscussionRefusal::ClosedToMediators { dispute: D },
            "thread_closed",
            r#"{}"#,
            "D-1001 is decided and its discussion is closed; a note is still possible",
            "D-1001 est tranché et sa discussion est close\u{a0}; une note reste possible",
        ),
        refusal(
            DiscussionRefusal::LaterDispute { dispute: D, order: order(), later: DisputeId(1002) },
            "thread_closed",
            r#"{"dispute":"D-1002"}"#,
            "D-1001 is closed; order O-1 is in a later dispute, D-1002",
            "D-1001 est clos\u{a0}; la commande O-1 est dans un litige plus récent, D-1002",
        ),
        refusal(
            DiscussionRefusal::JustificationWithoutText { dispute: D },
            "malformed",
            r#"{}"#,
            "the justification of D-1001 needs words, not only files",
            "la justification de D-1001 demande des mots, pas seulement des fichiers",
        ),
        refusal(
            DiscussionRefusal::AskOfOtherParty { ask: Q, to: Side::Client, by: Side::Seller },
            "bad_state",
            r#"{"to":"client"}"#,
            "q3 was asked of the client; the seller can't answer it",
            "q3 a été posée au client\u{a0}; le vendeur ne peut pas y répondre",
        ),
        refusal(
            DiscussionRefusal::AskNotAnswerable { ask: Q, state: AskState::Withdrawn },
            "bad_state",
            r#"{"state":"withdrawn"}"#,
            "q3 is already withdrawn; write without answering it",
            "q3 est déjà retirée\u{a0}; écrivez sans y répondre",
        ),
        refusal(
            DiscussionRefusal::AskNotWithdrawable { ask: Q, state: AskState::Answered },
            "bad_state",
            r#"{"state":"answered"}"#,
            "q3 is already answered; there is nothing to withdraw",
            "q3 a déjà sa réponse\u{a0}; il n’y a rien à retirer",
        ),
        refusal(
            DiscussionRefusal::NothingOwed { dispute: D, of: None },
            "bad_state",
            r#"{}"#,
            "nobody owes an answer in D-1001, so there is nothing to remind anyone of",
            "dans D-1001, aucune partie ne doit de réponse\u{a0}: il n’y a personne à relancer",
        ),
        refusal(
            DiscussionRefusal::NothingOwed { dispute: D, of: Some(OwedAnswer::Ask(Q)) },
            "bad_state",
            r#"{"of":"q3"}"#,
            "q3 is no longer waiting for an answer, so there is nothing to remind anyone of",
            "q3 n’attend plus de réponse\u{a0}: il n’y a personne à relancer",
        ),
        refusal(
            DiscussionRefusal::AskDueInPast { due: at() },
            "bad_state",
            r#"{}"#,
            "a question can't be due 2026-11-03T09:00:00+00:00, which is past",
            "une question ne peut pas avoir 2026-11-03T09:00:00+00:00 pour échéance\u{a0}: c’est passé",
        ),
        refusal(
            DiscussionRefusal::ProposalNotOpen { proposal: P, state: ProposalState::Superseded },
            "bad_state",
            r#"{"state":"superseded"}"#,
            "p2 is already superseded; it takes no answer",
            "p2 est déjà remplacée\u{a0}; elle n’attend pas de réponse",
        ),
        refusal(
            DiscussionRefusal::ProposalAnswered { proposal: P, by: Side::Seller, answer: Answer::Accepted },
            "bad_state",
            r#"{"answer":"accepted"}"#,
            "the seller has already accepted p2",
            "le vendeur a déjà accepté p2",
        ),
        refusal(
            DiscussionRefusal::ProposalNotWithdrawable { proposal: P, state: ProposalState::Agreed },
            "bad_state",
            r#"{"state":"agreed"}"#,
            "p2 is already agreed; there is nothing to withdraw",
            "p2 est déjà acceptée par les deux\u{a0}; il n’y a rien à retirer",
        ),
        refusal(
            DiscussionRefusal::ProposalOfParty { proposal: P, by: Side::Client },
            "bad_state",
            r#"{"by":"client"}"#,
            "p2 is the client's; only they can withdraw it",
            "p2 vient du client\u{a0}; personne d’autre ne peut la retirer",
        ),
        refusal(
            DiscussionRefusal::AlreadyAdmissible { attachment: A },
            "bad_state",
            r#"{}"#,
            "a7 already counts; nobody has struck it",
            "le fichier a7 compte déjà\u{a0}; personne ne l’a écarté",
        ),
        refusal(
            DiscussionRefusal::FromOutside { attachment: A },
            "bad_state",
            r#"{}"#,
            "a7 comes from outside the platform and never counts",
            "le fichier a7 vient d’en dehors de la plateforme et ne compte jamais",
        ),
        refusal(
            PermissionRefusal::NotSnoozed { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is not snoozed; there is nothing to put back",
            "D-1001 n’est pas en pause\u{a0}; il n’y a rien à remettre dans la file",
        ),
        refusal(
            DiscussionRefusal::AlreadyInadmissible { attachment: A, reason: "hors plateforme".to_owned() },
            "bad_state",
            r#"{}"#,
            "a7 is already inadmissible: hors plateforme",
            "le fichier a7 est déjà écarté\u{a0}: hors plateforme",
        ),
        refusal(
            PermissionRefusal::ReaderActs { handle: ines() },
            "not_a_mediator",
            r#"{"role":"reader"}"#,
            "ines can look, but not act; a mediator can",
            "Inès Roche peut consulter, pas agir\u{a0}; un médiateur le peut",
        ),
        refusal(
            PermissionRefusal::NotALead {
                handle: Some(ines()),
                operation: Operation::Erase,
                leads: vec!["max".into(), "lise".into()],
            },
            "not_a_lead",
            r#"{"operation":"erase"}"#,
            "only a lead can erase a person, and ines is not one (leads: max, lise)",
            "seul un responsable peut effacer une personne, et Inès Roche ne l’est pas (responsables\u{a0}: Inès Roche, Inès Roche)",
        ),
        refusal(
            PermissionRefusal::NotALead { handle: None, operation: Operation::Team, leads: vec!["max".into()] },
            "not_a_lead",
            r#"{"operation":"team"}"#,
            "only a lead can change the team; say who acts with --as (leads: max)",
            "seul un responsable peut modifier l’équipe\u{a0}; dites qui agit avec --as (responsables\u{a0}: Inès Roche)",
        ),
        refusal(
            PermissionRefusal::NotALead { handle: Some(ines()), operation: Operation::Policy, leads: vec![] },
            "not_a_lead",
            r#"{"operation":"policy"}"#,
            "only a lead can change the policy, and this team has none yet: a mediator names the first with `litige mediator add \
             HANDLE --name NAME --role lead`",
            "seul un responsable peut modifier la politique, et cette équipe n’en a pas encore\u{a0}: un médiateur nomme le premier \
             avec `litige mediator add IDENTIFIANT --name NOM --role lead`",
        ),
        refusal(
            PermissionRefusal::Retired { handle: ines(), at: at() },
            "not_a_mediator",
            r#"{"handle":"ines","retired_at":"2026-11-03T09:00:00+00:00"}"#,
            "ines has left the team and can no longer act; a lead can bring them back with `litige mediator add ines --name NAME`",
            "Inès Roche a quitté l’équipe et ne peut plus agir\u{a0}; un responsable peut l’y reprendre avec `litige mediator add ines --name \
             NOM`",
        ),
        refusal(
            PermissionRefusal::OtherAccount { handle: ines(), account: Some("tom".into()) },
            "not_you",
            r#"{"handle":"ines","account":"tom"}"#,
            "ines is bound to another account than tom; act under your own handle, or ask a lead to bind it anew",
            "ines est l’identifiant d’un autre compte du système que tom\u{a0}; agissez sous le vôtre, ou demandez à un responsable \
             de changer de compte",
        ),
        refusal(
            PermissionRefusal::OtherAccount { handle: ines(), account: None },
            "not_you",
            r#"{"handle":"ines","account":null}"#,
            "ines is bound to another account; act under your own handle, or ask a lead to bind it anew",
            "ines est l’identifiant d’un autre compte du système\u{a0}; agissez sous le vôtre, ou demandez à un responsable de changer \
             de compte",
        ),
        refusal(
            PermissionRefusal::OtherMember { handle: ines(), account: "tom".into(), member: "thomas".into() },
            "not_you",
            r#"{"handle":"ines","account":"tom","member":"thomas"}"#,
            "this account, tom, is thomas’s; act as thomas, not as ines",
            "ce compte, tom, est celui de thomas\u{a0}; agissez sous cet identifiant, pas comme ines",
        ),
        refusal(
            PermissionRefusal::OwnConflict { handle: ines() },
            "conflict_of_interest",
            r#"{"why":"own"}"#,
            "ines can never act on cases of their own; that conflict stays",
            "Inès Roche ne pourra jamais agir sur ses propres dossiers\u{a0}; ce conflit demeure",
        ),
        refusal(
            PermissionRefusal::NotOfTheTeam { handle: ines() },
            "not_a_mediator",
            r#"{"handle":"ines"}"#,
            "ines is not on the team; a lead can add them with `litige mediator add ines --name NAME`",
            "ines ne fait pas partie de l’équipe\u{a0}; un responsable peut l’y ajouter avec `litige mediator add ines --name NOM`",
        ),
        refusal(
            PermissionRefusal::UnknownReceiver { handle: "inez".into() },
            "not_a_mediator",
            r#"{"handle":"inez"}"#,
            "nobody on the team is called inez; see `litige mediator list`",
            "personne dans l’équipe ne s’appelle inez\u{a0}; voyez `litige mediator list`",
        ),
        refusal(
            PermissionRefusal::AssignsUnclaimed { dispute: D },
            "not_a_lead",
            r#"{}"#,
            "nobody holds D-1001: only a lead can give it to a colleague; claim it first",
            "personne ne suit D-1001\u{a0}: seul un responsable peut le confier\u{a0}; prenez-le d’abord",
        ),
        refusal(
            PermissionRefusal::ReaderReceives { handle: ines() },
            "not_a_mediator",
            r#"{"handle":"ines"}"#,
            "ines can look, but not act; a case goes to someone who can act on it",
            "Inès Roche peut consulter, pas agir\u{a0}; un dossier va à qui peut le traiter",
        ),
        refusal(
            conflict(Side::Client, true),
            "conflict_of_interest",
            r#"{"why":"party","party":"p-9","side":"client"}"#,
            "ines is a party to order O-1 and can't act here; another mediator can",
            "Inès Roche est partie à la commande O-1 et ne peut pas agir ici\u{a0}; un autre médiateur le peut",
        ),
        refusal(
            conflict(Side::Seller, false),
            "conflict_of_interest",
            r#"{"why":"party","party":"p-9","side":"seller"}"#,
            "ines can't act here: the seller, p-9, is listed as a conflict of theirs",
            "un conflit d’intérêts lie Inès Roche au vendeur (p-9)\u{a0}; un autre médiateur peut agir ici",
        ),
        refusal(
            PermissionRefusal::ClaimedByOther { dispute: D, holder: ines(), until: noon(), may_take_over: false },
            "claimed_by_other",
            r#"{"holder":"ines","until":"2026-11-03T12:00:00+00:00"}"#,
            "D-1001 is held by ines until 2026-11-03 12:00 UTC; then you may take it over",
            "Inès Roche suit D-1001 jusqu’au 3 à midi\u{a0}; ensuite, vous pourrez le reprendre",
        ),
        refusal(
            PermissionRefusal::ClaimedByOther { dispute: D, holder: ines(), until: noon(), may_take_over: true },
            "claimed_by_other",
            r#"{"holder":"ines","until":"2026-11-03T12:00:00+00:00"}"#,
            "D-1001 is held by ines; claim it to take it over",
            "Inès Roche suit D-1001\u{a0}; prenez-le pour continuer à sa place",
        ),
        refusal(
            PermissionRefusal::NotClaimed { dispute: D },
            "bad_state",
            r#"{}"#,
            "nobody holds D-1001; there is nothing to give back",
            "personne ne suit D-1001\u{a0}; il n’y a rien à rendre",
        ),
        refusal(
            PermissionRefusal::ChangedSince { dispute: D, seen: 3, version: 1_234 },
            "changed_since",
            r#"{"seen":3,"version":1234}"#,
            "D-1001 has changed since you saw it (version 3, now 1234); read what is new, then try again",
            "D-1001 a changé depuis que vous l’avez vu (version 3, maintenant 1234)\u{a0}; lisez ce qui est nouveau, puis réessayez",
        ),
        refusal(
            PermissionRefusal::ClaimDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is decided; it can no longer be taken or given away",
            "D-1001 est tranché\u{a0}; il n’y a rien à prendre ni à confier",
        ),
        refusal(
            PermissionRefusal::SnoozeDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is decided; it is already out of the queue",
            "D-1001 est tranché\u{a0}; il n’est déjà plus dans la file",
        ),
        refusal(
            PermissionRefusal::SnoozeInPast { until: at() },
            "bad_state",
            r#"{}"#,
            "a case can't be snoozed until 2026-11-03T09:00:00+00:00, which is past",
            "un dossier ne peut pas attendre jusqu’au 2026-11-03T09:00:00+00:00\u{a0}: c’est passé",
        ),
        refusal(
            PermissionRefusal::AwaitsApproval { dispute: D, by: ines() },
            "bad_state",
            r#"{"why":"awaiting","by":"ines"}"#,
            "D-1001 has a decision by ines that is waiting for a second mediator; approve or refuse it first",
            "une décision prise par Inès Roche sur D-1001 attend un second médiateur\u{a0}; approuvez-la ou refusez-la d’abord",
        ),
        refusal(
            decided(Outcome::SellerWins, None, false),
            "already_decided",
            r#"{"by":"ines","outcome":"seller_wins","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: payment to the seller",
            "Inès Roche a déjà tranché D-1001\u{a0}: paiement du vendeur",
        ),
        refusal(
            decided(Outcome::ClientRefunded, None, true),
            "already_decided",
            r#"{"by":"ines","outcome":"client_refunded","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: full refund; it is waiting for a second mediator",
            "Inès Roche a déjà tranché D-1001\u{a0}: remboursement total\u{a0}; un second médiateur doit encore l’approuver",
        ),
        refusal(
            decided(Outcome::PartialRefund, Some(eur(4_000)), false),
            "already_decided",
            r#"{"by":"ines","outcome":"partial_refund","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: partial refund of 40.00 EUR",
            "Inès Roche a déjà tranché D-1001\u{a0}: remboursement partiel de 40.00 EUR",
        ),
        refusal(
            decided(Outcome::PartialRefund, Some(eur(4_000)), true),
            "already_decided",
            r#"{"by":"ines","outcome":"partial_refund","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: partial refund of 40.00 EUR; it is waiting for a second mediator",
            "Inès Roche a déjà tranché D-1001\u{a0}: remboursement partiel de 40.00 EUR\u{a0}; un second médiateur doit encore l’approuver",
        ),
        refusal(
            decided(Outcome::Relaunch, None, false),
            "already_decided",
            r#"{"by":"ines","outcome":"relaunch","at":"2026-11-03T09:00:00+00:00"}"#,
            "D-1001 was decided by ines: relaunch",
            "Inès Roche a déjà tranché D-1001\u{a0}: relance",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client, Side::Seller], proposal: None },
            "no_agreement",
            r#"{"missing":["client","seller"]}"#,
            "a relaunch needs the agreement of both parties, and no relaunch proposal stands; propose one",
            "une relance demande l’accord des deux parties, et aucune proposition de relance ne tient\u{a0}; proposez-en une",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client, Side::Seller], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["client","seller"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the client and the seller",
            "une relance demande l’accord des deux parties\u{a0}: ni le client ni le vendeur n’ont accepté p2",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Seller], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["seller"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the seller",
            "une relance demande l’accord des deux parties\u{a0}: le vendeur n’a pas accepté p2",
        ),
        refusal(
            DecisionRefusal::NoAgreement { missing: vec![Side::Client], proposal: Some(P) },
            "no_agreement",
            r#"{"missing":["client"],"proposal":"p2"}"#,
            "a relaunch needs the agreement of both parties: p2 has not been accepted by the client",
            "une relance demande l’accord des deux parties\u{a0}: le client n’a pas accepté p2",
        ),
        refusal(
            DecisionRefusal::AgreementGone,
            "no_agreement",
            r#"{}"#,
            "the agreement that this decision carries out no longer stands; refuse it, and decide anew",
            "l’accord que cette décision applique ne tient plus\u{a0}; refusez-la et tranchez à nouveau",
        ),
        refusal(
            DecisionRefusal::InadmissibleCited { attachment: A, reason: "hors plateforme".to_owned() },
            "inadmissible_cited",
            r#"{"cite":"a7"}"#,
            "a7 is inadmissible and can't be cited: hors plateforme",
            "le fichier a7 est écarté et ne peut être cité\u{a0}: hors plateforme",
        ),
        refusal(
            PermissionRefusal::KeyReused { key: "k\t1".to_owned() },
            "duplicate_id",
            r#"{}"#,
            "key “k\\t1” has been used for another request; nothing was changed",
            "la clé «\u{a0}k\\t1\u{a0}» a servi à une autre demande\u{a0}; rien n’a changé",
        ),
        refusal(
            DecisionRefusal::KeyReused { key: "k\t1".to_owned(), dispute: D },
            "duplicate_id",
            r#"{"dispute":"D-1001"}"#,
            "key “k\\t1” has been used for another decision, on D-1001; nothing was changed",
            "la clé «\u{a0}k\\t1\u{a0}» a servi à une autre décision, sur D-1001\u{a0}; rien n’a changé",
        ),
        refusal(
            DecisionRefusal::NotDecided { dispute: D },
            "bad_state",
            r#"{}"#,
            "D-1001 is not decided; there is nothing to undo",
            "D-1001 n’est pas tranché\u{a0}; il n’y a rien à défaire",
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
            "seuls Inès Roche ou un responsable peuvent défaire cette décision",
        ),
        refusal(
            OrderRefusal::TooLate { order: order(), dispute: Some(D) },
            "too_late",
            r#"{"dispute":"D-1001"}"#,
            "the dispute D-1001 of order O-1 is open: this answer came too late, changes nothing, and is kept on the timeline",
            "le litige D-1001 de la commande O-1 est ouvert\u{a0}: cette réponse arrive trop tard, ne change rien et reste dans l’historique",
        ),
        refusal(
            DecisionRefusal::MovedOn { order: order() },
            "bad_state",
            r#"{}"#,
            "order O-1 has moved on since its relaunch; it can't be undone",
            "la commande O-1 a avancé depuis sa relance\u{a0}; la décision ne peut plus être défaite",
        ),
        refusal(
            DecisionRefusal::HoldOver { dispute: D, effective_at: Some(at()) },
            "hold_over",
            r#"{"effective_at":"2026-11-03T09:00:00+00:00"}"#,
            "the hold on the decision on D-1001 is over; it has taken effect",
            "le délai est passé pour D-1001\u{a0}: la décision a pris effet",
        ),
        refusal(
            DecisionRefusal::NoneAwaitsApproval { dispute: D },
            "bad_state",
            r#"{}"#,
            "no decision on D-1001 is waiting for a second mediator",
            "aucune décision de D-1001 n’attend un second médiateur",
        ),
        refusal(
            DecisionRefusal::OwnDecision { decided_by: ines() },
            "conflict_of_interest",
            r#"{"why":"own","decided_by":"ines"}"#,
            "ines made this decision: another mediator must approve or refuse it",
            "Inès Roche a pris cette décision\u{a0}: un autre médiateur doit l’approuver ou la refuser",
        ),
        refusal(
            DecisionRefusal::SameAccount { decided_by: ines() },
            "conflict_of_interest",
            r#"{"why":"own","decided_by":"ines"}"#,
            "this decision was made from your account, as ines: another mediator must approve or refuse it",
            "cette décision vient de votre compte (Inès Roche)\u{a0}: un autre médiateur doit l’approuver ou la refuser",
        ),
        refusal(
            MoneyRefusal::BrokenLedger { order: order() },
            "bad_state",
            r#"{}"#,
            "the ledger of order O-1 does not add up; no money was moved, run `litige verify`",
            "le grand livre de la commande O-1 n’est pas équilibré\u{a0}; aucun fonds n’a bougé, lancez `litige verify`",
        ),
        refusal(
            MoneyRefusal::AmountNotTaken { outcome: Outcome::SellerWins },
            "bad_amount",
            r#"{}"#,
            "seller_wins takes no amount; only a partial refund does",
            "«\u{a0}vendeur payé\u{a0}» ne prend pas de montant\u{a0}; seul un remboursement partiel en prend un",
        ),
        refusal(
            MoneyRefusal::AmountMissing,
            "bad_amount",
            r#"{}"#,
            "a partial refund needs its amount",
            "un remboursement partiel demande son montant",
        ),
        refusal(
            MoneyRefusal::RelaunchWithRefund,
            "bad_amount",
            r#"{}"#,
            "a relaunch moves no money; leave out `refund`",
            "une relance ne déplace pas de fonds\u{a0}; n’indiquez pas `refund`",
        ),
        refusal(
            MoneyRefusal::OtherCurrency { refund: usd(), order: Currency::EUR },
            "bad_currency",
            r#"{"currency":"EUR"}"#,
            "the refund is in USD, and the order in EUR; give it in EUR",
            "le remboursement est en USD et la commande en EUR\u{a0}; indiquez-le en EUR",
        ),
        refusal(
            MoneyRefusal::RefundOutOfRange { refund: eur(12_000), price: eur(12_000) },
            "bad_amount",
            r#"{"price_minor":12000}"#,
            "a partial refund must be more than zero and less than 120.00 EUR, and 120.00 EUR is not",
            "un remboursement partiel doit être supérieur à zéro et inférieur à 120.00 EUR, et 120.00 EUR ne l’est pas",
        ),
        refusal(
            typed("4o"),
            "bad_amount",
            r#"{"amount":"4o","currency":"EUR"}"#,
            "“4o” is not an amount; write it like 40 or 40.00",
            "«\u{a0}4o\u{a0}» n’est pas un montant\u{a0}; écrivez par exemple 40 ou 40,00",
        ),
        refusal(
            typed("40.0012"),
            "bad_amount",
            r#"{"amount":"40.0012","currency":"EUR"}"#,
            "“40.0012” has too many decimals: EUR has 2",
            "«\u{a0}40.0012\u{a0}» a trop de décimales\u{a0}: EUR en a 2",
        ),
        refusal(
            typed("40.001"),
            "bad_amount",
            r#"{"amount":"40.001","currency":"EUR"}"#,
            "“40.001” could be thousands or decimals; leave out the separator, or add the currency",
            "«\u{a0}40.001\u{a0}»\u{a0}: milliers ou décimales\u{a0}? Écrivez-le sans séparateur, ou avec la devise",
        ),
        refusal(
            EventLineRefusal::Field {
                field: EventField { within: None, name: "amount" },
                fault: FieldFault::UnpayableCurrency { code: "XAU".to_owned() },
            },
            "bad_currency",
            r#"{}"#,
            "field `amount`: nobody pays in “XAU”; it is a code for a metal, a fund, a test or no currency",
            "champ `amount`\u{a0}: personne ne paie en «\u{a0}XAU\u{a0}»\u{a0}; c’est le code d’un métal, d’un fonds, d’un essai ou d’aucune devise",
        ),
        refusal(
            typed("99999999999999999999"),
            "bad_amount",
            r#"{"amount":"99999999999999999999","currency":"EUR"}"#,
            "“99999999999999999999” is too large",
            "«\u{a0}99999999999999999999\u{a0}» est trop élevé",
        ),
        refusal(
            MoneyRefusal::NotAPercentage { typed: "1.234%".to_owned() },
            "bad_amount",
            r#"{"amount":"1.234%"}"#,
            "“1.234%” is not a percentage; write it like 30% or 12.5%, with two decimals at most",
            "«\u{a0}1.234%\u{a0}» n’est pas un pourcentage\u{a0}; écrivez par exemple 30\u{a0}% ou 12,5\u{a0}%, deux décimales au plus",
        ),
        refusal(
            Unknown::Order { order: order() },
            "unknown_order",
            r#"{}"#,
            "order O-1 is not known; its order.placed must come first",
            "la commande O-1 n’est pas connue\u{a0}; son order.placed doit venir d’abord",
        ),
        refusal(
            Unknown::OrderLeft { order: order() },
            "unknown_order",
            r#"{}"#,
            "order O-1 is not known, or was left out",
            "la commande O-1 n’est pas connue, ou a été écartée",
        ),
        refusal(
            Unknown::Dispute { dispute: D },
            "unknown_dispute",
            r#"{"dispute":"D-1001"}"#,
            "there is no dispute D-1001",
            "il n’y a pas de litige D-1001",
        ),
        refusal(
            Unknown::DisputeOfOrder { order: order() },
            "unknown_dispute",
            r#"{}"#,
            "order O-1 never had a dispute",
            "la commande O-1 n’a jamais eu de litige",
        ),
        refusal(
            Unknown::Message { message: MessageId(12), dispute: D },
            "unknown_message",
            r#"{"message":"m12"}"#,
            "m12 is not a message of D-1001",
            "m12 n’est pas un message de D-1001",
        ),
        refusal(
            Unknown::Attachment { attachment: A, dispute: D },
            "unknown_attachment",
            r#"{"attachment":"a7"}"#,
            "a7 is not an attachment of D-1001",
            "a7 n’est pas un fichier de D-1001",
        ),
        refusal(
            Unknown::Proposal { proposal: P, dispute: D },
            "unknown_proposal",
            r#"{}"#,
            "p2 is not a proposal of D-1001",
            "p2 n’est pas une proposition de D-1001",
        ),
        refusal(
            Unknown::Ask { ask: Q, dispute: D },
            "unknown_ask",
            r#"{}"#,
            "q3 is not a question of D-1001",
            "q3 n’est pas une question de D-1001",
        ),
        refusal(
            Unknown::Person { person: "x\ny".into() },
            "unknown_person",
            r#"{"person":"x\ny"}"#,
            "no order has a party x\\ny; someone who was erased has another id",
            "x\\ny n’est partie à aucune commande\u{a0}; une personne effacée a un autre identifiant",
        ),
        refusal(
            Unknown::View { name: "gros\u{1b}".to_owned() },
            "unknown_view",
            r#"{"view":"gros\u001b"}"#,
            "you have no view “gros\\u{1b}”; `litige views` lists yours",
            "vous n’avez pas de vue «\u{a0}gros\\u{1b}\u{a0}»\u{a0}; `litige views` liste les vôtres",
        ),
        refusal(
            EventLineRefusal::NotUtf8 { byte: 12 },
            "malformed",
            r#"{}"#,
            "the line is not UTF-8 text (byte 12)",
            "la ligne n’est pas du texte UTF-8 (octet 12)",
        ),
        refusal(
            EventLineRefusal::TooLong { limit: 8_388_608 },
            "malformed",
            r#"{}"#,
            "the line is longer than 8388608 bytes",
            "la ligne dépasse 8388608 octets",
        ),
        refusal(
            line("{"),
            "malformed",
            r#"{}"#,
            "not a line of JSON: EOF while parsing an object at line 1 column 1",
            "pas une ligne de JSON\u{a0}: EOF while parsing an object at line 1 column 1",
        ),
        refusal(line("[]"), "malformed", r#"{}"#, "the line is not a JSON object", "la ligne n’est pas un objet JSON"),
        refusal(
            field("type", json!("x")),
            "malformed",
            r#"{}"#,
            "“x” is not a type of event",
            "«\u{a0}x\u{a0}» n’est pas un type d’événement",
        ),
        refusal(
            field("by", json!("mediator")),
            "not_a_party",
            r#"{}"#,
            "“mediator” is not a party; `by` is `client` or `seller`",
            "«\u{a0}mediator\u{a0}» n’est pas une partie\u{a0}; `by` est `client` ou `seller`",
        ),
        refusal(
            field("attachments", json!(vec![1; 101])),
            "malformed",
            r#"{}"#,
            "101 attachments are too many; at most 100 are allowed",
            "101 fichiers joints, c’est trop\u{a0}; 100 au plus sont acceptés",
        ),
        refusal(field("body", Value::Null), "malformed", r#"{}"#, "field `body` is missing", "le champ `body` manque"),
        refusal(
            field("body", json!(7)),
            "malformed",
            r#"{}"#,
            "field `body` is not a text",
            "le champ `body` n’est pas un texte",
        ),
        refusal(
            field("at", json!("noon")),
            "malformed",
            r#"{}"#,
            "field `at` is not a time like 2026-11-03T09:12:00Z",
            "le champ `at` n’est pas une date comme 2026-11-03T09:12:00Z",
        ),
        refusal(
            field("accept", json!("yes")),
            "malformed",
            r#"{}"#,
            "field `accept` is not true or false",
            "le champ `accept` n’est pas true ou false",
        ),
        refusal(
            field("rating", json!(6)),
            "malformed",
            r#"{}"#,
            "field `rating` is not a whole number from 1 to 5",
            "le champ `rating` n’est pas un nombre entier de 1 à 5",
        ),
        refusal(
            field("client", json!(7)),
            "malformed",
            r#"{}"#,
            "field `client` is not an object",
            "le champ `client` n’est pas un objet",
        ),
        refusal(
            field("client", json!({"id": "c"})),
            "malformed",
            r#"{}"#,
            "field `client.name` is missing",
            "le champ `client.name` manque",
        ),
        refusal(
            field("attachments", json!({})),
            "malformed",
            r#"{}"#,
            "field `attachments` is not a list",
            "le champ `attachments` n’est pas une liste",
        ),
        refusal(
            field("attachments", json!([7])),
            "malformed",
            r#"{}"#,
            "field `attachments` is not a list of objects",
            "le champ `attachments` n’est pas une liste d’objets",
        ),
        refusal(field("id", json!(" ")), "malformed", r#"{}"#, "field `id` is empty", "le champ `id` est vide"),
        refusal(
            field("order", json!("\u{1b}")),
            "malformed",
            r#"{}"#,
            "field `order` contains control characters",
            "le champ `order` contient des caractères de contrôle",
        ),
        refusal(
            field("lang", json!("de")),
            "malformed",
            r#"{}"#,
            "field `lang`: “de” is not a language; expected one of: fr, en",
            "le champ `lang` n’est pas compris\u{a0}: “de” is not a language; expected one of: fr, en",
        ),
        refusal(
            field("answers", json!("p1")),
            "malformed",
            r#"{}"#,
            "field `answers`: “p1” is not an ask's id; expected q1",
            "le champ `answers` n’est pas compris\u{a0}: “p1” is not an ask's id; expected q1",
        ),
        refusal(
            field("amount", json!({"currency": "EUR"})),
            "malformed",
            r#"{}"#,
            "field `amount` has no `minor`",
            "le champ `amount` n’a pas de `minor`",
        ),
        refusal(
            field("amount", json!({"minor": 1})),
            "malformed",
            r#"{}"#,
            "field `amount` has no `currency`",
            "le champ `amount` n’a pas de `currency`",
        ),
        refusal(
            field("amount", json!({"minor": 1, "currency": 7})),
            "malformed",
            r#"{}"#,
            "field `amount`: `currency` is not a text",
            "champ `amount`\u{a0}: `currency` n’est pas un texte",
        ),
        refusal(
            field("amount", json!({"minor": 0, "currency": "EUR"})),
            "bad_amount",
            r#"{}"#,
            "field `amount`: `minor` is not a whole number of minor units from 1 to 1000000000000000",
            "champ `amount`\u{a0}: `minor` n’est pas un nombre entier d’unités de 1 à 1000000000000000",
        ),
        refusal(
            field("amount", json!({"minor": 1, "currency": "X"})),
            "bad_currency",
            r#"{}"#,
            "field `amount`: “X” is not an ISO 4217 currency",
            "champ `amount`\u{a0}: «\u{a0}X\u{a0}» n’est pas une devise ISO 4217",
        ),
        refusal(
            EventLineRefusal::DuplicateId { id: "e9".into() },
            "duplicate_id",
            r#"{"id":"e9"}"#,
            "event e9 was already received with other content; nothing was changed",
            "l’événement e9 a déjà été reçu avec un autre contenu\u{a0}; rien n’a changé",
        ),
        refusal(
            TextRefusal { part: TextPart::Message, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "a message can't be empty; write something",
            "message\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::Note, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "a note can't be empty; write something",
            "note\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::Ask, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "a question can't be empty; write something",
            "question\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::Justification, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the justification of a dispute can't be empty; write something",
            "justification du litige\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::RelaunchTerms, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "what both agree to do in a relaunch can't be empty; write something",
            "ce que les deux feront après la relance\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::InadmissibleReason, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reason why evidence doesn't count can't be empty; write something",
            "raison pour laquelle la pièce ne compte pas\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::DecisionReasons, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reasons of a decision can't be empty; write something",
            "motifs de la décision\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            TextRefusal { part: TextPart::RefusalReason, fault: TextFault::Blank },
            "malformed",
            r#"{}"#,
            "the reason for a refusal can't be empty; write something",
            "raison du refus\u{a0}: c’est vide, écrivez quelque chose",
        ),
        refusal(
            too_long_text(TextPart::ProposalTerms),
            "malformed",
            r#"{}"#,
            "the terms of a proposal is too long: 1048577 bytes, at most 1048576 are allowed",
            "conditions de la proposition\u{a0}: 1048577 octets, c’est trop long\u{a0}; 1048576 au plus sont acceptés",
        ),
        refusal(
            TextRefusal { part: TextPart::Message, fault: TextFault::ZeroCharacter },
            "malformed",
            r#"{}"#,
            "a message contains the character U+0000, which no text may contain; leave it out",
            "message\u{a0}: le caractère U+0000 s’y trouve, qu’aucun texte ne peut contenir\u{a0}; enlevez-le",
        ),
        refusal(
            too_long_text(TextPart::Line),
            "malformed",
            r#"{}"#,
            "the line is too long: 1048577 bytes, at most 1048576 are allowed",
            "ligne\u{a0}: 1048577 octets, c’est trop long\u{a0}; 1048576 au plus sont acceptés",
        ),
        refusal(
            too_long_text(TextPart::Field(EventField { within: Some("client"), name: "name" })),
            "malformed",
            r#"{}"#,
            "field `client.name` is too long: 1048577 bytes, at most 1048576 are allowed",
            "champ `client.name`\u{a0}: 1048577 octets, c’est trop long\u{a0}; 1048576 au plus sont acceptés",
        ),
        refusal(
            filter("logo sellr:nova"),
            "malformed",
            r#"{"start":5,"end":15}"#,
            "unknown field “sellr”; did you mean seller:? the fields are client, seller, order, waiting, ground, outcome, held, lang, age, amount, is",
            "champ inconnu\u{a0}: «\u{a0}sellr\u{a0}»\u{a0}; vouliez-vous dire vendeur:\u{a0}? les champs sont client, vendeur, commande, attend, motif, issue, suivi, langue, âge, montant, est",
        ),
        refusal(
            filter("waiting:me"),
            "malformed",
            r#"{"start":0,"end":10}"#,
            "waiting: doesn't take “me”; did you mean mediator? expected one of mediator, client, seller, both",
            "attend: n’accepte pas «\u{a0}me\u{a0}»\u{a0}; vouliez-vous dire vous\u{a0}? il attend l’un de vous, client, vendeur, deux",
        ),
        refusal(
            Filter::parse_for_team("held:camile", &[("camille", "Camille Roussel")]).unwrap_err(),
            "malformed",
            r#"{"start":0,"end":11}"#,
            "nobody on the team is called “camile”; did you mean camille?",
            "personne dans l’équipe ne s’appelle «\u{a0}camile\u{a0}»\u{a0}; vouliez-vous dire camille\u{a0}?",
        ),
        refusal(
            filter("age:>soon"),
            "malformed",
            r#"{"start":0,"end":9}"#,
            "age: doesn't take “>soon”; expected a duration such as >3d, <12h or 45m",
            "âge: n’accepte pas «\u{a0}>soon\u{a0}»\u{a0}; il attend une durée comme >3j, <12h ou 45m",
        ),
        refusal(
            filter("amount:lots"),
            "malformed",
            r#"{"start":0,"end":11}"#,
            "amount: doesn't take “lots”; expected an amount such as >100 or <49.90",
            "montant: n’accepte pas «\u{a0}lots\u{a0}»\u{a0}; il attend un montant comme >100 ou <49,90",
        ),
        refusal(filter("is:"), "malformed", r#"{"start":0,"end":3}"#, "is: needs a value", "est: attend une valeur"),
        refusal(
            SavedViewRefusal::TooMany { most: 20 },
            "too_many_views",
            r#"{"most":20}"#,
            "you already have 20 views; delete one first",
            "vous avez déjà 20 vues\u{a0}; supprimez-en une d’abord",
        ),
        refusal(
            SavedViewRefusal::NameTaken { name: "Gros".to_owned() },
            "name_taken",
            r#"{"view":"Gros"}"#,
            "you already have a view “Gros”",
            "vous avez déjà une vue «\u{a0}Gros\u{a0}»",
        ),
        refusal(SavedViewRefusal::NoFilter, "malformed", r#"{}"#, "a view needs a filter", "une vue demande un filtre"),
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
            "le nom d’une vue a 24 caractères au plus",
        ),
        refusal(
            SavedViewRefusal::NameSigns,
            "bad_name",
            r#"{"why":"sign"}"#,
            "a view's name can't begin with `-` or contain control characters",
            "le nom d’une vue ne commence pas par `-` et ne contient pas de caractère de contrôle",
        ),
        refusal(
            SavedViewRefusal::NameReserved { name: "Tous".to_owned() },
            "bad_name",
            r#"{"why":"everyones","view":"Tous"}"#,
            "“Tous” is a view that everyone has; choose another name",
            "«\u{a0}Tous\u{a0}» est une vue que tous ont déjà\u{a0}; prenez un autre nom",
        ),
        refusal(
            SetupRefusal::BadHandle { handle: "a b\u{7}".into() },
            "malformed",
            r#"{}"#,
            "“a b\\u{7}” can't be a handle; use one word, like `camille`",
            "«\u{a0}a b\\u{7}\u{a0}» ne peut pas être un identifiant\u{a0}; prenez un seul mot, comme `camille`",
        ),
        refusal(
            SetupRefusal::HandleLooksLike { handle: "c\u{430}mille".into(), like: "camille".into() },
            "name_taken",
            r#"{"handle":"camille"}"#,
            "“c\u{430}mille” looks like camille, who is already on the team; choose a handle that nobody can mistake for theirs",
            "«\u{a0}c\u{430}mille\u{a0}» ressemble à camille, qui fait déjà partie de l’équipe\u{a0}; prenez un identifiant que personne ne confondra avec \
             le sien",
        ),
        refusal(
            SetupRefusal::AccountTaken { account: "tom".into(), by: ines() },
            "account_taken",
            r#"{"account":"tom","handle":"ines"}"#,
            "account tom is already ines’s; one account is one member",
            "le compte tom appartient déjà à Inès Roche\u{a0}; à chaque compte, un seul membre",
        ),
        refusal(
            SetupRefusal::LastLead { handle: ines() },
            "last_lead",
            r#"{"handle":"ines"}"#,
            "ines is the team's last lead; make another member a lead first",
            "Inès Roche est le dernier responsable de l’équipe\u{a0}; nommez-en d’abord un autre",
        ),
        refusal(
            SetupRefusal::BadPolicy(BadPolicy::TooSmall(PolicyKey::AskMinutes)),
            "malformed",
            r#"{"key":"ask_minutes"}"#,
            "ask_minutes must be at least 1",
            "ask_minutes vaut au moins 1",
        ),
        refusal(
            SetupRefusal::BadPolicy(BadPolicy::TooLarge { key: PolicyKey::AskMinutes, at_most: 525_600 }),
            "malformed",
            r#"{"key":"ask_minutes","at_most":525600}"#,
            "ask_minutes must be at most 525600",
            "ask_minutes vaut au plus 525600",
        ),
        refusal(
            SetupRefusal::BadPolicy(BadPolicy::HoursWithoutZone),
            "malformed",
            r#"{}"#,
            "working hours need a time zone: set zone too, like zone=Europe/Paris",
            "les heures de travail demandent un fuseau horaire\u{a0}: indiquez aussi zone, comme zone=Europe/Paris",
        ),
        refusal(
            SetupRefusal::BadPolicy(BadPolicy::TooFewHours),
            "malformed",
            r#"{}"#,
            "working hours must be at least one hour a week",
            "il faut au moins une heure de travail par semaine",
        ),
        refusal(
            SetupRefusal::BackupExists { path: "/x/copy.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/copy.db already exists; a backup never overwrites a file",
            "/x/copy.db existe déjà\u{a0}; une sauvegarde ne remplace jamais un fichier",
        ),
        refusal(
            SetupRefusal::DatabaseExists { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/litige.db already exists; only a new database can be filled, give another --db",
            "/x/litige.db existe déjà\u{a0}; seule une base nouvelle peut être remplie, donnez un autre --db",
        ),
        refusal(
            SetupRefusal::RestoresItself { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/litige.db belongs to the database itself; name a backup of it",
            "/x/litige.db fait partie de la base elle-même\u{a0}; nommez une de ses sauvegardes",
        ),
        refusal(
            SetupRefusal::DatabaseOpen { path: "/x/litige.db".into() },
            "bad_state",
            r#"{}"#,
            "/x/litige.db is open: end every desk and command on it, then try again; nothing was changed",
            "/x/litige.db est ouverte\u{a0}: quittez tous les bureaux et toutes les commandes qui s’en servent, puis réessayez\u{a0}; rien n’a changé",
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

fn noon() -> Time {
    "2026-11-03T12:00:00Z".parse().unwrap()
}

fn key_of(refusal: &Refusal) -> &'static str {
    let format = RefusalFormat { name_of: &Handle::to_string, time: &|at| at.to_rfc3339() };
    wording(refusal, &format, english_texts()).key
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
    let utc = |at: Time| at.format("%Y-%m-%d %H:%M UTC").to_string();
    for Example { refusal, code, detail, english: sentence, french } in examples() {
        assert_eq!(refusal.code().as_str(), code, "{refusal}");
        assert_eq!(Value::Object(refusal.detail()), detail, "{refusal}");
        assert_eq!(english(&refusal), sentence, "{refusal}");
        assert_eq!(
            french_desk.refusal(&refusal, &RefusalFormat { name_of: &name_of, time: &|_| "3 à midi".to_owned() }),
            french,
            "{refusal}"
        );
        assert_eq!(
            english_desk.refusal(&refusal, &RefusalFormat { name_of: &Handle::to_string, time: &utc }),
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
    for lang in Lang::ALL {
        assert_eq!(keys(assets::screens(*lang)), shown, "{lang} has each, and no other");
    }
}

#[test]
fn every_code_is_given_by_a_refusal() {
    let given: BTreeSet<_> = examples().iter().map(|example| example.refusal.code()).collect();
    assert_eq!(given, Code::ALL.iter().copied().collect());
}
