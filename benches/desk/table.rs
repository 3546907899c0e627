//! The results as a Markdown table.

use std::fmt::Write as _;
use std::path::Path;

use crate::measure::Times;

/// A number with its unit; for times the median and the p99.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub value: f64,
    tail: Option<f64>,
    unit: &'static str,
}

impl Figure {
    pub fn new(value: f64, unit: &'static str) -> Self {
        Self { value, tail: None, unit }
    }

    pub fn of(times: &Times) -> Self {
        let ms = |percent| times.percentile(percent).as_secs_f64() * 1e3;
        Self { value: ms(50), tail: Some(ms(99)), unit: "ms" }
    }

    /// Returns the p99.
    pub fn tail(times: &Times) -> Self {
        Self::new(times.percentile(99).as_secs_f64() * 1e3, "ms")
    }

    pub fn is_time(self) -> bool {
        self.unit == "ms"
    }

    fn text(self) -> String {
        let tail = self.tail.map(|tail| format!(" / {}", format_significant(tail))).unwrap_or_default();
        format!("{}{tail} {}", format_significant(self.value), self.unit).trim_end().to_owned()
    }
}

/// The target of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// At most this many times the peer's.
    AtMostTimes(f64),
    /// At least this many times the peer's.
    AtLeastTimes(f64),
    /// At most this.
    AtMost(f64),
    None,
}

/// One comparison; the peer's figure is `None` if it is not installed.
pub struct Row {
    pub what: String,
    pub ours: Figure,
    pub peer: Option<(String, Option<Figure>)>,
    pub target: Target,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        let (_, Some(peer)) = self.peer.as_ref()? else { return None };
        (peer.value > 0.0).then(|| self.ours.value / peer.value)
    }

    /// Returns whether the target is met, if it can be determined.
    fn is_met(&self) -> Option<bool> {
        match self.target {
            Target::AtMostTimes(most) => self.ratio().map(|ratio| ratio <= most),
            Target::AtLeastTimes(least) => self.ratio().map(|ratio| ratio >= least),
            Target::AtMost(most) => Some(self.ours.value <= most),
            Target::None => None,
        }
    }
}

#[derive(Default)]
pub struct Table {
    pub rows: Vec<Row>,
}

impl Table {
    /// Adds a figure compared with a peer's.
    pub fn compare(&mut self, what: &str, ours: Figure, name: &str, peer: Option<Figure>, target: Target) {
        self.push(Row { what: what.to_owned(), ours, peer: Some((name.to_owned(), peer)), target });
    }

    /// Adds a figure without a comparison.
    pub fn record(&mut self, what: &str, ours: Figure, target: Target) {
        self.push(Row { what: what.to_owned(), ours, peer: None, target });
    }

    fn push(&mut self, row: Row) {
        eprintln!("{}", format_row(&row));
        self.rows.push(row);
    }

    pub fn markdown(&self) -> String {
        let mut text = "| what (times: p50 / p99) | litige | beside | ratio | asked | met |\n".to_owned();
        text.push_str("| --- | ---: | --- | ---: | ---: | --- |\n");
        for row in &self.rows {
            let _ = writeln!(text, "{}", format_row(row));
        }
        text
    }
}

fn format_row(row: &Row) -> String {
    let peer = match &row.peer {
        Some((name, Some(peer))) => format!("{name}: {}", peer.text()),
        Some((name, None)) => format!("{name}: not installed"),
        None => String::new(),
    };
    let ratio = row.ratio().map(|ratio| format!("{} ×", format_significant(ratio))).unwrap_or_default();
    let target = match row.target {
        Target::AtMostTimes(most) => format!("≤ {most} ×"),
        Target::AtLeastTimes(least) => format!("≥ {least} ×"),
        Target::AtMost(most) => format!("≤ {most} {}", row.ours.unit).trim_end().to_owned(),
        Target::None => String::new(),
    };
    let met = row.is_met().map_or("", |met| if met { "yes" } else { "**no**" });
    format!("| {} | {} | {peer} | {ratio} | {target} | {met} |", row.what, row.ours.text())
}

/// Formats a number with its significant digits.
pub fn format_significant(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        ..0.1 => format!("{value:.3}"),
        0.1..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// The words of the README's three lines, with a place for each figure, in its order.
pub struct Headline {
    pub readme: &'static str,
    lines: &'static str,
    decimal: char,
}

/// Each README, and what it says of the figures.
pub const HEADLINES: [Headline; 2] = [
    Headline {
        readme: "README.md",
        lines: "- The first full frame is there after {} ms (`vim -u NONE`: {} ms).\n\
                - A key in the queue takes {} ms, opening a case {} ms, each letter of a search {} ms.\n\
                - The desk uses {} MiB of memory (neomutt on 100,000 mails: {} MiB).\n",
        decimal: '.',
    },
    Headline {
        readme: "README.fr.md",
        lines: "- La première image complète est là après {} ms (`vim -u NONE` : {} ms).\n\
                - Une touche dans la file demande {} ms, ouvrir un dossier {} ms, chaque lettre d'une recherche {} ms.\n\
                - Le bureau occupe {} Mio de mémoire (neomutt sur 100 000 courriels : {} Mio).\n",
        decimal: ',',
    },
];

/// The figures of those lines: a row, and the peer whose figure it is, if it isn't ours.
const HEADLINE_FIGURES: [(&str, Option<&str>); 7] = [
    ("start to the first full frame", None),
    ("start to the first full frame", Some("vim -u NONE")),
    ("`j` with preview, not scrolling", None),
    ("open a case", None),
    ("search, each key as one types", None),
    ("resident memory after use", None),
    ("resident memory after use", Some("neomutt, 100,000 mails")),
];

impl Table {
    /// Returns the README's lines, if all of their figures were measured.
    pub fn headline(&self, headline: &Headline) -> Option<String> {
        HEADLINE_FIGURES.iter().try_fold(headline.lines.to_owned(), |lines, (what, peer)| {
            let mut rows = self.rows.iter().filter(|row| row.what == *what);
            let figure = match peer {
                None => rows.next()?.ours,
                Some(peer) => rows.find_map(|row| row.peer.as_ref().filter(|(name, _)| name == peer)?.1)?,
            };
            let value = format_significant(figure.value).replace('.', &headline.decimal.to_string());
            Some(lines.replacen("{}", &value, 1))
        })
    }
}

const MARKS: [&str; 2] = ["<!-- bench -->\n", "<!-- /bench -->\n"];

/// Writes a text between the marks of a page.
pub fn write_between_marks(page: &Path, report: &str) {
    let text = std::fs::read_to_string(page).unwrap();
    let [begin, end] = MARKS.map(|mark| text.find(mark).unwrap_or_else(|| panic!("no {mark} in {}", page.display())));
    let new = format!("{}{}{}{}", &text[..begin], MARKS[0], report, &text[end..]);
    std::fs::write(page, new).unwrap();
}
