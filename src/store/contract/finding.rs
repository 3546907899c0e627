//! Finding messages in the cases that one means: the queue's grammar in a search.

use super::desk::*;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::queue::filter::Filter;
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{Outcome, Side, View};
use crate::store::{PageFrom, QueueQuery, SearchQuery};

fn query(text: &str) -> SearchQuery {
    let terms = SearchTerms::parse(text).unwrap();
    SearchQuery { terms, me: Some(handle("camille")), before: None, limit: 50 }
}

/// Cases by number, order, service and names, open and decided, wherever they stand in the queue.
pub fn cases_are_found_in_the_whole_store<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = desk.dispute("O-48213");
    let decided = desk.dispute("O-2");
    desk.act("max", decided, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    desk.ingest("O-3", [placed("Zoé Œuvrard", "Atelier d'Été", 9_900), delivery()]);
    desk.revisions_refused("O-3", 2);
    let third = desk.ingest("O-3", [opened(Side::Client, "Raté.")]).unwrap();
    let query = |words: &str, from, limit| QueueQuery {
        view: View::All,
        me: Some(handle("camille")),
        filter: Filter::parse(words).unwrap(),
        from,
        limit,
    };
    let found = |words: &str| -> Vec<DisputeId> {
        let page = desk.store.find(&query(words, PageFrom::Start, 50), desk.now).unwrap();
        assert_eq!((page.more_after, page.stopped), (false, None), "{words}");
        page.rows.iter().map(|row| row.id).collect()
    };
    for (words, ids) in [
        ("48213", &[first][..]),
        (&first.to_string(), &[first]),
        ("OEUVRARD", &[third]),
        ("atelier d'ete", &[third]),
        ("cafe-theatre", &[first, third, decided]),
        ("studio nova", &[first, decided]),
        ("seller:nova is:decided", &[decided]),
        ("personne", &[]),
    ] {
        assert_eq!(found(words), ids, "{words}");
    }
    let page = desk.store.find(&query("logo", PageFrom::Start, 2), desk.now).unwrap();
    assert_eq!((page.rows.len(), page.more_after), (2, true));
    let rest = query("logo", PageFrom::After(page.rows[1].key), 2);
    let rest = desk.store.find(&rest, desk.now).unwrap();
    assert_eq!((rest.rows[0].id, rest.rows.len(), rest.more_after), (decided, 1, false));
}

/// Both languages' words say the same; a holder is named by handle or name.
pub fn a_filter_is_understood_in_both_languages_and_knows_the_team<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let [mine, inès, free] = ["O-1", "O-2", "O-3"].map(|order| desk.dispute(order));
    desk.does(mine, Action::Claim);
    desk.act("ines", inès, Action::Claim).unwrap();
    let name = desk.store.mediators().unwrap().into_iter().find(|one| one.handle == handle("ines")).unwrap().name;
    let last_word = name.split(' ').next_back().unwrap().to_uppercase();
    for (text, ids) in [
        ("held:ines", &[inès][..]),
        ("tenu:INÈS", &[inès]),
        (&format!("suivi:\"{name}\""), &[inès]),
        (&format!("held:{last_word}"), &[inès]),
        ("held:ine", &[]),
        ("held:me", &[mine]),
        ("pris-par:moi", &[mine]),
        ("-suivi:moi -tenu:personne", &[inès]),
        ("held:none", &[free]),
        ("est:libre vendeur:nova attend:vous", &[free]),
    ] {
        let mut found: Vec<_> = desk.filtered(View::All, text, PageFrom::Start, 9).rows.iter().map(|r| r.id).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{text}");
        let hits = desk.store.search(&query(text), desk.now).unwrap().hits;
        assert_eq!(
            hits.iter().map(|hit| hit.dispute).collect::<std::collections::BTreeSet<_>>().len(),
            ids.len(),
            "{text}"
        );
    }
}

/// domain/queue/filter.rs: free words are looked for in messages, conditions say in which cases.
pub fn a_search_keeps_to_the_cases_of_its_conditions<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let mut case = |order: &str, client: &str, seller: &str, minor| -> DisputeId {
        desk.ingest(order, [placed(client, seller, minor), delivery()]);
        desk.revisions_refused(order, 2);
        let id = desk.ingest(order, [opened(Side::Client, "Le logo est raté.")]).unwrap();
        desk.ingest(order, [says(Side::Seller, "Le logo est conforme à l'été dernier.")]);
        id
    };
    let nova = case("O-1", "Léa Martin", "Studio Nova", 5_000);
    let atelier = case("O-2", "Zoé Œuvrard", "Atelier d'Été", 20_000);
    let again = case("O-3", "Zoé Œuvrard", "Studio Nova", 30_000);
    desk.does(atelier, Action::Claim);
    desk.act("max", nova, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    let found = |text: &str| -> Vec<DisputeId> {
        let page = desk.store.search(&query(text), desk.now).unwrap();
        assert_eq!(page.next, None, "{text}");
        let messages = page.hits.into_iter().filter_map(|hit| Some((hit.place.message()?, hit.dispute)));
        let (messages, cases): (Vec<_>, Vec<_>) = messages.unzip();
        assert!(messages.is_sorted_by(|a, b| a > b), "{text}");
        cases
    };
    for (text, cases) in [
        ("rate", &[again, atelier, nova][..]),
        ("seller:nova rate", &[again, nova]),
        ("rate seller:NÔVA", &[again, nova]),
        ("seller:nova ete", &[again, nova]),
        ("client:oeuvrard seller:nova rate", &[again]),
        ("client:\"léa martin\" rate", &[nova]),
        ("-seller:nova rate", &[atelier]),
        ("order:o-2 rate", &[atelier]),
        ("is:mine rate", &[atelier]),
        ("is:decided rate", &[nova]),
        ("is:open amount:>100 rate", &[again, atelier]),
        ("is:open seller:nova rate", &[again]),
        ("outcome:seller rate", &[nova]),
        ("seller:personne rate", &[]),
        ("seller:nova \"l'été dernier\"", &[again, nova]),
        ("seller:nova \"dernier été\"", &[]),
        ("seller:nova rien", &[]),
        ("logo note: rate", &[]),
    ] {
        assert_eq!(found(text), cases, "{text}");
    }
    // Without a word, everything that was said there.
    assert_eq!(found("seller:atelier"), [atelier, atelier]);
    assert_eq!(found("is:mine"), [atelier, atelier]);
    // The last word may be unfinished, whatever conditions stand around it; the words before it are whole.
    for (text, hits) in [
        ("seller:nova dern", 2),
        ("dern seller:nova", 2),
        ("seller:nova logo der is:open", 1),
        ("seller:atelier rat", 1),
        ("seller:nova \"dern\"", 0),
        ("seller:nova dern logo", 0),
    ] {
        assert_eq!(found(text).len(), hits, "{text}");
    }
    // Page by page.
    let first = desk.store.search(&SearchQuery { limit: 1, ..query("seller:nova rate") }, desk.now).unwrap();
    assert_eq!((first.hits[0].dispute, first.hits.len()), (again, 1));
    let rest = SearchQuery { before: first.next, ..query("seller:nova rate") };
    assert_eq!(desk.store.search(&rest, desk.now).unwrap().hits[0].dispute, nova);
    // What comes in is found at once.
    assert_eq!(found("order:o-3 neuf"), []);
    desk.ingest("O-3", [says(Side::Client, "Du neuf ?")]);
    let page = desk.store.search(&query("order:o-3 neuf"), desk.now).unwrap();
    assert_eq!(page.hits.len(), 1);
}
