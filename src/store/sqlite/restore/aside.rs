//! Moving a database aside, with all that belongs to it, under one dated name beside it.
//!
//! That takes several renames, and a crash may come between any two. So a marker beside the database, `X.restoring`, says
//! first under which name it goes. The database itself goes first: one without its log would be taken for an older one,
//! whereas a log without its database is refused. While the path leads to no database and the marker is there, a restore is
//! under way or was cut off, and nobody makes a database there.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::super::errors::{self, refuse};
use super::super::files::FOLDER;
use super::super::open::{self, companion_path};
use super::super::sharing::Ownership;
use super::{Rename, failed};
use crate::domain::time::Time;
use crate::store::{StoreError, UnusableWhy};

/// What belongs to a database, in the order in which it goes aside.
const PARTS: [&str; 5] = ["", "-wal", "-shm", "-journal", FOLDER];
/// What the marker's name has after the database's.
const MARKER: &str = ".restoring";
/// What the marker ends with once all of the database is aside.
const MOVED: &str = "moved";

/// A database that was moved aside.
#[derive(Debug)]
#[must_use]
pub(super) struct SetAside {
    path: PathBuf,
    /// Where it is; nothing where there was nothing to move.
    to: Option<PathBuf>,
}

/// What the marker of a restore says.
struct Marker {
    to: PathBuf,
    is_moved: bool,
}

/// Returns an error where a restore has moved the database of a path aside and put nothing in its place.
///
/// # Errors
/// [`UnusableWhy::RestoreUnfinished`].
pub fn unfinished(path: &Path) -> Result<(), StoreError> {
    match Marker::read(path)? {
        Some(Marker { to, .. }) => Err(refuse(path, UnusableWhy::RestoreUnfinished(to))),
        None => Ok(()),
    }
}

/// Takes up again what a restore that was cut off has moved in part. Nothing happens where there is no such thing.
///
/// # Errors
/// [`StoreError`] when a file can't be moved.
pub(super) fn finish_moving(rename: Rename<'_>, path: &Path) -> Result<(), StoreError> {
    match Marker::read(path)? {
        Some(Marker { to, is_moved: false }) => move_parts(rename, path, &to)?,
        // The files of a copy that had not got its name yet.
        Some(Marker { is_moved: true, .. }) => match fs::remove_dir_all(companion_path(path, FOLDER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&error)),
            _ => {}
        },
        None => {}
    }
    Ok(())
}

/// Returns the file whose owner and rights those are of the database of a path, or of what is left of it.
///
/// # Errors
/// As [`unfinished`] finds the marker.
pub(super) fn former(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let aside = Marker::read(path)?.map(|marker| marker.to);
    let files = [Some(path.to_owned()), aside, Some(companion_path(path, "-wal"))];
    Ok(files.into_iter().flatten().find(|file| file.exists()))
}

impl SetAside {
    /// Moves a database aside that nobody has open.
    ///
    /// # Errors
    /// [`StoreError`] when a file can't be moved; what was moved is put back.
    pub(super) fn begin(rename: Rename<'_>, path: &Path, now: Time) -> Result<Self, StoreError> {
        finish_moving(rename, path)?;
        let path = path.to_owned();
        if let Some(Marker { to, .. }) = Marker::read(&path)? {
            return Ok(Self { path, to: Some(to) });
        }
        if parts_of(&path).next().is_none() {
            return Ok(Self { path, to: None });
        }
        let to = free_name(&path, now);
        let former = Self { path, to: Some(to.clone()) };
        Marker { to: to.clone(), is_moved: false }.write(&former.path)?;
        match move_parts(rename, &former.path, &to) {
            Ok(()) => Ok(former),
            Err(error) => Err(former.put_back(rename, error)),
        }
    }

    /// Leaves the database aside, since another is in its place now. Returns where it is.
    pub(super) fn finish(self) -> Option<PathBuf> {
        Marker::remove(&self.path);
        self.to
    }

    /// Puts the database back where it was. Returns the error for which that was done, or else that it could not be.
    pub(super) fn put_back(self, rename: Rename<'_>, error: StoreError) -> StoreError {
        let Some(to) = &self.to else { return error };
        match put_back_parts(rename, &self.path, to) {
            Ok(()) => error,
            Err(why) => {
                tracing::error!("a restore failed ({error}), and {} could not be put back ({why})", to.display());
                refuse(&self.path, UnusableWhy::RestoreUnfinished(to.clone()))
            }
        }
    }
}

