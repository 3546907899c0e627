//! Drafts: what a mediator has begun to write, per case and kind. Kept through everything, forgotten only when the store
//! has taken what was written.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{Cite, DisputeId, Handle, ProposalId, RequestKey};
use crate::domain::marketplace::event::Terms;
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Outcome, ProposalKind, Side};

/// Every draft of one case, as the store keeps them (JSON).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseDrafts {
    /// A reply to both parties.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reply: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<AskDraft>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalDraft>,
    /// Why a colleague's decision is refused.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub refusal: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionDraft>,
    /// What of it was sent and never answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<UnansweredText>,
}

/// A text that was sent and never answered. It is kept with its key, so that no desk sends it under another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnansweredText {
    pub key: RequestKey,
    /// The version of the case that its author saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    #[serde(flatten)]
    pub text: SentText,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SentText {
    Reply {
        body: String,
    },
    /// `of` is the answer that is owed, as `q3` or `p2`.
    Reminder {
        of: Option<String>,
        body: String,
    },
    Note {
        body: String,
    },
    Ask {
        to: Side,
        body: String,
        due: Option<Time>,
    },
    /// `refund` is what the client would get back; `None` for a relaunch.
    Proposal {
        refund: Option<Money>,
        terms: String,
    },
    Decision {
        outcome: Outcome,
        refund: Option<Money>,
        reasons: String,
        cites: Vec<Cite>,
        input_key: Option<String>,
    },
    /// Why a colleague's decision is refused.
    Refusal {
        reason: String,
    },
}

impl UnansweredText {
    /// Returns the text of a request that sends one.
    pub fn of(request: &Request) -> Option<Self> {
        let text = match request.action.clone() {
            Action::Say { body } => SentText::Reply { body },
            Action::Remind { of, body } => SentText::Reminder { of: of.map(|of| of.to_string()), body },
            Action::Note { body } => SentText::Note { body },
            Action::Ask { to, body, due } => SentText::Ask { to, body, due },
            Action::Propose { terms: Terms::PartialRefund { refund, terms } } => {
                SentText::Proposal { refund: Some(refund), terms }
            }
            Action::Propose { terms: Terms::Relaunch { terms } } => SentText::Proposal { refund: None, terms },
            Action::Decide(DecisionInput { outcome, refund, reasons, cites, key }) => {
                SentText::Decision { outcome, refund, reasons, cites, input_key: key }
            }
            Action::Refuse { reason } => SentText::Refusal { reason },
            _ => return None,
        };
        Some(Self { key: request.key.clone()?, seen: request.seen, text })
    }

    /// Returns the request that asks for it again.
    pub fn request(&self, dispute: DisputeId, by: Handle) -> Request {
        let action = match self.text.clone() {
            SentText::Reply { body } => Action::Say { body },
            SentText::Reminder { of, body } => Action::Remind { of: of.and_then(|of| of.parse().ok()), body },
            SentText::Note { body } => Action::Note { body },
            SentText::Ask { to, body, due } => Action::Ask { to, body, due },
            SentText::Proposal { refund: Some(refund), terms } => {
                Action::Propose { terms: Terms::PartialRefund { refund, terms } }
            }
            SentText::Proposal { refund: None, terms } => Action::Propose { terms: Terms::Relaunch { terms } },
            SentText::Decision { outcome, refund, reasons, cites, input_key: key } => {
                Action::Decide(DecisionInput { outcome, refund, reasons, cites, key })
            }
            SentText::Refusal { reason } => Action::Refuse { reason },
        };
        Request { dispute, by, action, seen: self.seen, key: Some(self.key.clone()) }
    }
}

/// Which text of a case is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A reply to both parties.
    Reply,
    Note,
    Ask(Side),
    Terms,
    Reasons,
    /// Why a colleague's decision is refused.
    Refusal,
}

/// An ask being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDraft {
    pub to: Side,
    pub body: String,
    /// Its own deadline, as typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
}

impl AskDraft {
    /// One in which nothing is written yet.
    pub fn new(to: Side) -> Self {
        Self { to, body: String::new(), due: String::new() }
    }
}

/// A proposal being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDraft {
    pub kind: ProposalKind,
    /// The amount as typed.
    pub amount: String,
    pub terms: String,
}

impl Default for ProposalDraft {
    fn default() -> Self {
        Self { kind: ProposalKind::PartialRefund, amount: String::new(), terms: String::new() }
    }
}

/// A decision being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DecisionDraft {
    /// The outcome picked, if any.
    pub outcome: Option<Outcome>,
    /// The refund as typed.
    pub amount: String,
    pub reasons: String,
    /// What it rests on.
    pub cites: BTreeSet<Cite>,
    /// The agreement of both parties that the outcome and the amount were filled in from; a later one fills them in anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<ProposalId>,
}

impl CaseDrafts {
    /// Returns whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Drafts as the store keeps them. A text of another form is kept as a reply rather than lost.
    pub fn read(stored: String) -> Self {
        serde_json::from_str(&stored).unwrap_or(Self { reply: stored, ..Self::default() })
    }

