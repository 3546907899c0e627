//! An open case.

use super::*;
use crate::app::model::{ActionOutcome, CopiedText, Panel, SnoozePreset};
use crate::domain::dispute::action::Action;
use crate::domain::vocabulary::{Origin, Side};

fn desk_on_a_long_thread(messages: usize) -> Desk {
    let mut desk = Desk::with(3);
    for n in 0..messages {
        let by = if n % 2 == 0 { Side::Client } else { Side::Seller };
        desk.store.says(FIRST, by, &format!("message {n}"));
    }
    desk.notice_changes();
    desk.press("Enter");
    desk
}

fn cursor(desk: &Desk) -> usize {
    let view = desk.model.view().unwrap();
    let thread = &desk.model.cases.get(view.id).unwrap().thread;
    let at = |id| thread.iter().position(|row| row.message.id == id).unwrap();
    view.thread.cursor.map_or(thread.len() - 1, at)
}

#[test]
fn opening_marks_as_read_and_a_preview_does_not() {
    let mut desk = Desk::with(2);
    desk.press("j k");
    assert!(desk.store.done.is_empty());
    desk.press("Enter");
    let file = desk.store.case(FIRST);
    assert_eq!(store::read_by_mediators(&file), file.thread.last().map(|row| row.message.id));
    assert_eq!(desk.model.row(FIRST).unwrap().unread, 0);
    desk.press("j k Tab");
    assert_eq!(desk.store.done.len(), 1, "once is enough");
}

#[test]
fn what_comes_later_is_read_only_when_someone_is_there() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    let message = desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.notice_changes();
    assert!(store::read_by_mediators(&desk.store.case(FIRST)) < Some(message), "an empty chair reads nothing");
    desk.press("k");
    assert_eq!(store::read_by_mediators(&desk.store.case(FIRST)), Some(message));
}

#[test]
fn panels_are_walked_and_picked() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    for (key, panel) in [
        ("Tab", Panel::Pending),
        ("Tab", Panel::Precedents),
        ("Tab", Panel::File),
        ("Shift-Tab", Panel::Precedents),
        ("1", Panel::File),
        ("2", Panel::Thread),
        ("3", Panel::Pending),
        ("Left", Panel::Thread),
        ("Right", Panel::Pending),
    ] {
        desk.press(key);
        assert_eq!(desk.model.view().unwrap().panel, panel, "{key}");
    }
    desk.press("1 PageDown");
    assert_eq!(desk.model.view().unwrap().file, 19);
    desk.press("G");
    assert_eq!(desk.model.view().unwrap().file, 30, "the last screenful");
    desk.press("g g j k k");
    assert_eq!(desk.model.view().unwrap().file, 0);
    for back in ["q", "Esc", "h"] {
        desk.press(back);
        assert_eq!(desk.open_case(), None);
        desk.press("Enter");
    }
    assert!(!desk.quit);
}

#[test]
fn the_discussion_opens_at_its_newest_and_is_walked_by_message() {
    let mut desk = desk_on_a_long_thread(49);
    assert_eq!(cursor(&desk), 49);
    desk.press("k k");
    assert_eq!(cursor(&desk), 47);
    desk.press("g g");
    assert_eq!(cursor(&desk), 0);
    desk.press("k");
    assert_eq!(cursor(&desk), 0);
    desk.press("Ctrl-d Ctrl-d");
    assert_eq!(desk.model.view().unwrap().thread.top, 20);
    assert_eq!(cursor(&desk), 20, "the cursor stays in sight");
    desk.press("G");
    desk.store.says(FIRST, Side::Client, "encore");
    desk.notice_changes();
    assert_eq!(cursor(&desk), 50, "who is at the newest stays there");
    desk.press("k");
    desk.store.says(FIRST, Side::Client, "et encore");
    desk.notice_changes();
    assert_eq!(cursor(&desk), 49, "who reads elsewhere is left alone");
}

