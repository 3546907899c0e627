//! How the team changes: only a lead changes it, but for its first member, whom anyone adds (docs/process.md, "The first lead").

use serde::Serialize;

use super::authority::{self, allows, leads};
use super::handle::{self, is_same, looks_like};
use super::identity::{self, find, holder_of};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, PersonId, SystemAccount};
use crate::domain::refusal::{PermissionRefusal, Refusal, SetupRefusal};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Role, vocabulary};

/// A change of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum TeamChange {
    /// Adds a member, changes one, or takes back one who had retired.
    Put {
        handle: Handle,
        name: String,
        /// `None`: as it is; a mediator where they are new.
        role: Option<Role>,
        account: AccountChange,
    },
    /// A member can't act on the cases of this person.
    AddConflict { handle: Handle, with: PersonId },
    /// They can again.
    RemoveConflict { handle: Handle, with: PersonId },
    /// A member acts no more; their open cases become nobody's.
    Retire { handle: Handle },
}

/// What becomes of the account of the system that a member is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum AccountChange {
    /// It stays.
    AsIs,
    /// This one alone acts under the handle from now on.
    Bind(SystemAccount),
    /// The member is taken at their word from now on.
    Unbind,
}

impl From<Option<SystemAccount>> for AccountChange {
    fn from(account: Option<SystemAccount>) -> Self {
        account.map_or(Self::AsIs, Self::Bind)
    }
}

vocabulary!(
    /// The kinds of changes, as the audit names them.
    TeamChangeKind, "a change of the team", {
        Add = "add_mediator",
        Change = "change_mediator",
        AddConflict = "add_conflict",
        RemoveConflict = "remove_conflict",
        Retire = "retire_mediator",
    }
);

/// What a change makes of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedMember {
    pub kind: TeamChangeKind,
    /// The member as they are now.
    pub member: Mediator,
    /// Who changed it; `None` for the first member, who is added by nobody of the team.
    pub by: Option<Handle>,
}

impl TeamChange {
    /// Returns the handle that it is about, as it was given.
    pub fn handle(&self) -> &Handle {
        match self {
            Self::Put { handle, .. }
            | Self::AddConflict { handle, .. }
            | Self::RemoveConflict { handle, .. }
            | Self::Retire { handle } => handle,
        }
    }
}

/// Applies a change that someone makes from this account, if they may.
///
/// # Errors
/// A [`Refusal`]; nothing is changed.
pub fn apply_change(
    team: &[Mediator],
    change: &TeamChange,
    by: Option<&Handle>,
    account: Option<&SystemAccount>,
    now: Time,
) -> Result<ChangedMember, Refusal> {
    let by = check_authority(team, change, by, account)?;
    let known = find(team, change.handle());
    let (kind, member) = match change {
        TeamChange::Put { handle, name, role, account } => put_member(team, known, handle, name, *role, account)?,
        TeamChange::AddConflict { handle, with } => {
            let mut member = of_the_team(known, handle)?.clone();
            if !member.conflicts.contains(with) {
                member.conflicts.push(with.clone());
            }
            (TeamChangeKind::AddConflict, member)
        }
        TeamChange::RemoveConflict { handle, with } => {
            let mut member = of_the_team(known, handle)?.clone();
            if is_same(&member.handle.0, &with.0) {
                return Err(PermissionRefusal::OwnConflict { handle: member.handle }.into());
            }
            member.conflicts.retain(|person| person != with);
            (TeamChangeKind::RemoveConflict, member)
        }
        TeamChange::Retire { handle } => {
            let known = of_the_team(known, handle)?;
            identity::check_active(known)?;
            check_another_lead(team, known)?;
            (TeamChangeKind::Retire, Mediator { retired_at: Some(now), ..known.clone() })
        }
    };
    Ok(ChangedMember { kind, member, by: by.map(|me| me.handle) })
}

