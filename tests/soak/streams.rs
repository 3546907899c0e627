//! A marketplace's two streams, killed at random: producer | `ingest -`, and `outbox --follow` | consumer. Nothing is lost, and
//! nothing comes twice.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use serde_json::Value;

use crate::events::{self, disputed};
use crate::random::Random;
use crate::test_database::{TestDatabase, wait_for_output};
use crate::{counted, rounds, share_machine};

/// A consumer: it keeps each whole line, and the `seq` of the last as its cursor.
#[derive(Default)]
struct Consumer {
    lines: Vec<Value>,
    /// Lines that a kill cut off: they have no line feed.
    cut: usize,
}

impl Consumer {
    fn cursor(&self) -> i64 {
        self.lines.last().map_or(0, |line| line["seq"].as_i64().unwrap())
    }

    fn read(mut self, out: ChildStdout) -> Self {
        let mut out = BufReader::new(out);
        loop {
            let mut line = String::new();
            match out.read_line(&mut line).unwrap() {
                0 => return self,
                _ if line.ends_with('\n') => self.lines.push(serde_json::from_str(&line).unwrap()),
                _ => self.cut += 1,
            }
        }
    }
}

fn follow(database: &TestDatabase, after: i64) -> Child {
    database.start(&["outbox", "--follow", "--after", &after.to_string()])
}

fn ingest(database: &TestDatabase) -> Child {
    database.command(&["ingest", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap()
}

/// Sends lines, a few at a time, for as long as somebody reads them. The stream ends when what is returned does.
fn send(to: &mut Child, lines: &[String], mut random: Random) -> JoinHandle<ChildStdin> {
    let (mut stdin, lines) = (to.stdin.take().unwrap(), lines.to_vec());
    std::thread::spawn(move || {
        for line in lines {
            if random.one_in(12) {
                std::thread::sleep(Duration::from_millis(random.below(260) as u64));
            }
            if stdin.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
        stdin
    })
}

#[test]
fn two_streams_killed_at_random_and_taken_up_again_lose_nothing_and_repeat_nothing() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill streams");
    let count = rounds(8, 200);
    let stream = events::stream(20 + 2 * count, &mut random);
    let lines: Vec<String> = stream.iter().map(|event| format!("{event}\n")).collect();
    let clean = TestDatabase::empty();
    clean.team();
    let file = clean.file("stream.jsonl", &lines.concat());
    let all_at_once = clean.run(&["ingest", &file, "--json"]).json();
    let mut wanted = clean.verify()["checked"].clone();

    let database = TestDatabase::empty();
    database.team();
    let mut consumer = Consumer::default();
    let (mut killed, mut resumed) = (0, 0);
    // How long a process takes to begin, on this machine as busy as it is.
    let begun = Instant::now();
    database.json(&["status"]);
    let usual = begun.elapsed();
    for round in 0..count {
        // The producer goes on after the last event that is known to be in, or some lines before it.
        let last = database.json(&["status"])["last_event"]["id"].clone();
        let known = stream.iter().position(|event| event["id"] == last).map_or(0, |at| at + 1);
        let from = if random.one_in(3) { known.saturating_sub(random.below(80)) } else { known };
        // Long before the end, so that there is something to kill in every round.
        let to = (lines.len() * (round + 1) / count).max(from);
        resumed += usize::from(from > 0);
        let (mut ingest, mut follow) = (ingest(&database), follow(&database, consumer.cursor()));
        let sender = send(&mut ingest, &lines[from..to], random.clone());
        let out = follow.stdout.take().unwrap();
        let reader = std::thread::spawn(move || consumer.read(out));
        // Every other time whenever it may be; else once something of it is in, however long that takes on this machine.
        if round % 2 == 0 && to > known {
            let since = Instant::now();
            while database.json(&["status"])["last_event"]["id"] == last {
                assert!(since.elapsed() < Duration::from_secs(120), "nothing came in");
            }
            std::thread::sleep(random.fraction_of(Duration::from_millis(300)));
        } else {
            std::thread::sleep(usual.mul_f64(0.7) + random.fraction_of(Duration::from_millis(900)));
        }
        // One first, or the other.
        let both = if random.one_in(2) { [&mut ingest, &mut follow] } else { [&mut follow, &mut ingest] };
        for child in both {
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        drop(sender.join().unwrap());
        consumer = reader.join().unwrap();
        if round % 10 == 0 {
            database.verify();
        }
    }

    // Undisturbed, to the end: everything again, and nothing of it has an effect but what was missing.
    let mut last = ingest(&database);
    drop(send(&mut last, &lines, random.clone()).join().unwrap());
    let summary = wait_for_output(last).json();
    let seen = summary["accepted"].as_u64().unwrap() + summary["duplicates"].as_u64().unwrap();
    let late = seen + summary["rejected"].as_u64().unwrap();
    assert_eq!(late, lines.len() as u64, "{summary}");
    assert!(seen >= all_at_once["accepted"].as_u64().unwrap(), "{summary}");
    let again = wait_for_output(database.start(&["ingest", &file, "--json"])).json();
    assert_eq!(again["accepted"], 0, "{again}");
    let outbox: Vec<Value> =
        database.run(&["outbox"]).ok().out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let mut last = follow(&database, consumer.cursor());
    let out = last.stdout.take().unwrap();
    let missing = outbox.len() - consumer.lines.len();
    let reader = std::thread::spawn(move || {
        let mut rest = BufReader::new(out).lines().take(missing).map(|line| line.unwrap());
        consumer.lines.extend(rest.by_ref().map(|line| serde_json::from_str::<Value>(&line).unwrap()));
        consumer
    });
    let consumer = reader.join().unwrap();
    // Whoever reads has gone: so does it.
    let since = Instant::now();
    assert_eq!(wait_for_output(last).status, Some(0));
    assert!(since.elapsed() < Duration::from_secs(20));
    assert_eq!(consumer.lines, outbox, "each line once, in order");
    let mut checked = database.verify()["checked"].clone();
    for counts in [&mut checked, &mut wanted] {
        // A record for each transaction.
        counts["audit_records"] = Value::Null;
    }
    assert_eq!(checked, wanted);
    assert!(resumed > count / 4, "{resumed} of {count} rounds found something in");
    assert_eq!(killed, 2 * count, "each stream is killed while it goes on");
    counted!(
        "streams: {} lines in, {} out; {count} rounds, {killed} processes killed, {resumed} times taken up again, {} lines cut off; \
         nothing lost, nothing twice, verify clean",
        lines.len(),
        outbox.len(),
        consumer.cut
    );
}

#[test]
fn a_stream_on_a_full_disk_says_so_and_goes_on_afterwards_without_loss() {
    let _busy = share_machine();
    let Some((database, faults)) = TestDatabase::with(&disputed("O-0")).with_faults() else { return };
    let lines: Vec<String> = disputed("O-1").iter().map(|event| format!("{event}\n")).collect();
    let random = Random::for_soak("full streams");
    faults.writes_fail(Errno::NOSPC.raw_os_error());
    let mut running = ingest(&database);
    drop(send(&mut running, &lines, random.clone()).join().unwrap());
    let ended = wait_for_output(running);
    faults.writes_fail(0);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert_eq!(ended.json()["error"]["code"], "io", "{ended:?}");
    let mut running = ingest(&database);
    drop(send(&mut running, &lines, random).join().unwrap());
    let summary = wait_for_output(running).ok().json();
    assert_eq!(summary["accepted"], lines.len());
    database.verify();
}
