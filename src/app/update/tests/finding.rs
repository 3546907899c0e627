//! Search, palette and help.

use super::*;
use crate::app::command::{Command, KeyContext, TABLE};
use crate::app::model::{ComposeKind, Item, PaletteAction, SearchCursor};
use crate::app::{Read, help};
use crate::domain::ids::PassageId;
use crate::domain::vocabulary::{Side, View};

fn searched(desk: &Desk) -> Vec<String> {
    let reads = desk.waiting.iter().filter_map(|effect| match effect {
        Effect::Read(_, Read::Search(query)) => Some(query.terms.text().to_owned()),
        _ => None,
    });
    reads.collect()
}

fn found(desk: &Desk) -> Vec<&str> {
    desk.model.search.hits.iter().map(|hit| hit.snippet.as_str()).collect()
}

fn desk_with_words() -> Desk {
    let mut desk = Desk::with(3);
    for (id, by, body) in [
        (1001, Side::Client, "le logo est flou"),
        (1002, Side::Seller, "le logo est net"),
        (1003, Side::Client, "la vidéo est floue"),
        (1001, Side::Seller, "un logo refait"),
    ] {
        desk.store.says(DisputeId(id), by, body);
    }
    desk.notice_changes();
    desk
}

#[test]
fn search_works_as_one_types_newest_first() {
    let mut desk = desk_with_words();
    desk.press("/").write("logo");
    assert_eq!(found(&desk), ["un logo refait", "le logo est net", "le logo est flou"]);
    desk.write(" est");
    assert_eq!(found(&desk), ["le logo est net", "le logo est flou"]);
    desk.press("Ctrl-u");
    assert!(found(&desk).is_empty());
}

#[test]
fn only_the_answer_to_what_is_typed_now_is_shown() {
    for backwards in [false, true] {
        let mut desk = desk_with_words();
        desk.press("/");
        desk.paused = true;
        desk.write("flou").press("Backspace Backspace Backspace Backspace").write("net");
        assert_eq!(searched(&desk), ["f", "fl", "flo", "flou", "flo", "fl", "f", "n", "ne", "net"]);
        if backwards {
            desk.waiting.make_contiguous().reverse();
        }
        desk.work();
        assert_eq!((desk.model.search.answered.as_str(), found(&desk)), ("net", vec!["le logo est net"]));
    }
}

#[test]
fn leaving_stops_the_search() {
    let mut desk = desk_with_words();
    desk.press("/");
    desk.paused = true;
    desk.write("logo").press("Esc");
    assert_eq!(desk.waiting.back(), Some(&Effect::StopSearch));
    desk.work();
    assert!(found(&desk).is_empty(), "what comes now is not wanted");
    assert!(!desk.model.search.is_running());
}

#[test]
fn a_hit_opens_at_its_message_and_n_goes_on() {
    let mut desk = desk_with_words();
    desk.press("/").write("logo").press("Down Enter");
    let at = |desk: &Desk| {
        let (id, message) = (desk.open_case().unwrap(), desk.model.view().unwrap().thread.cursor.unwrap());
        (id, desk.store.case(DisputeId(id)).thread.iter().position(|row| row.message.id == message).unwrap())
    };
    assert_eq!(at(&desk), (1002, 1));
    desk.press("j n");
    assert_eq!(at(&desk), (1001, 1));
    desk.press("n");
    assert_eq!(desk.model.notice, Some(Notice::NoMoreHits));
    desk.press("N N");
    assert_eq!(at(&desk), (1001, 2));
    desk.press("q n");
    assert_eq!(at(&desk), (1001, 2), "back to where one was");
}

#[test]
fn without_a_search_n_says_so() {
    let mut desk = Desk::with(1);
    desk.press("n");
    assert!(desk.refused().contains("NoHits"));
}

#[test]
fn more_is_read_near_the_end_of_what_was_found() {
    let mut desk = Desk::with(1);
    for n in 0..120 {
        desk.store.says(FIRST, Side::Client, &format!("mot {n}"));
    }
    desk.notice_changes();
    desk.press("/").write("mot");
    assert_eq!(found(&desk).len(), 50);
    desk.press("PageDown PageDown PageDown");
    assert_eq!(found(&desk).len(), 100);
    for _ in 0..10 {
        desk.press("PageDown");
    }
    assert_eq!((found(&desk).len(), desk.model.search.next), (120, None));
}

