//! The events and actions of a scenario's steps, depending on the state of the case.

use super::Plan;
use super::rng::Rng;
use super::scenario::ScenarioStep;
use super::text::{SyntheticTexts, partial_amount};
use crate::domain::case::records::Person;
use crate::domain::case::records::{Ask, Case, Dispute, Fact};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AttachmentId, Cite, Handle, MessageId, OrderId, PersonId, ProposalId};
use crate::domain::marketplace::event::{EventKind, NewAttachment, NewOrder, Terms};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    AskState, Lang, Origin, Outcome, ProposalKind, ProposalState, RequestKind, Role, Side, Speaker,
};

pub(super) const TEAM: [(&str, &str, Role); 12] = [
    ("camille", "Camille Roussel", Role::Mediator),
    ("ines", "Inès Haddad", Role::Mediator),
    ("tom", "Tom Beckett", Role::Lead),
    ("awa", "Awa Diop", Role::Mediator),
    ("pierre", "Pierre Lacombe", Role::Mediator),
    ("sofia", "Sofia Marin", Role::Mediator),
    ("yann", "Yann Le Goff", Role::Mediator),
    ("grace", "Grace Mensah", Role::Mediator),
    ("oscar", "Oscar Lindgren", Role::Mediator),
    ("lin", "Lin Zhao", Role::Mediator),
    ("nora", "Nora Fischer", Role::Lead),
    ("paul", "Paul Etcheverry", Role::Mediator),
];

const CURRENCIES: [(u64, &str); 5] = [(84, "EUR"), (6, "USD"), (5, "GBP"), (3, "CHF"), (2, "JPY")];

/// What a step sends to the target.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum StepInput {
    Event(EventKind),
    Act(Action),
}

/// The people of one order, and the messages and evidence that they can refer to.
#[derive(Debug)]
pub(super) struct OrderContext {
    pub order: OrderId,
    /// The mediator of its dispute.
    pub mediator: Handle,
    lang: Lang,
    client: Person,
    seller: Person,
    price: Money,
    rng: Rng,
    messages: Vec<MessageId>,
    evidence: Vec<AttachmentId>,
}

impl OrderContext {
    /// Draws the people and the price of an order.
    pub fn new(plan: &Plan, number: u64, mut rng: Rng) -> Self {
        let clients = (plan.disputes / 3 * 2).max(20);
        let sellers = (plan.disputes / 12).max(12);
        let (client, lang) = person(plan, "c", rng.below(clients));
        let (seller, _) = person(plan, "s", rng.zipf(sellers));
        let currency = rng.weighted(&CURRENCIES).and_then(Currency::from_code).unwrap_or(Currency::EUR);
        // From 5 to 2,000 units, most often small.
        let unit = 10_i64.pow(currency.decimals());
        let price = Money::new((5 + i64::try_from(rng.zipf(1_996)).unwrap_or(0)) * unit, currency);
        let mediator = Handle::from(TEAM[rng.zipf(TEAM.len() as u64) as usize].0);
        let order = OrderId(format!("O-{}", 100_001 + number));
        Self { order, mediator, lang, client, seller, price, rng, messages: Vec::new(), evidence: Vec::new() }
    }

