### What the command line prints for people. Figures and names come in already formatted and safe to show.

## Words
cli-side-client = { speaker-client }
cli-side-seller = { speaker-seller }
cli-side-mediator = { speaker-mediator }
cli-side-system = { speaker-system }
cli-side-both = both
cli-turn-mediator = the mediator
cli-turn-client = the client
cli-turn-seller = the seller
cli-turn-both = both
cli-ground-cancellation_refused_twice = { ground-cancellation_refused_twice }
cli-ground-revision_refused_twice = { ground-revision_refused_twice }
cli-ground-revision_then_cancellation_refused = revision, then cancellation refused
cli-opened-client = opened by the client
cli-opened-automatic = opened automatically
cli-state-open = open
cli-state-decided = decided
cli-order-in_progress = { order-state-in_progress }
cli-order-delivered = { order-state-delivered }
cli-order-completed = { order-state-completed }
cli-order-cancelled = { order-state-cancelled }
cli-order-settled = { order-state-settled }
cli-order-in_dispute = { order-state-in_dispute }
cli-outcome-seller_wins = the seller wins
cli-outcome-client_refunded = the client is refunded
cli-outcome-partial_refund = partial refund
cli-outcome-relaunch = relaunch
# What a decision does that is not carried out yet.
cli-plan-seller_wins = payment to the seller
cli-plan-client_refunded = full refund
cli-plan-partial_refund = partial refund
cli-plan-relaunch = relaunch
cli-basis-agreed = agreed by both
cli-basis-imposed = imposed
cli-ask-open = open
cli-ask-answered = answered
cli-ask-lapsed = lapsed
cli-ask-withdrawn = { ask-withdrawn }
cli-proposal-open = open
cli-proposal-agreed = agreed by both
cli-proposal-declined = { proposal-declined }
cli-proposal-superseded = { proposal-superseded }
cli-proposal-withdrawn = { proposal-withdrawn }
cli-proposal-lapsed = lapsed
cli-answer-accepted = accepted
cli-answer-declined = declined
cli-answer-none = no answer yet
cli-role-mediator = mediator
cli-role-lead = lead
cli-role-reader = reader

## What happened to an order
cli-event-order-placed = order placed
cli-event-order-message = message on the order
cli-event-order-delivered = delivered
cli-event-revision-requested = revision requested
cli-event-cancellation-requested = cancellation requested
cli-event-revision-accepted = revision accepted
cli-event-revision-refused = revision refused
cli-event-cancellation-accepted = cancellation accepted
cli-event-cancellation-refused = cancellation refused
cli-event-order-completed = order completed
cli-event-dispute-opened = dispute opened
cli-event-proposal-made = settlement proposed
cli-event-proposal-answered = proposal answered
cli-event-dispute-decided = decided
cli-event-decision-approved = decision approved
cli-event-decision-refused = decision refused
cli-event-decision-reversed = decision undone
cli-event-decision-effective = decision final

## Times
cli-minutes = { $n } min
cli-hours = { $n } h
cli-days = { $n } d
cli-late = { $time } late

## Queue and search
cli-due = DUE
cli-dispute = DISPUTE
cli-service = SERVICE
cli-amount = AMOUNT
cli-waiting = WAITING ON
cli-unread = UNREAD
cli-holder = HELD BY
cli-decided-at = DECIDED
cli-views-empty = No saved views yet. Create one with `litige views keep NAME --query Q`.
cli-view = VIEW
cli-view-in = IN
cli-view-filter = FILTER
cli-did-keep-view = View saved: { $view } ({ $query }).
cli-did-drop-view = View deleted: { $view } ({ $query }).
cli-queue-empty = No cases in this view.
cli-queue-more = There are more cases; raise --limit to see them.
cli-search-none = No messages match.
cli-search-more = There are more results; raise --limit to see them.

