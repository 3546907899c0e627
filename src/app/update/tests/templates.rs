//! Writing less: reply templates, their blanks, and the mediator's own editor.

use rstest::rstest;

use super::*;
use crate::app::Generation;
use crate::app::command::KeyContext;
use crate::app::model::Trouble;
use crate::app::templates::{TemplateContext, WrittenText, values};
use crate::domain::discussion::templates::{Placeholder, PlaceholderValues, parse};
use crate::domain::dispute::action::Action;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::vocabulary::Side;

/// A reply of the team's own, in each language.
fn with_own(desk: &mut Desk, body: &str) {
    for lang in [Lang::Fr, Lang::En] {
        let about = if lang == Lang::Fr { "essayer" } else { "try it" };
        desk.model.templates.extend(lang, parse(&format!("## trial: {about}\n{body}\n")).0);
    }
}

fn names(desk: &Desk) -> Vec<&str> {
    let picker = desk.model.layer.as_ref().and_then(Layer::picker).expect("the choice is open");
    picker.items.iter().map(|item| item.name.as_str()).collect()
}

/// A desk on a dispute about an order in this language.
fn desk_in(lang: Lang) -> Desk {
    let mut store = TestStore::new();
    store.lang = Some(lang);
    store.open(eur(12_000));
    Desk::on(store)
}

#[test]
fn a_reply_is_put_in_at_the_cursor_filled_in_the_orders_language() {
    let mut desk = desk_in(Lang::Fr);
    with_own(&mut desk, "{client}, {amount} : {dispute}.");
    desk.press("r").write("Avant. Après.").press("Ctrl-Left Ctrl-Left Ctrl-t");
    assert_eq!(desk.model.context(), KeyContext::Finder, "letters are text");
    desk.write("try").press("Enter");
    assert_eq!(desk.compose().editor.text.body(), "Avant.\n\nLéa 1, 120,00\u{a0}€ : D-1001.\n\nAprès.");
    assert!(desk.compose().editor.picker.is_none());
    desk.press("Ctrl-_");
    assert_eq!(desk.compose().editor.text.body(), "Avant. Après.", "one edit, which can be undone");
    desk.press("Ctrl-y Ctrl-s");
    assert_eq!(last_said(&desk), "Avant.\n\nLéa 1, 120,00\u{a0}€ : D-1001.\n\nAprès.");
}

fn last_said(desk: &Desk) -> String {
    desk.store.last_message(FIRST)
}

#[test]
fn what_is_left_to_fill_in_is_what_the_next_letter_replaces_and_keeps_the_text_from_being_sent() {
    let mut desk = Desk::with(1);
    with_own(&mut desk, "{seller} : {what}, puis {coupon}.");
    desk.press("r Ctrl-t").write("trial").press("Enter");
    assert_eq!(desk.compose().editor.text.body(), "Nova 1 : {what}, puis {coupon}.");
    let sent = desk.store.done.len();
    desk.press("Ctrl-s");
    let left = |names: &[&str]| Some(Trouble::Blanks(names.iter().map(|n| (*n).to_owned()).collect()));
    assert_eq!(desk.compose().editor.trouble, left(&["what", "coupon"]));
    desk.write("le devis").press("Ctrl-s");
    assert_eq!(desk.compose().editor.text.body(), "Nova 1 : le devis, puis {coupon}.");
    assert_eq!(desk.compose().editor.trouble, left(&["coupon"]), "a team's own blank, too");
    assert_eq!(desk.store.done.len(), sent, "nothing was sent");
    desk.write("un bon").press("Ctrl-s");
    assert_eq!(last_said(&desk), "Nova 1 : le devis, puis un bon.");
}

#[rstest]
#[case::reply("r")]
#[case::note("c")]
#[case::ask("e")]
#[case::terms("p Tab Tab")]
fn every_text_takes_a_reply_and_none_goes_with_a_blank(#[case] keys: &str) {
    let mut desk = Desk::with(1);
    desk.press("p Tab").write("10").press("Esc").press(keys);
    desk.press("Ctrl-t").write("scope").press("Enter Ctrl-s");
    assert_eq!(desk.compose().editor.trouble, Some(Trouble::Blanks(vec!["what".to_owned()])));
    desk.write("Ceci").press("Ctrl-s");
    assert!(desk.model.layer.is_none(), "sent");
}

