### Pourquoi une règle dit non : la suite d'une phrase, ou une phrase à elle seule, sans majuscule ni point.
### Un texte porte le nom du code du refus (docs/contract.md), et de ce qui le distingue là où un code en a plusieurs. Chaque
### texte et chaque variable existent aussi en anglais ; un test y veille.

## La commande avant un litige

refusal-bad_state-already-placed = la commande { $order } est déjà passée ; son identifiant est pris
refusal-bad_amount-price = commande { $order } : le montant doit être supérieur à zéro, et il est de { $price }
refusal-malformed-same-person = commande { $order } : le client et le vendeur sont la même personne, { $person }
refusal-bad_state-order = la commande { $order } { $state ->
    [in_dispute] est en litige{ $dispute ->
        [none] { "" }
       *[other] { " " }({ $dispute })
    }, aux mains d'un médiateur
    [in_progress] est en cours, pas encore livrée
    [delivered] est déjà livrée
    [completed] est terminée
    [cancelled] est annulée
    [settled] est réglée
   *[other] est close ({ $state })
} ; { $step ->
    [deliver] elle ne peut pas être livrée
    [answer] aucune demande n'attend de réponse
    [complete] elle ne peut pas être terminée
   *[request] { $request ->
        [revision] aucune retouche ne peut être demandée
       *[cancellation] aucune annulation ne peut être demandée
    }
}
refusal-pending_request = une demande { $pending ->
    [revision] de retouche
   *[cancellation] d'annulation
} est déjà en cours pour la commande { $order } ; le vendeur doit d'abord l'accepter ou la refuser
refusal-too_late = le litige { $dispute } de la commande { $order } est ouvert : cette réponse arrive trop tard, ne change rien et reste dans l'historique
refusal-bad_state-not-pending = aucune demande { $kind ->
    [revision] de retouche
   *[cancellation] d'annulation
} n'est en cours pour la commande { $order }{ $pending ->
    [none] , ni aucune autre
    [revision] , mais une demande de retouche
   *[cancellation] , mais une demande d'annulation
}
refusal-malformed-rating = une note va de 1 à 5, et celle-ci est { $rating }

## L'ouverture d'un litige

refusal-seller_cannot_open = un vendeur ne peut pas ouvrir de litige : il peut déjà refuser une demande, c'est sa façon de dire non ; seul le client ouvre un litige
refusal-bad_state-already-open = la commande { $order } est déjà en litige{ $dispute ->
    [none] { "" }
   *[other] { " " }({ $dispute })
} ; c'est là qu'il faut écrire
refusal-bad_state-order-ended = la commande { $order } est { $state ->
    [completed] terminée
    [cancelled] annulée
    [settled] réglée
   *[other] close ({ $state })
} ; un litige n'y est plus possible
refusal-no_ground = pas encore de motif pour un litige : { $record ->
    [none] aucun refus au dossier
   *[other] au dossier, { $record }
} ; { $lacks }
refusal-no_ground-refused = { $kind ->
    [revision] retouche refusée
   *[cancellation] annulation refusée
}
refusal-no_ground-then = { $first }, puis { $next }
refusal-no_ground-lacks = pour « { $ground ->
    [cancellation_refused_twice] annulation refusée deux fois
    [revision_refused_twice] retouche refusée deux fois
   *[revision_then_cancellation_refused] retouche puis annulation refusées
} », il manque { $which ->
    [cancellations] { refusal-no_ground-cancellations }
    [cancellations_after] { refusal-no_ground-cancellations } après la retouche refusée
    [revisions] { refusal-no_ground-revisions }
   *[both] { refusal-no_ground-revisions }, puis { refusal-no_ground-cancellations }
}
refusal-no_ground-revisions = { $revisions ->
    [one] { $revisions } retouche refusée
   *[other] { $revisions } retouches refusées
}
refusal-no_ground-cancellations = { $cancellations ->
    [one] { $cancellations } annulation refusée
   *[other] { $cancellations } annulations refusées
}
refusal-no_ground-next = { $first } ; { $next }

## La discussion

