//! `schema`: what comes in and goes out, as JSON Schema (2020-12), made from the types that are read and written.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::args::{SchemaArgs, SchemaOf};
use super::context::Context;
use super::error::{Failure, Status};
use super::json::{CaseDetail, QueueItem};
use super::sentence::Sentence;
use crate::domain::marketplace::event::Event;
use crate::domain::marketplace::outbox::{OutboxBody, WrittenLine};

/// Runs `litige schema`.
///
/// # Errors
/// Returns an error if the schema could not be written.
pub fn run(ctx: &mut Context, args: &SchemaArgs) -> Result<Status, Failure> {
    let schema = match args.of {
        SchemaOf::Event => read::<Event>(),
        SchemaOf::Outbox => written::<WrittenLine<OutboxBody>>(),
        SchemaOf::Show => written::<CaseDetail<'static>>(),
        SchemaOf::Queue => {
            let mut schema = written::<Vec<QueueItem<'static>>>();
            schema.insert("title".to_owned(), "What `litige queue --json` prints".into());
            schema
        }
    };
    // For a file that people compare, so never on one line.
    let text = serde_json::to_string_pretty(&schema);
    ctx.out.verbatim(&text.map_err(|e| Failure::io(Sentence::new("cli-error-json", []), &e.into()))?)?;
    Ok(Status::Done)
}

/// The schema of what the program reads: what it can do without is not required.
fn read<T: JsonSchema>() -> Schema {
    schema::<T>(SchemaSettings::draft2020_12())
}

/// The schema of what the program writes: what it always writes is required.
fn written<T: JsonSchema>() -> Schema {
    schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn schema<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    settings.with_transform(RecursiveTransform(unwrap_description)).into_generator().into_root_schema_for::<T>()
}

/// Puts a description on one line: where it breaks in the source means nothing.
fn unwrap_description(schema: &mut Schema) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}
