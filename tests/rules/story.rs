//! Stories: one order and its dispute, driven line by line.
//!
//! A story is a text; each line is a step, and after `|` what must be true after it:
//!
//! ```text
//! cancel?                     | order=in_progress pending=cancellation
//! cancel no                   | order=in_dispute ground=cancellation_refused_twice
//! open seller                 | !seller_cannot_open
//! camille decides seller_wins | money=120/0/120/0
//! ```
//!
//! `!code` is a refusal, after which nothing may have changed; a line without one must be accepted. The steps are
//! listed in [`Story::parse_event`] and [`Story::parse_action`], the facts in [`Story::fact`].

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use litige::domain::case::context::RuleContext;
use litige::domain::case::long_parts::{LongParts, NamedFile, NeededParts};
use litige::domain::case::records::Person;
use litige::domain::case::records::{Ask, Attachment, Case, Dispute, Fact, Mediator, Message, Outgoing, Proposal};
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::dispute::deadlines;
use litige::domain::ids::{AskId, AttachmentId, CreatedId, DisputeId, EventId, Handle, Ids, OrderId, ProposalId};
use litige::domain::marketplace::event::{Event, EventKind, NewAttachment, NewOrder, Terms};
use litige::domain::money::accounts::Balances;
use litige::domain::money::accounts::LedgerEntry;
use litige::domain::money::amount::{Currency, Money};
use litige::domain::policy::Policy;
use litige::domain::queue::turn;
use litige::domain::queue::turn::{TurnExplanation, TurnReason};
use litige::domain::refusal::Refusal;
use litige::domain::rules;
use litige::domain::time::Time;
use litige::domain::vocabulary::{DisputeState, Origin, Outcome, Role, Side, Speaker};

/// Returns when every story begins: 3 November 2026, 9:00 UTC.
pub fn start() -> Time {
    DateTime::parse_from_rfc3339("2026-11-03T09:00:00Z").unwrap().with_timezone(&Utc)
}

pub struct Story {
    pub case: Option<Case>,
    pub policy: Policy,
    pub ids: Ids,
    pub now: Time,
    /// The price of `placed` without an amount.
    pub price: Money,
    /// How far the marketplace's clock is ahead.
    pub ahead: TimeDelta,
    pub rows: Rows,
    /// The facts of the last accepted step.
    pub last: Vec<Fact>,
    /// What the last step created, if it was an action.
    pub made: Option<CreatedId>,
    /// All outbox lines, in order.
    pub outbox: Vec<Outgoing>,
    events: u32,
    /// The roles of members that are no longer what [`mediator`] says.
    pub roles: BTreeMap<Handle, Role>,
}

/// The rows that a store would hold besides the case.
#[derive(Default, Clone, Debug, PartialEq)]
pub struct Rows {
    pub messages: Vec<Message>,
    pub attachments: BTreeMap<AttachmentId, Attachment>,
    pub entries: Vec<LedgerEntry>,
    pub asks: BTreeMap<AskId, Ask>,
    pub proposals: BTreeMap<ProposalId, Proposal>,
}

/// The result of a step.
pub type StepResult = Result<(), Refusal>;

impl Story {
    pub fn new(policy: Policy) -> Self {
        Self {
            case: None,
            policy,
            ids: Ids::default(),
            now: start(),
            price: eur("120"),
            ahead: TimeDelta::zero(),
            rows: Rows::default(),
            last: Vec::new(),
            made: None,
            outbox: Vec::new(),
            events: 0,
            roles: BTreeMap::new(),
        }
    }

    pub fn dispute(&self) -> Option<&Dispute> {
        self.case.as_ref()?.dispute.as_ref()
    }

