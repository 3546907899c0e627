# The desk's words in English. Every key and every variable is in fr.ftl, too; a test holds that.

app-name = litige
window-too-small = The window is too small to show a case: it takes at least { $columns } columns and { $rows } rows.

## Times

time-under-a-minute = <1 min
time-day = d
time-in = in { $span }
time-ago = { $span } ago
time-left = { $span } left
time-overdue = overdue by { $span }
time-overdue-short = overdue { $span }
time-months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
time-months = January February March April May June July August September October November December
time-days = Monday Tuesday Wednesday Thursday Friday Saturday Sunday

## The words of the process

role-mediator = mediator
role-lead = lead mediator
role-reader = look only
ground-revision_then_cancellation_refused = revision, then cancellation refused
opened-client = (opened by the client)
opened-automatic = (opened automatically)
outcome-seller_wins = Seller wins
outcome-client_refunded = Client refunded
outcome-partial_refund = Partial refund
outcome-relaunch = Relaunch
outcome-plan-seller_wins = payment to the seller
outcome-plan-client_refunded = full refund
outcome-plan-partial_refund = partial refund
outcome-plan-relaunch = relaunch
outcome-brief-seller_wins = paid
outcome-brief-client_refunded = refunded
outcome-brief-partial_refund = partial
outcome-brief-relaunch = relaunch
# What a decision gives to whom. What can still be undone is held, not done.
shares-client = { $amount } client
shares-seller = { $amount } seller
shares-kept = { $amount } in escrow
shares-held = held:
shares-held-short = held
shares-final-in = , final in { $left }
shares-final-in-short = , { $left }
shares-to-approve = to approve:
shares-to-approve-short = approve
shares-refunded = { $amount } refunded to the client
shares-refunded-short = { $amount } refunded
shares-paid = { $amount } paid to the seller
shares-paid-short = { $amount } paid
shares-in-a-sentence = { $client } to the client and { $seller } to the seller
outcome-about-seller_wins = The work ordered was done: the seller is paid in full.
outcome-about-client_refunded = The client did not get what they ordered: they are refunded in full.
outcome-about-partial_refund = A common ground: part to the client, the rest to the seller.
outcome-about-relaunch = Both agree to resume: the money stays in escrow.
basis-agreed = agreed by both parties
basis-imposed = imposed by the mediator
proposal-kind-partial_refund = Partial refund
proposal-kind-relaunch = Relaunch
proposal-agreed = agreed
answer-proposed = made the offer
answer-accepted = accepted
answer-declined = declined
answer-voided = consent voided
answer-awaited = has not answered
origin-platform = from the platform
origin-external = from outside
decision-state-awaiting = Waits for a second mediator; no money has moved.
decision-state-on_hold = Takes effect { $until }; it can be undone until then.
decision-state-effective = In effect.
decision-state-reversed = Undone before it took effect.
decision-state-refused = Refused by the second mediator.
decision-cites = Rests on { $cites }
decision-approved-by = Approved by { $name } · { $time }.
decision-refused-by = Refused by { $name } · { $time }:

## What happened to an order

event-order-placed = Order placed
event-order-message = { $by ->
    [client] Client's message
   *[seller] Seller's message
}
event-order-delivered = Delivery
event-order-completed = Order completed
event-revision-requested = Revision requested
event-revision-accepted = Revision accepted
event-revision-refused = Revision refused
event-cancellation-requested = Cancellation requested
event-cancellation-accepted = Cancellation accepted
event-cancellation-refused = Cancellation refused
event-dispute-opened = Dispute opened
event-dispute-message = Message in the dispute
event-dispute-read = Discussion read
event-proposal-made = Proposal made
event-proposal-answered = Proposal answered
event-dispute-decided = Dispute decided
event-decision-approved = Decision approved
event-decision-refused = Decision refused
event-decision-reversed = Decision undone
event-decision-effective = Decision in effect

## The first row

view-open = Open
view-mine = Mine
view-unclaimed = Unclaimed
view-overdue = Overdue
view-snoozed = Snoozed
view-decided = Decided
view-all = All
view-approval = To approve
bar-look-only = look only
bar-lost = not connected since { $since }
bar-lost-brief = offline { $since }

## The queue

queue-due = due
queue-decided = decided
queue-dispute = dispute
queue-service = service
queue-parties = client ↔ seller
queue-amount = amount
queue-waiting = waiting on
queue-shares = client / seller
queue-own = { $view }:
queue-own-changed = { $view } (changed):
queue-nonsense = This view's filter makes no sense any more
queue-nonsense-hint = The view is kept: { $filter } changes its filter, { $keep } keeps it so.
view-own-shows = { $base } · { $query }
queue-filter = Only with:
queue-loading = Reading the queue…
queue-empty = No case in this view
queue-empty-hint = Tab goes to the next view, 6 shows all cases.
queue-nothing-found = No case has all these words
queue-nothing-found-hint = Esc shows the whole view again; / searches all that was said.
waiting-you = you
waiting-mediator = mediator
waiting-client = client
waiting-seller = seller
waiting-both = both
waiting-client_silent = client silent
waiting-seller_silent = seller silent
waiting-proposal_lapsed = no answer
status-why = { $deadline }: { $why }
why-late = the mediator's answer was due
why-discussion = the mediator's answer
why-justification = to justify the dispute
why-ask_client = to answer a question
why-ask_seller = to answer a question
why-proposal = to answer a proposal
why-agreed = to carry out what both agreed to
why-client_silent = the client did not answer in time
why-seller_silent = the seller did not answer in time
why-proposal_lapsed = a proposal was not answered in time
why-declined = a proposal was declined
why-undone = a decision was undone
why-refused = a second mediator refused the decision
why-new = just opened
why-client_wrote = new reply from the client
why-seller_wrote = new reply from the seller
why-second_mediator = a second mediator's word
why-decided = decided
pending-clocks = Waiting
clock-since = for { $span }
clock-silent = silent for { $span }
clock-never = has not written for { $span }
turn-you = your turn
turn-mediator = the mediator's turn
turn-client = the client's turn
turn-seller = the seller's turn
turn-both = both parties' turn
claim-you = you
claim-nobody = unclaimed
claim-quiet = { $holder }, quiet { $dated ->
    [yes] since { $since }
   *[no] since { $since }
}
presence-you = you, at another desk
case-conflict = { $side ->
    [client] conflict of interest with the client: look only
   *[seller] conflict of interest with the seller: look only
}
status-draft = draft begun
status-remind = { $key }: remind
status-snoozed = snoozed until { $until }
status-by = by { $name }
status-agreed = both agree: { $key } decides
waiting-agreed = agreed → { $key }
hint-decide-agreed = decide as agreed
status-awaiting = waits for a second mediator
status-awaiting-short = second mediator

