# Les mots du bureau en français. Chaque clé et chaque variable est aussi dans en.ftl ; un test y veille.

app-name = litige
window-too-small = Fenêtre trop petite
window-size = Elle a { $columns } colonnes et { $rows } lignes.
window-size-needed = Il en faut au moins { $columns } et { $rows }.
window-size-brief = { $columns }×{ $rows } : il faut { $min_columns }×{ $min_rows }

## Les premiers pas dans la démo

first-steps-title = Bienvenue dans la démo
first-steps-about = Vous êtes { $name }, à la médiation. Voici les litiges qui vous attendent, les plus urgents d'abord. Clients et vendeurs vous répondent après quelques secondes, et rien de tout cela n'est réel.
first-steps-move = parcourir la file
first-steps-open = ouvrir un dossier ; { $back } en revient
first-steps-decide = trancher le dossier sous le curseur
first-steps-palette = trouver une commande, une vue ou un dossier
first-steps-help = ce que fait chaque touche, là où vous êtes
first-steps-quit = quitter ; « litige demo » vous ramène ici
first-steps-begin = { $accept } pour commencer.

## Temps

time-under-a-minute = <1 min
time-day = j
time-in = dans { $span }
time-ago = il y a { $span }
time-left = encore { $span }
time-overdue = en retard de { $span }
time-overdue-short = retard { $span }
time-months-short = janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.
time-months = janvier février mars avril mai juin juillet août septembre octobre novembre décembre
time-days = lundi mardi mercredi jeudi vendredi samedi dimanche

## Les mots de la procédure

role-mediator = médiation
role-lead = responsable
role-reader = lecture seule
ground-revision_then_cancellation_refused = retouche, puis annulation refusées
opened-client = (ouvert par le client)
opened-automatic = (ouvert automatiquement)
outcome-seller_wins = Vendeur payé
outcome-client_refunded = Client remboursé
outcome-partial_refund = Remboursement partiel
outcome-relaunch = Relance
outcome-plan-seller_wins = paiement du vendeur
outcome-plan-client_refunded = remboursement total
outcome-plan-partial_refund = remboursement partiel
outcome-plan-relaunch = relance
outcome-brief-seller_wins = payé
outcome-brief-client_refunded = remboursé
outcome-brief-partial_refund = partiel
outcome-brief-relaunch = relance
# Ce qu'une décision donne à qui. Ce qui peut encore être défait est en suspens, pas fait.
shares-client = { $amount } client
shares-seller = { $amount } vendeur
shares-kept = { $amount } en séquestre
shares-held = en suspens :
shares-held-short = en suspens
shares-final-in = , définitif dans { $left }
shares-final-in-short = , { $left }
shares-to-approve = à approuver :
shares-to-approve-short = à approuver
shares-refunded = { $amount } remboursés au client
shares-refunded-short = { $amount } remboursés
shares-paid = { $amount } payés au vendeur
shares-paid-short = { $amount } payés
shares-in-a-sentence = { $client } au client et { $seller } au vendeur
outcome-about-seller_wins = Le travail commandé a été fait : le vendeur est payé intégralement.
outcome-about-client_refunded = Le client n'a pas reçu ce qu'il a commandé : il est remboursé intégralement.
outcome-about-partial_refund = Un terrain d'entente : une part au client, le reste au vendeur.
outcome-about-relaunch = Les deux parties souhaitent reprendre : les fonds restent en séquestre.
basis-agreed = d'un commun accord
basis-imposed = imposé par le médiateur
proposal-kind-partial_refund = Remboursement partiel
proposal-kind-relaunch = Relance
proposal-agreed = acceptée
answer-proposed = a fait l'offre
answer-accepted = a accepté
answer-declined = a refusé
answer-voided = accord caduc
answer-awaited = n'a pas répondu
origin-platform = de la plateforme
origin-external = de l'extérieur
decision-state-awaiting = En attente d'un second médiateur ; les fonds n'ont pas bougé.
decision-state-on_hold = Prend effet { $until } ; peut être défaite jusque-là.
decision-state-effective = A pris effet.
decision-state-reversed = Défaite avant de prendre effet.
decision-state-refused = Refusée par le second médiateur.
decision-cites = Fondée sur { $cites }
decision-decided-by = Rendue par { $name } · { $time }.
decision-approved-by = Approuvée par { $name } · { $time }.
decision-refused-by = Refusée par { $name } · { $time } :

## Ce qui est arrivé à une commande

event-order-placed = Commande passée
event-order-message = { $by ->
    [client] Message du client
   *[seller] Message du vendeur
}
event-order-delivered = Livraison
event-order-completed = Commande terminée
event-revision-requested = Retouche demandée
event-revision-accepted = Retouche acceptée
event-revision-refused = Retouche refusée
event-cancellation-requested = Annulation demandée
event-cancellation-accepted = Annulation acceptée
event-cancellation-refused = Annulation refusée
event-dispute-opened = Litige ouvert
event-dispute-message = Message dans le litige
event-dispute-read = Discussion lue
event-proposal-made = Proposition faite
event-proposal-answered = Réponse à l'offre
event-dispute-decided = Litige tranché
event-decision-approved = Décision approuvée
event-decision-refused = Décision refusée
event-decision-reversed = Décision défaite
event-decision-effective = Décision en vigueur

## La première ligne

view-open = Ouverts
view-mine = À moi
view-unclaimed = Libres
view-overdue = En retard
view-snoozed = En pause
view-decided = Tranchés
view-all = Tous
view-approval = À approuver
bar-look-only = lecture seule
bar-lost = hors connexion depuis { $since }
bar-lost-brief = hors connexion { $since }

## La file

queue-due = échéance
queue-decided = tranché
queue-dispute = litige
queue-service = service
queue-parties = client ↔ vendeur
queue-amount = montant
queue-waiting = en attente de
queue-shares = client / vendeur
queue-own = { $view } :
queue-own-changed = { $view } (modifiée) :
queue-nonsense = Le filtre de cette vue n'est plus valable
queue-nonsense-hint = { $filter } modifie son filtre, { $keep } l'enregistre.
view-own-shows = { $base } · { $query }
queue-filter = Filtre :
queue-loading = Chargement de la file…
queue-empty = Aucun dossier dans cette vue
queue-empty-hint = { $next } passe à la vue suivante, { $all } montre tous les dossiers.
queue-nothing-found = Aucun dossier ne correspond
queue-nothing-found-hint = { $back } efface le filtre ; { $search } cherche dans les messages.
waiting-you = vous
waiting-mediator = médiateur
waiting-client = client
waiting-seller = vendeur
waiting-both = les deux
waiting-client_silent = silence client
waiting-seller_silent = silence vendeur
waiting-proposal_lapsed = sans réponse
status-why = { $deadline } : { $why }
why-late = réponse du médiateur attendue
why-discussion = réponse du médiateur attendue
why-justification = justification attendue
why-ask_client = réponse à une question
why-ask_seller = réponse à une question
why-proposal = réponse à une proposition
why-agreed = accord à appliquer
why-client_silent = le client n'a pas répondu
why-seller_silent = le vendeur n'a pas répondu
why-proposal_lapsed = une proposition est restée sans réponse
why-declined = une proposition a été refusée
why-undone = une décision a été défaite
why-refused = un second médiateur a refusé la décision
why-new = vient d'être ouvert
why-client_wrote = nouveau message du client
why-seller_wrote = nouveau message du vendeur
why-second_mediator = avis d'un second médiateur
why-decided = tranché
pending-clocks = Attente
checklist = Avant de trancher
checklist-brief = Fait avant de trancher : { $done } sur { $of }
checklist-justification-done = Justification reçue
checklist-justification-left = Justification attendue
checklist-heard-done = { $side ->
    [client] Client entendu
   *[seller] Vendeur entendu
}
checklist-heard-left = { $side ->
    [client] Client pas encore entendu
   *[seller] Vendeur pas encore entendu
}
checklist-asks-done = Aucune question en suspens
checklist-asks-open = { $open ->
    [one] { $open } question en attente
   *[other] { $open } questions en attente
}
checklist-asks-lapsed = { $lapsed ->
    [one] { $lapsed } question sans réponse
   *[other] { $lapsed } questions sans réponse
}
checklist-asks-both = { $open } en attente, { $lapsed } sans réponse
checklist-evidence-done = Aucune pièce à consulter
checklist-evidence-left = { $count ->
    [one] { $count } pièce non consultée
   *[other] { $count } pièces non consultées
}
checklist-ground-done = Terrain d'entente cherché
checklist-ground-left = Aucune proposition encore
clock-since = depuis { $span }
clock-silent = sans nouvelles depuis { $span }
clock-never = aucun message depuis { $span }
turn-you = à vous d'agir
turn-mediator = au médiateur d'agir
turn-client = au client de répondre
turn-seller = au vendeur de répondre
turn-both = aux deux parties de répondre
claim-you = vous
claim-nobody = libre
claim-quiet = sans activité depuis { $dated ->
    [yes] le { $since }
   *[no] { $since }
}
presence-you = vous, sur un autre poste
case-conflict = { $side ->
    [client] conflit d'intérêts avec le client : lecture seule
   *[seller] conflit d'intérêts avec le vendeur : lecture seule
}
status-draft = brouillon
status-remind = { $key } : relancer
status-snoozed = en pause jusqu'au { $until }
status-decided-by = décidé le { $time } par { $name }
status-decided-at = décidé le { $time }
status-agreed = les deux sont d'accord : { $key } pour décider
waiting-agreed = accord → { $key }
status-awaiting = en attente d'un second médiateur
status-awaiting-short = second médiateur

