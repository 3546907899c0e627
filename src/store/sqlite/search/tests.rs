use std::thread;

use rusqlite::{Connection, params};

use super::index::{self, Indexer};
use super::*;
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::search::passage::{HitKind, is_found};
use crate::domain::search::terms::SearchTerms;
use crate::store::sqlite::migrate;
use crate::store::{Hit, HitPlace, Interrupt};

/// A base with these messages, ids from 1, in parts of `part_ids`.
fn base(part_ids: i64, bodies: &[&str]) -> (Connection, Stop) {
    let (conn, stop) = empty(part_ids);
    for (id, body) in (1..).zip(bodies) {
        insert_message(&conn, id, body);
        index::index(&conn, SearchIndex::Messages, id, body).unwrap();
    }
    (conn, stop)
}

fn empty(part_ids: i64) -> (Connection, Stop) {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate::make_schema(&conn, migrate::KNOWN).unwrap();
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO disputes (id, order_num, ground, opened_at, opened_by, policy, state, round, version, waiting_on,
           waiting_since, due_at, unread, reason, rank, touched, touched_by, touched_what, order_id, title, client,
           seller, price, currency, band, lang, words, seal)
         VALUES (1001, 1, '', 0, '', 1, 'open', 1, 1, '', 0, 0, 0, '', 0, 0, '', '', 'O-1', 'Logo', '', '', 1, 'EUR', 1, 'fr', '', 0);",
    )
    .unwrap();
    for of in SearchIndex::ALL {
        index::open_first(&conn, of, part_ids).unwrap();
    }
    let stop = Stop::watch(&mut conn).unwrap();
    (conn, stop)
}

fn insert_message(conn: &Connection, id: i64, body: &str) {
    put_in(conn, 1001, id, body);
}

fn put_in(conn: &Connection, case: i64, id: i64, body: &str) {
    conn.prepare_cached("INSERT INTO messages (id, dispute, at, speaker, author, digest, body) VALUES (?1, ?3, ?1, 'client', 'Léa', x'', ?2)")
        .unwrap()
        .execute(params![id, body, case])
        .unwrap();
}

fn message(hit: &Hit) -> i64 {
    hit.place.message().unwrap().0
}

/// A base where these were said both as messages and as notes, each pair at one time.
fn base_of_both(part_ids: i64, bodies: &[&str]) -> (Connection, Stop) {
    let (conn, stop) = empty(part_ids);
    for (id, body) in (1..).zip(bodies) {
        // Its time is its number.
        insert_message(&conn, id, body);
        index::index(&conn, SearchIndex::Messages, id, body).unwrap();
        put_note(&conn, id, id, body);
    }
    (conn, stop)
}

fn put_note(conn: &Connection, id: i64, at: i64, body: &str) {
    conn.prepare_cached(
        "INSERT INTO notes (id, dispute, at, handle, digest, body) VALUES (?1, 1001, ?2, 'ines', x'', ?3)",
    )
    .unwrap()
    .execute(params![id, at, body])
    .unwrap();
    if is_found(body) {
        conn.execute("INSERT INTO passages (id, kind, ref) VALUES (?1, 'note', ?1)", [id]).unwrap();
        index::index(conn, SearchIndex::Passages, id, body).unwrap();
    }
}

/// Every page of a search of both, each within `budget`.
fn all_pages_of_both(
    (conn, stop): &(Connection, Stop),
    mut query: SearchQuery,
    budget: Duration,
) -> Vec<(HitKind, i64)> {
    let mut all = Vec::new();
    loop {
        let page = within(conn, &query, stop, budget).unwrap();
        assert!(page.hits.len() <= query.limit);
        all.extend(page.hits.iter().map(|hit| match hit.place {
            HitPlace::Message(id) => (HitKind::Message, id.0),
            HitPlace::Note(id) => (HitKind::Note, id.0),
            other => panic!("{other:?}"),
        }));
        let Some(next) = page.next else { return all };
        assert!(query.before.is_none_or(|before| comes_on(before, next)), "it comes on with each page");
        query.before = Some(next);
    }
}

