//! The configuration file, `litige/config.toml` under the user's configuration folder: what each key means, its default,
//! and what a broken one leaves in force.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Deserializer, Serialize};
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::app::command::TABLE;
use crate::app::own_keys;
use crate::domain::case::evidence_file::Keeping;
use crate::domain::ids::Handle;
use crate::domain::policy::Policy;
use crate::domain::vocabulary::Lang;

/// The configuration in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The language of what people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The acting mediator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediator: Option<Handle>,
    /// The database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub db: Option<PathBuf>,
    /// The colours of the desk: one of [`THEMES`], or the name of a file in the folder `themes` beside this one.
    pub theme: String,
    /// How the desk draws pictures.
    pub pictures: String,
    /// Whether the desk takes the mouse.
    pub mouse: bool,
    /// Thresholds and delays.
    pub policy: Policy,
    /// Which files of the parties are kept.
    pub evidence: Keeping,
    /// A command's own keys on the desk, in the place of the standard ones.
    #[serde(deserialize_with = "one_or_more", skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Each command's keys: `"r"`, or `["r", "F2"]`.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a key like \"r\", or several like [\"r\", \"F2\"]")]
    enum Keys {
        One(String),
        More(Vec<String>),
    }
    let keys = BTreeMap::<String, Keys>::deserialize(from)?;
    Ok(keys
        .into_iter()
        .map(|(name, keys)| {
            (
                name,
                match keys {
                    Keys::One(key) => vec![key],
                    Keys::More(keys) => keys,
                },
            )
        })
        .collect())
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lang: None,
            mediator: None,
            db: None,
            theme: THEMES[0].to_owned(),
            pictures: PICTURES[0].to_owned(),
            mouse: true,
            policy: Policy::default(),
            evidence: Keeping::default(),
            keys: BTreeMap::new(),
        }
    }
}

/// The themes that come with the program.
pub const THEMES: [&str; 7] = ["auto", "dark", "light", "high-contrast", "high-contrast-light", "16", "plain"];

/// How pictures may be drawn.
pub const PICTURES: [&str; 5] = ["auto", "kitty", "sixel", "iterm", "blocks"];

/// Every key but those of `[keys]`, the section it is in, what it means, and an example where its default is nothing.
const KEYS: [(&str, &str, &str, &str); 17] = [
    ("", "lang", "The language of what people read: \"fr\" or \"en\". Default: the locale's, else \"en\".", "\"fr\""),
    ("", "mediator", "Who acts where neither --as nor LITIGE_AS says so. Default: no one.", "\"ines\""),
    (
        "",
        "db",
        "The database where neither --db nor LITIGE_DB names one. Default: litige/litige.db under the data folder.",
        "\"/srv/litige/litige.db\"",
    ),
    (
        "",
        "theme",
        "The colours of the desk: \"auto\" (dark or light, as the terminal seems to be), \"dark\", \"light\", \"high-contrast\", \
         \"high-contrast-light\", \"16\" (the terminal's own colours), \"plain\" (none, as with NO_COLOR), or \"NAME\" for \
         themes/NAME.toml beside this file.",
        "",
    ),
    (
        "",
        "pictures",
        "How the desk draws pictures: \"auto\" (as the terminal says it can), \"kitty\", \"sixel\", \"iterm\" or \"blocks\".",
        "",
    ),
    (
        "",
        "mouse",
        "Whether the desk takes the mouse. Most terminals still select text while Shift is held; with false they do without.",
        "",
    ),
    (
        "policy",
        "version",
        "Rises with every change of the policy: a version above the database's is put in force by the next command that \
         writes. Open disputes keep the version they were opened under.",
        "",
    ),
    ("policy", "cancellation_refusals", "Refused cancellations before a dispute opens by itself.", ""),
    ("policy", "revision_refusals", "Refused revisions before the client may open a dispute.", ""),
    ("policy", "ask_minutes", "How long a party has to answer an ask, in minutes.", ""),
    ("policy", "proposal_minutes", "How long a proposal waits for the parties, in minutes.", ""),
    ("policy", "response_minutes", "How long a mediator has once it is their turn, in minutes.", ""),
    ("policy", "hold_minutes", "How long a decision can be undone before the marketplace is told, in minutes.", ""),
    ("policy", "lease_minutes", "How long a claim lasts without activity, in minutes.", ""),
    (
        "policy",
        "second_mediator_above",
        "Above this price, in whole units of the order's currency, a decision waits for a second mediator. Default: never.",
        "500",
    ),
    ("evidence", "max_kib", "The largest file that `ingest --attachments` keeps, in KiB.", ""),
    (
        "evidence",
        "types",
        "The media types of the files that are kept; a final * stands for any ending. Of the others the name is kept.",
        "",
    ),
];

