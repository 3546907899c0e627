//! Seeding of the demo: every line of `data/cases/` is applied at its own time, through the store and the rules.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::data_lines::{self, DataError, DataLine, LinePosition};
use super::{DemoError, MEDIATOR};
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::Mediator;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{Cite, DisputeId, EventId, Handle, MessageId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, Terms};
use crate::domain::money::amount::Money;
use crate::domain::policy::setting::{PolicyKey, PolicySetting};
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::filter::Filter;
use crate::domain::time::Time;
use crate::domain::vocabulary::{ProposalKind, Role, View};
use crate::store::{CaseFile, Ingested, PageFrom, QueueQuery, Store, StoreError};

const TEAM: (&str, &str) = ("team.jsonl", include_str!("../../data/team.jsonl"));

macro_rules! cases {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!("cases/", $name, ".jsonl"), include_str!(concat!("../../data/cases/", $name, ".jsonl")))),+]
    };
}

/// The cases' files: their paths relative to `data/`, and their content.
pub(super) const CASES: &[(&str, &str)] = cases![
    "01-logo-restaurant",
    "02-montage-mariage",
    "03-traduction-notice",
    "04-site-wordpress",
    "05-voix-off-radio",
    "06-referencement-seo",
    "07-cv-graphiste",
    "08-mixage-ep",
    "09-boutique-dropshipping",
    "10-livre-grand-pere",
    "11-macro-excel",
    "12-illustration-album",
    "13-montage-podcast",
    "14-miniature-youtube",
    "15-formation-notion",
    "16-sous-titres",
    "17-cartes-de-visite",
    "18-book-cover",
    "19-app-mockup",
    "20-pixel-art",
    "21-product-descriptions",
    "22-resume-linkedin",
    "23-scraper",
    "24-voice-over-elearning",
    "25-interview-transcription",
    "26-anime-commission",
    "27-explainer-video",
    "90-orders",
];

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../data/files/", $path)))),+]
    };
}

/// The evidence files whose content is stored, by the path in their attachment.
pub(super) const FILES: &[(&str, &[u8])] = files![
    "orders/O-48213/tonneau_v1.png",
    "orders/O-48213/tonneau_v2.png",
    "orders/O-48213/quatre_couleurs.png",
    "orders/O-48441/mini_carton.png",
];

/// Fills an empty database with the demo as of `now`, and returns the handle of its mediator.
///
/// # Errors
/// Returns [`DemoError::NotEmpty`] if there are disputes already, and [`DemoError::Store`] if the store could not be
/// written.
pub fn seed(store: &mut dyn Store, now: Time) -> Result<Handle, DemoError> {
    let any = QueueQuery { view: View::All, me: None, filter: Filter::default(), from: PageFrom::Start, limit: 1 };
    if !store.queue(&any, now)?.rows.is_empty() {
        return Err(DemoError::NotEmpty);
    }
    let steps = history(now)?;
    let beginning = steps.first().map_or(now, |step| step.at);
    insert_team(store, beginning)?;
    let mut loader = Loader { store, batch: Vec::new(), disputes: HashMap::new(), names: HashMap::new() };
    let read = steps_read_by_mediator(&steps);
    for (i, step) in steps.iter().enumerate() {
        loader.apply(step, read.contains(&i), now)?;
    }
    loader.flush()?;
    store.settle_due(now)?;
    acknowledge_notifications(store, now)?;
    Ok(Handle::from(MEDIATOR))
}

/// Acknowledges all notifications of the demo's past.
fn acknowledge_notifications(store: &mut dyn Store, now: Time) -> Result<(), DemoError> {
    for Mediator { handle, .. } in store.mediators()? {
        let notifications = store.notifications(&handle, now)?;
        store.acknowledge(&handle, &notifications)?;
    }
    Ok(())
}

/// A line with its time and order.
pub(super) struct ScheduledLine {
    pub at: Time,
    pub order: OrderId,
    pub line: DataLine,
}

impl ScheduledLine {
    /// Returns the type: `desk.…`, or an event's type.
    fn kind(&self) -> Result<&str, DataError> {
        self.line.require_text("type")
    }

