# Les aides du bas : ce que fait une touche, ici. Toutes les clés sont aussi dans en/hints.ftl.

hint-move = parcourir
hint-commands = commandes
hint-other-case = dossier suivant
hint-read-message = lire
hint-other-party = autre partie
hint-deadline = échéance
hint-to-question = à la question
hint-keep-draft = fermer (gardé)
hint-next-page = page suivante
hint-next-file = fichier suivant
hint-next-chart = page suivante
hint-paste-broken = Collage inachevé : les touches sont ignorées jusqu'à sa fin. Esc met fin à l'attente.
hint-read-only = lecture seule

## Ce que fait Entrée

hint-decide-agreed = décider l'accord
hint-open-dispute = ouvrir { $dispute }
hint-read-dispute = consulter { $dispute }
hint-strike = écarter { $file }
hint-admit = rétablir { $file }
hint-withdraw = retirer { $what }
hint-snooze-until = mettre en pause { $dated ->
    [yes] jusqu'au { $until }
   *[no] jusqu'à { $until }
}
hint-apply = appliquer
hint-choose = choisir { $name }
hint-give-to = transmettre à { $name }
hint-hand-over = transmettre
hint-take-over = reprendre le dossier
hint-rename = renommer
hint-keep = enregistrer
hint-delete = supprimer
hint-refuse = refuser
hint-give-reason = motiver le refus
hint-open-item = ouvrir
hint-put-in = insérer
hint-answer-no = non
hint-go-back = revenir

## Autres réponses, et comment sortir

hint-yes-no = oui/non
hint-other-answer = autre réponse
hint-back = retour
hint-close = fermer
hint-stop = arrêter
hint-unmark = tout démarquer
hint-end-range = finir la plage
hint-clear-filter = ôter le filtre
hint-ready = réponses
hint-read-on = lire la suite

## À droite

hint-undo-held = défaire { $dispute }, encore { $left }
hint-undo-held-brief = défaire { $dispute }
hint-notifications = { $count ->
    [one] 1 notification
   *[other] { $count } notifications
}
hint-zoom = zoomer