#[test]
fn a_message_longer_than_the_panel_is_scrolled_before_it_is_left() {
    let mut desk = desk_on_a_long_thread(5);
    let mut measured = desk.model.measured;
    let at = |desk: &Desk| desk.model.view().unwrap().thread.top;
    desk.press("g g");
    measured.thread.extent = Extent { top: 0, rows: 10, total: 100 };
    measured.thread.cursor = Some((0, 11));
    measured.thread.visible = Some((MessageId(1), MessageId(1)));
    for top in 1..=2 {
        desk.update(Msg::Drawn(measured));
        desk.update(Msg::Key("j".parse().unwrap()));
        assert_eq!((cursor(&desk), at(&desk)), (0, top), "it went on below");
        measured.thread.extent.top = top;
    }
    desk.update(Msg::Drawn(measured));
    desk.update(Msg::Key("j".parse().unwrap()));
    assert_eq!(cursor(&desk), 1, "its end was in sight");
}

#[test]
fn a_message_is_opened_whole_and_copied() {
    let mut desk = desk_on_a_long_thread(3);
    desk.press("k Enter");
    assert!(matches!(desk.model.layer, Some(Layer::Message(_))));
    desk.press("j j Y q");
    assert!(desk.model.layer.is_none());
    assert_eq!(desk.open_case(), Some(1001));
    desk.press("j Y");
    assert_eq!(desk.copied, ["message 1", "message 2"]);
    let what = CopiedText::Message { message: MessageId(6), chars: "message 2".len() };
    assert_eq!(desk.model.notice, Some(Notice::Copied(what, CopyOutcome::Asked)), "how much, and no more than is so");
    desk.press("1 Enter");
    assert!(desk.refused().contains("NothingToOpen"));
}

#[test]
fn the_next_case_is_one_key_away() {
    let mut desk = Desk::with(3);
    desk.press("Enter 1 J");
    assert_eq!((desk.open_case(), desk.model.view().unwrap().panel), (Some(1002), Panel::File));
    desk.press("J J");
    assert_eq!(desk.open_case(), Some(1003));
    assert_eq!(desk.model.notice, Some(Notice::NoMoreCases));
    desk.press("K K q");
    assert_eq!((desk.open_case(), desk.selected()), (None, Some(1001)), "the queue went along");
}

#[test]
fn from_a_case_that_left_the_queue_the_next_is_who_took_its_place() {
    for (key, next) in [("J", 1003), ("K", 1001)] {
        let mut desk = Desk::with(3);
        desk.press("j Enter");
        desk.store.other("ines", DisputeId(1002), Action::Snooze { until: store::start() + TimeDelta::days(9) });
        desk.notice_changes();
        assert_eq!(desk.open_case(), Some(1002), "one is not thrown out");
        desk.press(key);
        assert_eq!(desk.open_case(), Some(next), "{key}");
    }
}

#[test]
fn evidence_is_struck_with_its_reason() {
    let mut desk = Desk::with(1);
    desk.press("Enter S");
    assert!(desk.refused().contains("NoEvidence"));
    desk.store.sends(
        FIRST,
        Side::Seller,
        "voici",
        vec![store::picture(Origin::Platform), store::picture(Origin::External)],
    );
    desk.store.sends(FIRST, Side::Client, "non, voici", vec![store::picture(Origin::Platform)]);
    desk.notice_changes();
    desk.press("S Enter");
    assert!(matches!(desk.model.layer, Some(Layer::Prompt(_))), "a reason is needed");
    desk.press("Tab").write("retouchée").press("Enter");
    let thread = desk.store.case(FIRST).thread;
    let struck: Vec<_> = thread.iter().flat_map(|row| &row.attachments).map(|a| a.inadmissible.as_deref()).collect();
    assert_eq!(struck[0], Some("retouchée"), "the newest is offered first, Tab goes to the older");
    assert_eq!(struck[2], None);
    assert!(desk.model.layer.is_none());
    // A strike is taken back; what came from outside is not even offered.
    desk.press("E Enter");
    assert!(matches!(desk.model.layer, Some(Layer::Prompt(_))), "a reason is needed");
    desk.write("l'original est joint").press("Enter");
    let thread = desk.store.case(FIRST).thread;
    let counts: Vec<_> =
        thread.iter().flat_map(|row| &row.attachments).map(|file| file.inadmissible.is_none()).collect();
    assert_eq!(counts, [true, false, true]);
    desk.press("E");
    assert!(desk.refused().contains("NoStruckEvidence"), "{}", desk.refused());
}