/// A search that goes on below this message.
fn below(message: i64) -> Option<SearchCursor> {
    Some(SearchCursor { message: MessageId(message), ..SearchCursor::START })
}

fn query(text: &str) -> SearchQuery {
    SearchQuery { terms: SearchTerms::parse(text).unwrap(), me: None, before: None, limit: 50 }
}

/// A search at the beginning of time, whose scope is forgotten after.
/// With all the time that a busy machine may need: what is found is asked here, not how soon.
const ALL_THE_TIME: Duration = Duration::from_secs(60);

fn search(conn: &Connection, query: &SearchQuery, stop: &Stop) -> Result<SearchPage, StoreError> {
    within(conn, query, stop, ALL_THE_TIME)
}

fn within(conn: &Connection, query: &SearchQuery, stop: &Stop, budget: Duration) -> Result<SearchPage, StoreError> {
    search_within(conn, query, Time::UNIX_EPOCH, (&Scope::default(), stop), budget)
}

fn found((conn, stop): &(Connection, Stop), query: &SearchQuery) -> Vec<i64> {
    let page = search(conn, query, stop).unwrap();
    page.hits.iter().map(message).collect()
}

/// Every page of a search, each within `budget`.
fn all_pages((conn, stop): &(Connection, Stop), mut query: SearchQuery, budget: Duration) -> Vec<i64> {
    let mut ids = Vec::new();
    loop {
        let page = within(conn, &query, stop, budget).unwrap();
        assert!(page.hits.len() <= query.limit);
        ids.extend(page.hits.iter().map(message));
        let Some(next) = page.next else { return ids };
        assert!(query.before.is_none_or(|before| comes_on(before, next)), "it comes on with each page");
        query.before = Some(next);
    }
}

fn comes_on(before: SearchCursor, next: SearchCursor) -> bool {
    next != before && next.message <= before.message && next.passage <= before.passage
}

#[test]
fn what_is_typed_without_accents_finds_what_was_written_with_them_and_the_other_way_round() {
    let base = base(
        100,
        &["L’Écran est fêlé", "un cœur brisé", "Grüße aus Straßburg", "E\u{301}COLE", "x++ et x#", "écrire à a@b.fr"],
    );
    for (text, expected) in [
        ("ecran", &[1][..]),
        ("ÉCRAN fele", &[1]),
        ("l'écran", &[1]),
        ("l’ecran", &[1]),
        ("coeur", &[2]),
        ("CŒUR", &[2]),
        ("strassburg", &[3]),
        ("STRASSBURG gruße", &[3]),
        ("école", &[4]),
        ("X++", &[5]),
        ("a@b.fr", &[6]),
        ("b@a.fr", &[]),
        ("ecran coeur", &[]),
        ("ecran fel", &[1]),
        ("fel ecran", &[]),
        ("ecran \"fel\"", &[]),
    ] {
        assert_eq!(found(&base, &query(text)), expected, "{text}");
    }
}

#[test]
fn no_input_is_an_error() {
    let base = base_of_both(100, &["near or not and", "x"]);
    let found = |_: &(Connection, Stop), query: &SearchQuery| -> Vec<i64> {
        let both = all_pages_of_both(&base, query.clone(), ALL_THE_TIME);
        let of = |kind| both.iter().filter(|(of, _)| *of == kind).map(|(_, id)| *id).collect::<Vec<_>>();
        assert_eq!(of(HitKind::Message), of(HitKind::Note));
        of(HitKind::Note)
    };
    for text in [
        "",
        " ",
        "\"",
        "\"\"",
        "'",
        "NEAR(",
        "NEAR(a b, 3)",
        "near(",
        "a OR",
        "NOT",
        "AND AND",
        "*",
        "^a",
        "-x",
        "{a b}:c",
        "(((((",
        ")",
        "a + b",
        "👍",
        "👩‍👩‍👧‍👦",
        "\u{202e}x",
        "\0",
        "a\0b",
        "%",
        "_",
        "\\",
        ";--",
        "\u{301}",
        "\u{fffd}",
    ] {
        search(&base.0, &query(text), &base.1).unwrap();
    }
    for long in [
        "x".repeat(10_000),
        "x ".repeat(5_000),
        (0..2_500).map(|i| format!("{i} ")).collect(),
        "\"(".repeat(5_000),
        "é".repeat(5_000),
    ] {
        search(&base.0, &query(&long), &base.1).unwrap();
    }
    assert_eq!(found(&base, &query("NEAR(")), [1]);
    assert_eq!(found(&base, &query("OR not")), [1]);
    assert_eq!(found(&base, &SearchQuery { limit: 0, ..query("x") }), [0_i64; 0]);
}