    /// Records the messages and evidence among these facts.
    pub fn record_facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            match fact {
                Fact::Message(m) if m.from != Speaker::System && self.messages.len() < 8 => self.messages.push(m.id),
                Fact::Attachment(a) if a.message.is_some() && a.inadmissible.is_none() => self.evidence.push(a.id),
                Fact::Struck { attachment, .. } => self.evidence.retain(|e| e != attachment),
                _ => {}
            }
        }
    }

    /// Returns the event or action of a step; `None` if it has no effect in the current state.
    pub fn input_for(&mut self, step: ScenarioStep, case: Option<&Case>, now: Time) -> Option<StepInput> {
        let dispute = case.and_then(|c| c.dispute.as_ref());
        Some(match step {
            ScenarioStep::Place => StepInput::Event(self.order_placed(now)),
            ScenarioStep::Chat(by) => {
                StepInput::Event(EventKind::OrderMessage { by, body: self.text("order-message"), attachments: vec![] })
            }
            ScenarioStep::Deliver => {
                let attachments = vec![self.attachment(Origin::Platform)];
                StepInput::Event(EventKind::OrderDelivered { body: self.text("delivery"), attachments })
            }
            ScenarioStep::Request(RequestKind::Revision) => {
                StepInput::Event(EventKind::RevisionRequested { body: self.text("revision") })
            }
            ScenarioStep::Request(RequestKind::Cancellation) => {
                StepInput::Event(EventKind::CancellationRequested { body: self.text("cancellation") })
            }
            ScenarioStep::Refuse(RequestKind::Revision) => {
                StepInput::Event(EventKind::RevisionRefused { body: self.text("revision-refused") })
            }
            ScenarioStep::Refuse(RequestKind::Cancellation) => {
                StepInput::Event(EventKind::CancellationRefused { body: self.text("cancellation-refused") })
            }
            ScenarioStep::Open => StepInput::Event(EventKind::DisputeOpened {
                by: Side::Client,
                justification: self.text("justification"),
            }),
            ScenarioStep::Complete => {
                let review = self.rng.chance(60).then(|| self.text("review"));
                StepInput::Event(EventKind::OrderCompleted { rating: Some(1 + self.rng.below(5) as u8), review })
            }
            ScenarioStep::Justify => {
                let answers = open_ask(dispute?, Side::Client).filter(|a| a.by.is_none()).map(|a| a.id);
                let body = self.text("justification");
                StepInput::Event(EventKind::DisputeMessage { by: Side::Client, body, attachments: vec![], answers })
            }
            ScenarioStep::Write(by) => self.message(by, message_section(by), None),
            ScenarioStep::WriteHeated(by) => self.message(by, "heated", None),
            ScenarioStep::Attach(by) => self.message(by, message_section(by), Some(Origin::Platform)),
            ScenarioStep::AttachExternal(by) => self.message(by, message_section(by), Some(Origin::External)),
            ScenarioStep::Read(by) => StepInput::Event(EventKind::DisputeRead { by }),
            ScenarioStep::Answer(by) => {
                let answers = open_ask(dispute?, by).map(|a| a.id);
                let attachments = if self.rng.chance(25) { vec![self.attachment(Origin::Platform)] } else { vec![] };
                StepInput::Event(EventKind::DisputeMessage { by, body: self.text("answer"), attachments, answers })
            }
            ScenarioStep::Offer(by, kind) => StepInput::Event(EventKind::ProposalMade { by, terms: self.terms(kind) }),
            ScenarioStep::Accept(by) => self.answer(dispute?, by, true)?,
            ScenarioStep::Decline(by) => self.answer(dispute?, by, false)?,
            ScenarioStep::MarkRead => {
                let dispute = dispute?;
                StepInput::Act(Action::MarkRead { up_to: dispute.last_message.filter(|_| dispute.unread > 0)? })
            }
            ScenarioStep::Say => StepInput::Act(Action::Say { body: self.text("say") }),
            ScenarioStep::Note => StepInput::Act(Action::Note { body: self.text("note") }),
            ScenarioStep::Ask(to) => StepInput::Act(Action::Ask { to, body: self.text("ask"), due: None }),
            ScenarioStep::Strike => {
                StepInput::Act(Action::Strike { attachment: *self.evidence.last()?, reason: self.text("strike") })
            }
            ScenarioStep::Propose(kind) => StepInput::Act(Action::Propose { terms: self.terms(kind) }),
            ScenarioStep::Claim => StepInput::Act(Action::Claim),
            ScenarioStep::Snooze => {
                let hours = self.rng.between(6, 80);
                StepInput::Act(Action::Snooze { until: now + chrono::TimeDelta::hours(hours) })
            }
            ScenarioStep::Decide(outcome) => StepInput::Act(Action::Decide(self.decision(outcome, dispute?))),
            ScenarioStep::Undo => StepInput::Act(Action::Undo),
            ScenarioStep::Lapse => return None,
        })
    }

    fn text(&mut self, section: &str) -> String {
        let longer = matches!(section, "client" | "seller");
        let count = if longer { 1 + self.rng.zipf(4) } else { 1 };
        SyntheticTexts::of(self.lang).sentences(section, count, self.price, &mut self.rng)
    }

    fn order_placed(&mut self, now: Time) -> EventKind {
        let due = self.rng.chance(80).then(|| now + chrono::TimeDelta::days(self.rng.between(2, 20)));
        EventKind::OrderPlaced(NewOrder {
            client: self.client.clone(),
            seller: self.seller.clone(),
            title: self.text("title"),
            brief: self.text("brief"),
            amount: self.price,
            due,
            lang: Some(self.lang),
        })
    }

    fn message(&mut self, by: Side, section: &str, file: Option<Origin>) -> StepInput {
        let attachments = file.map(|origin| self.attachment(origin)).into_iter().collect();
        StepInput::Event(EventKind::DisputeMessage { by, body: self.text(section), attachments, answers: None })
    }

    fn attachment(&mut self, origin: Origin) -> NewAttachment {
        let name = SyntheticTexts::of(self.lang).phrase("file", self.price, &mut self.rng);
        let ending = name.rsplit('.').next().unwrap_or_default();
        let (media_type, text) = match ending {
            "png" => ("image/png", None),
            "jpg" => ("image/jpeg", None),
            "mp4" => ("video/mp4", None),
            "pdf" => ("application/pdf", None),
            "txt" => ("text/plain", Some(self.text("brief"))),
            _ => ("application/octet-stream", None),
        };
        let path = (origin == Origin::Platform).then(|| format!("{}/{name}", self.order));
        NewAttachment { name, media_type: media_type.to_owned(), origin, path, text, stored_content: None }
    }

    fn terms(&mut self, kind: ProposalKind) -> Terms {
        match kind {
            ProposalKind::PartialRefund => {
                Terms::PartialRefund { refund: partial_amount(self.price, &mut self.rng), terms: self.text("terms") }
            }
            ProposalKind::Relaunch => Terms::Relaunch { terms: self.text("relaunch") },
        }
    }

    /// Returns this party's answer to the open proposal.
    fn answer(&self, dispute: &Dispute, by: Side, accept: bool) -> Option<StepInput> {
        let open = dispute.proposals.last().filter(|p| p.state.is_answerable() && p.answer(by).is_none())?;
        let proposal: ProposalId = open.id;
        Some(StepInput::Event(EventKind::ProposalAnswered { by, proposal, accept }))
    }

    fn decision(&mut self, outcome: Outcome, dispute: &Dispute) -> DecisionInput {
        let section = match outcome {
            Outcome::SellerWins => "reasons-seller",
            Outcome::ClientRefunded => "reasons-client",
            Outcome::PartialRefund => "reasons-partial",
            Outcome::Relaunch => "reasons-relaunch",
        };
        let agreed = dispute.proposals.last().filter(|p| p.state == ProposalState::Agreed).and_then(|p| p.refund);
        let refund = (outcome == Outcome::PartialRefund)
            .then(|| agreed.unwrap_or_else(|| partial_amount(self.price, &mut self.rng)));
        let mut cites = Vec::new();
        if let Some(&message) = self.messages.get(self.rng.below(8) as usize) {
            cites.push(Cite::Message(message));
        }
        cites.extend(self.evidence.first().map(|&e| Cite::Attachment(e)));
        DecisionInput { outcome, refund, reasons: self.text(section), cites, key: None }
    }
}

fn message_section(by: Side) -> &'static str {
    match by {
        Side::Client => "client",
        Side::Seller => "seller",
    }
}

fn open_ask(dispute: &Dispute, to: Side) -> Option<&Ask> {
    dispute.asks.iter().rfind(|a| a.state == AskState::Open && a.to == to)
}

/// Returns a person, the same for the same number. Two in three write in French.
fn person(plan: &Plan, kind: &str, number: u64) -> (Person, Lang) {
    let salt = if kind == "c" { 0x0c11_e475 } else { 0x5e11_e455 };
    let mut rng = Rng::new(plan.seed ^ salt, number);
    let lang = if rng.chance(65) { Lang::Fr } else { Lang::En };
    let texts = SyntheticTexts::of(lang);
    let nothing = Money::zero(Currency::EUR);
    let mut part = |section| texts.sentence(section, nothing, &mut rng);
    let name = if kind == "c" { format!("{} {}", part("first-name"), part("last-name")) } else { part("studio") };
    (Person { id: PersonId(format!("{kind}-{}", 1 + number)), name }, lang)
}
