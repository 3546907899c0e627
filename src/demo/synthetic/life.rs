//! The life of one order, from its placing to where its dispute stands in the end, as a list of things that happen and the
//! time between them. Made at birth, by chance alone; what they say is found when they happen.

use super::rng::Rng;
use crate::domain::vocabulary::{Ground, Outcome, ProposalKind, RequestKind, Side};

/// The fewest messages that a life can have, whatever becomes of it.
pub(super) const FEWEST_MESSAGES: u64 = 4;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Between two things in a discussion: less than the 48 hours after which an unanswered ask lapses.
const PAUSE: (i64, i64) = (2 * MINUTE, 20 * HOUR);

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Place,
    Chat(Side),
    Deliver,
    Request(RequestKind),
    Refuse(RequestKind),
    Open,
    Justify,
    Write(Side),
    Shout(Side),
    Show(Side),
    ShowFromOutside(Side),
    Read(Side),
    Ask(Side),
    Answer(Side),
    /// The ask before it lapses: litige says so by itself.
    Lapse,
    Seen,
    Say,
    Note,
    Strike,
    Propose(ProposalKind),
    Offer(Side, ProposalKind),
    Accept(Side),
    Decline(Side),
    Claim,
    Snooze,
    Decide(Outcome),
    Undo,
    Complete,
}

/// What becomes of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Decided.
    Decided(Ending),
    /// Still open in the end.
    Open(Standing),
}

/// How a decided one ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Seller,
    Client,
    AgreedRefund,
    ImposedRefund,
    Relaunch,
}

/// Where an open one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It opened, and nothing was said since.
    Fresh,
    /// A party wrote last.
    Unread,
    Asked(Side),
    /// An ask lapsed.
    Unanswered(Side),
    Proposed,
    /// This party accepted, the other has not answered.
    HalfAgreed(Side),
    /// This party offered something else.
    Countered(Side),
    Agreed(ProposalKind),
    Snoozed,
    Held,
}

/// The plan of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Life {
    /// What happens, and how many milliseconds after the thing before.
    pub ops: Vec<(i64, Op)>,
    /// How many messages its discussion will have.
    pub messages: u64,
}

impl Life {
    /// From the first thing to the last, in milliseconds.
    pub fn length(&self) -> i64 {
        self.ops.iter().map(|op| op.0).sum()
    }

    /// Fits it into less time.
    pub fn squeeze(&mut self, length: i64) {
        let now = self.length().max(1);
        if now > length {
            let fit =
                |gap: i64| i64::try_from(i128::from(gap) * i128::from(length.max(0)) / i128::from(now)).unwrap_or(0);
            self.ops.iter_mut().for_each(|op| op.0 = fit(op.0));
        }
    }
}

/// Draws a fate for a decided dispute.
pub(super) fn ending(rng: &mut Rng) -> Ending {
    const ALL: [(u64, Ending); 5] = [
        (30, Ending::Seller),
        (32, Ending::Client),
        (16, Ending::AgreedRefund),
        (12, Ending::ImposedRefund),
        (10, Ending::Relaunch),
    ];
    rng.weighted(&ALL).unwrap_or(Ending::Seller)
}

/// Draws a fate for an open one.
pub(super) fn standing(rng: &mut Rng) -> Standing {
    let side = side(rng);
    let all = [
        (14, Standing::Fresh),
        (30, Standing::Unread),
        (18, Standing::Asked(side)),
        (7, Standing::Unanswered(side)),
        (8, Standing::Proposed),
        (5, Standing::HalfAgreed(side)),
        (6, Standing::Countered(side)),
        (3, Standing::Agreed(ProposalKind::PartialRefund)),
        (3, Standing::Agreed(ProposalKind::Relaunch)),
        (4, Standing::Snoozed),
        (2, Standing::Held),
    ];
    rng.weighted(&all).unwrap_or(Standing::Unread)
}

/// Draws a life with this ground and fate and, where it can, so many messages. With `lapses`, some asks in the middle lapse;
/// such a life must not be squeezed.
pub(super) fn life(ground: Ground, fate: Fate, messages: u64, lapses: bool, rng: &mut Rng) -> Life {
    let mut life = Draft { ops: Vec::with_capacity(32), rng };
    life.before(ground);
    let mut ending = Draft { ops: Vec::new(), rng: life.rng };
    ending.end(fate, messages);
    let ending = ending.ops;
    if ground == Ground::CancellationRefusedTwice && fate != Fate::Open(Standing::Fresh) {
        life.after(Op::Justify, (10 * MINUTE, 30 * HOUR));
    }
    let fixed = count(&life.ops) + count(&ending);
    if fate != Fate::Open(Standing::Fresh) {
        life.talk(messages.saturating_sub(fixed), lapses);
    }
    let Draft { mut ops, .. } = life;
    ops.extend(ending);
    Life { messages: count(&ops), ops }
}

