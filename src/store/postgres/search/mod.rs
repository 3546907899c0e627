//! Finding what was said on a server, messages and passages: newest first, in milliseconds, whatever is typed.
//!
//! - [`index`]: what the index is given of a text.
//! - [`query`]: what is sought, as an expression in which nothing is syntax.
//! - [`stop`]: what ends a search early.
//!
//! `functions/search.sql` walks down the ids by windows, and says how far it came when it has to stop. Conditions on cases are
//! the client's to judge, on the rows of the cases; where they name somebody, the cases are looked for first.

mod index;
mod query;
mod stop;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use postgres::SimpleQueryMessage;
use postgres::error::SqlState;
use serde_json::{Value as Json, json};

pub(super) use self::index::{LONG, is_indexed, tsv, tsv_words};
pub(super) use self::stop::{Running, Stop};
use super::errors::damaged;
use super::rows::{decode_json, field, int};
use super::{PostgresStore, team};
use crate::domain::ids::DisputeId;
use crate::domain::search::passage::PassageKind;
use crate::domain::search::snippet;
use crate::domain::search::terms::SoughtWords;
use crate::domain::time::Time;
use crate::store::queue::RowColumns;
use crate::store::{
    FilterMatcher, FoundHits, Hit, HitPlace, Interrupt, SearchCursor, SearchPage, SearchQuery, SearchStore, StoreError,
};

/// How long a search may take before it returns what it has.
const BUDGET: Duration = Duration::from_millis(25);
/// How long one statement may take, in milliseconds: a window that was misjudged.
const BELT: u64 = 250;
/// How long the narrowest window may take where that is too little, so that a search comes on.
const PATIENCE: u64 = 5_000;
/// Cases that are few enough for their messages to be looked at one by one.
const FEW: usize = 200;
/// Letters that a needle must have for the index of names.
const LETTERS: usize = 3;

impl SearchStore for PostgresStore {
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError> {
        if query.limit == 0 || query.terms.is_empty() {
            return Ok(SearchPage::default());
        }
        let running = self.stop.begin();
        match self.search_within(query, now, &running) {
            Err(StoreError::Interrupted) if !running.is_told() => self.search_within(query, now, &running),
            found => found,
        }
        .map_err(|error| self.link.named(error))
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(self.stop.clone())
    }
}

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SearchedTexts {
    Messages,
    Passages,
}

/// One of the two, as far as it was looked through.
struct SearchedList {
    texts: SearchedTexts,
    /// Everything from this number up was looked at.
    before: i64,
    found: FoundHits,
    /// Enough was found, or there is no more.
    is_done: bool,
}

impl SearchedList {
    fn new(texts: SearchedTexts, before: i64) -> Self {
        Self { texts, before, found: FoundHits::default(), is_done: before <= 1 }
    }

    /// Keeps what holds the words, of the cases that are searched.
    fn learn(
        &mut self,
        page: &Json,
        query: &SearchQuery,
        is_searched: impl Fn(DisputeId) -> bool,
    ) -> Result<(), StoreError> {
        let sought = query.terms.sought_words();
        for row in page["hits"].as_array().into_iter().flatten() {
            let body: String = field(row, "body")?;
            if !is_searched(field(row, "dispute")?) || !sought.is_empty() && !snippet::holds(&body, sought) {
                continue;
            }
            if self.found.hits.len() == query.limit {
                self.found.next = self.found.hits.last().map(|(number, _)| *number);
                self.found.unseen = Some(field(row, "at")?);
                self.is_done = true;
                return Ok(());
            }
            self.found.hits.push((field(row, "id")?, hit(self.texts, row, &body, sought)?));
        }
        (self.found.next, self.found.unseen) = (field(page, "next")?, field(page, "unseen")?);
        match self.found.next {
            Some(next) => self.before = next,
            None => self.is_done = true,
        }
        Ok(())
    }
}

/// What is known of the cases that a search is kept to.
struct SearchedCases<'q> {
    filter: FilterMatcher<'q>,
    /// Only the messages of these are looked at.
    cases: Option<Vec<DisputeId>>,
}

