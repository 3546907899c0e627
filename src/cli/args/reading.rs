//! The arguments of the commands that list and find cases.

use clap::{Args, Subcommand};

use super::{KeyArg, limit};
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::View;

/// `queue`.
#[derive(Debug, Args)]
pub struct QueueArgs {
    /// open, mine, unclaimed, overdue, snoozed, decided, all or approval; with --as, also the name of a saved view
    #[arg(long, value_name = "VIEW", default_value = "open")]
    pub view: String,
    /// List only cases that match: words in number, order, service or names, and conditions such as seller:nova waiting:client
    /// age:>3d amount:>100 held:ines ground:revision is:overdue -is:mine, in English or in French (vendeur:nova est:libre)
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// Show at most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = limit)]
    pub limit: usize,
}

/// `views`.
#[derive(Debug, Args)]
pub struct ViewsArgs {
    /// What to do with them; lists them without one.
    #[command(subcommand)]
    pub command: Option<ViewsCommand>,
}

/// `notifications`.
#[derive(Debug, Args)]
pub struct NotificationsArgs {
    /// Acknowledge them: they aren't listed again
    #[arg(long)]
    pub acknowledge: bool,
}

/// `views …`.
#[derive(Debug, Subcommand)]
pub enum ViewsCommand {
    /// List your views, in their order (needs --as, like all of these)
    List,
    /// Save a filter as a view
    Keep(KeepViewArgs),
    /// Rename a view
    Rename(RenameViewArgs),
    /// Delete a view
    Drop(NamedViewArgs),
}

/// `views keep`.
#[derive(Debug, Args)]
pub struct KeepViewArgs {
    /// Its name, at most 24 characters; accents and capitals don't count
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The filter, as for `queue --query`
    #[arg(long, value_name = "Q")]
    pub query: String,
    /// The part of the queue that it filters: open, mine, unclaimed, overdue, decided, all or approval
    #[arg(long, value_name = "VIEW", default_value = "open")]
    pub view: View,
    /// Replace the view of this name, if there is one
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `views rename`.
#[derive(Debug, Args)]
pub struct RenameViewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Its new name
    #[arg(value_name = "NEW")]
    pub to: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `views drop`.
#[derive(Debug, Args)]
pub struct NamedViewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// Mark what is printed as read by the mediators, which the parties see (needs --as)
    #[arg(long)]
    pub mark_read: bool,
}

/// `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The words, the last of which may be unfinished; accents and capitals don't count, and conditions as for
    /// `queue --query` keep to some cases
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// Show at most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = limit)]
    pub limit: usize,
}
