//! The configuration file, read and printed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::parse;
use super::render::SECTIONS;
use super::*;
use crate::app::command::TABLE;
use crate::app::custom_keys;
use crate::app::notify_mode::NotifyMode;
use crate::domain::case::evidence_file::AttachmentPolicy;
use crate::domain::ids::Handle;
use crate::domain::vocabulary::{Lang, Sharing};

fn read(text: &str) -> (Config, Vec<ConfigFault>) {
    let (config, warnings) = parse(text, Path::new("c.toml"));
    assert!(warnings.iter().all(|warning| warning.path == Path::new("c.toml")));
    (config, warnings.into_iter().map(|warning| warning.fault).collect())
}

#[test]
fn a_whole_file_is_read() {
    let (config, warnings) =
        read("lang = \"fr\"\nmediator = 'ines'\ndb = \"/x/y.db\"\ntheme = \"dark\"\n[evidence]\nmax_kib = 3\n");
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(config.lang, Some(Lang::Fr));
    assert_eq!(config.mediator, Some(Handle::from("ines")));
    assert_eq!(config.db, Some(PathBuf::from("/x/y.db")));
    assert_eq!(config.evidence, AttachmentPolicy { max_kib: 3, ..AttachmentPolicy::default() });
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
        ("[policy]\nhold_minutes = 0\nhold_minuts = -1\n[policy.more]\nx = 1", 2),
        ("policy = 3", 2),
        ("theme = \"pink\"", 2),
        ("[evidence]\nmax_kib = 999999", 3),
        ("[evidence]\ntypes = \"image\"", 3),
        ("theme = \"../pink\"", 2),
        ("theme = \"\"", 2),
        ("mouse = 1", 2),
        ("sharing = \"everyone\"", 2),
        ("escape_ms = 0", 2),
        ("escape_ms = 1001", 2),
        ("[keys]\nreplay = \"r\"", 3),
        ("[keys]\nreply = 3", 3),
        ("[keys]\nreply = \"Hyper-r\"", 3),
        ("[keys]\nsend = \"s\"", 3),
        ("[keys]\nreply = [\"F2\", \"Alt-[\"]", 3),
    ] {
        let (config, warnings) = read(&format!("db = \"/x.db\"\n{broken}\n"));
        assert_eq!(config, Config { db: Some("/x.db".into()), ..Config::default() }, "{broken}");
        assert_eq!(warnings.len(), 1, "{broken}: {warnings:?}");
        let at = match &warnings[0] {
            ConfigFault::Line(at, why) if why.lines().count() == 1 => *at,
            ConfigFault::PolicyIsElsewhere(at) => *at,
            _ => panic!("{broken}: {warnings:?}"),
        };
        assert_eq!(at, line, "{broken}: {warnings:?}");
    }
}

#[test]
fn own_keys_are_read_and_those_that_hide_others_keep_the_standard_ones() {
    let (config, warnings) = read("[keys]\nreply = \"a\"\nclaim = [\"r\", \"F2\"]\n");
    assert_eq!((config.keys["reply"].clone(), config.keys["claim"].len()), (vec!["a".to_owned()], 2));
    assert!(warnings.is_empty(), "{warnings:?}");
    let (config, warnings) = read("theme = \"dark\"\n[keys]\nreply = \"a\"\n");
    assert_eq!(config, Config { theme: "dark".to_owned(), ..Config::default() });
    assert!(matches!(&warnings[..], [ConfigFault::Keys(why)] if why.starts_with("reply: ")), "{warnings:?}");
}

#[test]
fn a_program_that_cannot_open_a_file_is_left_out_and_said() {
    let (config, warnings) = read("[open]\n\"application/pdf\" = \"zathura {file}\"\n\"image/*\" = \"feh\"\n");
    assert_eq!(config.open.entries().collect::<Vec<_>>(), [("application/pdf", "zathura {file}")]);
    assert!(matches!(&warnings[..], [ConfigFault::Line(3, why)] if why.contains("{file}")), "{warnings:?}");
}

#[test]
fn the_print_names_every_key_and_reads_back_as_itself() {
    let config = Config {
        lang: Some(Lang::Fr),
        mediator: Some(Handle::from("ines")),
        db: Some("/x \"y\".db".into()),
        sharing: Sharing::Group,
        theme: "dark".to_owned(),
        pictures: "sixel".to_owned(),
        mouse: false,
        notify: NotifyMode::Command,
        notify_command: vec!["x y".to_owned(), "{text}".to_owned()],
        escape_ms: Some(80),
        evidence: AttachmentPolicy { max_kib: 7, types: vec!["image/*".to_owned()] },
        open: serde_json::from_value(serde_json::json!({"image/*": "'a \"b' {file}", "x/y": "z {file}"})).unwrap(),
        keys: BTreeMap::from([("reply".to_owned(), vec!["é".to_owned(), "F2".to_owned()])]),
    };
    let text = render(&LoadedConfig { config: config.clone(), warnings: Vec::new(), path: None });
    let (read, warnings) = read(&text);
    assert!(read == config && warnings.is_empty(), "{text}");
}

#[test]
fn the_print_of_the_defaults_reads_back_as_the_defaults() {
    let text = render(&LoadedConfig { config: Config::default(), warnings: Vec::new(), path: None });
    let (read, warnings) = read(&text);
    assert!(read == Config::default() && warnings.is_empty(), "{text}");
    for key in SECTIONS.iter().flat_map(|(_, keys)| *keys) {
        assert!(text.contains(&format!("{} = ", key.name)), "{}", key.name);
    }
}

/// Every line of the print, those that are commented out for their default among them.
fn uncommented(text: &str) -> String {
    let is_key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" = ");
    let lines = text.lines().map(|line| line.strip_prefix('#').filter(is_key).unwrap_or(line));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_keys_that_are_printed_read_back_as_those_in_force() {
    let own = BTreeMap::from([
        ("reply".to_owned(), vec!["é".to_owned(), "F2".to_owned()]),
        ("claim".to_owned(), vec!["r".to_owned()]),
        ("snooze".to_owned(), Vec::new()),
        ("send".to_owned(), vec!["F5".to_owned()]),
    ]);
    for keys in [BTreeMap::new(), own] {
        let config = Config { keys, ..Config::default() };
        let in_force = custom_keys::keymap(&config.keys).unwrap();
        let text = uncommented(&render(&LoadedConfig { config, warnings: Vec::new(), path: None }));
        let (config, warnings) = read(&text);
        assert!(warnings.is_empty(), "{text}: {warnings:?}");
        assert_eq!(config.keys.len(), TABLE.len());
        assert_eq!(custom_keys::keymap(&config.keys).unwrap(), in_force, "{text}");
    }
}

#[test]
fn a_policy_in_the_file_is_said_to_do_nothing_once() {
    let (config, warnings) =
        read("theme = \"dark\"\n[policy]\nversion = 3\nhold_minutes = 0\n[evidence]\nmax_kib = 3\n");
    assert_eq!((config.theme.as_str(), config.evidence.max_kib), ("dark", 3));
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(matches!(warnings[0], ConfigFault::PolicyIsElsewhere(2)), "{warnings:?}");
}

#[test]
fn esc_waits_longer_over_ssh_unless_the_configuration_says_how_long() {
    for (text, here, over_ssh) in [("", 50, 150), ("escape_ms = 80", 80, 80)] {
        let (config, _) = read(text);
        let waits = [false, true].map(|ssh| config.escape_timeout(ssh).as_millis());
        assert_eq!(waits, [here, over_ssh], "{text}");
    }
}
