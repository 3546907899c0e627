//! What a case fills into a reply template, in the order's language; and which replies suit a case as it stands.

use super::availability::files;
use super::model::{DisplayZone, Model, TemplatePicker};
use super::pending_reminders::{self, Kind};
use crate::domain::case::records::{Attachment, Order};
use crate::domain::discussion::lexicon::{Lexicon, RemarkKind};
use crate::domain::discussion::proposals;
use crate::domain::discussion::templates::{
    FilledPlace, Placeholder, PlaceholderValues, TemplateLibrary, fill_places, format_date_time, placeholders,
};
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Outcome, ProposalKind, ProposalState, Side, Speaker};
use crate::store::CaseFile;
use std::ops::Range;

/// What a text about a case is: for each, other ready replies are what one looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WrittenText {
    /// A message to both parties.
    #[default]
    Message,
    Note,
    Question(Side),
    Offer(ProposalKind),
    /// Why a case is decided so.
    Reasons(Outcome),
    /// Why a colleague's decision is refused.
    Refusal,
}

/// What is being written, as far as it fills blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateContext {
    pub text: WrittenText,
    /// A question's own deadline.
    pub due: Option<Time>,
    /// The refund that is being typed, in a proposal or a decision.
    pub refund: Option<Money>,
    /// What a party is reminded of, where it is a reminder.
    pub reminds: Option<Kind>,
}

/// Who writes, where and when: what fills blanks beside the case.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// Their name; `None` for who only looks.
    pub name: Option<&'a str>,
    pub zone: DisplayZone,
    pub now: Time,
}

impl Model {
    /// Returns who writes here.
    pub(in crate::app) fn author(&self) -> Author<'_> {
        let name = self.acting().map(|me| me.name.as_str());
        Author { name, zone: self.zone, now: self.now }
    }
}

/// Returns the text of a reply template as it would be put in now, and what in it is filled in; `None` while the case is not
/// at hand.
pub fn filled(
    model: &Model,
    dispute: DisputeId,
    picker: &TemplatePicker,
    name: &str,
) -> Option<(String, Vec<FilledPlace>)> {
    let reply = model.templates.find(picker.lang, name)?;
    let file = model.cases.get(dispute)?;
    Some(fill_places(&reply.body, &values(&model.author(), file, picker.writing)))
}

/// Returns the blanks that a text about a case still has, each with its place. What the case fills in is not read again:
/// within a party's name, words in braces are part of the name.
pub fn blanks<'a>(model: &Model, dispute: Option<DisputeId>, text: &'a str) -> Vec<(Range<usize>, &'a str)> {
    blanks_of(&model.templates, dispute.and_then(|id| model.cases.get(id)), text)
}

/// The same, of a case that is at hand.
fn blanks_of<'a>(library: &TemplateLibrary, file: Option<&CaseFile>, text: &'a str) -> Vec<(Range<usize>, &'a str)> {
    let mut left = library.left(text);
    if !left.is_empty()
        && let Some(file) = file
    {
        let filled: Vec<String> = strangers_words(file).filter(|value| value.contains('{')).map(one_line).collect();
        let places =
            |value: &String| text.match_indices(value.as_str()).map(|(at, value)| at..at + value.len()).collect();
        let places: Vec<Range<usize>> = filled.iter().flat_map(|value| -> Vec<_> { places(value) }).collect();
        left.retain(|(blank, _)| !places.iter().any(|place| place.start <= blank.start && blank.end <= place.end));
    }
    left
}

/// Returns the names of the blanks that a text still has, each once, in order.
pub fn blank_names(model: &Model, dispute: Option<DisputeId>, text: &str) -> Vec<String> {
    once(blanks(model, dispute, text))
}

/// Returns the names of the blanks that a text about a case still has, each once, in order.
pub(in crate::app) fn blank_names_of(library: &TemplateLibrary, file: &CaseFile, text: &str) -> Vec<String> {
    once(blanks_of(library, Some(file), text))
}

