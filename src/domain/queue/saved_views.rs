//! Views that a mediator keeps: a filter on a part of the queue, under a name of their own.

use super::filter::Filter;
use crate::domain::limits;
use crate::domain::refusal::{Refusal, SavedViewRefusal, TextPart, Unknown};
use crate::domain::text::folding::fold;
use crate::domain::vocabulary::View;

/// The longest name, in characters: it stands among the others in the queue's first row.
pub const MAX_NAME_CHARS: usize = 24;

/// How many views a mediator keeps at most; far more than anyone tells apart.
pub const MAX_VIEWS: usize = 20;

/// What the views that everyone has are called, folded: in the contract, in English and in French.
const RESERVED_NAMES: [&str; 21] = [
    "open",
    "mine",
    "unclaimed",
    "overdue",
    "decided",
    "all",
    "approval",
    "to approve",
    "ouverts",
    "a moi",
    "libres",
    "en retard",
    "tranches",
    "tous",
    "a approuver",
    "approbation",
    "free",
    "late",
    "queue",
    "snoozed",
    "en pause",
];

/// A view that a mediator keeps.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SavedView {
    /// What they call it.
    pub name: String,
    /// The part of the queue that it is in.
    #[serde(rename = "view")]
    pub base: View,
    /// The filter, as a person types it.
    pub query: String,
}

/// A change to the views that a mediator keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViewChange {
    /// One more.
    Keep(SavedView),
    /// One more, or in the place of the one of its name.
    Put(SavedView),
    /// Another name, filter or part of the queue in its place.
    Replace(String, SavedView),
    /// Another name, and nothing else.
    Rename(String, String),
    /// One less.
    Drop(String),
}

/// Returns the view of this name; accents and capitals don't count.
pub fn find<'a>(views: &'a [SavedView], name: &str) -> Option<&'a SavedView> {
    at(views, name).and_then(|at| views.get(at))
}

fn at(views: &[SavedView], name: &str) -> Option<usize> {
    let name = fold(&tidy(name));
    views.iter().position(|view| fold(&view.name) == name)
}

/// Returns a name trimmed, with single spaces.
fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Changes the views that a mediator keeps, and returns the one that was kept, changed or dropped.
///
/// # Errors
/// A [`Refusal`]: `unknown_view`, `bad_name`, `name_taken`, `too_many_views`, or `malformed` for a filter that makes no sense.
pub fn apply_change(views: &mut Vec<SavedView>, change: &ViewChange) -> Result<SavedView, Refusal> {
    match change {
        ViewChange::Put(view) => match at(views, &view.name) {
            Some(place) => replace(views, place, view),
            None => apply_change(views, &ViewChange::Keep(view.clone())),
        },
        ViewChange::Keep(view) => {
            let view = checked(views, view, None)?;
            if views.len() >= MAX_VIEWS {
                return Err(SavedViewRefusal::TooMany { most: MAX_VIEWS }.into());
            }
            views.push(view.clone());
            Ok(view)
        }
        ViewChange::Replace(name, view) => {
            let place = index_of(views, name)?;
            replace(views, place, view)
        }
        ViewChange::Rename(name, to) => {
            let place = index_of(views, name)?;
            let view = SavedView { name: to.clone(), ..views[place].clone() };
            replace(views, place, &view)
        }
        ViewChange::Drop(name) => Ok(views.remove(index_of(views, name)?)),
    }
}

fn replace(views: &mut [SavedView], place: usize, view: &SavedView) -> Result<SavedView, Refusal> {
    views[place] = checked(views, view, Some(place))?;
    Ok(views[place].clone())
}

fn index_of(views: &[SavedView], name: &str) -> Result<usize, Refusal> {
    at(views, name).ok_or_else(|| unknown_view(name))
}

/// There is no such view.
pub fn unknown_view(name: &str) -> Refusal {
    Unknown::View { name: name.to_owned() }.into()
}

/// Returns the view as it is stored, if it is valid; `place` is the index of the view that it replaces.
fn checked(views: &[SavedView], view: &SavedView, place: Option<usize>) -> Result<SavedView, Refusal> {
    let name = normalize_name(&view.name)?;
    if at(views, &name).is_some_and(|at| Some(at) != place) {
        return Err(SavedViewRefusal::NameTaken { name }.into());
    }
    let query = limits::bounded_text(TextPart::Filter, view.query.trim(), limits::TEXT)?.to_owned();
    // One that was kept before the grammar changed may get another name.
    let same = place.and_then(|place| views.get(place)).is_some_and(|before| before.query == query);
    if !same && Filter::parse(&query)?.terms.is_empty() {
        return Err(SavedViewRefusal::NoFilter.into());
    }
    Ok(SavedView { name, base: view.base, query })
}

