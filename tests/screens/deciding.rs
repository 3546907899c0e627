//! The pages of a decision: what the process wants, what is unusual, and who gets how much, at every size in both languages.

use litige::app::effect::Generation;
use litige::app::{Answer, Msg, Read};
use litige::domain::decision::precedents::{Precedent, PrecedentScope, Precedents, PriceBand, RelatedCases};
use litige::domain::ids::DisputeId;
use litige::domain::money::amount::{Currency, Money};
use litige::domain::vocabulary::{Lang, Outcome};

use crate::desk::{Desk, Look};
use crate::fixture::{fill, fill_second, now};
use crate::print::plain;

/// Every size that a desk is used at, in both languages.
fn looks() -> impl Iterator<Item = Look> {
    let sizes = [(60, 20), (80, 24), (120, 40), (200, 50)];
    sizes.into_iter().flat_map(|(cols, rows)| [Lang::En, Lang::Fr].map(|lang| Look { lang, cols, rows, ..Look::WIDE }))
}

/// A desk in the logo's case.
fn on_logo(look: Look) -> Desk {
    let mut desk = Desk::new(look, now(), fill);
    desk.press("f").write("logo").press("Enter Enter");
    desk
}

/// What is on the screen, its spaces and apostrophes as they are typed, and on one line.
fn shown(desk: &mut Desk) -> String {
    let frame = plain(&desk.frame()).replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'");
    frame.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is on the page itself, without what stands beside it.
fn page(desk: &mut Desk) -> String {
    let frame = plain(&desk.frame()).replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'");
    let page = frame.lines().filter_map(|line| line.split('│').next()).collect::<Vec<_>>().join(" ");
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_language<'a>(look: Look, en: &'a str, fr: &'a str) -> &'a str {
    if look.lang == Lang::En { en } else { fr }
}

#[test]
fn what_the_process_wants_stands_in_pending_and_on_the_first_page() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = on_logo(look);
        desk.press("3");
        let heading = in_language(look, "Before a decision", "Avant de trancher");
        let pending = shown(&mut desk);
        assert!(pending.contains(heading), "{name}: {pending}");
        desk.press("D");
        let page = shown(&mut desk);
        let brief = in_language(look, "Done before deciding", "Fait avant de trancher");
        assert!(page.contains(heading) || page.contains(brief), "{name}: {page}");
        assert!(!page.contains('◉'), "{name}, nothing is chosen: {page}");
    }
}

/// What is left to do before a decision is on its first page, whatever is chosen there.
#[test]
fn all_that_is_left_to_do_is_on_the_first_page() {
    for lang in [Lang::En, Lang::Fr] {
        let mut desk = on_logo(Look { lang, cols: 200, rows: 50, ..Look::WIDE });
        let pending = plain(&desk.frame()).replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'");
        let parts = pending.lines().flat_map(|line| line.split('│'));
        let left = parts.filter_map(|part| part.trim_start().strip_prefix("– "));
        let left: Vec<&str> = left.filter_map(|line| line.split("  ").next()).map(str::trim).collect();
        assert!(left.len() > 1, "{pending}");
        desk.press("D");
        for key in ["", "1", "2", "3"] {
            desk.press(key);
            for (cols, rows) in [(60, 20), (80, 24), (120, 40), (200, 50)] {
                desk.resize(cols, rows);
                let page = shown(&mut desk);
                for one in &left {
                    assert!(page.contains(one), "{lang} at {cols}, {key}: {one} in {page}");
                }
            }
        }
    }
}

#[test]
fn yes_says_who_gets_how_much_under_the_figures_whole_at_every_size() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = on_logo(look);
        desk.press("D 3 Enter").write("40").press("Enter").write("ok").press("Ctrl-s Enter");
        let page = shown(&mut desk);
        let yes = in_language(
            look,
            "Yes: €40.00 to the client, €80.00 to the seller",
            "Oui : 40,00 € au client, 80,00 € au vendeur",
        );
        assert!(page.contains(yes), "{name}: {page}");
        for _ in 0..4 {
            desk.press("Tab");
        }
        let is_chosen = shown(&mut desk).contains(&format!("▌ {yes}"));
        desk.press(if is_chosen { "" } else { "Tab" });
        let frame = plain(&desk.frame()).replace(['\u{a0}', '\u{202f}'], " ");
        let lines: Vec<&str> = frame.lines().collect();
        let at = lines.iter().position(|line| line.contains(yes)).unwrap();
        let figures = lines[at.saturating_sub(4)..at].iter().any(|line| line.contains('█'));
        assert!(figures, "{name}, the figures are right above it: {frame}");
        let nothing = in_language(look, "Nothing is cited", "Rien n'est cité");
        desk.press("PageUp");
        assert!(shown(&mut desk).contains(nothing), "{name}: {}", shown(&mut desk));
    }
}

#[test]
fn a_second_mediator_is_told_in_figures_what_they_approve() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = Desk::new(look, now(), fill_second);
        desk.press("f").write("logo").press("Enter Enter +");
        let page = shown(&mut desk);
        let yes = in_language(look, "Yes: €", "Oui : ");
        assert!(page.contains(yes), "{name}: {page}");
    }
}

/// The precedents of a case: so many were refunded of so many.
fn precedents(refunded: usize, all: usize) -> RelatedCases {
    let one = |at: usize| Precedent {
        id: DisputeId(900),
        title: "Logo".to_owned(),
        price: Money::new(12_000, Currency::EUR),
        outcome: if at < refunded { Outcome::ClientRefunded } else { Outcome::SellerWins },
        basis: None,
        refund: None,
        by: "ines".into(),
        at: now(),
        shared: Vec::new(),
    };
    let found = (0..all).map(one).collect();
    RelatedCases {
        alike: Precedents { reach: PrecedentScope::Same, band: PriceBand(7), found, more: false },
        client: Default::default(),
        seller: Default::default(),
    }
}

#[test]
fn an_unusual_outcome_is_told_on_the_page_of_reasons() {
    for look in looks() {
        let name = format!("{} at {}", look.lang, look.cols);
        let mut desk = on_logo(look);
        let id = desk.model.current().unwrap();
        let mut reasons = |related: RelatedCases, key: &str| {
            let answer = Ok(Answer::RelatedCases(Box::new(related)));
            desk.tell(Msg::Read(Generation(u64::MAX), Read::RelatedCases(id), answer));
            desk.press(&format!("D {key} Enter"));
            let shown = page(&mut desk);
            desk.press("Esc Esc");
            shown
        };
        let told =
            in_language(look, "2 of 14 similar cases ended this way", "2 cas semblables sur 14 ont eu cette issue");
        let page = reasons(precedents(2, 14), "2");
        for part in [told, "40 %", in_language(look, "Why does this one differ?", "Pourquoi celui-ci diffère-t-il ?")]
        {
            assert!(page.contains(part), "{name}: {part}: {page}");
        }
        let similar = in_language(look, "similar cases ended", "cas semblable");
        for (related, key) in [(precedents(2, 14), "1"), (precedents(2, 11), "2"), (precedents(7, 14), "2")] {
            let page = reasons(related, key);
            assert!(!page.contains(similar), "{name}: {page}");
        }
    }
}
