//! The arguments of `policy`.

use clap::{Args, Subcommand};

use super::KeyArg;

/// `policy`.
#[derive(Debug, Args)]
pub struct PolicyArgs {
    /// What to do with it; shows it without one.
    #[command(subcommand)]
    pub command: Option<PolicyCommand>,
}

/// `policy …`.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Show what is in force, since when, by whom and why
    Show(ShowPolicyArgs),
    /// Change values (leads only); open disputes keep those that they were opened under
    Set(SetPolicyArgs),
}

/// `policy show`.
#[derive(Debug, Args)]
pub struct ShowPolicyArgs {
    /// Show everything that was ever in force, newest first
    #[arg(long)]
    pub history: bool,
}

/// `policy set`.
#[derive(Debug, Args)]
pub struct SetPolicyArgs {
    /// New values, as `policy show` prints them: hold_minutes=5, second_mediator_above=EUR=500,JPY=80000,
    /// "hours=Mon-Fri 09:00-18:00", zone=Europe/Paris, holidays=fr (or dates, or a file of them); none clears one
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub settings: Vec<String>,
    /// Why, for whoever reads the history; `-` reads it from standard input
    #[arg(long, value_name = "TEXT|-")]
    pub reason: String,
    #[command(flatten)]
    pub key: KeyArg,
}