    /// Returns the names that the line defines: of what it creates, and of its attachments by index.
    fn names(&self) -> (Option<&str>, Vec<(usize, &str)>) {
        let files = self.line.fields.get("attachments").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let resolve = files.iter().enumerate().filter_map(|(i, file)| Some((i, file.get("as")?.as_str()?)));
        (self.line.text("as"), resolve.collect())
    }
}

/// Returns all lines of all cases, ordered by time, then by file.
pub(super) fn history(now: Time) -> Result<Vec<ScheduledLine>, DataError> {
    let mut steps = Vec::new();
    for (file, text) in CASES {
        let mut order = None;
        for line in data_lines::parse_lines(file, text)? {
            if let Some(placed) = line.text("order") {
                order = Some(OrderId::from(placed));
            }
            let order = order.clone().ok_or_else(|| line.position.error("no order is placed above it"))?;
            let at = line.time("at", now)?.ok_or_else(|| line.position.error("`at` is missing"))?;
            steps.push(ScheduledLine { at, order, line });
        }
    }
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

/// Returns the steps before which the mediator reads the discussion: each decision, and the last message in each order.
/// Earlier receipts would have no visible effect.
fn steps_read_by_mediator(history: &[ScheduledLine]) -> HashSet<usize> {
    let mut read = HashSet::new();
    let mut last = HashMap::new();
    for (i, step) in history.iter().enumerate() {
        match step.line.text("type") {
            Some("desk.decide") => {
                read.insert(i);
            }
            Some("desk.say" | "desk.ask" | "desk.propose") => {
                last.insert(&step.order, i);
            }
            _ => {}
        }
    }
    read.extend(last.into_values());
    read
}

fn insert_team(store: &mut dyn Store, at: Time) -> Result<(), DemoError> {
    #[derive(serde::Deserialize)]
    #[serde(tag = "type", deny_unknown_fields)]
    enum Member {
        #[serde(rename = "desk.mediator")]
        Mediator {
            handle: Handle,
            name: String,
            role: Role,
            #[serde(default)]
            conflicts: Vec<crate::domain::ids::PersonId>,
        },
        #[serde(rename = "desk.policy")]
        Policy { by: Handle, reason: String, set: BTreeMap<PolicyKey, String> },
    }
    let (mut team, mut policies) = (Vec::new(), Vec::new());
    for line in data_lines::parse_lines(TEAM.0, TEAM.1)? {
        let position = line.position;
        let member = serde_json::from_value(Value::Object(line.fields)).map_err(|e| position.error(e.to_string()))?;
        match member {
            Member::Mediator { handle, name, role, conflicts } => {
                team.push(Mediator { conflicts, ..Mediator::new(handle, &name, role) });
            }
            Member::Policy { by, reason, set } => {
                let settings = set.iter().map(|(key, value)| PolicySetting::parse(*key, value));
                let settings = settings.collect::<Result<_, _>>().map_err(|bad| position.error(bad))?;
                policies.push((by, PolicyChange { settings, reason }));
            }
        }
    }
    store.found_team(&team, at)?;
    for (by, change) in policies {
        store.put_policy(&by, &change, None, at)?;
    }
    Ok(())
}

/// Applies steps in order; the events between two actions form one batch.
struct Loader<'a> {
    store: &'a mut dyn Store,
    batch: Vec<(Event, LinePosition)>,
    disputes: HashMap<OrderId, DisputeId>,
    /// The ids that `as` has named, by order and name.
    names: HashMap<(OrderId, String), String>,
}

