//! What was measured, as Markdown.

use std::time::Duration;

use crate::measure::Times;

struct Row {
    what: String,
    ours: Times,
    beside: Option<(&'static str, Times)>,
}

/// Rows of times, each beside what it rests on.
pub struct Table {
    rows: Vec<Row>,
    only: String,
}

impl Table {
    /// With the rows that hold this word.
    pub fn new(only: &str) -> Self {
        Self { rows: Vec::new(), only: only.to_owned() }
    }

    /// Whether this row is wanted.
    pub fn wants(&self, what: &str) -> bool {
        what.contains(&self.only)
    }

    /// Measures one thing, and what it rests on.
    pub fn row<T, U>(
        &mut self,
        what: &str,
        run: impl FnMut(usize) -> T,
        name: &'static str,
        beside: impl FnMut(usize) -> U,
    ) {
        if self.wants(what) {
            let (ours, bare) = Times::pair(run, beside);
            self.put(what, ours, Some((name, bare)));
        }
    }

    /// Measures one thing alone.
    pub fn alone<T>(&mut self, what: &str, run: impl FnMut(usize) -> T) {
        if self.wants(what) {
            self.put(what, Times::of(run), None);
        }
    }

    /// What was measured already.
    pub fn put(&mut self, what: &str, ours: Times, beside: Option<(&'static str, Times)>) {
        self.rows.push(Row { what: what.to_owned(), ours, beside });
    }

    /// Prints the rows since the last time under this heading.
    pub fn print(&mut self, heading: &str) {
        if self.rows.is_empty() {
            return;
        }
        println!("| {heading} (ms) | p50 | p99 | rests on | p50 | ratio |");
        println!("| --- | ---: | ---: | --- | ---: | ---: |");
        for Row { what, ours, beside } in self.rows.drain(..) {
            let (name, bare, ratio) = match &beside {
                Some((name, bare)) => (*name, ms(bare.median()), ratio(&ours, bare)),
                None => ("", String::new(), String::new()),
            };
            println!("| {what} | {} | {} | {name} | {bare} | {ratio} |", ms(ours.median()), ms(ours.part(99)));
        }
        println!();
    }
}

/// Milliseconds with three figures that count.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        ..1.0 => format!("{ms:.3}"),
        1.0..100.0 => format!("{ms:.1}"),
        _ => format!("{ms:.0}"),
    }
}

fn ratio(ours: &Times, beside: &Times) -> String {
    let ratio = ours.median().as_secs_f64() / beside.median().as_secs_f64();
    if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
}
