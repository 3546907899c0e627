//! Asks and their deadlines: shown while one asks, lapsed, reminded of; and snoozing.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use rstest::rstest;
use serde_json::json;

use super::living::message;
use super::steps::{LOGO, back_to_queue, open_case, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Size};

/// Two days and some minutes: past an ask's deadline.
const LAPSED: u32 = 48 * 60 + 5;

#[rstest]
fn an_ask_says_when_it_lapses_and_what_lapsed_is_overdue_and_reminded_of_by_one_key(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.press(&["e", "Tab"]);
    desk.wait_for("Question au vendeur");
    desk.wait_until("the deadline", |screen| screen.contains("Expire le ") && screen.contains(", dans 2 j"));
    desk.type_text("Où est le fichier ?").press(&["Ctrl-s"]);
    desk.wait_for("Question envoyée au");
    let due = sandbox.show(&id)["asks"].as_array().unwrap().last().unwrap()["due_at"].clone();
    assert!(due.is_string());
    // While they have time nothing is offered.
    desk.press(&["3"]);
    let panel = desk.wait_until_idle();
    assert!(!panel.contains("m : relancer"), "{panel}");
    back_to_queue(&mut desk);
    assert!(!is_overdue(&mut desk, &id));
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();

    let mut desk = sandbox.open_desk_later(LAPSED, size, &["demo", "--still"]);
    desk.wait_for("D-10");
    assert!(is_overdue(&mut desk, &id));
    desk.wait_for("silence vendeur");
    desk.press(&["Esc", "1"]);
    open_case(&mut desk, &id);
    // The case offers it in its line, among what is pending, and in the last row.
    desk.wait_for("m relancer");
    desk.press(&["3"]);
    desk.wait_until("the offer and its reason", |screen| {
        screen.contains("m : relancer") && screen.contains("le vendeur n'a pas répondu")
    });
    desk.press(&["m"]);
    desk.wait_for("Réponse aux deux parties");
    desk.wait_for("« Où est le fichier ? »");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Relance envoyée dans");
    desk.wait_until_gone("m : relancer");
    let shown = sandbox.show(&id);
    let said = shown["thread"].as_array().unwrap().last().unwrap();
    assert_eq!(said["from"], "mediator");
    let body = said["body"].as_str().unwrap();
    assert!(body.contains("Bonjour Studio Nova,") && body.contains("Où est le fichier"), "{body}");
    assert!(!body.contains('{'), "{body}");
    // The marketplace is told of it, and of which question.
    let outbox = String::from_utf8(sandbox.run(&["outbox"]).stdout).unwrap();
    let last = outbox.lines().rfind(|line| line.contains("ask.reminded")).unwrap().to_owned();
    assert!(last.contains("Où est le fichier"), "{last}");
    sandbox.assert_verified();
}

#[test]
fn where_no_one_owes_an_answer_the_reminder_says_so() {
    let sandbox = Sandbox::new();
    let (mut desk, _) = open_logo_case(&sandbox, Size::SMALL);
    desk.press(&["m"]);
    desk.wait_for("aucune partie ne doit de réponse");
}

#[rstest]
fn a_case_is_set_aside_until_a_moment_in_words_and_wakes_at_a_partys_word(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let mut desk = snoozed(&sandbox, size, "demain 9h30");
    let id = sandbox.dispute_of(LOGO);
    assert!(!in_queue(&desk.wait_until_idle(), &id));
    // Whichever is first: the party writes before the time.
    sandbox.ingest(&[message("e-wake", "client", "Encore une chose.")]);
    let queue = desk.wait_until("the case again", |screen| in_queue(screen, &id));
    assert!(queue.lines().any(|row| row.contains(&id) && row.contains("● 1")), "as unread:\n{queue}");
    assert_eq!(sandbox.json(&["show", &id])["dispute"]["state"], json!("open"));
    sandbox.assert_verified();
}

#[test]
fn a_case_that_was_set_aside_is_back_when_the_time_has_come() {
    let sandbox = Sandbox::new();
    let mut desk = snoozed(&sandbox, Size::SMALL, "3 h");
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["q"]);
    desk.wait_for_exit();
    let mut desk = sandbox.open_desk_later(2 * 60 + 50, Size::SMALL, &["demo", "--still"]);
    desk.wait_for("D-10");
    assert!(!in_queue(&desk.wait_until_idle(), &id), "not before");
    desk.press(&["q"]);
    desk.wait_for_exit();
    let mut desk = sandbox.open_desk_later(3 * 60 + 5, Size::SMALL, &["demo", "--still"]);
    desk.wait_until("the case again", |screen| in_queue(screen, &id));
    sandbox.assert_verified();
}

