//! Finding what was said outside the discussion.

use super::desk::*;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::search::passage::HitKind;
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{Origin, Outcome, Side, Speaker};
use crate::store::{Hit, HitPlace, SearchPage, SearchQuery};

fn query(text: &str, limit: usize) -> SearchQuery {
    SearchQuery { terms: SearchTerms::parse(text).unwrap(), me: Some(handle("camille")), before: None, limit }
}

fn hits<B: Backend>(desk: &Desk<B>, text: &str) -> Vec<Hit> {
    let page = desk.store.search(&query(text, 500), desk.now).unwrap();
    assert_eq!(page.next, None, "{text}");
    page.hits
}

fn kinds<B: Backend>(desk: &Desk<B>, text: &str) -> Vec<HitKind> {
    hits(desk, text).iter().map(|hit| hit.place.kind()).collect()
}

/// How many passages have these words. A decision's reasons are also told to the parties, in a message.
fn passages<B: Backend>(desk: &Desk<B>, text: &str) -> usize {
    kinds(desk, text).into_iter().filter(|kind| *kind != HitKind::Message).count()
}

fn offer(terms: &str) -> Terms {
    Terms::PartialRefund { refund: eur(3_000), terms: terms.to_owned() }
}

/// A case in which something of each kind was said, each with a word of its own.
fn told<B: Backend>(desk: &mut Desk<B>) -> DisputeId {
    let conversation = EventKind::OrderMessage {
        by: Side::Seller,
        body: "Quelle police ?".to_owned(),
        attachments: vec![file("esquisse-grise.pdf", Origin::Platform)],
    };
    desk.ingest("O-1", [placed("Léa Martin", "Studio Nova", 12_000), conversation, delivery()]);
    desk.ingest("O-1", [revision(), EventKind::RevisionRefused { body: "Hors périmètre.".to_owned() }]);
    desk.ingest("O-1", [cancellation(), cancellation_refused(), revision()]);
    desk.ingest("O-1", [EventKind::RevisionRefused { body: "Toujours hors périmètre.".to_owned() }]);
    let dispute = desk.ingest("O-1", [opened(Side::Client, "Rien ne va.")]).unwrap();
    let says = EventKind::DisputeMessage {
        by: Side::Client,
        body: "Voici.".to_owned(),
        attachments: vec![file("capture-verte.png", Origin::Platform), file("ailleurs.txt", Origin::External)],
        answers: None,
    };
    desk.ingest("O-1", [says, EventKind::ProposalMade { by: Side::Client, terms: offer("Un geste amical.") }]);
    desk.does(dispute, Action::Note { body: "À surveiller : récidive.".to_owned() });
    desk.does(dispute, Action::Propose { terms: offer("Compromis équitable.") });
    let struck = desk.case(dispute).order_files[0].id;
    desk.does(dispute, Action::Strike { attachment: struck, reason: "Montage trompeur.".to_owned() });
    dispute
}

/// docs/finding.md, "Searching": briefs, the order's history, proposals, reasons, notes, names of files.
pub fn everything_said_is_found_where_it_stands<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.set_policy([second_above(50)]);
    let dispute = told(&mut desk);
    desk.does(
        dispute,
        Action::Decide(DecisionInput { reasons: "Faute avérée.".to_owned(), ..draft(Outcome::ClientRefunded) }),
    );
    desk.act("ines", dispute, Action::Refuse { reason: "Disproportionné.".to_owned() }).unwrap();
    let file_of = |desk: &Desk<B>, name: &str| {
        let case = desk.case(dispute);
        let mut all = case.order_files.iter().chain(case.thread.iter().flat_map(|row| &row.attachments));
        let file = all.find(|file| file.name == name).unwrap();
        (file.id, file.message)
    };
    let file = |name: &str| {
        let (attachment, message) = file_of(&desk, name);
        HitPlace::File { attachment, message }
    };
    let strike = |name: &str| {
        let (attachment, message) = file_of(&desk, name);
        HitPlace::Strike { attachment, message }
    };
    let history = |desk: &Desk<B>, body: &str| {
        let row = desk.case(dispute).timeline.into_iter().find(|row| row.body == body).unwrap();
        HitPlace::History { seq: row.seq, kind: row.kind }
    };
    let case = desk.case(dispute);
    let proposals: Vec<_> = case.case.dispute.as_ref().unwrap().proposals.iter().map(|one| one.id).collect();
    let (lea, nova, camille) =
        ((Speaker::Client, "Léa Martin"), (Speaker::Seller, "Studio Nova"), (Speaker::Mediator, "camille"));
    let decision = case.past_decisions.iter().chain(&case.case.dispute.as_ref().unwrap().decision).next().unwrap().id;
    for (word, kind, place, (from, author)) in [
        ("\"deux couleurs\" un", HitKind::Brief, history(&desk, "Un logo à deux couleurs."), lea),
        ("police", HitKind::OrderMessage, history(&desk, "Quelle police ?"), nova),
        ("voici logo", HitKind::Delivery, history(&desk, "Voici le logo."), nova),
        ("souhaite", HitKind::Request, history(&desk, "Je souhaite annuler."), lea),
        ("travail", HitKind::Answer, history(&desk, "Le travail est fait."), nova),
        ("amical", HitKind::Proposal, HitPlace::Proposal(proposals[0]), lea),
        ("equitable", HitKind::Proposal, HitPlace::Proposal(proposals[1]), camille),
        ("averee", HitKind::Reason, HitPlace::Reason(decision), camille),
        ("disproportionne", HitKind::Reason, HitPlace::Reason(decision), (Speaker::Mediator, "ines")),
        ("recidiv", HitKind::Note, HitPlace::Note(case.notes[0].id), camille),
        ("grise", HitKind::File, file("esquisse-grise.pdf"), nova),
        ("verte png", HitKind::File, file("capture-verte.png"), lea),
        ("ailleurs", HitKind::File, file("ailleurs.txt"), lea),
        ("trompeur", HitKind::Strike, strike("esquisse-grise.pdf"), camille),
    ] {
        let found = hits(&desk, word);
        assert_eq!(found.iter().map(|hit| hit.place).collect::<Vec<_>>(), [place], "{word}");
        let hit = &found[0];
        assert_eq!(
            (hit.place.kind(), hit.dispute, hit.from, hit.author.as_str()),
            (kind, dispute, from, author),
            "{word}"
        );
        assert!(!hit.marks.is_empty() && hit.title == "Logo pour café-théâtre", "{hit:?}");
    }
    // What litige says of evidence from elsewhere, nobody said.
    assert_eq!(kinds(&desk, "plateforme"), []);
    desk.verify();
}