## A case

case-loading = Reading the case…
case-lost = Not connected, and this case has not been read yet.
case-timeline = Timeline
case-messages = { $count ->
    [0] Discussion
    [one] Discussion · { $count } message
   *[other] Discussion · { $count } messages
}
case-no-messages = Nobody has written yet
case-no-messages-hint = r writes to both parties, e asks one of them.
case-justification-awaited = justification awaited
panel-file = Order
panel-precedents = Precedents
panel-pending = Pending
order-price = Price
order-client = Client
order-seller = Seller
order-placed = Ordered
order-due = Due
order-state = State
order-id = Number
order-ground = Ground
timeline-too-late = { $event } (too late, the dispute was open)
timeline-refusal = counts for the ground: { $number } of { $of }
money-escrow = In escrow
money-client = Refunded to the client
money-seller = Paid to the seller
money-client-gets = Client gets back
money-seller-gets = Seller gets
pending-past-decisions = Earlier decisions
pending-asks = Questions
pending-notes = Notes, mediators only
pending-remarks = Worth noticing
ask-to = { $side ->
    [client] to the client
   *[seller] to the seller
}
ask-answered = answered in { $message }
ask-lapsed = no answer in time
pending-agreed = Both agree: { $key } decides just that.
proposal-counter = counter-offer to { $to }
proposal-by = { $by ->
    [client] by the client
    [seller] by the seller
   *[mediator] by the mediator
}
thread-asks = { $side ->
    [client] { $ask } asks the client
   *[seller] { $ask } asks the seller
}
thread-answers = answers { $ask }
concern-outside = mentions contact off the platform
concern-heated = heated words
concern-about-outside = Nothing said outside the platform counts. Evidence that comes from there is inadmissible, and can't be cited.
concern-about-heated = Getting angry helps nobody. What was written stays as it is; a calm word to both often helps.
concern-calm = { $reply }, then { $ready }: a calm word is ready.
file-inadmissible = Does not count: { $reason }
file-place = { $at } of { $of }
file-of-order = From the order's own page
file-reading = Being read…
file-not-kept = Its content is not kept: { $why }.
file-not-kept-short = not kept
file-no-viewer = This kind of file is not shown here.
file-how-to-open = { $save } saves a copy of it; { $open } opens it with the program configured for its type.
file-kept-in = Kept in { $folder }
file-left-out = { $size } more are not shown.
picture-size = { $width } × { $height } pixels
picture-too-large = Not drawn: it says it is { $width } × { $height } pixels, more than a picture may have.
picture-too-heavy = Not drawn: it would take more memory than a picture may have.
picture-broken = Not drawn: it is no picture that can be read ({ $why }).
picture-no-colours = Pictures need 256 colours, which this terminal or theme does not give.
message-read-by = Read by: { $readers }
message-file = File { $id }

## Writing

compose-reply = Reply to both parties
compose-note = Note for mediators only
compose-ask-client = Question to the client
compose-ask-seller = Question to the seller
compose-propose = Proposal to both parties
compose-read-by = Read by
compose-ask-due = Deadline
compose-ask-until = Lapses { $day } at { $time }, in { $span }
compose-only-mediators = Neither the client nor the seller will ever see it.
compose-reply-hint = Write to both…
compose-note-hint = Write for your colleagues…
compose-ask-hint = Which details or evidence do you need?
compose-propose-hint = What would both agree to?
compose-sending = Sending…
propose-kind = Offer
propose-amount = Client gets back
propose-terms = In words
propose-of = of { $price }, or in %
propose-client-gets = client { $amount }
propose-seller-gets = seller { $amount }
trouble-blank = Nothing is written yet.
trouble-unanswered = the connection broke, and it is not known whether it was sent; { $key } asks again. What you wrote is kept
trouble-changed-since = The case has changed since you saw it. { $key } takes in the newer version; what you wrote stays.
trouble-inadmissible = Can't be cited: { $reason }
amount-missing = How much does the client get back?
amount-percent = “{ $typed }” is not a percentage; write it like 50% or 12,5 %
amount-out-of-range = Both must get something: more than zero, less than { $price }.
amount-not-a-number = “{ $typed }” is not an amount; write it like 40 or 40.50
amount-ambiguous = “{ $typed }” may be thousands or decimals; write it with its currency, or without the mark.
amount-too-large = “{ $typed }” is too large.
amount-decimals = { $decimals ->
    [0] “{ $typed }” has too many decimals: { $code } has none.
   *[other] “{ $typed }” has too many decimals: { $code } has { $decimals }.
}

## Deciding

