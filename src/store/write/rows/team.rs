//! The team, its policies, and what mediators have of their own.

use std::borrow::Cow;

use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind;
use crate::domain::ids::{DisputeId, Handle, SystemAccount};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Role, View};
use crate::store::write::digest::Digest;
use crate::store::write::table::table;

table! {
    /// A policy, as JSON; which lead put it in force since when, and why. Without these it is the one that the database
    /// started with, or of a program that did not ask.
    PolicyRow<'a> in "policies" {
        version: u32 [key, checksum],
        at: Option<Time> [checksum],
        body: Cow<'a, str> [checksum],
        by: Option<Cow<'a, Handle>> [checksum],
        reason: Option<Cow<'a, str>> [checksum, changes],
    }
}

table! {
    /// A member of the team; `conflicts` is a JSON array of persons' ids.
    MediatorRow<'a> in "mediators" {
        handle: Cow<'a, Handle> [key, checksum],
        name: Cow<'a, str> [checksum, changes],
        role: Role [checksum, changes],
        conflicts: String [checksum, changes],
        at: Time [checksum, changes],
        account: Option<Cow<'a, SystemAccount>> [checksum, changes],
        retired_at: Option<Time> [checksum, changes],
    }
}

table! {
    /// What a mediator is told of a case, until they have acknowledged it.
    NotificationRow<'a> in "tidings" {
        handle: Cow<'a, Handle> [key, checksum],
        dispute: DisputeId [key, checksum],
        what: NotificationKind [key, checksum],
        author: Cow<'a, Actor> [checksum, changes],
        at: Time [checksum, changes],
    }
}

table! {
    /// What a mediator has acknowledged of what stands in a case ([`NotificationKind::is_standing`]); `at` is the moment that
    /// it was told of, so that another deadline is told anew.
    AcknowledgementRow<'a> in "acknowledgements" {
        handle: Cow<'a, Handle> [key],
        dispute: DisputeId [key],
        what: NotificationKind [key],
        at: Time [changes],
    }
}

table! {
    /// What a mediator has begun to write on a case.
    DraftRow<'a> in "drafts" {
        dispute: DisputeId [key, checksum],
        handle: Cow<'a, Handle> [key, checksum],
        at: Time [checksum, changes],
        body: Cow<'a, str> [checksum, changes],
    }
}

table! {
    /// A view that a mediator keeps; `place` is where it stands among theirs.
    SavedViewRow<'a> in "saved_views" {
        handle: Cow<'a, Handle> [key],
        place: i64 [key],
        name: Cow<'a, str>,
        base: View,
        query: Cow<'a, str>,
    }
}

table! {
    /// A request that was carried out under a key; `request` is the digest of what it asked, `answer` is JSON.
    CompletedRow<'a> in "completed_requests" {
        key: Cow<'a, str> [key, checksum],
        handle: Cow<'a, str> [checksum],
        request: Digest [checksum],
        answer: String [checksum],
        at: Time [checksum],
    }
}
