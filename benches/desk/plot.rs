//! A plot of cost by size, with logarithmic axes, so that constant cost is a level line.

use std::fmt::Write as _;
use std::path::Path;

use crate::table::{Table, format_significant};

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 520.0;
/// Margins for the numbers and the labels.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;
/// The minimum distance between labels.
const MIN_LABEL_DISTANCE: f64 = 15.0;
const COLOURS: [&str; 10] =
    ["#2f6fb0", "#c0562b", "#3a8f5c", "#8a4fa3", "#b08a1e", "#b5446e", "#2a8c94", "#6b6b6b", "#7a5c3a", "#4450b8"];

struct Line {
    name: String,
    points: Vec<(u64, f64)>,
}

/// Draws the median time of everything that was measured at each size.
pub fn draw(tables: &[(u64, Table)], to: &Path) {
    let lines = collect_lines(tables);
    let values = || lines.iter().flat_map(|line| line.points.iter().map(|(_, ms)| *ms));
    let (low, high) =
        (values().fold(1.0_f64, f64::min).log10().floor(), values().fold(1.0_f64, f64::max).log10().ceil());
    let (least, most) = (tables[0].0 as f64, tables[tables.len() - 1].0 as f64);
    let x = |size: u64| LEFT + (size as f64 / least).log10() / (most / least).log10() * (WIDTH - LEFT - RIGHT);
    let y = |ms: f64| HEIGHT - BOTTOM - (ms.log10() - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\">Milliseconds (p50) by the number of disputes, ten messages each</text>\n"
    );
    for power in low as i32..=high as i32 {
        let (ms, at) = (10_f64.powi(power), y(10_f64.powi(power)));
        let _ = writeln!(svg, "<path d=\"M{LEFT} {at:.1}H{}\" stroke=\"#dddddd\"/>", WIDTH - RIGHT);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{ms}</text>", LEFT - 8.0, at + 4.0);
    }
    for (size, _) in tables {
        let (at, foot) = (x(*size), HEIGHT - BOTTOM);
        let _ = writeln!(svg, "<path d=\"M{at:.1} {TOP}V{foot}\" stroke=\"#dddddd\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            foot + 20.0,
            group_digits(*size)
        );
    }
    let mut free = TOP;
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let path: Vec<String> = line.points.iter().map(|(size, ms)| format!("{:.1},{:.1}", x(*size), y(*ms))).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        let last = line.points[line.points.len() - 1].1;
        let at = (y(last) + 4.0).max(free);
        free = at + MIN_LABEL_DISTANCE;
        let name = line.name.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{at:.1}\" fill=\"{colour}\">{name} ({})</text>",
            WIDTH - RIGHT + 8.0,
            format_significant(last)
        );
    }
    svg.push_str("</svg>\n");
    std::fs::write(to, svg).unwrap();
    println!("drawn: {}", to.display());
}

/// Returns what was measured at every size, slowest first.
fn collect_lines(tables: &[(u64, Table)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // The p99 depends more on the machine's load than on the size.
    for row in tables[0].1.rows.iter().filter(|row| !row.what.ends_with("p99")) {
        let at = |table: &Table| {
            let same = table.rows.iter().find(|other| other.what == row.what && other.ours.is_time());
            same.map(|found| found.ours.value).filter(|ms| *ms > 0.0)
        };
        let points: Option<Vec<_>> = tables.iter().map(|(size, table)| Some((*size, at(table)?))).collect();
        if let Some(points) = points
            && lines.iter().all(|line| line.name != row.what)
        {
            lines.push(Line { name: row.what.clone(), points });
        }
    }
    lines.sort_by(|a, b| b.points[b.points.len() - 1].1.total_cmp(&a.points[a.points.len() - 1].1));
    lines
}

/// Groups the digits of a number.
fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(" ")
}
