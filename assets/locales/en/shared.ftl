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
done-claimed = { $dispute } is yours.
done-read = { $dispute } is read.
case-brief = Brief
panel-thread = Discussion
pending-justification = Justification
pending-proposals = Proposals
pending-decision = Decision
pending-money = Money

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
