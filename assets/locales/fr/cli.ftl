### Ce que la ligne de commande écrit pour des personnes. Les montants et les noms arrivent déjà mis en forme et sûrs.

## Mots
cli-side-client = { speaker-client }
cli-side-seller = { speaker-seller }
cli-side-mediator = { speaker-mediator }
cli-side-system = { speaker-system }
cli-side-both = les deux
cli-turn-mediator = le médiateur
cli-turn-client = le client
cli-turn-seller = le vendeur
cli-turn-both = les deux
cli-ground-cancellation_refused_twice = { ground-cancellation_refused_twice }
cli-ground-revision_refused_twice = { ground-revision_refused_twice }
cli-ground-revision_then_cancellation_refused = retouche puis annulation refusées
cli-opened-client = ouvert par le client
cli-opened-automatic = ouvert automatiquement
cli-state-open = ouvert
cli-state-decided = tranché
cli-order-in_progress = { order-state-in_progress }
cli-order-delivered = { order-state-delivered }
cli-order-completed = { order-state-completed }
cli-order-cancelled = { order-state-cancelled }
cli-order-settled = { order-state-settled }
cli-order-in_dispute = { order-state-in_dispute }
cli-outcome-seller_wins = vendeur payé
cli-outcome-client_refunded = client remboursé
cli-outcome-partial_refund = remboursement partiel
cli-outcome-relaunch = relance
# Ce que fait une décision qui n'est pas encore exécutée.
cli-plan-seller_wins = paiement du vendeur
cli-plan-client_refunded = remboursement total
cli-plan-partial_refund = remboursement partiel
cli-plan-relaunch = relance
cli-basis-agreed = d'un commun accord
cli-basis-imposed = imposé
cli-ask-open = en attente
cli-ask-answered = réponse reçue
cli-ask-lapsed = restée sans réponse
cli-ask-withdrawn = { ask-withdrawn }
cli-proposal-open = en attente
cli-proposal-agreed = acceptée par les deux
cli-proposal-declined = { proposal-declined }
cli-proposal-superseded = { proposal-superseded }
cli-proposal-withdrawn = { proposal-withdrawn }
cli-proposal-lapsed = restée sans réponse
cli-answer-accepted = accepte
cli-answer-declined = refuse
cli-answer-none = pas encore de réponse
cli-role-mediator = médiation
cli-role-lead = responsable
cli-role-reader = lecture seule

## Ce qui est arrivé à une commande
cli-event-order-placed = commande passée
cli-event-order-message = message sur la commande
cli-event-order-delivered = livraison
cli-event-revision-requested = retouche demandée
cli-event-cancellation-requested = annulation demandée
cli-event-revision-accepted = retouche acceptée
cli-event-revision-refused = retouche refusée
cli-event-cancellation-accepted = annulation acceptée
cli-event-cancellation-refused = annulation refusée
cli-event-order-completed = commande terminée
cli-event-dispute-opened = litige ouvert
cli-event-proposal-made = accord proposé
cli-event-proposal-answered = réponse à la proposition
cli-event-dispute-decided = tranché
cli-event-decision-approved = décision approuvée
cli-event-decision-refused = décision refusée
cli-event-decision-reversed = décision défaite
cli-event-decision-effective = décision définitive

## Durées
cli-minutes = { $n } min
cli-hours = { $n } h
cli-days = { $n } j
cli-late = { $time } de retard

## File et recherche
cli-due = ÉCHÉANCE
cli-dispute = LITIGE
cli-service = SERVICE
cli-amount = MONTANT
cli-waiting = EN ATTENTE DE
cli-unread = NON LUS
cli-holder = SUIVI PAR
cli-decided-at = TRANCHÉ LE
cli-views-empty = Aucune vue enregistrée pour l'instant. Créez-en une avec `litige views keep NOM --query FILTRE`.
cli-view = VUE
cli-view-in = DANS
cli-view-filter = FILTRE
cli-did-keep-view = Vue enregistrée : { $view } ({ $query }).
cli-did-drop-view = Vue supprimée : { $view } ({ $query }).
cli-queue-empty = Aucun dossier dans cette vue.
cli-queue-more = Il y a d’autres dossiers ; augmentez --limit pour les voir.
cli-search-none = Aucun message ne correspond.
cli-search-more = Il y a d'autres résultats ; augmentez --limit pour les voir.