/// Moves all that belongs to a database; the marker says so before and after.
fn move_parts(rename: Rename<'_>, path: &Path, to: &Path) -> Result<(), StoreError> {
    for part in parts_of(path) {
        let (from, to) = (companion_path(path, part), companion_path(to, part));
        match rename(&from, &to) {
            Ok(true) => {}
            Ok(false) => return Err(StoreError::Io(format!("there is something at {} already", to.display()))),
            Err(error) => return Err(open::cannot(&from, &error)),
        }
    }
    open::sync_name(path).map_err(|error| failed(&error))?;
    Marker { to: to.to_owned(), is_moved: true }.write(path)
}

/// Moves all of a database back. It comes last itself: until then, nobody opens it without its log.
fn put_back_parts(rename: Rename<'_>, path: &Path, to: &Path) -> Result<(), StoreError> {
    let taken = || StoreError::Io(format!("another program made {} meanwhile", path.display()));
    // Beside another database, a log would be replayed into it.
    if path.symlink_metadata().is_ok() && companion_path(to, "").symlink_metadata().is_ok() {
        return Err(taken());
    }
    Marker { to: to.to_owned(), is_moved: false }.write(path)?;
    let moved: Vec<&str> = parts_of(to).collect();
    for part in moved.into_iter().rev() {
        match rename(&companion_path(to, part), &companion_path(path, part)) {
            Ok(true) => {}
            Ok(false) => return Err(taken()),
            Err(error) => return Err(failed(&error)),
        }
    }
    Marker::remove(path);
    Ok(())
}

/// The parts of a database that are there.
fn parts_of(path: &Path) -> impl Iterator<Item = &'static str> {
    PARTS.into_iter().filter(|part| companion_path(path, part).symlink_metadata().is_ok())
}

/// A name with the date beside the database that nothing of one has yet.
fn free_name(path: &Path, now: Time) -> PathBuf {
    let date = now.format("%Y-%m-%dT%H-%M-%SZ");
    let names = (1..).map(|n| match n {
        1 => companion_path(path, &format!(".before-{date}")),
        n => companion_path(path, &format!(".before-{date}-{n}")),
    });
    names.into_iter().find(|name| parts_of(name).next().is_none()).unwrap_or_default()
}

impl Marker {
    /// Reads the marker beside a database; nothing where there is none, or where there is a database, which is whole then.
    ///
    /// # Errors
    /// [`StoreError`] where it may not be read: nobody knows then what is there.
    fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        if path.symlink_metadata().is_ok() {
            return Ok(None);
        }
        let marker = companion_path(path, MARKER);
        let text = match fs::read_to_string(&marker) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            text => text.map_err(|error| errors::unreadable(&marker, &error))?,
        };
        let mut lines = text.lines();
        let suffix = lines.next().filter(|suffix| suffix.starts_with(".before-") && !suffix.contains('/'));
        let is_moved = lines.next() == Some(MOVED);
        Ok(suffix.map(|suffix| Self { to: companion_path(path, suffix), is_moved }))
    }

    /// Writes the marker, whole or not at all.
    fn write(&self, path: &Path) -> Result<(), StoreError> {
        let suffix = self.to.as_os_str().as_encoded_bytes().get(path.as_os_str().len()..).unwrap_or_default();
        let mut text = suffix.to_owned();
        text.extend(if self.is_moved { format!("\n{MOVED}\n") } else { "\n".to_owned() }.bytes());
        let (marker, fresh) = (companion_path(path, MARKER), open::unfinished_path(path));
        let former = [path, &self.to].into_iter().find(|path| path.exists());
        let owner = Ownership::of(former.unwrap_or(path));
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&fresh)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .and_then(|()| owner.give(&fresh))
            .and_then(|()| fs::rename(&fresh, &marker))
            .and_then(|()| open::sync_name(path));
        if written.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        written.map_err(|error| match failed(&error) {
            StoreError::Full => StoreError::Full,
            _ => open::cannot(path, &error),
        })
    }

    /// Takes the marker away. One that stays does no harm beside a database.
    fn remove(path: &Path) {
        let _ = fs::remove_file(companion_path(path, MARKER));
        let _ = open::sync_name(path);
    }
}