#[test]
fn reasons_take_a_reply_and_are_not_left_with_a_blank() {
    let mut desk = Desk::with(1);
    desk.press("D 1 Enter Ctrl-t").write("scope").press("Enter Ctrl-s");
    assert_eq!(desk.decide().editor.trouble, Some(Trouble::Blanks(vec!["what".to_owned()])));
    desk.write("Ceci").press("Ctrl-s");
    assert!(desk.decide().editor.text.body().contains("Ceci"));
    assert_eq!(desk.decide().step, crate::app::model::DecisionPage::Cites);
}

#[test]
fn leaving_the_choice_leaves_the_text_and_the_composer() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour").press("Ctrl-t").write("zzz").press("Enter Esc");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    desk.write(",");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour,");
}

#[test]
fn replies_are_found_by_a_few_letters_in_either_language_and_named_in_the_mediators() {
    let mut desk = desk_in(Lang::Fr);
    desk.press("r Ctrl-t");
    let about = |desk: &Desk| desk.model.layer.as_ref().unwrap().picker().unwrap().items[0].about.clone();
    for (typed, name) in
        [("cool heat", "calm-down"), ("apaiser", "calm-down"), ("calmdn", "calm-down"), ("closing", "closing")]
    {
        desk.press("Ctrl-u").write(typed);
        assert_eq!(names(&desk).first(), Some(&name), "{typed}");
    }
    desk.press("Ctrl-u").write("closing");
    assert_eq!(about(&desk), "announce the decision", "the desk stays in the mediator's language");
    desk.press("Enter");
    assert!(desk.compose().editor.text.body().starts_with("Bonjour à vous deux"), "the reply is in the order's");
}

#[test]
fn what_the_case_calls_for_comes_first() {
    let mut desk = Desk::with(1);
    desk.press("r Ctrl-t");
    let usual = names(&desk).into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(usual[0], "calm-down", "as the file has them");
    desk.press("Esc Esc");
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Seller, body: "Le fichier ?".to_owned(), due: None });
    desk.notice_changes();
    desk.press("r Ctrl-t");
    assert_eq!(names(&desk)[0], "reminder");
    assert_eq!(names(&desk).len(), usual.len());
}

#[test]
fn a_reply_stands_a_blank_line_from_what_is_written_and_no_further() {
    let put_in = |keys: &str, written: &str| {
        let mut desk = Desk::with(1);
        with_own(&mut desk, "Ready.");
        desk.press("r").write(written).press(keys).press("Ctrl-t").write("trial").press("Enter");
        desk.compose().editor.text.body().to_owned()
    };
    assert_eq!(put_in("", ""), "Ready.");
    assert_eq!(put_in("", "Before."), "Before.\n\nReady.");
    assert_eq!(put_in("Enter", "Before."), "Before.\n\nReady.");
    assert_eq!(put_in("Enter Enter", "Before."), "Before.\n\nReady.");
    assert_eq!(put_in("Home", "After."), "Ready.\n\nAfter.");
    assert_eq!(put_in("Home Enter Enter Enter Up Up", "After."), "\nReady.\n\nAfter.");
}

#[rstest]
#[case::message("r", "calm-down", false)]
#[case::note("c", "state-of-play", true)]
#[case::question("e", "proof", true)]
#[case::refund("p Tab Tab", "share", true)]
#[case::relaunch("p j Tab", "resume", true)]
#[case::seller_paid("D j Enter", "work-done", true)]
#[case::client_refunded("D j j Enter", "work-missing", true)]
fn each_kind_of_text_has_its_fitting_reply_first(#[case] keys: &str, #[case] name: &str, #[case] fits: bool) {
    let mut desk = Desk::with(1);
    desk.press(keys).press("Ctrl-t");
    let first = desk.model.layer.as_ref().and_then(Layer::picker).unwrap().items[0].clone();
    assert_eq!((first.name.as_str(), first.fits), (name, fits), "{keys}");
}

