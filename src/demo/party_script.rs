//! The script of the demo's parties, `data/parties.jsonl`: what they say and accept. The choice of statements depends
//! only on the case, so that two desks on one demo get the same.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::data_lines::{self, DataError, DataLine, LinePosition};
use crate::domain::ids::OrderId;
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Side};

/// What a statement answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Trigger {
    /// An ask of a mediator.
    Ask,
    /// A message of a mediator.
    Message,
    /// The party accepts a proposal.
    Accepted,
    /// The party declines a proposal.
    Declined,
    /// The party makes a counter-proposal.
    Countered,
}

/// The tone of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tone {
    #[default]
    Calm,
    Heated,
}

/// A message with its attachments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub body: String,
    pub attachments: Vec<NewAttachment>,
}

/// An event that happens by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ScheduledEvent {
    /// After the start of the desk.
    pub after: TimeDelta,
    pub order: OrderId,
    pub kind: EventKind,
}

/// The script of one side of one order.
#[derive(Debug, Default)]
struct PartyScript {
    tone: Tone,
    accepts: Option<Money>,
    counters: Option<Money>,
    relaunch: Option<bool>,
    statements: Vec<(Trigger, Statement)>,
}

/// Generic statements of a language, side and tone.
#[derive(Debug)]
struct GenericStatements {
    lang: Lang,
    side: Side,
    tone: Tone,
    on: Trigger,
    statements: Vec<Statement>,
}

#[derive(Debug, Default)]
pub(super) struct DemoScript {
    pub scheduled: Vec<ScheduledEvent>,
    parties: HashMap<(OrderId, Side), PartyScript>,
    generic: Vec<GenericStatements>,
}

/// The party that the script is queried for.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartyContext<'a> {
    pub order: &'a OrderId,
    pub price: Money,
    pub lang: Lang,
    pub side: Side,
}

impl DemoScript {
    /// Parses `parties.jsonl`.
    pub fn parse(file: &'static str, text: &str) -> Result<Self, DataError> {
        let mut script = Self::default();
        for line in data_lines::parse_lines(file, text)? {
            script.add_line(&line)?;
        }
        Ok(script)
    }

    fn add_line(&mut self, line: &DataLine) -> Result<(), DataError> {
        let order = line.text("order").map(OrderId::from);
        let on = line.text("on");
        if on == Some("start") {
            self.scheduled.push(parse_scheduled_event(line)?);
            return Ok(());
        }
        let side: Side = line.require("side")?;
        let Some(order) = order else {
            let statements =
                line.require::<Vec<String>>("say")?.into_iter().map(|body| Statement { body, attachments: Vec::new() });
            self.generic.push(GenericStatements {
                lang: line.require("lang")?,
                side,
                tone: line.require("tone")?,
                on: line.require("on")?,
                statements: statements.collect(),
            });
            return Ok(());
        };
        let part = self.parties.entry((order, side)).or_default();
        match on {
            None => part.tone = line.require("tone")?,
            Some("refund") => {
                part.accepts = Some(line.require("accepts")?);
                part.counters = line.get("counters")?;
            }
            Some("relaunch") => part.relaunch = Some(line.require("accepts")?),
            Some(_) => {
                let attachments = line.get("attachments")?.unwrap_or_default();
                part.statements.push((line.require("on")?, Statement { body: line.require("say")?, attachments }));
            }
        }
        Ok(())
    }

    fn party_script(&self, party: PartyContext<'_>) -> Option<&PartyScript> {
        self.parties.get(&(party.order.clone(), party.side))
    }

    /// Returns whether a party accepts this refund.
    pub fn accepts_refund(&self, party: PartyContext<'_>, refund: Money) -> bool {
        let limit =
            self.party_script(party).and_then(|part| part.accepts).filter(|limit| limit.currency == refund.currency);
        match party.side {
            Side::Client => refund.minor >= limit.map_or_else(|| percent_of(party.price, 40), |limit| limit.minor),
            Side::Seller => refund.minor <= limit.map_or_else(|| percent_of(party.price, 50), |limit| limit.minor),
        }
    }

