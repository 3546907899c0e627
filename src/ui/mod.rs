//! Pure drawing of the desk.

pub mod text;
