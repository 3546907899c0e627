//! Two mediators at two terminals work through the demo's queue until it is empty, in either language.

use chrono::{DateTime, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use super::steps::select_yes;
use crate::support::{DeskProcess, Sandbox, Size};

/// The desk's texts while a case is decided, in one language.
struct Words {
    lang: &'static str,
    steps: [&'static str; 4],
    sure: &'static str,
    decided: &'static str,
    waits: &'static str,
    yes: &'static str,
    approved: &'static str,
    case: &'static str,
    nothing: &'static str,
}

const FRENCH: Words = Words {
    lang: "fr",
    steps: ["Issue", "Montant", "Motifs", "Preuves"],
    sure: "Oui : ",
    decided: "est tranché : ",
    waits: "second médiateur",
    yes: "▌ Oui : ",
    approved: "est approuvée",
    case: "2 Discussion",
    nothing: "Aucun dossier dans cette vue",
};

const ENGLISH: Words = Words {
    lang: "en",
    steps: ["Outcome", "Amount", "Reasons", "Evidence"],
    sure: "Yes: ",
    decided: "is decided: ",
    waits: "second mediator",
    yes: "▌ Yes: ",
    approved: "is approved",
    case: "2 Discussion",
    nothing: "No cases in this view",
};

/// A mediator at their desk, with the number of cases that they have closed.
struct MediatorDesk<'a> {
    handle: &'static str,
    desk: DeskProcess,
    sandbox: &'a Sandbox,
    words: &'a Words,
    decided: usize,
    approved: usize,
}

impl MediatorDesk<'_> {
    /// Returns the open cases in the order of this mediator's queue.
    fn queue(&self) -> Vec<String> {
        let rows = self.sandbox.json(&["queue", "--as", self.handle, "--limit", "100"]);
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Closes the most urgent case that this mediator can close; returns false if there is none.
    fn close_one(&mut self) -> bool {
        let Some((at, id, work)) = self.queue().into_iter().enumerate().find_map(|(at, id)| {
            let work = next_task(&self.sandbox.show(&id), self.handle)?;
            Some((at, id, work))
        }) else {
            return false;
        };
        // What the colleague has done since is on this screen before a key is pressed on it.
        let queue = self.queue();
        self.desk.wait_until("the queue as it is", |screen| {
            let shown = shown_in(screen);
            !shown.is_empty() && queue.windows(shown.len()).any(|window| window == shown)
        });
        self.desk.press(&["g", "g"]).press(&vec!["j"; at]);
        self.desk.wait_until(&format!("{id} selected"), |screen| {
            screen.lines().any(|row| row.trim_start().starts_with('▌') && row.contains(&format!(" {id} ")))
        });
        self.desk.press(&["Enter"]);
        self.desk.wait_for(self.words.case);
        match work {
            Task::Decide { agreed } => self.decide(&id, agreed.as_deref()),
            Task::Approve => self.approve(&id),
        }
        self.desk.press(&["h"]);
        self.desk.wait_until_gone(self.words.case);
        true
    }

    fn decide(&mut self, id: &str, agreed: Option<&str>) {
        let desk = &mut self.desk;
        let page = |desk: &mut DeskProcess, name: &str| {
            desk.wait_until(&format!("the page {name}"), |screen| {
                (1..=5).any(|n| screen.contains(&format!("▌{n} {name}")))
            });
        };
        let [outcome, amount, reasons, cites] = self.words.steps;
        desk.press(&["D"]);
        // What a colleague has been quiet on is taken over first.
        let asked = ["▌ No, leave it ▐", "▌ Non, laisser ▐"];
        let first = desk.wait_until(&format!("the page {outcome}, or a question"), |screen| {
            screen.contains(&format!("▌1 {outcome}")) || asked.iter().any(|answer| screen.contains(answer))
        });
        if asked.iter().any(|answer| first.contains(answer)) {
            desk.press(&["Right", "Enter"]);
        }
        page(desk, outcome);
        // What both agreed to is filled in; else the seller, the client, or half to each, in turn.
        let imposed = self.decided % 3;
        if agreed.is_none() {
            desk.press(&["Home"]).press(&vec!["j"; imposed]);
        }
        desk.press(&["Enter"]);
        if agreed.map_or(imposed == 2, |kind| kind == "partial_refund") {
            page(desk, amount);
            if agreed.is_none() {
                desk.type_text("50%");
            }
            desk.press(&["Enter"]);
        }
        page(desk, reasons);
        desk.type_text("Le brief, la livraison et les deux versions ont été lus.").press(&["Ctrl-s"]);
        page(desk, cites);
        desk.press(&["Enter"]);
        desk.wait_for(self.words.sure);
        select_yes(desk, self.words.yes);
        desk.press(&["Enter"]);
        desk.wait_for(&format!("{id} {}", self.words.decided));
        self.decided += 1;
    }

    fn approve(&mut self, id: &str) {
        self.desk.wait_for(self.words.waits);
        self.desk.press(&["+"]);
        self.desk.wait_for(self.words.sure);
        select_yes(&mut self.desk, self.words.yes);
        self.desk.press(&["Enter"]);
        self.desk.wait_until(&format!("{id} approved"), |screen| {
            screen.lines().any(|row| row.contains(id) && row.contains(self.words.approved))
        });
        self.approved += 1;
    }
}

/// Returns the cases of the queue on this screen, from the top.
fn shown_in(screen: &str) -> Vec<String> {
    let id = |row: &str| row.split_whitespace().find(|word| word.starts_with("D-1")).map(str::to_owned);
    let rows = screen.lines().skip(2).take_while(|row| !row.trim_start().starts_with('─'));
    rows.filter_map(|row| id(row.get(..24).unwrap_or(row))).collect()
}

enum Task {
    /// What both parties agreed to, by its kind.
    Decide {
        agreed: Option<String>,
    },
    Approve,
}

/// Returns what this mediator can do to close a case; `None` if a colleague works on it, or if there is a conflict of
/// interest.
fn next_task(case: &Value, me: &str) -> Option<Task> {
    if me == "camille" && case["order"]["seller"]["id"] == "lemaire-films" {
        return None;
    }
    if case["decision"].is_object() && case["decision"]["effective_at"].is_null() {
        return Some(Task::Approve).filter(|_| case["decision"]["by"] != me);
    }
    let holder = &case["dispute"]["claimed_by"];
    let lease = case["dispute"]["lease_until"].as_str().map(|until| until.parse::<DateTime<Utc>>().unwrap());
    let lapsed = lease.is_some_and(|until| until <= Utc::now());
    let proposals = case["proposals"].as_array().unwrap();
    let agreed = proposals.iter().find(|proposal| proposal["state"] == "agreed");
    let agreed = agreed.map(|proposal| proposal["kind"].as_str().unwrap().to_owned());
    (holder.is_null() || lapsed || holder == me).then_some(Task::Decide { agreed })
}

#[rstest]
#[case(&FRENCH, Size::SMALL)]
#[case(&ENGLISH, Size::WIDE)]
fn two_people_work_the_demos_queue_to_empty(#[case] words: &Words, #[case] size: Size) {
    let sandbox = Sandbox::new().with("LITIGE_LANG", words.lang);
    let seat = |handle| {
        let mut desk = sandbox.open_desk(size, &["demo", "--still", "--as", handle]);
        desk.wait_for("D-10");
        MediatorDesk { handle, desk, sandbox: &sandbox, words, decided: 0, approved: 0 }
    };
    let (mut camille, mut ines) = (seat("camille"), seat("ines"));
    let open = camille.queue().len();
    assert!(open > 15, "{open}");
    while camille.close_one() | ines.close_one() {}

    for seat in [&mut camille, &mut ines] {
        assert_eq!(seat.queue(), Vec::<String>::new());
        seat.desk.wait_for(words.nothing);
        assert!(seat.decided > 3, "{} decided {}", seat.handle, seat.decided);
        seat.desk.press(&["q"]);
        assert!(seat.desk.wait_for_exit().success());
    }
    assert!(camille.approved > 0, "Inès decides above the limit too");
    assert_eq!(sandbox.json(&["queue", "--view", "all", "--query", "is:open -is:snoozed"]), json!([]));
    sandbox.assert_verified();
}
