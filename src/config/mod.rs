//! The configuration file, `litige/config.toml` under the user's configuration folder.
//!
//! - [`keys`] declares every key: its default, what it means, which values can be used.
//! - [`file`] reads the file, [`print`] prints what is in force.

mod file;
mod keys;
mod print;

pub use file::{Loaded, data_folder, default_path, load};
pub use keys::{Config, PICTURES, THEMES, theme_file};
pub use print::print;

#[cfg(test)]
mod tests;
