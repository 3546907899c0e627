//! A reference model of the rules, small and slow: it stores the history and derives every answer from it, whereas the
//! product stores states.

use chrono::TimeDelta;
use litige::domain::time::Time;

/// An event or action in the past.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PastEvent {
    Placed,
    Delivered,
    Asked(char),
    Accepted(char),
    Refused(char),
    Completed,
    Opened,
    /// A proposal: its offer, and who accepted it from the start.
    Offered(Offer, Option<Party>),
    Accepts(Party),
    Declines(Party),
    Decided(Outcome, Time),
    Approved(Time),
    /// Undone, withdrawn or refused by the second mediator.
    Reversed,
    /// The hold ended, or the order moved.
    Effective,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offer {
    Half,
    Relaunch,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Party {
    Client,
    Seller,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    SellerWins,
    ClientRefunded,
    Half,
    Relaunch,
}

/// The history of an order.
pub struct Model {
    pub past: Vec<PastEvent>,
    pub price: i64,
    pub second: bool,
}

type ModelResult = Result<(), &'static str>;

use PastEvent::*;

impl Model {
    /// Returns the latest decision: its outcome, the start of its hold, and whether it is effective. `None` if it was
    /// reversed.
    fn decision(&self) -> Option<(Outcome, Option<Time>, bool)> {
        let start = self.past.iter().rposition(|p| matches!(p, Opened))?;
        let mut found = None;
        for past in &self.past[start..] {
            match past {
                Decided(outcome, at) => found = Some((*outcome, (!self.second).then_some(*at), false)),
                Approved(at) => found = found.map(|(outcome, _, over)| (outcome, Some(*at), over)),
                Reversed => found = None,
                Effective => found = found.map(|(outcome, at, _)| (outcome, at, true)),
                _ => {}
            }
        }
        found
    }

    /// Returns the history since the order was placed or last relaunched.
    fn since_relaunch(&self) -> &[PastEvent] {
        // A relaunch that stands ends a dispute; what counts begins at its decision.
        let from = (0..self.past.len()).rev().find(|i| self.relaunched_at(*i)).unwrap_or(0);
        &self.past[from..]
    }

    fn relaunched_at(&self, i: usize) -> bool {
        let after = &self.past[i + 1..];
        let ends = after.iter().position(|p| matches!(p, Opened | Decided(..))).unwrap_or(after.len());
        let carried_out = !self.second || after[..ends].iter().any(|p| matches!(p, Approved(_)));
        let stands = !after[..ends].contains(&Reversed);
        matches!(self.past[i], Decided(Outcome::Relaunch, _)) && stands && carried_out
    }

    /// `none`, `in_progress`, `delivered`, `in_dispute`, `completed`, `cancelled` or `settled`.
    pub fn order(&self) -> &'static str {
        if self.past.is_empty() {
            return "none";
        }
        if self.disputed() && !self.decided() {
            return "in_dispute";
        }
        if self.decided() && self.since_relaunch().contains(&Opened) {
            return match self.decision().map(|d| d.0) {
                Some(Outcome::SellerWins) => "completed",
                Some(Outcome::ClientRefunded) => "cancelled",
                Some(Outcome::Half) => "settled",
                Some(Outcome::Relaunch) | None => "in_progress",
            };
        }
        let last = self.since_relaunch().iter().rfind(|p| matches!(p, Delivered | Accepted(_) | Completed));
        match last {
            Some(Delivered) => "delivered",
            Some(Completed) => "completed",
            Some(Accepted('c')) => "cancelled",
            _ => "in_progress",
        }
    }

    /// Returns whether the order ever had a dispute.
    fn disputed(&self) -> bool {
        self.past.contains(&Opened)
    }

    /// Returns whether its latest dispute is decided, not just awaiting approval.
    pub fn decided(&self) -> bool {
        self.decision().is_some_and(|(_, held, _)| held.is_some())
    }

    fn waits_for_second(&self) -> bool {
        self.decision().is_some_and(|(_, held, _)| held.is_none())
    }

    fn pending(&self) -> Option<char> {
        let last = self
            .since_relaunch()
            .iter()
            .rfind(|p| matches!(p, Asked(_) | Accepted(_) | Refused(_) | Completed | Opened | Decided(..)));
        match last {
            Some(Asked(kind)) => Some(*kind),
            _ => None,
        }
    }

    pub fn refusals(&self) -> String {
        self.since_relaunch().iter().filter_map(|p| if let Refused(kind) = p { Some(*kind) } else { None }).collect()
    }

    pub fn relaunch_is_held(&self) -> bool {
        matches!(self.decision(), Some((Outcome::Relaunch, Some(_), false)))
    }

    fn ground(&self) -> bool {
        let refusals = self.refusals();
        let of = |kind| refusals.matches(kind).count();
        of('c') >= 2 || of('r') >= 2 || refusals.find('r').is_some_and(|r| refusals[r..].contains('c'))
    }

    /// Returns the current proposal: its offer, and who has accepted.
    fn offer(&self) -> Option<(Offer, bool, bool)> {
        let start = self.past.iter().rposition(|p| matches!(p, Opened))?;
        let mut standing = None;
        for past in &self.past[start..] {
            match past {
                Offered(offer, by) => standing = Some((*offer, *by == Some(Party::Client), *by == Some(Party::Seller))),
                Accepts(Party::Client) => standing = standing.map(|(o, _, seller)| (o, true, seller)),
                Accepts(Party::Seller) => standing = standing.map(|(o, client, _)| (o, client, true)),
                Declines(_) => standing = None,
                _ => {}
            }
        }
        standing
    }

    fn agreed(&self, offer: Offer) -> bool {
        self.offer() == Some((offer, true, true))
    }

    /// Returns the balances: in escrow, to the seller, back to the client.
    pub fn money(&self) -> (i64, i64, i64) {
        let half = self.price / 2;
        match self.order() {
            "none" => (0, 0, 0),
            "completed" => (0, self.price, 0),
            "cancelled" => (0, 0, self.price),
            "settled" => (0, self.price - half, half),
            _ => (self.price, 0, 0),
        }
    }

    /// Applies what the passing of time does.
    pub fn settle(&mut self, now: Time) {
        if let Some((_, Some(at), false)) = self.decision()
            && at + TimeDelta::minutes(10) <= now
        {
            self.past.push(Effective);
        }
    }

    /// Returns the result of a step, and records it if it is accepted.
    pub fn apply(&mut self, step: &str, now: Time) -> ModelResult {
        let words: Vec<&str> = step.split(' ').collect();
        let new = match words.as_slice() {
            ["wait", _] => return Ok(()),
            ["settle"] => {
                self.settle(now);
                return Ok(());
            }
            ["placed"] if self.past.is_empty() => vec![Placed],
            ["placed"] => return Err("bad_state"),
            ["camille" | "ines", rest @ ..] => self.action(rest, now)?,
            _ if self.past.is_empty() => return Err("unknown_order"),
            ["talk", _] => vec![],
            ["open", "seller"] => return Err("seller_cannot_open"),
            [by @ ("client" | "seller"), rest @ ..] => self.party(by, rest)?,
            _ => self.order_event(&words)?,
        };
        self.past.extend(new);
        Ok(())
    }

    fn order_event(&self, words: &[&str]) -> Result<Vec<PastEvent>, &'static str> {
        let state = self.order();
        let may = |states: &[&str]| if states.contains(&state) { Ok(()) } else { Err("bad_state") };
        let running = &["in_progress", "delivered"];
        let mut new = match words {
            ["deliver"] => may(&["in_progress"]).map(|()| vec![Delivered])?,
            ["complete"] => may(&["delivered"]).map(|()| vec![Completed])?,
            ["revise?" | "cancel?"] => {
                let kind = if words[0] == "revise?" { 'r' } else { 'c' };
                may(if kind == 'r' { &["delivered"] } else { running })?;
                if self.pending().is_some() {
                    return Err("pending_request");
                }
                vec![Asked(kind)]
            }
            ["revise" | "cancel", yes] => {
                let kind = words[0].chars().next().unwrap();
                if state == "in_dispute" {
                    return Err("too_late");
                }
                may(running)?;
                if self.pending() != Some(kind) {
                    return Err("bad_state");
                }
                match *yes {
                    "yes" => vec![Accepted(kind)],
                    _ if kind == 'c' && self.refusals().contains('c') => vec![Refused('c'), Opened],
                    _ => vec![Refused(kind)],
                }
            }
            ["open"] => {
                may(running)?;
                if !self.ground() {
                    return Err("no_ground");
                }
                vec![Opened]
            }
            _ => panic!("{words:?}"),
        };
        // The order moves: a relaunch can no longer be undone.
        if self.relaunch_is_held() {
            new.insert(0, Effective);
        }
        Ok(new)
    }

    fn party(&self, by: &str, words: &[&str]) -> Result<Vec<PastEvent>, &'static str> {
        if !self.disputed() {
            return Err("unknown_dispute");
        }
        if words == ["reads"] {
            return Ok(vec![]);
        }
        if self.decided() {
            return Err("thread_closed");
        }
        let who = if by == "client" { Party::Client } else { Party::Seller };
        match words {
            ["writes"] => Ok(vec![]),
            ["offers", "half"] if self.price < 2 => Err("bad_amount"),
            ["offers", "half"] => Ok(vec![Offered(Offer::Half, Some(who))]),
            ["offers", "relaunch"] => Ok(vec![Offered(Offer::Relaunch, Some(who))]),
            [word @ ("accepts" | "declines"), "p?"] => {
                let start = self.past.iter().rposition(|p| matches!(p, Opened)).unwrap_or(0);
                if !self.past[start..].iter().any(|p| matches!(p, Offered(..))) {
                    return Err("unknown_proposal");
                }
                match self.offer() {
                    Some((_, client, seller)) if !(client && seller) => {
                        let answered = if who == Party::Client { client } else { seller };
                        if answered {
                            return Err("bad_state");
                        }
                        Ok(vec![if *word == "accepts" { Accepts(who) } else { Declines(who) }])
                    }
                    _ => Err("bad_state"),
                }
            }
            _ => panic!("{words:?}"),
        }
    }

    /// Camille holds every case that she acts on; Inès only approves, refuses and tries to decide.
    fn action(&self, words: &[&str], now: Time) -> Result<Vec<PastEvent>, &'static str> {
        if !self.disputed() {
            return Err("unknown_dispute");
        }
        let open = match (self.decided(), self.waits_for_second()) {
            (true, _) => Err("thread_closed"),
            (_, true) => Err("bad_state"),
            _ => Ok(()),
        };
        match words {
            ["says"] => open.map(|()| vec![]),
            ["proposes", "half"] => match open {
                Ok(()) if self.price < 2 => Err("bad_amount"),
                open => open.map(|()| vec![Offered(Offer::Half, None)]),
            },
            ["proposes", "relaunch"] => open.map(|()| vec![Offered(Offer::Relaunch, None)]),
            ["decides", what @ ..] => {
                if self.decision().is_some() {
                    return Err("already_decided");
                }
                let outcome = match what {
                    ["seller_wins"] => Outcome::SellerWins,
                    ["client_refunded"] => Outcome::ClientRefunded,
                    ["partial_refund", "half"] if self.price < 2 => return Err("bad_amount"),
                    ["partial_refund", "half"] => Outcome::Half,
                    ["partial_refund", "all"] => return Err("bad_amount"),
                    ["relaunch"] if !self.agreed(Offer::Relaunch) => return Err("no_agreement"),
                    ["relaunch"] => Outcome::Relaunch,
                    _ => panic!("{words:?}"),
                };
                Ok(vec![Decided(outcome, now)])
            }
            ["undoes"] => match self.decision() {
                None => Err("bad_state"),
                Some((_, None, _)) => Ok(vec![Reversed]),
                Some((_, Some(at), over)) if now >= at + TimeDelta::minutes(10) => {
                    let _ = over;
                    Err("hold_over")
                }
                Some((_, Some(_), true)) => Err("bad_state"),
                Some((_, Some(_), false)) => Ok(vec![Reversed]),
            },
            ["approves"] => match self.decision() {
                Some((outcome, None, _)) => {
                    let rests_on = match outcome {
                        Outcome::Relaunch => Some(Offer::Relaunch),
                        Outcome::Half if self.agreed_when_decided() => Some(Offer::Half),
                        _ => None,
                    };
                    if rests_on.is_some_and(|offer| !self.agreed(offer)) || self.replaced(rests_on) {
                        return Err("no_agreement");
                    }
                    Ok(vec![Approved(now)])
                }
                _ => Err("bad_state"),
            },
            ["refuses"] => {
                if self.waits_for_second() {
                    Ok(vec![Reversed])
                } else {
                    Err("bad_state")
                }
            }
            _ => panic!("{words:?}"),
        }
    }

    /// Returns the history up to the latest decision.
    fn before_decision(&self) -> &[PastEvent] {
        let at = self.past.iter().rposition(|p| matches!(p, Decided(..))).unwrap_or(0);
        &self.past[..at]
    }

    fn agreed_when_decided(&self) -> bool {
        let before = Self { past: self.before_decision().to_vec(), ..*self };
        before.agreed(Offer::Half)
    }

    /// Consent binds to the exact terms: a new proposal with the same words is a different one.
    fn replaced(&self, rests_on: Option<Offer>) -> bool {
        let since = &self.past[self.before_decision().len()..];
        rests_on.is_some() && since.iter().any(|p| matches!(p, Offered(..)))
    }
}