## Un dossier

case-loading = Chargement du dossier…
case-lost = Hors connexion, et ce dossier n'a pas encore été chargé.
case-timeline = Historique
case-messages = { $count ->
    [0] Discussion
    [one] Discussion · { $count } message
   *[other] Discussion · { $count } messages
}
case-no-messages = Aucun message pour l'instant
case-no-messages-hint = { $reply } écrit aux deux parties, { $ask } pose une question à l'une d'elles.
case-justification-awaited = justification attendue
panel-file = Commande
panel-pending = En attente
panel-precedents = Précédents
order-price = Prix
order-client = Client
order-seller = Vendeur
order-placed = Passée
order-due = Échéance
order-state = État
order-id = Numéro
order-ground = Motif
timeline-too-late = { $event } (trop tard, le litige était ouvert)
timeline-refusal = compte pour le motif : { $number } sur { $of }
money-escrow = En séquestre
money-client = Remboursé au client
money-seller = Versé au vendeur
# Tant que la décision peut encore être défaite.
money-client-held = En suspens, client
money-seller-held = En suspens, vendeur
money-client-gets = Au client
money-seller-gets = Au vendeur
pending-past-decisions = Décisions antérieures
pending-asks = Questions
pending-notes = Notes entre médiateurs
pending-remarks = À noter
ask-to = { $side ->
    [client] au client
   *[seller] au vendeur
}
ask-answered = réponse : { $message }
ask-lapsed = restée sans réponse
pending-agreed = Les deux sont d'accord : { $key } pour décider ainsi.
proposal-counter = contre-offre à { $to }
proposal-by = { $by ->
    [client] du client
    [seller] du vendeur
   *[mediator] du médiateur
}
thread-asks = { $side ->
    [client] { $ask } interroge le client
   *[seller] { $ask } interroge le vendeur
}
thread-answers = répond à { $ask }
concern-outside = mention d'un contact hors plateforme
concern-heated = propos vifs
concern-about-outside = Rien de ce qui se dit hors de la plateforme ne compte. Une preuve qui en vient est irrecevable et ne peut être citée.
concern-about-heated = S'énerver n'aide personne. Ce qui est écrit reste tel quel ; un message apaisant aux deux parties aide souvent.
concern-calm = { $reply }, puis { $ready } : une réponse type est prévue pour cela.
file-inadmissible = Irrecevable : { $reason }
file-place = { $at } sur { $of }
file-of-order = Vient de la page de la commande
file-reading = Chargement…
file-not-kept = Son contenu n'est pas conservé : { $why }.
file-not-kept-short = non conservé
file-no-viewer = Ce type de fichier ne peut pas être affiché ici.
file-how-to-open = { $save } en enregistre une copie ; { $open } l'ouvre avec le programme configuré pour son type.
file-kept-in = Conservé dans { $folder }
file-left-out = { $size } de plus ne sont pas affichés.
picture-size = { $width } × { $height } pixels
picture-size-enlarged = { $width } × { $height } pixels · zoom ×{ $times }
picture-too-large = Image trop grande pour être affichée : { $width } × { $height } pixels.
picture-too-heavy = Image trop lourde pour être affichée.
picture-broken = Cette image est illisible ({ $why }).
picture-no-colours = Ce terminal ou ce thème ne peut pas afficher d'image : il faut 256 couleurs. { $save } en enregistre une copie ; { $open } l'ouvre avec le programme configuré pour son type.
message-read-by = Lu par : { $readers }
message-file = Fichier { $id }

## Écrire

compose-reply = Réponse aux deux parties
compose-note = Note entre médiateurs
compose-ask-client = Question au client
compose-ask-seller = Question au vendeur
compose-propose = Proposition aux deux parties
compose-read-by = Lu par
compose-ask-due = Échéance
compose-ask-until = Expire le { $day } à { $time }, dans { $span }
compose-only-mediators = Ni le client ni le vendeur ne la verront jamais.
compose-reply-hint = Écrivez aux deux parties…
compose-note-hint = Écrivez à vos collègues…
compose-ask-hint = De quelles précisions ou preuves avez-vous besoin ?
compose-propose-hint = Qu'accepteraient-ils tous les deux ?
editor-filled-in = Texte proposé : tapez pour le remplacer, une flèche le garde.
compose-sending = Envoi…
propose-kind = Offre
propose-amount = Remboursement
propose-terms = Conditions
propose-of = sur { $price }, ou en %
propose-client-gets = client { $amount }
propose-seller-gets = vendeur { $amount }
trouble-blank = Le texte est encore vide.
trouble-unanswered = la connexion a été coupée, on ne sait pas si c'est envoyé ; { $key } réessaie, sans rien envoyer deux fois. Votre texte est conservé
trouble-changed-since = Le dossier a changé depuis que vous l'avez ouvert. { $key } charge la nouvelle version ; votre texte reste.
trouble-inadmissible = Ne peut pas être cité : { $reason }
trouble-no-outcome = Choisissez d'abord une issue.
amount-missing = Combien rembourser au client ?
amount-percent = « { $typed } » n'est pas un pourcentage ; écrivez par exemple 50 % ou 12,5 %
amount-out-of-range = Chacun doit recevoir quelque chose : plus de zéro, moins de { $price }.
amount-not-a-number = « { $typed } » n'est pas un montant ; écrivez par exemple 40 ou 40,50
amount-ambiguous = « { $typed } » : milliers ou décimales ? Ajoutez la devise, ou ôtez le séparateur.
amount-too-large = « { $typed } » est trop élevé.
amount-decimals = { $decimals ->
    [0] « { $typed } » a trop de décimales : { $code } n'en a pas.
   *[other] « { $typed } » a trop de décimales : { $code } en a { $decimals }.
}

## Décider

