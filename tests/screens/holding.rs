//! Who holds a case, and since when they are quiet: seen at every size, in both languages, before anybody takes it over.

use litige::domain::vocabulary::Lang;

use crate::desk::{Desk, Look};
use crate::fixture::{fill_told, now};
use crate::print::plain;

/// Every size that a desk is used at, in both languages.
fn looks() -> impl Iterator<Item = Look> {
    let sizes = [(60, 20), (80, 24), (120, 40)];
    sizes.into_iter().flat_map(|(cols, rows)| [Lang::En, Lang::Fr].map(|lang| Look { lang, cols, rows, ..Look::WIDE }))
}

/// A desk in the queue with the one case that Inès let lapse, an hour ago.
fn on_lapsed(look: Look) -> Desk {
    let mut desk = Desk::new(look, now(), fill_told);
    desk.press("f").write("held:ines is:lapsed order:O-2").press("Enter");
    assert_eq!(desk.model.queue.window.rows.len(), 1);
    desk
}

#[test]
fn a_hollow_flag_says_who_is_quiet_and_since_when_in_queue_preview_and_case() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = on_lapsed(look);
        let since = match look.lang {
            Lang::En => "inactive since 08:40",
            Lang::Fr => "sans activité depuis 08:40",
        };
        let queue = plain(&desk.frame()).replace('\u{a0}', " ");
        let row = queue.lines().find(|line| line.starts_with('▌') && line.contains('€')).unwrap_or_default();
        assert!(row.contains('⚐') && !row.contains('⚑'), "{name}: {row}\n{queue}");
        let said = queue.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(since) || said.replace(" │ ", " ").contains(since), "{name}: {queue}");
        desk.press("Enter");
        let case = plain(&desk.frame()).replace('\u{a0}', " ");
        let head: Vec<_> = case.lines().take(3).collect();
        assert!(head.iter().any(|line| line.contains("⚐ Inès Haddad")), "{name}: {head:?}");
    }
}

#[test]
fn the_question_before_a_takeover_is_whole_at_every_size() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = on_lapsed(look);
        desk.press("r");
        let frame = plain(&desk.frame()).replace('\u{a0}', " ").replace('’', "'");
        let lines = frame.lines().filter_map(|line| Some(line.split_once('│')?.1.rsplit_once('│')?.0.trim()));
        let said = lines.collect::<Vec<_>>().join(" ");
        let parts = match look.lang {
            Lang::En => [
                "Inès Haddad holds this case.",
                "Inactive since 08:40, for 1 h",
                "becomes yours",
                "reply",
                "▌ No, leave it ▐",
                "Yes, take it over",
            ],
            Lang::Fr => [
                "Inès Haddad suit ce dossier.",
                "Sans activité depuis 08:40, soit 1 h",
                "devient le vôtre",
                "répondre",
                "▌ Non, laisser ▐",
                "Oui, reprendre",
            ],
        };
        for part in parts {
            assert!(said.contains(part), "{name}: {part}\n{frame}");
        }
    }
}
