//! The file of passwords, `~/.pgpass`: lines of `host:port:database:user:password`, where `*` is anyone and `\` stands before a
//! `:` or a `\` that is meant.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Nobody's file of passwords is larger.
const LONGEST: u64 = 4 << 20;

/// What the file says. It is not shown.
#[derive(Default)]
pub(super) struct Passwords(Vec<u8>);

impl Passwords {
    /// Reads a file; none where there is none.
    ///
    /// # Errors
    /// A sentence where it can't be read, or must not be trusted: it is no file, or others may read it.
    pub fn read(path: &Path) -> Result<Self, String> {
        let failed = |error: io::Error| format!("the password file {} can't be read: {error}", path.display());
        // Opening what is no file may wait for ever.
        let found = match fs::metadata(path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(failed(error)),
        };
        if !found.is_file() {
            return Err(format!("the password file {} is no file, so it was not read", path.display()));
        }
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(format!(
                "the password file {0} may be read or written by others, so it was not read: chmod 600 {0}",
                path.display()
            ));
        }
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Self(bytes))
    }

    /// The password of the first line that fits.
    pub fn find(&self, host: &str, port: u16, database: &str, user: &str) -> Option<Vec<u8>> {
        let port = port.to_string();
        let wanted = [host, &port, database, user];
        self.0.split(|byte| *byte == b'\n').find_map(|line| {
            let mut rest = line.strip_suffix(b"\r").unwrap_or(line);
            if rest.starts_with(b"#") {
                return None;
            }
            for part in wanted {
                rest = match rest.strip_prefix(b"*:") {
                    Some(rest) => rest,
                    None => {
                        let (field, after) = field(rest);
                        (field == part.as_bytes()).then_some(after?)?
                    }
                };
            }
            Some(field(rest).0).filter(|password| !password.is_empty())
        })
    }
}

/// A field with its escapes undone, and what follows the `:` after it.
fn field(line: &[u8]) -> (Vec<u8>, Option<&[u8]>) {
    let mut value = Vec::new();
    let mut at = 0;
    while let Some(byte) = line.get(at) {
        match byte {
            b':' => return (value, line.get(at + 1..)),
            b'\\' if at + 1 < line.len() => {
                at += 1;
                value.extend(line.get(at));
            }
            byte => value.push(*byte),
        }
        at += 1;
    }
    (value, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, host: &str, database: &str, user: &str) -> Option<String> {
        let found = Passwords(text.as_bytes().to_vec()).find(host, 5432, database, user);
        found.map(|password| String::from_utf8(password).unwrap())
    }

    #[test]
    fn the_first_line_that_fits_says_the_password() {
        for (text, expected) in [
            ("h:5432:d:u:pw", Some("pw")),
            ("h:5432:d:u:pw\r\n", Some("pw")),
            ("x:5432:d:u:no\nh:*:*:u:pw\n*:*:*:*:late", Some("pw")),
            ("*:*:*:*:a\\:b\\\\c", Some("a:b\\c")),
            ("*:*:*:*:a:b", Some("a")),
            ("*:*:*:*:pw\\", Some("pw\\")),
            ("#h:5432:d:u:no", None),
            ("h:5432:d:u:", None),
            ("h:5432:d:u", None),
            ("h:5433:d:u:no", None),
            ("h:5432:d:U:no", None),
            ("*x:*:*:*:no", None),
            ("", None),
            (":::::", None),
            ("\\", None),
        ] {
            assert_eq!(find(text, "h", "d", "u").as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn escapes_count_in_every_field() {
        assert_eq!(find("\\:\\:1:*:a\\\\b:u\\:v:pw", "::1", "a\\b", "u:v").as_deref(), Some("pw"));
        assert_eq!(find("\\*:*:*:*:pw", "h", "d", "u"), None);
        assert_eq!(find("\\*:*:*:*:pw", "*", "d", "u").as_deref(), Some("pw"));
    }

    #[test]
    fn a_file_that_others_may_read_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pgpass");
        assert!(Passwords::read(&path).is_ok_and(|none| none.0.is_empty()));
        fs::write(&path, "*:*:*:*:secret").unwrap();
        for (mode, is_read) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o620, false)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            match Passwords::read(&path) {
                Ok(passwords) => assert!(is_read && !passwords.0.is_empty(), "{mode:o}"),
                Err(said) => assert!(!is_read && said.contains("chmod 600") && !said.contains("secret"), "{mode:o}"),
            }
        }
        assert!(Passwords::read(folder.path()).is_err_and(|said| said.contains("is no file")));
    }
}
