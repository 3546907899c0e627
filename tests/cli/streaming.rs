//! Streams: `ingest -` applies what came without waiting for the end, `outbox --follow` tells what is due when it is due, and both
//! end well.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{Home, disputed, event, lines, message};

/// Longer than anything takes on a busy machine.
const LONG: Duration = Duration::from_secs(30);

/// A command that goes on.
struct Running {
    child: Child,
    out: Option<ChildStdout>,
    /// The lines of standard error, as they come.
    told: Receiver<String>,
}

impl Running {
    fn start(home: &Home, args: &[&str]) -> (Self, ChildStdin) {
        let mut command = home.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdin, out) = (child.stdin.take().unwrap(), child.stdout.take());
        let (tell, told) = mpsc::channel();
        let err = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        (Self { child, out, told }, stdin)
    }

    fn follow(home: &Home, args: &[&str]) -> (Self, Receiver<Value>) {
        let mut running = Self::start(home, &[&["outbox", "--follow"], args].concat()).0;
        let (tell, lines) = mpsc::channel();
        let out = BufReader::new(running.out.take().unwrap());
        std::thread::spawn(move || {
            let lines = out.lines().map_while(Result::ok);
            lines.map(|line| serde_json::from_str(&line).unwrap()).try_for_each(|line: Value| tell.send(line))
        });
        (running, lines)
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end.
    fn end(mut self) -> (ExitStatus, String) {
        let since = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status,
                None if since.elapsed() > LONG => {
                    self.child.kill().unwrap();
                    panic!("it goes on");
                }
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        let mut text = String::new();
        if let Some(mut out) = self.out.take() {
            out.read_to_string(&mut text).unwrap();
        }
        (status, text)
    }
}