step-outcome = Outcome
step-amount = Amount
step-reasons = Reasons
step-cites = Evidence
step-confirm = Confirm
decide-agreed-refund = Both accepted { $proposal }: { $amount } to the client. It is filled in.
decide-agreed-relaunch = Both accepted the relaunch { $proposal }. It is filled in.
decide-not-agreed-refund = This is not what was agreed: { $proposal }, { $amount } to the client.
decide-not-agreed-relaunch = This is not what was agreed: the relaunch { $proposal }.
outcome-agreed = ✓ both agreed to this
figures-before = now
figures-after = after
figures-client = gets back
figures-seller = is paid
figures-escrow = In escrow
figures-order = Order
figures-share = { $side ->
    [client] client { $percent } %
   *[seller] seller { $percent } %
}
amount-hint = An amount or a percentage of the price.
amount-rounding = { $decimals ->
    [0] A % is rounded to the nearest unit (½ to the client).
    [2] A % is rounded to the nearest cent (½ to the client).
   *[other] A % is rounded to the smallest unit (½ to the client).
}
reasons-label = Why? Both parties will read this.
reasons-hint = What was ordered, what was delivered, and why this outcome is fair…
cites-label = What does it rest on?
cites-count = { $count ->
    [0] nothing cited
    [one] { $count } cited
   *[other] { $count } cited
}
cites-empty = There is nothing to cite in this case.
confirm-decide = Decide this?
confirm-awaits = Above the limit of the policy: a second mediator must approve it before any money moves.
confirm-hold = Takes effect in { $span }; until then you can undo it.
confirm-reasons = Reasons
confirm-rests-on = Rests on
confirm-rests-on-nothing = No message or evidence is cited.
button-no = No
button-no-back = No, go back
button-yes-decide = Yes, decide
button-yes-delete = Yes, delete
button-yes-open = Open it
button-yes-undo = Yes, undo
button-no-leave = No, leave it
button-yes-take-over = Yes, take it over
button-yes-approve = Yes, approve
review-heading = { $name } has decided, { $time }
review-question = Approve?
review-hold = Once approved, money moves; it takes effect in { $span }, and can be undone until then.
review-since = Since it was taken
review-since-nothing = Nobody has written or offered anything since.
review-gone = This decision no longer waits: it was withdrawn or answered.
review-refuse = Refuse the decision
review-refuse-about = No money moves, and the case goes back to whoever decided it. Why?
review-refuse-hint = What should be looked at again…
button-refuse = Refuse…

## Finding

search-label = Search
search-empty = Search all that was said, in all cases
search-empty-hint = Words, newest first; seller:nova or is:open keep to some cases, Tab completes.
search-running = Searching…
search-nothing = Nothing that was said has all these words
search-nothing-hint = Fewer words find more; f filters cases by names and services.
search-found = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
search-found-more = { $count }+ results
term-unknown-field = There is no field “{ $field }”. { $nearest ->
    [none] {""}
   *[other] Did you mean { $nearest }:? {""}
}There are { $fields }.
term-unknown-holder = Nobody of the team is called “{ $name }”.{ $nearest ->
    [none] {""}
   *[other] {" "}Did you mean { $nearest }?
}
term-unknown-value = { $field }: does not take “{ $value }”. { $nearest ->
    [none] {""}
   *[other] Did you mean { $nearest }? {""}
}Expected: { $expected }.
term-no-value = { $field }: needs a value.
term-duration = a duration such as >3d, <12h or 45m
term-amount = an amount such as >100 or <49.90
palette-title = Commands
palette-looking = Looking through all cases…
palette-nothing = Nothing matches
palette-nothing-hint = A command, a case's number, a name or a view.
palette-case = case
palette-own-view = your view
palette-view = view
help-title = Help for this screen
help-queue = In the queue
help-case = In a case
help-writing = While writing
help-field = In a field
help-finder = In a search
help-list = In a list
help-confirm = At a question
help-charts = In the statistics
help-evidence = Looking at evidence
help-reading = While reading
help-filter = In a filter or a search
help-filter-client = part of the client's name
help-filter-seller = part of the seller's name
help-filter-order = part of the order's id
help-filter-waiting = whose turn it is: { $words }
help-filter-ground = the ground, or its beginning: { $words }
help-filter-outcome = the outcome, or its beginning: { $words }
help-filter-held = who holds the case: { $words }, a handle or a name
help-filter-lang = the order's language: { $words }
help-filter-age = opened longer (>) or less (<) ago than: { $words }
help-filter-amount = the order's price: { $words }
help-filter-is = { $words }
help-filter-about = A - before a condition leaves such cases out; quotes keep words together. French words are understood too. In a search, the last word may be unfinished.
help-identity = Who you are
help-role-mediator = mediator
help-role-lead = lead mediator
help-role-reader = reader
help-identity-bound = You act as { $name } ({ $handle }, { $role }). Only the account { $account } of this system may act under this handle.
help-identity-unbound = You act as { $name } ({ $handle }, { $role }), and are taken at your word: no account of this system is bound to the handle, and whoever says so acts as { $handle }. A lead binds one with `litige mediator add { $handle } --name NAME --user ACCOUNT`.
help-mouse = With the mouse
help-mouse-about = A press chooses, a press on what is chosen opens it, the wheel scrolls what is under it; nothing is sent or decided so. Text is selected with Shift held. The configuration's mouse = false does without.

## Who did what

activity-label = Activity
activity-fields = by:NAME  D-1001  since:7d  until:2026-11-30  all
activity-unclear = “{ $term }” makes no sense here. There are by: case: since: until: and all.
activity-loading = Reading who did what…
activity-empty = Nobody has done anything yet
activity-empty-hint = Whatever is done to a case, the team or the policy is listed here.
activity-nothing = Nothing of the kind was done
activity-nothing-hint = Fewer conditions find more; all adds what comes in, what time did and what was read.
activity-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
activity-count-more = { $count }+ entries

## Precedents

precedents-title = precedents and the parties' other disputes
precedents-loading = Reading the precedents…
precedents-none = No dispute of the same ground and currency is decided yet.
precedents-reach-same = same ground, { $from } to { $to }, same language
precedents-reach-band = same ground, { $from } to { $to }, any language
precedents-reach-any = same ground, in { $currency }, any price
precedents-found = { $count ->
    [one] { $count } decided: { $measure }.
   *[other] { $count } decided: { $measure }.
}
precedents-newest = The last { $count } decided: { $measure }.
precedents-nearest = The most alike: { $count } of { $of }
precedents-parties = The parties' other disputes
precedents-client = The client's other disputes
precedents-seller = The seller's other disputes
precedents-record = { $role ->
    [client] as client: { $count } ({ $told })
   *[seller] as seller: { $count } ({ $told })
}
precedents-record-none = { $role ->
    [client] as client: none
   *[seller] as seller: none
}
precedents-as-client = as client
precedents-as-seller = as seller
precedents-open = open
precedents-basis-agreed = agreed
precedents-hint = { $key } opens the list.
precedents-read-only = to be read only
outcome-short-seller_wins = seller
outcome-short-client_refunded = client
outcome-short-partial_refund = partial
outcome-short-relaunch = relaunch

