//! Accounts of the system: the one that this process runs as, and whether there is one of a name.

use crate::domain::ids::SystemAccount;

/// Returns the account that this process runs as, as the system has it: by its effective user, which is also the one whose files
/// it may open.
pub fn current() -> SystemAccount {
    let uid = rustix::process::geteuid().as_raw();
    of_uid(uid)
}

/// Returns an account by its number: its name, or `#1234` for a number without one.
fn of_uid(uid: u32) -> SystemAccount {
    match uzers::get_user_by_uid(uid) {
        Some(user) => SystemAccount(user.name().to_string_lossy().into_owned()),
        None => SystemAccount(format!("#{uid}")),
    }
}

/// Returns the account that a person names: by its name, or by its number as `#1234`; `None` where the system has none of this
/// name.
pub fn named(text: &str) -> Option<SystemAccount> {
    if let Some(uid) = text.strip_prefix('#').and_then(|digits| digits.parse().ok()) {
        return Some(of_uid(uid));
    }
    uzers::get_user_by_name(text).map(|user| SystemAccount(user.name().to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_known_by_its_name_or_else_by_its_number() {
        assert_eq!(named("root"), Some(SystemAccount::from("root")));
        assert_eq!(named("#0"), Some(SystemAccount::from("root")));
        assert_eq!(named("#987654321"), Some(SystemAccount::from("#987654321")));
        for nobody in ["", "no such account", "#", "#x", "#-1"] {
            assert_eq!(named(nobody), None, "{nobody:?}");
        }
        assert_eq!(named(&current().0), Some(current()));
    }
}
