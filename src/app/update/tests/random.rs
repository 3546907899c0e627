//! Any keys, in any order, with any weather: no panic, and what must always hold holds.

use proptest::prelude::*;

use super::*;
use crate::app::command::TABLE;
use crate::app::model::Choice;
use crate::domain::dispute::action::Action;
use crate::domain::vocabulary::{Origin, Side};
use crate::store::StoreError;

/// Something that happens to a desk.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Text(String),
    Paste(String),
    Resize(u16, u16),
    Wait(i64),
    Frame(usize, usize),
    PartyWrites(usize),
    OtherActs(usize, u8),
    Broken(bool),
    Paused(bool),
    Reorder,
    Suspended,
}

/// What random keys would not find in a year.
const WAYS: &[&str] = &[
    "Tab Enter",
    "Esc Esc Esc Esc Esc Esc",
    "Esc Esc Esc Esc Esc Esc D 1 Enter o k Ctrl-s Enter",
    "Esc Esc Esc Esc Esc Esc D 3 Enter Ctrl-u 4 0 Enter o k Ctrl-s Space Enter Tab Enter",
    "Esc Esc Esc Esc u Tab Enter",
    "Esc Esc Esc Esc r o k Ctrl-s",
    "Esc Esc Esc Esc e o k Ctrl-s",
    "Esc Esc Esc Esc p Enter 4 0 Ctrl-s",
    "Esc Esc Esc Esc S o k Enter",
    "Esc Esc Esc Esc / e n c Enter",
    "Esc Esc Esc Esc Esc Esc f 1 Enter",
    "Esc Esc Esc Esc Esc Esc f 1 2 Enter",
    "Esc Esc Esc Esc Esc Esc f 1 Enter F x Enter",
    "Esc Esc Esc Esc 8 Delete Tab Enter",
    "Esc Esc Esc Esc 8 M y Enter",
    "Esc Esc Esc Esc Esc Esc Space Space a Tab Enter",
    "Esc Esc Esc Esc Esc Esc * a Enter",
    "Esc Esc Esc Esc Esc Esc V j j z Enter",
    "Esc Esc Esc Esc Esc Esc * m Tab Enter",
    "Esc Esc Esc Esc Esc Esc * I A Enter B",
];

fn step() -> impl Strategy<Value = Step> {
    let keys: Vec<String> = TABLE
        .iter()
        .flat_map(|spec| spec.keys.iter().flat_map(|(_, keys)| keys.iter().map(|k| (*k).to_owned())))
        .filter(|key| key != "Ctrl-c" && key != "q")
        .chain((0..=9).map(|n| n.to_string()))
        .collect();
    prop_oneof![
        30 => proptest::sample::select(keys).prop_map(Step::Key),
        30 => proptest::sample::select(WAYS).prop_map(|way| Step::Key(way.to_owned())),
        6 => "[a-z0-9 é,%\n👩]{1,6}".prop_map(Step::Text),
        2 => "\\PC{0,40}|[\u{0}-\u{1f}\u{202e}\u{301}]{0,8}".prop_map(Step::Paste),
        2 => (0_u16..300, 0_u16..100).prop_map(|(cols, rows)| Step::Resize(cols, rows)),
        3 => (0_i64..4_000_000).prop_map(Step::Wait),
        2 => (0_usize..60, 0_usize..500).prop_map(|(rows, total)| Step::Frame(rows, total)),
        4 => (0_usize..12).prop_map(Step::PartyWrites),
        3 => (0_usize..12, 0_u8..4).prop_map(|(n, what)| Step::OtherActs(n, what)),
        2 => any::<bool>().prop_map(Step::Broken),
        3 => any::<bool>().prop_map(Step::Paused),
        2 => Just(Step::Reorder),
        1 => Just(Step::Suspended),
    ]
}

