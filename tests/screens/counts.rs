//! Every figure is the same wherever it stands: beside a view's name, over its list, in the list itself, in the statistics.

use litige::app::Msg;
use litige::app::model::ViewRef;
use litige::app::mouse::{HitTarget, MouseAction};
use litige::demo::synthetic::{self, Plan};
use litige::domain::decision::work_figures::DayRange;
use litige::domain::ids::Handle;
use litige::domain::queue::filter::Filter;
use litige::domain::vocabulary::{Lang, View};
use litige::store::{self, PageFrom, Place, QueueQuery, Store};
use ratatui::layout::Rect;

use crate::desk::{Desk, Look};
use crate::fixture::{fill_decided, now};
use crate::print::plain;

/// How many rows a view has, by going through all of them.
fn listed(store: &dyn Store, view: View, me: &str) -> u64 {
    let (me, filter) = (Some(Handle::from(me)), Filter::default());
    let query = QueueQuery { view, me, filter, from: PageFrom::Start, limit: usize::MAX };
    store::read_rows(store, query, now()).unwrap().0.len() as u64
}

/// The figure that follows a text on a screen, its groups joined.
fn after(screen: &str, text: &str) -> Option<u64> {
    let rest = &screen[screen.find(text)? + text.len()..];
    let is_of_it = |c: &char| c.is_ascii_digit() || matches!(c, ',' | '\u{202f}');
    let figure: String = rest.trim_start().chars().take_while(is_of_it).filter(char::is_ascii_digit).collect();
    figure.parse().ok()
}

/// The place over the list: `1/972`, both parts.
fn place(desk: &mut Desk, screen: &str) -> Option<(u64, u64)> {
    let size = desk.model.size;
    let targets = litige::ui::targets(&desk.model, &desk.ui, Rect::new(0, 0, size.cols, size.rows));
    let first = targets.iter().find_map(|(place, spot)| matches!(spot, HitTarget::Row(_)).then_some(place.y))?;
    let corner = screen.lines().nth(usize::from(first) - 1)?.split_whitespace().next_back()?;
    let (at, of) = corner.split_once('/')?;
    let figure = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    Some((figure(at), figure(of)))
}

/// Compares every figure of a desk with what its store lists.
fn compare(desk: &mut Desk, store: &dyn Store, me: &str) {
    let counts = store.counts(Some(&me.into()), now()).unwrap();
    for view in View::ALL.iter().copied() {
        let listed = listed(store, view, me);
        assert_eq!(counts.of(view), listed, "{view}");
        desk.tell(Msg::Mouse(MouseAction::Press, HitTarget::View(view)));
        let screen = plain(&desk.frame());
        assert_eq!(desk.model.queue.view_ref(), ViewRef::Standard(view));
        let name = desk.ui.texts.get(&format!("view-{view}")).into_owned();
        assert_eq!(after(&screen, &format!(" {name} ")), Some(listed), "beside the name of {view}: {screen}");
        if listed > 0 {
            assert_eq!(place(desk, &screen), Some((1, listed)), "over the list of {view}: {screen}");
            let screen = plain(&desk.press("G").frame());
            assert_eq!(place(desk, &screen), Some((listed, listed)), "at the end of {view}: {screen}");
        }
    }
    statistics(desk, store, me);
}