fn count(ops: &[(i64, Op)]) -> u64 {
    // The second refused cancellation opens the dispute and brings litige's own question.
    let cancellations = ops.iter().filter(|op| op.1 == Op::Refuse(RequestKind::Cancellation)).count();
    ops.iter().map(|op| posts(op.1)).sum::<u64>() + u64::from(cancellations >= 2)
}

/// How many messages it adds to the discussion.
fn posts(op: Op) -> u64 {
    match op {
        Op::Open
        | Op::Justify
        | Op::Write(_)
        | Op::Shout(_)
        | Op::Show(_)
        | Op::ShowFromOutside(_)
        | Op::Ask(_)
        | Op::Answer(_)
        | Op::Lapse
        | Op::Say
        | Op::Decide(_)
        | Op::Undo => 1,
        Op::Place
        | Op::Chat(_)
        | Op::Deliver
        | Op::Request(_)
        | Op::Refuse(_)
        | Op::Read(_)
        | Op::Seen
        | Op::Note
        | Op::Strike
        | Op::Propose(_)
        | Op::Offer(..)
        | Op::Accept(_)
        | Op::Decline(_)
        | Op::Claim
        | Op::Snooze
        | Op::Complete => 0,
    }
}

fn side(rng: &mut Rng) -> Side {
    if rng.chance(50) { Side::Client } else { Side::Seller }
}

struct Draft<'a> {
    ops: Vec<(i64, Op)>,
    rng: &'a mut Rng,
}

