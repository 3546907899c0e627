//! Who opens a store: by whose clock it judges the time, and from which account of the system its writes come.

use super::Clock;
use crate::domain::ids::SystemAccount;

/// Who opens a store.
///
/// The account is what the system says of the process, never what the process says of itself. It belongs to the connection
/// rather than to each request because a server knows it from the login. A member who is bound to an account acts from that one
/// alone ([`crate::domain::team::identity`]); without an account, none of them can be acted for.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    pub clock: Clock,
    pub account: Option<SystemAccount>,
}
