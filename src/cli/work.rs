//! The team's work in numbers: load, decisions, times, deadlines kept, by mediator or by ground (docs/judging.md, "The team's
//! work"). Nothing in it was written by a stranger: members, words of the contract, numbers.

use serde::Serialize;

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::table::{Align, format_table};
use super::team_names::TeamNames;
use crate::domain::decision::statistics::{DurationBracket, Stats};
use crate::domain::decision::work_figures::{FiguresBy, WorkFigures};
use crate::domain::ids::Handle;
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::Ground;
use crate::ui::text::safe;

/// The widest cell, in columns.
const MAX_CELL_WIDTH: usize = 40;

/// The figures of a mediator or of a ground.
#[derive(Debug, Serialize)]
pub struct WorkRow {
    mediator: Option<Handle>,
    ground: Option<Ground>,
    #[serde(flatten)]
    figures: WorkFigures,
}

/// Returns the figures of each, in the order of the handles or of the grounds: nobody is ranked.
pub fn rows(stats: &Stats, by: FiguresBy) -> Vec<WorkRow> {
    match by {
        FiguresBy::Mediator => {
            let row = |mediator: Handle| {
                let figures = stats.work(None, Some(&mediator));
                WorkRow { mediator: Some(mediator), ground: None, figures }
            };
            stats.workers().into_iter().map(row).collect()
        }
        FiguresBy::Ground => {
            let row = |&ground: &Ground| WorkRow {
                mediator: None,
                ground: Some(ground),
                figures: stats.work(Some(ground), None),
            };
            Ground::ALL.iter().map(row).collect()
        }
    }
}

/// Prints the figures as a table, members in the order of their names.
pub fn print_table(ctx: &mut Context, names: &TeamNames, stats: &Stats, by: FiguresBy) -> Result<Status, Failure> {
    let localizer = ctx.localizer();
    let mut all = rows(stats, by);
    if by == FiguresBy::Mediator {
        all.sort_by_cached_key(|row| row.mediator.as_ref().map(|by| fold(&names.name_of(by))));
    }
    if all.is_empty() {
        ctx.out.line(localizer.message("cli-work-none", &[]))?;
        return Ok(Status::Done);
    }
    let headers = [
        if by == FiguresBy::Mediator { "cli-work-mediator" } else { "cli-work-ground" },
        "cli-work-open",
        "cli-work-decided",
        "cli-work-answer",
        "cli-work-decision",
        "cli-work-in-time",
        "cli-work-undone",
    ]
    .map(|key| (localizer.message(key, &[]), Align::Right));
    let mut headers = headers;
    headers[0].1 = Align::Left;
    let mut cells: Vec<_> = all.iter().map(|row| cells(row, localizer, names)).collect();
    let team = WorkRow { mediator: None, ground: None, figures: stats.work(None, None) };
    cells.push(self::cells(&team, localizer, names));
    for line in format_table(headers, &cells, MAX_CELL_WIDTH, ctx.out.columns()) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}

fn cells(row: &WorkRow, localizer: Localizer, names: &TeamNames) -> [String; 7] {
    let WorkFigures { open, decided, took, first_answer, in_time, turns, undone, first_answers: _ } = row.figures;
    let name = match (&row.mediator, row.ground) {
        (Some(handle), _) => names.name_of(handle),
        (None, Some(ground)) => localizer.term("ground", ground.as_str()),
        (None, None) => localizer.message("cli-stats-all", &[]),
    };
    let bracket = |bracket: Option<DurationBracket>| {
        bracket.map_or_else(|| "–".to_owned(), |bracket| localizer.term("span", bracket.as_str()))
    };
    let kept = if turns == 0 { "–".to_owned() } else { format!("{in_time} / {turns}") };
    let open = open.map_or_else(|| "–".to_owned(), |open| open.to_string());
    [name, open, decided.to_string(), bracket(first_answer), bracket(took), kept, undone.to_string()]
}

/// Prints the figures as CSV (RFC 4180), with the words and numbers of the JSON.
pub fn print_csv(ctx: &mut Context, stats: &Stats, by: FiguresBy) -> Result<Status, Failure> {
    let mut csv = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut write = |cells: [String; 9]| csv.write_record(cells);
    let heads = [by.as_str(), "open", "decided", "took", "first_answers", "first_answer", "in_time", "turns", "undone"];
    let mut written = write(heads.map(str::to_owned));
    for row in rows(stats, by) {
        let WorkFigures { open, decided, took, first_answers, first_answer, in_time, turns, undone } = row.figures;
        let name = row.mediator.map(|handle| inert(&handle.0)).or(row.ground.map(|ground| ground.to_string()));
        let bracket = |bracket: Option<DurationBracket>| bracket.map(|b| b.to_string()).unwrap_or_default();
        written = written.and_then(|()| {
            write([
                name.unwrap_or_default(),
                open.map(|open| open.to_string()).unwrap_or_default(),
                decided.to_string(),
                bracket(took),
                first_answers.to_string(),
                bracket(first_answer),
                in_time.to_string(),
                turns.to_string(),
                undone.to_string(),
            ])
        });
    }
    let text = written.ok().and_then(|()| csv.into_inner().ok()).and_then(|bytes| String::from_utf8(bytes).ok());
    // Writing into memory doesn't fail.
    ctx.out.verbatim(&text.unwrap_or_default())?;
    Ok(Status::Done)
}

/// A handle as a cell that no spreadsheet takes for a formula. Those that are added by hand can't begin so; a database may
/// have been made otherwise.
fn inert(handle: &str) -> String {
    let handle = safe(handle);
    if handle.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{handle}") } else { handle.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_handle_is_a_formula() {
        for (handle, cell) in [("ines", "ines"), ("=1+1", "'=1+1"), ("@x", "'@x"), ("-2", "'-2"), ("+33", "'+33")] {
            assert_eq!(inert(handle), cell);
        }
    }
}