/// Waits until something is there.
#[track_caller]
fn wait_for(what: &str, mut is_there: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_there() {
        assert!(since.elapsed() < LONG, "{what} does not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn messages(home: &Home) -> usize {
    home.show("D-1001")["thread"].as_array().map_or(0, Vec::len)
}

#[test]
fn what_came_through_a_pipe_is_applied_after_a_silence_and_each_reject_is_told_at_once() {
    let home = Home::with(&disputed("O-1"));
    for json in [&[][..], &["--json"]] {
        let before = messages(&home);
        let args = [&["ingest", "-", "--rejects", "rejects.jsonl"], json].concat();
        let (mut running, mut stdin) = Running::start(&home, &args);
        let name = if json.is_empty() { "a" } else { "b" };
        stdin.write_all(lines(&[message(&format!("{name}1"), "O-1", "client", "Alors ?")]).as_bytes()).unwrap();
        stdin.write_all(b"nonsense\n{\"half\":").unwrap();
        wait_for("the message", || messages(&home) == before + 1);
        let told = running.told.recv_timeout(LONG).unwrap();
        assert!(told.starts_with("litige: malformed: line 2: "), "{told}");
        wait_for("the rejected line", || fs::read_to_string(home.path("rejects.jsonl")).unwrap() == "nonsense\n");
        // The line that was begun goes on where it was.
        stdin.write_all(b" 1}\n").unwrap();
        assert!(running.told.recv_timeout(LONG).unwrap().starts_with("litige: malformed: line 3: "));
        stdin.write_all(lines(&[message(&format!("{name}2"), "O-1", "seller", "Voilà.")]).as_bytes()).unwrap();
        wait_for("the answer", || messages(&home) == before + 2);
        assert!(running.child.try_wait().unwrap().is_none());
        drop(stdin);
        let (status, out) = running.end();
        assert_eq!(status.code(), Some(3));
        if !json.is_empty() {
            let summary: Value = serde_json::from_str(&out).unwrap();
            assert_eq!((&summary["accepted"], &summary["rejected"]), (&json!(2), &json!(2)));
            assert_eq!(summary["rejects"][1]["line"], 3);
        }
    }
}

#[test]
fn a_stream_that_never_rests_is_applied_without_a_silence() {
    let home = Home::with(&disputed("O-1"));
    let before = messages(&home);
    let (mut running, mut stdin) = Running::start(&home, &["ingest", "-"]);
    // A line every few milliseconds: never a silence.
    std::thread::spawn(move || {
        let mut all = (0..).map(|n| lines(&[message(&format!("m{n}"), "O-1", "client", "Encore.")]));
        while stdin.write_all(all.next().unwrap().as_bytes()).is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let begun = Instant::now();
    wait_for("a message", || messages(&home) > before);
    // Long before it is 500 lines.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    running.child.kill().unwrap();
}

#[test]
fn a_signal_ends_an_ingest_once_what_came_is_applied() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::with(&disputed("O-1"));
        let before = messages(&home);
        let (running, mut stdin) = Running::start(&home, &["ingest", "-", "--json"]);
        stdin.write_all(lines(&[message("a", "O-1", "client", "Alors ?")]).as_bytes()).unwrap();
        wait_for("the message", || messages(&home) == before + 1);
        stdin.write_all(lines(&[message("b", "O-1", "client", "Hein ?")]).as_bytes()).unwrap();
        running.signal(signal);
        let (status, out) = running.end();
        assert_eq!(status.code(), Some(128 + signal.as_raw()));
        let summary: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(messages(&home) - before, summary["accepted"].as_u64().unwrap() as usize, "{summary}");
        home.run(&["verify"]).ok();
    }
}

#[test]
fn who_follows_is_told_each_line_within_a_second_of_its_being_due() {
    let home = Home::with(&disputed("O-1"));
    let (running, lines) = Running::follow(&home, &[]);
    let mut told: Vec<_> = (0..3).map(|_| lines.recv_timeout(LONG).unwrap()).collect();
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    let since = Instant::now();
    told.push(lines.recv_timeout(LONG).unwrap());
    assert!(since.elapsed() < Duration::from_secs(3), "{:?}", since.elapsed());
    // Nobody but who follows looks at the clock.
    let due = (chrono::Utc::now() + chrono::TimeDelta::seconds(3)).to_rfc3339();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?", "--due", &due]).ok();
    told.push(lines.recv_timeout(LONG).unwrap());
    told.push(lines.recv_timeout(LONG).unwrap());
    let kinds: Vec<_> = told.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["dispute.opened", "ask.opened", "ask.lapsed", "message.posted", "ask.opened", "ask.lapsed"]);
    assert!(
        chrono::Utc::now() - told[5]["due_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap()
            < chrono::TimeDelta::seconds(4)
    );
    running.signal(Signal::TERM);
    assert_eq!(running.end().0.code(), Some(143));
    assert_eq!(home.run(&["outbox"]).ok().json_lines(), told);
    // From a cursor, and no more than so many.
    let (running, lines) = Running::follow(&home, &["--after", &told[1]["seq"].to_string(), "--limit", "2"]);
    assert_eq!(running.end().0.code(), Some(0));
    assert_eq!(lines.iter().collect::<Vec<_>>(), told[2..4]);
}

#[test]
fn who_follows_ends_with_its_reader_even_when_nothing_is_due() {
    let home = Home::with(&disputed("O-1"));
    let (mut running, _stdin) = Running::start(&home, &["outbox", "--follow"]);
    let mut out = BufReader::new(running.out.take().unwrap());
    for _ in 0..3 {
        out.read_line(&mut String::new()).unwrap();
    }
    drop(out);
    assert_eq!(running.end().0.code(), Some(0));
    // The summary of an ingest that nobody reads.
    let (mut running, mut stdin) = Running::start(&home, &["ingest", "-"]);
    drop(running.out.take());
    stdin.write_all(lines(&[message("a", "O-1", "client", "Alors ?")]).as_bytes()).unwrap();
    drop(stdin);
    assert_eq!(running.end().0.code(), Some(0));
    assert_eq!(messages(&home), 3);
}

/// The memory that a process uses, in KiB.
fn resident(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_reader_that_takes_its_time_locks_nothing_and_keeps_nothing_in_memory() {
    let home = Home::with(&disputed("O-1"));
    // Far more than a pipe holds: 40 MiB.
    let long = "mot ".repeat(250_000);
    for n in 0..40 {
        let text = home.write("text", format!("{n} {long}"));
        let said = home.command(&["--as", "ines", "say", "D-1001", "-"]).stdin(File::open(text).unwrap()).status();
        assert!(said.unwrap().success());
    }
    let (mut running, _stdin) = Running::start(&home, &["outbox", "--follow"]);
    let mut out = BufReader::new(running.out.take().unwrap());
    for _ in 0..3 {
        out.read_line(&mut String::new()).unwrap();
    }
    // Others write, and the log can be taken over whole.
    home.act("ines", &["note", "D-1001", "Rien ne bloque."]).ok();
    let db = rusqlite::Connection::open(home.db()).unwrap();
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
    assert_eq!(busy, 0, "the reader holds a lock");
    drop(db);
    assert!(resident(&running.child) < 100_000, "{} KiB", resident(&running.child));
    // It waits in the middle of a line, and ends all the same.
    let since = Instant::now();
    running.signal(Signal::TERM);
    let status = running.child.wait().unwrap();
    assert_eq!(status.code(), Some(143));
    assert!(since.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_cursor_that_is_none_of_this_database_is_refused() {
    let home = Home::with(&disputed("O-1"));
    let head = home.run(&["outbox"]).ok().json_lines().last().unwrap()["seq"].as_i64().unwrap();
    assert_eq!(home.run(&["outbox", "--after", &head.to_string()]).ok().stdout, "");
    for after in [(head + 1).to_string(), "-1".to_owned(), i64::MAX.to_string(), i64::MIN.to_string()] {
        let after = format!("--after={after}");
        home.run(&["outbox", &after]).failed(3, "bad_cursor");
        home.run(&["outbox", &after, "--follow"]).failed(3, "bad_cursor");
        let told = home.run(&["outbox", &after, "--json"]);
        let told: Value = serde_json::from_str(&told.stdout).unwrap();
        assert_eq!((&told["error"]["code"], &told["error"]["detail"]["head"]), (&json!("bad_cursor"), &json!(head)));
    }
    for after in ["", "x", "1.5", "9223372036854775808"] {
        home.run(&["outbox", "--after", after]).failed(2, "usage");
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let home = Home::with(&disputed("O-1"));
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for args in [&["outbox"][..], &["outbox", "--follow"]] {
        let output = home.command(args).stdin(Stdio::null()).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("litige: io: "));
    }
    assert_eq!(home.run(&["outbox"]).ok().json_lines().len(), 3);
}

/// docs/process.md, "Clocks of the marketplace": a line of the outbox is never from the future, whatever an event says.
#[test]
fn a_marketplaces_clock_that_runs_ahead_dates_no_line() {
    let home = Home::new();
    let mut events = disputed("O-1");
    events.iter_mut().for_each(|one| one["at"] = json!("2099-01-01T00:00:00Z"));
    let offer = json!({"by": "client", "kind": "relaunch", "terms": "Encore"});
    let mut offer = event("offer", "O-1", "proposal.made", offer);
    offer["at"] = json!("2099-01-01T00:00:00Z");
    home.ingest(&events);
    home.ingest(&[offer]);
    let now = chrono::Utc::now();
    for line in home.run(&["outbox"]).ok().json_lines() {
        let time = |name: &str| line[name].as_str().map(|at| at.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
        assert!(time("at").unwrap() <= now, "{line}");
        assert!(time("due_at").is_none_or(|due| due < now + chrono::TimeDelta::days(30)), "{line}");
    }
}

#[test]
fn how_a_database_stands_is_told_to_whoever_operates_it() {
    let home = Home::new();
    home.run(&["status"]).failed(6, "no_database");
    home.ingest(&disputed("O-1"));
    let status = home.run(&["status", "--json"]).ok().json();
    assert_eq!(status["identity"], "declared");
    assert_eq!(status["last_event"], json!({"id": "O-1-r3", "at": "2026-11-03T09:12:00Z"}));
    assert_eq!((&status["outbox"]["head"], &status["outbox"]["on_hold"]), (&json!(3), &json!(0)));
    assert_eq!((&status["disputes"]["open"], &status["disputes"]["all"]), (&json!(1), &json!(1)));
    assert_eq!(status["place"], home.db().to_str().unwrap());
    assert!(status["bytes"]["database"].as_u64().unwrap() > 4096);
    home.act("lea", &["mediator", "add", "lea", "--name", "Léa"]).ok();
    home.act("lea", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    let status = home.run(&["status", "--json"]).ok().json();
    assert_eq!((&status["outbox"]["head"], &status["outbox"]["on_hold"]), (&json!(3), &json!(1)));
    assert_eq!((&status["disputes"]["open"], &status["disputes"]["decided"]), (&json!(0), &json!(1)));
    let text = home.run(&["status"]).ok().stdout;
    assert!(text.contains("1 decision on hold") && text.contains("anyone can act as them: lea"), "{text}");
    let account = rustix::process::getuid().as_raw();
    home.act("lea", &["mediator", "add", "lea", "--name", "Léa", "--user", &format!("#{account}")]).ok();
    assert_eq!(home.run(&["status", "--json"]).ok().json()["identity"], "bound");
    let french = home.run(&["--lang", "fr", "status"]).ok().stdout;
    assert!(french.contains("O-1-r3") && french.contains("lié à un compte"), "{french}");
}

#[test]
fn a_stream_that_fills_in_files_and_is_killed_goes_on_where_it_was() {
    let with_file = |n: usize| {
        let attachments =
            json!([{"name": "f.txt", "media_type": "text/plain", "origin": "platform", "path": format!("{n}.txt")}]);
        event(
            &format!("f{n}"),
            "O-1",
            "order.message",
            json!({"by": "client", "body": "Voir.", "attachments": attachments}),
        )
    };
    let mut events = disputed("O-1");
    events.splice(1..1, (0..40).map(with_file));
    let home = Home::with(&events);
    (0..40).for_each(|n| drop(home.write(&format!("in/{n}.txt"), format!("file {n}"))));
    let args = ["ingest", "-", "--attachments", "in", "--fill", "--json"];
    let (running, mut stdin) = Running::start(&home, &args);
    stdin.write_all(lines(&events[..21]).as_bytes()).unwrap();
    stdin.flush().unwrap();
    let kept = || {
        let files = home.run(&["evidence", "D-1001", "--json"]).ok().json();
        files.as_array().unwrap().iter().filter(|file| file["sha256"].is_string()).count()
    };
    let since = Instant::now();
    while kept() < 20 {
        assert!(since.elapsed() < LONG);
    }
    running.signal(Signal::KILL);
    running.end();
    // Somebody works on the case meanwhile.
    home.act("noor", &["say", "D-1001", "Nous regardons vos fichiers."]).ok();
    let told = home.pipe(lines(&events).as_bytes(), &args).ok().json();
    assert_eq!((&told["files"]["kept"], &told["files"]["filled"]), (&json!(40), &json!(20)));
    assert_eq!(kept(), 40);
    home.run(&["verify"]).ok();
}
