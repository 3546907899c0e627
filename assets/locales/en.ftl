# The desk's words in English. Every key and every variable is in fr.ftl, too; a test holds that.

app-name = litige
window-too-small = Window too small
window-size = It has { $columns } columns and { $rows } rows.
window-size-needed = It needs at least { $columns } and { $rows }.
window-size-brief = { $columns }×{ $rows }: needs { $min_columns }×{ $min_rows }

## The demo's first steps

first-steps-title = Welcome to the demo
first-steps-about = You are { $name }, a mediator. These disputes need one, the most urgent first. Clients and sellers answer you after a few seconds, and nothing here is real.
first-steps-move = move through the queue
first-steps-open = open a case; { $back } goes back
first-steps-decide = decide the case under the cursor
first-steps-palette = find any command, view or case
first-steps-help = what every key does where you are
first-steps-quit = quit; litige demo brings you back here
first-steps-begin = Press { $accept } to begin.

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
role-reader = read-only
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
outcome-about-client_refunded = The client didn't get what they ordered: they are refunded in full.
outcome-about-partial_refund = A middle ground: part goes to the client, the rest to the seller.
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
answer-awaited = hasn't answered
origin-platform = from the platform
origin-external = from outside
decision-state-awaiting = Waiting for a second mediator; no money has moved.
decision-state-on_hold = Takes effect { $until }; it can be undone until then.
decision-state-effective = In effect.
decision-state-reversed = Undone before it took effect.
decision-state-refused = Refused by the second mediator.
decision-cites = Based on { $cites }
decision-decided-by = Decided by { $name } · { $time }.
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
bar-look-only = read-only
bar-lost = offline since { $since }
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
queue-nonsense = This view's filter no longer works
queue-nonsense-hint = { $filter } edits its filter, { $keep } saves it.
view-own-shows = { $base } · { $query }
queue-filter = Filter:
queue-loading = Loading the queue…
queue-empty = No cases in this view
queue-empty-hint = { $next } goes to the next view, { $all } shows all cases.
queue-nothing-found = No cases match
queue-nothing-found-hint = { $back } clears the filter; { $search } searches the messages.
waiting-you = you
waiting-mediator = mediator
waiting-client = client
waiting-seller = seller
waiting-both = both
waiting-client_silent = client silent
waiting-seller_silent = seller silent
waiting-proposal_lapsed = no answer
status-why = { $deadline }: { $why }
why-late = mediator's reply
why-discussion = mediator's reply
why-justification = justification
why-ask_client = answer to a question
why-ask_seller = answer to a question
why-proposal = answer to a proposal
why-agreed = agreement to carry out
why-client_silent = the client didn't answer in time
why-seller_silent = the seller didn't answer in time
why-proposal_lapsed = a proposal was not answered in time
why-declined = a proposal was declined
why-undone = a decision was undone
why-refused = a second mediator refused the decision
why-new = just opened
why-client_wrote = new reply from the client
why-seller_wrote = new reply from the seller
why-second_mediator = second mediator's approval needed
why-decided = decided
pending-clocks = Waiting
checklist = Before a decision
checklist-brief = Done before deciding: { $done } of { $of }
checklist-justification-done = Justification given
checklist-justification-left = No justification yet
checklist-heard-done = { $side ->
    [client] Client heard
   *[seller] Seller heard
}
checklist-heard-left = { $side ->
    [client] Client not heard yet
   *[seller] Seller not heard yet
}
checklist-asks-done = No question left open
checklist-asks-open = { $open ->
    [one] { $open } question open
   *[other] { $open } questions open
}
checklist-asks-lapsed = { $lapsed ->
    [one] { $lapsed } question unanswered
   *[other] { $lapsed } questions unanswered
}
checklist-asks-both = { $open } open, { $lapsed } unanswered
checklist-evidence-done = No evidence left to look at
checklist-evidence-left = { $count ->
    [one] { $count } file not looked at
   *[other] { $count } files not looked at
}
checklist-ground-done = Common ground tried
checklist-ground-left = No offer made yet
clock-since = for { $span }
clock-silent = silent for { $span }
clock-never = nothing written for { $span }
turn-you = your turn
turn-mediator = the mediator's turn
turn-client = the client's turn
turn-seller = the seller's turn
turn-both = both parties' turn
claim-you = you
claim-nobody = unclaimed
claim-quiet = inactive { $dated ->
    [yes] since { $since }
   *[no] since { $since }
}
presence-you = you, at another desk
case-conflict = { $side ->
    [client] conflict of interest with the client: read-only
   *[seller] conflict of interest with the seller: read-only
}
status-draft = unsent draft
status-remind = { $key }: remind
status-snoozed = snoozed until { $until }
status-decided-by = decided { $time } by { $name }
status-decided-at = decided { $time }
status-agreed = both agree: { $key } decides
waiting-agreed = agreed → { $key }
status-awaiting = waiting for a second mediator
status-awaiting-short = second mediator

