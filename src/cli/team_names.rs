//! The names of the team, for what people read: JSON and CSV keep handles, and so does what is typed.

use std::collections::BTreeMap;

use crate::domain::case::records::Mediator;
use crate::domain::ids::Handle;
use crate::domain::vocabulary::Speaker;
use crate::ui::text::safe;

/// The name of each member, by handle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamNames(BTreeMap<Handle, String>);

impl TeamNames {
    /// Returns the names of a team, those who left it among them.
    pub fn of(team: &[Mediator]) -> Self {
        Self(team.iter().map(|member| (member.handle.clone(), member.name.clone())).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a member's name, safe to show; the handle where the team has nobody of it.
    pub fn name_of(&self, handle: &Handle) -> String {
        safe(self.0.get(handle).unwrap_or(&handle.0)).into_owned()
    }

    /// Returns the name of who wrote a message: of a mediator, of whom it has the handle, or a party's own.
    pub fn author(&self, from: Speaker, author: &str) -> String {
        match from {
            Speaker::Mediator => self.name_of(&Handle::from(author)),
            Speaker::Client | Speaker::Seller | Speaker::System => safe(author).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::Role;

    #[test]
    fn a_member_is_called_by_name_and_who_is_unknown_by_handle() {
        let names = TeamNames::of(&[Mediator::new("ines".into(), "Inès \u{1b}Haddad", Role::Mediator)]);
        assert_eq!(names.name_of(&"ines".into()), "Inès ‹ESC›Haddad");
        assert_eq!(names.name_of(&"[mediator]".into()), "[mediator]");
        assert_eq!(names.author(Speaker::Client, "ines"), "ines", "a party may be called like a mediator");
    }
}
