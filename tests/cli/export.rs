//! Exports: `export`, the letters, and the keys in `man`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, message};

/// A case with names in every text, evidence of both kinds, an undone decision and one on hold.
fn home() -> Home {
    let mut events = disputed("O-1");
    let placed = json!({
        "client": {"id": "C-1", "name": "Léa Martin"},
        "seller": {"id": "S-1", "name": "Studio Nova"},
        "title": "Logo pour Léa Martin",
        "brief": "Un logo <b>simple</b>. # pas de titre",
        "amount": {"minor": 12000, "currency": "EUR"},
        "lang": "fr",
    });
    events[0] = event("O-1-1", "O-1", "order.placed", placed);
    let files = json!([
        {"name": "plan.txt", "media_type": "text/plain", "origin": "platform", "text": "abc"},
        {"name": "whatsapp.txt", "media_type": "text/plain", "origin": "external", "text": "par Nova"},
    ]);
    let words = "Écrivez à lea@mail.fr ou au 06 12 34 56 78, signé LEA";
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": words, "attachments": files})));
    events.push(message("g", "O-1", "seller", "Studio Nova n'est pas d'accord avec Martin"));
    let home = Home::with(&events);
    home.act("ines", &["note", "D-1001", "Entre nous"]).ok();
    let decide = |outcome: &str| {
        home.act("ines", &["decide", "D-1001", "--outcome", outcome, "--reasons", "Fait, dit ines."]).ok()
    };
    decide("client-refunded");
    home.act("ines", &["undo", "D-1001"]).ok();
    decide("seller-wins");
    home
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn json_holds_the_case_and_what_a_reader_needs_to_check_it() {
    let export = home().run(&["export", "D-1001", "--format", "json"]).ok().json();
    assert_eq!(keys(&export), BTreeSet::from(["audit", "case", "evidence", "ledger_entries"]));
    assert_eq!(export["case"]["dispute"]["id"], "D-1001");
    let evidence = export["evidence"].as_array().unwrap();
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(evidence[0]["sha256"], abc);
    assert_eq!((&evidence[1]["admissible"], evidence[1]["reason"].is_string()), (&json!(false), true));
    // Paid in, refunded, reversed, paid out.
    let entries = export["ledger_entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4, "{entries:?}");
    assert_eq!(entries[2]["reverses"], entries[1]["id"]);
    let audit = export["audit"].as_array().unwrap();
    assert!(
        audit.iter().any(|line| line["actor"] == "ines" && line["hash"].as_str().unwrap().len() == 64),
        "{audit:?}"
    );
}

#[test]
fn markdown_and_html_say_the_whole_case_and_keep_strangers_words_text() {
    let home = home();
    for (format, brief) in [("md", r"Un logo \<b\>simple\</b\>."), ("html", "Un logo &lt;b&gt;simple&lt;/b&gt;.")] {
        let page = home.run(&["export", "D-1001", "--format", format, "--lang", "en"]).ok().stdout;
        for part in
            [brief, "Léa Martin", "Studio Nova", "plan.txt", "Fait, dit ines.", "payment to the seller", "Audit"]
        {
            assert!(page.to_lowercase().contains(&part.to_lowercase()), "{format} lacks {part}:\n{page}");
        }
        assert!(!page.contains("<b>simple"), "{format}");
    }
}

#[test]
fn a_redacted_case_names_nobody() {
    let home = home();
    for format in ["md", "html", "json"] {
        let page = home.run(&["export", "D-1001", "--redact", "--format", format, "--lang", "en"]).ok().stdout;
        let page = page.replace("lease_until", "");
        for personal in ["Léa", "lea", "Martin", "Nova", "C-1", "S-1", "mail.fr", "34 56", "ines", "Entre nous"] {
            assert!(!page.to_lowercase().contains(&personal.to_lowercase()), "{format} has {personal}:\n{page}");
        }
        assert!(page.contains("[client]") && page.contains("[seller]") || format == "md", "{format}:\n{page}");
    }
}

#[test]
fn each_party_has_a_letter_in_the_orders_language() {
    let home = home();
    let letter = |side: &str| home.run(&["export", "D-1001", "--letter", side, "--lang", "en"]).ok().stdout;
    assert!(letter("client").contains("Vous êtes remboursé à hauteur de 0,00"), "{}", letter("client"));
    assert!(letter("seller").contains("Vous recevez 120,00"), "{}", letter("seller"));
    assert!(!letter("seller").contains("Entre nous"), "notes are the mediators'");
    home.act("ines", &["undo", "D-1001"]).ok();
    home.run(&["export", "D-1001", "--letter", "client"]).failed(3, "bad_state");
    home.run(&["export", "D-9999", "--json"]).failed(5, "unknown_dispute");
    home.run(&["export", "D-1001", "--format", "pdf"]).failed(2, "usage");
}

#[test]
fn the_manual_knows_every_command_of_the_desk() {
    let home = Home::new();
    let man = home.run(&["man"]).ok().stdout;
    // The desk's own commands, from the one table that its keys, footer, palette and help come from.
    for spec in litige::app::command::TABLE {
        assert!(man.contains(&format!("[{}]", spec.name.replace('-', "\\-"))), "{}", spec.name);
    }
}
