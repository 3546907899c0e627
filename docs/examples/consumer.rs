//! A marketplace's side of litige, in sixty lines: `cargo run --example consumer -- DATABASE FOLDER WHAT`. `receive` acts on what is
//! due, and `send` sends what the parties answered: both every few seconds. `follow` is a `receive` that goes on: started once,
//! and again whenever it ends, it acts within a second.
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

/// Acts on what has become due, and with `--follow` on each line when it becomes due. `litige` makes a command of its arguments.
pub fn receive(litige: &dyn Fn(&[&str]) -> Command, folder: &Path, follow: &[&str]) -> Result<(), Box<dyn Error>> {
    let cursor = folder.join("cursor");
    let after = match fs::read_to_string(&cursor) {
        Err(e) if e.kind() == ErrorKind::NotFound => "0".to_owned(),
        read => read?,
    };
    let mut outbox = litige(&[&["outbox", "--after", after.trim()], follow].concat()).stdout(Stdio::piped()).spawn()?;
    for line in BufReader::new(outbox.stdout.take().ok_or("no output")?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        if line["v"] != 1 {
            return Err("the lines have another form: see docs/contract.md, then change this program".into());
        }
        act(&line, folder)?;
        // After the act: whoever is killed in between acts on the same line again, and nothing happens twice.
        keep(&cursor, &line["seq"].to_string())?;
    }
    if outbox.wait()?.success() { Ok(()) } else { Err("litige outbox failed".into()) }
}

/// Sends what the parties answered.
pub fn send(litige: &dyn Fn(&[&str]) -> Command, folder: &Path) -> Result<(), Box<dyn Error>> {
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
    let args: Vec<_> = env::args().skip(1).collect();
    let [database, folder, what] = &args[..] else { return Err("DATABASE FOLDER receive|follow|send".into()) };
    let litige = |args: &[&str]| {
        let mut command = Command::new("litige");
        command.args(["--db", database]).args(args);
        command
    };
    let follow: &[&str] = if what == "follow" { &["--follow"] } else { &[] };
    if what == "send" { send(&litige, Path::new(folder)) } else { receive(&litige, Path::new(folder), follow) }
}
