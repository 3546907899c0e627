//! Five disputes made for these screens: `cases.jsonl`, and what mediators did then.

use chrono::TimeZone;
use litige::app::model::EvidenceContent;
use litige::domain::case::evidence_file::{BlobRef, StoredContent};
use litige::domain::case::records::Mediator;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{Cite, DisputeId, OrderId};
use litige::domain::marketplace::event::{Event, EventKind, Terms};
use litige::domain::money::amount::{Currency, Money};
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::policy::setting::PolicySetting;
use litige::domain::policy_change::PolicyChange;
use litige::domain::queue::filter::Filter;
use litige::domain::time::Time;
use litige::domain::vocabulary::{Outcome, Role, Side, View};
use litige::store::{PageFrom, QueueQuery, Store};

/// Tuesday 10 November 2026, 09:40 where the desk stands.
pub fn now() -> Time {
    at(10, 8, 40)
}

fn at(day: u32, hour: u32, minute: u32) -> Time {
    chrono::Utc.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap()
}

/// The dispute of an order, by its place in `cases.jsonl`.
pub fn dispute_of(store: &dyn Store, order: u32) -> DisputeId {
    let query = QueueQuery { view: View::All, me: None, filter: Filter::default(), from: PageFrom::Start, limit: 100 };
    let wanted = OrderId(format!("O-{order}"));
    store.queue(&query, now()).unwrap().rows.into_iter().find(|row| row.order == wanted).unwrap().id
}

/// Fills a store with people as they are, one of them hostile.
pub fn fill(store: &mut dyn Store) {
    fill_with(store, include_str!("cases.jsonl"), |text| text);
}

/// The same where decisions above 100 € wait for a second mediator: Inès's on the logo does, and its client wrote since.
pub fn fill_second(store: &mut dyn Store) {
    put_policy(store);
    fill(store);
    decide_logo(store, "Le brief demandait deux couleurs, le fichier en a quatre.", "Attendez, je retrouve le devis !");
}

/// The same with people of few words.
pub fn fill_second_tame(store: &mut dyn Store) {
    put_policy(store);
    fill_tame(store);
    decide_logo(store, "ok", "ok");
}

fn put_policy(store: &mut dyn Store) {
    let second = PolicySetting::SecondMediatorAbove(ApprovalLimits::of([(Currency::EUR, 100)]));
    let change = PolicyChange { settings: vec![second], reason: "Deux avis.".to_owned() };
    found_team(store);
    store.put_policy(&"ines".into(), &change, None, at(1, 8, 0)).unwrap();
}

fn decide_logo(store: &mut dyn Store, reasons: &str, since: &str) {
    let dispute = dispute_of(store, 1);
    let thread = store.case(dispute).unwrap().thread;
    let cites = vec![Cite::Message(thread[1].message.id)];
    let refund = Some(Money::new(4000, Currency::EUR));
    let draft =
        DecisionInput { outcome: Outcome::PartialRefund, refund, reasons: reasons.to_owned(), cites, key: None };
    let request = Request { dispute, by: "ines".into(), action: Action::Decide(draft), seen: None, key: None };
    store.act(&request, at(10, 7, 30)).unwrap();
    let line = serde_json::json!({"id": "s1", "at": "2026-11-10T08:12:00Z", "type": "dispute.message", "order": "O-1",
        "by": "client", "body": since});
    store.ingest(&[Event::parse_line(&line.to_string()).unwrap()], at(10, 8, 12)).unwrap();
    // An answer to what was offered before the decision.
    let proposal = store.case(dispute).unwrap().case.dispute.unwrap().proposals[0].id.to_string();
    let line = serde_json::json!({"id": "s2", "at": "2026-11-10T08:15:00Z", "type": "proposal.answered", "order": "O-1",
        "by": "client", "proposal": proposal, "accept": true});
    store.ingest(&[Event::parse_line(&line.to_string()).unwrap()], at(10, 8, 15)).unwrap();
}

/// The same as [`fill_second`], where both parties of the logo wrote and answered, and another case is taken from Camille.
pub fn fill_told(store: &mut dyn Store) {
    fill_second(store);
    let (other, late) = (dispute_of(store, 2), dispute_of(store, 5));
    let act = |store: &mut dyn Store, dispute, by: &str, when, action| {
        store.act(&Request { dispute, by: by.into(), action, seen: None, key: None }, when).unwrap();
    };
    for dispute in [other, late] {
        act(store, dispute, "camille", at(10, 6, 30), Action::Claim);
    }
    act(store, other, "ines", at(10, 7, 40), Action::Claim);
    act(store, late, "camille", at(10, 8, 20), Action::Claim);
    let line = serde_json::json!({"id": "t1", "at": "2026-11-10T08:30:00Z", "type": "dispute.message", "order": "O-5",
        "by": "seller", "body": "\u{1b}]2;moi\u{7}"});
    store.ingest(&[Event::parse_line(&line.to_string()).unwrap()], at(10, 8, 30)).unwrap();
}