## Un dossier
cli-case-head = { $dispute } · { $state } · { $ground }, { $opened } le { $at }
cli-case-order = { $title } · { $order } · { $price } · { $state }
cli-case-parties = client : { $client } · vendeur : { $seller }
cli-case-turn = on attend { $who } depuis le { $since }, échéance le { $due } ({ $left })
cli-case-holder = suivi par { $name }
cli-case-holder-quiet = suivi par { $name }, sans activité depuis le { $since }
cli-case-free = sans médiateur
cli-case-version = tour { $round }, version { $version }
cli-case-snoozed = hors de la file jusqu’au { $until }
cli-head-justification = { pending-justification }
cli-justification-awaited = attendue du client
cli-head-brief = { case-brief }
cli-event-too-late = { $event } – trop tard : le litige était ouvert, rien n'a changé
cli-head-timeline = Historique de la commande
cli-head-thread = { panel-thread }
cli-head-notes = Notes (médiateurs seulement)
cli-head-asks = Questions
cli-head-proposals = { pending-proposals }
cli-head-decision = { pending-decision }
cli-head-money = { pending-money }
cli-read-by = lu par : { $who }
cli-unread-yet = pas encore lu
cli-inadmissible = irrecevable : { $reason }
cli-ask-line = { $id } au { $to }, { $state }, échéance le { $due }
cli-proposal-refund = { $id } remboursement partiel de { $refund }, par { $by }, { $state }
cli-proposal-relaunch = { $id } relance, par { $by }, { $state }
cli-proposal-shares = { $client } au client, { $seller } au vendeur
cli-proposal-answers = client : { $client } · vendeur : { $seller }
cli-decision-by = par { $name } le { $at }
cli-decision-cites = fondée sur { $cites }
cli-decision-awaiting = en attente d'un second médiateur ; les fonds n'ont pas bougé
cli-decision-hold = peut être défaite jusqu'au { $until }
cli-decision-effective = définitive depuis le { $at }
cli-decision-reversed = défaite
cli-decision-refused = refusée par le second médiateur
cli-decision-approved-by = approuvée par { $name }, { $at }
cli-decision-refused-by = refusée par { $name }, { $at } : { $reason }
cli-shares = le client reçoit { $client }, le vendeur reçoit { $seller }
cli-shares-none = les fonds restent en séquestre
cli-money = payé { $paid } = en séquestre { $escrow } + vendeur { $seller } + client { $client }

## Ce qui a été fait
cli-did-claim = { done-claimed }
cli-did-release = { $dispute } n'a plus de médiateur.
cli-handover-none = Il n'y a rien à transmettre : personne d'autre ne suit de dossier qui corresponde.
cli-did-assign = { $dispute } est désormais suivi par { $to }.
cli-did-say = { $dispute } : { $made } envoyé aux deux parties.
cli-did-remind = { $dispute } : { $made } envoyé, en rappel de { $of }.
cli-remind-preview = { $dispute } : rappel de { $of } ({ $to }) :
cli-did-note = { $dispute } : note { $made } enregistrée ; seuls les médiateurs la voient.
cli-did-ask = { $dispute } : question { $made } envoyée au { $to }.
cli-did-withdraw = { $dispute } : la question est retirée.
cli-did-withdraw-proposal = { $dispute } : la proposition { $proposal } est retirée.
cli-did-propose = { $dispute } : proposition { $made } envoyée aux deux parties.
cli-did-strike = { $dispute } : { $attachment } est désormais irrecevable.
cli-did-admit = { $dispute } : { $attachment } compte à nouveau.
cli-did-snooze = { $dispute } est hors de la file jusqu’au { $until }, ou jusqu’à ce qu’une partie écrive.
cli-did-wake = { $dispute } est de retour dans la file.
cli-did-read = { done-read }
cli-did-decide = { $dispute } est tranché : { $outcome }.
cli-did-repeat = { $dispute } avait déjà été tranché ainsi sous cette clé : { $outcome }.
cli-did-undo = { $dispute } : la décision est défaite, le litige est rouvert (tour { $round }).
cli-did-approve = { $dispute } : la décision est approuvée.
cli-did-refuse = { $dispute } : la décision est refusée, le litige est rouvert (tour { $round }).
cli-ingested = { $accepted ->
    [one] { $accepted } acceptée
   *[other] { $accepted } acceptées
}, { $duplicates ->
    [one] { $duplicates } en double
   *[other] { $duplicates } en double
}, { $rejected ->
    [one] { $rejected } rejetée
   *[other] { $rejected } rejetées
} ; { $opened ->
    [one] { $opened } litige ouvert
   *[other] { $opened } litiges ouverts
}

cli-files-kept = { $kept ->
    [one] { $kept } fichier conservé
   *[other] { $kept } fichiers conservés
}, { $left } non

cli-files-filled = { $kept ->
    [one] { $kept } fichier conservé
   *[other] { $kept } fichiers conservés
}, { $filled ->
    [0] aucun complété
    [one] dont { $filled } complété
   *[other] dont { $filled } complétés
} ; { $left ->
    [0] aucun ne manque
    [one] { $left } manque encore
   *[other] { $left } manquent encore
}

