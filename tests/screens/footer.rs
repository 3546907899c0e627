//! The last row: a hint stands only for what can be done, does what it says, and is never cut.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Utc;
use litige::app::command::{Command, TABLE};
use litige::app::model::{Model, Notice, Trouble};
use litige::app::mouse::{HitTarget, MouseAction};
use litige::app::{Msg, update};
use litige::domain::dispute::action::ActionKind;
use litige::domain::ids::DisputeId;
use litige::domain::team::change::{AccountChange, TeamChange};
use litige::domain::vocabulary::{Lang, Role};
use litige::store::{self, Mode, Place, Store};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::every::{each_tame, walk};
use crate::fixture::{fill_evidence, now};
use crate::roles;

/// Wide enough for every hint there is.
const ROOMY: u16 = 400;

/// Returns the hints of the last row: a command and the text that stands for it.
fn hints(desk: &Desk, frame: &Buffer) -> Vec<(Command, String)> {
    let area = frame.area;
    let spots = litige::ui::targets(&desk.model, &desk.ui, area);
    let last = spots.into_iter().filter(|(place, _)| place.y == area.height - 1 && place.width > 0);
    last.filter_map(|(place, spot)| match spot {
        HitTarget::Run(command) => Some((command, text(frame, place))),
        _ => None,
    })
    .collect()
}

fn text(frame: &Buffer, place: Rect) -> String {
    let cells = (place.left()..place.right()).map(|x| frame[(x, place.y)].symbol());
    cells.collect::<String>().trim().to_owned()
}

/// Returns what is wrong with the hints on screen: one for what can't be done, or that is refused, or does nothing.
fn faults(desk: &mut Desk, name: &str) -> Vec<String> {
    let size = desk.model.size;
    desk.resize(ROOMY, size.rows);
    let frame = desk.frame();
    let shown = hints(desk, &frame);
    let mut faults = Vec::new();
    for spec in TABLE.iter().filter(|spec| spec.command.available(&desk.model).is_err()) {
        if shown.iter().any(|(command, _)| *command == spec.command) {
            faults.push(format!("{name}: {} stands there, and is not possible", spec.name));
        }
    }
    for (command, label) in shown {
        // Of two that move, one may be at its end.
        let twins: &[Command] = match command {
            Command::Down => &[Command::Down, Command::Up],
            Command::NextCase => &[Command::NextCase, Command::PreviousCase],
            _ => &[command],
        };
        let twins = twins.iter().filter(|twin| twin.available(&desk.model).is_ok());
        let tries: Vec<Model> = twins.filter_map(|command| tried(&desk.model, *command)).collect();
        if tries.is_empty() {
            faults.push(format!("{name}: `{label}` does nothing"));
        }
        faults.extend(
            tries
                .iter()
                .filter_map(|after| refused(after, trouble_of(&desk.model)))
                .map(|why| format!("{name}: `{label}` is refused: {why}")),
        );
    }
    desk.resize(size.cols, size.rows);
    faults
}

/// Returns the desk after a command, if it did anything.
fn tried(model: &Model, command: Command) -> Option<Model> {
    let mut after = model.clone();
    after.notice = None;
    let before = format!("{after:?}");
    let effects = update(&mut after, Msg::Mouse(MouseAction::Press, HitTarget::Run(command)));
    (!effects.is_empty() || format!("{after:?}") != before).then_some(after)
}

fn trouble_of(model: &Model) -> Option<&Trouble> {
    model.layer.as_ref().and_then(|layer| layer.editor()?.trouble.as_ref())
}

/// Returns why a command was refused; `before` is what was wrong before.
fn refused(model: &Model, before: Option<&Trouble>) -> Option<String> {
    let trouble = trouble_of(model).filter(|trouble| Some(*trouble) != before);
    match &model.notice {
        Some(Notice::Refused(command, why)) => Some(format!("{}: {why:?}", command.spec().name)),
        Some(Notice::NotActing(why)) => Some(format!("{why:?}")),
        Some(Notice::NoMoreCases) => Some("no more cases".to_owned()),
        _ => trouble.map(|trouble| format!("{trouble:?}")),
    }
}