#[test]
fn the_newest_come_first_across_the_parts_and_pages_go_on() {
    let bodies: Vec<String> =
        (1..=47).map(|i| if i % 3 == 0 { "refus net".to_owned() } else { "autre".to_owned() }).collect();
    let base = base(10, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let parts: i64 = base.0.query_row("SELECT count(*) FROM search_part", [], |r| r.get(0)).unwrap();
    assert_eq!(parts, 5);
    let all: Vec<i64> = (1..=47).rev().filter(|i| i % 3 == 0).collect();
    for text in ["refus", "\"refus\""] {
        for limit in [1, 4, 14, 15, 16] {
            let query = SearchQuery { limit, ..query(text) };
            assert_eq!(all_pages(&base, query.clone(), BUDGET), all, "{limit}");
            let page = search(&base.0, &query, &base.1).unwrap();
            assert_eq!(page.next.is_some(), limit < all.len(), "{limit}");
        }
    }
    assert_eq!(found(&base, &SearchQuery { before: below(12), ..query("refus") }), [9, 6, 3]);
    assert_eq!(found(&base, &SearchQuery { before: below(1), ..query("refus") }), [0_i64; 0]);
}

/// Words as in life: a few are in nearly every message, most in a handful.
fn lively(messages: i64) -> Vec<String> {
    let word = |n: i64| format!("{}{}", ["re", "ra", "de", "co", "é"][usize::try_from(n % 5).unwrap()], n / 5);
    (1..=messages).map(|i| (1..=8).map(|k| word((i * 7919 * k) % (3 + (i * k) % 400)) + " ").collect()).collect()
}

#[test]
fn an_unfinished_word_finds_every_message_that_has_one_beginning_so() {
    let bodies = lively(1_500);
    let base = base(400, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let seen = ["r", "re", "re1", "e", "é", "de", "de1 r", "de1 re12", "co7 co", "ra0-r", "x"].map(|text| {
        let terms = SearchTerms::parse(text).unwrap();
        let expected: Vec<i64> = (1..=1_500)
            .rev()
            .filter(|&i| snippet::holds(&bodies[usize::try_from(i).unwrap() - 1], terms.sought_words()))
            .collect();
        for limit in [20, 2_000] {
            let query = SearchQuery { limit, ..query(text) };
            assert_eq!(all_pages(&base, query, Duration::from_secs(5)), expected, "{text} {limit}");
        }
        let beginning = terms.sought_words().begun.clone().unwrap();
        vocabulary::endings(&base.0, SearchIndex::Messages, beginning.split_last().1).unwrap().common
    });
    assert!(seen.contains(&true) && seen.contains(&false), "both ways are tried: {seen:?}");
}

#[test]
fn a_rare_ending_is_found_however_far_down_and_however_little_time_there_is() {
    // `the` is so common that its endings are guessed from a sample; the rarest two are not among the sampled.
    let mut bodies: Vec<String> = (0..9_000).map(|i| format!("de the{}", i % 40)).collect();
    for at in [10, 5_000] {
        bodies[at] = "de theatre".to_owned();
        assert!(!vocabulary::is_sampled(at as i64 + 1));
    }
    bodies[5_001] = "theatre".to_owned();
    let base = base(20_000, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(vocabulary::endings(&base.0, SearchIndex::Messages, "the").unwrap().common);
    let whole: Vec<i64> = (1..=9_000).rev().filter(|id| *id != 5_002).collect();
    for budget in [Duration::ZERO, BUDGET, ALL_THE_TIME] {
        let found = all_pages(&base, SearchQuery { limit: 2_500, ..query("de the") }, budget);
        assert!(found == whole, "{budget:?}: {} of {}", found.len(), whole.len());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 40, ..Default::default() })]
    /// What a message holds is said by the text alone; the index must say the same of every text and every query.
    #[test]
    fn any_search_finds_what_the_texts_hold_whatever_is_written_and_typed(
        bodies in proptest::collection::vec(WRITTEN, 1..60),
        asked in proptest::collection::vec(WRITTEN, 1..12),
        part_ids in 3_i64..40,
    ) {
        let base = base_of_both(part_ids, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
        let asked = asked.iter().chain(&bodies).filter_map(|text| SearchTerms::parse(text).ok());
        for terms in asked.filter(|terms| !terms.is_empty() && terms.conditions().terms.is_empty()) {
            let holds = |id: &i64| snippet::holds(&bodies[usize::try_from(*id).unwrap() - 1], terms.sought_words());
            let found: Vec<i64> = (1..).take(bodies.len()).collect::<Vec<_>>().into_iter().rev().filter(holds).collect();
            // A note without words is no passage; of two that were said at one time, the message comes first.
            let both = |id: i64| [(HitKind::Message, id), (HitKind::Note, id)];
            let is_there = |(kind, id): &(HitKind, i64)| {
                *kind == HitKind::Message || is_found(&bodies[usize::try_from(*id).unwrap() - 1])
            };
            let expected: Vec<_> = found.into_iter().flat_map(both).filter(is_there).collect();
            for budget in [Duration::ZERO, ALL_THE_TIME] {
                let query = SearchQuery { terms: terms.clone(), me: None, before: None, limit: 7 };
                assert_eq!(all_pages_of_both(&base, query, budget), expected, "{terms:?}");
            }
        }
    }
}

#[test]
fn messages_and_passages_are_one_list_however_little_time_there_is() {
    // The two are not evenly mixed: for a long while there are only messages, then only notes.
    let (conn, stop) = empty(3_000);
    let said = |i: i64| if i % 2 == 0 { "de the" } else { "de" };
    let mut expected = Vec::new();
    for id in 1..=9_000 {
        if id / 1_500 % 2 == 0 || id % 700 == 0 {
            insert_message(&conn, id, said(id));
            index::index(&conn, SearchIndex::Messages, id, said(id)).unwrap();
            expected.extend((id % 2 == 0).then_some((HitKind::Message, id)));
        } else {
            put_note(&conn, id, id, said(id));
            expected.extend((id % 2 == 0).then_some((HitKind::Note, id)));
        }
    }
    expected.reverse();
    let base = (conn, stop);
    for text in ["de \"the\"", "de the", "the"] {
        for budget in [Duration::ZERO, Duration::from_millis(1), BUDGET, ALL_THE_TIME] {
            let found = all_pages_of_both(&base, SearchQuery { limit: 800, ..query(text) }, budget);
            assert!(found == expected, "{text} in {budget:?}: {} of {}", found.len(), expected.len());
        }
    }
}

#[test]
fn a_text_that_is_taken_back_is_not_found_whether_it_was_written_yet_or_not() {
    let (conn, stop) = empty(20);
    let mut work = Indexer::bulk(&conn, SearchIndex::Passages).unwrap();
    for id in 1..=64 {
        conn.execute(
            "INSERT INTO notes (id, dispute, at, handle, digest, body) VALUES (?1, 1001, ?1, 'ines', x'', 'motif')",
            [id],
        )
        .unwrap();
        conn.execute("INSERT INTO passages (id, kind, ref) VALUES (?1, 'note', ?1)", [id]).unwrap();
        work.add(&conn, id, "motif").unwrap();
    }
    work.take_back(&conn, 32, "motif").unwrap();
    work.finish(&conn).unwrap();
    work.take_back(&conn, 16, "motif").unwrap();
    let whole = (1..=64).rev().filter(|id| ![16, 32].contains(id)).map(|id| (HitKind::Note, id)).collect::<Vec<_>>();
    let words: i64 = conn.query_row("SELECT seen FROM passage_word WHERE word = 'motif'", [], |r| r.get(0)).unwrap();
    assert_eq!(words, 2, "of four that are sampled");
    assert_eq!(all_pages_of_both(&(conn, stop), query("\"motif\""), ALL_THE_TIME), whole);
}

/// A few words that look alike in many ways, quotes and signs; or anything.
const WRITTEN: &str = "(( |-|\"|'|\u{a0}|’)(re|ré|RE|ｒｅ|re\u{301}|r\u{ad}e|fi|ﬁ|½|1/2|हिन्दी|हि|한|한국|™|tm|x|œ|oe|\u{200d}|👍)(tou|TOU|\u{ad}|\u{200d}t|)){0,5}|.{0,12}";

#[test]
fn the_index_is_made_anew_for_a_database_whose_words_were_folded_otherwise() {
    let mut bodies = vec!["un ﬁchier, re\u{ad}touche"; 50];
    bodies[20] = crate::domain::text::redaction::ERASED;
    let base = base(20, &bodies);
    base.0.execute("UPDATE messages SET erased = 1 WHERE id = 21", []).unwrap();
    // As a program of before left it.
    base.0
        .execute_batch("DROP TABLE search_1; DELETE FROM search_word; INSERT INTO search_word VALUES ('ﬁchier', 50)")
        .unwrap();
    base.0.execute_batch(&index::part_sql("search_1", 4)).unwrap();
    index::rebuild(&base.0, SearchIndex::Messages).unwrap();
    let all: Vec<i64> = (1..=50).rev().filter(|id| *id != 21).collect();
    assert_eq!(found(&base, &query("fichier retouche")), all);
    assert_eq!(found(&base, &query("erased")), [0_i64; 0]);
    let words: Vec<(String, i64)> = {
        let mut statement = base.0.prepare("SELECT word, seen FROM search_word").unwrap();
        statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let expected = [("", 3), ("fichier", 3), ("retouche", 3), ("un", 3)];
    assert_eq!(words, expected.map(|(word, seen)| (word.to_owned(), seen)));
}

#[test]
fn a_search_without_time_says_how_far_it_came_and_comes_to_the_end() {
    let bodies: Vec<&str> = (0..20_000)
        .map(|i| {
            if i == 3 {
                "de the"
            } else if i % 2 == 0 {
                "de"
            } else {
                "the"
            }
        })
        .collect();
    let base = base(6_000, &bodies);
    for text in ["de \"the\"", "de the", "de t"] {
        let query = query(text);
        let first = within(&base.0, &query, &base.1, Duration::ZERO).unwrap();
        assert!(first.hits.is_empty() && first.next.is_some(), "{text}");
        assert_eq!(all_pages(&base, query, Duration::ZERO), [4], "{text}");
    }
}

#[test]
fn a_search_is_stopped_by_another_thread_and_nothing_else_is() {
    let bodies: Vec<&str> = (0..30_000).map(|i| if i % 2 == 0 { "de" } else { "the" }).collect();
    let (conn, stop) = base(100_000, &bodies);
    let over = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        let interrupt: Box<dyn Interrupt> = Box::new(stop.clone());
        let over = &over;
        scope.spawn(move || {
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                interrupt.interrupt();
                thread::yield_now();
            }
        });
        let mut ends = (0..10_000).map(|_| within(&conn, &query("de the"), &stop, Duration::from_secs(60)));
        let stopped = ends.any(|end| matches!(end, Err(StoreError::Interrupted)));
        for id in 40_000..40_500 {
            insert_message(&conn, id, "the");
            index::index(&conn, SearchIndex::Messages, id, "the").unwrap();
        }
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(stopped);
    });
    assert_eq!(found(&(conn, stop), &SearchQuery { limit: 1, ..query("the") }), [40_499]);
}