    /// Applies one step, written as a line of a story.
    pub fn step(&mut self, line: &str) -> StepResult {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["wait", span] => {
                self.now += parse_duration(span);
                self.last.clear();
                Ok(())
            }
            ["ahead", span] => {
                self.ahead = parse_duration(span);
                Ok(())
            }
            ["settle"] => {
                self.settle();
                Ok(())
            }
            ["camille" | "ines" | "lise" | "remi" | "nora" | "s-1", ..] => {
                let (action, seen) = self.parse_action(&words[1..]);
                self.act(words[0], action, seen)
            }
            _ => {
                let kind = self.parse_event(&words);
                self.apply(kind)
            }
        }
    }

    pub fn apply(&mut self, kind: EventKind) -> StepResult {
        self.events += 1;
        let event = Event {
            id: EventId(format!("e{}", self.events)),
            at: self.now + self.ahead,
            order: OrderId::from("O-1"),
            kind,
        };
        self.made = None;
        let (mut ids, mut facts) = (self.ids, Vec::new());
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut ids, facts: &mut facts };
        let case = rules::apply(self.case.clone(), &event, &mut ctx)?;
        self.commit(case, ids, facts);
        Ok(())
    }

    pub fn act(&mut self, who: &str, action: Action, seen: Option<i64>) -> StepResult {
        let dispute = self.dispute().map_or(DisputeId(1001), |d| d.id);
        self.request(dispute, who, action, seen)
    }

    pub fn request(&mut self, dispute: DisputeId, who: &str, action: Action, seen: Option<i64>) -> StepResult {
        let mut me = mediator(who);
        me.role = self.roles.get(&me.handle).copied().unwrap_or(me.role);
        let mut case = self.case.clone().expect("an order");
        let request = Request { dispute, by: me.handle.clone(), action, seen, key: None };
        let (mut ids, mut facts) = (self.ids, Vec::new());
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut ids, facts: &mut facts };
        let parts = self.rows.long_parts(&rules::needed_parts(&request.action), &case);
        let made = rules::act(&mut case, &request, &me, &parts, &mut ctx)?;
        self.commit(case, ids, facts);
        self.made = made;
        Ok(())
    }

    pub fn settle(&mut self) -> bool {
        let Some(mut case) = self.case.clone() else { return false };
        let before = case.clone();
        let due = deadlines::next_due(&case);
        let (mut ids, mut facts) = (self.ids, Vec::new());
        let mut ctx = RuleContext { policy: &self.policy, now: self.now, ids: &mut ids, facts: &mut facts };
        let changed = rules::settle(&mut case, &mut ctx);
        assert_eq!(changed, before != case || !facts.is_empty(), "settle tells whether it changed anything");
        assert_eq!(changed, due.is_some_and(|due| due <= self.now), "next_due tells when settle has something to do");
        assert!(deadlines::next_due(&case).is_none_or(|next| next > self.now), "settle leaves nothing that is due");
        self.commit(case, ids, facts);
        changed
    }

    fn commit(&mut self, case: Case, ids: Ids, facts: Vec<Fact>) {
        for fact in &facts {
            match fact {
                Fact::Message(m) => self.rows.messages.push(m.clone()),
                Fact::Attachment(a) => {
                    self.rows.attachments.insert(a.id, a.clone());
                }
                Fact::Struck { attachment, reason } => {
                    self.rows.attachments.get_mut(attachment).unwrap().inadmissible = Some(reason.clone());
                }
                Fact::Admitted { attachment } => {
                    self.rows.attachments.get_mut(attachment).unwrap().inadmissible = None;
                }
                Fact::Entry(e) => self.rows.entries.push(e.clone()),
                Fact::Ask(q) => {
                    self.rows.asks.insert(q.id, q.clone());
                }
                Fact::Proposal(p) => {
                    self.rows.proposals.insert(p.id, p.clone());
                }
                Fact::Outbox(line) => self.outbox.push(line.clone()),
                _ => {}
            }
        }
        self.case = Some(case);
        self.ids = ids;
        self.last = facts;
        self.made = None;
    }

    /// Returns the balances computed from the entries alone.
    pub fn recount(&self) -> Balances {
        self.rows.entries.iter().fold(Balances::default(), Balances::after)
    }

    /// Parses a step that is an event.
    fn parse_event(&self, words: &[&str]) -> EventKind {
        let body = String::from("words");
        let side = |word: &str| word.parse::<Side>().unwrap_or_else(|e| panic!("{e} in {words:?}"));
        let file = |origin| {
            vec![NewAttachment {
                name: "proof.png".into(),
                media_type: "image/png".into(),
                origin,
                path: None,
                text: None,
                stored_content: None,
            }]
        };
        match words {
            ["placed"] => EventKind::OrderPlaced(placed(self.price)),
            ["placed", amount] => EventKind::OrderPlaced(placed(self.money(amount))),
            ["talk", by] => EventKind::OrderMessage { by: side(by), body, attachments: vec![] },
            ["talk", by, "file"] => EventKind::OrderMessage { by: side(by), body, attachments: file(Origin::External) },
            ["deliver"] => EventKind::OrderDelivered { body, attachments: vec![] },
            ["deliver", "file"] => EventKind::OrderDelivered { body, attachments: file(Origin::Platform) },
            ["revise?"] => EventKind::RevisionRequested { body },
            ["cancel?"] => EventKind::CancellationRequested { body },
            ["revise", "yes"] => EventKind::RevisionAccepted { body },
            ["revise", "no"] => EventKind::RevisionRefused { body },
            ["cancel", "yes"] => EventKind::CancellationAccepted { body },
            ["cancel", "no"] => EventKind::CancellationRefused { body },
            ["complete"] => EventKind::OrderCompleted { rating: None, review: None },
            ["complete", rating] => EventKind::OrderCompleted { rating: rating.parse().ok(), review: None },
            ["open"] => EventKind::DisputeOpened { by: Side::Client, justification: "not as ordered".into() },
            ["open", "blank"] => EventKind::DisputeOpened { by: Side::Client, justification: " \n".into() },
            ["open", "seller"] => EventKind::DisputeOpened { by: Side::Seller, justification: body },
            [by, "reads"] => EventKind::DisputeRead { by: side(by) },
            [by, "offers", "relaunch"] => {
                EventKind::ProposalMade { by: side(by), terms: Terms::Relaunch { terms: "one more revision".into() } }
            }
            [by, "offers", refund] => EventKind::ProposalMade { by: side(by), terms: self.partial(refund) },
            [by, "accepts", id] => {
                EventKind::ProposalAnswered { by: side(by), proposal: id.parse().unwrap(), accept: true }
            }
            [by, "declines", id] => {
                EventKind::ProposalAnswered { by: side(by), proposal: id.parse().unwrap(), accept: false }
            }
            // client writes [blank] [file|external] [answers q1]
            [by, "writes", rest @ ..] => EventKind::DisputeMessage {
                by: side(by),
                body: if rest.contains(&"blank") { String::from("\t") } else { body },
                attachments: match rest {
                    _ if rest.contains(&"file") => file(Origin::Platform),
                    _ if rest.contains(&"external") => file(Origin::External),
                    _ => vec![],
                },
                answers: after(rest, "answers").map(|id| id.parse().unwrap()),
            },
            _ => panic!("not a step: {words:?}"),
        }
    }

    /// Parses a step that is an action, with the version seen (`seen 3`).
    fn parse_action(&self, words: &[&str]) -> (Action, Option<i64>) {
        let text = String::from("words");
        let seen = after(words, "seen").map(|v| v.parse().unwrap());
        let action = match words {
            ["claims", ..] => Action::Claim,
            ["releases", ..] => Action::Release,
            ["assigns", to, "saying", "blank"] => Action::Assign { to: Handle::from(*to), note: Some(" ".into()) },
            ["assigns", to, "saying", ..] => Action::Assign { to: Handle::from(*to), note: Some(text) },
            ["assigns", to, ..] => Action::Assign { to: Handle::from(*to), note: None },
            ["says", "blank"] => Action::Say { body: "  ".into() },
            ["says", ..] => Action::Say { body: text },
            ["reminds", "nothing"] => Action::Remind { of: None, body: text },
            ["reminds", of, "blank"] => Action::Remind { of: Some(of.parse().unwrap()), body: String::new() },
            ["reminds", of, ..] => Action::Remind { of: Some(of.parse().unwrap()), body: text },
            ["notes", "blank"] => Action::Note { body: "  ".into() },
            ["notes", ..] => Action::Note { body: text },
            ["asks", to, rest @ ..] => Action::Ask {
                to: to.parse().unwrap(),
                body: if rest.contains(&"blank") { String::new() } else { text },
                due: after(rest, "within").map(|span| self.now + parse_duration(span)),
            },
            ["withdraws", proposal, ..] if proposal.starts_with('p') => {
                Action::WithdrawProposal { proposal: proposal.parse().unwrap() }
            }
            ["withdraws", ask, ..] => Action::WithdrawAsk { ask: ask.parse().unwrap() },
            ["proposes", "relaunch", rest @ ..] => Action::Propose {
                terms: Terms::Relaunch { terms: if rest.contains(&"blank") { String::new() } else { text } },
            },
            ["proposes", refund, ..] => Action::Propose { terms: self.partial(refund) },
            ["strikes", attachment, rest @ ..] => Action::Strike {
                attachment: attachment.parse().unwrap(),
                reason: if rest.contains(&"blank") { String::new() } else { text },
            },
            ["admits", attachment, rest @ ..] => Action::Admit {
                attachment: attachment.parse().unwrap(),
                reason: if rest.contains(&"blank") { String::new() } else { text },
            },
            // decides partial_refund [40] [citing m1,a1] [blank] [seen 3]
            ["decides", outcome, rest @ ..] => Action::Decide(DecisionInput {
                outcome: outcome.parse::<Outcome>().unwrap(),
                refund: rest.first().filter(|w| is_amount(w)).map(|w| self.money(w)),
                reasons: if rest.contains(&"blank") { String::from(" ") } else { text },
                cites: after(rest, "citing")
                    .map(|list| list.split(',').map(|c| c.parse().unwrap()).collect())
                    .unwrap_or_default(),
                key: None,
            }),
            ["takes-over", from, ..] => Action::TakeOver { from: (*from).into() },
            ["undoes", ..] => Action::Undo,
            ["approves", ..] => Action::Approve,
            ["refuses", "blank"] => Action::Refuse { reason: String::new() },
            ["refuses", ..] => Action::Refuse { reason: text },
            ["snoozes", span, ..] => Action::Snooze { until: self.now + parse_duration(span) },
            ["wakes", ..] => Action::Wake,
            ["read", up_to, ..] => Action::MarkRead { up_to: up_to.parse().unwrap() },
            _ => panic!("not an action: {words:?}"),
        };
        (action, seen)
    }

    /// Returns a fact about the current state.
    pub fn fact(&self, name: &str) -> String {
        let case = self.case.as_ref();
        let order = || &case.expect("an order").order;
        let dispute = || self.dispute().unwrap_or_else(|| panic!("{name}: there is no dispute"));
        let decision = || dispute().decision.as_ref();
        let ago = |time: Time| format_duration(time - self.now);
        match name {
            "order" => order().state.to_string(),
            "pending" => dash(order().pending),
            "refusals" => list(&order().refusals),
            // paid in / in escrow / to the seller / back to the client
            "money" => {
                let b = order().balances;
                [b.paid_in, b.escrow, b.seller, b.client].map(units).join("/")
            }
            "dispute" => self.dispute().map_or("none".into(), |d| d.state.to_string()),
            "id" => dispute().id.to_string(),
            "ground" => dispute().ground.to_string(),
            "by" => dispute().opened_by.to_string(),
            "justified" => if dispute().justification.is_some() { "yes" } else { "awaited" }.into(),
            "waiting" => dispute().waiting_on.to_string(),
            "since" => ago(dispute().waiting_since),
            "due" => ago(dispute().due_at),
            "why" => format!("{:?}", turn::explain(dispute(), self.now)),
            "reason" => turn::turn_reason(dispute()).to_string(),
            // The notifications of the last step.
            "tells" => {
                let told =
                    |f: &Fact| if let Fact::Notify { to, what, .. } = f { Some(format!("{to}:{what}")) } else { None };
                list(&self.last.iter().filter_map(told).collect::<Vec<_>>())
            }
            "version" => dispute().version.to_string(),
            "round" => dispute().round.to_string(),
            "policy" => dispute().policy.to_string(),
            "unread" => dispute().unread.to_string(),
            "holder" => dash(dispute().holder()),
            "claim" => dispute().claim.as_ref().map_or("-".into(), |c| format!("{}{}", c.by, ago(c.until))),
            // When each party last wrote: client, seller.
            "last" => {
                let last = dispute().last_wrote;
                [last.client, last.seller].map(|at| at.map_or("-".into(), ago)).join(",")
            }
            "snoozed" => dispute().snoozed_until.map_or("-".into(), ago),
            "decision" => decision().map_or("-".into(), |d| format!("{:?}", d.state).to_lowercase()),
            "outcome" => decision().map_or("-".into(), |d| d.outcome.to_string()),
            "basis" => dash(decision().and_then(|d| d.basis)),
            "carries" => dash(decision().and_then(|d| d.proposal)),
            "cites" => decision().map_or("-".into(), |d| list(&d.cites)),
            "shares" => {
                let share = |m: Option<Money>| m.map_or("-".into(), |m| units(m.minor));
                decision().map_or("-".into(), |d| format!("{}/{}", share(d.refund), share(d.seller_gets)))
            }
            "effective" => decision().and_then(|d| d.effective_at).map_or("-".into(), ago),
            "made" => dash(self.made.as_ref()),
            // The outbox lines and the facts of the last step.
            "told" => self.outbox_kinds(),
            "wrote" => list(&self.last.iter().map(fact_word).collect::<Vec<_>>()),
            "next" => case.and_then(deadlines::next_due).map_or("-".into(), ago),
            ask if ask.starts_with('q') => {
                let found = dispute().asks.iter().find(|a| a.id.to_string() == ask);
                found.map_or("none".into(), |a| a.state.to_string())
            }
            // p1=open:accepted,-  (the client's answer, then the seller's)
            proposal if proposal.starts_with('p') => {
                let found = dispute().proposals.iter().find(|p| p.id.to_string() == proposal);
                found.map_or("none".into(), |p| format!("{}:{},{}", p.state, dash(p.client), dash(p.seller)))
            }
            _ => panic!("nothing is called {name}"),
        }
    }

    /// Parses `40.00`, or `half` or `all` of the price, in its currency.
    fn money(&self, amount: &str) -> Money {
        let minor = match amount {
            "half" => self.price.minor / 2,
            "all" => self.price.minor,
            _ => return Money::parse(amount, self.price.currency).unwrap(),
        };
        Money::new(minor, self.price.currency)
    }

    fn partial(&self, refund: &str) -> Terms {
        Terms::PartialRefund { refund: self.money(refund), terms: String::new() }
    }

    fn outbox_kinds(&self) -> String {
        let kinds: Vec<_> =
            self.last.iter().filter_map(|f| if let Fact::Outbox(o) = f { Some(o.kind) } else { None }).collect();
        list(&kinds)
    }

    /// Applies a step and checks its expectations and the invariants.
    pub fn check(&mut self, line: &str) {
        let (step, expected) = line.split_once('|').unwrap_or((line, ""));
        let before = (self.case.clone(), self.rows.clone());
        let taken = self.step(step.trim());
        let mut wanted = expected.split_whitespace().peekable();
        if let Some(code) = wanted.peek().and_then(|w| w.strip_prefix('!')) {
            match &taken {
                Err(refusal) => assert_eq!(refusal.code().as_str(), code, "{line}: {refusal}"),
                Ok(()) => panic!("{line}: it was taken"),
            }
            assert!((self.case.clone(), self.rows.clone()) == before, "{line}: a refusal changed something");
            wanted.next();
        } else if let Err(refusal) = taken {
            panic!("{line}: refused with {refusal}");
        }
        for fact in wanted {
            let (name, value) = fact.split_once('=').unwrap_or_else(|| panic!("{fact} is not name=value"));
            assert_eq!(self.fact(name), value, "{name} after: {line}");
        }
        self.assert_invariants(before.0.as_ref());
    }

    /// Asserts the invariants after a step.
    pub fn assert_invariants(&self, before: Option<&Case>) {
        let Some(case) = &self.case else { return };
        let balances = case.order.balances;
        assert!(balances.is_balanced(), "paid in = escrow + seller + client: {balances:?}");
        assert_eq!(balances, self.recount(), "the entries tell the balances");
        let ended = !matches!(case.order.state.as_str(), "in_progress" | "delivered" | "in_dispute");
        assert_eq!(balances.escrow == 0, ended, "escrow is empty exactly when the order has ended");
        let disputed = case.dispute.as_ref().is_some_and(|d| d.state == DisputeState::Open);
        assert_eq!(case.order.state.as_str() == "in_dispute", disputed, "an order is in dispute with an open one");
        if let Some(dispute) = &case.dispute {
            let asks = dispute.asks.iter().all(|q| self.rows.asks.get(&q.id) == Some(q));
            let proposals = dispute.proposals.iter().all(|p| self.rows.proposals.get(&p.id) == Some(p));
            assert!(asks && proposals, "what the facts tell of asks and proposals is what the case holds");
            // The stored turn and the computed one agree, until a deadline passes.
            if deadlines::next_due(case).is_none_or(|due| due > self.now) {
                let (why, reason) = (turn::explain(dispute, self.now), turn::turn_reason(dispute));
                assert!(reason_matches(why, reason), "{why:?} is told as {reason}");
            }
        }
        let same = before.and_then(|b| b.dispute.as_ref()).zip(case.dispute.as_ref()).filter(|(a, b)| a.id == b.id);
        if let Some((a, b)) = same {
            // One for each ask and proposal that lapsed, one for the step itself.
            let asks = a.asks.iter().zip(&b.asks).filter(|(a, b)| a.state != b.state).count();
            let proposals = a.proposals.iter().zip(&b.proposals).filter(|(a, b)| a.state != b.state).count();
            let lapsed = (asks + proposals) as i64;
            assert!((a.version..=a.version + lapsed + 1).contains(&b.version), "the version rises by steps");
            assert!(b.round >= a.round);
        }
    }
}

