//! Checks the architecture (docs/architecture.md): which layer may know which, what the pure layers may not touch, how long a
//! file may be; and that code and documents refer to what exists: promises to their tests (docs/promises.md), comments to
//! sections, documents to files and names. Reads the sources as text: comments don't count, tests are free.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and the layers that its code may name. `store` alone means the trait and its plain types; a backend is named
/// by its own path, and by one file alone.
const MAY_KNOW: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("store::backends", &["domain", "store", "store::sqlite", "store::postgres"]),
    ("store::sqlite", &["domain", "store"]),
    // A server is copied to a file and from one, and its rows are verified as a file's.
    ("store::postgres", &["domain", "store", "store::sqlite"]),
    ("app", &["domain", "store"]),
    ("ui", &["domain", "app"]),
    ("runtime", &["domain", "store", "app", "ui"]),
    ("demo", &["domain", "store"]),
    ("config", &["domain", "app"]),
    ("cli", &["domain", "store", "app", "ui", "runtime", "demo", "config"]),
    ("main", &["cli"]),
];

/// What no code of these layers may name, and why.
const PURE: [(&str, &str); 9] = [
    ("std::fs", "no I/O"),
    ("std::net", "no I/O"),
    ("std::process", "no I/O"),
    ("std::env", "no surroundings"),
    ("std::thread", "no threads"),
    ("Utc::now", "time arrives as an argument"),
    ("Local::now", "time arrives as an argument"),
    ("SystemTime", "time arrives as an argument"),
    ("Instant::now", "time arrives as an argument"),
];

const LONGEST: usize = 600;

/// A file of the library: its module's path, and its code with comments and tests taken out.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    code: String,
}

impl Source {
    fn new(root: &Path, path: &Path) -> Self {
        let relative = path.strip_prefix(root).unwrap().with_extension("");
        let mut module: Vec<String> =
            relative.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        Self { path: path.to_path_buf(), module, code: code_of(&fs::read_to_string(path).unwrap()) }
    }

    fn layer(&self) -> &str {
        layer_of(&self.module.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_or_else(|| {
            panic!("{} is in no layer; put it into MAY_KNOW and docs/architecture.md", self.path.display())
        })
    }
}

/// The layer that a path leads to.
fn layer_of(path: &[&str]) -> Option<&'static str> {
    let of = |wanted: &str| MAY_KNOW.iter().map(|(layer, _)| *layer).find(|layer| *layer == wanted);
    match path {
        ["store", "backends", ..] => of("store::backends"),
        ["store", "sqlite", ..] => of("store::sqlite"),
        ["store", "postgres", ..] => of("store::postgres"),
        [first, ..] => of(first),
        [] => None,
    }
}

/// A source without comments, and without its inline test modules.
fn code_of(text: &str) -> String {
    let uncommented = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    let mut code = Vec::new();
    let mut lines = uncommented.peekable();
    while let Some(line) = lines.next() {
        let tests = line == "#[cfg(test)]" && lines.peek().is_some_and(|l| l.contains("mod ") && l.ends_with('{'));
        if tests {
            // rustfmt closes a module of the file's own level in the first column.
            while lines.next().is_some_and(|line| line != "}") {}
        } else {
            code.push(line);
        }
    }
    code.join("\n")
}

/// Every file of the library but its map and what is built for tests only.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut test_only = BTreeSet::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                note_test_modules(&path, &mut test_only);
                files.push(path);
            }
        }
    }
    let is_test = |path: &Path| path.ancestors().any(|p| test_only.contains(&p.with_extension("")));
    files.retain(|path| !is_test(path) && *path != root.join("lib.rs"));
    files.sort();
    assert!(files.len() > 20, "the sources were not found");
    files.iter().map(|path| Source::new(&root, path)).collect()
}

