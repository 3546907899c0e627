//! Reading of the configuration file. Invalid lines are skipped and reported.

use std::path::{Path, PathBuf};
use std::{fs, io};

use etcetera::BaseStrategy as _;
use serde::Deserialize as _;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::keys::Config;
use super::render::SECTIONS;
use crate::app::custom_keys;
use crate::domain::text::without_byte_order_mark;

/// What a `[policy]` is answered, which older programs read.
const POLICY_IS_ELSEWHERE: &str = "[policy] does nothing: the policy is kept in the database; `litige policy` shows it, and \
                                   a lead changes it with `litige policy set`";

/// A larger file is rejected.
const MAX_BYTES: u64 = 1 << 20;

/// The result of reading the configuration file.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedConfig {
    /// The file's values where they are valid, else the defaults.
    pub config: Config,
    /// One line for each problem, with the file and the line.
    pub warnings: Vec<String>,
    /// The file's path, whether or not it exists; `None` if the system has no home folder.
    pub path: Option<PathBuf>,
}

/// Returns the default path of the configuration file.
pub fn default_path() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("litige").join("config.toml"))
}

/// Returns the default folder of databases.
pub fn data_folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("litige"))
}

/// Reads the configuration file. If it is missing, all defaults apply.
pub fn load(path: Option<PathBuf>) -> LoadedConfig {
    let mut loaded = LoadedConfig { config: Config::default(), warnings: Vec::new(), path };
    if let Some(path) = &loaded.path {
        match read(path) {
            Ok(text) => (loaded.config, loaded.warnings) = parse(&text, path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => loaded.warnings.push(format!("{}: {error}; the defaults are in force", path.display())),
        }
    }
    loaded
}

fn read(path: &Path) -> io::Result<String> {
    // Checked before it is opened: opening a pipe would block.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("not a file"));
    }
    if found.len() > MAX_BYTES {
        return Err(io::Error::other("too large for a configuration"));
    }
    fs::read_to_string(path).map(without_byte_order_mark)
}

/// Validates and applies the file key by key, so that a mistake in one line (a theme) can't silently change another
/// (the database).
pub(super) fn parse(text: &str, path: &Path) -> (Config, Vec<String>) {
    let line_of = |at: usize| text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
    let mut warnings = Vec::new();
    let warning = |line: usize, what: &str| {
        let what = what.trim().replace('\n', ", ");
        format!("{}, line {line}: {what}; this line is left out", path.display())
    };
    let (document, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<usize> = errors.iter().map(|e| line_of(e.span().map_or(0, |s| s.start))).collect();
    for (error, &line) in errors.iter().zip(&broken) {
        warnings.push(warning(line, error.message()));
    }
    let mut accepted = toml::Table::new();
    for (section, key, at, value) in flatten(document.into_inner()) {
        let line = line_of(at);
        // The parser's guess for an invalid line is not what was meant.
        if broken.contains(&line) {
            continue;
        }
        if section.is_none() && key == "policy" {
            warnings.push(format!("{}, line {line}: {POLICY_IS_ELSEWHERE}", path.display()));
            continue;
        }
        let candidate = toml::Value::deserialize(ValueDeserializer::from(value)).map(|value| {
            let mut table = accepted.clone();
            match &section {
                None => drop(table.insert(key, value)),
                Some(name) => {
                    let section = table.entry(name.clone()).or_insert_with(|| toml::Table::new().into());
                    if let Some(section) = section.as_table_mut() {
                        section.insert(key, value);
                    }
                }
            }
            table
        });
        match candidate.and_then(|table| validate(&table, path).map(|()| table)) {
            Ok(table) => accepted = table,
            Err(error) => warnings.push(warning(line, error.message())),
        }
    }
    let mut config = Config::deserialize(accepted).unwrap_or_default();
    // Conflicts between commands show only once all keys are known.
    if let Err(bad) = custom_keys::keymap(&config.keys) {
        warnings.push(format!("{}, [keys]: {bad}; the standard keys are kept", path.display()));
        config.keys.clear();
    }
    (config, warnings)
}

type FileKey<'a> = (Option<String>, String, usize, toml::Spanned<DeValue<'a>>);

/// Returns the keys of the document and of its sections in file order, each with its offset.
fn flatten(document: DeTable<'_>) -> Vec<FileKey<'_>> {
    let mut keys = Vec::new();
    for (key, value) in document {
        let (at, name) = (key.span().start, key.into_inner().into_owned());
        match value.get_ref() {
            DeValue::Table(table) if is_section(&name) => {
                for (key, value) in table.clone() {
                    let at = key.span().start;
                    keys.push((Some(name.clone()), key.into_inner().into_owned(), at, value));
                }
            }
            _ => keys.push((None, name, at, value)),
        }
    }
    keys.sort_by_key(|(_, _, at, _)| *at);
    keys
}

fn is_section(name: &str) -> bool {
    matches!(name, "keys" | "open") || SECTIONS.iter().any(|(section, _)| !section.is_empty() && *section == name)
}

/// Checks that these values make a valid configuration.
fn validate(table: &toml::Table, path: &Path) -> Result<(), toml::de::Error> {
    let config = Config::deserialize(table.clone())?;
    config.check_all(path).map_err(serde::de::Error::custom)
}