/// At the last of fifty messages found, with ten more in the store, which is slow.
fn at_the_last_at_hand() -> Desk {
    let mut desk = Desk::with(1);
    for n in 0..60 {
        desk.store.says(FIRST, Side::Client, &format!("mot {n}"));
    }
    desk.notice_changes();
    desk.press("/").write("mot").press("Enter");
    desk.paused = true;
    for _ in 0..49 {
        desk.press("n");
    }
    desk
}

#[test]
fn the_next_message_is_waited_for_while_it_is_being_read() {
    let mut desk = at_the_last_at_hand();
    assert_eq!((desk.model.search.cursor, desk.model.notice.clone()), (49, None), "the last at hand");
    // Twice on, and once back: one message further.
    desk.press("n n");
    assert_eq!((desk.model.search.cursor, desk.model.notice.clone()), (49, Some(Notice::LookingOn)));
    desk.press("N");
    assert_eq!((desk.model.search.cursor, desk.model.notice.clone()), (49, Some(Notice::LookingOn)));
    desk.paused = false;
    desk.work();
    assert_eq!((desk.model.search.cursor, desk.model.notice.clone()), (50, None));
    let cursor = desk.model.view().unwrap().thread.cursor;
    assert_eq!(cursor, desk.model.search.hits[50].place.message(), "opened at it");
    for _ in 0..9 {
        desk.press("n");
    }
    assert_eq!((desk.model.search.cursor, desk.model.notice.clone()), (59, None));
    desk.press("n");
    assert_eq!(desk.model.notice, Some(Notice::NoMoreHits), "everything was looked at");
}

#[test]
fn whoever_does_something_else_is_not_carried_off_to_the_next_message() {
    for keys in ["j", "N", "q"] {
        let mut desk = at_the_last_at_hand();
        desk.press("n");
        assert_eq!(desk.model.notice, Some(Notice::LookingOn));
        desk.press(keys);
        assert_eq!(desk.model.notice, None, "{keys}");
        let case = desk.open_case();
        desk.paused = false;
        desk.work();
        assert_eq!((desk.model.search.cursor, desk.open_case()), (49, case), "{keys}");
        assert_eq!(found(&desk).len(), 60, "what was found is kept all the same");
    }
}

#[test]
fn a_search_that_gives_up_early_goes_on_by_itself() {
    let mut desk = Desk::with(1);
    desk.press("/");
    desk.paused = true;
    desk.write("x");
    let Some(Effect::Read(generation, read @ Read::Search(_))) = desk.waiting.pop_back() else { panic!() };
    let next = SearchCursor { message: MessageId(500), passage: PassageId(500) };
    let page = crate::store::SearchPage { hits: Vec::new(), next: Some(next) };
    desk.update(Msg::Read(generation, read, Ok(crate::app::Answer::Search(page))));
    let Some(Effect::Read(_, Read::Search(query))) = desk.waiting.back() else { panic!("it gave up") };
    assert_eq!(query.before, Some(next));
}

/// Answers the search that is waited for with these hits.
fn answer_search(desk: &mut Desk, hits: Vec<crate::store::Hit>) {
    let Some(Effect::Read(generation, read @ Read::Search(_))) = desk.waiting.pop_back() else { panic!("no search") };
    let page = crate::store::SearchPage { hits, next: None };
    desk.update(Msg::Read(generation, read, Ok(crate::app::Answer::Search(page))));
}

fn changed(dispute: i64) -> Msg {
    let by = crate::domain::dispute::change::Actor::System;
    let kind = crate::domain::dispute::change::ChangeKind::Erase;
    let changed = vec![crate::store::Changed { dispute: DisputeId(dispute), by, kind }];
    Msg::Changed(crate::store::Changes { changed, ..Default::default() })
}

