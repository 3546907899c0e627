//! Why a rule said no, in words: which text of `assets/locales/*/refusals.ftl` a refusal has, and what fills it.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::OnceLock;

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Bundle, assets, store_error};
use crate::app::model::StoreError;
use crate::domain::ids::Handle;
use crate::domain::money::amount::BadAmount;
use crate::domain::policy::BadPolicy;
use crate::domain::queue::filter_words::{field_word, field_words, nearest_field, nearest_value, value_words};
use crate::domain::refusal::{
    BadTerm, BadTermWhy, DecisionRefusal, DiscussionRefusal, EventLineRefusal, Expected, FieldFault, FieldType,
    MissingRefusals, MoneyRefusal, OpeningRefusal, OrderRefusal, OrderStep, PermissionRefusal, Refusal,
    SavedViewRefusal, SetupRefusal, TextFault, TextPart, TextRefusal, Unknown,
};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Ground, Lang};

/// As a program that knows nothing of the team or of where it runs.
const PLAIN: RefusalFormat<'static> =
    RefusalFormat { name_of: &Handle::to_string, time: &|at| at.format("%Y-%m-%d %H:%M UTC").to_string() };

/// The English sentence of a refusal, without a capital or a full stop: what the command line prints.
pub fn english(refusal: &Refusal) -> String {
    sentence(english_texts(), refusal, &PLAIN)
}

/// The sentence of a refusal in a language, with handles for names.
pub fn in_language(lang: Lang, refusal: &Refusal) -> String {
    naming(lang, refusal, PLAIN.name_of)
}

/// The sentence of a refusal in a language, with what `name_of` says for its mediators, as the command line prints it.
pub fn naming(lang: Lang, refusal: &Refusal, name_of: &dyn Fn(&Handle) -> String) -> String {
    let texts = match lang {
        Lang::En => english_texts(),
        Lang::Fr => french_texts(),
    };
    sentence(texts, refusal, &RefusalFormat { name_of, ..PLAIN })
}

/// The French sentence of a store's failure, as the desk says it, with the command that goes on from there.
pub fn french_store_error(error: &StoreError) -> String {
    let format = |key: &str, args: &FluentArgs<'_>| french_texts().get(key, args);
    store_error::sentence(&format, error, "litige")
}

/// The English texts, the command line's own.
fn english_texts() -> &'static Bundle {
    static TEXTS: OnceLock<Bundle> = OnceLock::new();
    TEXTS.get_or_init(|| Bundle::new(Lang::En, assets::refusals(Lang::En)))
}

/// The French texts of the screens, which have the refusals and the failures of a store.
fn french_texts() -> &'static Bundle {
    static TEXTS: OnceLock<Bundle> = OnceLock::new();
    TEXTS.get_or_init(|| Bundle::new(Lang::Fr, assets::screens(Lang::Fr)))
}

/// The sentence of a refusal in the language of these texts, as strangers' words came. Tests see to it that each language has
/// each.
pub(super) fn sentence(texts: &Bundle, refusal: &Refusal, format: &RefusalFormat<'_>) -> String {
    wording(refusal, format, texts).format(texts).unwrap_or_else(|| refusal.code().to_string())
}

/// How a sentence names people and times.
pub struct RefusalFormat<'a> {
    /// Returns the name of a mediator.
    pub name_of: &'a dyn Fn(&Handle) -> String,
    /// Returns a time with its day, for whoever reads it.
    pub time: &'a dyn Fn(Time) -> String,
}

/// A text and what fills it.
struct Wording {
    key: &'static str,
    args: FluentArgs<'static>,
}

impl Wording {
    fn new(key: &'static str) -> Self {
        Self { key, args: FluentArgs::new() }
    }

    /// Fills in a value as it is written.
    fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.args.set(name, value.to_string());
        self
    }

    /// Fills in a value that may be missing, for a text that says so.
    fn with_option(self, name: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self.with(name, "none"),
        }
    }

    fn with_flag(self, name: &'static str, flag: bool) -> Self {
        self.with(name, if flag { "yes" } else { "no" })
    }

    /// Fills in a number whose plural matters.
    fn with_count(mut self, name: &'static str, count: u32) -> Self {
        self.args.set(name, FluentValue::from(count));
        self
    }

    fn format(&self, texts: &Bundle) -> Option<String> {
        texts.find(self.key, Some(&self.args)).map(Cow::into_owned)
    }
}

