//! The folder given to `ingest --attachments`. The paths in events are untrusted: a path leads, step by step, to a
//! plain file under the folder, or to nothing. Links are never followed, only plain files are opened, and never more is
//! read than is stored.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, fstat, openat, statat};
use rustix::io::Errno;

use super::error::Failure;
use crate::domain::case::evidence_file::{AttachmentPolicy, NotStored};
use crate::domain::marketplace::event::NewAttachment;

/// How a folder on the way is opened: to go through it asks for no right to list it, where the system tells the two apart.
#[cfg(target_os = "linux")]
const STEP: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
const STEP: OFlags = OFlags::RDONLY;

/// A folder of attachments.
#[derive(Debug)]
pub struct AttachmentFolder {
    at: OwnedFd,
}

impl AttachmentFolder {
    /// Opens the folder. Its own path is trusted and may be a link.
    ///
    /// # Errors
    /// Returns an error if it is no folder or can't be read.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let at =
            openat(CWD, path, flags, Mode::empty()).map_err(|e| Failure::io(path.display().to_string(), &e.into()))?;
        Ok(Self { at })
    }

    /// Reads the content of an attachment.
    ///
    /// # Errors
    /// Returns why the content is not stored; that is recorded with the attachment and rejects nothing.
    pub fn read(&self, file: &NewAttachment, path: &str, keeping: &AttachmentPolicy) -> Result<Vec<u8>, NotStored> {
        if !keeping.takes(&file.media_type) {
            return Err(NotStored::Type);
        }
        let mut steps: Vec<&str> = path.split('/').collect();
        let name = steps.pop().unwrap_or_default();
        if steps.iter().chain([&name]).any(|step| matches!(*step, "" | "." | "..") || step.contains('\0')) {
            return Err(NotStored::Outside);
        }
        let mut within: Option<OwnedFd> = None;
        for step in steps {
            let here = within.as_ref().map_or(self.at.as_fd(), AsFd::as_fd);
            if file_type(here, step)? != FileType::Directory {
                return Err(NotStored::Missing);
            }
            let flags = STEP | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            within = Some(openat(here, step, flags, Mode::empty()).map_err(not_stored)?);
        }
        read_plain_file(within.as_ref().map_or(self.at.as_fd(), AsFd::as_fd), name, keeping.max_bytes())
    }
}

fn read_plain_file(folder: BorrowedFd<'_>, name: &str, max: u64) -> Result<Vec<u8>, NotStored> {
    // Checked before it is opened: opening a device may have effects.
    if file_type(folder, name)? != FileType::RegularFile {
        return Err(NotStored::Special);
    }
    // It may have been replaced since: `NONBLOCK` avoids waiting, and the type is checked again.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = openat(folder, name, flags, Mode::empty()).map_err(not_stored)?;
    let found = fstat(&file).map_err(not_stored)?;
    if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
        return Err(NotStored::Special);
    }
    if u64::try_from(found.st_size).unwrap_or(u64::MAX) > max {
        return Err(NotStored::TooLarge);
    }
    let mut content = Vec::new();
    File::from(file).take(max + 1).read_to_end(&mut content).map_err(|_| NotStored::Unreadable)?;
    // The file may be growing.
    if content.len() as u64 > max { Err(NotStored::TooLarge) } else { Ok(content) }
}

/// Returns the type of a directory entry, without following links.
fn file_type(folder: BorrowedFd<'_>, name: &str) -> Result<FileType, NotStored> {
    let found = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(not_stored)?;
    match FileType::from_raw_mode(found.st_mode) {
        FileType::Symlink => Err(NotStored::Link),
        kind => Ok(kind),
    }
}

fn not_stored(error: Errno) -> NotStored {
    match error {
        Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG => NotStored::Missing,
        Errno::LOOP => NotStored::Link,
        _ => NotStored::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::domain::vocabulary::Origin;

    fn attachment(media_type: &str) -> NewAttachment {
        NewAttachment {
            name: "x".to_owned(),
            media_type: media_type.to_owned(),
            origin: Origin::Platform,
            path: None,
            text: None,
            stored_content: None,
        }
    }

    #[test]
    fn only_a_plain_file_under_the_folder_is_read_and_nothing_else_is_waited_for() {
        let around = tempfile::tempdir().unwrap();
        let at = |name: &str| around.path().join(name);
        for folder in ["in/sub", "out"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for (name, content) in [("in/a.txt", "a"), ("in/sub/b.txt", "b"), ("out/secret", "s"), ("in/-rf", "r")] {
            fs::write(at(name), content).unwrap();
        }
        symlink(at("out/secret"), at("in/link")).unwrap();
        symlink(at("out"), at("in/linked")).unwrap();
        symlink(at("in/sub"), at("in/inner")).unwrap();
        symlink(at("nowhere"), at("in/broken")).unwrap();
        rustix::fs::mknodat(CWD, at("in/pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let _socket = UnixListener::bind(at("in/socket")).unwrap();
        // A sparse file of 10 GiB.
        fs::File::create(at("in/huge")).unwrap().set_len(10 << 30).unwrap();
        fs::File::create(at("in/most")).unwrap().set_len(1 << 20).unwrap();
        fs::File::create(at("in/more")).unwrap().set_len((1 << 20) + 1).unwrap();
        let folder = AttachmentFolder::open(&at("in")).unwrap();
        let keeping = AttachmentPolicy { max_kib: 1024, ..AttachmentPolicy::default() };
        let absolute = at("in/a.txt").display().to_string();
        for (path, expected) in [
            ("a.txt", Ok(1)),
            ("sub/b.txt", Ok(1)),
            ("-rf", Ok(1)),
            ("most", Ok(1 << 20)),
            ("more", Err(NotStored::TooLarge)),
            ("huge", Err(NotStored::TooLarge)),
            ("pipe", Err(NotStored::Special)),
            ("socket", Err(NotStored::Special)),
            ("sub", Err(NotStored::Special)),
            ("link", Err(NotStored::Link)),
            ("broken", Err(NotStored::Link)),
            ("linked/secret", Err(NotStored::Link)),
            ("inner/b.txt", Err(NotStored::Link)),
            ("a.txt/b", Err(NotStored::Missing)),
            ("none", Err(NotStored::Missing)),
            ("none/none", Err(NotStored::Missing)),
            ("../out/secret", Err(NotStored::Outside)),
            ("sub/../../out/secret", Err(NotStored::Outside)),
            ("sub/../a.txt", Err(NotStored::Outside)),
            ("./a.txt", Err(NotStored::Outside)),
            ("sub//b.txt", Err(NotStored::Outside)),
            ("a.txt/", Err(NotStored::Outside)),
            ("", Err(NotStored::Outside)),
            ("a\0", Err(NotStored::Outside)),
            (absolute.as_str(), Err(NotStored::Outside)),
            (&"x".repeat(4000), Err(NotStored::Missing)),
        ] {
            assert_eq!(folder.read(&attachment("text/plain"), path, &keeping).map(|c| c.len()), expected, "{path:?}");
        }
        assert_eq!(folder.read(&attachment("application/x-sh"), "a.txt", &keeping), Err(NotStored::Type));
        fs::set_permissions(at("in/a.txt"), fs::Permissions::from_mode(0o0)).unwrap();
        if fs::File::open(at("in/a.txt")).is_err() {
            assert_eq!(folder.read(&attachment("text/plain"), "a.txt", &keeping), Err(NotStored::Unreadable));
        }
    }
}
