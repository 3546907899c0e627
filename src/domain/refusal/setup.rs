//! What the team, the policy or the place of a database does not allow.

use std::path::PathBuf;

use super::{Code, Detail, detail};
use crate::domain::ids::{Handle, SystemAccount};
use crate::domain::policy::BadPolicy;

/// Why the team, the policy or a file was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetupRefusal {
    /// A handle is one word, and none of those that stand for others.
    BadHandle { handle: Handle },
    /// A new member's handle could be taken for a colleague's.
    HandleLooksLike { handle: Handle, like: Handle },
    /// One account of the system is one member, and this one is another's.
    AccountTaken { account: SystemAccount, by: Handle },
    /// A team keeps a lead.
    LastLead { handle: Handle },
    /// These values can't be in force.
    BadPolicy(BadPolicy),
    /// A backup never takes the place of a file.
    BackupExists { path: PathBuf },
    /// Only a new database is filled.
    DatabaseExists { path: PathBuf },
    /// A database that someone has open is not replaced.
    DatabaseOpen { path: PathBuf },
    /// A database is no backup of itself.
    RestoresItself { path: PathBuf },
}

impl SetupRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::BadHandle { .. } | Self::BadPolicy(_) => Code::Malformed,
            Self::HandleLooksLike { .. } => Code::NameTaken,
            Self::AccountTaken { .. } => Code::AccountTaken,
            Self::LastLead { .. } => Code::LastLead,
            Self::BackupExists { .. }
            | Self::DatabaseExists { .. }
            | Self::DatabaseOpen { .. }
            | Self::RestoresItself { .. } => Code::BadState,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::BadPolicy(BadPolicy::TooSmall(key)) => detail([("key", key.as_str().into())]),
            Self::BadPolicy(BadPolicy::TooLarge { key, at_most }) => {
                detail([("key", key.as_str().into()), ("at_most", (*at_most).into())])
            }
            Self::HandleLooksLike { like, .. } => detail([("handle", like.0.as_str().into())]),
            Self::AccountTaken { account, by } => {
                detail([("account", account.0.as_str().into()), ("handle", by.0.as_str().into())])
            }
            Self::LastLead { handle } => detail([("handle", handle.0.as_str().into())]),
            Self::BadHandle { .. }
            | Self::BadPolicy(_)
            | Self::BackupExists { .. }
            | Self::DatabaseExists { .. }
            | Self::DatabaseOpen { .. }
            | Self::RestoresItself { .. } => Detail::new(),
        }
    }
}
