//! An event as a line of JSON (docs/contract.md, "Events in"), read.
//!
//! A line is a stranger's: whatever it holds gives an event or a refusal, never a panic. Unknown fields are ignored. A field
//! that stands twice is refused, since two readers could take two different values (docs/process.md, "Lines and fields"). An
//! absent field and `null` are the same.

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::{Map, Value};

use super::event::{Event, EventKind, EventType, NewAttachment, NewOrder, Terms};
use crate::domain::case::records::Person;
use crate::domain::ids::{EventId, OrderId, PersonId};
use crate::domain::limits;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::refusal::{EventField, EventLineRefusal, FieldFault, FieldType, MoneyRefusal, Refusal, TextPart};
use crate::domain::text::invisible::is_blank;
use crate::domain::text::strict_json;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Origin, ProposalKind, Side};

/// A line that is not an event.
#[derive(Debug, Clone, PartialEq)]
pub struct BadEventLine {
    /// The event's id, where it could be read.
    pub id: Option<String>,
    pub refusal: Refusal,
}

type Taken<T> = Result<T, Refusal>;

impl Event {
    /// Reads one line.
    ///
    /// # Errors
    /// [`BadEventLine`] with `malformed`, `not_a_party`, `bad_amount` or `bad_currency`.
    pub fn parse_line(line: &str) -> Result<Self, BadEventLine> {
        let nameless = |refusal| BadEventLine { id: None, refusal };
        limits::bounded_text(TextPart::Line, line, limits::LINE).map_err(nameless)?;
        let value = strict_json::parse(line)
            .map_err(|e| nameless(EventLineRefusal::NotJson { error: e.to_string() }.into()))?;
        let Value::Object(object) = value else {
            return Err(nameless(EventLineRefusal::NotAnObject.into()));
        };
        let id = object.get("id").and_then(Value::as_str).map(str::to_owned);
        event(&EventFields { object: &object, within: None }).map_err(|refusal| BadEventLine { id, refusal })
    }
}

fn event(f: &EventFields<'_>) -> Taken<Event> {
    let id = EventId(f.id("id")?);
    let at = f.time("at")?.ok_or_else(|| f.missing("at"))?;
    let word = f.text("type", limits::NAME)?;
    let order = OrderId(f.id("order")?);
    let kind = kind(&word, f)?;
    Ok(Event { id, at, order, kind })
}

fn kind(word: &str, f: &EventFields<'_>) -> Taken<EventKind> {
    let body = || f.text("body", limits::TEXT);
    let body_or_empty = || f.text_or_empty("body");
    let unknown = |_| EventLineRefusal::UnknownType { typed: word.to_owned() };
    let event_type: EventType = word.parse().map_err(unknown)?;
    Ok(match event_type {
        EventType::OrderPlaced => EventKind::OrderPlaced(NewOrder {
            client: f.person("client")?,
            seller: f.person("seller")?,
            title: f.name("title")?,
            brief: f.text("brief", limits::TEXT)?,
            amount: f.money("amount")?.ok_or_else(|| f.missing("amount"))?,
            due: f.time("due")?,
            lang: f.word("lang")?,
        }),
        EventType::OrderMessage => {
            EventKind::OrderMessage { by: f.side()?, body: body()?, attachments: f.attachments()? }
        }
        EventType::OrderDelivered => EventKind::OrderDelivered { body: body()?, attachments: f.attachments()? },
        EventType::RevisionRequested => EventKind::RevisionRequested { body: body()? },
        EventType::CancellationRequested => EventKind::CancellationRequested { body: body()? },
        EventType::RevisionAccepted => EventKind::RevisionAccepted { body: body_or_empty()? },
        EventType::RevisionRefused => EventKind::RevisionRefused { body: body_or_empty()? },
        EventType::CancellationAccepted => EventKind::CancellationAccepted { body: body_or_empty()? },
        EventType::CancellationRefused => EventKind::CancellationRefused { body: body_or_empty()? },
        EventType::OrderCompleted => {
            EventKind::OrderCompleted { rating: f.rating()?, review: f.optional_text("review")? }
        }
        EventType::DisputeOpened => {
            EventKind::DisputeOpened { by: f.side()?, justification: f.text("justification", limits::TEXT)? }
        }
        EventType::DisputeMessage => EventKind::DisputeMessage {
            by: f.side()?,
            body: body()?,
            attachments: f.attachments()?,
            answers: f.word("answers")?,
        },
        EventType::DisputeRead => EventKind::DisputeRead { by: f.side()? },
        EventType::ProposalMade => EventKind::ProposalMade { by: f.side()?, terms: f.terms()? },
        EventType::ProposalAnswered => EventKind::ProposalAnswered {
            by: f.side()?,
            proposal: f.word("proposal")?.ok_or_else(|| f.missing("proposal"))?,
            accept: f.flag("accept")?,
        },
    })
}