fn wording(refusal: &Refusal, format: &RefusalFormat<'_>, texts: &Bundle) -> Wording {
    let name_of = format.name_of;
    match refusal {
        Refusal::Order(refusal) => order(refusal),
        Refusal::Opening(refusal) => opening(refusal, texts),
        Refusal::Discussion(refusal) => discussion(refusal),
        Refusal::Permission(refusal) => permission(refusal, format),
        Refusal::Decision(refusal) => decision(refusal, name_of),
        Refusal::Money(refusal) => money(refusal),
        Refusal::Unknown(thing) => unknown(thing),
        Refusal::EventLine(refusal) => event_line(refusal),
        Refusal::Text(refusal) => text(refusal),
        Refusal::Filter(bad) => filter_term(bad, texts.lang()),
        Refusal::SavedView(refusal) => saved_view(refusal),
        Refusal::Setup(refusal) => setup(refusal, name_of),
    }
}

fn order(refusal: &OrderRefusal) -> Wording {
    match refusal {
        OrderRefusal::AlreadyPlaced { order } => Wording::new("refusal-bad_state-already-placed").with("order", order),
        OrderRefusal::PriceOutOfRange { order, price } => {
            Wording::new("refusal-bad_amount-price").with("order", order).with("price", price)
        }
        OrderRefusal::SamePerson { order, person } => {
            Wording::new("refusal-malformed-same-person").with("order", order).with("person", person)
        }
        OrderRefusal::TooLate { order, dispute } => Wording::new("refusal-too_late")
            .with("order", order)
            .with("dispute", dispute.map(|id| id.to_string()).unwrap_or_default()),
        OrderRefusal::WrongState { order, state, dispute, step } => {
            let (step, request) = match step {
                OrderStep::Deliver => ("deliver", None),
                OrderStep::Request(kind) => ("request", Some(kind)),
                OrderStep::Answer => ("answer", None),
                OrderStep::Complete => ("complete", None),
            };
            Wording::new("refusal-bad_state-order")
                .with("order", order)
                .with("state", state)
                .with_option("dispute", dispute.as_ref())
                .with("step", step)
                .with_option("request", request)
        }
        OrderRefusal::RequestPending { order, pending } => {
            Wording::new("refusal-pending_request").with("order", order).with("pending", pending)
        }
        OrderRefusal::NotPending { order, kind, pending, state: _ } => Wording::new("refusal-bad_state-not-pending")
            .with("order", order)
            .with("kind", kind)
            .with_option("pending", pending.as_ref()),
        OrderRefusal::BadRating { rating } => Wording::new("refusal-malformed-rating").with("rating", rating),
    }
}

fn opening(refusal: &OpeningRefusal, texts: &Bundle) -> Wording {
    match refusal {
        OpeningRefusal::BySeller { order: _ } => Wording::new("refusal-seller_cannot_open"),
        OpeningRefusal::AlreadyOpen { order, dispute } => {
            Wording::new("refusal-bad_state-already-open").with("order", order).with_option("dispute", dispute.as_ref())
        }
        OpeningRefusal::OrderEnded { order, state } => {
            Wording::new("refusal-bad_state-order-ended").with("order", order).with("state", state)
        }
        OpeningRefusal::NoGround { refused, missing } => {
            let record = refused.iter().map(|kind| Wording::new("refusal-no_ground-refused").with("kind", kind));
            let lacks = missing.iter().map(|(ground, missing)| lacks(*ground, *missing));
            Wording::new("refusal-no_ground")
                .with_option("record", joined(record, "refusal-no_ground-then", texts))
                .with_option("lacks", joined(lacks, "refusal-no_ground-next", texts))
        }
    }
}

fn lacks(ground: Ground, missing: MissingRefusals) -> Wording {
    let which = match (missing.revisions, missing.cancellations) {
        (0, _) if ground == Ground::RevisionThenCancellationRefused => "cancellations_after",
        (0, _) => "cancellations",
        (_, 0) => "revisions",
        _ => "both",
    };
    Wording::new("refusal-no_ground-lacks")
        .with("ground", ground)
        .with("which", which)
        .with_count("revisions", missing.revisions)
        .with_count("cancellations", missing.cancellations)
}

