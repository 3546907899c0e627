//! What a case fills into a ready reply, in the order's language; and which replies suit a case as it stands.

use super::available::files;
use super::model::{Model, Picker};
use crate::domain::case::{Ask, Attachment, Dispute, Order, Proposal};
use crate::domain::event::Time;
use crate::domain::ids::DisputeId;
use crate::domain::money::Money;
use crate::domain::proposal;
use crate::domain::ready::{Blank, Values, fill, moment};
use crate::domain::words::{AskState, ProposalState, Side};
use crate::store::CaseFile;

/// What is being written, as far as it fills blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Writing {
    /// The party that a question is for.
    pub asks: Option<Side>,
    /// The refund that is being typed, in a proposal or a decision.
    pub refund: Option<Money>,
}

/// The text of a ready reply as it would be put in now; `None` while the case is not at hand.
pub fn filled(model: &Model, dispute: DisputeId, picker: &Picker, name: &str) -> Option<String> {
    let reply = model.shelf.find(picker.lang, name)?;
    let file = model.cases.get(dispute)?;
    Some(fill(&reply.body, &values(model, file, picker.writing)))
}

/// What the case has for each blank. What it has nothing for is left to the mediator.
pub fn values(model: &Model, file: &CaseFile, writing: Writing) -> Values {
    let order = &file.case.order;
    let mut values = of_order(order);
    let mut put = |blank, value: Option<String>| values.extend(value.map(|value| (blank, one_line(&value))));
    put(Blank::Mediator, model.acting().map(|me| me.name.clone()));
    put(Blank::Attachment, struck(file).map(|file| file.name.clone()));
    let Some(dispute) = &file.case.dispute else { return values };
    put(Blank::Dispute, Some(dispute.id.to_string()));
    let say = |at: Time| moment(model.zone.wall(at), model.zone.wall(model.now), order.lang);
    let owed = owed(dispute);
    put(Blank::Ask, owed.map(|ask| ask.body.clone()));
    put(Blank::Asked, owed.map(|ask| say(ask.at)));
    let standing = proposal::standing(dispute);
    let open = standing.filter(|proposal| proposal.state == ProposalState::Open);
    let name = |side| match side {
        Side::Client => order.client.name.clone(),
        Side::Seller => order.seller.name.clone(),
    };
    let party = writing.asks.or(owed.map(|ask| ask.to)).or_else(|| open.and_then(silent));
    put(Blank::Party, party.map(name));
    let asked_now = writing.asks.map(|_| model.now + model.policy.ask_deadline());
    let awaited = owed.map(|ask| ask.due_at).or(open.map(|proposal| proposal.due_at));
    put(Blank::Deadline, asked_now.or(awaited.filter(|at| *at > model.now)).map(say));
    put(Blank::Proposal, standing.map(|proposal| proposal.id.to_string()));
    put(Blank::Terms, standing.filter(|p| p.refund.is_none() && !p.terms.is_empty()).map(|p| p.terms.clone()));
    let refund = writing.refund.or_else(|| standing.and_then(|proposal| proposal.refund));
    let rest = |refund: Money| Money::new(order.price.minor - refund.minor, refund.currency);
    put(Blank::Refund, refund.map(|refund| refund.show(order.lang)));
    put(Blank::SellerGets, refund.map(|refund| rest(refund).show(order.lang)));
    values
}

fn of_order(order: &Order) -> Values {
    let all = [
        (Blank::Client, order.client.name.as_str()),
        (Blank::Seller, order.seller.name.as_str()),
        (Blank::Order, &order.id.0),
        (Blank::Title, &order.title),
        (Blank::Amount, &order.price.show(order.lang)),
    ];
    all.into_iter().map(|(blank, value)| (blank, one_line(value))).collect()
}

/// A value stands within a sentence. Only what breaks a line goes: an amount keeps the spaces that hold it together.
fn one_line(value: &str) -> String {
    value.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The newest question without an answer: one that is open, or one that lapsed and the party has not written since.
fn owed(dispute: &Dispute) -> Option<&Ask> {
    let silent_since = |ask: &Ask| {
        let wrote = match ask.to {
            Side::Client => dispute.last_wrote.client,
            Side::Seller => dispute.last_wrote.seller,
        };
        wrote.is_none_or(|wrote| wrote < ask.at)
    };
    dispute.asks.iter().rev().find(|ask| match ask.state {
        AskState::Open => true,
        AskState::Lapsed => silent_since(ask),
        AskState::Answered | AskState::Withdrawn => false,
    })
}

/// The one party whose word a proposal waits for.
fn silent(proposal: &Proposal) -> Option<Side> {
    match (proposal.client, proposal.seller) {
        (None, Some(_)) => Some(Side::Client),
        (Some(_), None) => Some(Side::Seller),
        _ => None,
    }
}

/// The file that was struck last, or came from outside: the newest that does not count.
fn struck(file: &CaseFile) -> Option<&Attachment> {
    files(file).into_iter().rfind(|attachment| attachment.inadmissible.is_some())
}

/// Whether a reply of this name is what the case asks for now; those are offered first. A team's own of these names too.
pub fn suits(file: &CaseFile, name: &str, writing: Writing) -> bool {
    let Some(dispute) = &file.case.dispute else { return false };
    let standing = proposal::standing(dispute);
    let agreed = |refund: bool| {
        writing.asks.is_none()
            && standing.is_some_and(|p| p.state == ProposalState::Agreed && p.refund.is_some() == refund)
    };
    match name {
        "justification" => dispute.justification.is_none(),
        "reminder" => owed(dispute).is_some_and(|ask| ask.by.is_some()),
        "proposal-reminder" => standing.is_some_and(|p| p.state == ProposalState::Open),
        AGREED_REFUND => agreed(true),
        AGREED_RELAUNCH => agreed(false),
        "off-platform" => struck(file).is_some(),
        _ => false,
    }
}

/// The reasons of a refund that both parties accepted.
pub const AGREED_REFUND: &str = "agreed-refund";
/// The reasons of a relaunch that both parties accepted.
pub const AGREED_RELAUNCH: &str = "agreed-relaunch";
