//! Whose a file is, by name, so that who may not use it knows whom to ask.

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
                user: name("/etc/passwd", found.uid()),
                group: name("/etc/group", found.gid()),
            },
            None => Self { file: path.to_owned(), user: "?".to_owned(), group: "?".to_owned() },
        }
    }
}

/// The name of a number in one of the system's lists; the number where it has none.
fn name(list: &str, number: u32) -> String {
    let list = fs::read_to_string(list).unwrap_or_default();
    name_in(&list, number).map_or_else(|| number.to_string(), str::to_owned)
}

fn name_in(list: &str, number: u32) -> Option<&str> {
    list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        (fields.nth(1)?.parse() == Ok(number)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_name_that_the_list_gives_it() {
        let list = "root:x:0:0:root:/root:/bin/sh\n\nana:x:1001:100::/home/ana:/bin/sh\nbroken\n:x:1002:";
        assert_eq!(name_in(list, 1001), Some("ana"));
        assert_eq!(name_in(list, 0), Some("root"));
        for unknown in [100, 1002, 7] {
            assert_eq!(name_in(list, unknown), None);
        }
    }

    #[test]
    fn of_what_is_not_there_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Owner::of(&folder.path().join("a/b.db")).file, folder.path());
        assert_eq!(Owner::of(folder.path()).file, folder.path());
    }
}
