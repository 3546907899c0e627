//! `evidence`: the files of a case, and the content of one.

use std::borrow::Cow;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::args::EvidenceArgs;
use super::context::Context;
use super::error::{CommandCode, Failure, Status};
use super::i18n::Localizer;
use super::request_key;
use super::sentence::Sentence;
use super::table::{self, Align};
use crate::app::model::FileError;
use crate::domain::case::evidence_file::{NotStored, StoredContent};
use crate::domain::case::records::Attachment;
use crate::domain::ids::{AttachmentId, DisputeId};
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::vocabulary::Origin;
use crate::runtime::reads::evidence_bytes;
use crate::store::{CaseFile, Store};
use crate::ui::size::format_size;
use crate::ui::text::safe;

/// A name longer than this is cut in the list.
const MAX_NAME_WIDTH: usize = 40;

/// A file of a case: `evidence --json`.
#[derive(Debug, Serialize)]
pub struct EvidenceJson<'a> {
    id: AttachmentId,
    name: &'a str,
    media_type: &'a str,
    origin: Origin,
    admissible: bool,
    reason: Option<&'a str>,
    sha256: Option<Cow<'a, str>>,
    bytes: Option<u64>,
    not_kept: Option<NotStored>,
}

impl<'a> EvidenceJson<'a> {
    /// Creates the object of a file. The hash and the size are those of its content, where litige has it.
    pub fn of(file: &'a Attachment) -> Self {
        let text = file.text.as_deref();
        let blob = file.blob();
        Self {
            id: file.id,
            name: &file.name,
            media_type: &file.media_type,
            origin: file.origin,
            admissible: file.inadmissible.is_none(),
            reason: file.inadmissible.as_deref(),
            sha256: text.map(|text| sha256(text).into()).or_else(|| blob.map(|blob| blob.sha256.as_str().into())),
            bytes: text.map(|text| text.len() as u64).or_else(|| blob.map(|blob| blob.bytes)),
            not_kept: file.stored_content.as_ref().and_then(StoredContent::not_stored),
        }
    }

    /// The file's id.
    pub fn id(&self) -> AttachmentId {
        self.id
    }

    /// The file's name, as its sender chose it.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Why the file doesn't count; `None` for admissible evidence.
    pub fn inadmissible(&self) -> Option<&'a str> {
        self.reason
    }

    /// The SHA-256 of the content in hexadecimal; `None` if only the marketplace has the content.
    pub fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns all files of a case: the order's, then the discussion's, in order of arrival.
pub fn files(file: &CaseFile) -> impl Iterator<Item = &Attachment> {
    file.order_files.iter().chain(file.thread.iter().flat_map(|row| &row.attachments))
}

/// Runs `litige evidence`.
pub fn run(ctx: &mut Context, args: &EvidenceArgs) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let case = store.case(args.dispute)?;
    match args.attachment {
        None => list(ctx, &case),
        Some(id) => {
            let found = files(&case).find(|file| file.id == id);
            let file = found.ok_or_else(|| unknown(id, args.dispute))?;
            let content = read(store.as_ref(), file)?;
            write(ctx, args, file, &content)
        }
    }
}

fn unknown(attachment: AttachmentId, dispute: DisputeId) -> Failure {
    Refusal::from(Unknown::Attachment { attachment, dispute }).into()
}

