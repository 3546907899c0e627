//! Rendering of the effective configuration as a file.

use std::fmt::Write as _;

use super::file::LoadedConfig;
use super::keys::Config;
use crate::app::command::TABLE;
use crate::app::custom_keys;
use crate::domain::case::evidence_file::AttachmentPolicy;
use crate::domain::setting::SettingKey;

/// The sections of the file but `[keys]`, each with its keys; those without a section come first.
pub(super) const SECTIONS: [(&str, &[SettingKey]); 2] = [("", Config::KEYS), ("evidence", AttachmentPolicy::KEYS)];

/// Renders the effective configuration as a configuration file, with every default and its meaning.
pub fn render(loaded: &LoadedConfig) -> String {
    let values = toml::Table::try_from(&loaded.config).unwrap_or_default();
    let mut text = String::new();
    if let Some(path) = &loaded.path {
        let there = if path.exists() { "read from" } else { "all defaults; change them in" };
        let _ = writeln!(text, "# litige's configuration, {there} {}", path.display());
    }
    for (section, keys) in SECTIONS {
        let place = if section.is_empty() {
            Some(&values)
        } else {
            let _ = write!(text, "\n[{section}]\n");
            values.get(section).and_then(toml::Value::as_table)
        };
        for SettingKey { name, meaning, example } in keys {
            let _ = match place.and_then(|table| table.get(*name)) {
                Some(value) => writeln!(text, "\n# {meaning}\n{name} = {value}"),
                None => writeln!(text, "\n# {meaning}\n#{name} = {example}"),
            };
        }
    }
    text.push_str(OPEN_HEADER);
    for (kind, command) in loaded.config.open.entries() {
        let _ = writeln!(text, "{} = {}", toml::Value::from(kind), toml::Value::from(command));
    }
    text.push_str(KEYS_HEADER);
    for spec in TABLE {
        let _ = match loaded.config.keys.get(spec.name) {
            Some(custom) => writeln!(text, "{} = {}", spec.name, toml::Value::from(custom.clone())),
            None => writeln!(text, "#{} = {}", spec.name, toml::Value::from(custom_keys::standard_keys(spec))),
        };
    }
    text
}

const OPEN_HEADER: &str = "\n[open]\n
# The programs that open files of evidence from the desk, by media type; a final * stands for any ending. The program gets
# a copy that can only be read, in the place of {file}; no shell reads the command. Asked before each time.
#\"application/pdf\" = \"zathura {file}\"

";

const KEYS_HEADER: &str = "\n[keys]\n
# The keys of the desk's commands. Own ones stand in the place of all the standard ones, which are shown here, wherever
# letters are not text; `[]` leaves a command to the palette. Like \"r\", [\"r\", \"F2\"], \"g g\", \"Ctrl-s\", \"Shift-Tab\".

";
