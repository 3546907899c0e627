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
activity-withdraw-ask = withdrew question { $ask ->
    [none] {""}
   *[other] { $ask }{" "}
}in { $dispute }
activity-propose = proposed { $terms ->
    [refund] refunding { $refund } to the client
    [relaunch] to resume the order
   *[other] a settlement
} in { $dispute }{ $proposal ->
    [none] {""}
   *[other] {" "}({ $proposal })
}
activity-withdraw-proposal = withdrew { $proposal ->
    [none] a proposal
   *[other] proposal { $proposal }
} in { $dispute }
activity-admit = reinstated { $attachment ->
    [none] a piece of evidence
   *[other] evidence { $attachment }
} in { $dispute }
activity-wake = put { $dispute } back into the queue
activity-strike = struck evidence { $attachment ->
    [none] {""}
   *[other] { $attachment }{" "}
}in { $dispute }
activity-decide = decided { $dispute }{ $outcome ->
    [seller_wins] : payment to the seller
    [client_refunded] : full refund
    [partial_refund] : partial refund of { $refund }{ $basis ->
        [agreed] , as agreed
        [imposed] , imposed
       *[other] {""}
    }
    [relaunch] : the order resumes
   *[other] {""}
}{ $awaiting ->
    [yes] {" "}– waiting for a second mediator
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
activity-taken-from = , previously held by { $from }

activity-ingest = received { $count ->
    [0] events
    [one] one event
   *[other] { $count } events
} from the marketplace
activity-filled = received the content of { $count ->
    [0] no missing file
    [one] one missing file
   *[other] { $count } missing files
}
activity-settle = applied the deadlines of { $count ->
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
    [add_conflict] recorded a conflict of interest for { $handle }
    [remove_conflict] removed a conflict of interest for { $handle }
    [retire_mediator] removed { $handle } from the team
   *[other] put { $handle } on the team{ $role ->
        [mediator] {" "}as a mediator
        [lead] {" "}as a lead
        [reader] {" "}as a reader
       *[other] {""}
    }
}
activity-bound = , only from the account { $account }
activity-unbound = , no longer bound to an account
activity-put-policy = put a policy in force{ $version ->
    [none] {""}
   *[other] : version { $version }
}
activity-erase = erased a person{ $person ->
    [none] {""}
   *[other] {" "}(now { $person })
}{ $count ->
    [0] {""}
    [one] : one text replaced
   *[other] : { $count } texts replaced
}
activity-unknown = did “{ $action }”{ $about ->
    [none] {""}
   *[other] {" "}to { $about }
}