fn list(ctx: &mut Context, case: &CaseFile) -> Result<Status, Failure> {
    let files: Vec<_> = files(case).map(EvidenceJson::of).collect();
    if ctx.json {
        ctx.out.json(&files)?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if files.is_empty() {
        ctx.out.line(localizer.message("cli-evidence-none", &[]))?;
        return Ok(Status::Done);
    }
    let headers = [
        ("cli-column-id", Align::Left),
        ("cli-column-name", Align::Left),
        ("cli-column-type", Align::Left),
        ("cli-column-size", Align::Right),
        ("cli-column-content", Align::Left),
        ("cli-column-reason", Align::Left),
    ]
    .map(|(key, align)| (localizer.message(key, &[]), align));
    let rows: Vec<_> = files
        .iter()
        .map(|file| {
            [
                file.id.to_string(),
                safe(file.name).into_owned(),
                safe(file.media_type).into_owned(),
                file.bytes.map(|bytes| size(localizer, bytes)).unwrap_or_default(),
                content_state(localizer, file),
                file.reason.map(|reason| safe(reason).into_owned()).unwrap_or_default(),
            ]
        })
        .collect();
    for line in table::format_table(headers, &rows, MAX_NAME_WIDTH, ctx.out.columns()) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}

/// Returns a size, in the unit that suits it.
pub fn size(localizer: Localizer, bytes: u64) -> String {
    let (key, number) = format_size(localizer.lang, bytes);
    localizer.message(key, &[("size", &number)])
}

/// Whether the content is there, else why not.
fn content_state(localizer: Localizer, file: &EvidenceJson<'_>) -> String {
    match (file.not_kept, &file.sha256) {
        (Some(why), _) => localizer.message(&format!("not-kept-{}", why.as_str()), &[]),
        (None, Some(Cow::Owned(_))) => localizer.message("cli-evidence-text", &[]),
        (None, Some(Cow::Borrowed(_))) => localizer.message("cli-evidence-kept", &[]),
        (None, None) => localizer.message("cli-evidence-name-only", &[]),
    }
}

/// Reads the content of a file, whose hash is checked.
fn read(store: &dyn Store, file: &Attachment) -> Result<Vec<u8>, Failure> {
    let named = || Sentence::from(file.id.to_string());
    evidence_bytes(store, file)?.map_err(|error| match error {
        FileError::NotKept(Some(why)) => {
            let why = Sentence::not_stored(why);
            Failure::new(CommandCode::NotKept, Sentence::new("cli-error-not-kept", [("id", named()), ("why", why)]))
        }
        FileError::NotKept(None) => {
            Failure::new(CommandCode::NotKept, Sentence::new("cli-error-name-only", [("id", named())]))
        }
        FileError::Missing => {
            Failure::new(CommandCode::Io, Sentence::new("cli-error-content-missing", [("id", named())]))
        }
        FileError::Changed => {
            Failure::new(CommandCode::Io, Sentence::new("cli-error-content-changed", [("id", named())]))
        }
        FileError::Io(why) => Failure::new(CommandCode::Io, why),
    })
}

fn write(ctx: &mut Context, args: &EvidenceArgs, file: &Attachment, content: &[u8]) -> Result<Status, Failure> {
    let path = match args.output.as_deref() {
        None => None,
        Some(path) if path == Path::new("-") => None,
        Some(path) => Some(path),
    };
    let Some(path) = path else {
        if ctx.out.is_terminal() {
            return Err(Failure::usage(Sentence::new("cli-error-to-terminal", [])));
        }
        ctx.out.bytes(content)?;
        return Ok(Status::Done);
    };
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::io(Sentence::new("cli-error-force", [("path", path.display().to_string().into())]), &error)
        }
        _ => Failure::io(path.display().to_string(), &error),
    };
    if args.force { replace(path, content) } else { create(path, content) }.map_err(failed)?;
    let shown = path.display().to_string();
    if ctx.json {
        ctx.out.json(&json!({"path": shown, "file": EvidenceJson::of(file)}))?;
    } else {
        let localizer = ctx.localizer();
        let parts = [
            ("id", file.id.to_string()),
            ("path", safe(&shown).into_owned()),
            ("size", size(localizer, content.len() as u64)),
        ];
        ctx.out.line(localizer.message_owned("cli-evidence-written", &parts))?;
    }
    Ok(Status::Done)
}

/// Writes a file that is not there yet. Only its owner can read it, like the database.
fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content).inspect_err(|_| {
        // A partial file is worse than none.
        let _ = fs::remove_file(path);
    })
}

/// Puts a file in the place of whatever has this name, whole or not at all. A symbolic link is replaced, not followed.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut beside = PathBuf::from(path);
    beside.set_file_name(format!(".litige-{}", request_key::new().0));
    create(&beside, content)?;
    fs::rename(&beside, path).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hash_is_what_sha256sum_prints() {
        assert_eq!(super::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