/// Several texts as one, each joined to those before it by a text of its own; `None` where there is none.
fn joined(all: impl Iterator<Item = Wording>, by: &'static str, texts: &Bundle) -> Option<String> {
    let mut all = all.map(|wording| wording.format(texts));
    let first = all.next()??;
    all.try_fold(first, |first, next| Wording::new(by).with("first", first).with("next", next?).format(texts))
}

fn discussion(refusal: &DiscussionRefusal) -> Wording {
    match refusal {
        DiscussionRefusal::ClosedToParties { dispute } => {
            Wording::new("refusal-thread_closed-parties").with("dispute", dispute)
        }
        DiscussionRefusal::ClosedToMediators { dispute } => {
            Wording::new("refusal-thread_closed-mediators").with("dispute", dispute)
        }
        DiscussionRefusal::LaterDispute { dispute, order, later } => Wording::new("refusal-thread_closed-later")
            .with("dispute", dispute)
            .with("order", order)
            .with("later", later),
        DiscussionRefusal::JustificationWithoutText { dispute } => {
            Wording::new("refusal-malformed-justification").with("dispute", dispute)
        }
        DiscussionRefusal::AskOfOtherParty { ask, to, by } => {
            Wording::new("refusal-bad_state-ask-of-other").with("ask", ask).with("to", to).with("side", by)
        }
        DiscussionRefusal::AskNotAnswerable { ask, state } => {
            Wording::new("refusal-bad_state-ask-answer").with("ask", ask).with("state", state)
        }
        DiscussionRefusal::AskNotWithdrawable { ask, state } => {
            Wording::new("refusal-bad_state-ask-withdraw").with("ask", ask).with("state", state)
        }
        DiscussionRefusal::NothingOwed { dispute, of } => {
            Wording::new("refusal-bad_state-nothing-owed").with("dispute", dispute).with_option("of", *of)
        }
        DiscussionRefusal::AskDueInPast { due } => {
            Wording::new("refusal-bad_state-ask-past").with("time", due.to_rfc3339())
        }
        DiscussionRefusal::ProposalNotOpen { proposal, state } => {
            Wording::new("refusal-bad_state-proposal").with("proposal", proposal).with("state", state)
        }
        DiscussionRefusal::ProposalAnswered { proposal, by, answer } => Wording::new("refusal-bad_state-answered")
            .with("side", by)
            .with("answer", answer)
            .with("proposal", proposal),
        DiscussionRefusal::ProposalNotWithdrawable { proposal, state } => {
            Wording::new("refusal-bad_state-proposal-withdraw").with("proposal", proposal).with("state", state)
        }
        DiscussionRefusal::ProposalOfParty { proposal, by } => {
            Wording::new("refusal-bad_state-proposal-of-party").with("proposal", proposal).with("side", by)
        }
        DiscussionRefusal::AlreadyAdmissible { attachment } => {
            Wording::new("refusal-bad_state-admissible").with("attachment", attachment)
        }
        DiscussionRefusal::FromOutside { attachment } => {
            Wording::new("refusal-bad_state-from-outside").with("attachment", attachment)
        }
        DiscussionRefusal::AlreadyInadmissible { attachment, reason } => {
            Wording::new("refusal-bad_state-inadmissible").with("attachment", attachment).with("reason", reason)
        }
    }
}

