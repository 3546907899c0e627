//! Tells a release build which commit it is of, and of which day, for `litige --version`. Both come from git, or the commit from what
//! cargo packs beside a published crate; where neither is there, the version stands alone. The same commit gives the same bytes.

use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let version = env!("CARGO_PKG_VERSION");
    // Other builds don't ask: each commit would build the crate and its tests anew.
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let source = if is_release { of_git().or_else(of_package) } else { None };
    let version = source.map_or_else(|| version.to_owned(), |source| format!("{version} ({source})"));
    println!("cargo::rustc-env=LITIGE_VERSION={version}");
}

/// The commit and its day, where the crate is the root of a work tree, and not a folder in somebody's.
fn of_git() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    for name in ["HEAD", "logs/HEAD"] {
        let file = git(&["rev-parse", "--git-path", name])?;
        if Path::new(&file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    git(&["log", "-1", "--abbrev=10", "--format=%h %cs"])
}

/// What git answers, on one line.
fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The commit that the package was made from.
fn of_package() -> Option<String> {
    let packed = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let commit = packed.split("\"sha1\": \"").nth(1)?.get(..10)?;
    commit.bytes().all(|b| b.is_ascii_hexdigit()).then(|| commit.to_owned())
}
