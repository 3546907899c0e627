//! Who acts under a handle. A member may be bound to an account of the system: then only that account acts under the handle,
//! and from that account only this member acts. Who is not bound is taken at their word.

use super::handle::is_same;
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, SystemAccount};
use crate::domain::refusal::{PermissionRefusal, Refusal};

/// Returns the member of this handle, as it is written or else however it is written.
pub fn find<'t>(team: &'t [Mediator], handle: &Handle) -> Option<&'t Mediator> {
    let exact = team.iter().find(|member| member.handle == *handle);
    exact.or_else(|| team.iter().find(|member| is_same(&member.handle.0, &handle.0)))
}

/// Returns the member who acts under this handle from this account, with the conflicts of interest of every handle that the
/// account has had: a second handle is no way around one.
///
/// # Errors
/// [`PermissionRefusal::NotOfTheTeam`], [`PermissionRefusal::Retired`], or as [`check_account`].
pub fn acting(team: &[Mediator], handle: &Handle, account: Option<&SystemAccount>) -> Result<Mediator, Refusal> {
    let me = find(team, handle).ok_or_else(|| PermissionRefusal::NotOfTheTeam { handle: handle.clone() })?;
    check_active(me)?;
    check_account(team, me, account)?;
    Ok(with_account(team, me, account))
}

/// Returns a member with the conflicts of interest of every handle that their account has had; `account` is the one that they
/// act from, where they are bound to none.
pub fn with_account(team: &[Mediator], me: &Mediator, account: Option<&SystemAccount>) -> Mediator {
    let mut acting = me.clone();
    let account = me.account.as_ref().or(account);
    let same =
        team.iter().filter(|other| other.handle != me.handle && account.is_some() && other.account.as_ref() == account);
    for other in same {
        acting.same_account.push(other.handle.clone());
        let new = other.conflicts.iter().filter(|person| !me.conflicts.contains(person));
        acting.conflicts.extend(new.cloned());
    }
    acting
}

/// Returns the member of this handle, if this account may write what is their own: drafts, views, acknowledgements, presence. Who
/// has retired may still put their things in order.
///
/// # Errors
/// [`PermissionRefusal::NotOfTheTeam`], or as [`check_account`].
pub fn own<'t>(
    team: &'t [Mediator],
    handle: &Handle,
    account: Option<&SystemAccount>,
) -> Result<&'t Mediator, Refusal> {
    let me = find(team, handle).ok_or_else(|| PermissionRefusal::NotOfTheTeam { handle: handle.clone() })?;
    check_account(team, me, account).map(|()| me)
}

/// Refuses whoever has retired.
pub(in crate::domain) fn check_active(me: &Mediator) -> Result<(), Refusal> {
    match me.retired_at {
        Some(at) => Err(PermissionRefusal::Retired { handle: me.handle.clone(), at }.into()),
        None => Ok(()),
    }
}

/// Checks that this account may act as a member: it is the one that the member is bound to, or neither is bound.
///
/// # Errors
/// [`PermissionRefusal::OtherAccount`] or [`PermissionRefusal::OtherMember`].
pub fn check_account(team: &[Mediator], me: &Mediator, account: Option<&SystemAccount>) -> Result<(), Refusal> {
    let handle = me.handle.clone();
    match (&me.account, account) {
        (Some(bound), account) if Some(bound) != account => {
            Err(PermissionRefusal::OtherAccount { handle, account: account.cloned() }.into())
        }
        (None, Some(account)) => match holder_of(team, account) {
            Some(member) => {
                let (account, member) = (account.clone(), member.handle.clone());
                Err(PermissionRefusal::OtherMember { handle, account, member }.into())
            }
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Returns the member that an account is bound to, unless they have retired.
pub fn holder_of<'t>(team: &'t [Mediator], account: &SystemAccount) -> Option<&'t Mediator> {
    team.iter().find(|member| member.retired_at.is_none() && member.account.as_ref() == Some(account))
}

/// Returns the members who are taken at their word: they act, and no account is bound to them.
pub fn unbound(team: &[Mediator]) -> impl Iterator<Item = &Mediator> {
    team.iter().filter(|member| member.retired_at.is_none() && member.account.is_none())
}
