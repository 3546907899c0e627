//! The team's work by period, on the screen and as CSV.

use chrono::{TimeDelta, Utc};
use rstest::rstest;

use super::steps::{LOGO, open_demo};
use crate::support::{Sandbox, Size};

/// A member's figures in the CSV: their handle, then the open, decided, in time, turns and undone.
fn csv_figures(sandbox: &Sandbox, days: Option<i64>) -> Vec<(String, [u64; 5])> {
    let since = days.map(|days| (Utc::now() - TimeDelta::days(days - 1)).format("%Y-%m-%d").to_string());
    let mut args = vec!["stats", "--by", "mediator", "--csv"];
    args.extend(since.iter().flat_map(|since| ["--since", since]));
    let printed = String::from_utf8(sandbox.run(&args).stdout).unwrap();
    let mut lines = printed.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let heads = lines.next().unwrap();
    let figures = |line: Vec<String>| {
        let of = |name: &str| line[heads.iter().position(|head| head == name).unwrap()].parse().unwrap();
        (line[0].clone(), ["open", "decided", "in_time", "turns", "undone"].map(of))
    };
    lines.map(figures).collect()
}

/// The same on the screen, in the row or the sentence of a name.
fn shown_figures(screen: &str, name: &str) -> Option<[u64; 5]> {
    // The first row names who acts.
    let row = screen.lines().skip(1).find(|row| row.contains(name))?.replace(['▐', '\u{202f}', '\u{a0}'], " ");
    let words: Vec<&str> = row.split_once(name)?.1.split_whitespace().collect();
    let number = |word: Option<&&str>| word.and_then(|word| word.parse::<u64>().ok());
    let slash = words.iter().position(|word| *word == "/");
    let (in_time, turns) = match slash {
        Some(at) => (number(words.get(at - 1))?, number(words.get(at + 1))?),
        None => (0, 0),
    };
    Some([number(words.first())?, number(words.get(1))?, in_time, turns, number(words.last())?])
}

#[rstest]
fn the_team_page_shows_for_each_period_what_the_csv_says(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    sandbox.json(&["claim", &id, "--as", "ines"]);
    desk.press(&["s"]);
    desk.wait_for("1 Issues");
    desk.press(&["4"]);
    desk.wait_for("Camille Roussel");
    let names = [("camille", "Camille Roussel"), ("ines", "Inès Haddad"), ("tom", "Tom Beckett")];
    let mut seen = Vec::new();
    for days in [None, Some(7), Some(30), Some(90)] {
        let csv = csv_figures(&sandbox, days);
        assert!(csv.len() >= 3, "{csv:?}");
        for (handle, name) in names {
            let Some((_, wanted)) = csv.iter().find(|(of, _)| of == handle) else { panic!("{handle}: {csv:?}") };
            let what = format!("{name}'s figures of {days:?}: {wanted:?}");
            desk.wait_until(&what, |screen| shown_figures(screen, name) == Some(*wanted));
        }
        seen.push(csv);
        desk.press(&["p"]);
    }
    assert!(seen.windows(2).any(|two| two[0] != two[1]), "the periods of the demo differ: {seen:?}");
    // Round again to the first.
    desk.wait_until("all time again", |screen| {
        names.iter().all(|(handle, name)| {
            let wanted = seen[0].iter().find(|(of, _)| of == handle);
            shown_figures(screen, name) == wanted.map(|(_, figures)| *figures)
        })
    });
    // The period stays from page to page, and a decision counts at once.
    desk.press(&["p", "1"]);
    desk.wait_for("7 jours");
    desk.press(&["4"]);
    let decided = seen[1].iter().find(|(of, _)| of == "ines").map(|(_, figures)| figures[1]).unwrap();
    sandbox.json(&["decide", &id, "--outcome", "seller-wins", "--reasons", "Livré.", "--as", "ines"]);
    desk.wait_until("one decision more", |screen| {
        shown_figures(screen, "Inès Haddad").is_some_and(|figures| figures[1] == decided + 1)
    });
    desk.press(&["Esc"]);
    desk.wait_until_gone("4 Équipe");
    sandbox.assert_verified();
}
