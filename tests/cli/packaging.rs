//! What is handed to people: the crate, the changelog.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Home;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_published_crate_carries_the_program_and_none_of_its_tests() {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(["package", "--list", "--allow-dirty", "--offline"]).current_dir(root()).output().unwrap();
    let list = String::from_utf8(output.stdout).unwrap();
    for needed in ["src/main.rs", "build.rs", "assets/locales/fr.ftl", "data/team.jsonl", "README.md", "LICENSE"] {
        assert!(list.lines().any(|file| file == needed), "{needed}:\n{list}");
    }
    let foreign = |file: &str| {
        ["tests", "benches", "fuzz", "docs", ".ci", ".github"]
            .iter()
            .any(|folder| file.starts_with(&format!("{folder}/")))
            || file.starts_with("src/") && ["/tests", "tests.rs", "/testing"].iter().any(|part| file.contains(part))
    };
    let found: Vec<_> = list.lines().filter(|file| foreign(file)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_version_is_the_newest_of_the_changelog_and_what_the_program_says() {
    let version = env!("CARGO_PKG_VERSION");
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let releases: Vec<_> = changelog.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let newest = releases.iter().find(|release| **release != "Unreleased").unwrap();
    assert!(newest.starts_with(&format!("{version} (20")), "{newest}");
    let home = Home::new();
    assert_eq!(home.run(&["-V"]).ok().stdout, format!("litige {version}\n"));
    // A build that isn't released says no commit.
    let long = home.run(&["--version"]).ok().stdout;
    assert!(
        long.trim_end() == format!("litige {version}") || long.starts_with(&format!("litige {version} (")),
        "{long}"
    );
}
