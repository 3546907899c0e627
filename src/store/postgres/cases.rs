//! Cases on a server.

use super::{PostgresStore, activity, case, related_cases, write};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::dispute::action::Request;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::Event;
use crate::domain::time::Time;
use crate::domain::vocabulary::Role;
use crate::store::{Acted, AuditLine, CaseFile, CaseStore, Filled, Ingested, StoreError};

impl CaseStore for PostgresStore {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        write::ingest(self, events, self.clock.judge(now))
    }

    fn fill_files(&mut self, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError> {
        write::fill_files(self, events, self.clock.judge(now))
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        write::act(self, request, self.clock.judge(now))
    }

    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError> {
        // Who only reads leaves it to those who write.
        match self.hello.role {
            Some(Role::Reader) => Ok(0),
            _ => write::settle_due(self, self.clock.judge(now)),
        }
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