/// Notes the modules that a file declares under `#[cfg(test)]` in files of their own.
fn note_test_modules(path: &Path, test_only: &mut BTreeSet<PathBuf>) {
    let text = fs::read_to_string(path).unwrap();
    let is_root = ["mod", "lib", "main"].iter().any(|name| path.file_stem().is_some_and(|stem| stem == *name));
    let folder = if is_root { path.parent().unwrap().to_path_buf() } else { path.with_extension("") };
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    for pair in lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]") {
        let name = pair[1].strip_suffix(';').and_then(|l| l.rsplit_once("mod ")).map(|(_, name)| name);
        test_only.extend(name.map(|name| folder.join(name)));
    }
}

/// The layers that a module's code names.
fn named_layers(module: &[String], code: &str) -> BTreeSet<&'static str> {
    let paths = named_paths(module, code);
    paths.iter().filter_map(|path| layer_of(&path.iter().map(String::as_str).collect::<Vec<_>>())).collect()
}

/// The paths from the crate's root that a module's code names, by `crate::…`, `litige::…` or enough `super::`.
fn named_paths(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    for word in ["crate::", "litige::", "super::"] {
        for (at, _) in code.match_indices(word) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut rest = &code[at..];
            let mut base: Vec<String> = Vec::new();
            if word == "super::" {
                base = module.to_vec();
                while let Some(after) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = after;
                }
            } else {
                rest = &rest[word.len()..];
            }
            paths.extend(expand(rest).into_iter().map(|tail| base.iter().cloned().chain(tail).collect()));
        }
    }
    paths
}