#[test]
fn a_list_of_hits_follows_an_erasure() {
    for is_left in [false, true] {
        let mut desk = desk_with_words();
        desk.press("/").write("logo").press("Down Down");
        let hits = desk.model.search.hits.clone();
        assert_eq!((hits.len(), hits[2].snippet.as_str()), (3, "le logo est flou"));
        if is_left {
            desk.press("Esc");
        }
        desk.paused = true;
        desk.waiting.clear();
        desk.update(changed(1002));
        // Nobody sees a list that was left; it is read again when it is opened.
        if is_left {
            assert_eq!(searched(&desk), [""; 0]);
            desk.press("/");
        }
        assert_eq!(searched(&desk), ["logo"]);
        desk.waiting.retain(|effect| matches!(effect, Effect::Read(_, Read::Search(_))));
        answer_search(&mut desk, vec![hits[0].clone(), hits[2].clone()]);
        assert_eq!(found(&desk), ["un logo refait", "le logo est flou"]);
        assert_eq!(desk.model.search.cursor, 1, "on the message where it was");
        // It is gone as well: the cursor stays on what is there.
        desk.update(changed(1001));
        desk.waiting.retain(|effect| matches!(effect, Effect::Read(_, Read::Search(_))));
        answer_search(&mut desk, vec![hits[0].clone()]);
        assert_eq!((found(&desk), desk.model.search.cursor), (vec!["un logo refait"], 0));
        desk.waiting.clear();
        desk.update(changed(1003));
        assert_eq!(searched(&desk), [""; 0], "no hit of it");
    }
}

#[test]
fn a_search_that_runs_while_a_person_is_erased_is_asked_again() {
    let mut desk = desk_with_words();
    desk.press("/").write("logo");
    let hits = desk.model.search.hits.clone();
    desk.paused = true;
    desk.write(" est");
    desk.update(changed(1002));
    desk.waiting.retain(|effect| matches!(effect, Effect::Read(_, Read::Search(_))));
    desk.update(changed(1001));
    desk.waiting.retain(|effect| matches!(effect, Effect::Read(_, Read::Search(_))));
    answer_search(&mut desk, hits[1..].to_vec());
    desk.waiting.retain(|effect| matches!(effect, Effect::Read(_, Read::Search(_))));
    assert_eq!(searched(&desk).last().map(String::as_str), Some("logo est"), "what came may be older");
    answer_search(&mut desk, hits[2..].to_vec());
    assert_eq!(found(&desk), ["le logo est flou"]);
    assert!(!desk.model.search.is_running());
}

#[test]
fn the_palette_lists_every_command_what_is_possible_here_first() {
    let mut desk = Desk::with(1);
    for keys in ["", "Enter", "2 q 5"] {
        desk.press(keys).press(":");
        let items = palette(&desk).items.clone();
        desk.press("Esc");
        let offered: Vec<_> = items.iter().map(|item| item.what.clone()).collect();
        let possible = |what: &PaletteAction| match what {
            PaletteAction::Run(command) => command.available(&desk.model).is_ok(),
            _ => true,
        };
        assert!(offered.is_sorted_by_key(|what| !possible(what)), "after {keys}");
        for spec in TABLE.iter().filter(|spec| spec.listed) {
            assert!(offered.contains(&PaletteAction::Run(spec.command)), "{} after {keys}", spec.name);
        }
    }
    desk.press(":").write("snooze").press("Enter");
    assert!(matches!(desk.model.notice, Some(Notice::Refused(Command::Snooze, _))), "{:?}", desk.model.notice);
}

#[test]
fn a_command_comes_before_cases_and_a_case_has_what_was_typed() {
    let mut desk = Desk::with(3);
    desk.model.labels.insert("claim", "Montage à prendre".to_owned());
    desk.model.labels.insert("release", "n-o-v-a".to_owned());
    let mut offered = |typed: &str| {
        desk.press(":").write(typed);
        let items = palette(&desk).items.clone();
        desk.press("Esc");
        items
    };
    let is_case = |item: &Item| matches!(item.what, PaletteAction::Case(_));
    let found = offered("montage");
    assert_eq!(found[0].what, PaletteAction::Run(Command::Claim), "{found:?}");
    assert_eq!(found.iter().filter(|item| is_case(item)).count(), 3);
    // Letters that are scattered over a title and names are no hit; the words are, in any order.
    assert!(!offered("mtgvd").iter().any(is_case));
    let found = offered("nova montage 2");
    assert!(found.len() == 1 && found[0].text.starts_with("D-1002"), "{found:?}");
    // A command that only has the letters comes after the cases that have the word.
    let found = offered("nova");
    let first = found.iter().position(|item| item.what == PaletteAction::Run(Command::Release));
    assert_eq!(first, Some(3), "{found:?}");
}