/// A file of evidence is held in memory while it is taken or shown.
const MAX_EVIDENCE_KIB: u32 = 256 << 10;

/// A file larger than this is not a configuration.
const MAX_BYTES: u64 = 1 << 20;

/// What was read, and what to tell about it.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedConfig {
    /// The configuration in force: the file's values where they can be used, else the defaults.
    pub config: Config,
    /// One line for each thing that could not be used, naming the file and the line.
    pub warnings: Vec<String>,
    /// The file, there or not; `None` where the system names no home.
    pub path: Option<PathBuf>,
}

/// Where the configuration is looked for.
pub fn default_path() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("litige").join("config.toml"))
}

/// Where databases are kept, unless told otherwise.
pub fn data_folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("litige"))
}

/// Reads the configuration file. A missing one is all defaults; a broken one is used as far as it goes.
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
    // Asked before it is opened: a pipe would wait for whoever writes into it.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("not a file"));
    }
    if found.len() > MAX_BYTES {
        return Err(io::Error::other("too large for a configuration"));
    }
    fs::read_to_string(path)
}

/// Takes key by key what can be used, so that a slip in one line (a theme) can't silently change another (the database).
fn parse(text: &str, path: &Path) -> (Config, Vec<String>) {
    let line_of = |at: usize| text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
    let mut warnings = Vec::new();
    let mut warn = |line: usize, what: &str| {
        let what = what.trim().replace('\n', ", ");
        warnings.push(format!("{}, line {line}: {what}; this line is left out", path.display()));
    };
    let (document, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<usize> = errors.iter().map(|e| line_of(e.span().map_or(0, |s| s.start))).collect();
    for (error, &line) in errors.iter().zip(&broken) {
        warn(line, error.message());
    }
    let mut accepted = toml::Table::new();
    for (section, key, at, value) in flatten(document.into_inner()) {
        let line = line_of(at);
        // What the parser guessed on a broken line is not what was meant.
        if broken.contains(&line) {
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
            Err(error) => warn(line, error.message()),
        }
    }
    let mut config = Config::deserialize(accepted).unwrap_or_default();
    // Whether two commands get in each other's way shows only when all are known.
    if let Err(bad) = own_keys::keymap(&config.keys) {
        warnings.push(format!("{}, [keys]: {bad}; the standard keys are kept", path.display()));
        config.keys.clear();
    }
    (config, warnings)
}

type Key<'a> = (Option<String>, String, usize, toml::Spanned<DeValue<'a>>);

/// The keys of the document and of its sections, in the order of the file, each with its place.
fn flatten(document: DeTable<'_>) -> Vec<Key<'_>> {
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
    name == "keys" || KEYS.iter().any(|(section, ..)| !section.is_empty() && *section == name)
}

/// Where a theme of one's own is, beside the configuration; `None` for a name that is none.
pub fn theme_file(config: &Path, name: &str) -> Option<PathBuf> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    is_name.then(|| config.with_file_name("themes").join(name).with_extension("toml"))
}