#[test]
fn an_ask_is_taken_back() {
    let mut desk = Desk::with(1);
    desk.press("w");
    assert!(desk.refused().contains("NoOpenAsk"));
    desk.press("e").write("Quoi ?").press("Ctrl-s e Tab").write("Et vous ?").press("Ctrl-s w j Enter");
    let asks = desk.store.dispute(FIRST).asks;
    let states: Vec<_> = asks.iter().map(|ask| ask.state.as_str()).collect();
    assert_eq!(states, ["withdrawn", "open"], "the newest first: one down is the older");
}

#[test]
fn a_proposal_of_the_mediators_is_taken_back() {
    let mut desk = Desk::with(1);
    desk.press("p j").write("").press("Tab").write("On reprend.").press("Ctrl-s");
    assert_eq!(desk.store.dispute(FIRST).proposals.len(), 1, "{:?}", desk.model.notice);
    desk.press("e").write("Quoi ?").press("Ctrl-s w j Enter");
    let dispute = desk.store.dispute(FIRST);
    assert_eq!(dispute.proposals[0].state.as_str(), "withdrawn");
    assert_eq!(dispute.asks[0].state.as_str(), "open");
    let done = Notice::Done(FIRST, ActionOutcome::ProposalWithdrawn);
    assert_eq!(desk.model.notice, Some(done));
}

#[test]
fn every_nap_ends_later() {
    for nap in SnoozePreset::ALL {
        assert!(nap.until(store::start(), DisplayZone::Fixed(FixedOffset::east_opt(0).unwrap())) > store::start());
    }
}

