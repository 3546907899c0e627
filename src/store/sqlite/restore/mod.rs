//! Putting a backup in the place of a database.
//!
//! The backup is copied under a name of its own beside the database, with its evidence, and the copy is verified: what is put
//! in place is what was proven. Only then, while nobody can open it, the database goes aside with all that belongs to it
//! ([`aside`]), and the copy gets its name. A failure puts back what was moved. Killed on the way, the old or the new is there
//! whole, and until a restore is repeated, whoever opens or makes a database at the path is told where the old one is.
//!
//! The restored database has the identity of its original, as every copy has: drafts that were kept outside of it while it was
//! broken find their way back. It is another file, so that a store that still has the old one open takes no write.

mod aside;
#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use self::aside::SetAside;
use super::companions::{self, with_companions};
use super::errors::{self, refuse};
use super::files::{BlobFolder, FOLDER};
use super::open::{self, ProbeDepth, companion_path};
use super::sharing::Ownership;
use super::{audit, migrate, unfinished_copies, verify};
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::time::Time;
use crate::store::{Mode, Place, Restored, StoreError, Unusable, UnusableWhy, Verified};

pub(super) use self::aside::unfinished;

/// Renames to a name that nothing has yet: [`open::rename_to_new`], except in tests.
type Rename<'a> = &'a mut dyn FnMut(&Path, &Path) -> io::Result<bool>;

/// See [`crate::store::restore`].
pub fn restore(path: &Path, backup: &Path, now: Time) -> Result<Restored, StoreError> {
    restore_with(&mut open::rename_to_new, path, backup, now)
}

fn restore_with(rename: Rename<'_>, path: &Path, backup: &Path, now: Time) -> Result<Restored, StoreError> {
    let path = place(path)?;
    let original = open_backup(backup, &path)?;
    {
        // Early, before the work of copying; and what an earlier restore left half moved is together again before the copy is
        // made, which may be of that.
        let _alone = companions::lock_alone(&path)?;
        aside::finish_moving(rename, &path)?;
        unfinished_copies::remove_beside(&path);
    }
    let fresh = open::unfinished_path(&path);
    let owner = aside::former(&path)?.map(|former| Ownership::of(&former));
    let done = copy_and_verify(original, backup, &fresh, owner).and_then(|verified| {
        let aside = match verified.faults.is_empty() {
            true => put_in_place(rename, &path, &fresh, now)?,
            false => None,
        };
        Ok(Restored { path: path.clone(), aside, verified })
    });
    with_companions(&fresh).iter().for_each(|file| drop(fs::remove_file(file)));
    BlobFolder::of(&fresh).remove();
    let done = done.map_err(|error| renamed(error, &fresh, backup, &path))?;
    if done.verified.faults.is_empty() {
        check_restored(&done).map_err(|error| {
            let former = done.aside.as_ref().map(|aside| format!("; what was there is at {}", aside.display()));
            let what =
                format!("the backup is in its place, and can't be read back: {error}{}", former.unwrap_or_default());
            refuse(&path, UnusableWhy::CannotOpen(what))
        })?;
    }
    Ok(done)
}

/// The path of the database, which may not be there, without symbolic links.
fn place(named: &Path) -> Result<PathBuf, StoreError> {
    let named = open::absolute(named)?;
    match open::resolve(&named)? {
        Some(path) => Ok(path),
        None => {
            open::make_folder(&named)?;
            Ok(companions::resolved(&named))
        }
    }
}

/// Opens a backup to be read, and keeps others from writing to it meanwhile.
fn open_backup(backup: &Path, path: &Path) -> Result<File, StoreError> {
    let found = fs::symlink_metadata(backup).map_err(|error| errors::unreadable(backup, &error))?;
    if found.is_symlink() {
        let why = UnusableWhy::CannotOpen("it is a symbolic link; name the file that it leads to".to_owned());
        return Err(refuse(backup, why));
    }
    if companions::is_database(backup, path) {
        return Err(Refusal::from(SetupRefusal::RestoresItself { path: backup.to_owned() }).into());
    }
    open::check_file(backup)?;
    open::probe(backup, ProbeDepth::Schema).map_err(|error| errors::named(error, backup))?;
    match OpenOptions::new().read(true).write(true).open(backup) {
        Ok(file) => companions::lock_file(&file, backup).map(|()| file),
        // On a medium that can't be written, or another's. Should they write to it now, the copy does not verify.
        Err(_) => File::open(backup).map_err(|error| errors::unreadable(backup, &error)),
    }
}

