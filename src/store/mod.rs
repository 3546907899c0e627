//! The store: a trait in parts, and the backends behind it. It speaks of cases, decisions and pages, never of SQL or files.
//!
//! - [`CaseStore`], [`QueueStore`], [`SearchStore`], [`TeamStore`], [`PersonalStore`], [`BlobStore`], [`FeedStore`],
//!   [`ActivityStore`], [`MaintenanceStore`]: the parts, each with its plain types; [`Store`] is their sum. Code names the part that it needs.
//! - [`Place`]: where a store is; [`open`] opens it.
//! - `contract`: the suite that every backend passes.
//!
//! Reads see one consistent moment each. Writes are one transaction each, decide again inside it, and are durable when they
//! return. Whose time counts is the store's to judge: see [`Clock`].

mod activity;
mod backends;
mod blobs;
mod caller;
mod cases;
mod clock;
mod connection_string;
#[cfg(test)]
pub mod contract;
mod copying;
mod error;
mod feed;
mod filter_matcher;
mod logins;
mod long_parts;
pub mod loss;
mod maintenance;
#[cfg(test)]
pub mod memory;
mod owner;
mod personal;
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod queue;
pub mod repeat;
mod search;
mod sqlite;
mod team;
mod write;

pub use activity::{ActivityPage, ActivityQuery, ActivityStore};
pub use backends::{
    BulkLoad, Mode, bulk_load, check_not_open, copy, create, create_demo, file_folder, grant_login, grant_sql,
    init_server, is_database, is_demo, move_database, open, open_as, remove_database, restore, share_with_group,
};
pub use blobs::{BlobContent, BlobStore};
pub use caller::Caller;
pub use cases::{Acted, AuditLine, CaseFile, CaseStore, Filled, Ingested, ThreadRow, TimelineRow};
pub use clock::Clock;
pub use error::{StoreError, Unusable, UnusableCode, UnusableWhy};
pub use feed::{ChangeCursor, Changed, Changes, DueTimes, FeedStore, Glance, GlanceStore, OutboxLine};
pub use filter_matcher::FilterMatcher;
pub use logins::{Grant, Granted, NewLead, ServerInit};
pub use maintenance::{
    ErasurePreview, Fault, LastEvent, MaintenanceStore, MissingFile, Restored, Sizes, StoreStatus, Verified,
};
pub use owner::Owner;
pub use personal::{
    Acknowledgement, ChangedViews, DraftWrite, HEARTBEAT, NOTIFICATIONS_AT_MOST, Notification, PRESENT_FOR,
    PersonalStore, Presence,
};
pub use place::{Place, Server};
pub use queue::{
    OVERDUE_AT_MOST, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow, QueueStore, ViewCounts, Workload,
    cases_to_hand_over, read_rows,
};
pub use search::{FoundHits, Hit, HitPlace, Interrupt, SearchCursor, SearchPage, SearchQuery, SearchStore};
pub use team::TeamStore;

/// Everything that a backend does.
pub trait Store:
    CaseStore
    + QueueStore
    + SearchStore
    + TeamStore
    + PersonalStore
    + BlobStore
    + FeedStore
    + GlanceStore
    + ActivityStore
    + MaintenanceStore
{
}

impl<S> Store for S where
    S: CaseStore
        + QueueStore
        + SearchStore
        + TeamStore
        + PersonalStore
        + BlobStore
        + FeedStore
        + GlanceStore
        + ActivityStore
        + MaintenanceStore
{
}
