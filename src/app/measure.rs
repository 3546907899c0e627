//! What the last frame measured. Only the screen knows how text wraps; it returns this from drawing, the runtime hands it
//! back as [`crate::app::Msg::Drawn`], and scrolling by pages and to ends is right at any size without the model knowing
//! a line of layout.

use crate::domain::ids::MessageId;

use super::model::Size;

/// What the last frame measured. Zero where a part was not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measured {
    /// Rows of the queue's list.
    pub queue_rows: usize,
    pub file: Extent,
    pub pending: Extent,
    pub precedents: Extent,
    pub thread: ThreadExtent,
    /// The layer's own scrolled part: help, an opened message, the decision's last page, a list.
    pub layer: Extent,
    /// The first and the last of what can be opened from the layer with a line in sight.
    pub items: Option<(usize, usize)>,
    /// The room for an opened picture.
    pub picture: Option<Size>,
    /// Columns at which the layer's editor wraps.
    pub editor_columns: usize,
}

/// A scrolled part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// The first line that was drawn, after it was held within the content.
    pub top: usize,
    pub rows: usize,
    /// Lines there are.
    pub total: usize,
}

impl Extent {
    /// Returns the furthest that its top can go.
    pub fn last_top(self) -> usize {
        self.total.saturating_sub(self.rows)
    }
}

/// The discussion as it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThreadExtent {
    pub extent: Extent,
    /// The first and the last line of the cursor's message.
    pub cursor: Option<(usize, usize)>,
    /// The first and the last message with a line in sight.
    pub visible: Option<(MessageId, MessageId)>,
}

impl Measured {
    /// A guess for the time before the first frame.
    pub fn guess(size: Size) -> Self {
        let rows = usize::from(size.rows).saturating_sub(4).max(1);
        let extent = Extent { top: 0, rows, total: 0 };
        Self {
            queue_rows: rows,
            file: extent,
            pending: extent,
            precedents: extent,
            thread: ThreadExtent { extent, ..ThreadExtent::default() },
            layer: extent,
            items: None,
            picture: None,
            editor_columns: usize::from(size.cols).saturating_sub(4).max(1),
        }
    }
}
