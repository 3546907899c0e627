### Why a rule says no: the sentence that the command line prints and the desk shows, without its capital and its full stop.
### A text is named after the code of the refusal (docs/contract.md), and after which it is where a code has several.

## The order before a dispute

refusal-bad_state-already-placed = order { $order } has already been placed; its id is taken
refusal-bad_amount-price = order { $order }: the amount must be more than zero, and is { $price }
refusal-malformed-same-person = order { $order }: client and seller are the same person, { $person }
refusal-bad_state-order = order { $order } { $state ->
    [in_dispute] is in dispute{ $dispute ->
        [none] { "" }
       *[other] { " " }({ $dispute })
    }: a mediator has it
    [in_progress] is in progress, not delivered yet
    [delivered] is already delivered
   *[other] has ended ({ $state })
}; { $step ->
    [deliver] it can't be delivered
    [answer] no request can be answered
    [complete] it can't be completed
   *[request] no { $request } can be requested
}
refusal-pending_request = a { $pending } request is already pending on order { $order }; the seller must accept or refuse it first
refusal-too_late = the dispute { $dispute } of order { $order } is open: this answer came too late, changes nothing, and is kept on the timeline
refusal-bad_state-not-pending = no { $kind } request is pending on order { $order }: { $pending ->
    [none] no request is
   *[other] a { $pending } request is
}
refusal-malformed-rating = a rating goes from 1 to 5, and this one is { $rating }

## Opening a dispute

refusal-seller_cannot_open = a seller can't open a dispute: they can already refuse a request, which is how they disagree; only the client opens one
refusal-bad_state-already-open = order { $order } is already in dispute{ $dispute ->
    [none] { "" }
   *[other] { " " }({ $dispute })
}; write there
refusal-bad_state-order-ended = order { $order } has ended ({ $state }); it can no longer be disputed
refusal-no_ground = no ground for a dispute yet: { $record ->
    [none] no refusal is on record
   *[other] on record: { $record }
}; { $lacks }
refusal-no_ground-refused = { $kind } refused
refusal-no_ground-then = { $first }, then { $next }
refusal-no_ground-lacks = { $ground } lacks { $which ->
    [cancellations] { refusal-no_ground-cancellations }
    [cancellations_after] { refusal-no_ground-cancellations } after the refused revision
    [revisions] { refusal-no_ground-revisions }
   *[both] { refusal-no_ground-revisions }, then { refusal-no_ground-cancellations }
}
refusal-no_ground-revisions = { $revisions ->
    [one] { $revisions } refused revision
   *[other] { $revisions } refused revisions
}
refusal-no_ground-cancellations = { $cancellations ->
    [one] { $cancellations } refused cancellation
   *[other] { $cancellations } refused cancellations
}
refusal-no_ground-next = { $first }; { $next }

## The discussion

refusal-thread_closed-parties = { $dispute } is decided and its discussion is closed; it takes no more messages
refusal-thread_closed-mediators = { $dispute } is decided and its discussion is closed; a note is still possible
refusal-thread_closed-later = { $dispute } is closed; order { $order } is in a later dispute, { $later }
refusal-malformed-justification = the justification of { $dispute } needs words, not only files
refusal-bad_state-ask-of-other = { $ask } was asked of the { $to }; the { $side } can't answer it
refusal-bad_state-ask-answer = { $ask } is already { $state }; write without answering it
refusal-bad_state-ask-withdraw = { $ask } is already { $state }; there is nothing to withdraw
refusal-bad_state-nothing-owed = { $of ->
    [none] nobody owes an answer in { $dispute }, so there is nothing to remind anyone of
   *[other] { $of } is no longer waiting for an answer, so there is nothing to remind anyone of
}
refusal-bad_state-ask-past = a question can't be due { $time }, which is past
refusal-bad_state-proposal = { $proposal } is already { $state }; it takes no answer
refusal-bad_state-answered = the { $side } has already { $answer } { $proposal }
refusal-bad_state-proposal-withdraw = { $proposal } is already { $state }; there is nothing to withdraw
refusal-bad_state-proposal-of-party = { $proposal } is the { $side }'s; only they can withdraw it
refusal-bad_state-admissible = { $attachment } already counts; nobody has struck it
refusal-bad_state-from-outside = { $attachment } comes from outside the platform and never counts
refusal-bad_state-inadmissible = { $attachment } is already inadmissible: { $reason }

