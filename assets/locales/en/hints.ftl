# The hints at the bottom: what a key does here. Every key is in fr/hints.ftl, too.

hint-move = move
hint-commands = commands
hint-other-case = next case
hint-read-message = read
hint-other-party = other party
hint-deadline = deadline
hint-to-question = to the question
hint-keep-draft = leave (saved)
hint-next-page = next page
hint-next-file = next file
hint-next-chart = next page
hint-paste-broken = A paste hasn't ended: keys are ignored until it does. Esc stops waiting.
hint-read-only = read only

## What Enter does

hint-decide-agreed = decide as agreed
hint-open-dispute = open { $dispute }
hint-read-dispute = read { $dispute }
hint-strike = strike { $file }
hint-admit = admit { $file }
hint-withdraw = withdraw { $what }
hint-snooze-until = { $dated ->
    [yes] snooze until { $until }
   *[no] snooze until { $until }
}
hint-apply = apply
hint-choose = choose { $name }
hint-give-to = give to { $name }
hint-hand-over = give
hint-take-over = take over
hint-rename = rename
hint-keep = save
hint-delete = delete
hint-refuse = refuse
hint-give-reason = give the reason
hint-open-item = open
hint-put-in = put in
hint-answer-no = no
hint-go-back = go back

## Other answers, and the way out

hint-yes-no = yes/no
hint-other-answer = other answer
hint-back = back
hint-close = close
hint-stop = stop
hint-unmark = unmark all
hint-end-range = end the range
hint-clear-filter = clear the filter
hint-ready = replies
hint-read-on = read on

## On the right

hint-undo-held = undo { $dispute }, { $left } left
hint-undo-held-brief = undo { $dispute }
hint-notifications = { $count ->
    [one] 1 notification
   *[other] { $count } notifications
}
hint-zoom = zoom