## A case

case-loading = Loading the case…
case-lost = Offline, and this case hasn't been loaded yet.
case-timeline = Timeline
case-messages = { $count ->
    [0] Discussion
    [one] Discussion · { $count } message
   *[other] Discussion · { $count } messages
}
case-no-messages = No messages yet
case-no-messages-hint = { $reply } writes to both parties, { $ask } asks one of them.
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
timeline-refusal = counts toward the ground: { $number } of { $of }
money-escrow = In escrow
money-client = Refunded to the client
money-seller = Paid to the seller
# While the decision can still be undone.
money-client-held = Held for the client
money-seller-held = Held for the seller
money-client-gets = Client gets back
money-seller-gets = Seller gets
pending-past-decisions = Earlier decisions
pending-asks = Questions
pending-notes = Notes, mediators only
pending-remarks = Worth noting
ask-to = { $side ->
    [client] to the client
   *[seller] to the seller
}
ask-answered = answered in { $message }
ask-lapsed = no answer in time
pending-agreed = Both agree: { $key } decides exactly that.
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
concern-heated = heated language
concern-about-outside = Nothing said outside the platform counts. Evidence that comes from there is inadmissible, and can't be cited.
concern-about-heated = Heated words help nobody. What was written stays as it is; a calm message to both often helps.
concern-calm = { $reply }, then { $ready }: there is a ready reply for this.
file-inadmissible = Inadmissible: { $reason }
file-place = { $at } of { $of }
file-of-order = From the order page
file-reading = Loading…
file-not-kept = The content isn't stored here: { $why }.
file-not-kept-short = not stored
file-no-viewer = This type of file can't be shown here.
file-how-to-open = { $save } saves a copy; { $open } opens it with the program configured for its type.
file-kept-in = Stored in { $folder }
file-left-out = { $size } more not shown.
picture-size = { $width } × { $height } pixels
picture-size-enlarged = { $width } × { $height } pixels · zoom ×{ $times }
picture-too-large = Not shown: at { $width } × { $height } pixels, this image is too large.
picture-too-heavy = Not shown: this image would take too much memory.
picture-broken = This image can't be read ({ $why }).
picture-no-colours = This terminal or theme can't show images: they need 256 colours. { $save } saves a copy; { $open } opens it with the program configured for its type.
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
compose-reply-hint = Write to both parties…
compose-note-hint = Write to your colleagues…
compose-ask-hint = Which details or evidence do you need?
compose-propose-hint = What would both agree to?
editor-filled-in = Filled in for you: typing replaces it, an arrow key keeps it.
compose-sending = Sending…
propose-kind = Offer
propose-amount = Client gets back
propose-terms = Terms
propose-of = of { $price }, or in %
propose-client-gets = client { $amount }
propose-seller-gets = seller { $amount }
trouble-blank = Nothing written yet.
trouble-unanswered = the connection broke, and it may or may not have been sent; { $key } tries again, and nothing is sent twice. Your text is kept
trouble-changed-since = The case has changed since you opened it. { $key } loads the new version; your text stays.
trouble-inadmissible = Can't be cited: { $reason }
trouble-no-outcome = Choose an outcome first.
amount-missing = How much does the client get back?
amount-percent = “{ $typed }” is not a percentage; write it like 50% or 12,5 %
amount-out-of-range = Both must get something: more than zero, less than { $price }.
amount-not-a-number = “{ $typed }” is not an amount; write it like 40 or 40.50
amount-ambiguous = “{ $typed }” could be thousands or decimals; add the currency, or leave out the separator.
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
decide-agreed-refund = Both accepted { $proposal }: { $amount } to the client. It is filled in for you.
decide-agreed-relaunch = Both accepted the relaunch { $proposal }. It is filled in for you.
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
reasons-unusual = { $of ->
    [0] None of { $total } similar cases ended this way (95 % interval: { $low } to { $high } %). Why does this one differ?
   *[other] { $of } of { $total } similar cases ended this way (95 % interval: { $low } to { $high } %). Why does this one differ?
}
cites-label = What is it based on?
cites-count = { $count ->
    [0] nothing cited
    [one] { $count } cited
   *[other] { $count } cited
}
cites-empty = There is nothing to cite in this case.
confirm-decide = Decide this?
confirm-awaits = Above the policy's limit: a second mediator must approve it before any money moves.
confirm-hold = Takes effect in { $span }; until then you can undo it.
confirm-reasons = Reasons
confirm-rests-on = Based on
confirm-rests-on-nothing = Nothing is cited: no message, no evidence.
button-no = No
button-no-back = No, go back
button-yes-decide = Yes, decide
button-yes-seller_wins = Yes: { $seller } to the seller
button-yes-client_refunded = Yes: { $client } to the client
button-yes-partial_refund = Yes: { $client } to the client, { $seller } to the seller
button-yes-relaunch = Yes: relaunch, { $escrow } stays in escrow
button-yes-brief = Yes: client { $client } · seller { $seller }
page-unread = { $count ->
    [one] { $count } more line · { $key } reads on, then Yes
   *[other] { $count } more lines · { $key } reads on, then Yes
}
page-more = { $count ->
    [one] { $count } more line
   *[other] { $count } more lines
}
button-yes-delete = Yes, delete
button-yes-open = Open it
button-yes-undo = Yes, undo
button-no-leave = No, leave it
button-yes-take-over = Yes, take it over
button-yes-approve = Yes, approve
review-heading = { $name } has decided, { $time }
review-question = Approve?
review-hold = Once you approve, the money is transferred; this takes effect in { $span }, and can be undone until then.
review-since = Since the decision
review-since-nothing = Nobody has written or proposed anything since.
review-gone = This decision is no longer waiting: it was withdrawn, approved or refused.
review-refuse = Refuse the decision
review-refuse-about = No money moves; the case goes back to its mediator. Why?
review-refuse-hint = What should be looked at again…
button-refuse = Refuse…

