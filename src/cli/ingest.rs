//! `ingest`: the marketplace's events, one JSON object a line. A bad line does not stop the others.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use chrono::SubsecRound as _;
use serde::Serialize;

use super::args;
use super::asking::SleepingUnlessStopped;
use super::attachments::AttachmentFolder;
use super::context::Context;
use super::error::{CommandCode, Failure, Status};
use super::event_source::{EventSource, PATIENCE};
use super::i18n::{Arg, message};
use super::line_reader::{InputLine, LineReader};
use super::output::warn;
use super::sentence::Sentence;
use crate::domain::case::evidence_file::{AttachmentPolicy, NotStored, StoredContent};
use crate::domain::ids::EventId;
use crate::domain::limits;
use crate::domain::marketplace::event::{Event, NewAttachment};
use crate::domain::refusal::{Code, EventLineRefusal, Refusal};
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;
use crate::runtime::clock;
use crate::runtime::stop::StopSignal;
use crate::store::repeat::until_known;
use crate::store::{Filled, Ingested, Place, Store, StoreError, is_database};
use crate::ui::text::safe;

/// Events in one transaction: few enough that a mediator's write does not wait.
const BATCH: usize = 500;
/// How many rejects, and files that are not kept, the summary lists at most: a stream may go on for ever.
const LISTED: usize = 10_000;
/// The maximum bytes in one transaction.
const BATCH_BYTES: usize = limits::LINE;

/// The contract's summary of the lines.
#[derive(Debug, Default, Serialize)]
struct IngestSummary {
    accepted: u64,
    duplicates: u64,
    rejected: u64,
    disputes_opened: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<FilesSummary>,
    rejects: Vec<Reject>,
}

/// The summary of the attachments' files, if a folder was given.
#[derive(Debug, Default, Serialize)]
struct FilesSummary {
    kept: u64,
    /// How many of these were supplied to events that were known already, with `--fill`.
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<u64>,
    /// How many are not kept.
    #[serde(skip)]
    left: u64,
    /// The first of them.
    not_kept: Vec<UnkeptFile>,
}

/// A file that is not stored, and why.
#[derive(Debug, Serialize)]
struct UnkeptFile {
    line: u64,
    path: String,
    reason: NotStored,
}

/// A rejected line, and why.
#[derive(Debug, Serialize)]
struct Reject {
    line: u64,
    id: Option<EventId>,
    code: Code,
    message: String,
    /// The same, in each language.
    #[serde(skip)]
    sentence: Sentence,
}

/// Runs `litige ingest`.
///
/// # Errors
/// Returns an error if reading or writing fails; what was applied before stays.
pub fn run(ctx: &mut Context, args: &args::IngestArgs) -> Result<Status, Failure> {
    let place = ctx.place()?;
    if is_database(&args.file, &place) {
        return Err(Failure::usage(Sentence::new("cli-error-is-database", [("path", shown(&args.file))])));
    }
    let folder = args.attachments.as_deref().map(AttachmentFolder::open).transpose()?;
    let input = EventSource::open(&args.file)?;
    let mut rejects = args.rejects.as_deref().map(|path| open_rejects(path, &input, &place)).transpose()?;
    let is_stream = input.is_stream();
    // A stream lives as long as the desks beside it.
    let store = if is_stream { ctx.create(&place)? } else { ctx.create_for_bulk_load(&place)? };
    if let Some(file) = &mut rejects {
        file.set_len(0).map_err(|e| Failure::io("--rejects", &e))?;
    }
    let mut ingestion = Ingestion {
        store,
        batch: EventBatch::default(),
        summary: IngestSummary {
            files: folder.as_ref().map(|_| FilesSummary { filled: args.fill.then_some(0), ..FilesSummary::default() }),
            ..IngestSummary::default()
        },
        folder,
        keeping: ctx.config().evidence.clone(),
        rejects: rejects.map(BufWriter::new),
        lists_rejects: ctx.json,
        reports_at_once: is_stream || !ctx.json,
        is_stream,
        lang: ctx.lang,
        stop: input.stop(),
        waiting: input.waiting(),
    };
    let reader = BufReader::with_capacity(1 << 18, input);
    let ended = ingestion.read_all(LineReader::new(reader, limits::LINE)).and_then(|()| ingestion.flush_rejects());
    let summary = &ingestion.summary;
    match ended {
        // What was read is applied, and told like any end.
        Err(Failure::Signal(signal)) => {
            ingestion.flush_rejects().and_then(|()| print_summary(ctx, &ingestion.summary))?;
            ctx.out.flush()?;
            Err(Failure::Signal(signal))
        }
        Err(failure) => Err(with_progress(failure, summary)),
        Ok(()) => {
            print_summary(ctx, summary)?;
            Ok(if summary.rejected > 0 { Status::Refused } else { Status::Done })
        }
    }
}

