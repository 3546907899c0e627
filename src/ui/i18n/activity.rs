//! Who did what, in words: which text of `assets/locales/*/activity.ftl` an activity has, and what fills it.

use std::fmt::Display;

use fluent_bundle::{FluentArgs, FluentValue};

use super::Bundle;
use crate::domain::activity::{self, Activity, BindingChange, ProposedTerms};
use crate::domain::audit::Record;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;
use crate::ui::text::safe;

/// As many cases are named; of more, how many more.
const NAMED: usize = 5;

/// How what an activity speaks of is written.
pub struct ActivityFormat<'a> {
    pub lang: Lang,
    /// A member of the team.
    pub name_of: &'a dyn Fn(&Handle) -> String,
    pub time: &'a dyn Fn(Time) -> String,
}

/// Who did it: a member's name, or the program's.
pub(crate) fn actor(texts: &Bundle, record: &Record, format: &ActivityFormat<'_>) -> String {
    match record.actor.as_str() {
        "system" => texts.get("activity-system", &FluentArgs::new()),
        handle => safe(&(format.name_of)(&Handle::from(handle))).into_owned(),
    }
}

/// What was done, as it follows the name of who did it; without a full stop.
pub(crate) fn phrase(texts: &Bundle, record: &Record, format: &ActivityFormat<'_>) -> String {
    let wording = ActivityWording::of(record, texts, format);
    let mut phrase = texts.get(wording.key, &wording.args);
    if let Activity::Team { binding: Some(binding), .. } = Activity::of(record) {
        let (key, account) = match binding {
            BindingChange::Bound(account) => ("activity-bound", account),
            BindingChange::Unbound => ("activity-unbound", String::new()),
        };
        phrase.push_str(&texts.get(key, &ActivityArgs::default().with("account", safe(&account)).0));
    }
    if let Some(from) = activity::taken_from(record) {
        let args = ActivityArgs::default().with("from", name(&from, format));
        phrase.push_str(&texts.get("activity-taken-from", &args.0));
    }
    safe(&phrase).into_owned()
}

/// What fills a text.
#[derive(Default)]
struct ActivityArgs(FluentArgs<'static>);

impl ActivityArgs {
    fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.0.set(name, value.to_string());
        self
    }

    /// A value that may be missing, for a text that says so.
    fn with_option(self, name: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self.with(name, "none"),
        }
    }

    /// A number whose plural matters; none of it where it is not known.
    fn with_count(mut self, count: Option<u64>) -> Self {
        self.0.set("count", FluentValue::from(count.unwrap_or(0)));
        self
    }
}

/// A text and what fills it.
struct ActivityWording {
    key: &'static str,
    args: FluentArgs<'static>,
}

fn name(handle: &Handle, format: &ActivityFormat<'_>) -> String {
    safe(&(format.name_of)(handle)).into_owned()
}