    /// Returns the text of a field, to be written.
    pub(in crate::app) fn text_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Reply => &mut self.reply,
            Field::Note => &mut self.note,
            Field::Ask(to) => &mut self.ask.get_or_insert(AskDraft::new(to)).body,
            Field::Terms => &mut self.proposal.get_or_insert_default().terms,
            Field::Reasons => &mut self.decision.get_or_insert_default().reasons,
            Field::Refusal => &mut self.refusal,
        }
    }

    /// Drops the drafts in which nothing is written. Having looked at the outcomes of a decision is nothing to keep.
    pub(in crate::app) fn drop_empty(&mut self) {
        self.ask.take_if(|ask| ask.body.is_empty() && ask.due.is_empty());
        self.proposal.take_if(|proposal| proposal.terms.is_empty() && proposal.amount.is_empty());
        self.decision
            .take_if(|decision| decision.reasons.is_empty() && decision.amount.is_empty() && decision.cites.is_empty());
    }

    /// Adds what is kept for the same case: the texts of both stand in each field, the kept one first.
    pub fn merge(&mut self, stored: Self) {
        join(&mut self.reply, stored.reply);
        join(&mut self.note, stored.note);
        join(&mut self.refusal, stored.refusal);
        match (&mut self.ask, stored.ask) {
            (Some(ask), Some(stored)) => {
                join(&mut ask.body, stored.body);
                if ask.due.is_empty() {
                    ask.due = stored.due;
                }
            }
            (ask, stored) => *ask = ask.take().or(stored),
        }
        match (&mut self.proposal, stored.proposal) {
            (Some(proposal), Some(stored)) => join(&mut proposal.terms, stored.terms),
            (proposal, stored) => *proposal = proposal.take().or(stored),
        }
        match (&mut self.decision, stored.decision) {
            (Some(decision), Some(stored)) => {
                join(&mut decision.reasons, stored.reasons);
                decision.cites.extend(stored.cites);
            }
            (decision, stored) => *decision = decision.take().or(stored),
        }
        for one in stored.unanswered {
            if !self.unanswered.iter().any(|known| known.key == one.key) {
                self.unanswered.push(one);
            }
        }
    }

    /// Takes in what an editor had saved: in the place of what it was given, or after what was written since.
    pub fn recover(&mut self, field: Field, given: &str, saved: &str) {
        let text = self.text_mut(field);
        if text.is_empty() || text == given || text == saved {
            saved.clone_into(text);
        } else {
            *text = format!("{text}\n{saved}");
        }
    }

    /// Returns what was written.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let ask = self.ask.as_ref().map(|ask| ask.body.as_str());
        let terms = self.proposal.as_ref().map(|proposal| proposal.terms.as_str());
        let reasons = self.decision.as_ref().map(|decision| decision.reasons.as_str());
        let refusal = Some(self.refusal.as_str());
        let all = [Some(self.reply.as_str()), Some(self.note.as_str()), ask, terms, reasons, refusal];
        all.into_iter().flatten().filter(|text| !text.trim().is_empty())
    }
}

/// Adds a kept text before what is written, unless one goes on from the other.
fn join(written: &mut String, stored: String) {
    if stored.starts_with(written.as_str()) || stored.ends_with(written.as_str()) {
        *written = stored;
    } else if !written.starts_with(&stored) && !written.ends_with(&stored) {
        *written = format!("{stored}\n{written}");
    }
}

/// The drafts that the desk knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drafts {
    pub(in crate::app) cases: BTreeMap<DisputeId, CaseDrafts>,
    /// Cases whose stored draft was asked for.
    pub(in crate::app) asked: BTreeSet<DisputeId>,
    /// Cases whose draft the store doesn't have yet as it is: since when, and when it was last edited.
    pub(in crate::app) dirty: BTreeMap<DisputeId, Dirty>,
    /// Cases whose draft the store is at work on.
    pub(in crate::app) saving: BTreeSet<DisputeId>,
}

/// Since when a draft is not kept, and when it was last edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Dirty {
    pub(in crate::app) since: Time,
    pub(in crate::app) last: Time,
}

impl Drafts {
    /// Returns the drafts of a case, if there is any.
    pub fn of(&self, id: DisputeId) -> Option<&CaseDrafts> {
        self.cases.get(&id)
    }

    /// Returns the drafts that the store may not have as they are, as it would keep them.
    pub fn unkept(&self) -> impl Iterator<Item = (DisputeId, String)> {
        let unkept = self.cases.iter().filter(|(id, _)| self.dirty.contains_key(id) || self.saving.contains(id));
        // A draft is plain strings: this can't fail.
        unkept.filter_map(|(id, drafts)| serde_json::to_string(drafts).ok().map(|draft| (*id, draft)))
    }

    /// Returns whether all is kept by the store.
    pub fn all_kept(&self) -> bool {
        self.dirty.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::{ProposalKind, Side};

    #[test]
    fn every_text_that_was_written_is_among_those_that_must_not_be_lost() {
        let drafts = CaseDrafts {
            reply: "reply".to_owned(),
            note: "note".to_owned(),
            ask: Some(AskDraft { to: Side::Client, body: "ask".to_owned(), due: "2h".to_owned() }),
            proposal: Some(ProposalDraft {
                kind: ProposalKind::Relaunch,
                amount: String::new(),
                terms: "terms".to_owned(),
            }),
            decision: Some(DecisionDraft { reasons: "reasons".to_owned(), ..DecisionDraft::default() }),
            refusal: "refusal".to_owned(),
            unanswered: Vec::new(),
        };
        let texts: Vec<_> = drafts.texts().collect();
        assert_eq!(texts, ["reply", "note", "ask", "terms", "reasons", "refusal"]);
    }
}
