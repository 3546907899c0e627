//! Whose a file is, by name, so that who may not use it knows whom to ask.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The file or folder that a user may not use, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub file: PathBuf,
    /// The owner's name, or their number where the system has no name for it.
    pub user: String,
    pub group: String,
}

impl Owner {
    /// Of a file, or, where it can't be looked at, of the folder on the way to it that is in the way.
    pub fn of(path: &Path) -> Box<Self> {
        Box::new(Self::find(path))
    }

    fn find(path: &Path) -> Self {
        let found = path.ancestors().find_map(|file| Some((file, fs::metadata(file).ok()?)));
        match found {
            Some((file, found)) => Self {
                file: file.to_owned(),
                user: uzers::get_user_by_uid(found.uid())
                    .map_or_else(|| found.uid().to_string(), |user| text(user.name())),
                group: uzers::get_group_by_gid(found.gid())
                    .map_or_else(|| found.gid().to_string(), |group| text(group.name())),
            },
            None => Self { file: path.to_owned(), user: "?".to_owned(), group: "?".to_owned() },
        }
    }
}

fn text(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_not_there_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Owner::of(&folder.path().join("a/b.db")).file, folder.path());
        assert_eq!(Owner::of(folder.path()).file, folder.path());
    }
}