## Finding

search-label = Search
search-empty = Search everything said, in every case
search-empty-hint = Newest first; seller:nova or is:open narrows it down, Tab completes.
search-running = Searching…
search-nothing = No messages match
search-nothing-hint = Try fewer words; f filters cases by name and service.
search-found = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
search-found-more = { $count }+ results
term-unknown-field = Unknown field “{ $field }”. { $nearest ->
    [none] {""}
   *[other] Did you mean { $nearest }:? {""}
}Fields: { $fields }.
term-unknown-holder = Nobody on the team is called “{ $name }”.{ $nearest ->
    [none] {""}
   *[other] {" "}Did you mean { $nearest }?
}
term-unknown-value = { $field }: doesn't take “{ $value }”. { $nearest ->
    [none] {""}
   *[other] Did you mean { $nearest }? {""}
}Expected: { $expected }.
term-no-value = { $field }: needs a value.
term-duration = a duration such as >3d, <12h or 45m
term-amount = an amount such as >100 or <49.90
palette-title = Commands
palette-looking = Searching all cases…
palette-nothing = Nothing matches
palette-nothing-hint = A command, a case's number, a name or a view.
palette-case = case
palette-own-view = your view
palette-view = view
help-title = Help · { $place }
help-group-talk = Talk
help-group-decide = Decide
help-group-evidence = Evidence
help-group-cases = Cases
help-group-move = Move
help-group-views = Views
help-group-desk = The desk
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
help-filter-about = A - before a condition excludes those cases; quotes keep words together. French words work too. In a search, the last word may be unfinished.
help-identity = Who you are
help-role-mediator = mediator
help-role-lead = lead mediator
help-role-reader = reader
help-identity-bound = You act as { $name } ({ $handle }, { $role }). Only the account { $account } of this system can act under this handle.
help-identity-unbound = You act as { $name } ({ $handle }, { $role }) on your word alone: the handle isn't bound to an account of this system, so anyone can act as { $handle }. A lead can bind it with `litige mediator add { $handle } --name NAME --user ACCOUNT`.
help-mouse = With the mouse
help-mouse-about = Click to select, click again to open; the wheel scrolls what is under the pointer. Nothing is sent or decided that way. Hold Shift to select text. To do without the mouse, set mouse = false in the configuration.

## Who did what

activity-label = Activity
activity-fields = by:NAME  D-1001  since:7d  until:2026-11-30  all
activity-unclear = “{ $term }” isn't understood here. Use by: case: since: until: or all.
activity-loading = Loading the activity…
activity-empty = Nobody has done anything yet
activity-empty-hint = Everything done to a case, the team or the policy is listed here.
activity-nothing = Nothing matches
activity-nothing-hint = Try fewer conditions; all adds incoming events, lapsed deadlines and what was read.
activity-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
activity-count-more = { $count }+ entries

## Precedents

precedents-title = Precedents and the parties' other disputes
precedents-loading = Loading the precedents…
precedents-none = No dispute with the same ground and currency has been decided yet.
precedents-reach-same = same ground, { $from } to { $to }, same language
precedents-reach-band = same ground, { $from } to { $to }, any language
precedents-reach-any = same ground, in { $currency }, any price
precedents-found = { $count ->
    [one] { $count } decided: { $measure }.
   *[other] { $count } decided: { $measure }.
}
precedents-newest = The last { $count } decided: { $measure }.
precedents-nearest = Most similar: { $count } of { $of }
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
precedents-opened = opened { $time }
precedents-basis-agreed = agreed
precedents-hint = { $key } opens the list.
precedents-read-only = read-only
outcome-short-seller_wins = seller
outcome-short-client_refunded = client
outcome-short-partial_refund = partial
outcome-short-relaunch = relaunch

## Statistics