#[test]
fn what_is_erased_leaves_no_trace() {
    let secret = "Zéphyrinowski";
    let mut bodies = vec!["bonjour le monde"; 64];
    bodies[31] = "je suis Zéphyrinowski bonjour";
    bodies[15] = "Zéphyrinowski";
    let base = base(20, &bodies);
    for _ in 0..50 {
        index::tidy(&base.0).unwrap();
    }
    assert_eq!(found(&base, &query(secret)), [32, 16]);
    for (id, old) in [(32, bodies[31]), (16, bodies[15])] {
        index::unindex(&base.0, SearchIndex::Messages, id, old).unwrap();
        index::index(&base.0, SearchIndex::Messages, id, "[effacé]").unwrap();
        base.0.execute("UPDATE messages SET body = '[effacé]', erased = 1 WHERE id = ?1", [id]).unwrap();
    }
    assert_eq!(found(&base, &query(secret)), [0_i64; 0]);
    assert_eq!(found(&base, &query("zeph")), [0_i64; 0]);
    assert_eq!(found(&base, &query("efface")), [32, 16]);
    assert_eq!(found(&base, &SearchQuery { limit: 99, ..query("bonjour") }).len(), 62);
    let mut kept: Vec<u8> = Vec::new();
    for sql in [
        "SELECT block FROM search_0_data",
        "SELECT block FROM search_1_data",
        "SELECT CAST (word AS BLOB) FROM search_word",
    ] {
        let mut statement = base.0.prepare(sql).unwrap();
        kept.extend(statement.query_map([], |r| r.get::<_, Vec<u8>>(0)).unwrap().flat_map(Result::unwrap));
    }
    assert!(!kept.windows(8).any(|w| w == b"ephyrino"), "the index still has it");
    assert!(kept.windows(5).any(|w| w == b"onjou"), "and this test can see words");
}