refusal-thread_closed-parties = { $dispute } est tranché et sa discussion est close ; elle n'accepte plus de messages
refusal-thread_closed-mediators = { $dispute } est tranché et sa discussion est close ; une note reste possible
refusal-thread_closed-later = { $dispute } est clos ; la commande { $order } est dans un litige plus récent, { $later }
refusal-malformed-justification = la justification de { $dispute } demande des mots, pas seulement des fichiers
refusal-bad_state-ask-of-other = { $ask } a été posée { $to ->
    [client] au client
   *[seller] au vendeur
} ; { $side ->
    [client] le client
   *[seller] le vendeur
} ne peut pas y répondre
refusal-bad_state-ask-answer = { $ask } { $state ->
    [answered] a déjà sa réponse
    [lapsed] est restée sans réponse à temps
    [withdrawn] est déjà retirée
   *[open] est ouverte
} ; écrivez sans y répondre
refusal-bad_state-ask-withdraw = { $ask } { $state ->
    [answered] a déjà sa réponse
    [lapsed] est restée sans réponse à temps
    [withdrawn] est déjà retirée
   *[open] est ouverte
} ; il n'y a rien à retirer
refusal-bad_state-nothing-owed = { $of ->
    [none] dans { $dispute }, aucune partie ne doit de réponse : il n'y a personne à relancer
   *[other] { $of } n'attend plus de réponse : il n'y a personne à relancer
}
refusal-bad_state-ask-past = une question ne peut pas avoir { $time } pour échéance : c'est passé
refusal-bad_state-proposal = { $proposal } { $state ->
    [agreed] est déjà acceptée par les deux
    [declined] est déjà refusée
    [superseded] est déjà remplacée
    [withdrawn] est déjà retirée
   *[open] est ouverte
} ; elle n'attend pas de réponse
refusal-bad_state-answered = { $side ->
    [client] le client
   *[seller] le vendeur
} a déjà { $answer ->
    [accepted] accepté
   *[declined] refusé
} { $proposal }
refusal-bad_state-proposal-withdraw = { $proposal } { $state ->
    [agreed] est déjà acceptée par les deux
    [declined] est déjà refusée
    [superseded] est déjà remplacée
    [withdrawn] est déjà retirée
   *[open] est ouverte
} ; il n'y a rien à retirer
refusal-bad_state-proposal-of-party = { $proposal } vient { $side ->
    [client] du client
   *[seller] du vendeur
} ; personne d'autre ne peut la retirer
refusal-bad_state-admissible = le fichier { $attachment } compte déjà ; personne ne l'a écarté
refusal-bad_state-from-outside = le fichier { $attachment } vient d'en dehors de la plateforme et ne compte jamais
refusal-bad_state-inadmissible = le fichier { $attachment } est déjà écarté : { $reason }

## Ce que peut un médiateur