/// A review, and an answer that came too late, are of the history too; what has no dispute can't be opened.
pub fn what_belongs_to_no_dispute_is_not_found_until_it_has_one<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let completed = EventKind::OrderCompleted { rating: Some(2), review: Some("Décevant.".to_owned()) };
    desk.delivered("O-1");
    desk.ingest("O-1", [completed]);
    desk.delivered("O-2");
    assert_eq!(kinds(&desk, "couleurs"), []);
    assert_eq!(kinds(&desk, "decevant"), []);
    assert_eq!(kinds(&desk, "svg"), []);
    desk.revisions_refused("O-2", 2);
    let dispute = desk.ingest("O-2", [opened(Side::Client, "Raté.")]).unwrap();
    let all = hits(&desk, "couleurs");
    assert!(all.iter().all(|hit| hit.dispute == dispute), "{all:?}");
    // Two requests for a revision, and the brief.
    assert_eq!(kinds(&desk, "couleurs"), [HitKind::Request, HitKind::Request, HitKind::Brief]);
    assert_eq!(kinds(&desk, "svg"), [HitKind::File]);
    desk.verify();
}

/// Messages and the rest are one list, whatever page by page.
pub fn pages_of_all_that_was_said_meet_without_gap_or_repeat<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = desk.dispute("O-1");
    let second = desk.dispute("O-2");
    for turn in 0..6 {
        desk.ingest("O-1", [says(Side::Seller, &format!("Le logo, version {turn}."))]);
        desk.does(second, Action::Note { body: format!("Le logo encore, {turn}.") });
        desk.does(first, Action::Say { body: "Quel logo ?".to_owned() });
        desk.does(first, Action::Note { body: "Logo vu.".to_owned() });
    }
    desk.delivered("O-3");
    for text in ["logo", "log", "le logo", "order:o-1 logo", "is:open logo", "order:o-2", "is:open"] {
        let whole = hits(&desk, text);
        assert!(whole.is_sorted_by(|a, b| a.at >= b.at), "{text}");
        let messages = whole.iter().filter(|hit| hit.place.kind() == HitKind::Message).count();
        assert!(messages > 0 && messages + 4 < whole.len(), "{text}: {messages} of {}", whole.len());
        for limit in [1, 2, 3, 7, whole.len(), whole.len() + 1] {
            let (mut paged, mut next) = (Vec::new(), query(text, limit));
            loop {
                let SearchPage { hits, next: more } = desk.store.search(&next, desk.now).unwrap();
                assert!(hits.len() <= limit);
                paged.extend(hits);
                let Some(more) = more else { break };
                assert!(next.before.is_none_or(|before| before != more), "{text}: it comes on");
                next.before = Some(more);
            }
            assert_eq!(paged, whole, "{text} by {limit}");
        }
    }
    let of_one: Vec<_> = hits(&desk, "order:o-2 logo").iter().map(|hit| hit.dispute).collect();
    assert!(!of_one.is_empty() && of_one.iter().all(|id| *id == second), "{of_one:?}");
}

