//! `doctor`: what the desk finds where it would run, for whoever sits there. Each line says that it is fine, or what to do.

use std::env;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{Access, access};
use serde::Serialize;
use termprofile::{DetectorSettings, TermProfile};

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{Arg, Localizer, message};
use crate::domain::vocabulary::{Lang, Sharing, vocabulary};
use crate::runtime::{ImageProtocol, TerminalSurvey, survey_terminal};
use crate::store::{self, Mode};
use crate::ui::text::safe;
use crate::ui::theme::{Depth, ThemeMode};

/// The smallest terminal that the desk can be used in, and the smallest that shows all of a case.
const SMALLEST: (u16, u16) = (60, 20);

/// How long the terminal's answers are waited for.
const ANSWERS_WITHIN: Duration = Duration::from_millis(300);

vocabulary!(
    /// What is looked at.
    DoctorCheck, "a check", {
        Terminal = "terminal",
        Colours = "colours",
        Keyboard = "keyboard",
        Pictures = "pictures",
        Clipboard = "clipboard",
        Fonts = "fonts",
        Locale = "locale",
        Configuration = "configuration",
        Database = "database",
        Permissions = "permissions",
    }
);

/// What was found.
#[derive(Debug, Serialize)]
struct Finding {
    check: DoctorCheck,
    ok: bool,
    /// What it is, and what to do where it is not fine.
    message: String,
}

/// Runs `litige doctor`, whose exit status is 1 if anything is not fine.
///
/// # Errors
/// Returns an error if the findings could not be written.
pub fn run(ctx: &mut Context) -> Result<Status, Failure> {
    // JSON doesn't depend on the language.
    let localizer = if ctx.json { Localizer { lang: Lang::En } } else { ctx.localizer() };
    let doctor = Doctor { ctx, localizer, survey: survey_terminal(ANSWERS_WITHIN) };
    let findings: Vec<Finding> = DoctorCheck::ALL.iter().map(|&check| doctor.examine(check)).collect();
    let status = if findings.iter().all(|found| found.ok) { Status::Done } else { Status::Failed };
    if ctx.json {
        ctx.out.json(&findings)?;
        return Ok(status);
    }
    for found in findings {
        let name = localizer.term("doctor-name", found.check.as_str());
        let key = if found.ok { "cli-doctor-fine" } else { "cli-doctor-do" };
        ctx.out.line(localizer.message(key, &[("check", &name), ("message", &found.message)]))?;
    }
    Ok(status)
}

struct Doctor<'a> {
    ctx: &'a Context,
    localizer: Localizer,
    survey: TerminalSurvey,
}

/// Whether it is fine, and the sentence.
type Judged = (bool, String);

