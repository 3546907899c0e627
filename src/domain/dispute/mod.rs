//! A dispute, from its opening: what a mediator may do to it, and what time does.
//!
//! - [`grounds`]: which refusals allow a dispute; [`opening`]: who opens one, and how.
//! - [`action`]: what a mediator may ask for; [`permissions`]: who may do it; [`action_rules`]: what it does.
//! - [`change`]: what changed a dispute, and who did; [`timeline`]: what the history of its order tells.
//! - [`deadlines`]: lapsed asks, turns and claims, the end of a snooze and of a hold.

pub mod action;
pub mod action_rules;
pub mod attention;
pub mod change;
pub mod deadlines;
pub mod grounds;
pub mod opening;
pub mod permissions;
pub mod timeline;
