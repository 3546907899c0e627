//! The records of a case, as far as the rules need them. The long parts (messages, timeline) stay in the store; see
//! [`crate::store::CaseFile`] for a complete case.

use schemars::JsonSchema;
use serde::Serialize;

use super::actor::Actor;
use super::evidence_file::StoredContent;
use crate::domain::ids::{
    AskId, AttachmentId, Cite, DecisionId, DisputeId, Handle, MessageId, NoteId, OrderId, PersonId, ProposalId,
    SystemAccount,
};
use crate::domain::money::accounts::{Balances, LedgerEntry};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Reader, RequestKind, Role, Side, Speaker, WaitingOn, vocabulary,
};

/// An order and its latest dispute, open or decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub order: Order,
    /// Its latest dispute, if it ever had one.
    pub dispute: Option<Dispute>,
}

/// One purchase of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    pub id: OrderId,
    pub client: Person,
    pub seller: Person,
    pub title: String,
    /// What the client asked for.
    pub brief: String,
    /// The price, more than zero.
    pub price: Money,
    pub state: OrderState,
    pub placed_at: Time,
    /// When the delivery is due.
    pub due: Option<Time>,
    /// The language the parties write in.
    pub lang: Lang,
    /// The request that waits for the seller's word; at most one.
    pub pending: Option<RequestKind>,
    /// What the seller refused since the order was placed or last relaunched, oldest first. A relaunch counts once it takes
    /// effect, so that undoing it leaves them as they were.
    pub refusals: Vec<RequestKind>,
    /// Where its money is.
    pub balances: Balances,
}

impl Order {
    /// Returns the client or the seller.
    pub fn party(&self, side: Side) -> &Person {
        match side {
            Side::Client => &self.client,
            Side::Seller => &self.seller,
        }
    }
}

/// A client or a seller, as the marketplace names them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, JsonSchema)]
pub struct Person {
    /// The marketplace's own id.
    pub id: PersonId,
    // Never shown without passing through safe text.
    /// Their name, as they wrote it.
    #[schemars(extend("pattern" = r"\S"))]
    pub name: String,
}

/// A dispute: its header, its asks and proposals, and its decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    pub id: DisputeId,
    /// What allowed it.
    pub ground: Ground,
    pub opened_at: Time,
    /// By choice, or by itself.
    pub opened_by: OpenedBy,
    /// The policy's version at the opening.
    pub policy: u32,
    /// The client's justification; `None` while it is awaited.
    pub justification: Option<String>,
    pub state: DisputeState,
    /// Starts at 1; one more after an undo. One effective decision a round.
    pub round: u32,
    /// One more with every change of what the case says: messages, asks, proposals, evidence, decision. A claim, a read
    /// receipt and a snooze don't count.
    pub version: i64,
    /// Who holds it; `None` for one that is nobody's, or decided.
    pub claim: Option<Claim>,
    /// Whose turn it is.
    pub waiting_on: WaitingOn,
    /// Since when it is their turn.
    pub waiting_since: Time,
    /// When that turn should be over. Queue order: earliest first.
    pub due_at: Time,
    /// Out of the queue until then, or until a party writes.
    pub snoozed_until: Option<Time>,
    /// When each party last wrote.
    pub last_wrote: LastWrote,
    /// The newest message of the discussion.
    pub last_message: Option<MessageId>,
    /// Messages of the parties that no mediator has read.
    pub unread: u32,
    /// Every ask, oldest first.
    pub asks: Vec<Ask>,
    /// Every proposal, oldest first.
    pub proposals: Vec<Proposal>,
    /// The decision of the current round: in force, on hold, or waiting for a second mediator.
    pub decision: Option<Decision>,
    /// How the decision of the round before was taken back.
    pub reopened: Option<Reopening>,
}

impl Dispute {
    /// Returns who holds the case, whether their lease has ended or not.
    pub fn holder(&self) -> Option<&Handle> {
        self.claim.as_ref().map(|claim| &claim.by)
    }

    /// Returns whether the dispute is decided, or its decision waits for a second mediator: nothing more is said to the
    /// parties.
    pub fn is_settled(&self) -> bool {
        self.state == DisputeState::Decided || self.decision.is_some()
    }
}

/// How a decision was taken back, so that its dispute is open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reopening {
    pub at: Time,
    /// Undone ([`DecisionEventKind::Reversed`]), or refused by a second mediator.
    pub by: DecisionEventKind,
}

impl Reopening {
    /// Returns the one that an event of a decision was, if it took the decision back.
    pub fn of(event: &DecisionEvent) -> Option<Self> {
        match event.kind {
            DecisionEventKind::Reversed | DecisionEventKind::Refused => Some(Self { at: event.at, by: event.kind }),
            DecisionEventKind::Approved | DecisionEventKind::Effective => None,
        }
    }
}

/// When each party last wrote in the discussion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastWrote {
    pub client: Option<Time>,
    pub seller: Option<Time>,
}

impl LastWrote {
    /// Returns when this party last wrote.
    pub fn of(&self, side: Side) -> Option<Time> {
        match side {
            Side::Client => self.client,
            Side::Seller => self.seller,
        }
    }
}