fn once(blanks: Vec<(Range<usize>, &str)>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, name) in blanks {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Returns what people wrote that a template may take from the case, as it stands or stood.
fn strangers_words(file: &CaseFile) -> impl Iterator<Item = &str> {
    let order = &file.case.order;
    let disputed = file.case.dispute.iter().flat_map(|dispute| {
        let asks = dispute.asks.iter().map(|ask| ask.body.as_str());
        asks.chain(dispute.proposals.iter().map(|proposal| proposal.terms.as_str()))
    });
    let order = [order.client.name.as_str(), &order.seller.name, &order.title, &order.id.0];
    order.into_iter().chain(files(file).into_iter().map(|file| file.name.as_str())).chain(disputed)
}

/// Returns what the case has for each blank. What it has nothing for is left to the mediator.
pub fn values(author: &Author<'_>, file: &CaseFile, writing: TemplateContext) -> PlaceholderValues {
    let order = &file.case.order;
    let mut values = of_order(order);
    let mut put = |blank, value: Option<String>| values.extend(value.map(|value| (blank, one_line(&value))));
    put(Placeholder::Mediator, author.name.map(str::to_owned));
    put(Placeholder::Attachment, struck(file).map(|file| file.name.clone()));
    let Some(dispute) = &file.case.dispute else { return values };
    put(Placeholder::Dispute, Some(dispute.id.to_string()));
    let say = |at: Time| format_date_time(author.zone.local(at), author.zone.local(author.now), order.lang);
    let standing = proposals::current(dispute);
    let (ask, open) = (pending_reminders::ask(dispute), pending_reminders::proposal(dispute));
    let reminder = ask.filter(|_| writing.reminds != Some(Kind::Proposal));
    let open = open.filter(|_| writing.reminds != Some(Kind::Ask));
    put(Placeholder::Ask, reminder.map(|ask| ask.body.clone()));
    put(Placeholder::Asked, reminder.map(|ask| say(ask.at)));
    let asks = match writing.text {
        WrittenText::Question(side) => Some(side),
        _ => None,
    };
    let asked = asks.or(reminder.map(|ask| ask.to)).map(|side| vec![side]);
    put(
        Placeholder::Party,
        asked.or_else(|| open.map(pending_reminders::silent)).and_then(|sides| names(order, &sides)),
    );
    let asked_now = asks.map(|_| writing.due.unwrap_or_else(|| file.policy.ask_due(author.now)));
    let awaited = reminder.map(|ask| ask.due_at).or(open.map(|proposal| proposal.due_at));
    let again = writing.reminds.map(|kind| kind.until(&file.policy, author.now));
    put(Placeholder::Deadline, asked_now.or(awaited.filter(|at| *at > author.now)).or(again).map(say));
    put(Placeholder::Proposal, standing.map(|proposal| proposal.id.to_string()));
    put(Placeholder::Terms, standing.filter(|p| p.refund.is_none() && !p.terms.is_empty()).map(|p| p.terms.clone()));
    let refund = writing.refund.or_else(|| standing.and_then(|proposal| proposal.refund));
    let rest = |refund: Money| Money::new(order.price.minor - refund.minor, refund.currency);
    put(Placeholder::Refund, refund.map(|refund| refund.format(order.lang)));
    put(Placeholder::SellerGets, refund.map(|refund| rest(refund).format(order.lang)));
    values
}

fn of_order(order: &Order) -> PlaceholderValues {
    let all = [
        (Placeholder::Client, order.client.name.as_str()),
        (Placeholder::Seller, order.seller.name.as_str()),
        (Placeholder::Order, &order.id.0),
        (Placeholder::Title, &order.title),
        (Placeholder::Amount, &order.price.format(order.lang)),
    ];
    all.into_iter().map(|(blank, value)| (blank, one_line(value))).collect()
}

/// Puts a value on one line, as it stands within a sentence. An amount keeps the spaces that hold it
/// together. What is a blank to the letter (a client called `{refund}`) stands between `‹` and `›`, so that it is never taken
/// for the blank, nor the blank for it.
fn one_line(value: &str) -> String {
    let line =
        value.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let is_blank = placeholders(&line).any(|(place, _)| place == (0..line.len()));
    if is_blank { format!("‹{line}›") } else { line }
}

/// Returns the names of one party, or of both.
fn names(order: &Order, sides: &[Side]) -> Option<String> {
    let names: Vec<String> = sides.iter().map(|side| one_line(&order.party(*side).name)).collect();
    let and = match order.lang {
        Lang::Fr => " et ",
        Lang::En => " and ",
    };
    (!names.is_empty()).then(|| names.join(and))
}

/// Returns the file that was struck last, or came from outside: the newest that does not count.
fn struck(file: &CaseFile) -> Option<&Attachment> {
    files(file).into_iter().rfind(|attachment| attachment.inadmissible.is_some())
}

/// Returns the names of the replies that fit what is written about the case as it stands, the most fitting first. A team's own
/// of these names too.
pub fn fitting(file: &CaseFile, writing: TemplateContext, lexicon: &Lexicon) -> Vec<&'static str> {
    let Some(dispute) = &file.case.dispute else { return Vec::new() };
    let agreed = proposals::current(dispute).filter(|proposal| proposal.state == ProposalState::Agreed);
    let unjustified = dispute.justification.is_none();
    let all: &[(&str, bool)] = match writing.text {
        WrittenText::Message => &[
            (CALM_DOWN, heated(file, lexicon)),
            ("closing", agreed.is_some()),
            ("justification", unjustified),
            ("reminder", pending_reminders::ask(dispute).is_some_and(|ask| ask.by.is_some())),
            ("proposal-reminder", pending_reminders::proposal(dispute).is_some()),
            ("off-platform", struck(file).is_some()),
        ],
        WrittenText::Question(side) => &[("justification", unjustified && side == Side::Client), ("proof", true)],
        WrittenText::Offer(ProposalKind::PartialRefund) => &[("share", true)],
        WrittenText::Offer(ProposalKind::Relaunch) => &[("resume", true)],
        WrittenText::Reasons(outcome) => {
            let refund = agreed.map(|proposal| proposal.refund.is_some());
            match outcome {
                Outcome::PartialRefund if refund == Some(true) => &[(AGREED_REFUND, true)],
                Outcome::PartialRefund => &[("imposed-refund", true)],
                Outcome::Relaunch => &[(AGREED_RELAUNCH, true)],
                Outcome::SellerWins => &[("work-done", true)],
                Outcome::ClientRefunded => &[("work-missing", true)],
            }
        }
        WrittenText::Note => &[("state-of-play", true)],
        WrittenText::Refusal => &[("second-look", true)],
    };
    all.iter().filter(|(_, fits)| *fits).map(|(name, _)| *name).collect()
}

/// Returns whether the newest word of a party is a heated one.
pub fn heated(file: &CaseFile, lexicon: &Lexicon) -> bool {
    let newest = file.thread.iter().rev().find(|row| matches!(row.message.from, Speaker::Client | Speaker::Seller));
    let remarks = |body: &str| lexicon.remarks(body).iter().any(|remark| remark.concern == RemarkKind::Heated);
    newest.is_some_and(|row| remarks(&row.message.body))
}

/// A calm word to both.
pub const CALM_DOWN: &str = "calm-down";
/// The reasons of a refund that both parties accepted.
pub const AGREED_REFUND: &str = "agreed-refund";
/// The reasons of a relaunch that both parties accepted.
pub const AGREED_RELAUNCH: &str = "agreed-relaunch";