#[test]
fn the_palette_finds_commands_cases_and_views_by_a_few_letters() {
    let mut desk = Desk::with(12);
    desk.press(":").write("rply");
    desk.press("Enter");
    assert_eq!(desk.compose().kind, ComposeKind::Reply);
    desk.press("Esc q :").write("D-1007").press("Enter");
    assert_eq!(desk.open_case(), Some(1007));
    desk.press(":").write("1003").press("Enter");
    assert_eq!(desk.open_case(), Some(1003));
    desk.press(":").write("video 12").press("Enter");
    assert_eq!(desk.open_case(), Some(1012), "without its accent");
    desk.press(":").write("view-dec").press("Enter");
    assert_eq!((desk.open_case(), desk.model.queue.view), (None, View::Decided));
}

fn palette(desk: &Desk) -> &crate::app::model::CommandPalette {
    match &desk.model.layer {
        Some(Layer::Palette(palette)) => palette,
        other => panic!("no palette is open, but {other:?}"),
    }
}

/// The texts of the palette's cases.
fn cases(desk: &Desk) -> Vec<&str> {
    let items = palette(desk).items.iter().filter(|item| matches!(item.what, PaletteAction::Case(_)));
    items.map(|item| item.text.as_str()).collect()
}

#[test]
fn the_palette_finds_cases_that_are_not_at_hand() {
    let mut desk = Desk::with(400);
    assert!(desk.model.queue.window.rows.len() < 200);
    desk.press(":").write("nova 399");
    assert_eq!(cases(&desk)[0], "D-1399  Montage vidéo 399  Léa 399 ↔ Nova 399", "the best before what is at hand");
    assert!(!palette(&desk).is_looking());
    desk.press("Ctrl-u").write("seller:\"nova 398\"");
    assert_eq!(cases(&desk), ["D-1398  Montage vidéo 398  Léa 398 ↔ Nova 398"], "the filter's grammar too");
    desk.press("Ctrl-u").write("o-397");
    assert_eq!(cases(&desk)[..1], ["D-1397  O-397  Montage vidéo 397  Léa 397 ↔ Nova 397"], "by its order");
    desk.press("Enter");
    assert_eq!(desk.open_case(), Some(1397));
}

#[test]
fn results_come_in_as_they_are_found_and_old_ones_are_dropped() {
    let mut desk = Desk::with(400);
    desk.store.memory.scan = 100;
    desk.press(":");
    desk.paused = true;
    desk.write("nova 39");
    let reads = desk.waiting.iter().filter(|effect| matches!(effect, Effect::Read(_, Read::Cases(_)))).count();
    assert_eq!(reads, 7, "each key looks anew");
    assert!(palette(&desk).is_looking());
    desk.waiting.make_contiguous().reverse();
    desk.work();
    let found = cases(&desk);
    assert!(found.iter().any(|text| text.contains("Nova 39 ")) || found[0].ends_with("Nova 39"), "{found:?}");
    assert_eq!(found.iter().filter(|text| text.contains("Nova 39")).count(), 11, "{found:?}");
    assert!(!palette(&desk).is_looking());
}

#[test]
fn an_item_under_the_cursor_stays_there_when_more_is_found() {
    let mut desk = Desk::with(400);
    desk.press(":");
    desk.paused = true;
    desk.write("nova 3").press("Down Down");
    let chosen = palette(&desk).items[palette(&desk).cursor].what.clone();
    desk.paused = false;
    desk.work();
    assert_eq!(palette(&desk).items[palette(&desk).cursor].what, chosen);
    desk.paused = true;
    desk.press("Ctrl-u").write("nova 399");
    desk.paused = false;
    desk.work();
    assert_eq!(
        (palette(&desk).cursor, palette(&desk).items[0].what.clone()),
        (0, PaletteAction::Case(DisputeId(1399)))
    );
}

#[test]
fn a_palette_that_is_left_looks_no_further() {
    for keys in ["Esc", "Enter", "Ctrl-u"] {
        let mut desk = Desk::with(3);
        desk.press(":");
        desk.paused = true;
        desk.write("nova").press(keys);
        assert!(desk.waiting.contains(&Effect::StopSearch), "{keys}");
        desk.work();
    }
}