#[test]
fn no_hint_stands_for_what_is_refused_on_any_screen() {
    let mut wrong = Vec::new();
    each_tame(Look::SMALL, |name, desk| wrong.extend(faults(desk, name)));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whoever sits there, in whatever state a case is: each cell of the table of roles, in the queue and in the case.
#[test]
fn no_hint_stands_for_what_is_refused_to_a_role_or_in_a_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.db");
    store::create(&Place::File(path.clone())).unwrap();
    let open = || store::open(&Place::File(path.clone()), Mode::Existing).unwrap();
    let mut store = open();
    let (cells, now) = (roles::cells(), Utc::now());
    roles::found(store.as_mut(), now);
    // One for each state in which a case can be: nothing asked, an ask, a proposal, evidence struck, snoozed, on hold, awaiting.
    let states = [
        ActionKind::Claim,
        ActionKind::Remind,
        ActionKind::WithdrawProposal,
        ActionKind::Admit,
        ActionKind::Wake,
        ActionKind::Undo,
        ActionKind::Approve,
    ];
    let cells: Vec<_> = cells.into_iter().filter(|cell| states.contains(&cell.action)).collect();
    let cases: Vec<DisputeId> = (cells.iter().enumerate())
        .map(|(n, cell)| roles::prepare(store.as_mut(), cell, &format!("O-{n}"), now).dispute)
        .collect();
    roles::make_reader(store.as_mut(), now);
    let mut wrong = Vec::new();
    for me in ["ex", "ines", "lea", "nobody"] {
        let mut desk = Desk::of(me, Look::SMALL, now, open(), [3; 16]);
        for (cell, dispute) in cells.iter().zip(&cases).filter(|(cell, _)| cell.me == me || me == "nobody") {
            if me == "nobody" && cell.me != "ines" {
                continue;
            }
            let name = format!("{me}, {:?}", cell);
            desk.press(":").write(&dispute.0.to_string()).press("Enter");
            assert_eq!(desk.model.current(), Some(*dispute));
            wrong.extend(faults(&mut desk, &format!("{name} in the case")));
            desk.press("o");
            wrong.extend(faults(&mut desk, &format!("{name} at a file")));
            desk.press("Esc Esc");
            wrong.extend(faults(&mut desk, &format!("{name} in the queue")));
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

/// At every width from the narrowest to the widest: no label is cut, what is most important is there first, and help and
/// the way out always are.
#[test]
fn hints_are_whole_and_the_most_important_ones_stay_at_every_width() {
    for lang in [Lang::En, Lang::Fr] {
        let mut seen = BTreeSet::new();
        each_tame(Look { lang, rows: 20, ..Look::SMALL }, |name, desk| {
            desk.resize(ROOMY, 20);
            let frame = desk.frame();
            let whole: BTreeMap<Command, String> = hints(desk, &frame).into_iter().collect();
            if !seen.insert(whole.clone()) {
                return;
            }
            let mut before = BTreeSet::new();
            for cols in 60..=220 {
                desk.resize(cols, 20);
                let frame = desk.frame();
                let shown = hints(desk, &frame);
                for (command, label) in &shown {
                    assert!(!label.contains('…') || whole.get(command) == Some(label), "{name} at {cols}: {label}");
                    let is_known = whole.get(command).is_none_or(|long| {
                        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                        let (long, short) = (words(long), words(label));
                        short
                            .iter()
                            .all(|word| long.iter().any(|one| one.trim_end_matches(',') == word.trim_end_matches(',')))
                    });
                    assert!(is_known, "{name} at {cols}: {label} of {:?}", whole.get(command));
                }
                let commands: BTreeSet<Command> = shown.iter().map(|(command, _)| *command).collect();
                // In a wider window there may be nothing more to scroll.
                let scrolls = |command: &&Command| matches!(command, Command::Down | Command::PageDown);
                let lost: Vec<_> = before.difference(&commands).filter(|command| !scrolls(command)).collect();
                assert!(lost.is_empty(), "{name}: {lost:?} is gone at {cols}");
                let ways_out = [Command::Back, Command::Leave, Command::Help];
                for way in ways_out.iter().filter(|way| whole.contains_key(way)) {
                    assert!(commands.contains(way), "{name} in {lang} at {cols}: no {way:?} in {shown:?}");
                }
                assert!(shown.len() > 1 || whole.len() < 3, "{name} in {lang} at {cols}: {shown:?}");
                before = commands;
            }
        });
    }
}

/// A key that closes has one name, one that undoes another.
#[test]
fn what_closes_never_has_the_name_of_what_undoes() {
    let mut seen = BTreeSet::new();
    each_tame(Look { lang: Lang::Fr, ..Look::SMALL }, |name, desk| {
        let frame = desk.frame();
        for (command, label) in hints(desk, &frame) {
            assert!(!label.contains("annuler") && !label.contains("choisir\u{a0}"), "{name}: {label}");
            if matches!(command, Command::Leave | Command::Undo) {
                seen.insert(label);
            }
        }
    });
    assert!(seen.iter().any(|label| label == "Esc fermer"), "{seen:?}");
    assert!(seen.iter().any(|label| label.starts_with("u défaire")), "{seen:?}");
}

/// Enter has the name of what it does: never only that it chooses.
#[test]
fn enter_says_what_it_does() {
    let shown = |keys: &str| {
        let mut desk = Desk::new(Look::WIDE, now(), fill_evidence);
        desk.press("f").write("logo").press("Enter");
        let frame = walk(&mut desk, keys);
        hints(&desk, &frame).into_iter().map(|(_, label)| label).collect::<Vec<_>>()
    };
    for (keys, label) in [
        ("z", "⏎ snooze until 10:40"),
        ("z|Down Down", "⏎ snooze until 11 Nov 09:00"),
        ("Enter|o|S|=forged", "⏎ strike a"),
        ("Enter|o|Tab|E|=real", "⏎ admit a"),
        ("Enter|w", "⏎ withdraw q"),
        ("/|=bonjour", "⏎ open D-"),
        (":|=statistics", "⏎ statistics"),
        ("Enter|D|Down", "⏎ next page"),
        ("f|=x", "⏎ apply"),
        ("T", "⏎ next page"),
    ] {
        let shown = shown(keys);
        assert!(shown.iter().any(|hint| hint.starts_with(label)), "{keys}: {shown:?}");
    }
    // What lacks its reason can't be sent, and nothing says that it could.
    let without = shown("Enter|o|S");
    assert!(!without.iter().any(|hint| hint.starts_with('⏎')), "{without:?}");
}

/// Who may only look is told so beside the keys that are left to them.
#[test]
fn who_may_only_look_is_told_so() {
    fn with_reader(store: &mut dyn Store) {
        crate::fixture::fill(store);
        let put = TeamChange::Put {
            handle: "lena".into(),
            name: "Léna Petit".to_owned(),
            role: Some(Role::Reader),
            account: AccountChange::AsIs,
        };
        store.change_team(Some(&"ines".into()), &put, None, now()).unwrap();
    }
    for (me, lang, said) in [
        ("lena", Lang::En, Some("read only")),
        ("lena", Lang::Fr, Some("lecture seule")),
        ("nobody", Lang::En, Some("read only")),
        ("ines", Lang::En, None),
    ] {
        for (cols, rows) in [(60, 20), (120, 40)] {
            let mut desk = Desk::as_member(me, Look { lang, cols, rows, ..Look::WIDE }, now(), with_reader);
            for keys in ["", "Enter"] {
                desk.press(keys);
                let frame = desk.frame();
                let last = text(&frame, Rect { y: rows - 1, height: 1, ..frame.area });
                let starts = ["read only", "lecture seule"].into_iter().find(|start| last.starts_with(start));
                assert_eq!(starts, said, "{me} at {cols}: {last}");
            }
        }
    }
    let mut desk = Desk::new(Look::WIDE, now(), crate::fixture::fill_decided);
    let frame = walk(&mut desk, "v|Enter");
    let last = text(&frame, Rect { y: 39, height: 1, ..frame.area });
    assert!(last.starts_with("read only"), "{last}");
}

/// A window that is too small says how large it is and must be, in its middle.
#[test]
fn a_window_that_is_too_small_says_both_sizes_in_its_middle() {
    for (lang, size, needed) in [
        (Lang::En, "It has 50 columns and 12 rows.", "It needs at least 60 and 16."),
        (Lang::Fr, "Elle a 50 colonnes et 12 lignes.", "Il en faut au moins 60 et 16."),
    ] {
        let mut desk = Desk::new(Look { lang, cols: 50, rows: 12, ..Look::WIDE }, now(), fill_evidence);
        let frame = desk.frame();
        let line = |y: u16| text(&frame, Rect { y, height: 1, ..frame.area });
        let lines: Vec<String> = (0..12).map(|y| line(y).replace('\u{a0}', " ")).collect();
        assert_eq!((&*lines[5], &*lines[6]), (size, needed), "{lines:?}");
        let start = (0..50).find(|x| frame[(*x, 5)].symbol() != " ").unwrap();
        assert!(start.abs_diff((50 - size.chars().count() as u16) / 2) <= 1, "{start}");
        for (cols, rows) in [(20, 2), (20, 1), (30, 2)] {
            desk.resize(cols, rows);
            let frame = desk.frame();
            let shown =
                (0..rows).map(|y| text(&frame, Rect { y, height: 1, ..frame.area })).collect::<Vec<_>>().join(" ");
            assert!(shown.contains(&format!("{cols}×{rows}")), "{shown}");
        }
    }
}

/// A colleague is at work on the case: it is said who, until when, and what then.
#[test]
fn who_holds_a_case_is_told_with_when_it_may_be_taken_over() {
    for (lang, said) in [
        (Lang::En, "is held by Inès Haddad until 10 Nov 10:05; then you may take it over"),
        (Lang::Fr, "Inès Haddad suit D-1002 jusqu'au 10 nov. 10:05 ; ensuite, vous pourrez le reprendre"),
    ] {
        let mut desk = Desk::new(Look { lang, cols: 200, ..Look::WIDE }, now(), |store| {
            crate::fixture::fill(store);
            let dispute = crate::fixture::dispute_of(store, 2);
            let at = now() - chrono::TimeDelta::minutes(5);
            let claim = litige::domain::dispute::action::Action::Claim;
            let request = litige::domain::dispute::action::Request {
                dispute,
                by: "ines".into(),
                action: claim,
                seen: None,
                key: None,
            };
            store.act(&request, at).unwrap();
        });
        desk.press("f").write(if lang == Lang::En { "order:O-2" } else { "commande:O-2" }).press("Enter r");
        let shown = crate::print::plain(&desk.frame()).replace('\u{a0}', " ").replace('’', "'");
        let id = desk.model.current().unwrap().to_string();
        let said = said.replace("D-1002", &id);
        assert!(shown.contains(&said), "{shown}");
    }
}

/// An empty view offers the keys that lead out of it, and an empty discussion none to who may not write there.
#[test]
fn what_is_empty_offers_only_ways_out_that_are_open() {
    let mut desk = Desk::new(Look::WIDE, now(), fill_evidence);
    desk.press("f").write("zzzz").press("Enter");
    let frame = desk.frame();
    let shown: Vec<String> = hints(&desk, &frame).into_iter().map(|(_, label)| label).collect();
    for way in ["Tab next view", "6 all cases", "Esc clear the filter"] {
        assert!(shown.iter().any(|hint| hint == way), "{way}: {shown:?}");
    }
    assert!(!shown.iter().any(|hint| hint.contains("open") || hint.contains("move")), "{shown:?}");
}
