use chrono::FixedOffset;
use proptest::prelude::*;
use ratatui::buffer::Buffer;

use super::*;
use crate::app::keymap::Keymap;
use crate::app::model::{DisplayZone, Setup, Size, StatisticsPage};
use crate::app::{Model, measure::Measured};
use crate::domain::case::records::Mediator;
use crate::domain::decision::work_figures::StatisticsPeriod;
use crate::domain::queue::saved_views::{MAX_NAME_CHARS, MAX_VIEWS, SavedView};
use crate::domain::vocabulary::{Lang, Role as TeamRole, View};
use crate::store::ViewCounts;
use crate::ui::i18n::{Texts, standard_lexicon, standard_templates};
use crate::ui::theme::{Depth, Palette, Theme, ThemeMode};
use crate::ui::{Ui, header, statistics};

fn tabs() -> impl Strategy<Value = Vec<TabWidths>> {
    let one =
        (1usize..30, 0usize..30).prop_map(|(full, less)| TabWidths { full, brief: full.saturating_sub(less).max(1) });
    prop::collection::vec(one, 1..30)
}

proptest! {
    #[test]
    fn the_open_one_is_whole_and_the_line_is_never_over_its_width(tabs in tabs(), open in 0usize..30, room in 20usize..=200) {
        let open = open % tabs.len();
        let fit = fit(&tabs, open, &[3, 2, 1], room);
        prop_assert!(fit.shown.contains(&open));
        prop_assert!(!fit.is_brief(open));
        prop_assert!(fit.columns(&tabs) <= room || fit.shown.len() == 1 && tabs[open].full + 1 > room, "{fit:?}");
        let alone = fit.shown.len() == 1 && fit.left_out_before + fit.left_out_after == 0;
        prop_assert!(alone || fit.left_out_before + fit.shown.len() + fit.left_out_after == tabs.len());
    }

    #[test]
    fn nothing_is_left_out_or_shortened_that_would_fit(tabs in tabs(), open in 0usize..30, room in 20usize..=200) {
        let open = open % tabs.len();
        let fit = fit(&tabs, open, &[3, 1], room);
        let least: usize = tabs.iter().enumerate().map(|(at, tab)| 1 + if at == open { tab.full } else { tab.brief }).sum();
        prop_assert_eq!(fit.shown.len() == tabs.len(), least <= room || tabs.len() == 1);
        let all: usize = tabs.iter().map(|tab| 1 + tab.full).sum();
        if all <= room {
            prop_assert!(!fit.brief.contains(&true));
        }
    }
}

#[test]
fn a_line_scrolls_only_when_the_open_one_would_leave_it() {
    let tabs = vec![TabWidths { full: 9, brief: 4 }; 10];
    let at = |open: usize, room: usize| {
        let fit = fit(&tabs, open, &[2, 1], room);
        (fit.shown.clone(), fit.left_out_before, fit.left_out_after)
    };
    assert_eq!(at(0, 200), (0..10, 0, 0));
    // 9 shortened by 5 and one whole.
    assert_eq!(at(4, 55), (0..10, 0, 0));
    assert_eq!([at(0, 30), at(2, 30)], [(0..4, 0, 6), (0..4, 0, 6)]);
    assert_eq!([at(3, 30), at(9, 30)], [(2..5, 2, 5), (6..10, 6, 0)]);
    assert_eq!(at(5, 9), (5..6, 0, 0));
}

fn model(lang: Lang, ui: &Ui, counts: ViewCounts, saved: &[&str]) -> Model {
    let me = Mediator::new("camille".into(), "Camille Roussel", TeamRole::Mediator);
    let mut model = Model::new(Setup {
        account: None,
        me: Some(me),
        lang,
        size: Size { cols: 80, rows: 24 },
        now: chrono::DateTime::UNIX_EPOCH,
        zone: DisplayZone::Fixed(FixedOffset::east_opt(0).unwrap()),
        seed: [7; 16],
        labels: ui.texts.labels(),
        keymap: Keymap::standard(),
        demo: false,
        templates: standard_templates(),
        lexicon: standard_lexicon(),
        open_with: Default::default(),
        file_folder: None,
    });
    model.queue.counts = Some(counts);
    let view = |name: &&str| SavedView { name: (*name).to_owned(), base: View::Open, query: "is:open".to_owned() };
    model.queue.saved.all = saved.iter().map(view).collect();
    model
}

fn ui(lang: Lang) -> Ui {
    let palette = Palette::standard(ThemeMode::Dark);
    Ui::with_texts(Texts::new(lang), Theme::of(&palette, Depth::True))
}

