//! A document as Markdown. Untrusted text is escaped, so that none of it becomes markup.

use std::fmt::Write as _;

use super::document::{ExportBlock, ExportDocument, ExportSpan};
use crate::ui::text::{safe, safe_lines};

/// Renders a document as CommonMark with tables.
pub fn render(document: &ExportDocument) -> String {
    let mut out = format!("# {}\n", escape(&document.title));
    for block in &document.blocks {
        out.push('\n');
        match block {
            ExportBlock::Heading(text) => {
                let _ = writeln!(out, "## {}", escape(text));
            }
            ExportBlock::Line(line) => {
                let _ = writeln!(out, "{}", spans(line));
            }
            ExportBlock::Quote(text) => {
                for line in safe_lines(text) {
                    // Two spaces at the end keep the line break.
                    let _ = writeln!(out, "> {}  ", escape(&line));
                }
            }
            ExportBlock::Table { head, rows } => table(&mut out, head, rows),
        }
    }
    out
}

fn table(out: &mut String, head: &[String], rows: &[Vec<ExportSpan>]) {
    let names: Vec<_> = head.iter().map(|name| escape(name)).collect();
    let _ = writeln!(out, "| {} |", names.join(" | "));
    let rules: Vec<_> = (1..=head.len()).map(|i| if i == head.len() { "---:" } else { "---" }).collect();
    let _ = writeln!(out, "| {} |", rules.join(" | "));
    for row in rows {
        let cells: Vec<_> = row.iter().map(span).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

fn spans(line: &[ExportSpan]) -> String {
    line.iter().map(span).collect::<Vec<_>>().join(" ")
}

fn span(span: &ExportSpan) -> String {
    match span {
        ExportSpan::Trusted(text) => escape(text),
        ExportSpan::Strong(text) => format!("**{}**", escape(text)),
        ExportSpan::Untrusted(text) => escape(&safe(text)),
        ExportSpan::Code(text) => format!("`{}`", safe(text).replace('`', "'")),
        ExportSpan::Struck(text) => format!("~~{}~~", escape(&safe(text))),
    }
}

/// Escapes, with a backslash, what could begin markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '@' => true,
            // At the start of a line: a heading, a list, a rule.
            '#' | '+' | '-' | '=' => text[..at].trim_start().is_empty(),
            '.' | ')' if at == digits => digits > 0,
            // Addresses that a viewer would turn into links.
            ':' => rest.starts_with('/'),
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::document::{code, trusted, untrusted};
    use super::*;
    use crate::domain::vocabulary::Lang;

    #[test]
    fn what_strangers_wrote_is_text() {
        let mut document = ExportDocument::new(Lang::En, "D-1".into());
        document.line([trusted("by"), untrusted("<b>*Nova*</b> [x](javascript:1)\u{1b}[2J"), code("a`b")]);
        document.quote("# not a heading\n---\nhttps://x.fr www.x.fr a-b (c). 12.50\n| a | b |\n<script>alert(1)</script>\n    code\n1. list");
        let text = render(&document);
        assert!(text.contains(r"by \<b\>\*Nova\*\</b\> \[x\](javascript:1)‹ESC›\[2J `a'b`"), "{text}");
        for line in text.lines().skip(4) {
            assert!(line.starts_with("> "), "{line}");
        }
        assert!(!text.replace(r"\<", "").contains('<'), "no tag opens: {text}");
        assert!(text.contains(r"> \# not a heading"));
        assert!(text.contains(r"> 1\. list"));
        assert!(text.contains(r"> \---"));
        assert!(text.contains(r"> https\://x.fr www\.x.fr a-b (c). 12.50"));
    }
}