## L’équipe et la base
cli-handle = IDENTIFIANT
cli-role = RÔLE
cli-account = COMPTE
cli-retired = parti
cli-name = NOM
cli-conflicts = CONFLITS
cli-team-empty = Pas encore d'équipe. Ajoutez-en le premier membre avec `litige mediator add IDENTIFIANT --name NOM`.
cli-did-add = { $name } ({ $role }) peut agir.
cli-did-add-reader = { $name } peut consulter, sans agir.
cli-did-add-first = { $name } (responsable) peut agir : le premier membre d'une équipe en est responsable.
cli-server-made = { $place } est maintenant une base de litige.
cli-server-renewed = { $place } a maintenant les fonctions de cette version de litige.
cli-server-there = { $place } était déjà une base de litige.
cli-server-settings = Ses réglages sont faits : chemin de recherche, planificateur, délais.
cli-server-granted = Qui se connecte comme { $login } agit comme { $handle }.
cli-server-granted-feed = Qui se connecte comme { $login } dépose des événements et lit la boîte d'envoi, et rien d'autre.
cli-server-granted-before = L'identifiant { $login } existait déjà.
cli-server-password = Le rôle { $login } n'a pas encore de mot de passe : donnez-lui-en un par \password dans psql, ou laissez-le entrer par certificat ou par socket.
cli-did-bind = Seul le compte { $account } agit désormais comme { $handle }.
cli-did-unbind = { $handle } n'est plus lié à aucun compte : n'importe qui peut agir sous ce nom.
cli-did-retire = { $name } ne peut plus agir ; plus personne ne suit ses dossiers ouverts.
cli-did-conflict = { $name } ne peut plus agir sur les dossiers de { $person }.
cli-did-unconflict = { $name } peut de nouveau agir sur les dossiers de { $person }.
cli-erase-who = À effacer : { $person } ({ $names }), partie à { $orders ->
    [one] { $orders } commande
   *[other] { $orders } commandes
}.
cli-erase-open = Pas encore tranchés, et à trancher dès lors sans ses écrits : { $disputes }.
cli-erase-goes = Ce qui est effacé pour de bon :
cli-erase-orders = son identifiant et son nom dans { $n ->
    [one] { $n } commande
   *[other] { $n } commandes
}, remplacés par un pseudonyme
cli-erase-events = { $n ->
    [one] { $n } texte
   *[other] { $n } textes
} de commandes : cahiers des charges, livraisons, demandes
cli-erase-messages = { $n ->
    [one] { $n } texte
   *[other] { $n } textes
} de messages : les siens en entier, son nom complet dans ceux des autres
cli-erase-files = { $n ->
    [one] { $n } texte
   *[other] { $n } textes
} de fichiers : noms, chemins, et le contenu de ce que cette personne a envoyé
cli-erase-proposals = { $n ->
    [one] { $n } texte
   *[other] { $n } textes
} de propositions et de questions
cli-erase-team = { $n ->
    [one] { $n } texte
   *[other] { $n } textes
} de l'équipe où figure son nom complet : notes, motifs des décisions, vues enregistrées
cli-erase-drafts = { $n ->
    [one] { $n } brouillon
   *[other] { $n } brouillons
} où figure son nom complet
cli-erase-outbox = { $n ->
    [one] { $n } ligne
   *[other] { $n } lignes
} pour la place de marché, telles qu'elles seront lues désormais
cli-erase-stays = Ce qui reste :
cli-erase-stays-money = les commandes, les montants, les décisions, le grand livre, et un registre qui se vérifie toujours
cli-erase-stays-texts = ce que d'autres ont écrit à son sujet, et son nom sous une autre forme : un prénom seul, un surnom
cli-erase-stays-told = ce que la place de marché a déjà reçu
cli-erase-stays-copies = les sauvegardes et les fichiers exportés : à effacer à la main
cli-erase-stays-server = les sauvegardes du serveur, ses journaux archivés et ses réplicas, qui gardent les anciens textes jusqu'à la fin de leur conservation
cli-erase-how = Rien n'a été effacé. Pour le faire, ajoutez : --yes { $person }
cli-erased = { $person } est effacé : { $texts ->
    [one] { $texts } texte remplacé
   *[other] { $texts } textes remplacés
} ; les fonds et le registre sont intacts.
cli-unbound = Sans compte lié, si bien que n'importe qui peut agir sous leur nom : { $handles }
cli-status-versions = Schéma { $schema }, politique { $policy }
cli-status-event = Dernier événement reçu : { $id }, du { $at }
cli-status-no-event = Dernier événement reçu : aucun
cli-status-outbox = Boîte d'envoi : jusqu'à la ligne { $head } ; { $held ->
    [one] { $held } décision peut encore être défaite
   *[other] { $held } décisions peuvent encore être défaites
}
cli-status-disputes = Litiges : { $open } ouverts, { $overdue } en retard, { $unclaimed } libres, { $snoozed } en pause, { $approval } à approuver, { $decided } tranchés
cli-status-sizes = Tailles : base { $database }, journal { $log }, pièces { $evidence }
cli-status-login = Chacun agit sous le compte avec lequel il s'est connecté au serveur.
cli-status-bound = Chaque membre est lié à un compte du système.
cli-status-no-team = Pas encore d'équipe. Créez-la avec `litige mediator add`.
cli-backed-up = Sauvegarde écrite dans { $path }.
cli-copied = { $rows ->
    [one] { $rows } ligne copiée
   *[other] { $rows } lignes copiées
} de { $from } dans { $to }.
cli-verified = Aucun défaut : { $orders } commandes, { $disputes } litiges, { $messages } messages, { $decisions } décisions, { $entries } écritures et { $records } entrées du registre vérifiés.
cli-faults = { $n ->
    [one] { $n } défaut trouvé.
   *[other] { $n } défauts trouvés.
}
cli-fault = { $check } : { $at } : { $message }
cli-restored = { $path } est restaurée à partir de { $backup }.
cli-restored-aside = Ce qui s'y trouvait est dans { $aside }, avec son journal et ses fichiers.
cli-copy-lacks = Absent de la copie : { $id } ({ $name }) : { $message }.
cli-audit-head = Dernière entrée du registre : { $head }
cli-seeding = litiges
cli-seeded = { $disputes ->
    [one] { $disputes } litige
   *[other] { $disputes } litiges
} (dont { $open } ouverts) et { $messages ->
    [one] { $messages } message
   *[other] { $messages } messages
} dans { $path }.
cli-no-database = il n'y a pas encore de base à { $path } ; commencez par `litige demo`, ou créez-en une avec `litige ingest FICHIER`
cli-no-database-yet = il n'y a pas encore de base à { $path }
# Ce que dit ensuite `litige` tout seul, ligne par ligne.
cli-no-database-steps =
    Pour découvrir le bureau :
      litige demo
    Pour commencer avec votre équipe et vos commandes :
      litige mediator add IDENTIFIANT --name "VOTRE NOM"
      litige ingest événements.jsonl
    S'il y a une base ailleurs :
      litige --db CHEMIN
    Pour savoir ce qui manque :
      litige doctor
