//! The two rows that change as a case goes on: its order's and its dispute's.

use std::borrow::Cow;

use crate::domain::case::records::{Claim, Decision, Dispute, LastWrote, Order, Person};
use crate::domain::decision::precedents::PriceBand;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{DecisionId, DisputeId, Handle, MessageId, OrderId, PersonId};
use crate::domain::money::accounts::Balances;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::turn::{self, TurnReason};
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Ground, Lang, OpenedBy, OrderState, Outcome, RequestKind, WaitingOn};
use crate::store::queue::stored_rank;
use crate::store::write::table::{Column, Layout, Row, Source, table};
use crate::store::write::value::{List, ToValue};
use crate::store::write::{Cause, awaiting, outcome_of};

table! {
    OrderRow<'a> in "orders" {
        num: i64 [key, checksum],
        id: Cow<'a, OrderId> [checksum],
        client_id: Cow<'a, PersonId> [checksum],
        client_name: Cow<'a, str> [checksum],
        seller_id: Cow<'a, PersonId> [checksum],
        seller_name: Cow<'a, str> [checksum],
        title: Cow<'a, str> [checksum],
        price: i64 [checksum],
        currency: Currency [checksum],
        state: OrderState [checksum, changes],
        placed: i64 [checksum],
        placed_at: Time [checksum],
        due: Option<Time> [checksum],
        lang: Lang [checksum],
        pending: Option<RequestKind> [checksum, changes],
        refusals: List<'a, RequestKind> [checksum, changes],
        paid_in: i64 [checksum, changes],
        escrow: i64 [checksum, changes],
        to_seller: i64 [checksum, changes],
        to_client: i64 [checksum, changes],
        dispute: Option<DisputeId> [checksum, changes],
        erased: Option<i64> [checksum],
    }
}

impl<'a> OrderRow<'a> {
    /// The row of an order as it stands. `num` is its number of ours, `placed` the event that placed it, `dispute` its
    /// latest, `erased` the audit record that erased a name of it last.
    pub fn new(order: &'a Order, num: i64, placed: i64, dispute: Option<DisputeId>, erased: Option<i64>) -> Self {
        Self {
            num,
            id: Cow::Borrowed(&order.id),
            client_id: Cow::Borrowed(&order.client.id),
            client_name: Cow::Borrowed(&order.client.name),
            seller_id: Cow::Borrowed(&order.seller.id),
            seller_name: Cow::Borrowed(&order.seller.name),
            title: Cow::Borrowed(&order.title),
            price: order.price.minor,
            currency: order.price.currency,
            state: order.state,
            placed,
            placed_at: order.placed_at,
            due: order.due,
            lang: order.lang,
            pending: order.pending,
            refusals: List(Cow::Borrowed(&order.refusals)),
            paid_in: order.balances.paid_in,
            escrow: order.balances.escrow,
            to_seller: order.balances.seller,
            to_client: order.balances.client,
            dispute,
            erased,
        }
    }

    /// The order of this row; the brief stands in the event that placed it.
    pub fn into_order(self, brief: String) -> Order {
        Order {
            id: self.id.into_owned(),
            client: Person { id: self.client_id.into_owned(), name: self.client_name.into_owned() },
            seller: Person { id: self.seller_id.into_owned(), name: self.seller_name.into_owned() },
            title: self.title.into_owned(),
            brief,
            price: Money::new(self.price, self.currency),
            state: self.state,
            placed_at: self.placed_at,
            due: self.due,
            lang: self.lang,
            pending: self.pending,
            refusals: self.refusals.0.into_owned(),
            balances: Balances {
                paid_in: self.paid_in,
                escrow: self.escrow,
                seller: self.to_seller,
                client: self.to_client,
            },
        }
    }
}

