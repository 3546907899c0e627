# Who did what (litige log, and the desk's activity). What follows a member's name, without a capital or a full stop.
# $dispute is a case's number.

activity-system = litige
activity-some-case = a case

activity-claim = took { $dispute }
activity-release = gave { $dispute } back
activity-assign = gave { $dispute } to { $to ->
    [none] a colleague
   *[other] { $to }
}
activity-say = wrote to both parties in { $dispute }{ $message ->
    [none] {""}
   *[other] {" "}({ $message })
}
activity-remind = sent a reminder { $of ->
    [none] {""}
   *[other] of { $of }{" "}
}in { $dispute }{ $message ->
    [none] {""}
   *[other] {" "}({ $message })
}
activity-note = wrote a note on { $dispute }
activity-ask = asked { $to ->
    [client] the client
    [seller] the seller
   *[other] a party
} a question in { $dispute }{ $ask ->
    [none] {""}
   *[other] {" "}({ $ask })
}
activity-withdraw-ask = took back question { $ask ->
    [none] {""}
   *[other] { $ask }{" "}
}in { $dispute }
activity-propose = proposed { $terms ->
    [refund] { $refund } back for the client
    [relaunch] to resume the order
   *[other] a settlement
} in { $dispute }{ $proposal ->
    [none] {""}
   *[other] {" "}({ $proposal })
}
activity-withdraw-proposal = took back { $proposal ->
    [none] a proposal
   *[other] proposal { $proposal }
} in { $dispute }
activity-admit = took back the strike of { $attachment ->
    [none] a piece of evidence
   *[other] { $attachment }
} in { $dispute }
activity-wake = put { $dispute } back into the queue
activity-strike = struck evidence { $attachment ->
    [none] {""}
   *[other] { $attachment }{" "}
}in { $dispute }
activity-decide = decided { $dispute }{ $outcome ->
    [seller_wins] : the seller is paid in full
    [client_refunded] : the client is refunded in full
    [partial_refund] : { $refund } back for the client{ $basis ->
        [agreed] , as agreed
        [imposed] , imposed
       *[other] {""}
    }
    [relaunch] : the order resumes
   *[other] {""}
}{ $awaiting ->
    [yes] {" "}– waits for a second mediator
   *[other] {""}
}
activity-undo = undid { $decided ->
    [none] the decision
    [own] their own decision
   *[other] the decision of { $decided }
} on { $dispute }
activity-approve = approved the decision { $decided ->
    [none] {""}
   *[other] of { $decided }{" "}
}on { $dispute }
activity-refuse = refused the decision { $decided ->
    [none] {""}
   *[other] of { $decided }{" "}
}on { $dispute }
activity-snooze = snoozed { $dispute }{ $until ->
    [none] {""}
   *[other] {" "}until { $until }
}
activity-mark-read = read { $dispute }
activity-taken-from = , held before by { $from }

activity-ingest = took in { $count ->
    [0] events
    [one] one event
   *[other] { $count } events
} of the marketplace
activity-filled = took in the content of { $count ->
    [0] no file that had been missing
    [one] one file that had been missing
   *[other] { $count } files that had been missing
}
activity-settle = let time pass on { $count ->
    [0] the cases that were due
    [one] { $disputes }
   *[other] { $count } cases: { $disputes }
}
activity-fill = filled the database with { $count ->
    [0] cases
    [one] one event
   *[other] { $count } events
}
activity-upgrade = upgraded the database
activity-team = { $kind ->
    [add_mediator] added { $handle } to the team{ $role ->
        [mediator] {" "}as a mediator
        [lead] {" "}as a lead
        [reader] {" "}as a reader
       *[other] {""}
    }
    [change_mediator] changed { $handle }’s entry in the team{ $role ->
        [mediator] : now a mediator
        [lead] : now a lead
        [reader] : now a reader
       *[other] {""}
    }
    [add_conflict] recorded a conflict of interest of { $handle }’s
    [remove_conflict] removed a conflict of interest of { $handle }’s
    [retire_mediator] took { $handle } off the team
   *[other] put { $handle } on the team{ $role ->
        [mediator] {" "}as a mediator
        [lead] {" "}as a lead
        [reader] {" "}as a reader
       *[other] {""}
    }
}
activity-bound = , only from the account { $account }
activity-unbound = , bound to no account any more
activity-put-policy = put a policy in force{ $version ->
    [none] {""}
   *[other] : version { $version }
}
activity-erase = erased a person{ $person ->
    [none] {""}
   *[other] {" "}({ $person } from now on)
}{ $count ->
    [0] {""}
    [one] : one text replaced
   *[other] : { $count } texts replaced
}
activity-unknown = did “{ $action }”{ $about ->
    [none] {""}
   *[other] {" "}to { $about }
}