/// Who holds a dispute, and until when the lease keeps others from acting on it (docs/process.md, "Claims").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub by: Handle,
    /// When the lease ends, which the holder's work renews. The case stays theirs after it; only then whoever else acts on
    /// the case takes it over.
    pub until: Time,
}

impl Claim {
    /// Returns whether the lease has ended.
    pub fn is_lapsed(&self, now: Time) -> bool {
        self.until <= now
    }
}

/// A mediator's tracked request for details or evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    pub id: AskId,
    pub to: Side,
    pub body: String,
    pub state: AskState,
    pub at: Time,
    pub due_at: Time,
    /// Who asked; `None` for litige's own question for the justification.
    pub by: Option<Handle>,
    /// The message that carries it.
    pub message: MessageId,
    /// The message that answered it.
    pub answer: Option<MessageId>,
}

/// A settlement put to both parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub id: ProposalId,
    pub kind: ProposalKind,
    /// For a partial refund: what the client gets back.
    pub refund: Option<Money>,
    pub terms: String,
    /// Who made it: a party or a mediator.
    pub by: Speaker,
    /// The mediator who made it.
    pub mediator: Option<Handle>,
    pub at: Time,
    /// When the case comes back to the mediator if no one answers.
    pub due_at: Time,
    /// The client's word on these exact terms.
    pub client: Option<Answer>,
    /// The seller's word on these exact terms.
    pub seller: Option<Answer>,
    /// When a party last gave their word on what was offered to them.
    pub answered_at: Option<Time>,
    pub state: ProposalState,
}

impl Proposal {
    /// Returns this party's answer.
    pub fn answer(&self, side: Side) -> Option<Answer> {
        match side {
            Side::Client => self.client,
            Side::Seller => self.seller,
        }
    }
}

/// A decision. Its row never changes; what happens to it later (approved, reversed, effective) is recorded by [`DecisionEvent`]s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    /// The dispute it ends.
    pub dispute: DisputeId,
    /// The dispute's round it decides.
    pub round: u32,
    pub outcome: Outcome,
    /// Agreed or imposed; `None` where the outcome takes no agreement.
    pub basis: Option<Basis>,
    /// What the client gets back; `None` for a relaunch.
    pub refund: Option<Money>,
    /// What the seller gets; `None` for a relaunch.
    pub seller_gets: Option<Money>,
    /// The proposal whose agreement it carries out.
    pub proposal: Option<ProposalId>,
    pub reasons: String,
    /// What it rests on.
    pub cites: Vec<Cite>,
    pub by: Handle,
    pub at: Time,
    /// When the marketplace is told: until then it can be undone. `None` while it waits for a second mediator.
    pub effective_at: Option<Time>,
    /// The caller's key, which makes a repeat harmless.
    pub key: Option<String>,
    /// The second mediator's word, where one was asked for and given.
    pub second: Option<SecondReview>,
    pub state: DecisionState,
}

/// A second mediator's approval or refusal of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondReview {
    pub by: Handle,
    pub at: Time,
    /// Why it is no; `None` for a yes.
    pub reason: Option<String>,
}

/// Where a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionState {
    /// Waits for a second mediator; no money has moved.
    Awaiting,
    /// Money has moved, and it can still be undone.
    OnHold,
    /// The marketplace has been told.
    Effective,
    /// Undone while on hold.
    Reversed,
    /// The second mediator said no.
    Refused,
}

/// A record that a change of a case adds to the store. An ask or a proposal replaces its earlier state; all others are
/// appended.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A message of the discussion.
    Message(Message),
    /// A file of a message (dispute) or of an event (order).
    Attachment(Attachment),
    /// A note that only mediators see.
    Note(Note),
    /// An ask as it stands now.
    Ask(Ask),
    /// A proposal as it stands now.
    Proposal(Proposal),
    /// Someone has read the discussion up to this message.
    Read {
        by: Reader,
        /// The newest message read.
        up_to: MessageId,
    },
    /// A piece of evidence is inadmissible, and why.
    Struck { attachment: AttachmentId, reason: String },
    /// A piece of evidence counts again.
    Admitted { attachment: AttachmentId },
    /// A movement of money.
    Entry(LedgerEntry),
    /// A decision was taken.
    Decided(Decision),
    /// Something happened to a decision.
    DecisionEvent(DecisionEvent),
    /// The marketplace must be told.
    Outbox(Outgoing),
    /// A mediator must be told what another, or a party, did to a case of theirs.
    Notify { to: Handle, by: Actor, what: NotificationKind, at: Time },
    /// A mediator who works on the case knows this of it: it need not be told.
    Acknowledge { by: Handle, what: NotificationKind, at: Time },
    /// What is told to whose case it is is not to be told to this mediator any more: the case is decided, or no longer theirs.
    ForgetNotifications { of: Handle },
}

/// A message of the three-way discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id, in order of arrival over all disputes.
    pub id: MessageId,
    pub dispute: DisputeId,
    pub at: Time,
    pub from: Speaker,
    /// Their name (a party's) or handle (a mediator's); empty for litige itself.
    pub author: String,
    /// The text as it came: never shown without passing through safe text.
    pub body: String,
}

