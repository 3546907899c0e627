//! `outbox`: what the marketplace must act on, once or for as long as it goes on.

use std::io;
use std::os::fd::AsFd as _;
use std::time::Duration;

use chrono::SubsecRound as _;
use rustix::event::PollFlags;

use super::args;
use super::context::Context;
use super::error::{CommandCode, Failure, Status};
use super::sentence::Sentence;
use crate::runtime::clock;
use crate::runtime::stop::{StopSignal, Woken};
use crate::store::{Store, StoreError};

/// Lines read at a time. Each may be as long as a text may be, and a reader may take hours for one: only a few are kept.
const PAGE: usize = 32;
/// How often `--follow` looks whether something is due: a line is told within a second.
const LOOK: Duration = Duration::from_millis(250);

/// Runs `litige outbox`, which prints JSON Lines with or without `--json`.
///
/// # Errors
/// Returns `bad_cursor` if the cursor is no line's of this database; an error if reading or writing fails.
pub fn run(ctx: &mut Context, args: &args::OutboxArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    check_cursor(store.as_ref(), args.after)?;
    let mut lines = Lines { after: args.after, wanted: args.limit.unwrap_or(usize::MAX) };
    if args.follow {
        return follow(ctx, store.as_mut(), &mut lines);
    }
    while !lines.print_page(ctx, store.as_ref(), || None)? {}
    Ok(Status::Done)
}

/// Prints what there is, then each line when it is due, until a signal, the limit, or the end of whoever reads. Between two lines
/// nothing is locked and nothing is held: a reader may take as long as it likes.
fn follow(ctx: &mut Context, store: &mut dyn Store, lines: &mut Lines) -> Result<Status, Failure> {
    let stop = StopSignal::listen().map_err(|e| Failure::io(Sentence::new("cli-error-signals", []), &e))?;
    loop {
        while !lines.print_page(ctx, store, || stop.signal())? {}
        if lines.wanted == 0 {
            return Ok(Status::Done);
        }
        // No flag but those that come unasked: the other end was closed.
        match stop.wait(io::stdout().as_fd(), PollFlags::empty(), Some(LOOK)) {
            Ok(Woken::Signal(signal)) => return Err(Failure::Signal(signal)),
            Ok(Woken::Ready) => return Err(Failure::Closed),
            Ok(Woken::TimeIsUp) => {}
            Err(e) => return Err(Failure::io(Sentence::new("cli-error-wait-output", []), &e)),
        }
        match store.settle_due(clock::utc_now().trunc_subsecs(3)) {
            // Who writes now will be done; what is due is due at the next look too.
            Ok(_) | Err(StoreError::Busy | StoreError::Unanswered) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Where a reading of the outbox is.
struct Lines {
    /// The last line that was printed.
    after: i64,
    /// How many more are wanted.
    wanted: usize,
}

impl Lines {
    /// Prints the next few lines, each flushed by itself. Returns whether there are no more for now.
    fn print_page(
        &mut self,
        ctx: &mut Context,
        store: &dyn Store,
        signal: impl Fn() -> Option<i32>,
    ) -> Result<bool, Failure> {
        let page = store.outbox(self.after, self.wanted.min(PAGE))?;
        for line in &page {
            if let Some(signal) = signal() {
                return Err(Failure::Signal(signal));
            }
            ctx.out.json_line(&line.json)?;
            ctx.out.flush()?;
            self.after = line.seq;
            self.wanted -= 1;
        }
        Ok(page.is_empty() || self.wanted == 0)
    }
}

/// A cursor beyond the last line is one of another database, or of this one before a backup was put back: to go on from it would
/// skip what comes next.
fn check_cursor(store: &dyn Store, after: i64) -> Result<(), Failure> {
    let head = store.outbox_head()?;
    if (0..=head).contains(&after) {
        return Ok(());
    }
    let why = if after < 0 {
        Sentence::new("cli-error-cursor-negative", [("after", after.to_string().into())])
    } else {
        let [head, after] = [head, after].map(|n| n.to_string().into());
        Sentence::new("cli-error-cursor", [("head", head), ("after", after)])
    };
    Err(Failure::new(CommandCode::BadCursor, why).with("after", after).with("head", head))
}
