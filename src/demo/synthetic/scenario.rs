//! The scenario of one order, from its placement to its final state: a list of steps and the times between them. Drawn
//! at random at the order's start; the texts are chosen when the steps happen.

use super::rng::Rng;
use crate::domain::vocabulary::{Ground, Outcome, ProposalKind, RequestKind, Side};

/// The minimum number of messages of any scenario.
pub(super) const MIN_MESSAGES: u64 = 4;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The pause between two steps of a discussion: less than the 48 hours after which an ask lapses.
const PAUSE: (i64, i64) = (2 * MINUTE, 20 * HOUR);

/// A step of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScenarioStep {
    Place,
    Chat(Side),
    Deliver,
    Request(RequestKind),
    Refuse(RequestKind),
    Open,
    Justify,
    Write(Side),
    WriteHeated(Side),
    Attach(Side),
    AttachExternal(Side),
    Read(Side),
    Ask(Side),
    Answer(Side),
    /// The preceding ask lapses, with a system message.
    Lapse,
    MarkRead,
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

/// The final state of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FinalState {
    Decided(Ending),
    Open(OpenState),
}

/// How a decided dispute ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Seller,
    Client,
    AgreedRefund,
    ImposedRefund,
    Relaunch,
}

/// The state of an open dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenState {
    /// Just opened, without a message since.
    Fresh,
    Unread,
    Asked(Side),
    Unanswered(Side),
    Proposed,
    /// This party accepted; the other has not answered.
    HalfAgreed(Side),
    /// This party made a counter-proposal.
    Countered(Side),
    Agreed(ProposalKind),
    Snoozed,
    Held,
}

/// The steps of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scenario {
    /// Each step, and the milliseconds since the one before.
    pub steps: Vec<(i64, ScenarioStep)>,
    /// The number of messages in its discussion.
    pub messages: u64,
}

impl Scenario {
    /// Returns the time from the first step to the last, in milliseconds.
    pub fn duration(&self) -> i64 {
        self.steps.iter().map(|step| step.0).sum()
    }

    /// Scales the times down to a shorter duration.
    pub fn compress(&mut self, length: i64) {
        let now = self.duration().max(1);
        if now > length {
            let fit =
                |gap: i64| i64::try_from(i128::from(gap) * i128::from(length.max(0)) / i128::from(now)).unwrap_or(0);
            self.steps.iter_mut().for_each(|step| step.0 = fit(step.0));
        }
    }
}

/// Draws the ending of a decided dispute.
pub(super) fn draw_ending(rng: &mut Rng) -> Ending {
    const ALL: [(u64, Ending); 5] = [
        (30, Ending::Seller),
        (32, Ending::Client),
        (16, Ending::AgreedRefund),
        (12, Ending::ImposedRefund),
        (10, Ending::Relaunch),
    ];
    rng.weighted(&ALL).unwrap_or(Ending::Seller)
}

/// Draws the state of an open dispute.
pub(super) fn draw_open_state(rng: &mut Rng) -> OpenState {
    let side = side(rng);
    let all = [
        (14, OpenState::Fresh),
        (30, OpenState::Unread),
        (18, OpenState::Asked(side)),
        (7, OpenState::Unanswered(side)),
        (8, OpenState::Proposed),
        (5, OpenState::HalfAgreed(side)),
        (6, OpenState::Countered(side)),
        (3, OpenState::Agreed(ProposalKind::PartialRefund)),
        (3, OpenState::Agreed(ProposalKind::Relaunch)),
        (4, OpenState::Snoozed),
        (2, OpenState::Held),
    ];
    rng.weighted(&all).unwrap_or(OpenState::Unread)
}

/// Draws a scenario with this ground, final state and, if possible, number of messages. With `lapses`, some asks lapse
/// in the middle; such a scenario must not be compressed.
pub(super) fn draw_scenario(
    ground: Ground,
    final_state: FinalState,
    messages: u64,
    lapses: bool,
    rng: &mut Rng,
) -> Scenario {
    let mut scenario = ScenarioBuilder { steps: Vec::with_capacity(32), rng };
    scenario.add_order(ground);
    let mut ending = ScenarioBuilder { steps: Vec::new(), rng: scenario.rng };
    ending.add_end(final_state, messages);
    let ending = ending.steps;
    if ground == Ground::CancellationRefusedTwice && final_state != FinalState::Open(OpenState::Fresh) {
        scenario.add_after(ScenarioStep::Justify, (10 * MINUTE, 30 * HOUR));
    }
    let fixed = count_messages(&scenario.steps) + count_messages(&ending);
    if final_state != FinalState::Open(OpenState::Fresh) {
        scenario.add_discussion(messages.saturating_sub(fixed), lapses);
    }
    let ScenarioBuilder { mut steps, .. } = scenario;
    steps.extend(ending);
    Scenario { messages: count_messages(&steps), steps }
}

fn count_messages(steps: &[(i64, ScenarioStep)]) -> u64 {
    // The second refused cancellation opens the dispute, with an ask by the system.
    let cancellations = steps.iter().filter(|step| step.1 == ScenarioStep::Refuse(RequestKind::Cancellation)).count();
    steps.iter().map(|step| messages_of(step.1)).sum::<u64>() + u64::from(cancellations >= 2)
}