## Statistics

charts-outcomes = Outcomes
charts-times = Times
charts-neutrality = Neutrality
charts-work = Team
charts-work-about = Median times from the opening. In time: of the turns that were the mediators' to take, those that ended by their deadline. In the order of handles: cases differ, and nobody is ranked.
charts-work-open = open now
charts-work-decided = decided
charts-work-answer = 1st answer
charts-work-decision = decision
charts-work-in-time = in time
charts-work-undone = undone
charts-work-told = open now: { $open } · decided: { $decided } · 1st answer: { $answer } · decision: { $decision } · in time: { $intime } · undone: { $undone }
charts-period-all = all time
charts-period-days = { $count } days
charts-empty-period = Nothing was decided in this period
charts-empty-period-hint = p goes on to the next one.
charts-live = ● live
charts-old = figures of { $ago }
charts-loading = Reading the figures…
charts-empty = Nothing is decided yet
charts-empty-hint = Every decision will count here as soon as it is taken.
charts-of-ground = { $ground } · { $count }
charts-agreed = Outcomes that both parties agreed to
charts-all = The whole team
charts-every-ground = every ground
charts-by-mediator = By mediator
charts-share = { $of } of { $total }
charts-none = none
charts-took = Time to decide, in decided disputes
charts-took-usual = Half are decided within { $half }, nine in ten within { $most }.
charts-backlog = Age of the open disputes
charts-backlog-open = { $count } in all.
charts-neutrality-about = The client's share of the disputes that one side won. ├──┤ is what chance allows, 95 times in 100: where it is wide, there are too few to conclude. ┊ is the team, ≠ that the team is outside.
span-under_1h = < 1 h
span-1h_to_4h = 1–4 h
span-4h_to_1d = 4–24 h
span-1d_to_3d = 1–3 d
span-3d_to_7d = 3–7 d
span-7d_to_14d = 7–14 d
span-over_14d = > 14 d
span-below-under_1h = 1 h
span-below-1h_to_4h = 4 h
span-below-4h_to_1d = a day
span-below-1d_to_3d = 3 days
span-below-3d_to_7d = 7 days
span-below-7d_to_14d = 14 days
span-below-over_14d = more than 14 days
age-today = < 1 d
age-1d_to_3d = 1–2 d
age-3d_to_7d = 3–6 d
age-7d_to_14d = 7–13 d
age-over_14d = ≥ 14 d

## Questions

prompt-reason = Reason
prompt-snooze = snooze
prompt-snooze-about = It comes back then, or when a party writes.
prompt-snooze-or = Or:
prompt-snooze-until = Until { $day }, { $time } (in { $span }), or until a party writes.
prompt-snooze-unclear = Not a time to come; write 2h, 3d, 9:00, monday 9:00.
prompt-snooze-past-deadline = Past its deadline, { $deadline }: from then on it stands among the overdue.
prompt-snooze-overdue = It is overdue since { $deadline }, and stays among the overdue.
nap-one-hour = For an hour
nap-four-hours = For four hours
nap-tomorrow = Until tomorrow morning
nap-three-days = For three days
nap-next-week = Until Monday morning
prompt-strike = strike evidence, and why
prompt-admit = admit struck evidence, and why
prompt-withdraw = what to take back
prompt-keep-view = keep this filter as a view
prompt-rename-view = rename the view
prompt-view-name = Name:
prompt-view-about = It stands beside the other views from now on, at every desk of yours.
prompt-view-again = It takes the place of the filter kept under this name.
prompt-view-renames = Its filter stays as it is.
prompt-delete-view = delete the view
prompt-delete-view-about = Only the filter kept under this name goes; no case is touched.
hand-over-one = give the case to a colleague
hand-over-several = give the cases to a colleague
hand-over-shift = hand over at the end of a shift
hand-over-yours = The case is yours.
hand-over-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 }.
hand-over-mine = All of your cases
hand-over-mine-count = Your { $count ->
    [one] { $count } case
   *[other] { $count } cases
 }, those put off too.
hand-over-filter = Of yours, those that fit “{ $filter }”
hand-over-filter-anybodys = Anybody's that fit “{ $filter }”
hand-over-filter-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 } that fit “{ $filter }”.
hand-over-scope-about = What goes to a colleague.
hand-over-to = To { $name } ({ $load }).
hand-over-load = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 }
hand-over-overdue = { $count } overdue
hand-over-who = To:
hand-over-nobody = Nobody else of the team can be given cases.
hand-over-nobody-found = No colleague has these letters in their name.
hand-over-note = Note:
hand-over-note-about = If you like: what they should know. Only mediators see it.
hand-over-escalation-about = To a lead: say why the case needs one. Only mediators see it.
hand-over-promise = { $count ->
    [one] { $count } case becomes
   *[other] { $count } cases become
 } { $name }'s, who is told. Each goes by itself; what can't go stays where it is, and you are told why.
hand-over-none = There is nothing to hand over.
hand-over-looking = Looking for the cases…
button-yes-hand-over = Yes, hand over
hint-hand-over = give
take-over = take the case over
take-over-holder = { $holder } holds this case.
take-over-quiet = Quiet { $dated ->
    [yes] since { $since }
   *[no] since { $since }
}, for { $span }.
take-over-at-work = At work on it: last { $dated ->
    [yes] on { $since }
   *[no] at { $since }
}, { $span } ago. { $until_dated ->
    [yes] Until { $until }
   *[no] Until { $until }
} it is kept for them.
take-over-promise = If you take it over, the case becomes yours, and { $holder } is told.
take-over-then = Then you go on: { $command }.
take-over-then-send = Then what you have prepared is done.
prompt-open-file = Open with another program?
prompt-open-file-with = Opens with: { $program }
prompt-open-file-care = A party sent this file, and litige has not checked what it does. The program gets a copy that can only be read; it is removed afterwards.
prompt-undo = undo the decision
prompt-undo-money = The money goes back to escrow by reversing entries; nothing is erased.
prompt-undo-no-money = No money has moved.
prompt-undo-yours = The dispute is open again, and yours.
prompt-undo-theirs = The dispute is open again; { $holder } still holds it.
prompt-undo-nobodys = The dispute is open again; nobody holds it.
prompt-undo-untold = The marketplace was never told of this decision, and won't be.
prompt-undo-standing = Questions and proposals stand; what ran out meanwhile lapses.

