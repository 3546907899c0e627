//! The queue in windows of every width: a wider one shows no less.

use std::collections::{BTreeMap, BTreeSet};

use litige::app::model::ViewRef;
use litige::app::mouse::HitTarget;
use litige::demo::synthetic::{self, Plan};
use litige::domain::ids::DisputeId;
use litige::domain::vocabulary::{Lang, View};
use litige::store::{self, Place};
use litige::ui::text::{safe_beside_figures, short_name};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::fixture::now;
use crate::print::plain;

/// What a window shows of the queue.
#[derive(Debug, Default)]
struct Shown {
    headings: BTreeSet<String>,
    rows: BTreeMap<DisputeId, ShownRow>,
    /// What stands at the right of the headings.
    place: String,
}

/// What it shows of a case.
#[derive(Debug)]
struct ShownRow {
    line: String,
    /// The title is not cut.
    title: bool,
    /// The case has a holder, who is named, in full or in short.
    holder: bool,
}

fn look(desk: &mut Desk, cols: u16, rows: u16) -> Shown {
    desk.resize(cols, rows);
    let frame = desk.frame();
    let line = |place: Rect| {
        let mut line = Buffer::empty(Rect { height: 1, ..place });
        for at in line.area.positions() {
            line[at] = frame[at].clone();
        }
        line.area = Rect::new(0, 0, place.width, 1);
        plain(&line)
    };
    let mut shown = Shown::default();
    let targets = litige::ui::targets(&desk.model, &desk.ui, Rect::new(0, 0, cols, rows));
    for (place, spot) in targets {
        let HitTarget::Row(id) = spot else { continue };
        let row = desk.model.queue.window.rows.iter().find(|row| row.id == id).unwrap();
        if shown.rows.is_empty() {
            let headings = line(Rect { y: place.y - 1, ..place });
            shown.place = headings.rsplit(' ').next().unwrap_or_default().to_owned();
            for key in
                ["queue-dispute", "queue-service", "queue-amount", "queue-waiting", "queue-shares", "queue-parties"]
            {
                let label = desk.ui.texts.get(key);
                let label = label.split(" ↔ ").next().unwrap();
                if headings.contains(&format!(" {label}")) {
                    shown.headings.insert(key.to_owned());
                }
            }
        }
        let line = line(place);
        let holder = row.claimed_by.as_ref();
        let is_me = holder.is_some_and(|by| desk.model.me.as_ref().is_some_and(|me| me.handle == *by));
        let named = |name: &str| line.contains(&format!("⚑ {name}")) || line.contains(&format!("⚐ {name}"));
        let ways = |name: &str| [22, 10].map(|most| short_name(name, most).into_owned());
        let you = desk.ui.texts.get("claim-you");
        let shown_row = ShownRow {
            title: line.contains(&safe_beside_figures(&row.title).into_owned()),
            holder: holder.is_some_and(|by| {
                if is_me { named(&you) } else { ways(desk.model.name_of(&by.0)).iter().any(|name| named(name)) }
            }),
            line,
        };
        // What has to be read is there in any window.
        let amount = row.amount.format(desk.model.lang);
        assert!(shown_row.line.contains(&amount), "{cols}: {amount} in {:?}", shown_row.line);
        assert_eq!(shown_row.line.contains(['⚑', '⚐']), holder.is_some(), "{cols}: {:?}", shown_row.line);
        assert_eq!(shown_row.line.contains('●'), row.unread > 0, "{cols}: {:?}", shown_row.line);
        shown.rows.insert(id, shown_row);
    }
    assert!(!shown.rows.is_empty(), "{cols}: {}", plain(&frame));
    shown
}

/// Walks every width, and says with how many titles cut it began and ended.
fn walk(desk: &mut Desk, rows: u16) -> (usize, usize) {
    let mut cut = Vec::new();
    let mut before = look(desk, 60, rows);
    for cols in 60..=220 {
        let now = look(desk, cols, rows);
        assert_eq!(now.place, before.place, "{cols}");
        let gone: Vec<_> = before.headings.difference(&now.headings).collect();
        assert!(gone.is_empty(), "{cols}: {gone:?}");
        for (id, row) in &now.rows {
            let Some(before) = before.rows.get(id) else { continue };
            assert!(row.title || !before.title, "{cols} cuts a title: {:?}, before {:?}", row.line, before.line);
            assert!(row.holder || !before.holder, "{cols} names no holder: {:?}, before {:?}", row.line, before.line);
        }
        cut.push(now.rows.values().filter(|row| !row.title).count());
        before = now;
    }
    // Beside the longest titles, outcomes take the room of the parties.
    let has_all = desk.model.queue.view_ref() == ViewRef::Standard(View::All);
    assert!(has_all || before.headings.contains("queue-parties"), "there is room for the parties at last");
    (cut[0], cut[160])
}

/// Walks the views whose columns say different things.
fn walk_views(desk: &mut Desk, rows: u16) {
    for view in [View::Open, View::Snoozed, View::Decided, View::All] {
        desk.resize(120, rows);
        desk.frame();
        desk.tell(litige::app::Msg::Mouse(litige::app::mouse::MouseAction::Press, HitTarget::View(view)));
        desk.frame();
        assert_eq!(desk.model.queue.view_ref(), ViewRef::Standard(view));
        if desk.model.queue.window.rows.is_empty() {
            continue;
        }
        let (first, last) = walk(desk, rows);
        assert!(first >= last && last == 0, "{view:?}: {first} titles are cut at 60, {last} at 220");
    }
}

#[test]
fn no_wider_window_cuts_more_titles_or_drops_a_column() {
    for (lang, rows) in [(Lang::En, 24), (Lang::Fr, 40)] {
        let look = Look { lang, ..Look::WIDE };
        let mut desk = Desk::new(look, now(), |store| drop(litige::demo::seed(store, now()).unwrap()));
        walk_views(&mut desk, rows);
    }
}

#[test]
fn nor_does_one_over_a_full_base() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::File(folder.path().join("full.db"));
    let plan = Plan { disputes: 600, messages: 2_400, open: 300, seed: 1, base: now() };
    synthetic::seed(&place, &plan, &mut |_| ()).unwrap();
    let me = synthetic::team().remove(0).handle.0;
    for (lang, rows) in [(Lang::Fr, 24), (Lang::En, 50)] {
        let store = store::open(&place, store::Mode::Existing).unwrap();
        let mut desk = Desk::of(&me, Look { lang, ..Look::WIDE }, now(), store, [7; 16]);
        walk_views(&mut desk, rows);
    }
}
