# Ce que les écrans et la ligne de commande disent dans les mêmes mots. Toutes les clés sont aussi dans en/shared.ftl.

speaker-client = client
speaker-seller = vendeur
speaker-mediator = médiateur
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
done-claimed = { $dispute } est à vous.
done-read = { $dispute } est lu.
case-brief = Cahier des charges
panel-thread = Discussion
pending-justification = Justification
pending-proposals = Propositions
pending-decision = Décision
pending-money = Argent

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
