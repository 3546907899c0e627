//! A case without personal data, for sharing: names, ids of persons, mail addresses, links to messengers and phone numbers
//! are replaced wherever they stand. A name that someone only hints at can't be found; whoever shares should read once more.

use crate::domain::fold::fold;
use crate::domain::lexicon;
use crate::store::CaseFile;

/// Words that stand in place of persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masks {
    /// For the client.
    pub client: String,
    /// For the seller.
    pub seller: String,
    /// For a mediator.
    pub mediator: String,
    /// For an address or a number.
    pub contact: String,
}

/// Replaces personal data in everything that a case says. `team` are the mediators' handles and names.
pub fn redact(file: &mut CaseFile, masks: &Masks, team: &[String]) {
    let mut names = Names::default();
    let order = &file.case.order;
    for (person, mask) in [(&order.client, &masks.client), (&order.seller, &masks.seller)] {
        names.add(&person.name, mask);
        names.add(&person.id.0, mask);
    }
    team.iter().for_each(|name| names.add(name, &masks.mediator));
    let clean = |text: &mut String| *text = names.replaced(&without_contacts(text, &masks.contact));

    let order = &mut file.case.order;
    for (person, mask) in [(&mut order.client, &masks.client), (&mut order.seller, &masks.seller)] {
        person.name.clone_from(mask);
        person.id.0.clone_from(mask);
    }
    clean(&mut order.title);
    clean(&mut order.brief);
    for row in &mut file.timeline {
        clean(&mut row.body);
    }
    for row in &mut file.thread {
        clean(&mut row.message.author);
        clean(&mut row.message.body);
        row.attachments.iter_mut().for_each(|a| attachment(a, &clean));
    }
    file.order_files.iter_mut().for_each(|a| attachment(a, &clean));
    // What mediators write among themselves is not for sharing.
    file.notes.clear();
    if let Some(dispute) = &mut file.case.dispute {
        dispute.justification.iter_mut().for_each(clean);
        dispute.claim.iter_mut().for_each(|claim| clean(&mut claim.by.0));
        for ask in &mut dispute.asks {
            clean(&mut ask.body);
            ask.by.iter_mut().for_each(|by| clean(&mut by.0));
        }
        for proposal in &mut dispute.proposals {
            clean(&mut proposal.terms);
            proposal.mediator.iter_mut().for_each(|by| clean(&mut by.0));
        }
        dispute.decision.iter_mut().for_each(|d| decision(d, &clean));
    }
    file.past_decisions.iter_mut().for_each(|d| decision(d, &clean));
}

fn attachment(file: &mut crate::domain::case::Attachment, clean: &impl Fn(&mut String)) {
    clean(&mut file.name);
    file.text.iter_mut().for_each(clean);
    file.path = None;
    file.inadmissible.iter_mut().for_each(clean);
}

fn decision(decision: &mut crate::domain::case::Decision, clean: &impl Fn(&mut String)) {
    clean(&mut decision.by.0);
    clean(&mut decision.reasons);
    decision.key = None;
}

/// What to look for, longest first, each with its mask: a whole name, and each of its words that can't be mistaken for an
/// ordinary short one.
#[derive(Debug, Default)]
struct Names {
    wanted: Vec<(String, String)>,
}

impl Names {
    fn add(&mut self, name: &str, mask: &str) {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 3);
        for part in std::iter::once(name.trim()).chain(words).map(fold) {
            if part.chars().count() >= 2 && !self.wanted.iter().any(|(known, _)| *known == part) {
                self.wanted.push((part, mask.to_owned()));
            }
        }
        self.wanted.sort_by_key(|(part, _)| std::cmp::Reverse(part.len()));
    }

    /// The text with every name in it masked; accents and capitals don't count, and a name inside a word doesn't either.
    fn replaced(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut inside) = (text, false);
        while let Some(first) = rest.chars().next() {
            match (!inside).then(|| self.at(rest)).flatten() {
                Some((len, mask)) => {
                    out.push_str(mask);
                    rest = &rest[len..];
                    inside = true;
                }
                None => {
                    out.push(first);
                    inside = first.is_alphanumeric();
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        out
    }

    /// The name that this text begins with: how long it is there, and its mask.
    fn at(&self, text: &str) -> Option<(usize, &str)> {
        self.wanted.iter().find_map(|(part, mask)| {
            let (mut folded, mut len) = (String::new(), 0);
            for c in text.chars() {
                if folded.len() >= part.len() {
                    break;
                }
                folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
                len += c.len_utf8();
            }
            let ends = !text[len..].starts_with(char::is_alphanumeric);
            (folded == *part && ends).then_some((len, mask.as_str()))
        })
    }
}

fn without_contacts(text: &str, mask: &str) -> String {
    let mut places: Vec<_> = lexicon::contacts(text).collect();
    places.sort_by_key(|at| at.start);
    let (mut out, mut end) = (String::with_capacity(text.len()), 0);
    for at in places.into_iter() {
        if at.start >= end {
            out.push_str(&text[end..at.start]);
            out.push_str(mask);
            end = at.end;
        }
    }
    out.push_str(&text[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_wherever_they_stand_and_words_stay() {
        let mut names = Names::default();
        names.add("Léa Martin", "[client]");
        names.add("Studio Nova", "[seller]");
        let table = [
            ("Bonjour LEA, c'est Léa Martin.", "Bonjour [client], c'est [client]."),
            ("Studio Nova et nova", "[seller] et [seller]"),
            ("supernova, martinet, Nova-2", "supernova, martinet, [seller]-2"),
            ("", ""),
        ];
        for (text, clean) in table {
            assert_eq!(names.replaced(text), clean);
        }
    }

    #[test]
    fn addresses_and_numbers_go() {
        let text = "écrivez à lea@mail.fr ou 06 12 34 56 78, wa.me/33612";
        assert_eq!(without_contacts(text, "[…]"), "écrivez à […] ou […], […]");
    }
}
