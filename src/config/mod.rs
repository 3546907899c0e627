//! The configuration file, `litige/config.toml` under the user's configuration folder.
//!
//! - [`keys`] declares every key: its default, its meaning, its valid values.
//! - [`file`] reads the file, [`render`] prints the effective configuration.

mod file;
mod keys;
mod render;

pub use file::{ConfigFault, ConfigWarning, LoadedConfig, data_folder, default_path, load};
pub use keys::{Config, theme_file};
#[cfg(test)]
pub(crate) use keys::{PICTURES, THEMES};
pub use render::render;

#[cfg(test)]
mod tests;