fn permission(refusal: &PermissionRefusal, format: &RefusalFormat<'_>) -> Wording {
    let name_of = format.name_of;
    match refusal {
        PermissionRefusal::ReaderActs { handle } => {
            Wording::new("refusal-not_a_mediator-reader").with("handle", name_of(handle))
        }
        PermissionRefusal::NotALead { handle, operation, leads } => {
            let names: Vec<String> = leads.iter().map(name_of).collect();
            Wording::new("refusal-not_a_lead")
                .with_option("handle", handle.as_ref().map(name_of))
                .with("operation", operation)
                .with_option("leads", Some(names.join(", ")).filter(|names| !names.is_empty()).as_ref())
        }
        PermissionRefusal::NotOfTheTeam { handle } => {
            Wording::new("refusal-not_a_mediator-unknown").with("handle", handle)
        }
        PermissionRefusal::UnknownReceiver { handle } => {
            Wording::new("refusal-not_a_mediator-receiver").with("handle", handle)
        }
        PermissionRefusal::ReaderReceives { handle } => {
            Wording::new("refusal-not_a_mediator-reader-receives").with("handle", name_of(handle))
        }
        PermissionRefusal::AssignsUnclaimed { dispute } => {
            Wording::new("refusal-not_a_lead-assign").with("dispute", dispute)
        }
        PermissionRefusal::Retired { handle, at: _ } => {
            Wording::new("refusal-not_a_mediator-retired").with("name", name_of(handle)).with("handle", handle)
        }
        PermissionRefusal::OtherAccount { handle, account } => {
            Wording::new("refusal-not_you-account").with("handle", handle).with_option("account", account.as_ref())
        }
        PermissionRefusal::OtherMember { handle, account, member } => Wording::new("refusal-not_you-member")
            .with("handle", handle)
            .with("account", account.0.escape_debug())
            .with("member", member),
        PermissionRefusal::OwnConflict { handle } => {
            Wording::new("refusal-conflict_of_interest-oneself").with("handle", name_of(handle))
        }
        PermissionRefusal::ConflictOfInterest { handle, order, party, side, is_party } => {
            Wording::new("refusal-conflict_of_interest-party")
                .with_flag("is_party", *is_party)
                .with("handle", name_of(handle))
                .with("order", order)
                .with("party", party)
                .with("side", side)
        }
        PermissionRefusal::ClaimedByOther { dispute, holder, until, may_take_over } => {
            Wording::new("refusal-claimed_by_other")
                .with("dispute", dispute)
                .with("holder", name_of(holder))
                .with("until", (format.time)(*until))
                .with_flag("may_take_over", *may_take_over)
        }
        PermissionRefusal::NotClaimed { dispute } => {
            Wording::new("refusal-bad_state-not-claimed").with("dispute", dispute)
        }
        PermissionRefusal::ChangedSince { dispute, seen, version } => {
            Wording::new("refusal-changed_since").with("dispute", dispute).with("seen", seen).with("version", version)
        }
        PermissionRefusal::ClaimDecided { dispute } => {
            Wording::new("refusal-bad_state-claim-decided").with("dispute", dispute)
        }
        PermissionRefusal::SnoozeDecided { dispute } => {
            Wording::new("refusal-bad_state-snooze-decided").with("dispute", dispute)
        }
        PermissionRefusal::SnoozeInPast { until } => {
            Wording::new("refusal-bad_state-snooze-past").with("time", until.to_rfc3339())
        }
        PermissionRefusal::NotSnoozed { dispute } => {
            Wording::new("refusal-bad_state-not-snoozed").with("dispute", dispute)
        }
        PermissionRefusal::KeyReused { key } => {
            Wording::new("refusal-duplicate_id-request").with("key", key.escape_debug())
        }
        PermissionRefusal::AwaitsApproval { dispute, by } => {
            Wording::new("refusal-bad_state-awaiting").with("dispute", dispute).with("by", name_of(by))
        }
    }
}

