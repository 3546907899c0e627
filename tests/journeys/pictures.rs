//! Pictures on terminals that can draw them: queried once, answered or not, and nothing but complete sequences of their
//! own protocol.

use std::time::Duration;

use rstest::rstest;

use super::steps::open_logo_case;
use crate::support::{DeskProcess, Sandbox, Size};

/// The desk's query of image support.
const SUPPORT_QUERY: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// The pictures drawn, by protocol.
#[derive(Debug, Default, PartialEq, Eq)]
struct SeenPictures {
    kitty: bool,
    sixel: bool,
    iterm: bool,
}

#[rstest]
#[case::kitty("kitty", SeenPictures { kitty: true, ..SeenPictures::default() })]
#[case::sixel("sixel", SeenPictures { sixel: true, ..SeenPictures::default() })]
#[case::iterm("iterm", SeenPictures { iterm: true, ..SeenPictures::default() })]
#[case::blocks("blocks", SeenPictures::default())]
fn each_way_to_draw_sends_only_its_own_whole_sequences(
    #[case] means: &str,
    #[case] drawn: SeenPictures,
    #[values(Size::WIDE, Size::SMALL)] size: Size,
) {
    let sandbox = Sandbox::new();
    sandbox.configure("config.toml", &format!("pictures = \"{means}\"\n"));
    let (mut desk, _) = open_logo_case(&sandbox, size);
    view_picture(&mut desk);
    wait_for_bytes(&mut desk, "the picture", |bytes| {
        drawn == SeenPictures::default() || parse_pictures(bytes) != SeenPictures::default()
    });
    // Another one, a smaller window, and back to the case.
    desk.press(&["n"]).wait_until_idle();
    desk.resize(Size(100, 30));
    desk.wait_until_idle();
    let bytes = leave(desk);
    assert_eq!(parse_pictures(&bytes), drawn);
    assert!(!contains(&bytes, SUPPORT_QUERY), "who is named is not asked");
}

#[rstest]
#[case::kitty(&["\x1b_Gi=31;OK\x1b\\\x1b[?62;c"], SeenPictures { kitty: true, ..SeenPictures::default() })]
#[case::kitty_in_pieces(&["\x1b_Gi=3", "1;OK\x1b\\\x1b[?6", "2;c"], SeenPictures { kitty: true, ..SeenPictures::default() })]
#[case::sixel(&["\x1b[?62;4;22c"], SeenPictures { sixel: true, ..SeenPictures::default() })]
#[case::sixel_in_pieces(&["\x1b[?62;", "4;22c"], SeenPictures { sixel: true, ..SeenPictures::default() })]
#[case::neither(&["\x1b[?1;2c"], SeenPictures::default())]
#[case::silence(&[], SeenPictures::default())]
fn a_terminal_is_asked_once_and_its_answer_is_not_typed(#[case] answer: &[&str], #[case] drawn: SeenPictures) {
    let sandbox = Sandbox::new();
    let (mut desk, _) = open_logo_case(&sandbox, Size::WIDE);
    // Under the picture lies a text that would take whatever leaked.
    view_picture(&mut desk);
    wait_for_bytes(&mut desk, "the question", |bytes| contains(bytes, SUPPORT_QUERY));
    for piece in answer {
        desk.send(piece.as_bytes());
        std::thread::sleep(Duration::from_millis(150));
    }
    if drawn == SeenPictures::default() {
        desk.wait_until("the picture in half blocks", |screen| screen.matches(['▀', '▄']).count() > 100);
    } else {
        wait_for_bytes(&mut desk, "the picture", |bytes| parse_pictures(bytes) == drawn);
    }
    // What leaked would have closed it, gone to another file, or be a sign that some key does nothing here.
    let screen = desk.wait_until_idle();
    assert!(screen.contains("quatre_couleurs.png") && screen.contains("4 sur 4"), "{screen}");
    desk.press(&["n"]);
    desk.wait_for("1 sur 4");
    desk.press(&["N"]);
    desk.wait_for("4 sur 4");
    let bytes = leave(desk);
    assert_eq!(bytes.windows(SUPPORT_QUERY.len()).filter(|part| *part == SUPPORT_QUERY).count(), 1);
    assert_eq!(parse_pictures(&bytes), drawn);
}

