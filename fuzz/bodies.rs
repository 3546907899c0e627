//! The bodies of the fuzz targets, shared with the test that runs them on the corpus.

#[path = "../tests/support/event_json.rs"]
mod event_json;

use std::path::PathBuf;

use chrono::{TimeZone, Utc};
use litige::app::key::KeySequence;
use litige::cli::time;
use litige::config::{self, ConfigFault};
use litige::domain::marketplace::event::Event;
use litige::domain::money::amount::{Currency, Money};
use litige::domain::queue::filter::{Filter, FilterSubject};
use litige::domain::queue::filter_syntax::duration;
use litige::domain::refusal::Refusal;
use litige::domain::vocabulary::{Ground, Lang, Outcome, WaitingOn};
use litige::ui::i18n::refusal::english;
use litige::ui::text::{Wrapped, fit, safe, safe_beside_figures, safe_lines, truncate, width};

/// A target: its name, which is also its corpus's folder, and its body.
pub type Body = (&'static str, fn(&[u8]));

pub const BODIES: [Body; 6] = [
    ("event_line", event_line),
    ("filter", filter),
    ("money", money),
    ("safe_text", safe_text),
    ("config", configuration),
    ("moment", moment),
];

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A line of `ingest`: a parsed event is written back as the same event.
pub fn event_line(bytes: &[u8]) {
    match Event::parse_line(&text(bytes)) {
        Ok(event) => {
            let line = event_json::to_line(&event);
            assert!(!line.contains('\n'), "one event, one line");
            assert_eq!(Event::parse_line(&line).as_ref(), Ok(&event), "{line}");
        }
        Err(bad) => assert_ne!(english(&bad.refusal), bad.refusal.code().as_str()),
    }
}

/// The filter of the queue: any text parses, or the error points at a part of it.
pub fn filter(bytes: &[u8]) {
    let text = text(bytes);
    let now = Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap();
    match Filter::parse(&text) {
        Ok(filter) => {
            for outcome in [None, Some(Outcome::Relaunch)] {
                let look = FilterSubject {
                    dispute: "D-1001",
                    order: "O-48213",
                    title: "Logo pour restaurant",
                    client: "Léa Martin",
                    seller: "Studio Nova",
                    waiting_on: WaitingOn::Mediator,
                    ground: Ground::CancellationRefusedTwice,
                    outcome,
                    lapsed: false,
                    held: Some("ines"),
                    holder_name: Some("Inès Haddad"),
                    lang: Lang::Fr,
                    opened_at: now,
                    due_at: now,
                    amount: Money::new(12_000, Currency::EUR),
                    decided: outcome.is_some(),
                    unread: 2,
                    snoozed: false,
                    justified: true,
                    awaiting_approval: false,
                };
                let _ = filter.matches(&look, Some("ines"), now);
                let _ = filter.matches(&look, None, now);
            }
            let _ = (filter.search_terms().count(), filter.is_words_only());
        }
        Err(bad) => {
            assert!(text.get(bad.at.clone()).is_some(), "{:?} is no part of {text:?}", bad.at);
            let refusal = Refusal::from(bad);
            assert_ne!(english(&refusal), refusal.code().as_str());
        }
    }
    let _ = duration(&text);
}

/// A typed amount: never rounded, and its formatted form parses to the same.
pub fn money(bytes: &[u8]) {
    let text = text(bytes);
    for code in ["EUR", "JPY", "BHD"] {
        let Some(currency) = Currency::from_code(code) else { continue };
        let Ok(money) = Money::parse(&text, currency) else { continue };
        assert!(money.minor >= 0, "{text:?} is {money:?}");
        for lang in [Lang::Fr, Lang::En] {
            let shown = money.format(lang);
            assert_eq!(Money::parse(&shown, currency).ok(), Some(money), "{text:?} is shown as {shown:?}");
        }
        let typed: String = text.chars().filter(char::is_ascii_digit).collect();
        let zeros = money.minor.to_string();
        assert!(
            typed.trim_start_matches('0').is_empty() || zeros.starts_with(typed.trim_start_matches('0')),
            "{text:?}"
        );
    }
}

/// Untrusted text on the screen: no control or invisible characters, and its width is as computed.
pub fn safe_text(bytes: &[u8]) {
    let text = text(bytes);
    let columns = 1 + text.len() % 90;
    for shown in [safe(&text).into_owned(), safe_beside_figures(&text).into_owned()] {
        assert!(!shown.contains(commands), "{text:?} is shown as {shown:?}");
    }
    for line in safe_lines(&text) {
        assert!(!line.contains(commands), "{text:?} has the line {:?}", &*line);
    }
    let wrapped = Wrapped::new(&text, columns);
    assert_eq!(wrapped.rows().len(), wrapped.height());
    for row in wrapped.rows() {
        // A character wider than the row has a row of its own.
        assert!(width(row) <= columns || fit(row, columns).0.is_empty(), "{row:?} is wider than {columns}");
    }
    let shown = safe(&text);
    assert!(width(&truncate(&shown, columns)) <= columns);
    let (fits, taken) = fit(&shown, columns);
    assert!(taken <= columns && taken == width(fits));
}

fn commands(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
}

/// A configuration file: valid lines apply, each problem is one line.
pub fn configuration(bytes: &[u8]) {
    let name = format!("litige-config-{}-{:?}.toml", std::process::id(), std::thread::current().id());
    let path: PathBuf = std::env::temp_dir().join(name);
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let loaded = config::load(Some(path.clone()));
    for warning in &loaded.warnings {
        if let ConfigFault::Line(_, why) | ConfigFault::Keys(why) = &warning.fault {
            assert!(!why.contains('\n'), "{why:?}");
        }
    }
    // The rendered configuration parses to the same.
    if std::fs::write(&path, config::render(&loaded)).is_ok() {
        let again = config::load(Some(path.clone()));
        assert_eq!(again.config, loaded.config, "{:?}", again.warnings);
    }
    let _ = std::fs::remove_file(path);
}

/// A typed time or key.
pub fn moment(bytes: &[u8]) {
    let text = text(bytes);
    let now = Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap();
    let _ = time::parse(&text, now);
    if let Ok(keys) = text.parse::<KeySequence>() {
        assert_eq!(keys.to_string().parse(), Ok(keys));
    }
}
