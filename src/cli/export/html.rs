//! A document as one self-contained HTML file: no scripts, no images, no external addresses.

use std::fmt::Write as _;

use super::document::{ExportBlock, ExportDocument, ExportSpan};
use crate::ui::text::{safe, safe_lines};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1c2430;\
background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #d5dbe3}\
blockquote{margin:.3rem 0 1rem;padding:.2rem .9rem;border-left:3px solid #8aa0b8;white-space:pre-wrap;\
overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;\
border-bottom:1px solid #e3e8ee;overflow-wrap:anywhere}td:last-child,th:last-child{text-align:right}\
code{font-size:.85em}@media(prefers-color-scheme:dark){body{color:#dfe6ee;background:#14181d}}";

/// Renders a document as HTML.
pub fn render(document: &ExportDocument) -> String {
    let title = escape(&safe(&document.title));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         <h1>{title}</h1>\n",
        document.lang
    );
    for block in &document.blocks {
        let _ = match block {
            ExportBlock::Heading(text) => writeln!(out, "<h2>{}</h2>", escape(text)),
            ExportBlock::Line(line) => writeln!(out, "<p>{}</p>", spans(line)),
            ExportBlock::Quote(text) => {
                let lines: Vec<_> = safe_lines(text).map(|line| escape(&line)).collect();
                writeln!(out, "<blockquote>{}</blockquote>", lines.join("\n"))
            }
            ExportBlock::Table { head, rows } => {
                let cells = |tag: &str, cells: Vec<String>| {
                    let cells: String = cells.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
                    format!("<tr>{cells}</tr>\n")
                };
                let head = cells("th", head.iter().map(|name| escape(name)).collect());
                let rows: String = rows.iter().map(|row| cells("td", row.iter().map(span).collect())).collect();
                writeln!(out, "<table>\n{head}{rows}</table>")
            }
        };
    }
    out.push_str("</html>\n");
    out
}

fn spans(line: &[ExportSpan]) -> String {
    line.iter().map(span).collect::<Vec<_>>().join(" ")
}

fn span(span: &ExportSpan) -> String {
    match span {
        ExportSpan::Trusted(text) => escape(text),
        ExportSpan::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        ExportSpan::Untrusted(text) => format!("<bdi>{}</bdi>", escape(&safe(text))),
        ExportSpan::Code(text) => format!("<code>{}</code>", escape(&safe(text))),
        ExportSpan::Struck(text) => format!("<s>{}</s>", escape(&safe(text))),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::document::untrusted;
    use super::*;
    use crate::domain::vocabulary::Lang;

    #[test]
    fn what_strangers_wrote_is_text() {
        let mut document = ExportDocument::new(Lang::Fr, "<i>D-1</i>".into());
        document.line([untrusted("<img src=x onerror=alert(1)>\u{202e}")]);
        document.quote("</blockquote><script>alert('1')</script>\n\u{1b}]0;x\u{7}");
        let text = render(&document);
        assert!(!text.contains("<script") && !text.contains("<img") && !text.contains("<i>"), "{text}");
        assert!(text.contains("&lt;img src=x onerror=alert(1)&gt;‹U+202E›"));
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        assert!(text.contains("<html lang=\"fr\">"));
    }
}
