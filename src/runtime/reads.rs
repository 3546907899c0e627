//! What the desk reads of its store: each [`Read`] becomes an [`Answer`], in the runtime and in the tests of what it shows.

use super::ExportResult;
use crate::app::model::EvidenceContent;
use crate::app::{Answer, Read};
use crate::domain::case::evidence_file::{BlobRef, ContentKind};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::limits;
use crate::domain::time::Time;
use crate::store::{BlobContent, BlobStore, Store, StoreError, cases_to_hand_over};

/// How a case is exported.
type ExportFn<'a> = &'a dyn Fn(&dyn Store, DisputeId) -> Result<ExportResult, StoreError>;

/// Reads what the desk of this mediator asks for. Without a mediator there are no drafts and no views.
///
/// # Errors
/// As the part of the store that is read.
pub fn answer(
    store: &dyn Store,
    what: &Read,
    me: Option<&Handle>,
    now: Time,
    export: ExportFn<'_>,
) -> Result<Answer, StoreError> {
    Ok(match what {
        Read::Queue(query) => Answer::Queue(store.queue(query, now)?),
        Read::Counts => Answer::Counts(Box::new(store.counts(me, now)?)),
        Read::Case(id) => Answer::Case(Box::new(store.case(*id)?)),
        Read::File(blob, kind) => Answer::File(evidence_content(store, blob, *kind)?),
        Read::Search(query) => Answer::Search(store.search(query, now)?),
        Read::Cases(query) => Answer::Cases(store.find(query, now)?),
        Read::Draft(id) => Answer::Draft(me.map(|me| store.draft(*id, me)).transpose()?.flatten()),
        Read::Team => Answer::Team(store.mediators()?),
        Read::Policy => Answer::Policy(Box::new(store.policy()?)),
        Read::Views => Answer::Views(me.map_or(Ok(Vec::new()), |me| store.views(me))?),
        Read::RelatedCases(id) => Answer::RelatedCases(Box::new(store.related_cases(*id)?)),
        Read::Activity(query) => Answer::Activity(store.activity(query)?),
        Read::Stats(days) => Answer::Stats(Box::new(store.stats(*days)?)),
        Read::Workloads => Answer::Workloads(store.workloads(now)?),
        Read::Handover(handover) => Answer::Handover(cases_to_hand_over(store, handover, now)?),
        Read::Export(id) => Answer::Exported(export(store, *id)?),
    })
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
