//! Notifying a mediator who does not look at the terminal: by its bell, by a notification of its own, or by a program.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;

use super::LoopEvent;
use crate::app::Msg;
use crate::app::notify_mode::NotifyMode;

/// The title of what is told.
const TITLE: &str = "litige";

/// How long the program may run. It is killed then.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(50);

/// How alerts leave the desk.
pub struct Alerts {
    mode: NotifyMode,
    /// The program with its arguments; `{title}` and `{text}` stand for what is told.
    command: Vec<String>,
    /// A failure of the program was said already.
    failed: bool,
}

impl Alerts {
    /// Alerts that leave in this way.
    pub fn new(mode: NotifyMode, command: Vec<String>) -> Self {
        Self { mode, command, failed: false }
    }

    /// Returns whether the terminal is to report its focus.
    pub fn needs_focus(&self) -> bool {
        self.mode != NotifyMode::Off
    }

    /// Starts the program, if there is one to tell this to; returns what the terminal is to be told, if anything. `text` is of
    /// the desk's own words, without a character that means something to a terminal.
    pub fn raise(&self, text: &str, events: &Sender<LoopEvent>) -> Option<Vec<u8>> {
        match self.mode {
            NotifyMode::Off => None,
            NotifyMode::Bell => Some(b"\x07".to_vec()),
            NotifyMode::Osc => Some(sequence(text, |name| std::env::var(name).ok())),
            NotifyMode::Command => {
                let (command, events) = (fill(&self.command, text), events.clone());
                let spawned = thread::Builder::new().name("notifier".into()).spawn({
                    let events = events.clone();
                    move || {
                        if let Err(why) = run(&command, PATIENCE) {
                            let _ = events.send(LoopEvent::Msg(Msg::NotifyFailed(why)));
                        }
                    }
                });
                if let Err(error) = spawned {
                    let _ = events.send(LoopEvent::Msg(Msg::NotifyFailed(error.to_string())));
                }
                None
            }
        }
    }

    /// Returns whether a failure of the program is to be said: the first one.
    pub fn is_first_failure(&mut self) -> bool {
        !std::mem::replace(&mut self.failed, true)
    }
}

/// Puts what is told in the place of `{title}` and `{text}`. What an argument is made of is never looked at by a shell.
fn fill(command: &[String], text: &str) -> Vec<String> {
    command.iter().map(|part| part.replace("{title}", TITLE).replace("{text}", text)).collect()
}

/// Runs a program until it ends, or `patience` is over.
///
/// # Errors
/// Why it could not be run, or how it failed.
fn run(command: &[String], patience: Duration) -> Result<(), String> {
    let [program, arguments @ ..] = command else { return Err("no program is named".to_owned()) };
    let named = |error: &dyn std::fmt::Display| format!("{program}: {error}");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| named(&error))?;
    match wait(&mut child, patience) {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(named(&status)),
        Ok(None) => Err(named(&format!("it did not end within {} s", patience.as_secs_f32()))),
        Err(error) => Err(named(&error)),
    }
}

/// Waits until a process ends; kills one that does not in time. It is reaped either way.
fn wait(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}