impl Doctor<'_> {
    fn examine(&self, check: DoctorCheck) -> Finding {
        let (ok, message) = match check {
            DoctorCheck::Terminal => self.terminal(),
            DoctorCheck::Colours => self.colours(),
            DoctorCheck::Keyboard => self.keyboard(),
            DoctorCheck::Pictures => self.pictures(),
            DoctorCheck::Clipboard => self.clipboard(),
            DoctorCheck::Fonts => (true, self.say("fonts", &[])),
            DoctorCheck::Locale => self.locale(),
            DoctorCheck::Configuration => self.configuration(),
            DoctorCheck::Database => self.database(),
            DoctorCheck::Permissions => self.permissions(),
        };
        Finding { check, ok, message }
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.localizer.message(&format!("cli-doctor-{key}"), args)
    }

    fn terminal(&self) -> Judged {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return (false, self.say("terminal-none", &[]));
        }
        let term = variable("TERM");
        if matches!(term.as_deref(), None | Some("dumb")) {
            return (false, self.say("terminal-dumb", &[("term", &shown(term.as_deref()))]));
        }
        let Ok(size) = rustix::termios::tcgetwinsize(io::stdout()) else {
            return (true, self.say("terminal-unsized", &[("term", &shown(term.as_deref()))]));
        };
        let (columns, rows) = (size.ws_col.to_string(), size.ws_row.to_string());
        let known = [("term", &*shown(term.as_deref())), ("columns", &columns), ("rows", &rows)];
        match size.ws_col >= SMALLEST.0 && size.ws_row >= SMALLEST.1 {
            true => (true, self.say("terminal", &known)),
            false => (false, self.say("terminal-small", &known)),
        }
    }

    fn colours(&self) -> Judged {
        let depth = depth();
        let key = match depth {
            Depth::None if variable("NO_COLOR").is_some() => "colours-refused",
            Depth::None => "colours-none",
            Depth::Ansi16 => "colours-16",
            Depth::Ansi256 => "colours-256",
            Depth::True => "colours",
        };
        let said = self.say(key, &[]);
        let theme = if depth == Depth::None { None } else { Some(self.theme()) };
        (true, [Some(said), theme].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// Returns which theme the desk has, and why.
    fn theme(&self) -> String {
        let chosen = &self.ctx.config().theme;
        if !matches!(chosen.as_str(), "auto" | "16") {
            return self.say("theme-set", &[("theme", &safe(chosen))]);
        }
        let known = variable("COLORFGBG").and_then(|value| ThemeMode::from_colorfgbg(&value));
        let (key, mode) = match self.survey.background {
            Some(mode) => ("theme-followed", mode),
            None => ("theme-unknown", known.unwrap_or_default()),
        };
        let mode = if mode == ThemeMode::Dark { "dark" } else { "light" };
        self.say(key, &[("mode", mode)])
    }

    fn keyboard(&self) -> Judged {
        let ms = self.ctx.config().escape_timeout(is_over_ssh()).as_millis().to_string();
        if matches!(variable("TERM").as_deref(), Some("linux")) {
            return (true, self.say("keyboard-console", &[]));
        }
        if self.survey.has_kitty_keyboard {
            return (true, self.say("keyboard-kitty", &[]));
        }
        let key = match (is_inside_tmux(), is_over_ssh()) {
            (true, _) => "keyboard-tmux",
            (false, true) => "keyboard-ssh",
            (false, false) => "keyboard",
        };
        (true, self.say(key, &[("ms", &ms)]))
    }

    fn pictures(&self) -> Judged {
        let wanted = &self.ctx.config().pictures;
        if wanted != "auto" {
            return (true, self.say("pictures-set", &[("protocol", wanted)]));
        }
        let protocol = self.survey.pictures;
        let key = match (protocol, depth()) {
            (ImageProtocol::Auto | ImageProtocol::Blocks, Depth::None | Depth::Ansi16) => "pictures-none",
            (ImageProtocol::Auto | ImageProtocol::Blocks, Depth::Ansi256 | Depth::True) => "pictures-blocks",
            (ImageProtocol::Kitty | ImageProtocol::Sixel | ImageProtocol::Iterm, _) => "pictures",
        };
        (true, self.say(key, &[("protocol", protocol.as_word())]))
    }

    fn clipboard(&self) -> Judged {
        if is_inside_tmux() {
            return (true, self.say("clipboard-tmux", &[]));
        }
        match variable("TERM").as_deref() {
            None | Some("linux" | "dumb") => (false, self.say("clipboard-none", &[])),
            Some(_) => (true, self.say("clipboard", &[])),
        }
    }

    fn locale(&self) -> Judged {
        let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
        let lang = self.ctx.lang.as_str();
        let utf8 = said.as_deref().is_some_and(|said| {
            let said = said.to_ascii_lowercase();
            said.contains("utf-8") || said.contains("utf8")
        });
        let key = if utf8 { "locale" } else { "locale-not-utf8" };
        (utf8, self.say(key, &[("locale", &shown(said.as_deref())), ("lang", lang)]))
    }

    fn configuration(&self) -> Judged {
        let loaded = &self.ctx.loaded;
        let path =
            loaded.path.as_deref().map(|path| safe(&path.display().to_string()).into_owned()).unwrap_or_default();
        let exists = loaded.path.as_deref().is_some_and(Path::exists);
        match (self.ctx.warnings.is_empty(), exists) {
            (false, _) => {
                let lang = self.localizer.lang;
                let faults = self.ctx.warnings.iter().map(|one| safe(one.in_language(lang)).into_owned());
                let between = if lang == Lang::Fr { "\u{a0}; " } else { "; " };
                let faults = faults.collect::<Vec<_>>().join(between);
                (false, self.say("configuration-faults", &[("path", &path), ("faults", &faults)]))
            }
            (true, true) => (true, self.say("configuration", &[("path", &path)])),
            (true, false) => (true, self.say("configuration-none", &[("path", &path)])),
        }
    }

    /// Opens the database as the desk does, but lets no time pass in it.
    fn database(&self) -> Judged {
        let opened = self.ctx.place().and_then(|place| {
            let store = store::open_as(&place, Mode::Existing, self.ctx.caller())?;
            self.ctx.check_named(store.as_ref())?;
            let is_asked = place.file().is_some() && store.announcements().is_none();
            Ok((place.to_string(), store.mediators()?.len(), is_asked))
        });
        match opened {
            Ok((place, team, is_asked)) => {
                let place = safe(&place);
                let parts = [("path", Arg::Text(&place)), ("team", Arg::Count(team as u64))];
                let usable = message(self.localizer.lang, "cli-doctor-database", &parts);
                let asked = is_asked.then(|| self.say("database-asked", &[]));
                (true, [Some(usable), asked].into_iter().flatten().collect::<Vec<_>>().join(" "))
            }
            Err(Failure::Reported(why)) => {
                let why = format!("{}: {}", why.code, why.message.in_language(self.localizer.lang));
                (false, safe(&why).into_owned())
            }
            Err(Failure::Closed | Failure::Signal(_)) => (false, String::new()),
        }
    }

    fn permissions(&self) -> Judged {
        let Ok(place) = self.ctx.place() else { return (true, self.say("permissions-none", &[])) };
        let Some(path) = place.file() else { return (true, self.say("permissions-none", &[])) };
        let shown = safe(&path.display().to_string()).into_owned();
        let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let folder = folders.find(|folder| folder.exists()).unwrap_or(Path::new("."));
        let folder_shown = safe(&folder.display().to_string()).into_owned();
        if access(folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
            return (false, self.say("permissions-folder", &[("folder", &folder_shown)]));
        }
        let Ok(found) = fs::metadata(path) else {
            return (true, self.say("permissions-missing", &[("folder", &folder_shown)]));
        };
        if access(path, Access::READ_OK | Access::WRITE_OK).is_err() {
            return (false, self.say("permissions-denied", &[("path", &shown)]));
        }
        let open_to = match self.ctx.config().sharing {
            Sharing::Private => 0o077,
            Sharing::Group => 0o007,
        };
        let mode = format!("{:o}", found.permissions().mode() & 0o777);
        let known = [("path", &*shown), ("mode", &*mode)];
        match found.permissions().mode() & open_to == 0 {
            true => (true, self.say("permissions", &known)),
            false => (false, self.say("permissions-open", &known)),
        }
    }
}

/// Returns how many colours the desk uses here.
fn depth() -> Depth {
    let settings = DetectorSettings::new().enable_tmux_info(false);
    Depth::from(TermProfile::detect(&io::stdout(), settings))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// What a variable holds, to be shown.
fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "\u{2013}".to_owned(), |value| safe(value).into_owned())
}

fn is_over_ssh() -> bool {
    ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| variable(name).is_some())
}

fn is_inside_tmux() -> bool {
    variable("TMUX").is_some()
}