cli-demo-ready = La démonstration est dans { $path }.
cli-demo-open = Ouvrez son bureau dans un terminal avec `litige demo`, ou agissez en tant que { $handle } : `litige --db { $path } --as { $handle } queue`.

cli-head-evidence = Preuves
cli-head-audit = Registre
cli-column-side = Partie
cli-column-name = Nom
cli-column-id = Id
cli-column-message = Message
cli-column-file = Fichier
cli-column-reason = Ne compte pas, car
cli-column-sha = SHA-256
cli-column-at = Quand
cli-column-from = De
cli-column-to = À
cli-column-reverses = Contre-passe
cli-column-amount = Montant
cli-column-seq = N°
cli-column-actor = Qui
cli-column-action = Quoi
cli-column-hash = Empreinte
cli-evidence-elsewhere = conservé par la place de marché
cli-column-type = Type
cli-column-size = Taille
cli-column-content = Contenu
cli-evidence-none = Ce dossier n'a aucun fichier.
cli-evidence-kept = conservé
cli-evidence-text = texte
cli-evidence-name-only = seul son nom a été transmis
cli-evidence-written = { $id } est écrit dans { $path } ({ $size }).
cli-account-payment = paiement du client
cli-account-escrow = séquestre
cli-account-seller = versé au vendeur
cli-account-client = remboursé au client
cli-audit-note = Chaque empreinte couvre son entrée et la précédente de tout le registre ; `litige verify` les recalcule toutes.
cli-letter-title = Décision sur le litige { $dispute }
cli-letter-dear = À l'attention de
cli-letter-about = Au sujet de la commande
cli-letter-with = L'autre partie :
cli-letter-decided = Ce qui a été décidé
cli-letter-why = Pourquoi
cli-letter-rests = Sur quoi se fonde la décision
cli-letter-rests-on-all = La commande et l'ensemble de la discussion.
cli-letter-client-gets = Vous êtes remboursé à hauteur de { $yours }. Le vendeur reçoit { $theirs }.
cli-letter-seller-gets = Vous recevez { $yours }. Le client est remboursé à hauteur de { $theirs }.
cli-letter-relaunched = Aucun fonds ne bouge : ils restent en séquestre et la commande reprend, comme vous en êtes convenus tous les deux.
cli-letter-signed = Décision prise par { $by }, médiation, le { $at }.
cli-letter-not-yet = Elle prend effet le { $at }.

cli-stats-days = Jours (UTC) : du { $first } au { $last }
cli-stats-outcomes = Issues par motif
cli-stats-took = Délai de décision
cli-stats-backlog = Dossiers ouverts par âge
cli-stats-agreed = Issues convenues entre les parties
cli-stats-neutrality = Neutralité : la part du client dans les dossiers où un seul côté obtient gain de cause
cli-stats-all = ensemble
cli-stats-nothing = aucune encore
cli-stats-share = { $of } sur { $total }, { $percent } % (confiance à 95 % : de { $low } à { $high } %)
cli-span-under_1h = moins d'1 h
cli-span-1h_to_4h = de 1 à 4 h
cli-span-4h_to_1d = de 4 h à 1 jour
cli-span-1d_to_3d = de 1 à 3 jours
cli-span-3d_to_7d = de 3 à 7 jours
cli-span-7d_to_14d = de 7 à 14 jours
cli-span-over_14d = plus de 14 jours
cli-age-today = aujourd'hui
cli-age-1d_to_3d = 1 à 2 jours
cli-age-3d_to_7d = 3 à 6 jours
cli-age-7d_to_14d = 7 à 13 jours
cli-age-over_14d = 14 jours et plus