step-outcome = Issue
step-amount = Montant
step-reasons = Motifs
step-cites = Preuves
step-confirm = Confirmer
decide-agreed-refund = Les deux parties ont accepté { $proposal } : { $amount } au client. C'est prérempli.
decide-agreed-relaunch = Les deux parties ont accepté la relance { $proposal }. C'est prérempli.
decide-not-agreed-refund = Ce n'est pas ce qui a été convenu : { $proposal }, { $amount } au client.
decide-not-agreed-relaunch = Ce n'est pas ce qui a été convenu : la relance { $proposal }.
outcome-agreed = ✓ accord des deux parties
figures-before = maintenant
figures-after = après
figures-client = remboursé
figures-seller = payé
figures-escrow = En séquestre
figures-order = Commande
figures-share = { $side ->
    [client] client { $percent } %
   *[seller] vendeur { $percent } %
}
amount-hint = Un montant, ou un pourcentage du prix.
amount-rounding = { $decimals ->
    [0] En %, arrondi à l'unité la plus proche (½ au client).
    [2] En %, arrondi au centime le plus proche (½ au client).
   *[other] En %, arrondi à la plus petite unité (½ au client).
}
reasons-label = Pourquoi ? Les deux parties le liront.
reasons-hint = Ce qui a été commandé, ce qui a été livré, et pourquoi cette issue est juste…
reasons-unusual = { $of ->
    [0] Aucun des { $total } cas semblables n'a eu cette issue (intervalle à 95 % : de { $low } à { $high } %). Pourquoi celui-ci diffère-t-il ?
    [one] { $of } cas semblable sur { $total } a eu cette issue (intervalle à 95 % : de { $low } à { $high } %). Pourquoi celui-ci diffère-t-il ?
   *[other] { $of } cas semblables sur { $total } ont eu cette issue (intervalle à 95 % : de { $low } à { $high } %). Pourquoi celui-ci diffère-t-il ?
}
cites-label = Sur quoi la décision se fonde-t-elle ?
cites-count = { $count ->
    [0] rien de cité
    [one] { $count } citation
   *[other] { $count } citations
}
cites-empty = Il n'y a rien à citer dans ce dossier.
confirm-decide = Décider ainsi ?
confirm-awaits = Au-delà du seuil prévu : un second médiateur doit approuver avant tout mouvement de fonds.
confirm-hold = Prend effet dans { $span } ; d'ici là, vous pouvez la défaire.
confirm-reasons = Motifs
confirm-rests-on = Fondée sur
confirm-rests-on-nothing = Rien n'est cité : ni message, ni preuve.
button-no = Non
button-no-back = Non, revenir
button-yes-decide = Oui, décider
button-yes-seller_wins = Oui : { $seller } au vendeur
button-yes-client_refunded = Oui : { $client } au client
button-yes-partial_refund = Oui : { $client } au client, { $seller } au vendeur
button-yes-relaunch = Oui : relance, { $escrow } restent en séquestre
button-yes-brief = Oui : client { $client } · vendeur { $seller }
page-unread = { $count ->
    [one] encore { $count } ligne · { $key } pour la lire, puis Oui
   *[other] encore { $count } lignes · { $key } pour les lire, puis Oui
}
page-more = { $count ->
    [one] encore { $count } ligne
   *[other] encore { $count } lignes
}
button-yes-delete = Oui, supprimer
button-yes-open = Ouvrir
button-yes-undo = Oui, défaire
button-no-leave = Non, laisser
button-yes-take-over = Oui, reprendre
button-yes-approve = Oui, approuver
review-heading = { $name } a tranché, { $time }
review-question = Approuver ?
review-hold = Une fois la décision approuvée, les fonds sont transférés ; elle prend effet après { $span }, et peut être défaite jusque-là.
review-since = Depuis la décision
review-since-nothing = Personne n'a rien écrit ni proposé depuis.
review-gone = Cette décision n'est plus en attente : elle a été retirée, approuvée ou refusée.
review-refuse = Refuser la décision
review-refuse-about = Aucun fonds ne bouge ; retour au médiateur. Pourquoi ?
review-refuse-hint = Ce qu'il faut revoir…
button-refuse = Refuser…

## Trouver

search-label = Chercher
search-empty = Chercher dans tout ce qui a été écrit, dans tous les dossiers
search-empty-hint = Du plus récent au plus ancien ; vendeur:nova ou est:ouvert limite la recherche, Tab complète.
search-running = Recherche…
search-nothing = Aucun message ne correspond
search-nothing-hint = Essayez avec moins de mots ; f filtre les dossiers par nom et service.
search-found = { $count ->
    [one] { $count } résultat
   *[other] { $count } résultats
}
search-found-more = plus de { $count } résultats
term-unknown-field = Champ inconnu : « { $field } ». { $nearest ->
    [none] {""}
   *[other] Vouliez-vous dire { $nearest }: ? {""}
}Champs : { $fields }.
term-unknown-holder = Personne dans l'équipe ne s'appelle « { $name } ».{ $nearest ->
    [none] {""}
   *[other] {" "}Vouliez-vous dire { $nearest } ?
}
term-unknown-value = { $field }: n'accepte pas « { $value } ». { $nearest ->
    [none] {""}
   *[other] Vouliez-vous dire { $nearest } ? {""}
}Attendu : { $expected }.
term-no-value = { $field }: attend une valeur.
term-duration = une durée comme >3j, <12h ou 45m
term-amount = un montant comme >100 ou <49,90
palette-title = Commandes
palette-looking = Recherche dans tous les dossiers…
palette-nothing = Rien ne correspond
palette-nothing-hint = Une commande, un numéro de dossier, un nom ou une vue.
palette-case = dossier
palette-own-view = votre vue
palette-view = vue
help-title = Aide · { $place }
help-group-talk = Échanger
help-group-decide = Décider
help-group-evidence = Preuves
help-group-cases = Dossiers
help-group-move = Se déplacer
help-group-views = Vues
help-group-desk = Le bureau
help-queue = Dans la file
help-case = Dans un dossier
help-writing = En écrivant
help-field = Dans un champ
help-finder = Dans une recherche
help-list = Dans une liste
help-confirm = À une question
help-reading = En lisant
help-filter = Dans un filtre ou une recherche
help-filter-client = une partie du nom du client
help-filter-seller = une partie du nom du vendeur
help-filter-order = une partie de l'identifiant de la commande
help-filter-waiting = qui doit agir : { $words }
help-filter-ground = le motif, ou son début : { $words }
help-filter-outcome = l'issue, ou son début : { $words }
help-filter-held = qui suit le dossier : { $words }, un identifiant ou un nom
help-filter-lang = la langue de la commande : { $words }
help-filter-age = ouvert depuis plus (>) ou moins (<) de : { $words }
help-filter-amount = le prix de la commande : { $words }
help-filter-is = { $words }
help-filter-about = Un - devant une condition écarte ces dossiers ; les guillemets gardent des mots ensemble. Les mots anglais sont compris aussi. Dans une recherche, le dernier mot peut être inachevé.
help-identity = Qui vous êtes
help-role-mediator = médiation
help-role-lead = responsable
help-role-reader = lecture seule
help-identity-bound = Vous agissez en tant que { $name } ({ $handle }, { $role }). Seul le compte { $account } de ce système peut agir sous cet identifiant.
help-identity-unbound = Vous agissez en tant que { $name } ({ $handle }, { $role }), sur parole : aucun compte de ce système n'est lié à l'identifiant, et n'importe qui peut agir sous le nom de { $handle }. Un responsable le lie à un compte avec `litige mediator add { $handle } --name NOM --user COMPTE`.
help-mouse = À la souris
help-mouse-about = Un clic sélectionne, un second ouvre ; la molette fait défiler ce qui est sous le pointeur. Rien ne s'envoie ni ne se décide ainsi. Maj enfoncée, on sélectionne du texte. Pour se passer de la souris : mouse = false dans la configuration.
help-charts = Dans les statistiques
help-evidence = Devant une pièce

## Qui a fait quoi

