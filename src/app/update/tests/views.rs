//! Views of one's own.

use super::*;
use crate::app::model::{Item, Prompt, Trouble, ViewOutcome, ViewRef};
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::View;

fn view(name: &str, base: View, query: &str) -> SavedView {
    SavedView { name: name.to_owned(), base, query: query.to_owned() }
}

/// A desk whose mediator keeps two views; the first shows four cases of twelve.
fn desk() -> Desk {
    let mut desk = Desk::with(12);
    for kept in [view("Une dizaine", View::Open, "o-1"), view("Gros", View::All, "amount:>500")] {
        desk.store.change_view(&ViewChange::Keep(kept));
    }
    desk.update(Msg::Resumed);
    desk
}

fn place(desk: &Desk) -> String {
    match desk.model.queue.view_ref() {
        ViewRef::Standard(view) => view.as_str().to_owned(),
        ViewRef::Saved(name) => name,
    }
}

fn shown(desk: &Desk) -> usize {
    desk.model.queue.window.rows.len()
}

fn refused(desk: &Desk) -> Code {
    match &desk.model.layer {
        Some(Layer::Prompt(Prompt::NameView(asked))) => match &asked.trouble {
            Some(Trouble::Rule(refusal)) => refusal.code(),
            other => panic!("{other:?}"),
        },
        other => panic!("no name is asked for, but {other:?}"),
    }
}

/// Another desk of the same mediator's changes a view.
fn elsewhere(desk: &mut Desk, what: &ViewChange) {
    desk.store.change_view(what);
    desk.update(Msg::ViewsStale);
}

/// A reading that a slow machine began before the rename, and ended after its answer.
#[test]
fn a_list_that_was_read_before_a_rename_does_not_take_the_view_away() {
    let mut desk = Desk::with(12);
    desk.press("f").write("o-1").press("Enter F").write("Une dizaine").press("Enter");
    desk.paused = true;
    desk.update(Msg::ViewsStale);
    let Some(Effect::Read(generation, read)) = desk.waiting.pop_back() else { panic!("{:?}", desk.waiting) };
    let stale = desk.store.read(&read, Some(&"camille".into()));
    desk.paused = false;
    desk.press("M Ctrl-u").write("Les dix").press("Enter");
    assert_eq!(place(&desk), "Les dix");
    desk.update(Msg::Read(generation, read, stale));
    assert_eq!(place(&desk), "Les dix");
    // What another desk did meanwhile is there all the same.
    elsewhere(&mut desk, &ViewChange::Keep(view("Autre", View::All, "o-2")));
    assert_eq!((place(&desk), desk.store.views().len()), ("Les dix".into(), 2));
}

#[test]
fn the_filter_in_force_is_kept_under_a_name_and_is_a_view_from_then_on() {
    let mut desk = Desk::with(12);
    desk.press("F");
    assert!(desk.refused().contains("NoFilter"));
    desk.press("8");
    assert!(desk.refused().contains("FewerViews"));
    desk.press("3 f").write("o-1").press("Enter F").write("Une dizaine").press("Enter");
    assert_eq!(desk.model.notice, Some(Notice::View("Une dizaine".into(), ViewOutcome::Kept)));
    assert_eq!(desk.store.views(), [view("Une dizaine", View::Unclaimed, "o-1")]);
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 4));
    // The filter went with it: the others are whole again.
    desk.press("1");
    assert_eq!((place(&desk), shown(&desk), desk.model.queue.words.as_str()), ("open".into(), 12, ""));
    desk.press("8");
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 4));
}

#[test]
fn own_views_are_in_the_cycle_on_digits_and_in_the_palette() {
    let mut desk = desk();
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(place(&desk));
        desk.press("Tab");
    }
    assert_eq!(seen, ["open", "mine", "unclaimed", "overdue", "decided", "all", "Une dizaine", "Gros"]);
    assert_eq!(place(&desk), "open");
    desk.press("Shift-Tab");
    assert_eq!(place(&desk), "Gros");
    desk.press("8");
    assert_eq!(place(&desk), "Une dizaine");
    desk.press("9");
    assert_eq!((place(&desk), desk.model.queue.view), ("Gros".into(), View::All));
    desk.press("1 Enter :").write("dizaine");
    let Some(Layer::Palette(palette)) = &desk.model.layer else { panic!() };
    assert!(matches!(&palette.items[0], Item { text, .. } if text == "Une dizaine"));
    desk.press("Enter");
    assert_eq!((place(&desk), desk.open_case(), shown(&desk)), ("Une dizaine".into(), None, 4));
}

#[test]
fn a_filter_among_everyones_views_is_there_again_when_one_comes_back() {
    let mut desk = desk();
    desk.press("f").write("o-10").press("Enter 8");
    assert_eq!(shown(&desk), 4);
    desk.press("Tab Tab");
    assert_eq!((place(&desk), desk.model.queue.words.as_str(), shown(&desk)), ("open".into(), "o-10", 1));
    // A changed filter is as kept again with Esc, and the next one leads out of the view.
    desk.press("8 f").write("o-11").press("Enter");
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 1));
    desk.press("Esc");
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 4));
    desk.press("Esc");
    assert_eq!((place(&desk), desk.model.queue.words.as_str()), ("open".into(), "o-10"));
}