/// Copies a backup with its log and evidence, upgrades the copy if it is older, and checks everything in it.
fn copy_and_verify(
    mut original: File,
    backup: &Path,
    fresh: &Path,
    owner: Option<Ownership>,
) -> Result<Verified, StoreError> {
    copy_file(&mut original, fresh)?;
    for suffix in ["-wal", "-journal"] {
        match File::open(companion_path(backup, suffix)) {
            Ok(mut log) => copy_file(&mut log, &companion_path(fresh, suffix))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(errors::unreadable(&companion_path(backup, suffix), &error)),
        }
    }
    let (mut db, _) = open::connect(fresh)?;
    let head = audit::chain(&db)?;
    migrate::upgrade(&mut db)?;
    let files = BlobFolder::of(fresh);
    let missing = BlobFolder::of(backup).copy_named(&db, &files)?;
    let mut verified = verify::verify(&db, &files, (head.len > 0).then_some(head.head.as_str()))?;
    for fault in &mut verified.faults {
        if let Some(file) = missing.iter().find(|file| file.attachment.to_string() == fault.at) {
            fault.message = format!("{}: {}", file.name, fault.message);
        }
    }
    open::close(db)?;
    if let Some(owner) = owner {
        let has_files = files.is_there().then(|| companion_path(fresh, FOLDER));
        let given = has_files.map_or(Ok(()), |files| owner.give_tree(&files)).and_then(|()| owner.give(fresh));
        given.map_err(|error| errors::unreadable(fresh, &error))?;
    }
    File::open(fresh).and_then(|file| file.sync_all()).map_err(|error| failed(&error))?;
    Ok(verified)
}

fn copy_file(from: &mut File, to: &Path) -> Result<(), StoreError> {
    let copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let mut copy = copy.map_err(|error| open::cannot(to, &error))?;
    io::copy(from, &mut copy).map(drop).map_err(|error| failed(&error))
}

/// Moves what is there aside, and gives the copy its name. Returns where the former database is.
fn put_in_place(rename: Rename<'_>, path: &Path, fresh: &Path, now: Time) -> Result<Option<PathBuf>, StoreError> {
    let _alone = companions::lock_alone(path)?;
    let former = SetAside::begin(rename, path, now)?;
    match name(rename, path, fresh) {
        Ok(()) => Ok(former.finish()),
        Err(error) => Err(former.put_back(rename, error)),
    }
}

/// Gives a copy and its files their names. The database comes last: with it, all of it is there.
fn name(rename: Rename<'_>, path: &Path, fresh: &Path) -> Result<(), StoreError> {
    let [files, their_files] = [fresh, path].map(|db| companion_path(db, FOLDER));
    let taken = || StoreError::Io(format!("another program made {} meanwhile", path.display()));
    let mut to_new = |from: &Path, to: &Path| match rename(from, to) {
        Ok(true) => Ok(()),
        Ok(false) => Err(taken()),
        Err(error) => Err(failed(&error)),
    };
    let has_files = files.symlink_metadata().is_ok();
    if has_files {
        to_new(&files, &their_files)?;
    }
    let named = to_new(fresh, path);
    if named.is_err() && has_files {
        let _ = fs::rename(&their_files, &files);
    }
    named?;
    open::sync_name(path).map_err(|error| failed(&error))
}

/// Checks that the path leads to what was proven. Others may have gone on with it.
fn check_restored(Restored { path, verified, .. }: &Restored) -> Result<(), StoreError> {
    let (db, _) = open::open(path, Mode::Existing)?;
    match &verified.head {
        Some(head) if !audit::has(&db, head)? => Err(refuse(path, UnusableWhy::Replaced)),
        _ => Ok(()),
    }
}

/// Names files that people know in an error about the copy: the backup for what is in it, the database for where it is made.
fn renamed(error: StoreError, fresh: &Path, backup: &Path, path: &Path) -> StoreError {
    match errors::named(error, backup) {
        StoreError::Unusable(Unusable { place: Place::File(file), why }) if file == fresh => match why {
            UnusableWhy::Foreign | UnusableWhy::Newer { .. } | UnusableWhy::Corrupt(_) => refuse(backup, why),
            why => refuse(path, why),
        },
        other => other,
    }
}

fn failed(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Io(error.to_string()),
    }
}