refusal-not_a_mediator-reader = { $handle } peut consulter, pas agir ; un médiateur le peut
refusal-not_a_mediator-unknown = { $handle } ne fait pas partie de l'équipe ; un responsable peut l'y ajouter avec `litige mediator add { $handle } --name NOM`
refusal-not_a_mediator-retired = { $name } a quitté l'équipe et ne peut plus agir ; un responsable peut l'y reprendre avec `litige mediator add { $handle } --name NOM`
refusal-not_a_mediator-receiver = personne dans l'équipe ne s'appelle { $handle } ; voyez `litige mediator list`
refusal-not_a_mediator-reader-receives = { $handle } peut consulter, pas agir ; un dossier va à qui peut le traiter
refusal-not_a_lead-assign = personne ne suit { $dispute } : seul un responsable peut le confier ; prenez-le d'abord
refusal-not_a_lead = { $operation ->
    [team] seul un responsable peut modifier l'équipe
    [policy] seul un responsable peut modifier la politique
    [erase] seul un responsable peut effacer une personne
   *[other] seul un responsable peut faire cela
}{ $leads ->
    [none] , et cette équipe n'en a pas encore : un médiateur nomme le premier avec `litige mediator add IDENTIFIANT --name NOM --role lead`
   *[other] { $handle ->
        [none] { " ; dites qui agit avec --as (responsables : " }{ $leads })
       *[other] , et { $handle } ne l'est pas (responsables : { $leads })
    }
}
refusal-not_you-account = { $handle } est l'identifiant d'un autre compte du système{ $account ->
    [none] { "" }
   *[other] { " " }que { $account }
} ; agissez sous le vôtre, ou demandez à un responsable de changer de compte
refusal-not_you-member = ce compte, { $account }, est celui de { $member } ; agissez sous cet identifiant, pas comme { $handle }
refusal-conflict_of_interest-oneself = { $handle } ne pourra jamais agir sur ses propres dossiers ; ce conflit demeure
refusal-conflict_of_interest-party = { $is_party ->
    [yes] { $handle } est partie à la commande { $order } et ne peut pas agir ici ; un autre médiateur le peut
   *[no] un conflit d'intérêts lie { $handle } { $side ->
        [client] au client
       *[seller] au vendeur
    } ({ $party }) ; un autre médiateur peut agir ici
}
refusal-claimed_by_other = { $holder } suit { $dispute }{ $may_take_over ->
    [yes] { " ; prenez-le pour continuer à sa place" }
   *[no] { " jusqu'au " }{ $until } ; ensuite, vous pourrez le reprendre
}
refusal-bad_state-not-claimed = personne ne suit { $dispute } ; il n'y a rien à rendre
refusal-changed_since = { $dispute } a changé depuis que vous l'avez vu (version { $seen }, maintenant { $version }) ; lisez ce qui est nouveau, puis réessayez
refusal-bad_state-claim-decided = { $dispute } est tranché ; il n'y a rien à prendre ni à confier
refusal-bad_state-snooze-decided = { $dispute } est tranché ; il n'est déjà plus dans la file
refusal-bad_state-snooze-past = un dossier ne peut pas attendre jusqu'au { $time } : c'est passé
refusal-bad_state-not-snoozed = { $dispute } n'est pas en pause ; il n'y a rien à remettre dans la file
refusal-bad_state-awaiting = une décision prise par { $by } sur { $dispute } attend un second médiateur ; approuvez-la ou refusez-la d'abord
refusal-duplicate_id-request = la clé « { $key } » a servi à une autre demande ; rien n'a changé

## Les décisions

refusal-already_decided = { $by } a déjà tranché { $dispute } : { $outcome ->
    [seller_wins] paiement du vendeur
    [client_refunded] remboursement total
    [partial_refund] remboursement partiel{ $refund ->
        [none] { "" }
       *[other] { " " }de { $refund }
    }
   *[relaunch] relance
}{ $awaits_approval ->
    [yes] { " ; un second médiateur doit encore l'approuver" }
   *[no] { "" }
}
refusal-no_agreement-relaunch = une relance demande l'accord des deux parties{ $proposal ->
    [none] , et aucune proposition de relance ne tient ; proposez-en une
   *[other] { " : " }{ $missing ->
        [client] le client n'a pas accepté
        [seller] le vendeur n'a pas accepté
       *[both] ni le client ni le vendeur n'ont accepté
    } { $proposal }
}
refusal-no_agreement-gone = l'accord que cette décision applique ne tient plus ; refusez-la et tranchez à nouveau
refusal-inadmissible_cited = le fichier { $attachment } est écarté et ne peut être cité : { $reason }
refusal-duplicate_id-key = la clé « { $key } » a servi à une autre décision, sur { $dispute } ; rien n'a changé
refusal-bad_state-not-decided = { $dispute } n'est pas tranché ; il n'y a rien à défaire
refusal-bad_state-not_own = seul { $decided_by } peut retirer cette décision ; vous pouvez la refuser
refusal-not_a_lead-undo = seuls { $decided_by } ou un responsable peuvent défaire cette décision
refusal-bad_state-moved-on = la commande { $order } a avancé depuis sa relance ; la décision ne peut plus être défaite
refusal-hold_over = le délai est passé pour { $dispute } : la décision a pris effet
refusal-bad_state-none-awaits = aucune décision de { $dispute } n'attend un second médiateur
refusal-conflict_of_interest-own = { $decided_by } a pris cette décision : un autre médiateur doit l'approuver ou la refuser
refusal-conflict_of_interest-account = cette décision vient de votre compte ({ $decided_by }) : un autre médiateur doit l'approuver ou la refuser

