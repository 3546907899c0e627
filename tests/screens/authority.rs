//! Who may do what, at the desk: each cell of the table (`tests/support/roles.rs`) by its key, over a real store.

use std::path::Path;

use chrono::Utc;
use litige::app::command::{Command, KeyContext, TABLE};
use litige::app::model::{Item, Layer, Notice, PaletteAction, Prompt, Unavailable};
use litige::domain::dispute::action::ActionKind;
use litige::domain::ids::DisputeId;
use litige::domain::refusal::Code;
use litige::domain::time::Time;
use litige::store::{self, ActivityQuery, Mode, Place, Store};

use crate::desk::{Desk, Look};
use crate::roles::{self, Cell, Whose};

/// The command that does it, with the keys that carry it out; text stands between quotes. Receipts have no key.
fn keys(kind: ActionKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ActionKind::Claim => ("claim", "a"),
        ActionKind::Release => ("release", "A"),
        ActionKind::Assign => ("assign", "t 'extra' Enter Enter Tab Enter"),
        ActionKind::Say => ("reply", "r 'Bonjour.' Ctrl-s"),
        ActionKind::Remind => ("remind", "m Ctrl-s"),
        ActionKind::Note => ("note", "c 'Bonjour.' Ctrl-s"),
        ActionKind::Ask => ("ask", "e 'Bonjour.' Ctrl-s"),
        ActionKind::WithdrawAsk | ActionKind::WithdrawProposal => ("withdraw-ask", "w Enter"),
        ActionKind::Propose => ("propose", "p Tab '40' Ctrl-s"),
        ActionKind::Strike => ("strike-evidence", "S 'Bonjour.' Enter"),
        ActionKind::Admit => ("admit-evidence", "E 'Bonjour.' Enter"),
        ActionKind::Decide => ("decide", "D 1 Enter 'Conforme.' Ctrl-s Enter PageDown Tab Enter"),
        ActionKind::Snooze => ("snooze", "z Enter"),
        ActionKind::Wake => ("wake", "Z"),
        ActionKind::Undo => ("undo", "u Tab Enter"),
        ActionKind::Approve => ("approve", "+ PageDown PageDown Tab Enter"),
        ActionKind::Refuse => ("refuse", "- 'Bonjour.' Ctrl-s"),
        ActionKind::MarkRead => return None,
    })
}

fn command(name: &str) -> Option<Command> {
    TABLE.iter().find(|spec| spec.name == name).map(|spec| spec.command)
}

fn open_store(path: &Path) -> Box<dyn Store + Send> {
    store::open(&Place::File(path.to_owned()), Mode::Existing).unwrap()
}

/// A desk of this member's in the case.
fn at_the_case(path: &Path, me: &str, dispute: DisputeId, now: Time) -> Desk {
    let seed = u128::try_from(dispute.0).unwrap().to_be_bytes();
    let mut desk = Desk::of(me, Look::SMALL, now, open_store(path), seed);
    desk.press(":").write(&dispute.0.to_string()).press("Enter");
    assert_eq!(desk.model.current(), Some(dispute), "{:?}", desk.model.layer);
    assert!(desk.model.layer.is_none());
    desk
}

fn press(desk: &mut Desk, script: &str) {
    for (n, part) in script.split('\'').enumerate() {
        if n % 2 == 0 {
            desk.press(part)
        } else {
            desk.write(part)
        };
    }
}

/// What was written about a case by this member, with the number of the newest record of all.
fn written(store: &dyn Store, by: &str, dispute: DisputeId) -> (Vec<String>, i64) {
    let all = ActivityQuery { limit: 1, routine: true, ..ActivityQuery::default() };
    let newest = store.activity(&all).unwrap().records.first().map_or(0, |record| record.seq);
    let query = ActivityQuery { by: Some(by.to_owned()), dispute: Some(dispute), ..ActivityQuery { limit: 50, ..all } };
    (store.activity(&query).unwrap().records.into_iter().map(|record| record.action).collect(), newest)
}

