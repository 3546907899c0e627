//! Export of a case to a file from the desk: the HTML that `export` prints, in the working directory.

use std::sync::Arc;

use super::{case_document, html};
use crate::cli::team_names::TeamNames;
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::Lang;
use crate::runtime::{ExportCase, ExportResult, write_new};
use crate::store::{Store, StoreError};

/// Returns the function with which a desk exports cases in this language.
pub fn case_exporter(lang: Lang) -> ExportCase {
    Arc::new(move |store: &dyn Store, dispute: DisputeId| -> Result<ExportResult, StoreError> {
        let (file, audit) = (store.case(dispute)?, store.audit_trail(dispute)?);
        let names = TeamNames::of(&store.mediators()?);
        let text = html::render(&case_document::case_document(&file, &audit, &names, lang));
        let name = format!("{dispute}.html");
        let written = std::env::current_dir().and_then(|folder| write_new(&folder, &name, text.as_bytes()));
        Ok(written.map(|path| path.display().to_string()).map_err(|error| error.to_string()))
    })
}
