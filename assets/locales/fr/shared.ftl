# Ce que les écrans et la ligne de commande disent dans les mêmes mots. Toutes les clés sont aussi dans en/shared.ftl.

speaker-client = client
speaker-seller = vendeur
speaker-mediator = médiation
speaker-system = litige
ground-cancellation_refused_twice = annulation refusée deux fois
ground-revision_refused_twice = retouche refusée deux fois
order-state-in_progress = en cours
order-state-delivered = livrée
order-state-completed = terminée
order-state-cancelled = annulée
order-state-settled = réglée
order-state-in_dispute = en litige
ask-withdrawn = retirée
proposal-declined = refusée
proposal-superseded = remplacée
proposal-withdrawn = retirée
done-claimed = { $dispute } est à vous.
done-read = { $dispute } est marqué comme lu.
case-brief = Cahier des charges
panel-thread = Discussion
pending-justification = Justification
pending-proposals = Propositions
pending-decision = Décision
pending-money = Fonds
file-name-only = Seul son nom a été transmis ; la place de marché a le fichier.
file-missing = Le fichier conservé a disparu ; `litige verify` en dit plus.
file-changed = Le fichier conservé a été modifié : il ne correspond plus à son sha256 et n'est pas affiché.
not-kept-too_large = il dépasse la taille permise par l'équipe
not-kept-type = l'équipe ne conserve pas ce type
not-kept-missing = il n'était pas dans le dossier des pièces jointes
not-kept-outside = son chemin sort du dossier des pièces jointes
not-kept-link = son chemin passe par un lien symbolique
not-kept-special = c'est un dossier, un tube ou un périphérique, pas un fichier
not-kept-unreadable = il n'a pas pu être lu
not-kept-erased = la personne qui l'a envoyé a été effacée
size-bytes = { $size } o
size-kilobytes = { $size } ko
size-megabytes = { $size } Mo

# What a mediator is told of a case; $by is client, seller, system or a handle.
notification-taken_over = { $who } a repris { $dispute }, qui était à vous.
notification-assigned = { $who } vous a confié { $dispute }.
notification-reassigned = { $who } a confié { $dispute }, qui était à vous, à quelqu'un d'autre.
notification-approved = { $who } a approuvé votre décision sur { $dispute } : elle prendra effet après le délai.
notification-refused = { $who } a refusé votre décision sur { $dispute } : le dossier vous revient, avec la raison.
notification-undone = { $who } a défait votre décision sur { $dispute } : le litige est de nouveau ouvert.
notification-party_wrote = { $by ->
    [client] Le client
   *[other] Le vendeur
} a écrit dans { $dispute }.
notification-ask_answered = { $by ->
    [client] Le client
   *[other] Le vendeur
} a répondu à la question de { $dispute }.
notification-proposal_made = { $by ->
    [client] Le client
   *[other] Le vendeur
} a fait une proposition dans { $dispute }.
notification-proposal_answered = { $by ->
    [client] Le client
   *[other] Le vendeur
} a répondu à la proposition dans { $dispute }.
notification-approval_needed = { $who } a tranché { $dispute } : un second médiateur doit se prononcer.
notification-deadline_near = L'échéance de { $dispute } approche.
notification-deadline_past = L'échéance de { $dispute } est passée.

## Délais en temps ouvré
working-hours = { $n ->
    [one] { $n } h ouvrée
   *[other] { $n } h ouvrées
}
working-minutes = { $n ->
    [one] { $n } min ouvrée
   *[other] { $n } min ouvrées
}
working-time = { $span } ouvrées

# Ce qu'une recherche a trouvé hors de la discussion ; { $id } comme le dossier le montre.
hit-brief = cahier des charges
hit-order_message = message sur la commande
hit-delivery = livraison
hit-request = demande
hit-answer = réponse à une demande
hit-review = avis
hit-proposal = proposition { $id }
hit-reason = motifs de la décision
hit-note = note { $id }
hit-file = fichier { $id }
hit-strike = pourquoi { $id } ne compte pas
