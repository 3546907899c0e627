//! Views that a mediator can't keep.

use super::{Code, Detail, detail};

/// Why a view was not kept, changed or renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedViewRefusal {
    /// They keep this many already, the most that anyone keeps.
    TooMany {
        most: usize,
    },
    /// They keep a view of this name.
    NameTaken {
        name: String,
    },
    NoFilter,
    NameBlank,
    /// The name has more than `most` characters.
    NameTooLong {
        most: usize,
    },
    /// The name begins with a hyphen, or has control characters.
    NameSigns,
    /// A view that everyone has is called so.
    NameReserved {
        name: String,
    },
}

impl SavedViewRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::TooMany { .. } => Code::TooManyViews,
            Self::NameTaken { .. } => Code::NameTaken,
            Self::NoFilter => Code::Malformed,
            Self::NameBlank | Self::NameTooLong { .. } | Self::NameSigns | Self::NameReserved { .. } => Code::BadName,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::TooMany { most } => detail([("most", (*most).into())]),
            Self::NameTaken { name } => detail([("view", name.as_str().into())]),
            Self::NoFilter => Detail::new(),
            Self::NameBlank => detail([("why", "blank".into())]),
            Self::NameTooLong { most } => detail([("why", "long".into()), ("most", (*most).into())]),
            Self::NameSigns => detail([("why", "sign".into())]),
            Self::NameReserved { name } => detail([("why", "everyones".into()), ("view", name.as_str().into())]),
        }
    }
}