impl PostgresStore {
    fn search_within(&self, query: &SearchQuery, now: Time, running: &Running<'_>) -> Result<SearchPage, StoreError> {
        let before = query.before.unwrap_or(SearchCursor::START);
        let scope = self.scope(query, now)?;
        if scope.cases.as_ref().is_some_and(Vec::is_empty) {
            return Ok(SearchPage::default());
        }
        let lists = [
            SearchedList::new(SearchedTexts::Messages, before.message.0),
            SearchedList::new(SearchedTexts::Passages, before.passage.0),
        ];
        let [messages, passages] = self.found(lists, (query, &scope), running)?;
        Ok(SearchPage::merged(messages, passages, query.limit))
    }

    /// The hits of both lists, which are asked for together, in as many round trips as it takes within the time that a search has.
    fn found(
        &self,
        mut lists: [SearchedList; 2],
        (query, scope): (&SearchQuery, &SearchedCases<'_>),
        running: &Running<'_>,
    ) -> Result<[FoundHits; 2], StoreError> {
        let began = Instant::now();
        let mut judged = HashMap::new();
        let has_conditions = !query.terms.conditions().terms.is_empty();
        while lists.iter().any(|list| !list.is_done) {
            let left = BUDGET.saturating_sub(began.elapsed());
            let pages = self.candidates(query, scope, (&lists, has_conditions), left, running)?;
            for (list, page) in lists.iter_mut().filter(|list| !list.is_done).zip(&pages) {
                judge(&page["cases"], &scope.filter, &mut judged)?;
                list.learn(page, query, |case| !has_conditions || judged.get(&case) == Some(&true))?;
            }
            if running.is_told() {
                return Err(StoreError::Interrupted);
            }
            if began.elapsed() >= BUDGET {
                break;
            }
        }
        Ok(lists.map(|list| list.found))
    }

    /// The filter, and the cases that it lets through, where it names somebody and they are few.
    fn scope<'q>(&self, query: &'q SearchQuery, now: Time) -> Result<SearchedCases<'q>, StoreError> {
        let conditions = query.terms.conditions();
        let longest = conditions.search_terms().max_by_key(|needle| needle.chars().count());
        let longest = longest.filter(|needle| needle.chars().filter(|c| c.is_alphanumeric()).count() >= LETTERS);
        let needs_team = !conditions.names_no_holder();
        let mut found = Json::Null;
        if longest.is_some() || needs_team {
            let pattern = longest.map(|needle| {
                let escaped = needle.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                format!("%{escaped}%")
            });
            let most = i64::try_from(FEW).unwrap_or(i64::MAX) + 1;
            let sql = "SELECT json_build_object('team', (SELECT json_agg(m ORDER BY m.handle) FROM litige.mediators m), \
                       'cases', CASE WHEN $1::text IS NOT NULL THEN (SELECT coalesce(json_agg(to_jsonb(d) - 'words'), '[]') \
                       FROM litige.named_cases_1($1, $2) d) END)";
            let pattern = (&pattern as &(dyn postgres::types::ToSql + Sync), postgres::types::Type::TEXT);
            found = self.link.read_json(sql, &[pattern, int(&most)])?;
        }
        let me = query.me.as_ref();
        let filter = FilterMatcher::new(conditions, (me, now), || team::members(&found["team"]))?;
        let rows = found["cases"].as_array().filter(|rows| rows.len() <= FEW);
        let cases = rows.map(|rows| -> Result<Vec<DisputeId>, StoreError> {
            let rows = rows.iter().map(|row| decode_json::<RowColumns>(row).map(RowColumns::into_filtered));
            let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
            Ok(rows.into_iter().filter(|row| filter.fits(row)).map(|row| row.id).collect())
        });
        let cases = cases.transpose()?;
        Ok(SearchedCases { filter, cases })
    }

    /// Of each list that is not done, the texts below its number that may be hits, the newest first, with where to go on.
    fn candidates(
        &self,
        query: &SearchQuery,
        scope: &SearchedCases<'_>,
        (lists, with_cases): (&[SearchedList; 2], bool),
        left: Duration,
        running: &Running<'_>,
    ) -> Result<Vec<Json>, StoreError> {
        let sought = query.terms.sought_words();
        let limit = query.limit.saturating_add(1);
        let limit = if with_cases && scope.cases.is_none() { limit.saturating_mul(4).max(64) } else { limit };
        let words: Vec<&str> = sought.phrases.iter().flat_map(|phrase| &phrase.0).map(String::as_str).collect();
        let open: Vec<_> = lists.iter().filter(|list| !list.is_done).collect();
        let share = left / u32::try_from(open.len()).unwrap_or(1).max(1);
        let mut asked: Vec<Json> = open
            .iter()
            .map(|list| {
                json!({
                    "whole": query::whole(&sought.phrases),
                    "words": words,
                    "prefix": sought.begun.as_ref().map(query::prefix),
                    "begun": sought.begun.as_ref().map(|begun| begun.split_last().1),
                    "passages": list.texts == SearchedTexts::Passages,
                    "before": list.before,
                    "limit": limit.min(10_000),
                    "ms": share.as_millis().max(5) as u64,
                    "disputes": scope.cases.as_ref().map(|cases| cases.iter().map(|id| id.0).collect::<Vec<_>>()),
                    "cases": with_cases,
                    "small": false,
                })
            })
            .collect();
        match self.ask(&asked, BELT, running) {
            // It must come on a little each time, or asking again would never end.
            Err(StoreError::Interrupted) if !running.is_told() => {
                asked.iter_mut().for_each(|list| list["small"] = true.into());
                self.ask(&asked, PATIENCE, running)
            }
            found => found,
        }
    }

    /// Asks in one round trip, with a time that the server keeps.
    fn ask(&self, asked: &[Json], belt: u64, running: &Running<'_>) -> Result<Vec<Json>, StoreError> {
        let calls: Vec<_> =
            asked.iter().map(|list| format!("litige.search_1({}::jsonb)", literal(&list.to_string()))).collect();
        let sql = format!(
            "BEGIN READ ONLY; SET LOCAL statement_timeout = {belt}; SELECT json_build_array({})::text; COMMIT",
            calls.join(", ")
        );
        let answered = self.link.read(|client| {
            running.on(client.cancel_token(), self.link.settings());
            let answered = client.simple_query(&sql);
            if answered.is_err() && !client.is_closed() {
                client.batch_execute("ROLLBACK")?;
            }
            // Late, or told to end: it is told apart where it is known.
            match answered {
                Err(error) if error.code() == Some(&SqlState::QUERY_CANCELED) => Ok(None),
                answered => answered.map(Some),
            }
        })?;
        let Some(answered) = answered else { return Err(StoreError::Interrupted) };
        let row = answered.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        let row = row.ok_or_else(|| damaged("a search was not answered"))?;
        serde_json::from_str(row).map_err(|error| damaged(format!("a search was answered with no JSON: {error}")))
    }
}