## A case
cli-case-head = { $dispute } · { $state } · { $ground }, { $opened } on { $at }
cli-case-order = { $title } · { $order } · { $price } · { $state }
cli-case-parties = client: { $client } · seller: { $seller }
cli-case-turn = waiting on { $who } since { $since }, due { $due } ({ $left })
cli-case-holder = held by { $name }
cli-case-holder-quiet = held by { $name }, inactive since { $since }
cli-case-free = held by nobody
cli-case-version = round { $round }, version { $version }
cli-case-snoozed = out of the queue until { $until }
cli-head-justification = { pending-justification }
cli-justification-awaited = awaited from the client
cli-head-brief = { case-brief }
cli-event-too-late = { $event } — too late: the dispute was open, nothing changed
cli-head-timeline = Order history
cli-head-thread = { panel-thread }
cli-head-notes = Notes (mediators only)
cli-head-asks = Asks
cli-head-proposals = { pending-proposals }
cli-head-decision = { pending-decision }
cli-head-money = { pending-money }
cli-read-by = read by { $who }
cli-unread-yet = not read yet
cli-inadmissible = inadmissible: { $reason }
cli-ask-line = { $id } to the { $to }, { $state }, due { $due }
cli-proposal-refund = { $id } partial refund of { $refund }, by { $by }, { $state }
cli-proposal-relaunch = { $id } relaunch, by { $by }, { $state }
cli-proposal-shares = { $client } to the client, { $seller } to the seller
cli-proposal-answers = client: { $client } · seller: { $seller }
cli-decision-by = by { $name } on { $at }
cli-decision-cites = based on { $cites }
cli-decision-awaiting = waiting for a second mediator; no money has moved
cli-decision-hold = can be undone until { $until }
cli-decision-effective = final since { $at }
cli-decision-reversed = undone
cli-decision-refused = refused by the second mediator
cli-decision-approved-by = approved by { $name }, { $at }
cli-decision-refused-by = refused by { $name }, { $at }: { $reason }
cli-shares = the client gets { $client }, the seller gets { $seller }
cli-shares-none = the money stays in escrow
cli-money = paid in { $paid } = in escrow { $escrow } + seller { $seller } + client { $client }

## What was done
cli-did-claim = { done-claimed }
cli-did-release = Nobody holds { $dispute } now.
cli-handover-none = Nothing to hand over: nobody but the receiver holds a case that matches.
cli-did-assign = { $to } holds { $dispute } now.
cli-did-say = { $dispute }: { $made } sent to both parties.
cli-did-remind = { $dispute }: { $made } sent, a reminder of { $of }.
cli-remind-preview = { $dispute }: reminder of { $of }, to { $to }:
cli-did-note = { $dispute }: note { $made } saved; only mediators see it.
cli-did-ask = { $dispute }: { $made } sent to the { $to }.
cli-did-withdraw = { $dispute }: question withdrawn.
cli-did-withdraw-proposal = { $dispute }: proposal { $proposal } withdrawn.
cli-did-propose = { $dispute }: { $made } sent to both parties.
cli-did-strike = { $dispute }: { $attachment } is inadmissible now.
cli-did-admit = { $dispute }: { $attachment } counts again.
cli-did-snooze = { $dispute } is out of the queue until { $until }, or until a party writes.
cli-did-wake = { $dispute } is back in the queue.
cli-did-read = { done-read }
cli-did-decide = { $dispute } is decided: { $outcome }.
cli-did-repeat = { $dispute } had already been decided like this under this key: { $outcome }.
cli-did-undo = { $dispute }: the decision is undone, the dispute is open again (round { $round }).
cli-did-approve = { $dispute }: the decision is approved.
cli-did-refuse = { $dispute }: the decision is refused, the dispute is open again (round { $round }).
cli-ingested = { $accepted } accepted, { $duplicates ->
    [one] 1 duplicate
   *[other] { $duplicates } duplicates
}, { $rejected } rejected; { $opened ->
    [one] 1 dispute
   *[other] { $opened } disputes
} opened

cli-files-kept = { $kept ->
    [one] 1 file
   *[other] { $kept } files
} stored, { $left } not

cli-files-filled = { $kept ->
    [one] 1 file
   *[other] { $kept } files
} stored, { $filled ->
    [0] none of them filled in
   *[other] { $filled } of them filled in
}; { $left ->
    [0] none is missing
    [one] 1 is still missing
   *[other] { $left } are still missing
}