impl ActivityWording {
    fn of(record: &Record, texts: &Bundle, format: &ActivityFormat<'_>) -> Self {
        let some_case = || texts.get("activity-some-case", &FluentArgs::new());
        let args = ActivityArgs::default()
            .with("dispute", record.dispute.map_or_else(some_case, |dispute| dispute.to_string()));
        let decided = |args: ActivityArgs, by: Option<Handle>| match by {
            Some(by) if by.0 == record.actor => args.with("decided", "own"),
            by => args.with_option("decided", by.map(|by| name(&by, format))),
        };
        let (key, args) = match Activity::of(record) {
            Activity::Claim => ("activity-claim", args),
            Activity::Release => ("activity-release", args),
            Activity::Assign { to } => ("activity-assign", args.with_option("to", to.map(|to| name(&to, format)))),
            Activity::Say { message } => ("activity-say", args.with_option("message", message)),
            Activity::Remind { message, of } => {
                ("activity-remind", args.with_option("of", of).with_option("message", message))
            }
            Activity::Note => ("activity-note", args),
            Activity::Ask { ask, to } => ("activity-ask", args.with_option("ask", ask).with_option("to", to)),
            Activity::WithdrawAsk { ask } => ("activity-withdraw-ask", args.with_option("ask", ask)),
            Activity::Propose { proposal, terms } => {
                ("activity-propose", proposed(args.with_option("proposal", proposal), terms, format))
            }
            Activity::WithdrawProposal { proposal } => {
                ("activity-withdraw-proposal", args.with_option("proposal", proposal))
            }
            Activity::Admit { attachment } => ("activity-admit", args.with_option("attachment", attachment)),
            Activity::Strike { attachment } => ("activity-strike", args.with_option("attachment", attachment)),
            Activity::Decide { outcome, refund, basis, awaiting } => {
                // A part that comes back, but nothing says how much.
                let outcome = outcome
                    .map(|outcome| outcome.as_str())
                    .filter(|word| *word != "partial_refund" || refund.is_some());
                let args =
                    args.with_option("outcome", outcome).with_option("refund", refund.map(|sum| money(sum, format)));
                let args = args.with_option("basis", basis).with("awaiting", if awaiting { "yes" } else { "no" });
                ("activity-decide", args)
            }
            Activity::Undo { decided_by } => ("activity-undo", decided(args, decided_by)),
            Activity::Approve { decided_by } => ("activity-approve", decided(args, decided_by)),
            Activity::Refuse { decided_by } => ("activity-refuse", decided(args, decided_by)),
            Activity::Snooze { until } => ("activity-snooze", args.with_option("until", until.map(format.time))),
            Activity::Wake => ("activity-wake", args),
            Activity::MarkRead => ("activity-mark-read", args),
            Activity::Ingest { events: _, files: files @ Some(_) } => ("activity-filled", args.with_count(files)),
            Activity::Ingest { events, files: None } => ("activity-ingest", args.with_count(events)),
            Activity::Settle { disputes } => {
                let count = u64::try_from(disputes.len()).ok();
                ("activity-settle", args.with_count(count).with("disputes", listed(&disputes)))
            }
            Activity::Fill { events, actions: _ } => ("activity-fill", args.with_count(events)),
            Activity::Upgrade => ("activity-upgrade", args),
            Activity::Team { kind, handle, role, binding: _ } => {
                let handle = handle.map_or_else(|| "?".to_owned(), |handle| name(&handle, format));
                let args = args.with_option("kind", kind);
                ("activity-team", args.with("handle", handle).with_option("role", role))
            }
            Activity::PutPolicy { version } => ("activity-put-policy", args.with_option("version", version)),
            Activity::Erase { person, texts } => {
                let person = person.map(|person| safe(&person).into_owned());
                ("activity-erase", args.with_option("person", person).with_count(texts))
            }
            Activity::Unknown { action } => {
                let args = args.with_option("about", record.dispute);
                ("activity-unknown", args.with("action", safe(&action)))
            }
        };
        Self { key, args: args.0 }
    }
}

fn proposed(args: ActivityArgs, terms: Option<ProposedTerms>, format: &ActivityFormat<'_>) -> ActivityArgs {
    match terms {
        Some(ProposedTerms::Refund(sum)) => args.with("terms", "refund").with("refund", money(sum, format)),
        Some(ProposedTerms::Relaunch) => args.with("terms", "relaunch").with("refund", "none"),
        None => args.with("terms", "none").with("refund", "none"),
    }
}

fn money(sum: Money, format: &ActivityFormat<'_>) -> String {
    sum.format(format.lang)
}

