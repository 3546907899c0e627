//! Cases on a server.

use super::{PostgresStore, not_yet, write};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::dispute::action::Request;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::store::{Acted, AuditLine, CaseFile, CaseStore, Ingested, StoreError};

impl CaseStore for PostgresStore {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        write::ingest(self, events, self.clock.judge(now))
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        write::act(self, request, self.clock.judge(now))
    }

    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError> {
        write::settle_due(self, self.clock.judge(now))
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
