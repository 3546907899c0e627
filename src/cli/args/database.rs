//! The arguments of the commands that make, fill, keep and check a database.

use std::path::PathBuf;

use clap::Args;

use super::{KeyArg, limit, not_blank, person};
use crate::domain::ids::PersonId;

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Recreate the demo database
    #[arg(long)]
    pub fresh: bool,
    /// Keep the client and the seller from answering by themselves
    #[arg(long)]
    pub still: bool,
}

/// `seed`.
#[derive(Debug, Args)]
pub struct SeedArgs {
    /// How many disputes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub disputes: u64,
    /// How many messages, in all disputes together
    #[arg(long, value_name = "M")]
    pub messages: u64,
    /// How many of the disputes are open [default: 3%]
    #[arg(long, value_name = "K")]
    pub open: Option<u64>,
    /// The same seed gives the same content
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

/// `ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// The file of events; `-` reads standard input
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// Write rejected lines to this file, as they came
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Store the attachments found in this folder, where `path` names them; without it, only their names are kept
    #[arg(long, value_name = "DIR")]
    pub attachments: Option<PathBuf>,
    /// Also supply missing files of events that are known already
    #[arg(long, requires = "attachments")]
    pub fill: bool,
}

/// `outbox`.
#[derive(Debug, Args)]
pub struct OutboxArgs {
    /// Print only lines after this one: the consumer's cursor
    #[arg(long, value_name = "SEQ", default_value_t = 0)]
    pub after: i64,
    /// Keep printing lines as they become due, until a signal or the reader's end
    #[arg(long)]
    pub follow: bool,
    /// Print at most this many [default: all]
    #[arg(long, value_name = "N", value_parser = limit)]
    pub limit: Option<usize>,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The hash of an audit record known from before; also finds records cut off since
    #[arg(long, value_name = "HASH", value_parser = not_blank)]
    pub head: Option<String>,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The new file
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
}

/// `copy`.
#[derive(Debug, Args)]
pub struct CopyArgs {
    /// The place to copy from: a database file, or a server (`postgres://…`, `service=…`)
    #[arg(value_name = "FROM")]
    pub from: PathBuf,
    /// The empty place to copy to: a file that is not there yet, or a database that `server init` has made ready
    #[arg(value_name = "TO")]
    pub to: PathBuf,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The file that `backup` made, with the folder of files beside it
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
}

/// `erase`.
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The marketplace's id of the person
    #[arg(value_name = "PERSON", value_parser = person)]
    pub person: PersonId,
    /// Erase for real: repeat the person's id in full. Without it, show what would go and what would stay, and exit with 2
    #[arg(long, value_name = "PERSON", value_parser = person)]
    pub yes: Option<PersonId>,
    #[command(flatten)]
    pub key: KeyArg,
}
