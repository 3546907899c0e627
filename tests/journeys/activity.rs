//! Who did what, read at the desk.

use rstest::rstest;

use super::steps::{LOGO, open_case, open_demo};
use crate::support::{DeskProcess, Sandbox, Size};

/// Returns the rows of the list, between the fields that can be typed and the sentence in full; of one that goes on below, the first.
fn rows(screen: &str) -> Vec<String> {
    let below = screen.lines().skip(4).take_while(|row| !row.trim_start().starts_with('─'));
    let begins = |row: &&str| row.chars().take(12).any(|c| c.is_ascii_digit());
    below.filter(begins).map(str::to_owned).collect()
}

/// Waits until every row of the list has this, and there are some.
fn wait_for_rows(desk: &mut DeskProcess, what: &str) -> Vec<String> {
    let all = |screen: &str| {
        let rows = rows(screen);
        !rows.is_empty() && rows.iter().all(|row| row.contains(what))
    };
    rows(&desk.wait_until(&format!("rows of {what} alone"), all))
}

#[rstest]
#[case::french("fr", Size::SMALL, ["Activité", "par:tom", "a laissé une note sur", "depuis:xx"])]
#[case::english("en", Size::WIDE, ["Activity", "by:tom", "wrote a note on", "since:xx"])]
fn what_a_colleague_did_is_found_in_the_log_leads_to_its_case_and_is_found_again(
    #[case] lang: &str,
    #[case] size: Size,
    #[case] words: [&str; 4],
) {
    let [label, by_tom, noted, wrong] = words;
    let sandbox = Sandbox::new().with("LITIGE_LANG", lang);
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    sandbox.json(&["note", &id, "Entre nous.", "--as", "tom"]);
    // At another case, so that it is the log that leads to this one.
    let other = sandbox.dispute_of("O-48144");
    open_case(&mut desk, &other);
    desk.press(&["L"]);
    desk.wait_for(label);
    let noted = format!("{noted} {id}");
    desk.wait_for(&noted);
    desk.wait_until("others' doings", |screen| rows(screen).iter().any(|row| !row.to_lowercase().contains("tom")));

    let name = "Tom Beckett";
    desk.type_text(by_tom);
    let of_tom = wait_for_rows(&mut desk, name);
    let told = sandbox.json(&["log", "--by", "tom", "--limit", "200"]);
    assert_eq!(told[0]["dispute"], id.as_str());
    let count = told.as_array().unwrap().len();
    desk.wait_until("how many there are", |screen| {
        screen.lines().nth(1).is_some_and(|row| row.contains(&format!(" {count} ")))
    });
    assert!(of_tom[0].contains(&noted), "{of_tom:?}");
    // The sentence under the cursor stands in full.
    desk.wait_until("the sentence", |screen| screen.contains("Tom Beckett") && screen.contains(&format!("{id}.")));

    // What makes no sense is said, and leaves the list as it was.
    desk.type_text(&format!(" {wrong}"));
    desk.wait_until("why it makes no sense", |screen| screen.matches(wrong).count() == 2);
    assert_eq!(rows(&desk.screen()), of_tom);
    desk.press(&["Ctrl-u"]).type_text(by_tom).type_text(&format!(" {id}"));
    let of_case = wait_for_rows(&mut desk, &id);
    assert!(of_case.iter().all(|row| row.contains(name)), "{of_case:?}");

    desk.press(&["Enter"]);
    desk.wait_until("the case", |screen| screen.contains(&format!(" {id}  ")) && !screen.contains(label));
    // Back from it, and the log is as it was left; what is typed now takes the place of the filter.
    desk.press(&["L"]);
    desk.wait_for(&format!("{by_tom} {id}"));
    desk.type_text("ines");
    wait_for_rows(&mut desk, "Inès Haddad");
    desk.press(&["Esc"]);
    desk.wait_until_gone(label);
    sandbox.assert_verified();
}

#[rstest]
fn the_log_is_read_by_time_and_with_what_happens_by_itself(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    sandbox.json(&["note", &id, "Entre nous.", "--as", "tom"]);
    desk.press(&["L"]);
    desk.wait_for(&format!("a laissé une note sur {id}"));
    // What the command line says of the last hour, and nothing before.
    desk.type_text("depuis:1h");
    let recent = sandbox.json(&["log", "--since", "1h"]).as_array().unwrap().len();
    assert!((1..20).contains(&recent), "{recent}");
    desk.wait_until(&format!("{recent} rows"), |screen| rows(screen).len() == recent);
    desk.press(&["Ctrl-u"]).type_text("jusque:2001-01-01");
    desk.wait_for("Rien ne correspond");
    // What comes in is left out unless it is asked for.
    desk.press(&["Ctrl-u"]).type_text("par:litige");
    desk.wait_for("0 ligne");
    desk.type_text(" tout");
    wait_for_rows(&mut desk, "litige");
}
