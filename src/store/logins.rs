//! Making a server ready, and logins on it: what is asked for, and what was done.

use serde::Serialize;

use crate::domain::ids::Handle;
use crate::domain::vocabulary::Role;

/// The first lead of a team, who logs in under a role of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLead {
    pub handle: Handle,
    pub name: String,
}

/// What making a server ready did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServerInit {
    /// The schema was made.
    #[serde(rename = "made")]
    pub is_made: bool,
    /// There was one, and its functions are this program's now.
    #[serde(rename = "renewed")]
    pub is_renewed: bool,
    /// The database's settings were made or changed.
    #[serde(rename = "settings")]
    pub has_settings: bool,
    /// What became of the lead, where one was named.
    pub lead: Option<Granted>,
}

/// Who is to get a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// A member of the team; the role is named like the handle unless it is said.
    Member { handle: Handle, login: Option<String> },
    /// The marketplace.
    Feed { login: String },
}

/// A login that is there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Granted {
    pub login: String,
    /// Whose it is; nobody of the team's where it is the marketplace's.
    pub handle: Option<Handle>,
    /// The role was made.
    #[serde(rename = "made")]
    pub is_made: bool,
    /// It may do now what it might not before.
    #[serde(rename = "changed")]
    pub is_changed: bool,
}

/// The statements that make a login, for whoever would rather run them by hand; `role` is its member's, or nothing where it is
/// the marketplace's.
#[cfg(feature = "postgres")]
pub(in crate::store) fn statements(login: &str, role: Option<Role>) -> Vec<String> {
    let name = quoted(login);
    let group = match role {
        None => "litige_feed",
        Some(Role::Reader) => "litige_reader",
        Some(Role::Mediator) => "litige_mediator",
        Some(Role::Lead) => "litige_lead",
    };
    vec![format!("CREATE ROLE {name} LOGIN;"), format!("GRANT {group} TO {name};")]
}

/// A role's name as it stands in a statement.
#[cfg(feature = "postgres")]
pub(in crate::store) fn quoted(role: &str) -> String {
    format!("\"{}\"", role.replace('"', "\"\""))
}
