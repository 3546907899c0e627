//! The arguments of the commands that act on cases.

use clap::Args;

use super::{KeyArg, handle};
use crate::cli::actions::Withdrawn;
use crate::domain::ids::{AttachmentId, Cite, DisputeId, Handle};
use crate::domain::vocabulary::{Outcome, Side};

/// A command that takes only a dispute.
#[derive(Debug, Args)]
pub struct CaseArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    #[command(flatten)]
    pub key: KeyArg,
}

/// A command that takes disputes, each by itself.
#[derive(Debug, Args)]
pub struct CasesArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `assign`.
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    /// The colleague to give them to
    #[arg(long, value_name = "HANDLE", value_parser = handle)]
    pub to: Handle,
    /// Why, as a note that only mediators see; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub note: Option<String>,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `handover`.
#[derive(Debug, Args)]
pub struct HandoverArgs {
    /// The colleague to give them to
    #[arg(long, value_name = "HANDLE", value_parser = handle)]
    pub to: Handle,
    /// Only cases that match, as for `queue --query`: yours, or for a lead anyone's [default: all of yours]
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// What they should know, as a note in each case that only mediators see; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub note: Option<String>,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `say`, `note`.
#[derive(Debug, Args)]
pub struct SayArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The text; `-` reads it from standard input
    #[arg(value_name = "TEXT|-")]
    pub text: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `ask`.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The party asked: client or seller
    #[arg(long, value_name = "PARTY")]
    pub to: Side,
    /// When the answer is due, instead of after the policy's delay: 2h, +2d, "monday 9:00", "lundi 9h",
    /// "2026-11-25 09:00" (local time) or RFC 3339
    #[arg(long, value_name = "TIME")]
    pub due: Option<String>,
    /// The question; `-` reads it from standard input
    #[arg(value_name = "TEXT|-")]
    pub text: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `remind`.
#[derive(Debug, Args)]
pub struct RemindArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    /// Print what would be sent, and send nothing
    #[arg(long, conflicts_with = "key")]
    pub dry_run: bool,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `propose`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("terms").required(true).args(["refund", "relaunch"])))]
pub struct ProposeArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// What the client gets back, in the order's currency or as a share of the price like 30% (rounded to the nearest cent);
    /// the seller gets the rest
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub refund: Option<String>,
    /// What both agree to do when the order resumes; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub relaunch: Option<String>,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The question, like q3, or the proposal, like p2
    #[arg(value_name = "ID")]
    pub what: Withdrawn,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `inadmissible` and `admit`.
#[derive(Debug, Args)]
pub struct InadmissibleArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The piece of evidence, like a3
    #[arg(long, value_name = "ID")]
    pub attachment: AttachmentId,
    /// Why it doesn't count, or counts after all; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub reason: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// seller-wins, client-refunded, partial-refund or relaunch
    #[arg(long, value_name = "OUTCOME", value_parser = outcome)]
    pub outcome: Outcome,
    /// For a partial refund: what the client gets back, in the order's currency or as a share of the price like 30% (rounded to
    /// the nearest cent); the seller gets the rest
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub refund: Option<String>,
    /// Why; `@FILE` reads it from a file, `-` from standard input
    #[arg(long, value_name = "TEXT|@FILE|-")]
    pub reasons: String,
    /// What it is based on: messages and evidence, like m12,a3
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub cites: Vec<Cite>,
    /// The version of the case that you read; refused if there is a newer one
    #[arg(long, value_name = "VERSION")]
    pub seen: Option<i64>,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `refuse`.
#[derive(Debug, Args)]
pub struct RefuseArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// Why; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub reason: String,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `snooze`.
#[derive(Debug, Args)]
pub struct SnoozeArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    /// When they come back: 2h, 3d, 9:00, "tomorrow 9:00", "2026-11-25 09:00" (local time) or RFC 3339
    #[arg(long, value_name = "TIME", required_unless_present = "wake")]
    pub until: Option<String>,
    /// Put them back into the queue now
    #[arg(long, conflicts_with = "until")]
    pub wake: bool,
    #[command(flatten)]
    pub key: KeyArg,
}

/// `seller-wins` as the contract writes it on the command line; `seller_wins` as its JSON does is understood too.
fn outcome(text: &str) -> Result<Outcome, String> {
    text.replace('-', "_").parse().map_err(|_| {
        let words: Vec<_> = Outcome::ALL.iter().map(|o| o.as_str().replace('_', "-")).collect();
        format!("expected one of: {}", words.join(", "))
    })
}
