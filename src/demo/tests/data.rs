//! Tests of every line of the demo's data.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::TimeDelta;

use super::noon;
use crate::demo::data_lines::DataError;
use crate::demo::seed_demo::{CASES, history, parse_event};
use crate::domain::time::Time;

#[test]
fn every_file_of_the_folder_is_in_the_demo() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("cases/{}", entry.unwrap().file_name().into_string().unwrap()))
        .collect();
    let embedded: BTreeSet<String> = CASES.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(files, embedded);
}

/// Resolves a name to some id of the right type.
fn any_id(name: &str) -> Result<String, DataError> {
    Ok(match name.chars().next() {
        Some('q') => "q1".to_owned(),
        Some('p') => "p1".to_owned(),
        _ => panic!("{name}: names of asks begin with q, of proposals with p"),
    })
}

#[test]
fn every_line_is_an_event_or_an_action_of_a_mediator() {
    let steps = history(noon()).unwrap();
    assert!(steps.len() > 500, "{}", steps.len());
    for step in &steps {
        if !step.line.text("type").unwrap().starts_with("desk.") {
            parse_event(step, noon(), any_id).unwrap();
        }
    }
}

#[test]
fn a_file_tells_its_case_in_order_and_in_the_past() {
    let now = noon();
    let mut last = ("", 0, Time::UNIX_EPOCH);
    let mut steps = history(now).unwrap();
    steps.sort_by_key(|step| (step.line.position.file, step.line.position.line));
    for step in steps {
        let position = step.line.position;
        let places_an_order = step.line.text("order").is_some();
        if position.file == last.0 && !places_an_order {
            assert!(step.at >= last.2, "{position:?} is before line {}", last.1);
        }
        assert!(step.at <= now - TimeDelta::seconds(30), "{position:?} has not happened yet");
        last = (position.file, position.line, step.at);
    }
}

/// Returns the reply templates' names and their placeholders.
fn replies(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let replies = text.split("\n## ").skip(1).map(|reply| {
        let name = reply.split(':').next().unwrap().trim().to_owned();
        let braces = reply.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned());
        (name, braces.collect())
    });
    replies.collect()
}

#[test]
fn the_ready_replies_are_the_same_in_both_languages() {
    let fr = replies(include_str!("../../../assets/ready/fr.md"));
    assert!(fr.len() >= 7);
    assert_eq!(fr, replies(include_str!("../../../assets/ready/en.md")));
}