/// Compares the statistics with the views.
fn statistics(desk: &mut Desk, store: &dyn Store, me: &str) {
    let of = |view| listed(store, view, me);
    let stats = store.stats(DayRange::default()).unwrap();
    assert_eq!(stats.count(|_| true), of(View::Decided));
    let members: Vec<Handle> = store.mediators().unwrap().into_iter().map(|member| member.handle).collect();
    let held = |by: &Handle| stats.held.iter().find(|(holder, _)| holder == by).map_or(0, |(_, count)| *count);
    for member in &members {
        assert_eq!(held(member), listed(store, View::Mine, &member.0), "{member}");
    }
    let all_held: u64 = members.iter().map(held).sum();
    assert_eq!(all_held + of(View::Unclaimed), of(View::Open));
    // On its pages: what was decided, what is open and what is snoozed.
    let screen = plain(&desk.press("s 1").frame());
    let headings = screen.lines().filter(|line| line.contains('─') && line.contains(" · "));
    let decided: u64 = headings.filter_map(|line| after(line, " · ")).sum();
    assert_eq!(decided, of(View::Decided), "{screen}");
    let screen = plain(&desk.press("2").frame());
    let (open, snoozed) = (of(View::Open), of(View::Snoozed));
    let is = |count: u64| desk.ui.texts.count(count);
    let told = match snoozed {
        0 => format!(" {} in all.", is(open)),
        _ => format!(" {} in all: {} in the queue, {} snoozed.", is(open + snoozed), is(open), is(snoozed)),
    };
    assert!(screen.contains(&told), "{told}: {screen}");
    let screen = plain(&desk.press("4").frame());
    let team = screen.lines().find(|line| line.contains("The whole team")).unwrap();
    assert_eq!(after(team, "The whole team"), Some(all_held), "{screen}");
    desk.press("Esc");
}

#[test]
fn statistics_and_views_count_the_same() {
    let look = Look { lang: Lang::En, cols: 140, rows: 60, ..Look::WIDE };
    let folder = tempfile::tempdir().unwrap();
    let (demo, full) = (Place::File(folder.path().join("demo.db")), Place::File(folder.path().join("full.db")));
    let mut store = store::open(&demo, store::Mode::Create).unwrap();
    litige::demo::seed(store.as_mut(), now()).unwrap();
    let plan = Plan { disputes: 1_300, messages: 5_300, open: 1_050, seed: 7, base: now() };
    synthetic::seed(&full, &plan, &mut |_| ()).unwrap();
    let of_full = synthetic::team().remove(0).handle.0;
    for (place, me) in [(demo, "tom"), (full, of_full.as_str())] {
        let open = || store::open(&place, store::Mode::Existing).unwrap();
        let mut desk = Desk::of(me, look, now(), open(), [7; 16]);
        compare(&mut desk, open().as_ref(), me);
    }
}

#[test]
fn a_share_has_its_percentage_and_its_interval_a_scale() {
    for (lang, (cols, rows)) in
        [Lang::En, Lang::Fr].into_iter().flat_map(|lang| [(60, 60), (80, 60), (120, 40), (200, 50)].map(|s| (lang, s)))
    {
        for page in ["1", "3"] {
            let mut desk = Desk::new(Look { lang, cols, rows, ..Look::WIDE }, now(), fill_decided);
            let screen = plain(&desk.press(&format!("s {page} G")).frame());
            let space = if lang == Lang::Fr { "\u{a0}" } else { "" };
            let ticks = ["0", "50", "100"].map(|tick| format!("{tick}{space}%"));
            let lines: Vec<&str> = screen.lines().collect();
            let scale = lines.iter().find(|line| ticks.iter().all(|tick| line.contains(tick)));
            let scale = *scale.unwrap_or_else(|| panic!("{cols}: {screen}"));
            let zero = scale[..scale.find(&ticks[0]).unwrap()].chars().count();
            let shares: Vec<_> =
                lines.iter().filter(|line| line.contains(['├', '┤']) && !line.contains("├──┤")).collect();
            assert!(!shares.is_empty(), "{cols}: {screen}");
            for share in shares {
                let (told, line) = share.split_at(share.char_indices().nth(zero).unwrap().0);
                assert!(told.trim_end().ends_with('%'), "{cols}: {share:?}");
                assert!(line.starts_with(['·', '├', '─', '●', '┊', '┤']), "{cols}: {share:?} under {scale:?}");
                // A line on which an interval can be told from a point.
                assert!(line.trim_end().chars().count() > 20, "{cols}: {share:?}");
            }
        }
    }
}