/// A file, under its message or its order event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    /// The message it came with; `None` for one of the order's own conversation or delivery.
    pub message: Option<MessageId>,
    pub name: String,
    pub media_type: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Where the marketplace keeps it.
    pub path: Option<String>,
    pub text: Option<String>,
    /// What became of its content; `None` where nobody looked: only its name came.
    pub stored_content: Option<StoredContent>,
    /// Why it doesn't count; `None` for admissible evidence.
    pub inadmissible: Option<String>,
}

/// A note that only mediators see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    pub id: NoteId,
    pub at: Time,
    pub by: Handle,
    pub body: String,
}

/// Something that happened to a decision after it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionEvent {
    pub decision: DecisionId,
    pub kind: DecisionEventKind,
    pub at: Time,
    /// Who did it; `None` for the clock.
    pub by: Option<Handle>,
    /// Why, for a refusal.
    pub reason: Option<String>,
    /// When the marketplace will be told, for an approval.
    pub effective_at: Option<Time>,
}

vocabulary!(
    /// What happened to a decision.
    DecisionEventKind, "what happened to a decision", {
        Approved = "approved", Refused = "refused", Reversed = "reversed", Effective = "effective",
    }
);

vocabulary!(
    /// What a mediator is told of a case.
    NotificationKind, "what a mediator is told", {
        /// Another took it, who may: the lease had ended, or they lead.
        TakenOver = "taken_over",
        /// Another gave them a case.
        Assigned = "assigned",
        /// Another, who may, gave their case to somebody else.
        Reassigned = "reassigned",
        /// A second mediator approved their decision.
        Approved = "approved",
        /// A second mediator refused their decision.
        Refused = "refused",
        /// A lead undid their decision.
        Undone = "undone",
        /// A party wrote.
        PartyWrote = "party_wrote",
        /// A party answered a question.
        AskAnswered = "ask_answered",
        /// A party made a proposal.
        ProposalMade = "proposal_made",
        /// A party accepted or declined a proposal.
        ProposalAnswered = "proposal_answered",
        /// A colleague's decision waits for a second mediator.
        ApprovalNeeded = "approval_needed",
        /// The deadline of their turn is near.
        DeadlineNear = "deadline_near",
        /// The deadline of their turn is past.
        DeadlinePast = "deadline_past",
    }
);

impl NotificationKind {
    /// What is told to whose case it is, as long as it is theirs and open.
    pub const OF_THE_HOLDER: [Self; 6] = [
        Self::PartyWrote,
        Self::AskAnswered,
        Self::ProposalMade,
        Self::ProposalAnswered,
        Self::DeadlineNear,
        Self::DeadlinePast,
    ];

    /// Returns whether it is told for as long as the case stands so, rather than because a write made a notification of it
    /// (see [`crate::domain::dispute::attention`]).
    pub fn is_standing(self) -> bool {
        matches!(self, Self::ApprovalNeeded | Self::DeadlineNear | Self::DeadlinePast)
    }
}

crate::domain::vocabulary::vocabulary!(
    /// The types of lines for the marketplace.
    OutboxType, "a type of outbox line", {
        DisputeOpened = "dispute.opened",
        MessagePosted = "message.posted",
        AskOpened = "ask.opened",
        AskReminded = "ask.reminded",
        AskWithdrawn = "ask.withdrawn",
        AskLapsed = "ask.lapsed",
        ProposalMade = "proposal.made",
        ProposalSuperseded = "proposal.superseded",
        ProposalWithdrawn = "proposal.withdrawn",
        ProposalAgreed = "proposal.agreed",
        ProposalLapsed = "proposal.lapsed",
        EvidenceStruck = "evidence.struck",
        EvidenceAdmitted = "evidence.admitted",
        DecisionEffective = "decision.effective",
    }
);

/// A line for the marketplace (docs/contract.md, "Outbox").
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    pub at: Time,
    /// What it is about.
    pub kind: OutboxType,
    pub order: OrderId,
    pub dispute: DisputeId,
    /// What else the marketplace needs to act.
    pub body: serde_json::Map<String, serde_json::Value>,
}

/// A member of the mediation team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mediator {
    pub handle: Handle,
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Parties whose cases they can't act on; one's own handle is always among them.
    pub conflicts: Vec<PersonId>,
    /// The account of the system that alone acts under the handle; `None`: whoever does is taken at their word.
    pub account: Option<SystemAccount>,
    /// Since when they act no more.
    pub retired_at: Option<Time>,
    /// Other handles that their account has had. Not stored: see [`crate::domain::team::identity::acting`].
    #[serde(skip)]
    pub same_account: Vec<Handle>,
}

impl Mediator {
    /// A member without conflicts, whom no account is bound to.
    pub fn new(handle: Handle, name: &str, role: Role) -> Self {
        Self {
            handle,
            name: name.to_owned(),
            role,
            conflicts: Vec::new(),
            account: None,
            retired_at: None,
            same_account: Vec::new(),
        }
    }
}
