### Pourquoi une règle dit non : la suite d'une phrase, ou une phrase à elle seule. Un refus dont le code n'a pas de texte
### plus précis a celui du code.

refusal-seller_cannot_open = un vendeur ne peut pas ouvrir de litige : seul le client le peut
refusal-no_ground = il n'y a pas encore de motif pour un litige
refusal-not_a_party = cette personne n'est pas partie à la commande
refusal-bad_state = ce n'est pas possible dans cet état
refusal-bad_state-awaiting = une décision de { $by } attend un second médiateur ; approuvez-la ou refusez-la d'abord
refusal-bad_state-not_own = seul { $decided_by } peut retirer cette décision ; vous pouvez la refuser
refusal-pending_request = une demande est déjà en cours
refusal-unknown_order = cette commande n'existe pas
refusal-unknown_dispute = ce litige n'existe pas
refusal-unknown_message = ce message n'est pas de ce litige
refusal-unknown_attachment = ce fichier n'est pas de ce litige
refusal-unknown_proposal = cette proposition n'est pas de ce litige
refusal-unknown_ask = cette question n'est pas de ce litige
refusal-unknown_person = personne n'est connu sous cet identifiant
refusal-unknown_view = vous n'avez pas de vue de ce nom
refusal-bad_name = ce ne peut être le nom d'une vue
refusal-bad_name-blank = il faut un nom à une vue
refusal-bad_name-long = un nom a { $most } caractères au plus
refusal-bad_name-sign = un nom ne commence pas par - et n'a pas de caractère de commande
refusal-bad_name-everyones = { $view } est une vue que tous ont déjà
refusal-name_taken = vous gardez déjà une vue { $view }
refusal-too_many_views = vous gardez déjà { $most } vues ; supprimez-en une d'abord
refusal-duplicate_id = cet identifiant a déjà servi, avec un autre contenu
refusal-malformed = quelque chose manque ou est mal formé
refusal-bad_amount = le montant ne convient pas au prix de la commande
refusal-bad_currency = le montant n'est pas dans la devise de la commande
refusal-no_agreement = une relance demande l'accord des deux parties à une proposition de relance
refusal-already_decided = { $by } a déjà tranché ce litige : { $outcome ->
    [seller_wins] le vendeur gagne
    [client_refunded] client remboursé
    [partial_refund] remboursement partiel
   *[relaunch] relance
}
refusal-changed_since = le dossier a changé depuis que vous l'avez vu
refusal-claimed_by_other = { $holder } tient ce dossier{ $may_take_over ->
    [yes] { "" } ; prenez-le d'abord pour agir
   *[no] { "" }
}
refusal-too_late = le litige est ouvert : cette réponse arrive trop tard et ne change rien ; elle reste dans l'historique
refusal-not_a_lead = seul un responsable peut faire cela
refusal-not_a_lead-undo = seuls { $decided_by } ou un responsable peuvent annuler cette décision
refusal-hold_over = le délai est passé : la décision a pris effet
refusal-inadmissible_cited = une preuve qui ne compte pas ne peut être citée
refusal-thread_closed = le litige est tranché et sa discussion close
refusal-not_a_mediator = seul un médiateur peut faire cela
refusal-not_a_mediator-receiver = personne de l'équipe ne s'appelle { $handle }
refusal-not_a_mediator-reader-receives = { $handle } peut lire, pas agir ; un dossier va à qui peut le traiter
refusal-conflict_of_interest = vous ne pouvez pas agir sur ce dossier : conflit d'intérêts
refusal-conflict_of_interest-party = { $side ->
    [client] un conflit d'intérêts vous lie au client ; un autre médiateur le peut
   *[seller] un conflit d'intérêts vous lie au vendeur ; un autre médiateur le peut
}
refusal-conflict_of_interest-own = cette décision est de vous ; un autre médiateur doit l'approuver ou la refuser