/// A conditions' case, a holder's, an outcome's: passages keep to them as messages do.
pub fn passages_keep_to_the_cases_of_the_conditions<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let [mine, other] = ["O-1", "O-2"].map(|order| desk.dispute(order));
    desk.does(mine, Action::Claim);
    desk.act("max", other, Action::Decide(draft(Outcome::SellerWins))).unwrap();
    for (text, case) in [
        ("is:mine deux un", mine),
        ("is:decided deux un", other),
        ("-is:mine svg", other),
        ("order:o-1 svg", mine),
        ("outcome:seller conforme livraison", other),
    ] {
        let found: Vec<_> = hits(&desk, text).iter().map(|hit| hit.dispute).collect();
        assert!(!found.is_empty() && found.iter().all(|id| *id == case), "{text}: {found:?}");
    }
    assert_eq!(kinds(&desk, "seller:personne svg"), []);
}

/// An order that is disputed again: its history opens the latest case, what belongs to one dispute opens that one.
pub fn the_history_of_an_order_opens_its_latest_case<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = desk.dispute("O-1");
    desk.does(first, Action::Note { body: "Première.".to_owned() });
    desk.agreed("O-1", first, Terms::Relaunch { terms: "On recommence.".to_owned() });
    let mut again = draft(Outcome::Relaunch);
    again.reasons = "Repartir à zéro.".to_owned();
    desk.does(first, Action::Decide(again));
    desk.wait(60);
    desk.store.settle_due(desk.now).unwrap();
    desk.ingest("O-1", [delivery()]);
    desk.revisions_refused("O-1", 2);
    let second = desk.ingest("O-1", [opened(Side::Client, "Encore raté.")]).unwrap();
    for (text, case) in [("deux un", second), ("premiere", first), ("zero", first), ("recommence", first)] {
        let found: Vec<_> = hits(&desk, text).iter().map(|hit| hit.dispute).collect();
        assert!(found.contains(&case), "{text}: {found:?}");
        assert_eq!(hits(&desk, &format!("order:o-1 {text}")), hits(&desk, text), "{text}");
    }
    desk.verify();
}

/// A strike that was taken back is said no more; the next one is.
pub fn a_strike_is_found_as_long_as_it_stands<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let attachment = desk.case(dispute).order_files[0].id;
    let strike = |reason: &str| Action::Strike { attachment, reason: reason.to_owned() };
    desk.does(dispute, strike("Montage douteux."));
    assert_eq!(kinds(&desk, "douteux"), [HitKind::Strike]);
    desk.does(dispute, Action::Admit { attachment, reason: "Pas si douteux.".to_owned() });
    assert_eq!(kinds(&desk, "douteux"), []);
    desk.verify();
    desk.does(dispute, Action::Release);
    desk.act("ines", dispute, strike("Vraiment douteux.")).unwrap();
    let found = hits(&desk, "douteux");
    assert_eq!(found.iter().map(|hit| (hit.author.as_str(), hit.at)).collect::<Vec<_>>(), [("ines", desk.now)]);
    desk.verify();
}

/// docs/process.md, "Erasing a person": what they wrote is found no more, and their name nowhere.
pub fn an_erased_person_is_found_in_no_passage<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let dispute = told(&mut desk);
    desk.does(dispute, Action::Note { body: "Léa Martin insiste.".to_owned() });
    let attachment = desk.case(dispute).order_files[1].id;
    desk.does(dispute, Action::Strike { attachment, reason: "Retouché par Léa Martin.".to_owned() });
    desk.does(dispute, Action::Propose { terms: offer("Léa Martin et Studio Nova partagent.") });
    let reasons = "Léa Martin a menti.".to_owned();
    desk.does(dispute, Action::Decide(DecisionInput { reasons, ..draft(Outcome::SellerWins) }));
    for word in ["martin insiste", "martin retouche", "martin partagent", "martin menti", "souhaite", "amical", "verte"]
    {
        assert_eq!(passages(&desk, word), 1, "{word}");
    }
    desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now).unwrap();
    for word in ["martin", "lea", "souhaite", "amical", "verte", "\"deux couleurs\" un", "erased"] {
        assert_eq!(hits(&desk, word), [], "{word}");
    }
    for word in ["insiste", "retouche", "partagent", "menti", "police", "travail", "grise", "equitable"] {
        assert_eq!(passages(&desk, word), 1, "{word}");
    }
    assert!(
        hits(&desk, "order:o-1").iter().all(|hit| !hit.snippet.contains("[erased]") || hit.place.message().is_some())
    );
    desk.verify();
    // And so it stays in what was put aside.
    let path = desk.place.spare_path();
    desk.store.backup(&path).unwrap();
    let copy = desk.place.open_backup(&path);
    assert_eq!(
        copy.search(&query("menti", 9), desk.now).unwrap(),
        desk.store.search(&query("menti", 9), desk.now).unwrap()
    );
}
