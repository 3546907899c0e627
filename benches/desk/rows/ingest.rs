//! Ingestion of events, compared with SQLite's shell inserting the resulting rows.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::measure::timed;
use crate::peers::installed;
use crate::table::{Figure, Target};
use crate::{Bench, databases, raw_sqlite};

pub fn ingest(bench: &mut Bench) {
    let lines = if bench.arguments.quick { 100_000 } else { 1_000_000 };
    let events = databases::events(lines);
    let db = databases::folder().join("ingested.db");
    databases::remove(&db);
    let accepted = time_ingest(&bench.arguments.program, &events, &db, lines);
    let took = accepted[accepted.len() - 1];
    let [first, last] = [accepted[0], took - accepted[accepted.len() - 2]];
    let what = format!("ingest of {} events", plain(lines));
    let shell = time_sqlite_shell(&db);
    let seconds = |took: Duration| Figure::new(took.as_secs_f64(), "s");
    bench.table.compare(&what, seconds(took), "sqlite3, same rows", shell.map(seconds), Target::AtMostTimes(1.4));
    let rate = |took: Duration| Figure::new(lines as f64 / TENTHS as f64 / took.as_secs_f64(), "/s");
    let name = format!("the first {}", plain(lines / TENTHS));
    let what = format!("ingest: the last {}", plain(lines / TENTHS));
    bench.table.compare(&what, rate(last), &name, Some(rate(first)), Target::AtLeastTimes(0.95));
    databases::remove(&db);
}

const TENTHS: usize = 10;

/// Pipes events into the program; returns the time at which each tenth was accepted, the last when all was done.
fn time_ingest(program: &Path, events: &Path, db: &Path, lines: usize) -> Vec<Duration> {
    let mut command = Command::new(program);
    command.arg("--db").arg(db).args(["ingest", "-", "--json"]).env("XDG_CONFIG_HOME", databases::folder());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut pipe, began, mut taken) = (child.stdin.take().unwrap(), Instant::now(), Vec::new());
    for (line, number) in BufReader::new(File::open(events).unwrap()).split(b'\n').zip(1..) {
        let mut line = line.unwrap();
        line.push(b'\n');
        pipe.write_all(&line).unwrap();
        if number % (lines / TENTHS) == 0 {
            taken.push(began.elapsed());
        }
    }
    drop(pipe);
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout[..done.stdout.len().min(400)]));
    taken.pop();
    taken.push(began.elapsed());
    taken
}

/// Returns how long SQLite's shell takes to insert the same rows into the same schema and to index the same messages.
fn time_sqlite_shell(db: &Path) -> Option<Duration> {
    let sqlite3 = installed("sqlite3")?;
    let [rows, copy] = ["rows.sql", "inserted.db"].map(|name| databases::folder().join(name));
    databases::remove(&copy);
    let schema = dump(&sqlite3, db, &rows);
    run(&sqlite3, &copy, &schema);
    let insert = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;\n.read {}\n",
        rows.display()
    );
    let took = timed(|| run(&sqlite3, &copy, &insert));
    databases::remove(&copy);
    let _ = std::fs::remove_file(rows);
    Some(took)
}

/// Writes every row as an INSERT; returns the schema.
fn dump(sqlite3: &Path, db: &Path, rows: &Path) -> String {
    let connection = raw_sqlite::open(db);
    let list = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    // Without the shadow tables of the full-text tables, which create them.
    let schema = list(
        "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
         AND name NOT GLOB 'search_[0-9]*_*' ORDER BY rowid",
    );
    let tables = list(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' \
         ORDER BY name",
    );
    let mut script = format!(".output {}\n.print BEGIN;\n.print DELETE FROM search_word;\n", rows.display());
    for table in &tables {
        script.push_str(&format!(".mode insert {table}\nSELECT * FROM {table};\n"));
    }
    for (part, first, end) in parts(&connection) {
        script.push_str(&format!(
            ".print 'INSERT INTO search_{part} (rowid, body) SELECT id, body FROM messages WHERE id >= {first} AND id < {end};'\n"
        ));
    }
    script.push_str(".print COMMIT;\n");
    run(sqlite3, db, &script);
    schema.join("\n")
}

/// Returns the parts of the index: number, first id, end (exclusive).
fn parts(db: &rusqlite::Connection) -> Vec<(i64, i64, i64)> {
    let mut statement = db.prepare("SELECT part, first, first + ids FROM search_part ORDER BY part").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
}

fn run(sqlite3: &Path, db: &Path, script: &str) {
    let mut child =
        Command::new(sqlite3).args(["-batch", "-bail"]).arg(db).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let child = child.as_mut().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(
        child.wait().unwrap().success(),
        "sqlite3 could not run:\n{}",
        script.chars().take(400).collect::<String>()
    );
}

fn plain(number: usize) -> String {
    if number.is_multiple_of(1_000_000) {
        format!("{} million", number / 1_000_000)
    } else {
        format!("{},000", number / 1_000)
    }
}
