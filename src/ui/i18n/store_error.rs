//! Why a store could not do what it was asked for, in words: the texts `store-…`.

use fluent_bundle::FluentArgs;

use crate::app::model::{StoreError, UnusableWhy};
use crate::ui::text::safe;

/// Returns the sentence of a failure that no rule gave. `format` fills in a text; `reopen` opens what is in the place of a database
/// that was replaced: a key of the desk, or a command.
pub fn sentence(format: &dyn Fn(&str, &FluentArgs<'_>) -> String, error: &StoreError, reopen: &str) -> String {
    let mut args = FluentArgs::new();
    let key = match error {
        StoreError::Refused(refusal) => return refusal.code().to_string(),
        StoreError::Interrupted => "store-interrupted".to_owned(),
        StoreError::Busy => "store-busy".to_owned(),
        StoreError::Unanswered => "store-unanswered".to_owned(),
        StoreError::Full => "store-full".to_owned(),
        StoreError::Io(what) => {
            args.set("what", safe(what).into_owned());
            "store-io".to_owned()
        }
        StoreError::Unusable(unusable) => {
            let what = match &unusable.why {
                UnusableWhy::Corrupt(what)
                | UnusableWhy::CannotOpen(what)
                | UnusableWhy::Unreachable(what)
                | UnusableWhy::Denied(what)
                | UnusableWhy::Outdated(what)
                | UnusableWhy::BrokenServer(what) => safe(what).into_owned(),
                UnusableWhy::Replaced => reopen.to_owned(),
                UnusableWhy::PermissionDenied(owner) => safe(&owner.file.display().to_string()).into_owned(),
                UnusableWhy::LeftLog(path) | UnusableWhy::RestoreUnfinished(path) => {
                    safe(&path.display().to_string()).into_owned()
                }
                _ => String::new(),
            };
            let [user, group] = match &unusable.why {
                UnusableWhy::PermissionDenied(owner) => [&owner.user, &owner.group].map(|name| safe(name).into_owned()),
                _ => Default::default(),
            };
            let path = safe(&unusable.place.to_string()).into_owned();
            for (name, part) in [("path", path), ("what", what), ("user", user), ("group", group)] {
                args.set(name, part);
            }
            match &unusable.why {
                UnusableWhy::Linked => "store-linked".to_owned(),
                UnusableWhy::DanglingLink => "store-dangling_link".to_owned(),
                UnusableWhy::LeftLog(_) => "store-left_log".to_owned(),
                UnusableWhy::RestoreUnfinished(_) => "store-restore_unfinished".to_owned(),
                UnusableWhy::TooManyClients => "store-too_many_clients".to_owned(),
                UnusableWhy::Outdated(_) => "store-outdated".to_owned(),
                UnusableWhy::BrokenServer(_) => "store-broken_server".to_owned(),
                why => format!("store-{}", why.code()),
            }
        }
    };
    format(&key, &args)
}