/// A text as a literal of SQL, in which nothing is syntax whatever the server's settings.
fn literal(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// Which of these cases the filter lets through.
fn judge(cases: &Json, filter: &FilterMatcher<'_>, judged: &mut HashMap<DisputeId, bool>) -> Result<(), StoreError> {
    for row in cases.as_array().into_iter().flatten() {
        let row = decode_json::<RowColumns>(row)?.into_filtered();
        judged.insert(row.id, filter.fits(&row));
    }
    Ok(())
}

fn hit(texts: SearchedTexts, row: &Json, body: &str, sought: &SoughtWords) -> Result<Hit, StoreError> {
    let snippet = snippet::snippet(body, sought);
    Ok(Hit {
        dispute: field(row, "dispute")?,
        place: match texts {
            SearchedTexts::Messages => HitPlace::Message(field(row, "id")?),
            SearchedTexts::Passages => place(row)?,
        },
        from: field(row, "speaker")?,
        author: field(row, "author")?,
        at: field(row, "at")?,
        snippet: snippet.text,
        marks: snippet.marks,
        title: field(row, "title")?,
    })
}

/// Where a passage stands.
fn place(row: &Json) -> Result<HitPlace, StoreError> {
    Ok(match field(row, "kind")? {
        PassageKind::Note => HitPlace::Note(field(row, "ref")?),
        PassageKind::File => HitPlace::File { attachment: field(row, "ref")?, message: field(row, "message")? },
        PassageKind::Strike => HitPlace::Strike { attachment: field(row, "ref")?, message: field(row, "message")? },
        PassageKind::Event => match (field(row, "proposal")?, field(row, "decision")?) {
            (Some(proposal), _) => HitPlace::Proposal(proposal),
            (None, Some(decision)) => HitPlace::Reason(decision),
            (None, None) => HitPlace::History { seq: field(row, "ref")?, kind: field(row, "entry")? },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_holds_any_text() {
        assert_eq!(literal(r"l'été \' \\"), r"E'l''été \\'' \\\\'");
    }
}
