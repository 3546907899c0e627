//! What `litige search` finds: the same as the desk's search, whatever the order of the words.

use serde_json::{Value, json};

use crate::support::{Home, disputed, message};

/// What the messages say that were found.
fn found(home: &Home, query: &str) -> Vec<String> {
    let hits = home.run(&["search", "--json", "--", query]).ok().json();
    let messages = hits.as_array().unwrap().iter().filter(|hit| hit["kind"] == "message");
    messages.map(|hit| hit["snippet"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A base where these messages were written, the first one first.
fn home(bodies: &[&str]) -> Home {
    let mut events = disputed("O-1");
    for (at, body) in bodies.iter().enumerate() {
        events.push(message(&format!("s-{at}"), "O-1", "seller", body));
    }
    Home::with(&events)
}

#[test]
fn the_last_word_may_be_unfinished_whatever_stands_around_it() {
    let home = home(&["Un remboursement partiel zeste.", "Rien, remb."]);
    let both = ["Rien, remb.", "Un remboursement partiel zeste."];
    for query in
        ["remb", "remb ", "seller:nova remb", "remb seller:nova", "is:open remb seller:nova lang:fr", "remb \u{1f44d}"]
    {
        assert_eq!(found(&home, query), both, "{query}");
    }
    assert_eq!(found(&home, "\"remb\""), ["Rien, remb."], "in quotes it is whole");
    assert_eq!(found(&home, "remb zeste"), [""; 0], "the words before it are whole");
    for query in ["un partiel zes", "partiel un zes", "partiel is:open un zes", "zeste partiel u"] {
        assert_eq!(found(&home, query), [both[1]], "{query}");
    }
}

#[test]
fn compatibility_forms_and_invisible_joints_are_found_as_they_are_read() {
    let written = [
        "Le \u{fb01}chier joint",
        "une re\u{ad}touche",
        "des \u{ff32}\u{ff25}\u{ff34}\u{ff2f}\u{ff35}\u{ff23}\u{ff28}\u{ff25}\u{ff33}",
        "un lo\u{200d}go",
        "12 m\u{b2} et 5 \u{338f}",
        "la marque Nova\u{2122} Pro",
    ];
    let home = home(&written);
    for (query, at) in [
        ("fichier", 0),
        ("\u{fb01}chier", 0),
        ("\"fichier\"", 0),
        ("\"retouche\"", 1),
        ("\"re\u{ad}touche\"", 1),
        ("retouches", 2),
        ("\"logo\"", 3),
        ("lo\u{200c}go", 3),
        ("m2", 4),
        ("\"kg\"", 4),
        ("\"marque nova\"", 5),
    ] {
        assert_eq!(found(&home, query), [written[at]], "{query:?}");
    }
}

#[test]
fn a_filter_is_understood_in_both_languages() {
    let home = Home::with(&["O-1", "O-2", "O-3"].map(disputed).concat());
    home.act("noor", &["claim", "D-1002"]).ok();
    let queue = |query: &str| -> Vec<Value> {
        let rows = home.act("ines", &["queue", "--view", "all", "--json", "--query", query]).ok().json();
        rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
    };
    for (query, ids) in [
        ("vendeur:nova attend:vous -tenu:personne", &["D-1002"][..]),
        ("seller:nova waiting:you held:noor", &["D-1002"]),
        ("suivi:moi", &[]),
        ("montant>100 est:libre", &["D-1001", "D-1003"]),
    ] {
        let mut found = queue(query);
        found.sort_by_key(Value::to_string);
        assert_eq!(found, ids, "{query}");
    }
    for (command, query, said) in [
        ("queue", "vendeurr:nova", "did you mean seller:?"),
        ("queue", "est:ouvret", "did you mean open?"),
        ("queue", "held:nor", "did you mean noor?"),
        ("search", "tenu:nor", "did you mean noor?"),
        ("search", "atend:vous x", "did you mean waiting:?"),
    ] {
        let option: &[&str] = if command == "queue" { &["--query"] } else { &[] };
        let refused = home.run(&[&[command], option, &[query]].concat());
        assert_eq!(refused.status, 3, "{query}");
        assert!(refused.stderr.contains("malformed") && refused.stderr.contains(said), "{}", refused.stderr);
    }
}

#[test]
fn a_dispute_is_named_with_or_without_its_letter() {
    let home = Home::with(&disputed("O-1"));
    let shown = home.run(&["show", "D-1001", "--json"]).ok().json();
    for name in ["1001", "d-1001"] {
        assert_eq!(home.run(&["show", name, "--json"]).ok().json()["dispute"]["id"], shown["dispute"]["id"], "{name}");
        home.act("ines", &["note", name, "Lu."]).ok();
    }
    assert_eq!(home.run(&["show", "9", "--json"]).json()["error"]["code"], "unknown_dispute");
    assert_eq!(home.run(&["show", "m1001"]).status, 2);
}

#[test]
fn a_misspelt_handle_is_refused_also_for_reading() {
    let home = Home::with(&disputed("O-1"));
    for args in [&["queue"][..], &["search", "travail"], &["show", "D-1001"], &["stats"]] {
        let refused = home.act("inse", args);
        assert_eq!(refused.status, 3, "{args:?}");
        assert!(refused.stderr.contains("not_a_mediator") && refused.stderr.contains("inse"), "{}", refused.stderr);
        home.act("ines", args).ok();
    }
}

#[test]
fn a_quote_inside_a_word_is_punctuation() {
    let home = home(&["un écran a\"b", "un ab", "15\"6 de large"]);
    assert_eq!(found(&home, "a\"b"), ["un écran a\"b"]);
    assert_eq!(found(&home, "\"a b\""), ["un écran a\"b"]);
    assert_eq!(found(&home, "\"a\"\"b\""), ["un écran a\"b"]);
    assert_eq!(found(&home, "15\"6 large"), ["15\"6 de large"]);
}

#[test]
fn each_hit_says_what_it_is_and_where_it_stands() {
    let mut events = disputed("O-1");
    let mut message = message("s-1", "O-1", "seller", "Voici la preuve.");
    message["attachments"] = json!([{"name": "capture-azur.png", "media_type": "image/png", "origin": "platform"}]);
    events.push(message);
    let home = Home::with(&events);
    home.act("ines", &["note", "D-1001", "À vérifier : azurage."]).ok();
    home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Azur conforme."]).ok();
    let hits = home.run(&["search", "--json", "azur"]).ok().json();
    let hits: Vec<_> = hits.as_array().unwrap().iter().filter(|hit| hit["kind"] != "message").collect();
    let said: Vec<_> = hits.iter().map(|hit| (hit["kind"].as_str().unwrap(), hit["from"].as_str().unwrap())).collect();
    assert_eq!(said, [("reason", "mediator"), ("note", "mediator"), ("file", "seller")]);
    assert_eq!(
        (&hits[1]["note"], &hits[1]["attachment"], &hits[1]["message"]),
        (&json!("n1"), &Value::Null, &Value::Null)
    );
    assert!(hits[2]["attachment"].as_str().unwrap().starts_with('a'), "{}", hits[2]);
    let brief = home.run(&["search", "--json", "propositions"]).ok().json();
    assert_eq!((&brief[0]["kind"], &brief[0]["event"]), (&json!("brief"), &json!("order.placed")));
    // In words, for people, in either language.
    for (lang, reason, file) in
        [("en", "reasons of the decision", "file a"), ("fr", "motifs de la décision", "fichier a")]
    {
        let text = home.run(&["--lang", lang, "search", "azur"]).ok().stdout;
        assert!(text.contains(reason) && text.contains(file) && text.contains("note n1"), "{text}");
    }
}