charts-outcomes = Outcomes
charts-times = Times
charts-neutrality = Neutrality
charts-work = Team
charts-work-about = Median times since the dispute opened. In time: of the turns that were a mediator's, those that ended by their deadline. Sorted by name: cases differ, and nobody is ranked.
charts-work-open = held now
charts-work-decided = decided
charts-work-answer = 1st answer
charts-work-decision = decision
charts-work-in-time = in time
charts-work-undone = undone
charts-work-told = held now: { $open } · decided: { $decided } · 1st answer: { $answer } · decision: { $decision } · in time: { $intime } · undone: { $undone }
charts-period-all = all time
charts-period-days = { $count } days
charts-empty-period = Nothing was decided in this period
charts-empty-period-hint = { $period } switches to the next one.
charts-live = ● live
charts-old = figures from { $ago }
charts-loading = Loading the figures…
charts-empty = Nothing is decided yet
charts-empty-hint = Decisions are counted here as soon as they are made.
charts-of-ground = { $ground } · { $count }
charts-agreed = Outcomes that both parties agreed to
charts-all = The whole team
charts-every-ground = every ground
charts-by-mediator = By mediator
charts-share = { $of } of { $total }
charts-percent = { $percent }%
charts-none = none
charts-took = Time to decide, in decided disputes
charts-took-usual = Half are decided within { $half }, nine in ten within { $most }.
charts-backlog = Age of the open disputes
charts-backlog-open = { $snoozed ->
    [0] { $count } in all.
   *[other] { $count } in all: { $queued } in the queue, { $snoozed } snoozed.
}
charts-neutrality-about = The client's share of the disputes that one side won. ├──┤ is the 95% confidence interval: where it is wide, there are too few disputes to conclude. ┊ is the team; ≠ means that the team is outside the interval.
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
prompt-snooze-unclear = Not a future time; try 2h, 3d, 9:00 or monday 9:00.
prompt-snooze-past-deadline = Past its deadline, { $deadline }: from then on it shows as overdue.
prompt-snooze-overdue = It has been overdue since { $deadline }, and stays among the overdue.
nap-one-hour = For an hour
nap-four-hours = For four hours
nap-tomorrow = Until tomorrow morning
nap-three-days = For three days
nap-next-week = Until Monday morning
prompt-strike = strike evidence, with a reason
prompt-admit = reinstate evidence, with a reason
prompt-withdraw = what to withdraw
prompt-keep-view = save this filter as a view
prompt-rename-view = rename the view
prompt-view-name = Name:
prompt-view-about = It will be listed with the other views, on every desk of yours.
prompt-view-again = It replaces the filter saved under this name.
prompt-view-renames = Its filter stays the same.
prompt-delete-view = delete the view
prompt-delete-view-about = Only the filter saved under this name is deleted; no case is affected.
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
 }, snoozed ones included.
hand-over-filter = Of yours, those that match “{ $filter }”
hand-over-filter-anybodys = Anyone's that match “{ $filter }”
hand-over-filter-count = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 } matching “{ $filter }”.
hand-over-scope-about = What to hand over.
hand-over-to = To { $name } ({ $load }).
hand-over-load = { $count ->
    [one] { $count } case
   *[other] { $count } cases
 }
hand-over-overdue = { $count } overdue
hand-over-who = To:
hand-over-nobody = Nobody else on the team can take cases.
hand-over-nobody-found = No colleague's name has these letters.
hand-over-note = Note:
hand-over-note-about = Optional: what they should know. Only mediators see it.
hand-over-escalation-about = To a lead: say why the case needs one. Only mediators see it.
hand-over-promise = { $count ->
    [one] { $count } case goes
   *[other] { $count } cases go
 } to { $name }, who is notified. Each is handed over on its own; any that can't be stays where it is, and you are told why.
hand-over-none = There is nothing to hand over.
hand-over-looking = Looking for the cases…
button-yes-hand-over = Yes, hand over
take-over = take the case over
take-over-holder = { $holder } holds this case.
take-over-quiet = Inactive { $dated ->
    [yes] since { $since }
   *[no] since { $since }
}, for { $span }.
take-over-at-work = Working on it: last active { $dated ->
    [yes] on { $since }
   *[no] at { $since }
}, { $span } ago. The case is reserved for them { $until_dated ->
    [yes] until { $until }
   *[no] until { $until }
}.
take-over-promise = If you take it over, the case becomes yours, and { $holder } is notified.
take-over-then = Then you continue: { $command }.
take-over-then-send = Then what you prepared is carried out.
prompt-open-file = Open with another program?
prompt-open-file-with = Opens with: { $program }
prompt-open-file-care = A party sent this file, and litige hasn't checked what it does. The program gets a read-only copy, which is deleted afterwards.
prompt-undo = undo the decision
prompt-undo-money = The money goes back into escrow by reversing entries; nothing is erased.
prompt-undo-no-money = No money has moved.
prompt-undo-yours = The dispute reopens, and is yours.
prompt-undo-theirs = The dispute reopens; { $holder } still holds it.
prompt-undo-nobodys = The dispute reopens; nobody holds it.
prompt-undo-untold = The marketplace was never told about this decision, and won't be.
prompt-undo-standing = Questions and proposals still stand; those whose time ran out lapse.