/// Issue 3, "text opened in place, images drawn in the terminal … anything else shows its facts".
#[test]
fn evidence_is_opened_piece_by_piece_and_a_bomb_is_told() {
    use crate::app::model::{Content, PictureError};
    use crate::domain::case::evidence_file::{NotStored, StoredContent};
    use crate::domain::marketplace::event::NewAttachment;
    let mut desk = Desk::with(1);
    let id = FIRST;
    let mut with = |name: &str, media_type: &str, content: &str| {
        store::stored_file(name, media_type, desk.store.put_file(content))
    };
    let files = vec![
        with("a.txt", "text/plain", "lisez-moi"),
        with("b.png", "image/png", "pixels"),
        with("c.png", "image/png", "bomb"),
        with("d.png", "image/png", "gone"),
        with("e.pdf", "application/pdf", "pdf"),
        NewAttachment {
            stored_content: Some(StoredContent::NotStored(NotStored::Link)),
            ..store::picture(Origin::External)
        },
    ];
    let lost = desk.store.put_file("gone").sha256;
    desk.store.lost_files.insert(lost);
    desk.press("Enter o");
    assert!(desk.refused().contains("NoFile"));
    desk.store.sends(id, Side::Client, "Voici.", files);
    desk.notice_changes();
    desk.press("o");
    let content = |desk: &Desk| match &desk.model.layer {
        Some(Layer::Evidence(open)) => open.content.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(content(&desk), Content::Text { text: "lisez-moi".into(), left_out: 0 });
    let drawn = |desk: &Desk| match content(desk) {
        Content::Picture { drawn, .. } => drawn,
        other => panic!("{other:?}"),
    };
    desk.press("Tab");
    assert_eq!(drawn(&desk), Some(Ok((640, 480))));
    desk.press("n");
    assert_eq!(drawn(&desk), Some(Err(PictureError::TooLarge(90_000, 90_000))));
    desk.press("n");
    assert_eq!(content(&desk), Content::Missing);
    desk.press("n");
    assert_eq!(content(&desk), Content::AtHand);
    // A piece that does not count already can't be struck again; one that does can.
    desk.press("n S");
    assert!(matches!(desk.model.layer, Some(Layer::Evidence(_))), "{:?}", desk.model.layer);
    assert!(desk.refused().contains("Rule"));
    desk.press("N N N N S");
    desk.write("Montage.").press("Enter");
    let struck = |desk: &Desk| {
        let thread = &desk.model.cases.get(id).unwrap().thread;
        thread.iter().flat_map(|row| &row.attachments).filter(|a| a.inadmissible.is_some()).count()
    };
    assert_eq!(struck(&desk), 2);
}

/// Issue 11, "a key saves the file under its own name, another opens it with the program configured for its type, asked
/// before".
#[test]
fn a_file_is_saved_and_opened_with_another_program_only_after_a_question() {
    use crate::app::model::{Choice, Content, FileError, Prompt};
    use crate::domain::marketplace::event::NewAttachment;
    let mut desk = Desk::with(1);
    desk.model.open_with =
        toml::from_str("\"application/pdf\" = \"zathura {file}\"\n\"text/*\" = \"broken {file}\"").unwrap();
    let mut with = |name: &str, media_type: &str| store::stored_file(name, media_type, desk.store.put_file(name));
    let files = vec![
        with("../b*ef.pdf", "application/pdf"),
        with("a.txt", "text/plain"),
        with("c.zip", "application/zip"),
        NewAttachment { text: Some("dit".to_owned()), ..with("d.txt", "text/plain") },
        store::picture(Origin::External),
    ];
    desk.store.sends(FIRST, Side::Client, "Voici.", files);
    desk.press("Enter o s");
    let notice = |desk: &Desk| desk.model.notice.clone();
    let saved = |desk: &Desk| match notice(desk) {
        Some(Notice::FileSaved(_, to)) => to,
        other => panic!("{other:?}"),
    };
    assert_eq!(saved(&desk), Ok("/tmp/b_ef.pdf (11 bytes)".to_owned()));
    let asked = |desk: &Desk| match &desk.model.layer {
        Some(Layer::Prompt(Prompt::OpenFile(asked))) => Some((asked.program.join(" "), asked.choice)),
        _ => None,
    };
    // Neither leaving, nor No, nor pressing Enter at once opens anything.
    desk.press("o");
    assert_eq!(asked(&desk), Some(("zathura {file}".to_owned(), Choice::No)));
    for keys in ["Esc", "o Enter", "o Tab Tab Enter"] {
        desk.press(keys);
        assert!(matches!(desk.model.layer, Some(Layer::Evidence(_))), "{keys}: {:?}", desk.model.layer);
        assert_eq!(notice(&desk), None, "{keys}");
    }
    desk.press("o Tab Enter");
    assert!(matches!(desk.model.layer, Some(Layer::Evidence(_))));
    assert!(matches!(notice(&desk), Some(Notice::FileOpened(_, Ok(())))), "{:?}", notice(&desk));
    // What is read meanwhile is in the file when one comes back; what can't be started says so.
    desk.paused = true;
    desk.press("n o");
    desk.paused = false;
    desk.work();
    desk.press("Tab Enter");
    assert!(matches!(notice(&desk), Some(Notice::FileOpened(_, Err(FileError::Io(_))))), "{:?}", notice(&desk));
    let Some(Layer::Evidence(open)) = &desk.model.layer else { panic!() };
    assert!(matches!(open.content, Content::Text { .. }), "{:?}", open.content);
    desk.press("n o");
    assert!(desk.refused().contains("NoProgram(\"application/zip\")"));
    desk.press("n s");
    assert_eq!(saved(&desk), Ok("/tmp/d.txt (3 bytes)".to_owned()));
    for key in ["n s", "o"] {
        desk.press(key);
        assert!(desk.refused().contains("NoContent"), "{key}");
    }
}