fn decision(refusal: &DecisionRefusal, name_of: &dyn Fn(&Handle) -> String) -> Wording {
    match refusal {
        DecisionRefusal::AlreadyDecided { dispute, by, at: _, outcome, refund, awaits_approval } => {
            Wording::new("refusal-already_decided")
                .with("dispute", dispute)
                .with("by", name_of(by))
                .with("outcome", outcome)
                .with_option("refund", refund.as_ref())
                .with_flag("awaits_approval", *awaits_approval)
        }
        DecisionRefusal::NoAgreement { missing, proposal } => {
            let missing = match missing.as_slice() {
                [side] => side.as_str(),
                _ => "both",
            };
            Wording::new("refusal-no_agreement-relaunch")
                .with("missing", missing)
                .with_option("proposal", proposal.as_ref())
        }
        DecisionRefusal::AgreementGone => Wording::new("refusal-no_agreement-gone"),
        DecisionRefusal::InadmissibleCited { attachment, reason } => {
            Wording::new("refusal-inadmissible_cited").with("attachment", attachment).with("reason", reason)
        }
        DecisionRefusal::KeyReused { key, dispute } => {
            Wording::new("refusal-duplicate_id-key").with("key", key.escape_debug()).with("dispute", dispute)
        }
        DecisionRefusal::NotDecided { dispute } => {
            Wording::new("refusal-bad_state-not-decided").with("dispute", dispute)
        }
        DecisionRefusal::NotOwn { decided_by } => {
            Wording::new("refusal-bad_state-not_own").with("decided_by", name_of(decided_by))
        }
        DecisionRefusal::UndoneByMakerOrLead { decided_by } => {
            Wording::new("refusal-not_a_lead-undo").with("decided_by", name_of(decided_by))
        }
        DecisionRefusal::MovedOn { order } => Wording::new("refusal-bad_state-moved-on").with("order", order),
        DecisionRefusal::HoldOver { dispute, effective_at: _ } => {
            Wording::new("refusal-hold_over").with("dispute", dispute)
        }
        DecisionRefusal::NoneAwaitsApproval { dispute } => {
            Wording::new("refusal-bad_state-none-awaits").with("dispute", dispute)
        }
        DecisionRefusal::OwnDecision { decided_by } => {
            Wording::new("refusal-conflict_of_interest-own").with("decided_by", name_of(decided_by))
        }
        DecisionRefusal::SameAccount { decided_by } => {
            Wording::new("refusal-conflict_of_interest-account").with("decided_by", name_of(decided_by))
        }
    }
}

fn money(refusal: &MoneyRefusal) -> Wording {
    match refusal {
        MoneyRefusal::BrokenLedger { order } => Wording::new("refusal-bad_state-ledger").with("order", order),
        MoneyRefusal::AmountNotTaken { outcome } => {
            Wording::new("refusal-bad_amount-not-taken").with("outcome", outcome)
        }
        MoneyRefusal::AmountMissing => Wording::new("refusal-bad_amount-missing"),
        MoneyRefusal::RelaunchWithRefund => Wording::new("refusal-bad_amount-relaunch"),
        MoneyRefusal::OtherCurrency { refund, order } => {
            Wording::new("refusal-bad_currency-refund").with("refund", refund.code()).with("currency", order.code())
        }
        MoneyRefusal::RefundOutOfRange { refund, price } => {
            Wording::new("refusal-bad_amount-refund").with("refund", refund).with("price", price)
        }
        MoneyRefusal::NotAnAmount { currency: _, why } => match why {
            BadAmount::NotANumber(typed) => Wording::new("refusal-bad_amount-not-a-number").with("typed", typed),
            BadAmount::Ambiguous(typed) => Wording::new("refusal-bad_amount-ambiguous").with("typed", typed),
            BadAmount::TooLarge(typed) => Wording::new("refusal-bad_amount-too-large").with("typed", typed),
            BadAmount::TooManyDecimals { text, code, decimals } => Wording::new("refusal-bad_amount-decimals")
                .with("typed", text)
                .with("currency", code)
                .with("decimals", decimals),
        },
        MoneyRefusal::NotAPercentage { typed } => Wording::new("refusal-bad_amount-percentage").with("typed", typed),
    }
}

fn unknown(thing: &Unknown) -> Wording {
    match thing {
        Unknown::Order { order } => Wording::new("refusal-unknown_order-never-placed").with("order", order),
        Unknown::OrderLeft { order } => Wording::new("refusal-unknown_order-left").with("order", order),
        Unknown::Dispute { dispute } => Wording::new("refusal-unknown_dispute-number").with("dispute", dispute),
        Unknown::DisputeOfOrder { order } => Wording::new("refusal-unknown_dispute-order").with("order", order),
        Unknown::Message { message, dispute } => {
            Wording::new("refusal-unknown_message").with("message", message).with("dispute", dispute)
        }
        Unknown::Attachment { attachment, dispute } => {
            Wording::new("refusal-unknown_attachment").with("attachment", attachment).with("dispute", dispute)
        }
        Unknown::Proposal { proposal, dispute } => {
            Wording::new("refusal-unknown_proposal").with("proposal", proposal).with("dispute", dispute)
        }
        Unknown::Ask { ask, dispute } => Wording::new("refusal-unknown_ask").with("ask", ask).with("dispute", dispute),
        Unknown::Person { person } => Wording::new("refusal-unknown_person").with("person", person.0.escape_debug()),
        Unknown::View { name } => Wording::new("refusal-unknown_view").with("view", name.escape_debug()),
    }
}

