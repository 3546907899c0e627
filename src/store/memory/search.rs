//! Searching: every message is looked at, the newest first.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::tables::Tables;
use super::{cases, queue};
use crate::domain::search::snippet::{holds, snippet};
use crate::domain::time::Time;
use crate::store::write::rows::discussion::MessageRow;
use crate::store::{FilterMatcher, Hit, SearchPage, SearchQuery};

/// See [`crate::store::SearchStore::search`].
pub fn search(tables: &Tables, query: &SearchQuery, now: Time) -> SearchPage {
    let mut page = SearchPage::default();
    if query.terms.is_empty() || query.limit == 0 {
        return page;
    }
    let team = || Ok::<_, Infallible>(cases::mediators(tables));
    let Ok(filter) = FilterMatcher::new(query.terms.conditions(), (query.me.as_ref(), now), team);
    let cases = queue::rows(tables);
    let cases = cases.iter().filter(|(row, words)| filter.may_match(words) && filter.matches(row));
    let cases: BTreeMap<_, _> = cases.map(|(row, _)| (row.id, row)).collect();
    let sought = query.terms.sought_words();
    let messages = tables.all::<MessageRow<'_>>().into_iter().map(MessageRow::into_message);
    for message in messages.rev().filter(|message| query.before.is_none_or(|before| message.id < before)) {
        let Some(row) = cases.get(&message.dispute) else { continue };
        if !sought.is_empty() && !holds(&message.body, sought) {
            continue;
        }
        if page.hits.len() == query.limit {
            page.next = page.hits.last().map(|hit| hit.message);
            break;
        }
        let found = snippet(&message.body, sought);
        page.hits.push(Hit {
            dispute: message.dispute,
            message: message.id,
            from: message.from,
            author: message.author,
            at: message.at,
            snippet: found.text,
            marks: found.marks,
            title: row.title.clone(),
        });
    }
    page
}
