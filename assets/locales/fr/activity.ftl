# Qui a fait quoi (litige log, et l'activité du poste). Ce qui suit le nom d'un membre, sans majuscule ni point.
# $dispute est le numéro d'un dossier.

activity-system = litige
activity-some-case = un dossier

activity-claim = a pris { $dispute }
activity-release = a rendu { $dispute }
activity-assign = a confié { $dispute } à { $to ->
    [none] un collègue
   *[other] { $to }
}
activity-say = a écrit aux deux parties dans { $dispute }{ $message ->
    [none] {""}
   *[other] {" "}({ $message })
}
activity-remind = a relancé { $of ->
    [none] {""}
   *[other] au sujet de { $of }{" "}
}dans { $dispute }{ $message ->
    [none] {""}
   *[other] {" "}({ $message })
}
activity-note = a laissé une note sur { $dispute }
activity-ask = a posé une question { $to ->
    [client] au client
    [seller] au vendeur
   *[other] à une partie
} dans { $dispute }{ $ask ->
    [none] {""}
   *[other] {" "}({ $ask })
}
activity-withdraw-ask = a retiré { $ask ->
    [none] une question
   *[other] la question { $ask }
} dans { $dispute }
activity-propose = a proposé { $terms ->
    [refund] de rembourser { $refund } au client
    [relaunch] de reprendre la commande
   *[other] un arrangement
} dans { $dispute }{ $proposal ->
    [none] {""}
   *[other] {" "}({ $proposal })
}
activity-withdraw-proposal = a retiré { $proposal ->
    [none] une proposition
   *[other] la proposition { $proposal }
} dans { $dispute }
activity-admit = a rétabli { $attachment ->
    [none] une preuve
   *[other] la preuve { $attachment }
} dans { $dispute }
activity-wake = a remis { $dispute } dans la file
activity-strike = a écarté { $attachment ->
    [none] une preuve
   *[other] la preuve { $attachment }
} dans { $dispute }
activity-decide = a tranché { $dispute }{ $outcome ->
    [seller_wins] {"\u00A0"}: paiement du vendeur
    [client_refunded] {"\u00A0"}: remboursement total
    [partial_refund] {"\u00A0"}: remboursement partiel de { $refund }{ $basis ->
        [agreed] , d'un commun accord
        [imposed] , d'office
       *[other] {""}
    }
    [relaunch] {"\u00A0"}: la commande reprend
   *[other] {""}
}{ $awaiting ->
    [yes] {" "}– en attente d'un second médiateur
   *[other] {""}
}
activity-undo = a défait { $decided ->
    [none] la décision
    [own] sa décision
   *[other] la décision prise par { $decided }
} sur { $dispute }
activity-approve = a approuvé la décision { $decided ->
    [none] {""}
   *[other] prise par { $decided }{" "}
}sur { $dispute }
activity-refuse = a refusé la décision { $decided ->
    [none] {""}
   *[other] prise par { $decided }{" "}
}sur { $dispute }
activity-snooze = a mis { $dispute } en pause{ $until ->
    [none] {""}
   *[other] {" "}jusqu'au { $until }
}
activity-mark-read = a lu { $dispute }
activity-taken-from = , suivi auparavant par { $from }

activity-ingest = a reçu { $count ->
    [0] des événements
    [one] un événement
   *[other] { $count } événements
} de la place de marché
activity-filled = a reçu le contenu { $count ->
    [0] d'aucun fichier manquant
    [one] d'un fichier qui manquait
   *[other] de { $count } fichiers qui manquaient
}
activity-settle = a appliqué les échéances { $count ->
    [0] des dossiers concernés
    [one] de { $disputes }
   *[other] de { $count } dossiers : { $disputes }
}
activity-fill = a rempli la base{ $count ->
    [0] {""}
    [one] {" "}avec un événement
   *[other] {" "}avec { $count } événements
}
activity-upgrade = a mis la base à niveau
activity-team = { $kind ->
    [add_mediator] a ajouté { $handle } à l'équipe{ $role ->
        [mediator] {" "}comme médiateur
        [lead] {" "}comme responsable
        [reader] {" "}comme lecteur
       *[other] {""}
    }
    [change_mediator] a modifié { $handle } dans l'équipe{ $role ->
        [mediator] {"\u00A0"}: désormais médiateur
        [lead] {"\u00A0"}: désormais responsable
        [reader] {"\u00A0"}: désormais lecteur
       *[other] {""}
    }
    [add_conflict] a noté un conflit d'intérêts pour { $handle }
    [remove_conflict] a levé un conflit d'intérêts pour { $handle }
    [retire_mediator] a retiré { $handle } de l'équipe
   *[other] a inscrit { $handle } dans l'équipe{ $role ->
        [mediator] {" "}comme médiateur
        [lead] {" "}comme responsable
        [reader] {" "}comme lecteur
       *[other] {""}
    }
}
activity-bound = , depuis le seul compte { $account }
activity-unbound = , sans compte lié désormais
activity-put-policy = a mis en vigueur une politique{ $version ->
    [none] {""}
   *[other] {"\u00A0"}: version { $version }
}
activity-erase = a effacé une personne{ $person ->
    [none] {""}
   *[other] {" "}(désormais { $person })
}{ $count ->
    [0] {""}
    [one] {"\u00A0"}: un texte remplacé
   *[other] {"\u00A0"}: { $count } textes remplacés
}
activity-unknown = a fait « { $action } »{ $about ->
    [none] {""}
   *[other] {" "}sur { $about }
}