## The team and the database
cli-handle = HANDLE
cli-role = ROLE
cli-account = ACCOUNT
cli-retired = retired
cli-name = NAME
cli-conflicts = CONFLICTS
cli-team-empty = No team yet. Add its first member with `litige mediator add HANDLE --name NAME`.
cli-did-add = { $name } ({ $role }) can act now.
cli-did-add-reader = { $name } can look now, but not act.
cli-did-add-first = { $name } (lead) can act now: the first member of a team is its lead.
cli-server-made = { $place } is a litige database now.
cli-server-renewed = { $place } now has the functions of this version of litige.
cli-server-there = { $place } was already a litige database.
cli-server-settings = Settings applied: search path, planner, time limits.
cli-server-granted = Anyone who logs in as { $login } acts as { $handle }.
cli-server-granted-feed = Anyone who logs in as { $login } can send events and read the outbox, and nothing else.
cli-server-granted-before = The login { $login } existed already.
cli-server-password = The role { $login } has no password yet: set one with \password in psql, or let it in by certificate or socket.
cli-did-bind = From now on, only the account { $account } can act as { $handle }.
cli-did-unbind = { $handle } is no longer bound to an account: anyone can act as { $handle }.
cli-did-retire = { $name } can no longer act; nobody holds their open cases.
cli-did-conflict = { $name } can no longer act on cases of { $person }.
cli-did-unconflict = { $name } can act on cases of { $person } again.
cli-erase-who = To be erased: { $person } ({ $names }), a party of { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}.
cli-erase-open = Not decided yet, and to be judged without their words from then on: { $disputes }.
cli-erase-goes = What is erased for good:
cli-erase-orders = their id and name in { $n ->
    [one] 1 order
   *[other] { $n } orders
}, replaced by a pseudonym
cli-erase-events = { $n ->
    [one] 1 text
   *[other] { $n } texts
} of orders: briefs, deliveries, requests
cli-erase-messages = { $n ->
    [one] 1 text
   *[other] { $n } texts
} of messages: theirs whole, in others’ their full name
cli-erase-files = { $n ->
    [one] 1 text
   *[other] { $n } texts
} of files: names, paths, and the content of what they sent
cli-erase-proposals = { $n ->
    [one] 1 text
   *[other] { $n } texts
} of proposals and questions
cli-erase-team = { $n ->
    [one] 1 text
   *[other] { $n } texts
} of the team with their full name: notes, reasons of decisions, saved views
cli-erase-drafts = { $n ->
    [one] 1 draft
   *[other] { $n } drafts
} with their full name
cli-erase-outbox = { $n ->
    [one] 1 line
   *[other] { $n } lines
} for the marketplace, as they are read from now on
cli-erase-stays = What stays:
cli-erase-stays-money = orders, amounts, decisions, the ledger, and an audit that still verifies
cli-erase-stays-texts = what others wrote about them, and their name in any other form: a first name alone, a nickname
cli-erase-stays-told = what the marketplace has been sent already
cli-erase-stays-copies = backups and exported files: erase there by hand
cli-erase-stays-server = the server's own backups, archived log and replicas, which keep the old texts until their retention ends
cli-erase-how = Nothing was erased. To do it, add: --yes { $person }
cli-erased = { $person } erased: { $texts ->
    [one] 1 text
   *[other] { $texts } texts
} replaced; money and audit are intact.
cli-unbound = Not bound to an account, so that anyone can act as them: { $handles }
cli-status-versions = Schema { $schema }, policy { $policy }
cli-status-event = Last event received: { $id }, of { $at }
cli-status-no-event = Last event received: none yet
cli-status-outbox = Outbox: up to { $head }; { $held ->
    [one] 1 decision
   *[other] { $held } decisions
} on hold
cli-status-disputes = Disputes: { $open } open, { $overdue } overdue, { $unclaimed } unclaimed, { $snoozed } snoozed, { $approval } waiting for a second mediator, { $decided } decided
cli-status-sizes = Sizes: database { $database }, log { $log }, evidence { $evidence }
cli-status-login = Members act as whoever they are logged in as on the server.
cli-status-bound = Every member is bound to an account.
cli-status-no-team = No team yet. Create one with `litige mediator add`.
cli-backed-up = Backup written to { $path }.
cli-copied = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} copied from { $from } to { $to }.
cli-verified = No faults found: { $orders } orders, { $disputes } disputes, { $messages } messages, { $decisions } decisions, { $entries } ledger entries, { $records } audit records checked.
cli-faults = { $n ->
    [one] 1 fault
   *[other] { $n } faults
} found.
cli-fault = { $check }: { $at }: { $message }
cli-restored = { $path } has been restored from { $backup }.
cli-restored-aside = What was there before is in { $aside }, with its log and files.
cli-copy-lacks = Missing from the copy: { $id } ({ $name }): { $message }.
cli-audit-head = Last audit record: { $head }
cli-seeding = disputes
cli-seeded = { $disputes ->
    [one] 1 dispute
   *[other] { $disputes } disputes
} ({ $open } open) and { $messages ->
    [one] 1 message
   *[other] { $messages } messages
} written to { $path }.
cli-no-database = there is no database at { $path }; start with `litige demo`, or make one with `litige ingest FILE`
cli-no-database-yet = there is no database at { $path } yet
# What `litige` alone says after that, line by line.
cli-no-database-steps =
    To look around first:
      litige demo
    To start with your own team and orders:
      litige mediator add HANDLE --name "YOUR NAME"
      litige ingest events.jsonl
    If there is a database elsewhere:
      litige --db PATH
    To find out what is missing:
      litige doctor
