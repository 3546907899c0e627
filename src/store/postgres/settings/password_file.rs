//! `~/.pgpass`: lines `host:port:database:user:password`, of which any but the last may be `*`; the first that fits counts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// The file may be read by others, and so is not used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open;

/// Returns the password for a database of one of these hosts, if the file has one.
///
/// # Errors
/// [`Open`].
pub(super) fn find(file: &Path, hosts: &[(String, u16)], database: &str, user: &str) -> Result<Option<String>, Open> {
    let Ok(about) = fs::metadata(file) else { return Ok(None) };
    if !about.is_file() {
        return Ok(None);
    }
    if about.permissions().mode() & 0o077 != 0 {
        return Err(Open);
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).map(fields).collect();
    Ok(hosts.iter().find_map(|(host, port)| {
        // A server that is reached by its usual socket is called `localhost` there.
        let names = [host.as_str(), if host.starts_with('/') { "localhost" } else { host }];
        let port = port.to_string();
        let fits = |wanted: &str, is: &[&str]| wanted == "*" || is.contains(&wanted);
        let line = lines.iter().find(|line| match line.as_slice() {
            [h, p, d, u, _] => fits(h, &names) && fits(p, &[&port]) && fits(d, &[database]) && fits(u, &[user]),
            _ => false,
        });
        line.and_then(|line| line.last().cloned())
    }))
}

/// The parts of a line; a colon or a backslash in one stands after a backslash.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            // What follows the fourth colon is the password, but for its backslashes.
            ':' if fields.len() < 5 => fields.push(String::new()),
            c => {
                let c = if c == '\\' { chars.next().unwrap_or(c) } else { c };
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}
