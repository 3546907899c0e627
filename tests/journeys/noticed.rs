//! Remarks on the parties' messages: in the margin, under the message, and beside the discussion; never hidden.

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, open_case, open_demo};
use crate::support::{DeskProcess, Sandbox, Size};

/// Opens the logo's case, whose seller has just written this.
fn written(sandbox: &Sandbox, size: Size, body: &str) -> DeskProcess {
    let mut desk = open_demo(sandbox, size);
    let event = json!({"id": "noticed", "at": "2026-11-03T09:12:00Z", "type": "dispute.message", "order": LOGO, "by": "seller", "body": body});
    sandbox.ingest(&[event]);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut desk, &id);
    desk
}

#[rstest]
fn contact_outside_and_heat_are_pointed_out_in_the_margin_and_explained(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let mut desk = written(&sandbox, size, "Appelez-moi au 06 12 34 56 78.\nC'est une arnaque.\nLe reste est dit.");
    let screen = desk.wait_for("06 12 34 56 78");
    for row in ["↗ Appelez-moi au 06 12 34 56 78.", "! C'est une arnaque.", "▎ Le reste est dit."] {
        assert!(screen.contains(row), "{row}\n{screen}");
    }
    for word in ["↗ mention d'un contact hors plateforme", "! propos vifs"] {
        assert!(screen.contains(word), "{word}\n{screen}");
    }
    desk.press(&["3"]);
    desk.wait_for("▌3 En attente");
    desk.wait_until_idle();
    desk.press(&["G"]);
    desk.wait_for("À noter");
    desk.wait_for("n'aide personne");
    desk.wait_for("r, puis Ctrl-t");
    desk.press(&["2"]);
    desk.wait_for("▌2 Discussion");
    desk.press(&["Enter"]);
    desk.wait_until_gone("2 Discussion");
    let screen = desk.wait_for("hors de la plateforme ne compte");
    assert!(screen.contains("↗ Appelez-moi au 06 12 34 56 78."), "{screen}");
    // The reply for it comes first, before the reminders and all else.
    desk.press(&["Esc", "r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.press(&["Ctrl-t"]);
    desk.wait_for("▌• apaiser");
}

#[test]
fn a_team_has_words_of_its_own_and_a_broken_list_is_named_and_left_out() {
    let sandbox = Sandbox::new();
    sandbox.configure("words/fr.txt", "# les nôtres\n[heated]\nzut*\n");
    let mut desk = written(&sandbox, Size::WIDE, "Zut alors, quelle arnaque. Old thieves.");
    let screen = desk.wait_for("Zut alors");
    assert!(screen.contains("! Zut alors"), "{screen}");
    let underlined = desk.underlined("Zut alors, quelle arnaque. Old thieves.");
    assert_eq!(underlined, ["Zut", "thieves"], "theirs, and the English ones that nobody changed");

    let sandbox = Sandbox::new();
    sandbox.configure("words/fr.txt", "[heated]\nzut\n[fâché]\n");
    sandbox.configure("words/en.txt", "zut\n");
    let mut desk = open_demo(&sandbox, Size::SMALL);
    let told = desk.wait_until("the slip", |screen| {
        let text: String = screen.lines().map(|row| row.trim_matches(['▌', ' '])).collect();
        let text = text.replace(char::is_whitespace, "");
        text.contains("words/fr.txt,ligne3:") && text.contains("lalisted'origineestgardée")
    });
    assert!(told.contains("Ouverts 21"), "{told}");
    desk.press(&["j"]);
    let mut desk = written(&sandbox, Size::WIDE, "Quelle arnaque, zut.");
    desk.wait_for("! Quelle arnaque, zut.");
    assert_eq!(desk.underlined("Quelle arnaque, zut."), ["arnaque"]);
}