table! {
    /// A dispute, without what its row repeats of the order.
    DisputeRow<'a> in "disputes" {
        id: DisputeId [key, checksum],
        order_num: i64 [checksum],
        ground: Ground [checksum],
        opened_at: Time [checksum],
        opened_by: OpenedBy [checksum],
        policy: u32 [checksum],
        justification: Option<MessageId> [checksum, changes],
        state: DisputeState [checksum, changes],
        round: u32 [checksum, changes],
        version: i64 [checksum, changes],
        claimed_by: Option<Cow<'a, Handle>> [checksum, changes],
        claimed_until: Option<Time> [checksum, changes],
        // Of before schema 5, and empty since; every row's checksum covers it.
        lapsed_claim: Option<Cow<'a, Handle>> [checksum, changes],
        waiting_on: WaitingOn [checksum, changes],
        waiting_since: Time [checksum, changes],
        due_at: Time [checksum, changes],
        snoozed_until: Option<Time> [checksum, changes],
        client_wrote: Option<Time> [checksum, changes],
        seller_wrote: Option<Time> [checksum, changes],
        last_message: Option<MessageId> [checksum, changes],
        unread: u32 [checksum, changes],
        decision: Option<DecisionId> [checksum, changes],
        awaiting: Option<Cow<'a, Handle>> [checksum, changes],
        reason: TurnReason [checksum, changes],
        outcome: Option<Outcome> [checksum, changes],
        rank: i64 [checksum, changes],
        settle_at: Option<Time> [checksum, changes],
        touched: i64 [checksum, changes],
        touched_by: Cow<'a, Actor> [checksum, changes],
        touched_what: ChangeKind [checksum, changes],
    }
}

/// What a dispute's row holds that the dispute itself does not.
#[derive(Debug, Clone, Copy)]
pub struct DisputeExtras<'a> {
    /// The order's number of ours.
    pub order_num: i64,
    /// The message that holds the justification.
    pub justification: Option<MessageId>,
    /// When time alone will next change the dispute.
    pub settle_at: Option<Time>,
    /// The number of the change.
    pub change: i64,
    /// Who made it, and what it was.
    pub cause: &'a Cause,
}

impl<'a> DisputeRow<'a> {
    /// The row of a dispute as it stands.
    pub fn new(dispute: &'a Dispute, extras: &DisputeExtras<'a>) -> Self {
        Self {
            id: dispute.id,
            order_num: extras.order_num,
            ground: dispute.ground,
            opened_at: dispute.opened_at,
            opened_by: dispute.opened_by,
            policy: dispute.policy,
            justification: extras.justification,
            state: dispute.state,
            round: dispute.round,
            version: dispute.version,
            claimed_by: dispute.claim.as_ref().map(|claim| Cow::Borrowed(&claim.by)),
            claimed_until: dispute.claim.as_ref().map(|claim| claim.until),
            lapsed_claim: None,
            waiting_on: dispute.waiting_on,
            waiting_since: dispute.waiting_since,
            due_at: dispute.due_at,
            snoozed_until: dispute.snoozed_until,
            client_wrote: dispute.last_wrote.client,
            seller_wrote: dispute.last_wrote.seller,
            last_message: dispute.last_message,
            unread: dispute.unread,
            decision: dispute.decision.as_ref().map(|decision| decision.id),
            awaiting: awaiting(dispute).map(Cow::Borrowed),
            reason: turn::turn_reason(dispute),
            outcome: outcome_of(dispute),
            rank: stored_rank(dispute),
            settle_at: extras.settle_at,
            touched: extras.change,
            touched_by: Cow::Borrowed(&extras.cause.by),
            touched_what: extras.cause.kind,
        }
    }

    /// Who changed it last, and how.
    pub fn cause(&self) -> Cause {
        Cause { by: self.touched_by.clone().into_owned(), kind: self.touched_what }
    }

