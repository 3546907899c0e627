//! A case as the rules read and change it: an order and its current dispute.
//!
//! - [`actor`]: who did something to a dispute.
//! - [`records`]: the order, the dispute, their parts, and the facts that a change writes.
//! - [`context`]: what the rules get besides the case, and where they put what is to be written.
//! - [`long_parts`]: what the rules may ask about messages, attachments and ledger entries.
//! - [`evidence_file`]: a file that came with a message: whether its content is kept, and how it can be shown.

pub mod actor;
pub mod context;
pub mod evidence_file;
pub mod long_parts;
pub mod records;