## Hints at the bottom

hint-move = move
hint-commands = commands
hint-other-case = next case
hint-read-message = read
hint-other-party = other party
hint-deadline = deadline
hint-to-question = to the question
hint-keep-draft = leave (kept)
hint-next-page = next page
hint-next-file = next file
hint-paste-broken = A paste has not ended: keys are ignored until it does. Esc ends the wait.
hint-undo-held = undoes { $dispute }, { $left } left
hint-yes-no = yes/no
hint-next-chart = next page
hint-read = read
hint-back = back
hint-go = go
hint-open-case = open the case
hint-close = close
hint-keep = keep
hint-cancel = cancel
hint-refuse = refuse
hint-other-answer = other answer

## Marked cases

marked-count = { $count ->
    [one] { $count } marked
   *[other] { $count } marked
}
marked-outside = { $count } not in this view
hint-unmark = unmark all
hint-end-range = end the range
bulk-title = { $count ->
    [one] { $count } marked case · { $what }
   *[other] { $count } marked cases · { $what }
}
bulk-ask-claim = { $count ->
    [one] Take the marked case?
   *[other] Take the { $count } marked cases?
}
bulk-ask-release = { $count ->
    [one] Give the marked case back?
   *[other] Give the { $count } marked cases back?
}
bulk-ask-wake = { $count ->
    [one] Put the marked case back into the queue now?
   *[other] Put the { $count } marked cases back into the queue now?
}
bulk-ask-remind = { $count ->
    [one] Remind whoever owes an answer in the marked case? The team's reply goes to both parties, in the order's language.
   *[other] Remind whoever owes an answer in the { $count } marked cases? In each, the team's reply goes to both parties, in the order's language.
}
bulk-taken-over = { $count ->
    [one] One is taken over from a colleague, who is told: { $names }.
   *[other] { $count } are taken over from colleagues, who are told: { $names }.
}
bulk-held = { $count ->
    [one] One is a colleague's and will be refused.
   *[other] { $count } are a colleague's and will be refused.
}
bulk-each = Each case is done by itself; those refused stay marked.
bulk-marking = Cases are still being marked.
bulk-snooze-past-deadline = { $count ->
    [one] One of them is due before then, and stays among the overdue.
   *[other] { $count } of them are due before then, and stay among the overdue.
}
bulk-progress = { $what }: { $tried } of { $total }… { $key } stops.
bulk-progress-leaving = { $what }: { $tried } of { $total }… The desk closes after the last; { $key } closes it now.
bulk-done-claim = { $count ->
    [0] No case is taken.
    [one] One case is yours.
   *[other] { $count } cases are yours.
}
bulk-done-release = { $count ->
    [0] No case is given back.
    [one] One case is given back.
   *[other] { $count } cases are given back.
}
bulk-done-assign = { $count ->
    [0] No case is given away.
    [one] One case is { $to }'s now.
   *[other] { $count } cases are { $to }'s now.
}
bulk-done-snooze = { $count ->
    [0] No case is snoozed.
    [one] One case is snoozed.
   *[other] { $count } cases are snoozed.
}
bulk-done-wake = { $count ->
    [0] No case is put back.
    [one] One case is back in the queue.
   *[other] { $count } cases are back in the queue.
}
bulk-done-remind = { $count ->
    [0] No reminder is sent.
    [one] One reminder is sent.
   *[other] { $count } reminders are sent.
}
bulk-refused = { $count ->
    [one] One was refused and stays marked: { $key } says why.
   *[other] { $count } were refused and stay marked: { $key } says why.
}
bulk-refused-after = { $count ->
    [one] One was refused.
   *[other] { $count } were refused.
}
bulk-not-tried = { $count ->
    [one] One was not tried and stays marked.
   *[other] { $count } were not tried and stay marked.
}
bulk-refused-shift = { $count ->
    [one] One could not go: { $key } says why.
   *[other] { $count } could not go: { $key } says why.
}
bulk-not-tried-shift = { $count ->
    [one] One was not tried.
   *[other] { $count } were not tried.
}
bulk-report-title = { $count ->
    [one] { $what } · { $count } case
   *[other] { $what } · { $count } cases
}
bulk-item-done = done
bulk-item-not-tried = not tried; still marked
bulk-item-not-tried-shift = not tried
button-yes-claim = Yes, take
button-yes-release = Yes, give back
button-yes-wake = Yes, put back
button-yes-remind = Yes, remind
notice-marks-full = No more than { $most } cases can be marked.
notice-marks-gone = { $count ->
    [one] { $disputes } is not there any more, and no longer marked.
   *[other] { $disputes } are not there any more, and no longer marked.
}
unavailable-one-at-a-time = cases are marked, and this is done to one case at a time; Enter opens the one under the cursor, Esc unmarks all
unavailable-bulk-runs = the marked cases before are not done yet
unavailable-no-report = nothing was done to marked cases yet
command-mark = mark
    .about = Marks the case and goes on to the next; on a marked one, unmarks it.
command-mark-range = mark a range
    .about = Begins a range at the cursor; what one passes is marked, until the same key.
command-mark-down = mark and go down
    .about = Marks what one passes, downwards.
command-mark-up = mark and go up
    .about = Marks what one passes, upwards.
command-mark-all = mark all
    .about = Marks every case of the view.
command-invert-marks = invert marks
    .about = In the view, marks what is not marked and unmarks what is.
command-bulk-report = what was done
    .about = Lists what became of each marked case, and why not.

## What the desk has to say

notice-refused = Can't { $command }: { $why }
notice-failed = { $dispute }: { $deed }, because { $why }. What you wrote is kept.
notice-unread = Can't read: { $why }. What you see may be old.
notice-lost = { $why } { $key ->
        [none] What you see is as of { $since }.
       *[other] What you see is as of { $since }; { $key } tries again now.
    }
