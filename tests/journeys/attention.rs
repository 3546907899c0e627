//! What needs a mediator who does not look at the screen: notifications outside it, the list, and the window's title.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use super::steps::{LOGO, open_demo};
use crate::support::{DeskProcess, Sandbox, Size};

const FOCUS_IN: &[u8] = b"\x1b[I";
const FOCUS_OUT: &[u8] = b"\x1b[O";
/// What a hostile party would have the terminal do.
const HOSTILE: &str = "\u{1b}]2;pwned\u{7}\u{1b}]777;notify;pwned;pwned\u{1b}\\";

fn message(id: &str, by: &str) -> Value {
    json!({"id": id, "at": "2026-11-10T08:00:00Z", "type": "dispute.message", "order": LOGO, "by": by, "body": HOSTILE})
}

/// A desk that notifies so, in whose logo's case Camille has just spoken; with its number.
fn notifying(configuration: &str, size: Size) -> (Sandbox, DeskProcess, String) {
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", configuration);
    let desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    sandbox.json(&["claim", &id, "--as", "camille"]);
    (sandbox, desk, id)
}

/// Returns the text of what the program wrote.
fn written(desk: &DeskProcess) -> String {
    String::from_utf8_lossy(&desk.bytes()).into_owned()
}

#[rstest]
fn a_notification_arrives_at_an_unfocused_desk_and_not_at_a_focused_one(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let (sandbox, mut desk, id) = notifying("notify = \"osc\"\n", size);
    desk.wait_written("a request to report the focus", |desk| written(desk).contains("\x1b[?1004h"));
    desk.send(FOCUS_IN);
    sandbox.ingest(&[message("n1", "client")]);
    desk.wait_for(&format!("Le client a écrit dans {id}."));
    desk.wait_for("1 notification");
    assert!(!written(&desk).contains("]777;") && !written(&desk).contains("]9;"), "who looks is not disturbed");

    desk.send(FOCUS_OUT);
    sandbox.ingest(&[message("n2", "seller")]);
    let told = format!("]777;notify;litige;Le vendeur a écrit dans {id}.\x1b\\");
    desk.wait_written("a notification", |desk| written(desk).contains(&told));
    assert_eq!(written(&desk).matches("]777;").count(), 1);
    assert!(
        written(&desk).contains(&format!("]9;litige: Le vendeur a écrit dans {id}.")),
        "an unknown terminal gets both"
    );
    assert!(!written(&desk).contains("pwned"), "nothing of a party's is told");

    desk.send(FOCUS_IN);
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
    sandbox.assert_verified();
}

#[rstest]
fn the_bell_rings_for_who_does_not_look() {
    let (sandbox, mut desk, id) = notifying("notify = \"bell\"\n", Size::SMALL);
    desk.send(FOCUS_OUT);
    // The title ends with the same character.
    let bells = |desk: &DeskProcess| written(desk).matches('\u{7}').count() - written(desk).matches("\x1b]2;").count();
    assert_eq!(bells(&desk), 0);
    sandbox.ingest(&[message("n1", "client")]);
    desk.wait_for(&format!("Le client a écrit dans {id}."));
    desk.wait_written("a bell", |desk| bells(desk) == 1);
}

#[rstest]
fn a_program_is_told_without_a_shell_and_its_failure_is_said_once() {
    let command = r#"["sh", "-c", "printf '%s|%s' \"$0\" \"$1\" > told", "{title}", "{text}"]"#;
    let (sandbox, mut desk, id) =
        notifying(&format!("notify = \"command\"\nnotify_command = {command}\n"), Size::SMALL);
    desk.send(FOCUS_OUT);
    sandbox.ingest(&[message("n1", "client")]);
    let told = format!("litige|Le client a écrit dans {id}.");
    desk.wait_written("what the program was told", |_| {
        std::fs::read_to_string(sandbox.path("told")).is_ok_and(|text| text == told)
    });
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    sandbox.assert_no_process_left();

    let (sandbox, mut desk, _) = notifying("notify = \"command\"\nnotify_command = [\"/no/such\"]\n", Size::SMALL);
    desk.send(FOCUS_OUT);
    sandbox.ingest(&[message("n1", "client")]);
    desk.wait_for("Le programme qui doit vous prévenir a échoué : /no/such");
}

#[rstest]
fn what_one_was_told_is_listed_until_it_is_acknowledged_and_leads_to_its_case(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let (sandbox, mut desk, id) = notifying("", size);
    sandbox.ingest(&[message("n1", "client")]);
    let told = format!("Le client a écrit dans {id}.");
    desk.wait_for(&told);
    assert!(!written(&desk).contains("\x1b[?1004h"), "without notifications nobody asks for the focus");
    desk.press(&["i"]);
    desk.wait_for("Notifications · 1");
    desk.press(&["Enter"]);
    desk.wait_for("2 Discussion");
    desk.press(&["i"]);
    desk.wait_for("Aucune notification");
    assert_eq!(sandbox.json(&["notifications", "--as", "camille"]), json!([]), "opened is acknowledged");
    desk.press(&["Esc", "Esc"]);
    // What another desk, or a script, acknowledges is gone here too.
    sandbox.ingest(&[message("n2", "seller")]);
    desk.wait_for("1 notification");
    sandbox.json(&["notifications", "--acknowledge", "--as", "camille"]);
    desk.wait_within(Duration::from_secs(25), "no notification", |screen| !screen.contains("1 notification"));
    sandbox.assert_verified();
}

#[rstest]
fn the_windows_title_counts_what_is_overdue_and_goes_with_the_desk() {
    let sandbox = Sandbox::new();
    // Late enough for a desk that starts slowly to be seen before.
    let due = Utc::now() + TimeDelta::seconds(22);
    let opened = (due - TimeDelta::hours(24)).to_rfc3339();
    let event = |id: &str, what: &str, more: Value| {
        let mut event = json!({"id": id, "at": opened, "type": what, "order": "O-1"});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let person = |id: &str| json!({"id": id, "name": HOSTILE});
    sandbox.ingest(&[
        event(
            "e1",
            "order.placed",
            json!({"client": person("c"), "seller": person("s"), "title": HOSTILE,
            "brief": "x", "amount": {"minor": 1000, "currency": "EUR"}}),
        ),
        event("e2", "order.delivered", json!({"body": "x"})),
        event("e3", "revision.requested", json!({"body": "x"})),
        event("e4", "revision.refused", json!({"body": "x"})),
        event("e5", "revision.requested", json!({"body": "x"})),
        event("e6", "revision.refused", json!({"body": "x"})),
        event("e7", "dispute.opened", json!({"by": "client", "justification": HOSTILE})),
    ]);
    sandbox.json(&["mediator", "add", "camille", "--name", "Camille"]);
    let path = sandbox.demo_db().display().to_string();
    let mut desk = sandbox.open_desk(Size::SMALL, &["--db", &path, "--as", "camille"]);
    desk.wait_for("D-1001");
    assert_eq!(desk.title(), "litige");
    desk.wait_written("an overdue case in the title", |desk| desk.title() == "litige · 1 en retard");
    assert!(!written(&desk).contains("\x1b]2;pwned"), "no name and no title of a case is in it");
    // One that a colleague holds is not hers to hurry with.
    sandbox.json(&["mediator", "add", "ines", "--name", "Inès", "--as", "camille"]);
    sandbox.json(&["claim", "D-1001", "--as", "ines"]);
    desk.wait_written("nothing overdue in the title", |desk| desk.title() == "litige");
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    desk.assert_restored();
}
