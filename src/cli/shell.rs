//! Shell completions and the manual page. Made in memory first, so that a closed pipe ends them silently.

use clap::ValueEnum as _;
use clap_complete::env::Shells;

use super::context::Context;
use super::error::{Failure, Status};
use super::sentence::Sentence;
use super::{args, completion, manual};

/// Runs `litige completions`: the script by which a shell asks the program what completes.
///
/// # Errors
/// Returns an error if the output could not be written.
pub fn completions(ctx: &mut Context, args: &args::CompletionsArgs) -> Result<Status, Failure> {
    let failed = |e: std::io::Error| Failure::io(Sentence::new("cli-error-script", []), &e);
    let name = args.shell.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let shells = Shells::builtins();
    let shell = shells
        .completer(&name)
        .ok_or_else(|| Failure::usage(Sentence::new("cli-error-no-completions", [("shell", name.as_str().into())])))?;
    let mut script = Vec::new();
    shell.write_registration(completion::VARIABLE, "litige", "litige", "litige", &mut script).map_err(failed)?;
    ctx.out.verbatim(&String::from_utf8_lossy(&script))?;
    Ok(Status::Done)
}

/// Runs `litige man`.
///
/// # Errors
/// Returns an error if there is no such command, or a page could not be made or written.
pub fn man(ctx: &mut Context, args: &args::ManArgs) -> Result<Status, Failure> {
    let failed = |e: std::io::Error| Failure::io(Sentence::new("cli-error-manual", []), &e);
    let page = match (&args.to, &args.command) {
        (Some(folder), _) => {
            manual::write_pages(folder).map_err(|e| Failure::io(folder.display().to_string(), &e))?;
            return Ok(Status::Done);
        }
        (None, Some(name)) => manual::page_of(name)
            .map_err(failed)?
            .ok_or_else(|| Failure::usage(Sentence::new("cli-error-no-page", [("command", name.as_str().into())])))?,
        (None, None) => manual::page().map_err(failed)?,
    };
    ctx.out.verbatim(&page)?;
    Ok(Status::Done)
}