## What a mediator may do

refusal-not_a_mediator-reader = { $handle } can look, but not act; a mediator can
refusal-not_a_mediator-unknown = { $handle } is not on the team; a lead can add them with `litige mediator add { $handle } --name NAME`
refusal-not_a_mediator-retired = { $name } has left the team and can no longer act; a lead can bring them back with `litige mediator add { $handle } --name NAME`
refusal-not_a_mediator-receiver = nobody on the team is called { $handle }; see `litige mediator list`
refusal-not_a_mediator-reader-receives = { $handle } can look, but not act; a case goes to someone who can act on it
refusal-not_a_lead-assign = nobody holds { $dispute }: only a lead can give it to a colleague; claim it first
refusal-not_a_lead = { $operation ->
    [team] only a lead can change the team
    [policy] only a lead can change the policy
    [erase] only a lead can erase a person
   *[other] only a lead can do this
}{ $leads ->
    [none] , and this team has none yet: a mediator names the first with `litige mediator add HANDLE --name NAME --role lead`
   *[other] { $handle ->
        [none] ; say who acts with --as (leads: { $leads })
       *[other] , and { $handle } is not one (leads: { $leads })
    }
}
refusal-not_you-account = { $handle } is bound to another account{ $account ->
    [none] { "" }
   *[other] { " " }than { $account }
}; act under your own handle, or ask a lead to bind it anew
refusal-not_you-member = this account, { $account }, is { $member }’s; act as { $member }, not as { $handle }
refusal-conflict_of_interest-oneself = { $handle } can never act on cases of their own; that conflict stays
refusal-conflict_of_interest-party = { $is_party ->
    [yes] { $handle } is a party to order { $order } and can't act here; another mediator can
   *[no] { $handle } can't act here: the { $side }, { $party }, is listed as a conflict of theirs
}
refusal-claimed_by_other = { $dispute } is held by { $holder }{ $may_take_over ->
    [yes] ; claim it to take it over
   *[no] { " " }until { $until }; then you may take it over
}
refusal-bad_state-not-claimed = nobody holds { $dispute }; there is nothing to give back
refusal-changed_since = { $dispute } has changed since you saw it (version { $seen }, now { $version }); read what is new, then try again
refusal-bad_state-claim-decided = { $dispute } is decided; it can no longer be taken or given away
refusal-bad_state-snooze-decided = { $dispute } is decided; it is already out of the queue
refusal-bad_state-snooze-past = a case can't be snoozed until { $time }, which is past
refusal-bad_state-not-snoozed = { $dispute } is not snoozed; there is nothing to put back
refusal-bad_state-awaiting = { $dispute } has a decision by { $by } that is waiting for a second mediator; approve or refuse it first
refusal-duplicate_id-request = key “{ $key }” has been used for another request; nothing was changed

## Decisions

