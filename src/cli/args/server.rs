//! The arguments of `server`.

use clap::{Args, Subcommand};

use super::{handle, not_blank};
use crate::domain::ids::Handle;

/// `server …`.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum ServerCommand {
    /// Create schema, roles, settings and the first lead in a PostgreSQL database; change nothing that is there
    Init(InitArgs),
    /// Create a login on the server, for a member of the team or for the marketplace
    Grant(GrantArgs),
}

/// `server init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The first lead, who logs in under a role of the same name
    #[arg(long, value_name = "HANDLE", value_parser = handle, requires = "name")]
    pub lead: Option<Handle>,
    /// Their name
    #[arg(long, value_name = "NAME", value_parser = not_blank, requires = "lead")]
    pub name: Option<String>,
}

/// `server grant`.
#[derive(Debug, Args)]
pub struct GrantArgs {
    /// The member of the team
    #[arg(value_name = "HANDLE", value_parser = handle, required_unless_present = "feed", conflicts_with = "feed")]
    pub handle: Option<Handle>,
    /// The role that they log in with [default: named like the handle]
    #[arg(long, value_name = "ROLE", value_parser = login, conflicts_with = "feed")]
    pub login: Option<String>,
    /// The role that the marketplace logs in with: it can `ingest` and read the `outbox`, and nothing else
    #[arg(long, value_name = "ROLE", value_parser = login)]
    pub feed: Option<String>,
    /// Print the SQL, and do nothing
    #[arg(long)]
    pub print: bool,
}

/// A role's name, which PostgreSQL would cut at 63 bytes.
fn login(text: &str) -> Result<String, String> {
    let text = not_blank(text)?;
    if text.len() > 63 || text.chars().any(char::is_control) || text.starts_with("pg_") || text.starts_with("litige_") {
        return Err(
            "a role's name is at most 63 bytes, without control characters, and not one of pg_… or litige_…".to_owned()
        );
    }
    Ok(text)
}
