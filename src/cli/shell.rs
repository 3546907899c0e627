//! Shell completions and the manual page, generated from the argument definitions. Generated in memory first, so that a
//! closed pipe ends them silently.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::CommandFactory as _;

use super::args::{self, Cli};
use super::context::Context;
use super::error::{Failure, Status};
use crate::app::command::TABLE;
use crate::domain::vocabulary::Lang;
use crate::ui::i18n::Texts;

/// Runs `litige completions`.
///
/// # Errors
/// Returns an error if the output could not be written.
pub fn completions(ctx: &mut Context, args: &args::CompletionsArgs) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "litige", &mut script);
    ctx.out.verbatim(&String::from_utf8_lossy(&script))?;
    Ok(Status::Done)
}

/// Runs `litige man`: one page, with an overview and a section for each command.
///
/// # Errors
/// Returns an error if the page could not be generated or written.
pub fn man(ctx: &mut Context) -> Result<Status, Failure> {
    let failed = |e: std::io::Error| Failure::io("the manual page could not be made", &e);
    let mut roff = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut roff).map_err(failed)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let page = clap_mangen::Man::new(sub.clone());
        roff.extend(format!(".SH \"LITIGE {}\"\n", sub.get_name().to_uppercase()).bytes());
        page.render_description_section(&mut roff).map_err(failed)?;
        page.render_options_section(&mut roff).map_err(failed)?;
    }
    roff.extend(key_section().bytes());
    ctx.out.verbatim(&String::from_utf8_lossy(&roff))?;
    Ok(Status::Done)
}

/// Returns the section with the desk's commands and their default keys.
fn key_section() -> String {
    let texts = Texts::new(Lang::En);
    let mut roff = String::from(
        ".SH \"KEYS OF THE DESK\"\nAs they come; what a key does where one is, `?` says. Own ones go into the section [keys] of \
         the configuration, by the name in brackets.\n",
    );
    for spec in TABLE {
        let mut keys: Vec<&str> = spec.keys.iter().flat_map(|(_, keys)| *keys).copied().collect();
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(*key));
        let (keys, about) = (escape_roff(&keys.join(", ")), escape_roff(&texts.about(spec)));
        let _ = writeln!(roff, ".TP\n\\fB{keys}\\fR [{}]\n{about}", escape_roff(spec.name));
    }
    roff
}

/// Escapes text for roff.
fn escape_roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('"', "\\(dq")
}