refusal-already_decided = { $dispute } was decided by { $by }: { $outcome ->
    [seller_wins] payment to the seller
    [client_refunded] full refund
    [partial_refund] partial refund{ $refund ->
        [none] { "" }
       *[other] { " " }of { $refund }
    }
   *[relaunch] relaunch
}{ $awaits_approval ->
    [yes] ; it is waiting for a second mediator
   *[no] { "" }
}
refusal-no_agreement-relaunch = a relaunch needs the agreement of both parties{ $proposal ->
    [none] , and no relaunch proposal stands; propose one
   *[other] : { $proposal } has not been accepted by { $missing ->
        [client] the client
        [seller] the seller
       *[both] the client and the seller
    }
}
refusal-no_agreement-gone = the agreement that this decision carries out no longer stands; refuse it, and decide anew
refusal-inadmissible_cited = { $attachment } is inadmissible and can't be cited: { $reason }
refusal-duplicate_id-key = key “{ $key }” has been used for another decision, on { $dispute }; nothing was changed
refusal-bad_state-not-decided = { $dispute } is not decided; there is nothing to undo
refusal-bad_state-not_own = only { $decided_by } can withdraw this decision; you can refuse it
refusal-not_a_lead-undo = only { $decided_by } or a lead can undo this decision
refusal-bad_state-moved-on = order { $order } has moved on since its relaunch; it can't be undone
refusal-hold_over = the hold on the decision on { $dispute } is over; it has taken effect
refusal-bad_state-none-awaits = no decision on { $dispute } is waiting for a second mediator
refusal-conflict_of_interest-own = { $decided_by } made this decision: another mediator must approve or refuse it
refusal-conflict_of_interest-account = this decision was made from your account, as { $decided_by }: another mediator must approve or refuse it

## Money

refusal-bad_state-ledger = the ledger of order { $order } does not add up; no money was moved, run `litige verify`
refusal-bad_amount-not-taken = { $outcome } takes no amount; only a partial refund does
refusal-bad_amount-missing = a partial refund needs its amount
refusal-bad_amount-relaunch = a relaunch moves no money; leave out `refund`
refusal-bad_currency-refund = the refund is in { $refund }, and the order in { $currency }; give it in { $currency }
refusal-bad_amount-refund = a partial refund must be more than zero and less than { $price }, and { $refund } is not
refusal-bad_amount-not-a-number = “{ $typed }” is not an amount; write it like 40 or 40.00
refusal-bad_amount-ambiguous = “{ $typed }” could be thousands or decimals; leave out the separator, or add the currency
refusal-bad_amount-decimals = “{ $typed }” has too many decimals: { $currency } has { $decimals }
refusal-bad_amount-too-large = “{ $typed }” is too large
refusal-bad_amount-percentage = “{ $typed }” is not a percentage; write it like 30% or 12.5%, with two decimals at most

## What is not there

refusal-unknown_order-never-placed = order { $order } is not known; its order.placed must come first
refusal-unknown_order-left = order { $order } is not known, or was left out
refusal-unknown_dispute-number = there is no dispute { $dispute }
refusal-unknown_dispute-order = order { $order } never had a dispute
refusal-unknown_message = { $message } is not a message of { $dispute }
refusal-unknown_attachment = { $attachment } is not an attachment of { $dispute }
refusal-unknown_proposal = { $proposal } is not a proposal of { $dispute }
refusal-unknown_ask = { $ask } is not a question of { $dispute }
refusal-unknown_person = no order has a party { $person }; someone who was erased has another id
refusal-unknown_view = you have no view “{ $view }”; `litige views` lists yours

## Lines of events

refusal-malformed-utf-eight = the line is not UTF-8 text (byte { $byte })
refusal-malformed-long-line = the line is longer than { $limit } bytes
refusal-malformed-json = not a line of JSON: { $error }
refusal-malformed-no-object = the line is not a JSON object
refusal-malformed-type = “{ $typed }” is not a type of event
refusal-not_a_party = “{ $by }” is not a party; `by` is `client` or `seller`
refusal-malformed-attachments = { $count } attachments are too many; at most { $limit } are allowed
refusal-malformed-field-missing = field `{ $field }` is missing
refusal-malformed-field-mistyped = field `{ $field }` is not { $type ->
    [text] a text
    [time] a time like 2026-11-03T09:12:00Z
    [flag] true or false
    [rating] a whole number from 1 to 5
    [object] an object
    [list] a list
   *[list_of_objects] a list of objects
}
refusal-malformed-field-empty = field `{ $field }` is empty
refusal-malformed-field-control = field `{ $field }` contains control characters
refusal-malformed-field-word = field `{ $field }`: { $why }
refusal-malformed-field-part = field `{ $field }` has no `{ $part }`
refusal-malformed-field-currency = field `{ $field }`: `currency` is not a text
refusal-bad_amount-field = field `{ $field }`: `minor` is not a whole number of minor units from 1 to { $limit }
refusal-bad_currency-field = field `{ $field }`: “{ $code }” is not an ISO 4217 currency
refusal-bad_currency-unpayable = field `{ $field }`: nobody pays in “{ $code }”; it is a code for a metal, a fund, a test or no currency
refusal-duplicate_id-event = event { $event } was already received with other content; nothing was changed

