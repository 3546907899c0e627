//! Every configuration key: its default, its meaning, its valid values. Those of the section `[evidence]` are declared with
//! the type that the rules use.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::app::custom_keys;
use crate::app::notify_mode::NotifyMode;
use crate::app::open_with::OpenWith;
use crate::domain::case::evidence_file::AttachmentPolicy;
use crate::domain::ids::Handle;
use crate::domain::setting::{require, settings};
use crate::domain::vocabulary::{Lang, Sharing};

/// The built-in themes.
pub const THEMES: [&str; 7] = ["auto", "dark", "light", "high-contrast", "high-contrast-light", "16", "plain"];

/// The ways to draw pictures.
pub const PICTURES: [&str; 5] = ["auto", "kitty", "sixel", "iterm", "blocks"];

settings! {
    /// The effective configuration. Its checks get the path of the file.
    pub struct Config checked with Path {
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<Lang> = None,
            "The language of what people read: \"fr\" or \"en\". Default: the locale's, else \"en\".", example "\"fr\"";
        #[serde(skip_serializing_if = "Option::is_none")]
        mediator: Option<Handle> = None,
            "Who acts where neither --as nor LITIGE_AS says so. Default: no one.", example "\"ines\"";
        #[serde(skip_serializing_if = "Option::is_none")]
        db: Option<PathBuf> = None,
            "The database where neither --db nor LITIGE_DB names one. Default: litige/litige.db under the data folder.",
            example "\"/srv/litige/litige.db\"",
            check |config, _| {
                let empty = config.db.as_deref().is_some_and(|path| path.as_os_str().is_empty());
                require(!empty, "the database's path is empty")
            };
        sharing: Sharing = Sharing::Private,
            "Who may use the databases that you make or own: \"private\" (you alone) or \"group\" (whoever belongs to the group of \
             their folder). docs/operations.md has the recipe for a team on one host.";
        theme: String = THEMES[0].to_owned(),
            "The colours of the desk: \"auto\" (dark or light, as the terminal says, and when that changes), \"dark\", \"light\", \
             \"high-contrast\", \"high-contrast-light\", \"16\" (the terminal's own colours), \"plain\" (none, as with NO_COLOR), \
             or \"NAME\" for themes/NAME.toml beside this file.",
            check |config, path| check_theme(&config.theme, path);
        pictures: String = PICTURES[0].to_owned(),
            "How the desk draws pictures: \"auto\" (as the terminal says it can), \"kitty\", \"sixel\", \"iterm\" or \"blocks\".",
            check |config, _| {
                let known = PICTURES.contains(&config.pictures.as_str());
                require(known, "pictures are \"auto\", \"kitty\", \"sixel\", \"iterm\" or \"blocks\"")
            };
        mouse: bool = true,
            "Whether the desk takes the mouse. Most terminals still select text while Shift is held; with false they do without.";
        notify: NotifyMode = NotifyMode::Off,
            "How you are notified while the desk's terminal is not looked at: \"off\", \"bell\", \"osc\" (a notification of \
             the terminal's own) or \"command\" (the program below).";
        notify_command: Vec<String> = ["notify-send", "{title}", "{text}"].map(str::to_owned).to_vec(),
            "The program that notifies, with its arguments; no shell reads them. What is told stands in the place of {title} \
             and {text}: numbers of cases and colleagues, never what a party wrote. It may run 10 seconds.",
            check |config, _| {
                let named = config.notify_command.first().is_some_and(|program| !program.is_empty());
                require(named, "the program that notifies has no name")
            };
        #[serde(skip_serializing_if = "Option::is_none")]
        escape_ms: Option<u16> = None,
            "How long Esc waits for the rest of a key that the terminal sends as a sequence, in milliseconds, 1 to 1000. \
             Default: 50, over ssh 150.", example "150",
            check |config, _| {
                require(config.escape_ms.is_none_or(|ms| (1..=1000).contains(&ms)), "Esc waits 1 to 1000 milliseconds")
            };
    }
    sections {
        evidence: AttachmentPolicy,
        /// The programs that open files of evidence, by media type.
        #[serde(skip_serializing_if = "OpenWith::is_empty")]
        open: OpenWith,
        /// Custom keys of commands, which replace the default ones.
        #[serde(deserialize_with = "one_or_more", skip_serializing_if = "BTreeMap::is_empty")]
        keys: BTreeMap<String, Vec<String>>,
    }
}

impl Config {
    /// Returns how long a lone ESC byte waits for the rest of a sequence: longer over a slow line.
    pub fn escape_timeout(&self, over_ssh: bool) -> Duration {
        Duration::from_millis(self.escape_ms.map_or(if over_ssh { 150 } else { 50 }, u64::from))
    }

    /// Checks the values of all sections; `path` is that of the file.
    ///
    /// # Errors
    /// Returns what is wrong with the first invalid value.
    pub(super) fn check_all(&self, path: &Path) -> Result<(), String> {
        self.check(path)?;
        self.evidence.check(&())?;
        self.open.check()?;
        let bad = self.keys.iter().find_map(|(name, keys)| custom_keys::check(name, keys).err());
        bad.map_or(Ok(()), |bad| Err(bad.to_string()))
    }
}

/// Deserializes each command's keys: `"r"`, or `["r", "F2"]`.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a key like \"r\", or several like [\"r\", \"F2\"]")]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    let list = |keys| match keys {
        OneOrMore::One(key) => vec![key],
        OneOrMore::More(keys) => keys,
    };
    let keys = BTreeMap::<String, OneOrMore>::deserialize(from)?;
    Ok(keys.into_iter().map(|(name, keys)| (name, list(keys))).collect())
}

fn check_theme(name: &str, path: &Path) -> Result<(), String> {
    if THEMES.contains(&name) || theme_file(path, name).is_some_and(|file| file.is_file()) {
        return Ok(());
    }
    Err(format!(
        "there is no theme {name:?}, neither among {} nor in the folder themes beside this file",
        THEMES.join(", ")
    ))
}

/// Returns the path of a custom theme; `None` if the name is not a valid file name.
pub fn theme_file(config: &Path, name: &str) -> Option<PathBuf> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    is_name.then(|| config.with_file_name("themes").join(name).with_extension("toml"))
}
