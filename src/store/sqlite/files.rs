//! The content of evidence, in a folder beside the database: each file once, under the SHA-256 of what it holds. No name
//! that a stranger gave is ever part of a path here.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use rusqlite::Connection;
use rustix::fs::{Mode, OFlags};
use sha2::{Digest as _, Sha256};

use super::identity::Database;
use super::sharing::Ownership;
use super::{contents, errors, open};
use crate::domain::case::evidence_file::BlobRef;
use crate::store::write::digest::hex;
use crate::store::{BlobContent, MissingFile, StoreError};

/// What the folder's name has after the database's.
pub(super) const FOLDER: &str = ".files";
/// What stands before the number of the process that is copying to a folder. It sorts with the files being written.
const UNFINISHED: &str = "new-copy-";
/// What stands before a file that is being written.
const FRESH: &str = "new-";
/// A file that has been written for longer was left by a process that died.
const STALE: Duration = Duration::from_secs(3600);

/// Returns the folder that belongs to this database, there or not.
pub fn file_folder(db: &Path) -> PathBuf {
    open::companion_path(db, FOLDER)
}

/// The folder of a database's files.
#[derive(Debug)]
pub(super) struct BlobFolder {
    root: PathBuf,
    /// Whose files these are is whose the database is.
    db: PathBuf,
}

impl BlobFolder {
    /// The folder that belongs to this database, there or not.
    pub(super) fn of(db: &Path) -> Self {
        Self { root: file_folder(db), db: db.to_owned() }
    }

    /// Returns whether there is such a folder, or anything in its place.
    pub(super) fn is_there(&self) -> bool {
        self.root.symlink_metadata().is_ok()
    }

    /// See [`crate::store::BlobStore::put_blob`].
    pub(super) fn put_blob(&self, content: &[u8]) -> Result<BlobRef, StoreError> {
        let kept = BlobRef { sha256: hex(&Sha256::digest(content)), bytes: content.len() as u64 };
        if self.fault(&kept).is_some() {
            self.write_file(&kept, |file| file.write_all(content)).map_err(|error| self.failed(&error))?;
        }
        Ok(kept)
    }

    /// Returns whether there is a file of this name and size.
    pub(super) fn has(&self, kept: &BlobRef) -> bool {
        self.path(kept).and_then(|path| path.symlink_metadata().ok()).is_some_and(|found| found.len() == kept.bytes)
    }