cli-demo-ready = The demo is in { $path }.
cli-demo-open = Open it in a terminal with `litige demo`, or act on it as { $handle }: `litige --db { $path } --as { $handle } queue`.

cli-head-evidence = Evidence
cli-head-audit = Audit
cli-column-side = Side
cli-column-name = Name
cli-column-id = Id
cli-column-message = Message
cli-column-file = File
cli-column-reason = Why it doesn't count
cli-column-sha = SHA-256
cli-column-at = When
cli-column-from = From
cli-column-to = To
cli-column-reverses = Reverses
cli-column-amount = Amount
cli-column-seq = No.
cli-column-actor = Who
cli-column-action = What
cli-column-hash = Hash
cli-evidence-elsewhere = stored by the marketplace
cli-column-type = Type
cli-column-size = Size
cli-column-content = Content
cli-evidence-none = This case has no files.
cli-evidence-kept = stored
cli-evidence-text = text
cli-evidence-name-only = only the name was sent
cli-evidence-written = { $id } written to { $path } ({ $size }).
cli-account-payment = client's payment
cli-account-escrow = escrow
cli-account-seller = paid to the seller
cli-account-client = refunded to the client
cli-audit-note = Each hash covers its record and the one before it in the whole audit; `litige verify` recomputes them all.
cli-letter-title = Decision on dispute { $dispute }
cli-letter-dear = To
cli-letter-about = About the order
cli-letter-with = The other party:
cli-letter-decided = What was decided
cli-letter-why = Why
cli-letter-rests = What the decision is based on
cli-letter-rests-on-all = The order and the whole discussion.
cli-letter-client-gets = You are refunded { $yours }. The seller is paid { $theirs }.
cli-letter-seller-gets = You are paid { $yours }. The client is refunded { $theirs }.
cli-letter-relaunched = No money moves: it stays in escrow, and the order resumes, as both of you agreed.
cli-letter-signed = Decided by the mediator { $by } on { $at }.
cli-letter-not-yet = It takes effect on { $at }.

cli-stats-days = Days (UTC): { $first } to { $last }
cli-stats-outcomes = Outcomes by ground
cli-stats-took = Time to decide
cli-stats-backlog = Open cases by age
cli-stats-agreed = Agreed outcomes
cli-stats-neutrality = Neutrality: the client's share of cases that one side won
cli-stats-all = all
cli-stats-nothing = none yet
cli-stats-share = { $of } of { $total }, { $percent } % (95% confidence: { $low } to { $high } %)
cli-span-under_1h = under 1 h
cli-span-1h_to_4h = 1 to 4 h
cli-span-4h_to_1d = 4 h to 1 day
cli-span-1d_to_3d = 1 to 3 days
cli-span-3d_to_7d = 3 to 7 days
cli-span-7d_to_14d = 7 to 14 days
cli-span-over_14d = over 14 days
cli-age-today = today
cli-age-1d_to_3d = 1 to 2 days
cli-age-3d_to_7d = 3 to 6 days
cli-age-7d_to_14d = 7 to 13 days
cli-age-over_14d = 14 days and more

