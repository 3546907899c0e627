//! The file is cut short in place, under an open desk: nothing can mend that, but nothing panics, what one types is kept, and
//! whoever opens it next is told.

use std::fs::{self, OpenOptions};

use rstest::rstest;

use crate::events::disputed;
use crate::share_machine;
use crate::support::{Signal, Size};
use crate::test_database::{TestDatabase, database_files};

#[rstest]
fn under_a_file_that_is_cut_in_place_a_desk_ends_properly_and_keeps_what_was_typed(
    #[values(1, 4096, 200_000, u64::MAX)] by: u64,
    #[values(true, false)] while_writing: bool,
) {
    let _busy = share_machine();
    let database = TestDatabase::with(&(0..3).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    let db = database.db.to_str().unwrap();
    let mut desk = database.sandbox.open_desk(Size::WIDE, &["--db", db, "--as", "ines", "--lang", "fr"]);
    desk.wait_for("D-1001");
    desk.press(&["g", "g", "Enter"]);
    desk.wait_for("2 Discussion");
    let cut = || {
        let file = OpenOptions::new().write(true).open(&database.db).unwrap();
        let len = file.metadata().unwrap().len();
        file.set_len(len.saturating_sub(by)).unwrap();
    };
    if !while_writing {
        cut();
    }
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    desk.type_text("kept-or-sent");
    desk.wait_for("kept-or-sent");
    if while_writing {
        cut();
    }
    desk.type_text("-to-the-end");
    desk.wait_for("kept-or-sent-to-the-end");
    desk.press(&["Ctrl-s"]);
    desk.wait_until("an end of the reply", |screen| {
        !screen.contains("Envoi…")
            && (!screen.contains("Réponse aux deux parties")
                || screen.contains("réessa")
                || ["endommag", "lue ou écrite", "n'est plus", "n'est pas une base"]
                    .iter()
                    .any(|word| screen.contains(word)))
    });
    for args in [&["say", "D-1002", "x", "--json"][..], &["queue", "--json"], &["verify", "--json"]] {
        let told = database.run(args);
        assert!(matches!(told.status, Some(0 | 1 | 6)) && !told.err.contains("panicked"), "{args:?}: {told:?}");
    }
    desk.press(&["Esc", "h", "j", "k", "Tab", "R"]);
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    desk.assert_restored();
    let log = database.sandbox.log();
    assert!(!log.contains("panicked") && !log.contains("a fault inside"), "{log}");
    let folder = fs::read_dir(database.sandbox.path("state/litige/drafts")).into_iter().flatten().flatten();
    let drafts = folder.filter_map(|file| fs::read(file.path()).ok());
    let text = b"kept-or-sent-to-the-end";
    let mut places = database_files(&database.db).into_iter().map(|(_, bytes)| bytes).chain(drafts);
    assert!(places.any(|bytes| bytes.windows(text.len()).any(|window| window == text)), "what was typed is nowhere");
}