/// Whether the palette has a command among those that are possible: the others come after them, with their reason.
fn palette_offers(desk: &mut Desk, command: Command) -> bool {
    desk.press(":");
    let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!("{:?}", desk.model.layer) };
    let is_refused =
        |item: &&Item| matches!(item.what, PaletteAction::Run(command) if command.available(&desk.model).is_err());
    let possible = palette.items.iter().take_while(|item| !is_refused(item)).count();
    let at = palette.items.iter().position(|item| item.what == PaletteAction::Run(command));
    assert!(palette.items[possible..].iter().all(|item| is_refused(&item)) && at.is_some(), "{command:?}");
    desk.press("Esc");
    at.is_some_and(|at| at < possible)
}

/// Tries a cell at the desk. Returns what is not as the table says.
fn fault(path: &Path, cell: &Cell, dispute: DisputeId, now: Time) -> Option<String> {
    let (name, script) = keys(cell.action)?;
    let command = command(name)?;
    let mut desk = at_the_case(path, cell.me, dispute, now);
    let reader = open_store(path);
    let (before, seq) = written(reader.as_ref(), cell.me, dispute);
    let available = command.available(&desk.model);
    let offered = palette_offers(&mut desk, command);
    let first = script.split_whitespace().next().unwrap();
    match cell.refused {
        None => {
            if available.is_err() || !offered {
                return Some(format!("{cell:?} is not offered: {available:?}"));
            }
            desk.press(first);
            // Whoever takes a colleague's case over is asked first.
            if let Some(Layer::Prompt(Prompt::TakeOver(question))) = &desk.model.layer {
                let (from, expects) = (question.from.clone(), matches!(cell.whose, Whose::Lapsed | Whose::Colleagues));
                assert!(expects && from.0 == "noor", "{cell:?}: {question:?}");
                assert_eq!(written(reader.as_ref(), cell.me, dispute).0, before, "nothing before the answer");
                desk.press("Tab Enter");
            }
            press(&mut desk, &script[first.len()..]);
            let (after, _) = written(reader.as_ref(), cell.me, dispute);
            let done = after.len() > before.len() && after.contains(&cell.action.to_string());
            (!done).then(|| format!("{cell:?} was not done: {after:?} {:?} {:?}", desk.model.notice, desk.model.layer))
        }
        Some(code) => {
            if offered {
                return Some(format!("{cell:?} is possible in the palette"));
            }
            desk.press(first);
            let said = match (&desk.model.notice, &desk.model.layer) {
                (Some(Notice::Refused(refused, Unavailable::Rule(refusal))), None) if *refused == command => {
                    refusal.code().as_str() == code
                }
                // A lead is asked whether to claim the case first; the answer is No.
                (None, Some(Layer::Prompt(Prompt::TakeOver(question)))) => {
                    code == "claimed_by_other" && cell.me == "lea" && question.from.0 == "noor"
                }
                _ => false,
            };
            if !said {
                return Some(format!("{cell:?}: {:?} {:?}", desk.model.notice, desk.model.layer));
            }
            // The question is answered with No, and whatever else follows does nothing either.
            if desk.model.layer.is_some() {
                desk.press("Enter");
                assert!(desk.model.layer.is_none(), "{:?}", desk.model.layer);
            } else {
                press(&mut desk, &script[first.len()..]);
            }
            let (_, after) = written(reader.as_ref(), cell.me, dispute);
            (after != seq).then(|| format!("{cell:?}: something was written"))
        }
    }
}

