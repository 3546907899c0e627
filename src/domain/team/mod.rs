//! The mediation team: who its members are, who of them acts, and what each role may do (docs/process.md, "Roles").
//!
//! - [`authority`]: the one table of roles and operations.
//! - [`handle`]: what can be a handle, and when two are the same.
//! - [`identity`]: who acts under a handle, as far as accounts of the system are known.
//! - [`change`]: how the team itself changes.

pub mod authority;
pub mod change;
pub mod handle;
pub mod identity;
#[cfg(test)]
mod tests;
