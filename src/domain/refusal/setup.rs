//! What the team, the policy or the place of a database does not allow.

use std::path::PathBuf;

use super::{Code, Detail, detail};
use crate::domain::ids::Handle;
use crate::domain::policy::BadPolicy;

/// Why the team, the policy or a file was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetupRefusal {
    /// A handle is one word, and none of those that stand for others.
    BadHandle { handle: Handle },
    /// Only a lead changes the policy.
    PolicyByOther { handle: Handle },
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
            Self::PolicyByOther { .. } => Code::NotALead,
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
            Self::BadHandle { .. }
            | Self::PolicyByOther { .. }
            | Self::BadPolicy(_)
            | Self::BackupExists { .. }
            | Self::DatabaseExists { .. }
            | Self::DatabaseOpen { .. }
            | Self::RestoresItself { .. } => Detail::new(),
        }
    }
}