/// Returns whether a reason belongs to a why.
fn reason_matches(why: TurnExplanation, reason: TurnReason) -> bool {
    match why {
        TurnExplanation::Decided => reason == TurnReason::Decided,
        TurnExplanation::SecondMediator => reason == TurnReason::SecondMediator,
        TurnExplanation::Justification(_) => reason == TurnReason::Justification,
        TurnExplanation::Ask(_) => matches!(reason, TurnReason::AskClient | TurnReason::AskSeller),
        TurnExplanation::Proposal(_) => reason == TurnReason::Proposal,
        TurnExplanation::Agreed(_) => reason == TurnReason::Agreed,
        TurnExplanation::AskLapsed(_) => matches!(reason, TurnReason::ClientSilent | TurnReason::SellerSilent),
        TurnExplanation::ProposalLapsed(_) => reason == TurnReason::ProposalLapsed,
        TurnExplanation::Declined(_) => reason == TurnReason::Declined,
        TurnExplanation::Unread => {
            matches!(reason, TurnReason::New | TurnReason::ClientWrote | TurnReason::SellerWrote)
        }
        TurnExplanation::Undone => reason == TurnReason::Undone,
        TurnExplanation::Refused => reason == TurnReason::Refused,
        TurnExplanation::Discussion => reason == TurnReason::Discussion,
    }
}

