//! The arguments of the commands that tell of a period: `log` and `stats`.

use clap::Args;

use super::{handle, limit};
use crate::domain::decision::work_figures::FiguresBy;
use crate::domain::ids::{DisputeId, Handle};

/// `stats`.
#[derive(Debug, Args)]
pub struct StatsArgs {
    /// Count only what was done from this time on, as for `log`; whole days (UTC) are counted, that of the time included
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Count only what was done before this time; a day alone is included
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Break the figures down: by mediator or by ground
    #[arg(long, value_name = "BY")]
    pub by: Option<FiguresBy>,
    /// Print those figures as CSV, by mediator unless --by says otherwise
    #[arg(long)]
    pub csv: bool,
}

/// `log`.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// Show only what this member of the team did; `system` is litige itself
    #[arg(long, value_name = "HANDLE", value_parser = handle)]
    pub by: Option<Handle>,
    /// Show only what was done to this dispute, like D-1001
    #[arg(long, value_name = "DISPUTE")]
    pub dispute: Option<DisputeId>,
    /// Start at this time: 7d (ago), 9:00, yesterday, monday, 2026-11-25, "2026-11-25 09:00" (local time) or RFC 3339
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// End before this time; a day alone is included
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Show at most this many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = limit)]
    pub limit: usize,
    /// Also show incoming events, lapsed deadlines and what was read
    #[arg(long)]
    pub all: bool,
}