    /// See [`crate::store::BlobStore::blob`].
    pub(super) fn read(&self, kept: &BlobRef) -> Result<BlobContent, StoreError> {
        let mut content = Vec::new();
        match self.open(kept).and_then(|file| file.take(kept.bytes + 1).read_to_end(&mut content)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BlobContent::Missing),
            Err(error) => Err(failed(&error)),
            Ok(_) if hex(&Sha256::digest(&content)) == kept.sha256 => Ok(BlobContent::Whole(content)),
            Ok(_) => Ok(BlobContent::Changed),
        }
    }

    /// What is wrong with a kept file; read in pieces.
    pub(super) fn fault(&self, kept: &BlobRef) -> Option<String> {
        let mut hash = Sha256::new();
        let mut piece = vec![0; 1 << 16];
        let read = self.open(kept).and_then(|file| {
            let mut file = file.take(kept.bytes + 1);
            loop {
                match file.read(&mut piece)? {
                    0 => return Ok(hex(&hash.clone().finalize())),
                    n => hash.update(&piece[..n]),
                }
            }
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Some(format!("its file {} is not there any more", kept.sha256))
            }
            Err(error) => Some(format!("its file {} can't be read: {error}", kept.sha256)),
            Ok(found) if found != kept.sha256 => {
                Some(format!("its file was changed: it is not {} any more", kept.sha256))
            }
            Ok(_) => None,
        }
    }

    /// Copies every file that a copy of the database names, and reads each back. Returns those that could not be copied whole.
    pub(super) fn copy_named(&self, copy: &Connection, to: &Self) -> Result<Vec<MissingFile>, StoreError> {
        let mut all = copy.prepare(&format!(
            "SELECT attachment, name, k.sha256, k.bytes FROM ({}) k JOIN attachments ON id = attachment ORDER BY attachment",
            contents::KEPT
        ))?;
        let mut rows = all.query([])?;
        let mut missing = Vec::new();
        while let Some(row) = rows.next()? {
            let (sha256, bytes): (String, i64) = (row.get(2)?, row.get(3)?);
            let kept = BlobRef { sha256, bytes: bytes.unsigned_abs() };
            match self.open(&kept) {
                _ if to.has(&kept) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(&error)),
                Ok(mut from) => {
                    to.write_file(&kept, |file| io::copy(&mut from, file).map(drop)).map_err(|e| failed(&e))?
                }
            }
            if let Some(message) = to.fault(&kept) {
                missing.push(MissingFile { attachment: row.get(0)?, name: row.get(1)?, message });
            }
        }
        Ok(missing)
    }

    /// Marks the folder as one that this process is still copying to.
    pub(super) fn mark_unfinished(&self) -> Result<(), StoreError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.root);
        made.and_then(|()| File::create(self.marker_path(std::process::id()))).map(drop).map_err(|error| failed(&error))
    }

    /// Takes the mark away; a folder with nothing else in it goes with it.
    pub(super) fn mark_finished(&self) {
        let _ = fs::remove_file(self.marker_path(std::process::id()));
        let _ = fs::remove_dir(&self.root);
    }

    fn marker_path(&self, process: u32) -> PathBuf {
        self.root.join(format!("{UNFINISHED}{process}"))
    }

    /// The process that is or was copying to this folder.
    pub(super) fn copying_process(&self) -> Option<u32> {
        let names = fs::read_dir(&self.root).ok()?.flatten().map(|entry| entry.file_name());
        names.into_iter().find_map(|name| name.to_str()?.strip_prefix(UNFINISHED)?.parse().ok())
    }

    /// Takes away the mark of a process that is gone.
    pub(super) fn unmark(&self, process: u32) {
        let _ = fs::remove_file(self.marker_path(process));
    }

    /// Removes what no attachment names, while nobody can begin to name it.
    pub(super) fn sweep(&self, db: &mut Database) -> Result<(), StoreError> {
        if !self.is_there() {
            return Ok(());
        }
        let alone = db.begin()?;
        let mut named = alone.prepare(contents::IS_NAMED)?;
        for entry in fs::read_dir(&self.root).map_err(|e| failed(&e))? {
            let shelf = entry.map_err(|e| failed(&e))?;
            let name = shelf.file_name().to_string_lossy().into_owned();
            if name.starts_with(FRESH) {
                if is_stale(&shelf) {
                    fs::remove_file(shelf.path()).map_err(|e| failed(&e))?;
                }
                continue;
            }
            let Ok(files) = fs::read_dir(shelf.path()) else { continue };
            for file in files.flatten() {
                let sha256 = format!("{name}{}", file.file_name().to_string_lossy());
                if is_hash(&sha256) && !named.query_row([&sha256], |row| row.get(0))? {
                    fs::remove_file(file.path()).map_err(|e| failed(&e))?;
                }
            }
        }
        Ok(())
    }

    /// Removes the folder with all that is in it.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.root);
    }

    /// Why a file could not be kept. Where it is not allowed, whose the folder is.
    fn failed(&self, error: &io::Error) -> StoreError {
        match error.kind() {
            io::ErrorKind::PermissionDenied => errors::unreadable(&self.root, error),
            _ => failed(error),
        }
    }

    /// Where a file stands; `None` for what is no hash.
    fn path(&self, kept: &BlobRef) -> Option<PathBuf> {
        is_hash(&kept.sha256).then(|| self.root.join(&kept.sha256[..2]).join(&kept.sha256[2..]))
    }

    fn open(&self, kept: &BlobRef) -> io::Result<File> {
        let path = self.path(kept).ok_or(io::ErrorKind::NotFound)?;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    /// Writes a file under a name of its own and gives it its place when it is whole and on the disk.
    fn write_file(&self, kept: &BlobRef, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let path = self.path(kept).ok_or(io::ErrorKind::InvalidInput)?;
        let shelf = path.parent().unwrap_or(&self.root);
        let owner = Ownership::of(&self.db);
        for folder in [&self.root, shelf] {
            match DirBuilder::new().mode(0o700).create(folder) {
                Ok(()) => owner.give(folder)?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let fresh = self.root.join(format!("{FRESH}{}-{turn}", std::process::id()));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        let given = owner.give(&fresh);
        let done = given
            .and_then(|()| fill(&mut file))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&fresh, &path));
        if done.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        done?;
        open::sync_name(&path)?;
        open::sync_name(shelf)
    }
}

/// Returns whether a file that is being written was left by a process that died.
fn is_stale(file: &fs::DirEntry) -> bool {
    let written = file.metadata().and_then(|found| found.modified());
    written.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > STALE))
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn failed(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Io(format!("a file of evidence: {error}")),
    }
}
