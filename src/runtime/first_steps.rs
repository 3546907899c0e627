//! Whether the demo still has to say what it is: a file in the state folder says that it has.

use std::fs;
use std::path::Path;

/// Stands in the state folder once the first steps were shown.
const SHOWN: &str = "first-steps-shown";

/// Returns whether nobody was shown the first steps yet, and notes that they are now. Where that can't be noted they are not
/// due: they would come back at every start.
pub fn are_due(state_folder: &Path) -> bool {
    fs::create_dir_all(state_folder).is_ok() && fs::File::create_new(state_folder.join(SHOWN)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_steps_are_due_once_and_never_where_that_cannot_be_noted() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state/litige");
        assert!(are_due(&state));
        assert!(!are_due(&state));
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(!are_due(&folder.path().join("file/litige")));
    }
}
