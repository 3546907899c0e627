//! Temporary: plain lines until `ui` lands.
use crate::app::Model;
use crate::app::measure::Measured;
use crate::domain::words::Lang;
use ratatui::Frame;
use ratatui::widgets::Paragraph;
use std::collections::BTreeMap;

pub struct Ui;
impl Ui {
    pub fn new(_: Lang) -> Self {
        Self
    }
    pub fn labels(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::new()
    }
    pub fn draw(&mut self, model: &Model, frame: &mut Frame<'_>) -> Measured {
        let mut lines = vec![format!("litige {} {:?}", model.now, model.notice)];
        lines.extend(model.queue.window.rows.iter().map(|r| format!("{} {}", r.id, r.title)));
        lines.push(format!("{:?}", model.screen));
        lines.push(format!("{:?}", model.layer).chars().take(200).collect());
        frame.render_widget(Paragraph::new(lines.join("\n")), frame.area());
        Measured::guess(model.size)
    }
}