#[test]
fn kept_again_under_its_name_a_view_takes_the_filter_in_force() {
    let mut desk = desk();
    desk.press("8 f").write("o-11").press("Enter F Enter");
    assert_eq!(desk.store.views()[0], view("Une dizaine", View::Open, "o-11"));
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 1));
    // Under another name it is one more.
    desk.press("f").write("o-12").press("Enter F").write("Douze").press("Enter");
    assert_eq!(desk.store.views().len(), 3);
    assert_eq!(desk.store.views()[0].query, "o-11");
    assert_eq!(place(&desk), "Douze");
}

#[test]
fn a_name_that_collides_is_refused_where_it_is_typed() {
    let mut desk = desk();
    desk.model.labels.insert("view-mine", "Pour moi".to_owned());
    desk.press("f").write("o-1").press("Enter F");
    for (name, code) in [
        ("", Code::BadName),
        ("open", Code::BadName),
        ("À moi", Code::BadName),
        ("pour MOI", Code::BadName),
        ("gros", Code::NameTaken),
    ] {
        desk.press("Ctrl-u").write(name).press("Enter");
        assert_eq!(refused(&desk), code, "{name}");
    }
    assert_eq!(desk.store.views().len(), 2);
    desk.press("Ctrl-u").write("Petits").press("Enter");
    assert_eq!((desk.model.layer.is_none(), desk.store.views().len()), (true, 3));
}

#[test]
fn a_view_is_renamed_and_deleted_after_asking() {
    let mut desk = desk();
    desk.press("M");
    assert!(desk.refused().contains("NoSavedView"));
    desk.press("8 M").write("Dix").press("Enter");
    assert_eq!(desk.model.notice, Some(Notice::View("Dix".into(), ViewOutcome::Renamed)));
    assert_eq!((place(&desk), desk.store.views()[0].name.as_str(), shown(&desk)), ("Dix".into(), "Dix", 4));
    for keys in ["Delete Esc", "Delete Enter"] {
        desk.press(keys);
        assert_eq!((desk.model.layer.is_none(), desk.store.views().len()), (true, 2), "{keys}");
    }
    desk.press("Delete Tab Enter");
    assert_eq!(desk.model.notice, Some(Notice::View("Dix".into(), ViewOutcome::Deleted)));
    assert_eq!((place(&desk), shown(&desk), desk.store.views().len()), ("open".into(), 12, 1));
}

#[test]
fn what_another_desk_does_to_a_view_is_seen_here() {
    let mut desk = desk();
    desk.press("8");
    elsewhere(&mut desk, &ViewChange::Replace("Une dizaine".into(), view("Une dizaine", View::All, "o-10")));
    assert_eq!((place(&desk), shown(&desk), desk.model.queue.view), ("Une dizaine".into(), 1, View::All));
    // What one is at work on stays.
    desk.press("f").write("o-1").press("Enter");
    elsewhere(&mut desk, &ViewChange::Replace("Une dizaine".into(), view("Une dizaine", View::All, "o-3")));
    assert_eq!((place(&desk), desk.model.queue.words.as_str()), ("Une dizaine".into(), "o-1"));
    elsewhere(&mut desk, &ViewChange::Drop("Une dizaine".into()));
    assert_eq!((place(&desk), desk.model.queue.words.as_str(), shown(&desk)), ("all".into(), "o-1", 4));
    elsewhere(&mut desk, &ViewChange::Keep(view("Neuve", View::Open, "o-11")));
    desk.press("9");
    assert_eq!((place(&desk), shown(&desk)), ("Neuve".into(), 1));
}

#[test]
fn a_filter_that_makes_no_sense_any_more_is_said_and_can_be_mended() {
    let mut desk = desk();
    let stored = vec![view("Une dizaine", View::Open, "colour:red"), view("Gros", View::All, "amount:>500")];
    desk.store.views_of_another_version = Some(stored);
    desk.update(Msg::Resumed);
    desk.press("8");
    assert_eq!((place(&desk), shown(&desk)), ("Une dizaine".into(), 0));
    assert!(desk.model.queue.filter_error().is_some());
    assert_eq!((desk.model.trouble.clone(), desk.model.queue.is_loading()), (None, false));
    desk.press("Tab");
    assert_eq!(place(&desk), "Gros", "it is in nobody's way");
    desk.press("8 f Ctrl-u").write("o-11").press("Enter F Enter");
    assert_eq!(desk.store.views()[0], view("Une dizaine", View::Open, "o-11"));
    assert_eq!(shown(&desk), 1);
}

#[test]
fn a_store_that_will_not_keep_a_view_is_said_where_it_was_asked() {
    let mut desk = desk();
    desk.press("f").write("o-1").press("Enter F").write("Trois");
    desk.store.broken = Some(crate::store::StoreError::Full);
    desk.press("Enter");
    let Some(Layer::Prompt(Prompt::NameView(asked))) = &desk.model.layer else { panic!() };
    assert!(matches!(asked.trouble, Some(Trouble::Store(_))));
    desk.store.broken = None;
    desk.press("Enter");
    assert_eq!(desk.store.views().len(), 3);
}
