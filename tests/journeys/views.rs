//! Saved views: a filter saved under a name, found again after a restart, and the same at every desk.

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, open_demo};
use crate::support::{DeskProcess, Sandbox, Size};

/// Waits until the desk shows this view: its name is before its filter.
fn in_view(desk: &mut DeskProcess, name: &str, filter: &str) -> String {
    desk.wait_until(&format!("the view {name}"), |screen| {
        screen.lines().any(|row| row.contains(&format!("{name} :")) && row.contains(filter))
    })
}

fn saved_views(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.json(&["views", "--as", "camille"])
}

#[rstest]
fn a_filter_is_kept_as_a_view_and_is_there_after_a_restart(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    desk.press(&["f"]).type_text("seller:nova is:open ").press(&["Enter"]);
    desk.wait_for("Filtre");
    desk.wait_for("enregistrer la vue");
    desk.press(&["F"]);
    desk.wait_for("enregistrer ce filtre comme vue");
    // A name that everyone's views have is refused where it is typed.
    desk.type_text("À moi").press(&["Enter"]);
    desk.wait_for("est une vue que tous ont déjà");
    desk.press(&["Ctrl-u"]).type_text("Nova à voir").press(&["Enter"]);
    desk.wait_for("Vue Nova à voir enregistrée");
    in_view(&mut desk, "Nova à voir", "seller:nova is:open");
    desk.press(&["1"]);
    desk.wait_until_gone("Nova à voir :");
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
    assert_eq!(saved_views(&sandbox), json!([{"name": "Nova à voir", "view": "open", "query": "seller:nova is:open"}]));

    let mut desk = open_demo(&sandbox, size);
    desk.press(&["8"]);
    in_view(&mut desk, "Nova à voir", "seller:nova");
    let screen = desk.wait_for(&id);
    assert!(screen.lines().next().unwrap().contains("Nova à voir"), "{screen}");
    desk.press(&["Tab"]);
    desk.wait_until_gone("Nova à voir :");
    desk.press(&["Shift-Tab"]);
    in_view(&mut desk, "Nova à voir", "seller:nova");
    desk.press(&["1", "Enter"]);
    desk.wait_for("2 Discussion");
    desk.press(&[":"]).type_text("nova voir");
    desk.wait_for("votre vue");
    desk.press(&["Enter"]);
    in_view(&mut desk, "Nova à voir", "seller:nova");

    desk.press(&["M"]);
    desk.wait_for("renommer la vue");
    desk.press(&["Ctrl-u"]).type_text("Nova").press(&["Enter"]);
    desk.wait_for("La vue s'appelle maintenant Nova");
    in_view(&mut desk, "Nova", "seller:nova");
    // No, unless told otherwise.
    desk.press(&["Delete"]);
    desk.wait_for("Oui, supprimer");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Oui, supprimer");
    assert_eq!(saved_views(&sandbox)[0]["name"], "Nova");
    desk.press(&["Delete"]);
    desk.wait_for("Oui, supprimer");
    desk.press(&["Right", "Enter"]);
    desk.wait_for("Vue Nova supprimée");
    desk.wait_until_gone("Nova :");
    assert_eq!(saved_views(&sandbox), json!([]));
}

#[test]
fn two_desks_and_the_command_line_see_each_others_views() {
    let sandbox = Sandbox::new();
    let mut first = open_demo(&sandbox, Size::SMALL);
    let mut second = open_demo(&sandbox, Size::WIDE);
    first.press(&["f"]).type_text("seller:nova").press(&["Enter", "F"]);
    first.wait_for("enregistrer ce filtre comme vue");
    first.type_text("Nova").press(&["Enter"]);
    first.wait_for("Vue Nova enregistrée");
    second.wait_until("the view among the others", |screen| screen.lines().next().unwrap().contains(" Nova"));
    second.press(&["8"]);
    in_view(&mut second, "Nova", "seller:nova");
    sandbox.json(&["views", "keep", "nova", "--query", "client:martin", "--replace", "--as", "camille"]);
    for desk in [&mut first, &mut second] {
        desk.wait_until("the new filter", |screen| screen.contains("nova :  client:martin"));
    }
    sandbox.json(&["views", "drop", "nova", "--as", "camille"]);
    second.wait_for("Filtre :  client:martin");
}

#[rstest]
fn a_kept_filter_that_makes_no_sense_any_more_is_said_and_kept(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    drop(open_demo(&sandbox, size));
    sandbox.json(&["views", "keep", "Nova", "--query", "seller:nova", "--as", "camille"]);
    let db = rusqlite::Connection::open(sandbox.demo_db()).unwrap();
    db.execute("UPDATE saved_views SET query = 'colour:red'", []).unwrap();
    let mut desk = open_demo(&sandbox, size);
    desk.press(&["8"]);
    let screen = desk.wait_for("Le filtre de cette vue n'est plus valable");
    assert!(screen.contains("Champ inconnu : « colour »"), "{screen}");
    desk.press(&["f", "Ctrl-u"]).type_text("seller:nova").press(&["Enter", "F", "Enter"]);
    desk.wait_for("Vue Nova enregistrée");
    assert_eq!(saved_views(&sandbox)[0]["query"], "seller:nova");
}