fn print_summary(ctx: &mut Context, summary: &IngestSummary) -> Result<(), Failure> {
    if ctx.json {
        return ctx.out.json(summary);
    }
    let counts = [
        ("accepted", Arg::Count(summary.accepted)),
        ("duplicates", Arg::Count(summary.duplicates)),
        ("rejected", Arg::Count(summary.rejected)),
        ("opened", Arg::Count(summary.disputes_opened)),
    ];
    ctx.out.line(message(ctx.lang, "cli-ingested", &counts))?;
    if let Some(files) = &summary.files {
        let mut counts = vec![("kept", Arg::Count(files.kept)), ("left", Arg::Count(files.left))];
        counts.extend(files.filled.map(|filled| ("filled", Arg::Count(filled))));
        let sentence = if files.filled.is_some() { "cli-files-filled" } else { "cli-files-kept" };
        ctx.out.line(message(ctx.lang, sentence, &counts))?;
    }
    Ok(())
}

/// Adds to a failure what was applied before it.
fn with_progress(failure: Failure, summary: &IngestSummary) -> Failure {
    let Failure::Reported(mut report) = failure else { return failure };
    let [accepted, duplicates, rejected] =
        [summary.accepted, summary.duplicates, summary.rejected].map(|n| n.to_string().into());
    let parts = [("why", report.message), ("accepted", accepted), ("duplicates", duplicates), ("rejected", rejected)];
    report.message = Sentence::new("cli-error-progress", parts);
    Failure::Reported(report)
        .with("accepted", summary.accepted)
        .with("duplicates", summary.duplicates)
        .with("rejected", summary.rejected)
        .with("disputes_opened", summary.disputes_opened)
}

/// Opens the file for rejected lines without truncating it yet. It must be neither the input nor a part of the
/// database.
fn open_rejects(path: &Path, input: &EventSource, place: &Place) -> Result<File, Failure> {
    let failed = |e: &io::Error| Failure::io(shown(path), e);
    if is_database(path, place) {
        return Err(Failure::usage(Sentence::new("cli-error-rejects-database", [("path", shown(path))])));
    }
    if let (Ok(there), Ok(input)) = (fs::metadata(path), input.file().metadata())
        && (input.dev(), input.ino()) == (there.dev(), there.ino())
    {
        return Err(Failure::usage(Sentence::new("cli-error-rejects-input", [("path", shown(path))])));
    }
    OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(|e| failed(&e))
}

fn shown(path: &Path) -> Sentence {
    path.display().to_string().into()
}

fn at_line(key: &str, number: u64) -> Sentence {
    Sentence::new(key, [("line", number.to_string().into())])
}

/// An ingestion in progress.
struct Ingestion {
    store: Box<dyn Store>,
    batch: EventBatch,
    summary: IngestSummary,
    folder: Option<AttachmentFolder>,
    keeping: AttachmentPolicy,
    rejects: Option<BufWriter<File>>,
    /// Whether the summary lists the rejects.
    lists_rejects: bool,
    /// Whether rejects are reported on standard error when they happen. At the end the summary lists the last of them, if it does.
    reports_at_once: bool,
    /// Whether the events come from a stream: what came is then applied without waiting for more.
    is_stream: bool,
    /// The language of what is reported.
    lang: Lang,
    stop: Rc<StopSignal>,
    /// Since when the first line of the batch waits.
    waiting: Rc<Cell<Option<Instant>>>,
}

/// Lines of the next transaction, in order, each with its number and bytes.
#[derive(Default)]
struct EventBatch {
    lines: Vec<(u64, Vec<u8>, Result<EventId, Reject>)>,
    /// The events of the good lines, in order.
    events: Vec<Event>,
    bytes: usize,
}