/// Returns the sequence that lets a terminal notify. OSC 777 is known to most that know any, OSC 9 to iTerm2 and some others;
/// a terminal that the environment does not tell gets both. Inside tmux and screen it passes through to the terminal outside,
/// where that is allowed, and the bell marks the window.
fn sequence(text: &str, variable: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let osc_777 = format!("\x1b]777;notify;{TITLE};{text}\x1b\\");
    let osc_9 = format!("\x1b]9;{TITLE}: {text}\x1b\\");
    let is = |name: &str, wanted: &[&str]| {
        variable(name).is_some_and(|value| wanted.iter().any(|wanted| value.starts_with(wanted)))
    };
    let has = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let knows_777 = is("TERM", &["foot", "rxvt", "xterm-kitty", "xterm-ghostty", "contour"])
        || is("TERM_PROGRAM", &["WezTerm", "ghostty"])
        || ["KITTY_WINDOW_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "VTE_VERSION", "KONSOLE_VERSION"]
            .iter()
            .any(|name| has(name));
    let notify = if is("TERM_PROGRAM", &["iTerm"]) || is("LC_TERMINAL", &["iTerm"]) {
        osc_9
    } else if knows_777 {
        osc_777
    } else {
        osc_9 + &osc_777
    };
    if has("TMUX") {
        format!("\x1bPtmux;{}\x1b\\\x07", notify.replace('\x1b', "\x1b\x1b")).into_bytes()
    } else if has("STY") {
        // The end of a sequence would end the passing through: the bell's character ends one as well.
        format!("\x1bP{}\x1b\\", notify.replace("\x1b\\", "\x07")).into_bytes()
    } else {
        notify.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(variables: &[(&str, &str)]) -> String {
        let variable = |name: &str| variables.iter().find(|(is, _)| *is == name).map(|(_, value)| (*value).to_owned());
        String::from_utf8(sequence("D-1001 needs you.", variable)).unwrap()
    }

    #[test]
    fn each_terminal_is_told_in_its_own_sequence_and_an_unknown_one_in_both() {
        let (nine, seven) =
            ("\x1b]9;litige: D-1001 needs you.\x1b\\", "\x1b]777;notify;litige;D-1001 needs you.\x1b\\");
        assert_eq!(arguments(&[("TERM", "xterm-256color")]), format!("{nine}{seven}"));
        assert_eq!(arguments(&[("TERM", "foot"), ("TMUX", "")]), seven);
        assert_eq!(arguments(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]), seven);
        assert_eq!(arguments(&[("TERM_PROGRAM", "iTerm.app"), ("TERM", "xterm-256color")]), nine);
    }

    #[test]
    fn inside_tmux_it_is_passed_through_and_marks_the_window() {
        let inside = arguments(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/tmux,1,0"), ("LC_TERMINAL", "iTerm2")]);
        assert_eq!(inside, "\x1bPtmux;\x1b\x1b]9;litige: D-1001 needs you.\x1b\x1b\\\x1b\\\x07");
        let screen = arguments(&[("TERM", "screen"), ("STY", "1.pts"), ("LC_TERMINAL", "iTerm2")]);
        assert_eq!(screen, "\x1bP\x1b]9;litige: D-1001 needs you.\x07\x1b\\");
    }

    #[test]
    fn no_character_ends_the_sequence_before_its_end() {
        let text = String::from_utf8(sequence("a\x1b\\b\x07c\u{9c}d", |_| Some("foot".to_owned()))).unwrap();
        assert!(text.contains("a \\b c d"), "{text:?}");
    }

    #[test]
    fn a_program_gets_what_is_told_as_arguments_that_no_shell_reads() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("told");
        let script = "printf '%s|%s' \"$1\" \"$2\" > \"$0\"";
        let command: Vec<String> =
            ["sh", "-c", script, file.to_str().unwrap(), "{title}", "{text} $(id)"].map(str::to_owned).to_vec();
        run(&fill(&command, "3 cases need you; rm -rf /"), PATIENCE).unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "litige|3 cases need you; rm -rf / $(id)");
    }

    #[test]
    fn a_program_that_fails_hangs_or_is_not_there_is_said_by_name() {
        let run = |command: &[&str]| {
            let command: Vec<_> = command.iter().map(|part| (*part).to_owned()).collect();
            run(&command, Duration::from_millis(200)).unwrap_err()
        };
        assert!(run(&["/no/such/program"]).starts_with("/no/such/program: "));
        assert_eq!(run(&["sh", "-c", "exit 3"]), "sh: exit status: 3");
        assert_eq!(run(&["sleep", "60"]), "sleep: it did not end within 0.2 s");
        assert_eq!(run(&[]), "no program is named");
    }
}