/// Returns how many messages a step adds to the discussion.
fn messages_of(step: ScenarioStep) -> u64 {
    match step {
        ScenarioStep::Open
        | ScenarioStep::Justify
        | ScenarioStep::Write(_)
        | ScenarioStep::WriteHeated(_)
        | ScenarioStep::Attach(_)
        | ScenarioStep::AttachExternal(_)
        | ScenarioStep::Ask(_)
        | ScenarioStep::Answer(_)
        | ScenarioStep::Lapse
        | ScenarioStep::Say
        | ScenarioStep::Decide(_)
        | ScenarioStep::Undo => 1,
        ScenarioStep::Place
        | ScenarioStep::Chat(_)
        | ScenarioStep::Deliver
        | ScenarioStep::Request(_)
        | ScenarioStep::Refuse(_)
        | ScenarioStep::Read(_)
        | ScenarioStep::MarkRead
        | ScenarioStep::Note
        | ScenarioStep::Strike
        | ScenarioStep::Propose(_)
        | ScenarioStep::Offer(..)
        | ScenarioStep::Accept(_)
        | ScenarioStep::Decline(_)
        | ScenarioStep::Claim
        | ScenarioStep::Snooze
        | ScenarioStep::Complete => 0,
    }
}

fn side(rng: &mut Rng) -> Side {
    if rng.chance(50) { Side::Client } else { Side::Seller }
}

struct ScenarioBuilder<'a> {
    steps: Vec<(i64, ScenarioStep)>,
    rng: &'a mut Rng,
}