impl Ingestion {
    fn read_all(&mut self, mut lines: LineReader<impl BufRead>) -> Result<(), Failure> {
        let mut number = 1;
        loop {
            match lines.next_line() {
                Ok(None) => {
                    self.reports_at_once = !self.lists_rejects;
                    return self.apply_batch();
                }
                Ok(Some(InputLine::Whole(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(InputLine::Whole(bytes))) => self.add_line(number, bytes)?,
                Ok(Some(InputLine::TooLong(head))) => self.reject_too_long(number, &head, &mut lines)?,
                // Silence: what came is applied, and the same line is waited for.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.apply_batch()?;
                    continue;
                }
                Err(error) => {
                    self.reports_at_once = !self.lists_rejects;
                    self.apply_batch()?;
                    return Err(match self.stop.signal() {
                        Some(signal) => Failure::Signal(signal),
                        None => Failure::io(at_line("cli-error-broke-off", number), &error),
                    });
                }
            }
            number += 1;
        }
    }

    fn add_line(&mut self, number: u64, bytes: Vec<u8>) -> Result<(), Failure> {
        let parsed = match str::from_utf8(&bytes) {
            Ok(text) => Event::parse_line(text).map_err(|bad| Reject::of(number, bad.id.map(EventId), &bad.refusal)),
            Err(error) => {
                let refusal = EventLineRefusal::NotUtf8 { byte: error.valid_up_to() + 1 };
                Err(Reject::of(number, None, &refusal.into()))
            }
        };
        self.batch.bytes += bytes.len();
        let parsed = match parsed {
            Ok(mut event) => self.store_attachments(&mut event).map(|()| Ok(event))?,
            Err(reject) => Err(reject),
        };
        let outcome = parsed.map(|event| {
            let id = event.id.clone();
            self.batch.events.push(event);
            id
        });
        self.batch.lines.push((number, bytes, outcome));
        if self.is_stream && self.waiting.get().is_none() {
            self.waiting.set(Some(Instant::now()));
        }
        let has_waited = self.waiting.get().is_some_and(|since| since.elapsed() >= PATIENCE);
        let is_full = self.batch.lines.len() >= BATCH || self.batch.bytes >= BATCH_BYTES;
        if is_full || has_waited { self.apply_batch() } else { Ok(()) }
    }

    /// Stores the files of an event's attachments. One that is not stored is recorded with its attachment and rejects
    /// nothing.
    fn store_attachments(&mut self, event: &mut Event) -> Result<(), Failure> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for attachment in event.kind.attachments_mut() {
            let Some(path) = &attachment.path else { continue };
            let stored_content = match folder.read(attachment, path, &self.keeping) {
                Ok(content) => {
                    let mut waiting = SleepingUnlessStopped::new(&self.stop);
                    StoredContent::Stored(until_known(&mut waiting, || self.store.put_blob(&content))?)
                }
                Err(why) => StoredContent::NotStored(why),
            };
            attachment.stored_content = Some(stored_content);
        }
        Ok(())
    }

    /// Counts a file of a line that was applied, and reports one that is not kept.
    fn count_file(&mut self, line: u64, file: &NewAttachment, became: Filled) {
        let files = self.summary.files.get_or_insert_default();
        match became {
            Filled::Kept => files.kept += 1,
            Filled::Filled => {
                files.kept += 1;
                files.filled = files.filled.map(|filled| filled + 1);
            }
            Filled::NotKept(reason) => {
                let path = file.path.clone().unwrap_or_default();
                if self.reports_at_once {
                    let why = Sentence::not_stored(reason);
                    let parts =
                        [("line", line.to_string().into()), ("path", safe(&path).into_owned().into()), ("why", why)];
                    warn(Sentence::new("cli-error-not-kept-line", parts).in_language(self.lang));
                }
                files.left += 1;
                if self.lists_rejects && files.not_kept.len() < LISTED {
                    files.not_kept.push(UnkeptFile { line, path, reason });
                }
            }
        }
    }

    /// Rejects a line that is too long for memory; its bytes are copied to the rejects.
    fn reject_too_long(
        &mut self,
        number: u64,
        head: &[u8],
        lines: &mut LineReader<impl BufRead>,
    ) -> Result<(), Failure> {
        self.apply_batch()?;
        let mut nowhere = io::sink();
        let to: &mut dyn Write = match &mut self.rejects {
            Some(file) => file,
            None => &mut nowhere,
        };
        let copied = to.write_all(head).and_then(|()| lines.copy_rest(to)).and_then(|()| to.write_all(b"\n"));
        copied.and_then(|()| to.flush()).map_err(|e| match self.stop.signal() {
            Some(signal) => Failure::Signal(signal),
            None => Failure::io(at_line("cli-error-line", number), &e),
        })?;
        let refusal = EventLineRefusal::TooLong { limit: limits::LINE };
        self.count_reject(Reject::of(number, None, &refusal.into()));
        Ok(())
    }