activity-label = Activité
activity-fields = par:NOM  D-1001  depuis:7j  jusque:2026-11-30  tout
activity-unclear = « { $term } » n'est pas compris ici. Utilisez par: dossier: depuis: jusque: ou tout.
activity-loading = Chargement de l'activité…
activity-empty = Personne n'a encore rien fait
activity-empty-hint = Tout ce qui touche un dossier, l'équipe ou la politique est noté ici.
activity-nothing = Rien ne correspond
activity-nothing-hint = Essayez avec moins de critères ; tout ajoute les événements reçus, les délais passés et les lectures.
activity-count = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
activity-count-more = { $count }+ lignes

## Les précédents

precedents-title = Précédents et autres litiges des parties
precedents-loading = Chargement des précédents…
precedents-none = Aucun litige de même motif et de même devise n'a encore été tranché.
precedents-reach-same = même motif, de { $from } à { $to }, même langue
precedents-reach-band = même motif, de { $from } à { $to }, toute langue
precedents-reach-any = même motif, en { $currency }, tout prix
precedents-found = { $count ->
    [one] { $count } tranché : { $measure }.
   *[other] { $count } tranchés : { $measure }.
}
precedents-newest = Les { $count } derniers tranchés : { $measure }.
precedents-nearest = Les plus proches : { $count } sur { $of }
precedents-parties = Autres litiges des parties
precedents-client = Autres litiges du client
precedents-seller = Autres litiges du vendeur
precedents-record = { $role ->
    [client] comme client : { $count } ({ $told })
   *[seller] comme vendeur : { $count } ({ $told })
}
precedents-record-none = { $role ->
    [client] comme client : aucun
   *[seller] comme vendeur : aucun
}
precedents-as-client = comme client
precedents-as-seller = comme vendeur
precedents-opened = ouvert le { $time }
precedents-open = en cours
precedents-basis-agreed = à l'amiable
precedents-hint = { $key } ouvre la liste.
precedents-read-only = consultation
outcome-short-seller_wins = vendeur
outcome-short-client_refunded = client
outcome-short-partial_refund = partiel
outcome-short-relaunch = relance

## Les statistiques

charts-outcomes = Issues
charts-times = Délais
charts-neutrality = Neutralité
charts-work = Équipe
charts-work-about = Délais médians depuis l'ouverture. À temps : parmi les tours des médiateurs, ceux qui ont pris fin avant leur échéance. Par ordre alphabétique : les dossiers diffèrent, personne n'est classé.
charts-work-open = suivis
charts-work-decided = tranchés
charts-work-answer = réponse
charts-work-decision = décision
charts-work-in-time = à temps
charts-work-undone = défaites
charts-work-told = suivis : { $open } · tranchés : { $decided } · réponse : { $answer } · décision : { $decision } · à temps : { $intime } · défaites : { $undone }
charts-period-all = depuis le début
charts-period-days = { $count } jours
charts-empty-period = Rien n'a été tranché pendant cette période
charts-empty-period-hint = { $period } passe à la suivante.
charts-live = ● en direct
charts-old = chiffres d'{ $ago }
charts-loading = Chargement des chiffres…
charts-empty = Rien n'est encore tranché
charts-empty-hint = Chaque décision compte ici dès qu'elle est prise.
charts-of-ground = { $ground } · { $count }
charts-agreed = Issues convenues entre les parties
charts-all = Toute l'équipe
charts-every-ground = tous les motifs
charts-by-mediator = Par médiateur
charts-share = { $of } sur { $total }
charts-percent = { $percent } %
charts-none = aucun
charts-took = Délai de décision des litiges tranchés
charts-took-usual = La moitié est tranchée en { $half }, neuf sur dix en { $most }.
charts-backlog = Âge des litiges ouverts
charts-backlog-open = { $snoozed ->
    [0] { $count } en tout.
   *[other] { $count } en tout : { $queued } dans la file, { $snoozed } en pause.
}
charts-neutrality-about = La part du client dans les litiges où un seul côté obtient gain de cause. ├──┤ : intervalle de confiance à 95 % ; s'il est large, il y a trop peu de litiges pour conclure. ┊ : l'équipe · ≠ : l'équipe est hors de l'intervalle.
span-under_1h = < 1 h
span-1h_to_4h = 1–4 h
span-4h_to_1d = 4–24 h
span-1d_to_3d = 1–3 j
span-3d_to_7d = 3–7 j
span-7d_to_14d = 7–14 j
span-over_14d = > 14 j
span-below-under_1h = 1 h
span-below-1h_to_4h = 4 h
span-below-4h_to_1d = un jour
span-below-1d_to_3d = 3 jours
span-below-3d_to_7d = 7 jours
span-below-7d_to_14d = 14 jours
span-below-over_14d = plus de 14 jours
age-today = < 1 j
age-1d_to_3d = 1–2 j
age-3d_to_7d = 3–6 j
age-7d_to_14d = 7–13 j
age-over_14d = ≥ 14 j

## Questions

prompt-reason = Raison
prompt-snooze = mettre en pause
prompt-snooze-about = Il revient à ce moment-là, ou dès qu'une partie écrit.
prompt-snooze-or = Ou :
prompt-snooze-until = Jusqu'au { $day }, { $time } (dans { $span }), ou un message.
prompt-snooze-unclear = Il faut un moment à venir : 2h, 3j, demain 9h, lundi.
prompt-snooze-past-deadline = Après l'échéance du { $deadline } : il figurera alors parmi les retards.
prompt-snooze-overdue = En retard depuis le { $deadline } ; il reste parmi les retards.
nap-one-hour = Pour une heure
nap-four-hours = Pour quatre heures
nap-tomorrow = Jusqu'à demain matin
nap-three-days = Pour trois jours
nap-next-week = Jusqu'à lundi matin
prompt-strike = écarter une preuve, avec la raison
prompt-admit = rétablir une preuve, avec la raison
prompt-withdraw = que retirer
prompt-keep-view = enregistrer ce filtre comme vue
prompt-rename-view = renommer la vue
prompt-view-name = Nom :
prompt-view-about = Elle rejoint les autres vues, sur tous vos postes.
prompt-view-again = Il remplace le filtre enregistré sous ce nom.
prompt-view-renames = Son filtre ne change pas.
prompt-delete-view = supprimer la vue
prompt-delete-view-about = Seul le filtre enregistré sous ce nom disparaît ; aucun dossier n'est touché.
hand-over-one = transmettre le dossier
hand-over-several = transmettre les dossiers
hand-over-shift = transmettre en fin de service
hand-over-yours = Le dossier est à vous.
hand-over-count = { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
 }.
hand-over-mine = Tous vos dossiers
hand-over-mine-count = { $count ->
    [0] Aucun de vos dossiers.
    [one] Votre dossier, même en pause.
   *[other] Vos { $count } dossiers, y compris ceux en pause.
 }
hand-over-filter = Parmi les vôtres, ceux du filtre « { $filter } »
hand-over-filter-anybodys = Ceux de toute l'équipe, filtre « { $filter } »
hand-over-filter-count = { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
 } du filtre « { $filter } ».
hand-over-scope-about = Ce que vous transmettez.
hand-over-to = À { $name } ({ $load }).
hand-over-load = { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
 }
hand-over-overdue = { $count } en retard
hand-over-who = À :
hand-over-nobody = Personne d'autre dans l'équipe ne peut suivre de dossier.
hand-over-nobody-found = Aucun nom ne contient ces lettres.
hand-over-note = Note :
hand-over-note-about = Facultatif : ce qu'il faut savoir. Seuls les médiateurs la voient.
hand-over-escalation-about = À un responsable : dites pourquoi. Seuls les médiateurs le voient.
hand-over-promise = { $count ->
    [one] { $count } dossier passe
   *[other] { $count } dossiers passent
 } à { $name }, qui reçoit une notification. Chaque dossier est transmis séparément ; ce qui ne peut pas l'être reste où il est, et on vous dit pourquoi.
