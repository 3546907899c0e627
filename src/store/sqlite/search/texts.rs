//! The two indexes, and where their texts stand.

use crate::store::sqlite::events;

/// What is searched: each of the two has an index of its own, over numbers in order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchIndex {
    /// The discussions.
    Messages,
    /// What else was said ([`crate::domain::search::passage`]).
    Passages,
}

/// The text of the passage `p`.
macro_rules! text {
    () => {
        concat!(
            "coalesce(CASE p.kind WHEN 'event' THEN (SELECT ",
            events::body!(),
            " FROM events WHERE seq = p.ref) \
             WHEN 'note' THEN (SELECT body FROM notes WHERE id = p.ref) \
             WHEN 'file' THEN (SELECT name FROM attachments WHERE id = p.ref) \
             ELSE (SELECT inadmissible FROM attachments WHERE id = p.ref) END, '')"
        )
    };
}

/// The dispute that the event `e` belongs to: its own, or the latest of its order.
macro_rules! dispute_of_event {
    () => {
        "CASE WHEN e.kind = 'proposal.made' THEN (SELECT dispute FROM proposals WHERE id = e.ref) \
         WHEN e.kind = 'dispute.decided' THEN (SELECT dispute FROM decisions WHERE id = e.ref) \
         WHEN e.event_id IS NULL AND e.kind LIKE 'decision.%' THEN \
           (SELECT d.dispute FROM decision_marks k JOIN decisions d ON d.id = k.decision WHERE k.id = e.ref) \
         ELSE (SELECT dispute FROM orders WHERE num = e.order_num) END"
    };
}

/// The dispute that the attachment `a` belongs to: its message's, or the latest of its order.
macro_rules! dispute_of_file {
    () => {
        "coalesce((SELECT dispute FROM messages WHERE id = a.message), \
           (SELECT dispute FROM orders WHERE num = a.order_num))"
    };
}

/// The dispute that the passage `p` belongs to; `NULL` where its order has none.
macro_rules! dispute {
    () => {
        concat!(
            "CASE p.kind WHEN 'event' THEN (SELECT ",
            dispute_of_event!(),
            " FROM events e WHERE e.seq = p.ref) WHEN 'note' THEN (SELECT dispute FROM notes WHERE id = p.ref) ELSE (SELECT ",
            dispute_of_file!(),
            " FROM attachments a WHERE a.id = p.ref) END"
        )
    };
}

/// Selects a passage of an order with a dispute: kind, number of its row, when and by whom it was struck, dispute, title, text.
pub(super) const PASSAGE: &str = concat!(
    "SELECT x.kind, x.ref, x.at, x.handle, d.id, d.title, x.text FROM (SELECT p.kind, p.ref, p.at, p.handle, ",
    dispute!(),
    " AS dispute, ",
    text!(),
    " AS text FROM passages p WHERE p.id = ?1) x JOIN disputes d ON d.id = x.dispute"
);

impl SearchIndex {
    pub const ALL: [Self; 2] = [Self::Messages, Self::Passages];

    /// What the names of its tables begin with.
    pub fn name(self) -> &'static str {
        match self {
            Self::Messages => "search",
            Self::Passages => "passage",
        }
    }

    /// The table of its parts.
    pub fn part_table(self) -> &'static str {
        match self {
            Self::Messages => "search_part",
            Self::Passages => "passage_part",
        }
    }

    /// The table of its counted words.
    pub fn word_table(self) -> &'static str {
        match self {
            Self::Messages => "search_word",
            Self::Passages => "passage_word",
        }
    }

    /// The table whose rows it is of.
    pub fn table(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Passages => "passages",
        }
    }

    /// Selects number, whether the whole row says that a text of it was erased, and text of every row.
    pub fn texts(self) -> &'static str {
        match self {
            Self::Messages => "SELECT id, erased IS NOT NULL, body FROM messages",
            // A passage goes with its text.
            Self::Passages => concat!("SELECT p.id AS id, 0, ", text!(), " FROM passages p"),
        }
    }

    /// Selects the text of one.
    pub fn text(self) -> &'static str {
        match self {
            Self::Messages => "SELECT body FROM messages WHERE id = ?1",
            Self::Passages => concat!("SELECT ", text!(), " FROM passages p WHERE p.id = ?1"),
        }
    }

    /// Selects the dispute of one.
    pub fn dispute(self) -> &'static str {
        match self {
            Self::Messages => "SELECT dispute FROM messages WHERE id = ?1",
            Self::Passages => concat!("SELECT ", dispute!(), " FROM passages p WHERE p.id = ?1"),
        }
    }

    /// Selects the highest number.
    pub fn newest(self) -> &'static str {
        match self {
            Self::Messages => "SELECT max(id) FROM messages",
            Self::Passages => "SELECT max(id) FROM passages",
        }
    }

    /// Selects the numbers from one down.
    pub fn every(self) -> &'static str {
        match self {
            Self::Messages => "SELECT id FROM messages WHERE id <= ?1 ORDER BY id DESC",
            Self::Passages => "SELECT id FROM passages WHERE id <= ?1 ORDER BY id DESC",
        }
    }

    /// Selects the time of the first below a number.
    pub fn time_below(self) -> &'static str {
        match self {
            Self::Messages => "SELECT at FROM messages WHERE id < ?1 ORDER BY id DESC LIMIT 1",
            Self::Passages => {
                "SELECT coalesce(p.at, CASE p.kind WHEN 'event' THEN (SELECT at FROM events WHERE seq = p.ref) \
                   WHEN 'note' THEN (SELECT at FROM notes WHERE id = p.ref) \
                   ELSE (SELECT coalesce((SELECT at FROM messages WHERE id = a.message), \
                     (SELECT at FROM events WHERE seq = a.event)) FROM attachments a WHERE a.id = p.ref) END) \
                 FROM passages p WHERE p.id < ?1 ORDER BY p.id DESC LIMIT 1"
            }
        }
    }

    /// Selects the numbers of a dispute's.
    pub fn of_case(self) -> &'static str {
        match self {
            Self::Messages => "SELECT id FROM messages WHERE dispute = ?1",
            Self::Passages => concat!(
                "SELECT p.id FROM events e CROSS JOIN passages p ON p.kind = 'event' AND p.ref = e.seq \
                 WHERE e.order_num = (SELECT order_num FROM disputes WHERE id = ?1) \
                   AND e.kind NOT IN ('dispute.message', 'dispute.read') AND ",
                dispute_of_event!(),
                " = ?1 UNION ALL \
                 SELECT p.id FROM notes n CROSS JOIN passages p ON p.kind = 'note' AND p.ref = n.id WHERE n.dispute = ?1 \
                 UNION ALL \
                 SELECT p.id FROM attachments a CROSS JOIN passages p ON p.kind IN ('file', 'strike') AND p.ref = a.id \
                 WHERE a.order_num = (SELECT order_num FROM disputes WHERE id = ?1) AND ",
                dispute_of_file!(),
                " = ?1"
            ),
        }
    }
}
