//! Evidence: a picture and a text opened in place, a piece struck out with its reason and then not citable, and what a stranger
//! may send.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::steps::{LOGO, open_case, open_demo, open_logo_case, pick_outcome, show_page};
use crate::support::{Sandbox, Size};

#[rstest]
fn a_picture_and_a_text_are_opened_one_is_struck_out_and_cannot_be_cited(
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    let (mut desk, id) = open_logo_case(&sandbox, size);
    desk.wait_for("m2");
    desk.press(&["o"]);
    desk.wait_for("quatre_couleurs.png");
    desk.wait_for("480 × 220 pixels");
    let drawn = |screen: &str| screen.contains("sha256") && screen.matches(['▀', '▄']).count() > 100;
    desk.wait_until("the picture in half blocks", drawn);
    desk.press(&["N"]);
    let text = desk.wait_for("tonneau_v2.svg");
    assert!(text.contains("<svg xmlns="), "{text}");
    assert!(!text.contains('▀'), "nothing of the picture stays\n{text}");
    // What the order delivered is there too.
    desk.press(&["n", "n"]);
    desk.wait_for("tonneau_v1.png");
    desk.wait_until("another picture", drawn);
    desk.press(&["N"]);
    desk.wait_for("quatre_couleurs.png");

    desk.press(&["S"]);
    let asked = desk.wait_for("écarter une preuve, avec la raison");
    assert!(asked.lines().any(|row| row.contains("▌ ◈") && row.contains("quatre_couleurs.png")), "{asked}");
    desk.type_text("Image retouchée.").press(&["Enter"]);
    desk.wait_until_gone("écarter une preuve, avec la raison");
    desk.wait_until("the stroke", |_| sandbox.show(&id).to_string().contains("Image retouchée."));
    desk.press(&["o"]);
    desk.wait_for("Irrecevable : Image retouchée.");
    desk.press(&["S"]);
    desk.wait_for("quatre_couleurs.png");
    desk.press(&["Esc"]);
    desk.wait_for("2 Discussion");

    pick_outcome(&mut desk, "Vendeur payé");
    desk.press(&["Enter"]);
    show_page(&mut desk, "Motifs");
    desk.type_text("Le travail est fait.").press(&["Ctrl-s"]);
    show_page(&mut desk, "Preuves");
    for _ in 0..60 {
        if desk.wait_until_idle().lines().any(|row| row.contains("▌ ✗") && row.contains("quatre_couleurs.png")) {
            break;
        }
        desk.press(&["j"]);
    }
    desk.press(&["Space"]);
    let refused = desk.wait_for("Image retouchée.");
    assert!(refused.lines().any(|row| row.contains("▌ ✗")), "{refused}");
    assert!(!refused.contains("[x]"), "{refused}");
    desk.press(&["Esc", "Esc", "Esc", "Esc"]);
    sandbox.assert_verified();
}

/// A PNG of 69 bytes that says it is 60,000 pixels wide and high.
const BOMB: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0xea,
    0x60, 0x00, 0x00, 0xea, 0x60, 0x08, 0x02, 0x00, 0x00, 0x00,
];

#[test]
fn a_bomb_a_pipe_and_a_large_text_leave_the_desk_up() {
    let sandbox = Sandbox::new();
    let mut desk = open_demo(&sandbox, Size::SMALL);
    let id = sandbox.dispute_of(LOGO);
    let folder = sandbox.path("files");
    fs::create_dir_all(&folder).unwrap();
    let mut bomb = BOMB.to_vec();
    bomb.extend(crc(&BOMB[12..]).to_be_bytes());
    bomb.extend([0, 0, 0, 0]);
    bomb.extend(b"IDAT");
    bomb.extend(crc(b"IDAT").to_be_bytes());
    fs::write(folder.join("bomb.png"), bomb).unwrap();
    let large: String = (0..20_000).map(|n| format!("ligne {n} : rien de neuf, mais long tout de même\n")).collect();
    fs::write(folder.join("large.txt"), format!("{}la toute fin", &large[..1_000_000])).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap().success());
    let file = |name: &str, kind: &str| json!({"name": name, "media_type": kind, "origin": "platform", "path": name});
    let event = json!({"id": "files", "at": "2026-11-03T09:12:00Z", "type": "dispute.message", "order": LOGO,
        "by": "client", "body": "Trois fichiers.", "attachments":
        [file("bomb.png", "image/png"), file("large.txt", "text/plain"), file("pipe.txt", "text/plain")]});
    let output = sandbox.run_with(&["ingest", "-", "--attachments", folder.to_str().unwrap()], &format!("{event}\n"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    open_case(&mut desk, &id);
    desk.wait_for("Trois fichiers.");
    desk.press(&["o"]);
    desk.wait_for("60000 × 60000");
    desk.press(&["n"]);
    desk.wait_for("ligne 3 ");
    desk.press(&["G"]);
    desk.wait_within(Duration::from_secs(5), "the end of the text", |screen| screen.contains("la toute fin"));
    desk.press(&["n"]);
    desk.wait_for("pas un fichier");
    desk.press(&["q", "q"]);
    desk.wait_until_gone("2 Discussion");
    sandbox.assert_verified();
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn a_file_is_saved_and_given_to_another_program_only_after_yes_and_its_copy_goes_with_the_desk() {
    let sandbox = Sandbox::new();
    let seen = sandbox.path("seen");
    // It gives the file to nobody else and goes on showing it until the desk ends.
    let script = format!("cat \"$0\" > '{0}.new' && mv '{0}.new' '{0}' && exec sleep 60", seen.display());
    let program = serde_json::to_string(&format!("sh -c {script:?} {{file}}")).unwrap();
    sandbox.configure("config.toml", &format!("[open]\n\"image/png\" = {program}\n"));
    let (mut desk, _) = open_logo_case(&sandbox, Size::SMALL);
    desk.wait_for("m2");
    desk.press(&["o"]);
    desk.wait_for("quatre_couleurs.png");
    let original = include_bytes!("../../data/files/orders/O-48213/quatre_couleurs.png");
    desk.press(&["s"]);
    desk.wait_for("est enregistré dans");
    assert!(fs::read(sandbox.path("quatre_couleurs.png")).unwrap() == original);

    desk.press(&["o"]);
    desk.wait_for("Ouvrir avec un autre programme ?");
    desk.press(&["Enter"]);
    desk.wait_until_gone("Ouvrir avec un autre programme ?");
    assert!(!seen.exists(), "No is the standing answer");
    desk.press(&["o"]);
    desk.wait_for("Ouvrir avec un autre programme ?");
    desk.press(&["Tab", "Enter"]);
    desk.wait_until("what the program was given", |_| seen.exists());
    assert!(fs::read(&seen).unwrap() == original);
    let copies = || {
        let folders = walk(&sandbox.path("."));
        folders.into_iter().filter(|path| path.to_string_lossy().contains("/opened/")).collect::<Vec<_>>()
    };
    assert!(copies().iter().any(|path| path.ends_with("quatre_couleurs.png")), "{:?}", copies());
    desk.press(&["Esc", "Esc", "q"]);
    assert!(desk.wait_for_exit().success());
    assert!(copies().iter().all(|path| !path.is_file()), "{:?}", copies());
}

/// Every file and folder under a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { [vec![path.clone()], walk(&path)].concat() } else { vec![path] })
        .collect()
}