hand-over-none = Il n'y a rien à transmettre.
hand-over-looking = Recherche des dossiers…
button-yes-hand-over = Oui, transmettre
take-over = reprendre le dossier
take-over-holder = { $holder } suit ce dossier.
take-over-quiet = Sans activité depuis { $dated ->
    [yes] le { $since }
   *[no] { $since }
}, soit { $span }.
take-over-at-work = Travaille sur ce dossier : dernière action { $dated ->
    [yes] le { $since }
   *[no] à { $since }
}, il y a { $span }. Il lui est réservé { $until_dated ->
    [yes] jusqu'au { $until }
   *[no] jusqu'à { $until }
}.
take-over-promise = Si vous le reprenez, le dossier devient le vôtre, et { $holder } reçoit une notification.
take-over-then = Ensuite : { $command }.
take-over-then-send = Ce que vous avez préparé est ensuite exécuté.
prompt-open-file = Ouvrir avec un autre programme ?
prompt-open-file-with = S'ouvre avec : { $program }
prompt-open-file-care = Ce fichier vient d'une partie, et litige n'a pas vérifié ce qu'il fait. Le programme en reçoit une copie en lecture seule, supprimée ensuite.
prompt-undo = défaire la décision
prompt-undo-money = Les fonds reviennent en séquestre par des écritures inverses ; rien n'est effacé.
prompt-undo-no-money = Aucun fonds n'a bougé.
prompt-undo-yours = Le litige est rouvert, et à vous.
prompt-undo-theirs = Le litige est rouvert ; { $holder } le suit toujours.
prompt-undo-nobodys = Le litige est rouvert ; personne ne le suit.
prompt-undo-untold = La place de marché n'a pas été informée de cette décision, et ne le sera pas.
prompt-undo-standing = Les questions et les propositions tiennent toujours ; celles dont le délai est passé expirent.

## Dossiers marqués

marked-count = { $count ->
    [one] { $count } marqué
   *[other] { $count } marqués
}
marked-outside = { $count } hors de cette vue
bulk-title = { $count ->
    [one] { $count } dossier marqué · { $what }
   *[other] { $count } dossiers marqués · { $what }
}
bulk-ask-claim = { $count ->
    [one] Prendre le dossier marqué ?
   *[other] Prendre les { $count } dossiers marqués ?
}
bulk-ask-release = { $count ->
    [one] Rendre le dossier marqué ?
   *[other] Rendre les { $count } dossiers marqués ?
}
bulk-ask-wake = { $count ->
    [one] Remettre le dossier marqué dans la file dès maintenant ?
   *[other] Remettre les { $count } dossiers marqués dans la file dès maintenant ?
}
bulk-ask-remind = { $count ->
    [one] Relancer qui doit une réponse dans le dossier marqué ? La réponse type de l'équipe part aux deux parties, dans la langue de la commande.
   *[other] Relancer qui doit une réponse dans les { $count } dossiers marqués ? Dans chacun, la réponse type de l'équipe part aux deux parties, dans la langue de la commande.
}
bulk-taken-over = { $count ->
    [one] L'un d'eux est repris à un collègue, qui en est averti : { $names }.
   *[other] { $count } sont repris à des collègues, qui en sont avertis : { $names }.
}
bulk-held = { $count ->
    [one] L'un d'eux est suivi par un collègue et sera refusé.
   *[other] { $count } sont suivis par un collègue et seront refusés.
}
bulk-each = Chaque dossier est traité à part ; ceux qui sont refusés restent marqués.
bulk-marking = Des dossiers sont encore en train d'être marqués.
bulk-snooze-past-deadline = { $count ->
    [one] L'un d'eux arrive à échéance avant cette date, et reste parmi les dossiers en retard.
   *[other] { $count } d'entre eux arrivent à échéance avant cette date, et restent parmi les dossiers en retard.
}
bulk-progress = { $what } : { $tried } sur { $total }… { $key } arrête.
bulk-progress-leaving = { $what } : { $tried } sur { $total }… Le bureau se ferme après le dernier ; { $key } le ferme tout de suite.
bulk-done-claim = { $count ->
    [0] Aucun dossier n'est pris.
    [one] Un dossier est à vous.
   *[other] { $count } dossiers sont à vous.
}
bulk-done-release = { $count ->
    [0] Aucun dossier n'est rendu.
    [one] Un dossier est rendu.
   *[other] { $count } dossiers sont rendus.
}
bulk-done-assign = { $count ->
    [0] Aucun dossier n'est confié.
    [one] Un dossier est maintenant suivi par { $to }.
   *[other] { $count } dossiers sont maintenant suivis par { $to }.
}
bulk-done-snooze = { $count ->
    [0] Aucun dossier n'est mis en pause.
    [one] Un dossier est mis en pause.
   *[other] { $count } dossiers sont mis en pause.
}
bulk-done-wake = { $count ->
    [0] Aucun dossier n'est remis dans la file.
    [one] Un dossier est de retour dans la file.
   *[other] { $count } dossiers sont de retour dans la file.
}
bulk-done-remind = { $count ->
    [0] Aucune relance n'est envoyée.
    [one] Une relance est envoyée.
   *[other] { $count } relances sont envoyées.
}
bulk-refused = { $count ->
    [one] Un dossier est refusé et reste marqué : { $key } dit pourquoi.
   *[other] { $count } sont refusés et restent marqués : { $key } dit pourquoi.
}
bulk-refused-after = { $count ->
    [one] Un dossier est refusé.
   *[other] { $count } sont refusés.
}
bulk-not-tried = { $count ->
    [one] Un dossier n'a pas été traité et reste marqué.
   *[other] { $count } n'ont pas été traités et restent marqués.
}
bulk-refused-shift = { $count ->
    [one] Un dossier n'a pas pu être transmis : { $key } dit pourquoi.
   *[other] { $count } n'ont pas pu être transmis : { $key } dit pourquoi.
}
bulk-not-tried-shift = { $count ->
    [one] Un dossier n'a pas été traité.
   *[other] { $count } n'ont pas été traités.
}
bulk-report-title = { $count ->
    [one] { $what } · { $count } dossier
   *[other] { $what } · { $count } dossiers
}
bulk-item-done = fait
bulk-item-not-tried = pas traité ; toujours marqué
bulk-item-not-tried-shift = pas traité
button-yes-claim = Oui, prendre
button-yes-release = Oui, rendre
button-yes-wake = Oui, remettre
button-yes-remind = Oui, relancer
notice-marks-full = On ne peut pas marquer plus de { $most } dossiers.
notice-marks-gone = { $count ->
    [one] { $disputes } n'existe plus, et n'est plus marqué.
   *[other] { $disputes } n'existent plus, et ne sont plus marqués.
}
unavailable-one-at-a-time = des dossiers sont marqués, et ceci se fait un dossier à la fois ; { $open } ouvre celui du curseur, { $back } démarque tout
unavailable-bulk-runs = les dossiers marqués précédents sont encore en cours de traitement ; { $back } arrête là
unavailable-no-report = rien n'a encore été fait sur des dossiers marqués
command-mark = marquer
    .about = Marque le dossier et passe au suivant ; s'il l'est déjà, le démarque.
command-mark-range = marquer une plage
    .about = Commence une plage au curseur ; ce qu'on parcourt est marqué, jusqu'à la même touche.
command-mark-down = marquer en descendant
    .about = Marque ce qu'on parcourt vers le bas.
command-mark-up = marquer en montant
    .about = Marque ce qu'on parcourt vers le haut.
command-mark-all = tout marquer
    .about = Marque tous les dossiers de la vue.
command-invert-marks = inverser les marques
    .about = Dans la vue, marque ce qui ne l'est pas et démarque ce qui l'est.
command-bulk-report = ce qui a été fait
    .about = Liste ce qu'est devenu chaque dossier marqué, et pourquoi il a été refusé.

## Ce que le bureau a à dire

