//! The peers: programs that a mediator might compare the desk with, each with as much data as it supports.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::databases;
use crate::pty::{Answer, Terminal};

/// The number of mails in the mailbox.
const MAILS: usize = 100_000;
/// A start is complete after this long without output.
const START_QUIET: Duration = Duration::from_millis(100);
/// The same for a mailbox of 100,000 mails, which is read with pauses.
const MAILBOX_QUIET: Duration = Duration::from_secs(3);

/// A program, and how it is started in a terminal.
pub struct Program {
    pub name: String,
    path: PathBuf,
    args: Vec<String>,
    home: PathBuf,
    quiet: Duration,
}

impl Program {
    /// Returns the desk on a database.
    pub fn desk(program: &Path, base: &Path, home: &Path) -> Self {
        let args = ["--db", &base.display().to_string(), "--as", "camille", "--lang", "fr"].map(str::to_owned).to_vec();
        Self { name: "itself".to_owned(), path: program.to_owned(), args, home: home.to_owned(), quiet: START_QUIET }
    }

    /// Returns a program that is no peer of a mediator's.
    pub fn other(name: &str, path: PathBuf, args: Vec<String>, home: &Path) -> Self {
        Self { name: name.to_owned(), path, args, home: home.to_owned(), quiet: START_QUIET }
    }

    pub fn named(self, name: String) -> Self {
        Self { name, ..self }
    }

    /// Starts the program and waits for its first frame; returns the times.
    pub fn start(&self) -> (Terminal, Answer) {
        let began = Instant::now();
        let terminal = Terminal::start(&self.path, &self.args, &self.home);
        let answer = terminal.watch(began, Duration::from_secs(20), self.quiet);
        let is_drawn = !self.name.starts_with("itself") || !answer.frames.is_empty();
        assert!(is_drawn, "the desk drew nothing: {}", String::from_utf8_lossy(&answer.bytes));
        (terminal, answer)
    }
}

/// The installed peers; their data is created when first needed.
pub struct Peers {
    folder: PathBuf,
}

