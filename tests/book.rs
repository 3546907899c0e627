//! The book and the READMEs against the repository: every page is in the summary, every picture is shown and made, the keys and
//! commands that are named exist, and the figures are those that were measured. What the commands do is run by
//! `tests/cli/book.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clap::Parser as _;
use litige::app::command::TABLE;
use litige::cli::args::Cli;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files under a folder with this ending, named from the repository's root.
fn files(folder: &str, ending: &str) -> BTreeSet<String> {
    let (mut folders, mut found) = (vec![root().join(folder)], BTreeSet::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.insert(path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// The pages that people read: those of the book, and those of the repository's root.
fn pages() -> BTreeSet<String> {
    let mut pages = files("docs", "md");
    pages.extend(["README.md", "README.fr.md", "CONTRIBUTING.md"].map(str::to_owned));
    pages
}

/// The links of a page: their texts and targets, pictures apart.
fn links(page: &str) -> (Vec<(String, String)>, Vec<String>) {
    let (mut links, mut pictures) = (Vec::new(), Vec::new());
    for part in page.split("](").collect::<Vec<_>>().windows(2) {
        let (before, after) = (part[0], part[1]);
        let target = after.split(')').next().unwrap().to_owned();
        let at = before.rfind('[').unwrap_or(0);
        match before[..at].ends_with('!') {
            true => pictures.push(target),
            false => links.push((before[at + 1..].to_owned(), target)),
        }
    }
    (links, pictures)
}

/// A path as it is from the root, named from this page.
fn resolve(page: &str, target: &str) -> String {
    let mut path: Vec<&str> = page.split('/').collect();
    path.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

#[test]
fn the_summary_names_every_page_by_its_title_and_nothing_else() {
    let (listed, _) = links(&read("docs/SUMMARY.md"));
    let mut faults = Vec::new();
    for (title, target) in &listed {
        let page = format!("docs/{target}");
        let Ok(text) = fs::read_to_string(root().join(&page)) else {
            faults.push(format!("there is no {page}"));
            continue;
        };
        let heading = text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
        if heading != *title {
            faults.push(format!("{page} is called {heading:?}, and in the summary {title:?}"));
        }
    }
    let named: BTreeSet<_> = listed.iter().map(|(_, target)| format!("docs/{target}")).collect();
    let mut missing = files("docs", "md");
    missing.retain(|page| page != "docs/SUMMARY.md" && !named.contains(page));
    faults.extend(missing.into_iter().map(|page| format!("the summary lacks {page}")));
    assert_eq!(named.len(), listed.len(), "a page is listed twice");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_picture_is_made_by_a_scene_and_shown_once_in_its_language() {
    let scenes = read("docs/pictures/scenes.py");
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages() {
        for picture in links(&read(&page)).1 {
            shown.entry(resolve(&page, &picture)).or_default().push(page.clone());
        }
    }
    let mut faults = Vec::new();
    for (picture, on) in &shown {
        if !root().join(picture).exists() {
            faults.push(format!("{} shows {picture}, which is not there", on.join(", ")));
        }
        if picture.starts_with("docs/pictures/") && on.len() > 1 {
            faults.push(format!("{picture} is shown on {}", on.join(", ")));
        }
    }
    for lang in ["en", "fr"] {
        let folder = format!("docs/pictures/{lang}");
        for picture in files(&folder, "png") {
            let name = picture.rsplit('/').next().unwrap().trim_end_matches(".png");
            let other = format!("docs/pictures/{}/{name}.png", if lang == "en" { "fr" } else { "en" });
            // Of several pages of statistics each is a name with an ending.
            let stem = name.split_once('-').map_or(name, |(stem, _)| stem);
            if !scenes.contains(&format!("\"{name}\"")) && !scenes.contains(&format!("f\"{stem}-")) {
                faults.push(format!("no scene makes {picture}"));
            }
            if !shown.contains_key(&picture) {
                faults.push(format!("no page shows {picture}"));
            }
            if !root().join(&other).exists() {
                faults.push(format!("there is no {other}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(shown.len() > 60, "only {} pictures were found", shown.len());
}

/// The guide's chapters, in English and in French.
const CHAPTERS: [(&str, &str); 8] = [
    ("first-day", "premiere-journee"),
    ("rules", "regles"),
    ("reading", "lire"),
    ("talking", "echanger"),
    ("deciding", "trancher"),
    ("mistakes", "erreurs"),
    ("screens", "ecrans"),
    ("keys", "touches"),
];

/// What a page says in either language: the levels of its headings, its pictures, the rows of its tables, its keys.
fn outline(page: &str) -> Vec<String> {
    let picture = |line: &str| line.rsplit('/').next().unwrap().replace("desk.fr.png", "desk.png");
    let of_line = |line: &str| match line.split_once(' ') {
        _ if line.starts_with("![") => Some(picture(line)),
        _ if line.starts_with("| ") => Some(format!("row {}", line.matches(" | ").count())),
        Some((level, _)) if level.starts_with('#') => Some(level.to_owned()),
        _ => None,
    };
    page.lines().filter_map(of_line).collect()
}

#[test]
fn the_guide_is_the_same_in_both_languages() {
    for (en, fr) in CHAPTERS {
        let [en, fr] = [format!("docs/guide/en/{en}.md"), format!("docs/guide/fr/{fr}.md")];
        assert_eq!(outline(&read(&en)), outline(&read(&fr)), "{en} and {fr}");
    }
    assert_eq!(files("docs/guide", "md").len(), 2 * CHAPTERS.len());
    assert_eq!(outline(&read("docs/demo.md")), outline(&read("docs/demo.fr.md")));
    assert_eq!(outline(&read("README.md")).len(), outline(&read("README.fr.md")).len());
}

/// The keys in the first column of a page's tables.
fn keys(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Every key of the desk, as it is written.
fn desk_keys() -> BTreeSet<String> {
    TABLE.iter().flat_map(|spec| spec.keys).flat_map(|(_, keys)| *keys).map(|key| (*key).to_owned()).collect()
}

#[test]
fn the_pages_of_keys_name_every_key_and_the_readmes_none_that_is_not_there() {
    let all = desk_keys();
    for page in ["docs/guide/en/keys.md", "docs/guide/fr/touches.md"] {
        assert_eq!(keys(&read(page)), all, "{page}");
    }
    for page in ["README.md", "README.fr.md"] {
        let text = read(page);
        let (named, section) = (keys(&text), text.split("\n## ").nth(2).unwrap());
        assert!(named.len() >= 5 && named.is_subset(&all), "{page}: {named:?}");
        let spans = section.split('`').skip(1).step_by(2);
        let unknown: Vec<_> = spans.filter(|span| !all.contains(*span)).collect();
        assert!(unknown.is_empty(), "{page}: {unknown:?}");
    }
}

/// A command line as it is written in a sentence, without what the shell does with it; nothing if it is no whole one.
fn command_line(span: &str) -> Option<Vec<String>> {
    let span = span.strip_prefix("litige ")?;
    let bare = [" |", " >", " <"].iter().fold(span, |bare, end| bare.split(end).next().unwrap_or_default());
    let is_form = bare.contains(['…', '[', '|', '(', '{']);
    let words = shell_words(bare);
    (!is_form).then(|| std::iter::once("litige".to_owned()).chain(words).collect())
}

/// Splits at spaces outside quotes.
fn shell_words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in text.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// What stands for an argument of the reader's own.
fn filled_in(word: &str) -> String {
    match word {
        "VERSION" | "SEQ" | "CURSOR" => "7".to_owned(),
        // An account that every system has.
        "ACCOUNT" => "root".to_owned(),
        word => word.to_owned(),
    }
}

#[test]
fn every_command_that_a_page_names_in_passing_is_one() {
    let (mut count, mut faults) = (0, Vec::new());
    // What was is told as it was, and the contract is held by its own test.
    for page in pages().into_iter().filter(|page| page != "docs/contract.md") {
        let text = read(&page);
        let prose: String = text.split("```").step_by(2).collect();
        for span in prose.split('`').skip(1).step_by(2) {
            let Some(words) = command_line(&span.replace('\n', " ")) else { continue };
            count += 1;
            let words: Vec<_> = words.iter().map(|word| filled_in(word)).collect();
            // An option may be named without its value.
            let valued = words.iter().chain([&"all".to_owned()]).cloned().collect::<Vec<_>>();
            let parsed = Cli::try_parse_from(&words).or_else(|error| Cli::try_parse_from(valued).map_err(|_| error));
            if let Err(error) = parsed {
                let is_whole = !matches!(
                    error.kind(),
                    clap::error::ErrorKind::MissingRequiredArgument
                        | clap::error::ErrorKind::MissingSubcommand
                        | clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                );
                if is_whole {
                    faults.push(format!("{page}: {span}: {error}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 60, "only {count} commands were found");
}

/// The numbers of a text, as they are written in English.
fn numbers(text: &str) -> Vec<String> {
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = text.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c))).filter(is_number);
    words.map(|word| word.trim_end_matches(['.', ',']).to_owned()).collect()
}

#[test]
fn the_figures_of_the_readmes_are_those_that_were_measured() {
    let measured = read("docs/performance.md");
    let table = measured.split("<!-- bench -->").nth(1).unwrap().split("<!-- /bench -->").next().unwrap();
    let table: BTreeSet<_> = numbers(table).into_iter().collect();
    for page in ["README.md", "README.fr.md"] {
        let text = read(page);
        let lines = text.split("<!-- bench -->").nth(1).unwrap().split("<!-- /bench -->").next().unwrap();
        assert_eq!(lines.trim().lines().count(), 3, "{page}");
        let in_english = |number: String| if page == "README.md" { number } else { number.replace(',', ".") };
        let found: Vec<_> =
            numbers(&lines.replace("100,000", "").replace("100 000", "")).into_iter().map(in_english).collect();
        assert!(found.len() >= 7, "{page}: {found:?}");
        let others: Vec<_> = found.into_iter().filter(|number| !table.contains(number)).collect();
        assert!(others.is_empty(), "{page} has figures that docs/performance.md has not: {others:?}");
    }
}

#[test]
fn links_keys_and_commands_are_found_in_a_page() {
    let page = "[a](b.md) ![c](d.png)\n| `g g` `G` | to `x` |\n";
    assert_eq!(links(page), (vec![("a".to_owned(), "b.md".to_owned())], vec!["d.png".to_owned()]));
    assert_eq!(keys(page), ["G", "g g"].map(str::to_owned).into());
    assert_eq!(resolve("docs/guide/en/a.md", "../../pictures/x.png"), "docs/pictures/x.png");
    assert_eq!(command_line("litige note D-1 \"a b\" > x").unwrap(), ["litige", "note", "D-1", "a b"]);
    assert_eq!((command_line("litige schema event|outbox"), command_line("litiges")), (None, None));
    assert_eq!(numbers("12.1 ms (`vim`: 25,8)."), ["12.1", "25,8"]);
}