/// `D-1, D-2, D-3 … (+4)`.
fn listed(disputes: &[DisputeId]) -> String {
    let named: Vec<String> = disputes.iter().take(NAMED).map(ToString::to_string).collect();
    match disputes.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} … (+{more})", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::{Value, json};

    use super::super::assets;
    use super::*;
    use crate::domain::activity::AuditAction;
    use crate::domain::dispute::action::ActionKind;

    fn record(action: &str, body: Value) -> Record {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        Record { seq: 7, at, actor: "ines".to_owned(), action: action.to_owned(), dispute: Some(DisputeId(1012)), body }
    }

    fn sentence(lang: Lang, record: &Record) -> String {
        let texts = Bundle::new(lang, assets::command_line(lang));
        let (name_of, time) = (|handle: &Handle| handle.0.clone(), |at: Time| at.format("%H:%M").to_string());
        let format = ActivityFormat { lang, name_of: &name_of, time: &time };
        format!("{} {}", actor(&texts, record, &format), phrase(&texts, record, &format))
    }

    #[test]
    fn who_did_what_is_a_sentence_in_both_languages() {
        let refund = json!({"minor": 4_000, "currency": "EUR"});
        for (action, body, en, fr) in [
            ("claim", json!({}), "ines took D-1012", "ines a pris D-1012"),
            ("assign", json!({"to": "tom"}), "ines gave D-1012 to tom", "ines a confié D-1012 à tom"),
            ("assign", json!({}), "ines gave D-1012 to a colleague", "ines a confié D-1012 à un collègue"),
            (
                "claim",
                json!({"taken_from": "tom"}),
                "ines took D-1012, previously held by tom",
                "ines a pris D-1012, suivi auparavant par tom",
            ),
            (
                "ask",
                json!({"made": "q3", "to": "seller"}),
                "ines asked the seller a question in D-1012 (q3)",
                "ines a posé une question au vendeur dans D-1012 (q3)",
            ),
            (
                "remind",
                json!({"made": "m9", "of": "q3"}),
                "ines sent a reminder of q3 in D-1012 (m9)",
                "ines a relancé au sujet de q3 dans D-1012 (m9)",
            ),
            (
                "decide",
                json!({"outcome": "partial_refund", "refund": refund, "basis": "agreed", "awaiting": true}),
                "ines decided D-1012: partial refund of €40.00, as agreed – waiting for a second mediator",
                "ines a tranché D-1012\u{a0}: remboursement partiel de 40,00\u{a0}€, d’un commun accord – en attente d’un second médiateur",
            ),
            (
                "undo",
                json!({"decided_by": "ines"}),
                "ines undid their own decision on D-1012",
                "ines a défait sa décision sur D-1012",
            ),
            (
                "put_mediator",
                json!({"handle": "zoe", "role": "lead"}),
                "ines put zoe on the team as a lead",
                "ines a inscrit zoe dans l’équipe comme responsable",
            ),
            (
                "add_mediator",
                json!({"handle": "zoe", "role": "reader"}),
                "ines added zoe to the team as a reader",
                "ines a ajouté zoe à l’équipe comme lecteur",
            ),
            (
                "change_mediator",
                json!({"handle": "zoe", "role": "mediator"}),
                "ines changed zoe’s entry in the team: now a mediator",
                "ines a modifié zoe dans l’équipe\u{a0}: désormais médiateur",
            ),
            (
                "change_mediator",
                json!({"handle": "zoe", "role": "mediator", "bound": "zoe-r", "bound_before": null}),
                "ines changed zoe’s entry in the team: now a mediator, only from the account zoe-r",
                "ines a modifié zoe dans l’équipe\u{a0}: désormais médiateur, depuis le seul compte zoe-r",
            ),
            (
                "change_mediator",
                json!({"handle": "zoe", "role": "mediator", "bound": null, "bound_before": "zoe-r"}),
                "ines changed zoe’s entry in the team: now a mediator, no longer bound to an account",
                "ines a modifié zoe dans l’équipe\u{a0}: désormais médiateur, sans compte lié désormais",
            ),
            (
                "add_conflict",
                json!({"handle": "zoe"}),
                "ines recorded a conflict of interest for zoe",
                "ines a noté un conflit d’intérêts pour zoe",
            ),
            (
                "remove_conflict",
                json!({"handle": "zoe"}),
                "ines removed a conflict of interest for zoe",
                "ines a levé un conflit d’intérêts pour zoe",
            ),
            (
                "retire_mediator",
                json!({"handle": "zoe", "role": "mediator"}),
                "ines removed zoe from the team",
                "ines a retiré zoe de l’équipe",
            ),
            (
                "erase",
                json!({"person": "Person 4f", "texts": {"messages": 1}}),
                "ines erased a person (now Person 4f): one text replaced",
                "ines a effacé une personne (désormais Person 4f)\u{a0}: un texte remplacé",
            ),
            ("rewrite", json!({}), "ines did “rewrite” to D-1012", "ines a fait «\u{a0}rewrite\u{a0}» sur D-1012"),
        ] {
            assert_eq!(sentence(Lang::En, &record(action, body.clone())), en);
            assert_eq!(sentence(Lang::Fr, &record(action, body)).replace('\u{202f}', "\u{a0}"), fr);
        }
    }

    /// Every word that the program writes into the audit, with whatever body: a sentence in both languages.
    #[test]
    fn every_word_of_the_audit_has_a_sentence_in_both_languages() {
        let words = ActionKind::ALL.iter().map(|kind| kind.as_str());
        let words = words.chain(AuditAction::ALL.iter().map(|word| word.as_str()));
        let bodies =
            [Value::Null, json!({}), json!({"made": [], "refund": 3, "until": {}, "handle": "\u{1b}[31m\u{202e}"})];
        for word in words {
            for lang in [Lang::En, Lang::Fr] {
                for body in &bodies {
                    let told = sentence(lang, &record(word, body.clone()));
                    assert!(!told.contains("activity-"), "{word} has no text in {lang}: {told}");
                    assert!(!told.contains(['{', '}', '$', '\u{1b}', '\u{202e}', '“', '«']), "{lang}: {told}");
                    assert!(!told.contains("  ") && told.trim() == told, "{lang}: {told:?}");
                }
            }
        }
    }
}
