//! Where a store is: a database file of this machine, or a database on a server.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::connection_string;

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A database file of this machine.
    File(PathBuf),
    /// A database on a server.
    Server(Server),
}

/// A database on a server, as it may be shown: who logs in, where, to which database, and never with what password.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server(Arc<ConnectionString>);

#[derive(PartialEq, Eq, Hash)]
struct ConnectionString {
    shown: String,
    /// How it was named, perhaps with a password: never shown.
    whole: String,
}

impl fmt::Debug for ConnectionString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Place {
    /// Returns the place that `--db`, `LITIGE_DB` or the configuration names: `postgres://…`, `postgresql://…`, `service=…` and
    /// other settings of a connection, such as `host=…`, are databases on a server, everything else is a path. A file of such a
    /// name is reached by `./service=…`.
    pub fn parse(named: &Path) -> Self {
        named.to_str().and_then(Server::parse).map_or_else(|| Self::File(named.to_owned()), Self::Server)
    }

    /// Returns the path of a database file, and nothing for a server.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }

    /// Returns what names this place wherever something belongs to one database alone, such as a draft that is kept outside
    /// of it. It is the same whichever way a file is reached.
    pub fn id(&self) -> String {
        match self {
            Self::File(path) => fs::canonicalize(path).unwrap_or_else(|_| path.clone()).display().to_string(),
            Self::Server(server) => server.0.shown.clone(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => f.write_str(&server.0.shown),
        }
    }
}

impl Server {
    fn parse(named: &str) -> Option<Self> {
        connection_string::is_one(named).then(|| {
            Self(Arc::new(ConnectionString { shown: connection_string::shown(named), whole: named.to_owned() }))
        })
    }

    /// Returns how it was named, with whatever password is in it. It must not be shown.
    pub(in crate::store) fn named(&self) -> &str {
        &self.0.whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(named: &str) -> String {
        Place::parse(Path::new(named)).to_string()
    }

    #[test]
    fn what_names_a_server_is_no_path() {
        for named in ["postgres://h/d", "postgresql://h/d", "service=shop", "Postgres://h", " host=h user=i"] {
            assert_eq!(Place::parse(Path::new(named)).file(), None, "{named}");
        }
        for named in
            ["x.db", "./service=shop", "/srv/postgres://h", "postgres:", "services=1", "", "postgres", "x/user=1"]
        {
            assert_eq!(Place::parse(Path::new(named)).file(), Some(Path::new(named)), "{named}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for (named, expected) in [
            ("postgres://ines:secret@db.example:5432/litige", "postgres://ines@db.example:5432/litige"),
            ("postgresql://ines@h1:1,h2:2/litige?password=secret", "postgres://ines@h1:1,h2:2/litige"),
            ("postgres://h/litige?sslpassword=secret&user=ines", "postgres://ines@h/litige"),
            ("postgres://ines:sec/r@et@h/litige", "postgres://…"),
            ("postgres://:secret@h", "postgres://h"),
            ("postgres://ines:secret", "postgres://…"),
            ("password=secret", "a server"),
            ("mysql://ines:secret@h/x", "mysql://…"),
            ("service=shop password=secret user=ines", "service=shop user=ines"),
            ("service=shop password='sec ret user=' dbname='a b'", "service=shop dbname=a b"),
            ("service=shop password='sec\\' user=ret' port=1", "service=shop port=1"),
            ("service=shop password='secret", "service=shop"),
            ("service=shop password = secret user=i", "service=shop user=i"),
        ] {
            assert_eq!(shown(named), expected, "{named}");
            assert!(!format!("{:?}", Place::parse(Path::new(named))).contains("secret"), "{named}");
        }
    }

    #[test]
    fn a_file_has_one_id_whichever_way_it_is_reached() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.db"), folder.path().join("link"));
        fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(Place::File(link).id(), Place::File(file.clone()).id());
        assert_ne!(Place::File(folder.path().join("b.db")).id(), Place::File(file).id());
    }
}