#[test]
fn closed_parts_are_tidied_step_by_step() {
    let bodies = lively(300);
    let base = base(60, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let states = || -> Vec<String> {
        let mut statement = base.0.prepare("SELECT state FROM search_part ORDER BY part").unwrap();
        statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(states(), ["closed", "closed", "closed", "closed", "open"]);
    let before = all_pages(&base, query("re1"), BUDGET);
    for _ in 0..40 {
        index::tidy(&base.0).unwrap();
    }
    assert_eq!(states(), ["tidy", "tidy", "tidy", "tidy", "open"]);
    assert_eq!(all_pages(&base, query("re1"), BUDGET), before);
    let trees: i64 = base.0.query_row("SELECT count(DISTINCT segid) FROM search_0_idx", [], |r| r.get(0)).unwrap();
    assert_eq!(trees, 1);
}

#[test]
fn bulk_work_makes_the_same_index() {
    let bodies = lively(1_000);
    let one_by_one = base(300, &bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let bulk = empty(300);
    let mut work = Indexer::bulk(&bulk.0, SearchIndex::Messages).unwrap();
    for (id, body) in (1..).zip(&bodies) {
        insert_message(&bulk.0, id, body);
        work.add(&bulk.0, id, body).unwrap();
    }
    work.finish(&bulk.0).unwrap();
    let rows = |conn: &Connection, sql: &str| -> Vec<(String, i64)> {
        let mut statement = conn.prepare(sql).unwrap();
        statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    for sql in ["SELECT word, seen FROM search_word", "SELECT part || ' ' || first, ids FROM search_part"] {
        assert_eq!(rows(&bulk.0, sql), rows(&one_by_one.0, sql));
    }
    for text in ["re1", "de3", "re0 de0"] {
        assert_eq!(all_pages(&bulk, query(text), BUDGET), all_pages(&one_by_one, query(text), BUDGET), "{text}");
    }
    let buffers: i64 = bulk
        .0
        .query_row("SELECT count(*) FROM search_3_config WHERE k = 'hashsize' AND v > 1048576", [], |r| r.get(0))
        .unwrap();
    assert_eq!(buffers, 0, "the large buffer is for bulk work only");
}

#[test]
fn a_hit_says_who_wrote_where_and_marks_the_words() {
    let (conn, stop) = base(100, &["Le remboursement est refusé"]);
    let page = search(&conn, &query("rembour"), &stop).unwrap();
    let hit = &page.hits[0];
    assert_eq!(
        (hit.dispute, hit.place, hit.author.as_str(), hit.title.as_str()),
        (DisputeId(1001), HitPlace::Message(MessageId(1)), "Léa", "Logo")
    );
    assert_eq!(hit.at, Time::from_timestamp_millis(1).unwrap());
    assert_eq!(&hit.snippet[hit.marks[0].0..hit.marks[0].1], "remboursement");
}

/// Many cases, every fifth of a studio's, each with three messages.
fn studio() -> (Connection, Stop) {
    let (conn, stop) = empty(10_000);
    for case in 2_001..2_301 {
        let seller = if case % 5 == 0 { "studio nova" } else { "atelier" };
        conn.execute(
            "INSERT INTO disputes (id, order_num, ground, opened_at, opened_by, policy, state, round, version, waiting_on,
               waiting_since, due_at, unread, reason, rank, touched, touched_by, touched_what, order_id, title, client,
               seller, price, currency, band, lang, words, seal)
             SELECT ?1, order_num, 'revision_refused_twice', 0, 'client', 1, 'open', 1, 1, 'mediator', 0, 0, 0, 'discussion', ?1, 0, '',
               '', 'O', 'Logo', 'Léa', ?2, 1, 'EUR', 1, 'fr', ?2, 0 FROM disputes WHERE id = 1001",
            params![case, seller],
        )
        .unwrap();
    }
    for id in 1..=900_i64 {
        // The cases' messages are mixed.
        let case = 2_001 + id * 7 % 300;
        let body = if id % 2 == 0 { "le logo est rond" } else { "le logo est carré" };
        put_in(&conn, case, id, body);
        index::index(&conn, SearchIndex::Messages, id, body).unwrap();
    }
    (conn, stop)
}

#[test]
fn a_search_in_some_cases_comes_to_the_end_whatever_the_time_and_however_many_they_are() {
    let (conn, stop) = studio();
    let whole: Vec<i64> = (1..=900).rev().filter(|id| (2_001 + id * 7 % 300) % 5 == 0 && id % 2 == 0).collect();
    assert_eq!(whole.len(), 90);
    for budget in [Duration::ZERO, Duration::from_millis(1), BUDGET] {
        for few in [10_000, 20] {
            let scope = Scope::of_at_most(few);
            let mut asked = SearchQuery { limit: 7, ..query("seller:nova rond") };
            let (mut ids, mut calls) = (Vec::new(), 0);
            loop {
                calls += 1;
                assert!(calls < 5_000, "it never ends");
                let page = search_within(&conn, &asked, Time::UNIX_EPOCH, (&scope, &stop), budget).unwrap();
                ids.extend(page.hits.iter().map(message));
                let Some(next) = page.next else { break };
                asked.before = Some(next);
            }
            assert_eq!(ids, whole, "{budget:?}, at most {few} read one by one, {calls} calls");
        }
    }
}

#[test]
fn what_is_known_of_a_scope_is_forgotten_when_anything_is_written() {
    let (conn, stop) = studio();
    let scope = Scope::default();
    let found = |text: &str| {
        let page = super::search(&conn, &query(text), Time::UNIX_EPOCH, (&scope, &stop)).unwrap();
        page.hits.len()
    };
    assert_eq!((found("seller:nova neuf"), found("seller:nova rond")), (0, 50));
    put_in(&conn, 2_005, 901, "neuf");
    index::index(&conn, SearchIndex::Messages, 901, "neuf").unwrap();
    assert_eq!(found("seller:nova neuf"), 1);
}
