//! Writing less: reply templates filled in from the case, and the mediator's own editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rstest::rstest;

use super::steps::{LOGO, open_case, open_demo, open_logo_case};
use crate::support::{DeskProcess, Sandbox, Signal, Size};

/// As narrow as the desk is still used.
const NARROW: Size = Size(60, 20);

/// Creates a sandbox in English; the logo's parties speak French.
fn english() -> Sandbox {
    Sandbox::new().with("LITIGE_LANG", "en").with("LANG", "en_GB.UTF-8")
}

fn last_message(sandbox: &Sandbox, id: &str) -> String {
    let shown = sandbox.show(id);
    shown["thread"].as_array().unwrap().last().unwrap()["body"].as_str().unwrap().to_owned()
}

#[rstest]
fn a_ready_reply_goes_out_filled_in_in_the_orders_language(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = english();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.press(&["r"]);
    desk.wait_for("Reply to both parties");
    desk.press(&["Ctrl-t"]);
    desk.wait_for("Ready replies");
    desk.type_text("propose partial");
    // The list is in the mediator's language, what will be sent is in the order's, and shown whole.
    desk.wait_for("▌  propose a partial refund");
    let shown = desk.wait_for("120,00 €");
    assert!(shown.contains("Bonjour à vous deux,") && shown.contains("{refund}"), "{shown}");
    desk.press(&["Esc"]);
    desk.wait_until_gone("Ready replies");
    // With a proposal that stands nothing is left to fill in.
    sandbox.run(&["propose", &id, "--refund", "40", "--as", "camille"]);
    desk.press(&["Ctrl-t"]);
    desk.wait_for("Ready replies");
    desk.type_text("propose partial");
    desk.wait_until("the proposal's figures", |screen| screen.contains("40,00 €") && screen.contains("nothing left"));
    desk.press(&["Enter"]);
    desk.wait_until_gone("Ready replies");
    desk.press(&["Ctrl-s"]);
    desk.wait_until_gone("Reply to both parties");
    let said = last_message(&sandbox, &id);
    let figures = "un partage des 120,00\u{a0}€\u{a0}: 40,00\u{a0}€ pour Léa Martin, 80,00\u{a0}€ pour Studio Nova.";
    assert!(said.contains(figures), "{said}");
    assert!(said.ends_with("\n\nCamille Roussel") && !said.contains('{'), "{said}");
    sandbox.assert_verified();
}

#[rstest]
fn what_a_ready_reply_says_follows_whom_one_asks_and_what_one_offers(#[values(Size::WIDE, NARROW)] size: Size) {
    let sandbox = english();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.press(&["e"]);
    desk.wait_for("Question to the client");
    desk.type_text("One more thing.");
    desk.wait_for("One more thing.");
    desk.press(&["Ctrl-t"]);
    // What fits a question comes first.
    desk.wait_for("▌• ask for proof");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Ready replies");
    desk.type_text("le fichier");
    desk.wait_for("le fichier");
    desk.press(&["Tab"]);
    desk.wait_for("Question to the seller");
    desk.press(&["Ctrl-s"]);
    desk.wait_until_gone("Question to the seller");
    let asked = last_message(&sandbox, &id);
    assert!(asked.starts_with("One more thing.\n\nBonjour Studio Nova,\n\n"), "{asked}");
    assert!(asked.contains("le fichier"), "{asked}");
    // Digits on an offer are its amount; the words have it, and have another one when it is changed.
    desk.press(&["p"]);
    desk.wait_for("Proposal to both parties");
    desk.type_text("40");
    desk.wait_for("seller €80.00");
    desk.press(&["Tab", "Ctrl-t"]);
    desk.wait_for("▌• propose a partial refund");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Ready replies");
    desk.press(&["Shift-Tab"]);
    desk.type_text("50");
    desk.wait_for("seller €70.00");
    desk.press(&["Ctrl-s"]);
    desk.wait_until_gone("Proposal to both parties");
    let offered = sandbox.show(&id)["proposals"].as_array().unwrap().last().unwrap()["terms"].to_string();
    assert!(offered.contains("50,00") && !offered.contains("40,00"), "{offered}");
    sandbox.assert_verified();
}

