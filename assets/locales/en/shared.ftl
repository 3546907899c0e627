# What the screens and the command line say in the same words. Every key is in fr/shared.ftl, too.

speaker-client = client
speaker-seller = seller
speaker-mediator = mediator
speaker-system = litige
ground-cancellation_refused_twice = cancellation refused twice
ground-revision_refused_twice = revision refused twice
order-state-in_progress = in progress
order-state-delivered = delivered
order-state-completed = completed
order-state-cancelled = cancelled
order-state-settled = settled
order-state-in_dispute = in dispute
ask-withdrawn = withdrawn
proposal-declined = declined
proposal-superseded = superseded
proposal-withdrawn = withdrawn
done-claimed = { $dispute } is yours.
done-read = { $dispute } is marked as read.
case-brief = Brief
panel-thread = Discussion
pending-justification = Justification
pending-proposals = Proposals
pending-decision = Decision
pending-money = Money
file-name-only = Only the name was sent; the marketplace has the file.
file-missing = The stored file is missing; `litige verify` says more.
file-changed = The stored file was changed: it no longer matches its sha256, and isn't shown.
not-kept-too_large = it is larger than the team's limit
not-kept-type = the team doesn't store files of its type
not-kept-missing = it wasn't in the folder of attachments
not-kept-outside = its path leads out of the folder of attachments
not-kept-link = its path leads over a symbolic link
not-kept-special = it is a folder, a pipe or a device, not a file
not-kept-unreadable = it couldn't be read
not-kept-erased = the person who sent it was erased
size-bytes = { $size } B
size-kilobytes = { $size } kB
size-megabytes = { $size } MB

# What a mediator is told of a case; $by is client, seller, system or a handle.
notification-taken_over = { $who } took over { $dispute }, which was yours.
notification-assigned = { $who } gave you { $dispute }.
notification-reassigned = { $who } gave { $dispute }, which was yours, to a colleague.
notification-approved = { $who } approved your decision on { $dispute }: it takes effect after the hold.
notification-refused = { $who } refused your decision on { $dispute }: the case is yours again, with the reason.
notification-undone = { $who } undid your decision on { $dispute }: the case is open again.
notification-party_wrote = { $by ->
    [client] The client
   *[other] The seller
} wrote in { $dispute }.
notification-ask_answered = { $by ->
    [client] The client
   *[other] The seller
} answered the question in { $dispute }.
notification-proposal_made = { $by ->
    [client] The client
   *[other] The seller
} made a proposal in { $dispute }.
notification-proposal_answered = { $by ->
    [client] The client
   *[other] The seller
} answered the proposal in { $dispute }.
notification-approval_needed = { $who } decided { $dispute }: it needs a second mediator's approval.
notification-deadline_near = { $dispute } is due soon.
notification-deadline_past = { $dispute } is overdue.

## Delays in working time
working-hours = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
working-minutes = { $n ->
    [one] { $n } working minute
   *[other] { $n } working minutes
}
working-time = { $span } of working time

# What a search found, where it is no message of the discussion; { $id } as the case shows it.
hit-brief = brief
hit-order_message = message on the order
hit-delivery = delivery
hit-request = request
hit-answer = answer to a request
hit-review = review
hit-proposal = proposal { $id }
hit-reason = reasons of the decision
hit-note = note { $id }
hit-file = file { $id }
hit-strike = why { $id } doesn't count
