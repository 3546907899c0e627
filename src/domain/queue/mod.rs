//! The mediators' queue.
//!
//! - [`turn`]: whose turn it is, since when, until when, and why.
//! - [`filter`]: the filter of the queue and of the search; [`filter_syntax`]: how it is typed; [`filter_words`]: its words in
//!   both languages; [`filter_completion`]: what can be typed next.
//! - [`saved_views`]: filters that a mediator keeps under a name.

pub mod filter;
pub mod filter_completion;
pub mod filter_syntax;
pub mod filter_words;
pub mod saved_views;
pub mod turn;