    /// Returns a party's counter-offer to this refund, if it would be better for them.
    pub fn counter_offer(&self, party: PartyContext<'_>, refund: Money) -> Option<Money> {
        let offer = match (self.party_script(party), party.side) {
            (Some(PartyScript { accepts: Some(_), counters, .. }), _) => (*counters)?,
            (_, Side::Client) => Money::new(percent_of(party.price, 50), party.price.currency),
            (_, Side::Seller) => Money::new(percent_of(party.price, 30), party.price.currency),
        };
        let better = match party.side {
            Side::Client => offer.minor > refund.minor,
            Side::Seller => offer.minor < refund.minor,
        };
        let possible = offer.currency == party.price.currency && 0 < offer.minor && offer.minor < party.price.minor;
        (better && possible).then_some(offer)
    }

    /// Returns whether a party accepts a relaunch.
    pub fn accepts_relaunch(&self, party: PartyContext<'_>) -> bool {
        let part = self.party_script(party);
        part.and_then(|part| part.relaunch).unwrap_or(part.is_none_or(|part| part.tone == Tone::Calm))
    }

    /// Returns the next statement: their own ones first, each once, then generic ones in turn, from the `n`th.
    pub fn choose_statement(
        &self,
        party: PartyContext<'_>,
        on: Trigger,
        already: &[&str],
        n: usize,
    ) -> Option<&Statement> {
        let is_new = |statement: &&Statement| !already.contains(&statement.body.as_str());
        let part = self.party_script(party);
        let own = part
            .into_iter()
            .flat_map(|part| &part.statements)
            .filter(|(when, _)| *when == on)
            .map(|(_, statement)| statement);
        if let Some(statement) = own.into_iter().find(is_new) {
            return Some(statement);
        }
        let tone = part.map(|part| part.tone).unwrap_or_default();
        let fits = |g: &&GenericStatements| (g.lang, g.side, g.tone, g.on) == (party.lang, party.side, tone, on);
        let statements = &self.generic.iter().find(fits)?.statements;
        let in_turn = || statements.iter().cycle().skip(n % statements.len().max(1)).take(statements.len());
        in_turn().find(is_new).or_else(|| in_turn().next())
    }

    /// Returns whether a statement of their own is left for this trigger.
    pub fn has_own_statement(&self, party: PartyContext<'_>, on: Trigger, already: &[&str]) -> bool {
        let statements = self.party_script(party).map_or(&[][..], |part| &part.statements);
        statements.iter().any(|(when, statement)| *when == on && !already.contains(&statement.body.as_str()))
    }
}

/// Returns a percentage of a price, in whole units if the price has at least ten; at least one minor unit.
fn percent_of(price: Money, percent: i64) -> i64 {
    let unit = 10_i64.pow(price.currency.decimals());
    let part = price.minor / 100 * percent + price.minor % 100 * percent / 100;
    let whole = if price.minor >= 10 * unit { part / unit * unit } else { part };
    whole.max(1)
}

fn parse_scheduled_event(line: &DataLine) -> Result<ScheduledEvent, DataError> {
    let position: LinePosition = line.position;
    let after = data_lines::parse_duration(line.require_text("after")?)
        .ok_or_else(|| position.error("`after` is not like 20s or 3m"))?;
    let order = OrderId::from(line.require_text("order")?);
    let mut fields: Map<String, Value> = line.require("event")?;
    // Only the kind is used: the id and the time are set when the event happens.
    fields.extend([
        ("id".to_owned(), json!("opening")),
        ("at".to_owned(), json!(data_lines::format_time(Time::UNIX_EPOCH))),
        ("order".to_owned(), json!(order)),
    ]);
    let event = Event::parse_line(&Value::Object(fields).to_string()).map_err(|bad| position.error(bad.refusal))?;
    Ok(ScheduledEvent { after, order, kind: event.kind })
}