## L'argent

refusal-bad_state-ledger = le grand livre de la commande { $order } n'est pas équilibré ; aucun fonds n'a bougé, lancez `litige verify`
refusal-bad_amount-not-taken = { $outcome ->
    [seller_wins] « vendeur payé »
    [client_refunded] « client remboursé »
    [partial_refund] un remboursement partiel
   *[relaunch] une relance
} ne prend pas de montant ; seul un remboursement partiel en prend un
refusal-bad_amount-missing = un remboursement partiel demande son montant
refusal-bad_amount-relaunch = une relance ne déplace pas de fonds ; n'indiquez pas `refund`
refusal-bad_currency-refund = le remboursement est en { $refund } et la commande en { $currency } ; indiquez-le en { $currency }
refusal-bad_amount-refund = un remboursement partiel doit être supérieur à zéro et inférieur à { $price }, et { $refund } ne l'est pas
refusal-bad_amount-not-a-number = « { $typed } » n'est pas un montant ; écrivez par exemple 40 ou 40,00
refusal-bad_amount-ambiguous = « { $typed } » : milliers ou décimales ? Écrivez-le sans séparateur, ou avec la devise
refusal-bad_amount-decimals = « { $typed } » a trop de décimales : { $currency } en a { $decimals }
refusal-bad_amount-too-large = « { $typed } » est trop élevé
refusal-bad_amount-percentage = « { $typed } » n'est pas un pourcentage ; écrivez par exemple 30 % ou 12,5 %, deux décimales au plus

## Ce qui n'existe pas

refusal-unknown_order-never-placed = la commande { $order } n'est pas connue ; son order.placed doit venir d'abord
refusal-unknown_order-left = la commande { $order } n'est pas connue, ou a été écartée
refusal-unknown_dispute-number = il n'y a pas de litige { $dispute }
refusal-unknown_dispute-order = la commande { $order } n'a jamais eu de litige
refusal-unknown_message = { $message } n'est pas un message de { $dispute }
refusal-unknown_attachment = { $attachment } n'est pas un fichier de { $dispute }
refusal-unknown_proposal = { $proposal } n'est pas une proposition de { $dispute }
refusal-unknown_ask = { $ask } n'est pas une question de { $dispute }
refusal-unknown_person = { $person } n'est partie à aucune commande ; une personne effacée a un autre identifiant
refusal-unknown_view = vous n'avez pas de vue « { $view } » ; `litige views` liste les vôtres

## Les lignes d'événements

refusal-malformed-utf-eight = la ligne n'est pas du texte UTF-8 (octet { $byte })
refusal-malformed-long-line = la ligne dépasse { $limit } octets
refusal-malformed-json = pas une ligne de JSON : { $error }
refusal-malformed-no-object = la ligne n'est pas un objet JSON
refusal-malformed-type = « { $typed } » n'est pas un type d'événement
refusal-not_a_party = « { $by } » n'est pas une partie ; `by` est `client` ou `seller`
refusal-malformed-attachments = { $count } fichiers joints, c'est trop ; { $limit } au plus sont acceptés
refusal-malformed-field-missing = le champ `{ $field }` manque
refusal-malformed-field-mistyped = le champ `{ $field }` n'est pas { $type ->
    [text] un texte
    [time] une date comme 2026-11-03T09:12:00Z
    [flag] true ou false
    [rating] un nombre entier de 1 à 5
    [object] un objet
    [list] une liste
   *[list_of_objects] une liste d'objets
}
refusal-malformed-field-empty = le champ `{ $field }` est vide
refusal-malformed-field-control = le champ `{ $field }` contient des caractères de contrôle
refusal-malformed-field-word = le champ `{ $field }` n'est pas compris : { $why }
refusal-malformed-field-part = le champ `{ $field }` n'a pas de `{ $part }`
refusal-malformed-field-currency = champ `{ $field }` : `currency` n'est pas un texte
refusal-bad_amount-field = champ `{ $field }` : `minor` n'est pas un nombre entier d'unités de 1 à { $limit }
refusal-bad_currency-field = champ `{ $field }` : « { $code } » n'est pas une devise ISO 4217
refusal-bad_currency-unpayable = champ `{ $field }` : personne ne paie en « { $code } » ; c'est le code d'un métal, d'un fonds, d'un essai ou d'aucune devise
refusal-duplicate_id-event = l'événement { $event } a déjà été reçu avec un autre contenu ; rien n'a changé

