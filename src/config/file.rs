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

/// A larger file is rejected.
const MAX_BYTES: u64 = 1 << 20;

/// The result of reading the configuration file.
#[derive(Debug)]
pub struct LoadedConfig {
    /// The file's values where they are valid, else the defaults.
    pub config: Config,
    /// What could not be used, in file order.
    pub warnings: Vec<ConfigWarning>,
    /// The file's path, whether or not it exists; `None` if the system has no home folder.
    pub path: Option<PathBuf>,
}

/// Something in the configuration file that can't be used.
#[derive(Debug)]
pub struct ConfigWarning {
    pub path: PathBuf,
    pub fault: ConfigFault,
}

/// What can't be used, and so what stands in its place.
#[derive(Debug)]
pub enum ConfigFault {
    /// The file can't be read, for this reason: the defaults are in force.
    Unreadable(io::Error),
    /// A line is left out, for this reason.
    Line(usize, String),
    /// A `[policy]`, which older programs read, does nothing any more.
    PolicyIsElsewhere(usize),
    /// The keys of commands conflict: the standard ones are kept.
    Keys(String),
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
            Err(error) => {
                let fault = ConfigFault::Unreadable(error);
                loaded.warnings.push(ConfigWarning { path: path.clone(), fault });
            }
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
pub(super) fn parse(text: &str, path: &Path) -> (Config, Vec<ConfigWarning>) {
    let line_of = |at: usize| text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
    let mut warnings = Vec::new();
    let warning = |fault: ConfigFault| ConfigWarning { path: path.to_owned(), fault };
    let left_out = |line: usize, what: &str| warning(ConfigFault::Line(line, what.trim().replace('\n', ", ")));
    let (document, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<usize> = errors.iter().map(|e| line_of(e.span().map_or(0, |s| s.start))).collect();
    for (error, &line) in errors.iter().zip(&broken) {
        warnings.push(left_out(line, error.message()));
    }
    let mut accepted = toml::Table::new();
    for (section, key, at, value) in flatten(document.into_inner()) {
        let line = line_of(at);
        // The parser's guess for an invalid line is not what was meant.
        if broken.contains(&line) {
            continue;
        }
        if section.is_none() && key == "policy" {
            warnings.push(warning(ConfigFault::PolicyIsElsewhere(line)));
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
            Err(error) => warnings.push(left_out(line, error.message())),
        }
    }
    let mut config = Config::deserialize(accepted).unwrap_or_default();
    // Conflicts between commands show only once all keys are known.
    if let Err(bad) = custom_keys::keymap(&config.keys) {
        warnings.push(warning(ConfigFault::Keys(bad.to_string())));
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