/// The fields of an object, each taken as what it should be.
struct EventFields<'a> {
    object: &'a Map<String, Value>,
    /// The field that holds the object; `None` for the line itself.
    within: Option<&'static str>,
}

impl EventFields<'_> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.object.get(name).filter(|v| !v.is_null())
    }

    fn field(&self, name: &'static str) -> EventField {
        EventField { within: self.within, name }
    }

    fn refuse(&self, name: &'static str, fault: impl Into<FieldFault>) -> Refusal {
        EventLineRefusal::Field { field: self.field(name), fault: fault.into() }.into()
    }

    fn missing(&self, name: &'static str) -> Refusal {
        self.refuse(name, FieldFault::Missing)
    }

    fn mistyped(&self, name: &'static str, expected: FieldType) -> Refusal {
        self.refuse(name, FieldFault::Mistyped(expected))
    }

    fn optional(&self, name: &'static str, limit: usize) -> Taken<Option<&str>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let text = value.as_str().ok_or_else(|| self.mistyped(name, FieldType::Text))?;
        limits::bounded_text(TextPart::Field(self.field(name)), text, limit).map(Some)
    }

    fn text(&self, name: &'static str, limit: usize) -> Taken<String> {
        self.optional(name, limit)?.map(str::to_owned).ok_or_else(|| self.missing(name))
    }

    fn optional_text(&self, name: &'static str) -> Taken<Option<String>> {
        Ok(self.optional(name, limits::TEXT)?.map(str::to_owned))
    }

    fn text_or_empty(&self, name: &'static str) -> Taken<String> {
        Ok(self.optional_text(name)?.unwrap_or_default())
    }

    /// Reads a title or a name: what a mediator tells things and people apart by has a character that can be seen.
    fn name(&self, name: &'static str) -> Taken<String> {
        let text = self.text(name, limits::NAME)?;
        if is_blank(&text) { Err(self.refuse(name, FieldFault::Empty)) } else { Ok(text) }
    }

    /// Reads an identifier of the marketplace: short, not blank, without control characters, since it is typed and
    /// printed.
    fn id(&self, name: &'static str) -> Taken<String> {
        let id = self.text(name, limits::ID)?;
        if id.trim().is_empty() {
            return Err(self.refuse(name, FieldFault::Empty));
        }
        if id.chars().any(char::is_control) {
            return Err(self.refuse(name, FieldFault::ControlCharacters));
        }
        if is_blank(&id) {
            return Err(self.refuse(name, FieldFault::Empty));
        }
        Ok(id)
    }

    fn time(&self, name: &'static str) -> Taken<Option<Time>> {
        let Some(text) = self.optional(name, limits::NAME)? else {
            return Ok(None);
        };
        let time = DateTime::parse_from_rfc3339(text);
        // Whole milliseconds, which every store keeps: what is read back is what the rules saw.
        time.map(|t| Some(t.with_timezone(&Utc).trunc_subsecs(3))).map_err(|_| self.mistyped(name, FieldType::Time))
    }

    /// Reads a word of a vocabulary, or one of our ids.
    fn word<T: std::str::FromStr<Err: Into<FieldFault>>>(&self, name: &'static str) -> Taken<Option<T>> {
        let word = self.optional(name, limits::NAME)?;
        word.map(|word| word.parse().map_err(|bad: T::Err| self.refuse(name, bad))).transpose()
    }

    /// `by`: one of the two parties. No event speaks for a mediator.
    fn side(&self) -> Taken<Side> {
        let by = self.text("by", limits::NAME)?;
        by.parse().map_err(|_| EventLineRefusal::NotAParty { by }.into())
    }

    fn flag(&self, name: &'static str) -> Taken<bool> {
        let value = self.get(name).ok_or_else(|| self.missing(name))?;
        value.as_bool().ok_or_else(|| self.mistyped(name, FieldType::Flag))
    }

    fn rating(&self) -> Taken<Option<u8>> {
        let Some(value) = self.get("rating") else {
            return Ok(None);
        };
        let rating = value.as_u64().filter(|n| (1..=5).contains(n)).and_then(|n| u8::try_from(n).ok());
        rating.map(Some).ok_or_else(|| self.mistyped("rating", FieldType::Rating))
    }

    fn object(&self, name: &'static str) -> Taken<Option<&Map<String, Value>>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        value.as_object().map(Some).ok_or_else(|| self.mistyped(name, FieldType::Object))
    }

    fn person(&self, name: &'static str) -> Taken<Person> {
        let object = self.object(name)?.ok_or_else(|| self.missing(name))?;
        let f = EventFields { object, within: Some(name) };
        Ok(Person { id: PersonId(f.id("id")?), name: f.name("name")? })
    }

    /// Reads an amount: a whole number of minor units, more than zero, in a known currency.
    fn money(&self, name: &'static str) -> Taken<Option<Money>> {
        let Some(object) = self.object(name)? else {
            return Ok(None);
        };
        let part = |part: &'static str| {
            let value = object.get(part).filter(|v| !v.is_null());
            value.ok_or_else(|| self.refuse(name, FieldFault::NoPart(part)))
        };
        let (minor, code) = (part("minor")?, part("currency")?);
        let code = code.as_str().ok_or_else(|| self.refuse(name, FieldFault::CurrencyMistyped))?;
        let Some(minor) = minor.as_i64().filter(|m| (1..=limits::MINOR).contains(m)) else {
            return Err(self.refuse(name, FieldFault::MinorOutOfRange { limit: limits::MINOR }));
        };
        let Some(currency) = Currency::from_code(code) else {
            return Err(self.refuse(name, FieldFault::UnknownCurrency { code: code.to_owned() }));
        };
        if !currency.is_payable() {
            return Err(self.refuse(name, FieldFault::UnpayableCurrency { code: code.to_owned() }));
        }
        Ok(Some(Money::new(minor, currency)))
    }

    /// Consent binds to exact terms, so an amount with a relaunch is refused, not ignored (docs/process.md, "Proposals").
    fn terms(&self) -> Taken<Terms> {
        let kind = self.word::<ProposalKind>("kind")?.ok_or_else(|| self.missing("kind"))?;
        let (refund, terms) = (self.money("refund")?, self.text_or_empty("terms")?);
        match (kind, refund) {
            (ProposalKind::PartialRefund, Some(refund)) => Ok(Terms::PartialRefund { refund, terms }),
            (ProposalKind::PartialRefund, None) => Err(self.missing("refund")),
            (ProposalKind::Relaunch, None) => Ok(Terms::Relaunch { terms }),
            (ProposalKind::Relaunch, Some(_)) => Err(MoneyRefusal::RelaunchWithRefund.into()),
        }
    }

    fn attachments(&self) -> Taken<Vec<NewAttachment>> {
        let Some(value) = self.get("attachments") else {
            return Ok(Vec::new());
        };
        let list = value.as_array().ok_or_else(|| self.mistyped("attachments", FieldType::List))?;
        if list.len() > limits::ATTACHMENTS {
            let (count, limit) = (list.len(), limits::ATTACHMENTS);
            return Err(EventLineRefusal::TooManyAttachments { count, limit }.into());
        }
        list.iter().map(|item| self.attachment(item)).collect()
    }

    fn attachment(&self, item: &Value) -> Taken<NewAttachment> {
        let object = item.as_object().ok_or_else(|| self.mistyped("attachments", FieldType::ListOfObjects))?;
        let f = EventFields { object, within: Some("attachments") };
        Ok(NewAttachment {
            name: f.name("name")?,
            media_type: f.text("media_type", limits::NAME)?,
            origin: f.word::<Origin>("origin")?.ok_or_else(|| f.missing("origin"))?,
            path: f.optional("path", limits::NAME)?.map(str::to_owned),
            text: f.optional_text("text")?,
            stored_content: None,
        })
    }
}