/// The paths that begin here: `a::b` is one, `{a::b, c::{d, e}}` are three.
fn expand(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(inner) = text.strip_prefix('{') {
        return split_group(inner).iter().flat_map(|part| expand(part)).collect();
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let name = text[..end].to_owned();
    match text[end..].strip_prefix("::") {
        Some(rest) if !name.is_empty() => {
            expand(rest).into_iter().map(|tail| std::iter::once(name.clone()).chain(tail).collect()).collect()
        }
        _ => vec![vec![name]],
    }
}

/// The parts of a `{…}` group whose opening brace has been taken, at its own level.
fn split_group(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&text[start..at]);
                return parts;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn each_layer_knows_only_the_layers_under_it() {
    let mut faults = Vec::new();
    for source in sources() {
        let layer = source.layer();
        let (_, allowed) = MAY_KNOW.iter().find(|(name, _)| *name == layer).unwrap();
        for named in named_layers(&source.module, &source.code) {
            // A layer's trait may declare its backends.
            if named != layer && !allowed.contains(&named) {
                faults.push(format!("{}: {layer} may not know {named}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The rooms of the domain (a folder, or a file beside the folders), each with the rooms that its code names.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let domain = || sources().into_iter().filter(|s| s.module.len() > 1 && s.module[0] == "domain");
    let mut rooms: BTreeMap<String, BTreeSet<String>> =
        domain().map(|source| (source.module[1].clone(), BTreeSet::new())).collect();
    for source in domain() {
        let named = named_paths(&source.module, &source.code).into_iter();
        let named = named.filter(|path| path.len() > 1 && path[0] == "domain" && path[1] != source.module[1]);
        let named: Vec<_> = named.map(|path| path[1].clone()).filter(|room| rooms.contains_key(room)).collect();
        rooms.entry(source.module[1].clone()).or_default().extend(named);
    }
    rooms
}

/// The rooms that are left when those that name no other are taken away, again and again: none where there is no cycle.
fn in_cycles(mut rooms: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    while let Some(free) = rooms.iter().find(|(_, named)| named.is_empty()).map(|(room, _)| room.clone()) {
        rooms.remove(&free);
        for named in rooms.values_mut() {
            named.remove(&free);
        }
    }
    rooms
}

#[test]
fn the_rooms_of_the_domain_name_each_other_in_no_cycle() {
    let rooms = rooms();
    assert!(rooms["rules"].contains("dispute") && rooms["decision"].contains("discussion"), "{rooms:?}");
    assert!(rooms.values().all(|named| !named.contains("rules")), "the rules' entry points are called from outside");
    let cycles = in_cycles(rooms);
    assert!(cycles.is_empty(), "these rooms of src/domain name each other in a cycle: {cycles:#?}");

    let map = |rooms: &[(&str, &str)]| {
        let of = |named: &str| named.split_whitespace().map(str::to_owned).collect();
        rooms.iter().map(|(room, named)| ((*room).to_owned(), of(named))).collect()
    };
    let left = in_cycles(map(&[("a", "b c"), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "")]));
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
}

#[test]
fn the_pure_layers_do_no_io_and_read_no_clock() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| ["domain", "app"].contains(&s.layer())) {
        for (word, why) in PURE.iter().filter(|(word, _)| source.code.contains(word)) {
            faults.push(format!("{}: {word}: {why}", source.path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_backend_speaks_sql() {
    for source in sources().iter().filter(|s| s.layer() != "store::sqlite") {
        assert!(!source.code.contains("rusqlite"), "{} names rusqlite", source.path.display());
        let names = source.layer() != "store::backends" && source.code.contains("SqliteStore");
        assert!(!names, "{} names the backend", source.path.display());
    }
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    for source in sources() {
        let lines = source.code.lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines, at most {LONGEST}", source.path.display());
    }
}

#[test]
fn paths_are_found_however_they_are_written() {
    let module = ["app", "update", "queue"].map(str::to_owned);
    for (code, named) in [
        ("use crate::store::CaseFile;", vec!["store"]),
        ("use crate::store::sqlite::SqliteStore;", vec!["store::sqlite"]),
        ("use crate::{store::{self, sqlite::Open}, ui};", vec!["store", "store::sqlite", "ui"]),
        ("let x = crate::runtime::run();", vec!["runtime"]),
        ("use super::super::super::cli::run;", vec!["cli"]),
        ("use super::super::model;", vec!["app"]),
        ("use litige::demo::make;", vec!["demo"]),
        ("use other_crate::cli; mycrate::ui::x();", vec![]),
        ("// use crate::cli;\n/// [`crate::ui`]", vec![]),
        ("#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse crate::demo;", vec!["demo"]),
    ] {
        let found: Vec<_> = named_layers(&module, &code_of(code)).into_iter().collect();
        assert_eq!(found, named, "{code}");
    }
}

/// The functions that a page names, as `file::function`, row by row.
fn rows_of(page: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.map(|row| {
        let named = row.split('`').filter_map(|code| code.split_once(".rs::").map(|_| code));
        (row, named.filter_map(|code| code.split_once("::")).collect())
    })
    .collect()
}

/// Whether this file has this function, and it is a test; the stories that every store passes are called by theirs.
fn is_test(file: &str, function: &str) -> bool {
    let Ok(text) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)) else { return false };
    let head = format!("fn {function}");
    let Some(at) =
        text.match_indices(&head).map(|(at, _)| at).find(|at| text[at + head.len()..].starts_with(['(', '<']))
    else {
        return false;
    };
    let above = text[..at].rsplit("\n\n").next().unwrap_or_default();
    file.starts_with("src/store/contract/") || above.contains("#[test]") || above.contains("#[rstest]")
}

#[test]
fn every_promise_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/promises.md")).unwrap();
    let headings = ["| promise |", "| invariant |", "| complaint,", "| soak |"];
    let (mut rows, mut faults) = (0, Vec::new());
    let all = rows_of(&page);
    for (row, tests) in all.iter().filter(|(row, _)| headings.iter().all(|heading| !row.starts_with(heading))) {
        rows += 1;
        if tests.is_empty() {
            faults.push(format!("no test is named: {row}"));
        }
        let missing = tests.iter().filter(|(file, function)| !is_test(file, function));
        faults.extend(missing.map(|(file, function)| format!("{file} has no test {function}: {row}")));
    }
    // What the README promises, each by the words that stand out there.
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let promises = readme.split("## What it promises").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    for promise in promises.split("**").skip(1).step_by(2) {
        if !all.iter().any(|(row, _)| row.contains(&format!("**{promise}**"))) {
            faults.push(format!("the README promises “{promise}”, and no row says what holds it"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(rows > 80, "{rows} rows");
}

/// A document that a comment or an `include_str!` names, with the section that it quotes, if any.
#[derive(Debug, PartialEq)]
struct Reference {
    document: String,
    section: Option<String>,
}

/// The references to documents in a source: `docs/process.md, "Claims"`. A comment may break anywhere between words.
fn references(text: &str) -> Vec<Reference> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let comment = |line: &str| line.trim_start().trim_start_matches('/').trim_start_matches('!').trim().to_owned();
    let named = text.lines().filter(|line| line.trim_start().starts_with("//") || line.contains("include_str!"));
    let text = named.map(comment).collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for (at, _) in text.match_indices(".md") {
        let rest = &text[at + ".md".len()..];
        let start = text[..at].rfind(|c| !is_name(c)).map_or(0, |before| before + 1);
        if start == at || rest.starts_with(is_name) && !rest.starts_with(['.', '-']) {
            continue;
        }
        let rest = rest.strip_prefix('`').unwrap_or(rest);
        let section = rest.strip_prefix(", \"").and_then(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned());
        found.push(Reference { document: text[start..at + ".md".len()].to_owned(), section });
    }
    found
}

/// What is wrong with a reference, if anything. A document is named from the repository's root; `include_str!` starts from its
/// file. What is in `ready/` belongs to the user.
fn broken(reference: &Reference, source: &Path) -> Option<String> {
    if reference.document.starts_with("ready/") {
        return None;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = [root.join(&reference.document), source.with_file_name("").join(&reference.document)];
    let Some(page) = places.iter().find_map(|path| fs::read_to_string(path).ok()) else {
        return Some(format!("there is no {}", reference.document));
    };
    let section = reference.section.as_ref()?;
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == section;
    (!page.lines().any(is_heading)).then(|| format!("{} has no section {section:?}", reference.document))
}

#[test]
fn every_document_that_the_code_names_is_there_with_its_section() {
    let mut folders = ["src", "tests", "benches"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).to_vec();
    let (mut count, mut faults) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests/house.rs") {
                for reference in references(&fs::read_to_string(&path).unwrap()) {
                    count += 1;
                    faults.extend(broken(&reference, &path).map(|what| format!("{}: {what}", path.display())));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 50, "only {count} references were found");
}

/// The pages of the repository's root, of `docs` and of the guide.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries =
        [".", "docs", "docs/guide/en", "docs/guide/fr"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let paths = entries.into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|e| e == "md")).collect()
}

/// A heading as a link names it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// What a page links to or names as a path of this repository, and can't be found.
fn dead_ends(page: &Path, text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dead = Vec::new();
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    for link in links.filter(|link| !link.contains("://")) {
        let (file, section) = link.split_once('#').unwrap_or((link, ""));
        let file = if file.is_empty() { page.to_path_buf() } else { page.with_file_name(file) };
        let is_section = |text: String| text.lines().any(|line| line.starts_with('#') && anchor(line) == section);
        if !file.exists() || !section.is_empty() && !fs::read_to_string(&file).is_ok_and(is_section) {
            dead.push(link.to_owned());
        }
    }
    let folders = ["src/", "tests/", "docs/", "assets/", "benches/", "data/"];
    let is_path = |code: &&str| {
        let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        plain && folders.iter().any(|folder| code.starts_with(folder))
    };
    let paths = text.split('`').skip(1).step_by(2).filter(is_path);
    dead.extend(paths.filter(|path| !root.join(path).exists()).map(str::to_owned));
    dead
}

#[test]
fn every_link_and_path_in_a_document_leads_somewhere() {
    let mut faults = Vec::new();
    // What was is told as it was.
    for page in documents().iter().filter(|page| !page.ends_with("CHANGELOG.md")) {
        let text = fs::read_to_string(page).unwrap();
        faults.extend(dead_ends(page, &text).into_iter().map(|link| format!("{}: {link}", page.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn dead_ends_are_found() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/page.md");
    let text =
        "[a](process.md#money) [b](#here) [c](https://x.org/y) `src/lib.rs` `--test screens` `src/x` `data/README.md`\n
        [d](process.md#maney) [e](proces.md) `tests/none.rs`";
    assert_eq!(dead_ends(&page, text), ["#here", "process.md#maney", "proces.md", "src/x", "tests/none.rs"]);
}

#[test]
fn references_are_found_however_they_are_broken() {
    let reference = |document: &str, section: Option<&str>| {
        vec![Reference { document: document.to_owned(), section: section.map(str::to_owned) }]
    };
    for (text, found) in [
        ("/// Held (docs/a.md, \"One by one\").", reference("docs/a.md", Some("One by one"))),
        ("    //! Held (docs/a.md, \"One\n    //! by one\").", reference("docs/a.md", Some("One by one"))),
        ("// See `docs/a.md`.", reference("docs/a.md", None)),
        ("const A: &str = include_str!(\"../a.md\");", reference("../a.md", None)),
        ("let name = \"fr.md\"; // a user's", vec![]),
        ("// *.md and a.mdx", vec![]),
    ] {
        assert_eq!(references(text), found, "{text}");
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house.rs");
    let is_broken = |document, section| broken(&reference(document, section)[0], &here).is_some();
    assert!(!is_broken("docs/process.md", Some("Claims")) && !is_broken("README.md", None));
    assert!(is_broken("docs/process.md", Some("Claim")) && is_broken("process.md", None));
}

#[test]
fn every_name_of_the_glossary_is_in_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let glossary = fs::read_to_string(root.join("docs/glossary.md")).unwrap();
    let code = sources().iter().map(|source| source.code.clone()).collect::<Vec<_>>().join("\n");
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let rows = glossary.lines().filter_map(|row| row.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = rows.filter_map(|row| row.rsplit('|').next());
    let names: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 40, "{names:?}");
    let is_there = |name: &str| words.contains(name) || name.contains('/') && root.join("src").join(name).exists();
    let missing: Vec<_> = names.into_iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "docs/glossary.md names what is not in src: {missing:?}");
}

/// Words that were names once and said nothing to a reader who knows dispute handling, SQLite and terminal programs; beside
/// each, the field's term.
const RETIRED: [(&str, &str); 52] = [
    ("tidings", "notifications"),
    ("tiding", "notification"),
    ("heard", "acknowledge"),
    ("told", "NotificationKind, is_interrupted"),
    ("tell", "notify_*"),
    ("take", "apply_*, load_*"),
    ("take_in", "apply_*, ingest"),
    ("put", "insert_*, print_*"),
    ("look", "heartbeat, ThemeChoice"),
    ("present", "Presence"),
    ("keep", "put_blob, save_*"),
    ("kept", "blobs"),
    ("filed", "BlobRef"),
    ("seal", "row_checksum"),
    ("sealed", "row_checksum"),
    ("sieve", "FilterMatcher"),
    ("foresee", "dry_run"),
    ("beside", "related_cases, companion_path"),
    ("background", "related_cases"),
    ("backgrounds", "related_cases"),
    ("owed", "pending_reminders"),
    ("nap", "SnoozePreset"),
    ("wants", "prefetch, requests"),
    ("deed", "ActionOutcome"),
    ("traces", "erase_local"),
    ("leftovers", "orphaned_edits"),
    ("rescue", "draft_fallback"),
    ("heed", "check_io"),
    ("wish", "ImageProtocol"),
    ("means", "ImageProtocol"),
    ("spot", "HitTarget"),
    ("pointed", "mouse events"),
    ("weather", "fault injection"),
    ("shop", "the store in memory"),
    ("shelf", "TemplateLibrary"),
    ("ready", "templates"),
    ("words", "vocabulary, i18n, search_terms, tokens"),
    ("mark", "decision_events"),
    ("marks", "decision_events"),
    ("touch", "change_seq"),
    ("touched", "change_seq"),
    ("cover", "audit_coverage"),
    ("expect_much", "tune_for_bulk_load"),
    ("turned", "cycle"),
    ("ended", "ExitReason"),
    ("lived", "ExitReason"),
    ("charts", "statistics"),
    ("zone", "DisplayZone"),
    ("moment", "date_and_time"),
    ("known", "what is known: KnownNames, KnownMessages"),
    ("part", "PartRange, TextPart"),
    ("held", "a name that says what is held"),
];

/// Types that may share a name, each with why. None does today.
const SHARED: [(&str, &str); 0] = [];

/// The names that a source declares: functions, modules and types. What stands inside a `trait` or an `impl` counts, but not
/// its associated types, which the trait names.
fn declared(code: &str) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    for line in code.lines() {
        let indented = line.starts_with(' ');
        let words: Vec<&str> =
            line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        for kind in ["fn", "mod", "struct", "enum", "trait", "type"] {
            let is_item = |at: &usize| {
                let modifiers =
                    ["pub", "crate", "in", "super", "self", "const", "async", "unsafe", "app", "store", "sqlite"];
                words[..*at].iter().all(|word| modifiers.contains(word))
            };
            let Some(at) = words.iter().position(|word| *word == kind).filter(is_item) else { continue };
            // A macro's placeholder is no name.
            if line.contains(&format!("{kind} $")) {
                continue;
            }
            if let Some(name) = words.get(at + 1).filter(|_| kind != "type" || !indented) {
                found.push((kind, *name));
            }
        }
    }
    found
}

/// The name as the list has it: `SealedRow` is no word of it, `Sealed` is.
fn is_retired(name: &str) -> Option<&'static str> {
    let retired = RETIRED.iter().find(|(word, _)| name.to_lowercase() == *word);
    retired.map(|(_, term)| *term)
}

#[test]
fn no_name_is_a_word_that_was_given_up() {
    let mut faults = Vec::new();
    for source in sources() {
        for (kind, name) in declared(&source.code) {
            if let Some(term) = is_retired(name) {
                faults.push(format!("{}: {kind} {name}: the field's term is {term}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_two_types_share_a_name() {
    let all = sources();
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for source in &all {
        for (_, name) in declared(&source.code).into_iter().filter(|(kind, _)| !["fn", "mod"].contains(kind)) {
            places.entry(name).or_default().push(source.path.display().to_string());
        }
    }
    assert!(places.len() > 300, "only {} types were found", places.len());
    let shared = places.iter().filter(|(name, at)| at.len() > 1 && SHARED.iter().all(|(may, _)| may != *name));
    let shared: Vec<_> = shared.map(|(name, at)| format!("{name}: {}", at.join(", "))).collect();
    assert!(shared.is_empty(), "{}", shared.join("\n"));
}

#[test]
fn declared_names_are_found() {
    let code = "pub(in crate::app) enum Page {\n    fn keep(&self) {}\n    type Error = X;\npub type Row = u8;\nmod words;\n\
                pub const fn put() {}\nlet keep = fn_of(type_of);";
    let found = [("enum", "Page"), ("fn", "keep"), ("type", "Row"), ("mod", "words"), ("fn", "put")];
    assert_eq!(declared(code), found);
    assert!(is_retired("Kept").is_some() && is_retired("keep").is_some());
    assert!(is_retired("KeptFile").is_none() && is_retired("keep_view").is_none());
}