impl Peers {
    pub fn new() -> Self {
        let folder = databases::folder().join("peers");
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub fn vim(&self) -> Option<Program> {
        let args = ["-u", "NONE", "-i", "NONE", "-n"].map(str::to_owned);
        self.program("vim", "vim -u NONE", args.into_iter().chain([self.text()]).collect())
    }

    /// Returns gitui on a repository of some hundred commits, of which each adds texts to a file.
    pub fn gitui(&self) -> Option<Program> {
        installed("gitui")?;
        let repository = self.repository();
        self.program("gitui", "gitui", vec!["-d".to_owned(), repository.display().to_string()])
    }

    fn repository(&self) -> PathBuf {
        let (folder, unfinished) = (self.folder.join("repository"), self.folder.join("repository.unfinished"));
        if folder.exists() {
            return folder;
        }
        std::fs::create_dir_all(&unfinished).unwrap();
        let git = |args: &[&str]| {
            let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"];
            let ran = Command::new("git").arg("-C").arg(&unfinished).args(identity).args(args).status();
            assert!(ran.is_ok_and(|status| status.success()), "git {args:?}");
        };
        git(&["init", "--quiet"]);
        for (number, texts) in databases::texts(6_000).chunks(20).enumerate() {
            std::fs::write(unfinished.join(format!("{}.txt", number % 30)), texts.join("\n")).unwrap();
            git(&["add", "."]);
            git(&["commit", "--quiet", "-m", &format!("Texts {number}")]);
        }
        std::fs::rename(unfinished, &folder).unwrap();
        folder
    }

    pub fn less(&self) -> Option<Program> {
        self.program("less", "less", vec![self.text()])
    }

    pub fn neomutt_on_nothing(&self) -> Option<Program> {
        self.neomutt("neomutt, empty", "empty", &[])
    }

    pub fn neomutt(&self, name: &str, mailbox: &str, more: &[&str]) -> Option<Program> {
        let folder = self.folder.join(mailbox);
        if mailbox == "empty" {
            maildir(&folder);
        }
        let (rc, cache) = (self.folder.join("neomuttrc"), self.folder.join("header-cache"));
        let settings = format!(
            "set header_cache = \"{}\"\nset menu_scroll = yes\nset sleep_time = 0\nset mark_old = no\nset folder = \"{}\"\n",
            cache.display(),
            self.folder.display()
        );
        std::fs::write(&rc, settings).unwrap();
        let args = ["-n", "-F", &rc.display().to_string(), "-f", &folder.display().to_string()].map(str::to_owned);
        self.program("neomutt", name, args.into_iter().chain(more.iter().map(|&more| more.to_owned())).collect())
    }

    /// Returns neomutt on 100,000 mails with a header cache.
    pub fn neomutt_on_mails(&self) -> Option<Program> {
        installed("neomutt")?;
        self.mails();
        let found = self.neomutt("neomutt, 100,000 mails", "mail", &[]);
        found.map(|program| Program { quiet: MAILBOX_QUIET, ..program })
    }

    /// Returns how long a search of the same mails takes, as a process.
    pub fn notmuch(&self, words: &str) -> Option<Duration> {
        let notmuch = installed("notmuch")?;
        let mails = self.mails();
        let settings = self.folder.join("notmuch-config");
        if !settings.exists() {
            let text =
                format!("[database]\npath={}\n[new]\ntags=\n[maildir]\nsynchronize_flags=false\n", mails.display());
            std::fs::write(&settings, text).unwrap();
            eprintln!("… notmuch reads 100,000 mails, once: minutes");
            let read = Command::new(&notmuch).arg("new").arg("--quiet").env("NOTMUCH_CONFIG", &settings).status();
            assert!(read.unwrap().success(), "notmuch could not read the mails");
        }
        let began = Instant::now();
        let args = ["search", "--limit=50", "--sort=newest-first", "--output=messages", words];
        let found = Command::new(notmuch).args(args).env("NOTMUCH_CONFIG", settings).stdout(Stdio::piped()).output();
        let took = began.elapsed();
        assert!(found.unwrap().status.success());
        Some(took)
    }

    fn program(&self, program: &str, name: &str, args: Vec<String>) -> Option<Program> {
        let path = installed(program)?;
        Some(Program { name: name.to_owned(), path, args, home: self.folder.clone(), quiet: START_QUIET })
    }

    /// Returns a text file of about 8 MB.
    fn text(&self) -> String {
        let path = self.folder.join("text.txt");
        if !path.exists() {
            let mut text = databases::texts(MAILS).join("\n");
            text.truncate((0..=8 << 20).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0).min(text.len()));
            std::fs::write(&path, text).unwrap();
        }
        path.display().to_string()
    }

    /// Returns a mailbox of synthetic texts.
    fn mails(&self) -> PathBuf {
        let (folder, unfinished) = (self.folder.join("mail"), self.folder.join("mail.unfinished"));
        if folder.exists() {
            return folder;
        }
        maildir(&unfinished);
        let began = chrono::Utc::now() - chrono::TimeDelta::days(100);
        for (number, body) in databases::texts(MAILS).iter().enumerate() {
            let at = (began + chrono::TimeDelta::seconds(number as i64 * 60)).to_rfc2822();
            let mut mail = format!("From: Person {} <p{0}@example.org>\nTo: camille@example.org\n", number % 7_000);
            let _ = writeln!(mail, "Subject: Order {}\nDate: {at}\nMessage-ID: <{number}@example.org>", number / 10);
            let _ = write!(mail, "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n");
            std::fs::write(unfinished.join(format!("cur/{number}.bench:2,S")), mail).unwrap();
        }
        std::fs::rename(unfinished, &folder).unwrap();
        // The first start fills the header cache.
        if let Some(first) = self.neomutt("neomutt", "mail", &["-e", "push q"]) {
            let (terminal, _) = Program { quiet: Duration::from_secs(30), ..first }.start();
            drop(terminal);
        }
        folder
    }
}

fn maildir(folder: &Path) {
    ["cur", "new", "tmp"].iter().for_each(|name| std::fs::create_dir_all(folder.join(name)).unwrap());
}

/// Returns the path of an installed program.
pub fn installed(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}
