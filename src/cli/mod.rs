//! The command line (docs/contract.md): one file per family of commands; no rules of its own.
//!
//! [`main`] parses the arguments, reads the environment, runs the command, and turns its result into an exit status.
//! [`json`] defines what programs read; [`i18n`], [`table`] and [`show`] what people read; [`error`] how a command
//! fails.

pub mod action_summary;
pub mod actions;
pub mod args;
pub mod attachments;
pub mod context;
pub mod custom_files;
pub mod desk;
mod environment;
pub mod error;
pub mod export;
pub mod i18n;
pub mod ingest;
pub mod json;
pub mod line_reader;
pub mod maintenance;
pub mod output;
pub mod queue;
pub mod request_key;
pub mod seed;
pub mod shell;
pub mod show;
pub mod stats;
pub mod table;
pub mod team;
pub mod text_input;
pub mod time;
pub mod views;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use self::args::{Cli, Command};
use self::context::Context;
use self::error::{Failure, Status};
use crate::config;
use crate::domain::dispute::action::Action;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    // Looked up by hand: if the arguments can't be parsed, the error is still printed in the requested format.
    let json = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--json");
    let status = match Cli::try_parse_from(&args) {
        Ok(cli) => run_cli(cli),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            // Ignored: a reader that closes the pipe has read enough.
            let _ = error.print();
            Ok(Status::Done)
        }
        Err(error) => Err(error::from_clap(&error)),
    };
    let status = status.unwrap_or_else(|failure| {
        if let Failure::Reported(report) = &failure {
            output::print_failure(report, json);
        }
        failure.status()
    });
    ExitCode::from(status as u8)
}

fn run_cli(cli: Cli) -> Result<Status, Failure> {
    environment::check_clock()?;
    let zone_warning = environment::check_zone()?;
    let mut loaded = config::load(config::default_path());
    loaded.warnings.extend(zone_warning);
    for warning in &loaded.warnings {
        output::warn(warning);
    }
    let mut ctx = Context::new(cli.global, loaded)?;
    let status = match &cli.command {
        None => desk::run(&mut ctx),
        Some(command) => run_command(&mut ctx, command),
    };
    // Flushed even after a failure: what was printed before is part of the result.
    let flushed = ctx.out.flush();
    status.and_then(|status| flushed.map(|()| status))
}

fn run_command(ctx: &mut Context, command: &Command) -> Result<Status, Failure> {
    match command {
        Command::Demo(args) => desk::demo(ctx, args),
        Command::Seed(args) => seed::run(ctx, args),
        Command::Ingest(args) => ingest::run(ctx, args),
        Command::Mediator(args) => team::run(ctx, args),
        Command::Queue(args) => queue::queue(ctx, args),
        Command::Views(args) => views::run(ctx, args),
        Command::Show(args) => show::run(ctx, args),
        Command::Search(args) => queue::search(ctx, args),
        Command::Claim(args) => actions::run_action(ctx, args.dispute, Action::Claim),
        Command::Release(args) => actions::run_action(ctx, args.dispute, Action::Release),
        Command::Say(args) => actions::say(ctx, args),
        Command::Note(args) => actions::note(ctx, args),
        Command::Ask(args) => actions::ask(ctx, args),
        Command::Propose(args) => actions::propose(ctx, args),
        Command::Inadmissible(args) => actions::inadmissible(ctx, args),
        Command::Decide(args) => actions::decide(ctx, args),
        Command::Undo(args) => actions::undo(ctx, args),
        Command::Approve(args) => actions::approve(ctx, args),
        Command::Refuse(args) => actions::refuse(ctx, args),
        Command::Snooze(args) => actions::snooze(ctx, args),
        Command::Erase(args) => maintenance::erase(ctx, args),
        Command::Config(_) => maintenance::config(ctx),
        Command::Outbox(args) => maintenance::outbox(ctx, args),
        Command::Verify(args) => maintenance::verify(ctx, args),
        Command::Backup(args) => maintenance::backup(ctx, args),
        Command::Stats => stats::run(ctx),
        Command::Export(args) => export::run(ctx, args),
        Command::Completions(args) => shell::completions(ctx, args),
        Command::Man => shell::man(ctx),
    }
}