notice-connected = { $open ->
        [0] Connected again, after { $after }.
        [one] Connected again, after { $after }. It is not known whether what you sent was done; { $key } asks again.
       *[other] Connected again, after { $after }. Of { $open } things that you sent it is not known whether they were done; { $key } asks again.
    }
notice-unanswered = { $dispute }: the connection broke, and it is not known whether { $deed }; { $key } asks again.{ $kept ->
        [yes] {" "}What you wrote is kept.
       *[no] {""}
    }
notice-asking-again = { $count ->
        [one] Asking again…
       *[other] Asking again about { $count } things…
    }
after-unanswered = { $dispute }: the connection broke, and it is not known whether { $deed }. Look at the case before you do it again.
notice-draft-not-kept = The draft for { $dispute } could not be kept: { $why }. It is tried again.
notice-drafts-merged = Another desk of yours was writing about { $dispute }, too: both texts are kept, one below the other.
notice-draft-kept = Your draft for { $dispute } is kept.
notice-news = { $dispute }: { $who } { $what } · { $time }.
notice-not-done = { $dispute }: { $deed }, because { $why }.
notice-too-long = The text is full: no more than 32 KiB.
notice-copy-asked = Terminal asked to copy { $what }.
notice-copied-tmux = Copied into tmux's buffer: { $what }.
notice-not-copied = { $what } is not copied; tmux: { $why }.
copied-message = { $count ->
    [one] { $message }, { $size } character
   *[other] { $message }, { $size } characters
}
notice-no-such-case = There is no case { $dispute }.
notice-looking-on = Looking for the next result…
notice-no-more-hits = That was the last result.
notice-view-kept = The view { $view } is kept.
notice-view-renamed = The view is called { $view } now.
notice-view-deleted = The view { $view } is deleted.
notice-view-not-kept = The views stay as they were: { $why }
notice-no-more-cases = There is no further case in this view.
notice-file-saved = { $file } was saved as { $path }.
notice-file-not-saved = { $file } was not saved: { $why }
notice-file-opened = { $file } was given to the program; its copy goes when the program or the desk ends.
notice-file-not-opened = { $file } was not opened: { $why }
notice-opener-failed = The program that was to show the file failed: { $how }
notice-exported = { $dispute } is written to { $path }
notice-not-exported = { $dispute } could not be written: { $why }.
standing-reader = You are a reader now: you may look, not act. What you have written is kept.
standing-mediator = You are a mediator now: you may act on cases that are yours or nobody’s.
standing-lead = You are a lead now: you may also take a colleague’s case and undo their decision.
standing-barred = You may only look from now on: { $why }. What you have written is kept.
standing-bound = From now on only the account { $account } acts as you.
standing-unbound = No account is bound to your handle any more: whoever says so acts as you.
notice-policy = { $name } put policy { $version } in force for disputes that open from now on: { $reason }
notice-configuration = { $more ->
    [0] { $what }.
   *[other] { $what }. And { $more } more, in the log.
}
done-released = { $dispute } is given back.
done-assigned = { $dispute } is { $to }'s now.
done-replied = Sent to both parties of { $dispute }.
done-reminded = Reminder sent in { $dispute }.
done-noted = Note kept in { $dispute }; only mediators see it.
done-asked = { $side ->
    [client] The client of { $dispute } is asked.
   *[seller] The seller of { $dispute } is asked.
}
done-withdrawn = The question in { $dispute } is taken back.
done-proposal-withdrawn = The proposal in { $dispute } is taken back.
done-proposed = Put to both parties of { $dispute }.
done-struck = The evidence in { $dispute } no longer counts.
done-admitted = The evidence in { $dispute } counts again.
done-decided = { $dispute } is decided: { $outcome }. It is final { $until }; u undoes it until then.
done-decided-awaiting = { $dispute } is decided: { $outcome }. No money moves until a second mediator approves it.
done-decided-demo = `litige demo --as { $handle }` plays one.
done-decided-next = J goes on to { $next }.
done-undone = The decision of { $dispute } is undone; the dispute is open again.
done-approved = The decision on { $dispute } is approved: { $outcome }. It is final { $until }; u undoes it until then.
done-rejected = The decision of { $dispute } is refused; the dispute is open again.
done-snoozed = { $dispute } is out of the queue until { $until }.
done-woken = { $dispute } is back in the queue.
deed-claimed = not taken
deed-released = not given back
deed-assigned = not assigned
deed-replied = message not sent
deed-reminded = reminder not sent
deed-noted = note not kept
deed-asked = question not sent
deed-withdrawn = question not taken back
deed-proposal-withdrawn = proposal not taken back
deed-proposed = proposal not sent
deed-struck = evidence not struck
deed-admitted = strike not taken back
deed-decided = not decided
deed-undone = not undone
deed-approved = not approved
deed-rejected = not refused
deed-snoozed = not snoozed
deed-woken = not put back
deed-read = not marked as read
maybe-claimed = you have taken it
maybe-released = it was given back
maybe-assigned = it was assigned
maybe-replied = the message was sent
maybe-reminded = the reminder was sent
maybe-noted = the note was kept
maybe-asked = the question was sent
maybe-withdrawn = the question was taken back
maybe-proposal-withdrawn = the proposal was taken back
maybe-proposed = the proposal was sent
maybe-struck = the evidence was struck
maybe-admitted = the strike was taken back
maybe-decided = it was decided
maybe-undone = the decision was undone
maybe-approved = the decision was approved
maybe-rejected = the decision was refused
maybe-snoozed = it was snoozed
maybe-woken = it was put back
maybe-read = it was marked as read
changed-other = has changed the case
changed-message = wrote
changed-say = wrote
changed-remind = sent a reminder
changed-note = left a note
changed-ask = asked a question
changed-withdraw_ask = took back a question
changed-withdraw_proposal = took back a proposal
changed-propose = made a proposal
changed-strike = struck a piece of evidence
changed-admit = took back the strike of a piece of evidence
changed-claim = took the case
changed-release = gave the case back
changed-assign = assigned the case to a colleague
changed-decide = decided the case
changed-undo = undid the decision
changed-approve = approved the decision
changed-refuse = refused the decision
changed-snooze = snoozed the case
changed-wake = put the case back into the queue
changed-settle = noted that a deadline has passed
changed-decided = { $outcome ->
    [seller_wins] decided it: seller paid
    [client_refunded] decided it: client refunded
    [relaunch] decided it: order relaunched
   *[partial_refund] decided it: { $amount } back to the client
}
changed-decided-awaiting = { $outcome ->
    [seller_wins] decided it, a second mediator to approve: seller paid
    [client_refunded] decided it, a second mediator to approve: client refunded
    [relaunch] decided it, a second mediator to approve: order relaunched
   *[partial_refund] decided it, a second mediator to approve: { $amount } back to the client
}
changed-dispute-message = wrote
changed-dispute-opened = opened the dispute
changed-dispute-read = has read the discussion
changed-proposal-made = made a proposal
changed-proposal-answered = answered a proposal
changed-revision-accepted = accepted the revision
changed-revision-refused = refused the revision
changed-cancellation-accepted = accepted the cancellation
changed-cancellation-refused = refused the cancellation
changed-too-late = { $what }, too late: nothing has changed
unavailable-read-only = this case is open to be read only; Esc leaves it
unavailable-look-only = you may only look here; start with --as and a mediator's handle
unavailable-no-case = no case is selected
unavailable-loading = the case is still being read
unavailable-nothing-to-undo = no decision can be undone
unavailable-no-open-ask = no question and no proposal of the mediators is open
unavailable-nothing-owed = no party owes an answer
unavailable-nothing-to-approve = no decision waits for a second mediator
unavailable-no-evidence = there is no evidence that still counts
unavailable-no-struck-evidence = no evidence was struck by a mediator
unavailable-no-file = no file came with this case
unavailable-no-content = only the name of this file is here, not its content
unavailable-no-program = no program is configured for { $kind }: name one under [open] in the configuration (`litige config`)
unavailable-no-message = the discussion has no message
unavailable-no-hits = nothing was searched, or nothing found
unavailable-no-filter = no filter is in force; f sets one
unavailable-no-own-view = no view of your own is shown
unavailable-fewer-views = you keep no such view; F keeps the filter in force as one
unavailable-nothing-to-open = there is nothing to open here
unavailable-sending = the same is already being sent
unavailable-unanswered = it was sent as it stands, and it is not known whether that was done; ask again first
unavailable-not-here = not on this screen
store-busy = another process is writing to the database; try again
store-full = the disk is full; nothing was changed, make room
store-interrupted = stopped
store-io = the database could not be read or written ({ $what }); nothing was changed
store-no_database = there is no database at { $path }{ $what }
store-not_litige = { $path } is not a litige database{ $what }
store-newer_database = { $path } was made by a newer litige; update litige{ $what }
store-corrupt_database = { $path } is damaged ({ $what }); put a backup in its place with `litige restore`
store-read_only_database = { $path } can't be written{ $what }
store-permission_denied = permission denied: this user may not use { $path }; { $what } belongs to { $user } and its group is { $group }
store-database_replaced = this is no longer the database that was opened ({ $path } was removed or replaced); nothing was written, { $what } opens what is there now
store-linked = { $path } is one file under several names (hard links); remove the other names{ $what }
store-dangling_link = { $path } is a symbolic link that leads nowhere{ $what }
store-left_log = there is no database at { $path }, but { $what } was left there by one; put that database back beside it, or move the file away
store-restore_unfinished = a restore of { $path } has not been finished; what was there is at { $what }: repeat `litige restore`, or go back with `litige restore { $what }`
store-unreachable = { $path } can't be reached: { $what }
store-too_many_clients = the server of { $path } takes no more connections{ $what }
store-denied = { $path } denies it: { $what }
store-standby = { $path } is a standby, which only reads{ $what }
store-outdated = { $path } is used by a newer litige ({ $what }); update litige
store-broken_server = the server of { $path } can't load a part of itself ({ $what }); whoever runs it must restart it
store-clock_ahead = the clock of this machine is ahead of that of { $path }; nothing was changed{ $what }
store-unanswered = the connection broke; it is not known whether it was done
store-cannot_open = { $path } can't be opened: { $what }