/// "A table of role × action × whose case … where every cell is tried": the desk's part.
#[test]
fn every_cell_of_the_table_of_roles_is_as_it_says_at_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.db");
    let place = Place::File(path.clone());
    store::create(&place).unwrap();
    let mut store = open_store(&path);
    let (cells, now) = (roles::cells(), Utc::now());
    roles::found(store.as_mut(), now);
    let cases: Vec<DisputeId> = (cells.iter().enumerate())
        .map(|(n, cell)| {
            let case = roles::prepare(store.as_mut(), cell, &format!("O-{n}"), now);
            assert_eq!(case.action.kind(), cell.action);
            assert_eq!(case.args.is_some(), keys(cell.action).is_some(), "what a command does, a key does");
            case.dispute
        })
        .collect();
    roles::make_reader(store.as_mut(), now);
    let faults: Vec<String> =
        cells.iter().zip(cases).filter_map(|(cell, dispute)| fault(&path, cell, dispute, now)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let found = store.verify(None).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

/// Whatever a reader presses, in the queue, in a case, at a file, or chooses in the palette: nothing is written, what is refused
/// says why, and comes last in the palette.
#[test]
fn a_reader_tries_every_key_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reader.db");
    store::create(&Place::File(path.clone())).unwrap();
    let mut store = open_store(&path);
    let now = Utc::now();
    roles::found(store.as_mut(), now);
    // A case to claim, one with something owed, with a file that was struck, that is snoozed, whose decision waits.
    let sorts = [ActionKind::Claim, ActionKind::Remind, ActionKind::Admit, ActionKind::Wake, ActionKind::Approve];
    let mut cells: Vec<Cell> = roles::cells();
    let names: Vec<_> = cells.iter().filter_map(|cell| keys(cell.action)).map(|(name, _)| name).collect();
    cells.retain(|cell| cell.me == "ex" && cell.whose == Whose::Own && sorts.contains(&cell.action));
    let cases: Vec<DisputeId> = (cells.iter().enumerate())
        .map(|(n, cell)| roles::prepare(store.as_mut(), cell, &format!("O-{n}"), now).dispute)
        .collect();
    roles::make_reader(store.as_mut(), now);
    let state = |store: &dyn Store| {
        let files: Vec<_> = cases.iter().map(|id| store.case(*id).unwrap()).collect();
        (written(store, "ex", cases[0]).1, files)
    };
    let before = state(store.as_ref());
    let mut refused = std::collections::BTreeSet::new();
    for dispute in &cases {
        let mut desk = at_the_case(&path, "ex", *dispute, now);
        for (context, back) in [(KeyContext::Case, ""), (KeyContext::Evidence, "o"), (KeyContext::Queue, "Esc")] {
            for spec in TABLE.iter().filter(|spec| spec.works_in(context)) {
                let contexts = spec.keys.iter().filter(|(contexts, _)| contexts.contains(&context));
                for key in
                    contexts.flat_map(|(_, keys)| *keys).filter(|key| !matches!(**key, "Ctrl-c" | "q" | "Ctrl-z"))
                {
                    desk.press(back);
                    desk.press(key);
                    if let Some(Notice::Refused(command, why)) = &desk.model.notice {
                        let name = command.spec().name;
                        let because = matches!(why, Unavailable::Rule(rule) if rule.code() == Code::NotAMediator);
                        assert!(because || !names.contains(&name), "{name}: {why:?}");
                        refused.insert(name);
                    }
                    // Whatever opened is filled in and sent.
                    desk.write("1").press("Tab Enter Ctrl-s");
                    for _ in 0..4 {
                        desk.press("Esc");
                    }
                    desk.press(":").write(&dispute.0.to_string()).press("Enter");
                }
            }
        }
        desk.press(":");
        let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!("{:?}", desk.model.layer) };
        let offered: Vec<_> = palette.items.iter().map(|item| item.what.clone()).collect();
        let refused = |what: &PaletteAction| matches!(what, PaletteAction::Run(command) if command.available(&desk.model).is_err());
        assert!(offered.is_sorted_by_key(refused), "what is refused comes last");
        // The whole palette, line by line.
        for line in (0..offered.len()).filter(|_| dispute == &cases[0]) {
            if matches!(&offered[line], PaletteAction::Run(command) if matches!(command.spec().name, "quit" | "suspend"))
            {
                continue;
            }
            desk.press("Esc Esc Esc").press(":").write(&dispute.0.to_string()).press("Enter").press(":");
            for _ in 0..line {
                desk.press("Down");
            }
            desk.press("Enter").write("1").press("Tab Enter Ctrl-s");
        }
    }
    for name in names.into_iter().filter(|name| command(name).is_some()) {
        assert!(refused.contains(name), "{name} was not refused: {refused:?}");
    }
    assert_eq!(state(store.as_ref()), before);
}
