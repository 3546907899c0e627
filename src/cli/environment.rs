//! What the system says of time, checked before anything is written or shown: the clock, and the zone that `TZ` names.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::{CommandCode, Failure};
use super::sentence::Sentence;
use crate::runtime::clock;

/// Where the files of zones lie.
const ZONE_FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];
/// The file of a zone has some kilobytes.
const MAX_ZONE_BYTES: u64 = 1 << 20;

/// What is wrong with the value of `TZ`.
#[derive(Debug, PartialEq, Eq)]
enum ZoneFault {
    /// It leads to something that is not the file of a zone, which reading it may never end.
    NotAZoneFile(PathBuf),
    /// It is neither the name of a zone nor the rule of one.
    Unknown,
}

/// Refuses a clock that stands before 1970: all that is written would bear a wrong time.
///
/// # Errors
/// Returns an error if it does.
pub fn check_clock() -> Result<(), Failure> {
    if clock::is_before_epoch() {
        return Err(Failure::new(CommandCode::Io, Sentence::new("cli-error-clock", [])));
    }
    Ok(())
}

/// Checks the time zone of the environment. Returns a warning for one that isn't known: times are then shown in the
/// system's own.
///
/// # Errors
/// Returns an error if `TZ` leads to a device, a folder, or another file that holds no zone.
pub fn check_zone() -> Result<Option<Sentence>, Failure> {
    let Some(value) = std::env::var_os("TZ") else { return Ok(None) };
    let value = value.to_string_lossy();
    let folders = ZONE_FOLDERS.map(Path::new);
    match zone_fault(&value, &folders) {
        None => Ok(None),
        Some(ZoneFault::NotAZoneFile(path)) => {
            Err(Failure::usage(Sentence::new("cli-error-zone-file", [("path", path.display().to_string().into())])))
        }
        Some(ZoneFault::Unknown) => Ok(Some(Sentence::new("cli-warning-zone", [("value", value.into_owned().into())]))),
    }
}

/// Returns what is wrong with a value of `TZ`, as the library that reads it afterwards takes it: a path after a colon or
/// from the root, a name in one of the folders, or a rule such as `CET-1CEST`.
fn zone_fault(value: &str, folders: &[&Path]) -> Option<ZoneFault> {
    let (name, is_path) = match value.strip_prefix(':') {
        Some(path) => (path, true),
        None => (value, false),
    };
    if value.is_empty() || name == "localtime" {
        return None;
    }
    let candidates: Vec<PathBuf> = if Path::new(name).is_absolute() {
        vec![PathBuf::from(name)]
    } else {
        folders.iter().map(|folder| folder.join(name)).collect()
    };
    match candidates.iter().find(|path| path.exists()) {
        Some(path) if is_zone_file(path) => None,
        Some(path) => Some(ZoneFault::NotAZoneFile(path.clone())),
        None if !is_path && is_zone_rule(name) => None,
        None => Some(ZoneFault::Unknown),
    }
}

/// Returns whether this is the file of a time zone. Only a regular file is opened: reading a device may never end.
fn is_zone_file(path: &Path) -> bool {
    let fits = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= MAX_ZONE_BYTES);
    let mut magic = [0; 4];
    fits && fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && magic == *b"TZif"
}

/// Returns whether a text begins like the rule of a zone: a name of letters or in angle brackets, then an offset.
fn is_zone_rule(text: &str) -> bool {
    let (name, rest) = match text.strip_prefix('<') {
        Some(rest) => match rest.split_once('>') {
            Some(parts) => parts,
            None => return false,
        },
        None => text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())),
    };
    name.len() >= 3 && rest.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_file_of_one_a_name_or_a_rule() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("Europe")).unwrap();
        fs::write(folder.path().join("Europe/Paris"), b"TZif2 and the rest").unwrap();
        fs::write(folder.path().join("zone.tab"), b"FR Europe/Paris").unwrap();
        let paris = folder.path().join("Europe/Paris").display().to_string();
        let fault = |value: &str| zone_fault(value, &[folder.path()]);
        for fine in [
            "",
            "Europe/Paris",
            ":Europe/Paris",
            &paris,
            &format!(":{paris}"),
            "CET-1CEST,M3.5.0,M10.5.0/3",
            "<+03>-3",
            "UTC0",
        ] {
            assert_eq!(fault(fine), None, "{fine}");
        }
        for device in ["/dev/zero", ":/dev/zero", "/dev/tty", "/", "Europe", "zone.tab"] {
            assert!(matches!(fault(device), Some(ZoneFault::NotAZoneFile(_))), "{device}");
        }
        for unknown in ["Europe/Pariss", "Mars", "5", ":CET-1", "/nowhere/at/all", "<+03"] {
            assert_eq!(fault(unknown), Some(ZoneFault::Unknown), "{unknown}");
        }
    }
}
