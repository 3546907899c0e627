//! Whose a database is: what litige puts beside it gets the same owner, group and rights.
//!
//! A private database (0600) needs nothing: all that is made beside it is made for its owner alone. One that its group may write
//! (0660) is shared: its log and index, the folder of files (2770, so that what is made in it stays the group's) and what is in
//! it follow, whatever the umask. SQLite gives its files the mode of the database, but the group of whoever makes them, unless the
//! folder says otherwise. What root makes belongs to the database's owner.

use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, chownat};
use rustix::process::{Gid, Uid, geteuid};

use super::companions::with_companions;
use super::errors;
use super::files::FOLDER;
use super::open::{self, companion_path};
use crate::store::StoreError;

/// What the group may do with a shared file, and what may be done with a shared folder.
const GROUP_FILE: u32 = 0o660;
const GROUP_FOLDER: u32 = 0o2770;

/// Whose a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ownership {
    user: u32,
    group: u32,
    /// Whether the group may read and write it.
    is_shared: bool,
}

impl Ownership {
    /// Of the database at a path; of nobody else than the caller where there is none.
    pub(super) fn of(db: &Path) -> Self {
        let own = Self { user: geteuid().as_raw(), group: rustix::process::getegid().as_raw(), is_shared: false };
        fs::metadata(db).map_or(own, |found| Self::of_file(&found))
    }

    fn of_file(found: &Metadata) -> Self {
        let is_shared = found.mode() & GROUP_FILE == GROUP_FILE;
        Self { user: found.uid(), group: found.gid(), is_shared }
    }

    /// Gives a file or folder that was made beside the database to whom the database belongs. Links are left alone.
    ///
    /// # Errors
    /// An [`io::Error`] where its group or mode can't be set.
    pub(super) fn give(self, made: &Path) -> io::Result<()> {
        let found = fs::symlink_metadata(made)?;
        if found.is_symlink() {
            return Ok(());
        }
        let is_root = geteuid().is_root();
        let user = (is_root && found.uid() != self.user).then(|| Uid::from_raw(self.user));
        let group = ((is_root || self.is_shared) && found.gid() != self.group).then(|| Gid::from_raw(self.group));
        if user.is_some() || group.is_some() {
            chownat(CWD, made, user, group, AtFlags::SYMLINK_NOFOLLOW)?;
        }
        let wanted = if found.is_dir() { GROUP_FOLDER } else { GROUP_FILE };
        // Another's file follows when its owner next comes by.
        let is_ours = is_root || found.uid() == geteuid().as_raw();
        if self.is_shared && is_ours && fs::symlink_metadata(made)?.mode() & 0o7777 != wanted {
            fs::set_permissions(made, Permissions::from_mode(wanted))?;
        }
        Ok(())
    }

    /// Does the same with a folder and all that is in it.
    ///
    /// # Errors
    /// As [`Ownership::give`].
    pub(super) fn give_tree(self, made: &Path) -> io::Result<()> {
        self.give(made)?;
        if fs::symlink_metadata(made)?.is_dir() {
            for entry in fs::read_dir(made)? {
                self.give_tree(&entry?.path())?;
            }
        }
        Ok(())
    }

    /// Does the same with the log and the index of it, which SQLite may just have made.
    ///
    /// # Errors
    /// [`StoreError`] as [`Ownership::give`] says.
    pub(super) fn give_log(self, db: &Path) -> Result<(), StoreError> {
        for file in ["-wal", "-shm"].map(|suffix| companion_path(db, suffix)) {
            let found = fs::symlink_metadata(&file);
            // Whoever made it has given it.
            if found.is_ok_and(|found| found.uid() == geteuid().as_raw()) {
                match self.give(&file) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(errors::unreadable(&file, &error));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// See [`crate::store::share_with_group`].
pub fn share_with_group(path: &Path) -> Result<(), StoreError> {
    let Some(path) = open::resolve(&open::absolute(path)?)? else { return Ok(()) };
    share(&path).map_err(|(file, error)| errors::unreadable(&file, &error))
}

fn share(path: &Path) -> Result<(), (PathBuf, io::Error)> {
    let at = |error: io::Error| (path.to_owned(), error);
    let found = fs::metadata(path).map_err(at)?;
    let is_ours = geteuid().is_root() || found.uid() == geteuid().as_raw();
    let folder = path.parent().unwrap_or(Path::new("/"));
    let group = fs::metadata(folder).map_err(|error| (folder.to_owned(), error))?.gid();
    let now = Ownership::of_file(&found);
    if !is_ours || !found.is_file() || (now.is_shared && now.group == group) {
        return Ok(());
    }
    let wanted = Ownership { group, is_shared: true, ..now };
    let files = companion_path(path, FOLDER);
    // The database comes last: as long as it is private, the next one begins anew.
    let parts = with_companions(path).into_iter().skip(1).chain([files, path.to_owned()]);
    for part in parts {
        match wanted.give_tree(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((part, error)),
            _ => {}
        }
    }
    Ok(())
}
