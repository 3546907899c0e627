//! Duplication of a pseudo-terminal's descriptor. The only place that needs `unsafe`, because portable-pty returns only
//! its number. Used by the benches, too.

#![allow(unsafe_code, reason = "a number becomes a descriptor nowhere else")]

use std::os::fd::{BorrowedFd, OwnedFd};

use portable_pty::MasterPty;

/// Duplicates the descriptor of the terminal's controlling side.
pub fn duplicate(master: &dyn MasterPty) -> OwnedFd {
    let number = master.as_raw_fd().unwrap();
    // SAFETY: `master` keeps the descriptor open, and outlives this borrow.
    let fd = unsafe { BorrowedFd::borrow_raw(number) };
    fd.try_clone_to_owned().unwrap()
}
