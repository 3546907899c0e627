//! The system's word that somebody writes to a database, so that nobody has to ask for it.
//!
//! On Linux it is inotify's: of the log, which each commit writes to; of the database's file; and of the folders that the database
//! is found in, where another file may take its place. The log is written **before** a commit is there to be read: it is synced in
//! between. So one word calls for several looks. A reader's lock and the index of the log, which is shared memory, are
//! announced by nobody.
//!
//! A file system that other machines write to tells of their writes to nobody either. Only of those that are known to be of one
//! machine is the system's word taken; anywhere else, and on other systems, desks look once a second.

use std::os::fd::OwnedFd;
use std::path::Path;

/// Watches the database that this path names and this one is, without symbolic links. `None` where the system can't.
#[cfg(not(target_os = "linux"))]
pub(super) fn of(_named: &Path, _path: &Path) -> Option<OwnedFd> {
    None
}

#[cfg(target_os = "linux")]
pub(super) use linux::of;

#[cfg(target_os = "linux")]
mod linux {
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};

    use super::super::open::companion_path;
    use super::{OwnedFd, Path};

    /// The file systems that only this machine writes to, by the numbers of `statfs(2)`.
    const LOCAL: [u32; 12] = [
        0x0000_ef53, // ext2, ext3, ext4
        0x5846_5342, // XFS
        0x9123_683e, // Btrfs
        0x0102_1994, // tmpfs
        0x8584_58f6, // ramfs
        0x794c_7630, // overlayfs
        0x2fc1_2fc1, // ZFS
        0xf2f5_2010, // F2FS
        0xca45_1a4e, // bcachefs
        0x3153_464a, // JFS
        0x5265_4973, // ReiserFS
        0x0000_3434, // NILFS
    ];

    /// Watches the database that this path names and this one is, without symbolic links. `None` where the system can't.
    pub(in super::super) fn of(named: &Path, path: &Path) -> Option<OwnedFd> {
        if !is_local(path) {
            return None;
        }
        let watched = watch(named, path);
        if let Err(error) = &watched {
            // A user has 128 of them by default.
            tracing::info!("the system does not tell of changes ({error}): they are looked for once a second");
        }
        watched.ok()
    }

    fn is_local(path: &Path) -> bool {
        // The width of the number, and its sign, differ between machines.
        let kind = rustix::fs::statfs(path).map(|found| found.f_type as u32);
        kind.is_ok_and(|kind| LOCAL.contains(&kind))
    }

    fn watch(named: &Path, path: &Path) -> rustix::io::Result<OwnedFd> {
        let inotify = init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        add_watch(&inotify, companion_path(path, "-wal"), WatchFlags::MODIFY | WatchFlags::ATTRIB)?;
        add_watch(&inotify, path, WatchFlags::MODIFY | WatchFlags::ATTRIB)?;
        let names = WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVE
            | WatchFlags::DELETE_SELF
            | WatchFlags::MOVE_SELF
            | WatchFlags::ONLYDIR;
        for folder in [named.parent(), path.parent()].into_iter().flatten() {
            add_watch(&inotify, folder, names)?;
        }
        Ok(inotify)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::os::fd::OwnedFd;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::super::SqliteStore;
    use super::super::testing::Folder;
    use crate::domain::dispute::action::Action;
    use crate::store::contract::Desk;
    use crate::store::{FeedStore as _, GlanceStore as _, Mode};

    /// Whether something was announced, within some time.
    fn is_announced(announcements: &OwnedFd) -> bool {
        let limit = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
        let told = matches!(poll(&mut [PollFd::new(announcements, PollFlags::IN)], Some(&limit)), Ok(1..));
        while rustix::io::read(announcements, &mut [0; 4096]).is_ok() {}
        told
    }

    #[test]
    fn a_write_is_announced_and_a_look_is_not() {
        let mut desk = Desk::<Folder>::set();
        let dispute = desk.dispute("O-1");
        let store = SqliteStore::open(&desk.place.path(), Mode::Existing).unwrap();
        let announcements = store.announcements().unwrap();
        assert!(!is_announced(&announcements));
        desk.does(dispute, Action::Claim);
        assert!(is_announced(&announcements));
        store.changes(crate::store::ChangeCursor::default()).unwrap();
        assert!(!is_announced(&announcements));
    }

    #[test]
    fn of_a_file_system_that_may_be_shared_nothing_is_believed() {
        let path = std::path::Path::new("/proc/self/status");
        assert!(super::of(path, path).is_none());
    }

    #[test]
    fn another_file_in_the_place_of_the_database_is_announced() {
        let desk = Desk::<Folder>::set();
        let path = desk.place.path();
        let store = SqliteStore::open(&path, Mode::Existing).unwrap();
        let announcements = store.announcements().unwrap();
        fs::rename(&path, path.with_extension("aside")).unwrap();
        assert!(is_announced(&announcements));
        fs::rename(path.with_extension("aside"), &path).unwrap();
        assert!(is_announced(&announcements));
    }
}
