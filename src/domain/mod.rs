//! The rules, pure: no I/O, no clock, no SQL, no terminal. Time arrives as an argument.
//!
//! [`rules`] has the three doors: an event of the marketplace, a mediator's action, the clock. Behind them, where a rule is:
//!
//! - Words: [`ids`], [`words`], [`money`], [`event`] ([`event_json`] reads a line), [`case`], [`action`], [`refusal`],
//!   [`policy`], [`limits`].
//! - The order before a dispute: [`order`]; who opens one and when: [`grounds`], [`dispute`].
//! - The discussion: [`thread`], [`proposal`]; what a mediator may do: [`admit`], then [`act`].
//! - The four outcomes: [`settlement`] (their money), [`refund`] (as typed), [`decision`] (taking, approving, undoing),
//!   [`ledger`] (double entry).
//! - Time: [`clock`] (what it changes), [`queue`] (whose turn it is, until when, why).
//! - What is written for others: [`notices`] (in the discussion), [`outbox`] (to the marketplace), [`audit`] (hash chain). What
//!   is taken back: [`erasing`].
//! - Reading with a team's eye, outside the rules: [`filter`] ([`completion`] offers how it goes on), [`lexicon`], [`stats`],
//!   [`precedent`]. What they write over and over: [`ready`]. What nobody could see: [`unseen`].

pub mod act;
pub mod action;
pub mod admit;
pub mod audit;
pub mod case;
pub mod clock;
pub mod completion;
pub mod decision;
pub mod dispute;
pub mod erasing;
pub mod event;
pub mod event_json;
pub mod evidence;
pub mod filter;
pub mod fold;
pub mod grounds;
pub mod ids;
pub mod ledger;
pub mod lexicon;
pub mod limits;
pub mod moment;
pub mod money;
pub mod notices;
pub mod order;
pub mod outbox;
pub mod policy;
pub mod precedent;
pub mod proposal;
pub mod queue;
pub mod ready;
pub mod refund;
pub mod refusal;
pub mod rules;
pub mod saved;
pub mod settlement;
pub mod stats;
pub mod strict_json;
pub mod thread;
pub mod unseen;
pub mod words;