#[rstest]
fn a_reply_with_a_blank_is_refused_by_name_until_it_is_filled_in(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    let before = sandbox.show(&id)["thread"].as_array().unwrap().len();
    desk.press(&["e"]);
    desk.wait_for("Question au client");
    desk.press(&["Ctrl-t"]);
    desk.wait_for("Réponses types");
    desk.type_text("preuve");
    desk.wait_for("demander une preuve");
    desk.wait_for("à compléter : {what}");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Réponses types");
    let text = desk.wait_for("{what}");
    assert!(text.contains("Bonjour Léa Martin,"), "the party asked is named:\n{text}");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("À compléter : {what}.");
    assert_eq!(sandbox.show(&id)["thread"].as_array().unwrap().len(), before, "nothing was sent");
    // The next letter replaces the placeholder.
    desk.type_text("le fichier vectoriel");
    desk.wait_until_gone("{what}");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Question envoyée au");
    let asks = sandbox.show(&id)["asks"].clone();
    let body = asks.as_array().unwrap().last().unwrap()["body"].as_str().unwrap();
    assert!(body.contains("un élément concret\u{a0}: le fichier vectoriel."), "{body}");
    // A template in a pipe is refused as well.
    let piped = sandbox.run_with(&["say", &id, "-", "--as", "camille", "--json"], "Bonjour {client},\n");
    assert_eq!(piped.status.code(), Some(3), "{}", String::from_utf8_lossy(&piped.stdout));
    assert!(String::from_utf8_lossy(&piped.stdout).contains("{client}"));
    sandbox.assert_verified();
}

#[test]
fn a_teams_own_replies_stand_beside_ours_and_a_broken_line_of_theirs_is_named() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("config/litige/ready");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("fr.md"), "## geste: offrir un geste\nBonjour {client},\nvoici {coupon}.\n\n## Pas Bon\nX\n")
        .unwrap();
    fs::write(folder.join("en.md"), b"## a: \xff\n").unwrap();
    let mut desk = open_demo(&sandbox, Size::WIDE);
    desk.wait_for("fr.md, ligne 5");
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut desk, &id);
    desk.press(&["r", "Ctrl-t"]);
    desk.wait_for("annoncer la décision");
    desk.type_text("geste");
    desk.wait_for("à compléter : {coupon}");
    desk.press(&["Enter", "Ctrl-s"]);
    desk.wait_for("À compléter : {coupon}.");
    desk.type_text("un bon").press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(last_message(&sandbox, &id), "Bonjour Léa Martin, voici un bon.");
}

/// Writes an editor: a shell script.
fn editor(sandbox: &Sandbox, script: &str) -> String {
    let path = sandbox.path("my editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    format!("'{}'", path.display())
}

/// Creates a sandbox whose editor is this script.
fn with_editor(script: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let editor = editor(&sandbox, script);
    sandbox.with("EDITOR", "false").with("VISUAL", &editor)
}

/// Opens the logo's case with this reply typed.
fn writing(sandbox: &Sandbox, size: Size, text: &str) -> (DeskProcess, String) {
    let mut desk = open_demo(sandbox, size);
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text(text);
    desk.wait_for(text);
    (desk, id)
}

/// Returns the files of editors that still exist.
fn editor_files(sandbox: &Sandbox) -> Vec<PathBuf> {
    let folders = fs::read_dir(sandbox.path("state/litige/editor")).into_iter().flatten();
    folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap()).map(|file| file.unwrap().path()).collect()
}

