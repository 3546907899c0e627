//! Custom files: colours, texts, keys, and the handling of mistakes in them.

use rstest::rstest;

use super::steps::{open_demo, open_logo_case};
use crate::support::{Sandbox, Size};

#[rstest]
fn a_theme_words_and_keys_of_ones_own(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new().with("COLORTERM", "truecolor");
    sandbox.configure("config.toml", "theme = \"mine\"\n[keys]\nsearch = \"é\"\n");
    sandbox.configure("themes/mine.toml", "base = \"light\"\naccent = \"#ab12cd\"\n");
    sandbox.configure("locales/fr.ftl", "view-open = À traiter\n");
    let mut desk = open_demo(&sandbox, size);
    desk.wait_for("À traiter 21");
    let bytes = String::from_utf8_lossy(&desk.bytes()).into_owned();
    assert!(bytes.contains("38;2;171;18;205"), "its accent is on the screen");
    assert!(bytes.contains("48;2;252;251;248"), "on the ground of its base");
    desk.press(&["é"]);
    desk.wait_for("Chercher dans tout ce qui a été écrit");
    desk.press(&["Esc"]);
    desk.wait_for("À traiter 21");
    desk.press(&["/"]);
    assert!(!desk.wait_until_idle().contains("Chercher dans tout ce qui a été écrit"), "the standard key is free");
    desk.press(&["q"]);
    assert!(desk.wait_for_exit().success());
}

/// Each mistake is reported with its file and line; everything else applies, and the desk is up.
#[rstest]
#[case::config("config.toml", "lang = \"fr\"\ntheme = \n", 2)]
#[case::no_such_theme("config.toml", "theme = \"pink\"\n", 1)]
#[case::theme("themes/mine.toml", "accent = \"cyan\"\nclient = \"bleuâtre\"\n", 2)]
#[case::locale("locales/fr.ftl", "view-open = Ouverts\nview-mine = À { $moi }\n", 2)]
#[case::keys("config.toml", "[keys]\nreply = \"Hyper-r\"\n", 2)]
fn a_slip_is_said_with_its_line_and_the_standard_stays(#[case] file: &str, #[case] text: &str, #[case] line: usize) {
    let sandbox = Sandbox::new();
    if file != "config.toml" {
        sandbox.configure("config.toml", "theme = \"mine\"\n");
        sandbox.configure("themes/mine.toml", "");
    }
    sandbox.configure(file, text);
    let mut desk = open_demo(&sandbox, Size::SMALL);
    // Long paths are wrapped, so it is read without the line ends.
    let told = desk.wait_until("the slip", |screen| {
        let text: String = screen.lines().map(|row| row.trim_matches(['▌', ' '])).collect();
        let name = file.rsplit('/').next().unwrap();
        text.contains(name) && text.replace(char::is_whitespace, "").contains(&format!("ligne{line}:"))
    });
    assert!(told.contains("Ouverts 21"), "{told}");
    desk.press(&["j"]);
    desk.wait_until_gone("ligne");
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
}

/// A directory or a pipe is rejected without waiting.
#[rstest]
fn a_pipe_in_the_place_of_a_file_is_said_and_waited_for_by_nobody(
    #[values("config.toml", "locales/fr.ftl", "words/fr.txt", "ready/fr.md")] file: &str,
) {
    let sandbox = Sandbox::new();
    sandbox.configure(file, "");
    let path = sandbox.path("config/litige").join(file);
    std::fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let mut desk = open_demo(&sandbox, Size::WIDE);
    let told = desk.wait_for("n'est pas un fichier");
    assert!(told.contains(file.rsplit('/').next().unwrap()) && told.contains("Ouverts 21"), "{told}");
}

#[test]
fn two_commands_on_one_key_are_refused_and_all_keys_stay_as_they_come() {
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", "[keys]\nreply = \"a\"\n");
    let mut desk = open_demo(&sandbox, Size::WIDE);
    desk.wait_for("claim");
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
}

#[test]
fn without_colours_there_are_none() {
    for (name, sandbox) in [
        ("NO_COLOR", Sandbox::new().with("COLORTERM", "truecolor").with("NO_COLOR", "1")),
        ("plain", Sandbox::new().with("COLORTERM", "truecolor")),
    ] {
        if name == "plain" {
            sandbox.configure("config.toml", "theme = \"plain\"\n");
        }
        let mut desk = open_demo(&sandbox, Size::SMALL);
        desk.press(&["j", "Enter"]);
        desk.wait_for("2 Discussion");
        let bytes = String::from_utf8_lossy(&desk.bytes()).into_owned();
        for coloured in ["38;2;", "48;2;", "38;5;", "48;5;", "\x1b[31m", "\x1b[36m"] {
            assert!(!bytes.contains(coloured), "{name}: {coloured:?}");
        }
    }
}

#[rstest]
fn a_case_is_written_to_a_file_and_it_is_said_where(#[values(Size::WIDE, Size::SMALL)] size: Size) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    for name in [format!("{id}.html"), format!("{id}-2.html")] {
        desk.press(&[":"]);
        desk.wait_for("Commandes");
        desk.type_text("exporter").press(&["Enter"]);
        desk.wait_until("where it is", |screen| {
            let text: String = screen.lines().map(|row| row.trim_matches(['▌', ' '])).collect();
            text.replace(' ', "").contains("estexportédans") && text.replace(' ', "").contains(&name)
        });
        let written = std::fs::read_to_string(sandbox.path(&name)).unwrap();
        assert!(written.contains("Logo pour restaurant") && written.contains("<html lang=\"fr\">"), "{written}");
        desk.press(&["j"]);
        desk.wait_until_gone("est exporté dans");
    }
    assert_eq!(sandbox.run(&["export", &id, "--format", "html"]).status.code(), Some(0));
}