## Commands: a label, and what each does

command-down = down
    .about = One row, message or line further.
command-up = up
    .about = One row, message or line back.
command-half-page-down = half down
    .about = Half a screenful further.
command-half-page-up = half up
    .about = Half a screenful back.
command-page-down = page down
    .about = A screenful further.
command-page-up = page up
    .about = A screenful back.
command-first = first
    .about = To the first.
command-last = last
    .about = To the last.
command-open = open
    .about = Into the selected case, or the message under the cursor.
command-back = back
    .about = Out of what is open; in the queue, shows all cases of the view again.
command-next-panel = next panel
    .about = To the next panel of the case, the next page of the statistics.
command-previous-panel = previous panel
    .about = To the panel before.
command-panel-file = order
    .about = To the order's file: brief, price, timeline.
command-panel-discussion = discussion
    .about = To the three-way discussion.
command-panel-pending = pending
    .about = To what is pending: money, questions, proposals, notes.
command-next-case = next case
    .about = From a case to the next one of the queue.
command-previous-case = previous case
    .about = From a case to the one before.
command-claim = claim
    .about = Takes the case.
command-release = release
    .about = Gives the case back.
command-assign = assign
    .about = Gives the case to a colleague, who is told.
command-hand-over = hand over
    .about = Gives a colleague all of your cases, or the filter's, at the end of a shift.
command-reply = reply
    .about = Writes to both parties.
command-remind = remind
    .about = Reminds a party of a question or a proposal that waits for their answer.
command-note = note
    .about = Writes a note that only mediators see.
command-ask = ask
    .about = Asks a party for details or evidence, with a deadline.
command-propose = propose
    .about = Puts a settlement to both parties.
command-decide = decide
    .about = Ends the dispute in one of four ways.
command-undo = undo
    .about = Reverses a decision that is still on hold.
command-approve = approve
    .about = Says yes to another mediator's decision.
command-refuse = refuse
    .about = Says no to another mediator's decision.
command-snooze = snooze
    .about = Takes the case out of the queue for a while, or until a party writes.
