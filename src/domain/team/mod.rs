//! The mediation team: who its members are, who of them acts, and what each role may do (docs/process.md, "Roles").
//!
//! - [`authority`]: the one table of roles and operations.
//! - [`handle`]: what can be a handle, and when two are the same.
//! - [`identity`]: who acts under a handle, as far as accounts of the system are known.
//! - [`change`]: how the team itself changes.
//! - [`handover`]: who can be given cases, and which cases go at the end of a shift.

pub mod authority;
pub mod change;
pub mod handle;
pub mod handover;
pub mod identity;
#[cfg(test)]
mod tests;
