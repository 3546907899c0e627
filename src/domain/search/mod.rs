//! Finding what was said by what a person types.
//!
//! - [`tokens`]: text as words, the one way for what is indexed, looked for and marked.
//! - [`terms`]: what a person typed, as conditions on cases and words of messages.
//! - [`passage`]: what is found beside messages.
//! - [`snippet`]: the words around what was found.

pub mod passage;
pub mod snippet;
pub mod terms;
pub mod tokens;