/// Whether these values make a configuration in this file.
fn validate(table: &toml::Table, path: &Path) -> Result<(), toml::de::Error> {
    let config = Config::deserialize(table.clone())?;
    let policy = &config.policy;
    let problem = if policy.version == 0 {
        Some("a policy's version starts at 1")
    } else if policy.cancellation_refusals == 0 || policy.revision_refusals == 0 {
        Some("a dispute needs at least one refusal")
    } else if !PICTURES.contains(&config.pictures.as_str()) {
        Some("pictures are \"auto\", \"kitty\", \"sixel\", \"iterm\" or \"blocks\"")
    } else if config.evidence.max_kib > MAX_EVIDENCE_KIB {
        Some("a file of evidence is at most 262144 KiB")
    } else if config.db.as_deref().is_some_and(|p| p.as_os_str().is_empty()) {
        Some("the database's path is empty")
    } else if !is_theme(&config.theme, path) {
        return Err(serde::de::Error::custom(format!(
            "there is no theme {:?}, neither among {} nor in the folder themes beside this file",
            config.theme,
            THEMES.join(", ")
        )));
    } else {
        None
    };
    let problem = problem.map(str::to_owned);
    let custom =
        || config.keys.iter().find_map(|(name, keys)| own_keys::check(name, keys).err()).map(|bad| bad.to_string());
    problem.or_else(custom).map_or(Ok(()), |what| Err(serde::de::Error::custom(what)))
}

fn is_theme(name: &str, path: &Path) -> bool {
    THEMES.contains(&name) || theme_file(path, name).is_some_and(|file| file.is_file())
}

/// The configuration in force as a file that could be its source, with every default and its meaning.
pub fn render(loaded: &LoadedConfig) -> String {
    let values = toml::Table::try_from(&loaded.config).unwrap_or_default();
    let mut text = String::new();
    if let Some(path) = &loaded.path {
        let there = if path.exists() { "read from" } else { "all defaults; change them in" };
        let _ = writeln!(text, "# litige's configuration, {there} {}", path.display());
    }
    let mut current = "";
    for (section, key, meaning, example) in KEYS {
        if section != current {
            let _ = write!(text, "\n[{section}]\n");
            current = section;
        }
        let place =
            if section.is_empty() { Some(&values) } else { values.get(section).and_then(toml::Value::as_table) };
        let _ = match place.and_then(|table| table.get(key)) {
            Some(value) => writeln!(text, "\n# {meaning}\n{key} = {value}"),
            None => writeln!(text, "\n# {meaning}\n#{key} = {example}"),
        };
    }
    text.push_str(KEYS_HEADER);
    for spec in TABLE {
        let keys: Vec<&str> = spec.keys.iter().flat_map(|(_, keys)| *keys).copied().collect();
        let _ = match loaded.config.keys.get(spec.name) {
            Some(custom) => writeln!(text, "{} = {}", spec.name, toml::Value::from(custom.clone())),
            None => writeln!(text, "#{} = {}", spec.name, toml::Value::from(keys)),
        };
    }
    text
}

const KEYS_HEADER: &str = "\n[keys]\n
# The keys of the desk's commands. Own ones stand in the place of all the standard ones, which are shown here, wherever
# letters are not text; `[]` leaves a command to the palette. Like \"r\", [\"r\", \"F2\"], \"g g\", \"Ctrl-s\", \"Shift-Tab\".

