//! The files of a case: listed, and written out.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, lines};

/// Bytes that are no UTF-8, and that a terminal would obey.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1b[2J\xff\x00";

/// A case with a stored picture, a text, a name without content, a struck file from elsewhere and one that is not kept.
fn with_evidence() -> Home {
    let home = Home::new();
    home.write("in/proof.png", PICTURE);
    let file = |name: &str, rest: Value| {
        let mut file = json!({"name": name, "media_type": "image/png", "origin": "platform"});
        file.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        file
    };
    let files = json!([
        file("proof.png", json!({"path": "proof.png"})),
        file("brief.txt", json!({"media_type": "text/plain", "text": "Bleu,\npas vert."})),
        file("\u{1b}[31mnom", json!({})),
        file("chat.png", json!({"origin": "external"})),
        file("gone.png", json!({"path": "gone.png"})),
    ]);
    let mut events = disputed("O-1");
    let said = json!({"by": "client", "body": "Voyez.", "attachments": files});
    events.push(event("f", "O-1", "dispute.message", said));
    home.pipe(lines(&events).as_bytes(), &["ingest", "-", "--attachments", "in"]).ok();
    home
}

/// What the program writes to a pipe, byte for byte.
fn bytes(home: &Home, args: &[&str]) -> Vec<u8> {
    let output = home.command(args).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn every_file_is_listed_with_what_is_known_of_its_content() {
    let home = with_evidence();
    let files = home.run(&["evidence", "D-1001", "--json"]).ok().json();
    let of = |field: &str| files.as_array().unwrap().iter().map(|file| file[field].clone()).collect::<Vec<_>>();
    assert_eq!(of("id"), ["a1", "a2", "a3", "a4", "a5"]);
    assert_eq!(json!(of("bytes")), json!([PICTURE.len(), 15, null, null, null]));
    assert_eq!(json!(of("not_kept")), json!([null, null, null, null, "missing"]));
    assert_eq!(json!(of("admissible")), json!([true, true, true, false, true]));
    assert_eq!(files[1]["sha256"], "a8278dae56875e93c8cd45b4f37d73f8ca9f657dca47a1c7f65093944a3c94d1");
    for lang in ["en", "fr"] {
        let text = home.run(&["--lang", lang, "evidence", "D-1001"]).ok().stdout;
        assert_eq!(text.lines().count(), 6, "{text}");
        assert!(!text.contains('\u{1b}') && text.contains("proof.png") && !text.contains("cli-"), "{text}");
    }
}

#[test]
fn a_content_is_written_out_byte_for_byte_and_over_nothing() {
    let home = with_evidence();
    assert_eq!(bytes(&home, &["evidence", "D-1001", "a1"]), PICTURE);
    assert_eq!(bytes(&home, &["evidence", "D-1001", "a2", "-o", "-"]), "Bleu,\npas vert.".as_bytes());

    let out = home.path("out.png");
    home.run(&["evidence", "D-1001", "a1", "-o", "out.png"]).ok();
    assert_eq!(fs::read(&out).unwrap(), PICTURE);
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    home.run(&["evidence", "D-1001", "a2", "-o", "out.png"]).failed(1, "io");
    assert_eq!(fs::read(&out).unwrap(), PICTURE);
    let written = home.run(&["evidence", "D-1001", "a2", "-o", "out.png", "--force", "--json"]).ok().json();
    assert_eq!((&written["path"], &written["file"]["id"]), (&json!("out.png"), &json!("a2")));
    assert_eq!(fs::read(&out).unwrap(), "Bleu,\npas vert.".as_bytes());

    // A link is no way to another file, with or without force.
    let other = home.write("other", "mine");
    symlink(&other, home.path("link")).unwrap();
    home.run(&["evidence", "D-1001", "a1", "-o", "link"]).failed(1, "io");
    home.run(&["evidence", "D-1001", "a1", "-o", "link", "--force"]).ok();
    assert_eq!((fs::read(&other).unwrap(), fs::read(home.path("link")).unwrap()), (b"mine".to_vec(), PICTURE.to_vec()));
    home.run(&["evidence", "D-1001", "a1", "-o", ".", "--force"]).failed(1, "io");
    home.run(&["evidence", "D-1001", "a1", "-o", "no/where"]).failed(1, "io");
}

#[test]
fn what_is_not_there_or_was_changed_is_said_and_not_written() {
    let home = with_evidence();
    home.run(&["evidence", "D-1001", "a3", "-o", "x"]).failed(5, "not_kept");
    home.run(&["evidence", "D-1001", "a5", "--json"]).failed(5, "not_kept");
    home.run(&["evidence", "D-1001", "a9"]).failed(5, "unknown_attachment");
    home.run(&["evidence", "D-1009"]).failed(5, "unknown_dispute");
    home.run(&["evidence", "D-1001", "-o", "x"]).failed(2, "usage");
    let sha256 = home.run(&["evidence", "D-1001", "--json"]).json()[0]["sha256"].as_str().unwrap().to_owned();
    let kept = home.path("data/litige/litige.db.files").join(&sha256[..2]).join(&sha256[2..]);
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&kept, "other").unwrap();
    home.run(&["evidence", "D-1001", "a1", "-o", "x"]).failed(1, "io");
    fs::remove_file(&kept).unwrap();
    home.run(&["evidence", "D-1001", "a1", "-o", "x"]).failed(1, "io");
    assert!(!home.path("x").exists());
}