impl ScenarioBuilder<'_> {
    fn add_after(&mut self, step: ScenarioStep, (least, most): (i64, i64)) {
        let gap = self.rng.between(least, most);
        self.steps.push((gap, step));
    }

    fn add_soon(&mut self, step: ScenarioStep) {
        self.add_after(step, (20_000, 4 * MINUTE));
    }

    fn add_later(&mut self, step: ScenarioStep) {
        self.add_after(step, PAUSE);
    }

    /// Adds the steps before the dispute.
    fn add_order(&mut self, ground: Ground) {
        use RequestKind::{Cancellation, Revision};
        self.steps.push((0, ScenarioStep::Place));
        if self.rng.chance(50) {
            self.add_after(ScenarioStep::Chat(Side::Client), (HOUR, 8 * HOUR));
        }
        if self.rng.chance(30) {
            self.add_after(ScenarioStep::Chat(Side::Seller), (HOUR, DAY));
        }
        if ground != Ground::CancellationRefusedTwice || self.rng.chance(60) {
            self.add_after(ScenarioStep::Deliver, (DAY, 5 * DAY));
        }
        let requests = match ground {
            Ground::CancellationRefusedTwice => [Cancellation, Cancellation],
            Ground::RevisionRefusedTwice => [Revision, Revision],
            Ground::RevisionThenCancellationRefused => [Revision, Cancellation],
        };
        for request in requests {
            self.add_after(ScenarioStep::Request(request), (HOUR, 30 * HOUR));
            self.add_after(ScenarioStep::Refuse(request), (HOUR, 20 * HOUR));
        }
        if ground != Ground::CancellationRefusedTwice {
            self.add_after(ScenarioStep::Open, (30 * MINUTE, DAY));
        }
    }

    /// Adds a discussion of this many messages.
    fn add_discussion(&mut self, mut messages: u64, lapses: bool) {
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
                Topic::Party => self.add_party_message(side),
                Topic::Say => {
                    self.add_later(ScenarioStep::MarkRead);
                    self.add_soon(ScenarioStep::Say);
                }
                Topic::Ask => {
                    self.add_later(ScenarioStep::MarkRead);
                    self.add_soon(ScenarioStep::Ask(side));
                    self.add_after(ScenarioStep::Answer(side), (30 * MINUTE, 40 * HOUR));
                    messages -= 1;
                }
                Topic::Lapse => {
                    self.add_later(ScenarioStep::Ask(side));
                    self.add_after(ScenarioStep::Lapse, (49 * HOUR, 60 * HOUR));
                    messages -= 1;
                }
                Topic::Offer => {
                    self.add_later(ScenarioStep::Propose(ProposalKind::PartialRefund));
                    let word =
                        if self.rng.chance(50) { ScenarioStep::Decline(side) } else { ScenarioStep::Accept(side) };
                    self.add_later(word);
                    continue;
                }
            }
            messages -= 1;
            if self.rng.chance(14) {
                self.add_later(ScenarioStep::Read(side.other()));
            }
            if self.rng.chance(4) {
                self.add_later(ScenarioStep::Note);
            }
        }
    }

    fn add_party_message(&mut self, side: Side) {
        let all = [
            (84, ScenarioStep::Write(side)),
            (10, ScenarioStep::Attach(side)),
            (2, ScenarioStep::AttachExternal(side)),
            (4, ScenarioStep::WriteHeated(side)),
        ];
        let step = self.rng.weighted(&all).unwrap_or(ScenarioStep::Write(side));
        self.add_later(step);
        if matches!(step, ScenarioStep::Attach(_)) && self.rng.chance(8) {
            self.add_later(ScenarioStep::Strike);
        }
    }

    fn add_end(&mut self, final_state: FinalState, messages: u64) {
        match final_state {
            FinalState::Decided(ending) => self.add_decision(ending, messages),
            FinalState::Open(open_state) => self.add_open_state(open_state),
        }
    }

    fn add_decision(&mut self, ending: Ending, messages: u64) {
        let outcome = match ending {
            Ending::Seller => Outcome::SellerWins,
            Ending::Client => Outcome::ClientRefunded,
            Ending::AgreedRefund | Ending::ImposedRefund => Outcome::PartialRefund,
            Ending::Relaunch => Outcome::Relaunch,
        };
        match ending {
            Ending::AgreedRefund => self.add_agreement(ProposalKind::PartialRefund),
            Ending::Relaunch => self.add_agreement(ProposalKind::Relaunch),
            Ending::Seller | Ending::Client | Ending::ImposedRefund => {}
        }
        self.add_later(ScenarioStep::MarkRead);
        self.add_soon(ScenarioStep::Decide(outcome));
        // A mistake that is undone at once; it takes two more messages.
        if messages >= MIN_MESSAGES + 2 && ending != Ending::Relaunch && self.rng.chance(2) {
            self.add_soon(ScenarioStep::Undo);
            self.add_soon(ScenarioStep::Decide(outcome));
        }
        if self.rng.chance(40) {
            let reader = side(self.rng);
            self.add_after(ScenarioStep::Read(reader), (MINUTE, 3 * HOUR));
        }
        if ending == Ending::Relaunch && self.rng.chance(60) {
            self.add_after(ScenarioStep::Deliver, (5 * HOUR, 3 * DAY));
            self.add_after(ScenarioStep::Complete, (HOUR, DAY));
        }
    }

    /// Adds a mediator's proposal that both parties accept.
    fn add_agreement(&mut self, kind: ProposalKind) {
        let first = side(self.rng);
        self.add_later(ScenarioStep::Propose(kind));
        self.add_later(ScenarioStep::Accept(first));
        self.add_later(ScenarioStep::Accept(first.other()));
    }

    fn add_open_state(&mut self, open_state: OpenState) {
        let kind = if self.rng.chance(70) { ProposalKind::PartialRefund } else { ProposalKind::Relaunch };
        match open_state {
            OpenState::Fresh => {}
            OpenState::Unread => {
                let side = side(self.rng);
                self.add_later(ScenarioStep::Write(side));
            }
            OpenState::Asked(side) => {
                self.add_later(ScenarioStep::MarkRead);
                self.add_soon(ScenarioStep::Ask(side));
            }
            OpenState::Unanswered(side) => {
                self.add_later(ScenarioStep::Ask(side));
                self.add_after(ScenarioStep::Lapse, (49 * HOUR, 60 * HOUR));
            }
            OpenState::Proposed => self.add_later(ScenarioStep::Propose(kind)),
            OpenState::HalfAgreed(side) => {
                self.add_later(ScenarioStep::Propose(kind));
                self.add_later(ScenarioStep::Accept(side));
            }
            OpenState::Countered(side) => {
                self.add_later(ScenarioStep::Propose(ProposalKind::PartialRefund));
                self.add_later(ScenarioStep::Decline(side));
                self.add_soon(ScenarioStep::Offer(side, ProposalKind::PartialRefund));
            }
            OpenState::Agreed(kind) => self.add_agreement(kind),
            OpenState::Snoozed => {
                self.add_later(ScenarioStep::MarkRead);
                self.add_soon(ScenarioStep::Snooze);
            }
            OpenState::Held => self.add_later(ScenarioStep::Claim),
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
            let final_state = if i % 2 == 0 {
                FinalState::Decided(draw_ending(&mut rng))
            } else {
                FinalState::Open(draw_open_state(&mut rng))
            };
            let messages = MIN_MESSAGES + rng.below(30);
            let scenario = draw_scenario(ground, final_state, messages, i % 5 == 0, &mut rng);
            match final_state {
                FinalState::Open(OpenState::Fresh) => assert_eq!(scenario.messages, 1),
                _ => assert_eq!(scenario.messages, messages, "{final_state:?} {scenario:?}"),
            }
        }
    }

    #[test]
    fn a_squeezed_life_is_as_long_as_it_may_be() {
        let mut rng = Rng::new(3, 3);
        let mut scenario =
            draw_scenario(Ground::RevisionRefusedTwice, FinalState::Decided(Ending::Seller), 12, false, &mut rng);
        let natural = scenario.duration();
        scenario.compress(natural * 2);
        assert_eq!(scenario.duration(), natural);
        scenario.compress(HOUR);
        assert!(scenario.duration() <= HOUR && scenario.duration() > HOUR - scenario.steps.len() as i64);
        scenario.compress(-5);
        assert_eq!(scenario.duration(), 0);
    }
}