notice-refused = { $command } : impossible, { $why }
notice-failed = { $dispute } : { $deed }, car { $why }. Votre texte est conservé.
notice-unread = Chargement impossible : { $why }. Ce que vous voyez n'est peut-être plus à jour.
notice-lost = { $why } { $key ->
        [none] Ce que vous voyez date de { $since }.
       *[other] Ce que vous voyez date de { $since } ; { $key } réessaie tout de suite.
    }
notice-connected = { $open ->
        [0] Reconnecté après { $after }.
        [one] Reconnecté après { $after }. On ne sait pas si votre dernier envoi est passé ; { $key } réessaie, sans rien faire deux fois.
       *[other] Reconnecté après { $after }. Pour { $open } envois, on ne sait pas s'ils sont passés ; { $key } réessaie, sans rien faire deux fois.
    }
notice-unanswered = { $dispute } : la connexion a été coupée, on ne sait pas si { $deed } ; { $key } réessaie, sans rien faire deux fois.{ $kept ->
        [yes] {" "}Votre texte est conservé.
       *[no] {""}
    }
notice-asking-again = { $count ->
        [one] Nouvel essai en cours…
       *[other] Nouvel essai en cours pour { $count } envois…
    }
after-unanswered = { $dispute } : la connexion a été coupée, on ne sait pas si { $deed }. Vérifiez le dossier avant de recommencer.
notice-draft-not-kept = Le brouillon de { $dispute } n'a pas pu être enregistré : { $why }. Nouvel essai en cours.
notice-drafts-merged = Un autre de vos postes écrivait aussi pour { $dispute } : les deux textes sont conservés, l'un sous l'autre.
notice-draft-kept = Votre brouillon pour { $dispute } est enregistré.
notice-news = { $dispute } : { $who } { $what } · { $time }.
notice-not-done = { $dispute } : { $deed }, car { $why }.
notice-too-long = Le texte ne peut pas dépasser 32 Kio.
notice-copy-asked = Copie demandée au terminal : { $what }.
notice-copied-tmux = Copié dans le tampon de tmux : { $what }.
notice-not-copied = { $what } n'a pas été copié ; tmux : { $why }.
copied-message = { $count ->
    [one] { $message }, { $size } caractère
   *[other] { $message }, { $size } caractères
}
notice-no-such-case = Il n'y a pas de dossier { $dispute }.
notice-looking-on = Recherche du résultat suivant…
notice-no-more-hits = C'était le dernier résultat.
notice-view-kept = Vue { $view } enregistrée.
notice-view-renamed = La vue s'appelle maintenant { $view }.
notice-view-deleted = Vue { $view } supprimée.
notice-view-not-kept = Les vues restent telles quelles : { $why }
notice-no-more-cases = Pas d'autre dossier dans cette vue.
notice-file-saved = { $file } est enregistré dans { $path }.
notice-file-not-saved = { $file } n'a pas été enregistré : { $why }
notice-file-opened = { $file } est ouvert dans le programme ; sa copie sera supprimée à la fermeture du programme ou du bureau.
notice-file-not-opened = { $file } n'a pas été ouvert : { $why }
notice-opener-failed = Le programme qui devait ouvrir le fichier a échoué : { $how }
notice-exported = { $dispute } est exporté dans { $path }
notice-not-exported = { $dispute } n'a pas pu être exporté : { $why }.
standing-reader = Vous êtes désormais en lecture seule : vous pouvez consulter, pas agir. Votre texte est conservé.
standing-mediator = Vous êtes désormais médiateur : vous pouvez agir sur vos dossiers et sur ceux qui ne sont à personne.
standing-lead = Vous êtes désormais responsable : vous pouvez aussi reprendre le dossier d'un collègue et défaire sa décision.
standing-barred = Vous ne pouvez plus que consulter : { $why }. Votre texte est conservé.
standing-bound = Désormais, seul le compte { $account } agit en votre nom.
standing-unbound = Votre identifiant n'est plus lié à un compte : n'importe qui peut agir en votre nom.
notice-policy = { $name } a mis en vigueur la politique { $version } pour les litiges ouverts à partir de maintenant : { $reason }
notice-configuration = { $more ->
    [0] { $what }.
    [1] { $what }. Et une autre, dans le journal.
   *[other] { $what }. Et { $more } autres, dans le journal.
}
done-released = { $dispute } est rendu.
done-assigned = { $dispute } est confié à { $to }.
done-replied = Envoyé aux deux parties de { $dispute }.
done-reminded = Relance envoyée dans { $dispute }.
done-noted = Note enregistrée dans { $dispute } ; seuls les médiateurs la voient.
done-asked = { $side ->
    [client] Question envoyée au client de { $dispute }.
   *[seller] Question envoyée au vendeur de { $dispute }.
}
done-withdrawn = La question de { $dispute } est retirée.
done-proposal-withdrawn = La proposition de { $dispute } est retirée.
done-proposed = Proposition envoyée aux deux parties de { $dispute }.
done-struck = La preuve de { $dispute } ne compte plus.
done-admitted = La preuve de { $dispute } compte à nouveau.
done-decided = { $dispute } est tranché : { $outcome }. Définitif { $until } ; d'ici là, u défait la décision.
done-decided-awaiting = { $dispute } est tranché : { $outcome }. Rien n'est versé avant l'accord d'un second médiateur.
done-decided-demo = `litige demo --as { $handle }` en joue un.
done-decided-next = J passe à { $next }.
done-undone = La décision de { $dispute } est défaite ; le litige est rouvert.
done-approved = La décision sur { $dispute } est approuvée : { $outcome }. Définitive { $until } ; d'ici là, u la défait.
done-rejected = La décision de { $dispute } est refusée ; le litige est rouvert.
done-snoozed = { $dispute } quitte la file jusqu'au { $until }.
done-woken = { $dispute } est de retour dans la file.
deed-claimed = pas pris
deed-released = pas rendu
deed-assigned = pas confié
deed-replied = message non envoyé
deed-reminded = relance non envoyée
deed-noted = note non enregistrée
deed-asked = question non envoyée
deed-withdrawn = question non retirée
deed-proposal-withdrawn = proposition non retirée
deed-proposed = proposition non envoyée
deed-struck = preuve non écartée
deed-admitted = preuve non rétablie
deed-decided = pas tranché
deed-undone = décision non défaite
deed-approved = décision non approuvée
deed-rejected = décision non refusée
deed-snoozed = pas mis en pause
deed-woken = pas remis dans la file
deed-read = pas marqué comme lu
maybe-claimed = vous l'avez pris
maybe-released = il a été rendu
maybe-assigned = il a été confié
maybe-replied = le message est parti
maybe-reminded = la relance est partie
maybe-noted = la note a été enregistrée
maybe-asked = la question est partie
maybe-withdrawn = la question a été retirée
maybe-proposal-withdrawn = la proposition a été retirée
maybe-proposed = la proposition est partie
maybe-struck = la preuve a été écartée
maybe-admitted = la preuve a été rétablie
maybe-decided = le litige a été tranché
maybe-undone = la décision a été défaite
maybe-approved = la décision a été approuvée
maybe-rejected = la décision a été refusée
maybe-snoozed = il a été mis en pause
maybe-woken = il a été remis dans la file
maybe-read = il a été marqué comme lu
changed-other = a modifié le dossier
changed-message = a écrit
changed-say = a écrit
changed-remind = a relancé
changed-note = a laissé une note
changed-ask = a posé une question
changed-withdraw_ask = a retiré une question
changed-withdraw_proposal = a retiré une proposition
changed-propose = a fait une proposition
changed-strike = a écarté une preuve
changed-admit = a rétabli une preuve
changed-claim = a pris le dossier
changed-release = a rendu le dossier
changed-assign = a confié le dossier à un collègue
changed-decide = a tranché le litige
changed-undo = a défait la décision
changed-approve = a approuvé la décision
changed-refuse = a refusé la décision
changed-snooze = a mis le dossier en pause
changed-wake = a remis le dossier dans la file
changed-settle = constate qu'un délai est passé
changed-decided = a tranché : { $outcome }
changed-decided-awaiting = a tranché, à approuver par un second médiateur : { $outcome }
changed-dispute-message = a écrit
changed-dispute-opened = a ouvert le litige
changed-dispute-read = a lu la discussion
changed-proposal-made = a fait une proposition
changed-proposal-answered = a répondu à une proposition
changed-revision-accepted = a accepté la retouche
changed-revision-refused = a refusé la retouche
changed-cancellation-accepted = a accepté l'annulation
changed-cancellation-refused = a refusé l'annulation
changed-too-late = { $what }, trop tard : rien n'a changé
unavailable-read-only = ce dossier est ouvert en lecture seule ; { $back } en sort
unavailable-look-only = ce bureau est en lecture seule ; lancez-le avec --as et l'identifiant d'un médiateur
unavailable-no-case = aucun dossier n'est sélectionné
unavailable-loading = le dossier est encore en cours de chargement ; réessayez dans un instant
unavailable-nothing-to-undo = aucune décision ne peut être défaite
unavailable-no-open-ask = aucune question ni proposition des médiateurs n'est ouverte
unavailable-nothing-owed = aucune partie ne doit de réponse
unavailable-nothing-to-approve = aucune décision n'attend un second médiateur
unavailable-no-evidence = il n'y a plus de preuve qui compte
unavailable-no-struck-evidence = aucune preuve n'a été écartée par un médiateur
unavailable-no-picture = aucune image n'est affichée
unavailable-no-file = ce dossier n'a aucun fichier
unavailable-no-content = seul le nom de ce fichier est ici, pas son contenu
unavailable-no-program = aucun programme n'est configuré pour { $kind } : indiquez-en un sous [open] dans la configuration (`litige config`)
unavailable-no-message = la discussion n'a aucun message
unavailable-no-hits = il n'y a pas de résultats de recherche ; { $search } cherche
unavailable-no-filter = aucun filtre n'est actif ; { $filter } en définit un
unavailable-no-own-view = aucune de vos vues n'est affichée
unavailable-fewer-views = vous n'avez pas cette vue ; { $keep } enregistre le filtre actif comme vue
unavailable-nothing-to-open = il n'y a rien à ouvrir ici
unavailable-sending = c'est déjà en cours d'envoi
unavailable-unanswered = c'est envoyé, et on ne sait pas si c'est passé ; réessayez d'abord
unavailable-not-here = pas sur cet écran
unavailable-nothing-to-do = il n'y a rien ici à quoi l'appliquer
unavailable-no-more-cases = il n'y a pas d'autre dossier dans cette direction
store-busy = un autre programme écrit dans la base ; réessayez
store-full = le disque est plein là où est la base ; rien n'a été changé, libérez-y de la place
store-interrupted = interrompu
store-io = la base n'a pas pu être lue ou écrite ({ $what }) ; rien n'a été changé
store-no_database = il n'y a pas de base dans { $path }{ $what }
store-not_litige = { $path } n'est pas une base de litige{ $what }
store-newer_database = { $path } vient d'un litige plus récent ; mettez litige à jour{ $what }
store-corrupt_database = { $path } est endommagée ({ $what }) ; remettez-en une sauvegarde avec `litige restore`
store-read_only_database = { $path } n'est pas accessible en écriture{ $what }
store-permission_denied = accès refusé : vous ne pouvez pas utiliser { $path } ; { $what } appartient à { $user }, groupe { $group }
store-database_replaced = ce n'est plus la base qui a été ouverte ({ $path } a été supprimée ou remplacée) ; rien n'a été écrit, { $what } ouvre ce qui s'y trouve
store-linked = { $path } est un seul fichier sous plusieurs noms (liens physiques) ; supprimez les autres noms{ $what }
store-dangling_link = { $path } est un lien symbolique qui ne mène nulle part{ $what }
store-left_log = il n'y a pas de base dans { $path }, mais { $what } y a été laissé par une autre ; remettez cette base à côté, ou déplacez le fichier
store-restore_unfinished = une restauration de { $path } n'est pas terminée ; ce qui s'y trouvait est dans { $what } : relancez `litige restore`, ou revenez en arrière avec `litige restore { $what }`
store-unreachable = { $path } est injoignable : { $what }
store-too_many_clients = le serveur de { $path } n'accepte plus de connexions{ $what }
store-denied = { $path } refuse l'accès : { $what }
store-standby = { $path } est un serveur de secours, en lecture seule{ $what }
store-outdated = { $path } est d'une autre version de litige ({ $what }) ; mettez litige à jour, ou faites lancer `litige server init` avec celle-ci
store-broken_server = le serveur de { $path } ne peut plus charger une partie de lui-même ({ $what }) ; il faut le redémarrer
store-clock_ahead = l'horloge de cette machine est en avance sur celle de { $path } ; rien n'a été changé{ $what }
store-unanswered = la connexion a été coupée, on ne sait pas si c'est fait
store-cannot_open = { $path } ne peut pas être ouverte : { $what }