## Texts

refusal-malformed-blank = { refusal-malformed-part } can't be empty; write something
refusal-malformed-long = { refusal-malformed-part } is too long: { $bytes } bytes, at most { $limit } are allowed
refusal-malformed-zero = { refusal-malformed-part } contains the character U+0000, which no text may contain; leave it out
refusal-malformed-part = { $part ->
    [message] a message
    [note] a note
    [ask] a question
    [justification] the justification of a dispute
    [proposal_terms] the terms of a proposal
    [relaunch_terms] what both agree to do in a relaunch
    [inadmissible_reason] the reason why evidence doesn't count
    [admission_reason] the reason why struck evidence counts after all
    [decision_reasons] the reasons of a decision
    [refusal_reason] the reason for a refusal
    [policy_reason] the reason for a change of the policy
    [filter] a filter
    [line] the line
    [field] field `{ $field }`
   *[other] { $part }
}

## Filters and views

refusal-malformed-filter-field = unknown field “{ $field }”; { $nearest ->
    [none] {""}
   *[other] did you mean { $nearest }:? {""}
}the fields are { $fields }
refusal-malformed-filter-holder = nobody on the team is called “{ $name }”; { $nearest ->
    [none] see `litige mediator list`
   *[other] did you mean { $nearest }?
}
refusal-malformed-filter-value = { $field }: doesn't take “{ $value }”; { $nearest ->
    [none] {""}
   *[other] did you mean { $nearest }? {""}
}expected { $expected ->
    [duration] a duration such as >3d, <12h or 45m
    [amount] an amount such as >100 or <49.90
   *[words] one of { $words }
}
refusal-malformed-filter-no-value = { $field }: needs a value
refusal-too_many_views = you already have { $most } views; delete one first
refusal-name_taken = you already have a view “{ $view }”
refusal-malformed-no-filter = a view needs a filter
refusal-bad_name-blank = a view needs a name
refusal-bad_name-long = a view's name has at most { $most } characters
refusal-bad_name-sign = a view's name can't begin with `-` or contain control characters
refusal-bad_name-everyones = “{ $view }” is a view that everyone has; choose another name

## The team, the policy, files

refusal-malformed-handle = “{ $handle }” can't be a handle; use one word, like `camille`
refusal-name_taken-handle = “{ $handle }” looks like { $like }, who is already on the team; choose a handle that nobody can mistake for theirs
refusal-account_taken = account { $account } is already { $handle }’s; one account is one member
refusal-last_lead = { $handle } is the team's last lead; make another member a lead first
refusal-malformed-policy-small = { $key } must be at least 1
refusal-malformed-policy-large = { $key } must be at most { $most }
refusal-malformed-policy-zone = working hours need a time zone: set zone too, like zone=Europe/Paris
refusal-malformed-policy-hours = working hours must be at least one hour a week
refusal-bad_state-backup = { $path } already exists; a backup never overwrites a file
refusal-bad_state-itself = { $path } belongs to the database itself; name a backup of it
refusal-bad_state-open = { $path } is open: end every desk and command on it, then try again; nothing was changed
refusal-bad_state-database = { $path } already exists; only a new database can be filled, give another --db
