//! The rows of the store, in maps: a table is a map from keys to rows, and a row a map from columns to values.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::store::write::table::{CHECKSUM, Layout, Row, RowRef, Source, Use};
use crate::store::write::value::{BadValue, FromValue, ToValue, Value};
use crate::store::{QueueRow, StoreError};

type RowKey = Vec<Value<'static>>;

/// Every case as a row of the queue, with the folded words that a filter looks in.
pub type QueueRows = Vec<(QueueRow, String)>;

/// A row as it is stored.
#[derive(Debug, Clone, Default)]
struct Columns(BTreeMap<&'static str, Value<'static>>);

impl Source for Columns {
    type Error = BadValue;

    fn column<T: FromValue>(&self, _: usize, name: &'static str) -> Result<T, BadValue> {
        T::from_value(self.0.get(name).cloned().unwrap_or(Value::Null))
    }
}

/// The columns that say what a row belongs to: a table finds its rows by them, too.
const PARENTS: [&str; 3] = ["dispute", "order_num", "decision"];

/// The rows of one table, in the order of their keys.
#[derive(Debug, Clone, Default)]
struct Table {
    rows: BTreeMap<RowKey, Arc<Columns>>,
    /// The keys of the rows that hold this value in this column of [`PARENTS`].
    children: BTreeMap<(&'static str, Value<'static>), BTreeSet<RowKey>>,
}

impl Table {
    /// Stores a row in the place of the one of this key.
    fn set(&mut self, key: RowKey, columns: Columns) {
        self.remove(&key);
        for parent in parents_of(&columns) {
            self.children.entry(parent).or_default().insert(key.clone());
        }
        self.rows.insert(key, Arc::new(columns));
    }

    fn remove(&mut self, key: &RowKey) {
        let Some(old) = self.rows.remove(key) else { return };
        for parent in parents_of(&old) {
            self.children.entry(parent).or_default().remove(key);
        }
    }

    fn columns(&self, key: &RowKey) -> Option<Columns> {
        self.rows.get(key).map(|columns| Columns::clone(columns))
    }
}

fn parents_of(columns: &Columns) -> Vec<(&'static str, Value<'static>)> {
    PARENTS.into_iter().filter_map(|name| Some((name, columns.0.get(name)?.clone()))).collect()
}

/// Every table by its name. Rows stand in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    tables: BTreeMap<&'static str, Arc<Table>>,
    /// What the queue is made of, as long as nothing changes.
    queue: OnceLock<Arc<QueueRows>>,
}

impl Tables {
    /// Returns the rows of the queue; makes them if anything changed since they were made.
    pub fn queue(&self, make: impl FnOnce() -> QueueRows) -> Arc<QueueRows> {
        self.queue.get_or_init(|| Arc::new(make())).clone()
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name).map(|table| &**table)
    }

    fn table_mut(&mut self, name: &'static str) -> &mut Table {
        self.queue = OnceLock::new();
        Arc::make_mut(self.tables.entry(name).or_default())
    }

    /// Inserts a row.
    ///
    /// # Errors
    /// When there is one with this key.
    pub fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        let (table, key) = (self.table_mut(row.layout.table), key_of(row));
        if table.rows.contains_key(&key) {
            return Err(StoreError::Io(format!("a row is in {} already", row.layout.table)));
        }
        table.set(key, Columns(row.values().map(|(name, value)| (name, value.into_owned())).collect()));
        Ok(())
    }

    /// Updates the row of this key: the columns that change, and the checksum.
    pub fn update(&mut self, row: &RowRef<'_>) {
        let (table, key) = (self.table_mut(row.layout.table), key_of(row));
        let mut columns = table.columns(&key).unwrap_or_default();
        for (name, value) in row.values() {
            if name == CHECKSUM || is(row.layout, name, |is| is.changes) {
                columns.0.insert(name, value.into_owned());
            }
        }
        table.set(key, columns);
    }

    /// Inserts a row, or updates the one of this key as its columns say.
    ///
    /// # Errors
    /// As [`Tables::insert`].
    pub fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        let key = key_of(row);
        let Some(stored) = self.table(row.layout.table).and_then(|table| table.columns(&key)) else {
            return self.insert(row);
        };
        let rises = |name: &str, value: &Value<'_>| stored.0.get(name).is_none_or(|stored| value > stored);
        if row.values().any(|(name, value)| is(row.layout, name, |is| is.rises) && !rises(name, &value)) {
            return Ok(());
        }
        self.update(row);
        let table = self.table_mut(row.layout.table);
        let mut columns = table.columns(&key).unwrap_or_default();
        for (name, value) in row.values().filter(|(name, _)| is(row.layout, name, |is| is.adds)) {
            if let (Some(Value::Int(sum)), Value::Int(more)) = (columns.0.get_mut(name), value) {
                *sum += more;
            }
        }
        table.set(key, columns);
        Ok(())
    }

    /// Removes the row of this key, if it is there.
    pub fn remove<R: Row>(&mut self, key: &[&dyn ToValue]) {
        self.table_mut(R::layout().table).remove(&key_from(key));
    }

    /// Returns the row of this key.
    pub fn find<R: Row>(&self, key: &[&dyn ToValue]) -> Option<R> {
        self.table(R::layout().table)?.rows.get(&key_from(key)).map(|columns| decoded(columns))
    }

    /// Returns every row, in the order of the keys.
    pub fn all<R: Row>(&self) -> Vec<R> {
        let rows = self.table(R::layout().table).into_iter().flat_map(|table| table.rows.values());
        rows.map(|columns| decoded(columns)).collect()
    }

    /// Returns the rows that hold this value in a column that says what they belong to, in the order of the keys.
    pub fn children<R: Row>(&self, column: &'static str, parent: &dyn ToValue) -> Vec<R> {
        assert!(PARENTS.contains(&column), "no rows are found by {column}");
        let Some(table) = self.table(R::layout().table) else { return Vec::new() };
        let keys = table.children.get(&(column, parent.to_value().into_owned())).into_iter().flatten();
        keys.filter_map(|key| table.rows.get(key)).map(|columns| decoded(columns)).collect()
    }

    /// Returns the row of the highest key.
    pub fn last<R: Row>(&self) -> Option<R> {
        self.table(R::layout().table)?.rows.values().next_back().map(|columns| decoded(columns))
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
