//! The arguments of `mediator`.

use clap::{Args, Subcommand};

use super::{KeyArg, account, handle, not_blank, person};
use crate::domain::ids::{Handle, PersonId, SystemAccount};
use crate::domain::vocabulary::Role;

/// `mediator …`.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum TeamCommand {
    /// Adds a member of the team, or changes their name and role
    Add(AddMediatorArgs),
    /// Names a person whose cases a member of the team can't act on; their own are always among them
    Conflict(ConflictArgs),
    /// Takes a member off the team: they act no more, and their open cases become nobody's
    Retire(RetireArgs),
    /// The team, with the account and the conflicts of each
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
    /// There is no conflict any more
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
    /// What they may do: reader (may look, not act), mediator, or lead (also answers for team, policy and erasures) [default: as it
    /// is, or mediator; the first member is a lead]
    #[arg(long, value_name = "ROLE")]
    pub role: Option<Role>,
    /// The account of the system that alone acts under the handle [default: as it is, or whoever says so]
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    pub user: Option<SystemAccount>,
    /// No account is bound to the handle any more: whoever says so acts under it
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