#[test]
fn a_snoozed_case_is_in_a_view_of_its_own_stays_overdue_and_is_woken_by_a_key() {
    let sandbox = Sandbox::new();
    let id = {
        let (mut desk, id) = open_logo_case(&sandbox, Size::SMALL);
        // Its deadline is past already, and the question says what comes of it.
        desk.press(&["z"]);
        desk.wait_for("il reste parmi les retards");
        desk.press(&["Esc", "q"]);
        id
    };
    let mut desk = snoozed(&sandbox, Size::WIDE, "3 h");
    desk.wait_for("En pause");
    for view in ["0", "4"] {
        desk.press(&[view]);
        desk.wait_until("the snoozed case", |screen| in_queue(screen, &id));
    }
    // The demo has one of its own there, due before.
    desk.press(&["0"]);
    desk.wait_until("both snoozed cases", |screen| screen.contains("D-1020") && in_queue(screen, &id));
    desk.press(&["G", "Z"]);
    desk.wait_for(&format!("{id} est de retour dans la file"));
    desk.press(&["1"]);
    desk.wait_until("the case again", |screen| in_queue(screen, &id));
    sandbox.assert_verified();
}

/// Snoozes the logo's case from the queue's prompt; the parsed time is shown before Enter.
fn snoozed(sandbox: &Sandbox, size: Size, until: &str) -> DeskProcess {
    let (mut desk, id) = open_logo_case(sandbox, size);
    desk.press(&["z"]);
    desk.wait_for("Il revient à ce moment-là, ou dès qu'une partie écrit.");
    // What is no moment to come is said to be none, and sets nothing aside.
    desk.type_text("hier soir");
    desk.wait_for("Il faut un moment à venir");
    desk.press(&["Enter"]);
    desk.wait_for("Il faut un moment à venir");
    desk.press(&["Ctrl-u"]).type_text(until);
    desk.wait_until("what was understood", |screen| screen.contains("Jusqu'au ") && screen.contains("ou un message."));
    desk.press(&["Enter"]);
    desk.wait_for(&format!("{id} quitte la file"));
    back_to_queue(&mut desk);
    desk
}

/// Returns whether a case is overdue.
fn is_overdue(desk: &mut DeskProcess, id: &str) -> bool {
    desk.press(&["4", "f"]).type_text(id).press(&["Enter"]);
    let screen = desk.wait_until_idle();
    in_queue(&screen, id)
}

fn in_queue(screen: &str, id: &str) -> bool {
    screen
        .lines()
        .any(|row| row.chars().take(20).collect::<String>().contains(&format!("  {id}")) && !row.contains("Filt"))
}

#[rstest]
#[case::french("fr", Size::SMALL, [
    "Question au client", "Échéance", "hier soir", "Il faut un moment à venir", "lundi 9h", "Expire le lundi", "Question envoyée au", "3 En attente",
])]
#[case::english("en", Size::WIDE, [
    "Question to the client", "Deadline", "last night", "Not a future time", "monday 9:00", "Lapses Monday", "Question sent", "3 Pending",
])]
fn a_question_has_the_deadline_that_was_typed_and_a_wrong_one_is_refused_with_the_text_kept(
    #[case] lang: &str,
    #[case] size: Size,
    #[case] words: [&str; 8],
) {
    let [title, label, wrong, refused, right, understood, sent, panel] = words;
    let sandbox = Sandbox::new().with("LITIGE_LANG", lang);
    let (mut desk, id) = open_logo_case(&sandbox, size);
    let asked = || sandbox.show(&id)["asks"].as_array().unwrap().len();
    let before = asked();
    desk.press(&["e"]);
    desk.wait_for(title);
    desk.type_text("Où est le fichier ?").press(&["Shift-Tab"]);
    desk.wait_for(label);
    desk.type_text(wrong);
    desk.wait_for(refused);
    desk.press(&["Ctrl-s"]);
    desk.wait_until("both texts kept", |screen| {
        screen.contains(wrong) && screen.contains("Où est le fichier ?") && screen.contains(refused)
    });
    assert_eq!(asked(), before, "nothing was asked");

    desk.press(&["Ctrl-u"]).type_text(right);
    desk.wait_for(understood);
    desk.press(&["Ctrl-s"]);
    desk.wait_for(sent);
    let shown = sandbox.show(&id);
    let ask = shown["asks"].as_array().unwrap().last().unwrap();
    assert_eq!((ask["to"].as_str(), ask["body"].as_str()), (Some("client"), Some("Où est le fichier ?")));
    let due: DateTime<Utc> = ask["due_at"].as_str().unwrap().parse().unwrap();
    assert_eq!((due.weekday(), due.hour(), due.minute()), (Weekday::Mon, 9, 0));
    let left = due - Utc::now();
    assert!(left > TimeDelta::zero() && left <= TimeDelta::days(7), "{due}");
    // The case says so, too.
    desk.press(&["3"]);
    desk.wait_for(&format!("▌{panel}"));
    desk.press(&["G"]);
    let number = ask["id"].as_str().unwrap();
    desk.wait_until("the question with its deadline", |screen| {
        screen.lines().any(|row| row.contains(number) && (row.contains("encore ") || row.contains(" left")))
    });
    sandbox.assert_verified();
}