#[test]
fn a_reply_is_filled_in_anew_when_the_recipient_changes_and_what_was_written_stays() {
    let mut desk = desk_in(Lang::En);
    desk.press("e Ctrl-t Enter").write("the file");
    let body = |desk: &Desk| desk.compose().editor.text.body().to_owned();
    assert!(body(&desk).starts_with("Hello Léa 1,") && body(&desk).contains("concrete: the file."), "{}", body(&desk));
    desk.press("Tab");
    assert!(body(&desk).starts_with("Hello Nova 1,") && body(&desk).contains("concrete: the file."), "{}", body(&desk));
    // The deadline of the question is the one that is typed.
    desk.press("Shift-Tab").write("3h").press("Enter");
    assert!(body(&desk).contains("by 8 November at 13:0"), "{}", body(&desk));
    // A draft that was left and taken up again, too.
    desk.press("Esc e Tab");
    assert!(body(&desk).starts_with("Hello Léa 1,"), "{}", body(&desk));
    // A name that the mediator wrote is their own.
    desk.press("Ctrl-Home Ctrl-Right Ctrl-Right Ctrl-w").write("Madam").press("Tab");
    assert!(body(&desk).contains("Hello Madam"), "{}", body(&desk));
}

#[test]
fn the_words_of_an_offer_have_its_amount() {
    let mut desk = desk_in(Lang::En);
    desk.press("p").write("40").press("Tab Ctrl-t Enter");
    let body = |desk: &Desk| desk.compose().editor.text.body().to_owned();
    assert!(body(&desk).contains("€40.00 for Léa 1, €80.00 for Nova 1"), "{}", body(&desk));
    desk.press("Shift-Tab").write("50");
    assert!(body(&desk).contains("€50.00 for Léa 1, €70.00 for Nova 1"), "{}", body(&desk));
    desk.press("Ctrl-u");
    assert!(body(&desk).contains("{refund} for Léa 1"), "no amount is offered: {}", body(&desk));
    desk.press("Shift-Tab j");
    assert!(body(&desk).contains("{refund} for Léa 1"), "a relaunch offers none: {}", body(&desk));
}

/// A desk on the page of reasons, of a case in which both accepted 40 € to the client.
fn desk_at_the_reasons_of_an_agreement() -> Desk {
    let mut desk = Desk::with(1);
    let terms = Terms::PartialRefund { refund: eur(4_000), terms: String::new() };
    desk.store.other("camille", FIRST, Action::Propose { terms });
    let proposal = desk.store.dispute(FIRST).proposals[0].id;
    for by in [Side::Client, Side::Seller] {
        desk.store.happens(FIRST, EventKind::ProposalAnswered { by, proposal, accept: true });
    }
    desk.notice_changes();
    desk.press("D Enter Enter");
    desk
}

#[test]
fn reasons_that_were_filled_in_and_not_touched_go_with_what_is_decided() {
    let mut desk = desk_at_the_reasons_of_an_agreement();
    assert!(desk.decide().editor.text.is_all_selected());
    desk.press("Esc").write("50").press("Enter");
    assert_eq!(desk.decide().editor.text.body(), "", "nobody agreed to 50");
    desk.press("Esc").write("40").press("Enter");
    assert!(desk.decide().editor.text.body().contains("p1"));
}

/// What the case fills in, as it stands.
fn filled(desk: &Desk, writing: TemplateContext) -> PlaceholderValues {
    values(&desk.model.author(), desk.model.cases.get(FIRST).unwrap(), writing)
}

