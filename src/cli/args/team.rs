//! The arguments of `mediator`.

use clap::{Args, Subcommand};

use super::{KeyArg, account, handle, not_blank, person};
use crate::domain::ids::{Handle, PersonId, SystemAccount};
use crate::domain::vocabulary::Role;

/// `mediator …`.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum TeamCommand {
    /// Add a member to the team, or change their name and role
    Add(AddMediatorArgs),
    /// Record a person whose cases a member of the team can't act on, besides their own
    Conflict(ConflictArgs),
    /// Remove a member from the team: they can no longer act, and nobody holds their open cases
    Retire(RetireArgs),
    /// List the team, with the account and the conflicts of each member
    List,
}

/// `mediator conflict`.
#[derive(Debug, Args)]
pub struct ConflictArgs {
    /// The member of the team
    #[arg(value_name = "HANDLE", value_parser = handle)]
    pub handle: Handle,
    /// The marketplace's id of the person
    #[arg(long, value_name = "PERSON", value_parser = person)]
    pub with: PersonId,
    /// Remove the conflict
    #[arg(long)]
    pub remove: bool,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `mediator add`.
#[derive(Debug, Clone, Args)]
pub struct AddMediatorArgs {
    /// Their short name, as typed after --as
    #[arg(value_name = "HANDLE", value_parser = handle)]
    pub handle: Handle,
    /// Their name
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    pub name: String,
    /// What they can do: reader (look, not act), mediator, or lead (also team, policy and erasures) [default: unchanged, or
    /// mediator; the first member is a lead]
    #[arg(long, value_name = "ROLE")]
    pub role: Option<Role>,
    /// The only account of the system that can act under the handle [default: unchanged, or any]
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    pub user: Option<SystemAccount>,
    /// Unbind the handle from its account: anyone can act under it
    #[arg(long, conflicts_with = "user")]
    pub no_user: bool,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `mediator retire`.
#[derive(Debug, Args)]
pub struct RetireArgs {
    /// The member of the team
    #[arg(value_name = "HANDLE", value_parser = handle)]
    pub handle: Handle,
    #[command(flatten)]
    pub key: KeyArg,
}