/// The same, where the logo's client has a very long name.
pub fn fill_long(store: &mut dyn Store) {
    let long = "Marie-Antoinette de Villeneuve-Beaumarchais de la Tour du Pin et de la Charce";
    fill_with(store, &include_str!("cases.jsonl").replace("Léa Martin", long), |text| text);
}

/// Fills a store with people of few words.
pub fn fill_tame(store: &mut dyn Store) {
    fill_with(store, include_str!("tame.jsonl"), |_| "ok");
}

/// Camille, and Inès, who leads; unless they are there already.
fn found_team(store: &mut dyn Store) {
    let team = [("camille", "Camille Roussel", Role::Mediator), ("ines", "Inès Haddad", Role::Lead)];
    let member = |(handle, name, role): (&str, &str, Role)| Mediator::new(handle.into(), name, role);
    if store.mediators().unwrap().is_empty() {
        store.found_team(&team.map(member), at(1, 8, 0)).unwrap();
    }
}

/// Fills a store with these events, and what mediators did then.
fn fill_with(store: &mut dyn Store, lines: &str, say: fn(&str) -> &str) {
    found_team(store);
    let events: Vec<Event> = lines.lines().map(|line| Event::parse_line(line).unwrap()).collect();
    for event in events {
        let done = store.ingest(std::slice::from_ref(&event), event.at).unwrap();
        assert!(!format!("{done:?}").contains("Refused"), "{done:?}");
    }
    let mut act = |order: u32, by: &str, when: Time, action: Action| {
        let dispute = dispute_of(store, order);
        store.act(&Request { dispute, by: by.into(), action, seen: None, key: None }, when).unwrap()
    };
    let logo = |body: &'static str| say(body).to_owned();
    act(1, "camille", at(8, 11, 40), Action::Say { body: logo("Bonjour à tous les deux, je lis le dossier.") });
    act(
        1,
        "camille",
        at(8, 11, 45),
        Action::Note { body: logo("Le fichier a quatre couleurs, le brief en demande deux.") },
    );
    let ask = "Pouvez-vous joindre le fichier vectoriel, tel quel, même s'il n'est pas finalisé ?";
    act(1, "camille", at(8, 11, 50), Action::Ask { to: Side::Seller, body: logo(ask), due: Some(at(10, 10, 0)) });
    let terms = Terms::PartialRefund { refund: Money::new(4000, Currency::EUR), terms: logo("Le logo reste à Léa.") };
    act(1, "camille", at(8, 12, 0), Action::Propose { terms });
    act(3, "ines", at(9, 9, 0), Action::Claim);
    let refund = Some(Money::new(12_000, Currency::EUR));
    let reasons = logo("Un discours sur deux manque : le brief les demandait en entier.");
    let draft = DecisionInput { outcome: Outcome::PartialRefund, refund, reasons, cites: Vec::new(), key: None };
    act(3, "ines", at(10, 8, 35), Action::Decide(draft));
    act(4, "ines", at(9, 9, 30), Action::Propose { terms: Terms::Relaunch { terms: logo("One more week.") } });
    for (n, by) in ["client", "seller"].into_iter().enumerate() {
        let file = store.case(dispute_of(store, 4)).unwrap();
        let proposal = file.case.dispute.unwrap().proposals[0].id;
        let line = format!(
            r#"{{"id":"g{n}","at":"2026-11-09T1{n}:00:00Z","type":"proposal.answered","order":"O-4","by":"{by}","proposal":"{proposal}","accept":true}}"#
        );
        store.ingest(&[Event::parse_line(&line).unwrap()], at(9, 10 + n as u32, 0)).unwrap();
    }
}

/// The same as [`fill`], where the logo's seller had an hour less to answer, and let it pass.
pub fn fill_lapsed(store: &mut dyn Store) {
    fill(store);
    let dispute = dispute_of(store, 1);
    let body = "Où est le fichier vectoriel ?".to_owned();
    let action = Action::Ask { to: Side::Seller, body, due: Some(at(10, 8, 10)) };
    store.act(&Request { dispute, by: "camille".into(), action, seen: None, key: None }, at(9, 8, 0)).unwrap();
    store.settle_due(now()).unwrap();
}

const PICTURE: &[u8] = include_bytes!("../../data/files/orders/O-48213/quatre_couleurs.png");
const TEXT: &str =
    "Relevé des couleurs du fichier\n\n#1f4d2e  vert sapin\n#f3ead2  crème\n#7a4a2b  marron\n#6b1029  bordeaux\n";