    /// Applies the batch in one transaction.
    fn apply_batch(&mut self) -> Result<(), Failure> {
        self.waiting.set(None);
        let EventBatch { lines, events, .. } = std::mem::take(&mut self.batch);
        let Some((first, ..)) = lines.first() else { return Ok(()) };
        let results = match &events[..] {
            [] => Vec::new(),
            events => self.write(*first, |store, now| store.ingest(events, now))?,
        };
        let filled = self.fill(*first, &events, &results)?;
        let mut applied = events.iter().zip(results).zip(filled);
        for (number, bytes, outcome) in lines {
            let reject = match outcome {
                Err(reject) => reject,
                Ok(id) => {
                    let Some(((event, became), filled)) = applied.next() else {
                        return Err(Failure::new(CommandCode::Io, "the store lost count of the lines"));
                    };
                    match became {
                        Ingested::Accepted { opened } => {
                            self.summary.accepted += 1;
                            self.summary.disputes_opened += u64::from(opened.is_some());
                            for (file, content) in looked_for(event) {
                                let became = content.not_stored().map_or(Filled::Kept, Filled::NotKept);
                                self.count_file(number, file, became);
                            }
                            continue;
                        }
                        Ingested::Duplicate => {
                            self.summary.duplicates += 1;
                            for ((file, _), became) in looked_for(event).zip(filled) {
                                self.count_file(number, file, became);
                            }
                            continue;
                        }
                        Ingested::Refused(refusal) | Ingested::KeptLate(refusal) => {
                            Reject::of(number, Some(id), &refusal)
                        }
                    }
                }
            };
            if let Some(file) = &mut self.rejects {
                let written = file.write_all(&bytes).and_then(|()| file.write_all(b"\n"));
                written.map_err(|e| Failure::io("--rejects", &e))?;
            }
            self.count_reject(reject);
        }
        self.flush_rejects()
    }

    /// Supplies the missing files of those events that were known already, if that is asked for. Returns what became of the files
    /// of each event.
    fn fill(&mut self, first: u64, events: &[Event], results: &[Ingested]) -> Result<Vec<Vec<Filled>>, Failure> {
        let mut filled = vec![Vec::new(); events.len()];
        let is_filled = self.summary.files.as_ref().is_some_and(|files| files.filled.is_some());
        let is_due = |(event, became): (&Event, &Ingested)| {
            is_filled && *became == Ingested::Duplicate && looked_for(event).next().is_some()
        };
        let places: Vec<usize> =
            (0..events.len().min(results.len())).filter(|at| is_due((&events[*at], &results[*at]))).collect();
        if !places.is_empty() {
            let known: Vec<Event> = places.iter().map(|at| events[*at].clone()).collect();
            let became = self.write(first, |store, now| store.fill_files(&known, now))?;
            for (at, became) in places.into_iter().zip(became) {
                filled[at] = became;
            }
        }
        Ok(filled)
    }

    /// Writes in one transaction. A stream waits for whoever else writes: it can't be given again.
    fn write<T>(
        &mut self,
        first: u64,
        mut write: impl FnMut(&mut dyn Store, Time) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        loop {
            let (store, stop) = (&mut self.store, &self.stop);
            let mut waiting = SleepingUnlessStopped::new(stop);
            match until_known(&mut waiting, || write(&mut **store, clock::utc_now().trunc_subsecs(3))) {
                Ok(done) => return Ok(done),
                Err(StoreError::Busy) if self.is_stream && self.stop.signal().is_none() => {}
                Err(StoreError::Unanswered) => {
                    let sentence = at_line("cli-error-ingest-unanswered", first);
                    return Err(Failure::new(CommandCode::Unanswered, sentence));
                }
                Err(error) => {
                    let mut failure = Failure::from(error);
                    if let Failure::Reported(report) = &mut failure {
                        let parts = [("line", first.to_string().into()), ("why", report.message.clone())];
                        report.message = Sentence::new("cli-error-stopped-before", parts);
                    }
                    return Err(failure);
                }
            }
        }
    }

    fn count_reject(&mut self, reject: Reject) {
        self.summary.rejected += 1;
        if self.reports_at_once {
            let id = reject.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
            let parts = [
                ("code", reject.code.as_str().into()),
                ("line", reject.line.to_string().into()),
                ("id", id.into()),
                ("why", reject.sentence.clone()),
            ];
            warn(Sentence::new("cli-error-rejected-line", parts).in_language(self.lang));
        }
        if self.lists_rejects && self.summary.rejects.len() < LISTED {
            self.summary.rejects.push(reject);
        }
    }

    fn flush_rejects(&mut self) -> Result<(), Failure> {
        match &mut self.rejects {
            Some(file) => file.flush().map_err(|e| Failure::io("--rejects", &e)),
            None => Ok(()),
        }
    }
}

/// Returns the attachments of an event whose files were looked for, with what was found.
fn looked_for(event: &Event) -> impl Iterator<Item = (&NewAttachment, &StoredContent)> {
    event.kind.attachments().iter().filter_map(|file| Some((file, file.stored_content.as_ref()?)))
}

impl Reject {
    fn of(line: u64, id: Option<EventId>, refusal: &Refusal) -> Self {
        let sentence = Sentence::from(refusal);
        Self { line, id, code: refusal.code(), message: sentence.english().to_owned(), sentence }
    }
}