impl Loader<'_> {
    fn apply(&mut self, step: &ScheduledLine, has_read: bool, now: Time) -> Result<(), DemoError> {
        match step.kind()?.strip_prefix("desk.") {
            Some(what) => self.apply_action(step, what, has_read, now),
            None => self.add_event(step, now),
        }
    }

    fn add_event(&mut self, step: &ScheduledLine, now: Time) -> Result<(), DemoError> {
        let position = step.line.position;
        let mut event = parse_event(step, now, |name| self.resolve(step, name))?;
        for file in event.kind.attachments_mut() {
            if let Some((_, content)) = FILES.iter().find(|(path, _)| file.path.as_deref() == Some(path)) {
                file.stored_content = Some(StoredContent::Stored(self.store.put_blob(content)?));
            }
        }
        self.batch.extend(receipt(&event).map(|receipt| (receipt, position)));
        self.batch.push((event, position));
        let (message, files) = step.names();
        if message.is_none() && files.is_empty() {
            return Ok(());
        }
        self.flush()?;
        let case = self.case(step)?;
        if let Some(name) = message {
            let made =
                created_id(&case, step.kind()?).ok_or_else(|| position.error("it makes nothing that can be named"))?;
            self.names.insert((step.order.clone(), name.to_owned()), made);
        }
        for (i, name) in files {
            let file = case.thread.last().and_then(|row| row.attachments.get(i));
            let id =
                file.map(|file| file.id.to_string()).ok_or_else(|| position.error("only evidence can be named"))?;
            self.names.insert((step.order.clone(), name.to_owned()), id);
        }
        Ok(())
    }

    fn apply_action(&mut self, step: &ScheduledLine, what: &str, has_read: bool, now: Time) -> Result<(), DemoError> {
        self.flush()?;
        self.store.settle_due(step.at)?;
        let by = Handle::from(step.line.require_text("by")?);
        let action = match what {
            "read" => return self.mark_read(step, &by),
            _ => parse_action(&step.line, what, now, |name| self.resolve(step, name))?,
        };
        if has_read {
            self.mark_read(step, &by)?;
        }
        let made = self.act(step, by, action)?;
        if let Some(name) = step.names().0 {
            let made = made.ok_or_else(|| step.line.position.error("it makes nothing that can be named"))?;
            self.names.insert((step.order.clone(), name.to_owned()), made);
        }
        Ok(())
    }

    /// Marks the whole discussion as read by a mediator.
    fn mark_read(&mut self, step: &ScheduledLine, by: &Handle) -> Result<(), DemoError> {
        let up_to: Option<MessageId> = self.case(step)?.thread.last().map(|row| row.message.id);
        if let Some(up_to) = up_to {
            self.act(step, by.clone(), Action::MarkRead { up_to })?;
        }
        Ok(())
    }

    fn act(&mut self, step: &ScheduledLine, by: Handle, action: Action) -> Result<Option<String>, DemoError> {
        let request = Request { dispute: self.dispute(step)?, by, action, seen: None, key: None };
        match self.store.act(&request, step.at) {
            Ok(acted) => Ok(acted.made.map(|id| id.to_string())),
            Err(StoreError::Refused(refusal)) => Err(step.line.position.error(refusal).into()),
            Err(error) => Err(error.into()),
        }
    }

    fn flush(&mut self) -> Result<(), DemoError> {
        let (events, positions): (Vec<Event>, Vec<LinePosition>) = self.batch.drain(..).unzip();
        let Some(last) = events.last() else {
            return Ok(());
        };
        let results = self.store.ingest(&events, last.at)?;
        for ((event, position), result) in events.iter().zip(positions).zip(results) {
            match result {
                Ingested::Accepted { opened: Some(dispute) } => {
                    self.disputes.insert(event.order.clone(), dispute);
                }
                Ingested::Accepted { opened: None } => {}
                Ingested::Duplicate => return Err(position.error("it was applied already").into()),
                Ingested::Refused(refusal) | Ingested::KeptLate(refusal) => {
                    return Err(position.error(refusal).into());
                }
            }
        }
        Ok(())
    }

    fn dispute(&self, step: &ScheduledLine) -> Result<DisputeId, DataError> {
        let dispute = self.disputes.get(&step.order).copied();
        dispute.ok_or_else(|| step.line.position.error(format!("order {} has no dispute yet", step.order)))
    }

    fn case(&self, step: &ScheduledLine) -> Result<CaseFile, DemoError> {
        Ok(self.store.case(self.dispute(step)?)?)
    }

    fn resolve(&self, step: &ScheduledLine, name: &str) -> Result<String, DataError> {
        let id = self.names.get(&(step.order.clone(), name.to_owned())).cloned();
        id.ok_or_else(|| step.line.position.error(format!("nothing above it is named {name}")))
    }
}

