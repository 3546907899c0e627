//! What a process finds around it that says how to reach a server.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The surroundings of a process. Among the variables may be a password: it is never shown.
#[derive(Clone, Default)]
pub(super) struct Environment {
    /// The variables whose names begin with `PG`.
    pub variables: BTreeMap<String, OsString>,
    /// The folder of `.pgpass`, `.pg_service.conf` and `.postgresql`.
    pub home: Option<PathBuf>,
    /// The account's name.
    pub user: Option<String>,
    /// Where the machine's `pg_service.conf` may be, unless `PGSYSCONFDIR` says so.
    pub system_folders: Vec<PathBuf>,
    /// Where the server of this machine has its socket.
    pub socket_folder: PathBuf,
}

impl Environment {
    /// That of this process.
    pub fn of_process() -> Self {
        let named = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value));
        let account = uzers::get_user_by_uid(rustix::process::geteuid().as_raw());
        // Debian's; what PostgreSQL itself has as the default is /tmp.
        let socket_folder = [Path::new("/var/run/postgresql"), Path::new("/tmp")].into_iter().find(|dir| dir.is_dir());
        Self {
            variables: env::vars_os().filter_map(named).filter(|(name, _)| name.starts_with("PG")).collect(),
            home: env::home_dir().filter(|home| !home.as_os_str().is_empty()),
            user: account.and_then(|account| account.name().to_str().map(str::to_owned)),
            system_folders: ["/etc/postgresql-common", "/etc"].map(PathBuf::from).to_vec(),
            socket_folder: socket_folder.unwrap_or(Path::new("/tmp")).to_owned(),
        }
    }

    /// A variable as a path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.variables.get(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// A file in the home folder.
    pub fn in_home(&self, name: &str) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join(name))
    }
}
