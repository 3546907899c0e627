//! People are called by their names wherever one reads; a long name gives way before what is said of its bearer.

use litige::domain::case::records::Mediator;
use litige::domain::vocabulary::{Lang, Role};
use litige::store::Store;
use ratatui::buffer::Buffer;

use crate::desk::{Desk, Look};
use crate::every::{each, walk};
use crate::fixture::{fill, fill_decided, fill_long, fill_second, fill_told, now};
use crate::print::plain;

/// The team's handles in the fixture.
const HANDLES: [&str; 2] = ["camille", "ines"];

/// Returns the lines that have a handle as a word of its own. What is typed is said as it is typed, and help says as whom one
/// acts.
fn with_handles(frame: &Buffer) -> Vec<String> {
    let is_handle = |word: &str| HANDLES.contains(&word);
    let has_one = |line: &&str| {
        let is_typed = ["by:camille", "--as", "held:ines", "/home/camille"].iter().any(|typed| line.contains(typed));
        !is_typed && line.split(|c: char| !c.is_alphanumeric()).any(is_handle)
    };
    plain(frame).lines().filter(has_one).map(str::to_owned).collect()
}

#[test]
fn no_screen_calls_a_member_by_a_handle() {
    let mut all = Vec::new();
    let sizes = [(60, 20), (80, 24), (120, 40)];
    for (lang, (cols, rows)) in [Lang::En, Lang::Fr].into_iter().flat_map(|lang| sizes.map(|size| (lang, size))) {
        each(Look { lang, cols, rows, ..Look::WIDE }, |name, _, frame| {
            if !name.starts_with("help") {
                all.extend(with_handles(frame).into_iter().map(|line| format!("{name} at {cols}: {line}")));
            }
        });
        for (filled, keys) in [
            (fill_told as fn(&mut dyn Store), "6"),
            (fill_told, "6|f|=held:ines|Enter|Enter"),
            (fill_decided, "v"),
            (fill_decided, "s|3"),
            (fill_second, "7|Enter|3"),
        ] {
            let mut desk = Desk::new(Look { lang, cols, rows, ..Look::WIDE }, now(), filled);
            let frame = walk(&mut desk, keys);
            all.extend(with_handles(&frame).into_iter().map(|line| format!("{keys} at {cols}: {line}")));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// A team of two with the same name, and of one with a very long one.
fn fill_namesakes(store: &mut dyn Store) {
    let long = "Marie-Antoinette de Villeneuve-Beaumarchais de la Tour du Pin";
    let team = [("camille", "Camille Roussel"), ("ines", "Inès Haddad"), ("ines2", "Inès Haddad"), ("long", long)];
    let member = |(handle, name): (&str, &str)| Mediator::new(handle.into(), name, Role::Lead);
    let when = chrono::TimeZone::with_ymd_and_hms(&chrono::Utc, 2026, 11, 1, 8, 0, 0).unwrap();
    store.found_team(&team.map(member), when).unwrap();
    fill(store);
}

#[test]
fn namesakes_are_told_apart_and_a_long_name_leaves_room_for_what_is_said_of_it() {
    for (cols, rows) in [(60, 20), (80, 24), (120, 40)] {
        let mut desk = Desk::new(Look { cols, rows, ..Look::WIDE }, now(), fill_namesakes);
        let list = plain(&walk(&mut desk, "a|t"));
        let of = |word: &str| list.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{word}: {list}"));
        assert!(of("Inès Haddad ines ").contains("lead") && of("Inès Haddad ines2").contains("lead"), "{list}");
        let long = of("Marie-Antoinette");
        assert!(long.contains(" lead") && long.contains("case"), "{cols}: {long}");
    }
}

#[test]
fn a_partys_long_name_leaves_its_role_and_the_messages_number() {
    for (cols, rows) in [(60, 20), (80, 24), (120, 40)] {
        let mut desk = Desk::new(Look { cols, rows, ..Look::WIDE }, now(), fill_long);
        let screen = plain(&walk(&mut desk, "f|=order:O-1|Enter|Enter|2|g g"));
        let heads: Vec<_> = screen.lines().filter(|line| line.contains("… client")).collect();
        assert!(!heads.is_empty() && heads.iter().all(|head| head.contains(" m")), "{cols}: {screen}");
    }
}