/// Returns a name as it is stored.
///
/// # Errors
/// `bad_name` where it can't be one.
pub fn normalize_name(text: &str) -> Result<String, Refusal> {
    let name = tidy(text);
    let folded = fold(&name);
    if folded.trim().is_empty() {
        return Err(SavedViewRefusal::NameBlank.into());
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(SavedViewRefusal::NameTooLong { most: MAX_NAME_CHARS }.into());
    }
    if name.starts_with('-') || name.chars().any(char::is_control) {
        return Err(SavedViewRefusal::NameSigns.into());
    }
    if RESERVED_NAMES.contains(&&*folded) {
        return Err(SavedViewRefusal::NameReserved { name }.into());
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Code;

    fn view(name: &str, query: &str) -> SavedView {
        SavedView { name: name.to_owned(), base: View::Open, query: query.to_owned() }
    }

    fn refused(views: &[SavedView], wanted: ViewChange) -> Code {
        let mut after = views.to_vec();
        let code = apply_change(&mut after, &wanted).unwrap_err().code();
        assert_eq!(after, views, "nothing was changed");
        code
    }

    #[test]
    fn views_are_kept_changed_and_dropped_by_name() {
        let mut views = Vec::new();
        for (name, query) in [("Nova  tard ", " seller:nova is:overdue "), ("Gros", "amount:>500")] {
            apply_change(&mut views, &ViewChange::Keep(view(name, query))).unwrap();
        }
        assert_eq!(views, [view("Nova tard", "seller:nova is:overdue"), view("Gros", "amount:>500")]);
        assert_eq!(find(&views, "NOVA TARD"), views.first());
        apply_change(&mut views, &ViewChange::Replace("gros".into(), view("GROS", "amount:>900"))).unwrap();
        apply_change(&mut views, &ViewChange::Replace("nova tard".into(), view("Été", "seller:nova"))).unwrap();
        assert_eq!(views, [view("Été", "seller:nova"), view("GROS", "amount:>900")], "each in its place");
        apply_change(&mut views, &ViewChange::Drop("ete".into())).unwrap();
        assert_eq!(views, [view("GROS", "amount:>900")]);
    }

    #[test]
    fn a_name_collides_with_nothing() {
        let views = [view("Gros", "amount:>500"), view("Été", "seller:nova")];
        let keep = |name: &str| refused(&views, ViewChange::Keep(view(name, "x")));
        for name in View::ALL.iter().map(|view| view.as_str()).chain(["Ouverts", "À moi", "A MOI", "en  retard", "All"])
        {
            assert_eq!(keep(name), Code::BadName, "{name}");
        }
        for name in ["", "  ", "-x", "a\u{1b}b", "\u{301}", &"é".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(keep(name), Code::BadName, "{name}");
        }
        for name in ["gros", "ETE"] {
            assert_eq!(keep(name), Code::NameTaken, "{name}");
        }
        assert_eq!(refused(&views, ViewChange::Replace("gros".into(), view("été", "x"))), Code::NameTaken);
        assert!(normalize_name(&"é".repeat(MAX_NAME_CHARS)).is_ok());
    }

    #[test]
    fn what_makes_no_sense_or_is_not_there_is_refused() {
        let views = [view("Gros", "amount:>500")];
        for query in ["", " ", "sellr:nova", "is:", "logo\0", "seller:no\0va"] {
            assert_eq!(refused(&views, ViewChange::Keep(view("x", query))), Code::Malformed, "{query}");
        }
        assert_eq!(refused(&views, ViewChange::Drop("x".into())), Code::UnknownView);
        assert_eq!(refused(&views, ViewChange::Replace("x".into(), view("y", "z"))), Code::UnknownView);
        let full: Vec<_> = (0..MAX_VIEWS).map(|n| view(&format!("v{n}"), "x")).collect();
        assert_eq!(refused(&full, ViewChange::Keep(view("one more", "x"))), Code::TooManyViews);
    }
}
