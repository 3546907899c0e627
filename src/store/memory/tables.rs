//! The rows of the store, in maps: a table is a map from keys to rows, and a row a map from columns to values.

use std::collections::BTreeMap;

use crate::store::StoreError;
use crate::store::write::table::{CHECKSUM, Layout, Row, RowRef, Source, Use};
use crate::store::write::value::{BadValue, FromValue, ToValue, Value};

type RowKey = Vec<Value<'static>>;

/// A row as it is stored.
#[derive(Debug, Clone, Default)]
struct Columns(BTreeMap<&'static str, Value<'static>>);

impl Source for Columns {
    type Error = BadValue;

    fn column<T: FromValue>(&self, _: usize, name: &'static str) -> Result<T, BadValue> {
        T::from_value(self.0.get(name).cloned().unwrap_or(Value::Null))
    }
}

/// Every table by its name. Rows stand in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct Tables(BTreeMap<&'static str, BTreeMap<RowKey, Columns>>);

impl Tables {
    /// Inserts a row.
    ///
    /// # Errors
    /// When there is one with this key.
    pub fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        let values = row.values().map(|(name, value)| (name, value.into_owned())).collect();
        match self.0.entry(row.layout.table).or_default().insert(key_of(row), Columns(values)) {
            None => Ok(()),
            Some(_) => Err(StoreError::Io(format!("a row is in {} already", row.layout.table))),
        }
    }

    /// Updates the row of this key: the columns that change, and the checksum.
    pub fn update(&mut self, row: &RowRef<'_>) {
        let stored = self.0.entry(row.layout.table).or_default().entry(key_of(row)).or_default();
        for (name, value) in row.values() {
            if name == CHECKSUM || is(row.layout, name, |is| is.changes) {
                stored.0.insert(name, value.into_owned());
            }
        }
    }

    /// Inserts a row, or updates the one of this key as its columns say.
    ///
    /// # Errors
    /// As [`Tables::insert`].
    pub fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        let stored = self.0.get(row.layout.table).and_then(|rows| rows.get(&key_of(row)));
        let Some(stored) = stored.cloned() else { return self.insert(row) };
        let rises = |name: &str, value: &Value<'_>| stored.0.get(name).is_none_or(|stored| value > stored);
        if row.values().any(|(name, value)| is(row.layout, name, |is| is.rises) && !rises(name, &value)) {
            return Ok(());
        }
        self.update(row);
        let stored = self.0.entry(row.layout.table).or_default().entry(key_of(row)).or_default();
        for (name, value) in row.values().filter(|(name, _)| is(row.layout, name, |is| is.adds)) {
            if let (Some(Value::Int(sum)), Value::Int(more)) = (stored.0.get_mut(name), value) {
                *sum += more;
            }
        }
        Ok(())
    }

    /// Removes the row of this key, if it is there.
    pub fn remove<R: Row>(&mut self, key: &[&dyn ToValue]) {
        self.0.entry(R::layout().table).or_default().remove(&key_from(key));
    }

    /// Returns the row of this key.
    pub fn find<R: Row>(&self, key: &[&dyn ToValue]) -> Option<R> {
        self.0.get(R::layout().table)?.get(&key_from(key)).map(decoded)
    }

    /// Returns every row, in the order of the keys.
    pub fn all<R: Row>(&self) -> Vec<R> {
        self.0.get(R::layout().table).into_iter().flat_map(BTreeMap::values).map(decoded).collect()
    }

    /// Returns the row of the highest key.
    pub fn last<R: Row>(&self) -> Option<R> {
        self.0.get(R::layout().table)?.values().next_back().map(decoded)
    }
}

fn decoded<R: Row>(columns: &Columns) -> R {
    R::decode(columns).unwrap_or_else(|bad| panic!("a row of {}: {bad:?}", R::layout().table))
}

fn key_of(row: &RowRef<'_>) -> RowKey {
    let fields = row.layout.columns.iter().zip(row.fields);
    fields.filter(|(column, _)| column.is.key).map(|(_, field)| field.to_value().into_owned()).collect()
}

fn key_from(key: &[&dyn ToValue]) -> RowKey {
    key.iter().map(|part| part.to_value().into_owned()).collect()
}

fn is(layout: &Layout, name: &str, wanted: impl Fn(Use) -> bool) -> bool {
    layout.columns.iter().any(|column| column.name == name && wanted(column.is))
}
