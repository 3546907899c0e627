//! Services: settings of a connection under a name, in `~/.pg_service.conf` or the machine's `pg_service.conf`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::environment::Environment;

/// A setting of a service, and the line on which it stands.
pub(super) struct Line {
    pub number: usize,
    pub name: String,
    pub value: String,
}

/// Returns the settings of a service with the file that has them. `file` is that of `servicefile` or `PGSERVICEFILE`, in the
/// place of the one in the home folder.
///
/// # Errors
/// A sentence where no file has it, or the one that has it can't be read.
pub(super) fn find(
    service: &str,
    file: Option<PathBuf>,
    environment: &Environment,
) -> Result<(PathBuf, Vec<Line>), String> {
    let of_system = match environment.path("PGSYSCONFDIR") {
        Some(folder) => vec![folder],
        None => environment.system_folders.clone(),
    };
    let own = file.clone().or_else(|| environment.in_home(".pg_service.conf"));
    let of_system = of_system.into_iter().map(|folder| folder.join("pg_service.conf"));
    for path in own.iter().cloned().chain(of_system) {
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| format!("{} is no UTF-8", path.display()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && file.as_ref() != Some(&path) => continue,
            Err(error) => return Err(format!("{} can't be read: {error}", path.display())),
        };
        if let Some(lines) = section(&text, service, &path)? {
            return Ok((path, lines));
        }
    }
    let looked = own.map_or_else(String::new, |path| format!(" in {} or", path.display()));
    Err(format!("there is no service [{}]{looked} in the machine's pg_service.conf", service.escape_debug()))
}

/// The settings under a name, or nothing where there is no such name.
fn section(text: &str, service: &str, path: &Path) -> Result<Option<Vec<Line>>, String> {
    let mut found: Option<Vec<Line>> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            if found.is_some() {
                break;
            }
            found = (name.strip_suffix(']') == Some(service)).then(Vec::new);
            continue;
        }
        let Some(lines) = &mut found else { continue };
        let bad = |what: &str| format!("{}, line {}: {what}", path.display(), at + 1);
        if line.starts_with("ldap") {
            return Err(bad("settings from a directory (ldap://) are not supported"));
        }
        let (name, value) = line.split_once('=').ok_or_else(|| bad("a setting is written name=value"))?;
        lines.push(Line { number: at + 1, name: name.trim_end().to_owned(), value: value.to_owned() });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, service: &str) -> Result<Option<String>, String> {
        let joined = |lines: Vec<Line>| lines.iter().map(|l| format!("{}={}", l.name, l.value)).collect::<Vec<_>>();
        section(text, service, Path::new("F")).map(|found| found.map(|lines| joined(lines).join("|")))
    }

    #[test]
    fn a_service_is_found_by_its_name() {
        let text = "# ours\n[a]\nhost=h\n\n  port =1 \n[b]\npassword= p w=x\n[a]\nhost=second\n";
        assert_eq!(said(text, "a"), Ok(Some("host=h|port=1".to_owned())));
        assert_eq!(said(text, "b"), Ok(Some("password= p w=x".to_owned())));
        assert_eq!(said(text, "c"), Ok(None));
        assert_eq!(said("host=h\n[a", "a"), Ok(None));
    }

    #[test]
    fn a_line_that_makes_no_sense_is_told_by_its_number_only() {
        assert_eq!(said("[a]\nsecret\n", "a"), Err("F, line 2: a setting is written name=value".to_owned()));
        assert!(said("[a]\nldap://secret\n", "a").is_err_and(|said| !said.contains("secret")));
        assert_eq!(said("[b]\nnonsense\n[a]\nhost=h", "a"), Ok(Some("host=h".to_owned())));
    }

    #[test]
    fn the_files_are_asked_in_turn() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        };
        write("home/.pg_service.conf", "[mine]\nhost=home\n[both]\nhost=home\n");
        write("system/pg_service.conf", "[ours]\nhost=system\n[both]\nhost=system\n");
        write("elsewhere/pg_service.conf", "[ours]\nhost=elsewhere\n");
        let named = write("named", "[mine]\nhost=named\n");
        let mut environment = Environment {
            home: Some(folder.path().join("home")),
            system_folders: vec![folder.path().join("none"), folder.path().join("system")],
            ..Environment::default()
        };
        let host = |service: &str, file: Option<&PathBuf>, environment: &Environment| {
            find(service, file.cloned(), environment).map(|(_, lines)| lines[0].value.clone())
        };
        assert_eq!(host("mine", None, &environment), Ok("home".to_owned()));
        assert_eq!(host("both", None, &environment), Ok("home".to_owned()));
        assert_eq!(host("ours", None, &environment), Ok("system".to_owned()));
        assert_eq!(host("mine", Some(&named), &environment), Ok("named".to_owned()));
        assert_eq!(host("ours", Some(&named), &environment), Ok("system".to_owned()));
        assert!(host("none", None, &environment).is_err_and(|said| said.contains("no service [none]")));
        assert!(host("mine", Some(&folder.path().join("gone")), &environment).is_err_and(|e| e.contains("gone")));
        environment.variables.insert("PGSYSCONFDIR".to_owned(), folder.path().join("elsewhere").into());
        assert_eq!(host("ours", None, &environment), Ok("elsewhere".to_owned()));
    }
}
