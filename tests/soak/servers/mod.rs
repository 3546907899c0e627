//! The store on a PostgreSQL server whose ground gives way: killed, cut off in the middle of a commit, replaced by its standby.
//! What was acknowledged is there, once; money is whole; the marketplace's lines have no gap; `verify` is clean.

mod balance;
#[path = "../../../src/store/postgres/testing/cluster.rs"]
mod cluster;
mod cuts;
mod desk_team;
mod failover;
mod kills;
mod marketplace;
mod proxy;
mod writer;