/// Binds an active member to the account from which they alone act: what whoever runs a server may do without a lead.
///
/// # Errors
/// A [`Refusal`] where there is no such member, or the account is another's.
pub fn bind(team: &[Mediator], handle: &Handle, account: &SystemAccount) -> Result<Mediator, Refusal> {
    let known = of_the_team(find(team, handle), handle)?;
    identity::check_active(known)?;
    check_free(team, account, &known.handle)?;
    Ok(Mediator { account: Some(account.clone()), ..known.clone() })
}

/// Returns whether nobody of a team can act: the next member that is added is its first.
pub fn is_unmanned(team: &[Mediator]) -> bool {
    !team.iter().any(|member| member.retired_at.is_none() && authority::acts_on_cases(member.role))
}

/// Returns who makes a change, if they may; nobody of the team needs to be named for its first member. Where a database of
/// before has mediators and no lead, each of them may name one.
fn check_authority(
    team: &[Mediator],
    change: &TeamChange,
    by: Option<&Handle>,
    account: Option<&SystemAccount>,
) -> Result<Option<Mediator>, Refusal> {
    if is_unmanned(team) && matches!(change, TeamChange::Put { .. }) {
        return Ok(None);
    }
    let by = by.ok_or_else(|| authority::not_a_lead(team, None, Operation::Team))?;
    let me = identity::acting(team, by, account)?;
    let names_a_lead = matches!(change, TeamChange::Put { role: Some(Role::Lead), .. });
    let names_the_first = names_a_lead && leads(team).next().is_none() && authority::acts_on_cases(me.role);
    if names_the_first || allows(me.role, Operation::Team, authority::Whose::Nobodys) {
        return Ok(Some(me));
    }
    Err(authority::not_a_lead(team, Some(&me), Operation::Team))
}

fn put_member(
    team: &[Mediator],
    known: Option<&Mediator>,
    handle: &Handle,
    name: &str,
    role: Option<Role>,
    account: &AccountChange,
) -> Result<(TeamChangeKind, Mediator), Refusal> {
    let kind = if known.is_some() { TeamChangeKind::Change } else { TeamChangeKind::Add };
    let mut member = match known {
        Some(known) => known.clone(),
        None => {
            handle::check(handle)?;
            if let Some(like) = team.iter().find(|member| looks_like(&member.handle.0, &handle.0)) {
                return Err(SetupRefusal::HandleLooksLike { handle: handle.clone(), like: like.handle.clone() }.into());
            }
            Mediator::new(handle.clone(), name, Role::Mediator)
        }
    };
    name.clone_into(&mut member.name);
    member.retired_at = None;
    if is_unmanned(team) {
        member.role = Role::Lead;
    } else if let Some(role) = role {
        if let Some(known) = known.filter(|_| role != Role::Lead) {
            check_another_lead(team, known)?;
        }
        member.role = role;
    }
    match account {
        AccountChange::AsIs => {}
        AccountChange::Bind(account) => member.account = Some(account.clone()),
        AccountChange::Unbind => member.account = None,
    }
    if let Some(account) = &member.account {
        check_free(team, account, &member.handle)?;
    }
    Ok((kind, member))
}

/// Refuses an account that another member is bound to.
fn check_free(team: &[Mediator], account: &SystemAccount, handle: &Handle) -> Result<(), Refusal> {
    match holder_of(team, account).filter(|other| other.handle != *handle) {
        Some(other) => Err(SetupRefusal::AccountTaken { account: account.clone(), by: other.handle.clone() }.into()),
        None => Ok(()),
    }
}

fn of_the_team<'t>(known: Option<&'t Mediator>, handle: &Handle) -> Result<&'t Mediator, Refusal> {
    known.ok_or_else(|| PermissionRefusal::NotOfTheTeam { handle: handle.clone() }.into())
}

/// Refuses to lose the last lead.
fn check_another_lead(team: &[Mediator], leaving: &Mediator) -> Result<(), Refusal> {
    let is_lead = leads(team).any(|lead| lead.handle == leaving.handle);
    if is_lead && leads(team).count() == 1 {
        return Err(SetupRefusal::LastLead { handle: leaving.handle.clone() }.into());
    }
    Ok(())
}