/// Runs a story under the default policy.
pub fn run_story(lines: &str) -> Story {
    continue_story(Story::new(Policy::default()), lines)
}

/// Continues a story.
pub fn continue_story(mut story: Story, lines: &str) -> Story {
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        story.check(line);
    }
    story
}

impl Rows {
    /// Returns the long parts that an action needs.
    fn long_parts(&self, needed: &NeededParts, case: &Case) -> LongParts {
        let party = |m: &&Message| matches!(m.from, Speaker::Client | Speaker::Seller);
        let unread = needed.read_up_to.map_or(0, |id| self.messages.iter().filter(|m| m.id > id).filter(party).count());
        let attachments =
            needed.attachments.iter().filter_map(|id| Some(NamedFile::new(self.attachments.get(id)?, None)));
        let decision = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).map(|decision| decision.id);
        let entries =
            self.entries.iter().filter(|e| e.decision.is_some() && e.decision == decision && e.reverses.is_none());
        LongParts {
            messages: self.messages.iter().map(|m| m.id).filter(|id| needed.messages.contains(id)).collect(),
            attachments: attachments.collect(),
            unread_after: unread as u32,
            entries: if needed.entries { entries.cloned().collect() } else { Vec::new() },
            receiver: needed.receiver.as_ref().filter(|to| to.0 != "nobody").map(|to| mediator(&to.0)),
        }
    }
}