#[test]
fn blanks_are_filled_from_the_case() {
    let mut desk = desk_in(Lang::En);
    let none = TemplateContext::default();
    let table = |desk: &Desk, writing, expected: &[(Placeholder, Option<&str>)]| {
        let values = filled(desk, writing);
        for (blank, value) in expected {
            assert_eq!(values.get(blank).map(String::as_str), *value, "{blank}");
        }
    };
    table(
        &desk,
        none,
        &[
            (Placeholder::Client, Some("Léa 1")),
            (Placeholder::Seller, Some("Nova 1")),
            (Placeholder::Mediator, Some("CAMILLE")),
            (Placeholder::Order, Some("O-1")),
            (Placeholder::Dispute, Some("D-1001")),
            (Placeholder::Title, Some("Montage vidéo 1")),
            (Placeholder::Amount, Some("€120.00")),
            (Placeholder::Party, None),
            (Placeholder::Deadline, None),
            (Placeholder::Ask, None),
            (Placeholder::Refund, None),
            (Placeholder::Terms, None),
            (Placeholder::Attachment, None),
        ],
    );
    // A question is about whom it asks, and is due two days from now (9:01 UTC is 10:01 where this desk is).
    table(
        &desk,
        TemplateContext { text: WrittenText::Question(Side::Client), ..TemplateContext::default() },
        &[(Placeholder::Party, Some("Léa 1")), (Placeholder::Deadline, Some("10 November at 10:01"))],
    );
    let body = "Which\nfile?".to_owned();
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Seller, body, due: None });
    desk.notice_changes();
    table(
        &desk,
        none,
        &[
            (Placeholder::Party, Some("Nova 1")),
            (Placeholder::Ask, Some("Which file?")),
            (Placeholder::Asked, Some("8 November at 10:01")),
            (Placeholder::Deadline, Some("10 November at 10:01")),
        ],
    );
    let terms = Terms::PartialRefund { refund: eur(4_000), terms: String::new() };
    desk.store.other("camille", FIRST, Action::Propose { terms });
    desk.notice_changes();
    let shares = [
        (Placeholder::Proposal, Some("p1")),
        (Placeholder::Refund, Some("€40.00")),
        (Placeholder::SellerGets, Some("€80.00")),
    ];
    table(&desk, none, &shares);
    table(
        &desk,
        TemplateContext { refund: Some(eur(1_000)), ..TemplateContext::default() },
        &[
            (Placeholder::Refund, Some("€10.00")),
            (Placeholder::SellerGets, Some("€110.00")),
            (Placeholder::Terms, None),
        ],
    );
    let counter =
        EventKind::ProposalMade { by: Side::Client, terms: Terms::Relaunch { terms: "Once\nmore".to_owned() } };
    desk.store.happens(FIRST, counter);
    desk.notice_changes();
    table(
        &desk,
        none,
        &[(Placeholder::Terms, Some("Once more")), (Placeholder::Refund, None), (Placeholder::Proposal, Some("p2"))],
    );
}

#[test]
fn a_party_that_was_silent_past_the_deadline_is_reminded_without_one() {
    let mut desk = Desk::with(1);
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Seller, body: "Le fichier ?".to_owned(), due: None });
    desk.notice_changes();
    let due = desk.model.now + TimeDelta::hours(49);
    desk.store.now = due;
    desk.store.settle();
    desk.update(Msg::Clock(due));
    desk.press("R");
    let values = filled(&desk, TemplateContext::default());
    assert_eq!(values.get(&Placeholder::Party).map(String::as_str), Some("Nova 1"));
    assert_eq!(values.get(&Placeholder::Deadline), None, "the mediator gives a new one, or asks again");
    desk.store.says(FIRST, Side::Seller, "Le voici");
    desk.press("R");
    assert_eq!(filled(&desk, TemplateContext::default()).get(&Placeholder::Ask), None, "not silent any more");
}

#[test]
fn the_reasons_of_what_both_accepted_are_ready_and_typing_replaces_them() {
    let mut desk = desk_at_the_reasons_of_an_agreement();
    let ready = desk.decide().editor.text.body().to_owned();
    assert!(ready.contains("p1") && ready.contains("40") && ready.contains("80"), "{ready}");
    desk.press("Esc Esc Esc");
    assert!(desk.model.drafts.of(FIRST).is_none() && desk.model.notice.is_none(), "nothing was written");
    desk.press("D Enter Enter").write("Autrement").press("Esc Esc");
    assert_eq!(desk.decide().editor.text.body(), "Autrement");
    // What is decided against the agreement has reasons of its own.
    let mut desk = Desk::on(desk.store);
    desk.press("D").press("Ctrl-c");
    let mut desk = Desk::on(desk.store);
    desk.press("D k Enter");
    assert_ne!(desk.decide().editor.text.body(), ready);
}