/// Returns the read receipt of a party who writes, offers or answers.
fn receipt(event: &Event) -> Option<Event> {
    let by = match &event.kind {
        EventKind::DisputeMessage { by, .. }
        | EventKind::ProposalMade { by, .. }
        | EventKind::ProposalAnswered { by, .. } => *by,
        _ => return None,
    };
    let id = EventId(format!("{}:read", event.id));
    Some(Event { id, at: event.at, order: event.order.clone(), kind: EventKind::DisputeRead { by } })
}

/// Returns the id of what an event of this type has just created.
fn created_id(case: &CaseFile, kind: &str) -> Option<String> {
    match kind {
        "dispute.message" => case.thread.last().map(|row| row.message.id.to_string()),
        "proposal.made" => case.case.dispute.as_ref()?.proposals.last().map(|p| p.id.to_string()),
        _ => None,
    }
}

/// Parses the event of a step, after filling in the times, the order, the id and the named ids.
pub(super) fn parse_event(
    step: &ScheduledLine,
    now: Time,
    resolve: impl Fn(&str) -> Result<String, DataError>,
) -> Result<Event, DataError> {
    let DataLine { position, fields } = &step.line;
    let mut fields: Map<String, Value> = fields.clone();
    let id = format!("demo/{}:{}", position.file, position.line);
    fields.extend([
        ("id".to_owned(), json!(id)),
        ("at".to_owned(), json!(data_lines::format_time(step.at))),
        ("order".to_owned(), json!(step.order)),
    ]);
    if let Some(due) = step.line.time("due", now)? {
        fields.insert("due".to_owned(), json!(data_lines::format_time(due)));
    }
    for field in ["answers", "proposal"] {
        if let Some(name) = step.line.text(field) {
            fields.insert(field.to_owned(), json!(resolve(name)?));
        }
    }
    Event::parse_line(&Value::Object(fields).to_string()).map_err(|bad| position.error(bad.refusal))
}

/// Parses the action of a `desk.…` line.
fn parse_action(
    line: &DataLine,
    what: &str,
    now: Time,
    resolve: impl Fn(&str) -> Result<String, DataError>,
) -> Result<Action, DataError> {
    let position = line.position;
    let text = |name: &str| line.require_text(name).map(str::to_owned);
    fn id<T: std::str::FromStr>(position: LinePosition, id: String) -> Result<T, DataError> {
        id.parse().map_err(|_| position.error(format!("{id} is the id of something else")))
    }
    Ok(match what {
        "claim" => Action::Claim,
        "release" => Action::Release,
        "say" => Action::Say { body: text("body")? },
        "note" => Action::Note { body: text("body")? },
        "ask" => Action::Ask { to: line.require("to")?, body: text("body")?, due: line.time("due", now)? },
        "withdraw" => Action::WithdrawAsk { ask: id(position, resolve(line.require_text("ask")?)?)? },
        "propose" => Action::Propose { terms: parse_terms(line)? },
        "strike" => Action::Strike {
            attachment: id(position, resolve(line.require_text("attachment")?)?)?,
            reason: text("reason")?,
        },
        "decide" => {
            let names: Vec<String> = line.get("cites")?.unwrap_or_default();
            let cites = names.iter().map(|name| id::<Cite>(position, resolve(name)?)).collect::<Result<_, _>>()?;
            let (outcome, refund) = (line.require("outcome")?, line.get("refund")?);
            Action::Decide(DecisionInput { outcome, refund, reasons: text("reasons")?, cites, key: None })
        }
        "undo" => Action::Undo,
        "approve" => Action::Approve,
        "refuse" => Action::Refuse { reason: text("reason")? },
        "snooze" => {
            Action::Snooze { until: line.time("until", now)?.ok_or_else(|| position.error("`until` is missing"))? }
        }
        _ => return Err(position.error(format!("desk.{what} is not something that a mediator does"))),
    })
}

fn parse_terms(line: &DataLine) -> Result<Terms, DataError> {
    let terms = line.text("terms").unwrap_or_default().to_owned();
    Ok(match line.require("kind")? {
        ProposalKind::PartialRefund => Terms::PartialRefund { refund: line.require::<Money>("refund")?, terms },
        ProposalKind::Relaunch => Terms::Relaunch { terms },
    })
}