## Marked cases

marked-count = { $count ->
    [one] { $count } marked
   *[other] { $count } marked
}
marked-outside = { $count } not in this view
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
    [one] One is taken over from a colleague, who is notified: { $names }.
   *[other] { $count } are taken over from colleagues, who are notified: { $names }.
}
bulk-held = { $count ->
    [one] One is a colleague's and will be refused.
   *[other] { $count } are a colleague's and will be refused.
}
bulk-each = Each case is done on its own; any that is refused stays marked.
bulk-marking = Cases are still being marked.
bulk-snooze-past-deadline = { $count ->
    [one] One of them is due before then, and stays among the overdue.
   *[other] { $count } of them are due before then, and stay among the overdue.
}
bulk-progress = { $what }: { $tried } of { $total }… { $key } stops.
bulk-progress-leaving = { $what }: { $tried } of { $total }… The desk closes after the last; { $key } closes it now.
bulk-done-claim = { $count ->
    [0] No cases taken.
    [one] One case is yours.
   *[other] { $count } cases are yours.
}
bulk-done-release = { $count ->
    [0] No cases given back.
    [one] One case is given back.
   *[other] { $count } cases are given back.
}
bulk-done-assign = { $count ->
    [0] No cases given away.
    [one] One case is { $to }'s now.
   *[other] { $count } cases are { $to }'s now.
}
bulk-done-snooze = { $count ->
    [0] No cases snoozed.
    [one] One case is snoozed.
   *[other] { $count } cases are snoozed.
}
bulk-done-wake = { $count ->
    [0] No cases put back.
    [one] One case is back in the queue.
   *[other] { $count } cases are back in the queue.
}
bulk-done-remind = { $count ->
    [0] No reminders sent.
    [one] One reminder sent.
   *[other] { $count } reminders sent.
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
    [one] One couldn't be handed over: { $key } says why.
   *[other] { $count } couldn't be handed over: { $key } says why.
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
notice-marks-full = At most { $most } cases can be marked.
notice-marks-gone = { $count ->
    [one] { $disputes } no longer exists, and is unmarked.
   *[other] { $disputes } no longer exist, and are unmarked.
}
unavailable-one-at-a-time = this is done to one case at a time, and cases are marked; { $open } opens the one under the cursor, { $back } unmarks all
unavailable-bulk-runs = the marked cases from before are still being processed; { $back } stops that
unavailable-no-report = nothing has been done to marked cases yet
command-mark = mark
    .about = Mark the case and go on to the next; on a marked one, unmark it.
command-mark-range = mark a range
    .about = Start a range at the cursor; the cases that you pass are marked, until the same key.
command-mark-down = mark and go down
    .about = Mark the cases that you pass, downwards.
command-mark-up = mark and go up
    .about = Mark the cases that you pass, upwards.
command-mark-all = mark all
    .about = Mark every case of the view.
command-invert-marks = invert marks
    .about = In the view, mark what isn't marked and unmark what is.
command-bulk-report = what was done
    .about = List what became of each marked case, and why not.

## What the desk has to say

notice-refused = Can't { $command }: { $why }
notice-failed = { $dispute }: { $deed }, because { $why }. Your text is kept.
notice-unread = Can't load: { $why }. What you see may be out of date.
notice-lost = { $why } { $key ->
        [none] What you see is as of { $since }.
       *[other] What you see is as of { $since }; { $key } tries again now.
    }
notice-connected = { $open ->
        [0] Reconnected after { $after }.
        [one] Reconnected after { $after }. What you sent may or may not have been done; { $key } tries again, and nothing is done twice.
       *[other] Reconnected after { $after }. { $open } things that you sent may or may not have been done; { $key } tries again, and nothing is done twice.
    }
notice-unanswered = { $dispute }: the connection broke, and it is not known whether { $deed }; { $key } tries again, and nothing is done twice.{ $kept ->
        [yes] {" "}Your text is kept.
       *[no] {""}
    }
notice-asking-again = { $count ->
        [one] Trying again…
       *[other] Trying { $count } things again…
    }
after-unanswered = { $dispute }: the connection broke, and it is not known whether { $deed }. Check the case before you do it again.
notice-draft-not-kept = The draft for { $dispute } couldn't be saved: { $why }. Trying again.
notice-drafts-merged = Another desk of yours was also writing about { $dispute }: both texts are kept, one below the other.
notice-draft-kept = Your draft for { $dispute } is saved.
notice-news = { $dispute }: { $who } { $what } · { $time }.
notice-not-done = { $dispute }: { $deed }, because { $why }.
notice-too-long = The text can't be longer than 32 KiB.
notice-copy-asked = Asked the terminal to copy { $what }.
notice-copied-tmux = Copied to tmux's buffer: { $what }.
notice-not-copied = { $what } wasn't copied; tmux: { $why }.
copied-message = { $count ->
    [one] { $message }, { $size } character
   *[other] { $message }, { $size } characters
}
notice-no-such-case = There is no case { $dispute }.
notice-looking-on = Looking for the next result…
notice-no-more-hits = That was the last result.
notice-view-kept = View { $view } saved.
notice-view-renamed = View renamed to { $view }.
notice-view-deleted = View { $view } deleted.
notice-view-not-kept = The views stay as they were: { $why }
notice-no-more-cases = No more cases in this view.
notice-file-saved = { $file } saved as { $path }.
notice-file-not-saved = { $file } wasn't saved: { $why }
notice-file-opened = { $file } is open in the program; its copy is deleted when the program or the desk closes.
notice-file-not-opened = { $file } wasn't opened: { $why }
notice-opener-failed = The program that was to open the file failed: { $how }
notice-exported = { $dispute } exported to { $path }
notice-not-exported = { $dispute } couldn't be exported: { $why }.
standing-reader = You are now a reader: you can look, but not act. Your text is kept.
standing-mediator = You are now a mediator: you can act on cases that are yours or nobody’s.
standing-lead = You are now a lead: you can also take over a colleague’s case and undo their decision.
standing-barred = From now on you can only look: { $why }. Your text is kept.
standing-bound = From now on, only the account { $account } can act as you.
standing-unbound = Your handle is no longer bound to an account: anyone can act as you.
notice-policy = { $name } put policy { $version } in force for disputes that open from now on: { $reason }
notice-configuration = { $more ->
    [0] { $what }.
   *[other] { $what }. And { $more } more, in the log.
}
done-released = { $dispute } is given back.
done-assigned = { $dispute } is { $to }'s now.
done-replied = Sent to both parties of { $dispute }.
done-reminded = Reminder sent in { $dispute }.
done-noted = Note saved in { $dispute }; only mediators see it.
done-asked = { $side ->
    [client] Question sent to the client of { $dispute }.
   *[seller] Question sent to the seller of { $dispute }.
}
done-withdrawn = The question in { $dispute } is withdrawn.
done-proposal-withdrawn = The proposal in { $dispute } is withdrawn.
done-proposed = Proposal sent to both parties of { $dispute }.
done-struck = The evidence in { $dispute } no longer counts.
done-admitted = The evidence in { $dispute } counts again.
done-decided = { $dispute } is decided: { $outcome }. It is final { $until }; u undoes it until then.
done-decided-awaiting = { $dispute } is decided: { $outcome }. It is waiting for a second mediator; no money moves until then.
done-decided-demo = `litige demo --as { $handle }` plays one.
done-decided-next = J goes on to { $next }.
done-undone = The decision on { $dispute } is undone; the dispute is open again.
done-approved = The decision on { $dispute } is approved: { $outcome }. It is final { $until }; u undoes it until then.
done-rejected = The decision on { $dispute } is refused; the dispute is open again.
done-snoozed = { $dispute } is out of the queue until { $until }.
done-woken = { $dispute } is back in the queue.
deed-claimed = not taken
deed-released = not given back
deed-assigned = not assigned
deed-replied = message not sent
deed-reminded = reminder not sent
deed-noted = note not saved
deed-asked = question not sent
deed-withdrawn = question not withdrawn
deed-proposal-withdrawn = proposal not withdrawn
deed-proposed = proposal not sent
deed-struck = evidence not struck
deed-admitted = evidence not reinstated
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
maybe-noted = the note was saved
maybe-asked = the question was sent
maybe-withdrawn = the question was withdrawn
maybe-proposal-withdrawn = the proposal was withdrawn
maybe-proposed = the proposal was sent
maybe-struck = the evidence was struck
maybe-admitted = the evidence was reinstated
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
changed-withdraw_ask = withdrew a question
changed-withdraw_proposal = withdrew a proposal
changed-propose = made a proposal
changed-strike = struck a piece of evidence
changed-admit = reinstated a piece of evidence
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
changed-decided = decided it: { $outcome }
changed-decided-awaiting = decided it, a second mediator to approve: { $outcome }
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
unavailable-read-only = this case is open read-only; { $back } leaves it
unavailable-look-only = this desk is read-only; start it with --as and a mediator's handle
unavailable-no-case = no case is selected
unavailable-loading = the case is still loading; try again in a moment
unavailable-nothing-to-undo = there is no decision that can be undone
unavailable-no-open-ask = no question and no proposal of the mediators is open
unavailable-nothing-owed = no party owes an answer
unavailable-nothing-to-approve = no decision is waiting for a second mediator
unavailable-no-evidence = there is no evidence that still counts
unavailable-no-struck-evidence = no evidence has been struck by a mediator
unavailable-no-picture = no image is shown
unavailable-no-file = this case has no files
unavailable-no-content = only this file's name is here, not its content
unavailable-no-program = no program is configured for { $kind }: add one under [open] in the configuration (`litige config`)
unavailable-no-message = the discussion has no messages
unavailable-no-hits = there are no search results; { $search } searches
unavailable-no-filter = no filter is active; { $filter } sets one
unavailable-no-own-view = none of your own views is shown
unavailable-fewer-views = you have no such view; { $keep } saves the active filter as one
unavailable-nothing-to-open = there is nothing to open here
unavailable-sending = this is already being sent
unavailable-unanswered = this was sent, and it is not known whether it was done; try that again first
unavailable-not-here = not on this screen
unavailable-nothing-to-do = there is nothing here to do it with
unavailable-no-more-cases = there is no further case that way
store-busy = another process is writing to the database; try again
store-full = the disk is full where the database is; nothing was changed, make room there
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
store-too_many_clients = the server of { $path } accepts no more connections{ $what }
store-denied = { $path } denies access: { $what }
store-standby = { $path } is a standby, which only reads{ $what }
store-outdated = { $path } is of another release of litige ({ $what }); update litige, or have `litige server init` run with this one
store-broken_server = the server of { $path } can't load a part of itself ({ $what }); whoever runs it must restart it
store-clock_ahead = the clock of this machine is ahead of that of { $path }; nothing was changed{ $what }
store-unanswered = the connection broke, and it is not known whether it was done
store-cannot_open = { $path } can't be opened: { $what }

## Commands: a label, and what each does

command-down = down
    .about = Move down one row, message or line.
command-up = up
    .about = Move up one row, message or line.
command-half-page-down = half down
    .about = Move down half a screen.
command-half-page-up = half up
    .about = Move up half a screen.
command-page-down = page down
    .about = Move down a screen.
command-page-up = page up
    .about = Move up a screen.
command-first = first
    .about = Go to the first.
command-last = last
    .about = Go to the last.
command-open = open
    .about = Open the selected case, or the message under the cursor.
command-back = back
    .about = Leave what is open; in the queue, show all cases of the view again.
command-next-panel = next panel
    .about = Go to the next panel of the case, or the next page of the statistics.
command-previous-panel = previous panel
    .about = Go to the previous panel.
command-panel-file = order
    .about = Go to the order: brief, price, timeline.
command-panel-discussion = discussion
    .about = Go to the three-way discussion.
command-panel-pending = pending
    .about = Go to what is pending: money, questions, proposals, notes.
command-next-case = next case
    .about = Go to the next case of the queue.
command-previous-case = previous case
    .about = Go to the previous case of the queue.
command-claim = claim
    .about = Take the case.
command-release = release
    .about = Give the case back.
command-assign = assign
    .about = Give the case to a colleague, who is notified.
command-hand-over = hand over
    .about = Give all of your cases, or those of the filter, to a colleague at the end of a shift.
command-reply = reply
    .about = Write to both parties.
command-remind = remind
    .about = Remind a party of a question or a proposal that they haven't answered.
command-note = note
    .about = Write a note that only mediators see.
command-ask = ask
    .about = Ask a party for details or evidence, with a deadline.
command-propose = propose
    .about = Propose a settlement to both parties.
command-decide = decide
    .about = End the dispute in one of four ways.
command-undo = undo
    .about = Undo a decision that is still on hold.
command-approve = approve
    .about = Approve another mediator's decision.
command-refuse = refuse
    .about = Refuse another mediator's decision.
command-snooze = snooze
    .about = Take the case out of the queue for a while, or until a party writes.
command-wake = wake
    .about = Put a snoozed case back into the queue.
command-evidence = evidence
    .about = Open the files: text and images are shown, other files described.
command-next-file = next file
    .about = Go to the next file of the case.
command-previous-file = previous file
    .about = Go to the previous file.
command-zoom-in = zoom in
    .about = Enlarge the image.
command-zoom-out = zoom out
    .about = Show more of the image again.
command-pan-right = right
    .about = Move right in an enlarged image, otherwise go to the next file.
command-pan-left = left
    .about = Move left in an enlarged image, otherwise go to the previous file.
command-save-file = save
    .about = Save the file in the working directory, under its own name.
command-open-file = open with…
    .about = Open the file with the program configured for its type, after asking.
command-strike-evidence = strike
    .about = Declare a piece of evidence inadmissible, with a reason.
command-admit-evidence = reinstate
    .about = Reinstate struck evidence: it counts again.
command-withdraw-ask = withdraw
    .about = Withdraw a question, or a mediators' proposal, that is still open.
command-panel-precedents = the case's precedents
    .about = Go to the precedents and the parties' history.
command-precedents = precedents
    .about = Read decided disputes like this one, and the parties' other disputes.
command-search = search
    .about = Search all messages as you type; seller:nova, is:open and the like narrow it down.
command-next-found = next found
    .about = Go to the next message found.
command-previous-found = previous found
    .about = Go to the previous message found.
command-statistics = statistics
    .about = See how the team judges: outcomes, times, age of open cases, neutrality.
command-next-period = period
    .about = Switch to the next period: all time, 7, 30 or 90 days.
command-activity = activity
    .about = See who did what, to which case, when: by person, case and time.
command-filter = filter
    .about = Show only cases with these words in number, service or names, or conditions such as waiting:client age:>3d.
command-next-view = next view
    .about = Go to the next view of the queue.
command-previous-view = previous view
    .about = Go to the previous view.
command-view-open = open cases
    .about = Show the open cases, most urgent first.
command-view-mine = my cases
    .about = Show the cases that you hold.
command-view-unclaimed = unclaimed
    .about = Show the cases that nobody holds.
command-view-overdue = overdue
    .about = Show the cases past their deadline.
command-view-snoozed = snoozed
    .about = Show the cases that are out of the queue for a while.
command-view-decided = decided
    .about = Show the decided cases, newest first.
command-view-all = all cases
    .about = Show all cases.
command-view-own-first = first saved view
    .about = Show the first of your own views.
command-view-own-second = second saved view
    .about = Show the second of your own views.
command-keep-view = save view
    .about = Save the active filter as a view, under a name.
command-rename-view = rename view
    .about = Rename the view of yours that is shown.
command-delete-view = delete view
    .about = Delete the view of yours that is shown, after asking.
command-view-approval = to approve
    .about = Show colleagues' decisions that are waiting for a second mediator.
command-export = export
    .about = Export the case to an HTML file in the folder where litige was started.
command-copy-id = copy number
    .about = Copy the case's number.
command-copy-message = copy message
    .about = Copy the message under the cursor.
command-refresh = refresh
    .about = Reload everything.
command-palette = commands
    .about = Find any command, case or view by typing.
command-help = help
    .about = Show every key of this screen.
command-send = send
    .about = Send the text; in a decision, go on.
command-accept = choose
    .about = Choose the item or the answer under the cursor.
command-complete = complete
    .about = Replace the last word with the next suggestion.
command-complete-back = complete back
    .about = Replace it with the previous suggestion.
command-cite = cite
    .about = Cite what is under the cursor, or stop citing it.
command-next-field = next field
    .about = Go to the next field, the other party, the other answer.
command-previous-field = previous field
    .about = Go to the previous field.
command-catch-up = load new version
    .about = Load the new version of a case that changed while you wrote.
command-ready-reply = ready replies
    .about = Insert a ready reply, filled in from the case.
command-editor = editor
    .about = Write in your own editor ($VISUAL, $EDITOR).
command-leave = back
    .about = Leave; what is written is saved. In a decision, go back a page.
command-redraw = redraw
    .about = Redraw the whole screen.
command-suspend = suspend
    .about = Suspend the desk until you resume it.
command-quit = quit
    .about = Leave the desk; drafts are saved.

## Ready replies

ready-title = Ready replies
ready-filter-hint = type to filter
ready-suits = • fits here
ready-lang-fr = in French
ready-lang-en = in English
ready-whole = nothing left to fill in
ready-left = left to fill in: { $blanks }
trouble-blanks = Left to fill in: { $blanks }.
editor-not-found = “{ $command }” can't be run; set $VISUAL or $EDITOR to your editor. Your text is kept.
editor-failed = The editor failed ({ $how }); your text is unchanged.
editor-failed-saved = The editor failed ({ $how }); your text is unchanged, and what the editor had saved is in { $path }.
editor-too-long = This is too long for a message; your text is unchanged, and the long one is in { $path }.
editor-not-text = What was saved isn't text; your text is unchanged, and what was saved is in { $path }.
editor-at-once = “{ $command }” returned at once. If it opens its own window, it needs an option to wait, as in “code --wait”. Your text is unchanged.
editor-io = The editor couldn't be used: { $what }. Your text is kept.
left-in-editor = { $dispute }: what you had saved in your editor when the desk was killed is in its draft.
left-in-editor-file = { $dispute }: what was in your editor when the desk was killed is in { $path }.
notifications-title = { $count ->
    [0] Notifications
   *[other] Notifications · { $count }
}
notifications-empty = No notifications
notifications-empty-hint = Answers in your cases, takeovers, decisions that need your approval and deadlines are listed here until you acknowledge them.
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
help-notifications = In the notifications
notice-notify-failed = The program that notifies you failed: { $why }
command-notifications = notifications
    .about = See what you were notified of and haven't acknowledged.
command-acknowledge = acknowledge
    .about = Acknowledge this notification: it isn't shown again.
command-acknowledge-all = acknowledge all
    .about = Acknowledge all of these notifications.