# A line of a file of reply templates that can't be used.
cli-template-fault = { $path }, ligne { $line } : { $why } ; les autres réponses du fichier sont utilisées
cli-template-no-title = ce texte n'a pas de titre au-dessus de lui ; écrivez « ## nom: ce qu'elle fait »
cli-template-bad-title = un titre s'écrit « ## nom: ce qu'elle fait », le nom en minuscules sans accent, chiffres et tirets ; cette réponse est ignorée
cli-template-twice = « { $name } » figure déjà plus haut ; celle-ci est ignorée
cli-template-empty = « { $name } » n'a pas de texte et est ignorée
cli-template-too-long = « { $name } » dépasse { $bytes } octets et est ignorée
cli-template-open-comment = ce commentaire n'a pas de fin ; tout ce qui le suit est ignoré
cli-template-too-many = plus de { $most } réponses ; celle-ci est ignorée

cli-log-empty = Rien ne correspond.
cli-log-more = Il y en a plus : précisez les critères, ou augmentez --limit.
cli-notifications-empty = Aucune notification.
cli-did-acknowledge = { $count ->
    [one] Une notification acquittée.
   *[other] { $count } notifications acquittées.
}

cli-work-none = Personne n'a encore rien fait.
cli-work-mediator = MÉDIATEUR
cli-work-ground = MOTIF
cli-work-open = SUIVIS
cli-work-decided = TRANCHÉS
cli-work-answer = 1RE RÉPONSE
cli-work-decision = DÉCISION
cli-work-in-time = À TEMPS
cli-work-undone = DÉFAITES
## La politique
cli-policy-by = Politique { $version }, en vigueur depuis le { $since }, par { $by } :
cli-policy-since = Politique { $version }, en vigueur depuis le { $since }
cli-policy-first = Politique { $version }, celle d'origine de la base
cli-did-set-policy = La politique { $version } est en vigueur. Les litiges ouverts gardent celle de leur ouverture.
cli-policy-key = CLÉ
cli-policy-value = VALEUR
cli-policy-meaning = SENS
cli-policy-cancellation_refusals = annulations refusées avant qu'un litige s'ouvre automatiquement
cli-policy-revision_refusals = retouches refusées avant que le client puisse ouvrir un litige
cli-policy-ask_minutes = une partie a { $delay } pour répondre à une question
cli-policy-proposal_minutes = une proposition reste ouverte { $delay }
cli-policy-response_minutes = un médiateur a { $delay } quand c'est à lui d'agir
cli-policy-hold_minutes = une décision peut être défaite pendant { $delay }
cli-policy-no_hold = une décision est définitive aussitôt
cli-policy-lease_minutes = un dossier pris reste réservé { $delay } sans activité
cli-policy-second_mediator_above = au-dessus de ces prix, une décision demande un second médiateur
cli-policy-no_second = aucune décision ne demande de second médiateur
cli-policy-hours = heures de l'équipe : questions, propositions et tours ne comptent que ce temps
cli-policy-no_hours = les délais courent jour et nuit
cli-policy-zone = le fuseau horaire de ces heures
cli-policy-holidays = jours chômés
cli-policy-no_holidays = aucun jour chômé hors de la semaine
## Ce qui ne peut pas servir dans les fichiers qu'une personne peut écrire
cli-warning-file = { $path } : { $why } ; { $instead }
cli-warning-line = { $path }, ligne { $line } : { $why } ; { $instead }
cli-warning-keys = { $path }, [keys] : { $why } ; les touches d'origine sont gardées
cli-warning-policy = { $path }, ligne { $line } : [policy] est sans effet : la politique est dans la base ; `litige policy` la montre, et un responsable la change avec `litige policy set`
cli-warning-word = « { $text } » n'a pas de sens ici
cli-warning-zone = TZ vaut « { $value } », un fuseau horaire inconnu ici ; les heures sont celles du système. Donnez-lui un nom comme Europe/Paris, ou supprimez-la
cli-instead-defaults = les valeurs par défaut s'appliquent
cli-instead-list = la liste d'origine est gardée
cli-instead-nothing = cette ligne est ignorée
cli-instead-replies = les réponses d'origine sont gardées
cli-instead-text = le texte d'origine est gardé
cli-instead-texts = les textes d'origine sont gardés
cli-instead-theme = le thème d'origine est gardé
## Le diagnostic
cli-doctor-fine = OK · { $check } : { $message }
cli-doctor-do = À FAIRE · { $check } : { $message }
cli-doctor-name-terminal = terminal
cli-doctor-name-colours = couleurs
cli-doctor-name-keyboard = clavier
cli-doctor-name-pictures = images
cli-doctor-name-clipboard = presse-papiers
cli-doctor-name-fonts = police
cli-doctor-name-locale = langue
cli-doctor-name-configuration = configuration
cli-doctor-name-database = base
cli-doctor-name-permissions = droits
cli-doctor-terminal-none = il n'y a pas de terminal ici. Le bureau en demande un ; les scripts s'en passent.
cli-doctor-terminal-dumb = TERM vaut { $term }, ce qui veut dire que le curseur ne peut pas être déplacé. Réglez-la comme l'indique la notice du terminal, par exemple TERM=xterm-256color.
cli-doctor-terminal-unsized = { $term }, qui ne dit pas sa taille.
cli-doctor-terminal = { $term }, { $columns } colonnes et { $rows } lignes.
cli-doctor-terminal-small = { $term } a { $columns } colonnes et { $rows } lignes. Il en faut au moins 60×20 ; 80×24 montre un dossier en entier.
cli-doctor-colours-refused = aucune, puisque NO_COLOR est définie. Ce qui compte se voit autrement aussi.
cli-doctor-colours-none = aucune : ce qui compte se voit autrement aussi. Si le terminal en a, définissez COLORTERM=truecolor.
cli-doctor-colours-16 = les 16 du terminal : une partie et une échéance peuvent se ressembler, et les images ne peuvent pas être dessinées. S'il en a davantage, définissez COLORTERM=truecolor.
cli-doctor-colours-256 = 256 : les thèmes sont approchés. Si le terminal en a davantage, définissez COLORTERM=truecolor.
cli-doctor-colours = toutes.
cli-doctor-theme-set = Le thème est { $theme }, comme le dit la configuration.
cli-doctor-theme-followed = Le fond du terminal est { $mode ->
    [light] clair
   *[dark] sombre
}, donc le bureau aussi ; il suit si cela change.
cli-doctor-theme-unknown = Le terminal ne dit pas si son fond est sombre ou clair : le bureau est { $mode ->
    [light] clair
   *[dark] sombre
} ; theme = "light" ou "dark" dans la configuration en décide.
cli-doctor-keyboard-kitty = le terminal connaît le protocole clavier de kitty : Échap agit aussitôt. Toutes les touches peuvent être changées : section [keys] de la configuration.
cli-doctor-keyboard-console = la console n'a ni Alt avec les flèches ni toutes les touches de fonction, et ne distingue pas Échap du début d'une autre touche : Échap agit après un instant. Toutes les touches du bureau peuvent être changées : section [keys] de la configuration.
cli-doctor-keyboard-tmux = dans tmux, qui ne distingue pas aussitôt Échap du début d'une autre touche. Si Échap tarde, mettez set -sg escape-time 10 dans tmux.conf ; le bureau, lui, attend { $ms } ms.
cli-doctor-keyboard-ssh = par ssh, où ce terminal ne distingue pas Échap du début d'une autre touche : le bureau attend la suite { $ms } ms (escape_ms dans la configuration).
cli-doctor-keyboard = ce terminal ne distingue pas Échap du début d'une autre touche : le bureau attend la suite { $ms } ms. Toutes les touches peuvent être changées : section [keys] de la configuration.
cli-doctor-pictures = affichées en vraies images (protocole { $protocol }). Si elles s'affichent mal, mettez pictures = "blocks" dans la configuration.
cli-doctor-pictures-blocks = ce terminal ne sait pas afficher d'images : le bureau les dessine en blocs de deux couleurs ; + et - zooment, s enregistre le fichier, o l'ouvre avec un programme de votre choix (section [open] de la configuration).
cli-doctor-pictures-none = ce terminal ne sait pas afficher d'images, et a trop peu de couleurs pour les dessiner. Dans la visionneuse, s enregistre le fichier, o l'ouvre avec un programme de votre choix (section [open] de la configuration).
cli-doctor-pictures-set = { $protocol }, comme le dit la configuration. Si elles s'affichent mal, mettez pictures = "blocks".
cli-doctor-clipboard-tmux = ce qui est copié va dans tmux. Pour que le terminal l'ait aussi, mettez set -g set-clipboard on dans tmux.conf.
cli-doctor-clipboard-none = ce terminal ne sait pas copier à la demande : y et Y n'y font rien. Sélectionnez à la souris, ou prenez un autre terminal.
cli-doctor-clipboard = la copie est demandée au terminal (OSC 52). Si rien n'arrive, autorisez-la dans ses réglages.
cli-doctor-fonts = é œ € … ─ │ █ ▲ 你 👩 doivent être dix signes différents, dont aucun n'est un carré vide ; sinon, choisissez une autre police dans les réglages du terminal.
cli-doctor-locale = { $locale } ; litige parle { $lang } (--lang, LITIGE_LANG).
cli-doctor-locale-not-utf8 = la langue du système ({ $locale }) ne dit pas UTF-8 : les accents peuvent mal sortir. Définissez LANG=fr_FR.UTF-8, ou LANG=C.UTF-8 ; litige parle { $lang }.
cli-doctor-configuration = { $path }, entièrement comprise.
cli-doctor-configuration-none = il n'y en a pas : tout est par défaut. `litige config` en affiche une, pour { $path }.
cli-doctor-configuration-faults = corrigez ce qui ne peut pas servir : { $faults }
cli-doctor-database = { $path } est utilisable ; son équipe compte { $team ->
    [one] un membre
   *[other] { $team } membres
}.
cli-doctor-database-asked = Le système n'y annonce pas les changements : le bureau les cherche une fois par seconde. Sur un système de fichiers réseau, mettez plutôt la base sur un disque local, ou sur un serveur.
cli-doctor-permissions = { $path } ({ $mode }) n'est ouverte qu'à ceux qu'il faut.
cli-doctor-permissions-none = il n'y a pas de fichier à vérifier.
cli-doctor-permissions-missing = vous pouvez écrire dans { $folder } : une base peut y être créée.
cli-doctor-permissions-folder = vous ne pouvez pas écrire dans { $folder }, ce qu'une base demande. Voyez avec son propriétaire, ou indiquez un autre endroit avec --db.
cli-doctor-permissions-denied = vous ne pouvez pas lire et écrire { $path }. Demandez-la à son propriétaire, ou faites partie de son groupe.
cli-doctor-permissions-open = { $path } ({ $mode }) est ouverte à plus de monde qu'il ne faut : faites `chmod 600`, ou 660 pour une équipe avec sharing = "group".
## Pourquoi une commande a échoué, à la suite du code de l'erreur
cli-error-id = « { $typed } » n'est pas ce qui est attendu ; par exemple { $shape }
cli-error-word = « { $typed } » n'est pas compris ; attendu : { $expected }
cli-error-of = { $what } : { $why }
cli-error-not-found = fichier ou dossier introuvable
cli-error-permission = accès refusé
cli-error-exists = ce fichier existe déjà
cli-error-folder = c'est un dossier
cli-error-not-a-folder = ce n'est pas un dossier
cli-error-full = le disque est plein
cli-error-read-only = le système de fichiers est en lecture seule
cli-error-json = le résultat n'a pas pu être écrit en JSON
cli-error-output = la commande a été exécutée, mais son résultat n'a pas pu être écrit : { $why }
cli-error-stdin = l'entrée standard
cli-error-not-text = { $what }, depuis { $place } : ce n'est pas du texte UTF-8
cli-error-too-long = { $what } : { $bytes } octets, c'est trop long ; { $limit } au plus sont acceptés
cli-error-text-message = message
cli-error-text-note = note
cli-error-text-question = question
cli-error-text-relaunch = conditions d'une relance
cli-error-text-reason = raison
cli-error-text-reasons = motifs
cli-error-csv-or-json = choisissez entre --csv et --json
cli-error-script = le script n'a pas pu être généré
cli-error-no-completions = pas de complétion pour { $shell }
cli-error-no-page = il n’y a pas de commande { $command }
cli-error-manual = la page de manuel n'a pas pu être générée
cli-error-unanswered = la connexion a été coupée, on ne sait pas si c'est fait ; ceci redemande, sans rien faire deux fois : { $command }
cli-error-template-blanks = la réponse type a { $names } à compléter ; écrivez la relance dans le bureau
cli-error-blanks = il reste à compléter { $names } ; pour de vraies accolades, écrivez {"{{…}}"}
cli-error-clock = l'horloge du système est avant 1970 ; réglez-la d'abord, puisque tout ce qui est écrit porte son heure
cli-error-zone-file = TZ désigne { $path }, qui n'est pas un fichier de fuseau horaire ; donnez-lui un nom comme Europe/Paris, ou supprimez-la
cli-error-signals = les signaux ne peuvent pas être écoutés
cli-error-no-letter = { $dispute } n'est pas tranché ; il n'y a pas encore de lettre
cli-error-terms = indiquez --refund MONTANT ou --relaunch TEXTE
cli-error-refund-missing = un remboursement partiel demande --refund MONTANT : ce que le client récupère
cli-error-refund-alone = --refund ne va qu'avec --outcome partial-refund
cli-error-whose-login = dites pour qui : IDENTIFIANT, ou --feed RÔLE
cli-error-wait-output = la sortie ne peut pas être attendue
cli-error-cursor-negative = { $after } n'est pas un curseur ; c'est le seq de la dernière ligne traitée, ou 0 avant la première
cli-error-cursor = la boîte d'envoi de cette base s'arrête à { $head }, avant { $after } : le curseur est celui d'une autre base, ou une sauvegarde a été restaurée depuis ; voyez `litige outbox --after 0`
cli-error-time-with-key = { $option } : { $typed } change de sens à chaque répétition ; avec --key, donnez la date, comme 2026-11-25 09:00 ou RFC 3339
cli-error-time-to-come = « { $typed } » n'est pas un moment ; écrivez par exemple 2h, 3j, 9:00, « demain 9h », « 2026-11-25 09:00 » ou 2026-11-25T09:00:00Z
cli-error-time-past = « { $typed } » n'est pas un moment ; écrivez par exemple 7j (passés), 9:00, hier, lundi, 2026-11-25, « 2026-11-25 09:00 » ou 2026-11-25T09:00:00Z
cli-error-who = dites qui agit : --as IDENTIFIANT, ou définissez LITIGE_AS (`litige mediator list` montre l'équipe, `litige mediator add` y ajoute)
cli-error-no-home = ce système n'indique pas de dossier personnel ; donnez --db CHEMIN
cli-error-erase-other = --yes indique { $yes }, et non { $person } ; rien n'a été effacé
cli-error-own-files = les fichiers du bureau
cli-error-never-disputed = la commande { $order } n'a jamais été en litige
cli-error-no-terminal = le bureau demande un terminal ; pour les scripts il y a des commandes, voyez `litige --help`
cli-error-dumb-terminal = le bureau demande un terminal qui sait déplacer son curseur, et TERM=dumb dit que celui-ci ne le sait pas ; pour les scripts il y a des commandes, voyez `litige --help`
cli-error-not-a-demo = { $place } n'est pas une démonstration et reste tel quel ; indiquez un autre fichier avec --db, ou aucun
cli-error-is-database = { $path } est la base elle-même ; indiquez un fichier d'événements
cli-error-rejects-database = --rejects { $path } est la base elle-même ; indiquez un autre fichier
cli-error-rejects-input = --rejects { $path } est l'entrée elle-même ; indiquez un autre fichier
cli-error-broke-off = l'entrée s'est interrompue à la ligne { $line }
cli-error-line = ligne { $line }
cli-error-stopped-before = arrêt avant la ligne { $line } : { $why }
cli-error-ingest-unanswered = la connexion a été coupée, on ne sait pas si ce qui précède la ligne { $line } a été appliqué ; redonnez-le, rien n'est appliqué deux fois
cli-error-progress = { $why } ; ce qui précède reste : acceptées { $accepted }, en double { $duplicates }, rejetées { $rejected }. Redonnez tout le fichier une fois réparé : ce qui est accepté n'a pas d'effet deux fois
cli-error-rejected-line = { $code } : ligne { $line }{ $id } : { $why }
cli-error-not-kept-line = not_kept : ligne { $line } : { $path } : { $why }
cli-error-not-kept = litige ne conserve pas le contenu de { $id } ({ $why }) ; la place de marché l'a
cli-error-name-only = seul le nom de { $id } a été transmis ; la place de marché a son contenu
cli-error-content-missing = le contenu de { $id } a disparu ; remettez-le depuis une sauvegarde
cli-error-content-changed = le contenu de { $id } a été modifié : il ne correspond plus à son sha256, et n'est pas écrit
cli-error-to-terminal = le contenu d'un fichier ne s'écrit pas dans un terminal ; donnez -o CHEMIN, ou passez par un tube
cli-error-force = { $path } (--force le remplace)
cli-error-twice = { $key } est donnée deux fois
cli-error-key-value = { $typed } n'est pas CLÉ=VALEUR, comme hold_minutes=5
cli-error-request-key = une clé a { $most } octets au plus, sans caractère de contrôle
cli-error-at-least-one = au moins 1
cli-error-not-a-number = ce n'est pas un nombre de lignes
cli-error-handle = un identifiant est fait de lettres, de chiffres, de `-`, `_` et `.`, 64 octets au plus
cli-error-account = ce système n'a pas de compte de ce nom ; pour un numéro, écrivez #1234
cli-error-empty = c'est vide
cli-error-login = le nom d'un rôle a 63 octets au plus, sans caractère de contrôle, et ne commence ni par pg_ ni par litige_
cli-error-outcome = attendu : { $words }
cli-error-withdrawn = attendu : une question comme q3 ou une proposition comme p2
cli-error-usage-help = { $why } ; voyez `{ $command } --help`
cli-error-usage-unknown = argument inattendu : « { $arg } »
cli-error-usage-unknown-near = argument inattendu : « { $arg } » ; vouliez-vous dire « { $near } » ?
cli-error-usage-command = commande inconnue : « { $arg } »
cli-error-usage-command-near = commande inconnue : « { $arg } » ; vouliez-vous dire « { $near } » ?
cli-error-usage-missing = il manque : { $arg }
cli-error-usage-conflict = « { $arg } » ne va pas avec { $near }
cli-error-usage-no-value = il manque une valeur à « { $arg } »
cli-error-usage-value = valeur « { $value } » impossible pour « { $arg } » ; possibles : { $near }
cli-error-usage-invalid = valeur « { $value } » impossible pour « { $arg } » : { $near }
cli-error-usage-no-command = il manque une commande
cli-error-seed-existing = il y a déjà une base dans { $place } ; seule une nouvelle base peut être remplie, donnez un autre --db
cli-error-unverified = { $backup } a des défauts : { $at } : { $why }{ $more ->
    [0] {""}
   *[other] {" "}(et { $more } de plus, que `litige --db { $backup } verify` cite)
} ; rien n'a été restauré
