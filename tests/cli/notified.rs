//! What a mediator is told until they acknowledge it.

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, keys, message};

fn told(home: &Home, me: &str) -> Vec<(String, String, String)> {
    let all = home.act(me, &["notifications", "--json"]).ok().json();
    let word = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    let all = all.as_array().unwrap().iter().map(|one| {
        assert_eq!(keys(one), ["at", "by", "dispute", "kind"]);
        (word(one, "dispute"), word(one, "kind"), word(one, "by"))
    });
    all.collect()
}

fn one(dispute: &str, kind: &str, by: &str) -> (String, String, String) {
    (dispute.to_owned(), kind.to_owned(), by.to_owned())
}

#[test]
fn a_partys_answers_are_told_to_the_holder_until_they_acknowledge_them() {
    let home = Home::with(&[disputed("O-1"), disputed("O-2")].concat());
    home.ingest(&[message("m1", "O-1", "client", "Bonjour ?")]);
    assert_eq!(told(&home, "ines"), [], "it is nobody's case");
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    let answer = json!({"by": "seller", "body": "\u{1b}]2;moi\u{7} Les voici.", "answers": "q3"});
    home.ingest(&[
        message("m2", "O-1", "client", "Alors ?"),
        message("m3", "O-1", "client", "Alors ??"),
        event("m4", "O-1", "dispute.message", answer),
        message("m5", "O-2", "client", "Et moi ?"),
    ]);
    assert_eq!(told(&home, "ines").len(), 2, "two messages are one notification");
    assert!(told(&home, "ines").contains(&one("D-1001", "party_wrote", "client")));
    assert!(told(&home, "ines").contains(&one("D-1001", "ask_answered", "seller")));
    assert_eq!((told(&home, "noor"), told(&home, "lea")), (vec![], vec![]));
    let text = home.act("ines", &["notifications", "--lang", "fr"]).ok().stdout;
    assert!(text.contains("Le vendeur a répondu à la question de D-1001."), "{text}");
    assert!(!text.contains("voici") && !text.contains('\u{1b}'), "nothing of theirs is in it: {text}");
    let said = home.act("ines", &["notifications", "--acknowledge"]).ok().stdout;
    assert!(said.contains("The client wrote in D-1001.") && said.contains("2 notifications acknowledged."), "{said}");
    assert_eq!(told(&home, "ines"), []);
    assert_eq!(home.act("ines", &["notifications", "--acknowledge", "--json"]).ok().json(), json!([]));
    home.run(&["verify"]).ok();
}

#[test]
fn a_decision_that_waits_for_a_second_word_is_told_to_those_who_may_give_it() {
    let home = Home::new();
    home.set_policy(&["second_mediator_above=EUR=100"]);
    home.ingest(&[disputed("O-1"), disputed("O-2")].concat());
    for (handle, role) in [("lea", "lead"), ("ines", "mediator"), ("noor", "mediator"), ("ro", "reader")] {
        home.act("lea", &["mediator", "add", handle, "--name", handle, "--role", role]).ok();
    }
    home.act("lea", &["mediator", "conflict", "noor", "--with", "C-O-2"]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Conforme."]).ok();
    let waits = [one("D-1002", "approval_needed", "ines")];
    assert_eq!(told(&home, "lea"), waits);
    assert_eq!((told(&home, "ines"), told(&home, "noor"), told(&home, "ro")), (vec![], vec![], vec![]));
    home.act("lea", &["notifications", "--acknowledge"]).ok();
    assert_eq!(told(&home, "lea"), []);
    home.act("lea", &["refuse", "D-1002", "--reason", "À revoir."]).ok();
    assert_eq!(told(&home, "ines"), [one("D-1002", "refused", "lea")]);
}

#[test]
fn notifications_are_a_members_own() {
    let home = Home::with(&disputed("O-1"));
    home.run(&["notifications", "--json"]).failed(3, "not_a_mediator");
    home.act("eve", &["notifications"]).failed(3, "not_a_mediator");
    assert_eq!(home.act("ro", &["notifications"]).ok().stdout, "No notifications.\n");
}
