//! A mediator's steps at the desk, each one visible on the screen before the next.

use serde_json::{Value, json};

use crate::support::{DeskProcess, Sandbox, Size};

/// The logo's order: its second cancellation was refused, 120,00 € are in escrow, it is Camille's turn.
pub const LOGO: &str = "O-48213";

/// Opens a desk on a demo without simulated parties, showing its queue, wherever the one before was left.
pub fn open_demo(sandbox: &Sandbox, size: Size) -> DeskProcess {
    let _ = std::fs::remove_dir_all(sandbox.path("state/litige/sessions"));
    let mut desk = sandbox.open_desk(size, &["demo", "--still"]);
    desk.wait_for("D-10");
    assert!(desk.is_alternate() && !desk.is_cooked());
    desk
}

/// Opens a case from the queue, by its number.
pub fn open_case(desk: &mut DeskProcess, id: &str) {
    desk.press(&["f"]).type_text(id).press(&["Enter"]);
    desk.wait_until(&format!("only {id} in the queue"), |screen| {
        let rows = || {
            let is_row = |row: &&str| !row.contains("Filt") && !row.trim_start().starts_with('─');
            screen.lines().filter(is_row).filter(|row| row.chars().take(18).collect::<String>().contains(" D-1"))
        };
        rows().count() == 1 && rows().all(|row| row.contains(id))
    });
    desk.press(&["Enter"]);
    desk.wait_for("2 Discussion");
}

/// Opens a desk in the logo's case; returns its number, too.
pub fn open_logo_case(sandbox: &Sandbox, size: Size) -> (DeskProcess, String) {
    let mut desk = open_demo(sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut desk, &id);
    (desk, id)
}

/// Returns from the case to the unfiltered queue.
pub fn back_to_queue(desk: &mut DeskProcess) {
    desk.press(&["h"]);
    desk.wait_until_gone("2 Discussion");
    desk.press(&["Esc"]);
    desk.wait_until("several cases", |screen| screen.matches(" D-1").count() > 3);
}

/// Goes from the case to the first page of a decision, with this outcome selected.
pub fn pick_outcome(desk: &mut DeskProcess, outcome: &str) {
    desk.press(&["D"]);
    show_page(desk, "Issue");
    let outcomes = ["Vendeur payé", "Client remboursé", "Remboursement partiel", "Relance"];
    let down = outcomes.iter().position(|o| *o == outcome).unwrap();
    desk.press(&["Home"]).press(&vec!["j"; down]);
    desk.wait_for(&format!("◉ {outcome}"));
}

/// Goes from the case to the last page of a decision.
pub fn draft_decision(desk: &mut DeskProcess, outcome: &str, amount: Option<&str>, reasons: &str) -> String {
    pick_outcome(desk, outcome);
    desk.press(&["Enter"]);
    if let Some(amount) = amount {
        show_page(desk, "Montant");
        desk.type_text(amount).press(&["Enter"]);
    }
    show_page(desk, "Motifs");
    desk.type_text(reasons).press(&["Ctrl-s"]);
    show_page(desk, "Preuves");
    desk.press(&["Enter"]);
    desk.wait_for("Oui : ")
}

/// Waits for this page of the decision; a refund has one page more.
pub fn show_page(desk: &mut DeskProcess, name: &str) {
    desk.wait_until(&format!("the page {name}"), |screen| (1..=5).any(|n| screen.contains(&format!("▌{n} {name}"))));
}

/// Selects Yes on a page that is read first: as often as it takes to have seen all of it.
pub fn select_yes(desk: &mut DeskProcess, yes: &str) {
    for _ in 0..8 {
        let before = desk.wait_until_idle();
        if before.contains(yes) {
            return;
        }
        desk.press(&["Tab"]);
        desk.wait_until("what the key does", |screen| screen != before);
    }
    panic!("no “{yes}”:\n{}", desk.screen());
}

/// Confirms on the last page: selects Yes, then presses Enter.
pub fn confirm(desk: &mut DeskProcess) {
    select_yes(desk, "▌ Oui : ");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Oui : ");
}

/// Returns the events of an order whose client may open a dispute by choice.
pub fn revisions_refused_twice(order: &str, title: &str) -> Vec<Value> {
    let event = |n: u32, kind: &str| json!({"id": format!("{order}-{n}"), "at": format!("2026-11-0{n}T09:00:00Z"), "type": kind, "order": order});
    let with = |n: u32, kind: &str, body: &str| {
        let mut event = event(n, kind);
        event["body"] = json!(body);
        event
    };
    let mut placed = event(1, "order.placed");
    placed["client"] = json!({"id": "c-90", "name": "École Jules-Ferry"});
    placed["seller"] = json!({"id": "s-90", "name": "Atelier Pochoir"});
    placed["title"] = json!(title);
    placed["brief"] = json!("Une fresque de trois mètres, peinte à la main.");
    placed["amount"] = json!({"minor": 65000, "currency": "EUR"});
    placed["lang"] = json!("fr");
    vec![
        placed,
        with(2, "order.delivered", "Voici."),
        with(3, "revision.requested", "C'est un pochoir."),
        with(4, "revision.refused", "Non."),
        with(5, "revision.requested", "Ce n'est toujours pas une fresque."),
        with(6, "revision.refused", "Toujours non."),
    ]
}
