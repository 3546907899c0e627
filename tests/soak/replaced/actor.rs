//! Who moves, removes, links, cuts and restores the file at random, and keeps track of what is where.

use super::*;

fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

/// Who moves the files.
pub(super) struct Actor<'a> {
    pub(super) scene: &'a Scene,
    pub(super) random: Random,
    /// Databases that are elsewhere, whole.
    pub(super) elsewhere: Vec<PathBuf>,
    /// Databases that an ingest made where there was none.
    pub(super) made: Vec<PathBuf>,
    pub(super) removed: Vec<Removed>,
    pub(super) backups: Vec<PathBuf>,
    pub(super) moves: usize,
    pub(super) presences: Vec<Presence>,
    pub(super) done: BTreeMap<&'static str, usize>,
}

impl Actor<'_> {
    pub(super) fn pause(&mut self, most: u64) {
        thread::sleep(Duration::from_millis(self.random.below(most as usize) as u64));
    }

    fn new_name(&mut self, what: &str) -> PathBuf {
        self.moves += 1;
        self.scene.database.sandbox.path(&format!("{what}-{}.db", self.moves))
    }

    fn inode(&self) -> u64 {
        fs::metadata(self.scene.path()).map_or(0, |found| found.ino())
    }

    /// The path leads to what is there now since then.
    pub(super) fn arrived(&mut self, from: Instant) {
        self.presences.push(Presence { inode: self.inode(), from, to: None });
    }

    fn left(&mut self, inode: u64) {
        let present = self.presences.iter_mut().filter(|one| one.inode == inode && one.to.is_none());
        present.for_each(|one| one.to = Some(Instant::now()));
    }

    /// Moves a database with its log away from the path. It goes first, so that nobody opens it without its log.
    fn take_away(&mut self, what: &str) -> PathBuf {
        let (to, inode) = (self.new_name(what), self.inode());
        for part in PARTS {
            match fs::rename(beside(self.scene.path(), part), beside(&to, part)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{part}: {error}"),
                _ => {}
            }
        }
        self.left(inode);
        to
    }

    /// Moves a database with its log to the path. It goes last; until then, nobody makes another one there.
    fn put(&mut self, set: &Path) {
        let path = self.scene.path();
        let (blocker, from) = (beside(path, "-journal"), Instant::now());
        loop {
            self.take_away_what_was_made();
            fs::write(&blocker, "").unwrap();
            // Whoever looked before it was there is done by now.
            thread::sleep(Duration::from_millis(30));
            self.take_away_what_was_made();
            for part in PARTS.iter().skip(1) {
                match rename_to_new(&beside(set, part), &beside(path, part)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{part}: {error}"),
                    _ => {}
                }
            }
            let _ = fs::remove_file(&blocker);
            if rename_to_new(set, path).is_ok() {
                return self.arrived(from);
            }
            for part in PARTS.iter().skip(1) {
                let _ = fs::rename(beside(path, part), beside(set, part));
            }
        }
    }

    /// An ingest makes a database where there is none.
    fn take_away_what_was_made(&mut self) {
        if self.scene.path().symlink_metadata().is_ok() {
            let made = self.take_away("made");
            self.made.push(made);
        }
    }

    pub(super) fn act(&mut self) {
        let scene = self.scene;
        let path = scene.path();
        let _stable = scene.stable();
        let (began, inode) = (Instant::now(), self.inode());
        let name = match self.random.below(7) {
            0 => {
                let away = self.take_away("away");
                self.pause(200);
                self.put(&away);
                "moved away and back"
            }
            1 => {
                let away = self.take_away("away");
                self.elsewhere.push(away);
                self.pause(100);
                let next = self.random.below(self.elsewhere.len());
                let next = self.elsewhere.swap_remove(next);
                self.put(&next);
                "another put in its place"
            }
            2 => {
                self.remove();
                self.pause(100);
                self.put_a_backup();
                "removed, and a backup restored"
            }
            3 => {
                let name = self.new_name("name");
                fs::hard_link(path, &name).unwrap();
                self.pause(200);
                fs::remove_file(&name).unwrap();
                "linked"
            }
            4 => {
                let real = self.take_away("real");
                while std::os::unix::fs::symlink(&real, path).is_err() {
                    self.take_away_what_was_made();
                }
                self.arrived(began);
                self.pause(300);
                let inode = self.inode();
                fs::remove_file(path).unwrap();
                self.left(inode);
                self.put(&real);
                "a link to it"
            }
            5 => {
                let away = self.take_away("away");
                let whole = fs::read(&self.backups[0]).unwrap();
                let by = [1, 4096, whole.len() / 2][self.random.below(3)];
                let cut = self.new_name("cut");
                fs::write(&cut, &whole[..whole.len() - by]).unwrap();
                self.put(&cut);
                self.pause(200);
                let inode = self.inode();
                fs::remove_file(path).unwrap();
                self.left(inode);
                for part in LOG {
                    assert!(!beside(path, part).exists(), "a file that is cut short is left as it is");
                }
                self.put(&away);
                "a file that is cut short"
            }
            _ => {
                let told = self.restore();
                if told.status != Some(0) {
                    scene.refuse("restore", &told);
                    return;
                }
                let told = told.json();
                self.elsewhere.push(told["aside"].as_str().unwrap().into());
                self.left(inode);
                self.arrived(began);
                "restored over it"
            }
        };
        *self.done.entry(name).or_default() += 1;
    }

    fn restore(&mut self) -> CommandOutput {
        let backup = self.random.pick(&self.backups).display().to_string();
        self.scene.database.run(&["restore", &backup, "--json"])
    }

    /// Removes the database for good; its log goes with it, or stays.
    fn remove(&mut self) {
        let path = self.scene.path();
        let open = |part: &'static str| File::open(beside(path, part)).ok().map(|file| (part, file));
        // Before its name is gone: whoever leaves last would remove the log.
        let parts = ["", LOG[0]].into_iter().filter_map(open).collect();
        let inode = self.inode();
        fs::remove_file(path).unwrap();
        self.left(inode);
        self.removed.push(Removed(parts));
        if self.random.one_in(2) {
            for part in LOG {
                let _ = fs::remove_file(beside(path, part));
            }
        } else if beside(path, LOG[0]).exists() {
            let told = self.scene.database.run(&["ingest", "-"]);
            assert_eq!(told.status, Some(6), "no database is made beside the log that is left: {told:?}");
        }
    }

    /// Restores a backup where there is no database, as soon as everyone has left what was there.
    fn put_a_backup(&mut self) {
        let path = self.scene.path();
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let from = Instant::now();
            let told = self.restore();
            if told.status == Some(0) {
                let told = told.json();
                // Or the log of what was removed, whose content is kept already.
                self.made.extend(told["aside"].as_str().map(PathBuf::from).filter(|aside| aside.exists()));
                self.arrived(from);
                return;
            }
            self.scene.refuse("restore", &told);
            assert!(Instant::now() < deadline, "{told:?}");
            // Someone has open what is there. After a while, it goes another way, and nobody makes another one there.
            if self.random.one_in(3) {
                self.take_away_what_was_made();
                let away = self.new_name("log");
                for part in LOG {
                    let _ = fs::rename(beside(path, part), beside(&away, part));
                }
                fs::write(beside(path, "-journal"), "").unwrap();
            }
            self.pause(200);
        }
    }
}