/// The same as [`fill`], where the logo's client has sent a picture and a text, of which the text has been struck.
pub fn fill_evidence(store: &mut dyn Store) {
    fill(store);
    let line = serde_json::json!({"id": "f1", "at": "2026-11-10T08:20:00Z", "type": "dispute.message", "order": "O-1",
        "by": "client", "body": "J'ai compté.", "attachments": [
            {"name": "quatre_couleurs.png", "media_type": "image/png", "origin": "platform"},
            {"name": "relevé.txt", "media_type": "text/plain", "origin": "platform"}]});
    let mut event = Event::parse_line(&line.to_string()).unwrap();
    if let EventKind::DisputeMessage { attachments, .. } = &mut event.kind {
        for (attachment, content) in attachments.iter_mut().zip([PICTURE, TEXT.as_bytes()]) {
            attachment.stored_content = Some(StoredContent::Stored(store.put_blob(content).unwrap()));
        }
    }
    store.ingest(&[event], at(10, 8, 20)).unwrap();
    let dispute = dispute_of(store, 1);
    let text = store.case(dispute).unwrap().thread.last().unwrap().attachments[1].id;
    let action = Action::Strike { attachment: text, reason: "Un relevé de sa main.".to_owned() };
    store.act(&Request { dispute, by: "camille".into(), action, seen: None, key: None }, at(10, 8, 25)).unwrap();
}

/// What a kept file of [`fill_evidence`] holds.
pub fn found(kept: &BlobRef) -> EvidenceContent {
    match kept.bytes as usize {
        size if size == PICTURE.len() => EvidenceContent::Picture(PICTURE.into()),
        size if size == TEXT.len() => EvidenceContent::Text(TEXT.into(), 0),
        _ => EvidenceContent::Missing,
    }
}

/// Fills a store with what [`fill`] does, and with forty decided disputes beside: something to compare with.
pub fn fill_decided(store: &mut dyn Store) {
    fill(store);
    let titles = ["Logo pour une boulangerie", "Montage d'une vidéo", "Logo et carte de visite", "Site vitrine"];
    let mut lines = Vec::new();
    for n in 0..40_u32 {
        let order = format!("O-9{n:02}");
        let day = 1 + n % 5;
        let event = |step: u32, kind: &str, rest: &str| {
            let at = format!("2026-10-{:02}T{:02}:{:02}:00Z", 20 + day, 8 + step, n);
            format!(r#"{{"id":"k{n}-{step}","at":"{at}","type":"{kind}","order":"{order}"{rest}}}"#)
        };
        let (client, seller) = if n % 5 == 0 { ("lea", "Léa Martin") } else { ("tom", "Tom Bernard") };
        let price = 9_000 + 500 * (n % 20);
        let title = titles[n as usize % titles.len()];
        lines.push(event(
            0,
            "order.placed",
            &format!(
                r#","client":{{"id":"c-{client}","name":"{seller}"}},"seller":{{"id":"s-{}","name":"Studio Nova"}},"title":"{title}","brief":"…","amount":{{"minor":{price},"currency":"EUR"}},"lang":"fr""#,
                n % 3
            ),
        ));
        lines.push(event(1, "order.delivered", r#","body":"Voici.""#));
        let (first, second) = match n % 4 {
            0 => ("revision", "revision"),
            1 => ("revision", "cancellation"),
            _ => ("cancellation", "cancellation"),
        };
        for (step, kind) in [(2, first), (4, second)] {
            lines.push(event(step, &format!("{kind}.requested"), r#","body":"Non.""#));
            lines.push(event(step + 1, &format!("{kind}.refused"), r#","body":"Si.""#));
        }
        if n % 4 < 2 {
            lines.push(event(6, "dispute.opened", r#","by":"client","justification":"Rien ne va.""#));
        }
    }
    let events: Vec<Event> = lines.iter().map(|line| Event::parse_line(line).unwrap()).collect();
    let when = chrono::Utc.with_ymd_and_hms(2026, 10, 26, 8, 0, 0).unwrap();
    let taken = store.ingest(&events, when).unwrap();
    assert!(!format!("{taken:?}").contains("Refused"), "{taken:?}");
    for n in 0..40_u32 {
        let order = OrderId(format!("O-9{n:02}"));
        let query =
            QueueQuery { view: View::All, me: None, filter: Filter::of_order(&order), from: PageFrom::Start, limit: 1 };
        let dispute = store.queue(&query, when).unwrap().rows[0].id;
        let by = if n % 7 < 4 { "camille" } else { "ines" };
        let outcome = match n % 6 {
            0 | 1 => Outcome::SellerWins,
            2 | 5 => Outcome::ClientRefunded,
            3 if by == "ines" => Outcome::ClientRefunded,
            _ => Outcome::PartialRefund,
        };
        let refund = (outcome == Outcome::PartialRefund).then(|| Money::new(3_000, Currency::EUR));
        let draft = DecisionInput {
            outcome,
            refund,
            reasons: "Au vu des livraisons.".to_owned(),
            cites: Vec::new(),
            key: None,
        };
        let at = when + chrono::TimeDelta::hours(i64::from(n * n / 7));
        store
            .act(&Request { dispute, by: by.into(), action: Action::Decide(draft), seen: None, key: None }, at)
            .unwrap();
    }
    store.settle_due(now()).unwrap();
}