## Commandes : un nom, et ce que chacune fait

command-down = bas
    .about = Descend d'une ligne ou d'un message.
command-up = haut
    .about = Remonte d'une ligne ou d'un message.
command-half-page-down = demi-page bas
    .about = Descend d'une demi-page.
command-half-page-up = demi-page haut
    .about = Remonte d'une demi-page.
command-page-down = page bas
    .about = Descend d'une page.
command-page-up = page haut
    .about = Remonte d'une page.
command-first = début
    .about = Va au premier.
command-last = fin
    .about = Va au dernier.
command-open = ouvrir
    .about = Ouvre le dossier sélectionné, ou le message sous le curseur.
command-back = retour
    .about = Ferme ce qui est ouvert ; dans la file, affiche de nouveau toute la vue.
command-next-panel = volet suivant
    .about = Va au volet suivant du dossier, ou à la page suivante des statistiques.
command-previous-panel = volet précédent
    .about = Va au volet précédent.
command-panel-file = commande
    .about = Va à la commande : cahier des charges, prix, historique.
command-panel-discussion = discussion
    .about = Va à la discussion à trois.
command-panel-pending = en attente
    .about = Va à ce qui est en attente : fonds, questions, propositions, notes.
command-next-case = dossier suivant
    .about = Passe au dossier suivant de la file.
command-previous-case = dossier précédent
    .about = Passe au dossier précédent de la file.
command-claim = prendre
    .about = Prend le dossier.
command-release = rendre
    .about = Rend le dossier.
command-assign = transmettre
    .about = Transmet le dossier à un collègue, qui en est averti.
command-hand-over = fin de service
    .about = Transmet à un collègue tous vos dossiers, ou ceux du filtre, en fin de service.
command-reply = répondre
    .about = Écrit aux deux parties.
command-remind = relancer
    .about = Rappelle à une partie une question ou une proposition qui attend sa réponse.
command-note = noter
    .about = Écrit une note que seuls les médiateurs voient.
command-ask = demander
    .about = Demande des précisions ou des preuves à une partie, avec un délai.
command-propose = proposer
    .about = Soumet un accord aux deux parties.
command-decide = décider
    .about = Met fin au litige, de l'une des quatre façons.
command-undo = défaire
    .about = Défait une décision qui n'a pas encore pris effet.
command-approve = approuver
    .about = Approuve la décision d'un autre médiateur.
command-refuse = refuser
    .about = Refuse la décision d'un autre médiateur.
command-snooze = pause
    .about = Sort le dossier de la file pour un temps, ou jusqu'à ce qu'une partie écrive.
command-wake = reprendre
    .about = Remet dans la file un dossier en pause.
command-evidence = pièces
    .about = Ouvre les fichiers : les textes et les images sont affichés, les autres décrits.
