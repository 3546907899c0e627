//! Declares what can be configured: each key once, with its type, its default, what it means and what is wrong with a value.

/// A configuration key, as a person is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingKey {
    pub name: &'static str,
    pub meaning: &'static str,
    /// A value to show where the default is none, as it is written in the file.
    pub example: &'static str,
}

/// Makes a section of the configuration of its keys: the struct with its defaults, the list `KEYS`, and `check`, which finds
/// what is wrong with the values. `checked with` names what the checks may look at besides the values.
///
/// After the keys, `sections` lists fields that are sections of their own.
macro_rules! settings {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident checked with $context:ty {
            $(
                $(#[$key_attribute:meta])*
                $key:ident: $type:ty = $default:expr, $meaning:literal
                $(, example $example:literal)? $(, check $check:expr)?;
            )+
        }
        $(sections { $($(#[$section_attribute:meta])* $section:ident: $section_type:ty,)+ })?
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(#[doc = $meaning] $(#[$key_attribute])* pub $key: $type,)+
            $($($(#[$section_attribute])* pub $section: $section_type,)+)?
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)+ $($($section: Default::default(),)+)? }
            }
        }

        impl $name {
            /// Every key, in the order of the file.
            pub const KEYS: &[$crate::domain::setting::SettingKey] = &[
                $($crate::domain::setting::SettingKey {
                    name: stringify!($key),
                    meaning: $meaning,
                    example: concat!($($example)?),
                },)+
            ];

            /// Checks each value.
            ///
            /// # Errors
            /// What is wrong with the first that can't be used.
            pub fn check(&self, context: &$context) -> Result<(), String> {
                let _ = context;
                $($(
                    let check: fn(&Self, &$context) -> Result<(), String> = $check;
                    check(self, context)?;
                )?)+
                Ok(())
            }
        }
    };
}
pub(crate) use settings;

/// Turns a condition into a check's answer.
///
/// # Errors
/// `what`, unless it holds.
pub fn require(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}
