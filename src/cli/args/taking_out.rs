//! The arguments of the commands that take a case, or its evidence, out.

use std::path::PathBuf;

use clap::Args;

use crate::domain::ids::{AttachmentId, DisputeId};
use crate::domain::vocabulary::Side;

/// `evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The file to write out, like a3 [default: list the files]
    #[arg(value_name = "ID")]
    pub attachment: Option<AttachmentId>,
    /// Write to this new file; `-` is standard output [default: standard output, unless it is a terminal]
    #[arg(short, long, value_name = "PATH|-", requires = "attachment")]
    pub output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// md, html (one file that needs nothing else) or json [default: md, or json with --json]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<Format>,
    /// Leave out names, ids of persons, addresses, numbers and the mediators' notes
    #[arg(long)]
    pub redact: bool,
    /// Print the decision letter for this party instead, in the order's language
    #[arg(long, value_name = "PARTY")]
    pub letter: Option<Side>,
}

impl ExportArgs {
    /// The format asked for.
    pub fn format(&self, json: bool) -> Format {
        self.format.unwrap_or(if json { Format::Json } else { Format::Md })
    }
}

/// How a case is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown.
    Md,
    /// One HTML file.
    Html,
    /// JSON.
    Json,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// event (a line of `ingest`), outbox (a line of `outbox`), show or queue (what they print with --json)
    #[arg(value_name = "OF", value_enum)]
    pub of: SchemaOf,
}

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SchemaOf {
    /// A line that comes in.
    Event,
    /// A line that goes out.
    Outbox,
    /// A case.
    Show,
    /// The queue.
    Queue,
}