#[test]
fn iterm_is_known_by_its_name() {
    let sandbox = Sandbox::new().with("TERM_PROGRAM", "iTerm.app");
    let (mut desk, _) = open_logo_case(&sandbox, Size::WIDE);
    view_picture(&mut desk);
    wait_for_bytes(&mut desk, "the picture", |bytes| parse_pictures(bytes).iterm);
    assert_eq!(parse_pictures(&leave(desk)), SeenPictures { iterm: true, ..SeenPictures::default() });
}

/// Opens the picture in the logo's case.
fn view_picture(desk: &mut DeskProcess) {
    desk.wait_for("m2");
    desk.press(&["o"]);
    desk.wait_for("480 × 220 pixels");
}

/// Quits the desk and returns all its output.
fn leave(mut desk: DeskProcess) -> Vec<u8> {
    desk.press(&["Ctrl-c"]);
    assert!(desk.wait_for_exit().success());
    desk.bytes()
}

fn wait_for_bytes(desk: &mut DeskProcess, what: &str, is_so: impl Fn(&[u8]) -> bool) {
    for _ in 0..300 {
        if is_so(&desk.bytes()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} never came:\n{}", desk.screen());
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Parses the image sequences as a terminal would, and checks that each is complete.
fn parse_pictures(bytes: &[u8]) -> SeenPictures {
    let mut drawn = SeenPictures::default();
    let mut open_chunks = false;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == 0x1b) {
        let from = at + found + 2;
        let Some(kind) = bytes.get(from - 1) else { break };
        let Some(len) = length(*kind, &bytes[from..]) else { break };
        let body = &bytes[from..from + len];
        match kind {
            b'_' if SUPPORT_QUERY[2..].starts_with(body) => {}
            b'_' => {
                kitty(body, &mut open_chunks);
                drawn.kitty = true;
            }
            b'P' => {
                sixel(body);
                drawn.sixel = true;
            }
            b']' if body.starts_with(b"1337;") => {
                iterm(body);
                drawn.iterm = true;
            }
            _ => {}
        }
        at = from + len;
    }
    drawn
}

/// Returns the length of a sequence's body; `None` if its end is missing.
fn length(kind: u8, rest: &[u8]) -> Option<usize> {
    match kind {
        b'[' => rest.iter().position(|byte| (0x40..=0x7e).contains(byte)),
        b']' => rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b)),
        b'P' | b'_' => rest.windows(2).position(|two| two == b"\x1b\\"),
        _ => Some(0),
    }
}

/// Checks kitty's chunks: base64 of at most 4,096 bytes, the last one marked; no answer requested.
fn kitty(body: &[u8], open: &mut bool) {
    let text = std::str::from_utf8(body).unwrap();
    let (keys, payload) = text.strip_prefix('G').and_then(|rest| rest.split_once(';')).unwrap();
    assert!(keys.split(',').all(|pair| pair.split_once('=').is_some_and(|(key, _)| key.len() == 1)), "{keys}");
    assert_eq!(*open, !keys.contains("a=T"), "a picture begins where the one before has ended: {keys}");
    assert!(*open || keys.contains("q=2"), "{keys}");
    assert!(payload.len() <= 4096 && is_base64(payload), "{keys}: {} bytes", payload.len());
    *open = keys.contains("m=1");
}

/// Checks sixels: data, colours and repeats, and nothing else.
fn sixel(body: &[u8]) {
    let start = body.iter().position(|byte| *byte == b'q').unwrap();
    assert!(body[..start].iter().all(|byte| byte.is_ascii_digit() || *byte == b';'));
    let known = |byte: &u8| matches!(byte, b'?'..=b'~' | b'0'..=b'9' | b'#' | b';' | b'!' | b'$' | b'-' | b'"');
    assert!(body[start + 1..].iter().all(known) && body.len() > 100);
}

/// Checks a file of the announced length, which is a PNG.
fn iterm(body: &[u8]) {
    let text = std::str::from_utf8(body).unwrap();
    let (head, payload) = text.strip_prefix("1337;File=").and_then(|rest| rest.split_once(':')).unwrap();
    let size: usize = head.split(';').find_map(|pair| pair.strip_prefix("size=")).unwrap().parse().unwrap();
    assert!(head.contains("inline=1") && is_base64(payload) && payload.starts_with("iVBORw0KGgo"), "{head}");
    assert_eq!(payload.len() / 4 * 3 - payload.bytes().filter(|byte| *byte == b'=').count(), size);
}

fn is_base64(text: &str) -> bool {
    text.len().is_multiple_of(4) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
}