impl Desk {
    fn live(&mut self, step: &Step) {
        let nth = |n: &usize| DisputeId(1001 + *n as i64);
        match step {
            Step::Key(keys) => {
                self.press(keys);
            }
            Step::Text(text) => {
                self.write(text);
            }
            Step::Paste(text) => self.update(Msg::Paste(text.clone())),
            Step::Resize(cols, rows) => self.update(Msg::Resize(Size { cols: *cols, rows: *rows })),
            Step::Wait(millis) => {
                // Straight there: a laptop that slept.
                let now = self.now() + TimeDelta::milliseconds(*millis);
                self.store.now = now;
                self.update(Msg::Clock(now));
            }
            Step::Frame(rows, total) => {
                let extent = Extent { top: *total / 2, rows: *rows, total: *total };
                let thread = ThreadExtent { extent, cursor: Some((0, *total)), visible: None };
                let (queue_rows, editor_columns) = (*rows, *total % 90);
                let layer = extent;
                let part = Measured {
                    queue_rows,
                    file: extent,
                    pending: extent,
                    precedents: extent,
                    thread,
                    layer,
                    items: None,
                    picture: None,
                    editor_columns,
                };
                self.update(Msg::Drawn(part));
            }
            Step::PartyWrites(n) => {
                let open = |d: &crate::domain::case::records::Dispute| {
                    d.state == crate::domain::vocabulary::DisputeState::Open
                };
                let takes = open(&self.store.dispute(nth(n)));
                if takes {
                    self.store.sends(nth(n), Side::Client, "encore", vec![store::picture(Origin::Platform)]);
                }
                self.notice_changes();
            }
            Step::OtherActs(n, what) => {
                let action = match what {
                    0 => Action::Claim,
                    1 => Action::Release,
                    2 => Action::Snooze { until: self.store.now + TimeDelta::hours(3) },
                    _ => Action::Say { body: "bonjour".to_owned() },
                };
                let request = crate::domain::dispute::action::Request {
                    dispute: nth(n),
                    by: "ines".into(),
                    action,
                    seen: None,
                    key: None,
                };
                let _ = self.store.act(&request);
                self.notice_changes();
            }
            Step::Broken(broken) => self.store.broken = broken.then_some(StoreError::Busy),
            Step::Paused(paused) => {
                self.paused = *paused;
                if !paused {
                    self.work();
                }
            }
            Step::Reorder => self.waiting.make_contiguous().reverse(),
            Step::Suspended => self.update(Msg::Resumed),
        }
    }

    fn check(&self) {
        let window = &self.model.queue.window;
        assert_eq!(window.selected.is_some(), !window.rows.is_empty(), "a selection wherever there are rows");
        assert!(window.selected.is_none() || window.selected_index().is_some(), "it is one of the rows");
        assert!(window.rows.iter().zip(window.rows.iter().skip(1)).all(|(a, b)| a.key < b.key), "in order, each once");
        assert!(window.top == 0 || window.top < window.rows.len());
        if let Some(Layer::Decide(decide)) = &self.model.layer {
            assert!(decide.step == crate::app::model::DecisionPage::Confirm || decide.choice == Choice::No);
        }
        assert!(self.model.marks.len() <= crate::app::model::MAX_MARKS);
        assert!(self.model.marked_count().is_none_or(|count| count.outside <= count.marked));
        if let Some(run) = &self.model.bulk.run {
            assert!(run.tried() < run.total, "it ends with its last case");
        }
        if let Some(report) = &self.model.bulk.report {
            assert!(report.not_tried.iter().all(|id| !report.done.contains(id)), "each case once");
        }
        let layer = self.model.layer.as_ref().and_then(Layer::dispute);
        assert!(layer.is_none() || self.model.current() == layer, "what is written is about the case that is shown");
        for spec in TABLE {
            let _ = spec.command.available(&self.model);
        }
        assert!(self.model.next_wake().is_none_or(|at| at > self.now()), "it sleeps");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_in_any_weather(steps in proptest::collection::vec(step(), 1..80), scan in 1_usize..9) {
        let mut desk = Desk::with(12);
        desk.store.memory.scan = scan;
        for step in &steps {
            desk.live(step);
            desk.check();
        }
        // The weather clears: what was written and could not be kept is kept.
        desk.store.broken = None;
        desk.paused = false;
        desk.work();
        desk.wait(TimeDelta::seconds(20));
        prop_assert!(desk.model.drafts.all_kept());
        prop_assert!(desk.model.bulk.run.is_none() && desk.model.marks.walk.is_none(), "what was begun is ended");
        let mut rounds: Vec<_> = Vec::new();
        for request in desk.store.done.iter().filter(|request| matches!(request.action, Action::Decide(_) | Action::Undo)) {
            let decides = matches!(request.action, Action::Decide(_));
            let decided = rounds.contains(&request.dispute);
            prop_assert_ne!(decides, decided, "decided twice");
            if decides { rounds.push(request.dispute) } else { rounds.retain(|id| *id != request.dispute) }
        }
    }
}