## Les textes

refusal-malformed-blank = { refusal-malformed-part } : c'est vide, écrivez quelque chose
refusal-malformed-long = { refusal-malformed-part } : { $bytes } octets, c'est trop long ; { $limit } au plus sont acceptés
refusal-malformed-zero = { refusal-malformed-part } : le caractère U+0000 s'y trouve, qu'aucun texte ne peut contenir ; enlevez-le
refusal-malformed-part = { $part ->
    [message] message
    [note] note
    [ask] question
    [justification] justification du litige
    [proposal_terms] conditions de la proposition
    [relaunch_terms] ce que les deux feront après la relance
    [inadmissible_reason] raison pour laquelle la pièce ne compte pas
    [admission_reason] raison pour laquelle la pièce compte finalement
    [decision_reasons] motifs de la décision
    [refusal_reason] raison du refus
    [policy_reason] raison du changement de politique
    [filter] filtre
    [line] ligne
    [field] champ `{ $field }`
   *[other] { $part }
}

## Filtres et vues

refusal-malformed-filter-field = champ inconnu : « { $field } » ; { $nearest ->
    [none] {""}
   *[other] vouliez-vous dire { $nearest }: ? {""}
}les champs sont { $fields }
refusal-malformed-filter-holder = personne dans l'équipe ne s'appelle « { $name } » ; { $nearest ->
    [none] voyez `litige mediator list`
   *[other] vouliez-vous dire { $nearest } ?
}
refusal-malformed-filter-value = { $field }: n'accepte pas « { $value } » ; { $nearest ->
    [none] {""}
   *[other] vouliez-vous dire { $nearest } ? {""}
}il attend { $expected ->
    [duration] une durée comme >3j, <12h ou 45m
    [amount] un montant comme >100 ou <49,90
   *[words] l'un de { $words }
}
refusal-malformed-filter-no-value = { $field }: attend une valeur
refusal-too_many_views = vous avez déjà { $most } vues ; supprimez-en une d'abord
refusal-name_taken = vous avez déjà une vue « { $view } »
refusal-malformed-no-filter = une vue demande un filtre
refusal-bad_name-blank = il faut un nom à une vue
refusal-bad_name-long = le nom d'une vue a { $most } caractères au plus
refusal-bad_name-sign = le nom d'une vue ne commence pas par `-` et ne contient pas de caractère de contrôle
refusal-bad_name-everyones = « { $view } » est une vue que tous ont déjà ; prenez un autre nom

## L'équipe, la politique, les fichiers

refusal-malformed-handle = « { $handle } » ne peut pas être un identifiant ; prenez un seul mot, comme `camille`
refusal-name_taken-handle = « { $handle } » ressemble à { $like }, qui fait déjà partie de l'équipe ; prenez un identifiant que personne ne confondra avec le sien
refusal-account_taken = le compte { $account } appartient déjà à { $handle } ; à chaque compte, un seul membre
refusal-last_lead = { $handle } est le dernier responsable de l'équipe ; nommez-en d'abord un autre
refusal-malformed-policy-small = { $key } vaut au moins 1
refusal-malformed-policy-large = { $key } vaut au plus { $most }
refusal-malformed-policy-zone = les heures de travail demandent un fuseau horaire : indiquez aussi zone, comme zone=Europe/Paris
refusal-malformed-policy-hours = il faut au moins une heure de travail par semaine
refusal-bad_state-backup = { $path } existe déjà ; une sauvegarde ne remplace jamais un fichier
refusal-bad_state-itself = { $path } fait partie de la base elle-même ; nommez une de ses sauvegardes
refusal-bad_state-open = { $path } est ouverte : quittez tous les bureaux et toutes les commandes qui s'en servent, puis réessayez ; rien n'a changé
refusal-bad_state-database = { $path } existe déjà ; seule une base nouvelle peut être remplie, donnez un autre --db
