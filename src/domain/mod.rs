//! The rules, pure: no I/O, no clock, no SQL, no terminal. Time arrives as an argument.
//!
//! [`rules`] has the three entry points: an event of the marketplace, a mediator's action, the passing of time.
//!
//! The rules, by room:
//!
//! - [`order`]: the order before a dispute.
//! - [`dispute`]: opening one, what a mediator may do to it, deadlines.
//! - [`discussion`]: messages, proposals, system messages, reply templates, the lexicon.
//! - [`decision`]: the four outcomes, their approval and undoing, precedents, statistics.
//! - [`escrow`]: the ledger, and the money of each outcome.
//! - [`team`]: who its members are, and what each role may do.
//! - [`queue`]: whose turn it is and until when, the filter, saved views.
//! - [`search`]: what a person types to find messages, and what is shown of those found.
//! - [`marketplace`]: events in, lines out.
//! - [`audit`]: the hash chain over all that was done; [`activity`]: what its records say was done.
//! - [`policy_change`]: who changes the policy, and how.
//!
//! What they speak of:
//!
//! - [`case`]: the records that the rules read and change.
//! - [`vocabulary`]: the enums of the process; [`ids`], [`time`], [`money`], [`policy`], [`limits`].
//! - [`refusal`]: why a rule said no.
//! - [`setting`]: declares what can be configured.
//! - [`text`]: comparing, cleaning and reading text.

pub mod activity;
pub mod audit;
pub mod case;
pub mod decision;
pub mod discussion;
pub mod dispute;
pub mod escrow;
pub mod ids;
pub mod limits;
pub mod marketplace;
pub mod money;
pub mod order;
pub mod policy;
pub mod policy_change;
pub mod queue;
pub mod refusal;
pub mod rules;
pub mod search;
pub mod setting;
pub mod team;
pub mod text;
pub mod time;
pub mod vocabulary;