command-wake = wake
    .about = Puts a snoozed case back into the queue.
command-evidence = evidence
    .about = Opens the files: text read in place, pictures drawn, of the others what is known.
command-next-file = next file
    .about = To the next file of the case.
command-previous-file = file before
    .about = To the file before.
command-save-file = save
    .about = Saves the file in the working directory, under its own name.
command-open-file = open with…
    .about = Opens the file with the program configured for its type, after a question.
command-strike-evidence = strike
    .about = Declares a piece of evidence inadmissible, with the reason.
command-admit-evidence = admit
    .about = Takes a strike back: the evidence counts again.
command-withdraw-ask = withdraw
    .about = Takes back a question, or a proposal of the mediators, that is still open.
command-panel-precedents = the case's precedents
    .about = To the precedents and the parties' past.
command-precedents = precedents
    .about = Decided disputes that are like this one, and the parties' other disputes, to be read.
command-search = search
    .about = Searches all messages as you type; seller:nova, is:open and such keep to some cases.
command-next-found = next found
    .about = To the next message found.
command-previous-found = previous found
    .about = To the message found before.
command-statistics = statistics
    .about = How the team judges: outcomes, times, the age of open cases, neutrality.
command-next-period = period
    .about = To the next period: all time, 7, 30 or 90 days.
command-activity = activity
    .about = Who did what, to which case, when: by person, case and time.
command-filter = filter
    .about = Shows only cases with these words in number, service or names, or such as waiting:client age:>3d.
command-next-view = next view
    .about = To the next view of the queue.
command-previous-view = previous view
    .about = To the view before.
command-view-open = open cases
    .about = Shows the open cases, most urgent first.
command-view-mine = my cases
    .about = Shows the cases that you hold.
command-view-unclaimed = unclaimed
    .about = Shows the cases that nobody holds.
command-view-overdue = overdue
    .about = Shows the cases past their deadline.
command-view-snoozed = snoozed
    .about = Shows the cases that are out of the queue for a while.
command-view-decided = decided
    .about = Shows the decided cases, newest first.
command-view-all = all cases
    .about = Shows all cases.
command-view-own-first = first own view
    .about = Shows the first view of your own.
command-view-own-second = second own view
    .about = Shows the second view of your own.
command-keep-view = keep view
    .about = Keeps the filter in force as a view, under a name.
command-rename-view = rename view
    .about = Gives the view of your own that is shown another name.
command-delete-view = delete view
    .about = Deletes the view of your own that is shown, after asking.
command-view-approval = to approve
    .about = Shows the decisions of others that wait for a second mediator.
command-export = export
    .about = Writes the case to an HTML file in the folder where litige was started.
command-copy-id = copy number
    .about = Copies the case's number.
command-copy-message = copy message
    .about = Copies the message under the cursor.
command-refresh = refresh
    .about = Reads everything again.
command-palette = commands
    .about = Finds any command, case or view by typing.
command-help = help
    .about = Tells every key of this screen.
command-send = send
    .about = Sends what is written; in a decision, goes on.
command-accept = choose
    .about = Chooses the item or the answer under the cursor.
command-complete = complete
    .about = Puts what is offered in the place of the last word.
command-complete-back = complete back
    .about = Puts what is offered just before it there.
command-cite = cite
    .about = Cites what is under the cursor, or no longer.
command-next-field = next field
    .about = To the next field, the other party, the other answer.
command-previous-field = previous field
    .about = To the field before.
command-catch-up = take in
    .about = Takes in the newer version of a case that changed while you wrote.
command-ready-reply = ready replies
    .about = Puts in a ready reply, filled in from the case.
command-editor = editor
    .about = Writes in your own editor ($VISUAL, $EDITOR).
command-leave = back
    .about = Leaves; what is written is kept. In a decision, to the page before.
command-redraw = redraw
    .about = Draws the whole screen again.
command-suspend = suspend
    .about = Stops the desk until you resume it.
command-quit = quit
    .about = Leaves the desk; drafts are kept.

## Ready replies

ready-title = Ready replies
ready-suits = • what the case calls for
ready-lang-fr = in French
ready-lang-en = in English
ready-whole = nothing left to fill in
ready-left = left to fill in: { $blanks }
trouble-blanks = Left to fill in: { $blanks }.
hint-ready = replies
hint-put-in = put in
hint-read-on = read on
editor-not-found = “{ $command }” can't be run; $VISUAL or $EDITOR names your editor. Your text is kept.
editor-failed = The editor failed ({ $how }); your text is kept as it was.
editor-failed-saved = The editor failed ({ $how }); your text is kept as it was, and what it had saved is in { $path }.
editor-too-long = This is too long for a message; your text is kept as it was, and the other is in { $path }.
editor-not-text = What was saved is not text; yours is kept as it was, and the other is in { $path }.
editor-at-once = “{ $command }” returned at once. If it opens a window of its own, it needs its option to wait, as in “code --wait”. Your text is as it was.
editor-io = The editor could not be used: { $what }. Your text is kept.
left-in-editor = { $dispute }: what you had saved in your editor when the desk was killed is in its draft.
left-in-editor-file = { $dispute }: what your editor held when the desk was killed is in { $path }.
notifications-title = { $count ->
    [0] Notifications
   *[other] Notifications · { $count }
}
notifications-empty = Nothing to tell you.
notifications-empty-hint = Answers in your cases, takeovers, decisions that wait for your word and deadlines are listed here until you acknowledge them.
notifications-more = { $count ->
    [one] one more: { $key }
   *[other] { $count } more: { $key }
}
notifications-alert = { $count ->
    [one] { $dispute } needs you.
   *[other] { $count } cases need you.
}
window-title = { $count ->
    [0] litige
   *[other] litige · { $count } overdue
}
hint-notifications = { $count ->
    [one] 1 notification
   *[other] { $count } notifications
}
help-notifications = In the notifications
notice-notify-failed = The program that should notify you failed: { $why }
command-notifications = notifications
    .about = What you were told of your cases and have not acknowledged.
command-acknowledge = acknowledge
    .about = This notification is told no more.
command-acknowledge-all = acknowledge all
    .about = All these notifications are told no more.
