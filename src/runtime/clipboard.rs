//! Copying inside tmux, which keeps buffers of its own. Elsewhere the terminal is asked:
//! [`super::terminal::TerminalScreen::copy`].

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, bounded};

use super::LoopEvent;
use crate::app::Msg;
use crate::app::model::{CopiedText, CopyOutcome};

/// How long tmux may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long what tmux said is waited for once it has ended.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Returns whether the desk runs inside tmux.
pub fn is_inside_tmux() -> bool {
    std::env::var_os("TMUX").is_some_and(|server| !server.is_empty())
}

/// Puts a text into tmux's buffer, and lets tmux ask its terminal to copy it (`-w`). What came of it is sent as a message.
pub fn copy_into_tmux(what: CopiedText, text: String, events: Sender<LoopEvent>) {
    let failed_events = events.clone();
    let copy = move || {
        let outcome = match load_buffer(OsStr::new("tmux"), text, PATIENCE) {
            Ok(()) => CopyOutcome::InTmux,
            Err(why) => CopyOutcome::Failed(why),
        };
        let _ = events.send(LoopEvent::Msg(Msg::Copied(what, outcome)));
    };
    if let Err(error) = thread::Builder::new().name("clipboard".into()).spawn(copy) {
        let _ = failed_events.send(LoopEvent::Msg(Msg::Copied(what, CopyOutcome::Failed(error.to_string()))));
    }
}

/// Hands a text to `tmux load-buffer`, and waits for its end.
fn load_buffer(tmux: &OsStr, text: String, patience: Duration) -> Result<(), String> {
    let mut child = Command::new(tmux)
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    // A text that is longer than a pipe holds is written while tmux reads it. Neither thread is waited for: it ends with tmux.
    let (said_sender, said) = bounded(1);
    if let (Some(mut input), Some(errors)) = (child.stdin.take(), child.stderr.take()) {
        thread::spawn(move || input.write_all(text.as_bytes()));
        thread::spawn(move || {
            let mut said = String::new();
            let _ = errors.take(4096).read_to_string(&mut said);
            let _ = said_sender.send(said);
        });
    }
    let ended = wait_until(&mut child, Instant::now() + patience);
    if ended.is_err() {
        let _ = child.kill();
        let _ = child.wait();
    }
    if ended? {
        return Ok(());
    }
    let said = said.recv_timeout(LAST_WORDS).unwrap_or_default();
    let line = said.lines().next().map(str::trim).filter(|line| !line.is_empty());
    Err(line.unwrap_or("load-buffer failed").to_owned())
}

/// Waits for a program's end, which is looked for every few milliseconds. Returns whether it succeeded.
fn wait_until(child: &mut Child, deadline: Instant) -> Result<bool, String> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
            Ok(None) => return Err("no answer".to_owned()),
            Err(error) => return Err(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::*;

    /// A program in the place of tmux.
    fn fake(folder: &tempfile::TempDir, script: &str) -> PathBuf {
        let path = folder.path().join("tmux");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path
    }

    #[test]
    fn a_text_is_in_tmuxs_buffer_or_it_is_said_why_not() {
        let folder = tempfile::tempdir().unwrap();
        let text = "l'été — 12,00 €\n".repeat(20_000);
        let copied = folder.path().join("copied");
        let tmux = fake(&folder, &format!("echo \"$@\" > '{0}.args'; cat > '{0}'", copied.display()));
        assert_eq!(load_buffer(tmux.as_os_str(), text.clone(), PATIENCE * 5), Ok(()));
        assert!(fs::read_to_string(&copied).unwrap() == text, "what tmux got is not what was copied");
        assert_eq!(fs::read_to_string(copied.with_extension("args")).unwrap().trim(), "load-buffer -w -");

        let tmux = fake(&folder, "echo 'no server running on /tmp/x' >&2; exit 1");
        assert_eq!(
            load_buffer(tmux.as_os_str(), text.clone(), PATIENCE * 5),
            Err("no server running on /tmp/x".to_owned())
        );
        let missing = folder.path().join("nowhere");
        assert!(load_buffer(missing.as_os_str(), text.clone(), PATIENCE).unwrap_err().contains("No such file"));
        let began = Instant::now();
        let tmux = fake(&folder, "exec sleep 60");
        assert_eq!(
            load_buffer(tmux.as_os_str(), text.clone(), Duration::from_millis(200)),
            Err("no answer".to_owned())
        );
        assert!(began.elapsed() < Duration::from_secs(20), "a tmux that hangs holds nothing up");
    }
}