/// Draws a line at every width, and checks that what is open is whole on it, and that it keeps to its width.
fn check(model: &Model, ui: &Ui, open: &str, what: &str, draw: impl Fn(&DrawContext<'_>, &mut Canvas<'_>, Rect)) {
    let ctx = DrawContext { model, texts: &ui.texts, theme: &ui.theme, remarks: &ui.remarks, cache: &ui.cache };
    let active = ctx.style(Role::Active);
    for columns in 20..=200 {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 210, 1));
        for position in Rect::new(columns, 0, 210 - columns, 1).positions() {
            buffer[position].set_symbol("~");
        }
        let mut canvas =
            Canvas { buffer: &mut buffer, measured: Measured::default(), cursor: None, targets: Some(Vec::new()) };
        draw(&ctx, &mut canvas, Rect::new(0, 0, columns, 1));
        let mut targets: Vec<Rect> = canvas.targets.unwrap_or_default().into_iter().map(|(place, _)| place).collect();
        let symbols = |style: Option<ratatui::style::Style>| -> String {
            let cells = buffer.content().iter().take(usize::from(columns));
            let of_style = |cell: &&ratatui::buffer::Cell| style.is_none_or(|style| cell.style().fg == style.fg);
            cells.filter(of_style).map(ratatui::buffer::Cell::symbol).collect()
        };
        let line = symbols(None);
        let fits = width(open) + 2 <= usize::from(columns);
        assert!(!fits || symbols(Some(active)).contains(open), "{what}, {columns}: {open:?} is not whole in {line:?}");
        assert!(
            !fits || !line.contains('…') || line.contains("WW…"),
            "{what}, {columns}: something is cut in {line:?}"
        );
        let beyond: String =
            buffer.content()[usize::from(columns)..].iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(beyond, "~".repeat(usize::from(210 - columns)), "{what}, {columns}: {line:?}");
        targets.sort_by_key(|place| place.x);
        assert!(targets.windows(2).all(|two| two[0].right() <= two[1].x), "{what}, {columns}: {targets:?}");
        assert!(
            targets.iter().all(|place| place.width > 0 && place.right() <= columns),
            "{what}, {columns}: {targets:?}"
        );
    }
}

#[test]
fn the_view_that_is_open_is_whole_in_the_first_row_at_every_width() {
    let long = "W".repeat(MAX_NAME_CHARS);
    let many: Vec<String> = (1..=MAX_VIEWS).map(|at| format!("view {at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let few = ViewCounts { open: 21, mine: 3, overdue: 5, all: 28, ..ViewCounts::default() };
    let full = ViewCounts {
        open: 29_914,
        mine: 12,
        unclaimed: 29_100,
        overdue: 10_000,
        overdue_for_me: 0,
        decided: 970_086,
        all: 1_000_000,
        snoozed: 1_204,
        approval: 37,
    };
    for (lang, counts) in [Lang::Fr, Lang::En].into_iter().flat_map(|lang| [few, full].map(|counts| (lang, counts))) {
        let ui = ui(lang);
        for saved in [&[] as &[&str], &["Nova", "日本語の注文"], &[&long, "x"], &many] {
            let mut model = model(lang, &ui, counts, saved);
            for view in model.queue.views() {
                model.queue.view = view;
                let name = ui.texts.word("view", view.as_str()).into_owned();
                check(&model, &ui, &name, "the first row", header::draw);
            }
            // Of many, the first, one among them and the last.
            for name in
                saved.iter().step_by(saved.len().div_ceil(3).max(1)).chain(saved.last()).filter(|name| name.is_ascii())
            {
                model.queue.saved.shown = Some((*name).to_owned());
                check(&model, &ui, name, "the first row", header::draw);
            }
        }
    }
}

#[test]
fn the_page_and_the_period_that_are_open_are_whole_at_every_width() {
    for lang in [Lang::Fr, Lang::En] {
        let ui = ui(lang);
        let model = model(lang, &ui, ViewCounts::default(), &[]);
        for (at, page) in StatisticsPage::ALL.into_iter().enumerate() {
            let open = format!("▌{} ", at + 1);
            check(&model, &ui, &open, "the pages", |ctx, canvas, row| statistics::pages(ctx, canvas, row, page));
        }
        for period in StatisticsPeriod::ALL {
            let open = period.days().map_or_else(
                || ui.texts.get("charts-period-all").into_owned(),
                |days| ui.texts.with("charts-period-days", [("count", days.into())]),
            );
            check(&model, &ui, &open, "the periods", |ctx, canvas, row| statistics::periods(ctx, canvas, row, period));
        }
    }
}