";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Config, Vec<String>) {
        parse(text, Path::new("c.toml"))
    }

    #[test]
    fn a_whole_file_is_read() {
        let (config, warnings) = read(
            "lang = \"fr\"\nmediator = 'ines'\ndb = \"/x/y.db\"\ntheme = \"dark\"\n[policy]\nversion = 3\nhold_minutes = 0\n\
             second_mediator_above = 500\n",
        );
        assert_eq!(warnings, Vec::<String>::new());
        assert_eq!(config.lang, Some(Lang::Fr));
        assert_eq!(config.mediator, Some(Handle::from("ines")));
        assert_eq!(config.db, Some(PathBuf::from("/x/y.db")));
        assert_eq!((config.policy.version, config.policy.hold_minutes), (3, 0));
        assert_eq!(config.policy.second_mediator_above, Some(500));
        assert_eq!(config.policy.ask_minutes, Policy::default().ask_minutes);
    }

    #[test]
    fn a_broken_line_is_named_and_its_default_kept_while_the_others_hold() {
        for (broken, line) in [
            ("theme = \"dark", 2),
            ("theme = 3", 2),
            ("them = \"dark\"", 2),
            ("theme", 2),
            ("lang = \"de\"", 2),
            ("= 3", 2),
            ("[policy]\nhold_minutes = -1", 3),
            ("[policy]\nhold_minuts = 1", 3),
            ("[policy]\ncancellation_refusals = 0", 3),
            ("policy = 3", 2),
            ("theme = \"pink\"", 2),
            ("[evidence]\nmax_kib = 999999", 3),
            ("[evidence]\ntypes = \"image\"", 3),
            ("theme = \"../pink\"", 2),
            ("theme = \"\"", 2),
            ("mouse = 1", 2),
            ("[keys]\nreplay = \"r\"", 3),
            ("[keys]\nreply = 3", 3),
            ("[keys]\nreply = \"Hyper-r\"", 3),
            ("[keys]\nsend = \"s\"", 3),
        ] {
            let (config, warnings) = read(&format!("db = \"/x.db\"\n{broken}\n"));
            assert_eq!(config, Config { db: Some("/x.db".into()), ..Config::default() }, "{broken}");
            assert_eq!(warnings.len(), 1, "{broken}: {warnings:?}");
            assert!(warnings[0].starts_with(&format!("c.toml, line {line}: ")), "{broken}: {warnings:?}");
            assert_eq!(warnings[0].lines().count(), 1, "{broken}: {warnings:?}");
        }
    }

    #[test]
    fn own_keys_are_read_and_those_that_hide_others_keep_the_standard_ones() {
        let (config, warnings) = read("[keys]\nreply = \"a\"\nclaim = [\"r\", \"F2\"]\n");
        assert_eq!((config.keys["reply"].clone(), config.keys["claim"].len()), (vec!["a".to_owned()], 2));
        assert_eq!(warnings, Vec::<String>::new());
        let (config, warnings) = read("theme = \"dark\"\n[keys]\nreply = \"a\"\n");
        assert_eq!(config, Config { theme: "dark".to_owned(), ..Config::default() });
        assert!(warnings.len() == 1 && warnings[0].starts_with("c.toml, [keys]: reply: "), "{warnings:?}");
    }

    #[test]
    fn the_print_names_every_key_and_reads_back_as_itself() {
        let config = Config {
            lang: Some(Lang::Fr),
            mediator: Some(Handle::from("ines")),
            db: Some("/x \"y\".db".into()),
            theme: "dark".to_owned(),
            pictures: "sixel".to_owned(),
            mouse: false,
            evidence: Keeping { max_kib: 7, types: vec!["image/*".to_owned()] },
            policy: Policy { second_mediator_above: Some(5), hold_minutes: 1, ..Policy::default() },
            keys: BTreeMap::from([("reply".to_owned(), vec!["é".to_owned(), "F2".to_owned()])]),
        };
        let text = render(&LoadedConfig { config: config.clone(), warnings: Vec::new(), path: None });
        assert_eq!(read(&text), (config.clone(), Vec::new()), "{text}");
        let values = toml::Table::try_from(&config).unwrap();
        let policy = values["policy"].as_table().unwrap();
        let evidence = values["evidence"].as_table().unwrap();
        assert_eq!(
            KEYS.len(),
            values.len() - 3 + policy.len() + evidence.len(),
            "a key has no meaning written in KEYS"
        );
    }

    #[test]
    fn the_print_of_the_defaults_reads_back_as_the_defaults() {
        let text = render(&LoadedConfig { config: Config::default(), warnings: Vec::new(), path: None });
        assert_eq!(read(&text), (Config::default(), Vec::new()), "{text}");
        for (_, key, ..) in KEYS {
            assert!(text.contains(&format!("{key} = ")), "{key}");
        }
    }
}