/// Returns a member of the team: Camille and Inès are mediators, Lise is a lead, Rémi reads, Nora knows the seller;
/// `s-1` has the seller's own id.
pub fn mediator(handle: &str) -> Mediator {
    let role = match handle {
        "lise" => Role::Lead,
        "remi" => Role::Reader,
        _ => Role::Mediator,
    };
    let conflicts = if handle == "nora" { vec!["s-1".into()] } else { vec![] };
    Mediator { conflicts, ..Mediator::new(Handle::from(handle), &handle.to_uppercase(), role) }
}

pub fn placed(amount: Money) -> NewOrder {
    NewOrder {
        client: Person { id: "c-1".into(), name: "Léa Martin".into() },
        seller: Person { id: "s-1".into(), name: "Studio Nova".into() },
        title: "Logo".into(),
        brief: "A logo for a restaurant".into(),
        amount,
        due: None,
        lang: None,
    }
}

pub fn eur(amount: &str) -> Money {
    Money::parse(amount, Currency::EUR).unwrap()
}

fn is_amount(word: &str) -> bool {
    word == "half" || word == "all" || word.starts_with(|c: char| c.is_ascii_digit())
}

fn after<'a>(words: &[&'a str], word: &str) -> Option<&'a str> {
    words.iter().position(|w| *w == word).map(|i| words[i + 1])
}