fn event_line(refusal: &EventLineRefusal) -> Wording {
    match refusal {
        EventLineRefusal::NotUtf8 { byte } => Wording::new("refusal-malformed-utf-eight").with("byte", byte),
        EventLineRefusal::TooLong { limit } => Wording::new("refusal-malformed-long-line").with("limit", limit),
        EventLineRefusal::NotJson { error } => Wording::new("refusal-malformed-json").with("error", error),
        EventLineRefusal::NotAnObject => Wording::new("refusal-malformed-no-object"),
        EventLineRefusal::UnknownType { typed } => Wording::new("refusal-malformed-type").with("typed", typed),
        EventLineRefusal::NotAParty { by } => Wording::new("refusal-not_a_party").with("by", by),
        EventLineRefusal::TooManyAttachments { count, limit } => {
            Wording::new("refusal-malformed-attachments").with("count", count).with("limit", limit)
        }
        EventLineRefusal::Field { field, fault } => field_fault(fault).with("field", field),
        EventLineRefusal::DuplicateId { id } => Wording::new("refusal-duplicate_id-event").with("event", id),
    }
}

fn field_fault(fault: &FieldFault) -> Wording {
    match fault {
        FieldFault::Missing => Wording::new("refusal-malformed-field-missing"),
        FieldFault::Mistyped(expected) => Wording::new("refusal-malformed-field-mistyped").with(
            "type",
            match expected {
                FieldType::Text => "text",
                FieldType::Time => "time",
                FieldType::Flag => "flag",
                FieldType::Rating => "rating",
                FieldType::Object => "object",
                FieldType::List => "list",
                FieldType::ListOfObjects => "list_of_objects",
            },
        ),
        FieldFault::Empty => Wording::new("refusal-malformed-field-empty"),
        FieldFault::ControlCharacters => Wording::new("refusal-malformed-field-control"),
        FieldFault::Word(why) => Wording::new("refusal-malformed-field-word").with("why", why),
        FieldFault::Id(why) => Wording::new("refusal-malformed-field-word").with("why", why),
        FieldFault::NoPart(part) => Wording::new("refusal-malformed-field-part").with("part", part),
        FieldFault::CurrencyMistyped => Wording::new("refusal-malformed-field-currency"),
        FieldFault::MinorOutOfRange { limit } => Wording::new("refusal-bad_amount-field").with("limit", limit),
        FieldFault::UnpayableCurrency { code } => Wording::new("refusal-bad_currency-unpayable").with("code", code),
        FieldFault::UnknownCurrency { code } => Wording::new("refusal-bad_currency-field").with("code", code),
    }
}

fn text(refusal: &TextRefusal) -> Wording {
    let wording = match refusal.fault {
        TextFault::Blank => Wording::new("refusal-malformed-blank"),
        TextFault::TooLong { bytes, limit } => too_long(bytes, limit),
        TextFault::ZeroCharacter => Wording::new("refusal-malformed-zero"),
    };
    match refusal.part {
        TextPart::Message => wording.with("part", "message"),
        TextPart::Note => wording.with("part", "note"),
        TextPart::Ask => wording.with("part", "ask"),
        TextPart::Justification => wording.with("part", "justification"),
        TextPart::ProposalTerms => wording.with("part", "proposal_terms"),
        TextPart::RelaunchTerms => wording.with("part", "relaunch_terms"),
        TextPart::InadmissibleReason => wording.with("part", "inadmissible_reason"),
        TextPart::AdmissionReason => wording.with("part", "admission_reason"),
        TextPart::DecisionReasons => wording.with("part", "decision_reasons"),
        TextPart::RefusalReason => wording.with("part", "refusal_reason"),
        TextPart::PolicyReason => wording.with("part", "policy_reason"),
        TextPart::Filter => wording.with("part", "filter"),
        TextPart::Field(field) => wording.with("part", "field").with("field", field),
        TextPart::Line => wording.with("part", "line"),
    }
}

