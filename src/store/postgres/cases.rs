//! Cases on a server.

use super::{PostgresStore, not_yet};
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

    fn case(&self, _id: DisputeId) -> Result<CaseFile, StoreError> {
        not_yet("read cases")
    }

    fn related_cases(&self, _id: DisputeId) -> Result<RelatedCases, StoreError> {
        not_yet("read related cases")
    }

    fn audit_trail(&self, _id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        not_yet("read audit trails")
    }
}