#[rstest]
fn a_long_text_is_written_in_ones_own_editor(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = with_editor(
        "stat -c '%a %n' \"$1\" > \"$HOME.stat\"; echo GRIBOUILLIS; read line < /dev/tty; printf '\\n\\n%s\\n' \"$line\" >> \"$1\"",
    );
    let (mut desk, id) = writing(&sandbox, size, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_until("the editor on the terminal", |screen| {
        screen.contains("GRIBOUILLIS") && !screen.contains("Discussion")
    });
    assert!(!desk.is_alternate() && desk.is_cooked(), "the terminal is the editor's");
    // What is typed is the editor's, what happens meanwhile is not missed.
    sandbox.ingest(&[super::living::message("e-editor", "seller", "Je viens de déposer le SVG.")]);
    desk.send("Qu'en dites-vous ?\r".as_bytes());
    desk.wait_for("Qu'en dites-vous ?");
    let screen = desk.wait_for("Réponse aux deux parties");
    assert!(desk.is_alternate() && !desk.is_cooked());
    assert!(screen.contains("Bonjour,") && !screen.contains("GRIBOUILLIS"), "drawn whole:\n{screen}");
    desk.wait_for("vendeur a écrit");
    desk.type_text(" Merci.").press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(last_message(&sandbox, &id), "Bonjour,\n\nQu'en dites-vous ? Merci.");
    let stat = fs::read_to_string(sandbox.path("home.stat")).unwrap();
    assert!(stat.starts_with("600 ") && stat.trim_end().ends_with(".md"), "{stat}");
    assert_eq!(editor_files(&sandbox), Vec::<PathBuf>::new());
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
    desk.assert_restored();
}

#[rstest]
#[case::fails("exit 3", "exit status: 3", None)]
#[case::fails_after_saving("echo perdu > \"$1\"; exit 3", "exit status: 3", Some("perdu\n"))]
#[case::is_killed("kill -9 $$", "signal: 9", None)]
#[case::loses_its_file("rm \"$1\"; exit 0", "n’a pas pu être utilisé", None)]
#[case::saves_no_text("printf '\\377' > \"$1\"", "n'est pas du texte", Some("\u{fffd}"))]
#[case::saves_too_much("head -c 40000 /dev/zero | tr '\\0' x > \"$1\"", "trop long", Some("xxx"))]
fn an_editor_that_fails_leaves_the_draft_and_says_so(
    #[case] script: &str,
    #[case] said: &str,
    #[case] kept: Option<&str>,
) {
    let sandbox = with_editor(script);
    let (mut desk, id) = writing(&sandbox, Size::SMALL, "Bonjour à vous,");
    desk.press(&["Ctrl-e"]);
    let plain = |text: &str| text.replace('’', "'");
    desk.wait_until(said, |screen| plain(screen).contains(&plain(said)));
    desk.wait_for("Bonjour à vous,");
    let left = editor_files(&sandbox);
    assert_eq!(left.len(), usize::from(kept.is_some()), "{left:?}");
    if let (Some(kept), Some(path)) = (kept, left.first()) {
        assert!(String::from_utf8_lossy(&fs::read(path).unwrap()).starts_with(kept));
    }
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(last_message(&sandbox, &id), "Bonjour à vous,");
}

#[test]
fn no_editor_is_said_too() {
    let sandbox = Sandbox::new().with("VISUAL", "").with("EDITOR", "no-such-editor --wait");
    let (mut desk, _) = writing(&sandbox, Size::WIDE, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("no-such-editor --wait");
    desk.wait_for("Bonjour,");
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let sandbox = with_editor(
        "trap 'echo INTERROMPU' INT; echo EDITEUR; until read line < /dev/tty; do :; done; echo \"$line\" > \"$1\"",
    );
    let (mut desk, _) = writing(&sandbox, Size::WIDE, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("EDITEUR");
    desk.send(b"\x03");
    desk.wait_for("INTERROMPU");
    desk.send(b"Au revoir\r");
    desk.wait_for("Réponse aux deux parties");
    desk.wait_for("Au revoir");
}

#[test]
fn ctrl_z_in_the_editor_stops_both_and_fg_goes_on() {
    let sandbox = with_editor("echo EDITEUR; read line < /dev/tty; printf '%s' \"$line\" > \"$1\"");
    let mut shell = sandbox.shell(Size::WIDE);
    shell.wait_for("$ ");
    shell.send(b"litige demo --still\r");
    shell.wait_for("D-10");
    let id = sandbox.dispute_of(LOGO);
    open_case(&mut shell, &id);
    shell.press(&["r"]);
    shell.wait_for("Réponse aux deux parties");
    shell.type_text("Bonjour,");
    shell.wait_for("Bonjour,");
    shell.press(&["Ctrl-e"]);
    shell.wait_for("EDITEUR");
    shell.send(b"\x1a");
    shell.wait_for("Stopped");
    shell.send(b"echo $((20+3))\r");
    shell.wait_for("23");
    shell.send(b"fg\r");
    shell.wait_until("the job again", |screen| screen.matches("litige demo --still").count() > 1);
    shell.send("Au revoir\r".as_bytes());
    shell.wait_for("Réponse aux deux parties");
    shell.wait_for("Au revoir");
    shell.press(&["Ctrl-c"]);
    shell.wait_until("the prompt", |screen| screen.trim_end().ends_with('$'));
}

#[test]
fn a_desk_that_is_ended_while_the_editor_runs_keeps_what_it_had_saved() {
    let sandbox = with_editor("printf 'Enregistré' > \"$1\"; echo EDITEUR; read line < /dev/tty");
    let (mut desk, id) = writing(&sandbox, Size::WIDE, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("EDITEUR");
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    desk.assert_restored();
    let mut desk = open_demo(&sandbox, Size::WIDE);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Enregistré");
}

#[rstest]
fn what_an_editor_had_saved_when_its_desk_was_killed_is_the_draft_at_the_next_start(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = with_editor("printf 'Bonjour, voici la suite' > \"$1\"; echo EDITEUR; read line < /dev/tty");
    let (mut desk, id) = writing(&sandbox, size, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("EDITEUR");
    desk.signal(Signal::KILL);
    desk.wait_for_exit();
    assert_eq!(editor_files(&sandbox).len(), 2, "the text, and what it is about");
    let mut desk = open_demo(&sandbox, size);
    desk.wait_until("what became of it", |screen| {
        let text = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains(&format!("{id} : ce que votre éditeur avait enregistré"))
    });
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Bonjour, voici la suite");
    assert_eq!(editor_files(&sandbox), Vec::<PathBuf>::new());
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(last_message(&sandbox, &id), "Bonjour, voici la suite");
    // After sending it does not come back.
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
    let mut desk = open_demo(&sandbox, size);
    assert!(!desk.wait_until_idle().contains("votre éditeur"));
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Écrivez aux deux parties…");
}

#[rstest]
fn a_case_that_a_colleague_decides_while_one_writes_keeps_the_draft_and_says_so(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = writing(&sandbox, size, "Je vous propose");
    let decided =
        sandbox.run(&["decide", &id, "--outcome", "seller-wins", "--reasons", "Le travail est fait.", "--as", "ines"]);
    assert!(decided.status.success(), "{}", String::from_utf8_lossy(&decided.stderr));
    desk.wait_for("a tranché : paiement du vendeur");
    desk.wait_for("Je vous propose");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("close");
    desk.wait_for("Je vous propose");
    desk.press(&["Esc"]);
    desk.wait_for("est enregistré");
    desk.press(&["Ctrl-c"]);
    desk.wait_for_exit();
    // Undone, the draft is there to be gone on with.
    assert!(sandbox.run(&["undo", &id, "--as", "ines"]).status.success());
    sandbox.run(&["release", &id, "--as", "ines"]);
    let mut desk = open_demo(&sandbox, size);
    open_case(&mut desk, &id);
    desk.press(&["r"]);
    desk.wait_for("Je vous propose");
}

#[test]
fn an_editor_that_returns_at_once_is_told_to_need_its_wait_option() {
    let sandbox = Sandbox::new().with("EDITOR", "false").with("VISUAL", "true");
    let (mut desk, _) = writing(&sandbox, Size::SMALL, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("option d'attente");
    desk.wait_for("Bonjour,");
}

#[test]
fn a_byte_order_mark_of_an_editor_is_no_text() {
    let sandbox = with_editor("printf '\\357\\273\\277Au revoir\\n' > \"$1\"");
    let (mut desk, id) = writing(&sandbox, Size::SMALL, "Bonjour,");
    desk.press(&["Ctrl-e"]);
    desk.wait_for("Au revoir");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    assert_eq!(last_message(&sandbox, &id), "Au revoir");
}

/// Puts a program in the place of tmux.
fn fake_tmux(sandbox: &Sandbox, script: &str) {
    let path = sandbox.path("bin/tmux");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[rstest]
fn what_is_copied_is_said_as_what_it_is(#[values(Size::WIDE, NARROW)] size: Size) {
    let asks_terminal = |desk: &DeskProcess| String::from_utf8_lossy(&desk.bytes()).contains("\x1b]52;c;");
    let on_one_row =
        |screen: &str, said: &str| screen.lines().any(|row| row.contains(said) && row.contains("characters."));
    // Alone, the desk can only ask its terminal.
    let sandbox = english();
    let (mut desk, _) = open_logo_case(&sandbox, size);
    desk.press(&["Y"]);
    desk.wait_until("what was asked", |screen| on_one_row(screen, "Asked the terminal to copy m"));
    assert!(asks_terminal(&desk));

    // Inside tmux it goes into tmux's buffer.
    let sandbox = english();
    let path = format!("{}:{}", sandbox.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let sandbox = sandbox.with("TMUX", "/tmp/tmux-0/default,1,0").with("PATH", &path);
    let buffer = sandbox.path("buffer");
    fake_tmux(&sandbox, &format!("cat > '{}'", buffer.display()));
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.press(&["Y"]);
    desk.wait_until("what was copied", |screen| on_one_row(screen, "Copied to tmux's buffer: m"));
    assert_eq!(fs::read_to_string(&buffer).unwrap(), last_message(&sandbox, &id));
    assert!(!asks_terminal(&desk));
    fake_tmux(&sandbox, "echo 'no server running' >&2; exit 1");
    desk.press(&["y"]);
    desk.wait_for(&format!("{id} wasn't copied; tmux: no server running"));
}