fn too_long(bytes: usize, limit: usize) -> Wording {
    Wording::new("refusal-malformed-long").with("bytes", bytes).with("limit", limit)
}

fn filter_term(bad: &BadTerm, lang: Lang) -> Wording {
    match &bad.why {
        BadTermWhy::UnknownField(field) => Wording::new("refusal-malformed-filter-field")
            .with("field", field)
            .with_option("nearest", nearest_field(field, lang))
            .with("fields", field_words(lang).join(", ")),
        BadTermWhy::UnknownHolder { name, nearest } => {
            Wording::new("refusal-malformed-filter-holder").with("name", name).with_option("nearest", nearest.as_ref())
        }
        BadTermWhy::UnknownValue { field, value, expected } => {
            let (expected, words) = match expected {
                Expected::Word => ("words", value_words(*field, lang).join(", ")),
                Expected::Duration => ("duration", String::new()),
                Expected::Amount => ("amount", String::new()),
            };
            Wording::new("refusal-malformed-filter-value")
                .with("value", value)
                .with("field", field_word(*field, lang))
                .with_option("nearest", nearest_value(*field, value, lang))
                .with("expected", expected)
                .with("words", words)
        }
        BadTermWhy::NoValue(field) => {
            Wording::new("refusal-malformed-filter-no-value").with("field", field_word(*field, lang))
        }
    }
}

fn saved_view(refusal: &SavedViewRefusal) -> Wording {
    match refusal {
        SavedViewRefusal::TooMany { most } => Wording::new("refusal-too_many_views").with("most", most),
        SavedViewRefusal::NameTaken { name } => Wording::new("refusal-name_taken").with("view", name),
        SavedViewRefusal::NoFilter => Wording::new("refusal-malformed-no-filter"),
        SavedViewRefusal::NameBlank => Wording::new("refusal-bad_name-blank"),
        SavedViewRefusal::NameTooLong { most } => Wording::new("refusal-bad_name-long").with("most", most),
        SavedViewRefusal::NameSigns => Wording::new("refusal-bad_name-sign"),
        SavedViewRefusal::NameReserved { name } => Wording::new("refusal-bad_name-everyones").with("view", name),
    }
}

fn setup(refusal: &SetupRefusal, name_of: &dyn Fn(&Handle) -> String) -> Wording {
    match refusal {
        SetupRefusal::BadHandle { handle } => {
            Wording::new("refusal-malformed-handle").with("handle", handle.0.escape_debug())
        }
        SetupRefusal::BadPolicy(bad) => bad_policy(bad),
        SetupRefusal::HandleLooksLike { handle, like } => {
            Wording::new("refusal-name_taken-handle").with("handle", handle.0.escape_debug()).with("like", like)
        }
        SetupRefusal::AccountTaken { account, by } => {
            Wording::new("refusal-account_taken").with("account", account.0.escape_debug()).with("handle", name_of(by))
        }
        SetupRefusal::LastLead { handle } => Wording::new("refusal-last_lead").with("handle", name_of(handle)),
        SetupRefusal::BackupExists { path } => Wording::new("refusal-bad_state-backup").with("path", path.display()),
        SetupRefusal::DatabaseOpen { path } => Wording::new("refusal-bad_state-open").with("path", path.display()),
        SetupRefusal::RestoresItself { path } => Wording::new("refusal-bad_state-itself").with("path", path.display()),
        SetupRefusal::DatabaseExists { path } => {
            Wording::new("refusal-bad_state-database").with("path", path.display())
        }
    }
}

fn bad_policy(bad: &BadPolicy) -> Wording {
    match bad {
        BadPolicy::TooSmall(key) => Wording::new("refusal-malformed-policy-small").with("key", key),
        BadPolicy::TooLarge { key, at_most } => {
            Wording::new("refusal-malformed-policy-large").with("key", key).with("most", at_most)
        }
        BadPolicy::HoursWithoutZone => Wording::new("refusal-malformed-policy-zone"),
        BadPolicy::TooFewHours => Wording::new("refusal-malformed-policy-hours"),
    }
}

#[cfg(test)]
mod tests;