/// Parses `48h`, `10m` or `30s`, with a sign if negative.
fn parse_duration(text: &str) -> TimeDelta {
    let (number, unit) = text.split_at(text.len() - 1);
    let n: i64 = number.parse().unwrap_or_else(|_| panic!("not a span of time: {text}"));
    match unit {
        "h" => TimeDelta::hours(n),
        "m" => TimeDelta::minutes(n),
        "s" => TimeDelta::seconds(n),
        _ => panic!("not a span of time: {text}"),
    }
}

fn format_duration(delta: TimeDelta) -> String {
    match delta.num_seconds() {
        0 => "+0".into(),
        s if s % 3600 == 0 => format!("{:+}h", s / 3600),
        s if s % 60 == 0 => format!("{:+}m", s / 60),
        s => format!("{s:+}s"),
    }
}

fn units(minor: i64) -> String {
    if minor % 100 == 0 { (minor / 100).to_string() } else { format!("{}.{:02}", minor / 100, minor % 100) }
}

fn dash<T: ToString>(value: Option<T>) -> String {
    value.map_or("-".into(), |v| v.to_string())
}

fn list<T: ToString>(values: &[T]) -> String {
    if values.is_empty() { "-".into() } else { values.iter().map(T::to_string).collect::<Vec<_>>().join(",") }
}

pub fn fact_word(fact: &Fact) -> &'static str {
    match fact {
        Fact::Message(_) => "message",
        Fact::Attachment(_) => "attachment",
        Fact::Note(_) => "note",
        Fact::Ask(_) => "ask",
        Fact::Proposal(_) => "proposal",
        Fact::Read { .. } => "read",
        Fact::Struck { .. } => "struck",
        Fact::Admitted { .. } => "admitted",
        Fact::Entry(_) => "entry",
        Fact::Decided(_) => "decided",
        Fact::DecisionEvent(_) => "mark",
        Fact::Notify { .. } => "tell",
        Fact::Acknowledge { .. } => "known",
        Fact::ForgetNotifications { .. } => "forget",
        Fact::Outbox(_) => "told",
    }
}