# A line of a file of reply templates that can't be used.
cli-template-fault = { $path }, line { $line }: { $why }; the file's other replies are used
cli-template-no-title = this text has no title above it; write “## name: what it does”
cli-template-bad-title = a title is “## name: what it does”, its name in small letters, digits and hyphens; this reply is skipped
cli-template-twice = “{ $name }” appears above already; this one is skipped
cli-template-empty = “{ $name }” has no text and is skipped
cli-template-too-long = “{ $name }” is longer than { $bytes } bytes and is skipped
cli-template-open-comment = this comment never ends; everything below it is skipped
cli-template-too-many = more than { $most } replies; this one is skipped

cli-log-empty = Nothing matches.
cli-log-more = There is more: narrow it down, or raise --limit.
cli-notifications-empty = No notifications.
cli-did-acknowledge = { $count ->
    [one] 1 notification acknowledged.
   *[other] { $count } notifications acknowledged.
}

cli-work-none = Nobody has done anything yet.
cli-work-mediator = MEDIATOR
cli-work-ground = GROUND
cli-work-open = HELD NOW
cli-work-decided = DECIDED
cli-work-answer = FIRST ANSWER
cli-work-decision = DECISION
cli-work-in-time = IN TIME
cli-work-undone = UNDONE
## The policy
cli-policy-by = Policy { $version }, in force since { $since }, by { $by }:
cli-policy-since = Policy { $version }, in force since { $since }
cli-policy-first = Policy { $version }, the one that the database was created with
cli-did-set-policy = Policy { $version } is in force. Open disputes keep the one that they were opened under.
cli-policy-key = KEY
cli-policy-value = VALUE
cli-policy-meaning = MEANING
cli-policy-cancellation_refusals = refused cancellations before a dispute opens automatically
cli-policy-revision_refusals = refused revisions before the client may open a dispute
cli-policy-ask_minutes = a party has { $delay } to answer a question
cli-policy-proposal_minutes = a proposal stays open for { $delay }
cli-policy-response_minutes = a mediator has { $delay } once it is their turn
cli-policy-hold_minutes = a decision can be undone for { $delay }
cli-policy-no_hold = a decision is final at once
cli-policy-lease_minutes = a claim lasts { $delay } without activity
cli-policy-second_mediator_above = above these prices, a decision needs a second mediator
cli-policy-no_second = no decision needs a second mediator
cli-policy-hours = when the team works: questions, proposals and turns count only this time
cli-policy-no_hours = delays count day and night
cli-policy-zone = the time zone of these hours
cli-policy-holidays = days off
cli-policy-no_holidays = no days off but those of the week
## What can't be used of the files that a person may write
cli-warning-file = { $path }: { $why }; { $instead }
cli-warning-line = { $path }, line { $line }: { $why }; { $instead }
cli-warning-keys = { $path }, [keys]: { $why }; the standard keys are kept
cli-warning-policy = { $path }, line { $line }: [policy] does nothing: the policy is kept in the database; `litige policy` shows it, and a lead changes it with `litige policy set`
cli-warning-word = “{ $text }” makes no sense here
cli-warning-zone = TZ is “{ $value }”, which is no time zone known here; times are in the system's own zone. Set it to a name like Europe/Paris, or unset it
cli-instead-defaults = the defaults are in force
cli-instead-list = the standard list is kept
cli-instead-nothing = this line is left out
cli-instead-replies = the standard replies are kept
cli-instead-text = the standard text is kept
cli-instead-texts = the standard texts are kept
cli-instead-theme = the standard theme is kept
## The doctor
cli-doctor-fine = ok · { $check }: { $message }
cli-doctor-do = TO DO · { $check }: { $message }
cli-doctor-name-terminal = terminal
cli-doctor-name-colours = colours
cli-doctor-name-keyboard = keyboard
cli-doctor-name-pictures = pictures
cli-doctor-name-clipboard = clipboard
cli-doctor-name-fonts = font
cli-doctor-name-locale = locale
cli-doctor-name-configuration = configuration
cli-doctor-name-database = database
cli-doctor-name-permissions = permissions
cli-doctor-terminal-none = there is no terminal here. The desk needs one; scripts don't.
cli-doctor-terminal-dumb = TERM is { $term }, which says that the cursor can't be moved. Set it as your terminal's manual says, like TERM=xterm-256color.
cli-doctor-terminal-unsized = { $term }, which doesn't say how large it is.
cli-doctor-terminal = { $term }, { $columns } columns and { $rows } rows.
cli-doctor-terminal-small = { $term } has { $columns } columns and { $rows } rows. Make it 60×20 at least; 80×24 shows all of a case.
cli-doctor-colours-refused = none, because NO_COLOR is set. What matters is marked in other ways too.
cli-doctor-colours-none = none: what matters is marked in other ways too. If the terminal has some, set COLORTERM=truecolor.
cli-doctor-colours-16 = the terminal's own 16, so a party and a deadline may look alike, and pictures can't be drawn. If it has more, set COLORTERM=truecolor.
cli-doctor-colours-256 = 256, so the themes are close, not exact. If the terminal has more, set COLORTERM=truecolor.
cli-doctor-colours = all of them.
cli-doctor-theme-set = The theme is { $theme }, as the configuration says.
cli-doctor-theme-followed = The terminal's background is { $mode ->
    [light] light
   *[dark] dark
}, and so is the desk; it follows when that changes.
cli-doctor-theme-unknown = The terminal doesn't say whether its background is dark or light, so the desk is { $mode ->
    [light] light
   *[dark] dark
}; theme = "light" or "dark" in the configuration decides.
cli-doctor-keyboard-kitty = the terminal speaks the kitty keyboard protocol, so Esc acts at once. Every key can be changed: section [keys] of the configuration.
cli-doctor-keyboard-console = the console has no Alt with arrows and few function keys, and can't tell Esc from the start of another key, so Esc acts after a moment. Every key of the desk can be changed: section [keys] of the configuration.
cli-doctor-keyboard-tmux = inside tmux, which can't tell Esc from the start of another key at once. If Esc is slow, put set -sg escape-time 10 into tmux.conf; the desk itself waits { $ms } ms.
cli-doctor-keyboard-ssh = over ssh, where this terminal can't tell Esc from the start of another key: the desk waits { $ms } ms for the rest (escape_ms of the configuration).
cli-doctor-keyboard = this terminal can't tell Esc from the start of another key, so the desk waits { $ms } ms for the rest. Every key can be changed: section [keys] of the configuration.
cli-doctor-pictures = shown as real images (the { $protocol } protocol). If they come out wrong, set pictures = "blocks" in the configuration.
cli-doctor-pictures-blocks = this terminal can't show images, so the desk draws them in blocks of two colours: + and - zoom, s saves the file, and o opens it with a program of yours (section [open] of the configuration).
cli-doctor-pictures-none = this terminal can't show pictures, and has too few colours to draw them in. In the viewer, s saves the file, and o opens it with a program of yours (section [open] of the configuration).
cli-doctor-pictures-set = { $protocol }, as configured. If images come out wrong, set pictures = "blocks".
cli-doctor-clipboard-tmux = copies go to tmux. To have them in your terminal too, put set -g set-clipboard on into tmux.conf.
cli-doctor-clipboard-none = this terminal can't copy on request, so y and Y do nothing here. Select with the mouse, or use another terminal.
cli-doctor-clipboard = the terminal is asked to copy (OSC 52). If nothing arrives, allow it in the terminal's settings.
cli-doctor-fonts = é œ € … ─ │ █ ▲ 你 👩 should be ten different characters, none of them a box; if not, choose another font in the terminal's settings.
cli-doctor-locale = { $locale }; litige speaks { $lang } (--lang, LITIGE_LANG).
cli-doctor-locale-not-utf8 = the locale ({ $locale }) doesn't say UTF-8, so accents may come out wrong. Set LANG=C.UTF-8, or your own like LANG=fr_FR.UTF-8; litige speaks { $lang }.
cli-doctor-configuration = { $path }, all of it understood.
cli-doctor-configuration-none = none, so every default holds. `litige config` prints one for { $path }.
cli-doctor-configuration-faults = correct what can't be used: { $faults }
cli-doctor-database = { $path } can be used; the team has { $team ->
    [one] one member
   *[other] { $team } members
}.
cli-doctor-database-asked = The system does not tell of changes there: the desk looks for them once a second. On a network file system, put the database on a local one, or on a server.
cli-doctor-permissions = { $path } ({ $mode }) is open to the right people.
cli-doctor-permissions-none = there is no file to check.
cli-doctor-permissions-missing = { $folder } is writable, so a database can be created there.
cli-doctor-permissions-folder = you can't write to { $folder }, which a database needs. Ask its owner, or name another place with --db.
cli-doctor-permissions-denied = you can't read and write { $path }. Ask its owner for it, or for its group.
cli-doctor-permissions-open = { $path } ({ $mode }) is open to more people than it should be: `chmod 600` it, or 660 for a team with sharing = "group".
## Why a command failed, as it follows the error's code
cli-error-id = { $typed }: expected { $shape }
cli-error-word = { $typed }: expected { $expected }
cli-error-of = { $what }: { $why }
cli-error-not-found = no such file or folder
cli-error-permission = permission denied
cli-error-exists = file exists
cli-error-folder = is a folder
cli-error-not-a-folder = not a folder
cli-error-full = no space left on the disk
cli-error-read-only = read-only file system
cli-error-json = the result could not be written as JSON
cli-error-output = the command was carried out, but not its output: { $why }
cli-error-stdin = the standard input
cli-error-not-text = { $what } from { $place } is not UTF-8 text
cli-error-too-long = { $what } is too long: { $bytes } bytes, at most { $limit } are allowed
cli-error-text-message = a message
cli-error-text-note = a note
cli-error-text-question = a question
cli-error-text-relaunch = the terms of a relaunch
cli-error-text-reason = a reason
cli-error-text-reasons = the reasons
cli-error-csv-or-json = give either --csv or --json
cli-error-script = the script could not be made
cli-error-no-completions = no completions for { $shell }
cli-error-no-page = there is no command { $command }
cli-error-manual = the manual page could not be made
cli-error-unanswered = the connection broke, and it is not known whether it was done; this asks again, and does nothing twice: { $command }
cli-error-template-blanks = the reply template has { $names } to be filled in; write the reminder on the desk
cli-error-blanks = { $names } is still to be filled in; where braces are meant, write {"{{…}}"}
cli-error-clock = the system's clock stands before 1970; set it first, since whatever is written bears its time
cli-error-zone-file = TZ names { $path }, which is not the file of a time zone; set it to a name like Europe/Paris, or unset it
cli-error-signals = signals can't be listened to
cli-error-no-letter = { $dispute } is not decided; there is no letter yet
cli-error-terms = say --refund AMOUNT or --relaunch TEXT
cli-error-refund-missing = a partial refund takes --refund AMOUNT: what the client gets back
cli-error-refund-alone = --refund goes with --outcome partial-refund only
cli-error-whose-login = say whose login: HANDLE, or --feed ROLE
cli-error-wait-output = the output can't be waited for
cli-error-cursor-negative = { $after } is no cursor; it is the seq of the last line that was acted on, or 0 before the first
cli-error-cursor = the outbox of this database ends at { $head }, before { $after }: the cursor is another database's, or a backup was put back since; see `litige outbox --after 0`
cli-error-time-with-key = { $option }: { $typed } is another moment with every repeat; with --key, say it with its date, as in 2026-11-25 09:00 or RFC 3339
cli-error-time-to-come = “{ $typed }” is not a time; write it like 2h, 3d, 9:00, “tomorrow 9:00”, “2026-11-25 09:00” or 2026-11-25T09:00:00Z
cli-error-time-past = “{ $typed }” is not a time; write it like 7d (ago), 9:00, yesterday, monday, 2026-11-25, “2026-11-25 09:00” or 2026-11-25T09:00:00Z
cli-error-who = say who acts: --as HANDLE, or set LITIGE_AS (`litige mediator list` shows the team, `litige mediator add` adds to it)
cli-error-no-home = this system names no home folder; say --db PATH
cli-error-erase-other = --yes says { $yes }, not { $person }; nothing was erased
cli-error-own-files = the desk's own files
cli-error-never-disputed = order { $order } was never disputed
cli-error-no-terminal = the desk needs a terminal; for scripts there are commands, see `litige --help`
cli-error-dumb-terminal = the desk needs a terminal that can move its cursor, and TERM=dumb says that this one can't; for scripts there are commands, see `litige --help`
cli-error-not-a-demo = { $place } holds no demo and was left as it is; name another file with --db, or none
cli-error-is-database = { $path } is the database itself; name a file of events
cli-error-rejects-database = --rejects { $path } is the database itself; name another file
cli-error-rejects-input = --rejects { $path } is the input itself; name another file
cli-error-broke-off = the input broke off at line { $line }
cli-error-line = line { $line }
cli-error-stopped-before = stopped before line { $line }: { $why }
cli-error-ingest-unanswered = the connection broke, and it is not known whether what was read before line { $line } was applied; ingest it again, nothing is applied twice
cli-error-progress = { $why }; what came before stays: { $accepted } accepted, { $duplicates } duplicates, { $rejected } rejected. Give the whole file again when it is mended: what was accepted has no effect twice
cli-error-rejected-line = { $code }: line { $line }{ $id }: { $why }
cli-error-not-kept-line = not_kept: line { $line }: { $path }: { $why }
cli-error-not-kept = litige does not keep the content of { $id } ({ $why }); the marketplace has it
cli-error-name-only = only the name of { $id } came; the marketplace has its content
cli-error-content-missing = the content of { $id } is not there any more; put it back from a backup
cli-error-content-changed = the content of { $id } was changed: it no longer gives its sha256, and is not written out
cli-error-to-terminal = a file's content is not written to a terminal; say -o PATH, or use a pipe
cli-error-force = { $path } (--force replaces it)
cli-error-twice = { $key } is given twice
cli-error-key-value = { $typed } is not KEY=VALUE, like hold_minutes=5
cli-error-request-key = a key is at most { $most } bytes, without control characters
cli-error-at-least-one = at least 1
cli-error-not-a-number = not a number of lines
cli-error-handle = a handle is letters, digits, `-`, `_` and `.`, at most 64 bytes
cli-error-account = this system has no account of this name; for a number, write #1234
cli-error-empty = it is empty
cli-error-login = a role's name is at most 63 bytes, without control characters, and not one of pg_… or litige_…
cli-error-outcome = expected one of: { $words }
cli-error-withdrawn = expected a question like q3 or a proposal like p2
cli-error-usage-help = { $why }; see `{ $command } --help`
cli-error-usage-unknown = unexpected argument '{ $arg }'
cli-error-usage-unknown-near = unexpected argument '{ $arg }'; did you mean '{ $near }'?
cli-error-usage-command = unknown command '{ $arg }'
cli-error-usage-command-near = unknown command '{ $arg }'; did you mean '{ $near }'?
cli-error-usage-missing = missing: { $arg }
cli-error-usage-conflict = '{ $arg }' can't be used with { $near }
cli-error-usage-no-value = '{ $arg }' needs a value
cli-error-usage-value = invalid value '{ $value }' for '{ $arg }'; possible: { $near }
cli-error-usage-invalid = invalid value '{ $value }' for '{ $arg }': { $near }
cli-error-usage-no-command = a command is missing
cli-error-seed-existing = there is a database at { $place } already; only a new one is filled, give another --db
cli-error-unverified = { $backup } does not verify: { $at }: { $why }{ $more ->
    [0] {""}
   *[other] {" "}(and { $more } more, which `litige --db { $backup } verify` names)
}; nothing was restored