#[test]
fn the_palette_speaks_the_desks_language() {
    let mut desk = Desk::with(1);
    desk.model.labels.insert("claim", "Prendre le litige".to_owned());
    desk.press(":").write("prendre");
    let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!() };
    assert_eq!(
        (palette.items[0].what.clone(), palette.items[0].text.as_str()),
        (PaletteAction::Run(Command::Claim), "Prendre le litige")
    );
    assert_eq!(palette.items[0].marks, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_number_that_is_no_case_is_said_and_left() {
    let mut desk = Desk::with(1);
    desk.press(":").write("9999").press("Enter");
    assert_eq!(desk.open_case(), None);
    assert_eq!(desk.model.notice, Some(Notice::NoSuchCase(DisputeId(9999))));
}

#[test]
fn help_tells_about_what_it_lies_over_and_gives_it_back() {
    let mut desk = Desk::with(1);
    for (keys, context) in [
        ("?", KeyContext::Queue),
        ("q Enter ?", KeyContext::Case),
        ("q r F1", KeyContext::Writing),
        ("q Esc D ?", KeyContext::List),
    ] {
        desk.press(keys);
        let Some(Layer::Help(help)) = &desk.model.layer else { panic!("no help after {keys}") };
        assert_eq!(help.contexts, [context]);
        let entries = help::entries(&desk.model, context);
        assert!(entries.iter().all(|entry| !entry.keys.is_empty()) && entries.len() > 5);
    }
    desk.press("j q");
    assert!(matches!(desk.model.layer, Some(Layer::Decide(_))));
}

#[test]
fn every_command_is_in_some_help() {
    let desk = Desk::with(1);
    let everywhere: Vec<_> = KeyContext::ALL.iter().flat_map(|c| help::entries(&desk.model, *c)).collect();
    for spec in TABLE {
        assert!(everywhere.iter().any(|entry| entry.command == spec.command), "{}", spec.name);
    }
}

#[test]
fn help_has_every_command_of_a_context_once_under_what_it_is_for() {
    let desk = Desk::with(1);
    for context in KeyContext::ALL {
        let grouped = help::groups(&desk.model, context);
        let listed = help::entries(&desk.model, context).len();
        assert_eq!(grouped.iter().map(|(_, entries)| entries.len()).sum::<usize>(), listed, "{context:?}");
        assert!(grouped.iter().all(|(_, entries)| !entries.is_empty()), "{context:?}");
    }
    let groups: Vec<_> = help::groups(&desk.model, KeyContext::Case).into_iter().map(|(group, _)| group).collect();
    assert_eq!(groups, crate::app::command::CommandGroup::ALL, "in a case, of everything");
}

#[test]
fn the_charts_read_their_figures_when_opened_and_when_anything_changes() {
    let mut desk = desk_with_words();
    assert_eq!(desk.model.statistics, None, "nobody asked for them");
    desk.press("s");
    assert!(desk.model.statistics.is_some());
    let page = |desk: &Desk| match desk.model.layer {
        Some(Layer::Statistics(charts)) => charts.page,
        _ => panic!("no charts"),
    };
    use crate::app::model::StatisticsPage::{Neutrality, Outcomes, Times, Work};
    for (keys, there) in [
        ("", Outcomes),
        ("Tab", Times),
        ("Tab", Neutrality),
        ("Tab", Work),
        ("Tab", Outcomes),
        ("Shift-Tab", Work),
        ("2", Times),
    ] {
        assert_eq!(page(desk.press(keys)), there, "{keys}");
    }
    let days = |desk: &Desk| desk.model.statistics.as_ref().unwrap().days;
    assert!(days(&desk).is_all());
    for length in [7, 30, 90] {
        desk.press("p");
        assert_eq!(days(&desk), crate::domain::decision::work_figures::DayRange::last(length, desk.model.now));
    }
    assert!(days(desk.press("p")).is_all(), "round and round");
    desk.paused = true;
    desk.store.says(FIRST, Side::Client, "encore");
    desk.notice_changes();
    let asked = |desk: &Desk| desk.waiting.iter().any(|effect| matches!(effect, Effect::Read(_, Read::Stats(_))));
    assert!(asked(&desk), "they are live");
    desk.paused = false;
    desk.work();
    desk.press("q");
    desk.paused = true;
    desk.store.says(FIRST, Side::Client, "encore");
    desk.notice_changes();
    assert!(!asked(&desk), "and nobody looks any more");
}

fn typing(desk: &Desk) -> &crate::app::model::QueryInput {
    match &desk.model.layer {
        Some(Layer::Prompt(crate::app::model::Prompt::Filter { typing, .. })) => typing,
        Some(Layer::Search) => &desk.model.search.input,
        other => panic!("nothing is typed, but {other:?}"),
    }
}

fn typed(desk: &Desk) -> &str {
    match &desk.model.layer {
        Some(Layer::Prompt(crate::app::model::Prompt::Filter { text, .. })) => text.body(),
        _ => desk.model.search.text.body(),
    }
}

#[test]
fn a_filter_and_a_search_are_completed_by_the_same_keys() {
    for key in ["f", "/"] {
        let mut desk = desk_with_words();
        desk.press(key).write("wai").press("Tab");
        assert_eq!(typed(&desk), "waiting:", "what is alone is taken");
        for then in ["waiting:mediator", "waiting:client", "waiting:seller", "waiting:both", "waiting:mediator"] {
            desk.press("Tab");
            assert_eq!(typed(&desk), then);
        }
        desk.press("Shift-Tab");
        assert_eq!(typed(&desk), "waiting:both");
        desk.press("Ctrl-u").write("is:open seller:\"nova 2").press("Tab");
        assert_eq!(typed(&desk), "is:open seller:\"Nova 2\"", "a name that is at hand");
        desk.write(" held:i").press("Tab");
        assert_eq!(typed(&desk), "is:open seller:\"Nova 2\" held:ines");
        assert_eq!(typing(&desk).completions, []);
        desk.press("Tab");
        assert_eq!(typed(&desk), "is:open seller:\"Nova 2\" held:ines");
    }
}

#[test]
fn what_makes_no_sense_is_said_once_it_is_more_than_begun() {
    for key in ["f", "/"] {
        let mut desk = desk_with_words();
        let told = |desk: &Desk| typing(desk).error_to_show().map(|bad| bad.at.clone());
        desk.press(key).write("logo waiting:c");
        assert_eq!(told(&desk), None, "it can still become something");
        desk.write("x");
        assert_eq!(told(&desk), Some(5..15));
        desk.press("Backspace");
        assert_eq!(told(&desk), None);
        desk.press("Enter");
        assert_eq!(told(&desk), Some(5..14), "it was to be taken as it is");
        desk.write("lient");
        assert_eq!(told(&desk), None);
        desk.write(" x:y");
        assert_eq!(told(&desk), Some(20..23));
    }
}

#[test]
fn a_search_that_makes_no_sense_is_not_asked_for_and_keeps_what_was_found() {
    let mut desk = desk_with_words();
    desk.press("/").write("logo");
    let before = found(&desk).len();
    desk.paused = true;
    desk.write(" is:nothing");
    assert_eq!(searched(&desk).last().map(String::as_str), Some("logo is"), "up to where it began to make none");
    desk.paused = false;
    desk.waiting.clear();
    desk.press("Enter");
    assert!(matches!(desk.model.layer, Some(Layer::Search)), "nothing is opened");
    assert_eq!(found(&desk).len(), before);
}

#[test]
fn the_queue_is_walked_while_its_filter_is_typed() {
    let mut desk = Desk::with(30);
    desk.press("f").write("o-1").press("Down Down");
    assert_eq!(desk.selected(), Some(1011));
    desk.press("Enter Enter");
    assert_eq!(desk.open_case(), Some(1011));
}

#[test]
fn the_way_to_a_field_leaves_nothing_out() {
    let mut desk = Desk::with(30);
    let shown = |desk: &Desk| desk.model.queue.window.rows.len();
    desk.press("f");
    for c in "seller".chars() {
        desk.write(&c.to_string());
        assert_eq!(shown(&desk), 30, "{}", typed(&desk));
    }
    desk.write(":nova");
    assert_eq!(shown(&desk), 30);
    desk.press("Ctrl-u").write("s").press("Enter");
    assert_eq!((shown(&desk), desk.model.queue.words.as_str()), (0, "s"), "as a word, if it is meant as one");
}