    /// The dispute of this row, without its asks and proposals; the justification is a message's text.
    pub fn into_dispute(self, justification: Option<String>, decision: Option<Decision>) -> Dispute {
        let claim = self.claimed_by.zip(self.claimed_until);
        Dispute {
            id: self.id,
            ground: self.ground,
            opened_at: self.opened_at,
            opened_by: self.opened_by,
            policy: self.policy,
            justification,
            state: self.state,
            round: self.round,
            version: self.version,
            claim: claim.map(|(by, until)| Claim { by: by.into_owned(), until }),
            waiting_on: self.waiting_on,
            waiting_since: self.waiting_since,
            due_at: self.due_at,
            snoozed_until: self.snoozed_until,
            last_wrote: LastWrote { client: self.client_wrote, seller: self.seller_wrote },
            last_message: self.last_message,
            unread: self.unread,
            asks: Vec::new(),
            proposals: Vec::new(),
            decision,
            reopened: None,
        }
    }
}

table! {
    /// What a dispute's row repeats of its order, so that a page of the queue reads one row a case.
    QueueColumns<'a> in "disputes" {
        order_id: Cow<'a, OrderId>,
        title: Cow<'a, str>,
        client: Cow<'a, str>,
        seller: Cow<'a, str>,
        price: i64,
        currency: Currency,
        band: PriceBand,
        lang: Lang,
        words: String,
    }
}

impl<'a> QueueColumns<'a> {
    /// What the row of this dispute repeats of its order.
    pub fn new(order: &'a Order, dispute: DisputeId) -> Self {
        Self {
            order_id: Cow::Borrowed(&order.id),
            title: Cow::Borrowed(&order.title),
            client: Cow::Borrowed(&order.client.name),
            seller: Cow::Borrowed(&order.seller.name),
            price: order.price.minor,
            currency: order.price.currency,
            band: PriceBand::of(order.price),
            lang: order.lang,
            words: filter_text(order, dispute),
        }
    }
}

/// What the queue's filter looks in.
pub fn filter_text(order: &Order, dispute: DisputeId) -> String {
    folded_words(dispute, [&order.id.0, &order.title, &order.client.name, &order.seller.name])
}

/// What the queue's filter looks in: the dispute's number, then its order's id and title and both names, each on its line so
/// that no phrase is found across two.
pub fn folded_words(dispute: DisputeId, parts: [&str; 4]) -> String {
    fold(&format!("{dispute}\n{}", parts.join("\n")))
}

/// A dispute's whole row, as it is inserted.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDispute<'a> {
    /// The dispute's own columns.
    pub dispute: DisputeRow<'a>,
    /// The columns that repeat its order.
    pub queue: QueueColumns<'a>,
}

const OWN: usize = <DisputeRow<'static> as Row>::WIDTH;
const REPEATED: usize = <QueueColumns<'static> as Row>::WIDTH;

impl Row for NewDispute<'_> {
    const WIDTH: usize = OWN + REPEATED;

    type Fields<'r>
        = [&'r dyn ToValue; OWN + REPEATED]
    where
        Self: 'r;

    fn layout() -> &'static Layout {
        static COLUMNS: std::sync::LazyLock<Vec<Column>> =
            std::sync::LazyLock::new(|| [DisputeRow::layout().columns, QueueColumns::layout().columns].concat());
        static LAYOUT: std::sync::LazyLock<Layout> = std::sync::LazyLock::new(|| Layout {
            name: "NewDispute",
            table: "disputes",
            columns: &COLUMNS,
            erasable: false,
        });
        &LAYOUT
    }

    fn fields(&self) -> Self::Fields<'_> {
        let (own, repeated) = (self.dispute.fields(), self.queue.fields());
        std::array::from_fn(|index| if index < OWN { own[index] } else { repeated[index - OWN] })
    }

    fn decode<S: Source>(source: &S) -> Result<Self, S::Error> {
        let queue = &Shifted { source, by: OWN };
        Ok(Self { dispute: Row::decode(source)?, queue: Row::decode(queue)? })
    }
}

/// The columns of a source from one of them on.
struct Shifted<'s, S> {
    source: &'s S,
    by: usize,
}

impl<S: Source> Source for Shifted<'_, S> {
    type Error = S::Error;

    fn column<T: crate::store::write::value::FromValue>(
        &self,
        index: usize,
        name: &'static str,
    ) -> Result<T, S::Error> {
        self.source.column(index + self.by, name)
    }
}
