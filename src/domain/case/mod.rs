//! A case as the rules read and change it: an order and its current dispute.
//!
//! - [`records`]: the order, the dispute, their parts, and the facts that a change writes.
//! - [`evidence_file`]: a file that came with a message: whether its content is kept, and how it can be shown.

pub mod evidence_file;
pub mod records;