#[test]
fn an_editor_gets_the_draft_which_is_kept_first_and_gives_back_the_text() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour").press("Ctrl-e");
    assert_eq!(desk.edited, ["Bonjour"]);
    assert!(desk.store.draft(FIRST).unwrap().contains("Bonjour"), "kept before another program has it");
    desk.editor = Some(Ok("Bonjour,\n\nau revoir".to_owned()));
    desk.press("Ctrl-e");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour,\n\nau revoir");
    assert!(desk.store.draft(FIRST).unwrap().contains("au revoir"), "and what comes back at once");
    desk.press("Ctrl-_");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour", "it can be undone");
    desk.press("Esc D 1 Enter Ctrl-e");
    assert_eq!(desk.decide().editor.text.body(), "Bonjour,\n\nau revoir");
}

#[test]
fn an_editor_that_fails_leaves_the_text_as_it_was_and_it_is_said() {
    let mut desk = Desk::with(1);
    let trouble = EditorError::Failed { how: "exit status: 1".to_owned(), saved: None };
    desk.editor = Some(Err(trouble.clone()));
    desk.press("r").write("Bonjour").press("Ctrl-e");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    assert_eq!(desk.model.notice, Some(Notice::Editor(trouble)));
    desk.editor = Some(Ok("x".repeat(crate::app::text_buffer::MAX_BYTES + 1)));
    desk.press("Ctrl-e");
    assert_eq!((desk.compose().editor.text.body(), &desk.model.notice), ("Bonjour", &Some(Notice::TooLong)));
}

#[test]
fn what_was_filled_in_is_not_read_again() {
    for (name, title) in [("{refund}", "Logo"), ("Le {what} {client}", "{seller}")] {
        let mut desk = Desk::with(1);
        let rename = |desk: &mut Desk| {
            let mut case = desk.model.cases.get(FIRST).unwrap().case.clone();
            (case.order.client.name, case.order.title) = (name.to_owned(), title.to_owned());
            desk.model.cases.patch(FIRST, Generation(0), case);
        };
        with_own(&mut desk, "{client} : « {title} ».");
        desk.press("r Ctrl-t").write("trial");
        rename(&mut desk);
        desk.press("Enter");
        let shown = |text: &str| if text.starts_with('{') { format!("‹{text}›") } else { text.to_owned() };
        let body = format!("{} : « {} ».", shown(name), shown(title));
        assert_eq!(desk.compose().editor.text.body(), body);
        rename(&mut desk);
        desk.press("Ctrl-s");
        assert_eq!(last_said(&desk), body);
        // A blank beside it is one all the same.
        desk.press("r").write(&format!("{title} {{coupon}} {{what}}"));
        with_own(&mut desk, "{coupon}");
        desk.press("Ctrl-s");
        let left = desk.compose().editor.trouble.clone();
        assert!(matches!(&left, Some(Trouble::Blanks(names)) if names.contains(&"coupon".to_owned())), "{left:?}");
    }
}

#[test]
fn a_party_called_like_a_blank_fills_in_no_blank() {
    let mut desk = Desk::with(1);
    with_own(&mut desk, "{client}: {refund}.");
    desk.press("r Ctrl-t").write("trial");
    let mut case = desk.model.cases.get(FIRST).unwrap().case.clone();
    case.order.client.name = "{refund}".to_owned();
    desk.model.cases.patch(FIRST, Generation(0), case);
    desk.press("Enter");
    assert_eq!(desk.compose().editor.text.body(), "‹{refund}›: {refund}.");
    desk.press("Ctrl-s");
    let left = desk.compose().editor.trouble.clone();
    assert_eq!(left, Some(Trouble::Blanks(vec!["refund".to_owned()])), "the amount is still to be filled in");
    desk.write("40 €").press("Ctrl-s");
    assert_eq!(last_said(&desk), "‹{refund}›: 40 €.");
}
