//! The open descriptor of a pseudo-terminal: the one place of the project that needs `unsafe`, for portable-pty gives out only
//! its number. The benches use this file too.

#![allow(unsafe_code, reason = "a number becomes a descriptor nowhere else")]

use std::os::fd::{BorrowedFd, OwnedFd};

use portable_pty::MasterPty;

/// Returns a second handle on the terminal's end that its program does not hold, closed on its own.
pub fn duplicate(master: &dyn MasterPty) -> OwnedFd {
    let number = master.as_raw_fd().unwrap();
    // SAFETY: `master` keeps the descriptor open, and outlives this borrow.
    let fd = unsafe { BorrowedFd::borrow_raw(number) };
    fd.try_clone_to_owned().unwrap()
}
