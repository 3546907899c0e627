//! Cases that change hands: at the end of a shift, from a colleague who is quiet, to a lead.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, back_to_queue, open_case, open_demo, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Size};

/// The desk polls once a second; the rest is for a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// Opens the desk of a colleague, by a clock that is ahead.
fn desk_of(sandbox: &Sandbox, who: &str, minutes: u32, size: Size) -> DeskProcess {
    let mut desk = sandbox.open_desk_later(minutes, size, &["demo", "--still", "--as", who]);
    desk.wait_for("D-10");
    desk
}

fn holder(sandbox: &Sandbox, id: &str) -> serde_json::Value {
    sandbox.show(id)["dispute"]["claimed_by"].clone()
}

/// Returns the numbers of the cases that this member holds, those that are snoozed too.
fn held_by(sandbox: &Sandbox, who: &str) -> Vec<String> {
    let query = format!("held:{who} is:open");
    let rows = sandbox.json(&["queue", "--view", "all", "--query", &query, "--limit", "1000"]);
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Returns how many cases the tab of one's own says there are.
fn mine(screen: &str) -> Option<usize> {
    let (_, after) = screen.lines().next()?.split_once("À moi ")?;
    after.split_whitespace().next()?.parse().ok()
}

#[rstest]
fn a_shift_is_handed_over_to_a_colleague_who_is_told_at_their_desk(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));
    back_to_queue(&mut camille);
    let mut ines = desk_of(&sandbox, "ines", 0, size);
    let before = mine(&ines.wait_until("her cases", |screen| mine(screen).is_some())).unwrap();
    let (hers, theirs) = (held_by(&sandbox, "camille"), held_by(&sandbox, "ines"));
    assert!(hers.contains(&id));

    camille.press(&["T"]);
    let list = camille.wait_for("transmettre en fin de service");
    for part in ["Inès Haddad", "Tom Beckett"] {
        assert!(list.contains(part), "{part}:\n{list}");
    }
    camille.wait_for(&format!("{} dossiers", theirs.len()));
    camille.type_text("ine").press(&["Enter"]);
    camille.wait_for("Note :");
    camille.type_text("Je reprends lundi.").press(&["Enter"]);
    let asked = camille.wait_until("the count", |screen| screen.contains("à Inès Haddad, qui reçoit"));
    assert!(asked.contains(&hers.len().to_string()) && asked.contains("▌ Non, revenir ▐"), "{asked}");
    // Its answer is to go back: nothing has gone.
    camille.press(&["Enter"]);
    camille.wait_for("Note :");
    assert_eq!(held_by(&sandbox, "camille"), hers);
    camille.press(&["Enter"]);
    camille.wait_for("▌ Non, revenir ▐");
    camille.press(&["Right"]);
    camille.wait_for("▌ Oui, transmettre ▐");
    camille.press(&["Enter"]);
    camille.wait_for("par Inès Haddad.");
    assert_eq!(held_by(&sandbox, "camille"), Vec::<String>::new());
    assert_eq!(holder(&sandbox, &id), json!("ines"));
    let notes = sandbox.show(&id)["notes"].clone();
    assert_eq!(notes.as_array().unwrap().last().unwrap()["body"], "Je reprends lundi.");

    ines.wait_within(SOON, "who gave it", |screen| screen.contains("Camille Roussel vous a confié D-"));
    ines.wait_within(SOON, "her cases", |screen| mine(screen).is_some_and(|now| now > before));
    ines.press(&["i"]);
    ines.wait_for(&format!("Camille Roussel vous a confié {id}"));
    sandbox.assert_verified();
}

#[rstest]
fn a_quiet_colleagues_case_is_taken_over_after_a_question_and_the_reply_goes_through(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut camille, id) = open_logo_case(&sandbox, size);
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));
    // Within the lease she is named.
    let mut early = desk_of(&sandbox, "ines", 0, size);
    open_case(&mut early, &id);
    early.press(&["r"]);
    early.wait_for(&format!("Camille Roussel suit {id}"));
    early.press(&["h", "q"]);
    early.wait_for_exit();

    // Half an hour later, by the clock of another desk.
    let mut ines = desk_of(&sandbox, "ines", 47, size);
    open_case(&mut ines, &id);
    ines.press(&["r"]);
    let asked = ines.wait_for("reprendre le dossier");
    for part in ["Camille Roussel suit ce dossier.", "Sans activité depuis ", "soit 4", "▌ Non, laisser ▐", "répondre"]
    {
        assert!(asked.contains(part), "{part}:\n{asked}");
    }
    ines.press(&["Enter"]);
    ines.wait_until_gone("Camille Roussel suit ce dossier.");
    assert_eq!(holder(&sandbox, &id), json!("camille"), "No leaves it");
    ines.press(&["r"]);
    ines.wait_for("▌ Non, laisser ▐");
    ines.press(&["Right"]);
    ines.wait_for("▌ Oui, reprendre ▐");
    ines.press(&["Enter"]);
    ines.wait_for("Réponse aux deux parties");
    let told = format!("Inès Haddad a repris {id}, qui était à vous");
    camille.wait_within(SOON, "who took it over", |screen| screen.contains(&told));
    ines.type_text("Je prends la suite.").press(&["Ctrl-s"]);
    ines.wait_for("Envoyé aux deux parties");
    assert_eq!(holder(&sandbox, &id), json!("ines"));
    let thread = sandbox.show(&id)["thread"].clone();
    assert_eq!(thread.as_array().unwrap().last().unwrap()["body"], "Je prends la suite.");
    let log = sandbox.json(&["log", "--dispute", &id, "--by", "ines"]);
    let claims = log.as_array().unwrap().iter().filter(|line| line["action"] == "claim").count();
    assert_eq!(claims, 1, "{log:#}");
    sandbox.assert_verified();
}

#[rstest]
fn a_case_is_escalated_to_a_lead_with_a_reason(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut camille = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut camille, &id);
    // What nobody holds is first claimed.
    camille.press(&["t"]);
    camille.wait_for("personne ne suit");
    camille.press(&["a"]);
    camille.wait_for(&format!("{id} est à vous"));
    let mut tom = desk_of(&sandbox, "tom", 0, size);
    camille.press(&["t"]);
    camille.wait_for("transmettre le dossier");
    camille.type_text("tom");
    camille.wait_until("Tom alone", |screen| screen.contains("Tom Beckett") && !screen.contains("Inès Haddad ines"));
    camille.press(&["Enter"]);
    camille.wait_for("Raison");
    camille.press(&["Enter"]);
    camille.wait_for("Le texte est encore vide");
    assert_eq!(holder(&sandbox, &id), json!("camille"));
    camille.type_text("Le client menace d'un procès.").press(&["Enter"]);
    camille.wait_for(&format!("{id} est confié à Tom Beckett"));
    tom.wait_within(SOON, "who gave it", |screen| screen.contains(&format!("Camille Roussel vous a confié {id}")));
    let shown = sandbox.show(&id);
    assert_eq!(shown["dispute"]["claimed_by"], "tom");
    assert_eq!(shown["notes"].as_array().unwrap().last().unwrap()["body"], "Le client menace d'un procès.");
    sandbox.assert_verified();
}