impl Draft<'_> {
    fn after(&mut self, op: Op, (least, most): (i64, i64)) {
        let gap = self.rng.between(least, most);
        self.ops.push((gap, op));
    }

    fn soon(&mut self, op: Op) {
        self.after(op, (20_000, 4 * MINUTE));
    }

    fn then(&mut self, op: Op) {
        self.after(op, PAUSE);
    }

    /// The order, up to its dispute.
    fn before(&mut self, ground: Ground) {
        use RequestKind::{Cancellation, Revision};
        self.ops.push((0, Op::Place));
        if self.rng.chance(50) {
            self.after(Op::Chat(Side::Client), (HOUR, 8 * HOUR));
        }
        if self.rng.chance(30) {
            self.after(Op::Chat(Side::Seller), (HOUR, DAY));
        }
        if ground != Ground::CancellationRefusedTwice || self.rng.chance(60) {
            self.after(Op::Deliver, (DAY, 5 * DAY));
        }
        let requests = match ground {
            Ground::CancellationRefusedTwice => [Cancellation, Cancellation],
            Ground::RevisionRefusedTwice => [Revision, Revision],
            Ground::RevisionThenCancellationRefused => [Revision, Cancellation],
        };
        for request in requests {
            self.after(Op::Request(request), (HOUR, 30 * HOUR));
            self.after(Op::Refuse(request), (HOUR, 20 * HOUR));
        }
        if ground != Ground::CancellationRefusedTwice {
            self.after(Op::Open, (30 * MINUTE, DAY));
        }
    }

    /// So many messages of discussion.
    fn talk(&mut self, mut messages: u64, lapses: bool) {
        #[derive(Clone, Copy)]
        enum Topic {
            Party,
            Say,
            Ask,
            Lapse,
            Offer,
        }
        while messages > 0 {
            let side = side(self.rng);
            let two = u64::from(messages > 1);
            let topics = [
                (56, Topic::Party),
                (18, Topic::Say),
                (14 * two, Topic::Ask),
                (2 * two * u64::from(lapses), Topic::Lapse),
                (4, Topic::Offer),
            ];
            match self.rng.weighted(&topics).unwrap_or(Topic::Party) {
                Topic::Party => self.party(side),
                Topic::Say => {
                    self.then(Op::Seen);
                    self.soon(Op::Say);
                }
                Topic::Ask => {
                    self.then(Op::Seen);
                    self.soon(Op::Ask(side));
                    self.after(Op::Answer(side), (30 * MINUTE, 40 * HOUR));
                    messages -= 1;
                }
                Topic::Lapse => {
                    self.then(Op::Ask(side));
                    self.after(Op::Lapse, (49 * HOUR, 60 * HOUR));
                    messages -= 1;
                }
                Topic::Offer => {
                    self.then(Op::Propose(ProposalKind::PartialRefund));
                    let word = if self.rng.chance(50) { Op::Decline(side) } else { Op::Accept(side) };
                    self.then(word);
                    continue;
                }
            }
            messages -= 1;
            if self.rng.chance(14) {
                self.then(Op::Read(side.other()));
            }
            if self.rng.chance(4) {
                self.then(Op::Note);
            }
        }
    }

    fn party(&mut self, side: Side) {
        let all = [(84, Op::Write(side)), (10, Op::Show(side)), (2, Op::ShowFromOutside(side)), (4, Op::Shout(side))];
        let op = self.rng.weighted(&all).unwrap_or(Op::Write(side));
        self.then(op);
        if matches!(op, Op::Show(_)) && self.rng.chance(8) {
            self.then(Op::Strike);
        }
    }

    fn end(&mut self, fate: Fate, messages: u64) {
        match fate {
            Fate::Decided(ending) => self.decided(ending, messages),
            Fate::Open(standing) => self.open(standing),
        }
    }

    fn decided(&mut self, ending: Ending, messages: u64) {
        let outcome = match ending {
            Ending::Seller => Outcome::SellerWins,
            Ending::Client => Outcome::ClientRefunded,
            Ending::AgreedRefund | Ending::ImposedRefund => Outcome::PartialRefund,
            Ending::Relaunch => Outcome::Relaunch,
        };
        match ending {
            Ending::AgreedRefund => self.agree(ProposalKind::PartialRefund),
            Ending::Relaunch => self.agree(ProposalKind::Relaunch),
            Ending::Seller | Ending::Client | Ending::ImposedRefund => {}
        }
        self.then(Op::Seen);
        self.soon(Op::Decide(outcome));
        // A slip, undone at once. It takes two messages more.
        if messages >= FEWEST_MESSAGES + 2 && ending != Ending::Relaunch && self.rng.chance(2) {
            self.soon(Op::Undo);
            self.soon(Op::Decide(outcome));
        }
        if self.rng.chance(40) {
            let reader = side(self.rng);
            self.after(Op::Read(reader), (MINUTE, 3 * HOUR));
        }
        if ending == Ending::Relaunch && self.rng.chance(60) {
            self.after(Op::Deliver, (5 * HOUR, 3 * DAY));
            self.after(Op::Complete, (HOUR, DAY));
        }
    }

    /// A mediator's proposal that both accept.
    fn agree(&mut self, kind: ProposalKind) {
        let first = side(self.rng);
        self.then(Op::Propose(kind));
        self.then(Op::Accept(first));
        self.then(Op::Accept(first.other()));
    }

    fn open(&mut self, standing: Standing) {
        let kind = if self.rng.chance(70) { ProposalKind::PartialRefund } else { ProposalKind::Relaunch };
        match standing {
            Standing::Fresh => {}
            Standing::Unread => {
                let side = side(self.rng);
                self.then(Op::Write(side));
            }
            Standing::Asked(side) => {
                self.then(Op::Seen);
                self.soon(Op::Ask(side));
            }
            Standing::Unanswered(side) => {
                self.then(Op::Ask(side));
                self.after(Op::Lapse, (49 * HOUR, 60 * HOUR));
            }
            Standing::Proposed => self.then(Op::Propose(kind)),
            Standing::HalfAgreed(side) => {
                self.then(Op::Propose(kind));
                self.then(Op::Accept(side));
            }
            Standing::Countered(side) => {
                self.then(Op::Propose(ProposalKind::PartialRefund));
                self.then(Op::Decline(side));
                self.soon(Op::Offer(side, ProposalKind::PartialRefund));
            }
            Standing::Agreed(kind) => self.agree(kind),
            Standing::Snoozed => {
                self.then(Op::Seen);
                self.soon(Op::Snooze);
            }
            Standing::Held => self.then(Op::Claim),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_has_as_many_messages_as_it_was_given() {
        let mut rng = Rng::new(3, 3);
        for i in 0..4_000 {
            let ground = Ground::ALL[i % 3];
            let fate = if i % 2 == 0 { Fate::Decided(ending(&mut rng)) } else { Fate::Open(standing(&mut rng)) };
            let wanted = FEWEST_MESSAGES + rng.below(30);
            let life = life(ground, fate, wanted, i % 5 == 0, &mut rng);
            match fate {
                Fate::Open(Standing::Fresh) => assert_eq!(life.messages, 1),
                _ => assert_eq!(life.messages, wanted, "{fate:?} {life:?}"),
            }
        }
    }

    #[test]
    fn a_squeezed_life_is_as_long_as_it_may_be() {
        let mut rng = Rng::new(3, 3);
        let mut life = life(Ground::RevisionRefusedTwice, Fate::Decided(Ending::Seller), 12, false, &mut rng);
        let natural = life.length();
        life.squeeze(natural * 2);
        assert_eq!(life.length(), natural);
        life.squeeze(HOUR);
        assert!(life.length() <= HOUR && life.length() > HOUR - life.ops.len() as i64);
        life.squeeze(-5);
        assert_eq!(life.length(), 0);
    }
}
