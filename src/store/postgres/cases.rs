//! Cases on a server.

use super::{PostgresStore, activity, case, not_yet, related_cases};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::dispute::action::Request;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::store::{Acted, AuditLine, CaseFile, CaseStore, Ingested, StoreError};

impl CaseStore for PostgresStore {
    fn ingest(&mut self, _events: &[Event], _now: Time) -> Result<Vec<Ingested>, StoreError> {
        not_yet("ingest")
    }

    fn act(&mut self, _request: &Request, _now: Time) -> Result<Acted, StoreError> {
        not_yet("act")
    }

    fn settle_due(&mut self, _now: Time) -> Result<usize, StoreError> {
        not_yet("settle")
    }

    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError> {
        case::case(&self.link, id)
    }

    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError> {
        related_cases::related_cases(&self.link, id)
    }

    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        activity::audit_trail(&self.link, id)
    }
}
