//! The store on a PostgreSQL server, of version 15 or newer: one database for desks on many machines. The head of
//! `docs/server.md` says how to run one.
//!
//! # Reading and writing
//!
//! The rules stay here, in the client. A write loads what it decides on in one call of a function, keeps every row that the
//! rules make, and sends them all with the commit, in one call of another, which locks the case, checks that it stands as it was
//! loaded, inserts and updates, and changes the row of `head` last. So the audit, the changes and the outbox are in the order
//! of commits, and others wait for nothing but the commit. A read is one call, too.
//!
//! Statements are sent with their parameters' types and without a name (`query_typed`): one round trip each, also behind a
//! pooler that gives every transaction another connection. The schema's name stands in the search path of the database and of
//! every function.
//!
//! # Identity
//!
//! Every member has a login of their own, and `session_user` is who writes: a member's `account` is the login role that alone
//! acts under the handle. Tables can be read, and written by functions alone.

mod activity;
mod blobs;
mod case;
mod cases;
mod copying;
#[cfg(test)]
mod copying_tests;
mod counts;
mod errors;
mod feed;
#[cfg(test)]
mod guards_tests;
mod link;
mod maintenance;
mod notifications;
mod personal;
mod queue;
#[cfg(test)]
mod reads_tests;
mod related_cases;
#[cfg(test)]
mod rights_tests;
mod rows;
mod schema;
mod search;
mod settings;
mod setup;
mod status;
mod team;
#[cfg(test)]
pub(in crate::store) mod testing;
#[cfg(test)]
mod upgrade_tests;
mod verify;
#[cfg(test)]
mod verify_tests;
mod write;

use std::cell::Cell;

use chrono::TimeDelta;

use self::feed::NextDue;
use self::link::{Hello, Link};
use self::settings::Settings;
pub use self::setup::{grant, grant_sql, init};
use self::write::KnownTeam;
use super::{Caller, Clock, Mode, Place, Server, StoreError, UnusableWhy};
use crate::domain::ids::SystemAccount;

/// A store on a server. Each value has a connection of its own.
#[derive(Debug)]
pub struct PostgresStore {
    link: Link,
    hello: Hello,
    clock: Clock,
    stop: search::Stop,
    /// The login role, from which everything is written; nothing for the owner of the database, who may say in whose name.
    account: Option<SystemAccount>,
    /// When time alone changes a case next, if that was read a moment ago.
    next_due: Cell<Option<NextDue>>,
    team: KnownTeam,
}

impl PostgresStore {
    /// Opens the database on a server.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why.
    pub fn open(server: &Server, _: Mode) -> Result<Self, StoreError> {
        let place = Place::Server(server.clone());
        let settings = Settings::of(server).map_err(|error| errors::named(error, &place))?;
        let link = Link::new(place, settings);
        let hello = link.hello()?;
        let refuse = |why| Err(link.named(errors::unusable(why)));
        if hello.schema > schema::KNOWN {
            return refuse(UnusableWhy::Newer { found: hello.schema, known: schema::KNOWN });
        }
        if !hello.is_owner && !hello.is_feed && hello.member.is_none() {
            return refuse(UnusableWhy::Denied(format!("the login {} is no member of the team", hello.login)));
        }
        let next_due = hello.next_due;
        let account = (!hello.is_owner).then(|| SystemAccount(hello.login.clone()));
        Ok(Self {
            link,
            hello,
            clock: Clock::default(),
            stop: search::Stop::default(),
            account,
            team: KnownTeam::default(),
            next_due: Cell::new(next_due),
        })
    }

    /// The same store, opened by this caller. Whose account writes is the login's to say, but for the owner.
    #[must_use]
    pub fn with_caller(mut self, caller: Caller) -> Self {
        if self.hello.is_owner {
            self.account = caller.account;
        }
        // The server's time counts, however this machine's clock is set.
        let ahead = TimeDelta::milliseconds(self.hello.clock_ahead);
        let clock = match caller.clock {
            Clock::Callers => Clock::Callers,
            Clock::Own(read) => Clock::own(move || read() + ahead),
        };
        Self { clock, ..self }
    }
}
