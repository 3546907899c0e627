//! The command line (docs/contract.md): one file per family of commands; no rules of its own.
//!
//! [`main`] parses the arguments, reads the environment, runs the command, and turns its result into an exit status.
//! [`json`] defines what programs read; [`i18n`], [`table`] and [`show`] what people read; [`error`] how a command
//! fails.

pub mod account;
pub mod action_summary;
pub mod actions;
pub mod args;
mod asking;
pub mod attachments;
pub mod completion;
pub mod context;
mod copying;
pub mod custom_files;
pub mod desk;
pub mod doctor;
mod environment;
pub mod error;
pub mod event_source;
mod evidence;
pub mod examples;
mod export;
pub mod handover;
pub mod i18n;
pub mod ingest;
pub mod json;
pub mod line_reader;
pub mod log;
pub mod maintenance;
mod manual;
pub mod notifications;
pub mod outbox;
pub mod output;
pub mod policy;
pub mod queue;
pub mod remind;
pub mod request_key;
pub mod restore;
mod schema;
pub mod seed;
pub mod sentence;
pub mod server;
mod shell;
pub mod show;
pub mod stats;
pub mod status;
pub mod table;
pub mod team;
pub mod team_names;
pub mod text_input;
pub mod time;
pub mod views;
mod warnings;
pub mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;

use self::args::{Cli, CliCommand};
use self::context::Context;
use self::error::{Failure, Status};
use self::sentence::Sentence;
use crate::config;
use crate::domain::dispute::action::Action;
use crate::domain::vocabulary::Lang;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    match completion::answer(&args) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        // Whoever presses Tab is shown no error.
        Err(_) => return ExitCode::from(Status::Usage as u8),
    }
    // Looked up by hand: if the arguments can't be parsed, the error is still printed in the requested format.
    let json = args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--json");
    let status = match args::parse(&args) {
        Ok(cli) => run_cli(cli),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            // Ignored: a reader that closes the pipe has read enough.
            let _ = error.print();
            Ok(Status::Done)
        }
        Err(error) => Err(error::from_clap(&error, &args)),
    };
    let status = status.map_or_else(
        |failure| {
            if let Failure::Reported(report) = &failure {
                output::print_failure(report, json, context::spoken(&args));
            }
            failure.exit_status()
        },
        |status| status as u8,
    );
    ExitCode::from(status)
}

fn run_cli(cli: Cli) -> Result<Status, Failure> {
    environment::check_clock()?;
    let zone_warning = environment::check_zone()?;
    let loaded = config::load(config::default_path());
    let warnings: Vec<Sentence> = loaded.warnings.iter().map(Sentence::from).chain(zone_warning).collect();
    let lang = context::language(&cli.global, &loaded).unwrap_or(Lang::En);
    for warning in &warnings {
        output::warn(warning.in_language(lang));
    }
    let mut ctx = Context::new(cli.global, loaded, warnings)?;
    let status = match &cli.command {
        None => desk::run(&mut ctx),
        Some(command) => {
            ctx.key = request_key::given(command).cloned();
            ctx.is_write = request_key::is_write(command);
            run_command(&mut ctx, command)
        }
    };
    // People read their colleagues' names, programs get handles.
    let status = status.map_err(|failure| if ctx.json { failure } else { failure.naming(&ctx.names) });
    // Flushed even after a failure: what was printed before is part of the result.
    let flushed = ctx.out.flush();
    status.and_then(|status| flushed.map(|()| status))
}

fn run_command(ctx: &mut Context, command: &CliCommand) -> Result<Status, Failure> {
    match command {
        CliCommand::Demo(args) => desk::demo(ctx, args),
        CliCommand::Seed(args) => seed::run(ctx, args),
        CliCommand::Ingest(args) => ingest::run(ctx, args),
        CliCommand::Mediator(args) => team::run(ctx, args),
        CliCommand::Policy(args) => policy::run(ctx, args),
        CliCommand::Queue(args) => queue::queue(ctx, args),
        CliCommand::Views(args) => views::run(ctx, args),
        CliCommand::Notifications(args) => notifications::run(ctx, args),
        CliCommand::Show(args) => show::run(ctx, args),
        CliCommand::Search(args) => queue::search(ctx, args),
        CliCommand::Claim(args) => actions::run_on_each(ctx, &args.disputes, &Action::Claim),
        CliCommand::Release(args) => actions::run_on_each(ctx, &args.disputes, &Action::Release),
        CliCommand::Assign(args) => actions::assign(ctx, args),
        CliCommand::Handover(args) => handover::run(ctx, args),
        CliCommand::Say(args) => actions::say(ctx, args),
        CliCommand::Remind(args) => remind::run(ctx, args),
        CliCommand::Note(args) => actions::note(ctx, args),
        CliCommand::Ask(args) => actions::ask(ctx, args),
        CliCommand::Propose(args) => actions::propose(ctx, args),
        CliCommand::Evidence(args) => evidence::run(ctx, args),
        CliCommand::Inadmissible(args) => actions::inadmissible(ctx, args),
        CliCommand::Admit(args) => actions::admit(ctx, args),
        CliCommand::Withdraw(args) => actions::withdraw(ctx, args),
        CliCommand::Decide(args) => actions::decide(ctx, args),
        CliCommand::Undo(args) => actions::undo(ctx, args),
        CliCommand::Approve(args) => actions::approve(ctx, args),
        CliCommand::Refuse(args) => actions::refuse(ctx, args),
        CliCommand::Snooze(args) => actions::snooze(ctx, args),
        CliCommand::Erase(args) => maintenance::erase(ctx, args),
        CliCommand::Config(_) => maintenance::config(ctx),
        CliCommand::Outbox(args) => outbox::run(ctx, args),
        CliCommand::Status => status::run(ctx),
        CliCommand::Verify(args) => maintenance::verify(ctx, args),
        CliCommand::Backup(args) => maintenance::backup(ctx, args),
        CliCommand::Copy(args) => copying::copy(ctx, args),
        CliCommand::Log(args) => log::run(ctx, args),
        CliCommand::Restore(args) => restore::restore(ctx, args),
        CliCommand::Server(args) => server::run(ctx, args),
        CliCommand::Stats(args) => stats::run(ctx, args),
        CliCommand::Export(args) => export::run(ctx, args),
        CliCommand::Schema(args) => schema::run(ctx, args),
        CliCommand::Completions(args) => shell::completions(ctx, args),
        CliCommand::Doctor => doctor::run(ctx),
        CliCommand::Man(args) => shell::man(ctx, args),
    }
}
