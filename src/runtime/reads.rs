//! What the desk reads of its store: each [`Read`] becomes an [`Answer`], in the runtime and in the tests of what it shows.

use super::ExportResult;
use crate::app::model::{EvidenceContent, FileError};
use crate::app::{Answer, Read};
use crate::domain::case::evidence_file::{BlobRef, ContentKind, StoredContent};
use crate::domain::case::records::Attachment;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::limits;
use crate::domain::policy::PolicyVersion;
use crate::domain::time::Time;
use crate::store::{BlobContent, BlobStore, Store, StoreError, cases_to_hand_over};

type SaveFn<'a> = &'a dyn Fn(&str, &[u8]) -> Result<String, String>;
type OpenFn<'a> = &'a dyn Fn(&str, &[u8], &[String]) -> Result<(), String>;

/// How what is read leaves the desk.
pub struct Outlets<'a> {
    /// Exports a case.
    pub export: &'a dyn Fn(&dyn Store, DisputeId) -> Result<ExportResult, StoreError>,
    /// Writes a file of this name and content; returns its path, or why it can't be written.
    pub save: SaveFn<'a>,
    /// Starts a program on a file of this name and content.
    pub open: OpenFn<'a>,
}

/// Reads what the desk of this mediator asks for. Without a mediator there are no drafts and no views.
///
/// # Errors
/// As the part of the store that is read.
pub fn answer(
    store: &dyn Store,
    what: &Read,
    me: Option<&Handle>,
    now: Time,
    outlets: &Outlets<'_>,
) -> Result<Answer, StoreError> {
    Ok(match what {
        Read::Queue(query) => Answer::Queue(store.queue(query, now)?),
        Read::Counts => Answer::Counts(Box::new(store.counts(me, now)?)),
        Read::Case(id) | Read::CaseToActOn(id) => Answer::Case(Box::new(store.case(*id)?)),
        Read::Rows(ids) => Answer::Rows(store.rows(ids)?),
        Read::File(blob, kind) => Answer::File(evidence_content(store, blob, *kind)?),
        Read::Search(query) => Answer::Search(store.search(query, now)?),
        Read::Cases(query) => Answer::Cases(store.find(query, now)?),
        Read::Draft(id) => Answer::Draft(me.map(|me| store.draft(*id, me)).transpose()?.flatten()),
        Read::Team => Answer::Team(store.mediators()?),
        Read::Policy => Answer::Policy(Box::new(policy_in_force(store)?)),
        Read::Views => Answer::Views(me.map_or(Ok(Vec::new()), |me| store.views(me))?),
        Read::RelatedCases(id) => Answer::RelatedCases(Box::new(store.related_cases(*id)?)),
        Read::Activity(query) => Answer::Activity(store.activity(query)?),
        Read::Stats(days) => Answer::Stats(Box::new(store.stats(*days)?)),
        Read::Workloads => Answer::Workloads(store.workloads(now)?),
        Read::Handover(handover) => Answer::Handover(cases_to_hand_over(store, handover, now)?),
        Read::Export(id) => Answer::Exported((outlets.export)(store, *id)?),
        Read::SaveFile(file) => Answer::FileSaved(
            evidence_bytes(store, file)?
                .and_then(|content| (outlets.save)(&file.file_name(), &content).map_err(FileError::Io)),
        ),
        Read::OpenFile(file, program) => Answer::FileOpened(
            evidence_bytes(store, file)?
                .and_then(|content| (outlets.open)(&file.file_name(), &content, program).map_err(FileError::Io)),
        ),
    })
}

/// Reads the content of a file of evidence, whose hash is checked.
///
/// # Errors
/// As the store; inside, why there is no content to take out.
pub fn evidence_bytes(
    store: &(impl BlobStore + ?Sized),
    file: &Attachment,
) -> Result<Result<Vec<u8>, FileError>, StoreError> {
    if let Some(text) = &file.text {
        return Ok(Ok(text.clone().into_bytes()));
    }
    let Some(blob) = file.blob() else {
        return Ok(Err(FileError::NotKept(file.stored_content.as_ref().and_then(StoredContent::not_stored))));
    };
    Ok(match store.blob(blob)? {
        BlobContent::Whole(content) => Ok(content),
        BlobContent::Missing => Err(FileError::Missing),
        BlobContent::Changed => Err(FileError::Changed),
    })
}

/// Reads the policy in force, with who put it there and why.
fn policy_in_force(store: &dyn Store) -> Result<PolicyVersion, StoreError> {
    let newest = store.policies()?.into_iter().next();
    newest.ok_or_else(|| StoreError::Io("there is no policy".to_owned()))
}

/// Reads the content of a stored file. Text is decoded here rather than on the thread that handles keys.
fn evidence_content(
    store: &(impl BlobStore + ?Sized),
    blob: &BlobRef,
    kind: ContentKind,
) -> Result<EvidenceContent, StoreError> {
    Ok(match store.blob(blob)? {
        BlobContent::Missing => EvidenceContent::Missing,
        BlobContent::Changed => EvidenceContent::Changed,
        BlobContent::Whole(content) if kind == ContentKind::Text => {
            let shown = &content[..content.len().min(limits::TEXT)];
            EvidenceContent::Text(String::from_utf8_lossy(shown).into(), (content.len() - shown.len()) as u64)
        }
        BlobContent::Whole(content) => EvidenceContent::Picture(content.into()),
    })
}
