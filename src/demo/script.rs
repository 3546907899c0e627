//! What the demo's parties say and want: `data/parties.jsonl`, read once. Which words they use depends only on the case,
//! so that two desks on one demo hear the same.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::lines::{self, BadData, Line, Place};
use crate::domain::ids::OrderId;
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Lang, Side};

/// What makes a party speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum On {
    /// A mediator asked them something.
    Ask,
    /// A mediator wrote.
    Message,
    /// They accept a proposal.
    Accepted,
    /// They decline one.
    Declined,
    /// They offer something else.
    Countered,
}

/// How a party speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tone {
    #[default]
    Calm,
    Heated,
}

/// Words, and the files that come with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub body: String,
    pub attachments: Vec<NewAttachment>,
}

/// News of a party's own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    /// So long after the desk opened.
    pub after: TimeDelta,
    pub order: OrderId,
    pub kind: EventKind,
}

/// What one side of one order wants and says.
#[derive(Debug, Default)]
struct Part {
    tone: Tone,
    accepts: Option<Money>,
    counters: Option<Money>,
    relaunch: Option<bool>,
    says: Vec<(On, Said)>,
}

/// General words of a language, side and tone.
#[derive(Debug)]
struct General {
    lang: Lang,
    side: Side,
    tone: Tone,
    on: On,
    says: Vec<Said>,
}

/// The whole script.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub openings: Vec<Opening>,
    parts: HashMap<(OrderId, Side), Part>,
    general: Vec<General>,
}

/// Whom the script is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role<'a> {
    pub order: &'a OrderId,
    pub price: Money,
    pub lang: Lang,
    pub side: Side,
}

impl Script {
    /// Reads `parties.jsonl`.
    pub fn read(file: &'static str, text: &str) -> Result<Self, BadData> {
        let mut script = Self::default();
        for line in lines::read(file, text)? {
            script.line(&line)?;
        }
        Ok(script)
    }

    fn line(&mut self, line: &Line) -> Result<(), BadData> {
        let order = line.text("order").map(OrderId::from);
        let on = line.text("on");
        if on == Some("start") {
            self.openings.push(opening(line)?);
            return Ok(());
        }
        let side: Side = line.must("side")?;
        let Some(order) = order else {
            let says = line.must::<Vec<String>>("say")?.into_iter().map(|body| Said { body, attachments: Vec::new() });
            self.general.push(General {
                lang: line.must("lang")?,
                side,
                tone: line.must("tone")?,
                on: line.must("on")?,
                says: says.collect(),
            });
            return Ok(());
        };
        let part = self.parts.entry((order, side)).or_default();
        match on {
            None => part.tone = line.must("tone")?,
            Some("refund") => {
                part.accepts = Some(line.must("accepts")?);
                part.counters = line.take("counters")?;
            }
            Some("relaunch") => part.relaunch = Some(line.must("accepts")?),
            Some(_) => {
                let attachments = line.take("attachments")?.unwrap_or_default();
                part.says.push((line.must("on")?, Said { body: line.must("say")?, attachments }));
            }
        }
        Ok(())
    }

    fn part(&self, role: Role<'_>) -> Option<&Part> {
        self.parts.get(&(role.order.clone(), role.side))
    }

    /// Whether a party takes this refund.
    pub fn takes(&self, role: Role<'_>, refund: Money) -> bool {
        let limit = self.part(role).and_then(|part| part.accepts).filter(|limit| limit.currency == refund.currency);
        match role.side {
            Side::Client => refund.minor >= limit.map_or_else(|| share(role.price, 40), |limit| limit.minor),
            Side::Seller => refund.minor <= limit.map_or_else(|| share(role.price, 50), |limit| limit.minor),
        }
    }

    /// What a party offers instead of this refund, if it would be better for them.
    pub fn counters(&self, role: Role<'_>, refund: Money) -> Option<Money> {
        let offer = match (self.part(role), role.side) {
            (Some(Part { accepts: Some(_), counters, .. }), _) => (*counters)?,
            (_, Side::Client) => Money::new(share(role.price, 50), role.price.currency),
            (_, Side::Seller) => Money::new(share(role.price, 30), role.price.currency),
        };
        let better = match role.side {
            Side::Client => offer.minor > refund.minor,
            Side::Seller => offer.minor < refund.minor,
        };
        let possible = offer.currency == role.price.currency && 0 < offer.minor && offer.minor < role.price.minor;
        (better && possible).then_some(offer)
    }

    /// Whether a party agrees to resume.
    pub fn resumes(&self, role: Role<'_>) -> bool {
        let part = self.part(role);
        part.and_then(|part| part.relaunch).unwrap_or(part.is_none_or(|part| part.tone == Tone::Calm))
    }

    /// What they say: their own words first, each once, then general ones in turn from the `n`th.
    pub fn words(&self, role: Role<'_>, on: On, already: &[&str], n: usize) -> Option<&Said> {
        let unsaid = |said: &&Said| !already.contains(&said.body.as_str());
        let part = self.part(role);
        let own = part.into_iter().flat_map(|part| &part.says).filter(|(when, _)| *when == on).map(|(_, said)| said);
        if let Some(said) = own.into_iter().find(unsaid) {
            return Some(said);
        }
        let tone = part.map(|part| part.tone).unwrap_or_default();
        let fits = |g: &&General| (g.lang, g.side, g.tone, g.on) == (role.lang, role.side, tone, on);
        let says = &self.general.iter().find(fits)?.says;
        let in_turn = || says.iter().cycle().skip(n % says.len().max(1)).take(says.len());
        in_turn().find(unsaid).or_else(|| in_turn().next())
    }

    /// Whether they have words of their own left for this.
    pub fn has_own(&self, role: Role<'_>, on: On, already: &[&str]) -> bool {
        let says = self.part(role).map_or(&[][..], |part| &part.says);
        says.iter().any(|(when, said)| *when == on && !already.contains(&said.body.as_str()))
    }
}

/// So many hundredths of a price, in whole units where it has at least ten of them; at least one minor unit.
fn share(price: Money, percent: i64) -> i64 {
    let unit = 10_i64.pow(price.currency.decimals());
    let part = price.minor / 100 * percent + price.minor % 100 * percent / 100;
    let whole = if price.minor >= 10 * unit { part / unit * unit } else { part };
    whole.max(1)
}

fn opening(line: &Line) -> Result<Opening, BadData> {
    let place: Place = line.place;
    let after = lines::span(line.need("after")?).ok_or_else(|| place.bad("`after` is not like 20s or 3m"))?;
    let order = OrderId::from(line.need("order")?);
    let mut fields: Map<String, Value> = line.must("event")?;
    // Only its kind is kept: the id and the time are given when it happens.
    fields.extend([
        ("id".to_owned(), json!("opening")),
        ("at".to_owned(), json!(lines::shown(Time::UNIX_EPOCH))),
        ("order".to_owned(), json!(order)),
    ]);
    let event = Event::parse_line(&Value::Object(fields).to_string()).map_err(|bad| place.bad(bad.refusal.message))?;
    Ok(Opening { after, order, kind: event.kind })
}
