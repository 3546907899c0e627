//! tmp
use crate::domain::event::Time;
use crate::domain::ids::{Handle, PersonId};
use crate::store::StoreError;
use rusqlite::Connection;
pub(super) fn erase(_: &mut Connection, _: &PersonId, _: &Handle, _: Time) -> Result<usize, StoreError> {
    Err(StoreError::Io("erasing a person is not built yet".to_owned()))
}
