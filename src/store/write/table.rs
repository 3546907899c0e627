//! Tables as row types. A table's columns are declared once, with `table!`; from that list come its insert, its update, its
//! read, its digest and its checksum, so that no column can be written in another's place.

use super::digest::{self, Digest};
use super::value::{FromValue, ToValue, Value};

/// The column that holds a row's digest, where it has one.
pub const DIGEST: &str = "digest";
/// The column that holds a row's checksum, where it has one.
pub const CHECKSUM: &str = "seal";
/// The column that names the audit record which erased a text of the row.
pub const ERASED: &str = "erased";

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// It is (part of) the row's key.
    pub key: bool,
    /// It is part of the digest that the audit covers; it never changes but by erasure.
    pub digest: bool,
    /// It is part of the checksum.
    pub checksum: bool,
    /// An update writes it.
    pub changes: bool,
    /// An upsert writes the row only where this column rises.
    pub rises: bool,
    /// An upsert adds to it.
    pub adds: bool,
}

impl Use {
    /// Written at insertion, and never again.
    pub const PLAIN: Self =
        Self { key: false, digest: false, checksum: false, changes: false, rises: false, adds: false };
}

#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    /// What it is for.
    pub is: Use,
}

/// What a row type says of its table.
#[derive(Debug)]
pub struct Layout {
    /// The row type's own name; several row types may share a table, each with some of its columns.
    pub name: &'static str,
    pub table: &'static str,
    /// The row type's columns, in the order of the digest and of the checksum.
    pub columns: &'static [Column],
    /// Whether the table has the column [`ERASED`] beside these.
    pub erasable: bool,
}

impl Layout {
    /// Whether the table has the column [`DIGEST`] beside these.
    pub fn has_digest(&self) -> bool {
        self.columns.iter().any(|column| column.is.digest)
    }

    /// Whether the table has the column [`CHECKSUM`] beside these.
    pub fn has_checksum(&self) -> bool {
        self.columns.iter().any(|column| column.is.checksum)
    }

    /// The names of the columns of which `wanted` holds.
    pub fn names(&self, wanted: impl Fn(Use) -> bool) -> impl Iterator<Item = &'static str> {
        self.columns.iter().filter(move |column| wanted(column.is)).map(|column| column.name)
    }
}

/// Where a row is read from.
pub trait Source {
    /// Why a column can't be read.
    type Error;

    /// Reads the column at this place of the row type's columns, which has this name.
    ///
    /// # Errors
    /// When it holds something else.
    fn column<T: FromValue>(&self, index: usize, name: &'static str) -> Result<T, Self::Error>;
}

/// A row type, as `table!` declares it.
pub trait Row: Sized {
    /// How many columns it has.
    const WIDTH: usize;

    /// Its fields in the order of the columns.
    type Fields<'r>: AsRef<[&'r dyn ToValue]>
    where
        Self: 'r;

    /// What it says of its table.
    fn layout() -> &'static Layout;

    /// Returns its fields, in the order of the columns.
    fn fields(&self) -> Self::Fields<'_>;

    /// Reads a row whose columns stand in the order of the layout.
    ///
    /// # Errors
    /// When a column holds something else.
    fn decode<S: Source>(source: &S) -> Result<Self, S::Error>;
}

/// A row on its way to a backend. Its values are computed when they are asked for.
#[derive(Clone, Copy)]
pub struct RowRef<'r> {
    pub layout: &'static Layout,
    /// Its fields, in the order of the columns.
    pub fields: &'r [&'r dyn ToValue],
    /// The digest of its `digest` columns, if it has any.
    pub digest: Option<Digest>,
    /// The digest of its `checksum` columns, if it has any: how it stands.
    pub state: Option<Digest>,
    /// The checksum of the same.
    pub checksum: Option<i64>,
}

impl<'r> RowRef<'r> {
    /// A row with its digest and its checksum.
    pub fn new(layout: &'static Layout, fields: &'r [&'r dyn ToValue]) -> Self {
        let hash = |wanted: fn(Use) -> bool| {
            let parts = layout.columns.iter().zip(fields).filter(move |(column, _)| wanted(column.is));
            digest::of_values(parts.map(|(_, field)| field.to_value()))
        };
        let digest = layout.has_digest().then(|| hash(|is| is.digest));
        let state = layout.has_checksum().then(|| hash(|is| is.checksum));
        let checksum = state.as_ref().map(digest::checksum);
        Self { layout, fields, digest, state, checksum }
    }

    /// Its columns with their values, the digest and the checksum last.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, Value<'_>)> {
        let columns =
            self.layout.columns.iter().zip(self.fields).map(|(column, field)| (column.name, field.to_value()));
        let digest = self.digest.as_ref().map(|digest| (DIGEST, digest.to_value()));
        columns.chain(digest).chain(self.checksum.map(|checksum| (CHECKSUM, Value::Int(checksum))))
    }

    /// The number in its first column.
    pub fn number(&self) -> i64 {
        match self.fields.first().map(|field| field.to_value()) {
            Some(Value::Int(number)) => number,
            _ => 0,
        }
    }
}

/// Declares a row type: `field: Type [uses]`, in the order of the digest and of the checksum; `field as "column"` where the
/// column has another name.
macro_rules! table {
    (
        $(#[$doc:meta])*
        $row:ident $(<$life:lifetime>)? in $table:literal $([$erasable:ident])? {
            $($field:ident $(as $column:literal)? : $type:ty $([$($use:ident),+])?,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $row $(<$life>)? {
            $(pub $field: $type,)+
        }

        impl $(<$life>)? $crate::store::write::table::Row for $row $(<$life>)? {
            const WIDTH: usize = [$(stringify!($field)),+].len();

            type Fields<'r> = [&'r dyn $crate::store::write::value::ToValue; [$(stringify!($field)),+].len()]
            where
                Self: 'r;

            fn layout() -> &'static $crate::store::write::table::Layout {
                use $crate::store::write::table::{Column, Layout, Use};
                const ERASABLE: &[&str] = &[$(stringify!($erasable))?];
                static LAYOUT: Layout = Layout {
                    name: stringify!($row),
                    table: $table,
                    columns: &[$(Column {
                        name: $crate::store::write::table::table!(@name $field $($column)?),
                        is: Use { $($($use: true,)+)? ..Use::PLAIN },
                    },)+],
                    erasable: !ERASABLE.is_empty(),
                };
                &LAYOUT
            }

            fn fields(&self) -> Self::Fields<'_> {
                [$(&self.$field),+]
            }

            fn decode<S: $crate::store::write::table::Source>(source: &S) -> Result<Self, S::Error> {
                let mut next = 0;
                let mut index = || {
                    next += 1;
                    next - 1
                };
                Ok(Self {
                    $($field: source.column(index(), $crate::store::write::table::table!(@name $field $($column)?))?,)+
                })
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:literal) => { $column };
}

pub(in crate::store) use table;
