//! Messages that litige itself writes in a discussion, in the language of the order. They never include what a person wrote:
//! parties are called client and seller, so that no name can pass for an amount or an outcome.

use crate::domain::case::records::Decision;
use crate::domain::vocabulary::{Basis, Lang, Outcome, Side};

/// Returns what a party is called, in the order's language.
fn party_word(side: Side, lang: Lang) -> &'static str {
    match (side, lang) {
        (Side::Client, _) => "client",
        (Side::Seller, Lang::Fr) => "vendeur",
        (Side::Seller, Lang::En) => "seller",
    }
}

/// Returns the question for the justification of a dispute that opened by itself.
pub fn request_justification(lang: Lang) -> String {
    match lang {
        Lang::Fr => {
            "Les demandes d'annulation ont été refusées : un litige s'est ouvert automatiquement. Le client est invité à le \
             justifier : qu'est-ce qui a été commandé, qu'est-ce qui a été livré, et pourquoi cela ne convient-il pas ?"
        }
        Lang::En => {
            "The cancellation requests were refused, so a dispute was opened automatically. The client is asked to justify it: \
             what was ordered, what was delivered, and why is it not right?"
        }
    }
    .to_owned()
}

/// Returns the message that an ask lapsed without an answer.
pub fn ask_lapsed(to: Side, ask: crate::domain::ids::AskId, lang: Lang) -> String {
    let part = party_word(to, lang);
    match lang {
        Lang::Fr => format!("Le {part} n'a pas répondu à la demande {ask} dans le délai."),
        Lang::En => format!("The {part} did not answer request {ask} in time."),
    }
}

/// Returns the closing message: the outcome, who gets how much, and the reasons.
pub fn closing(decision: &Decision, lang: Lang) -> String {
    let outcome = outcome(decision, lang);
    let shares = match (decision.refund, decision.seller_gets, lang) {
        (Some(client), Some(seller), Lang::Fr) => {
            format!("Le client reçoit {}, le vendeur {}.", client.format(lang), seller.format(lang))
        }
        (Some(client), Some(seller), Lang::En) => {
            format!("The client gets {}, the seller {}.", client.format(lang), seller.format(lang))
        }
        (_, _, Lang::Fr) => "La commande reprend son cours ; son prix reste en séquestre.".to_owned(),
        (_, _, Lang::En) => "The order resumes; its price stays in escrow.".to_owned(),
    };
    match lang {
        Lang::Fr => format!("Litige clos. {outcome} {shares}\n\nMotifs : {}", decision.reasons),
        Lang::En => format!("Dispute closed. {outcome} {shares}\n\nReasons: {}", decision.reasons),
    }
}

fn outcome(decision: &Decision, lang: Lang) -> &'static str {
    match (decision.outcome, decision.basis, lang) {
        (Outcome::SellerWins, _, Lang::Fr) => "Paiement intégral du vendeur.",
        (Outcome::SellerWins, _, Lang::En) => "Full payment to the seller.",
        (Outcome::ClientRefunded, _, Lang::Fr) => "Remboursement intégral du client.",
        (Outcome::ClientRefunded, _, Lang::En) => "Full refund to the client.",
        (Outcome::PartialRefund, Some(Basis::Agreed), Lang::Fr) => {
            "Remboursement partiel, convenu par les deux parties."
        }
        (Outcome::PartialRefund, Some(Basis::Agreed), Lang::En) => "Partial refund, agreed by both parties.",
        (Outcome::PartialRefund, _, Lang::Fr) => "Remboursement partiel, décidé par le médiateur.",
        (Outcome::PartialRefund, _, Lang::En) => "Partial refund, imposed by the mediator.",
        (Outcome::Relaunch, _, Lang::Fr) => "Commande relancée, avec l'accord des deux parties.",
        (Outcome::Relaunch, _, Lang::En) => "Order relaunched, with the agreement of both parties.",
    }
}

/// Returns the message that a decision was undone while on hold.
pub fn decision_undone(lang: Lang) -> String {
    match lang {
        Lang::Fr => "La décision a été défaite avant de prendre effet : le litige est de nouveau ouvert.",
        Lang::En => "The decision was undone before it took effect: the dispute is open again.",
    }
    .to_owned()
}

/// Returns why evidence from outside the platform doesn't count.
pub fn external_evidence(lang: Lang) -> String {
    match lang {
        Lang::Fr => "Vient de l'extérieur de la plateforme : seules les conversations sur la plateforme comptent.",
        Lang::En => "Comes from outside the platform: only conversations on the platform count.",
    }
    .to_owned()
}