command-next-file = fichier suivant
    .about = Passe au fichier suivant du dossier.
command-previous-file = fichier précédent
    .about = Passe au fichier précédent.
command-zoom-in = agrandir
    .about = Agrandit l'image.
command-zoom-out = réduire
    .about = Montre à nouveau une plus grande partie de l'image.
command-pan-right = à droite
    .about = Se déplace vers la droite dans une image agrandie ; sinon, passe au fichier suivant.
command-pan-left = à gauche
    .about = Se déplace vers la gauche dans une image agrandie ; sinon, passe au fichier précédent.
command-save-file = enregistrer
    .about = Enregistre le fichier dans le répertoire courant, sous son propre nom.
command-open-file = ouvrir avec…
    .about = Ouvre le fichier avec le programme configuré pour son type, après confirmation.
command-strike-evidence = écarter
    .about = Déclare une preuve irrecevable, avec la raison.
command-admit-evidence = rétablir
    .about = Revient sur une preuve écartée : elle compte à nouveau.
command-withdraw-ask = retirer
    .about = Retire une question, ou une proposition des médiateurs, encore ouverte.
command-panel-precedents = précédents du dossier
    .about = Va aux précédents et au passé des parties.
command-precedents = précédents
    .about = Les litiges semblables déjà tranchés et les autres litiges des parties, à consulter.
command-search = chercher
    .about = Cherche dans tous les messages pendant que vous tapez ; vendeur:nova, est:ouvert, etc. limitent la recherche.
command-next-found = résultat suivant
    .about = Va au message trouvé suivant.
command-previous-found = résultat précédent
    .about = Va au message trouvé précédent.
command-statistics = statistiques
    .about = Montre comment l'équipe tranche : issues, délais, âge des dossiers, neutralité.
command-next-period = période
    .about = Passe à la période suivante : tout, 7, 30 ou 90 jours.
command-activity = activité
    .about = Montre qui a fait quoi, sur quel dossier, quand : par personne, dossier et période.
command-filter = filtrer
    .about = Ne montre que les dossiers avec ces mots dans le numéro, le service ou les noms, ou des critères comme attend:client âge:>3j.
command-next-view = vue suivante
    .about = Passe à la vue suivante de la file.
command-previous-view = vue précédente
    .about = Passe à la vue précédente.
command-view-open = ouverts
    .about = Montre les dossiers ouverts, les plus urgents d'abord.
command-view-mine = à moi
    .about = Montre les dossiers que vous suivez.
command-view-unclaimed = libres
    .about = Montre les dossiers que personne ne suit.
command-view-overdue = en retard
    .about = Montre les dossiers qui ont dépassé leur échéance.
command-view-snoozed = en pause
    .about = Montre les dossiers hors de la file pour un temps.
command-view-decided = tranchés
    .about = Montre les dossiers tranchés, les plus récents d'abord.
command-view-all = tous
    .about = Montre tous les dossiers.
command-view-own-first = première de vos vues
    .about = Montre la première de vos vues.
command-view-own-second = deuxième de vos vues
    .about = Montre la deuxième de vos vues.
command-keep-view = enregistrer la vue
    .about = Enregistre le filtre actif comme vue, sous un nom.
command-rename-view = renommer la vue
    .about = Renomme celle de vos vues qui est affichée.
command-delete-view = supprimer la vue
    .about = Supprime celle de vos vues qui est affichée, après confirmation.
command-view-approval = à approuver
    .about = Montre les décisions des autres qui attendent un second médiateur.
command-export = exporter
    .about = Exporte le dossier dans un fichier HTML, là où litige a été lancé.
command-copy-id = copier le numéro
    .about = Copie le numéro du dossier.
command-copy-message = copier le message
    .about = Copie le message sous le curseur.
command-refresh = actualiser
    .about = Recharge tout.
command-palette = commandes
    .about = Trouve une commande, un dossier ou une vue en tapant.
command-help = aide
    .about = Montre toutes les touches de cet écran.
command-send = envoyer
    .about = Envoie le texte ; dans une décision, continue.
command-accept = choisir
    .about = Choisit l'élément ou la réponse sous le curseur.
command-complete = compléter
    .about = Remplace le dernier mot par la proposition suivante.
command-complete-back = compléter avant
    .about = Le remplace par la proposition précédente.
command-cite = citer
    .about = Cite ce qui est sous le curseur, ou cesse de le citer.
command-next-field = champ suivant
    .about = Passe au champ suivant, à l'autre partie, à l'autre réponse.
command-previous-field = champ précédent
    .about = Passe au champ précédent.
command-catch-up = charger la nouvelle version
    .about = Charge la nouvelle version d'un dossier qui a changé pendant que vous écriviez.
command-ready-reply = réponses types
    .about = Insère une réponse type, complétée d'après le dossier.
command-editor = éditeur
    .about = Ouvre votre propre éditeur ($VISUAL, $EDITOR).
command-leave = retour
    .about = Ferme ; ce qui est écrit est enregistré. Dans une décision, revient à la page précédente.
command-redraw = redessiner
    .about = Redessine tout l'écran.
command-suspend = suspendre
    .about = Suspend le bureau jusqu'à ce que vous le repreniez.
command-quit = quitter
    .about = Quitte le bureau ; les brouillons sont enregistrés.

## Réponses prêtes

ready-title = Réponses types
ready-filter-hint = tapez pour filtrer
ready-suits = • convient ici
ready-lang-fr = en français
ready-lang-en = en anglais
ready-whole = rien à compléter
ready-left = à compléter : { $blanks }
trouble-blanks = À compléter : { $blanks }.
editor-not-found = « { $command } » ne peut pas être lancé ; $VISUAL ou $EDITOR doit indiquer votre éditeur. Votre texte est conservé.
editor-failed = L'éditeur a échoué ({ $how }) ; votre texte n'a pas changé.
editor-failed-saved = L'éditeur a échoué ({ $how }) ; votre texte n'a pas changé, et ce que l'éditeur avait enregistré est dans { $path }.
editor-too-long = C'est trop long pour un message ; votre texte n'a pas changé, et le texte trop long est dans { $path }.
editor-not-text = Ce qui a été enregistré n'est pas du texte ; le vôtre n'a pas changé, et l'autre est dans { $path }.
editor-at-once = « { $command } » a rendu la main aussitôt. S'il ouvre sa propre fenêtre, il lui faut son option d'attente, comme dans « code --wait ». Votre texte n'a pas changé.
editor-io = L'éditeur n'a pas pu être utilisé : { $what }. Votre texte est conservé.
left-in-editor = { $dispute } : ce que votre éditeur avait enregistré quand le bureau a été tué est dans son brouillon.
left-in-editor-file = { $dispute } : le texte ouvert dans votre éditeur quand le bureau a été tué est dans { $path }.
notifications-title = { $count ->
    [0] Notifications
   *[other] Notifications · { $count }
}
notifications-empty = Aucune notification
notifications-empty-hint = Les réponses dans vos litiges, les reprises, les décisions qui attendent votre avis et les échéances s'affichent ici jusqu'à ce que vous les acquittiez.
notifications-more = { $count ->
    [one] encore une : { $key }
   *[other] encore { $count } : { $key }
}
notifications-alert = { $count ->
    [one] { $dispute } vous attend.
   *[other] { $count } litiges vous attendent.
}
window-title = { $count ->
    [0] litige
   *[other] litige · { $count } en retard
}
help-notifications = Dans les notifications
notice-notify-failed = Le programme qui doit vous prévenir a échoué : { $why }
command-notifications = notifications
    .about = Montre ce qui vous a été signalé et que vous n'avez pas acquitté.
command-acknowledge = acquitter
    .about = Cette notification ne vous sera plus signalée.
command-acknowledge-all = tout acquitter
    .about = Toutes ces notifications ne vous seront plus signalées.
