//! A marketplace's side of litige, in sixty lines: `cargo run --example consumer -- DATABASE FOLDER`, every few seconds.
//!
//! FOLDER stands for the marketplace's own database. `cursor` is the `seq` of the last line that was acted on; `pages` is
//! what the parties see and `payments` what was paid, both by `seq`; the site appends what the parties answer to
//! `answers.jsonl`, as events with ids of its own.

use std::error::Error;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::Value;

/// Acts on what has become due, then sends the parties' answers. `litige` makes a command of its arguments.
pub fn turn(litige: &dyn Fn(&[&str]) -> Command, folder: &Path) -> Result<(), Box<dyn Error>> {
    let cursor = folder.join("cursor");
    let after = match fs::read_to_string(&cursor) {
        Err(e) if e.kind() == ErrorKind::NotFound => "0".to_owned(),
        read => read?,
    };
    let mut outbox = litige(&["outbox", "--after", after.trim()]).stdout(Stdio::piped()).spawn()?;
    for line in BufReader::new(outbox.stdout.take().ok_or("no output")?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        if line["v"] != 1 {
            return Err("the lines have another form: see docs/contract.md, then change this program".into());
        }
        act(&line, folder)?;
        // After the act: whoever is killed in between acts on the same line again, and nothing happens twice.
        keep(&cursor, &line["seq"].to_string())?;
    }
    if !outbox.wait()?.success() {
        return Err("litige outbox failed".into());
    }
    let (answers, sending) = (folder.join("answers.jsonl"), folder.join("sending.jsonl"));
    if !sending.exists() && answers.exists() {
        fs::rename(&answers, &sending)?;
    }
    if sending.exists() {
        // Sent whole again after a crash: an event whose id is known has no effect. 3: some were refused, and say why.
        let sent = litige(&["ingest", "-", "--json"]).stdin(fs::File::open(&sending)?).status()?;
        match sent.code() {
            Some(0 | 3) => fs::remove_file(&sending)?,
            _ => return Err("litige ingest failed: the answers are kept, and sent the next time".into()),
        }
    }
    Ok(())
}

/// Does what a line asks. Everything is kept under the line's `seq`, so a repeat finds it done.
fn act(line: &Value, folder: &Path) -> Result<(), Box<dyn Error>> {
    let (pages, payments) = (folder.join("pages"), folder.join("payments"));
    fs::create_dir_all(&pages)?;
    fs::create_dir_all(&payments)?;
    let name = format!("{}.json", line["seq"]);
    if line["type"] == "decision.effective" && !payments.join(&name).exists() {
        // Here the money moves: `refund` to the client, `seller_gets` to the seller, with `seq` as the payment's own key.
        keep(&payments.join(&name), &line.to_string())?;
    }
    // The parties' page is drawn from these: a dispute, its messages, what is asked of whom, what is proposed, what was
    // taken back. A type that the page does not know yet is kept, and shown once it does.
    keep(&pages.join(&name), &line.to_string())
}

/// Puts a file in place, whole or not at all.
fn keep(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    Ok(fs::rename(&new, path)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let [database, folder] = env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "DATABASE FOLDER")?;
    let litige = |args: &[&str]| {
        let mut command = Command::new("litige");
        command.args(["--db", &database]).args(args);
        command
    };
    turn(&litige, Path::new(&folder))
}
