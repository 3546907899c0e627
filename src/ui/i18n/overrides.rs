//! A team's own words over the desk's: a file of single texts, each of which must be one that the desk has, and may use only
//! the variables that it has there.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

/// A text of a locale file: where it stands, what it is, and the variables that it uses.
#[derive(Debug)]
pub(super) struct OverrideEntry {
    pub line: usize,
    pub source: String,
    pub variables: BTreeSet<String>,
}

/// Returns the texts of a locale file by their key. An attribute belongs to the text before it.
pub(super) fn entries(source: &str) -> BTreeMap<String, OverrideEntry> {
    let mut entries: BTreeMap<String, OverrideEntry> = BTreeMap::new();
    let mut key = None;
    for (at, line) in source.lines().enumerate() {
        let name = line.split_once('=').map(|(name, _)| name.trim_end());
        let begins = name.filter(|name| !line.starts_with([' ', '#', '}']) && !name.is_empty());
        if let Some(name) = begins {
            key = Some(name.to_owned());
            let entry = OverrideEntry { line: at + 1, source: String::new(), variables: BTreeSet::new() };
            entries.insert(name.to_owned(), entry);
        } else if line.starts_with('#') {
            key = None;
        }
        if let Some(entry) = key.as_ref().and_then(|key| entries.get_mut(key)) {
            entry.source.push_str(line);
            entry.source.push('\n');
            entry.variables.extend(variables(line));
        }
    }
    entries
}

/// Returns the attributes of our text that theirs does not speak of.
fn rest(theirs: &str, ours: &str) -> String {
    let name =
        |line: &str| line.trim_start().strip_prefix('.').and_then(|rest| rest.split(' ').next().map(str::to_owned));
    let has: BTreeSet<String> = theirs.lines().filter_map(name).collect();
    let missing = ours.lines().filter(|line| name(line).is_some_and(|name| !has.contains(&name)));
    missing.map(|line| format!("{line}\n")).collect()
}

fn variables(line: &str) -> impl Iterator<Item = String> + '_ {
    let name =
        |rest: &str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned();
    line.split('$').skip(1).map(name)
}

/// Returns the texts of a team's own file that can stand in the place of the desk's, and for each of the others its
/// line and why.
pub(super) fn usable(own: &str, standard: &str) -> (Vec<FluentResource>, Vec<(usize, String)>) {
    let standard = entries(standard);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let mut lines = own.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    if let Some((at, _)) = lines.next().filter(|(_, line)| line.starts_with([' ', '}'])) {
        bad.push((at + 1, "this belongs to no text".to_owned()));
    }
    for (at, line) in own.lines().enumerate() {
        if !line.starts_with([' ', '#', '}']) && !line.trim().is_empty() && !line.contains('=') {
            bad.push((at + 1, "a text is written as KEY = TEXT".to_owned()));
        }
    }
    for (key, entry) in entries(own) {
        let Some(ours) = standard.get(&key) else {
            bad.push((entry.line, format!("there is no text named {key}")));
            continue;
        };
        let unknown: Vec<_> = entry.variables.difference(&ours.variables).map(|name| format!("${name}")).collect();
        if !unknown.is_empty() {
            bad.push((entry.line, format!("{key} has no {}", unknown.join(", "))));
            continue;
        }
        match FluentResource::try_new(entry.source.clone() + &rest(&entry.source, &ours.source)) {
            Ok(resource) => good.push(resource),
            Err((_, errors)) => {
                let why = errors.first().map_or_else(String::new, |error| format!(": {}", error.kind));
                bad.push((entry.line, format!("{key} can't be read{why}")));
            }
        }
    }
    bad.sort();
    (good, bad)
}
